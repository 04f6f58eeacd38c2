//! A Markdown page, cut into sections and their code blocks.

/// A page.
pub(super) struct Page {
    /// The part before the first `##` comes first.
    sections: Vec<Section>,
}

/// A part of a page below one `##` heading.
pub(super) struct Section {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// A code block: what its fence says, and what is in it.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Of the page, from 1.
    pub(super) line: usize,
    pub(super) language: String,
    /// A file of the project.
    pub(super) path: Option<String>,
    pub(super) is_error: bool,
    pub(super) text: String,
}

impl Page {
    pub(super) fn parse(path: &str, text: &str) -> Self {
        let mut sections = vec![Section::new(path)];
        let mut open: Option<Block> = None;
        for (index, line) in text.lines().enumerate() {
            let section = sections.last_mut().unwrap();
            match (&mut open, line.strip_prefix("```")) {
                (Some(_), Some(_)) => section.blocks.extend(open.take()),
                (Some(block), None) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, Some(fence)) => open = Some(Block::open(index + 1, fence)),
                (None, None) => {
                    if let Some(title) = line.strip_prefix("## ") {
                        sections.push(Section::new(title));
                    }
                }
            }
        }
        assert!(open.is_none(), "{path}: a code block is never closed");
        Self { sections }
    }

    pub(super) fn sections(&self) -> &[Section] {
        &self.sections[1..]
    }

    /// The blocks that every section's project has.
    pub(super) fn shared(&self) -> impl Iterator<Item = &Block> {
        self.sections[0].parts()
    }

    pub(super) fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }
}

impl Section {
    fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            blocks: Vec::new(),
        }
    }

    /// What the section adds to its project.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.is_part())
    }

    /// Examples of their own, each with its result.
    pub(super) fn examples(&self) -> impl Iterator<Item = (&Block, &Block)> {
        let pairs = self.blocks.iter().zip(self.blocks.iter().skip(1));
        pairs.filter(|(block, _)| block.is_example())
    }
}

impl Block {
    fn open(line: usize, fence: &str) -> Self {
        let mut words = fence.split_whitespace();
        let language = words.next().unwrap_or_default().to_owned();
        let rest: Vec<&str> = words.collect();
        let path = rest.iter().find(|word| word.contains('/'));
        Self {
            line,
            language,
            path: path.map(|&path| path.to_owned()),
            is_error: rest.contains(&"error"),
            text: String::new(),
        }
    }

    fn is_part(&self) -> bool {
        !self.is_error && (self.language == "seg" || self.path.is_some())
    }

    fn is_example(&self) -> bool {
        self.is_error || (is_template(&self.language) && self.path.is_none())
    }
}

fn is_template(language: &str) -> bool {
    matches!(language, "liquid" | "handlebars")
}

/// Without white space at line ends and around the whole.
pub(super) fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The cells of each row of the Markdown table whose header begins with `first`.
pub(super) fn table(text: &str, first: &str) -> Vec<Vec<String>> {
    let header = format!("| {first} |");
    let rows = text.lines().skip_while(|line| !line.starts_with(&header));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let row = row.trim().trim_matches('|').replace("\\|", "\u{0}");
        let cells = row.split('|').map(|cell| cell.trim().replace('\u{0}', "|"));
        cells.collect()
    })
    .collect()
}

/// A cell that is one piece of code, without its backticks.
pub(super) fn code(cell: &str) -> &str {
    cell.trim_matches('`').trim_matches(' ')
}

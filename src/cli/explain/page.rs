//! Lines of a fixed width: what does not fit stands below, further to the right.

/// Columns of the narrowest terminal in use.
const WIDTH: usize = 80;

pub(super) const BOLD: &str = "\x1b[1m";
pub(super) const DIM: &str = "\x1b[2m";
pub(super) const RESET: &str = "\x1b[0m";

/// The text of an explanation.
#[derive(Default)]
pub(super) struct Page {
    pub(super) text: String,
}

impl Page {
    fn push(&mut self, indent: usize, line: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.text.push_str(line);
        self.text.push('\n');
    }

    pub(super) fn blank(&mut self) {
        self.push(0, "");
    }

    /// A heading, with something plain behind it.
    pub(super) fn heading(&mut self, name: &str, behind: &str) {
        self.push(0, &format!("{BOLD}{name}{RESET}{behind}"));
    }

    /// A line in two columns: what is said, and dimly what explains it, behind `←` when it fits.
    pub(super) fn line(&mut self, depth: usize, mark: Option<bool>, said: &str, aside: &str) {
        self.padded(depth, mark, said, 0, aside);
    }

    /// The same, with the aside at least `column` characters to the right.
    pub(super) fn padded(
        &mut self,
        depth: usize,
        mark: Option<bool>,
        said: &str,
        column: usize,
        aside: &str,
    ) {
        let indent = 2 * depth;
        let start = indent + if mark.is_some() { 2 } else { 0 };
        let mark = marked(mark);
        let width = said.chars().count();
        let fits = |column: &usize| start + column + 4 + aside.chars().count() <= WIDTH;
        let columns = [column.max(width), width];
        if let Some(column) = columns.into_iter().find(fits)
            && !aside.is_empty()
        {
            let line = format!("{mark}{said:column$}  {DIM}← {aside}{RESET}");
            return self.push(indent, &line);
        }
        let whole = start + width <= WIDTH;
        let hang = if whole { 0 } else { 2 };
        let lines = wrapped(said, WIDTH.saturating_sub(start + hang).max(20));
        for (index, line) in lines.into_iter().enumerate() {
            match index {
                0 => self.push(indent, &format!("{mark}{line}")),
                _ => self.push(start + 2, &line),
            }
        }
        if !aside.is_empty() {
            self.dim(start + 2, "← ", aside);
        }
    }

    /// A line with where it is written.
    pub(super) fn placed(&mut self, depth: usize, mark: Option<bool>, said: &str, place: &str) {
        let line = format!("{}{said}  {DIM}{place}{RESET}", marked(mark));
        self.push(2 * depth, &line);
    }

    /// A dim line without a mark.
    pub(super) fn aside(&mut self, depth: usize, text: &str) {
        self.dim(2 * depth, "", text);
    }

    /// Dim lines, the first behind `lead`, the others two characters to the right.
    fn dim(&mut self, indent: usize, lead: &str, text: &str) {
        let lines = wrapped(text, WIDTH.saturating_sub(indent + 2).max(20));
        for (index, line) in lines.into_iter().enumerate() {
            match index {
                0 => self.push(indent, &format!("{DIM}{lead}{line}{RESET}")),
                _ => self.push(indent + 2, &format!("{DIM}{line}{RESET}")),
            }
        }
    }
}

fn marked(mark: Option<bool>) -> &'static str {
    match mark {
        Some(true) => "\x1b[32m✓\x1b[0m ",
        Some(false) => "\x1b[31m✗\x1b[0m ",
        None => "",
    }
}

/// The text in lines of at most `width` characters, broken at blanks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let longer = line.chars().count() + 1 + word.chars().count();
        if !line.is_empty() && longer > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// The text, cut where it is longer than `width` characters.
pub(super) fn cut(text: &str, width: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= width {
        return text;
    }
    let mut short: String = text.chars().take(width.saturating_sub(1)).collect();
    short.push('…');
    short
}

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
    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with something plain behind it.
    pub(super) fn heading(&mut self, name: &str, behind: &str) {
        self.text
            .push_str(&format!("{BOLD}{name}{RESET}{behind}\n"));
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
        let (mark, mark_width) = match mark {
            Some(true) => ("\x1b[32m✓\x1b[0m ", 2),
            Some(false) => ("\x1b[31m✗\x1b[0m ", 2),
            None => ("", 0),
        };
        let start = indent + mark_width;
        let width = said.chars().count();
        let mut lines = wrapped(said, WIDTH.saturating_sub(start).max(20)).into_iter();
        let first = lines.next().unwrap_or_default();
        self.text.push_str(&format!("{:indent$}{mark}{first}", ""));
        for line in lines {
            self.text.push_str(&format!("\n{:start$}  {line}", ""));
        }
        if aside.is_empty() {
            self.text.push('\n');
            return;
        }
        let aside_width = aside.chars().count();
        for column in [column.max(width), width] {
            if start + column + 4 + aside_width <= WIDTH {
                let gap = column - width;
                self.text
                    .push_str(&format!("{:gap$}  {DIM}← {aside}{RESET}\n", ""));
                return;
            }
        }
        self.text.push('\n');
        for (index, line) in wrapped(aside, WIDTH.saturating_sub(start + 4).max(20))
            .into_iter()
            .enumerate()
        {
            let arrow = if index == 0 { "← " } else { "  " };
            self.text
                .push_str(&format!("{:start$}  {DIM}{arrow}{line}{RESET}\n", ""));
        }
    }

    /// A line with where it is written.
    pub(super) fn placed(&mut self, depth: usize, mark: Option<bool>, said: &str, place: &str) {
        let mark = match mark {
            Some(true) => "\x1b[32m✓\x1b[0m ",
            Some(false) => "\x1b[31m✗\x1b[0m ",
            None => "",
        };
        let indent = 2 * depth;
        self.text.push_str(&format!(
            "{:indent$}{mark}{said}  {DIM}{place}{RESET}\n",
            ""
        ));
    }

    /// A dim line without a mark.
    pub(super) fn aside(&mut self, depth: usize, text: &str) {
        let indent = 2 * depth;
        for (index, line) in wrapped(text, WIDTH.saturating_sub(indent + 2).max(20))
            .into_iter()
            .enumerate()
        {
            let hang = if index == 0 { 0 } else { 2 };
            self.text
                .push_str(&format!("{:indent$}{:hang$}{DIM}{line}{RESET}\n", "", ""));
        }
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

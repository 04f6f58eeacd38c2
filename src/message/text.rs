//! The plain text part, made from the rendered HTML.

use std::cell::RefCell;
use std::rc::Rc;

use html2text::config;
use html2text::render::TextDecorator;

/// Columns of a line; a link's target alone may be longer, since a broken one cannot be clicked.
const WIDTH: usize = 78;

/// Opens and closes a link target's number while the text is laid out. These are noncharacters,
/// which Unicode leaves to a program's own use; they are removed from what is read.
const TARGET: [char; 2] = ['\u{fdd0}', '\u{fdd1}'];

/// Opens and closes an image's description.
const IMAGE: [char; 2] = ['\u{fdd2}', '\u{fdd3}'];

/// Begin headings of the first level, of the second, and of those below.
const HEADINGS: [char; 3] = ['\u{fdd4}', '\u{fdd5}', '\u{fdd6}'];

/// What stands between links that share a line.
const SEPARATORS: [char; 5] = [' ', '\u{a0}', '·', '|', '•'];

/// What a plain text reader sees of an email.
///
/// Layout tables become lines in reading order, hidden parts are left out, headings are
/// underlined or, from the third level on, stand right above their text, a link is its label and its target in parentheses, and an image is its description
/// in brackets unless the text below says the same or leads to the same place.
pub fn text_from_html(html: &str) -> String {
    let html = html.replace(|c| ('\u{fdd0}'..='\u{fdd6}').contains(&c), "");
    let letter = Letter::default();
    let targets = Rc::clone(&letter.targets);
    let layout = config::with_decorator(letter)
        .use_doc_css()
        .raw_mode(true)
        .unicode_strikeout(false)
        .allow_width_overflow()
        .string_from_read(html.as_bytes(), WIDTH);
    // reading from memory with overflow allowed leaves nothing that can fail
    let layout = layout.unwrap_or_default();
    let layout = layout.replace(INVISIBLE, "");
    let lines = whole_addresses(layout.lines().map(trim));
    let lines = without_repeated_images(&lines);
    let lines = lines.into_iter().flat_map(links_apart);
    join(lines.flat_map(|line| fill(line, &targets.borrow())))
}

/// How elements look in plain text.
#[derive(Clone, Debug, Default)]
struct Letter {
    /// Every link target so far, each once.
    targets: Rc<RefCell<Vec<String>>>,
    /// Numbers of the targets of the links that are open.
    open: Vec<usize>,
}

impl TextDecorator for Letter {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        let mut targets = self.targets.borrow_mut();
        let known = targets.iter().position(|target| target == url);
        self.open.push(known.unwrap_or(targets.len()));
        if known.is_none() {
            targets.push(url.to_owned());
        }
        (String::new(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        let number = self.open.pop();
        number.map_or_else(String::new, |number| {
            format!(" {}{number}{}", TARGET[0], TARGET[1])
        })
    }

    fn decorate_em_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_em_end(&self) -> String {
        String::new()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_strong_end(&self) -> String {
        String::new()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        ("~".to_owned(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        "~".to_owned()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_code_end(&self) -> String {
        String::new()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn decorate_image(&mut self, _src: &str, alt: &str) -> (String, ()) {
        let alt = alt.trim();
        if alt.is_empty() || is_file_name(alt) {
            return (String::new(), ());
        }
        (format!("{}{alt}{}", IMAGE[0], IMAGE[1]), ())
    }

    fn header_prefix(&self, level: usize) -> String {
        HEADINGS[level.clamp(1, 3) - 1].to_string()
    }

    fn quote_prefix(&self) -> String {
        "> ".to_owned()
    }

    fn unordered_item_prefix(&self) -> String {
        "- ".to_owned()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        format!("{number}. ")
    }

    fn make_subblock_decorator(&self) -> Self {
        Self {
            targets: Rc::clone(&self.targets),
            open: Vec::new(),
        }
    }

    fn decorate_superscript_start(&self) -> (String, ()) {
        (String::new(), ())
    }

    fn decorate_superscript_end(&self) -> String {
        String::new()
    }
}

/// Some editors fill in the file's name where nobody wrote a description.
fn is_file_name(alt: &str) -> bool {
    let extension = alt.rsplit_once('.').map(|(_, extension)| extension);
    !alt.contains(' ')
        && extension.is_some_and(|extension| {
            let known = ["gif", "jpeg", "jpg", "png", "svg", "webp"];
            known.contains(&extension.to_ascii_lowercase().as_str())
        })
}

/// Characters that pad preview texts and allow or forbid line breaks.
const INVISIBLE: [char; 4] = ['\u{ad}', '\u{34f}', '\u{200b}', '\u{feff}'];

/// Cuts spaces at the end; joiners, which have a meaning between letters, count as spaces there.
fn trim(line: &str) -> &str {
    let unseen = |c: char| c.is_whitespace() || c == '\u{200c}' || c == '\u{200d}';
    line.trim_end_matches(unseen)
}

/// Mends web addresses that the layout broke because they are longer than a line.
fn whole_addresses<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(last) if !line.is_empty() && is_broken_address(last) => {
                last.push_str(line.trim_start());
            }
            _ => whole.push(line.to_owned()),
        }
    }
    whole
}

fn is_broken_address(line: &str) -> bool {
    let address = line.trim_start_matches([' ', '>']);
    let web = address.starts_with("https://") || address.starts_with("http://");
    web && !address.contains(' ') && line.chars().count().is_multiple_of(WIDTH)
}

/// How many lines below a linked picture its button is looked for.
const BUTTON_WITHIN: usize = 12;

/// Drops an image that stands alone above a line with the same words and the same link, as in
/// product lists, or above a button with the same link, as in heroes.
fn without_repeated_images(lines: &[String]) -> Vec<&str> {
    let mut kept = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate() {
        let rest = &lines[at + 1..];
        let mut below = rest.iter().filter(|below| !below.is_empty());
        let repeated = below.next().is_some_and(|below| says_again(below, line))
            || linked_image(line)
                .is_some_and(|target| below.take(BUTTON_WITHIN).any(|line| line.contains(target)));
        if !repeated {
            kept.push(line.as_str());
        }
    }
    kept
}

/// The target of an image that is all there is on its line.
fn linked_image(line: &str) -> Option<&str> {
    let (_, target) = line.strip_prefix(IMAGE[0])?.split_once(IMAGE[1])?;
    let target = target.trim();
    let alone = target.starts_with(TARGET[0]) && target.find(TARGET[1])? + 3 == target.len();
    alone.then_some(target)
}

/// A row of links, as in menus and footers, one a line; any other line as it is.
fn links_apart(line: &str) -> Vec<&str> {
    if !line.contains(TARGET[1]) {
        return vec![line];
    }
    let pieces: Vec<&str> = line.split_inclusive(TARGET[1]).collect();
    let separated = pieces.iter().skip(1).all(|piece| {
        let unspaced = piece.trim_start_matches(' ');
        unspaced.is_empty() || unspaced.starts_with(SEPARATORS)
    });
    let links = pieces.iter().map(|piece| piece.trim_matches(SEPARATORS));
    let links: Vec<&str> = links.filter(|link| !link.is_empty()).collect();
    let only_links = links.iter().all(|link| link.ends_with(TARGET[1]));
    if links.len() > 1 && separated && only_links && !line.starts_with([' ', '>']) {
        links
    } else {
        vec![line]
    }
}

/// Makes one space of those that hold words together or apart.
fn plain_spaces(line: &str) -> String {
    if !line.contains('\u{a0}') {
        return line.to_owned();
    }
    let text = line.trim_start_matches(' ');
    let words = text.split([' ', '\u{a0}']).filter(|word| !word.is_empty());
    let indent = &line[..line.len() - text.len()];
    format!("{indent}{}", words.collect::<Vec<_>>().join(" "))
}

/// Whether `line` is an image or a link without a label, and `below` says all that it does.
fn says_again(below: &str, line: &str) -> bool {
    let image = line.trim_start().strip_prefix(IMAGE[0]);
    let (alt, rest) = image
        .and_then(|image| image.split_once(IMAGE[1]))
        .unwrap_or(("", line));
    let rest = rest.trim();
    let alone = rest.is_empty() || (rest.starts_with(TARGET[0]) && !rest.contains(' '));
    let repeats = || below.to_lowercase().contains(&alt.to_lowercase());
    !line.is_empty() && alone && below.contains(rest) && repeats()
}

/// Puts link targets in their places and breaks the line anew around them.
fn fill(line: &str, targets: &[String]) -> Vec<String> {
    let line = describe_images(&plain_spaces(line));
    if !line.contains(TARGET[0]) {
        return vec![line];
    }
    let text = line.trim_start_matches([' ', '>']);
    let indent = &line[..line.len() - text.len()];
    let mut lines = Vec::new();
    let hanging = if text.starts_with("- ") { "  " } else { "" };
    let mut current = indent.to_owned();
    for word in text.split(' ') {
        let label = current.trim_end();
        let (glued, word) = match put_target(word, label, targets) {
            Some(word) if word.starts_with('(') => (false, word),
            Some(rest) => (true, rest),
            None => (false, word.to_owned()),
        };
        let empty = current.trim_end_matches([' ', '>']).is_empty();
        if !glued && !empty && current.chars().count() + word.chars().count() >= WIDTH {
            lines.push(std::mem::replace(
                &mut current,
                format!("{indent}{hanging}"),
            ));
        } else if !glued && !empty {
            current.push(' ');
        }
        current.push_str(&word);
    }
    lines.push(trim(&current).to_owned());
    lines
}

/// Puts images in brackets, unless they are the label of a link.
fn describe_images(line: &str) -> String {
    let linked = line.contains(&format!("{} {}", IMAGE[1], TARGET[0]));
    let [open, close] = if linked { ["", ""] } else { ["[", "]"] };
    line.replace(IMAGE[0], open).replace(IMAGE[1], close)
}

/// The word with its link target written out; `None` when it holds none.
fn put_target(word: &str, label: &str, targets: &[String]) -> Option<String> {
    let (before, rest) = word.split_once(TARGET[0])?;
    let (number, after) = rest.split_once(TARGET[1])?;
    let target = targets.get(number.parse::<usize>().ok()?)?;
    Some(format!("{before}{}{after}", show(target, label)))
}

/// A target as it stands behind its label: nothing when the label says it already or when it
/// leads nowhere outside the email.
fn show(target: &str, label: &str) -> String {
    let target = target.trim();
    let person = target
        .strip_prefix("mailto:")
        .or_else(|| target.strip_prefix("tel:"));
    let web = target.starts_with("https://") || target.starts_with("http://");
    let bare = person.unwrap_or(target);
    let said = label
        .trim_end_matches('/')
        .ends_with(bare.trim_end_matches('/'));
    if said || !(web || person.is_some()) {
        return String::new();
    }
    format!("({bare})")
}

/// Joins lines, with no blank one at either end and never two in a row.
fn join(lines: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    let mut above = String::new();
    let mut widest = 0;
    let mut blank = false;
    for line in lines {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let width = line.chars().filter(|c| !HEADINGS.contains(c)).count();
        if above.is_empty() || belongs(&above, &line) || !(blank || stand_apart(&above, &line)) {
            widest = widest.max(width);
        } else {
            underline(&above, widest, &mut text);
            text.push('\n');
            widest = width;
        }
        text.push_str(&line.replace(HEADINGS, ""));
        text.push('\n');
        blank = false;
        above = line;
    }
    underline(&above, widest, &mut text);
    text
}

/// Whether `above` is a heading of the lower levels and `line` the text below it.
fn belongs(above: &str, line: &str) -> bool {
    above.starts_with(HEADINGS[2]) && !line.contains(HEADINGS) && !line.starts_with('>')
}

/// Underlines a heading of the first or second level that ends with `line`.
fn underline(line: &str, width: usize, text: &mut String) {
    let rule = match line.chars().next() {
        Some(first) if first == HEADINGS[0] => "=",
        Some(first) if first == HEADINGS[1] => "-",
        _ => return,
    };
    text.push_str(&rule.repeat(width.min(WIDTH)));
    text.push('\n');
}

/// Whether a blank line belongs between two lines that layout tables put together: around
/// headings, lists and quotations, and before a link that stands on its own.
fn stand_apart(above: &str, line: &str) -> bool {
    let heading = |line: &str| line.contains(HEADINGS);
    let list = |line: &str| {
        let number = line.split_once(". ").map(|(number, _)| number);
        let numbered = number.is_some_and(|number| number.parse::<u32>().is_ok());
        numbered || line.starts_with("- ") || line.starts_with("  ")
    };
    let quotation = |line: &str| line.starts_with('>');
    let target = |line: &str| line.ends_with(')') && line.contains(" (http");
    (heading(line) != heading(above) && !quotation(line))
        || list(line) != list(above)
        || quotation(line) != quotation(above)
        || target(line) && !target(above)
}

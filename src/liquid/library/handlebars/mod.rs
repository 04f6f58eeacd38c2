//! Handlebars files → the tree that Liquid files become.
//!
//! ```text
//! text ─tags─▶ tags in pairs ─the crate─▶ its tree ─translate─▶ nodes ─compose─▶ ─settle─▶ names
//! ```
//!
//! What is a tag, what is inside of what, and which white space is left out, says the parser of the
//! `handlebars` crate. Its tree knows few places and is walked beside the tags of the text, which
//! know theirs. What comes out is Liquid's tree, so that escaping, names, limits and speed are those
//! of one engine; the tests hold it against what the crate itself renders.

mod tags;

mod pairs;

mod words;

mod spelled;

mod scope;

mod helper;

mod condition;

mod value;

mod date;

mod pattern;

mod figures;

mod translate;

mod chain;

mod partial;

mod block;

mod section;

mod texts;

mod problem;

mod settle;

pub(super) use helper::helpers;

use ::handlebars::{Template, TemplateErrorReason};

use crate::diagnostic::Diagnostics;
use crate::liquid::tree::Node;
use crate::source::{SourceId, Span};
use problem::Fault;
use spelled::Spelled;
use tags::tags;
use translate::Translator;

/// What the files end in.
pub(super) const EXTENSION: &str = ".hbs";

/// Parses a whole file; what is wrong is reported, and then nothing is left of it.
pub(super) fn parse(text: &str, source: SourceId, diagnostics: &mut Diagnostics) -> Vec<Node> {
    // the crate's parser goes one call deeper for each block and bracket
    let Some(tags) = tags(text, source, diagnostics) else {
        return Vec::new();
    };
    let spelled = Spelled::new(text, &tags);
    match Template::compile(&spelled.text) {
        Ok(template) => Translator::new(text, source, tags, diagnostics).whole(&template),
        Err(error) => {
            let at = error.pos();
            let at = at.map_or(0, |(line, column)| offset(&spelled.text, line, column));
            let at = spelled.written(at);
            let (problem, span) = fault(error.reason(), text, at);
            diagnostics.report(&problem, Span::new(source, span));
            Vec::new()
        }
    }
}

/// What the crate's parser stumbled over.
fn fault(reason: &TemplateErrorReason, text: &str, at: usize) -> (Fault, std::ops::Range<usize>) {
    if let TemplateErrorReason::InvalidParam(found) = reason {
        let at = text.find(found.as_str()).unwrap_or(at);
        return (Fault::Syntax(found.clone()), at..at + found.len());
    }
    let is_operator = |c: char| "=!<>&|".contains(c);
    let start = text[..at].trim_end_matches(is_operator).len();
    let operator = &text[start..];
    let length = operator.len() - operator.trim_start_matches(is_operator).len();
    if length > 0 {
        return (
            Fault::Syntax(operator[..length].to_owned()),
            start..start + length,
        );
    }
    let rest = &text[at..];
    let open = text[..at].rfind("{{").unwrap_or(at);
    let end = rest.find("}}").map_or(rest.len(), |end| end);
    let word = rest[..end].split_whitespace().next().unwrap_or("");
    // the end of a tag that is not complete
    if word.is_empty() || rest.trim_start().starts_with("}}") {
        let end = at + rest.find("}}").map_or(rest.len(), |end| end + 2);
        let tag = text[open..end].to_owned();
        return (Fault::Syntax(tag), open..end);
    }
    let start = at + rest.find(word).unwrap_or(0);
    (Fault::Syntax(word.to_owned()), start..start + word.len())
}

/// The byte at a line and column, both counted from 1; the column counts characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let mut letters = text[start..].char_indices();
    letters
        .nth(column.saturating_sub(1))
        .map_or(text.len(), |(at, _)| start + at)
}

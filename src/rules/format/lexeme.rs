//! A file's tokens and comments, with what the grammar says of each.

use crate::rules::parse::{Level, Outline, Role};
use crate::rules::token;

/// A token, a comment, or tokens that belong together without white space.
#[derive(Clone, Debug)]
pub(super) struct Lexeme<'a> {
    pub(super) text: &'a str,
    pub(super) is_comment: bool,
    /// Line breaks between it and what stands before it.
    pub(super) breaks: usize,
    /// Whether nothing stands between it and what stands before it.
    pub(super) touches: bool,
    /// Whether it begins an item, or a line of what stands in braces.
    pub(super) begins: bool,
    pub(super) role: Option<Role>,
    pub(super) level: Option<Level>,
}

impl<'a> Lexeme<'a> {
    fn new(text: &'a str, gap: &str) -> Self {
        Self {
            text,
            is_comment: false,
            breaks: line_breaks(gap),
            touches: gap.is_empty(),
            begins: false,
            role: None,
            level: None,
        }
    }

    pub(super) fn is(&self, role: Role) -> bool {
        self.role == Some(role)
    }
}

/// Everything in `text` but white space.
pub(super) fn lexemes<'a>(text: &'a str, outline: &Outline) -> Vec<Lexeme<'a>> {
    let mut lexemes = Vec::new();
    let mut at = 0;
    while let Some(token) = token::next(text, at) {
        let start = token.range.start;
        let gap = comments(&text[at..start], &mut lexemes);
        let solid = outline.solid.get(&start).copied().unwrap_or_default();
        at = solid.max(token.range.end);
        let mut lexeme = Lexeme::new(whole(&text[start..at]), gap);
        lexeme.begins = outline.entries.contains(&start) || outline.items.contains(&start);
        lexeme.role = outline.roles.get(&start).copied();
        lexeme.level = outline.joints.get(&start).copied();
        lexemes.push(lexeme);
    }
    comments(&text[at..], &mut lexemes);
    if let Some(first) = lexemes.first_mut() {
        first.breaks = 1;
    }
    lexemes
}

pub(super) fn has_comments(words: &[Lexeme]) -> bool {
    words.iter().any(|word| word.is_comment)
}

/// Adds the comments of a gap between tokens; the white space behind the last one.
fn comments<'a>(mut gap: &'a str, lexemes: &mut Vec<Lexeme<'a>>) -> &'a str {
    while let Some((before, rest)) = gap.split_once('#') {
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let comment = &gap[before.len()..before.len() + 1 + end];
        lexemes.push(Lexeme {
            is_comment: true,
            ..Lexeme::new(comment.trim_end(), before)
        });
        gap = &rest[end..];
    }
    gap
}

/// `yes / no` without its blanks.
fn whole(text: &str) -> &str {
    if text.contains('/') && text.starts_with("yes") {
        "yes/no"
    } else {
        text
    }
}

/// Counts `\n`, `\r\n` and `\r`.
fn line_breaks(gap: &str) -> usize {
    let old = gap.matches('\r').count() - gap.matches("\r\n").count();
    old + gap.matches('\n').count()
}

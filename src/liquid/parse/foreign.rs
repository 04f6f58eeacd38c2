//! Tags that are not Liquid's, or only almost: each is reported once, and what belongs to it is
//! passed over.

use std::collections::BTreeMap;
use std::ops::Range;

use super::body::Body;
use super::{ErrorMode, Found, Parser, is_branch};
use crate::diagnostic::nearest;
use crate::liquid::expression::Markup;
use crate::liquid::problem::Problem;
use crate::liquid::scan::Piece;
use crate::liquid::tags;
use crate::liquid::tree::Node;
use crate::source::Span;

/// What may stand in the middle of a block that nobody knows.
pub(super) const BRANCHES: [&str; 5] = ["else", "elsif", "elif", "when", "empty"];

/// Counts the end tags of each name.
pub(super) fn count_ends<'a>(text: &'a str, pieces: &[Piece], ends: &mut BTreeMap<&'a str, usize>) {
    for piece in pieces {
        match piece {
            Piece::Tag { name, .. } if text[name.clone()].starts_with("end") => {
                *ends.entry(&text[name.clone()]).or_default() += 1;
            }
            Piece::Lines(lines) => count_ends(text, lines, ends),
            _ => {}
        }
    }
}

/// Whether there is such a tag.
pub(super) fn is_known(tag: &str) -> bool {
    tags().any(|known| known == tag)
}

impl Parser<'_> {
    /// Leaves a tag behind.
    pub(super) fn passed(&mut self, tag: &str) {
        if let Some(count) = self.ends.get_mut(tag) {
            *count = count.saturating_sub(1);
        }
    }

    /// Whether an unknown tag has an end that no other one needs.
    pub(super) fn is_foreign_block(&self, tag: &str) -> bool {
        if is_known(tag) || is_branch(tag) {
            return false;
        }
        let left = self
            .ends
            .get(format!("end{tag}").as_str())
            .copied()
            .unwrap_or(0);
        let open = self.open.iter().filter(|open| open.tag == tag).count();
        left > open
    }

    /// A block of another system: it is reported, and what is inside is read on.
    pub(super) fn foreign(&mut self, tag: &str, span: Span) -> Found {
        let problem = Problem::UnknownTag(tag.to_owned());
        self.diagnostics.report(&problem, span);
        let mut body = Body::default();
        loop {
            let (more, branch) = self.branch();
            body.append(more);
            if branch.is_none_or(|branch| branch.tag.starts_with("end")) {
                break;
            }
        }
        // nothing is printed anyway; what is inside is checked as if it were
        let node = Node::IfChanged(body.nodes);
        (Some(node), true)
    }

    /// Whether `tag` ends a block that was closed already, because an outer one ended first.
    pub(super) fn is_late(&mut self, tag: &str) -> bool {
        let mut lost = self.lost.iter();
        let Some(place) = lost.position(|lost| tag.strip_prefix("end") == Some(lost)) else {
            return false;
        };
        self.lost.remove(place);
        true
    }

    /// What a tag was probably meant to be that goes on with or ends the innermost block, which is
    /// reported, and the markup that it has.
    pub(super) fn meant(
        &mut self,
        tag: &str,
        name: &Range<usize>,
        markup: &Range<usize>,
    ) -> Option<(String, Range<usize>)> {
        let open = self.open.last()?.tag;
        if self.mode == ErrorMode::Lax || !is_known(open) {
            return None;
        }
        let word = &self.text[markup.clone()];
        let span = self.span(name.clone());
        if matches!(open, "if" | "unless") {
            if matches!(tag, "elif" | "elseif" | "elsf" | "elsifs") {
                self.misspelt(tag, "elsif", span);
                return Some(("elsif".to_owned(), markup.clone()));
            }
            if let Some(condition) = word.strip_prefix("if ").filter(|_| tag == "else") {
                let condition = condition.trim_start();
                let whole = self.span(name.start..markup.start + 2);
                self.diagnostics.report(&Problem::ElseIf, whole);
                let markup = markup.end - condition.len()..markup.end;
                return Some(("elsif".to_owned(), markup));
            }
        }
        if is_known(tag) || is_branch(tag) || self.belongs(tag) || self.is_foreign_block(tag) {
            return None;
        }
        let end = format!("end{open}");
        let is_end = match tag {
            "end" => word.is_empty() || word == open,
            tag => tag.starts_with('e') && !nearest(tag, [end.as_str()]).is_empty(),
        };
        if !is_end {
            return None;
        }
        self.misspelt(tag, &end, span);
        Some((end, markup.clone()))
    }

    fn misspelt(&mut self, tag: &str, meant: &str, span: Span) {
        let (tag, meant) = (tag.to_owned(), meant.to_owned());
        let problem = Problem::MisspeltTag { tag, meant };
        self.diagnostics.report(&problem, span);
    }

    /// Whether an output is none, but a tag of Handlebars, which is reported unless it only goes on
    /// with one that is.
    pub(super) fn handlebars(&mut self, markup: &Markup<'_>) -> bool {
        if self.mode == ErrorMode::Lax {
            return false;
        }
        let text = &self.text[markup.range.clone()];
        let goes_on = text == "else" || text.starts_with(['/', '^']) || text.starts_with("else ");
        if goes_on && self.is_handlebars {
            return true;
        }
        if !text.starts_with(['#', '/', '^', '>', '!', '{']) {
            return false;
        }
        let length = match text.chars().next() {
            Some('#' | '/') => text.find(char::is_whitespace).unwrap_or(text.len()),
            _ => 1,
        };
        self.is_handlebars |= text.starts_with(['#', '^']);
        let start = markup.range.start;
        let problem = Problem::Handlebars(text[..length].to_owned());
        let span = self.span(start..start + length);
        self.diagnostics.report(&problem, span);
        true
    }
}

//! Cuts a rule file into its items, so that each is parsed on its own and a fault in one costs
//! no other.

use std::ops::Range;

use super::token::{Kind, RESERVED, Token, tokens};
use crate::diagnostic::nearest;

/// The words that begin an item.
pub(super) const ITEM_KEYWORDS: [&str; 10] = [
    "customer", "event", "catalog", "trait", "score", "segment", "group", "campaign", "persona",
    "expect",
];

/// Those whose items end without a closing brace.
const WITHOUT_BRACES: [&str; 3] = ["trait", "segment", "expect"];

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// From an item's keyword to the item's last token.
    Item(Range<usize>),
    /// Text where an item should begin: its first token.
    Stray(Range<usize>),
}

/// Where the items of `text` are, each from its keyword to its last token.
pub(crate) fn items(text: &str) -> impl Iterator<Item = Range<usize>> {
    split(text).into_iter().filter_map(|part| match part {
        Part::Item(range) => Some(range),
        Part::Stray(_) => None,
    })
}

/// The parts of `text`, in order. An item begins at a line that starts with its keyword outside
/// of braces; and, so that a missing `}` costs only one item, at a whole head such as
/// `segment vip when` in the first column.
pub(super) fn split(text: &str) -> Vec<Part> {
    let tokens: Vec<Token> = tokens(text, 0).collect();
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut complete = true;
    let mut braced = false;
    for (index, token) in tokens.iter().enumerate() {
        let place = Place::of(text, &tokens, index);
        if let Some(part) = part_at(&place, depth, complete) {
            depth = 0;
            complete = false;
            braced = matches!(part, Part::Item(_)) && !WITHOUT_BRACES.contains(&place.word);
            parts.push(part);
        }
        match place.word {
            "{" => depth += 1,
            "}" => {
                complete = braced && depth == 1;
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if let Some(Part::Item(range)) = parts.last_mut() {
            range.end = token.range.end;
        }
    }
    parts
}

/// The part that begins here, if one does.
fn part_at(place: &Place, depth: usize, complete: bool) -> Option<Part> {
    let range = place.token.range.clone();
    let outside = depth == 0;
    if place.is_whole_head() || outside && place.begins_item() {
        Some(Part::Item(range))
    } else if outside && (complete || place.is_misspelt_head()) {
        Some(Part::Stray(range))
    } else {
        None
    }
}

/// A token and what stands around it.
struct Place<'a> {
    text: &'a str,
    token: &'a Token,
    word: &'a str,
    /// Whether it is the first on its line.
    first: bool,
    /// Whether it stands in the first column.
    outermost: bool,
    /// The next two tokens, as far as they stand on the same line.
    following: [Option<&'a Token>; 2],
}

impl<'a> Place<'a> {
    fn of(text: &'a str, tokens: &'a [Token], index: usize) -> Self {
        let token = &tokens[index];
        let before = index.checked_sub(1).map_or(0, |i| tokens[i].range.end);
        let before = text[before..token.range.start].trim_start_matches('\u{FEFF}');
        let same_line = |later: &&Token| !text[token.range.end..later.range.start].contains('\n');
        let next = tokens.get(index + 1).filter(same_line);
        let second = next
            .and_then(|_| tokens.get(index + 2))
            .filter(|later| later.range.start < token.range.end + 200 && same_line(later));
        Self {
            text,
            token,
            word: token.of(text),
            first: index == 0 || before.contains('\n'),
            outermost: index == 0 && before.is_empty() || before.ends_with('\n'),
            following: [next, second],
        }
    }

    /// Whether a line starts with an item's keyword that is not used as a name.
    fn begins_item(&self) -> bool {
        if !self.first || !ITEM_KEYWORDS.contains(&self.word) {
            return false;
        }
        if self.word == "expect" {
            let next = self.following[0];
            return next.is_some_and(|next| next.kind == Kind::Word);
        }
        self.names_something()
            || self.takes_a_word_for_its_name()
            || self.outermost && !self.is_operand()
    }

    /// Whether the first column starts an item, up to what follows its name. `expect` has none,
    /// and stands in personas too.
    fn is_whole_head(&self) -> bool {
        if !self.outermost || !ITEM_KEYWORDS.contains(&self.word) || self.word == "expect" {
            return false;
        }
        let [next, second] = self
            .following
            .map(|token| token.map_or("", |it| it.of(self.text)));
        if self.word == "customer" {
            return next == "{";
        }
        let head_goes_on = second == "{" || second == "=" || second == "when";
        let named = !next.starts_with('"') && self.names_something();
        named && (head_goes_on || second.starts_with('"'))
    }

    /// Whether a line starts like an item, with a keyword nearly right.
    fn is_misspelt_head(&self) -> bool {
        self.first
            && self.token.kind == Kind::Word
            && !RESERVED.contains(&self.word)
            && self.names_something()
            && !nearest(self.word, ITEM_KEYWORDS).is_empty()
    }

    fn names_something(&self) -> bool {
        self.following[0].is_some_and(|next| {
            let word = next.of(self.text);
            match next.kind {
                Kind::Word => !RESERVED.contains(&word),
                Kind::Text => true,
                Kind::Mark => word == "{",
                Kind::Number | Kind::UnclosedText => false,
            }
        })
    }

    /// Whether a word of the language stands where the name should: `segment before when …`.
    fn takes_a_word_for_its_name(&self) -> bool {
        let [next, second] = self
            .following
            .map(|token| token.map_or("", |it| it.of(self.text)));
        let goes_on = ["when", "{", "="].contains(&second) || second.starts_with('"');
        self.outermost && RESERVED.contains(&next) && goes_on
    }

    /// Whether an operator follows, so that the keyword is the name of a value.
    fn is_operand(&self) -> bool {
        self.following[0].is_some_and(|next| {
            let word = next.of(self.text);
            let infix = RESERVED.contains(&word) && word != "when";
            infix || next.kind == Kind::Mark && word != "{"
        })
    }
}

//! What can stand at a place, told by the text before it: the item may be unfinished.

use super::clause;
use crate::rules::items;
use crate::rules::token::{Kind, Token, tokens};

/// What can stand at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Context {
    Nothing,
    /// The keyword of an item.
    Item,
    /// A clause of a campaign.
    Clause,
    /// `when` or `otherwise`, as the start of an arm.
    Arm,
    /// Words that may follow inside of a campaign's clause.
    Words(&'static [&'static str]),
    /// What campaigns count together by.
    Across,
    /// A type of a field.
    Type,
    /// A mark behind a type.
    Mark,
    /// An attribute, event or `expect` of a persona.
    PersonaLine,
    /// What a block shows, or what a campaign sends: a path below this folder.
    Template(&'static str),
    /// The name of a template's block.
    Block,
    /// A segment or a group's member; with `true` also a campaign.
    Crowd(bool),
    /// Behind `VALUE in`.
    Last,
    /// A unit of time; with `true` behind a persona's event.
    Unit(bool),
    /// A part of what the path stands for.
    Part(Vec<String>, Scope),
    /// What is compared with the value of the path.
    Constant(Vec<String>, Scope),
    Event,
    /// The beginning of a value.
    Value(Scope),
    /// What may follow a value.
    Operator(Scope),
}

/// Whose names can stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Customer,
    /// Fields of the event whose `where` it is.
    Event(String),
    /// Fields of the table whose fallback it is; events and catalogs by name.
    Table(String),
}

/// The context of byte `at`, and where the word begins that is being typed there.
pub(super) fn context(text: &str, at: usize) -> (Context, usize) {
    let before = &text[..at];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let typed = before.rfind(|char: char| !char.is_alphanumeric() && char != '_');
    let word = typed.map_or(0, |end| {
        end + before[end..].chars().next().map_or(1, char::len_utf8)
    });
    if in_comment(before, line) {
        return (Context::Nothing, at);
    }
    if word == line {
        return (Context::Item, word);
    }
    let Some(item) = items(&before[..word]).last() else {
        return (Context::Nothing, word);
    };
    let all: Vec<Token> = tokens(&before[..word], item.start).collect();
    if let Some(open) = all.last().filter(|token| token.kind == Kind::UnclosedText) {
        let words = words(text, &all[..all.len() - 1]);
        let start = open.range.start;
        return (Place::of(&words, 1).inside_text(), start);
    }
    let on_line = all.iter().filter(|token| token.range.start >= line).count();
    let words = words(text, &all);
    (Place::of(&words, on_line).context(), word)
}

fn words<'a>(text: &'a str, tokens: &[Token]) -> Vec<&'a str> {
    tokens.iter().map(|token| token.of(text)).collect()
}

fn in_comment(before: &str, line: usize) -> bool {
    let last = tokens(before, line)
        .last()
        .map_or(line, |token| token.range.end);
    before[last..].contains('#')
}

/// The words of an item up to a place.
struct Place<'a> {
    words: &'a [&'a str],
    /// How many of them stand on its line.
    on_line: usize,
    /// Whether nothing stands before it on its line.
    is_first: bool,
    /// Braces that are open.
    depth: usize,
    scope: Scope,
}

impl<'a> Place<'a> {
    fn of(words: &'a [&'a str], on_line: usize) -> Self {
        let count = |mark: &str| words.iter().filter(|word| **word == mark).count();
        Self {
            on_line,
            is_first: on_line == 0,
            depth: count("{").saturating_sub(count("}")),
            scope: scope(words),
            words,
        }
    }

    /// The word so many before the place; the last is 0.
    fn back(&self, number: usize) -> &'a str {
        let index = self.words.len().checked_sub(number + 1);
        index.map_or("", |index| self.words[index])
    }

    fn keyword(&self) -> &'a str {
        self.words.first().copied().unwrap_or("")
    }

    fn inside_text(&self) -> Context {
        match self.back(0) {
            "show" | "shows" => Context::Template("blocks/"),
            "template" => Context::Template(""),
            _ => self.constant().unwrap_or(Context::Nothing),
        }
    }

    fn context(&self) -> Context {
        let last = self.back(0);
        if last == "." {
            return Context::Part(self.path(1), self.scope.clone());
        }
        if let Some(context) = self.clause().or_else(|| self.line_start()) {
            return context;
        }
        match (self.keyword(), last) {
            (_, "show" | "shows") => Context::Template("blocks/"),
            (_, "template") => Context::Template(""),
            ("campaign", "block") => Context::Block,
            (_, "in") => self.behind_in(),
            (_, "of") if self.back(1) == "count" => Context::Event,
            (_, "of") if matches!(self.back(1), "share" | "size") => Context::Crowd(true),
            (
                _,
                "total" | "average" | "smallest" | "largest" | "latest" | "first" | "frequent"
                | "distinct" | "no",
            ) => Context::Event,
            _ if is_number(last) => self.behind_number(),
            ("customer" | "event" | "catalog", _) if self.depth == 1 => self.in_table(),
            _ => self.constant().unwrap_or_else(|| self.value_or_operator()),
        }
    }

    /// What may follow in a campaign's `experiment`, `limit`, `send` or `utm`.
    fn clause(&self) -> Option<Context> {
        if self.keyword() != "campaign" {
            return None;
        }
        clause::context(self.words, self.depth, self.is_first)
    }

    /// What begins a line in braces.
    fn line_start(&self) -> Option<Context> {
        let begins = self.is_first || matches!(self.back(0), "{" | ",");
        match (self.keyword(), self.depth) {
            ("campaign", 1) if self.is_first || self.back(0) == "{" => Some(Context::Clause),
            ("campaign", 2) if self.back(0) == "{" => Some(Context::Arm),
            ("campaign", 2) if self.is_first && is_text(self.back(0)) => Some(Context::Arm),
            ("persona", 1) if begins && !self.in_expect() => Some(Context::PersonaLine),
            ("persona", 2) if begins => {
                let event = self.happening().unwrap_or("").to_owned();
                Some(Context::Part(vec![event], Scope::Customer))
            }
            _ => None,
        }
    }

    /// The event whose braces are open: `purchase 12 days ago {`, `purchase at 2026-03-01 {`.
    fn happening(&self) -> Option<&'a str> {
        let open = self.words.iter().rposition(|word| *word == "{")?;
        let words = &self.words[..open];
        let at = match words.last() {
            Some(&"ago") => open.checked_sub(4)?,
            _ => words
                .iter()
                .rposition(|word| *word == "at")?
                .checked_sub(1)?,
        };
        words.get(at).copied()
    }

    /// Whether the last line that was begun in a persona is an `expect`.
    fn in_expect(&self) -> bool {
        let expect = self.words.iter().rposition(|word| *word == "expect");
        let assigned = self
            .words
            .iter()
            .rposition(|word| matches!(*word, "{" | "}"));
        !self.is_first && expect > assigned
    }

    fn behind_in(&self) -> Context {
        let before = match self.back(1) {
            "not" => self.back(2),
            before => before,
        };
        let asks = matches!(
            before,
            "when" | "and" | "or" | "(" | "audience" | "expect" | "," | "where" | "then"
        );
        if asks {
            Context::Crowd(matches!(self.keyword(), "persona" | "expect"))
        } else {
            Context::Last
        }
    }

    fn behind_number(&self) -> Context {
        match self.back(1) {
            "last" | "within" => Context::Unit(false),
            "least" | "most" | "exactly" => Context::Event,
            "calendar" => Context::Nothing,
            _ if self.keyword() == "persona" && self.depth == 1 => Context::Unit(true),
            _ => Context::Operator(self.scope.clone()),
        }
    }

    fn in_table(&self) -> Context {
        let line = &self.words[self.words.len() - self.on_line..];
        let begin = line.iter().rposition(|word| matches!(*word, "{" | ","));
        let field = &line[begin.map_or(0, |at| at + 1)..];
        match (field, self.back(0)) {
            ([], _) => Context::Nothing,
            (_, "=" | "+" | "-" | "*" | "/") => Context::Value(self.scope.clone()),
            (field, _) if field.contains(&"=") => Context::Operator(self.scope.clone()),
            ([_], _) | (_, "of") => Context::Type,
            _ => Context::Mark,
        }
    }

    /// What a value may be compared with, right behind the comparison.
    fn constant(&self) -> Option<Context> {
        let compared = match (self.back(0), self.back(1), self.back(2)) {
            ("=" | "!=", _, _) => self.path(1),
            ("(", "in", "not") => self.path(3),
            ("(", "in", _) => self.path(2),
            (",", ..) => {
                let open = self.words.iter().rposition(|word| *word == "(")?;
                let behind = self.words.get(open..)?;
                if behind.contains(&")") || self.words.get(open.checked_sub(1)?) != Some(&"in") {
                    return None;
                }
                let place = Self::of(&self.words[..=open], 1);
                return place.constant();
            }
            _ => return None,
        };
        let is_definition = self.keyword() == "trait" && self.words.len() == 3;
        let known = !compared.is_empty() && !is_definition;
        known.then(|| Context::Constant(compared, self.scope.clone()))
    }

    fn value_or_operator(&self) -> Context {
        let last = self.back(0);
        let is_value = is_text(last)
            || matches!(
                last,
                ")" | "known" | "missing" | "days" | "hours" | "weeks" | "months"
            )
            || matches!(last, "years" | "minutes" | "otherwise" | "yes")
            || is_name(last);
        let named = matches!(
            self.keyword(),
            "trait" | "score" | "segment" | "group" | "campaign"
        );
        if named && self.words.len() < 2 || self.words.len() == 2 && self.keyword() == "persona" {
            Context::Nothing
        } else if is_value {
            Context::Operator(self.scope.clone())
        } else {
            Context::Value(self.scope.clone())
        }
    }

    /// The path that ends so many words before the place.
    fn path(&self, skipped: usize) -> Vec<String> {
        let mut names = Vec::new();
        let mut at = skipped;
        while is_name(self.back(at)) {
            names.push(self.back(at).to_owned());
            if self.back(at + 1) != "." {
                break;
            }
            at += 2;
        }
        names.reverse();
        names
    }
}

/// Whose fields stand at the end of `words`: a `where` reaches up to a window, or out of its
/// parentheses.
fn scope(words: &[&str]) -> Scope {
    let mut scopes = vec![match words {
        [keyword @ ("customer" | "event" | "catalog"), name, ..] => {
            let is_customer = *keyword == "customer";
            let name = if is_customer { keyword } else { name };
            Scope::Table((*name).to_owned())
        }
        _ => Scope::Customer,
    }];
    for (at, word) in words.iter().enumerate() {
        let Some(current) = scopes.last_mut() else {
            return Scope::Customer;
        };
        match *word {
            "where" => {
                let place = Place {
                    words: &words[..at],
                    on_line: 1,
                    is_first: false,
                    depth: 0,
                    scope: Scope::Customer,
                };
                // behind an event, or behind the field of one that is measured
                let path = place.path(0);
                if let Some(event) = path.first() {
                    *current = Scope::Event(event.clone());
                }
            }
            "last" | "when" | "then" | "otherwise" | "show" | "counting" => {
                if matches!(current, Scope::Event(_)) {
                    *current = Scope::Customer;
                }
            }
            "(" => {
                let inner = current.clone();
                scopes.push(inner);
            }
            ")" if scopes.len() > 1 => {
                scopes.pop();
            }
            _ => {}
        }
    }
    scopes.pop().unwrap_or(Scope::Customer)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

fn is_text(word: &str) -> bool {
    word.starts_with('"')
}

fn is_name(word: &str) -> bool {
    use crate::rules::token::RESERVED;
    let begins = word.starts_with(|first: char| first.is_alphabetic() || first == '_');
    begins && !RESERVED.contains(&word)
}

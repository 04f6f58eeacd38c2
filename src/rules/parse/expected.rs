//! pest's error → what a person expected to read: the names of the grammar's rules.

use std::ops::Range;

use pest::error::{Error, ErrorVariant, InputLocation};

use super::Rule;
use super::slip::{self, Slip};
use crate::rules::problem::Problem;
use crate::rules::token::{self, Kind, RESERVED, Token, tokens};

/// What is wrong with an item's text, and where in it.
pub(super) struct Fault {
    pub(super) problem: Problem,
    pub(super) range: Range<usize>,
    pub(super) note: Option<(Range<usize>, &'static str)>,
}

pub(super) fn explain(text: &str, error: &Error<Rule>) -> Fault {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rules = match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives.as_slice(),
        // pest gave up on its own limit of stack
        ErrorVariant::CustomError { .. } => &[Rule::deeper],
    };
    let found = token::next(text, at);
    let open = innermost_open(text, at);
    let range = found
        .as_ref()
        .map_or(text.len()..text.len(), |token| token.range.clone());
    let fault = |problem, range| Fault {
        problem,
        range,
        note: None,
    };
    if rules.contains(&Rule::deeper)
        || found
            .as_ref()
            .is_some_and(|token| too_deep(token.of(text), rules))
    {
        return fault(Problem::TooNested, range);
    }
    match (&found, open) {
        (Some(token), _) if token.kind == Kind::UnclosedText => {
            return fault(Problem::UnclosedText, range);
        }
        (None, Some(mark)) => {
            let open = mark.of(text).chars().next().unwrap_or('{');
            return fault(Problem::Unclosed { open }, mark.range);
        }
        _ => {}
    }
    unexpected(text, at, rules, found.as_ref(), range)
}

/// Whether a value is missing where one begins: then only the nesting can be at fault.
fn too_deep(found: &str, rules: &[Rule]) -> bool {
    let value = rules
        .iter()
        .any(|rule| names(*rule, "").contains(&"a value"));
    let letters = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let name = found.trim_start_matches(|char: char| char.is_ascii_digit()) == found
        && found.chars().all(letters)
        && !RESERVED.contains(&found);
    value && (name || ["(", "case", "yes", "no"].contains(&found))
}

fn unexpected(
    text: &str,
    at: usize,
    rules: &[Rule],
    found: Option<&Token>,
    range: Range<usize>,
) -> Fault {
    let item = tokens(text, 0).next();
    let item = item.as_ref().map_or("item", |keyword| keyword.of(text));
    let item = if item == "expect" {
        "expectation"
    } else {
        item
    };
    let before = previous(text, at);
    let expected = expectations(rules, item, before);
    let closes = |mark: &Token| mark.of(text) == "(" && rules.contains(&Rule::close_paren);
    let note = innermost_open(text, at).filter(closes);
    let all: Vec<Token> = tokens(text, 0).collect();
    let open = innermost_open(text, at).is_some();
    let hints = slip::hints(&Slip::around(text, &all, found, &expected, open));
    let found = match found {
        Some(token) => format!("`{}`", token.of(text)),
        None => format!("the end of the {item}"),
    };
    Fault {
        problem: Problem::Unexpected {
            expected,
            found,
            hints,
        },
        range,
        note: note.map(|mark| (mark.range, "opened here")),
    }
}

/// The last token that ends at or before byte `at`.
fn previous(text: &str, at: usize) -> &str {
    let before = tokens(text, 0).take_while(|token| token.range.end <= at);
    before
        .last()
        .map_or("", |token| text.get(token.range).unwrap_or(""))
}

/// The bracket that is open at byte `at`.
fn innermost_open(text: &str, at: usize) -> Option<Token> {
    let mut open = Vec::new();
    for token in tokens(text, 0).take_while(|token| token.range.end <= at) {
        match token.of(text) {
            "{" | "(" => open.push(token),
            "}" | ")" => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// What `rules` are called, each once, closing marks and the end last.
fn expectations(rules: &[Rule], item: &str, before: &str) -> Vec<String> {
    let mut expected: Vec<String> = Vec::new();
    for rule in rules {
        for name in names(*rule, before) {
            if !expected.iter().any(|known| known == name) {
                expected.push((*name).to_owned());
            }
        }
    }
    expected.sort_by_key(|name| match name.as_str() {
        "an operator" => 0,
        "`}`" | "`)`" => 2,
        _ => 1,
    });
    if rules.contains(&Rule::EOI) {
        expected.push(format!("the end of the {item}"));
    }
    expected
}

/// What a person calls `rule`; nothing for what would only be noise.
fn names(rule: Rule, before: &str) -> &'static [&'static str] {
    match rule {
        Rule::condition
        | Rule::filter_condition
        | Rule::comparison
        | Rule::filter_comparison
        | Rule::value => match before {
            "when" | "where" | "and" | "or" | "not" | "audience" => &["a condition"],
            _ => &["a value"],
        },
        Rule::sum | Rule::operand => &["a value"],
        Rule::name
        | Rule::part
        | Rule::event_name
        | Rule::dated_event
        | Rule::path
        | Rule::segment_path => &["a name"],
        Rule::logical
        | Rule::comparator
        | Rule::relation
        | Rule::arithmetic
        | Rule::in_last
        | Rule::since
        | Rule::window
        | Rule::within
        | Rule::followed
        | Rule::filter
        | Rule::k_where
        | Rule::k_since
        | Rule::k_in => &["an operator"],
        Rule::open_paren | Rule::list => &["a list in parentheses"],
        Rule::string | Rule::title => &["a text in quotes"],
        Rule::number | Rule::share | Rule::ago | Rule::span => &["a number"],
        Rule::moment => &["a date"],
        Rule::unit => &["a unit of time"],
        Rule::declared | Rule::type_name | Rule::type_word => &["a type"],
        Rule::clause => &["a clause"],
        Rule::content_arm | Rule::block_arm | Rule::member => &["`when`", "`otherwise`"],
        Rule::claim => &["`share of`", "`size of`", "`no overlap between`"],
        Rule::limit | Rule::limit_word => &["`below`", "`above`", "`at least`", "`at most`"],
        Rule::open_brace | Rule::fields => &["`{`"],
        _ => mark_or_keyword(rule),
    }
}

fn mark_or_keyword(rule: Rule) -> &'static [&'static str] {
    match rule {
        Rule::close_brace => &["`}`"],
        Rule::close_paren => &["`)`"],
        Rule::assign => &["`=`"],
        Rule::and => &["`and`"],
        Rule::k_from => &["`from`"],
        Rule::k_full_at => &["`full at`"],
        Rule::k_show | Rule::show => &["`show`"],
        Rule::k_ago => &["`ago`"],
        Rule::k_at | Rule::at_moment | Rule::send_at => &["`at`"],
        Rule::k_shows => &["`shows`"],
        Rule::k_when | Rule::case_arm => &["`when`"],
        Rule::k_then => &["`then`"],
        Rule::k_otherwise => &["`otherwise`"],
        Rule::k_of => &["`of`"],
        Rule::k_distinct => &["`distinct`"],
        Rule::k_default => &["`default`"],
        Rule::k_overlap => &["`overlap between`"],
        Rule::k_between => &["`between`"],
        Rule::k_last => &["`last`"],
        Rule::k_known => &["`known`"],
        Rule::k_missing => &["`missing`"],
        Rule::k_within => &["`within`"],
        Rule::k_by => &["`by`"],
        Rule::percent => &["`%`"],
        Rule::k_split | Rule::split => &["`split`"],
        Rule::k_holdout => &["`holdout`"],
        Rule::k_not_between | Rule::quiet => &["`not between`"],
        Rule::time_of_day => &["a time of day"],
        Rule::customer_time => &["`customer time`"],
        Rule::utm_key | Rule::utm_part => {
            &["`source`", "`medium`", "`campaign`", "`term`", "`content`"]
        }
        Rule::k_per | Rule::per => &["`per`"],
        _ => &[],
    }
}

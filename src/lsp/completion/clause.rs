//! The clauses of a campaign, and the words that may follow inside of them.

use super::context::Context;

/// Each clause, and what is written of it where the editor fills in gaps.
pub(super) const CLAUSES: &[(&str, Option<&str>)] = &[
    ("audience", None),
    ("template", None),
    ("from", None),
    ("subject", None),
    ("preheader", None),
    ("block", None),
    (
        "experiment",
        Some("experiment ${1:name} { split ${2:50}% \"${3:A}\", ${4:50}% \"${5:B}\" }"),
    ),
    ("limit", Some("limit ${1:1} per ${2:7 days}")),
    ("send", Some("send at ${1:09:00} customer time")),
    (
        "utm",
        Some("utm source \"${1:newsletter}\", medium \"${2:email}\", campaign \"${3:name}\""),
    ),
];

/// What `utm` can add to links.
const UTM: &[&str] = &["source", "medium", "campaign", "term", "content"];

/// What may follow in an `experiment`, `limit`, `send` or `utm` that is under way; none where it is
/// another clause, or a new one may begin.
pub(super) fn context(words: &[&str], depth: usize, is_first: bool) -> Option<Context> {
    let begins = words.iter().rposition(|word| is_clause(word))?;
    let clause = &words[begins..];
    if depth == 1 && is_first && clause.last() != Some(&",") {
        return None;
    }
    match (clause[0], depth) {
        ("experiment", 1 | 2) => Some(in_experiment(clause)),
        ("limit", 1) => Some(in_limit(clause)),
        ("send", 1) => Some(in_send(clause)),
        ("utm", 1) => Some(match clause.last() {
            Some(&("utm" | ",")) => Context::Words(UTM),
            _ => Context::Nothing,
        }),
        _ => None,
    }
}

fn is_clause(word: &str) -> bool {
    CLAUSES.iter().any(|(clause, _)| *clause == word)
}

fn in_experiment(clause: &[&str]) -> Context {
    match clause {
        [.., "{"] => Context::Words(&["split"]),
        [.., "split" | ","] => Context::Words(&["holdout"]),
        _ => Context::Nothing,
    }
}

fn in_limit(clause: &[&str]) -> Context {
    match clause {
        [_, _] => Context::Words(&["per"]),
        [.., "per"] => Context::Words(&["day", "week", "month", "year"]),
        [.., "per", _] if is_number(clause) => Context::Unit(false),
        [.., "across"] => Context::Across,
        [_] | [.., "across", _] => Context::Nothing,
        _ => Context::Words(&["across"]),
    }
}

fn in_send(clause: &[&str]) -> Context {
    match clause {
        [_] => Context::Words(&["at", "not between"]),
        [.., ","] => Context::Words(&["not between"]),
        [.., "not"] => Context::Words(&["between"]),
        [.., "customer"] => Context::Words(&["time"]),
        // a time of day is three tokens
        [_, "at", _, ":", _] => Context::Words(&["customer time"]),
        [.., "between", _, ":", _] => Context::Words(&["and"]),
        _ => Context::Nothing,
    }
}

fn is_number(clause: &[&str]) -> bool {
    clause
        .last()
        .is_some_and(|word| word.starts_with(|first: char| first.is_ascii_digit()))
}

//! Clauses and the events behind them, for people.

use std::collections::HashSet;

use super::page::Page;
use crate::explain::{Clause, ClauseKind, Evidence, Seen};

/// A clause's text up to which those beside it are lined up.
const LINED_UP: usize = 40;

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// A line for each clause.
    Brief,
    /// Events one by one, and where clauses are written.
    Full,
}

/// Draws clauses; what was told once is not told again.
pub(super) struct Clauses {
    pub(super) page: Page,
    pub(super) detail: Detail,
    told: HashSet<String>,
}

impl Clauses {
    pub(super) fn new(detail: Detail) -> Self {
        Self {
            page: Page::default(),
            detail,
            told: HashSet::new(),
        }
    }

    /// A clause and what it is made of.
    pub(super) fn clause(&mut self, clause: &Clause, depth: usize) {
        self.clause_at(clause, depth, 0);
    }

    fn clause_at(&mut self, clause: &Clause, depth: usize, column: usize) {
        let (parts, words) = opened(clause);
        let told = self.told_before(clause);
        let said = match clause.kind {
            ClauseKind::All | ClauseKind::Any => words.to_owned(),
            _ if parts.len() > 1 && !told => format!("{}: {words}", clause.text),
            _ => clause.text.clone(),
        };
        let aside = match saw(clause, self.detail) {
            nothing if told && nothing.is_empty() => "see above".to_owned(),
            saw => saw,
        };
        self.page
            .padded(depth, Some(clause.holds), &said, column, &aside);
        if told {
            return;
        }
        self.parts(parts, depth + 1);
        if self.detail == Detail::Full {
            self.events(clause, depth + 1);
        }
    }

    /// What a heading says of the condition below it: `all of` its parts, or nothing.
    pub(super) fn joined(clause: &Clause) -> &'static str {
        match clause.kind {
            ClauseKind::All => ": all of",
            ClauseKind::Any => ": any of",
            _ => "",
        }
    }

    /// The same as a line of its own.
    pub(super) fn must_hold(clause: &Clause) -> &'static str {
        match clause.kind {
            ClauseKind::All => "all of these must hold",
            ClauseKind::Any => "one of these must hold",
            _ => "this must hold",
        }
    }

    /// A condition whose heading has said how it follows from its parts.
    pub(super) fn below(&mut self, clause: &Clause, depth: usize) {
        match clause.kind {
            ClauseKind::All | ClauseKind::Any => self.parts(&clause.parts, depth),
            _ => self.clause(clause, depth),
        }
    }

    /// Clauses side by side, what they saw lined up.
    pub(super) fn parts(&mut self, parts: &[Clause], depth: usize) {
        let lengths = parts.iter().map(|part| part.text.chars().count());
        let column = lengths.filter(|length| *length <= LINED_UP).max();
        for part in parts {
            self.clause_at(part, depth, column.unwrap_or_default());
        }
    }

    /// What a segment or member is made of is told once; briefly, that of members is not told.
    fn told_before(&mut self, clause: &Clause) -> bool {
        let asked = match (clause.kind, clause.parts.as_slice()) {
            (ClauseKind::Not, [one]) => one,
            _ => clause,
        };
        match (asked.kind, self.detail) {
            (ClauseKind::Member, Detail::Brief) => true,
            (ClauseKind::Member | ClauseKind::Segment, Detail::Full) => {
                let decides = asked.parts.iter().map(|part| part.place.clone());
                let decides: Vec<String> = decides.map(|at| format!("{at:?}")).collect();
                !self.told.insert(decides.join(" "))
            }
            _ => false,
        }
    }

    /// The events of a clause one by one; those of a trait once.
    fn events(&mut self, clause: &Clause, depth: usize) {
        let alone = clause.events.len() == 1;
        for evidence in &clause.events {
            self.evidence(evidence, alone, wants_more(clause), depth);
        }
    }

    pub(super) fn evidence(
        &mut self,
        evidence: &Evidence,
        alone: bool,
        missed: bool,
        depth: usize,
    ) {
        let events = evidence.events.iter().map(|event| event.at.to_string());
        let events: Vec<String> = events.collect();
        if !self
            .told
            .insert(format!("{} {}", evidence.which, events.join(" ")))
        {
            return;
        }
        let mut depth = depth;
        let of = evidence.of.as_ref();
        if of.is_some() || !alone {
            let of = of.map(|of| format!("{of}: ")).unwrap_or_default();
            let summary = summary(evidence, missed);
            let heading = format!("{of}{} – {summary}", evidence.which);
            self.page.aside(depth, &heading);
            depth += 1;
        }
        for event in &evidence.events {
            let fields = event.fields.iter().map(|seen| {
                let Seen { name, shown, .. } = seen;
                format!("{name} {shown}")
            });
            let fields = fields.collect::<Vec<_>>().join(", ");
            let line = format!("{}  {fields}", event.shown);
            self.page.aside(depth, line.trim_end());
        }
        let more = evidence.counted - evidence.events.len();
        if more > 0 {
            self.page.aside(depth, &format!("and {more} more"));
        }
    }
}

/// The parts that are worth a line each, and in which way they decide.
fn opened(clause: &Clause) -> (&[Clause], &'static str) {
    match (clause.kind, clause.parts.as_slice()) {
        (ClauseKind::All, parts) => (parts, "all of"),
        (ClauseKind::Any, parts) => (parts, "any of"),
        // `not in vip` is told by what `vip` is made of.
        (ClauseKind::Not, [one]) if one.text == clause.text || one.kind == ClauseKind::Member => {
            opened(one)
        }
        (ClauseKind::Segment, [one]) if joins(one) => opened(one),
        (ClauseKind::Member, [one]) if joins(one) && clause.decided_by == clause.name => {
            opened(one)
        }
        (_, parts) => (parts, ""),
    }
}

fn joins(clause: &Clause) -> bool {
    matches!(clause.kind, ClauseKind::All | ClauseKind::Any)
}

/// What a clause saw, in words.
fn saw(clause: &Clause, detail: Detail) -> String {
    if let (ClauseKind::Not, [member]) = (clause.kind, clause.parts.as_slice())
        && member.kind == ClauseKind::Member
    {
        return saw(member, detail);
    }
    let direct = clause.events.iter();
    let direct: Vec<&Evidence> = direct.filter(|evidence| evidence.of.is_none()).collect();
    let whole = clause.saw.iter().all(|seen| seen.name == clause.text);
    let missed = wants_more(clause);
    let mut words = match direct.as_slice() {
        // `at least 2 visit …`: the number is in the summary.
        [evidence] if whole => vec![summary(evidence, missed)],
        _ => values(clause),
    };
    // Told one by one, they have headings of their own.
    if direct.len() > 1 && detail == Detail::Brief {
        let summaries = direct.iter().map(|evidence| {
            let summary = summary(evidence, false);
            format!("{}: {summary}", evidence.which)
        });
        words.extend(summaries);
    }
    words.extend(clause.note.clone());
    let between = if clause.kind == ClauseKind::Member {
        ", "
    } else {
        "; "
    };
    words.join(between)
}

/// The values at the leaves of a clause.
fn values(clause: &Clause) -> Vec<String> {
    let words = clause.saw.iter().map(|Seen { name, shown, .. }| {
        if *name == clause.text {
            shown.clone()
        } else {
            format!("{name} is {shown}")
        }
    });
    // `state is missing` needs no word more.
    words.filter(|words| *words != clause.text).collect()
}

/// Whether an event more could have made a difference.
fn wants_more(clause: &Clause) -> bool {
    let none = clause.text.starts_with("no ") || clause.text.starts_with("at most ");
    !clause.holds && !none
}

/// `3 visit events, the latest 2 days ago`
pub(super) fn summary(evidence: &Evidence, missed: bool) -> String {
    let event = &evidence.event;
    let mut words = match (evidence.counted, evidence.events.as_slice()) {
        (0, _) if evidence.missed.is_empty() => format!("no {event} event at all"),
        (0, _) => "none".to_owned(),
        (1, [one, ..]) => format!("1 {event} event, {}", one.ago),
        (count, [one, ..]) => format!("{count} {event} events, the latest {}", one.ago),
        (count, []) => format!("{count} {event} events"),
    };
    if missed || evidence.counted == 0 {
        for miss in &evidence.missed {
            words.push_str("; ");
            words.push_str(&miss.shown);
        }
    }
    words
}

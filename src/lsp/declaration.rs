//! What the rules declare, as an editor tells it.

use std::fmt::Write;

use super::analysis::Analysis;
use crate::model::{Fact, Field, Model};
use crate::rules::ast::{self, Clause, Item, Name, Table};
use crate::rules::items;
use crate::source::{Source, Span};

/// Something that has a name.
pub(super) struct Declaration<'a> {
    pub(super) name: &'a Name,
    pub(super) kind: Kind<'a>,
}

/// What it is, and inside of what.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    /// With the keyword it begins with.
    Item(&'a str),
    Field(&'a ast::Field),
    Member,
    Block,
    Experiment,
}

/// Everything that `items` declare, in order.
pub(super) fn declarations(items: &[Item]) -> Vec<Declaration<'_>> {
    let mut all = Vec::new();
    for item in items {
        let (keyword, name) = match item {
            Item::Customer(one) => ("customer", &one.name),
            Item::Event(one) => ("event", &one.name),
            Item::Catalog(one) => ("catalog", &one.name),
            Item::Trait(one) => ("trait", &one.name),
            Item::Score(one) => ("score", &one.name),
            Item::Segment(one) => ("segment", &one.name),
            Item::Group(one) => ("group", &one.name),
            Item::Campaign(one) => ("campaign", &one.name),
            Item::Persona(one) => ("persona", &one.name),
            Item::Broken(one) => (one.keyword.as_str(), &one.name),
            Item::Expect(_) => continue,
        };
        all.push(Declaration {
            name,
            kind: Kind::Item(keyword),
        });
        match item {
            Item::Customer(table) | Item::Event(table) | Item::Catalog(table) => {
                all.extend(fields(table));
            }
            Item::Group(group) => all.extend(group.members.iter().map(|member| Declaration {
                name: &member.name,
                kind: Kind::Member,
            })),
            Item::Campaign(campaign) => {
                all.extend(campaign.clauses.iter().filter_map(named));
            }
            _ => {}
        }
    }
    all
}

/// The clauses that have a name.
fn named(clause: &Clause) -> Option<Declaration<'_>> {
    let (name, kind) = match clause {
        Clause::Block(name, _) => (name, Kind::Block),
        Clause::Experiment(one) => (&one.name, Kind::Experiment),
        _ => return None,
    };
    Some(Declaration { name, kind })
}

fn fields(table: &Table) -> impl Iterator<Item = Declaration<'_>> {
    table.fields.iter().map(|field| Declaration {
        name: &field.name,
        kind: Kind::Field(field),
    })
}

impl Declaration<'_> {
    /// Its text, what stands in the comments beside it, its type, and its file, as Markdown.
    pub(super) fn told(&self, analysis: &Analysis, model: &Model) -> String {
        let source = analysis.log.sources.get(self.name.span.source);
        let at = self.name.span.start as usize;
        let mut told = format!("```seg\n{}\n```\n", self.text(source));
        let comments = [above(&source.text, at), self.behind(&source.text)];
        for comment in comments.into_iter().flatten() {
            let _ = write!(told, "\n{comment}\n");
        }
        let kind = self.kind(model);
        let _ = write!(
            told,
            "\n{kind}{}`{}`",
            if kind.is_empty() { "" } else { ", in " },
            source.path
        );
        told
    }

    /// The declaration as it is written; of campaigns and personas the first line.
    fn text<'s>(&self, source: &'s Source) -> &'s str {
        let text = &source.text;
        let at = self.name.span.start as usize;
        match self.kind {
            Kind::Item(keyword) if !matches!(keyword, "campaign" | "persona") => {
                let whole = items(text).find(|range| range.contains(&at));
                whole.and_then(|range| text.get(range)).unwrap_or("")
            }
            Kind::Field(field) => text.get(at..end(field, text)).unwrap_or(""),
            Kind::Item(_) | Kind::Member | Kind::Block | Kind::Experiment => line(text, at),
        }
    }

    /// The comment on the line of a field.
    fn behind(&self, text: &str) -> Option<String> {
        let Kind::Field(field) = self.kind else {
            return None;
        };
        let rest = text.get(end(field, text)..)?.lines().next()?;
        let (between, comment) = rest.split_once('#')?;
        let is_last = between.trim_matches([' ', '\t', ',']).is_empty();
        is_last.then(|| comment.trim().to_owned())
    }

    fn kind(&self, model: &Model) -> String {
        let span = self.name.span;
        match self.kind {
            Kind::Field(_) => field_at(model, span).map_or_else(String::new, told_field),
            Kind::Item("trait") => {
                let facts = model.facts.iter().filter(|fact| fact.span == span);
                facts.map(told_fact).collect::<Vec<_>>().join(", ")
            }
            Kind::Item(_) | Kind::Member | Kind::Block | Kind::Experiment => String::new(),
        }
    }
}

/// The field that is declared at `span`.
pub(super) fn field_at(model: &Model, span: Span) -> Option<&Field> {
    let tables = model.events.iter().chain(&model.catalogs);
    let tables = std::iter::once(&model.customer).chain(tables);
    let mut fields = tables.flat_map(|table| &table.fields);
    fields.find(|field| field.span == span && field.name != "at")
}

/// `text, may be missing, personal data`
pub(super) fn told_field(field: &Field) -> String {
    let mut told = field.ty.to_string();
    for (holds, words) in [
        (field.optional, ", may be missing"),
        (field.pii, ", personal data"),
        (field.consent, ", nobody without it gets mail"),
    ] {
        told.push_str(if holds { words } else { "" });
    }
    told
}

/// `number`, or of a part `.recency number`
pub(super) fn told_fact(fact: &Fact) -> String {
    let part = fact.name.split_once('.');
    let part = part.map_or(String::new(), |(_, part)| format!("`.{part}` "));
    let missing = if fact.value.optional {
        ", may be missing"
    } else {
        ""
    };
    format!("{part}{}{missing}", fact.value.ty)
}

/// Where a field ends, its type, marks and value included.
fn end(field: &ast::Field, text: &str) -> usize {
    let mark = field.marks.last().map(|mark| mark.span);
    let last = field.value.as_ref().map(|value| value.span).or(mark);
    let end = last.unwrap_or(field.ty.span).end as usize;
    let rest = text.get(end..).unwrap_or("");
    let asks = last.is_none() && field.optional;
    let mark = rest.find('?').filter(|_| asks);
    mark.map_or(end, |at| end + at + 1)
}

/// The line around byte `at`, without the white space around it.
fn line(text: &str, at: usize) -> &str {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    text[start..].lines().next().unwrap_or("").trim()
}

/// The lines of comment directly above the line of byte `at`.
fn above(text: &str, at: usize) -> Option<String> {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let lines = text[..start].lines().rev();
    let comments = lines.map_while(|line| line.trim().strip_prefix('#'));
    let mut comments: Vec<&str> = comments.map(str::trim).collect();
    comments.reverse();
    (!comments.is_empty()).then(|| comments.join("\n"))
}

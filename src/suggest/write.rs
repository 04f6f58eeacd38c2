//! A persona as text.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Input;
use super::disguise::follows;
use super::shape::Draft;
use crate::diagnostic::Diagnostics;
use crate::evaluate::Clock;
use crate::model::{Bound, Field, Literal, Moment, PersonaEvent, Unit};
use crate::rules::format;
use crate::schema::from_day;
use crate::source::{Sources, Span};

/// The persona in the one style, with what it reaches above it and as expectations inside.
pub(super) fn text(draft: &Draft, points: &[usize], input: &Input, sources: &Sources) -> String {
    let all = input.coverage.points();
    let mut text = String::from(
        "# Made of a customer, with invented personal data. No other persona reaches:\n",
    );
    for &point in points {
        let point = &all[point];
        let _ = writeln!(text, "#   {} ({})", point.what, place(point.span, sources));
    }
    for (point, why) in &draft.losses {
        let what = &all[*point].what;
        let _ = writeln!(
            text,
            "# Unlike the customer, it does not reach {what}: that {why}."
        );
    }
    let persona = &draft.persona;
    let title = points.first().map_or("", |&point| all[point].what.as_str());
    let _ = writeln!(
        text,
        "persona {} {} {{",
        persona.name,
        quoted(&format!("Suggested: {title}"))
    );
    let writer = Writer {
        digits: usize::from(input.workspace.project.currency.digits),
        clock: input.clock,
    };
    let model = &input.workspace.model;
    let fields = model.customer.fields.iter().zip(&persona.fields);
    let said = fields.filter(|(field, value)| **value != follows(field, &persona.name));
    let said = said.filter_map(|(field, value)| writer.assigned(field, value.as_ref()));
    let arms = persona.arms.iter().map(|(experiment, arm)| {
        let arm = arm.as_ref().map(|arm| writer.literal(arm));
        let name = &model.facts[*experiment].name;
        format!("{name} = {}", arm.as_deref().unwrap_or("holdout"))
    });
    let said: Vec<String> = said.chain(arms).collect();
    let _ = writeln!(text, "{}\n", said.join(", "));
    for event in &persona.events {
        let table = &model.events[event.event];
        let _ = writeln!(
            text,
            "{} {}",
            table.name,
            writer.event(event, &table.fields)
        );
    }
    let expected = points.iter().filter_map(|&point| all[point].expect.clone());
    let mut expected: Vec<String> = expected.collect();
    let mut seen = BTreeSet::new();
    expected.retain(|one| seen.insert(one.clone()));
    if !expected.is_empty() {
        let _ = writeln!(text, "\nexpect {}", expected.join(", "));
    }
    text.push_str("}\n");
    formatted(text)
}

fn place(span: Span, sources: &Sources) -> String {
    let (line, _) = sources.position(span);
    format!("{}:{line}", sources.get(span.source).path)
}

fn formatted(text: String) -> String {
    let mut sources = Sources::default();
    let id = sources.add("suggestion", text.as_str());
    format(id, &sources, &mut Diagnostics::default()).unwrap_or(text)
}

struct Writer<'a> {
    /// Of an amount behind the point.
    digits: usize,
    clock: &'a Clock,
}

impl Writer<'_> {
    fn assigned(&self, field: &Field, value: Option<&Literal>) -> Option<String> {
        Some(format!("{} = {}", field.name, self.literal(value?)))
    }

    fn event(&self, event: &PersonaEvent, fields: &[Field]) -> String {
        let fields = fields.iter().zip(&event.fields);
        let fields = fields.filter_map(|(field, value)| self.assigned(field, value.as_ref()));
        let fields: Vec<String> = fields.collect();
        format!("{} {{ {} }}", self.moment(event.at), fields.join(", "))
    }

    fn moment(&self, at: Moment) -> String {
        match at {
            Moment::Ago(count, unit) => format!("{count} {} ago", unit_name(unit)),
            Moment::At(Bound::Day(_)) => format!("at {}", time(self.clock.moment(at))),
            Moment::At(Bound::Moment(moment)) => format!("at {}", time(moment)),
        }
    }

    fn literal(&self, value: &Literal) -> String {
        match value {
            Literal::Text(text) => quoted(text),
            Literal::Number(number) => number.to_string(),
            Literal::Money(minor) => {
                let unit = 10_i64.pow(self.digits as u32);
                let (sign, minor) = (if *minor < 0 { "-" } else { "" }, minor.unsigned_abs());
                let (whole, rest) = (minor / unit.unsigned_abs(), minor % unit.unsigned_abs());
                match self.digits {
                    0 => format!("{sign}{whole}"),
                    digits => format!("{sign}{whole}.{rest:0digits$}"),
                }
            }
            Literal::YesNo(value) => if *value { "yes" } else { "no" }.to_owned(),
            Literal::Date(day) => from_day(*day)
                .map(|day| day.to_string())
                .unwrap_or_default(),
            Literal::Time(moment) => time(*moment),
            Literal::Duration(length) => format!("{} minutes", length / 60_000_000),
            Literal::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.literal(item)).collect();
                format!("({})", items.join(", "))
            }
        }
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "minutes",
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::Years => "years",
    }
}

fn time(moment: i64) -> String {
    jiff::Timestamp::from_microsecond(moment)
        .map(|moment| moment.to_string())
        .unwrap_or_default()
}

fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace('\n', "\\n"))
}

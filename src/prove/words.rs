//! Subjects, values and made-up customers in words.

use jiff::Timestamp;

use super::formula::{NodeId, SubjectId};
use super::scale::{Scale, is_endless};
use super::solve::{Verdict, World};
use super::state::State;
use super::subject::{Subject, Telling};
use super::translate::{Scope, Want};
use super::values::{Known, Values};
use super::window::{DAY, HOUR};
use super::{Prover, Somebody};
use crate::evaluate::unsortable;
use crate::model::{Bound, Comparison, Expr, ExprKind, Literal, Window};
use crate::rules::ast::{Direction, Function};
use crate::schema::from_day;
use crate::source::Span;

/// At most so many values are told of a made-up customer.
const TOLD: usize = 4;
/// Longer quotations are cut.
const QUOTED: usize = 60;

impl Prover<'_> {
    /// What is written there, on one line and not long.
    pub(super) fn quote(&self, span: Span) -> String {
        // What a clause of a campaign asks for is not written as a condition.
        if let Some(wording) = self.model.wordings.get(&span) {
            return wording.clone();
        }
        let words: Vec<&str> = self.sources.slice(span).split_whitespace().collect();
        let text = words.join(" ");
        if text.chars().count() <= QUOTED {
            return text;
        }
        let cut: String = text.chars().take(QUOTED - 1).collect();
        format!("{}…", cut.trim_end())
    }

    /// How the values of an expression are told.
    pub(super) fn told(&self, expr: &Expr, scope: Scope) -> Telling {
        if let Some(fact) = self.naming {
            return Telling::Named(self.model.facts[fact].name.clone());
        }
        let inner = |expr: &Expr| match self.told(expr, scope) {
            Telling::Named(name) => Some(name),
            _ => None,
        };
        let name = match &expr.kind {
            ExprKind::Field(field) => Some(match scope {
                Scope::Customer => self.model.customer.fields[*field].name.clone(),
                Scope::Row(event) => self.model.events[event].fields[*field].name.clone(),
            }),
            ExprKind::Fact(fact) => Some(self.model.facts[*fact].name.clone()),
            ExprKind::Aggregate(aggregate) => Some(self.told_aggregate(*aggregate)),
            ExprKind::Lookup {
                catalog,
                field,
                key,
            } => inner(key).map(|key| {
                let field = &self.model.catalogs[*catalog].fields[*field].name;
                format!("{key}.{field}")
            }),
            ExprKind::DateOf(of) | ExprKind::StartOf(of) => inner(of),
            ExprKind::Elapsed(unit, direction, of) => inner(of).map(|of| {
                let direction = match direction {
                    Direction::Since => "since",
                    Direction::Until => "until",
                };
                format!("{} {direction} {of}", format!("{unit:?}").to_lowercase())
            }),
            ExprKind::Arithmetic(..) => Some(self.quote(expr.span)),
            _ => None,
        };
        name.map_or(Telling::Hidden, Telling::Named)
    }

    fn told_aggregate(&self, index: usize) -> String {
        let one = &self.model.aggregates[index];
        let function = match one.function {
            Function::Count => "count of",
            Function::CountDistinct => "count of distinct",
            Function::Total => "total",
            Function::Average => "average",
            Function::Smallest => "smallest",
            Function::Largest => "largest",
            Function::Latest => "latest",
            Function::First => "first",
            Function::MostFrequent => "most frequent",
            Function::Distinct => "distinct",
        };
        let event = &self.model.events[one.event].name;
        let mut text = format!("{function} {event}");
        if let Some(value) = &one.value
            && let Telling::Named(name) = self.told_row(value, one.event)
        {
            text = format!("{text}.{name}");
        }
        if let Some(window) = &one.window {
            text = format!("{text} {}", told_window(window));
        }
        // behind the window, or the filter would seem to go on
        match &one.filter {
            Some(filter) => format!("{text} where {}", self.quote(filter.span)),
            None => text,
        }
    }

    fn told_row(&self, expr: &Expr, event: usize) -> Telling {
        match &expr.kind {
            ExprKind::Field(field) => {
                Telling::Named(self.model.events[event].fields[*field].name.clone())
            }
            ExprKind::Lookup {
                catalog,
                field,
                key,
            } => match self.told_row(key, event) {
                Telling::Named(key) => {
                    let field = &self.model.catalogs[*catalog].fields[*field].name;
                    Telling::Named(format!("{key}.{field}"))
                }
                other => other,
            },
            _ => Telling::Hidden,
        }
    }

    pub(super) fn told_item(&self, list: &Expr, item: &Literal, scope: Scope) -> Telling {
        match (self.told(list, scope), item) {
            (Telling::Named(list), Literal::Text(text)) => {
                Telling::Condition(format!("{list} contains \"{text}\""))
            }
            _ => Telling::Hidden,
        }
    }

    /// Somebody for whom the formulas hold, in words: `age = 41, state missing`.
    pub(super) fn example(&self, formulas: &[NodeId]) -> Option<String> {
        let Verdict::Possible(state) = self.search(formulas) else {
            return None;
        };
        self.somebody(&state, formulas)
    }

    /// One of those who are left, in few words.
    pub(super) fn somebody(&self, state: &State, formulas: &[NodeId]) -> Option<String> {
        let mut told = self.made_up(state, formulas)?.told;
        told.truncate(TOLD);
        (!told.is_empty()).then(|| told.join(", "))
    }

    /// One of those who are left: what the formulas ask of them.
    pub(super) fn made_up(&self, state: &State, formulas: &[NodeId]) -> Option<Somebody> {
        let asked = self.subjects_of(formulas);
        let mut world = World::of(self.theory(), state.clone());
        let mut told = Vec::new();
        let mut is_whole = true;
        for (id, values) in state.iter() {
            let subject = self.subjects.get(id);
            if asked.binary_search(&id).is_err() || *values == subject.domain {
                continue;
            }
            if subject.telling == Telling::Hidden {
                is_whole = false;
                continue;
            }
            let choices = choices(subject.scale, values).into_iter();
            let mut possible = choices.filter_map(|choice| {
                let mut tried = world.clone();
                tried.give(id, &choice);
                match tried.clone().search() {
                    Verdict::Possible(_) => Some((choice, tried)),
                    _ => None,
                }
            });
            let (choice, left) = possible.next()?;
            world = left;
            let words = self.value_told(&subject.telling, subject.scale, &choice, values);
            is_whole &= words.is_some() && is_exact(subject, &choice, values);
            told.extend(words);
        }
        // What is missing says most.
        told.sort_by_key(|text: &String| !text.ends_with(" missing"));
        told.dedup();
        Some(Somebody { told, is_whole })
    }

    fn value_told(
        &self,
        telling: &Telling,
        scale: Scale,
        value: &Values,
        left: &Values,
    ) -> Option<String> {
        match telling {
            Telling::Named(name) if value.missing => Some(format!("{name} missing")),
            Telling::Named(name) => match (&value.known, &left.known) {
                (_, Known::Except(not)) => {
                    let not = not.first()?;
                    Some(format!("{name} other than \"{not}\""))
                }
                (Known::Texts(texts), _) => Some(format!("{name} = \"{}\"", texts.first()?)),
                (Known::Ranges(ranges), _) => {
                    let step = ranges.first()?.0;
                    Some(format!("{name} = {}", self.step_told(scale, step)?))
                }
                _ => None,
            },
            Telling::Condition(text) if *value == Values::yes() => Some(text.clone()),
            Telling::Condition(text) => Some(format!("not ({text})")),
            Telling::Ago(name) if value.missing => Some(format!("{name} missing")),
            Telling::Ago(name) => {
                let (ago, _) = value.ends()?;
                (ago >= 0).then(|| format!("{name} {} ago", length(ago)))
            }
            Telling::Order(left, right) => {
                let sign = match value.ends()? {
                    (-1, _) => "<",
                    (0, _) => "=",
                    _ => ">",
                };
                Some(format!("{left} {sign} {right}"))
            }
            Telling::Hidden => None,
        }
    }

    fn step_told(&self, scale: Scale, step: i64) -> Option<String> {
        Some(match scale {
            Scale::Whole => step.to_string(),
            Scale::Real => unsortable(step).to_string(),
            Scale::Money => {
                let unit = 10_f64.powi(i32::from(self.digits));
                format!("{:.*}", usize::from(self.digits), step as f64 / unit)
            }
            Scale::Date => from_day(i32::try_from(step).ok()?)?.to_string(),
            Scale::Time => Timestamp::from_microsecond(step).ok()?.to_string(),
            Scale::Duration => length(step),
            Scale::YesNo => if step == 1 { "yes" } else { "no" }.to_owned(),
            Scale::Order | Scale::Text => return None,
        })
    }

    /// What values it can have, where that is why something never or always holds.
    pub(super) fn domain_told(&self, subject: SubjectId) -> Option<String> {
        let subject = self.subjects.get(subject);
        let Telling::Named(name) = &subject.telling else {
            return None;
        };
        let kind = match subject.scale {
            Scale::Whole => "a whole number",
            Scale::Real => "a number",
            _ if subject.domain.missing => return None,
            _ => return Some(format!("`{name}` is never missing")),
        };
        let told = |step| self.step_told(subject.scale, step);
        match subject.domain.ends()? {
            (i64::MIN, i64::MAX) => None,
            (from, i64::MAX) => Some(format!("`{name}` is {kind}, {} or more", told(from)?)),
            (i64::MIN, to) => Some(format!("`{name}` is {kind}, {} or less", told(to)?)),
            (from, to) => {
                let (from, to) = (told(from)?, told(to)?);
                let finite = from.ends_with(char::is_numeric) && to.ends_with(char::is_numeric);
                finite.then(|| format!("`{name}` is {kind} from {from} to {to}"))
            }
        }
    }
}

impl Want<'_> {
    /// The question to the text called `name`.
    pub(super) fn told(self, name: &str) -> Telling {
        Telling::Condition(match self {
            Self::StartsWith(part) => format!("{name} starts with \"{part}\""),
            Self::EndsWith(part) => format!("{name} ends with \"{part}\""),
            Self::Contains(part) => format!("{name} contains \"{part}\""),
            Self::Matches(pattern) => format!("{name} matches \"{}\"", pattern.0.as_str()),
            Self::Compare(comparison, Literal::Text(text)) => {
                format!("{name} {} \"{text}\"", sign(comparison))
            }
            _ => return Telling::Hidden,
        })
    }
}

/// Whether the words for the value leave out nothing: a length of time is told in its largest unit,
/// of the texts that it is not only the first, and of what is long the beginning.
fn is_exact(subject: &Subject, value: &Values, left: &Values) -> bool {
    let is_told = match &subject.telling {
        Telling::Named(name) => subject.scale != Scale::Duration && !name.contains('…'),
        Telling::Condition(text) => !text.contains('…'),
        Telling::Order(left, right) => !left.contains('…') && !right.contains('…'),
        Telling::Ago(_) | Telling::Hidden => value.missing,
    };
    let others = matches!(&left.known, Known::Except(not) if not.len() > 1);
    is_told && (value.missing || !others)
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterOrEqual => ">=",
    }
}

fn told_window(window: &Window) -> String {
    match window {
        Window::Last(count, unit) => {
            let unit = format!("{unit:?}").to_lowercase();
            format!("in last {count} {unit}")
        }
        Window::CalendarDays(days) => format!("in last {days} calendar days"),
        Window::Fixed(from, to) => match (told_bound(*from, 0), told_bound(*to, 1)) {
            (Some(from), None) => format!("since {from}"),
            (Some(from), Some(to)) => format!("between {from} and {to}"),
            _ => "in its window".to_owned(),
        },
    }
}

/// So many days, or moments, before a bound.
fn told_bound(bound: Option<Bound>, back: i32) -> Option<String> {
    match bound? {
        Bound::Day(day) => Some(from_day(day.checked_sub(back)?)?.to_string()),
        Bound::Moment(micros) => {
            let micros = micros.checked_sub(i64::from(back))?;
            Some(Timestamp::from_microsecond(micros).ok()?.to_string())
        }
    }
}

/// Single values to try, the most telling first.
fn choices(scale: Scale, values: &Values) -> Vec<Values> {
    let mut choices: Vec<Values> = match &values.known {
        Known::Ranges(ranges) => {
            let samples = ranges.iter().map(|&(from, to)| scale.sample(from, to));
            let ends = ranges.iter().flat_map(|&(from, to)| [from, to]);
            let ends = ends.filter(|&end| scale != Scale::Real || !is_endless(unsortable(end)));
            samples
                .chain(ends)
                .take(8)
                .map(|step| Values::range(step, step))
                .collect()
        }
        Known::Texts(texts) => {
            let single = |text: &std::sync::Arc<str>| Known::Texts([text.clone()].into()).into();
            texts.iter().take(4).map(single).collect()
        }
        Known::Except(_) => vec![values.clone().without_missing()],
    };
    if values.missing {
        choices.push(Values::only_missing(values));
    }
    choices
}

/// A length of time in its largest unit.
fn length(micros: i64) -> String {
    let (number, unit) = match micros {
        _ if micros.abs() >= DAY => (micros / DAY, "day"),
        _ if micros.abs() >= HOUR => (micros / HOUR, "hour"),
        _ => (micros / (HOUR / 60), "minute"),
    };
    if number == 1 {
        format!("1 {unit}")
    } else {
        format!("{number} {unit}s")
    }
}

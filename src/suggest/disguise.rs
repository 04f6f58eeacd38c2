//! Invented values in place of personal ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{Field, Literal};
use crate::schema::{Type, epoch_day, from_day};

/// Names that say little of a person.
const NAMES: [&str; 16] = [
    "alex", "robin", "sam", "kim", "charlie", "jo", "morgan", "casey", "quinn", "riley", "noa",
    "sasha", "toni", "jamie", "lou", "andrea",
];

/// Names that are tried before something is given up.
const TRIED: usize = 40;

/// Names that are not taken: `alex`, `robin`, … `alex_2`.
pub(super) fn names(taken: &BTreeSet<String>) -> impl Iterator<Item = String> {
    let numbered = (1..).flat_map(|round: usize| {
        NAMES.iter().map(move |name| match round {
            1 => (*name).to_owned(),
            _ => format!("{name}_{round}"),
        })
    });
    numbered.filter(|name| !taken.contains(name)).take(TRIED)
}

/// The value that a persona's field has when nothing is said of it: its id and its address.
pub(super) fn follows(field: &Field, name: &str) -> Option<Literal> {
    if field.optional || field.fallback.is_some() {
        return None;
    }
    match field.ty {
        Type::Id => Some(Literal::Text(name.into())),
        Type::Email => Some(Literal::Text(format!("{name}@persona.example").into())),
        _ => None,
    }
}

/// Whether the value must not be shown.
pub(super) fn is_personal(field: &Field) -> bool {
    field.pii || matches!(field.ty, Type::Id | Type::Email)
}

/// A value that says less than one that is not personal, when it does as well.
pub(super) fn plainer(value: &Literal, field: &Field) -> Option<Literal> {
    const DAY: i64 = 86_400_000_000;
    match (value, &field.ty) {
        (_, Type::Text) => Some(text(&format!("{}-1", field.name))),
        (Literal::Time(moment), _) => Some(Literal::Time(moment.div_euclid(DAY) * DAY)),
        _ => None,
    }
}

/// The value as rules can say it, where they cannot say it exactly.
pub(super) fn writable(value: &Literal) -> Option<Literal> {
    const MINUTE: i64 = 60_000_000;
    match value {
        Literal::Duration(length) if length % MINUTE != 0 => {
            Some(Literal::Duration(length / MINUTE * MINUTE))
        }
        Literal::Text(text) if text.contains('\r') => {
            Some(Literal::Text(text.replace('\r', " ").into()))
        }
        _ => None,
    }
}

/// Values to stand for a personal one, those that say least first.
pub(super) fn invented(value: &Literal, field: &Field, persona: &str) -> Vec<Literal> {
    match (value, &field.ty) {
        (_, Type::OneOf(options)) => options.iter().map(|option| text(option)).collect(),
        (_, Type::Timezone) => vec![text("UTC")],
        (_, Type::List(_)) => vec![Literal::List(Vec::new())],
        (_, Type::Email) => vec![text(&format!("{persona}@persona.example"))],
        (_, Type::Url) => vec![text("https://persona.example/")],
        (Literal::Text(_), _) if field.name.contains("last") => vec![text("Example")],
        (Literal::Text(_), _) => vec![text(&capitalized(persona))],
        (Literal::Number(number), _) => {
            vec![Literal::Number(1.0), Literal::Number(coarse(*number))]
        }
        (Literal::Money(minor), _) => vec![Literal::Money(coarse(*minor as f64) as i64)],
        (Literal::YesNo(_), _) => vec![Literal::YesNo(false), Literal::YesNo(true)],
        (Literal::Date(day), _) => from_day(*day).map(dates).unwrap_or_default(),
        (Literal::Time(moment), _) => {
            const DAY: i64 = 86_400_000_000;
            vec![
                Literal::Time(moment.div_euclid(365 * DAY) * 365 * DAY),
                Literal::Time(moment.div_euclid(DAY) * DAY),
            ]
        }
        (Literal::Duration(length), _) => {
            vec![Literal::Duration(length / 3_600_000_000 * 3_600_000_000)]
        }
        (Literal::List(_), _) => vec![Literal::List(Vec::new())],
    }
}

/// Days that keep of a date what rules look at: its year, then its day of the year, then nearly
/// both.
fn dates(day: Date) -> Vec<Literal> {
    // leap years both, so that every day exists
    let in_year = |year: i16| Date::new(year, day.month(), day.day()).ok();
    let nearly = [3, -3, 2, -2, 1, -1].map(|days: i64| day.checked_add(days.days()).ok());
    let all = [
        Date::new(day.year(), 1, 1).ok(),
        Date::new(day.year(), 7, 1).ok(),
        in_year(1980),
        in_year(1996),
        Date::new(day.year(), day.month(), 1).ok(),
        Date::new(day.year(), day.month(), 15).ok(),
    ];
    let all = all.into_iter().chain(nearly).flatten();
    // The real one is no disguise.
    let others = all.filter(|other| *other != day);
    let mut days: Vec<Literal> = others
        .map(|other| Literal::Date(epoch_day(other)))
        .collect();
    // What is taken when none will do says least.
    days.extend(days.first().cloned());
    days
}

/// One digit that counts.
fn coarse(number: f64) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let size = 10_f64.powf(number.abs().log10().floor());
    (number / size).round() * size
}

/// For each of `values`, which differ, one that stands for it.
pub(super) fn tokens(values: &[Literal], field: &Field, persona: &str) -> Vec<(Literal, Literal)> {
    let tokens = values.iter().zip(1..).map(|(value, number)| {
        let token = match (&field.ty, value) {
            (Type::Text | Type::Id, _) => text(&format!("{}-{number}", field.name)),
            (Type::Email, _) => text(&format!("{persona}-{number}@persona.example")),
            (Type::Url, _) => text(&format!("https://persona.example/{number}")),
            _ => invented(value, field, persona)
                .pop()
                .unwrap_or_else(|| value.clone()),
        };
        (value.clone(), token)
    });
    tokens.collect()
}

fn text(text: &str) -> Literal {
    Literal::Text(Arc::from(text))
}

fn capitalized(name: &str) -> String {
    let name = name.split('_').next().unwrap_or(name);
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

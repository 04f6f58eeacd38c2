//! Random data: every kind of value, nested, under names that the templates know.

use std::collections::HashMap;
use std::sync::Arc;

use segue::liquid::{Object, Record, Value};
use serde_json::Value as Json;

use super::datum::Datum;
use crate::random::Random;

const TEXTS: [&str; 14] = [
    "",
    " ",
    "Ann",
    "Zoë & Co",
    "<b>bold</b>",
    "a,b,,c",
    "12",
    "3.50",
    "x y  z",
    "it's \"so\"",
    "İstanbul ☕",
    " padded ",
    "first",
    "&amp;",
];

/// One row: an object of all globals.
pub(super) fn globals(random: &mut Random) -> Datum {
    let products = (0..random.below(4)).map(|_| product(random)).collect();
    let maker = maker(random);
    let orders = (0..random.below(3)).map(|_| number(random)).collect();
    let rows = (0..random.below(3)).map(|_| {
        let cells = (0..random.below(4)).map(|_| number(random)).collect();
        Datum::List(cells)
    });
    let grid = rows.collect();
    let user = vec![
        ("city", text_or_nil(random)),
        ("first", text_or_nil(random)),
        ("maker", maker.clone()),
        ("name", text_or_nil(random)),
        ("orders", Datum::List(orders)),
        ("tags", texts(random)),
    ];
    object(vec![
        ("at", Datum::Time(moment(random))),
        (
            "big",
            Datum::Whole(i128::from(u64::MAX) - i128::from(random.below(9))),
        ),
        ("card", any(random, 1)),
        ("count", Datum::Nil),
        ("day", Datum::Date(moment(random).date())),
        ("grid", Datum::List(grid)),
        ("label", text(random)),
        ("map", any_object(random, 2)),
        (
            "mixed",
            Datum::List((0..random.below(5)).map(|_| any(random, 2)).collect()),
        ),
        ("n", Datum::Whole(random.below(5).into())),
        ("name", text_or_nil(random)),
        (
            "price",
            random.pick(&[0.5, 2.5, 19.99, -3.25, 100.0]).into(),
        ),
        ("products", Datum::List(products)),
        ("tags", texts(random)),
        ("user", object(user)),
        ("vip", yes_or_no(random)),
    ])
}

impl From<f64> for Datum {
    fn from(number: f64) -> Self {
        Self::Float(number)
    }
}

fn object(entries: Vec<(&str, Datum)>) -> Datum {
    let entries = entries.into_iter();
    Datum::Object(
        entries
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

fn product(random: &mut Random) -> Datum {
    object(vec![
        ("name", text(random)),
        ("price", random.pick(&[0.5, 12.0, 19.99]).into()),
        ("stock", number(random)),
        ("tags", texts(random)),
        ("maker", maker(random)),
        ("vip", yes_or_no(random)),
    ])
}

fn maker(random: &mut Random) -> Datum {
    object(vec![
        ("name", text_or_nil(random)),
        ("country", text(random)),
    ])
}

fn moment(random: &mut Random) -> jiff::Zoned {
    let zone = random.pick(&["Europe/Berlin", "America/New_York", "UTC"]);
    let second = 1_700_000_000 + random.below(50_000_000).cast_signed();
    jiff::Timestamp::from_second(second)
        .unwrap()
        .in_tz(zone)
        .unwrap()
}

fn text(random: &mut Random) -> Datum {
    Datum::text(random.pick(&TEXTS))
}

fn text_or_nil(random: &mut Random) -> Datum {
    if random.once_in(4) {
        Datum::Nil
    } else {
        text(random)
    }
}

fn texts(random: &mut Random) -> Datum {
    Datum::List((0..random.below(4)).map(|_| text(random)).collect())
}

fn number(random: &mut Random) -> Datum {
    Datum::Whole(i128::from(random.below(9)) - 2)
}

fn yes_or_no(random: &mut Random) -> Datum {
    random
        .pick(&[Some(true), Some(false), None])
        .map_or(Datum::Nil, Datum::Bool)
}

/// Any value that JSON can hold.
fn any(random: &mut Random, depth: u32) -> Datum {
    match random.below(if depth == 0 { 6 } else { 9 }) {
        0 => Datum::Nil,
        1 => yes_or_no(random),
        2 => number(random),
        3 => random.pick(&[1.0, 2.5, -0.25, 1200.0]).into(),
        4 | 5 => text(random),
        6 => any_object(random, depth - 1),
        7 => product(random),
        _ => Datum::List(
            (0..random.below(4))
                .map(|_| any(random, depth - 1))
                .collect(),
        ),
    }
}

fn any_object(random: &mut Random, depth: u32) -> Datum {
    let names = ["country", "first", "name", "price", "size", "tags"];
    let kept = names.into_iter().filter(|_| random.once_in(2));
    let kept: Vec<&str> = kept.collect();
    object(
        kept.into_iter()
            .map(|name| (name, any(random, depth)))
            .collect(),
    )
}

/// The same as JSON; none when it holds something else.
pub(super) fn json(datum: &Datum) -> Option<Json> {
    if !datum.is_json() {
        return None;
    }
    Some(match datum {
        Datum::Bool(yes) => Json::Bool(*yes),
        Datum::Whole(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => number.into(),
            (_, Ok(number)) => number.into(),
            _ => return None,
        },
        Datum::Float(number) => (*number).into(),
        Datum::Text(text) => text.as_str().into(),
        Datum::List(items) => items.iter().map(json).collect::<Option<_>>()?,
        Datum::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(name, value)| Some((name.clone(), json(value)?)));
            Json::Object(entries.collect::<Option<_>>()?)
        }
        _ => Json::Null,
    })
}

/// Makes values, of which objects with the same names share them.
#[derive(Default)]
pub(super) struct Records {
    names: HashMap<Vec<String>, Arc<[Arc<str>]>>,
    /// Whether many rows share them.
    are_lasting: bool,
}

impl Records {
    /// Records of which what is printed is kept for the next row.
    pub(super) fn lasting() -> Self {
        Self {
            are_lasting: true,
            ..Self::default()
        }
    }

    pub(super) fn value(&mut self, datum: &Datum) -> Value<'static> {
        match datum {
            Datum::Nil => Value::Nil,
            Datum::Bool(yes) => Value::Bool(*yes),
            Datum::Whole(number) => Value::whole((*number).into()),
            Datum::Float(number) => Value::Float(*number),
            Datum::Text(text) => Value::text(text.as_str()),
            Datum::Date(date) => Value::Date(*date),
            Datum::Time(time) => Value::time(time.clone()),
            Datum::Range(first, last) => Value::Range(*first, *last),
            Datum::List(items) => Value::List(items.iter().map(|item| self.value(item)).collect()),
            Datum::Object(entries) => {
                let names: Vec<String> = entries.iter().map(|(name, _)| name.clone()).collect();
                let values = entries.iter().map(|(_, value)| self.value(value)).collect();
                let shared = || names.iter().map(|name| name.as_str().into()).collect();
                let shared = self.names.entry(names.clone()).or_insert_with(shared);
                let names = Arc::clone(shared);
                let record = if self.are_lasting {
                    Record::lasting(names, values)
                } else {
                    Record::new(names, values)
                };
                Value::Object(Object::Shared(Arc::new(record)))
            }
        }
    }
}

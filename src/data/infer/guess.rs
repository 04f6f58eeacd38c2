//! What a table and its columns seem to be.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::sample::{Sample, Seen};
use crate::data::cell::Cell;
use crate::data::text;
use crate::data::value::{self, Read, WallClock};
use crate::schema::Type;

/// Kinds of tables, in the order they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Customer,
    Event,
    Catalog,
}

/// A table as it will be declared.
pub(super) struct Table {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The key first, if there is one.
    pub(super) fields: Vec<Field>,
    /// Of an event the file's columns for its customer and its time.
    pub(super) customer_and_time: Option<(String, String)>,
}

/// A column as it will be declared.
pub(super) struct Field {
    /// In rules.
    pub(super) name: String,
    /// In the file.
    pub(super) column: String,
    pub(super) ty: Type,
    pub(super) optional: bool,
    pub(super) mark: Option<&'static str>,
    unique: bool,
}

/// Guesses the whole table.
pub(super) fn table(sample: Sample, has_customers: bool) -> Table {
    let stem = sample.path.file_stem().map(|stem| stem.to_string_lossy());
    let stem = identifier(&stem.unwrap_or_default());
    let mut fields: Vec<Field> = sample.columns.iter().map(field).collect();
    let kind = kind(&stem, &fields, has_customers);
    let customer_and_time = (kind == Kind::Event)
        .then(|| take_customer_and_time(&mut fields))
        .flatten();
    if kind != Kind::Event {
        key_first(&mut fields, kind);
    }
    for field in &mut fields {
        field.mark = mark(field, kind);
    }
    Table {
        kind,
        name: singular(&stem),
        path: sample.path,
        fields,
        customer_and_time,
    }
}

fn kind(stem: &str, fields: &[Field], has_customers: bool) -> Kind {
    let names_people = [
        "customers",
        "users",
        "profiles",
        "contacts",
        "people",
        "members",
        "subscribers",
    ];
    let customer = fields.iter().find(|field| is_customer(field));
    let timed = fields.iter().any(is_timed);
    let has_email = fields.iter().any(|field| field.ty == Type::Email);
    let has_key = fields
        .iter()
        .any(|field| field.ty == Type::Id && field.unique);
    if !has_customers && names_people.contains(&stem) {
        Kind::Customer
    } else if customer.is_some_and(|field| !(field.unique && has_email)) && timed {
        Kind::Event
    } else if !has_customers && has_key && has_email {
        Kind::Customer
    } else {
        Kind::Catalog
    }
}

fn is_customer(field: &Field) -> bool {
    let people = ["customer", "user", "client", "contact", "profile", "member"];
    let person = field.name.strip_suffix("_id").unwrap_or(&field.name);
    people.contains(&person)
}

fn is_timed(field: &Field) -> bool {
    matches!(field.ty, Type::Time | Type::Date)
}

/// Takes the columns that every event has out of `fields`.
fn take_customer_and_time(fields: &mut Vec<Field>) -> Option<(String, String)> {
    let customer = fields.iter().position(is_customer)?;
    let customer = fields.remove(customer);
    let usual = [
        "at",
        "time",
        "timestamp",
        "occurred_at",
        "created_at",
        "date",
    ];
    let rank = |field: &Field| {
        let usual = usual.iter().position(|name| *name == field.name);
        (
            field.ty != Type::Time,
            usual.unwrap_or(usual_last(&field.name)),
        )
    };
    let timed = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| is_timed(field));
    let (time, _) = timed.min_by_key(|(_, field)| rank(field))?;
    let time = fields.remove(time);
    Some((customer.column, time.column))
}

fn usual_last(name: &str) -> usize {
    if name.ends_with("_at") { 10 } else { 11 }
}

/// Moves the key to the front: a unique id, or in a catalog the first unique text.
fn key_first(fields: &mut [Field], kind: Kind) {
    let id = |field: &Field| field.unique && field.ty == Type::Id;
    let text = |field: &Field| field.unique && field.ty == Type::Text && kind == Kind::Catalog;
    let key = fields.iter().position(id);
    if let Some(key) = key.or_else(|| fields.iter().position(text)) {
        fields[key].ty = Type::Id;
        fields[..=key].rotate_right(1);
    }
}

fn field(seen: &Seen) -> Field {
    let name = identifier(&seen.column);
    let values: Vec<&str> = seen.values.iter().flatten().map(String::as_str).collect();
    let optional = values.len() < seen.values.len() || values.is_empty();
    let distinct: HashSet<&str> = values.iter().copied().collect();
    let ty = if seen.list {
        Type::List(Arc::new(Type::Text))
    } else {
        guess(&name, &values, &distinct)
    };
    Field {
        column: seen.column.clone(),
        ty,
        unique: !optional && !seen.list && distinct.len() == values.len(),
        optional,
        mark: None,
        name,
    }
}

fn guess(name: &str, values: &[&str], distinct: &HashSet<&str>) -> Type {
    let utc = TimeZone::UTC;
    let clock = WallClock::new(&utc);
    let dates = values.iter().all(|value| value.trim().len() == 10);
    let words = values.iter().any(|value| value.parse::<f64>().is_err());
    if values.is_empty() {
        Type::Text
    } else if ["id", "sku"].contains(&name) || name.ends_with("_id") {
        Type::Id
    } else if all(values, value::yes_no) && (words || is_flag(name)) {
        Type::YesNo
    } else if dates && all(values, value::date) {
        Type::Date
    } else if all(values, |cell| value::time(cell, &clock)) {
        Type::Time
    } else if all(values, value::number) && !is_code(name, values) {
        number(name, values)
    } else if all(values, text::email) {
        Type::Email
    } else if all(values, text::url) {
        Type::Url
    } else if all(values, text::timezone) {
        Type::Timezone
    } else if (2..=8).contains(&distinct.len()) && values.len() >= 50 && !is_personal(name) {
        let mut options: Vec<String> = distinct.iter().map(|&option| option.to_owned()).collect();
        options.sort();
        Type::OneOf(options.into())
    } else {
        Type::Text
    }
}

fn all<'v, T>(values: &[&'v str], read: impl Fn(&Cell<'v>) -> Read<T>) -> bool {
    values
        .iter()
        .all(|value| matches!(read(&Cell::text(*value)), Ok(Some(_))))
}

fn number(name: &str, values: &[&str]) -> Type {
    let amounts = ["price", "amount", "total", "revenue", "cost", "spend"];
    let amount = amounts.iter().any(|word| name.contains(word));
    if amount
        && values.iter().any(|value| value.contains('.'))
        && all(values, |cell| value::money(cell, 2))
    {
        Type::Money
    } else {
        Type::Number
    }
}

/// Whether digits are only a spelling here, as in `02134`.
fn is_code(name: &str, values: &[&str]) -> bool {
    let zero = |value: &&str| value.len() > 1 && value.starts_with('0') && !value.contains('.');
    let named = ["zip", "postal", "postcode", "phone", "mobile", "code"];
    name.ends_with("_no") || named.iter().any(|word| name.contains(word)) || values.iter().any(zero)
}

fn is_flag(name: &str) -> bool {
    is_consent(name) || name.starts_with("is_") || name.starts_with("has_")
}

fn is_consent(name: &str) -> bool {
    ["consent", "opt_in", "optin", "subscribed"]
        .iter()
        .any(|word| name.contains(word))
}

fn mark(field: &Field, kind: Kind) -> Option<&'static str> {
    let personal = kind != Kind::Catalog && is_personal(&field.name);
    match field.ty {
        Type::YesNo => is_consent(&field.name).then_some("consent"),
        Type::Email => Some("pii"),
        _ => personal.then_some("pii"),
    }
}

/// Whether a column of this name says who somebody is.
fn is_personal(name: &str) -> bool {
    let words = ["phone", "mobile", "birth", "address", "street", "surname"];
    let names = ["name", "first_name", "last_name", "full_name", "dob"];
    words.iter().any(|word| name.contains(word)) || names.contains(&name)
}

/// A name that rules can use: `Invoice Date` is `invoice_date`.
fn identifier(text: &str) -> String {
    let mut name = String::new();
    let mut lower = false;
    for letter in text.chars() {
        if !letter.is_alphanumeric() || letter.is_uppercase() && lower {
            name.push('_');
        }
        if letter.is_alphanumeric() {
            name.extend(letter.to_lowercase());
        }
        lower = letter.is_lowercase();
    }
    let name: Vec<&str> = name.split('_').filter(|part| !part.is_empty()).collect();
    let name = name.join("_");
    if name.starts_with(char::is_alphabetic) {
        name
    } else {
        format!("column_{name}")
    }
}

fn singular(plural: &str) -> String {
    let sibilant = ["sses", "xes", "ches", "shes", "zes"];
    if let Some(stem) = plural.strip_suffix("ies") {
        format!("{stem}y")
    } else if sibilant.iter().any(|ending| plural.ends_with(ending)) {
        plural[..plural.len() - 2].to_owned()
    } else if plural.ends_with("ss") || plural.ends_with("us") {
        plural.to_owned()
    } else {
        plural.strip_suffix('s').unwrap_or(plural).to_owned()
    }
}

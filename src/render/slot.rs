//! Where the values that templates read come from.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::evaluate::{Catalog, Population, Rows};
use crate::liquid::{List, Object, Record, SlotPath, Value};
use crate::model::{Campaign, FactKind, Model, Table};
use crate::plan::Needs;
use crate::project::Project;
use crate::schema::{Column, Type, from_day};

/// One value that a template reads.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Slot {
    /// A customer's field, and the path inside its value.
    Field(usize, Vec<String>),
    /// A fact, and the path inside its value.
    Fact(usize, Vec<String>),
    /// Several values by name: `customer`, `segments`, `customer.rfm`.
    Object(Vec<(Arc<str>, Slot)>),
    /// All rows of a catalog.
    Catalog(usize),
    /// The same for everybody.
    Constant(Value<'static>),
    /// Which arm fills a block.
    Block(usize),
    /// A computed parameter of a block's template.
    Parameter(usize, Type),
    Subject,
    Preheader,
    UnsubscribeUrl,
    Now,
}

impl Slot {
    /// The source of the value at `path`, which [`super::globals`] says exists.
    pub(super) fn of(
        path: &SlotPath,
        model: &Model,
        project: &Project,
        campaign: &Campaign,
    ) -> Self {
        let path: Vec<&str> = path.0.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["customer"] => Self::customer(model),
            ["customer", rest @ ..] => Self::of_customer(rest, model),
            ["segments"] => Self::segments(model),
            ["segments", name, ..] => Self::fact(name, &[], model),
            ["catalog"] => {
                let catalogs = model.catalogs.iter().enumerate();
                let entries = catalogs
                    .map(|(index, table)| (table.name.as_str().into(), Self::Catalog(index)));
                Self::Object(entries.collect())
            }
            ["catalog", name, ..] => {
                let catalog = model.catalogs.iter().position(|table| table.name == *name);
                catalog.map_or(Self::Constant(Value::Nil), Self::Catalog)
            }
            ["brand", rest @ ..] => {
                let brand = serde_json::Value::Object(project.brand.clone());
                Self::Constant(inside(Value::from(&brand), rest).into_owned())
            }
            ["experiment"] => {
                let all = campaign.experiments.iter();
                let entries = all.filter_map(|one| {
                    Some((one.name.as_str().into(), Self::Fact(one.fact?, Vec::new())))
                });
                Self::Object(entries.collect())
            }
            ["experiment", name, ..] => {
                let mut all = campaign.experiments.iter();
                let fact = all.find(|one| one.name == *name).and_then(|one| one.fact);
                fact.map_or(Self::Constant(Value::Nil), |fact| {
                    Self::Fact(fact, Vec::new())
                })
            }
            ["campaign", rest @ ..] => Self::Constant(inside(about(campaign), rest)),
            ["subject", ..] => Self::Subject,
            ["preheader", ..] => Self::Preheader,
            ["unsubscribe_url", ..] => Self::UnsubscribeUrl,
            ["now", ..] => Self::Now,
            ["segue", "block", name] => {
                let block = campaign.blocks.iter().position(|block| block.name == *name);
                block.map_or(Self::Constant(Value::Nil), Self::Block)
            }
            ["segue", "locale"] => {
                let field = locale(model, project);
                field.map_or(Self::Constant(Value::Nil), |field| {
                    Self::Field(field, Vec::new())
                })
            }
            ["segue", "parameter", name] => Self::parameter(name, campaign),
            _ => Self::Constant(Value::Nil),
        }
    }

    fn of_customer(path: &[&str], model: &Model) -> Self {
        let owned = |path: &[&str]| path.iter().map(|&name| name.to_owned()).collect();
        let name = path[0];
        if let Some(field) = model.customer.field(name) {
            return Self::Field(field, owned(&path[1..]));
        }
        let part = path.get(1).map(|part| format!("{name}.{part}"));
        if let Some(part) = part
            && model.facts.iter().any(|fact| fact.name == part)
        {
            return Self::fact(&part, &path[2..], model);
        }
        let whole = format!("{name}.");
        let parts = model.facts.iter().enumerate().filter_map(|(index, fact)| {
            let part = fact.name.strip_prefix(&whole)?;
            Some((part.into(), Self::Fact(index, Vec::new())))
        });
        let parts: Vec<_> = parts.collect();
        if parts.is_empty() {
            Self::fact(name, &path[1..], model)
        } else {
            Self::Object(parts)
        }
    }

    fn fact(name: &str, inside: &[&str], model: &Model) -> Self {
        let path = inside.iter().map(|&name| name.to_owned()).collect();
        let fact = model.facts.iter().position(|fact| fact.name == name);
        fact.map_or(Self::Constant(Value::Nil), |fact| Self::Fact(fact, path))
    }

    fn customer(model: &Model) -> Self {
        let fields = model
            .customer
            .fields
            .iter()
            .map(|field| field.name.as_str());
        let facts = model
            .facts
            .iter()
            .filter(|fact| !matches!(fact.kind, FactKind::Segment | FactKind::Experiment));
        let facts = facts.map(|fact| fact.name.split('.').next().unwrap_or_default());
        let mut names: Vec<&str> = fields.chain(facts).collect();
        names.dedup();
        Self::Object(
            names
                .into_iter()
                .map(|name| (name.into(), Self::of_customer(&[name], model)))
                .collect(),
        )
    }

    fn segments(model: &Model) -> Self {
        let facts = model.facts.iter().enumerate();
        let segments = facts.filter(|(_, fact)| fact.kind == FactKind::Segment);
        Self::Object(
            segments
                .map(|(index, fact)| (fact.name.as_str().into(), Self::Fact(index, Vec::new())))
                .collect(),
        )
    }

    fn parameter(name: &str, campaign: &Campaign) -> Self {
        let number: Option<usize> = name
            .strip_prefix('p')
            .and_then(|number| number.parse().ok());
        let computed = number.and_then(|number| Some((number, campaign.parameters().nth(number)?)));
        computed.map_or(Self::Constant(Value::Nil), |(number, value)| {
            Self::Parameter(number, value.ty.clone())
        })
    }

    /// The value that is the same for every row and every message.
    pub(super) fn constant(&self) -> Option<Value<'static>> {
        match self {
            Self::Constant(value) => Some(value.clone()),
            _ => None,
        }
    }

    /// Adds what must be read and computed for this slot.
    pub(super) fn needs(&self, model: &Model, needs: &mut Needs) {
        match self {
            Self::Field(field, _) => {
                needs.fields.insert(*field);
                shown(&model.customer.fields[*field].ty, model, needs);
            }
            Self::Fact(fact, _) => {
                needs.facts.insert(*fact);
                shown(&model.facts[*fact].value.ty, model, needs);
            }
            Self::Parameter(_, ty) => shown(ty, model, needs),
            Self::Catalog(catalog) => all_fields(*catalog, model, needs),
            Self::Object(entries) => entries
                .iter()
                .for_each(|(_, slot)| slot.needs(model, needs)),
            Self::Now => needs.zoned = true,
            Self::Constant(_)
            | Self::Block(_)
            | Self::Subject
            | Self::Preheader
            | Self::UnsubscribeUrl => {}
        }
    }

    /// The value of a row that does not depend on what the message chose.
    pub(super) fn value<'r>(
        &'r self,
        row: usize,
        rows: &'r Rows<'_>,
        shared: &'r Shared,
    ) -> Value<'r> {
        let model = &shared.types;
        match self {
            Self::Field(field, path) => {
                let found = rows
                    .field(*field)
                    .map(|column| value(column, &model.fields[*field], row, rows, shared));
                within(found.unwrap_or(Value::Nil), path)
            }
            Self::Fact(fact, path) => {
                let found = rows
                    .fact(*fact)
                    .map(|column| value(column, &model.facts[*fact], row, rows, shared));
                within(found.unwrap_or(Value::Nil), path)
            }
            Self::Catalog(catalog) => shared.catalogs[*catalog]
                .as_deref()
                .map_or(Value::Nil, |rows| Value::List(List::Lent(rows))),
            Self::Object(entries) => {
                let entries = entries.iter();
                Value::Object(
                    entries
                        .map(|(name, slot)| (Arc::clone(name), slot.value(row, rows, shared)))
                        .collect(),
                )
            }
            Self::Constant(value) => value.lend(),
            Self::Now => {
                let zone = rows.zone(row).clone();
                Value::time(rows.population().clock().now().to_zoned(zone))
            }
            Self::Block(_)
            | Self::Parameter(..)
            | Self::Subject
            | Self::Preheader
            | Self::UnsubscribeUrl => Value::Nil,
        }
    }
}

/// The customer's field that says how dates, money and numbers are written for them, in a project
/// that asks for that with a locale of its own.
pub(super) fn locale(model: &Model, project: &Project) -> Option<usize> {
    project.locale?;
    let named = |name: &str| {
        model
            .customer
            .find(|field| field.name == name && matches!(field.ty, Type::Text | Type::OneOf(_)))
    };
    ["locale", "language", "lang"].into_iter().find_map(named)
}

/// Adds what it takes to show a value of type `ty`.
fn shown(ty: &Type, model: &Model, needs: &mut Needs) {
    match ty {
        Type::Time => needs.zoned = true,
        Type::List(item) => shown(item, model, needs),
        Type::Catalog(name) => {
            if let Some(catalog) = model.catalogs.iter().position(|table| table.name == **name) {
                all_fields(catalog, model, needs);
            }
        }
        _ => {}
    }
}

fn all_fields(catalog: usize, model: &Model, needs: &mut Needs) {
    let fields = 0..model.catalogs[catalog].fields.len();
    needs.catalogs.extend(fields.map(|field| (catalog, field)));
}

/// What the templates of all recipients share.
#[derive(Debug)]
pub struct Shared {
    /// Rows of the catalogs that were read.
    catalogs: Vec<Option<Arc<[Value<'static>]>>>,
    names: Vec<String>,
    types: Types,
    /// Minor units in one unit of the currency.
    unit: f64,
}

#[derive(Debug)]
struct Types {
    fields: Vec<Type>,
    facts: Vec<Type>,
}

impl Shared {
    pub(super) fn new(model: &Model, project: &Project, population: &Population) -> Self {
        let unit = 10_f64.powi(i32::from(project.currency.digits));
        let zone = population.clock().zone(0);
        let tables = model.catalogs.iter().zip(population.catalogs());
        let catalogs =
            tables.map(|(table, catalog)| Some(catalog_rows(table, catalog.as_ref()?, unit, zone)));
        Self {
            catalogs: catalogs.collect(),
            names: model
                .catalogs
                .iter()
                .map(|table| table.name.clone())
                .collect(),
            types: Types {
                fields: model
                    .customer
                    .fields
                    .iter()
                    .map(|field| field.ty.clone())
                    .collect(),
                facts: model
                    .facts
                    .iter()
                    .map(|fact| fact.value.ty.clone())
                    .collect(),
            },
            unit,
        }
    }

    fn reference(&self, name: &str, key: &str, rows: &Rows<'_>) -> Value<'_> {
        let Some(catalog) = self.names.iter().position(|known| known == name) else {
            return Value::Nil;
        };
        let row = rows.population().catalogs()[catalog]
            .as_ref()
            .and_then(|catalog| catalog.row(key));
        match (row, &self.catalogs[catalog]) {
            (Some(row), Some(values)) => values[row].lend(),
            _ => Value::Nil,
        }
    }
}

fn catalog_rows(
    table: &Table,
    catalog: &Catalog,
    unit: f64,
    zone: &TimeZone,
) -> Arc<[Value<'static>]> {
    let names = table.fields.iter().map(|field| field.name.as_str().into());
    let names: Arc<[Arc<str>]> = names.collect();
    let row = |row: usize| {
        let values = (0..names.len()).map(|field| {
            let column = catalog.column(field);
            column.map_or(Value::Nil, |column| {
                plain(column, row, unit, zone).into_owned()
            })
        });
        let record = Record::lasting(Arc::clone(&names), values.collect());
        Value::Object(Object::Shared(Arc::new(record)))
    };
    (0..catalog.len()).map(row).collect()
}

/// The value of a row as templates see it; a reference is the row that it names.
pub(super) fn value<'r>(
    column: &'r Column,
    ty: &Type,
    row: usize,
    rows: &Rows<'_>,
    shared: &'r Shared,
) -> Value<'r> {
    let reference = |name: &str, value: Value<'r>| match value {
        Value::Text(key) => shared.reference(name, &key, rows),
        other => other,
    };
    let plain = plain(column, row, shared.unit, rows.zone(row));
    match (ty, plain) {
        (Type::Catalog(name), value) => reference(name, value),
        (Type::List(item), Value::List(items)) => match &**item {
            Type::Catalog(name) => {
                let found = items.iter().map(|key| reference(name, key));
                Value::List(found.filter(|value| *value != Value::Nil).collect())
            }
            _ => Value::List(items),
        },
        (_, value) => value,
    }
}

fn plain<'r>(column: &'r Column, row: usize, unit: f64, zone: &TimeZone) -> Value<'r> {
    if !column.is_known(row) {
        return Value::Nil;
    }
    match column {
        Column::Text(array) => array.value(row).into(),
        Column::Number(array) => number(array.value(row)),
        Column::Money(array) => Value::Float(array.value(row) as f64 / unit),
        Column::YesNo(array) => Value::Bool(array.value(row)),
        Column::Date(array) => from_day(array.value(row)).map_or(Value::Nil, Value::Date),
        Column::Time(array) => match jiff::Timestamp::from_microsecond(array.value(row)) {
            Ok(moment) => Value::time(moment.to_zoned(zone.clone())),
            Err(_) => Value::Nil,
        },
        Column::Duration(array) => number(array.value(row) as f64 / 1e6),
        Column::List(array) => {
            let Some(items) = Column::from_array(&array.value(row)) else {
                return Value::Nil;
            };
            Value::List(
                (0..items.len())
                    .map(|item| plain(&items, item, unit, zone).into_owned())
                    .collect(),
            )
        }
    }
}

/// Whole numbers print without a point.
fn number(number: f64) -> Value<'static> {
    if number.fract() == 0.0 && number.abs() < 9e15 {
        Value::Integer(number as i64)
    } else {
        Value::Float(number)
    }
}

fn about(campaign: &Campaign) -> Value<'static> {
    let title = campaign.title.as_ref().unwrap_or(&campaign.name);
    let entries = [
        ("name", Value::text(campaign.name.as_str())),
        ("title", Value::text(title.as_str())),
    ];
    Value::Object(entries.into_iter().collect())
}

fn within<'r>(value: Value<'r>, path: &[String]) -> Value<'r> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    inside(value, &path)
}

fn inside<'r>(value: Value<'r>, path: &[&str]) -> Value<'r> {
    path.iter().fold(value, |value, name| match value {
        Value::Object(object) => object.get(name).unwrap_or(Value::Nil),
        _ => Value::Nil,
    })
}

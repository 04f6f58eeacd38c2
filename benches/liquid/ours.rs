//! Our engine, from Arrow columns and from JSON.

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::{Array, Float64Array, Int64Array, StringArray};
use segue::diagnostic::Diagnostics;
use segue::liquid::{
    Escape, Facts, FilterSettings, Library, List, Object, Program, Record, Shape, Value, check,
    compile, compose,
};
use segue::project::Currency;
use segue::source::{Sources, Span};
use segue::world::Memory;
use serde_json::Value as Json;

use crate::customers::{
    CAMPAIGN, Customer, PREHEADER, PRODUCTS_EACH, Product, STORE, SUBJECT, UNSUBSCRIBE,
};

/// A round's customers as columns.
pub(crate) struct Columns {
    ids: Int64Array,
    first_names: StringArray,
    cities: StringArray,
    tiers: StringArray,
    points: Int64Array,
    missing: Int64Array,
    credit: Float64Array,
    products: Vec<[usize; PRODUCTS_EACH]>,
}

impl Columns {
    pub(crate) fn new(customers: &[Customer]) -> Self {
        let text = |of: fn(&Customer) -> Option<&'static str>| {
            let mut builder = StringBuilder::new();
            for one in customers {
                builder.append_option(of(one));
            }
            builder.finish()
        };
        Self {
            ids: customers.iter().map(|one| one.id).collect(),
            first_names: text(|one| one.first_name),
            cities: text(|one| one.city),
            tiers: text(|one| Some(one.tier)),
            points: customers.iter().map(|one| one.points).collect(),
            missing: customers.iter().map(|one| one.missing).collect(),
            credit: customers.iter().map(|one| one.credit).collect(),
            products: customers.iter().map(|one| one.products).collect(),
        }
    }
}

/// The catalogue as templates see it; with `is_lasting`, what loops print of its records is kept.
pub(crate) fn catalog(products: &[Product], is_lasting: bool) -> Vec<Value<'static>> {
    let names = [
        "name",
        "url",
        "image",
        "sku",
        "category",
        "color",
        "description",
        "badge",
        "rating",
        "reviews",
        "price",
        "was",
        "stock",
    ];
    let names: Arc<[Arc<str>]> = names.into_iter().map(Arc::from).collect();
    let row = |product: &Product| {
        let values = vec![
            Value::text(product.name.as_str()),
            Value::text(product.url.as_str()),
            Value::text(product.image.as_str()),
            Value::text(product.sku.as_str()),
            Value::text(product.category),
            Value::text(product.color),
            Value::text(product.description.as_str()),
            product.badge.map_or(Value::Nil, Value::text),
            Value::Float(product.rating),
            Value::Integer(product.reviews),
            Value::Float(product.price),
            Value::Float(product.was),
            Value::Integer(product.stock),
        ];
        let names = Arc::clone(&names);
        let record = if is_lasting {
            Record::lasting(names, values)
        } else {
            Record::new(names, values)
        };
        Value::Object(Object::Shared(Arc::new(record)))
    };
    products.iter().map(row).collect()
}

/// The example's email. What is the same for all is known when it is compiled.
pub(crate) fn program() -> Program {
    let mut world = Memory::default();
    let files = [
        (
            "email",
            include_str!("../../examples/liquid_email/email.liquid"),
        ),
        (
            "partials/header",
            include_str!("../../examples/liquid_email/partials/header.liquid"),
        ),
        (
            "partials/footer",
            include_str!("../../examples/liquid_email/partials/footer.liquid"),
        ),
    ];
    for (name, text) in files {
        let path = Path::new("templates").join(format!("{name}.liquid"));
        world.files.insert(path, text.into());
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let folder = Path::new("templates");
    let library = Library::load(&world, folder, &mut sources, &mut diagnostics);
    let rules = sources.add("rules/all.seg", "");
    let page = Span::new(rules, 0..0);
    let composition = compose(
        "email.liquid",
        page,
        &[],
        &library,
        &sources,
        &mut diagnostics,
    )
    .unwrap();
    let slots = check(&composition, &globals(), &mut diagnostics);
    let facts = Facts {
        slots: &slots,
        constant: &|slot| constant(&slot.0),
        escape: Escape::Html,
        settings: FilterSettings {
            locale: None,
            currency: Currency::from_code("USD").unwrap(),
        },
        is_personal: &|_| false,
    };
    let program = compile(&composition, &facts, &sources, &mut diagnostics);
    assert_eq!(diagnostics.errors(), 0);
    program
}

/// What the email can count on, as a project's tables would say.
fn globals() -> Shape {
    let customer = [
        "id",
        "first_name",
        "city",
        "tier",
        "points",
        "missing",
        "credit",
    ];
    Shape::object([
        (
            "customer",
            Shape::object(customer.map(|field| (field, Shape::Scalar))),
        ),
        ("products", Shape::list(Shape::Any)),
        ("store", Shape::Any),
        ("campaign", Shape::Any),
        ("subject", Shape::Scalar),
        ("preheader", Shape::Scalar),
        ("unsubscribe_url", Shape::Scalar),
    ])
}

fn constant(path: &[String]) -> Option<Value<'static>> {
    let entries = |entries: &[(&'static str, &'static str)]| {
        let entries = entries
            .iter()
            .map(|(name, value)| (*name, Value::text(*value)));
        Some(Value::Object(entries.collect()))
    };
    match path.first()?.as_str() {
        "store" => entries(&STORE),
        "campaign" => entries(&[("name", CAMPAIGN)]),
        "subject" => Some(Value::text(SUBJECT)),
        "preheader" => Some(Value::text(PREHEADER)),
        "unsubscribe_url" => Some(Value::text(UNSUBSCRIBE)),
        _ => None,
    }
}

fn text(column: &StringArray, row: usize) -> Value<'_> {
    if column.is_valid(row) {
        column.value(row).into()
    } else {
        Value::Nil
    }
}

/// One customer's email.
pub(crate) fn from_columns(
    program: &Program,
    columns: &Columns,
    catalog: &[Value<'static>],
    row: usize,
    out: &mut String,
) {
    let products: [Value<'_>; PRODUCTS_EACH] =
        std::array::from_fn(|place| catalog[columns.products[row][place]].lend());
    let value = |path: &[String]| {
        let names = [path.first(), path.get(1)].map(|name| name.map_or("", String::as_str));
        match names {
            ["customer", "id"] => Value::Integer(columns.ids.value(row)),
            ["customer", "first_name"] => text(&columns.first_names, row),
            ["customer", "city"] => text(&columns.cities, row),
            ["customer", "tier"] => text(&columns.tiers, row),
            ["customer", "points"] => Value::Integer(columns.points.value(row)),
            ["customer", "missing"] => Value::Integer(columns.missing.value(row)),
            ["customer", "credit"] => Value::Float(columns.credit.value(row)),
            ["products", ""] => Value::List(List::Lent(&products)),
            _ => Value::Nil,
        }
    };
    let values: Vec<Value<'_>> = program.slots().iter().map(|slot| value(&slot.0)).collect();
    program.render(&values, out).unwrap();
}

/// One customer's email from the record of an export.
pub(crate) fn from_json(program: &Program, record: &Json, out: &mut String) {
    let values: Vec<Value<'_>> = program
        .slots()
        .iter()
        .map(|slot| {
            slot.0
                .iter()
                .fold(record, |record, name| &record[name.as_str()])
                .into()
        })
        .collect();
    program.render(&values, out).unwrap();
}

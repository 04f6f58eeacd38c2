//! What templates can name.

use super::slot::locale;
use crate::liquid::{Entry, Kind, Shape, Value};
use crate::model::{Campaign, FactKind, Field, Model, Table};
use crate::project::Project;
use crate::schema::Type;
use crate::source::Span;

/// The object of all global variables.
pub(super) fn globals(model: &Model, project: &Project, campaign: &Campaign) -> Shape {
    let mut customer: Vec<(String, Entry)> = fields(&model.customer, model);
    let mut segments = Vec::new();
    for fact in &model.facts {
        match fact.kind {
            FactKind::Segment => {
                segments.push((
                    fact.name.clone(),
                    declared(Shape::Of(Kind::YesNo), fact.span),
                ));
            }
            FactKind::Experiment => {}
            _ => {
                let shape = maybe(shape(&fact.value.ty, model), fact.value.optional);
                nest(&mut customer, &fact.name, declared(shape, fact.span));
            }
        }
    }
    for name in &model.broken.values {
        customer.push((name.clone(), Shape::Any.into()));
        segments.push((name.clone(), Shape::Any.into()));
    }
    let customer = if model.broken.customer {
        Shape::Any
    } else {
        object(customer)
    };
    let broken = model.broken.catalogs.iter();
    let broken = broken.map(|name| (name.clone(), Shape::Any.into()));
    let catalogs = model.catalogs.iter().map(|table| {
        let row = object(fields(table, model));
        let entry = Entry {
            shape: Shape::list(row),
            declared: table.span,
        };
        (table.name.clone(), entry)
    });
    let brand = serde_json::Value::Object(project.brand.clone());
    let experiments = campaign.experiments.iter().map(|experiment| {
        let fact = experiment.fact.map(|fact| &model.facts[fact].value.ty);
        let shape = fact.map_or(Shape::Any, |ty| shape(ty, model));
        (experiment.name.clone(), declared(shape, experiment.span))
    });
    let parameters = campaign.parameters().enumerate();
    let parameters = parameters.map(|(number, value)| {
        let shape = maybe(shape(&value.ty, model), value.optional);
        (format!("p{number}"), shape.into())
    });
    let parameters = ("parameter".to_owned(), object(parameters).into());
    let locale = locale(model, project).map(|_| ("locale".to_owned(), text().into()));
    let own = object([parameters].into_iter().chain(locale));
    let all = [
        ("customer".to_owned(), customer),
        ("segments".to_owned(), object(segments)),
        ("experiment".to_owned(), object(experiments)),
        ("catalog".to_owned(), object(catalogs.chain(broken))),
        ("brand".to_owned(), Shape::of(&Value::from(&brand))),
        (
            "campaign".to_owned(),
            Shape::object(["name", "title"].map(|name| (name, text()))),
        ),
        ("subject".to_owned(), text()),
        ("preheader".to_owned(), text()),
        ("unsubscribe_url".to_owned(), text()),
        ("now".to_owned(), Shape::Of(Kind::Time)),
        ("segue".to_owned(), own),
    ];
    object(all.map(|(name, shape)| (name, shape.into())))
}

fn text() -> Shape {
    Shape::Of(Kind::Text)
}

fn maybe(shape: Shape, is_optional: bool) -> Shape {
    if is_optional { shape.optional() } else { shape }
}

fn declared(shape: Shape, span: Span) -> Entry {
    Entry {
        shape,
        declared: Some(span),
    }
}

fn object(entries: impl IntoIterator<Item = (String, Entry)>) -> Shape {
    Shape::Object(entries.into_iter().collect())
}

fn fields(table: &Table, model: &Model) -> Vec<(String, Entry)> {
    let fields = table.fields.iter();
    fields
        .map(|field| {
            let shape = maybe(shape(&field.ty, model), field.optional);
            (field.name.clone(), declared(shape, field.span))
        })
        .collect()
}

/// `rfm.code` is the entry `code` of the object `rfm`.
fn nest(entries: &mut Vec<(String, Entry)>, name: &str, entry: Entry) {
    let Some((whole, part)) = name.split_once('.') else {
        entries.push((name.to_owned(), entry));
        return;
    };
    let span = entry.declared;
    // the parts are declared nowhere
    let part = (part.to_owned(), entry.shape.into());
    let known = entries.iter_mut().find(|(known, _)| known == whole);
    if let Some((
        _,
        Entry {
            shape: Shape::Object(parts),
            ..
        },
    )) = known
    {
        parts.insert(part.0, part.1);
    } else {
        let whole_entry = Entry {
            shape: object([part]),
            declared: span,
        };
        entries.push((whole.to_owned(), whole_entry));
    }
}

/// A reference shows the fields of the row it names, but no further references.
fn shape(ty: &Type, model: &Model) -> Shape {
    match ty {
        Type::List(item) => Shape::list(shape(item, model)),
        Type::Catalog(name) => {
            let table = model.catalogs.iter().find(|table| table.name == **name);
            let fields = table.map_or(&[][..], |table| &table.fields);
            let field = |field: &Field| {
                let shape = maybe(single(&field.ty), field.optional);
                (field.name.clone(), declared(shape, field.span))
            };
            object(fields.iter().map(field))
        }
        ty => single(ty),
    }
}

fn single(ty: &Type) -> Shape {
    Shape::Of(match ty {
        Type::Text | Type::Email | Type::Url | Type::Timezone => Kind::Text,
        Type::OneOf(options) => Kind::OneOf(options.clone()),
        Type::Number | Type::Duration => Kind::Number,
        Type::Money => Kind::Money,
        Type::YesNo => Kind::YesNo,
        Type::Date => Kind::Date,
        Type::Time => Kind::Time,
        // an id may well be a number
        Type::Id | Type::List(_) | Type::Catalog(_) => return Shape::Scalar,
    })
}

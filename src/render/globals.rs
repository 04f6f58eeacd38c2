//! What templates can name.

use crate::liquid::{Entry, Shape, Value};
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
                segments.push((fact.name.clone(), declared(Shape::Scalar, fact.span)));
            }
            FactKind::Experiment => {}
            _ => {
                let shape = shape(&fact.value.ty, model);
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
        let shape = experiment.fact.map_or(Shape::Any, |_| Shape::Scalar);
        (experiment.name.clone(), declared(shape, experiment.span))
    });
    let parameters = campaign.parameters().enumerate();
    let parameters =
        parameters.map(|(number, value)| (format!("p{number}"), shape(&value.ty, model).into()));
    let own = object([("parameter".to_owned(), object(parameters).into())]);
    let all = [
        ("customer".to_owned(), customer),
        ("segments".to_owned(), object(segments)),
        ("experiment".to_owned(), object(experiments)),
        ("catalog".to_owned(), object(catalogs.chain(broken))),
        ("brand".to_owned(), Shape::of(&Value::from(&brand))),
        (
            "campaign".to_owned(),
            Shape::object([("name", Shape::Scalar), ("title", Shape::Scalar)]),
        ),
        ("subject".to_owned(), Shape::Scalar),
        ("preheader".to_owned(), Shape::Scalar),
        ("unsubscribe_url".to_owned(), Shape::Scalar),
        ("now".to_owned(), Shape::Scalar),
        ("segue".to_owned(), own),
    ];
    object(all.map(|(name, shape)| (name, shape.into())))
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
            let entry = declared(shape(&field.ty, model), field.span);
            (field.name.clone(), entry)
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
            let field = |field: &Field| (field.name.clone(), declared(Shape::Scalar, field.span));
            object(fields.iter().map(field))
        }
        _ => Shape::Scalar,
    }
}

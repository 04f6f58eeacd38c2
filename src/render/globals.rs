//! What templates can name.

use crate::liquid::Shape;
use crate::model::{Campaign, FactKind, Model, Table};
use crate::project::Project;
use crate::schema::Type;

use super::slot::from_json;

/// The object of all global variables.
pub(super) fn globals(model: &Model, project: &Project, campaign: &Campaign) -> Shape {
    let mut customer: Vec<(String, Shape)> = fields(&model.customer, model);
    let mut segments = Vec::new();
    for fact in &model.facts {
        match fact.kind {
            FactKind::Segment => segments.push((fact.name.clone(), Shape::Scalar)),
            FactKind::Experiment => {}
            _ => nest(&mut customer, &fact.name, shape(&fact.value.ty, model)),
        }
    }
    for name in &model.broken.values {
        customer.push((name.clone(), Shape::Any));
        segments.push((name.clone(), Shape::Any));
    }
    let customer = if model.broken.customer {
        Shape::Any
    } else {
        object(customer)
    };
    let broken = model.broken.catalogs.iter();
    let broken = broken.map(|name| (name.clone(), Shape::Any));
    let catalogs = model.catalogs.iter().map(|table| {
        let row = object(fields(table, model));
        (table.name.clone(), Shape::list(row))
    });
    let brand = from_json(&serde_json::Value::Object(project.brand.clone()));
    let experiments = campaign.experiments.iter().map(|experiment| {
        let shape = experiment.fact.map_or(Shape::Any, |_| Shape::Scalar);
        (experiment.name.clone(), shape)
    });
    let parameters = 0..campaign.parameters().count();
    let parameters = parameters.map(|number| (format!("p{number}"), Shape::Any));
    let own = object([("parameter".to_owned(), object(parameters))]);
    object([
        ("customer".to_owned(), customer),
        ("segments".to_owned(), object(segments)),
        ("experiment".to_owned(), object(experiments)),
        ("catalog".to_owned(), object(catalogs.chain(broken))),
        ("brand".to_owned(), Shape::of(&brand)),
        (
            "campaign".to_owned(),
            Shape::object([("name", Shape::Scalar), ("title", Shape::Scalar)]),
        ),
        ("subject".to_owned(), Shape::Scalar),
        ("preheader".to_owned(), Shape::Scalar),
        ("unsubscribe_url".to_owned(), Shape::Scalar),
        ("now".to_owned(), Shape::Scalar),
        ("segue".to_owned(), own),
    ])
}

fn object(entries: impl IntoIterator<Item = (String, Shape)>) -> Shape {
    Shape::Object(entries.into_iter().collect())
}

fn fields(table: &Table, model: &Model) -> Vec<(String, Shape)> {
    let fields = table.fields.iter();
    fields
        .map(|field| (field.name.clone(), shape(&field.ty, model)))
        .collect()
}

/// `rfm.code` is the entry `code` of the object `rfm`.
fn nest(entries: &mut Vec<(String, Shape)>, name: &str, shape: Shape) {
    let Some((whole, part)) = name.split_once('.') else {
        entries.push((name.to_owned(), shape));
        return;
    };
    if let Some((_, Shape::Object(parts))) = entries.iter_mut().find(|(entry, _)| entry == whole) {
        parts.insert(part.to_owned(), shape);
    } else {
        entries.push((whole.to_owned(), Shape::object([(part, shape)])));
    }
}

/// A reference shows the fields of the row it names, but no further references.
fn shape(ty: &Type, model: &Model) -> Shape {
    match ty {
        Type::List(item) => Shape::list(shape(item, model)),
        Type::Catalog(name) => {
            let table = model.catalogs.iter().find(|table| table.name == **name);
            let fields = table.map_or(&[][..], |table| &table.fields);
            Shape::object(
                fields
                    .iter()
                    .map(|field| (field.name.as_str(), Shape::Scalar)),
            )
        }
        _ => Shape::Scalar,
    }
}

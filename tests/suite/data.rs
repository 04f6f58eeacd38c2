//! Data files become typed batches, and every misfit is named without showing a person.
//!
//! A case is one TOML file: `data` (the file's content), `format` (csv unless said), `timezone`
//! (UTC unless said) and `columns`, each as `name type [?] [pii] [absent]`.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod formats;
mod infer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use segue::data::{Batch, ColumnSpec, Reject, TableSpec, open};
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::project::{Currency, Format};
use segue::schema::{Column, Type};
use segue::source::Sources;
use segue::world::Memory;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default = "csv")]
    format: Format,
    timezone: Option<String>,
    columns: Vec<String>,
    data: String,
}

fn csv() -> Format {
    Format::Csv
}

#[test]
fn files_that_fit() {
    insta::with_settings!({
        snapshot_path => "../../snapshots/data/ok", prepend_module_to_snapshot => false, omit_expression => true,
    }, {
        insta::glob!("../cases", "data/ok/*.toml", |path| insta::assert_snapshot!(run(path)));
    });
}

#[test]
fn files_that_do_not_fit() {
    insta::with_settings!({
        snapshot_path => "../../snapshots/data/err", prepend_module_to_snapshot => false, omit_expression => true,
    }, {
        insta::glob!("../cases", "data/err/*.toml", |path| insta::assert_snapshot!(run(path)));
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "cases are files of the repository"
)]
fn run(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let case: Case = toml::from_str(&text).unwrap();
    let columns = case.columns.iter().map(|column| parse_column(column));
    let mut spec = table("table.csv", case.format, columns.collect());
    if let Some(zone) = &case.timezone {
        spec.timezone = TimeZone::get(zone).unwrap();
    }
    let outcome = read(case.data.into_bytes(), &spec);
    format!("{text}\n=====\n{outcome}")
}

/// A table of US dollars in UTC.
fn table(path: &str, format: Format, columns: Vec<ColumnSpec>) -> TableSpec {
    let extension = match format {
        Format::Csv => "csv",
        Format::Ndjson => "ndjson",
        Format::Parquet => "parquet",
    };
    TableSpec {
        path: PathBuf::from(path).with_extension(extension),
        format,
        columns,
        currency: Currency {
            code: "USD".to_owned(),
            digits: 2,
        },
        timezone: TimeZone::UTC,
    }
}

/// `email email? pii`, `tier one of gold, silver`
fn parse_column(text: &str) -> ColumnSpec {
    let (name, rest) = text.split_once(' ').unwrap();
    let absent_ok = rest.contains(" absent");
    let pii = rest.contains(" pii");
    let rest = rest.replace(" absent", "").replace(" pii", "");
    let required = !rest.ends_with('?');
    ColumnSpec {
        name: name.to_owned(),
        column: name.to_owned(),
        ty: parse_type(rest.trim_end_matches('?')),
        required,
        absent_ok,
        pii,
    }
}

fn parse_type(text: &str) -> Type {
    if let Some(item) = text.strip_prefix("list of ") {
        return Type::List(Arc::new(parse_type(item)));
    }
    if let Some(options) = text.strip_prefix("one of ") {
        return Type::OneOf(options.split(", ").map(str::to_owned).collect());
    }
    let plain = [
        Type::Text,
        Type::Number,
        Type::Money,
        Type::YesNo,
        Type::Date,
        Type::Time,
        Type::Duration,
        Type::Email,
        Type::Url,
        Type::Id,
        Type::Timezone,
    ];
    let found = plain.into_iter().find(|ty| ty.to_string() == text);
    found.unwrap_or_else(|| Type::Catalog(text.into()))
}

/// Everything that comes of reading `content`: rows, then findings.
fn read(content: Vec<u8>, spec: &TableSpec) -> String {
    let (rows, rejects, mut diagnostics, mut sources) = read_rows(content, spec);
    for reject in &rejects {
        for diagnostic in reject.diagnostics(&mut sources) {
            diagnostics.push(diagnostic);
        }
    }
    let rows = rows.join("\n");
    let findings = draw(&diagnostics, &sources, Style::Plain);
    format!("{rows}\n\n{findings}").trim().to_owned()
}

fn read_rows(
    content: Vec<u8>,
    spec: &TableSpec,
) -> (Vec<String>, Vec<Reject>, Diagnostics, Sources) {
    let mut world = Memory::default();
    world.files.insert(spec.path.clone(), content);
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let (mut rows, mut rejects) = (Vec::new(), Vec::new());
    if let Some(mut reader) = open(&world, spec, &mut sources, &mut diagnostics) {
        loop {
            match reader.next_batch(&mut rejects) {
                Ok(Some(batch)) => rows.extend(show(&batch)),
                Ok(None) => break,
                Err(problem) => {
                    diagnostics.report(&problem, None);
                    break;
                }
            }
        }
    }
    (rows, rejects, diagnostics, sources)
}

fn show(batch: &Batch) -> Vec<String> {
    let rows = batch.places.iter().enumerate();
    rows.map(|(row, place)| {
        let cells = batch.columns.iter().map(|column| value(column, row));
        let cells: Vec<String> = cells.collect();
        format!("{place}: {}", cells.join(" | "))
    })
    .collect()
}

fn value(column: &Column, row: usize) -> String {
    let shown = match column {
        Column::Text(array) => array
            .is_valid(row)
            .then(|| format!("{:?}", array.value(row))),
        Column::Number(array) => array.is_valid(row).then(|| array.value(row).to_string()),
        Column::Money(array) => array
            .is_valid(row)
            .then(|| format!("{}¢", array.value(row))),
        Column::YesNo(array) => array.is_valid(row).then(|| array.value(row).to_string()),
        Column::Date(array) => array.is_valid(row).then(|| {
            let midnight = i64::from(array.value(row)) * 86_400_000_000;
            Timestamp::from_microsecond(midnight)
                .unwrap()
                .strftime("%F")
                .to_string()
        }),
        Column::Time(array) => array.is_valid(row).then(|| {
            Timestamp::from_microsecond(array.value(row))
                .unwrap()
                .to_string()
        }),
        Column::Duration(array) => array
            .is_valid(row)
            .then(|| format!("{} µs", array.value(row))),
        Column::List(array) => array.is_valid(row).then(|| {
            let items = array.value(row);
            match items.as_string_opt::<i32>() {
                Some(texts) => format!("{:?}", texts.iter().flatten().collect::<Vec<_>>()),
                None => format!(
                    "{:?}",
                    items.as_primitive::<Float64Type>().values().to_vec()
                ),
            }
        }),
    };
    shown.unwrap_or_else(|| "-".to_owned())
}

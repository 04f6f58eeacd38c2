//! Opens a file: does it exist, is it what it should be, has it the wanted columns?

use std::io::{self, Read, Seek};
use std::path::Path;

use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::reader::ChunkReader;

use super::file_problem::{FileProblem, FileProblemKind, Look};
use super::reject::mask;
use super::window::{LONGEST_ROW, Window};
use super::{BATCH_ROWS, Reader, Rows, TableSpec, csv, json, ndjson, parquet as columnar};
use crate::diagnostic::{Diagnostics, nearest};
use crate::project::Format;
use crate::source::{Sources, Span};
use crate::world::{Input, World};

/// Bytes in which the columns of NDJSON are looked for.
const SAMPLE: usize = 1 << 20;

/// Opens a table.
///
/// A missing file, one that is not in its format, and wanted columns that it lacks are reported to
/// `diagnostics`; then there is no reader.
pub fn open(
    world: &dyn World,
    spec: &TableSpec,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Reader> {
    let opened = match spec.format {
        Format::Csv => open_csv(world, spec),
        Format::Ndjson => open_ndjson(world, spec),
        Format::Parquet => open_parquet(world, spec),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(problem) => {
            diagnostics.report(&problem, None);
            return None;
        }
    };
    let known = diagnostics.errors();
    for problem in opened.problems {
        let span = opened.header.as_deref().map(|header| {
            let path = spec.path.to_string_lossy().replace('\\', "/");
            let source = sources.add_excerpt(path, header, 1);
            Span::new(source, guilty_name(&problem, header))
        });
        diagnostics.report(&problem, span);
    }
    (diagnostics.errors() == known).then(|| Reader {
        spec: spec.clone(),
        rows: opened.rows,
    })
}

/// A file whose columns are known.
struct Opened {
    rows: Rows,
    /// The header as it may be shown.
    header: Option<String>,
    problems: Vec<FileProblem>,
}

/// The name that was probably meant, or else the whole header.
fn guilty_name(problem: &FileProblem, header: &str) -> std::ops::Range<usize> {
    let wanted = match &problem.kind {
        FileProblemKind::Column {
            column, columns, ..
        } => {
            let near = nearest(column, columns.iter().map(String::as_str));
            near.into_iter().next()
        }
        FileProblemKind::Twice { column } => Some(column.clone()),
        _ => None,
    };
    let place = wanted.and_then(|name| Some((header.rfind(&name)?, name.len())));
    place.map_or(0..header.len(), |(start, length)| start..start + length)
}

/// Opens the file.
///
/// # Errors
/// When it is not there or cannot be read.
fn input(world: &dyn World, path: &Path) -> Result<Input, FileProblem> {
    world.open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileProblem::new(path, FileProblemKind::Missing),
        _ => FileProblem::unreadable(path, &error),
    })
}

/// Opens a text file behind its byte order mark.
///
/// # Errors
/// When it is missing, empty, or looks like another format.
pub(super) fn text(world: &dyn World, path: &Path, format: Format) -> Result<Window, FileProblem> {
    let mut window = Window::new(input(world, path)?);
    let grown = window.grow();
    grown.map_err(|error| FileProblem::unreadable(path, &error))?;
    if window.ahead().starts_with(b"\xEF\xBB\xBF") {
        window.take(3);
    }
    if window.ahead().trim_ascii().is_empty() && window.at_end() {
        return Err(FileProblem::new(path, FileProblemKind::Empty { format }));
    }
    match look(window.ahead(), format) {
        None => Ok(window),
        Some(found) => Err(FileProblem::new(
            path,
            FileProblemKind::Other { format, found },
        )),
    }
}

/// What the file is instead of text in `format`.
fn look(head: &[u8], format: Format) -> Option<Look> {
    let first = head.trim_ascii_start().first();
    match head {
        [b'P', b'A', b'R', b'1', ..] => Some(Look::Parquet),
        [0x1f, 0x8b, ..] => Some(Look::Gzip),
        [b'P', b'K', 3, 4, ..] => Some(Look::Zip),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(Look::Utf16),
        _ => match (format, first) {
            (Format::Csv, Some(b'{')) => Some(Look::JsonObject),
            (Format::Csv, _) | (Format::Ndjson, Some(b'{')) => None,
            (_, Some(b'[')) => Some(Look::JsonArray),
            _ => Some(Look::Other),
        },
    }
}

fn open_csv(world: &dyn World, spec: &TableSpec) -> Result<Opened, FileProblem> {
    let mut window = text(world, &spec.path, Format::Csv)?;
    let header = csv::header(&mut window);
    let header = header.map_err(|error| FileProblem::unreadable(&spec.path, &error))?;
    let mut problems = check_columns(spec, &header, false);
    let mut shown = header.join(",");
    if !problems.is_empty() && header.iter().any(|name| is_value(name)) {
        // the first row of data would show a person
        shown = mask(&shown);
        problems = vec![FileProblem::new(&spec.path, FileProblemKind::NoHeader)];
    }
    let position = |name: &String| header.iter().position(|column| column == name);
    let wanted = spec.columns.iter().map(|column| position(&column.column));
    let wanted = wanted.collect();
    Ok(Opened {
        header: Some(shown),
        problems,
        rows: Rows::Csv(csv::Rows {
            window,
            header,
            wanted,
        }),
    })
}

/// Whether a cell of the header is no name.
fn is_value(name: &str) -> bool {
    name.contains('@') || name.parse::<f64>().is_ok()
}

fn open_ndjson(world: &dyn World, spec: &TableSpec) -> Result<Opened, FileProblem> {
    let mut window = text(world, &spec.path, Format::Ndjson)?;
    let keys = first_keys(&mut window, &spec.path)?;
    let names: Vec<String> = keys.into_iter().map(|(name, _)| name).collect();
    Ok(Opened {
        header: None,
        problems: check_columns(spec, &names, true),
        rows: Rows::Ndjson(ndjson::Rows::new(window, spec)),
    })
}

/// The keys of the first lines, each with whether it holds lists.
///
/// # Errors
/// When the file cannot be read, or its first line is longer than a row may be.
pub(super) fn first_keys(
    window: &mut Window,
    path: &Path,
) -> Result<Vec<(String, bool)>, FileProblem> {
    loop {
        let ahead = window.ahead();
        let enough = ahead.len() >= SAMPLE && ahead.contains(&b'\n');
        if enough || window.at_end() || ahead.len() > LONGEST_ROW {
            break;
        }
        let grown = window.grow();
        grown.map_err(|error| FileProblem::unreadable(path, &error))?;
    }
    let first = window.ahead().split(|byte| *byte == b'\n').next();
    if first.is_some_and(|line| line.len() > LONGEST_ROW) {
        return Err(FileProblem::new(path, FileProblemKind::LongLine));
    }
    let mut keys: Vec<(String, bool)> = Vec::new();
    let lines = window.ahead().split(|byte| *byte == b'\n');
    for (key, list) in lines.take(BATCH_ROWS).flat_map(json::keys) {
        match keys.iter_mut().find(|(known, _)| *known == key) {
            Some((_, lists)) => *lists |= list,
            None => keys.push((key, list)),
        }
    }
    Ok(keys)
}

fn open_parquet(world: &dyn World, spec: &TableSpec) -> Result<Opened, FileProblem> {
    let path = spec.path.as_path();
    let wanted: Vec<&str> = spec.columns.iter().map(|one| one.column.as_str()).collect();
    let (fields, batches) = project(world, path, &wanted)?;
    let names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
    let mut problems = check_columns(spec, &names, false);
    for field in &fields {
        if let Some(found) = columnar::foreign(field.data_type())
            && wanted.contains(&field.name().as_str())
        {
            let kind = FileProblemKind::Foreign {
                column: field.name().clone(),
                found: found.to_owned(),
            };
            problems.push(FileProblem::new(path, kind));
        }
    }
    Ok(Opened {
        header: None,
        problems,
        rows: Rows::Parquet(Box::new(columnar::Rows { batches, read: 0 })),
    })
}

/// The columns of a Parquet file that can be read, each with whether it holds lists.
///
/// # Errors
/// When the file is missing, empty, or something else.
pub(super) fn input_columns(
    world: &dyn World,
    path: &Path,
) -> Result<Vec<(String, bool)>, FileProblem> {
    let (fields, _) = project(world, path, &[])?;
    let readable = fields
        .iter()
        .filter(|field| columnar::foreign(field.data_type()).is_none());
    let columns = readable.map(|field| {
        let list = matches!(field.data_type(), arrow_schema::DataType::List(_));
        (field.name().clone(), list)
    });
    Ok(columns.collect())
}

/// Opens a file that begins as Parquet does.
///
/// # Errors
/// When it is missing, empty, or something else.
fn parquet_input(world: &dyn World, path: &Path) -> Result<Input, FileProblem> {
    let mut input = input(world, path)?;
    let mut head = Vec::new();
    match &mut input {
        Input::File(file) => {
            let read = file.by_ref().take(4).read_to_end(&mut head);
            let rewound = read.and_then(|_| file.rewind());
            rewound.map_err(|error| FileProblem::unreadable(path, &error))?;
        }
        Input::Memory(bytes) => head.extend(bytes.iter().take(4)),
    }
    let format = Format::Parquet;
    match head.as_slice() {
        b"PAR1" => Ok(input),
        [] => Err(FileProblem::new(path, FileProblemKind::Empty { format })),
        head => {
            let found = look(head, Format::Ndjson).unwrap_or(Look::JsonObject);
            Err(FileProblem::new(
                path,
                FileProblemKind::Other { format, found },
            ))
        }
    }
}

type Projected = (Vec<arrow_schema::FieldRef>, ParquetRecordBatchReader);

/// All fields of the file, and a reader of the wanted ones.
fn project(world: &dyn World, path: &Path, wanted: &[&str]) -> Result<Projected, FileProblem> {
    let input = parquet_input(world, path)?;
    let projected = columnar::guarded(|| {
        let read = match input {
            Input::File(file) => read_wanted(file, wanted),
            Input::Memory(bytes) => read_wanted(bytes, wanted),
        };
        read.map_err(|error| plain(&error))
    });
    projected.map_err(|reason| FileProblem::unreadable(path, &reason))
}

fn read_wanted<T: ChunkReader + 'static>(
    input: T,
    wanted: &[&str],
) -> Result<Projected, ParquetError> {
    // the writer's in-memory types (dictionaries, views, large strings) are of no interest
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(input, options)?;
    let fields: Vec<_> = builder.schema().fields().iter().cloned().collect();
    let indices = fields.iter().enumerate();
    let indices = indices.filter(|(_, field)| wanted.contains(&field.name().as_str()));
    let indices: Vec<usize> = indices.map(|(index, _)| index).collect();
    let mask = ProjectionMask::roots(builder.parquet_schema(), indices);
    let builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
    Ok((fields, builder.build()?))
}

/// The error's own words without the crate's prefix.
fn plain(error: &ParquetError) -> String {
    match error {
        ParquetError::General(reason) | ParquetError::EOF(reason) => reason.clone(),
        other => other.to_string(),
    }
}

fn check_columns(spec: &TableSpec, names: &[String], sampled: bool) -> Vec<FileProblem> {
    let mut problems = Vec::new();
    for column in &spec.columns {
        let kind = match names.iter().filter(|name| **name == column.column).count() {
            1 => continue,
            0 if column.absent_ok => continue,
            0 => FileProblemKind::Column {
                column: column.column.clone(),
                name: column.name.clone(),
                columns: names.to_vec(),
                required: column.required,
                sampled,
            },
            _ => FileProblemKind::Twice {
                column: column.column.clone(),
            },
        };
        problems.push(FileProblem::new(&spec.path, kind));
    }
    problems
}

//! `segue segments`

use std::io;
use std::path::{Path, PathBuf};

use comfy_table::{CellAlignment, Table, presets};
use serde_json::json;

use super::context::{Context, Format};
use super::export::Export;
use super::overlap::{self, Common, pairs};
use super::print::{count, grouped};
use super::{Exit, print, report};
use crate::evaluate::{Log, Population, Rows};
use crate::model::{FactKind, Model};
use crate::plan::plan;
use crate::schema::Column;
use crate::workspace::Workspace;

/// Count the customers of every segment and group, or list those of one
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue segments                              sizes and shares
  segue segments --list vip                   the ids of the customers in `vip`
  segue segments --list lifecycle.champion    those of one member of a group
  segue segments --list vip --out vip.txt     into a file
  segue segments --overlap                    which segments share customers, or never can
  segue segments --export facts.ndjson        and what is known of each customer, a line each")]
pub(super) struct Args {
    /// Write the ids of this segment's customers, one a line
    #[arg(long, value_name = "SEGMENT")]
    list: Option<String>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also write each customer's traits, scores, groups and segments to this file, as NDJSON
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Compare each two segments: what the rules say of them, and how many customers are in both
    #[arg(long, conflicts_with = "list")]
    overlap: bool,
    /// How sizes are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A segment, or a member of a group.
pub(super) struct Line {
    pub(super) name: String,
    title: String,
    pub(super) fact: usize,
    pub(super) member: Option<String>,
    pub(super) size: usize,
}

pub(super) fn run(args: &Args, context: &Context) -> Exit {
    let mut log = Log::default();
    let Some(workspace) = context.load(&mut log) else {
        return context.report(&mut log);
    };
    if log.diagnostics.errors() > 0 {
        return context.report(&mut log);
    }
    let mut lines = lines(&workspace.model);
    if let Some(name) = &args.list
        && !lines.iter().any(|line| line.name == *name)
    {
        let names = lines.iter().map(|line| line.name.as_str());
        return report::unknown("segment", name, names);
    }
    let mut export = match args.export.as_deref().map(Export::create).transpose() {
        Ok(export) => export,
        Err(error) => return not_exported(args, &error),
    };
    let mut exported = Ok(());
    let mut listed = String::new();
    let mut common = Common::new(if args.overlap { lines.len() } else { 0 });
    let total = count_all(&workspace, context, &mut log, |model, rows| {
        for line in &mut lines {
            let members = members(line, rows);
            line.size += members.len();
            if args.list.as_ref() == Some(&line.name) {
                list(&members, model, rows, &mut listed);
            }
        }
        if args.overlap {
            common.add(&lines, rows);
        }
        if let (Some(export), Ok(())) = (&mut export, &exported) {
            exported = export.write(&workspace, rows);
        }
    });
    let Some(total) = total else {
        return context.report(&mut log);
    };
    if let Err(error) = exported.and_then(|()| export.map_or(Ok(()), Export::finish)) {
        return not_exported(args, &error);
    }
    let pairs = args
        .overlap
        .then(|| pairs(&lines, &common, &workspace, &log));
    let result = match (&args.list, &pairs, args.format) {
        (Some(_), _, _) => listed,
        (None, Some(pairs), Format::Human) => overlap::table(pairs, total),
        (None, Some(pairs), Format::Json) => format!("{:#}\n", overlap::as_json(pairs, total)),
        (None, None, Format::Human) => table(&lines, total, &workspace.model),
        (None, None, Format::Json) => format!("{:#}\n", as_json(&lines, total)),
    };
    let exit = context.report(&mut log);
    exit.max(write(args, &result))
}

fn lines(model: &Model) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, fact) in model.facts.iter().enumerate() {
        match &fact.kind {
            FactKind::Segment => lines.push(Line {
                name: fact.name.clone(),
                title: fact.title.clone().unwrap_or_default(),
                fact: index,
                member: None,
                size: 0,
            }),
            FactKind::Group(members) => lines.extend(members.iter().map(|(member, title)| Line {
                name: format!("{}.{member}", fact.name),
                title: title.clone().unwrap_or_default(),
                fact: index,
                member: Some(member.clone()),
                size: 0,
            })),
            FactKind::Trait | FactKind::Score | FactKind::Experiment => {}
        }
    }
    lines
}

/// Goes through all customers; gives their number, or nothing when a table could not be read.
fn count_all(
    workspace: &Workspace,
    context: &Context,
    log: &mut Log,
    mut visit: impl FnMut(&Model, &Rows),
) -> Option<usize> {
    let model = &workspace.model;
    let plan = plan(model, &workspace.all_facts());
    let tables = context.tables(workspace);
    let population = Population::new(model, &plan, context.clock(workspace), &tables, None, log)?;
    let mut customers = population.customers(&tables, log)?;
    let mut total = 0;
    while let Some(batch) = customers.next(log)? {
        let rows = population.rows(&batch);
        total += rows.len();
        visit(model, &rows);
    }
    Some(total)
}

pub(super) fn members(line: &Line, rows: &Rows) -> Vec<usize> {
    let Some(column) = rows.fact(line.fact) else {
        return Vec::new();
    };
    let is_in = |row: &usize| match (column, &line.member) {
        (Column::YesNo(array), None) => column.is_known(*row) && array.value(*row),
        (Column::Text(array), Some(member)) => column.is_known(*row) && array.value(*row) == member,
        _ => false,
    };
    (0..rows.len()).filter(is_in).collect()
}

fn list(members: &[usize], model: &Model, rows: &Rows, listed: &mut String) {
    if let Some(Column::Text(ids)) = model.customer.key.and_then(|key| rows.field(key)) {
        for &row in members {
            listed.push_str(ids.value(row));
            listed.push('\n');
        }
    }
}

/// Segments first, then each group under its name.
fn table(lines: &[Line], total: usize, model: &Model) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["segment", "", "customers", "share", ""]);
    for line in lines.iter().filter(|line| line.member.is_none()) {
        add_row(&mut table, &line.name, line, total);
    }
    let mut group = None;
    for line in lines {
        let Some(member) = &line.member else { continue };
        if group != Some(line.fact) {
            group = Some(line.fact);
            let fact = &model.facts[line.fact];
            let title = fact.title.clone().unwrap_or_default();
            table.add_row([fact.name.clone(), title]);
        }
        add_row(&mut table, &format!("  .{member}"), line, total);
    }
    for column in [2, 3] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    if let Some(name) = table.column_mut(0) {
        name.set_padding((0, 1));
    }
    format!("{}\n\n{}\n", table.trim_fmt(), count(total, "customer"))
}

fn add_row(table: &mut Table, name: &str, line: &Line, total: usize) {
    let share = share(line.size, total);
    table.add_row([
        name.to_owned(),
        line.title.clone(),
        grouped(line.size),
        format!("{:.1} %", share * 100.0),
        "█".repeat((share * 20.0).ceil() as usize),
    ]);
}

pub(super) fn share(size: usize, total: usize) -> f64 {
    size as f64 / total.max(1) as f64
}

fn as_json(lines: &[Line], total: usize) -> serde_json::Value {
    let segments = lines.iter().map(|line| {
        json!({
            "name": line.name,
            "title": line.title,
            "customers": line.size,
            "share": share(line.size, total),
        })
    });
    json!({ "customers": total, "segments": segments.collect::<Vec<_>>() })
}

#[expect(clippy::disallowed_methods, reason = "`--out` is written here")]
fn write(args: &Args, result: &str) -> Exit {
    let Some(path) = &args.out else {
        if !result.is_empty() {
            print::out(result.trim_end());
        }
        return Exit::Success;
    };
    match std::fs::write(path, result) {
        Ok(()) => Exit::Success,
        Err(error) => report::cannot_write(path, &error),
    }
}

fn not_exported(args: &Args, error: &io::Error) -> Exit {
    let path = args.export.as_deref().unwrap_or(Path::new("-"));
    report::cannot_write(path, error)
}

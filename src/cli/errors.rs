//! `segue errors`

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use super::context::Format;
use super::{Exit, print, report};
use crate::diagnostic::code::{Entry, Example, Examples, GROUPS, entries, find};

/// Columns of a terminal that pages and tables use.
const WIDTH: u16 = 100;

/// Explain a finding by the code in its brackets, or list all codes
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  segue errors                    every code, by subject
  segue errors unknown-name       what `error[unknown-name]` means and how to mend it
  segue errors --format json      all pages, for a machine")]
pub(super) struct Args {
    /// The code, as in `unknown-name`
    code: Option<String>,
    /// How pages are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args) -> Exit {
    let Some(name) = &args.code else {
        match args.format {
            Format::Human => print::out(&table()),
            Format::Json => print::json(&entries().map(as_json).collect()),
        }
        return Exit::Success;
    };
    let Some(entry) = find(bare(name)) else {
        return report::unknown("code", name, entries().map(|entry| entry.code.as_str()));
    };
    match args.format {
        Format::Human => print::out(&page(entry)),
        Format::Json => print::json(&as_json(entry)),
    }
    Exit::Success
}

/// The code in `error[unknown-name]`, as it may have been copied from a finding.
fn bare(name: &str) -> &str {
    let inside = name.split_once('[').map_or(name, |(_, inside)| inside);
    inside.trim_end_matches([']', ':'])
}

fn table() -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(WIDTH);
    for group in GROUPS {
        if table.row_count() > 0 {
            table.add_row([""]);
        }
        table.add_row([group.title]);
        for entry in group.entries {
            table.add_row([format!("  {}", entry.code), entry.summary()]);
        }
    }
    if let Some(code) = table.column_mut(0) {
        code.set_padding((0, 1));
        code.set_constraint(comfy_table::ColumnConstraint::ContentWidth);
    }
    let lines = table.lines().map(|line| line.trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn page(entry: &Entry) -> String {
    let mut parts = vec![format!("{}\n\n{}", entry.code, wrapped(&entry.summary()))];
    let reason = ("Why it matters", entry.reason());
    let remedy = ("How to mend it", entry.remedy());
    parts.extend([reason, remedy].map(|(title, text)| format!("{title}\n{}", wrapped(&text))));
    if let Examples::Pair { wrong, right } = entry.examples {
        parts.extend(
            [("Wrong", wrong), ("Right", right)].map(|(title, example)| {
                let place = match example {
                    Example::File { path, .. } => format!(", in {path}"),
                    Example::Command(_) => String::new(),
                };
                format!("{title}{place}\n{}", indented(&example.text()))
            }),
        );
    }
    parts.join("\n\n")
}

/// Lines of at most [`WIDTH`] columns, a little indented.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() + 3 <= usize::from(WIDTH) => {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    indented(&lines.join("\n"))
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("  {line}"));
    let lines = lines.map(|line| line.trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// `{code, summary, reason, remedy, wrong, right}`; an example is `{file, text}` or `{command}`.
fn as_json(entry: &'static Entry) -> Value {
    let example = |example: Example| match example {
        Example::File { path, .. } => json!({ "file": path, "text": example.text() }),
        Example::Command(_) => json!({ "command": example.text() }),
    };
    let (wrong, right) = match entry.examples {
        Examples::Pair { wrong, right } => (example(wrong), example(right)),
        Examples::None(_) => (Value::Null, Value::Null),
    };
    json!({
        "code": entry.code,
        "summary": entry.summary(),
        "reason": entry.reason(),
        "remedy": entry.remedy(),
        "wrong": wrong,
        "right": right,
    })
}

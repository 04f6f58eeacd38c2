//! The evaluator: what customers of small files come to.
//!
//! A case is a folder with `segue.toml`, `rules.seg` and data files. Its snapshot is a table of all
//! customers by all facts and audiences. Personas of a case are the customers of its files once
//! more, and must come to the same.

#![expect(clippy::unwrap_used, reason = "a test may stop at what cannot be")]

mod law;

use std::fmt::Write;
use std::path::Path;

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_schema::DataType;
use jiff::Timestamp;
use segue::check::check;
use segue::diagnostic::{Diagnostics, Style, draw};
use segue::evaluate::{Clock, Log, Personas, Population, Tables, single};
use segue::model::Model;
use segue::plan::{Needs, Plan, plan};
use segue::project::{Project, load};
use segue::rules::parse;
use segue::schema::Column;
use segue::source::Sources;
use segue::world::{Disk, World};

#[test]
fn cases() {
    insta::glob!("../cases", "evaluate/*/rules.seg", |path| {
        let world = Disk::new(path.parent().unwrap());
        let run = Run::new(&world);
        let mut log = Log::default();
        let customers = run.evaluate(None, &mut log).unwrap();
        if !run.model.personas.is_empty() {
            let personas = run.evaluate(Some(run.personas()), &mut log);
            assert_eq!(Some(&customers), personas.as_ref());
        }
        let rules = String::from_utf8(world.read(Path::new("rules.seg")).unwrap()).unwrap();
        let shown = format!("{rules}\n---\n{}\n{}", table(&customers), findings(log));
        insta::with_settings!({
            snapshot_path => "../../snapshots/evaluate",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!("case", shown) });
    });
}

/// A name and its value for each customer; the first is the customer's id.
pub(crate) type Line = (String, Vec<String>);

/// A project whose rules are fine, and the plan for all of its facts and audiences.
pub(crate) struct Run<'a> {
    world: &'a dyn World,
    project: Project,
    pub(crate) model: Model,
}

impl<'a> Run<'a> {
    pub(crate) fn new(world: &'a dyn World) -> Self {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let project = load(world, &mut sources, &mut diagnostics).unwrap();
        let rules = String::from_utf8(world.read(Path::new("rules.seg")).unwrap()).unwrap();
        let rules = sources.add("rules.seg", rules);
        let items = parse(rules, &sources, &mut diagnostics);
        let model = check(&items, &project, &mut diagnostics);
        assert_eq!(draw(&diagnostics, &sources, Style::Plain), "");
        Self {
            world,
            project,
            model,
        }
    }

    fn clock(&self) -> Clock {
        Clock::new(self.project.as_of.unwrap(), self.project.timezone.clone())
    }

    fn personas(&self) -> Personas {
        Personas::new(&self.model.personas, &self.model, &self.clock())
    }

    fn tables(&self) -> Tables<'_> {
        Tables {
            world: self.world,
            project: &self.project,
            folder: Path::new(""),
            personas: None,
        }
    }

    /// One customer out of the files.
    fn single(&self, id: &str, log: &mut Log) -> Personas {
        let tables = self.tables();
        single(id, &self.model, &self.plan(), &tables, log)
            .unwrap()
            .unwrap()
    }

    fn plan(&self) -> Plan {
        let needs = Needs {
            facts: (0..self.model.facts.len()).collect(),
            exprs: self
                .model
                .campaigns
                .iter()
                .map(|one| &one.audience)
                .collect(),
            ..Needs::default()
        };
        plan(&self.model, &needs)
    }

    /// All customers, or else the personas, ranked among all customers.
    pub(crate) fn evaluate(&self, personas: Option<Personas>, log: &mut Log) -> Option<Vec<Line>> {
        let plan = self.plan();
        let mut tables = self.tables();
        let population = |tables: &Tables, others, log: &mut Log| {
            Population::new(&self.model, &plan, self.clock(), tables, others, log)
        };
        let mut found = population(&tables, None, log)?;
        if personas.is_some() {
            tables.personas = personas;
            found = population(&tables, Some(found), log)?;
        }
        let mut lines: Vec<Line> = Vec::new();
        let mut customers = found.customers(&tables, log)?;
        while let Some(batch) = customers.next(log)? {
            let rows = found.rows(&batch);
            let id = rows.field(self.model.customer.key?)?.clone();
            let facts = self.model.facts.iter().enumerate();
            let facts =
                facts.map(|(index, fact)| (fact.name.as_str(), rows.fact(index).unwrap().clone()));
            let campaigns = self.model.campaigns.iter();
            let campaigns = campaigns.map(|one| (one.name.as_str(), rows.evaluate(&one.audience)));
            let columns = std::iter::once(("", id)).chain(facts).chain(campaigns);
            for (index, (name, column)) in columns.enumerate() {
                if index == lines.len() {
                    lines.push((name.to_owned(), Vec::new()));
                }
                lines[index]
                    .1
                    .extend((0..rows.len()).map(|row| value(&column, row)));
            }
        }
        // Facts stand in the order of their computation, rules in that of their reader.
        let declared = |name: &str| self.model.facts.iter().find(|fact| fact.name == name);
        lines[1..].sort_by_key(|(name, _)| declared(name).map(|fact| fact.span));
        Some(lines)
    }
}

fn table(lines: &[Line]) -> String {
    let width = |texts: &mut dyn Iterator<Item = &String>| {
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let first = width(&mut lines.iter().map(|(name, _)| name));
    let customers = lines.first().map_or(0, |(_, values)| values.len());
    let widths = (0..customers).map(|one| width(&mut lines.iter().map(|(_, values)| &values[one])));
    let widths: Vec<usize> = widths.collect();
    let line = |(name, values): &Line| {
        let mut line = format!("{name:first$}");
        for (value, width) in values.iter().zip(&widths) {
            let _ = write!(line, "  {value:width$}");
        }
        line.trim_end().to_owned() + "\n"
    };
    lines.iter().map(line).collect()
}

/// What the run says about its input.
fn findings(log: Log) -> String {
    let Log {
        mut sources,
        mut diagnostics,
        rejects,
        unmatched,
    } = log;
    for reject in &rejects {
        for diagnostic in reject.diagnostics(&mut sources) {
            diagnostics.push(diagnostic);
        }
    }
    let unmatched = unmatched.iter().map(|one| format!("{one:?}\n"));
    let drawn = draw(&diagnostics, &sources, Style::Plain);
    format!("{}{drawn}", unmatched.collect::<String>())
}

fn value(column: &Column, row: usize) -> String {
    if !column.is_known(row) {
        return "-".to_owned();
    }
    let time = |micros: i64| Timestamp::from_microsecond(micros).unwrap().to_string();
    match column {
        Column::Text(array) => array.value(row).to_owned(),
        Column::Number(array) => array.value(row).to_string(),
        Column::Money(array) => format!("{}¢", array.value(row)),
        Column::YesNo(array) => if array.value(row) { "yes" } else { "no" }.to_owned(),
        Column::Date(array) => time(i64::from(array.value(row)) * 86_400_000_000)[..10].to_owned(),
        Column::Time(array) => time(array.value(row)),
        Column::Duration(array) => format!("{} s", array.value(row) / 1_000_000),
        Column::List(array) => {
            let items = items(&array.value(row));
            let shown: Vec<_> = (0..items.len()).map(|item| value(&items, item)).collect();
            format!("[{}]", shown.join(" "))
        }
    }
}

fn items(array: &dyn Array) -> Column {
    match array.data_type() {
        DataType::Utf8 => Column::Text(array.as_string().clone()),
        DataType::Float64 => Column::Number(array.as_primitive().clone()),
        DataType::Int64 => Column::Money(array.as_primitive().clone()),
        DataType::Date32 => Column::Date(array.as_primitive().clone()),
        _ => Column::Time(array.as_primitive().clone()),
    }
}

//! A composition ready to print rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::Value;
use super::branch::{self, Branch, Reached};
use super::composition::Composition;
use super::filter::FilterSettings;
use super::render;
use super::tree::{Node, Partial};
use crate::source::{SourceId, Sources};

/// The path of a value that rows give to templates, as `customer.first_name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotPath(pub Vec<String>);

impl SlotPath {
    /// The path of these names.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self(names.into_iter().map(str::to_owned).collect())
    }
}

impl fmt::Display for SlotPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// How outputs are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// HTML's special characters become entities, except after `raw` and the escaping filters.
    Html,
    /// Not at all.
    Text,
}

/// Why one recipient's template could not be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Lower case, no final period.
    pub message: String,
    /// Path of the template in which it happened.
    pub template: Option<String>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.template {
            Some(path) => write!(f, "{path}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

/// A template that prints one row after another, from any thread.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) composition: Composition,
    pub(super) slots: Vec<SlotPath>,
    pub(super) globals: BTreeMap<String, Global>,
    pub(super) texts: BTreeMap<SourceId, Arc<str>>,
    pub(super) escape: Escape,
    pub(super) settings: FilterSettings,
    /// Variables that only ever hold captured, hence already escaped, output.
    pub(super) captured: BTreeSet<String>,
}

/// Where a global variable's value comes from.
#[derive(Clone, Debug)]
pub(super) enum Global {
    /// The slot of this index.
    Slot(usize),
    /// Entries that are slots, or lead to some.
    Object(BTreeMap<String, Global>),
}

/// Prepares `composition` for rows of `slots`, which are what [`check`](super::check) returned.
pub fn compile(
    composition: &Composition,
    slots: &[SlotPath],
    sources: &Sources,
    escape: Escape,
    settings: FilterSettings,
) -> Program {
    let mut globals = BTreeMap::new();
    for (index, slot) in slots.iter().enumerate() {
        insert(&mut globals, &slot.0, index);
    }
    let texts = composition.sources.iter();
    let texts = texts.map(|id| (*id, sources.get(*id).text.as_str().into()));
    Program {
        composition: composition.clone(),
        slots: slots.to_vec(),
        texts: texts.collect(),
        captured: captured(composition, &globals),
        globals,
        escape,
        settings,
    }
}

impl Program {
    /// What rows must give, in this order.
    pub fn slots(&self) -> &[SlotPath] {
        &self.slots
    }

    /// Appends the output for one row to `out`. `values` are those of [`Program::slots`]; big ones
    /// are shared, not copied.
    ///
    /// # Errors
    /// When a filter cannot work with the row's values, or a limit is reached.
    pub fn render(&self, values: &[Value<'_>], out: &mut Vec<u8>) -> Result<(), Outcome> {
        render::render(self, values, out, None)
    }

    /// The same, and adds the branches that the row took to `reached`, also of a row that fails.
    ///
    /// # Errors
    /// As [`Program::render`].
    pub fn trace(
        &self,
        values: &[Value<'_>],
        out: &mut Vec<u8>,
        reached: &mut Reached,
    ) -> Result<(), Outcome> {
        render::render(self, values, out, Some(reached))
    }

    /// Every branch that a row could take, by its place. `is_filled` says of which blocks rules
    /// fill the place for everybody, so that the page's own content is never shown.
    pub fn branches(&self, is_filled: &dyn Fn(&str) -> bool) -> Vec<Branch> {
        branch::branches(&self.composition, is_filled)
    }
}

fn insert(globals: &mut BTreeMap<String, Global>, path: &[String], slot: usize) {
    match path {
        [] => {}
        [name] => {
            globals.insert(name.clone(), Global::Slot(slot));
        }
        [name, rest @ ..] => {
            let inner = globals.entry(name.clone());
            let inner = inner.or_insert_with(|| Global::Object(BTreeMap::new()));
            if let Global::Object(entries) = inner {
                insert(entries, rest, slot);
            }
        }
    }
}

/// Names that are captured and never set in any other way.
fn captured(composition: &Composition, globals: &BTreeMap<String, Global>) -> BTreeSet<String> {
    let mut names = Names::default();
    names.collect(&composition.nodes);
    for partial in composition.partials.values() {
        names.collect(&partial.nodes);
    }
    for region in composition.regions.values() {
        names.collect(&region.default);
        for choice in &region.variants {
            names.collect(&choice.template.nodes);
            for (name, _) in &choice.parameters {
                names.set(&name.text);
            }
        }
    }
    let Names { captured, set } = names;
    let captured = captured.into_iter();
    captured
        .filter(|name| !set.contains(name) && !globals.contains_key(name))
        .collect()
}

#[derive(Default)]
struct Names {
    captured: BTreeSet<String>,
    set: BTreeSet<String>,
}

impl Names {
    fn set(&mut self, name: &str) {
        self.set.insert(name.to_owned());
    }

    fn collect(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Capture(name, _) => {
                    self.captured.insert(name.text.clone());
                }
                Node::Assign(name, _) | Node::Increment(name) | Node::Decrement(name) => {
                    self.set(&name.text);
                }
                Node::For(one) | Node::TableRow(one) => self.set(&one.variable.text),
                Node::Include(partial) | Node::Render(partial) => self.arguments(partial),
                _ => {}
            }
            for body in node.bodies() {
                self.collect(body);
            }
        }
    }

    fn arguments(&mut self, partial: &Partial) {
        for (name, _) in &partial.arguments {
            self.set(&name.text);
        }
        if let Some(binding) = &partial.binding
            && !binding.implied
        {
            self.set(&binding.variable);
        }
    }
}

//! A composition ready to print rows: flat operations over slots.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::Value;
use super::branch::{self, Branch, Reached};
use super::composition::Composition;
use super::escape::Escaper;
use super::filter::{self, FilterSettings};
use super::kept::Piece;
use super::operands::Variable;
use super::run;
use super::tree::Comparison;
use crate::source::Span;

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
    /// Where in the template.
    pub place: Option<Place>,
    /// What the values were that it happened with, by what the template calls them. Personal data
    /// are masked.
    pub values: Vec<(String, String)>,
}

/// A place in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// In the text that was compiled.
    pub span: Span,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
}

impl fmt::Display for Outcome {
    /// `campaigns/spring.liquid:3:12: filter `money`: expected a number (price = "free")`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.template {
            f.write_str(path)?;
            if let (Some(place), None) = (&self.place, self.aborted()) {
                write!(f, ":{}:{}", place.line, place.column)?;
            }
            f.write_str(": ")?;
        }
        match self.aborted() {
            Some("") => return f.write_str("aborted"),
            Some(reason) => return write!(f, "aborted: {reason}"),
            None => f.write_str(&self.message)?,
        }
        for (index, (name, value)) in self.values.iter().enumerate() {
            let before = if index == 0 { " (" } else { ", " };
            write!(f, "{before}{name} = {value}")?;
        }
        f.write_str(if self.values.is_empty() { "" } else { ")" })
    }
}

impl std::error::Error for Outcome {}

/// What one row's rendering may take. Past it the row fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Turns of all loops, and partials shown.
    pub turns: u32,
    /// Bytes of output.
    pub bytes: usize,
    /// Partials inside one another.
    pub depth: usize,
    /// Time by the clock.
    pub time: Duration,
}

impl Default for Limits {
    /// A million turns, 16 MiB, 100 partials inside one another, 5 seconds.
    fn default() -> Self {
        Self {
            turns: 1_000_000,
            bytes: 16 << 20,
            depth: 100,
            time: Duration::from_secs(5),
        }
    }
}

/// A template that prints one row after another, from any thread.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) composition: Composition,
    pub(super) slots: Vec<SlotPath>,
    pub(super) settings: FilterSettings,
    /// Where the templates' `now` comes from.
    pub(super) now: Option<usize>,
    /// Where the name of the customer's locale comes from.
    pub(super) locale: Option<usize>,
    /// All literal text, one piece behind the other.
    pub(super) text: String,
    pub(super) constants: Vec<Value<'static>>,
    pub(super) paths: Vec<PathCode>,
    pub(super) chains: Vec<Chain>,
    pub(super) tests: Vec<Test>,
    pub(super) layouts: Vec<Layout>,
    /// The first is the page.
    pub(super) routines: Vec<Routine>,
    pub(super) limits: Limits,
    /// The slots that repeat personal data.
    pub(super) personal: BTreeSet<u32>,
    /// The variables that may do so.
    pub(super) repeating: BTreeSet<Variable>,
}

/// A page, partial or variant for one layout of variables.
#[derive(Clone, Debug)]
pub(super) struct Routine {
    /// Path of its template.
    pub(super) path: String,
    pub(super) layout: u32,
    pub(super) ops: Vec<Op>,
    /// Where each operation comes from.
    pub(super) places: Vec<Option<Place>>,
}

/// The variables that templates which see each other's set.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    /// The cell of each name.
    pub(super) cells: BTreeMap<String, u32>,
    /// Whether globals are seen.
    pub(super) is_open: bool,
}

/// An operation. Ranges of operations begin behind the operation that has them.
#[derive(Clone, Debug)]
pub(super) enum Op {
    /// Prints the bytes of [`Program::text`].
    Text {
        start: u32,
        end: u32,
    },
    /// Prints a value as it is.
    Show {
        value: Operand,
        escaper: Escaper,
        /// Whether a list shows its brackets, as filters take it.
        as_text: bool,
    },
    /// Prints a chain's value.
    Print {
        chain: u32,
        escaper: Escaper,
        as_text: bool,
    },
    Assign {
        cell: u32,
        chain: u32,
        /// Whether it is left out when a filter fails.
        is_lax: bool,
    },
    /// Keeps what the operations up to `end` print.
    Capture {
        cell: u32,
        end: u32,
        /// Whether it is HTML already.
        is_markup: bool,
    },
    /// Goes on at `to` unless the test holds.
    Unless {
        test: u32,
        to: u32,
    },
    Jump {
        to: u32,
    },
    /// Notes that a branch is taken.
    Took {
        branch: Span,
    },
    Case(Box<Case>),
    For(Box<LoopCode>),
    TableRow(Box<LoopCode>),
    Break,
    Continue,
    Cycle(Box<Cycle>),
    Count {
        cell: u32,
        step: i64,
        /// The global that the first count begins with, if it is a whole number.
        start: Operand,
    },
    IfChanged {
        end: u32,
    },
    Include(Box<Call>),
    Render(Box<Call>),
    Block(Box<Switch>),
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operand {
    Constant(u32),
    /// A slot as a whole.
    Slot(u32),
    /// What a path leads to.
    Path(u32),
}

/// A root and the steps from it.
#[derive(Clone, Debug)]
pub(super) struct PathCode {
    /// As templates write it, for messages; empty if it is no name.
    pub(super) name: Box<str>,
    pub(super) root: Root,
    /// What is meant when no variable of the root's name is set.
    pub(super) fallback: Fallback,
    pub(super) steps: Box<[Step]>,
}

#[derive(Clone, Debug)]
pub(super) enum Fallback {
    Missing,
    /// A slot, and the number of steps that it covers.
    Slot(u32, usize),
    /// What the row has under a name: the first slot is the whole row.
    Row(Field),
}

#[derive(Clone, Debug)]
pub(super) enum Root {
    /// No variable: what it falls back to.
    Global,
    Cell(u32),
    /// `(1..n)`, and whether both ends are written as numbers.
    Range(Operand, Operand, bool),
    /// The variable whose name is the value.
    Named(Operand),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    /// `.name`
    Property(Field),
    /// `["name"]`
    Key(Field),
    /// `[i]`
    Index(Operand),
}

/// A name in a path, and where it stood in the last record: most records that come by a place have
/// the same names in the same order.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: Box<str>,
    place: AtomicUsize,
}

impl Field {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            place: AtomicUsize::new(0),
        }
    }

    /// Where to look first.
    pub(super) fn place(&self) -> usize {
        self.place.load(Ordering::Relaxed)
    }

    /// Keeps the place for the next record. Other threads may see it or not.
    pub(super) fn found(&self, place: usize) {
        self.place.store(place, Ordering::Relaxed);
    }
}

impl Clone for Field {
    fn clone(&self) -> Self {
        Self::new(&self.name)
    }
}

/// A value and its filters.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) value: Operand,
    pub(super) filters: Box<[FilterCode]>,
}

#[derive(Clone, Debug)]
pub(super) struct FilterCode {
    pub(super) row: &'static filter::Row,
    pub(super) positional: Box<[Operand]>,
    pub(super) keyword: Box<[(String, Operand)]>,
}

#[derive(Clone, Debug)]
pub(super) enum Test {
    Truthy(Operand),
    Compare(Comparison, Operand, Operand),
    Is(Trait, Operand),
    Never,
    Not(u32),
    /// Both of two tests.
    And(u32, u32),
    /// At least one.
    Or(u32, u32),
}

/// What `empty` and `blank` stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    Empty,
    Blank,
    /// In what is contained, both are the empty text, which is in every text and in no list.
    Text,
}

/// Operations from the first up to the second index.
pub(super) type Body = (u32, u32);

#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) arms: Vec<CaseArm>,
    /// Taken when no arm is.
    pub(super) without: Option<Span>,
    pub(super) end: u32,
}

#[derive(Clone, Debug)]
pub(super) struct CaseArm {
    /// None for `else`.
    pub(super) choices: Option<Vec<u32>>,
    pub(super) body: Body,
    pub(super) branch: Option<Span>,
}

#[derive(Clone, Debug)]
pub(super) struct LoopCode {
    pub(super) name: String,
    pub(super) variable: u32,
    /// The cell of `forloop` or `tablerowloop`.
    pub(super) position: u32,
    pub(super) list: Operand,
    pub(super) limit: Option<Operand>,
    pub(super) offset: Start,
    pub(super) columns: Option<Operand>,
    pub(super) reversed: bool,
    /// Whether a loop of the same name begins where this one stops.
    pub(super) is_continued: bool,
    /// When nothing but the item decides what a turn prints.
    pub(super) piece: Option<Arc<Piece>>,
    pub(super) body: Body,
    pub(super) otherwise: Body,
    pub(super) branches: Vec<Span>,
    pub(super) end: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Start {
    First,
    At(Operand),
    /// Where the last loop of the same name stopped.
    Continue,
}

#[derive(Clone, Debug)]
pub(super) struct Cycle {
    pub(super) group: Option<Operand>,
    pub(super) key: String,
    pub(super) values: Vec<Operand>,
    pub(super) escaper: Escaper,
}

/// `include` and `render`
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The partial's name as written.
    pub(super) name: String,
    pub(super) target: Target,
    pub(super) arguments: Vec<(u32, Operand)>,
    pub(super) bound: Option<Bind>,
    /// When one value alone decides what the partial prints: which.
    pub(super) piece: Option<(Arc<Piece>, Operand)>,
    /// The layout of a partial that is rendered, and its cell for `forloop`.
    pub(super) layout: u32,
    pub(super) position: u32,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    Routine(u32),
    /// By the name that the value is.
    Computed {
        /// As written.
        name: String,
        value: Operand,
        all: BTreeMap<String, u32>,
    },
}

/// `with x as y`, `for list as y`
#[derive(Clone, Debug)]
pub(super) struct Bind {
    pub(super) cell: u32,
    pub(super) each: bool,
    pub(super) value: Operand,
}

/// A block: what rules chose, or its own content.
#[derive(Clone, Debug)]
pub(super) struct Switch {
    pub(super) slot: Option<u32>,
    pub(super) variants: Vec<VariantCode>,
    /// The page's own.
    pub(super) default: u32,
}

#[derive(Clone, Debug)]
pub(super) struct VariantCode {
    pub(super) parameters: Vec<(u32, Given)>,
    pub(super) routine: u32,
}

/// What a parameter is set to.
#[derive(Clone, Debug)]
pub(super) enum Given {
    Value(Operand),
    /// What a routine prints.
    Printed(u32),
}

impl Program {
    /// Whether the filter may make something else of the same input for another row.
    pub(super) fn depends_on_row(&self, filter: &filter::Row) -> bool {
        filter.reads_clock() || self.locale.is_some() && filter.writes_locale()
    }

    /// What rows must give, in this order.
    pub fn slots(&self) -> &[SlotPath] {
        &self.slots
    }

    /// The same within other limits.
    #[must_use]
    pub fn within(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Appends the output for one row to `out`. `values` are those of [`Program::slots`]; they are
    /// read in place.
    ///
    /// # Errors
    /// When a filter cannot work with the row's values, or a limit is reached.
    pub fn render(&self, values: &[Value<'_>], out: &mut String) -> Result<(), Outcome> {
        run::run(self, values, out, None)
    }

    /// The same, and adds the branches that the row took to `reached`, also of a row that fails.
    ///
    /// # Errors
    /// As [`Program::render`].
    pub fn trace(
        &self,
        values: &[Value<'_>],
        out: &mut String,
        reached: &mut Reached,
    ) -> Result<(), Outcome> {
        run::run(self, values, out, Some(reached))
    }

    /// Every branch that a row could take, by its place. `is_filled` says of which blocks rules
    /// fill the place for everybody, so that the page's own content is never shown.
    pub fn branches(&self, is_filled: &dyn Fn(&str) -> bool) -> Vec<Branch> {
        branch::branches(&self.composition, is_filled)
    }
}

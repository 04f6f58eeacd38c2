//! Text → [`ast`](super::ast), item by item. Only this folder sees pest's rules.

mod expected;

mod slip;

mod literal;

mod operand;

mod expression;

mod item;

mod clause;

mod campaign;

mod persona;

mod claim;

mod outline;

use std::num::NonZero;
use std::ops::Range;
use std::thread;

use pest::Parser;
use pest::iterators::{Pair, Pairs};

use self::grammar::{Grammar, Rule};
use super::ast::{Broken, Item, Name};
use super::problem::Problem;
use super::split::{Part, split};
use super::token::{Kind, RESERVED, tokens};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Sources, Span};

pub(super) use self::outline::{Joint, Level, Outline, Role, outline};

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/rules.pest"]
    pub(super) struct Grammar;
}

type Node<'a> = Pair<'a, Rule>;
type Nodes<'a> = Pairs<'a, Rule>;

/// Stack for the deepest text the grammar lets through, in a build without optimization; the
/// caller's thread may have less.
const STACK_BYTES: usize = 64 << 20;

/// Fewer parts than this are not worth a thread.
const PARTS: usize = 50;

/// Reads every item of a rule file. A broken item is reported and kept by its name; of a broken
/// campaign or persona what can be read is kept.
///
/// ```
/// use segue::diagnostic::Diagnostics;
/// use segue::rules::{ast::Item, parse};
/// use segue::source::Sources;
///
/// let mut sources = Sources::default();
/// let file = sources.add(
///     "rules/all.seg",
///     "trait orders = count of purchase\nsegment vip when orders >\nsegment loyal when orders >= 3",
/// );
/// let mut diagnostics = Diagnostics::default();
/// let items = parse(file, &sources, &mut diagnostics);
///
/// // `vip` is broken, and costs nothing but itself
/// assert!(matches!(items.as_slice(), [Item::Trait(_), Item::Broken(_), Item::Segment(_)]));
/// assert_eq!(diagnostics.errors(), 1);
/// ```
pub fn parse(id: SourceId, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Item> {
    let text = sources.get(id).text.as_str();
    let read = each_part(&split(text), |part| {
        let mut faults = Diagnostics::default();
        (parse_part(id, text, part, &mut faults), faults)
    });
    let mut items = Vec::new();
    for (item, faults) in read {
        items.extend(item);
        diagnostics.extend(faults);
    }
    items
}

/// Does `work` for each part, on stacks that are large enough for the deepest text. A long file is
/// shared among threads.
fn each_part<T: Send>(parts: &[Part], work: impl Fn(&Part) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = parts.len().div_ceil(threads).max(PARTS);
    let work = |parts: &[Part]| parts.iter().map(&work).collect::<Vec<T>>();
    thread::scope(|scope| {
        let shares = parts.chunks(share).map(|parts| {
            let roomy = thread::Builder::new().stack_size(STACK_BYTES);
            (parts, roomy.spawn_scoped(scope, || work(parts)))
        });
        let shares: Vec<_> = shares.collect();
        let done = shares.into_iter().flat_map(|(parts, thread)| match thread {
            Ok(thread) => match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            // no thread to be had: pest watches the stack of this one
            Err(_) => work(parts),
        });
        done.collect()
    })
}

fn parse_part(
    id: SourceId,
    text: &str,
    part: &Part,
    diagnostics: &mut Diagnostics,
) -> Option<Item> {
    match part {
        Part::Item(range) => {
            let block = text.get(range.clone()).unwrap_or("");
            Block::new(id, range.start, block, diagnostics).parse()
        }
        Part::Stray(range) => {
            let found = format!("`{}`", text.get(range.clone()).unwrap_or(""));
            let span = Span::new(id, range.clone());
            diagnostics.report(&Problem::NoItem { found }, span);
            None
        }
    }
}

/// The text of one item, with its place in the file.
struct Block<'a> {
    origin: Origin,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    /// Operators met so far in the expression being read.
    operators: usize,
}

impl<'a> Block<'a> {
    fn new(
        source: SourceId,
        start: usize,
        text: &'a str,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            origin: Origin { source, start },
            text,
            diagnostics,
            operators: 0,
        }
    }

    fn parse(&mut self) -> Option<Item> {
        self.item().or_else(|| self.broken().map(Item::Broken))
    }

    fn item(&mut self) -> Option<Item> {
        match Grammar::parse(Rule::item, self.text) {
            Ok(mut nodes) => item::item(self, &nodes.next()?),
            Err(error) => {
                let fault = expected::explain(self.text, &error);
                let mut diagnostic = Diagnostic::new(&fault.problem, self.place(fault.range));
                if let Some((range, text)) = fault.note {
                    diagnostic = diagnostic.note(self.place(range), text);
                }
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// The item's name, for those who use it.
    fn broken(&self) -> Option<Broken> {
        let mut tokens = tokens(self.text, 0);
        let keyword = tokens.next()?;
        let name = match keyword.of(self.text) {
            "customer" => keyword.clone(),
            "expect" => return None,
            _ => tokens.next().filter(|token| token.kind == Kind::Word)?,
        };
        let text = name.of(self.text);
        (!RESERVED.contains(&text)).then(|| Broken {
            keyword: keyword.of(self.text).to_owned(),
            name: Name {
                text: text.to_owned(),
                span: self.place(name.range.clone()),
            },
        })
    }

    fn place(&self, range: Range<usize>) -> Span {
        self.origin.place(range)
    }

    fn span(&self, node: &Node) -> Span {
        self.origin.span(node)
    }

    fn report(&mut self, problem: &Problem, span: Span) {
        self.diagnostics.report(problem, span);
    }

    /// Reports what a later version brings.
    fn unsupported(&mut self, node: &Node, what: impl Into<String>) {
        let what = what.into();
        self.report(&Problem::Unsupported { what }, self.span(node));
    }
}

/// Where an item's text begins.
#[derive(Clone, Copy)]
struct Origin {
    source: SourceId,
    start: usize,
}

impl Origin {
    fn place(self, range: Range<usize>) -> Span {
        Span::new(
            self.source,
            self.start + range.start..self.start + range.end,
        )
    }

    /// The node's place without the white space behind it, which pest counts in.
    fn span(self, node: &Node) -> Span {
        let mut last = node.clone();
        while let Some(inner) = last.clone().into_inner().next_back() {
            last = inner;
        }
        self.place(node.as_span().start()..last.as_span().end())
    }
}

/// The nodes of `rule` among `nodes`.
fn each(nodes: Nodes<'_>, rule: Rule) -> impl Iterator<Item = Node<'_>> {
    nodes.filter(move |node| node.as_rule() == rule)
}

/// The first node of `rule` among `nodes`.
fn find<'a>(nodes: &Nodes<'a>, rule: Rule) -> Option<Node<'a>> {
    nodes.clone().find(|node| node.as_rule() == rule)
}

/// All or nothing, but only after every one has been read and its faults reported.
fn all<T>(results: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let results: Vec<Option<T>> = results.collect();
    results.into_iter().collect()
}

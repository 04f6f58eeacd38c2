//! Pieces → tree: which tag belongs to which.

mod blocks;
mod body;
mod foreign;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::abort::aborting;
use super::expression::Markup;
use super::problem::Problem;
use super::scan::{Escapes, Piece, scan};
use super::tree::{Expression, Node};
use super::{filter, tags};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};
use body::Body;

/// Tags inside one another at most, so that nesting cannot exhaust the stack.
const MAX_DEPTH: usize = 100;

/// What may stand in the middle of a block tag.
const BRANCHES: [(&str, &[&str]); 5] = [
    ("if", &["elsif", "else"]),
    ("unless", &["elsif", "else"]),
    ("case", &["when", "else"]),
    ("for", &["else"]),
    ("tablerow", &[]),
];

/// What becomes of markup that cannot be read, as Shopify's engine calls it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorMode {
    /// It is reported.
    #[default]
    Strict,
    /// It is read as far as it can be, as old templates rely on.
    Lax,
}

/// Parses the bytes `range` of a source; what is wrong is reported and left out.
pub(super) fn parse(
    text: &str,
    source: SourceId,
    range: Range<usize>,
    escapes: Escapes,
    mode: ErrorMode,
    diagnostics: &mut Diagnostics,
) -> Vec<Node> {
    let pieces = scan(text, source, range, escapes, diagnostics);
    let mut ends = BTreeMap::new();
    foreign::count_ends(text, &pieces, &mut ends);
    let mut parser = Parser {
        text,
        source,
        pieces: pieces.into_iter(),
        open: Vec::new(),
        depth: 0,
        mode,
        abandoned: false,
        ends,
        lost: Vec::new(),
        is_handlebars: false,
        diagnostics,
    };
    parser.body().0.nodes
}

struct Parser<'a> {
    text: &'a str,
    source: SourceId,
    pieces: std::vec::IntoIter<Piece>,
    open: Vec<Open<'a>>,
    /// Blocks around the present place, also those that cannot be closed here.
    depth: usize,
    mode: ErrorMode,
    /// Whether the rest was given up, so that nothing is said about what it lacks.
    abandoned: bool,
    /// How many end tags of each name are yet to come.
    ends: BTreeMap<&'a str, usize>,
    /// Blocks that an outer one's end closed: their own ends come too late.
    lost: Vec<&'a str>,
    /// Whether tags of Handlebars were found, whose ends need no word of their own.
    is_handlebars: bool,
    diagnostics: &'a mut Diagnostics,
}

/// A block tag whose end is yet to come.
struct Open<'a> {
    tag: &'a str,
    span: Span,
}

/// The tag that ended a body: `else`, `when`, `endif`, …
struct Branch<'a> {
    tag: Cow<'a, str>,
    name: Range<usize>,
    markup: Range<usize>,
}

/// A node, and whether its tag may print something.
type Found = (Option<Node>, bool);

impl<'a> Parser<'a> {
    /// Nodes up to the next tag that belongs to an open block, or to the end.
    fn body(&mut self) -> (Body, Option<Branch<'a>>) {
        let mut body = Body::default();
        while let Some(piece) = self.pieces.next() {
            match piece {
                Piece::Text(range) => body.text(&self.text[range.clone()], self.span(range)),
                Piece::Verbatim(range) => body.add((Some(Node::Text(self.span(range))), true)),
                Piece::Output(range) => body.add(self.output(&self.markup(range))),
                Piece::Lines(pieces) => body.append(self.lines(pieces)),
                Piece::Tag { name, markup } => {
                    let tag = &self.text[name.clone()];
                    self.passed(tag);
                    if let Some((tag, markup)) = self.meant(tag, &name, &markup) {
                        let tag = Cow::Owned(tag);
                        return (body, Some(Branch { tag, name, markup }));
                    }
                    if self.belongs(tag) {
                        let tag = Cow::Borrowed(tag);
                        return (body, Some(Branch { tag, name, markup }));
                    }
                    let markup = self.markup(markup);
                    body.add(self.tag(tag, self.span(name), &markup));
                }
            }
        }
        (body, None)
    }

    /// The tags of `{% liquid %}`, to which no block around them is open.
    fn lines(&mut self, pieces: Vec<Piece>) -> Body {
        let around = std::mem::replace(&mut self.pieces, pieces.into_iter());
        let open = std::mem::take(&mut self.open);
        let (body, _) = self.body();
        self.open = open;
        if !self.abandoned {
            self.pieces = around;
        }
        body
    }

    /// Whether `tag` continues or ends an open block.
    fn belongs(&self, tag: &str) -> bool {
        let ends = |open: &Open<'_>| tag.strip_prefix("end") == Some(open.tag);
        let innermost = self.open.last();
        innermost.is_some_and(|open| branches(open.tag).contains(&tag))
            || self.open.iter().any(ends)
    }

    fn tag(&mut self, tag: &'a str, span: Span, markup: &Markup<'a>) -> Found {
        match tag {
            "if" | "unless" => {
                self.nested(tag, span, |parser| parser.conditional(tag, span, markup))
            }
            "case" => self.nested(tag, span, |parser| parser.case(span, markup)),
            "for" | "tablerow" => {
                self.nested(tag, span, |parser| parser.repeated(tag, span, markup))
            }
            "capture" | "block" | "ifchanged" => {
                self.nested(tag, span, |parser| parser.plain(tag, markup))
            }
            "abort" | "abort_message" | "assign" | "layout" => {
                (self.single(tag, span, markup), false)
            }
            _ if self.is_late(tag) => (None, false),
            _ if self.is_foreign_block(tag) => {
                self.nested(tag, span, |parser| parser.foreign(tag, span))
            }
            _ => (self.single(tag, span, markup), true),
        }
    }

    fn single(&mut self, tag: &str, span: Span, markup: &Markup<'_>) -> Option<Node> {
        let diagnostics = &mut *self.diagnostics;
        Some(match tag {
            "abort" | "abort_message" => {
                let reason = markup.abort(diagnostics)?;
                filter::check(&reason, self.mode, diagnostics);
                Node::Output(aborting(reason, span))
            }
            "echo" => return self.output(markup).0,
            "assign" => {
                let (name, value) = markup.assign(diagnostics)?;
                filter::check(&value, self.mode, diagnostics);
                Node::Assign(name, value)
            }
            "cycle" => {
                let (group, values) = markup.cycle(diagnostics)?;
                let span = self.span(markup.range.clone());
                Node::Cycle {
                    span,
                    group,
                    key: cycle_key(&values, span),
                    values,
                }
            }
            "break" => self.interrupt(Node::Break, markup)?,
            "continue" => self.interrupt(Node::Continue, markup)?,
            "increment" => Node::Increment(markup.target(diagnostics)?),
            "decrement" => Node::Decrement(markup.target(diagnostics)?),
            "include" => Node::Include(markup.partial(tag, diagnostics)?),
            "render" => Node::Render(markup.partial(tag, diagnostics)?),
            "layout" => Node::Layout(markup.file(diagnostics)?),
            other => {
                let problem = if other.is_empty() {
                    Problem::NamelessTag
                } else if is_branch(other) {
                    Problem::UnexpectedTag(other.to_owned())
                } else {
                    Problem::UnknownTag(other.to_owned())
                };
                diagnostics.report(&problem, span);
                return None;
            }
        })
    }

    fn interrupt(&mut self, node: Node, markup: &Markup<'_>) -> Option<Node> {
        if self.mode == ErrorMode::Strict {
            markup.nothing(self.diagnostics)?;
        }
        Some(node)
    }

    fn output(&mut self, markup: &Markup<'_>) -> Found {
        if self.handlebars(markup) {
            return (None, true);
        }
        let Some(value) = markup.output(self.diagnostics) else {
            return (None, true);
        };
        filter::check(&value, self.mode, self.diagnostics);
        (Some(Node::Output(value)), true)
    }

    /// Runs `parse` with `tag` open.
    fn nested(
        &mut self,
        tag: &'a str,
        span: Span,
        parse: impl FnOnce(&mut Self) -> Found,
    ) -> Found {
        if self.depth >= MAX_DEPTH {
            self.diagnostics.report(&Problem::TooDeep(MAX_DEPTH), span);
            self.pieces = Vec::new().into_iter();
            self.abandoned = true;
            return (None, true);
        }
        self.open.push(Open { tag, span });
        self.depth += 1;
        let found = parse(self);
        self.depth -= 1;
        self.open.pop();
        found
    }

    /// The body up to the innermost open block's next branch. When an outer block ends first, the
    /// innermost one is reported, and that end is left for the outer block to find.
    fn branch(&mut self) -> (Body, Option<Branch<'a>>) {
        let (body, branch) = self.body();
        let Some(open) = self.open.last() else {
            return (body, branch);
        };
        let ends_this = |branch: &Branch<'_>| {
            branch.tag.strip_prefix("end") == Some(open.tag)
                || branches(open.tag).contains(&&*branch.tag)
        };
        if self.abandoned || branch.as_ref().is_some_and(ends_this) {
            return (body, branch);
        }
        let (tag, span) = (open.tag, open.span);
        let problem = Problem::UnclosedTag(tag.to_owned());
        let mut diagnostic = Diagnostic::new(&problem, span);
        if let Some(Branch {
            tag: next,
            name,
            markup,
        }) = branch
        {
            self.lost.push(tag);
            diagnostic = diagnostic.note(self.span(name.clone()), format!("`{next}` comes first"));
            let end = std::iter::once(Piece::Tag { name, markup });
            let rest = std::mem::take(&mut self.pieces);
            self.pieces = end.chain(rest).collect::<Vec<_>>().into_iter();
        }
        // what is not known was reported already
        if foreign::is_known(tag) {
            self.diagnostics.push(diagnostic);
        }
        (body, None)
    }

    /// A tag from its name to the end of its markup.
    fn whole(&self, name: &Range<usize>, markup: &Range<usize>) -> Span {
        let tag = &self.text[name.start..markup.end.max(name.end)];
        self.span(name.start..name.start + tag.trim_end().len())
    }

    fn markup(&self, range: Range<usize>) -> Markup<'a> {
        Markup {
            text: self.text,
            source: self.source,
            range,
            mode: self.mode,
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }
}

/// What keeps a cycle without a group apart from others: those of the same literals are one.
fn cycle_key(values: &[Expression], span: Span) -> String {
    let literal = |value: &Expression| match value {
        Expression::Literal(value, _) => Some(value.clone()),
        _ => None,
    };
    let literals: Option<Vec<_>> = values.iter().map(literal).collect();
    match literals {
        Some(literals) => format!("{literals:?}"),
        None => format!("{span:?}"),
    }
}

fn branches(tag: &str) -> &'static [&'static str] {
    let found = BRANCHES.iter().find(|(block, _)| *block == tag);
    match found {
        Some((_, branches)) => branches,
        None if foreign::is_known(tag) => &[],
        None => &foreign::BRANCHES,
    }
}

/// Whether `tag` only makes sense inside or at the end of a block.
fn is_branch(tag: &str) -> bool {
    let ends = |name: &str| tags().any(|tag| tag == name);
    matches!(tag, "else" | "elsif" | "when") || tag.strip_prefix("end").is_some_and(ends)
}

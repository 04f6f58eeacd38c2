//! Pieces → tree: which tag belongs to which.

use std::ops::Range;

use super::branch::{Branch as Taken, Way};
use super::expression::Markup;
use super::problem::Problem;
use super::scan::{Escapes, Piece, scan};
use super::tree::{Condition, Expression, Loop, Node};
use super::{filter, tags};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span};

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

/// Parses the bytes `range` of a source; what is wrong is reported and left out.
pub(super) fn parse(
    text: &str,
    source: SourceId,
    range: Range<usize>,
    escapes: Escapes,
    diagnostics: &mut Diagnostics,
) -> Vec<Node> {
    let pieces = scan(text, source, range, escapes, diagnostics);
    let mut parser = Parser {
        text,
        source,
        pieces: pieces.into_iter(),
        open: Vec::new(),
        abandoned: false,
        diagnostics,
    };
    let (nodes, _) = parser.body();
    nodes
}

struct Parser<'a> {
    text: &'a str,
    source: SourceId,
    pieces: std::vec::IntoIter<Piece>,
    open: Vec<Open<'a>>,
    /// Whether the rest was given up, so that nothing is said about what it lacks.
    abandoned: bool,
    diagnostics: &'a mut Diagnostics,
}

/// A block tag whose end is yet to come.
struct Open<'a> {
    tag: &'a str,
    span: Span,
}

/// The tag that ended a body: `else`, `when`, `endif`, …
struct Branch<'a> {
    tag: &'a str,
    name: Range<usize>,
    markup: Range<usize>,
}

/// The ways on from a tag, as they are found.
struct Ways {
    tag: Span,
    all: Vec<Taken>,
}

impl Ways {
    fn of(tag: Span) -> Self {
        Self {
            tag,
            all: Vec::new(),
        }
    }

    fn add(&mut self, way: Way, span: Span) {
        let tag = self.tag;
        self.all.push(Taken { way, span, tag });
    }
}

impl<'a> Parser<'a> {
    /// Nodes up to the next tag that belongs to an open block, or to the end.
    fn body(&mut self) -> (Vec<Node>, Option<Branch<'a>>) {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            match piece {
                Piece::Text(range) => nodes.push(Node::Text(self.span(range))),
                Piece::Output(range) => nodes.extend(self.output(&self.markup(range))),
                Piece::Tag { name, markup } => {
                    let tag = &self.text[name.clone()];
                    if self.belongs(tag) {
                        return (nodes, Some(Branch { tag, name, markup }));
                    }
                    let markup = self.markup(markup);
                    nodes.extend(self.tag(tag, self.span(name), &markup));
                }
            }
        }
        (nodes, None)
    }

    /// Whether `tag` continues or ends an open block.
    fn belongs(&self, tag: &str) -> bool {
        let ends = |open: &Open<'_>| tag.strip_prefix("end") == Some(open.tag);
        let innermost = self.open.last();
        innermost.is_some_and(|open| branches(open.tag).contains(&tag))
            || self.open.iter().any(ends)
    }

    fn tag(&mut self, tag: &'a str, span: Span, markup: &Markup<'a>) -> Option<Node> {
        match tag {
            "if" | "unless" => {
                self.nested(tag, span, |parser| parser.conditional(tag, span, markup))
            }
            "case" => self.nested(tag, span, |parser| parser.case(span, markup)),
            "for" | "tablerow" => {
                self.nested(tag, span, |parser| parser.repeated(tag, span, markup))
            }
            "capture" => self.nested(tag, span, |parser| {
                let name = markup.target(parser.diagnostics);
                Some(Node::Capture(name?, parser.last_body()))
            }),
            "block" => self.nested(tag, span, |parser| {
                let name = markup.target(parser.diagnostics);
                let body = parser.last_body();
                Some(Node::Block(name?, body))
            }),
            "ifchanged" => self.nested(tag, span, |parser| {
                Some(Node::IfChanged(parser.last_body()))
            }),
            _ => self.single(tag, span, markup),
        }
    }

    fn single(&mut self, tag: &str, span: Span, markup: &Markup<'_>) -> Option<Node> {
        let diagnostics = &mut *self.diagnostics;
        Some(match tag {
            "echo" => return self.output(markup),
            "assign" => {
                let (name, value) = markup.assign(diagnostics)?;
                filter::check(&value, diagnostics);
                Node::Assign(name, value)
            }
            "cycle" => {
                let (key, values) = markup.cycle(diagnostics)?;
                let span = self.span(markup.range.clone());
                Node::Cycle { span, key, values }
            }
            "break" => markup.nothing(diagnostics).map(|()| Node::Break)?,
            "continue" => markup.nothing(diagnostics).map(|()| Node::Continue)?,
            "increment" => Node::Increment(markup.target(diagnostics)?),
            "decrement" => Node::Decrement(markup.target(diagnostics)?),
            "include" => Node::Include(markup.partial(diagnostics)?),
            "render" => Node::Render(markup.partial(diagnostics)?),
            "layout" => Node::Layout(markup.file(diagnostics)?),
            other => {
                let problem = if is_branch(other) {
                    Problem::UnexpectedTag(other.to_owned())
                } else {
                    Problem::UnknownTag(other.to_owned())
                };
                diagnostics.report(&problem, span);
                return None;
            }
        })
    }

    fn output(&mut self, markup: &Markup<'_>) -> Option<Node> {
        let value = markup.output(self.diagnostics)?;
        filter::check(&value, self.diagnostics);
        Some(Node::Output(value))
    }

    /// Runs `parse` with `tag` open.
    fn nested(
        &mut self,
        tag: &'a str,
        span: Span,
        parse: impl FnOnce(&mut Self) -> Option<Node>,
    ) -> Option<Node> {
        if self.open.len() >= MAX_DEPTH {
            self.diagnostics.report(&Problem::TooDeep(MAX_DEPTH), span);
            self.pieces = Vec::new().into_iter();
            self.abandoned = true;
            return None;
        }
        self.open.push(Open { tag, span });
        let node = parse(self);
        self.open.pop();
        node
    }

    /// The body up to the innermost open block's next branch. When an outer block ends first, the
    /// innermost one is reported, and that end is left for the outer block to find.
    fn branch(&mut self) -> (Vec<Node>, Option<Branch<'a>>) {
        let (nodes, branch) = self.body();
        let Some(open) = self.open.last() else {
            return (nodes, branch);
        };
        let ends_this = |branch: &Branch<'_>| {
            branch.tag.strip_prefix("end") == Some(open.tag)
                || branches(open.tag).contains(&branch.tag)
        };
        if self.abandoned || branch.as_ref().is_some_and(ends_this) {
            return (nodes, branch);
        }
        let problem = Problem::UnclosedTag(open.tag.to_owned());
        let mut diagnostic = Diagnostic::new(&problem, open.span);
        if let Some(Branch { tag, name, markup }) = branch {
            diagnostic = diagnostic.note(self.span(name.clone()), format!("`{tag}` comes first"));
            let end = std::iter::once(Piece::Tag { name, markup });
            let rest = std::mem::take(&mut self.pieces);
            self.pieces = end.chain(rest).collect::<Vec<_>>().into_iter();
        }
        self.diagnostics.push(diagnostic);
        (nodes, None)
    }

    /// A body that nothing divides.
    fn last_body(&mut self) -> Vec<Node> {
        let mut nodes = Vec::new();
        loop {
            let (more, branch) = self.branch();
            nodes.extend(more);
            match branch {
                Some(branch) if !branch.tag.starts_with("end") => {
                    let problem = Problem::UnexpectedTag(branch.tag.to_owned());
                    self.diagnostics.report(&problem, self.span(branch.name));
                }
                _ => return nodes,
            }
        }
    }

    fn conditional(&mut self, tag: &str, name: Span, markup: &Markup<'a>) -> Option<Node> {
        let opening = self.whole(&name.range(), &markup.range);
        let mut branches = Ways::of(opening);
        branches.add(Way::First, opening);
        let mut condition = markup.condition(self.diagnostics);
        if tag == "unless" {
            condition = condition.map(|inner| Condition::Not(Box::new(inner)));
        }
        let mut arms = Vec::new();
        loop {
            let (body, branch) = self.branch();
            arms.push((condition, body));
            let mut otherwise = Vec::new();
            match branch {
                Some(branch) if branch.tag == "elsif" => {
                    branches.add(Way::Other, self.whole(&branch.name, &branch.markup));
                    condition = self.markup(branch.markup).condition(self.diagnostics);
                    continue;
                }
                Some(branch) if branch.tag == "else" => {
                    branches.add(Way::Else, self.span(branch.name));
                    otherwise = self.last_body();
                }
                _ => branches.add(Way::Without, name),
            }
            let arms = arms
                .into_iter()
                .map(|(condition, body)| Some((condition?, body)));
            let arms = arms.collect::<Option<_>>()?;
            let branches = branches.all;
            return Some(Node::If {
                arms,
                otherwise,
                branches,
            });
        }
    }

    fn case(&mut self, name: Span, markup: &Markup<'a>) -> Option<Node> {
        let mut branches = Ways::of(self.whole(&name.range(), &markup.range));
        let subject = markup.subject(self.diagnostics);
        let (_, mut branch) = self.branch();
        let mut arms = Vec::new();
        let mut otherwise = Vec::new();
        while let Some(found) = branch {
            branch = match found.tag {
                "when" => {
                    branches.add(Way::Other, self.whole(&found.name, &found.markup));
                    let choices = self.markup(found.markup).choices(self.diagnostics);
                    let (body, next) = self.branch();
                    arms.push((choices, body));
                    next
                }
                "else" => {
                    branches.add(Way::Else, self.span(found.name));
                    otherwise = self.last_body();
                    None
                }
                _ => None,
            };
        }
        if branches.all.last().is_none_or(|last| last.way != Way::Else) {
            branches.add(Way::Without, name);
        }
        let arms = arms
            .into_iter()
            .map(|(choices, body)| Some((choices?, body)));
        let arms = arms.collect::<Option<_>>()?;
        Some(Node::Case {
            subject: subject?,
            arms,
            otherwise,
            branches: branches.all,
        })
    }

    fn repeated(&mut self, tag: &str, name: Span, markup: &Markup<'a>) -> Option<Node> {
        let opening = self.whole(&name.range(), &markup.range);
        let mut branches = Ways::of(opening);
        branches.add(Way::First, opening);
        let head = markup.for_loop(self.diagnostics);
        let (body, branch) = self.branch();
        let otherwise = match branch {
            Some(branch) if branch.tag == "else" => {
                branches.add(Way::Else, self.span(branch.name));
                self.last_body()
            }
            _ => Vec::new(),
        };
        let head = head?;
        let mut found = Loop {
            variable: head.variable,
            list: head.list,
            limit: None,
            offset: None,
            columns: None,
            reversed: head.reversed,
            body,
            otherwise,
            branches: branches.all,
        };
        for (name, value) in head.settings {
            let Some(place) = setting(&mut found, tag, &name.text) else {
                let known = if tag == "for" {
                    vec!["limit", "offset"]
                } else {
                    vec!["cols", "limit", "offset"]
                };
                let name_text = name.text;
                let problem = Problem::UnknownSetting {
                    name: name_text,
                    known,
                };
                self.diagnostics.report(&problem, name.span);
                continue;
            };
            *place = Some(value);
        }
        Some(if tag == "for" {
            Node::For(found)
        } else {
            Node::TableRow(found)
        })
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
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }
}

fn setting<'l>(one: &'l mut Loop, tag: &str, name: &str) -> Option<&'l mut Option<Expression>> {
    match name {
        "limit" => Some(&mut one.limit),
        "offset" => Some(&mut one.offset),
        "cols" if tag == "tablerow" => Some(&mut one.columns),
        _ => None,
    }
}

fn branches(tag: &str) -> &'static [&'static str] {
    let found = BRANCHES.iter().find(|(block, _)| *block == tag);
    found.map_or(&[], |(_, branches)| branches)
}

/// Whether `tag` only makes sense inside or at the end of a block.
fn is_branch(tag: &str) -> bool {
    let ends = |name: &str| tags().any(|tag| tag == name);
    matches!(tag, "else" | "elsif" | "when") || tag.strip_prefix("end").is_some_and(ends)
}

//! Tags that have a body.

use super::body::Body;
use super::{ErrorMode, Found, Parser};
use crate::liquid::branch::{Branch, Way};
use crate::liquid::expression::{LoopHead, Markup};
use crate::liquid::problem::Problem;
use crate::liquid::tree::{Arm, Condition, Expression, Loop, Node, Offset};
use crate::source::Span;

/// The ways on from a tag, as they are found.
struct Ways {
    tag: Span,
    all: Vec<Branch>,
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
        self.all.push(Branch { way, span, tag });
    }
}

impl<'a> Parser<'a> {
    /// A body that nothing divides.
    fn last_body(&mut self) -> Body {
        let mut body = Body::default();
        loop {
            let (more, branch) = self.branch();
            body.append(more);
            match branch {
                Some(branch) if !branch.tag.starts_with("end") => {
                    let problem = Problem::UnexpectedTag(branch.tag.into_owned());
                    self.diagnostics.report(&problem, self.span(branch.name));
                }
                _ => return body,
            }
        }
    }

    /// `capture`, `block` and `ifchanged`.
    pub(super) fn plain(&mut self, tag: &str, markup: &Markup<'a>) -> Found {
        if tag == "ifchanged" {
            let body = self.last_body();
            return (Some(Node::IfChanged(body.nodes)), body.prints);
        }
        let name = markup.target(self.diagnostics);
        let nodes = self.last_body().nodes;
        match tag {
            "capture" => (name.map(|name| Node::Capture(name, nodes)), false),
            _ => (name.map(|name| Node::Block(name, nodes)), true),
        }
    }

    pub(super) fn conditional(&mut self, tag: &str, name: Span, markup: &Markup<'a>) -> Found {
        let opening = self.whole(&name.range(), &markup.range);
        let mut branches = Ways::of(opening);
        branches.add(Way::First, opening);
        let mut condition = markup.condition(self.diagnostics);
        if tag == "unless" {
            condition = condition.map(|inner| Condition::Not(Box::new(inner)));
        }
        let mut arms = Vec::new();
        let otherwise = loop {
            let (body, branch) = self.branch();
            arms.push((condition, body));
            match branch {
                Some(branch) if branch.tag == "elsif" => {
                    branches.add(Way::Other, self.whole(&branch.name, &branch.markup));
                    condition = self.markup(branch.markup).condition(self.diagnostics);
                }
                Some(branch) if branch.tag == "else" => {
                    branches.add(Way::Else, self.span(branch.name));
                    break self.otherwise();
                }
                _ => {
                    branches.add(Way::Without, name);
                    break Body::default();
                }
            }
        };
        let prints = otherwise.prints || arms.iter().any(|(_, body)| body.prints);
        let arms = arms.into_iter();
        let arms = arms.map(|(condition, body)| Some((condition?, body.tidied(prints))));
        let node = arms.collect::<Option<_>>().map(|arms| Node::If {
            arms,
            otherwise: otherwise.tidied(prints),
            branches: branches.all,
        });
        (node, prints)
    }

    /// What follows `else`. Branches that come after it are never taken.
    fn otherwise(&mut self) -> Body {
        let (mut body, mut branch) = self.branch();
        while let Some(more) = branch.filter(|branch| !branch.tag.starts_with("end")) {
            if more.tag == "elsif" {
                self.markup(more.markup).condition(self.diagnostics);
            }
            let (unreached, next) = self.branch();
            body.prints |= unreached.prints;
            branch = next;
        }
        body
    }

    pub(super) fn case(&mut self, name: Span, markup: &Markup<'a>) -> Found {
        let mut branches = Ways::of(self.whole(&name.range(), &markup.range));
        let subject = markup.subject(self.diagnostics);
        let (before, mut branch) = self.branch();
        let mut arms = Vec::new();
        let mut is_whole = true;
        while let Some(found) = branch.filter(|branch| !branch.tag.starts_with("end")) {
            let markup = self.markup(found.markup.clone());
            let choices = if found.tag == "when" {
                branches.add(Way::Other, self.whole(&found.name, &found.markup));
                let choices = markup.choices(self.diagnostics);
                is_whole &= choices.is_some();
                choices
            } else {
                branches.add(Way::Else, self.span(found.name));
                is_whole &= markup.nothing(self.diagnostics).is_some();
                None
            };
            let (body, next) = self.branch();
            arms.push((choices, body));
            branch = next;
        }
        if branches.all.iter().all(|branch| branch.way != Way::Else) {
            branches.add(Way::Without, name);
        }
        let prints = before.prints || arms.iter().any(|(_, body)| body.prints);
        let arms = arms.into_iter().map(|(choices, body)| Arm {
            choices,
            body: body.tidied(prints),
        });
        let node = subject.filter(|_| is_whole).map(|subject| Node::Case {
            subject,
            arms: arms.collect(),
            branches: branches.all,
        });
        (node, prints)
    }

    pub(super) fn repeated(&mut self, tag: &str, name: Span, markup: &Markup<'a>) -> Found {
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
            _ => Body::default(),
        };
        let prints = body.prints || otherwise.prints;
        let Some(head) = head else {
            return (None, prints);
        };
        let mut found = Loop {
            name: head.name.clone(),
            variable: head.variable.clone(),
            list: head.list.clone(),
            limit: None,
            offset: None,
            columns: None,
            reversed: head.reversed,
            // `tablerow` prints cells, whatever is in them
            body: body.tidied(prints || tag == "tablerow"),
            otherwise: otherwise.tidied(prints),
            branches: branches.all,
        };
        self.settings(tag, head, &mut found);
        let node = if tag == "for" {
            Node::For(found)
        } else {
            Node::TableRow(found)
        };
        (Some(node), prints)
    }

    fn settings(&mut self, tag: &str, head: LoopHead, found: &mut Loop) {
        for (name, value) in head.settings {
            match name.text.as_str() {
                "limit" => found.limit = Some(value),
                "offset" => {
                    found.offset = Some(match value {
                        Expression::Path(path) if path.is("continue") => Offset::Continue,
                        value => Offset::At(value),
                    });
                }
                "cols" if tag == "tablerow" => found.columns = Some(value),
                _ if self.mode == ErrorMode::Lax => {}
                _ => {
                    let mut known = vec!["limit", "offset"];
                    if tag == "tablerow" {
                        known.push("cols");
                    }
                    let problem = Problem::UnknownSetting {
                        name: name.text,
                        known,
                    };
                    self.diagnostics.report(&problem, name.span);
                }
            }
        }
    }
}

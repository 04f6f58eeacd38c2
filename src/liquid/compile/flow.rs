//! Conditions and loops.

use std::sync::Arc;

use super::{Compiler, MAX_JOINS, piece};
use crate::liquid::branch::Branch;
use crate::liquid::escape::Context;
use crate::liquid::kept::Piece;
use crate::liquid::program::{Case, CaseArm, LoopCode, Op, Start};
use crate::liquid::tree::{Arm, Condition, Expression, Loop, Node, Offset};

impl Compiler<'_> {
    pub(super) fn conditional(
        &mut self,
        arms: &[(Condition, Vec<Node>)],
        otherwise: &[Node],
        branches: &[Branch],
    ) {
        let start = self.context.clone();
        let mut end: Option<Context> = None;
        let mut jumps = Vec::new();
        for (index, (condition, body)) in arms.iter().enumerate() {
            if let Some(branch) = branches.get(index) {
                self.come_from(Some(branch.tag));
            }
            let test = self.test(condition);
            let unless = self.ops.len();
            self.ops.push(Op::Unless { test, to: 0 });
            self.took(branches.get(index));
            self.context = start.clone();
            self.body(body);
            end = Some(self.joined(end, branches.first()));
            jumps.push(self.ops.len());
            self.ops.push(Op::Jump { to: 0 });
            let to = self.here();
            self.ops[unless] = Op::Unless { test, to };
        }
        self.took(branches.get(arms.len()));
        self.context = start;
        self.body(otherwise);
        let end = self.joined(end, branches.first());
        self.context = end;
        let to = self.here();
        for jump in jumps {
            self.ops[jump] = Op::Jump { to };
        }
    }

    fn took(&mut self, branch: Option<&Branch>) {
        if let Some(branch) = branch {
            self.ops.push(Op::Took {
                branch: branch.span,
            });
        }
    }

    pub(super) fn case(&mut self, subject: &Expression, arms: &[Arm], branches: &[Branch]) {
        let choices: Vec<Option<Vec<_>>> = arms
            .iter()
            .map(|arm| {
                let choices = arm.choices.as_ref()?;
                Some(
                    choices
                        .iter()
                        .map(|choice| self.equals(subject, choice))
                        .collect(),
                )
            })
            .collect();
        let at = self.ops.len();
        self.ops.push(Op::Break);
        let start = self.context.clone();
        let mut end = None;
        let mut codes = Vec::new();
        for (index, (arm, choices)) in arms.iter().zip(choices).enumerate() {
            self.context = start.clone();
            let body = self.body(&arm.body);
            end = Some(self.joined(end, branches.first()));
            codes.push(CaseArm {
                choices,
                body,
                branch: branches.get(index).map(|branch| branch.span),
            });
        }
        if arms.iter().all(|arm| arm.choices.is_some()) {
            self.context = start;
            end = Some(self.joined(end, branches.first()));
        }
        if let Some(end) = end {
            self.context = end;
        }
        let without = branches.get(arms.len()).map(|branch| branch.span);
        let end = self.here();
        self.ops[at] = Op::Case(Box::new(Case {
            arms: codes,
            without,
            end,
        }));
    }

    pub(super) fn repeated(&mut self, one: &Loop, position: &str) {
        let list = self.operand(&one.list);
        let limit = one.limit.as_ref().map(|limit| self.operand(limit));
        let offset = match &one.offset {
            None => Start::First,
            Some(Offset::At(offset)) => Start::At(self.operand(offset)),
            Some(Offset::Continue) => Start::Continue,
        };
        let columns = one.columns.as_ref().map(|columns| self.operand(columns));
        let (variable, position_cell) = (self.cell(&one.variable.text), self.cell(position));
        let at = self.ops.len();
        self.ops.push(Op::Break);
        let start = self.context.clone();
        let mut begin = start.clone();
        let mut body = self.body(&one.body);
        // a turn begins where any turn before it ended
        for _ in 0..MAX_JOINS {
            let joined = self.joined(Some(begin.clone()), one.branches.first());
            if joined == begin {
                break;
            }
            self.ops.truncate(at + 1);
            (begin, self.context) = (joined.clone(), joined);
            body = self.body(&one.body);
        }
        let after = self.joined(Some(start.clone()), one.branches.first());
        self.context = start;
        let otherwise = self.body(&one.otherwise);
        self.context = self.joined(Some(after), one.branches.first());
        let end = self.here();
        let mut code = Box::new(LoopCode {
            name: one.name.clone(),
            variable,
            position: position_cell,
            list,
            limit,
            offset,
            columns,
            reversed: one.reversed,
            is_continued: self.names.continued.contains(&one.name),
            piece: None,
            body,
            otherwise,
            branches: one.branches.iter().map(|branch| branch.span).collect(),
            end,
        });
        self.ops[at] = if position == "forloop" {
            if piece::depends_on_item(&self.program, &self.ops, &code) {
                code.piece = Some(Arc::new(Piece::new()));
            }
            Op::For(code)
        } else {
            Op::TableRow(code)
        };
    }
}

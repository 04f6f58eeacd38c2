//! `include` and `render`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::piece::{self, Decisive};
use super::{Compiler, Part};
use crate::liquid::escape::Context;
use crate::liquid::kept::Piece;
use crate::liquid::program::{Bind, Call, Fallback, Layout, Op, PathCode, Root, Target};
use crate::liquid::tree::{Partial, Template};

impl Compiler<'_> {
    pub(super) fn include(&mut self, partial: &Partial) {
        let layout = self.layout;
        let Some((target, end)) = self.target(partial, layout) else {
            return;
        };
        let mut call = self.call(partial, layout, target);
        self.keep(&mut call, false);
        self.ops.push(Op::Include(Box::new(call)));
        self.context = end;
    }

    pub(super) fn render(&mut self, partial: &Partial) {
        let composition = self.composition;
        let Some(template) = composition.partials.get(&partial.name.text) else {
            return;
        };
        let layout = self.isolated_layout(template);
        let Some((target, end)) = self.target(partial, layout) else {
            return;
        };
        let mut call = self.call(partial, layout, target);
        self.keep(&mut call, true);
        self.ops.push(Op::Render(Box::new(call)));
        self.context = end;
    }

    /// Lets what the partial prints be kept, when one value decides it.
    fn keep(&mut self, call: &mut Call, is_isolated: bool) {
        let operand = match piece::decisive(&self.program, call, is_isolated) {
            Some(Decisive::Given(operand)) => operand,
            Some(Decisive::Seen(variable)) => self.add_path(PathCode {
                name: Box::default(),
                root: Root::Cell(variable),
                fallback: Fallback::Missing,
                steps: Box::default(),
            }),
            None => return,
        };
        call.piece = Some((Arc::new(Piece::new()), operand));
    }

    /// The variables of a partial that is rendered.
    fn isolated_layout(&mut self, template: &Template) -> usize {
        if let Some(layout) = self.isolated.get(&template.path) {
            return *layout;
        }
        let layout = self.program.layouts.len();
        self.program.layouts.push(Layout::default());
        self.isolated.insert(template.path.clone(), layout);
        layout
    }

    fn call(&mut self, partial: &Partial, layout: usize, target: Target) -> Call {
        let mut arguments = Vec::new();
        for (name, value) in &partial.arguments {
            let value = self.operand(value);
            arguments.push((self.cell_in(layout, &name.text), value));
        }
        let bound = partial.binding.as_ref().map(|binding| Bind {
            value: self.operand(&binding.value),
            cell: self.cell_in(layout, &binding.variable),
            each: binding.each,
        });
        let position = self.cell_in(layout, "forloop");
        Call {
            name: partial.name.text.clone(),
            target,
            arguments,
            bound,
            piece: None,
            layout: layout as u32,
            position,
        }
    }

    fn target(&mut self, partial: &Partial, layout: usize) -> Option<(Target, Context)> {
        let composition = self.composition;
        if let Some(name) = &partial.computed {
            let operand = self.operand(name);
            let mut all = BTreeMap::new();
            let start = self.context.clone();
            let mut end = start;
            for (name, template) in &composition.partials {
                let (routine, context) = self.template(template, layout);
                all.insert(name.clone(), routine);
                end = end.clone().join(context).unwrap_or(end);
            }
            let target = Target::Computed {
                name: partial.name.text.clone(),
                value: operand,
                all,
            };
            return Some((target, end));
        }
        let template = composition.partials.get(&partial.name.text)?;
        let (routine, end) = self.template(template, layout);
        Some((Target::Routine(routine), end))
    }

    pub(super) fn template(&mut self, template: &Template, layout: usize) -> (u32, Context) {
        let part = Part::Template(template.path.clone());
        let start = self.context.clone();
        self.routine(part, &template.path, &template.nodes, layout, start)
    }
}

//! Blocks.

use super::{Compiler, Part};
use crate::liquid::composition::Argument;
use crate::liquid::escape::Context;
use crate::liquid::program::{Given, Op, Operand, Switch, VariantCode};
use crate::liquid::tree::Name;

impl Compiler<'_> {
    pub(super) fn block(&mut self, name: &str) {
        let composition = self.composition;
        let Some(region) = composition.regions.get(name) else {
            return;
        };
        if region.variants.is_empty() {
            self.body(&region.default);
            return;
        }
        let slot = match self.slot_operand(&region.slot) {
            Operand::Slot(slot) => Some(slot),
            _ => None,
        };
        let start = self.context.clone();
        let path = self.path.clone();
        let part = Part::Default(name.to_owned());
        let (default, mut end) =
            self.routine(part, &path, &region.default, self.layout, start.clone());
        let mut variants = Vec::new();
        for choice in &region.variants {
            let mut parameters = Vec::new();
            for (name, argument) in &choice.parameters {
                parameters.push((self.cell(&name.text), self.given(name, argument)));
            }
            let (routine, context) = self.template(&choice.template, self.layout);
            variants.push(VariantCode {
                parameters,
                routine,
            });
            match end.clone().join(context) {
                Some(joined) => end = joined,
                None => self.split(region.span),
            }
        }
        self.ops.push(Op::Block(Box::new(Switch {
            slot,
            variants,
            default,
        })));
        self.context = end;
    }

    fn given(&mut self, name: &Name, argument: &Argument) -> Given {
        match argument {
            Argument::Literal(value) => Given::Value(self.add_constant(value.clone())),
            Argument::Global(path) => Given::Value(self.slot_operand(path)),
            Argument::Template(nodes) => {
                let path = self.path.clone();
                let part = Part::Parameter(name.span);
                let (routine, _) = self.routine(part, &path, nodes, self.layout, Context::Plain);
                Given::Printed(routine)
            }
        }
    }
}

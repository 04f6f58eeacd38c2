//! Which values an operation reads, and which of them repeat personal data.

use std::collections::BTreeSet;

use super::program::{Fallback, Given, Op, Operand, Program, Root, Start, Step, Target, Test};

/// A variable: the layout that it is in, and its cell.
pub(super) type Variable = (u32, u32);

impl Program {
    /// What the operation itself reads, without the operations in its bodies.
    pub(super) fn operands(&self, op: &Op) -> Vec<Operand> {
        let mut all = Vec::new();
        match op {
            Op::Show { value, .. } => all.push(*value),
            Op::Print { chain, .. } | Op::Assign { chain, .. } => self.add_chain(*chain, &mut all),
            Op::Unless { test, .. } => self.add_test(*test, &mut all),
            Op::Case(case) => {
                for test in case
                    .arms
                    .iter()
                    .filter_map(|arm| arm.choices.as_ref())
                    .flatten()
                {
                    self.add_test(*test, &mut all);
                }
            }
            Op::For(one) | Op::TableRow(one) => {
                all.push(one.list);
                all.extend(one.limit);
                all.extend(one.columns);
                if let Start::At(offset) = one.offset {
                    all.push(offset);
                }
            }
            Op::Cycle(cycle) => all.extend(cycle.group.iter().chain(&cycle.values)),
            Op::Include(call) | Op::Render(call) => {
                all.extend(call.arguments.iter().map(|(_, value)| *value));
                all.extend(call.bound.as_ref().map(|bound| bound.value));
                if let Target::Computed { value, .. } = call.target {
                    all.push(value);
                }
            }
            Op::Text { .. }
            | Op::Capture { .. }
            | Op::Jump { .. }
            | Op::Took { .. }
            | Op::Break
            | Op::Continue
            | Op::Count { .. }
            | Op::IfChanged { .. }
            | Op::Block(_) => {}
        }
        all
    }

    fn add_chain(&self, chain: u32, all: &mut Vec<Operand>) {
        let Some(chain) = self.chains.get(chain as usize) else {
            return;
        };
        all.push(chain.value);
        for filter in &chain.filters {
            all.extend(&filter.positional);
            all.extend(filter.keyword.iter().map(|(_, value)| *value));
        }
    }

    fn add_test(&self, test: u32, all: &mut Vec<Operand>) {
        match self.tests.get(test as usize) {
            Some(Test::Truthy(value) | Test::Is(_, value)) => all.push(*value),
            Some(Test::Compare(_, a, b)) => all.extend([*a, *b]),
            Some(Test::Not(inner)) => self.add_test(*inner, all),
            Some(Test::And(a, b) | Test::Or(a, b)) => {
                self.add_test(*a, all);
                self.add_test(*b, all);
            }
            Some(Test::Never) | None => {}
        }
    }

    /// Whether the value may repeat personal data, in templates whose variables have this layout.
    pub(super) fn is_personal(&self, operand: Operand, layout: u32) -> bool {
        let is_slot = |slot: u32| self.personal.contains(&slot);
        let path = match operand {
            Operand::Constant(_) => return false,
            Operand::Slot(slot) => return is_slot(slot),
            Operand::Path(path) => self.paths.get(path as usize),
        };
        let Some(path) = path else { return false };
        let root = match path.root {
            Root::Global => false,
            Root::Cell(cell) => self.repeating.contains(&(layout, cell)),
            Root::Range(first, last, _) => {
                self.is_personal(first, layout) || self.is_personal(last, layout)
            }
            // it may be any variable
            Root::Named(_) => !self.personal.is_empty(),
        };
        let fallback = match path.fallback {
            Fallback::Missing => false,
            Fallback::Slot(slot, _) => is_slot(slot),
            Fallback::Row(_) => is_slot(0),
        };
        root || fallback
            || path.steps.iter().any(|step| match step {
                Step::Index(index) => self.is_personal(*index, layout),
                Step::Property(_) | Step::Key(_) => false,
            })
    }

    /// The variables that may repeat personal data, wherever they are set.
    pub(super) fn repeating(&self) -> BTreeSet<Variable> {
        let mut program = Self {
            repeating: BTreeSet::new(),
            ..self.clone()
        };
        loop {
            let found = program.found_repeating();
            if found == program.repeating {
                return found;
            }
            program.repeating = found;
        }
    }

    fn found_repeating(&self) -> BTreeSet<Variable> {
        let mut found = self.repeating.clone();
        if self.personal.is_empty() {
            return found;
        }
        for routine in &self.routines {
            let layout = routine.layout;
            let shows = |ops: &[Op]| {
                let mut operands = ops.iter().flat_map(|op| self.operands(op));
                operands.any(|operand| self.is_personal(operand, layout))
            };
            for (index, op) in routine.ops.iter().enumerate() {
                match op {
                    Op::Assign { cell, .. } if shows(std::slice::from_ref(op)) => {
                        found.insert((layout, *cell));
                    }
                    // what partials in it show is not followed
                    Op::Capture { cell, end, .. } => {
                        let body = routine.ops.get(index + 1..*end as usize);
                        let body = body.unwrap_or_default();
                        let calls =
                            |op: &Op| matches!(op, Op::Include(_) | Op::Render(_) | Op::Block(_));
                        if shows(body) || body.iter().any(calls) {
                            found.insert((layout, *cell));
                        }
                    }
                    Op::For(one) | Op::TableRow(one) if self.is_personal(one.list, layout) => {
                        found.insert((layout, one.variable));
                    }
                    Op::Include(call) | Op::Render(call) => {
                        let bound = call.bound.iter().map(|bound| (bound.cell, bound.value));
                        for (cell, value) in call.arguments.iter().copied().chain(bound) {
                            if self.is_personal(value, layout) {
                                found.insert((call.layout, cell));
                            }
                        }
                    }
                    Op::Block(switch) => {
                        let parameters = switch.variants.iter().flat_map(|one| &one.parameters);
                        found.extend(parameters.filter_map(|(cell, given)| {
                            let is_personal = match given {
                                Given::Value(value) => self.is_personal(*value, layout),
                                Given::Printed(_) => true,
                            };
                            is_personal.then_some((layout, *cell))
                        }));
                    }
                    _ => {}
                }
            }
        }
        found
    }
}

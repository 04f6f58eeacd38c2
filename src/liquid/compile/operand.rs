//! Expressions and conditions.

use super::{Compiler, Global};
use crate::liquid::Value;
use crate::liquid::filter;
use crate::liquid::program::{
    Chain, Fallback, Field, FilterCode, Operand, PathCode, Root, SlotPath, Step, Test, Trait,
};
use crate::liquid::tree::{Comparison, Condition, Expression, Filtered, Path, Segment};

impl Compiler<'_> {
    /// The cell of a variable of the layout at work.
    pub(super) fn cell(&mut self, name: &str) -> u32 {
        self.cell_in(self.layout, name)
    }

    pub(super) fn cell_in(&mut self, layout: usize, name: &str) -> u32 {
        let cells = &mut self.program.layouts[layout].cells;
        let next = cells.len() as u32;
        *cells.entry(name.to_owned()).or_insert(next)
    }

    pub(super) fn add_constant(&mut self, value: Value<'static>) -> Operand {
        self.program.constants.push(value);
        Operand::Constant(self.program.constants.len() as u32 - 1)
    }

    pub(super) fn add_path(&mut self, path: PathCode) -> Operand {
        self.program.paths.push(path);
        Operand::Path(self.program.paths.len() as u32 - 1)
    }

    pub(super) fn add_chain(&mut self, chain: Chain) -> u32 {
        self.program.chains.push(chain);
        self.program.chains.len() as u32 - 1
    }

    fn add_test(&mut self, test: Test) -> u32 {
        self.program.tests.push(test);
        self.program.tests.len() as u32 - 1
    }

    pub(super) fn chain(&mut self, value: &Filtered) -> Chain {
        let start = self.operand(&value.value);
        let mut filters = Vec::new();
        for one in &value.filters {
            // a filter that does not exist was reported
            let Some(row) = filter::find(&one.name.text) else {
                continue;
            };
            let positional = one.positional.iter();
            let positional = positional.map(|argument| self.operand(argument)).collect();
            let keyword = one.keyword.iter();
            let keyword = keyword
                .map(|(name, argument)| (name.text.clone(), self.operand(argument)))
                .collect();
            filters.push(FilterCode {
                row,
                positional,
                keyword,
            });
        }
        Chain {
            value: start,
            filters: filters.into(),
        }
    }

    pub(super) fn operand(&mut self, expression: &Expression) -> Operand {
        match expression {
            Expression::Literal(value, _) => self.add_constant(value.clone()),
            Expression::Empty | Expression::Blank => self.add_constant(Value::from("")),
            Expression::Range(first, last) => {
                let mut ends = [first, last].into_iter();
                let are_literals = ends.all(|end| matches!(**end, Expression::Literal(..)));
                let root = Root::Range(self.operand(first), self.operand(last), are_literals);
                self.add_path(PathCode {
                    name: Box::default(),
                    root,
                    fallback: Fallback::Missing,
                    steps: Box::default(),
                })
            }
            Expression::Path(path) => self.path(path),
            Expression::Named(name, segments) => {
                let root = Root::Named(self.operand(name));
                let steps = self.steps(segments);
                self.add_path(PathCode {
                    name: Box::default(),
                    root,
                    fallback: Fallback::Missing,
                    steps,
                })
            }
        }
    }

    fn steps(&mut self, segments: &[Segment]) -> Box<[Step]> {
        let segments = segments.iter();
        segments
            .map(|segment| match segment {
                Segment::Name(name) => Step::Property(Field::new(&name.text)),
                Segment::Key(name) => Step::Key(Field::new(&name.text)),
                Segment::Index(index) => Step::Index(self.operand(index)),
            })
            .collect()
    }

    fn path(&mut self, path: &Path) -> Operand {
        let name = path.root.text.as_str();
        let is_open = self.program.layouts[self.layout].is_open;
        let fallback = if is_open {
            self.global(path)
        } else {
            Fallback::Missing
        };
        let is_set = !is_open || self.names.set.contains(name);
        match (is_set, fallback) {
            (false, Fallback::Missing) => self.add_constant(Value::Nil),
            (false, Fallback::Slot(slot, covered)) => {
                if let Some(constant) = self.constant_slot(slot, &path.segments[covered..]) {
                    return self.add_constant(constant);
                }
                if covered == path.segments.len() {
                    return Operand::Slot(slot);
                }
                let steps = self.steps(&path.segments);
                self.add_path(PathCode {
                    name: written(path),
                    root: Root::Global,
                    fallback: Fallback::Slot(slot, covered),
                    steps,
                })
            }
            (is_set, fallback) => {
                let root = if is_set {
                    Root::Cell(self.cell(name))
                } else {
                    Root::Global
                };
                let steps = self.steps(&path.segments);
                self.add_path(PathCode {
                    name: written(path),
                    root,
                    fallback,
                    steps,
                })
            }
        }
    }

    /// What `segments` lead to from a slot that is the same for every row.
    fn constant_slot(&self, slot: u32, segments: &[Segment]) -> Option<Value<'static>> {
        let path = self.facts.slots.get(slot as usize)?;
        let mut value = (self.facts.constant)(path)?;
        for segment in segments {
            value = match segment {
                Segment::Name(name) => value.property(&name.text),
                Segment::Key(name) => value.key(&name.text),
                Segment::Index(Expression::Literal(index, _)) => value.at(index),
                Segment::Index(_) => return None,
            };
        }
        Some(value)
    }

    /// The global that a path stands for.
    fn global(&self, path: &Path) -> Fallback {
        let Some(mut found) = self.globals.get(&path.root.text) else {
            return if self.has_row() {
                Fallback::Row(Field::new(&path.root.text))
            } else {
                Fallback::Missing
            };
        };
        let mut covered = 0;
        loop {
            let entries = match found {
                Global::Slot(slot) => return Fallback::Slot(*slot, covered),
                Global::Object(entries) => entries,
            };
            let Some(Segment::Name(name) | Segment::Key(name)) = path.segments.get(covered) else {
                return Fallback::Missing;
            };
            match entries.get(&name.text) {
                Some(next) => found = next,
                None => return Fallback::Missing,
            }
            covered += 1;
        }
    }

    /// Whether the first slot is the whole row.
    fn has_row(&self) -> bool {
        let mut slots = self.facts.slots.iter();
        slots.next().is_some_and(|slot| slot.0.is_empty())
    }

    /// The value of the global that is called so.
    pub(super) fn global_operand(&mut self, name: &str) -> Operand {
        if !self.has_row() {
            return self.slot_operand(&SlotPath::of([name]));
        }
        self.add_path(PathCode {
            name: name.into(),
            root: Root::Global,
            fallback: Fallback::Row(Field::new(name)),
            steps: Box::default(),
        })
    }

    /// The value at a path of names.
    pub(super) fn slot_operand(&mut self, path: &SlotPath) -> Operand {
        let mut names = path.0.iter();
        let mut found = names.next().and_then(|root| self.globals.get(root));
        while let Some(Global::Object(entries)) = found {
            found = names.next().and_then(|name| entries.get(name));
        }
        let Some(Global::Slot(slot)) = found else {
            return self.add_constant(Value::Nil);
        };
        let slot = *slot;
        let steps: Box<[Step]> = names.map(|name| Step::Property(Field::new(name))).collect();
        if steps.is_empty() {
            return Operand::Slot(slot);
        }
        self.add_path(PathCode {
            name: path.to_string().into(),
            root: Root::Global,
            fallback: Fallback::Slot(slot, 0),
            steps,
        })
    }

    pub(super) fn test(&mut self, condition: &Condition) -> u32 {
        let test = match condition {
            Condition::Truthy(value) => Test::Truthy(self.operand(value)),
            Condition::Not(inner) => Test::Not(self.test(inner)),
            Condition::And(a, b) => Test::And(self.test(a), self.test(b)),
            Condition::Or(a, b) => Test::Or(self.test(a), self.test(b)),
            Condition::Compare(how, a, b) => return self.comparison(*how, a, b),
        };
        self.add_test(test)
    }

    fn comparison(&mut self, how: Comparison, a: &Expression, b: &Expression) -> u32 {
        let is_literal = |side: &Expression| matches!(side, Expression::Empty | Expression::Blank);
        let has_order = !matches!(
            how,
            Comparison::Equal | Comparison::NotEqual | Comparison::Contains
        );
        let contains_in_literal = how == Comparison::Contains && is_literal(a);
        if is_literal(a) && is_literal(b)
            || has_order && (is_literal(a) || is_literal(b))
            || contains_in_literal
        {
            let never = self.add_test(Test::Never);
            return match how {
                Comparison::NotEqual => self.add_test(Test::Not(never)),
                _ => never,
            };
        }
        let lacking = match (a, b) {
            (Expression::Empty, other) | (other, Expression::Empty) => Some((Trait::Empty, other)),
            (Expression::Blank, other) | (other, Expression::Blank) => Some((Trait::Blank, other)),
            _ => None,
        };
        match (lacking, how) {
            (Some((which, other)), Comparison::Equal | Comparison::NotEqual) => {
                let operand = self.operand(other);
                let test = self.add_test(Test::Is(which, operand));
                if how == Comparison::Equal {
                    test
                } else {
                    self.add_test(Test::Not(test))
                }
            }
            (Some((_, other)), Comparison::Contains) => {
                let operand = self.operand(other);
                self.add_test(Test::Is(Trait::Text, operand))
            }
            _ => {
                let (a, b) = (self.operand(a), self.operand(b));
                self.add_test(Test::Compare(how, a, b))
            }
        }
    }

    /// A test of `case`'s subject for one choice.
    pub(super) fn equals(&mut self, subject: &Expression, choice: &Expression) -> u32 {
        self.comparison(Comparison::Equal, subject, choice)
    }
}

/// A path as templates write it.
fn written(path: &Path) -> Box<str> {
    let mut name = path.root.text.clone();
    for segment in &path.segments {
        match segment {
            Segment::Name(part) => {
                name.push('.');
                name.push_str(&part.text);
            }
            Segment::Key(part) => {
                name.push_str("[\"");
                name.push_str(&part.text);
                name.push_str("\"]");
            }
            Segment::Index(_) => name.push_str("[…]"),
        }
    }
    name.into()
}

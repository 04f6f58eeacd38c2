//! What prints the same whenever one value is the same: loops whose body sees nothing of the row but
//! the item, and partials that see nothing but one variable. None of them leaves anything behind.

use std::collections::BTreeSet;

use crate::liquid::program::{
    Body, Call, LoopCode, Op, Operand, Program, Root, Start, Step, Target, Test,
};

/// Partials inside one another that are looked into.
const MAX_DEPTH: usize = 8;

/// Whether each turn's text depends on the item alone.
pub(super) fn depends_on_item(program: &Program, ops: &[Op], one: &LoopCode) -> bool {
    let look = Look {
        program,
        ops,
        seen: Seen::Only(BTreeSet::from([one.variable])),
        depth: 0,
    };
    look.body(one.body)
}

/// What alone decides what a partial prints.
pub(super) enum Decisive {
    /// A value that it is given.
    Given(Operand),
    /// A variable that it sees.
    Seen(u32),
}

/// The value that alone decides what a partial prints; none when more does.
pub(super) fn decisive(program: &Program, call: &Call, is_isolated: bool) -> Option<Decisive> {
    let Target::Routine(routine) = call.target else {
        return None;
    };
    let ops = &program.routines.get(routine as usize)?.ops;
    let look = |seen| Look {
        program,
        ops,
        seen,
        depth: 1,
    };
    let whole = (0, ops.len() as u32);
    let bound = call.bound.as_ref().map(|bound| (bound.cell, bound.value));
    let given = call.arguments.iter().copied().chain(bound);
    let is_constant = |(_, value): &(u32, Operand)| matches!(value, Operand::Constant(_));
    let varying: Vec<_> = given.clone().filter(|given| !is_constant(given)).collect();
    if is_isolated {
        let is_once = call.bound.as_ref().is_none_or(|bound| !bound.each);
        let [(_, one)] = varying[..] else { return None };
        return (is_once && look(Seen::Own).body(whole)).then_some(Decisive::Given(one));
    }
    if !varying.is_empty() {
        return None;
    }
    let mut cells = program.layouts.get(call.layout as usize)?.cells.values();
    let given: BTreeSet<u32> = given.map(|(cell, _)| cell).collect();
    let alone = |cell: &&u32| {
        let mut seen = given.clone();
        seen.insert(**cell);
        look(Seen::Only(seen)).body(whole)
    };
    cells.find(alone).copied().map(Decisive::Seen)
}

/// The variables that the body may read.
#[derive(Clone)]
enum Seen {
    /// A partial's own, which begin without a value each time.
    Own,
    /// Those that are set at the beginning of a turn.
    Only(BTreeSet<u32>),
}

struct Look<'p> {
    program: &'p Program,
    ops: &'p [Op],
    seen: Seen,
    depth: usize,
}

impl Look<'_> {
    fn body(&self, (start, end): Body) -> bool {
        let mut at = start as usize;
        while at < end as usize {
            let Some(op) = self.ops.get(at) else {
                return false;
            };
            at = match op {
                Op::For(one) | Op::TableRow(one) => one.end as usize,
                Op::Case(one) => one.end as usize,
                _ => at + 1,
            };
            if !self.op(op) {
                return false;
            }
        }
        true
    }

    fn op(&self, op: &Op) -> bool {
        match op {
            Op::Text { .. } | Op::Jump { .. } | Op::Took { .. } => true,
            Op::Show { value, .. } => self.operand(*value),
            Op::Print { chain, .. } => self.chain(*chain),
            Op::Unless { test, .. } => self.test(*test),
            Op::Assign { chain, .. } => matches!(self.seen, Seen::Own) && self.chain(*chain),
            // what it prints stands behind it
            Op::Capture { .. } => matches!(self.seen, Seen::Own),
            Op::Case(case) => case.arms.iter().all(|arm| {
                let choices = arm.choices.iter().flatten();
                choices.copied().all(|test| self.test(test)) && self.body(arm.body)
            }),
            Op::For(one) | Op::TableRow(one) => self.repeated(one),
            Op::Include(call) | Op::Render(call) => self.call(call, op),
            Op::Break
            | Op::Continue
            | Op::Cycle(_)
            | Op::Count { .. }
            | Op::IfChanged { .. }
            | Op::Block(_) => false,
        }
    }

    fn chain(&self, chain: u32) -> bool {
        let Some(chain) = self.program.chains.get(chain as usize) else {
            return false;
        };
        self.operand(chain.value)
            && chain.filters.iter().all(|filter| {
                let mut positional = filter.positional.iter();
                let mut keyword = filter.keyword.iter();
                !self.program.depends_on_row(filter.row)
                    && positional.all(|operand| self.operand(*operand))
                    && keyword.all(|(_, operand)| self.operand(*operand))
            })
    }

    fn test(&self, test: u32) -> bool {
        match self.program.tests.get(test as usize) {
            Some(Test::Never) => true,
            Some(Test::Truthy(value) | Test::Is(_, value)) => self.operand(*value),
            Some(Test::Compare(_, a, b)) => self.operand(*a) && self.operand(*b),
            Some(Test::Not(inner)) => self.test(*inner),
            Some(Test::And(a, b) | Test::Or(a, b)) => self.test(*a) && self.test(*b),
            None => false,
        }
    }

    fn operand(&self, operand: Operand) -> bool {
        let path = match operand {
            Operand::Constant(_) => return true,
            Operand::Slot(_) => return false,
            Operand::Path(path) => self.program.paths.get(path as usize),
        };
        let Some(path) = path else { return false };
        let root = match (&path.root, &self.seen) {
            (Root::Cell(_), Seen::Own) => true,
            (Root::Cell(cell), Seen::Only(cells)) => cells.contains(cell),
            (Root::Range(first, last, _), _) => self.operand(*first) && self.operand(*last),
            (Root::Global | Root::Named(_), _) => false,
        };
        root && path.steps.iter().all(|step| match step {
            // leads out of the loop that is looked at
            Step::Property(field) | Step::Key(field) => &*field.name != "parentloop",
            Step::Index(index) => self.operand(*index),
        })
    }

    fn repeated(&self, one: &LoopCode) -> bool {
        let offset = match one.offset {
            Start::First => true,
            Start::At(offset) => self.operand(offset),
            Start::Continue => false,
        };
        let given = [Some(one.list), one.limit, one.columns];
        if one.is_continued
            || !offset
            || !given
                .into_iter()
                .flatten()
                .all(|operand| self.operand(operand))
        {
            return false;
        }
        let mut seen = self.seen.clone();
        if let Seen::Only(cells) = &mut seen {
            cells.extend([one.variable, one.position]);
        }
        let inside = Look { seen, ..*self };
        inside.body(one.body) && self.body(one.otherwise)
    }

    fn call(&self, call: &Call, op: &Op) -> bool {
        let Target::Routine(routine) = call.target else {
            return false;
        };
        let Some(routine) = self.program.routines.get(routine as usize) else {
            return false;
        };
        let mut given = call.arguments.iter().map(|(_, operand)| *operand);
        let bound = call.bound.as_ref();
        if self.depth >= MAX_DEPTH
            || routine.ops.is_empty()
            || !given.all(|operand| self.operand(operand))
            || bound.is_some_and(|bound| !self.operand(bound.value))
        {
            return false;
        }
        let mut seen = match op {
            Op::Render(_) => Seen::Own,
            _ => self.seen.clone(),
        };
        if let Seen::Only(cells) = &mut seen {
            cells.extend(call.arguments.iter().map(|(cell, _)| *cell));
            cells.extend(bound.map(|bound| bound.cell));
        }
        let inside = Look {
            ops: &routine.ops,
            seen,
            depth: self.depth + 1,
            ..*self
        };
        inside.body((0, routine.ops.len() as u32))
    }
}

//! Random templates, made along the language: every tag, and expressions that mostly fit the data.

mod expression;

use super::tree::{Binding, Call, Cycle, Loop, Node, Offset, Template, What};
use crate::random::Random;

/// Deeper than this, only leaves.
const DEPTH: u32 = 3;

/// What stands between tags. Tags of HTML are whole.
const TEXTS: [&str; 12] = [
    "Hello ",
    " & ",
    "<b>x</b>",
    "\n",
    "  \n ",
    " äöü\n",
    "a, ",
    " \t",
    "it's <i title=\"q\">q</i> ",
    "&copy; ",
    " %} ",
    "-",
];

/// Names that templates set: some of them are globals as well.
const SET: [&str; 6] = ["x", "label", "name", "products", "count", "item"];

/// Names of loops' variables.
const VARIABLES: [&str; 4] = ["p", "i", "item", "name"];

/// Each partial uses later ones only; the last ones are rendered and never included.
const PARTIALS: [&str; 4] = ["card", "row", "tile", "cell"];

const INCLUDED: usize = 2;

impl Template {
    pub(super) fn new(random: &mut Random) -> Self {
        let mut page = Generator::new(random, None);
        let nodes = page.body(0);
        let mut cycles = page.cycles;
        let partials = (0..PARTIALS.len()).map(|index| {
            let mut partial = Generator::new(random, Some(index));
            partial.cycles = cycles;
            let nodes = partial.body(1);
            cycles = partial.cycles;
            (PARTIALS[index].to_owned(), nodes)
        });
        let partials = partials.collect();
        Self {
            page: nodes,
            partials,
        }
    }
}

struct Generator<'a> {
    random: &'a mut Random,
    /// The partial at work.
    partial: Option<usize>,
    /// Loops around the place.
    loops: u32,
    /// Whether tags stand in lines of `{% liquid %}`.
    in_lines: bool,
    cycles: usize,
}

impl<'a> Generator<'a> {
    fn new(random: &'a mut Random, partial: Option<usize>) -> Self {
        Self {
            random,
            partial,
            loops: 0,
            in_lines: false,
            cycles: 0,
        }
    }

    fn body(&mut self, depth: u32) -> Vec<Node> {
        let count = self.random.below(if depth == 0 { 8 } else { 4 });
        let mut nodes: Vec<Node> = Vec::new();
        for _ in 0..=count {
            let what = self.what(depth);
            let is_text = |what: &What| matches!(what, What::Text(..));
            // two texts side by side would be one
            if is_text(&what) && nodes.last().is_some_and(|last| is_text(&last.what)) {
                continue;
            }
            let dashes = (0..4).map(|_| (self.random.once_in(8), self.random.once_in(8)));
            let dashes = dashes.collect();
            nodes.push(Node { dashes, what });
        }
        nodes
    }

    fn what(&mut self, depth: u32) -> What {
        let kinds = if depth >= DEPTH { 14 } else { 26 };
        match self.random.below(kinds) {
            0..=2 if !self.in_lines => {
                What::Text(self.random.pick(&TEXTS).to_owned(), String::new())
            }
            3..=5 if !self.in_lines => What::Output(self.filtered()),
            0..=6 => What::Echo(self.filtered()),
            7 | 8 => What::Assign(self.set(), self.filtered()),
            9 => self.cycle(),
            10 if self.random.once_in(2) => What::Increment(self.counter()),
            10 => What::Decrement(self.counter()),
            11 => self.interrupt(),
            12 if self.in_lines || self.random.once_in(2) => What::Comment(None),
            12 => What::Raw(
                self.random
                    .pick(&["", " ", "{{ x }} ", "{% if %}"])
                    .to_owned(),
            ),
            13 if self.random.once_in(3) => What::Comment(Some(" {{ x }} ".to_owned())),
            14..=16 => self.conditional(depth),
            17 => self.case(depth),
            18..=20 => self.for_loop(depth),
            21 => self.table_row(depth),
            22 => What::Capture(self.set(), self.body(depth + 1)),
            23 => What::IfChanged(self.body(depth + 1)),
            24 if !self.in_lines => {
                self.in_lines = true;
                let lines = self.body(depth + 1);
                self.in_lines = false;
                What::Lines(lines)
            }
            _ => self.call(),
        }
    }

    fn set(&mut self) -> String {
        self.random.pick(&SET).to_owned()
    }

    fn counter(&mut self) -> String {
        self.random.pick(&["count", "n", "x", "c"]).to_owned()
    }

    /// Mostly inside of loops: anywhere else it ends the whole.
    fn interrupt(&mut self) -> What {
        if self.loops == 0 && !self.random.once_in(10) {
            return What::Output(self.filtered()).in_lines(self.in_lines);
        }
        if self.random.once_in(2) {
            What::Break
        } else {
            What::Continue
        }
    }

    fn cycle(&mut self) -> What {
        self.cycles += 1;
        let group = self.random.once_in(3).then(|| self.scalar());
        let is_literal = self.random.once_in(2);
        let values = (0..=self.random.below(3)).map(|_| {
            if is_literal {
                self.word()
            } else {
                self.scalar()
            }
        });
        let values = values.collect();
        What::Cycle(Cycle {
            number: self.cycles,
            values,
            group,
        })
    }

    fn conditional(&mut self, depth: u32) -> What {
        let arms = (0..=self.random.below(3)).map(|_| (self.condition(), self.body(depth + 1)));
        let arms = arms.collect();
        let otherwise = self.random.once_in(2).then(|| self.body(depth + 1));
        What::If(self.random.once_in(4), arms, otherwise)
    }

    fn case(&mut self, depth: u32) -> What {
        let subject = self.scalar();
        let arms = (0..=self.random.below(3)).map(|_| {
            let choices = (0..=self.random.below(2)).map(|_| self.operand()).collect();
            (choices, self.body(depth + 1))
        });
        let arms = arms.collect();
        let otherwise = self.random.once_in(2).then(|| self.body(depth + 1));
        What::Case(subject, arms, otherwise)
    }

    fn for_loop(&mut self, depth: u32) -> What {
        let mut one = self.repeated(depth);
        one.reversed = self.random.once_in(5);
        one.otherwise = self.random.once_in(4).then(|| self.body(depth + 1));
        What::For(one)
    }

    fn table_row(&mut self, depth: u32) -> What {
        let mut one = self.repeated(depth);
        one.columns = self.random.once_in(2).then(|| self.count());
        What::TableRow(one)
    }

    fn repeated(&mut self, depth: u32) -> Loop {
        self.loops += 1;
        let body = self.body(depth + 1);
        self.loops -= 1;
        let offset = match self.random.below(8) {
            0 | 1 => Some(Offset::At(self.count())),
            2 | 3 => Some(Offset::Continue),
            _ => None,
        };
        Loop {
            variable: self.random.pick(&VARIABLES).to_owned(),
            list: self.list(),
            limit: self.random.once_in(3).then(|| self.count()),
            offset,
            columns: None,
            reversed: false,
            body,
            otherwise: None,
        }
    }

    /// `include` or `render`, if there is a partial left.
    fn call(&mut self) -> What {
        let first = self.partial.map_or(0, |partial| partial + 1);
        let is_rendered = self.partial.is_some_and(|partial| partial >= INCLUDED);
        let is_render = is_rendered || first >= INCLUDED || self.random.once_in(2);
        let from = if is_render {
            first.max(INCLUDED)
        } else {
            first
        };
        let to = if is_render { PARTIALS.len() } else { INCLUDED };
        if from >= to {
            return What::Echo(self.filtered());
        }
        let partial = from + self.random.below((to - from) as u64) as usize;
        let partial = PARTIALS[partial].to_owned();
        let binding = self.random.once_in(2).then(|| Binding {
            each: self.random.once_in(2),
            value: if self.random.once_in(2) {
                self.list()
            } else {
                self.scalar()
            },
            variable: self
                .random
                .once_in(2)
                .then(|| self.random.pick(&VARIABLES).to_owned()),
        });
        let mut arguments: Vec<(String, _)> = Vec::new();
        for _ in 0..self.random.below(3) {
            let name = self
                .random
                .pick(&["x", "p", "label", "products"])
                .to_owned();
            if arguments.iter().all(|(known, _)| *known != name) {
                arguments.push((name, self.operand()));
            }
        }
        let call = Call {
            partial,
            binding,
            arguments,
        };
        if is_render {
            What::Render(call)
        } else {
            What::Include(call)
        }
    }
}

impl What {
    /// In the lines of `{% liquid %}` an output is `echo`.
    fn in_lines(self, is_line: bool) -> Self {
        match self {
            Self::Output(value) if is_line => Self::Echo(value),
            other => other,
        }
    }
}

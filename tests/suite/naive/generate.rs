//! Random rules, made along the grammar: every construct over the fixed schema.

mod condition;

use std::fmt::Write;

use crate::random::Random;

/// What a fact is.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Number,
    Money,
    Text,
    Date,
    Time,
    YesNo,
    Segment,
    /// With the members `first`, `second` and `rest`.
    Group,
}

/// Rules being made.
pub(super) struct Rules<'a> {
    random: &'a mut Random,
    facts: Vec<(String, Kind)>,
    pub(super) text: String,
}

/// Deeper than this, only leaves.
const DEPTH: u32 = 3;

impl<'a> Rules<'a> {
    pub(super) fn new(random: &'a mut Random) -> Self {
        let mut rules = Self {
            random,
            facts: vec![("mail.arm".to_owned(), Kind::Text)],
            text: String::new(),
        };
        for number in 0..8 {
            rules.declaration(number);
        }
        rules.campaign();
        rules
    }

    /// A campaign with everything that decides who gets it.
    fn campaign(&mut self) {
        let audience = self.condition(1);
        let split = self.random.pick(&[
            "50% \"Ann\", 50% \"x\"",
            "holdout 20.5%, 30.25% \"CA\", 49.25% \"x\"",
            "30% \"none\", holdout 30%, 40% \"Ann\"",
            "99.99% \"x\", holdout 0.01%",
        ]);
        let limit = self.random.pick(&[
            "",
            "limit 1 per 7 days",
            "limit 2 per month across all",
            "limit 1 per 3 calendar days",
        ]);
        let _ = writeln!(
            self.text,
            "campaign mail {{\n  audience {audience}\n  template \"t\"\n  subject \"s\"\n  from \"f\"\n  \
             experiment arm {{ split {split} }}\n  {limit}\n}}"
        );
    }

    fn declaration(&mut self, number: usize) {
        let name = format!("f{number}");
        let (kind, line) = match self.random.below(12) {
            0 | 1 => (Kind::Number, format!("trait {name} = {}", self.number(0))),
            2 => (Kind::Money, format!("trait {name} = {}", self.money(0))),
            3 => (Kind::Text, format!("trait {name} = {}", self.words(0))),
            4 => (Kind::Date, format!("trait {name} = {}", self.date(0))),
            5 => (Kind::Time, format!("trait {name} = {}", self.time(0))),
            6 => (Kind::YesNo, format!("trait {name} = {}", self.condition(0))),
            7 => return self.apart(&name),
            8 => (Kind::Group, self.group(&name)),
            9 => (Kind::Number, self.score(&name)),
            _ => {
                let condition = self.condition(0);
                (Kind::Segment, format!("segment {name} when {condition}"))
            }
        };
        let _ = writeln!(self.text, "{line}");
        self.facts.push((name, kind));
    }

    /// A declaration that later ones do not use as a whole.
    fn apart(&mut self, name: &str) {
        let tail = self.tail("purchase", 2);
        let line = if self.random.once_in(2) {
            for part in ["recency", "frequency", "monetary"] {
                self.facts.push((format!("{name}.{part}"), Kind::Number));
            }
            self.facts.push((format!("{name}.code"), Kind::Text));
            format!("trait {name} = rfm of purchase.amount{tail}")
        } else {
            let field = self
                .random
                .pick(&["product", "amount", "note", "day", "product.category"]);
            format!("trait {name} = distinct purchase.{field}{tail}")
        };
        let _ = writeln!(self.text, "{line}");
    }

    fn group(&mut self, name: &str) -> String {
        let (first, second) = (self.condition(1), self.condition(1));
        let rest = self.random.pick(&["rest otherwise", "rest when member"]);
        format!("group {name} {{\n  first when {first}\n  second when {second}\n  {rest}\n}}")
    }

    fn score(&mut self, name: &str) -> String {
        let (a, b, c) = (self.number(2), self.money(2), self.number(2));
        format!(
            "score {name} {{\n  50 from {a}, full at 4\n  30.5 from {b}, full at 20\n  19.5 from {c}, full at 1\n}}"
        )
    }

    /// The name of a fact of this kind, if there is one and chance wants it.
    fn fact(&mut self, kind: Kind) -> Option<String> {
        let known: Vec<&str> = self
            .facts
            .iter()
            .filter(|(_, of)| *of == kind)
            .map(|(name, _)| name.as_str())
            .collect();
        let used = !known.is_empty() && self.random.once_in(2);
        used.then(|| self.random.pick(&known).to_owned())
    }

    pub(super) fn number(&mut self, depth: u32) -> String {
        if let Some(fact) = self.fact(Kind::Number) {
            return fact;
        }
        let deeper = if depth < DEPTH { 12 } else { 7 };
        match self.random.below(deeper) {
            0 => self
                .random
                .pick(&["0", "1", "2", "2.5", "30", "-1"])
                .to_owned(),
            1 => "age".to_owned(),
            2 => self.counted(depth),
            3 | 4 => self.visit_number(depth),
            5 => format!("days since {}", self.some_day(depth)),
            6 => {
                let unit = self.random.pick(&["years", "months", "weeks", "days"]);
                let direction = self.random.pick(&["since", "until"]);
                format!("{unit} {direction} {}", self.some_day(depth))
            }
            7 => {
                let unit = self.random.pick(&["hours", "minutes"]);
                let direction = self.random.pick(&["since", "until"]);
                format!("{unit} {direction} ({})", self.time(depth + 1))
            }
            8 => self.case(depth, Self::number),
            9 => format!("percentile of ({})", self.rankable(depth + 1)),
            10 => format!("({} / {})", self.money(depth + 1), self.money(depth + 1)),
            _ => {
                let operator = self.random.pick(&["+", "-", "*", "/"]);
                let (a, b) = (self.number(depth + 1), self.number(depth + 1));
                format!("({a} {operator} {b})")
            }
        }
    }

    fn counted(&mut self, depth: u32) -> String {
        let counted = self.random.pick(&[
            "count of purchase",
            "count of purchase.amount",
            "count of distinct purchase.product",
            "count of distinct purchase.note",
            "total purchase.quantity",
            "most frequent purchase.quantity",
            "average purchase.quantity",
        ]);
        format!("({counted}{})", self.tail("purchase", depth))
    }

    fn visit_number(&mut self, depth: u32) -> String {
        let function = self.random.pick(&[
            "total",
            "average",
            "smallest",
            "largest",
            "latest",
            "first",
            "most frequent",
            "count of",
        ]);
        format!("({function} visit.seconds{})", self.tail("visit", depth))
    }

    fn rankable(&mut self, depth: u32) -> String {
        match self.random.below(4) {
            0 => self.money(depth),
            1 => self.date(depth),
            2 => self.time(depth),
            _ => self.number(depth),
        }
    }

    fn money(&mut self, depth: u32) -> String {
        if let Some(fact) = self.fact(Kind::Money) {
            return fact;
        }
        match self.random.below(if depth < DEPTH { 7 } else { 3 }) {
            0 => "credit".to_owned(),
            1 | 2 => {
                let function = self.random.pick(&[
                    "total",
                    "average",
                    "smallest",
                    "largest",
                    "latest",
                    "first",
                    "most frequent",
                ]);
                format!(
                    "({function} purchase.amount{})",
                    self.tail("purchase", depth)
                )
            }
            3 => {
                let operator = self.random.pick(&["+", "-"]);
                let (a, b) = (self.money(depth + 1), self.money(depth + 1));
                format!("({a} {operator} {b})")
            }
            4 => {
                let operator = self.random.pick(&["*", "/"]);
                let (a, b) = (self.money(depth + 1), self.number(depth + 1));
                format!("({a} {operator} {b})")
            }
            5 => format!("-({})", self.money(depth + 1)),
            _ => self.case(depth, Self::money),
        }
    }

    fn words(&mut self, depth: u32) -> String {
        if let Some(fact) = self.fact(Kind::Text) {
            return fact;
        }
        match self.random.below(if depth < DEPTH { 6 } else { 4 }) {
            0 | 1 => self.random.pick(&["name", "state", "tier"]).to_owned(),
            2 | 3 => {
                let function =
                    self.random
                        .pick(&["latest", "first", "smallest", "largest", "most frequent"]);
                let field = self.random.pick(&["note", "product.category"]);
                format!(
                    "({function} purchase.{field}{})",
                    self.tail("purchase", depth)
                )
            }
            4 => format!(
                "({} + \"-\" + {})",
                self.words(depth + 1),
                self.words(depth + 1)
            ),
            _ => self.case(depth, |rules, depth| {
                format!("({} + \"\")", rules.words(depth))
            }),
        }
    }

    fn date(&mut self, depth: u32) -> String {
        if let Some(fact) = self.fact(Kind::Date) {
            return fact;
        }
        match self.random.below(if depth < DEPTH { 4 } else { 3 }) {
            0 => "born".to_owned(),
            1 | 2 => {
                let function = self.random.pick(&["latest", "smallest", "most frequent"]);
                format!("({function} purchase.day{})", self.tail("purchase", depth))
            }
            _ => self.case(depth, Self::date),
        }
    }

    fn time(&mut self, depth: u32) -> String {
        if let Some(fact) = self.fact(Kind::Time) {
            return fact;
        }
        match self.random.below(if depth < DEPTH { 5 } else { 3 }) {
            0 => "joined".to_owned(),
            1 | 2 => {
                let function = self
                    .random
                    .pick(&["latest", "first", "smallest", "most frequent"]);
                let event = self.random.pick(&["purchase", "visit"]);
                format!("({function} {event}.at{})", self.tail(event, depth))
            }
            3 => {
                let operator = self.random.pick(&["+", "-"]);
                let length = self
                    .random
                    .pick(&["3 days", "24 hours", "90 minutes", "1 week"]);
                format!("({} {operator} {length})", self.time(depth + 1))
            }
            _ => self.case(depth, Self::time),
        }
    }

    fn some_day(&mut self, depth: u32) -> String {
        if self.random.once_in(2) {
            format!("({})", self.date(depth + 1))
        } else {
            format!("({})", self.time(depth + 1))
        }
    }

    fn case(&mut self, depth: u32, value: fn(&mut Self, u32) -> String) -> String {
        let mut text = "case".to_owned();
        for _ in 0..=self.random.below(2) {
            let (when, then) = (self.condition(depth + 1), value(self, depth + 1));
            let _ = write!(text, " when {when} then {then}");
        }
        if self.random.once_in(2) {
            let _ = write!(text, " otherwise {}", value(self, depth + 1));
        }
        format!("({text})")
    }
}

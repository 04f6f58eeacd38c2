//! Conditions, on customers and on rows, and what follows an event.

use std::fmt::Write;

use super::{DEPTH, Kind, Rules};

impl Rules<'_> {
    pub(super) fn condition(&mut self, depth: u32) -> String {
        if depth < DEPTH && self.random.once_in(3) {
            let (a, b) = (self.condition(depth + 1), self.condition(depth + 1));
            return match self.random.below(3) {
                0 => format!("({a} and {b})"),
                1 => format!("({a} or not {b})"),
                _ => format!("not ({a})"),
            };
        }
        match self.random.below(11) {
            0 => self.compared(depth),
            1 => self.worded(depth),
            2 => self.membership(),
            3 => self.timed(depth),
            4 => format!("({})", self.did(depth)),
            5 => format!("({})", self.sequence(depth)),
            6 => format!("top {}% by ({})", self.percent(), self.rankable(depth + 1)),
            7 => self.known(depth),
            8 => self.listed(depth),
            9 => self.dated(depth),
            _ => self.fact(Kind::YesNo).unwrap_or_else(|| {
                self.random
                    .pick(&["member", "member = no", "member != yes"])
                    .to_owned()
            }),
        }
    }

    fn percent(&mut self) -> &'static str {
        self.random
            .pick(&["10", "25", "33.3", "50", "99.5", "100", "20"])
    }

    fn relation(&mut self) -> &'static str {
        self.random.pick(&["=", "!=", "<", "<=", ">", ">="])
    }

    fn compared(&mut self, depth: u32) -> String {
        let relation = self.relation();
        match self.random.below(4) {
            0 => format!("{} {relation} {}", self.money(depth), self.money(depth)),
            1 => {
                let literal = self.random.pick(&["0", "10", "12.50", "10.01"]);
                format!("{} {relation} {literal}", self.money(depth))
            }
            2 => {
                let (low, high) = (self.number(depth), self.number(depth));
                format!("{} between {low} and {high}", self.number(depth))
            }
            _ => format!("{} {relation} {}", self.number(depth), self.number(depth)),
        }
    }

    fn worded(&mut self, depth: u32) -> String {
        let text = self.words(depth);
        match self.random.below(4) {
            0 => {
                let relation = self.random.pick(&["starts with", "ends with"]);
                let part = self
                    .random
                    .pick(&["\"A\"", "\"a\"", "name", "state", "\"\""]);
                format!("({text} + \"\") {relation} {part}")
            }
            1 => {
                let pattern = self.random.pick(&["^A", "(?i)ann?$", "n{2}", "^.$", "s|x"]);
                format!("{text} matches \"{pattern}\"")
            }
            2 => format!("{text} contains any of (\"nn\", \"C\", \"é\")"),
            _ => format!("({text} + \"\") {} (name + \"\")", self.relation()),
        }
    }

    fn membership(&mut self) -> String {
        let not = self.random.pick(&["", "not "]);
        if let Some(segment) = self.fact(Kind::Segment) {
            return format!("{not}in {segment}");
        }
        match self.fact(Kind::Group) {
            Some(group) => {
                let member = self.random.pick(&["first", "second", "rest"]);
                format!("{not}in {group}.{member}")
            }
            None => format!("tier {not}in (\"gold\", \"silver\")"),
        }
    }

    fn timed(&mut self, depth: u32) -> String {
        let window = self.random.pick(&WINDOWS[..LAST]);
        match self.random.below(3) {
            0 => format!("({}) {window}", self.date(depth)),
            1 => {
                let days = self
                    .random
                    .pick(&["0 days", "1 day", "7 days", "1 week", "400 days"]);
                format!("{} has anniversary within {days}", self.some_day(depth))
            }
            _ => format!("({}) {window}", self.time(depth)),
        }
    }

    fn dated(&mut self, depth: u32) -> String {
        let relation = self
            .random
            .pick(&["before", "after", "=", "!=", "<=", ">="]);
        let day = self
            .random
            .pick(&["2026-03-31", "2026-03-30", "2004-02-29"]);
        match self.random.below(4) {
            0 => format!("({}) {relation} {day}", self.date(depth)),
            1 => format!("({}) {relation} {day}", self.time(depth)),
            2 => format!("({}) {relation} ({})", self.time(depth), self.date(depth)),
            _ => {
                let moment = self
                    .random
                    .pick(&["2026-03-31T08:00", "2026-03-30T12:00:00Z"]);
                format!("({}) {relation} {moment}", self.time(depth))
            }
        }
    }

    fn known(&mut self, depth: u32) -> String {
        let state = self.random.pick(&["known", "missing"]);
        let value = match self.random.below(6) {
            0 => self.number(depth),
            1 => self.money(depth),
            2 => self.words(depth),
            3 => self.date(depth),
            4 => self.time(depth),
            _ => "interests".to_owned(),
        };
        format!("({value}) is {state}")
    }

    fn listed(&mut self, depth: u32) -> String {
        match self.random.below(8) {
            0 => "interests contains \"shoes\"".to_owned(),
            1 => "interests contains any of (\"Ann\", \"tents\")".to_owned(),
            2 => format!(
                "(distinct purchase.product{}) contains \"p1\"",
                self.tail("purchase", depth)
            ),
            3 => format!("{} in (1, 2, 30.5)", self.number(depth)),
            4 => format!("interests contains ({})", self.words(depth)),
            5 => format!("({}) contains ({})", self.words(depth), self.words(depth)),
            6 => format!(
                "(distinct purchase.amount{}) contains ({})",
                self.tail("purchase", depth),
                self.money(depth)
            ),
            _ => format!("{} not in (0, 10.01)", self.money(depth)),
        }
    }

    fn did(&mut self, depth: u32) -> String {
        let event = self.random.pick(&["purchase", "visit"]);
        let tail = self.tail(event, depth);
        match self.random.below(5) {
            0 => format!("no {event}{tail}"),
            1 => {
                let quantity = self.random.pick(&["at least 2", "at most 1", "exactly 1"]);
                format!("{quantity} {event}{tail}")
            }
            2 => format!("{event} {}", self.random.pick(&WINDOWS[..LAST])),
            3 => format!("{event} where ({})", self.row(event, 1)),
            _ => {
                let quantity = self.random.pick(&[
                    "",
                    "no ",
                    "at least 2 ",
                    "at most 1 ",
                    "exactly 2 ",
                    "at least 0 ",
                ]);
                let count = self.random.pick(&["1", "2", "3"]);
                let of = self.random.pick(&["purchase", "visit"]);
                format!(
                    "{quantity}{event} where ({}) in last {count} {of}",
                    self.row(event, 1)
                )
            }
        }
    }

    fn sequence(&mut self, depth: u32) -> String {
        let event = self.random.pick(&["purchase", "visit"]);
        let then = self.random.pick(&["purchase", "visit"]);
        let mut text = match self.random.below(3) {
            0 => event.to_owned(),
            1 => format!("{event} {}", self.random.pick(&WINDOWS[..LAST])),
            _ => format!(
                "{event} where ({}) in last 2 days",
                self.row(event, depth + 1)
            ),
        };
        let _ = write!(
            text,
            " {} {then}",
            self.random.pick(&["followed by", "not followed by"])
        );
        if self.random.once_in(3) {
            let _ = write!(text, " where ({})", self.row(then, depth + 1));
        }
        if self.random.once_in(2) {
            let within = self.random.pick(&["60 minutes", "1 hour", "2 hours"]);
            let _ = write!(text, " within {within}");
        }
        text
    }

    /// A filter and a window, each or both or none.
    pub(super) fn tail(&mut self, event: &str, depth: u32) -> String {
        let filter = format!(" where ({})", self.row(event, depth));
        let window = format!(" {}", self.random.pick(&WINDOWS));
        // `(…) between` would go on as a comparison of what the filter is.
        let after = window.clone() + &filter;
        let before = if window.contains("between") {
            after.clone()
        } else {
            filter.clone() + &window
        };
        match self.random.below(5) {
            0 => filter,
            1 => window,
            2 => before,
            3 => after,
            _ => String::new(),
        }
    }

    /// A condition on a row.
    fn row(&mut self, event: &str, depth: u32) -> String {
        if depth < DEPTH && self.random.once_in(3) {
            let (a, b) = (self.row(event, depth + 1), self.row(event, depth + 1));
            return match self.random.below(3) {
                0 => format!("{a} and {b}"),
                1 => format!("({a} or {b})"),
                _ => format!("not ({a})"),
            };
        }
        let relation = self.relation();
        let window = self.random.pick(&WINDOWS[..LAST]);
        let own: [String; 11] = match event {
            "purchase" => [
                format!("quantity {relation} 1"),
                format!("amount {relation} 10"),
                "gift".to_owned(),
                format!("note {relation} \"ann\""),
                format!("product.category {relation} \"shoes\""),
                format!("amount {relation} product.price * quantity"),
                format!("day {window}"),
                "day has anniversary within 7 days".to_owned(),
                "product in (\"p0\", \"p9\")".to_owned(),
                "product.stock is missing".to_owned(),
                format!("days since day {relation} 1"),
            ],
            _ => [
                format!("seconds {relation} 30"),
                format!("page {relation} \"Ann\""),
                "page matches \"^[aA]\"".to_owned(),
                "page starts with \"A\"".to_owned(),
                "seconds is known".to_owned(),
                format!("seconds / 2 {relation} seconds - 1"),
                "page contains \"n\"".to_owned(),
                "seconds between 1 and 30".to_owned(),
                format!("days since at {relation} 1"),
                "at before 2026-03-31".to_owned(),
                "hours since at between 1 and 24".to_owned(),
            ],
        };
        let choice = self.random.below(13) as usize;
        match choice {
            0..11 => own[choice].clone(),
            11 => format!("at {window}"),
            _ => "at after 2026-03-30T12:00:00Z".to_owned(),
        }
    }
}

/// Windows; the first [`LAST`] begin with `in last`.
const WINDOWS: [&str; 16] = [
    "in last 3 hours",
    "in last 24 hours",
    "in last 180 minutes",
    "in last 2 days",
    "in last 1 week",
    "in last 30 days",
    "in last 1 month",
    "in last 1 year",
    "in last 1 calendar day",
    "in last 3 calendar days",
    "in last 1 calendar week",
    "since 2026-03-29",
    "since 2026-03-31T08:00",
    "since 2026-03-30T12:00:00Z",
    "between 2026-03-01 and 2026-03-30",
    "between 2026-03-30T12:00:00Z and 2026-03-31T12:00:00Z",
];

const LAST: usize = 11;

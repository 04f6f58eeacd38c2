//! Expressions: what fits the data, and now and then what does not.

use super::super::datum::Datum;
use super::super::filter::FILTERS;
use super::super::tree::{Comparison, Condition, Expression, Filter, Filtered, Step};
use super::Generator;

/// Paths to single values.
const SCALARS: [&str; 26] = [
    "name",
    "n",
    "price",
    "vip",
    "day",
    "at",
    "big",
    "label",
    "x",
    "i",
    "item",
    "p",
    "p.name",
    "p.price",
    "p.maker.name",
    "item.stock",
    "user.name",
    "user.city",
    "user.first",
    "user.maker.country",
    "products.first.name",
    "products.size",
    "tags.last",
    "count",
    "none",
    "map.size",
];

/// Paths to lists, objects and other things to go through.
const LISTS: [&str; 16] = [
    "products",
    "tags",
    "user.orders",
    "user.tags",
    "grid",
    "grid.first",
    "mixed",
    "map",
    "p",
    "p.tags",
    "item",
    "item.tags",
    "user",
    "name",
    "none",
    "x",
];

const POSITIONS: [&str; 8] = [
    "forloop.index",
    "forloop.rindex0",
    "forloop.first",
    "forloop.length",
    "forloop.parentloop.index",
    "forloop.name",
    "tablerowloop.col",
    "tablerowloop.row",
];

const WORDS: [&str; 9] = ["", "a", "Ann", "it's", "first", "name", "<i>", "; ", "12"];

const SIGNS: [&str; 8] = ["==", "!=", "==", "<", "<=", ">", ">=", "contains"];

impl Generator<'_> {
    pub(super) fn filtered(&mut self) -> Filtered {
        let value = self.operand();
        let count = [0, 0, 0, 1, 1, 2, 3];
        let filters = (0..self.random.pick(&count)).map(|_| self.filter());
        let mut filtered = Filtered {
            value,
            filters: filters.collect(),
        };
        // these want lists of objects
        if self.random.once_in(12) {
            let name = self.random.pick(&["map", "where"]);
            let arguments = vec![self.property()];
            let lists = [
                "products", "products", "products", "user", "map", "mixed", "tags",
            ];
            filtered.value = path(self.random.pick(&lists));
            filtered.filters.insert(
                0,
                Filter {
                    name,
                    arguments,
                    keyword: None,
                },
            );
        }
        filtered
    }

    fn filter(&mut self) -> Filter {
        let (name, count) = self.random.pick(&FILTERS);
        let mut arguments: Vec<Expression> = (0..count)
            .map(|_| match name {
                "concat" if self.random.once_in(20) => self.list(),
                "concat" => path(
                    self.random
                        .pick(&["tags", "products", "mixed", "user.orders"]),
                ),
                "replace" | "remove" => self.letters(),
                "truncate" | "slice" => self.small(),
                "divided_by" | "modulo" => self.divisor(),
                "plus" | "minus" | "times" | "at_least" => self.factor(),
                _ => self.scalar(),
            })
            .collect();
        // the second one may be anything
        if name == "replace" {
            arguments[1] = self.word();
        }
        let is_default = name == "default" && self.random.once_in(3);
        let keyword = is_default.then(|| ("allow_false", self.scalar()));
        Filter {
            name,
            arguments,
            keyword,
        }
    }

    pub(super) fn condition(&mut self) -> Condition {
        let count = [0, 0, 0, 1, 2];
        let first = self.comparison();
        let more =
            (0..self.random.pick(&count)).map(|_| (self.random.once_in(2), self.comparison()));
        Condition {
            first,
            more: more.collect(),
        }
    }

    fn comparison(&mut self) -> Comparison {
        let sign = self.random.pick(&SIGNS);
        // a text and a number have no order
        if sign.starts_with(['<', '>']) && !self.random.once_in(20) {
            let (left, right) = (self.ordered(), self.ordered());
            return Comparison {
                left,
                right: Some((sign, right)),
            };
        }
        let left = if self.random.once_in(12) {
            self.lacking()
        } else {
            self.operand()
        };
        if self.random.once_in(3) {
            return Comparison { left, right: None };
        }
        let right = match self.random.below(5) {
            0 => self.lacking(),
            1 => self.number(),
            _ => self.operand(),
        };
        Comparison {
            left,
            right: Some((sign, right)),
        }
    }

    /// A number, or nothing.
    fn ordered(&mut self) -> Expression {
        match self.random.below(8) {
            0 => self.lacking(),
            1 => {
                path(
                    self.random
                        .pick(&["price", "p.price", "products.first.stock", "none", "big"]),
                )
            }
            2 => {
                path(
                    self.random
                        .pick(&["forloop.index", "tablerowloop.col0", "user.orders.last"]),
                )
            }
            3 => Expression::Literal(Datum::Float(2.5)),
            _ => self.count(),
        }
    }

    fn lacking(&mut self) -> Expression {
        if self.random.once_in(2) {
            Expression::Empty
        } else {
            Expression::Blank
        }
    }

    /// Anything.
    pub(super) fn operand(&mut self) -> Expression {
        match self.random.below(12) {
            0 => self.word(),
            1 => self.number(),
            2 | 3 => self.list(),
            4 if self.random.once_in(3) => self.lacking(),
            4 => Expression::Literal(
                self.random
                    .pick(&[Some(true), Some(false), None])
                    .map_or(Datum::Nil, Datum::Bool),
            ),
            _ => self.scalar(),
        }
    }

    pub(super) fn scalar(&mut self) -> Expression {
        match self.random.below(16) {
            0 => self.number(),
            1 => self.word(),
            2 | 3 => path(self.random.pick(&POSITIONS)),
            4 => Expression::Path("products".to_owned(), self.steps()),
            5 => Expression::Path("user".to_owned(), self.steps()),
            6 if self.random.once_in(4) => {
                let names = ["name", "x", "products", "p", "none"];
                let name = self.random.pick(&names);
                let steps = if self.random.once_in(2) {
                    self.steps()
                } else {
                    Vec::new()
                };
                Expression::Named(
                    Box::new(Expression::Path("x".to_owned(), Vec::new())),
                    steps,
                )
                .or_literal(name, self.random.once_in(2))
            }
            _ => path(self.random.pick(&SCALARS)),
        }
    }

    pub(super) fn list(&mut self) -> Expression {
        if self.random.once_in(6) {
            let ends = [self.end(), self.end()].map(Box::new);
            let [first, last] = ends;
            return Expression::Range(first, last);
        }
        path(self.random.pick(&LISTS))
    }

    fn end(&mut self) -> Expression {
        match self.random.below(20) {
            0 => path(self.random.pick(&SCALARS)),
            1 => Expression::Literal(Datum::Float(2.5)),
            2..=4 => path("n"),
            _ => Expression::Literal(Datum::Whole(i128::from(self.random.below(5)))),
        }
    }

    pub(super) fn number(&mut self) -> Expression {
        match self.random.below(12) {
            0 => path(self.random.pick(&SCALARS)),
            1 => Expression::Literal(Datum::Float(2.5)),
            _ => self.count(),
        }
    }

    /// A whole number.
    pub(super) fn count(&mut self) -> Expression {
        match self.random.below(20) {
            0 => self.number(),
            1 | 2 => path("n"),
            3 => path("tags.size"),
            4 => path("forloop.index0"),
            _ => self.small(),
        }
    }

    fn small(&mut self) -> Expression {
        Expression::Literal(Datum::Whole(i128::from(self.random.below(7)) - 1))
    }

    fn factor(&mut self) -> Expression {
        if self.random.once_in(4) {
            self.scalar()
        } else {
            self.divisor()
        }
    }

    /// Seldom 0.
    fn divisor(&mut self) -> Expression {
        if self.random.once_in(15) {
            return self.scalar();
        }
        let factor = self.random.pick(&[1.0, 2.0, 3.0, 0.5, -2.0, 1.25]);
        Expression::Literal(if self.random.once_in(2) {
            Datum::Float(factor)
        } else {
            Datum::Whole(factor.ceil() as i128)
        })
    }

    pub(super) fn word(&mut self) -> Expression {
        Expression::Literal(Datum::text(self.random.pick(&WORDS)))
    }

    /// What can be looked for in a text.
    fn letters(&mut self) -> Expression {
        Expression::Literal(Datum::text(self.random.pick(&["a", "n", " ", "b>", ","])))
    }

    fn property(&mut self) -> Expression {
        Expression::Literal(Datum::text(
            self.random.pick(&["name", "tags", "maker", "stock", "vip"]),
        ))
    }

    fn steps(&mut self) -> Vec<Step> {
        let names = [
            "name", "tags", "maker", "size", "first", "last", "orders", "price",
        ];
        let steps = (0..=self.random.below(2)).map(|_| match self.random.below(6) {
            0 => Step::Index(self.small()),
            1 => Step::Index(path(self.random.pick(&[
                "n",
                "i",
                "x",
                "name",
                "forloop.index0",
            ]))),
            2 => Step::Key(self.random.pick(&names).to_owned()),
            _ => Step::Name(self.random.pick(&names).to_owned()),
        });
        steps.collect()
    }
}

impl Expression {
    /// A computed name, or one that is known by its text.
    fn or_literal(self, name: &str, is_literal: bool) -> Self {
        match self {
            // a name in quotes is a path like others
            Self::Named(_, steps) if is_literal => Self::Path(name.to_owned(), steps),
            other => other,
        }
    }
}

/// `a.b.c`
fn path(text: &str) -> Expression {
    let mut names = text.split('.').map(str::to_owned);
    let root = names.next().unwrap_or_default();
    Expression::Path(root, names.map(Step::Name).collect())
}

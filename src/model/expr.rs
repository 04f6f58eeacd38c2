//! Expressions with every name looked up and a type on every node.

use std::hash::{Hash, Hasher};
use std::mem;
use std::sync::Arc;

use crate::rules::ast::Direction;
use crate::schema::{Decimal, Type};
use crate::source::Span;

use super::{Unit, Window};

/// A typed expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it does.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: Type,
    /// Whether the value may be missing.
    pub optional: bool,
    /// Whether it would be, were it not for what is asked before it, as in `state is known and …`.
    pub guarded: bool,
    /// Where it is written.
    pub span: Span,
}

/// Equality of meaning: the place does not matter.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.kind == other.kind
    }
}

impl Hash for Expr {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.ty, &self.kind).hash(state);
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Every textual type.
    Text(Arc<str>),
    /// A number.
    Number(f64),
    /// Minor units.
    Money(i64),
    /// Yes or no.
    YesNo(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Microseconds since 1970 UTC.
    Time(i64),
    /// Microseconds.
    Duration(i64),
    /// A list.
    List(Vec<Literal>),
}

impl Hash for Literal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        mem::discriminant(self).hash(state);
        match self {
            Self::Text(text) => text.hash(state),
            Self::Number(number) => bits(*number).hash(state),
            Self::Money(whole) | Self::Time(whole) | Self::Duration(whole) => whole.hash(state),
            Self::YesNo(yes) => yes.hash(state),
            Self::Date(day) => day.hash(state),
            Self::List(items) => items.hash(state),
        }
    }
}

/// Alike for equal numbers: zero has two signs.
fn bits(number: f64) -> u64 {
    (number + 0.0).to_bits()
}

/// A regular expression; equal when written alike. Matching takes time linear in the text.
#[derive(Clone, Debug)]
pub struct Pattern(pub regex::Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Hash for Pattern {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_str().hash(state);
    }
}

/// What an expression does. A comparison with a missing value is no; arithmetic with one is missing.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A field of the table at hand: the customer's, or an event's inside `where`.
    Field(usize),
    /// A field of the catalog row whose key is `key`.
    Lookup {
        /// Which catalog.
        catalog: usize,
        /// Which of its fields.
        field: usize,
        /// Its key.
        key: Box<Expr>,
    },
    /// A fact.
    Fact(usize),
    /// The result of an aggregate.
    Aggregate(usize),
    /// Plain negation.
    Not(Box<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// Both sides are of one family of types.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Numbers, money and lengths of time; texts with `+`.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// The value is one of these.
    OneOf(Box<Expr>, Vec<Literal>),
    /// The list holds one of these, or the text contains one of these.
    ContainsAny(Box<Expr>, Vec<Literal>),
    /// The list holds this item, or the text contains this one.
    Contains(Box<Expr>, Box<Expr>),
    /// The text begins with this.
    StartsWith(Box<Expr>, Box<Expr>),
    /// The text ends with this.
    EndsWith(Box<Expr>, Box<Expr>),
    /// Some part of the text is of this form.
    Matches(Box<Expr>, Pattern),
    /// The value is not missing.
    Known(Box<Expr>),
    /// The moment lies in the window.
    Within(Box<Expr>, Window),
    /// Of two lists of moments, latest first: a moment of the first has one of the second behind it.
    Followed(Box<Sequence>),
    /// The item of a list at this index, from 0; missing when the list is shorter.
    Item(Box<Expr>, usize),
    /// An anniversary of the date is today or in the next so many days.
    Anniversary(Box<Expr>, i32),
    /// Whole units between the moment and now.
    Elapsed(Unit, Direction, Box<Expr>),
    /// The calendar date of a moment, in the customer's time zone.
    DateOf(Box<Expr>),
    /// The first moment of a date, in the customer's time zone.
    StartOf(Box<Expr>),
    /// The first arm that holds.
    Case(Vec<(Expr, Expr)>, Option<Box<Expr>>),
    /// The sum of weighted parts, 0 to 100.
    Points(Vec<Points>),
    /// The score from 1 to 5 of a value in a ranking; missing for those not ranked.
    Quintile(usize),
    /// `⌊100 × customers with less ÷ all⌋` of a value in a ranking; missing for those not ranked.
    Percentile(usize),
    /// At most so many percent of the ranked customers have as much; no for those not ranked.
    Top(usize, Decimal),
    /// Digits written side by side; missing when one is.
    Digits(Vec<Expr>),
    /// The bucket of a customer by a salt and their id, see [`crate::evaluate::bucket()`].
    Bucket(Arc<str>, Box<Expr>),
}

/// Whether something happened soon after something else.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Sequence {
    /// Moments of the events before, latest first.
    pub first: Expr,
    /// Moments of the events behind, latest first.
    pub then: Expr,
    /// At most so many microseconds lie between them.
    pub within: i64,
    /// Whether one of the first must have nothing behind it, although all of `within` has passed.
    pub negated: bool,
}

/// `=`, `!=`, `<`, … Equality of texts is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// `+`, `-`, `*`, `/`. Division by zero is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// A part of a score: `weight × min(max(value, 0), full_at) ÷ full_at`, nothing when missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Points at most.
    pub weight: f64,
    /// What earns them.
    pub value: Expr,
    /// The value that earns all, in the value's unit (minor units for money).
    pub full_at: f64,
}

impl Hash for Points {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (bits(self.weight), &self.value, bits(self.full_at)).hash(state);
    }
}

impl Expr {
    /// The expressions directly inside.
    pub fn children(&self) -> Vec<&Self> {
        match &self.kind {
            ExprKind::Literal(_)
            | ExprKind::Field(_)
            | ExprKind::Fact(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Quintile(_)
            | ExprKind::Percentile(_)
            | ExprKind::Top(..) => Vec::new(),
            ExprKind::Lookup { key: inner, .. }
            | ExprKind::Not(inner)
            | ExprKind::OneOf(inner, _)
            | ExprKind::ContainsAny(inner, _)
            | ExprKind::Matches(inner, _)
            | ExprKind::Known(inner)
            | ExprKind::Bucket(_, inner)
            | ExprKind::Within(inner, _)
            | ExprKind::Item(inner, _)
            | ExprKind::Anniversary(inner, _)
            | ExprKind::Elapsed(_, _, inner)
            | ExprKind::DateOf(inner)
            | ExprKind::StartOf(inner) => vec![inner],
            ExprKind::Compare(_, left, right)
            | ExprKind::Arithmetic(_, left, right)
            | ExprKind::Contains(left, right)
            | ExprKind::StartsWith(left, right)
            | ExprKind::EndsWith(left, right) => vec![left, right],
            ExprKind::Followed(sequence) => vec![&sequence.first, &sequence.then],
            ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Digits(parts) => {
                parts.iter().collect()
            }
            ExprKind::Case(arms, otherwise) => {
                let arms = arms
                    .iter()
                    .flat_map(|(condition, value)| [condition, value]);
                arms.chain(otherwise.as_deref()).collect()
            }
            ExprKind::Points(terms) => terms.iter().map(|term| &term.value).collect(),
        }
    }

    /// Calls `visit` for this expression and every one inside.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        let mut stack = vec![self];
        while let Some(expr) = stack.pop() {
            visit(expr);
            stack.extend(expr.children());
        }
    }
}

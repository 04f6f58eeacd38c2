//! The rules with every name looked up and every expression typed: what [`crate::check`] makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::rules::ast::{Direction, Function, Text};
use crate::schema::{Decimal, Type};
use crate::source::Span;

/// A project's rules, ready to plan. Indexes of the expressions point into these lists.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The customer table.
    pub customer: Table,
    /// Event tables; field [`AT`] of each is the moment.
    pub events: Vec<Table>,
    /// Catalogs.
    pub catalogs: Vec<Table>,
    /// Traits, scores, segments and groups; each uses only those before it.
    pub facts: Vec<Fact>,
    /// What is accumulated over events; equal ones are one.
    pub aggregates: Vec<Aggregate>,
    /// Values compared across all customers.
    pub rankings: Vec<Ranking>,
    /// Campaigns.
    pub campaigns: Vec<Campaign>,
    /// Personas.
    pub personas: Vec<Persona>,
    /// What conditions that nobody wrote are called, by the place that implies them.
    pub wordings: BTreeMap<Span, String>,
    /// What is declared wrongly: nothing can be said of it.
    pub broken: Broken,
}

/// Names whose declarations are wrong.
#[derive(Clone, Debug, Default)]
pub struct Broken {
    /// Whether the whole customer block is.
    pub customer: bool,
    /// Catalogs.
    pub catalogs: Vec<String>,
    /// Attributes and facts.
    pub values: Vec<String>,
}

/// The field of an event table that says when it happened.
pub const AT: usize = 0;

/// The shape of a table.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its name in the rules.
    pub name: String,
    /// Its columns.
    pub fields: Vec<Field>,
    /// The field that identifies a row: the first of type `id`.
    pub key: Option<usize>,
}

impl Table {
    /// The index of the field called `name`.
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The first field for which `test` holds.
    pub fn find(&self, test: impl Fn(&Field) -> bool) -> Option<usize> {
        self.fields.iter().position(test)
    }
}

/// A column.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the rules.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Its type.
    pub ty: Type,
    /// Whether a value may be missing, after `fallback` is applied.
    pub optional: bool,
    /// Whether it identifies a person.
    pub pii: bool,
    /// Whether nobody without it is ever in an audience.
    pub consent: bool,
    /// The value where the data has none.
    pub fallback: Option<Expr>,
}

/// A value per customer that the rules define.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its name; parts of a trait are facts of their own, as `rfm.code`.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// What defined it.
    pub kind: FactKind,
    /// How it is computed.
    pub value: Expr,
}

/// What defines a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// `trait`
    Trait,
    /// `score`
    Score,
    /// `segment`
    Segment,
    /// `group`, with the members' names and titles in order.
    Group(Vec<(String, Option<String>)>),
    /// `experiment`: the arm, missing for those held out.
    Experiment,
}

/// A typed expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it does.
    pub kind: ExprKind,
    /// The type of its value.
    pub ty: Type,
    /// Whether the value may be missing.
    pub optional: bool,
    /// Where it is written.
    pub span: Span,
}

/// Equality of meaning: the place does not matter.
impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.ty == other.ty && self.kind == other.kind
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

/// A regular expression; equal when written alike. Matching takes time linear in the text.
#[derive(Clone, Debug)]
pub struct Pattern(pub regex::Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

/// What an expression does. A comparison with a missing value is no; arithmetic with one is missing.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// Units of time. Hours and below are exact; the others are those of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

/// A span of time, relative to now or fixed.
#[derive(Clone, Debug, PartialEq)]
pub enum Window {
    /// `(now − length, now]`, a day being 24 hours, months and years those of the calendar.
    Last(i64, Unit),
    /// Today and the days before it, so many in all, in the customer's time zone.
    CalendarDays(i64),
    /// From the first bound (included) to the second (excluded); open where none.
    Fixed(Option<Bound>, Option<Bound>),
}

/// An end of a fixed window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The start of a day in the project's time zone, in days since 1970-01-01.
    Day(i32),
    /// A moment, in microseconds since 1970 UTC.
    Moment(i64),
}

/// A value accumulated over a customer's events.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    /// Which events.
    pub event: usize,
    /// How they are combined.
    pub function: Function,
    /// What is combined; none for `count`. Rows where it is missing do not count.
    pub value: Option<Expr>,
    /// Which events count.
    pub filter: Option<Expr>,
    /// When.
    pub window: Option<Window>,
    /// The type of the result.
    pub ty: Type,
}

/// A value by which customers are ranked: those with a value take part.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// The value of a customer.
    pub value: Expr,
    /// Which end is best and scores 5.
    pub best: Best,
    /// Where the days of the value begin.
    pub calendar: Calendar,
}

/// Whose midnight ends a day in the value of a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// The project's for everybody. The value is made of aggregates only, so it is there as soon as
    /// the events are scanned.
    Project,
    /// Each customer's own.
    Customer,
}

/// The end of a ranking that is best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Best {
    Largest,
    Smallest,
}

/// A campaign.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Its name on the command line.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// Who gets it, consent included: the eligible without those kept back.
    pub audience: Expr,
    /// Who would get it if nobody were kept back.
    pub eligible: Expr,
    /// Those for whom one of these does not hold are held out of an experiment.
    pub holdouts: Vec<Expr>,
    /// Those for whom one of these does not hold have had enough messages.
    pub limits: Vec<Expr>,
    /// Its experiments.
    pub experiments: Vec<Experiment>,
    /// The page's path below `templates/`.
    pub template: Text,
    /// Liquid of the sender.
    pub from: Vec<Arm<Text>>,
    /// Liquid of the subject.
    pub subject: Vec<Arm<Text>>,
    /// Liquid of the preheader; no arm when the campaign has none.
    pub preheader: Vec<Arm<Text>>,
    /// Blocks and what fills them.
    pub blocks: Vec<Block>,
}

impl Campaign {
    /// Every condition that decides about content.
    pub fn conditions(&self) -> impl Iterator<Item = &Expr> {
        let texts = [&self.from, &self.subject, &self.preheader];
        let texts = texts.into_iter().flatten().map(|arm| &arm.condition);
        let arms = self.blocks.iter().flat_map(|block| &block.arms);
        let blocks = arms.map(|arm| &arm.condition);
        texts.chain(blocks).flatten()
    }

    /// Every value computed for a block's template.
    pub fn parameters(&self) -> impl Iterator<Item = &Expr> {
        let arms = self.blocks.iter().flat_map(|block| &block.arms);
        let parameters = arms.flat_map(|arm| &arm.value.parameters);
        parameters.filter_map(|parameter| match &parameter.value {
            ParameterValue::Computed(value) => Some(value),
            ParameterValue::Liquid(_) => None,
        })
    }
}

/// Content that is dealt out by chance, so that what it brings about can be compared.
#[derive(Clone, Debug)]
pub struct Experiment {
    /// Its name inside the campaign.
    pub name: String,
    /// The fact that says who has which arm; none when it is declared wrongly.
    pub fact: Option<usize>,
}

/// A choice; the first whose condition holds wins.
#[derive(Clone, Debug)]
pub struct Arm<T> {
    /// None always holds.
    pub condition: Option<Expr>,
    /// What is chosen.
    pub value: T,
}

/// A named region of the template.
#[derive(Clone, Debug)]
pub struct Block {
    /// The region's name.
    pub name: String,
    /// Where the campaign names it.
    pub span: Span,
    /// What may fill it.
    pub arms: Vec<Arm<Show>>,
}

/// A template and its variables.
#[derive(Clone, Debug)]
pub struct Show {
    /// Path below `templates/blocks/`.
    pub template: Text,
    /// Variables for that template only.
    pub parameters: Vec<Parameter>,
}

/// A variable for a block's template.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: ParameterValue,
}

/// The value of a parameter.
#[derive(Clone, Debug)]
pub enum ParameterValue {
    /// A text, itself a template.
    Liquid(Text),
    /// A value per customer.
    Computed(Expr),
}

/// An invented customer.
#[derive(Clone, Debug)]
pub struct Persona {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<String>,
    /// Where it is declared.
    pub span: Span,
    /// A value or none for every field of the customer table.
    pub fields: Vec<Option<Literal>>,
    /// Experiments' facts with the arm it has, whatever its bucket; none when held out.
    pub arms: Vec<(usize, Option<Literal>)>,
    /// Its behaviour.
    pub events: Vec<PersonaEvent>,
    /// What must hold.
    pub expectations: Vec<Expectation>,
}

/// An event of a persona.
#[derive(Clone, Debug)]
pub struct PersonaEvent {
    /// Which event.
    pub event: usize,
    /// When.
    pub at: Moment,
    /// A value or none for every field of the event table; none for [`AT`].
    pub fields: Vec<Option<Literal>>,
}

/// When a persona's event took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So many units before now.
    Ago(i64, Unit),
    /// At the start of a day or at a moment.
    At(Bound),
}

/// What must hold for a persona.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// What.
    pub kind: ExpectationKind,
    /// Where it is written.
    pub span: Span,
}

/// What can be expected of a persona.
#[derive(Clone, Debug)]
pub enum ExpectationKind {
    /// The condition holds: membership of a segment or of a group's member.
    Holds(Expr),
    /// The persona gets the campaign, or with `false` does not.
    Audience(usize, bool),
    /// The block of the campaign shows this template.
    Shows {
        /// Which campaign.
        campaign: usize,
        /// Which of its blocks.
        block: usize,
        /// The expected template.
        template: Text,
    },
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
            | ExprKind::Anniversary(inner, _)
            | ExprKind::Elapsed(_, _, inner)
            | ExprKind::DateOf(inner)
            | ExprKind::StartOf(inner) => vec![inner],
            ExprKind::Compare(_, left, right)
            | ExprKind::Arithmetic(_, left, right)
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

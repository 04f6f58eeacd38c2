//! What the rule files say, before any name is looked up. Every node knows its place.

mod expectation;

pub use expectation::{
    Amount, Claim, ClaimKind, Expectation, ExpectationKind, Limit, LimitKind, Measure, Shown,
};

use crate::schema::Decimal;
use crate::source::Span;

/// A word that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A string literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// With escapes resolved.
    pub value: String,
    /// Where, quotes included.
    pub span: Span,
}

/// A number literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// Exactly as written.
    pub value: Decimal,
    /// Where.
    pub span: Span,
}

/// One top-level declaration.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `customer { … }`
    Customer(Table),
    /// `event NAME { … }`
    Event(Table),
    /// `catalog NAME { … }`
    Catalog(Table),
    /// `trait NAME = …`
    Trait(Trait),
    /// `score NAME { … }`
    Score(Score),
    /// `segment NAME when …`
    Segment(Segment),
    /// `group NAME { … }`
    Group(Group),
    /// `campaign NAME { … }`
    Campaign(Campaign),
    /// `persona NAME { … }`
    Persona(Persona),
    /// `expect …` of all customers together
    Expect(Vec<Claim>),
    /// One that cannot be read, which is reported; its name is known all the same.
    Broken(Broken),
}

/// What is known of an item that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The word it begins with, as in `segment`.
    pub keyword: String,
    /// Its name; `customer` for the customer block.
    pub name: Name,
}

/// The shape of a data table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// `customer` for the customer block.
    pub name: Name,
    /// Columns in the order written.
    pub fields: Vec<Field>,
}

/// `birth_date date? pii = …`
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Name of the column.
    pub name: Name,
    /// Its declared type.
    pub ty: TypeName,
    /// Whether `?` follows the type.
    pub optional: bool,
    /// `pii`, `consent`: any words, checked later.
    pub marks: Vec<Name>,
    /// What stands behind `=`: used where the data has no value.
    pub value: Option<Expr>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// Which.
    pub kind: TypeNameKind,
    /// Where.
    pub span: Span,
}

/// The forms a type takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeNameKind {
    /// A type's or a catalog's name; `yes/no` is one name.
    Named(String),
    /// `one of "a", "b"`
    OneOf(Vec<Text>),
    /// `list of T`
    List(Box<TypeName>),
}

/// `trait NAME = …`
#[derive(Clone, Debug, PartialEq)]
pub struct Trait {
    /// Name in rules and templates.
    pub name: Name,
    /// Its value.
    pub value: Expr,
}

/// `score NAME { 40 from … full at 20 }`
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Name in rules and templates.
    pub name: Name,
    /// Its weighted parts.
    pub terms: Vec<ScoreTerm>,
}

/// `40 from count of visit in last 30 days, full at 20`
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreTerm {
    /// Points at most.
    pub weight: Number,
    /// What earns them.
    pub value: Expr,
    /// The value that earns all points.
    pub full_at: Number,
}

/// `segment NAME "Title" when …`
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Name in rules and templates.
    pub name: Name,
    /// Name for people.
    pub title: Option<Text>,
    /// Who is in.
    pub condition: Expr,
}

/// `group NAME { member when … other otherwise }`
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Name in rules and templates.
    pub name: Name,
    /// Name for people.
    pub title: Option<Text>,
    /// In order; the first match wins.
    pub members: Vec<Member>,
}

/// One line of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Name in rules and templates.
    pub name: Name,
    /// Name for people.
    pub title: Option<Text>,
    /// None for `otherwise`.
    pub condition: Option<Expr>,
}

/// `campaign NAME { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    /// Name on the command line.
    pub name: Name,
    /// Name for people.
    pub title: Option<Text>,
    /// What stands in the braces, in order.
    pub clauses: Vec<Clause>,
}

/// One clause of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// `audience …`
    Audience(Expr),
    /// `template "…"`
    Template(Text),
    /// `from …`, `subject …`, `preheader …`: the keyword and its texts.
    Content(Name, Vec<Arm<Text>>),
    /// `block NAME …`
    Block(Name, Vec<Arm<Show>>),
    /// `experiment NAME { split … }`
    Experiment(Experiment),
    /// `limit N per LENGTH`
    Limit(FrequencyCap),
    /// `send …`
    Send(Send),
    /// `utm …`
    Utm(Utm),
    /// One that cannot be read, which is reported: its keyword.
    Broken(Name),
}

/// `when … VALUE` or `otherwise VALUE`; a clause without braces is one arm without condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm<T> {
    /// None for `otherwise`.
    pub condition: Option<Expr>,
    /// What is chosen.
    pub value: T,
}

/// `show "hero/shoes.liquid" with headline = "…", discount = 10`
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Path below the templates' `blocks/` folder.
    pub template: Text,
    /// Variables for that template only.
    pub parameters: Vec<Assignment>,
}

/// `experiment cta { split 45% "Shop now", 45% "See what's new", holdout 10% }`
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// Its name inside the campaign.
    pub name: Name,
    /// In order; none when one of them cannot be read, which is reported.
    pub shares: Vec<Share>,
}

/// `45% "Shop now"` or `holdout 10%`
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// How many of a hundred customers.
    pub percent: Number,
    /// The arm; none for the holdout.
    pub arm: Option<Text>,
    /// Where.
    pub span: Span,
}

/// `limit 1 per 7 days across promotions`
#[derive(Clone, Debug, PartialEq)]
pub struct FrequencyCap {
    /// So many messages at most.
    pub count: Number,
    /// In so long a time.
    pub window: Window,
    /// What campaigns with the same name here count together.
    pub across: Option<Name>,
    /// Where.
    pub span: Span,
}

/// `send at 09:00 customer time, not between 21:00 and 08:00`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// When; as soon as possible without it.
    pub at: Option<TimeOfDay>,
    /// Whether the times are those of the customer's clock, not of the project's.
    pub by_customer: bool,
    /// From when to when nothing is sent.
    pub quiet: Option<(TimeOfDay, TimeOfDay)>,
    /// Where.
    pub span: Span,
}

/// `09:00`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// To the minute.
    pub time: jiff::civil::Time,
    /// Where.
    pub span: Span,
}

/// `utm source "newsletter", medium "email"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utm {
    /// Names without `utm_`, any words, and what they say.
    pub parameters: Vec<(Name, Text)>,
    /// Where.
    pub span: Span,
}

/// `NAME = …`
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    /// What is set.
    pub name: Name,
    /// To what.
    pub value: Expr,
}

/// `persona NAME "Title" { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct Persona {
    /// Name in snapshots and reports.
    pub name: Name,
    /// Name for people.
    pub title: Option<Text>,
    /// Attributes.
    pub attributes: Vec<Assignment>,
    /// Arms of experiments.
    pub arms: Vec<GivenArm>,
    /// Behaviour.
    pub events: Vec<PersonaEvent>,
    /// What must hold.
    pub expectations: Vec<Expectation>,
}

/// `spring_sale.cta = "Shop now"`
#[derive(Clone, Debug, PartialEq)]
pub struct GivenArm {
    /// Campaign and experiment.
    pub path: Vec<Name>,
    /// The arm; none for `holdout`.
    pub arm: Option<Text>,
    /// Where the arm is named.
    pub span: Span,
}

/// `purchase 12 days ago { … }`
#[derive(Clone, Debug, PartialEq)]
pub struct PersonaEvent {
    /// Which event.
    pub event: Name,
    /// When.
    pub at: Moment,
    /// Its fields.
    pub fields: Vec<Assignment>,
}

/// When a persona's event took place.
#[derive(Clone, Debug, PartialEq)]
pub enum Moment {
    /// `12 days ago`
    Ago(Length),
    /// `at 2026-03-01` or `at 2026-03-01T10:00:00`
    At(Expr),
}

/// A number of units of time, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: Number,
    /// `day`, `days`, …: any word, checked later.
    pub unit: Name,
}

/// Which events of a customer count.
#[derive(Clone, Debug, PartialEq)]
pub struct Window {
    /// The form.
    pub kind: WindowKind,
    /// Where.
    pub span: Span,
}

/// The forms a window takes.
#[derive(Clone, Debug, PartialEq)]
pub enum WindowKind {
    /// `in last 30 days`; `in last 3 calendar days` when `calendar`.
    Last {
        /// How long.
        length: Length,
        /// Whether whole days of the customer's time zone are meant.
        calendar: bool,
    },
    /// `since 2026-01-01`
    Since(Box<Expr>),
    /// `between 2026-01-01 and 2026-02-01`
    Between(Box<Expr>, Box<Expr>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Which.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// The forms an expression takes. Names are not looked up yet: `cart_add in last 24 hours` is
/// [`ExprKind::InWindow`] of a path, whether `cart_add` is an event or a trait.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `"CA"`
    Text(String),
    /// `80.00`
    Number(Decimal),
    /// `yes`, `no`
    YesNo(bool),
    /// `1991-03-02`
    Date(jiff::civil::Date),
    /// `1991-03-02T10:00:00`, taken in the project's time zone, or with an offset or `Z` as written.
    Time(String),
    /// `30 days` as a value
    Length(Length),
    /// `("a", "b")`
    List(Vec<Expr>),
    /// `state`, `rfm.code`, `purchase.product.category`
    Path(Vec<Name>),
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `a and b`, `a < b`, `a + b`
    Binary(Operator, Box<Expr>, Box<Expr>),
    /// `email matches "@example\.com$"`
    Matches {
        /// A text.
        value: Box<Expr>,
        /// A regular expression, its backslashes as written.
        pattern: Text,
    },
    /// `state in ("CA", "NY")`; `contains any of (…)` with its own operator. `negated` for `not in`.
    InList {
        /// The value looked for.
        value: Box<Expr>,
        /// Where it is looked for; an empty list is reported by the checker.
        list: Vec<Expr>,
        /// Whether `not` precedes `in`.
        negated: bool,
    },
    /// `interests contains any of ("a", "b")`
    ContainsAny {
        /// A list or a text.
        value: Box<Expr>,
        /// What it may hold.
        list: Vec<Expr>,
    },
    /// `in vip`, `not in lifecycle.champion`, `in spring_sale`
    InSegment {
        /// A segment, or a group and its member.
        path: Vec<Name>,
        /// Whether `not` precedes.
        negated: bool,
    },
    /// `age between 25 and 35`, both ends included.
    Between {
        /// The value.
        value: Box<Expr>,
        /// Smallest.
        low: Box<Expr>,
        /// Largest.
        high: Box<Expr>,
    },
    /// `state is known`; `is missing` when not `known`.
    IsKnown {
        /// The value.
        value: Box<Expr>,
        /// Whether `known` or `missing` was written.
        known: bool,
    },
    /// `last_order in last 30 days`; of an event's name: did it.
    InWindow {
        /// A time, a date or an event's name.
        value: Box<Expr>,
        /// When.
        window: Window,
    },
    /// `birth_date has anniversary within 7 days`
    Anniversary {
        /// A date.
        value: Box<Expr>,
        /// How near.
        within: Length,
    },
    /// `days since last_order`, `months until renewal`
    Elapsed {
        /// `years`, `months`, `days`, `hours`, …: any word, checked later.
        unit: Name,
        /// `since` (past) or `until` (future).
        direction: Direction,
        /// A date or time.
        value: Box<Expr>,
    },
    /// `count of purchase where … in last 90 days`
    Aggregate {
        /// Which.
        function: Function,
        /// The event, and for all but `count` the field: `purchase.product.category`.
        path: Vec<Name>,
        /// `where …`
        filter: Option<Box<Expr>>,
        /// When.
        window: Option<Window>,
    },
    /// `no open in last 30 days`, `at least 2 purchase where …`, `cart_add where …`
    Did {
        /// How often.
        quantity: Quantity,
        /// The event.
        event: Name,
        /// `where …`
        filter: Option<Box<Expr>>,
        /// When.
        window: Option<Window>,
    },
    /// `cart_add in last 24 hours not followed by purchase where amount > 10 within 3 hours`
    Followed {
        /// The event before, with its own filter and window: any condition, checked later.
        first: Box<Expr>,
        /// Whether `not` precedes `followed by`.
        negated: bool,
        /// The event behind.
        event: Name,
        /// `where …` of the event behind.
        filter: Option<Box<Expr>>,
        /// How soon.
        within: Option<Length>,
    },
    /// `rfm of purchase.amount where … in last 365 days counting distinct purchase.order_no`
    Rfm {
        /// The event and its money field.
        path: Vec<Name>,
        /// `where …`
        filter: Option<Box<Expr>>,
        /// When.
        window: Option<Window>,
        /// What makes an order when a row is an order line.
        counting: Option<Vec<Name>>,
    },
    /// `percentile of spend`
    Percentile(Box<Expr>),
    /// `top 10% by spend`
    Top {
        /// How much of a hundred.
        percent: Number,
        /// What is ranked.
        by: Box<Expr>,
    },
    /// `case when … then … otherwise …`
    Case {
        /// Conditions and values, in order.
        arms: Vec<(Expr, Expr)>,
        /// The value when none holds; missing without it.
        otherwise: Option<Box<Expr>>,
    },
}

/// Infix operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// `before`, for dates and times
    Before,
    /// `after`
    After,
    Contains,
    StartsWith,
    EndsWith,
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// `since` or `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Direction {
    Since,
    Until,
}

/// Aggregates over events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Function {
    Count,
    CountDistinct,
    Total,
    Average,
    Smallest,
    Largest,
    Latest,
    First,
    MostFrequent,
    Distinct,
}

/// How often an event must have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is its name")]
pub enum Quantity {
    Some,
    No,
    AtLeast(Number),
    AtMost(Number),
    Exactly(Number),
}

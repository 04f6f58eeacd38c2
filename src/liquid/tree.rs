//! What a template says, before any name is looked up. Every node knows its place.

use super::Value;
use super::branch::Branch;
use super::parse::ErrorMode;
use crate::source::{SourceId, Span};

/// One parsed file, or a text of the rules that is Liquid too.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// Below the templates' folder, with `/`.
    pub path: String,
    /// Its text.
    pub source: SourceId,
    /// Its content.
    pub nodes: Vec<Node>,
}

/// A word that names something.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// As written, without quotes.
    pub text: String,
    /// Where, without quotes.
    pub span: Span,
}

/// A piece of a template.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Copied as it stands.
    Text(Span),
    /// `{{ … }}` and `{% echo … %}`
    Output(Filtered),
    /// `{% assign name = … %}`
    Assign(Name, Filtered),
    /// `{% capture name %}…{% endcapture %}`
    Capture(Name, Vec<Node>),
    /// `{% if %}` and `{% unless %}`
    If {
        /// Conditions and what they show, in order.
        arms: Vec<(Condition, Vec<Node>)>,
        /// `{% else %}`
        otherwise: Vec<Node>,
        /// One for each arm, and one for `else`, written or not.
        branches: Vec<Branch>,
    },
    /// `{% case %}`
    Case {
        /// What is compared.
        subject: Expression,
        /// In order: every `when` that fits is shown, as often as it does, and an `else` if none has
        /// fitted before it.
        arms: Vec<Arm>,
        /// One for each arm, and one for an `else` that is not written.
        branches: Vec<Branch>,
    },
    /// `{% for %}`
    For(Loop),
    /// `{% tablerow %}`
    TableRow(Loop),
    /// `{% break %}`
    Break,
    /// `{% continue %}`
    Continue,
    /// `{% cycle "odd", "even" %}`
    Cycle {
        /// The markup.
        span: Span,
        /// The group's name, whose value keeps cycles apart.
        group: Option<Expression>,
        /// What keeps cycles without a group apart: their values when all are literals, else their
        /// place.
        key: String,
        /// Shown in turn.
        values: Vec<Expression>,
    },
    /// `{% increment name %}`
    Increment(Name),
    /// `{% decrement name %}`
    Decrement(Name),
    /// `{% ifchanged %}`
    IfChanged(Vec<Node>),
    /// `{% include "x" %}`: the partial sees everything that stands here.
    Include(Partial),
    /// `{% render "x" %}`: the partial sees its arguments only.
    Render(Partial),
    /// `{% layout "x" %}`
    Layout(Name),
    /// `{% block name %}default{% endblock %}`
    Block(Name, Vec<Node>),
}

impl Node {
    /// The tag or output, or the name in it; literal text has none.
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::Output(value) | Self::Assign(_, value) => Some(value.span),
            Self::If { branches, .. } | Self::Case { branches, .. } => {
                branches.first().map(|branch| branch.tag)
            }
            Self::For(one) | Self::TableRow(one) => match one.branches.first() {
                Some(branch) => Some(branch.tag),
                None => Some(one.variable.span),
            },
            Self::Cycle { span, .. } => Some(*span),
            Self::Include(partial) | Self::Render(partial) => Some(partial.name.span),
            Self::Capture(name, _)
            | Self::Increment(name)
            | Self::Decrement(name)
            | Self::Block(name, _) => Some(name.span),
            _ => None,
        }
    }

    /// The nodes inside, in order.
    pub fn bodies(&self) -> Vec<&[Node]> {
        match self {
            Self::Capture(_, body) | Self::IfChanged(body) | Self::Block(_, body) => vec![body],
            Self::If {
                arms, otherwise, ..
            } => {
                let arms = arms.iter().map(|(_, body)| body.as_slice());
                arms.chain([otherwise.as_slice()]).collect()
            }
            Self::Case { arms, .. } => arms.iter().map(|arm| arm.body.as_slice()).collect(),
            Self::For(one) | Self::TableRow(one) => vec![&one.body, &one.otherwise],
            _ => Vec::new(),
        }
    }

    /// The ways on from here.
    pub fn branches(&self) -> &[Branch] {
        match self {
            Self::If { branches, .. } | Self::Case { branches, .. } => branches,
            Self::For(one) | Self::TableRow(one) => &one.branches,
            _ => &[],
        }
    }
}

/// A part of `{% case %}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// `when a, b`; none for `else`.
    pub choices: Option<Vec<Expression>>,
    /// What it shows.
    pub body: Vec<Node>,
}

/// `{% for item in list limit: 3 %}…{% else %}…{% endfor %}`
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// Variable and list as written, `item-list`: loops that go on with one another share it.
    pub name: String,
    /// The loop's variable.
    pub variable: Name,
    /// What is gone through.
    pub list: Expression,
    /// At most so many.
    pub limit: Option<Expression>,
    /// Without the first so many.
    pub offset: Option<Offset>,
    /// Cells of a row, for `tablerow`.
    pub columns: Option<Expression>,
    /// From the end.
    pub reversed: bool,
    /// For each item.
    pub body: Vec<Node>,
    /// When there is none.
    pub otherwise: Vec<Node>,
    /// One for the items, and one for a written `else`.
    pub branches: Vec<Branch>,
}

/// Where a loop begins.
#[derive(Clone, Debug, PartialEq)]
pub enum Offset {
    /// `offset: 2`
    At(Expression),
    /// `offset: continue`: where the last loop of the same name stopped.
    Continue,
}

/// `{% render "card", product: p %}`
#[derive(Clone, Debug, PartialEq)]
pub struct Partial {
    /// As written.
    pub name: Name,
    /// What the name is computed from, unless it is a literal.
    pub computed: Option<Expression>,
    /// `with x as y`, `for list as y`
    pub binding: Option<Binding>,
    /// `product: p`
    pub arguments: Vec<(Name, Expression)>,
}

/// `with x as y`, `for list as y`
#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    /// Whether nothing is written: `include` binds the variable that is called like the partial.
    pub implied: bool,
    /// Whether once for each item; `include` does so with every list.
    pub each: bool,
    /// What is bound.
    pub value: Expression,
    /// The variable; the partial's own name without folder and extension unless said.
    pub variable: String,
}

/// A value and the filters it goes through.
#[derive(Clone, Debug, PartialEq)]
pub struct Filtered {
    /// Both.
    pub span: Span,
    /// The start.
    pub value: Expression,
    /// In order.
    pub filters: Vec<Filter>,
    /// In lax templates an `assign` that fails is left out.
    pub mode: ErrorMode,
}

/// `truncate: 20, "…"`
#[derive(Clone, Debug, PartialEq)]
pub struct Filter {
    /// Which.
    pub name: Name,
    /// `20, "…"`
    pub positional: Vec<Expression>,
    /// The first argument without its quotes when it is a text: some filters take a property there.
    pub quoted: Option<Name>,
    /// `allow_false: true`
    pub keyword: Vec<(Name, Expression)>,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// `"text"`, `12`, `1.5`, `true`, `nil`, and where it stands.
    Literal(Value<'static>, Span),
    /// `empty`
    Empty,
    /// `blank`
    Blank,
    /// `(1..5)`
    Range(Box<Expression>, Box<Expression>),
    /// `customer.first_name`
    Path(Path),
    /// `[name].first`: the variable whose name is the value.
    Named(Box<Expression>, Vec<Segment>),
}

/// `customer.interests[0]`
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The variable.
    pub root: Name,
    /// What is taken from it, in order.
    pub segments: Vec<Segment>,
}

impl Path {
    /// Whether it is nothing but this word.
    pub fn is(&self, word: &str) -> bool {
        self.segments.is_empty() && self.root.text == word
    }

    /// From its first name to its last.
    pub fn span(&self) -> Span {
        let mut names = self.segments.iter().rev().filter_map(Segment::name);
        let last = names.next();
        last.map_or(self.root.span, |last| self.root.span.to(last.span))
    }
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment {
    /// `.name`
    Name(Name),
    /// `["name"]`, which never stands for `size`, `first` and `last` of a list.
    Key(Name),
    /// `[0]`, `[i]`
    Index(Expression),
}

impl Segment {
    /// The name that is taken, if one is written.
    pub fn name(&self) -> Option<&Name> {
        match self {
            Self::Name(name) | Self::Key(name) => Some(name),
            Self::Index(_) => None,
        }
    }
}

/// What `{% if %}` decides by.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// Neither false nor missing.
    Truthy(Expression),
    /// `a == b`
    Compare(Comparison, Expression, Expression),
    /// Both; Liquid's logic has no precedence and binds to the right.
    And(Box<Condition>, Box<Condition>),
    /// At least one.
    Or(Box<Condition>, Box<Condition>),
    /// Of `{% unless %}`.
    Not(Box<Condition>),
}

/// Comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}

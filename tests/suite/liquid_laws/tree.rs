//! The syntax tree that templates are generated as. It is the generator's own: neither the text
//! that is written from it nor what it means depends on the engine.

use super::datum::Datum;

/// A page and the partials it may use, in an order in which each uses only later ones.
#[derive(Clone, Debug)]
pub(super) struct Template {
    pub(super) page: Vec<Node>,
    pub(super) partials: Vec<(String, Vec<Node>)>,
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Which of its tags take the white space before and behind them away, in order.
    pub(super) dashes: Vec<(bool, bool)>,
    pub(super) what: What,
}

#[derive(Clone, Debug)]
pub(super) enum What {
    /// As written, and as it is shown between the tags around it.
    Text(String, String),
    Raw(String),
    /// `{% comment %}`, or `{% # %}` when nothing is inside.
    Comment(Option<String>),
    Output(Filtered),
    Echo(Filtered),
    Assign(String, Filtered),
    Capture(String, Vec<Node>),
    /// `unless` when the flag is set; the last body is `else`.
    If(bool, Vec<(Condition, Vec<Node>)>, Option<Vec<Node>>),
    Case(
        Expression,
        Vec<(Vec<Expression>, Vec<Node>)>,
        Option<Vec<Node>>,
    ),
    For(Loop),
    TableRow(Loop),
    Break,
    Continue,
    Cycle(Cycle),
    Increment(String),
    Decrement(String),
    IfChanged(Vec<Node>),
    Include(Call),
    Render(Call),
    /// The tags of `{% liquid %}`, which hold no text and no outputs.
    Lines(Vec<Node>),
}

#[derive(Clone, Debug)]
pub(super) struct Loop {
    pub(super) variable: String,
    pub(super) list: Expression,
    pub(super) limit: Option<Expression>,
    pub(super) offset: Option<Offset>,
    pub(super) columns: Option<Expression>,
    pub(super) reversed: bool,
    pub(super) body: Vec<Node>,
    pub(super) otherwise: Option<Vec<Node>>,
}

#[derive(Clone, Debug)]
pub(super) enum Offset {
    At(Expression),
    Continue,
}

#[derive(Clone, Debug)]
pub(super) struct Cycle {
    /// Tells cycles apart that have no name and variables in them.
    pub(super) number: usize,
    pub(super) group: Option<Expression>,
    pub(super) values: Vec<Expression>,
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) partial: String,
    pub(super) binding: Option<Binding>,
    pub(super) arguments: Vec<(String, Expression)>,
}

/// `with value as variable`, or `for`.
#[derive(Clone, Debug)]
pub(super) struct Binding {
    pub(super) each: bool,
    pub(super) value: Expression,
    pub(super) variable: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct Filtered {
    pub(super) value: Expression,
    pub(super) filters: Vec<Filter>,
}

#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) arguments: Vec<Expression>,
    pub(super) keyword: Option<(&'static str, Expression)>,
}

/// Comparisons joined by `and` (true) and `or` (false): each but the last says what follows it.
#[derive(Clone, Debug)]
pub(super) struct Condition {
    pub(super) first: Comparison,
    pub(super) more: Vec<(bool, Comparison)>,
}

#[derive(Clone, Debug)]
pub(super) struct Comparison {
    pub(super) left: Expression,
    pub(super) right: Option<(&'static str, Expression)>,
}

#[derive(Clone, Debug)]
pub(super) enum Expression {
    Literal(Datum),
    Empty,
    Blank,
    Range(Box<Expression>, Box<Expression>),
    Path(String, Vec<Step>),
    /// `[name].step`: the variable whose name is the value.
    Named(Box<Expression>, Vec<Step>),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Name(String),
    Key(String),
    Index(Expression),
}

impl What {
    /// The bodies inside, in order.
    pub(super) fn bodies(&self) -> Vec<&Vec<Node>> {
        match self {
            Self::Capture(_, body) | Self::IfChanged(body) | Self::Lines(body) => vec![body],
            Self::If(_, arms, otherwise) => {
                arms.iter().map(|(_, body)| body).chain(otherwise).collect()
            }
            Self::Case(_, arms, otherwise) => {
                arms.iter().map(|(_, body)| body).chain(otherwise).collect()
            }
            Self::For(one) | Self::TableRow(one) => {
                [&one.body].into_iter().chain(&one.otherwise).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn bodies_mut(&mut self) -> Vec<&mut Vec<Node>> {
        match self {
            Self::Capture(_, body) | Self::IfChanged(body) | Self::Lines(body) => vec![body],
            Self::If(_, arms, otherwise) => {
                let arms = arms.iter_mut().map(|(_, body)| body);
                arms.chain(otherwise).collect()
            }
            Self::Case(_, arms, otherwise) => {
                let arms = arms.iter_mut().map(|(_, body)| body);
                arms.chain(otherwise).collect()
            }
            Self::For(one) | Self::TableRow(one) => {
                let body = [&mut one.body].into_iter();
                body.chain(&mut one.otherwise).collect()
            }
            _ => Vec::new(),
        }
    }
}

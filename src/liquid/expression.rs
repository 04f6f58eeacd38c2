//! The markup of outputs and tags → expressions. The only file that sees the grammar's rules.

mod fault;
mod lax;
mod slip;

use std::ops::Range;

use pest::Parser;
use pest::error::InputLocation;
use pest::iterators::Pair;

use super::parse::ErrorMode;
use super::problem::Problem;
use super::tree::{
    Binding, Comparison, Condition, Expression, Filter, Filtered, Name, Partial, Path, Segment,
};
use super::{Value, number};
use crate::diagnostic::Diagnostics;
use crate::source::{SourceId, Span};

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/liquid.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// Brackets in one markup at most, so that nesting cannot exhaust the stack.
const MAX_BRACKETS: usize = 64;

/// The text between two delimiters, or a part of it.
#[derive(Clone)]
pub(super) struct Markup<'a> {
    /// The whole source's text.
    pub(super) text: &'a str,
    /// Whose text it is.
    pub(super) source: SourceId,
    /// The markup in it.
    pub(super) range: Range<usize>,
    pub(super) mode: ErrorMode,
}

/// What a loop says, without its bodies.
pub(super) struct LoopHead {
    /// Variable and list as written.
    pub(super) name: String,
    pub(super) variable: Name,
    pub(super) list: Expression,
    pub(super) settings: Vec<(Name, Expression)>,
    pub(super) reversed: bool,
}

type Found<T> = Option<T>;

impl Markup<'_> {
    /// `value | filter: argument`
    pub(super) fn output(&self, diagnostics: &mut Diagnostics) -> Found<Filtered> {
        if self.is_overlooked(Rule::output) {
            return Some(self.lax_output());
        }
        let pair = self.read(Rule::output, diagnostics)?;
        self.filtered(pair.into_inner().next()?)
    }

    /// `"reason"` or `("reason")`, or nothing.
    pub(super) fn abort(&self, diagnostics: &mut Diagnostics) -> Found<Filtered> {
        let pair = self.read(Rule::abort, diagnostics)?;
        let span = self.span(&pair);
        let reason = pair
            .into_inner()
            .find(|pair| pair.as_rule() == Rule::filtered);
        match reason {
            Some(reason) => self.filtered(reason),
            None => Some(Filtered {
                span,
                value: Expression::Literal(Value::Nil, span),
                filters: Vec::new(),
                mode: self.mode,
            }),
        }
    }

    /// `name = value | filter`
    pub(super) fn assign(&self, diagnostics: &mut Diagnostics) -> Found<(Name, Filtered)> {
        if self.is_overlooked(Rule::assign)
            && let Some(found) = self.lax_assign()
        {
            return Some(found);
        }
        let mut pairs = self.read(Rule::assign, diagnostics)?.into_inner();
        let name = self.name(&pairs.next()?);
        Some((name, self.filtered(pairs.nth(1)?)?))
    }

    /// `a == b and c`
    pub(super) fn condition(&self, diagnostics: &mut Diagnostics) -> Found<Condition> {
        if self.is_overlooked(Rule::condition)
            && let Some(found) = self.lax_condition()
        {
            return Some(found);
        }
        let pair = self.read(Rule::condition, diagnostics)?;
        let mut pairs = pair.into_inner().next()?.into_inner().rev();
        let mut condition = self.comparison(pairs.next()?)?;
        while let (Some(word), Some(left)) = (pairs.next(), pairs.next()) {
            let left = Box::new(self.comparison(left)?);
            condition = match word.as_rule() {
                Rule::and => Condition::And(left, Box::new(condition)),
                _ => Condition::Or(left, Box::new(condition)),
            };
        }
        Some(condition)
    }

    /// `value`; `empty` and `blank` are texts here.
    pub(super) fn subject(&self, diagnostics: &mut Diagnostics) -> Found<Expression> {
        let found = if self.is_overlooked(Rule::subject) && !self.is_empty() {
            self.lax_value()
        } else {
            let pair = self.read(Rule::subject, diagnostics)?;
            self.value(pair.into_inner().next()?)?
        };
        Some(match found {
            Expression::Empty | Expression::Blank => {
                Expression::Literal("".into(), Span::new(self.source, self.range.clone()))
            }
            found => found,
        })
    }

    /// `a, b or c`
    pub(super) fn choices(&self, diagnostics: &mut Diagnostics) -> Found<Vec<Expression>> {
        if self.is_overlooked(Rule::choices)
            && let Some(found) = self.lax_choices()
        {
            return Some(found);
        }
        let pairs = self.read(Rule::choices, diagnostics)?.into_inner();
        let values = pairs.filter(|pair| pair.as_rule() == Rule::value);
        values.map(|value| self.value(value)).collect()
    }

    /// `item in list limit: 3 reversed`
    pub(super) fn for_loop(&self, diagnostics: &mut Diagnostics) -> Found<LoopHead> {
        if self.is_overlooked(Rule::for_loop)
            && let Some(found) = self.lax_loop()
        {
            return Some(found);
        }
        let mut pairs = self.read(Rule::for_loop, diagnostics)?.into_inner();
        let variable = self.name(&pairs.next()?);
        let list = pairs.nth(1)?;
        let mut head = LoopHead {
            name: format!("{}-{}", variable.text, list.as_str().trim()),
            variable,
            list: self.value(list)?,
            settings: Vec::new(),
            reversed: false,
        };
        for pair in pairs {
            match pair.as_rule() {
                Rule::setting => head.settings.push(self.keyword(pair)?),
                // Shopify's engine overlooks it behind a setting, unless it is strict
                Rule::reversed => {
                    head.reversed |= self.mode == ErrorMode::Strict || head.settings.is_empty();
                }
                _ => {}
            }
        }
        Some(head)
    }

    /// `"group": "a", "b"`
    pub(super) fn cycle(
        &self,
        diagnostics: &mut Diagnostics,
    ) -> Found<(Option<Expression>, Vec<Expression>)> {
        if self.is_overlooked(Rule::cycle)
            && let Some(found) = self.lax_cycle()
        {
            return Some(found);
        }
        let mut group = None;
        let mut values = Vec::new();
        for pair in self.read(Rule::cycle, diagnostics)?.into_inner() {
            match pair.as_rule() {
                Rule::cycle_group => group = Some(self.value(pair.into_inner().next()?)?),
                Rule::value => values.push(self.value(pair)?),
                _ => {}
            }
        }
        Some((group, values))
    }

    /// A name, with or without quotes.
    pub(super) fn target(&self, diagnostics: &mut Diagnostics) -> Found<Name> {
        if self.is_overlooked(Rule::target)
            && let Some(found) = self.lax_label()
        {
            return Some(found);
        }
        let pair = self.read(Rule::target, diagnostics)?.into_inner().next()?;
        Some(match pair.as_rule() {
            Rule::string => self.string(&pair),
            _ => self.name(&pair),
        })
    }

    /// `"path"`
    pub(super) fn file(&self, diagnostics: &mut Diagnostics) -> Found<Name> {
        let pair = self.read(Rule::file, diagnostics)?.into_inner().next()?;
        Some(self.string(&pair))
    }

    /// `"card" with p as product, size: 3`
    pub(super) fn partial(&self, tag: &str, diagnostics: &mut Diagnostics) -> Found<Partial> {
        let mut pairs = self.read(Rule::partial, diagnostics)?.into_inner();
        let first = pairs.next()?;
        let mut partial = Partial {
            name: self.name(&first),
            computed: None,
            binding: None,
            arguments: Vec::new(),
        };
        if first.as_rule() == Rule::string {
            partial.name = self.string(&first);
        } else if tag == "include" && self.mode == ErrorMode::Lax {
            partial.computed = Some(self.path(first)?);
        } else {
            let problem = Problem::ComputedPartial(partial.name.text);
            diagnostics.report(&problem, partial.name.span);
            return None;
        }
        let mut alias = None;
        for pair in pairs {
            match pair.as_rule() {
                Rule::binding => partial.binding = self.binding(pair, &partial.name.text),
                Rule::alias => alias = pair.into_inner().last().map(|name| name.as_str()),
                Rule::keyword => partial.arguments.push(self.keyword(pair)?),
                _ => {}
            }
        }
        if tag == "include" && partial.binding.is_none() {
            partial.binding = Some(implied(&partial));
        }
        if let (Some(alias), Some(binding)) = (alias, &mut partial.binding) {
            alias.clone_into(&mut binding.variable);
        }
        Some(partial)
    }

    /// That nothing stands here.
    pub(super) fn nothing(&self, diagnostics: &mut Diagnostics) -> Found<()> {
        self.read(Rule::nothing, diagnostics).map(|_| ())
    }

    fn binding(&self, pair: Pair<'_, Rule>, partial: &str) -> Found<Binding> {
        let mut pairs = pair.into_inner();
        let each = pairs.next()?.as_rule() == Rule::for_word;
        Some(Binding {
            implied: false,
            each,
            value: self.value(pairs.next()?)?,
            variable: stem(partial).to_owned(),
        })
    }

    fn filtered(&self, pair: Pair<'_, Rule>) -> Found<Filtered> {
        let span = self.span(&pair);
        let mut pairs = pair.into_inner();
        let value = self.value(pairs.next()?)?;
        let filters = pairs
            .filter(|pair| pair.as_rule() == Rule::filter)
            .map(|filter| self.filter(filter))
            .collect::<Option<_>>();
        filters.map(|filters| Filtered {
            span,
            value,
            filters,
            mode: self.mode,
        })
    }

    fn filter(&self, pair: Pair<'_, Rule>) -> Found<Filter> {
        let mut pairs = pair.into_inner();
        let mut filter = Filter {
            name: self.name(&pairs.next()?),
            positional: Vec::new(),
            quoted: None,
            keyword: Vec::new(),
        };
        for pair in pairs {
            match pair.as_rule() {
                Rule::keyword => filter.keyword.push(self.keyword(pair)?),
                _ => {
                    if filter.positional.is_empty() {
                        filter.quoted = self.quoted(&pair);
                    }
                    filter.positional.push(self.value(pair)?);
                }
            }
        }
        Some(filter)
    }

    fn quoted(&self, value: &Pair<'_, Rule>) -> Option<Name> {
        let inner = value.clone().into_inner().next()?;
        (inner.as_rule() == Rule::string).then(|| self.string(&inner))
    }

    fn keyword(&self, pair: Pair<'_, Rule>) -> Found<(Name, Expression)> {
        let mut pairs = pair.into_inner();
        let name = self.name(&pairs.next()?);
        Some((name, self.value(pairs.next()?)?))
    }

    fn comparison(&self, pair: Pair<'_, Rule>) -> Found<Condition> {
        let mut pairs = pair.into_inner();
        let left = self.value(pairs.next()?)?;
        let Some(operator) = pairs.next() else {
            return Some(Condition::Truthy(left));
        };
        let operator = match operator.as_str() {
            "==" => Comparison::Equal,
            "!=" | "<>" => Comparison::NotEqual,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => Comparison::Contains,
        };
        Some(Condition::Compare(
            operator,
            left,
            self.value(pairs.next()?)?,
        ))
    }

    fn value(&self, pair: Pair<'_, Rule>) -> Found<Expression> {
        let inner = pair.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::range => {
                let mut ends = inner.into_inner();
                let first = Box::new(self.value(ends.next()?)?);
                Expression::Range(first, Box::new(self.value(ends.next()?)?))
            }
            Rule::number => Expression::Literal(literal(inner.as_str()), self.span(&inner)),
            Rule::string => {
                let text = self.string(&inner).text;
                Expression::Literal(text.into(), self.span(&inner))
            }
            Rule::constant => constant(inner.as_str(), self.span(&inner)),
            _ => self.path(inner)?,
        })
    }

    fn path(&self, pair: Pair<'_, Rule>) -> Found<Expression> {
        let mut pairs = pair.into_inner();
        let first = pairs.next()?;
        let segments = pairs.map(|pair| self.segment(pair)).collect::<Option<_>>();
        if first.as_rule() != Rule::index {
            return Some(named(self.name(&first), segments?));
        }
        Some(match self.segment(first)? {
            Segment::Name(name) | Segment::Key(name) => named(name, segments?),
            Segment::Index(name) => Expression::Named(Box::new(name), segments?),
        })
    }

    fn segment(&self, pair: Pair<'_, Rule>) -> Found<Segment> {
        let is_property = pair.as_rule() == Rule::property;
        let inner = pair.into_inner().next()?;
        if is_property {
            return Some(Segment::Name(self.name(&inner)));
        }
        let quoted = inner.clone().into_inner().next()?;
        Some(match quoted.as_rule() {
            Rule::string => Segment::Key(self.string(&quoted)),
            _ => Segment::Index(self.value(inner)?),
        })
    }

    fn name(&self, pair: &Pair<'_, Rule>) -> Name {
        Name {
            text: pair.as_str().to_owned(),
            span: self.span(pair),
        }
    }

    fn string(&self, pair: &Pair<'_, Rule>) -> Name {
        let span = self.span(pair);
        let inner = span.start as usize + 1..span.end as usize - 1;
        Name {
            text: self.text[inner.clone()].to_owned(),
            span: Span::new(self.source, inner),
        }
    }

    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let start = self.range.start;
        Span::new(self.source, start + span.start()..start + span.end())
    }

    fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// Whether the markup cannot be read as `rule`, and that is to be overlooked.
    fn is_overlooked(&self, rule: Rule) -> bool {
        self.mode == ErrorMode::Lax && Grammar::parse(rule, &self.text[self.range.clone()]).is_err()
    }

    /// Reads the whole markup as `rule`, or reports where it stops making sense.
    fn read(&self, rule: Rule, diagnostics: &mut Diagnostics) -> Found<Pair<'_, Rule>> {
        let markup = &self.text[self.range.clone()];
        if markup.matches(['(', '[']).count() > MAX_BRACKETS {
            let span = Span::new(self.source, self.range.clone());
            diagnostics.report(&Problem::TooManyBrackets(MAX_BRACKETS), span);
            return None;
        }
        match Grammar::parse(rule, markup) {
            Ok(mut pairs) => pairs.next(),
            Err(error) => {
                let at = match error.location {
                    InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
                };
                self.report(rule, at, &error.variant, diagnostics);
                None
            }
        }
    }
}

fn literal(text: &str) -> Value<'static> {
    if text.contains('.') {
        return text.parse().map_or(Value::Nil, Value::Float);
    }
    number::leading_whole(text).value()
}

fn named(root: Name, segments: Vec<Segment>) -> Expression {
    Expression::Path(Path { root, segments })
}

/// What a partial's variable is called unless said.
fn stem(partial: &str) -> &str {
    let file = partial.rsplit('/').next().unwrap_or(partial);
    file.split('.').next().unwrap_or(file)
}

/// `{% include "card" %}` stands for `{% include "card" with card %}`.
fn implied(partial: &Partial) -> Binding {
    let value = match &partial.computed {
        None => named(partial.name.clone(), Vec::new()),
        Some(name) => Expression::Named(Box::new(name.clone()), Vec::new()),
    };
    Binding {
        implied: true,
        each: false,
        value,
        variable: stem(&partial.name.text).to_owned(),
    }
}

fn constant(word: &str, span: Span) -> Expression {
    match word {
        "true" => Expression::Literal(Value::Bool(true), span),
        "false" => Expression::Literal(Value::Bool(false), span),
        "empty" => Expression::Empty,
        "blank" => Expression::Blank,
        _ => Expression::Literal(Value::Nil, span),
    }
}

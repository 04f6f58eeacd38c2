//! Conditions as formulas over subjects, down through segments, groups and `case`.

use super::demand::{Demand, Test};
use super::subject::Subject;
use crate::explain::Explainer;
use crate::model::{Comparison, Expr, ExprKind, FactKind, Literal, Pattern};
use crate::prove::scale::Scale;
use crate::prove::values::{Known, Values};
use crate::schema::Type;

/// A condition without `not`.
#[derive(Debug)]
pub(super) enum Node {
    Always,
    Never,
    /// The subject with this number is what is asked for.
    Ask(usize, Demand),
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// What is asked of a value. A missing one is never what is asked for.
#[derive(Clone, Copy)]
enum Want<'e> {
    Known,
    Compare(Comparison, &'e Literal),
    OneOf(&'e [Literal]),
    Between((i64, i64)),
    Holds(&'e Literal),
    Contains(&'e str),
    StartsWith(&'e str),
    EndsWith(&'e str),
    Matches(&'e Pattern),
}

/// Formulas of more parts are not looked at: every segment in a segment is opened up.
const PARTS: usize = 20_000;

/// Makes formulas, and the subjects they are about.
pub(super) struct Translator<'a> {
    explainer: &'a Explainer<'a>,
    pub(super) subjects: Vec<Subject<'a>>,
    parts: usize,
}

impl<'a> Translator<'a> {
    pub(super) fn new(explainer: &'a Explainer<'a>) -> Self {
        Self {
            explainer,
            subjects: Vec::new(),
            parts: 0,
        }
    }

    /// Whether the formulas are not whole.
    pub(super) fn is_too_large(&self) -> bool {
        self.parts > PARTS
    }

    /// The condition, or with `yes` false its opposite.
    pub(super) fn condition(&mut self, expr: &'a Expr, yes: bool) -> Node {
        self.parts += 1;
        if self.is_too_large() {
            return Node::Never;
        }
        if self.is_made_up(expr) {
            return self.question(expr, yes);
        }
        match &expr.kind {
            ExprKind::Not(inner) => self.condition(inner, !yes),
            ExprKind::And(parts) => self.junction(parts, yes, yes),
            ExprKind::Or(parts) => self.junction(parts, !yes, yes),
            ExprKind::Compare(Comparison::NotEqual, left, right) => {
                self.comparison(Comparison::Equal, left, right, expr, !yes)
            }
            ExprKind::Compare(comparison, left, right) => {
                self.comparison(*comparison, left, right, expr, yes)
            }
            ExprKind::OneOf(value, list) => self.want(value, None, Want::OneOf(list), yes),
            ExprKind::ContainsAny(value, list) => self.contains_any(value, list, yes),
            ExprKind::StartsWith(value, affix) => match text(affix) {
                Some(affix) => self.want(value, None, Want::StartsWith(affix), yes),
                None => self.question(expr, yes),
            },
            ExprKind::EndsWith(value, affix) => match text(affix) {
                Some(affix) => self.want(value, None, Want::EndsWith(affix), yes),
                None => self.question(expr, yes),
            },
            ExprKind::Matches(value, pattern) => {
                self.want(value, None, Want::Matches(pattern), yes)
            }
            ExprKind::Known(value) => self.want(value, None, Want::Known, yes),
            ExprKind::Within(value, window) => {
                let clock = self.explainer.rows.population().clock();
                let zone = self.explainer.rows.zone_number(self.explainer.row);
                self.want(value, None, Want::Between(clock.bounds(window, zone)), yes)
            }
            ExprKind::Literal(_)
            | ExprKind::Field(_)
            | ExprKind::Fact(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Lookup { .. }
            | ExprKind::Item(..)
            | ExprKind::Case(..) => {
                self.want(expr, None, Want::Compare(Comparison::Equal, &YES), yes)
            }
            _ => self.question(expr, yes),
        }
    }

    /// Whether its parts are about moments that nobody wrote, as in `a not followed by b`.
    fn is_made_up(&self, expr: &Expr) -> bool {
        let mut made_up = false;
        let mut is_one_text = true;
        let mut parts = vec![expr];
        while let Some(part) = parts.pop() {
            is_one_text &= part.span == expr.span;
            match &part.kind {
                ExprKind::Not(inner) => parts.push(inner),
                ExprKind::And(inner) | ExprKind::Or(inner) => parts.extend(inner),
                ExprKind::Known(value) => made_up |= self.explainer.is_made_up_moment(value),
                ExprKind::Compare(_, left, _) => {
                    made_up |= self.explainer.is_made_up_moment(left);
                }
                _ => return false,
            }
        }
        made_up && is_one_text
    }

    /// Being in this member of a group.
    pub(super) fn member(&mut self, group: usize, member: &str) -> Node {
        let member = Literal::Text(member.into());
        let want = Want::Compare(Comparison::Equal, &member);
        self.want_fact(group, want, true)
    }

    fn junction(&mut self, parts: &'a [Expr], all: bool, yes: bool) -> Node {
        let parts = parts.iter().map(|part| self.condition(part, yes));
        let parts = parts.collect();
        if all { all_of(parts) } else { any_of(parts) }
    }

    fn comparison(
        &mut self,
        comparison: Comparison,
        left: &'a Expr,
        right: &'a Expr,
        whole: &'a Expr,
        yes: bool,
    ) -> Node {
        match (&left.kind, &right.kind) {
            (_, ExprKind::Literal(literal)) => {
                self.want(left, None, Want::Compare(comparison, literal), yes)
            }
            (ExprKind::Literal(literal), _) => {
                self.want(right, None, Want::Compare(turned(comparison), literal), yes)
            }
            // Of `a != b` the whole is the opposite of what is asked here.
            _ if matches!(whole.kind, ExprKind::Compare(Comparison::NotEqual, ..)) => {
                self.question(whole, !yes)
            }
            _ => self.question(whole, yes),
        }
    }

    fn contains_any(&mut self, value: &'a Expr, list: &'a [Literal], yes: bool) -> Node {
        let parts = list.iter().map(|item| match item {
            Literal::Text(part) if value.ty.is_textual() => {
                self.want(value, None, Want::Contains(part), yes)
            }
            item => self.want(value, None, Want::Holds(item), yes),
        });
        let parts = parts.collect();
        if yes { any_of(parts) } else { all_of(parts) }
    }

    /// A condition of which only the answer is looked at.
    fn question(&mut self, expr: &'a Expr, yes: bool) -> Node {
        let known = self.find(expr, true);
        let subject = known.unwrap_or_else(|| {
            self.subjects.push(Subject::question(expr, self.explainer));
            self.subjects.len() - 1
        });
        let wanted = i64::from(yes);
        Node::Ask(subject, Demand::of_values(Values::range(wanted, wanted)))
    }

    fn find(&self, expr: &Expr, is_question: bool) -> Option<usize> {
        let same = |one: &Subject| one.expr == expr && one.is_question == is_question;
        self.subjects.iter().position(same)
    }

    /// That the value of `expr`, which the trait `name` stands for, is what is wanted, or is not.
    fn want(&mut self, expr: &'a Expr, name: Option<&'a str>, want: Want, yes: bool) -> Node {
        self.parts += 1;
        if self.is_too_large() {
            return Node::Never;
        }
        match &expr.kind {
            ExprKind::Literal(literal) => decided(want.of(literal) == yes),
            ExprKind::Fact(fact) => self.want_fact(*fact, want, yes),
            ExprKind::Case(arms, otherwise) => {
                self.want_case(arms, otherwise.as_deref(), want, yes)
            }
            _ if is_condition(expr) => {
                let wanted = |answer| want.of(&Literal::YesNo(answer)) == yes;
                match (wanted(true), wanted(false)) {
                    (true, false) => self.condition(expr, true),
                    (false, true) => self.condition(expr, false),
                    (always, _) => decided(always),
                }
            }
            _ => self.ask(expr, name, want, yes),
        }
    }

    fn want_fact(&mut self, index: usize, want: Want, yes: bool) -> Node {
        let fact = &self.explainer.model.facts[index];
        let value = &fact.value;
        match &value.kind {
            ExprKind::Case(arms, otherwise) => {
                self.want_case(arms, otherwise.as_deref(), want, yes)
            }
            _ if fact.kind == FactKind::Segment || is_condition(value) => {
                self.want(value, None, want, yes)
            }
            _ => self.ask(value, Some(&fact.name), want, yes),
        }
    }

    /// The first arm that holds gives the value; without one it is missing.
    fn want_case(
        &mut self,
        arms: &'a [(Expr, Expr)],
        otherwise: Option<&'a Expr>,
        want: Want,
        yes: bool,
    ) -> Node {
        let mut ways = Vec::new();
        for (index, (condition, value)) in arms.iter().enumerate() {
            let wanted = self.want(value, None, want, yes);
            if matches!(wanted, Node::Never) {
                continue;
            }
            let mut way = self.none_of(&arms[..index]);
            way.push(self.condition(condition, true));
            way.push(wanted);
            ways.push(all_of(way));
        }
        let last = match otherwise {
            Some(value) => self.want(value, None, want, yes),
            None => decided(!yes),
        };
        if !matches!(last, Node::Never) {
            let mut way = self.none_of(arms);
            way.push(last);
            ways.push(all_of(way));
        }
        any_of(ways)
    }

    fn none_of(&mut self, arms: &'a [(Expr, Expr)]) -> Vec<Node> {
        let conditions = arms
            .iter()
            .map(|(condition, _)| self.condition(condition, false));
        conditions.collect()
    }

    fn ask(&mut self, expr: &'a Expr, name: Option<&'a str>, want: Want, yes: bool) -> Node {
        let known = self.find(expr, false);
        let index = known.unwrap_or_else(|| {
            self.subjects.push(Subject::new(expr, name, self.explainer));
            self.subjects.len() - 1
        });
        let subject = &mut self.subjects[index];
        subject.name = subject.name.or(name);
        let demand = match (want.values(subject.scale), want.test()) {
            (Some(values), _) => {
                let wanted = subject.known().and(&values);
                let values = if yes {
                    wanted
                } else {
                    subject.domain.minus(&wanted)
                };
                if values.is_empty() || values == subject.domain {
                    return decided(!values.is_empty());
                }
                Demand::of_values(values)
            }
            (None, Some(test)) => {
                let values = if yes {
                    subject.known()
                } else {
                    subject.domain.clone()
                };
                let asked = Demand {
                    values,
                    tests: vec![(test, yes)],
                };
                match asked.and(&asked) {
                    Some(demand) => demand,
                    None => return Node::Never,
                }
            }
            (None, None) => return Node::Never,
        };
        Node::Ask(index, demand)
    }
}

impl Want<'_> {
    /// Whether the constant is what is wanted.
    fn of(self, literal: &Literal) -> bool {
        let text = match literal {
            Literal::Text(text) => Some(&**text),
            _ => None,
        };
        match self {
            Self::Known => true,
            Self::Compare(comparison, with) => compared(comparison, literal, with),
            Self::OneOf(list) => list.contains(literal),
            Self::Between((from, to)) => {
                matches!(literal, Literal::Time(moment) if (from..=to).contains(moment))
            }
            Self::Holds(item) => matches!(literal, Literal::List(items) if items.contains(item)),
            Self::Contains(part) => text.is_some_and(|text| text.contains(part)),
            Self::StartsWith(part) => text.is_some_and(|text| text.starts_with(part)),
            Self::EndsWith(part) => text.is_some_and(|text| text.ends_with(part)),
            Self::Matches(pattern) => text.is_some_and(|text| pattern.0.is_match(text)),
        }
    }

    /// The values that are wanted; none where they are no set of the scale.
    fn values(self, scale: Scale) -> Option<Values> {
        let texts = |literals: &[Literal]| {
            let texts = literals.iter().filter_map(|literal| match literal {
                Literal::Text(text) => Some(text.clone()),
                _ => None,
            });
            Some(Known::Texts(texts.collect()).into())
        };
        match (self, scale) {
            (Self::Known, scale) => Some(scale.everything()),
            (Self::OneOf(list), Scale::Text) => texts(list),
            (Self::Compare(Comparison::Equal, literal), Scale::Text) => {
                texts(std::slice::from_ref(literal))
            }
            (Self::OneOf(list), scale) => {
                let none = Values::range(1, 0);
                list.iter().try_fold(none, |all, literal| {
                    Some(all.or(&scale.compared(Comparison::Equal, literal)?))
                })
            }
            (Self::Between((from, to)), _) => Some(Values::range(from, to)),
            (Self::Compare(comparison, literal), scale) if scale != Scale::Text => {
                scale.compared(comparison, literal)
            }
            _ => None,
        }
    }

    fn test(self) -> Option<Test> {
        Some(match self {
            Self::Holds(item) => Test::Holds(item.clone()),
            Self::Contains(part) => Test::Contains(part.into()),
            Self::StartsWith(part) => Test::StartsWith(part.into()),
            Self::EndsWith(part) => Test::EndsWith(part.into()),
            Self::Matches(pattern) => Test::Matches(pattern.clone()),
            Self::Compare(comparison, Literal::Text(text)) => {
                Test::Compared(comparison, text.clone())
            }
            _ => return None,
        })
    }
}

const YES: Literal = Literal::YesNo(true);

fn text(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Literal(Literal::Text(text)) => Some(text),
        _ => None,
    }
}

fn decided(holds: bool) -> Node {
    if holds { Node::Always } else { Node::Never }
}

fn all_of(parts: Vec<Node>) -> Node {
    if parts.iter().any(|part| matches!(part, Node::Never)) {
        return Node::Never;
    }
    let mut left: Vec<Node> = parts
        .into_iter()
        .filter(|part| !matches!(part, Node::Always))
        .collect();
    match left.len() {
        0 => Node::Always,
        1 => left.remove(0),
        _ => Node::All(left),
    }
}

/// Parts about the same subject become one, so that `"CA" or "NY"` is one answer.
fn any_of(parts: Vec<Node>) -> Node {
    let mut left: Vec<Node> = Vec::new();
    for part in parts {
        match &part {
            Node::Always => return Node::Always,
            Node::Never => continue,
            Node::Ask(subject, demand) if demand.tests.is_empty() => {
                let same = left.iter_mut().find_map(|one| match one {
                    Node::Ask(known, held) if known == subject && held.tests.is_empty() => {
                        Some(held)
                    }
                    _ => None,
                });
                if let Some(held) = same {
                    held.values = held.values.or(&demand.values);
                    continue;
                }
            }
            _ => {}
        }
        left.push(part);
    }
    match left.len() {
        0 => Node::Never,
        1 => left.remove(0),
        _ => Node::Any(left),
    }
}

/// `5 < age` is `age > 5`.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

fn compared(comparison: Comparison, left: &Literal, right: &Literal) -> bool {
    let order = match (left, right) {
        (Literal::Text(a), Literal::Text(b)) => Some(a.cmp(b)),
        (Literal::Number(a), Literal::Number(b)) => a.partial_cmp(b),
        (Literal::YesNo(a), Literal::YesNo(b)) => Some(a.cmp(b)),
        (Literal::Date(a), Literal::Date(b)) => Some(a.cmp(b)),
        (Literal::Money(a), Literal::Money(b))
        | (Literal::Time(a), Literal::Time(b))
        | (Literal::Duration(a), Literal::Duration(b)) => Some(a.cmp(b)),
        _ => None,
    };
    order.is_some_and(|order| match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    })
}

/// Whether the expression is a condition that is made of others, and never missing.
fn is_condition(expr: &Expr) -> bool {
    let is_value = matches!(
        expr.kind,
        ExprKind::Literal(_)
            | ExprKind::Field(_)
            | ExprKind::Fact(_)
            | ExprKind::Aggregate(_)
            | ExprKind::Lookup { .. }
            | ExprKind::Item(..)
            | ExprKind::Case(..)
    );
    expr.ty == Type::YesNo && !is_value
}

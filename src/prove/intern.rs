//! The subjects of conditions: what they are, which values they can have, what links them.

use super::Prover;
use super::formula::{NodeId, SubjectId};
use super::link::Link;
use super::scale::Scale;
use super::subject::{Subject, Telling};
use super::translate::{Scope, Want};
use super::values::{Known, Values};
use crate::evaluate::sortable;
use crate::model::{AT, Comparison, Expr, ExprKind, FactKind, Literal};
use crate::rules::ast::{Direction, Function};
use crate::schema::{Decimal, Type};

/// A formula of more parts than this is not looked into where a fact is used.
const LARGE: u32 = 300;

impl<'a> Prover<'a> {
    /// The formula that holds for whom the subject `expr` is what is wanted.
    pub(super) fn wanted_of_subject(
        &mut self,
        expr: &'a Expr,
        want: Want<'_>,
        scope: Scope,
    ) -> NodeId {
        if let Some((inner, shifted)) = self.shifted(expr, want) {
            let outer = self.naming.take();
            let found = self.wanted(inner, shifted.want(), scope);
            self.naming = outer;
            return found;
        }
        let subject = self.subject(expr, scope);
        match self.values(subject, want) {
            Some(values) => self.formulas.member(subject, &values, &self.subjects),
            None => self.tested(subject, want),
        }
    }

    /// The values of the subject that are wanted; none where they are no set of its kind.
    fn values(&self, subject: SubjectId, want: Want<'_>) -> Option<Values> {
        let subject = self.subjects.get(subject);
        let texts = |literals: &[Literal]| {
            let texts = literals.iter().map(|literal| match literal {
                Literal::Text(text) => Some(text.clone()),
                _ => None,
            });
            texts
                .collect::<Option<_>>()
                .map(|texts| Known::Texts(texts).into())
        };
        match (want, subject.scale) {
            (Want::Known, _) => Some(subject.known()),
            (Want::OneOf(list), Scale::Text) => texts(list),
            (Want::Compare(Comparison::Equal, literal), Scale::Text) => {
                texts(std::slice::from_ref(literal))
            }
            (Want::OneOf(list), scale) => {
                let none = Values::range(1, 0);
                list.iter().try_fold(none, |all, literal| {
                    Some(all.or(&scale.compared(Comparison::Equal, literal)?))
                })
            }
            (Want::Compare(comparison, literal), scale) if scale != Scale::Text => {
                scale.compared(comparison, literal)
            }
            _ => None,
        }
        .or_else(|| {
            // Of few texts each can be tried.
            let (Known::Texts(texts), Some(test)) = (&subject.domain.known, want.test()) else {
                return None;
            };
            let pass = texts.iter().filter(|text| test.passes(text)).cloned();
            Some(Known::Texts(pass.collect()).into())
        })
    }

    /// A question to a text whose answer is a subject of its own.
    fn tested(&mut self, subject: SubjectId, want: Want<'_>) -> NodeId {
        let key = format!("{subject} is {want:?}");
        let answer = match self.subjects.find(&key) {
            Some(answer) => answer,
            None => {
                let telling = match &self.subjects.get(subject).telling {
                    Telling::Named(name) => want.told(name),
                    _ => Telling::Hidden,
                };
                let mut answer = Subject::new(telling, Scale::YesNo, Values::range(0, 1));
                let id = self.subjects.next();
                if let Some(test) = want.test() {
                    let link = Link::Test {
                        answer: id,
                        text: subject,
                        test,
                    };
                    answer.link(link, [subject]);
                }
                self.subjects.add(key, answer)
            }
        };
        let known = self.subjects.get(subject).known();
        let known = self.formulas.member(subject, &known, &self.subjects);
        let yes = self.formulas.member(answer, &Values::yes(), &self.subjects);
        self.formulas.all(&[known, yes], &self.subjects)
    }

    /// Whether the list holds the item.
    pub(super) fn holds_item(&mut self, list: &'a Expr, item: &Literal, scope: Scope) -> NodeId {
        let key = format!("{} holds {item:?}", self.key(list, scope));
        let text = self.told_item(list, item, scope);
        self.yes_no(key, text)
    }

    /// A condition of which nothing is known but how it is written.
    pub(super) fn opaque(&mut self, expr: &'a Expr, scope: Scope) -> NodeId {
        let key = self.key(expr, scope);
        let text = self.quote(expr.span);
        self.yes_no(key, Telling::Condition(text))
    }

    /// A question of which nothing at all is known.
    pub(super) fn unknown(&mut self) -> NodeId {
        self.unique += 1;
        self.yes_no(format!("#{}", self.unique), Telling::Hidden)
    }

    /// The formula, or where it is large a question of which nothing is known but `key`.
    pub(super) fn bounded(&mut self, formula: NodeId, key: impl Fn() -> String) -> NodeId {
        if self.formulas.size(formula) <= LARGE {
            return formula;
        }
        self.yes_no(key(), Telling::Hidden)
    }

    fn yes_no(&mut self, key: String, telling: Telling) -> NodeId {
        let answer = self.subjects.find(&key).unwrap_or_else(|| {
            let subject = Subject::new(telling, Scale::YesNo, Values::range(0, 1));
            self.subjects.add(key, subject)
        });
        self.formulas.member(answer, &Values::yes(), &self.subjects)
    }

    /// How two values stand to each other.
    pub(super) fn ordered(
        &mut self,
        comparison: Comparison,
        left: &'a Expr,
        right: &'a Expr,
        scope: Scope,
    ) -> NodeId {
        let outer = self.naming.take();
        let (left, right) = (self.subject(left, scope), self.subject(right, scope));
        self.naming = outer;
        let wanted = Scale::Order.everything();
        let equal = Values::range(0, 0);
        let (less, more) = (Values::range(-1, -1), Values::range(1, 1));
        let (less, more) = if left <= right {
            (less, more)
        } else {
            (more, less)
        };
        let wanted = match comparison {
            Comparison::Equal => equal.clone(),
            Comparison::NotEqual => wanted.minus(&equal),
            Comparison::Less => less,
            Comparison::LessOrEqual => less.or(&equal),
            Comparison::Greater => more,
            Comparison::GreaterOrEqual => more.or(&equal),
        };
        if left == right {
            // A value is equal to itself, if there is one.
            if wanted.is_apart_from(&equal) {
                return super::formula::NEVER;
            }
            let known = self.subjects.get(left).known();
            return self.formulas.member(left, &known, &self.subjects);
        }
        let order = self.order(left.min(right), left.max(right));
        self.formulas.member(order, &wanted, &self.subjects)
    }

    fn order(&mut self, left: SubjectId, right: SubjectId) -> SubjectId {
        let key = format!("order {left} {right}");
        if let Some(known) = self.subjects.find(&key) {
            return known;
        }
        let name = |id: SubjectId| match &self.subjects.get(id).telling {
            Telling::Named(name) => Some(name.clone()),
            _ => None,
        };
        let telling = match (name(left), name(right)) {
            (Some(left), Some(right)) => Telling::Order(left, right),
            _ => Telling::Hidden,
        };
        let mut domain = Scale::Order.everything();
        domain.missing =
            self.subjects.get(left).domain.missing || self.subjects.get(right).domain.missing;
        let mut subject = Subject::new(telling, Scale::Order, domain);
        let order = self.subjects.next();
        subject.link(Link::Order { order, left, right }, [left, right]);
        self.subjects.add(key, subject)
    }

    /// The value of the fact, where the fact is but a name for something simple.
    pub(super) fn seen_through(&self, fact: usize) -> Option<&'a Expr> {
        let fact = &self.model.facts[fact];
        let simple = matches!(
            fact.value.kind,
            ExprKind::Field(_)
                | ExprKind::Fact(_)
                | ExprKind::Aggregate(_)
                | ExprKind::Lookup { .. }
                | ExprKind::Elapsed(..)
                | ExprKind::DateOf(_)
                | ExprKind::StartOf(_)
                | ExprKind::Item(..)
                | ExprKind::Quintile(_)
                | ExprKind::Percentile(_)
        );
        (fact.kind == FactKind::Trait && simple).then_some(&fact.value)
    }

    /// The subject that an expression is.
    pub(super) fn subject(&mut self, expr: &'a Expr, scope: Scope) -> SubjectId {
        if let ExprKind::Fact(fact) = expr.kind
            && let value = &self.model.facts[fact].value
            && (self.seen_through(fact).is_some() || matches!(value.kind, ExprKind::Arithmetic(..)))
        {
            let outer = self.naming.replace(fact);
            let subject = self.subject(value, Scope::Customer);
            self.naming = outer;
            return subject;
        }
        let key = self.key(expr, scope);
        if let Some(known) = self.subjects.find(&key) {
            if let Some(fact) = self.naming {
                let name = self.model.facts[fact].name.clone();
                self.subjects.get_mut(known).telling = Telling::Named(name);
            }
            return known;
        }
        let telling = self.told(expr, scope);
        let (scale, mut domain) = self.domain(expr);
        domain.missing = expr.optional || expr.guarded || !self.is_exact(expr);
        let mut subject = Subject::new(telling, scale, domain);
        if let ExprKind::Aggregate(aggregate) = expr.kind {
            subject.aggregate = Some(self.first_alike(aggregate));
        }
        let id = self.subjects.add(key, subject);
        let outer = self.naming.take();
        self.link(id, expr, scope);
        self.naming = outer;
        id
    }

    /// Whether no arithmetic is in it, whose result may be too large.
    pub(super) fn is_exact(&self, expr: &Expr) -> bool {
        let mut exact = true;
        expr.walk(&mut |part| match part.kind {
            ExprKind::Arithmetic(..) => exact = false,
            ExprKind::Fact(fact) => exact &= self.exact.get(fact).copied().unwrap_or_default(),
            _ => {}
        });
        exact
    }

    /// Finds out which facts are without arithmetic.
    pub(super) fn find_exact(&mut self) {
        for fact in &self.model.facts {
            let exact = self.is_exact(&fact.value);
            self.exact.push(exact);
        }
    }

    pub(super) fn domain(&self, expr: &Expr) -> (Scale, Values) {
        let whole = |from, to| (Scale::Whole, Values::range(from, to));
        let of_scale = |scale: Scale| (scale, scale.everything());
        match (&expr.kind, &expr.ty) {
            (ExprKind::Aggregate(index), _) if self.counts(*index) => whole(0, i64::MAX),
            (ExprKind::Quintile(_), _) => whole(1, 5),
            (ExprKind::Percentile(_), _) => whole(0, 100),
            (ExprKind::Elapsed(_, direction, value), _) => match direction {
                Direction::Since if self.is_past(value) => whole(0, i64::MAX),
                Direction::Until if self.is_past(value) => whole(i64::MIN, 0),
                _ => whole(i64::MIN, i64::MAX),
            },
            (ExprKind::Points(terms), _) => {
                let sum = |limit: fn(f64) -> f64| {
                    let weights = terms.iter().map(|term| limit(term.weight));
                    sortable(weights.fold(0.0, |sum, weight| sum + weight))
                };
                let (least, most) = (sum(|weight| weight.min(0.0)), sum(|weight| weight.max(0.0)));
                (Scale::Real, Values::range(least, most))
            }
            (ExprKind::Fact(fact), _)
                if matches!(self.model.facts[*fact].value.kind, ExprKind::Points(_)) =>
            {
                self.domain(&self.model.facts[*fact].value)
            }
            (_, Type::Number) => of_scale(Scale::Real),
            (_, Type::Money) => of_scale(Scale::Money),
            (_, Type::Date) => of_scale(Scale::Date),
            (_, Type::Time) => of_scale(Scale::Time),
            (_, Type::Duration) => of_scale(Scale::Duration),
            (_, Type::YesNo) => of_scale(Scale::YesNo),
            (_, Type::OneOf(options)) => {
                let options = options.iter().map(|option| option.as_str().into());
                (Scale::Text, Known::Texts(options.collect()).into())
            }
            _ => of_scale(Scale::Text),
        }
    }

    fn counts(&self, aggregate: usize) -> bool {
        let function = self.model.aggregates[aggregate].function;
        matches!(function, Function::Count | Function::CountDistinct)
    }

    /// Whether it is the moment of an event: what is later than now did not happen.
    pub(super) fn is_past(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::DateOf(inner) | ExprKind::StartOf(inner) => self.is_past(inner),
            ExprKind::Fact(fact) => self
                .seen_through(*fact)
                .is_some_and(|value| self.is_past(value)),
            ExprKind::Aggregate(index) => {
                let aggregate = &self.model.aggregates[*index];
                let value = aggregate.value.as_ref().map(|value| &value.kind);
                value == Some(&ExprKind::Field(AT)) && expr.ty == Type::Time
            }
            _ => false,
        }
    }

    /// Among the best so many percent: a place in percent that is at most that.
    pub(super) fn top(&mut self, ranking: usize, share: Decimal) -> NodeId {
        let key = format!("place {ranking}");
        let place = match self.subjects.find(&key) {
            Some(place) => place,
            None => {
                let domain = Values::range(sortable(0.0) + 1, sortable(100.0)).or_missing();
                let subject = Subject::new(Telling::Hidden, Scale::Real, domain);
                let place = self.subjects.add(key, subject);
                self.link_ranked(place, ranking);
                place
            }
        };
        let values = Values::range(i64::MIN, sortable(share.to_f64()));
        self.formulas.member(place, &values, &self.subjects)
    }
}

//! What is asked of a customer's events: aggregates, `did`, RFM.

use super::expression::{Scope, TableRef};
use super::names::path_span;
use super::{CheckProblem, Checker};
use crate::model::{Aggregate, Best, Calendar, Comparison, Expr, ExprKind, Literal, Unit, Window};
use crate::rules::ast::{self, Direction, Function, Name, Quantity};
use crate::schema::Type;
use crate::source::Span;

/// The scores that an `rfm` trait gives, as expressions.
pub(super) struct Rfm {
    pub(super) recency: Expr,
    pub(super) frequency: Expr,
    pub(super) monetary: Expr,
    pub(super) code: Expr,
}

impl Checker<'_> {
    /// An aggregate or a `did`.
    pub(super) fn behaviour(&mut self, ast: &ast::Expr) -> Option<Expr> {
        match &ast.kind {
            ast::ExprKind::Aggregate {
                function,
                path,
                filter,
                window,
            } => self.aggregate(
                *function,
                path,
                filter.as_deref(),
                window.as_ref(),
                ast.span,
            ),
            ast::ExprKind::Did {
                quantity,
                event,
                filter,
                window,
            } => {
                let filter = filter.as_deref();
                if let Some(latest) = window.as_ref().and_then(|one| self.counted_window(one)) {
                    return self.did_since_latest(*quantity, event, filter, latest, ast.span);
                }
                let count = self.count(event, filter, window.as_ref(), ast.span)?;
                self.compare_count(count, *quantity)
            }
            _ => self.fail(&CheckProblem::RfmAlone, ast.span),
        }
    }

    /// The event that a lone name stands for, where events can be asked for.
    pub(super) fn event_name(&self, ast: &ast::Expr, scope: Scope) -> Option<Name> {
        match &ast.kind {
            ast::ExprKind::Path(path) if path.len() == 1 && scope == Scope::Customer => {
                let name = &path[0];
                let of_customer = self.model.customer.field(&name.text).is_some();
                let event = self.names.events.contains_key(&name.text) && !of_customer;
                event.then(|| name.clone())
            }
            _ => None,
        }
    }

    /// `purchase` as a condition: ever did it.
    pub(super) fn did_once(&mut self, event: &Name) -> Option<Expr> {
        let count = self.count(event, None, None, event.span)?;
        self.compare_count(count, Quantity::Some)
    }

    /// `purchase in last 30 days`
    pub(super) fn did_in(&mut self, event: &Name, window: Window, span: Span) -> Option<Expr> {
        let event = self.event(event)?;
        let count = Aggregate {
            event,
            function: Function::Count,
            value: None,
            filter: None,
            window: Some(window),
            ty: Type::Number,
        };
        let count = self.intern(count, span);
        self.compare_count(count, Quantity::Some)
    }

    fn count(
        &mut self,
        event: &Name,
        filter: Option<&ast::Expr>,
        window: Option<&ast::Window>,
        span: Span,
    ) -> Option<Expr> {
        let path = std::slice::from_ref(event);
        self.aggregate(Function::Count, path, filter, window, span)
    }

    fn compare_count(&mut self, count: Expr, quantity: Quantity) -> Option<Expr> {
        let (comparison, wanted) = match quantity {
            Quantity::Some => (Comparison::GreaterOrEqual, 1),
            Quantity::No => (Comparison::Equal, 0),
            Quantity::AtLeast(n) => (Comparison::GreaterOrEqual, self.whole(n.value, n.span)?),
            Quantity::AtMost(n) => (Comparison::LessOrEqual, self.whole(n.value, n.span)?),
            Quantity::Exactly(n) => (Comparison::Equal, self.whole(n.value, n.span)?),
        };
        let span = count.span;
        Some(compare(comparison, count, wanted as f64, span))
    }

    fn aggregate(
        &mut self,
        function: Function,
        path: &[Name],
        filter: Option<&ast::Expr>,
        window: Option<&ast::Window>,
        span: Span,
    ) -> Option<Expr> {
        let event = self.event(path.first()?);
        let row = event.map(|event| Scope::Row(TableRef::Event(event)));
        let filter = match (filter, row) {
            (Some(filter), Some(row)) => Some(self.condition(filter, row)),
            _ => None,
        };
        let window = window.map(|window| self.window(window));
        let value = match (function, path, row) {
            (Function::Count, [_], _) => None,
            (_, [_, field @ ..], Some(row)) if !field.is_empty() => Some(self.path(field, row)),
            (_, [event], Some(_)) => {
                let problem = CheckProblem::NeedsField {
                    event: event.text.clone(),
                };
                return self.fail(&problem, event.span);
            }
            _ => return None,
        };
        let (event, value) = (event?, transposed(value)?);
        let ty = self.aggregate_type(function, value.as_ref(), path_span(path)?)?;
        let aggregate = Aggregate {
            event,
            function,
            value,
            filter: transposed(filter)?,
            window: transposed(window)?,
            ty,
        };
        Some(self.intern(aggregate, span))
    }

    fn aggregate_type(
        &mut self,
        function: Function,
        value: Option<&Expr>,
        span: Span,
    ) -> Option<Type> {
        let Some(value) = value else {
            return Some(Type::Number);
        };
        let allowed = match function {
            Function::Count | Function::CountDistinct => return Some(Type::Number),
            Function::Total | Function::Average => {
                matches!(value.ty, Type::Number | Type::Money | Type::Duration)
            }
            Function::Smallest | Function::Largest => {
                !matches!(value.ty, Type::List(_) | Type::YesNo)
            }
            _ => !matches!(value.ty, Type::List(_)),
        };
        if !allowed {
            let problem = CheckProblem::Mismatch {
                expected: match function {
                    Function::Total | Function::Average => {
                        "a number, money or a duration".to_owned()
                    }
                    Function::Smallest | Function::Largest => {
                        "a number, money, a date, a time or a text".to_owned()
                    }
                    _ => "a single value".to_owned(),
                },
                found: value.ty.clone(),
                hint: None,
            };
            return self.fail(&problem, span);
        }
        Some(match function {
            Function::Distinct => Type::List(value.ty.clone().into()),
            _ => value.ty.clone(),
        })
    }

    /// The expression for an aggregate, shared with an equal one that is known already.
    pub(super) fn intern(&mut self, aggregate: Aggregate, span: Span) -> Expr {
        let optional = match aggregate.function {
            Function::Count | Function::CountDistinct | Function::Total | Function::Distinct => {
                false
            }
            Function::Average
            | Function::Smallest
            | Function::Largest
            | Function::Latest
            | Function::First
            | Function::MostFrequent => true,
        };
        let ty = aggregate.ty.clone();
        let index = self.aggregates.place(&mut self.model.aggregates, aggregate);
        Expr::new(ExprKind::Aggregate(index), ty, optional, span)
    }

    pub(super) fn event(&mut self, name: &Name) -> Option<usize> {
        if let Some(&event) = self.names.events.get(&name.text) {
            self.uses(name);
            return event;
        }
        if let Some(field) = self.model.customer.field(&name.text) {
            let found = self.model.customer.fields[field].ty.clone();
            let calendar = matches!(found, Type::Date | Type::Time);
            let problem = CheckProblem::Mismatch {
                expected: "an event".to_owned(),
                found,
                hint: calendar.then(|| "a date is compared with `before` and `after`".to_owned()),
            };
            return self.fail(&problem, name.span);
        }
        let problem = CheckProblem::UnknownName {
            name: name.text.clone(),
            what: "event",
            candidates: self.names.events.keys().cloned().collect(),
        };
        self.fail(&problem, name.span)
    }

    /// Recency, frequency and monetary value: three aggregates, ranked over all customers with an
    /// order, each scored 1 to 5.
    pub(super) fn rfm(
        &mut self,
        path: &[Name],
        filter: Option<&ast::Expr>,
        window: Option<&ast::Window>,
        counting: Option<&[Name]>,
        span: Span,
    ) -> Option<Rfm> {
        let event = path.first()?;
        let at = [
            event.clone(),
            Name {
                text: "at".to_owned(),
                span: event.span,
            },
        ];
        let last = self.aggregate(Function::Latest, &at, filter, window, span)?;
        let orders = match counting {
            None => self.count(event, filter, window, span)?,
            Some(order) => {
                if order.first().is_some_and(|name| name.text != event.text) {
                    let event = event.text.clone();
                    return self.fail(&CheckProblem::NeedsField { event }, path_span(order)?);
                }
                self.aggregate(Function::CountDistinct, order, filter, window, span)?
            }
        };
        let total = self.aggregate(Function::Total, path, filter, window, span)?;
        if total.ty != Type::Money && total.ty != Type::Number {
            return self.mismatch("money or a number", total.ty, path_span(path)?);
        }
        let date = Expr::new(ExprKind::DateOf(Box::new(last)), Type::Date, true, span);
        let days = ExprKind::Elapsed(Unit::Days, Direction::Since, Box::new(date));
        let days = Expr::new(days, Type::Number, true, span);
        let recency = self.quintile(days, Best::Smallest, span);
        let frequency = self.quintile(if_any(&orders, orders.clone()), Best::Largest, span);
        let monetary = self.quintile(if_any(&orders, total), Best::Largest, span);
        let digits = vec![recency.clone(), frequency.clone(), monetary.clone()];
        let code = Expr::new(ExprKind::Digits(digits), Type::Text, true, span);
        Some(Rfm {
            recency,
            frequency,
            monetary,
            code,
        })
    }

    fn quintile(&mut self, value: Expr, best: Best, span: Span) -> Expr {
        let index = self.ranking(value, best, Calendar::Project);
        Expr::new(ExprKind::Quintile(index), Type::Number, true, span)
    }
}

/// `None` inside, where the part was there but wrong, makes the whole `None`.
pub(super) fn transposed<T>(part: Option<Option<T>>) -> Option<Option<T>> {
    match part {
        Some(part) => part.map(Some),
        None => Some(None),
    }
}

fn compare(comparison: Comparison, left: Expr, right: f64, span: Span) -> Expr {
    let right = Expr::literal(Literal::Number(right), Type::Number, span);
    Expr::condition(
        ExprKind::Compare(comparison, Box::new(left), Box::new(right)),
        span,
    )
}

/// `value`, missing for a customer without orders.
fn if_any(orders: &Expr, value: Expr) -> Expr {
    let (ty, span) = (value.ty.clone(), value.span);
    let any = compare(Comparison::Greater, orders.clone(), 0.0, span);
    Expr::new(ExprKind::Case(vec![(any, value)], None), ty, true, span)
}

//! `no open in last 5 sent`: what happened since the fifth latest event of another kind.
//!
//! The window begins at the moment of that event, which is part of it; it is open for a customer
//! with fewer. Events of one moment count once, on both sides.

use super::literal::unit;
use super::sequence::Events;
use super::{CheckProblem, Checker};
use crate::model::{Comparison, Expr, ExprKind, Literal};
use crate::rules::ast::{self, Function, Length, Name, Quantity, Window, WindowKind};
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    /// The length of a window that is counted in events.
    pub(super) fn counted_window<'a>(&self, window: &'a Window) -> Option<&'a Length> {
        match &window.kind {
            WindowKind::Last {
                length,
                calendar: false,
            } => {
                let of_events = self.names.events.contains_key(&length.unit.text)
                    && unit(&length.unit.text).is_none();
                of_events.then_some(length)
            }
            _ => None,
        }
    }

    /// Whether so many events happened in the window.
    pub(super) fn did_since_latest(
        &mut self,
        quantity: Quantity,
        event: &Name,
        filter: Option<&ast::Expr>,
        window: &Length,
        span: Span,
    ) -> Option<Expr> {
        let of = self.event(event);
        let filter = of.and_then(|of| self.event_filter(of, filter));
        let since = self.nth_latest(window);
        let happened = Events {
            event: of?,
            filter: filter?,
            window: None,
            span: event.span,
        };
        let happened = self.moments(Function::Distinct, happened);
        let since = since?;
        let at_least = |count| at_least(count, &happened, &since, span);
        Some(match quantity {
            Quantity::Some => at_least(1),
            Quantity::No => at_least(1).negated(true, span),
            Quantity::AtLeast(n) => at_least(self.whole(n.value, n.span)?),
            Quantity::AtMost(n) => at_least(self.whole(n.value, n.span)? + 1).negated(true, span),
            Quantity::Exactly(n) => {
                let n = self.whole(n.value, n.span)?;
                let no_more = at_least(n + 1).negated(true, span);
                Expr::condition(ExprKind::And(vec![at_least(n), no_more]), span)
            }
        })
    }

    /// When the event happened that many times ago; missing when it happened less often.
    fn nth_latest(&mut self, window: &Length) -> Option<Expr> {
        let count = self.whole(window.count.value, window.count.span);
        let event = self.event(&window.unit)?;
        let count = count?;
        if count == 0 {
            let found = "0".to_owned();
            let problem = CheckProblem::WholeNumber { found, least: 1 };
            return self.fail(&problem, window.count.span);
        }
        let span = window.count.span.to(window.unit.span);
        let events = Events {
            event,
            filter: None,
            window: None,
            span,
        };
        let moments = self.moments(Function::Distinct, events);
        Some(nth(moments, count - 1, span))
    }
}

fn nth(list: Expr, index: i64, span: Span) -> Expr {
    let kind = ExprKind::Item(Box::new(list), index as usize);
    Expr::new(kind, Type::Time, true, span)
}

/// The `count`th of the moments is there, and not before `since`.
fn at_least(count: i64, happened: &Expr, since: &Expr, span: Span) -> Expr {
    if count == 0 {
        return Expr::literal(Literal::YesNo(true), Type::YesNo, span);
    }
    let moment = nth(happened.clone(), count - 1, happened.span);
    let known = |moment: &Expr| Expr::condition(ExprKind::Known(Box::new(moment.clone())), span);
    let (left, right) = (Box::new(moment.clone()), Box::new(since.clone()));
    let compare = ExprKind::Compare(Comparison::GreaterOrEqual, left, right);
    let in_window = vec![
        known(since).negated(true, span),
        Expr::condition(compare, span),
    ];
    let in_window = Expr::condition(ExprKind::Or(in_window), span);
    Expr::condition(ExprKind::And(vec![known(&moment), in_window]), span)
}

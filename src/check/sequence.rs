//! Sequences: `cart_add in last 24 hours not followed by purchase within 3 hours`.
//!
//! There is an event of the first kind, inside its window, behind which one of the second kind took
//! place (`followed by`), or none did (`not followed by`): strictly later, and with `within` at
//! most that much later. "Some" rather than "the last" because that is how the sentence reads;
//! without `within` it makes no difference to `not followed by`, as the last one has the fewest
//! events behind it.
//!
//! `not followed by … within 3 hours` waits until the three hours have passed: before that, the
//! second event may still come, and a reminder would go to a person about to pay.

use super::behaviour::transposed;
use super::expression::{Scope, TableRef};
use super::{CheckProblem, Checker};
use crate::model::{AT, Aggregate, Comparison, Expr, ExprKind, Literal, Sequence, Unit, Window};
use crate::rules::ast::{self, Function, Length, Name, Quantity};
use crate::schema::Type;
use crate::source::Span;

/// What is written behind `followed by`.
pub(super) struct Then<'a> {
    pub(super) event: &'a Name,
    pub(super) filter: Option<&'a ast::Expr>,
    pub(super) within: Option<&'a Length>,
}

/// Events of one kind that count.
pub(super) struct Events {
    pub(super) event: usize,
    pub(super) filter: Option<Expr>,
    pub(super) window: Option<Window>,
    pub(super) span: Span,
}

impl Checker<'_> {
    pub(super) fn sequence(
        &mut self,
        first: &ast::Expr,
        negated: bool,
        then: &Then,
        span: Span,
    ) -> Option<Expr> {
        let first = self.first_events(first);
        let event = self.event(then.event);
        let filter = event.and_then(|event| self.event_filter(event, then.filter));
        let within = then.within.map(|within| self.within(within));
        let first = first?;
        let behind = Events {
            event: event?,
            filter: filter?,
            window: None,
            span: then.event.span,
        };
        let Some(within) = within else {
            return Some(self.ever_followed(first, behind, negated, span));
        };
        let within = within?;
        if negated && let Some(length) = then.within {
            self.can_have_waited(&first, within, length)?;
        }
        Some(self.soon_followed(first, behind, within, negated, span))
    }

    /// The events named before `followed by`.
    fn first_events(&mut self, ast: &ast::Expr) -> Option<Events> {
        let (name, filter, window) = match &ast.kind {
            ast::ExprKind::Path(_) => (lone_name(ast), None, Some(None)),
            ast::ExprKind::InWindow { value, window } => {
                (lone_name(value), None, self.window(window).map(Some))
            }
            ast::ExprKind::Between { value, low, high } => {
                let window = self.between_window(low, high);
                (lone_name(value), None, window.map(Some))
            }
            ast::ExprKind::Did {
                quantity: Quantity::Some,
                event,
                filter,
                window,
            } => {
                let window = window.as_ref().map(|window| self.window(window));
                (Some(event), filter.as_deref(), transposed(window))
            }
            _ => (None, None, None),
        };
        let Some(name) = name else {
            return self.fail(&CheckProblem::NotAnEvent, ast.span);
        };
        let event = self.event(name)?;
        let filter = self.event_filter(event, filter);
        Some(Events {
            event,
            filter: filter?,
            window: window?,
            span: ast.span,
        })
    }

    pub(super) fn event_filter(
        &mut self,
        event: usize,
        filter: Option<&ast::Expr>,
    ) -> Option<Option<Expr>> {
        let row = Scope::Row(TableRef::Event(event));
        transposed(filter.map(|filter| self.condition(filter, row)))
    }

    /// A length of at least one unit, in microseconds.
    fn within(&mut self, length: &Length) -> Option<i64> {
        match self.duration(length)? {
            Literal::Duration(0) => {
                let found = "0".to_owned();
                let problem = CheckProblem::WholeNumber { found, least: 1 };
                self.fail(&problem, length.count.span)
            }
            Literal::Duration(micros) => Some(micros),
            _ => None,
        }
    }

    /// Of the last three hours' events none has waited for three hours.
    fn can_have_waited(&mut self, first: &Events, within: i64, length: &Length) -> Option<()> {
        let hours = match &first.window {
            Some(Window::Last(count, Unit::Minutes)) => *count as f64 / 60.0,
            Some(Window::Last(count, Unit::Hours)) => *count as f64,
            Some(Window::Last(count, Unit::Days)) => (*count * 24) as f64,
            Some(Window::Last(count, Unit::Weeks)) => (*count * 7 * 24) as f64,
            _ => return Some(()),
        };
        if hours > within as f64 / 3.6e9 {
            return Some(());
        }
        let place = length.count.span.to(length.unit.span);
        self.fail(&CheckProblem::NeverWaited, place)
    }

    /// Without a limit the extreme moments say it all: no list is needed.
    fn ever_followed(&mut self, first: Events, then: Events, negated: bool, span: Span) -> Expr {
        let last_then = self.moments(Function::Latest, then);
        if negated {
            let last = self.moments(Function::Latest, first);
            let known = Expr::condition(ExprKind::Known(Box::new(last.clone())), span);
            let later = later(last_then, last, span).negated(true, span);
            return Expr::condition(ExprKind::And(vec![known, later]), span);
        }
        let first = self.moments(Function::First, first);
        later(last_then, first, span)
    }

    fn soon_followed(
        &mut self,
        first: Events,
        mut then: Events,
        within: i64,
        negated: bool,
        span: Span,
    ) -> Expr {
        // What is behind an event of the window is not before the window: fewer moments to keep.
        then.window = match &first.window {
            Some(Window::Fixed(from, _)) => Some(Window::Fixed(*from, None)),
            window => window.clone(),
        };
        let sequence = Sequence {
            first: self.moments(Function::Distinct, first),
            then: self.moments(Function::Distinct, then),
            within,
            negated,
        };
        Expr::condition(ExprKind::Followed(Box::new(sequence)), span)
    }

    /// When the events took place: the first or latest moment, or each once, latest first.
    pub(super) fn moments(&mut self, function: Function, events: Events) -> Expr {
        let value = Expr::new(ExprKind::Field(AT), Type::Time, false, events.span);
        let ty = match function {
            Function::Distinct => Type::List(Type::Time.into()),
            _ => Type::Time,
        };
        let aggregate = Aggregate {
            event: events.event,
            function,
            value: Some(value),
            filter: events.filter,
            window: events.window,
            ty,
        };
        self.intern(aggregate, events.span)
    }
}

/// The name that is the whole of an expression.
fn lone_name(ast: &ast::Expr) -> Option<&Name> {
    match &ast.kind {
        ast::ExprKind::Path(path) if path.len() == 1 => path.first(),
        _ => None,
    }
}

fn later(later: Expr, than: Expr, span: Span) -> Expr {
    let kind = ExprKind::Compare(Comparison::Greater, Box::new(later), Box::new(than));
    Expr::condition(kind, span)
}

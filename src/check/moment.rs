//! What is asked of dates and times: windows, anniversaries, whole units up to now.

use super::expression::Scope;
use super::literal::own_type;
use super::{CheckProblem, Checker};
use crate::model::{Bound, Expr, ExprKind, Literal, Unit, Window};
use crate::rules::ast::{self, Direction, Length, Name, Quantity};
use crate::schema::Type;
use crate::source::Span;

impl Checker<'_> {
    pub(super) fn in_window(
        &mut self,
        value: &ast::Expr,
        window: &ast::Window,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let event = self.event_name(value, scope);
        if let (Some(event), Some(latest)) = (&event, self.counted_window(window)) {
            return self.did_since_latest(Quantity::Some, event, None, latest, span);
        }
        let checked = self.window(window);
        if let Some(event) = event {
            return self.did_in(&event, checked?, span);
        }
        let value = self.expr(value, scope)?;
        let value = match value.ty {
            Type::Time => value,
            Type::Date => date_as_time(value),
            _ => {
                let hint = matches!(value.kind, ExprKind::Aggregate(_));
                let problem = CheckProblem::Mismatch {
                    expected: "an event, a date or a time".to_owned(),
                    found: value.ty,
                    hint: hint.then(|| "an event has one window".to_owned()),
                };
                return self.fail(&problem, value.span);
            }
        };
        Some(Expr::condition(
            ExprKind::Within(Box::new(value), checked?),
            span,
        ))
    }

    pub(super) fn anniversary(
        &mut self,
        value: &ast::Expr,
        within: &Length,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        let date = self.date(value, scope);
        let (count, unit) = self.length(within)?;
        let days = match unit {
            Unit::Days => count,
            Unit::Weeks => 7 * count,
            _ => {
                let problem = CheckProblem::UnknownName {
                    name: within.unit.text.clone(),
                    what: "unit for an anniversary",
                    candidates: vec!["days".to_owned(), "weeks".to_owned()],
                };
                return self.fail(&problem, within.unit.span);
            }
        };
        let kind = ExprKind::Anniversary(Box::new(date?), days as i32);
        Some(Expr::condition(kind, span))
    }

    pub(super) fn elapsed(
        &mut self,
        unit: &Name,
        direction: Direction,
        value: &ast::Expr,
        scope: Scope,
        span: Span,
    ) -> Option<Expr> {
        // `purchase since first_order`: a window that is no constant.
        if self.names.events.contains_key(&unit.text) {
            return self.fail(&CheckProblem::NotConstant { word: None }, value.span);
        }
        let unit = self.unit(unit);
        let value = match unit {
            Some(Unit::Minutes | Unit::Hours) => self.exact_time(value, scope),
            _ => self.date(value, scope),
        }?;
        let optional = value.optional;
        let kind = ExprKind::Elapsed(unit?, direction, Box::new(value));
        Some(Expr::new(kind, Type::Number, optional, span))
    }

    /// An expression that is a time already.
    fn exact_time(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        let value = self.expr(ast, scope)?;
        if value.ty == Type::Time {
            return Some(value);
        }
        let of_date = value.ty == Type::Date;
        let problem = CheckProblem::Mismatch {
            expected: "a time".to_owned(),
            found: value.ty,
            hint: of_date.then(|| "a date is counted in days, weeks, months or years".to_owned()),
        };
        self.fail(&problem, value.span)
    }

    /// An expression as a calendar date.
    fn date(&mut self, ast: &ast::Expr, scope: Scope) -> Option<Expr> {
        let value = self.expr(ast, scope)?;
        match value.ty {
            Type::Date => Some(value),
            Type::Time => Some(date_of(value)),
            _ => self.mismatch("a date or a time", value.ty, value.span),
        }
    }

    /// `in last …`, `since …`, `between … and …`.
    pub(super) fn window(&mut self, ast: &ast::Window) -> Option<Window> {
        match &ast.kind {
            ast::WindowKind::Last { length, calendar } => {
                if self.counted_window(ast).is_some() {
                    let event = length.unit.text.clone();
                    return self.fail(&CheckProblem::CountedWindow { event }, length.unit.span);
                }
                let (count, unit) = self.length(length)?;
                if count == 0 {
                    let found = "0".to_owned();
                    let problem = CheckProblem::WholeNumber { found, least: 1 };
                    return self.fail(&problem, length.count.span);
                }
                match (calendar, unit) {
                    (false, _) => Some(Window::Last(count, unit)),
                    (true, Unit::Days) => Some(Window::CalendarDays(count)),
                    (true, Unit::Weeks) => Some(Window::CalendarDays(7 * count)),
                    (true, _) => {
                        let problem = CheckProblem::UnknownName {
                            name: length.unit.text.clone(),
                            what: "unit of calendar days",
                            candidates: vec!["days".to_owned(), "weeks".to_owned()],
                        };
                        self.fail(&problem, length.unit.span)
                    }
                }
            }
            ast::WindowKind::Since(from) => {
                let from = self.bound(from)?;
                Some(Window::Fixed(Some(from), None))
            }
            ast::WindowKind::Between(low, high) => self.between_window(low, high),
        }
    }

    pub(super) fn between_window(&mut self, low: &ast::Expr, high: &ast::Expr) -> Option<Window> {
        let (low, high) = (self.bound(low), self.bound(high));
        // Both days are included, so the window ends where the day after begins.
        let end = match high? {
            Bound::Day(day) => Bound::Day(day + 1),
            Bound::Moment(moment) => Bound::Moment(moment + 1),
        };
        Some(Window::Fixed(Some(low?), Some(end)))
    }

    pub(super) fn bound(&mut self, ast: &ast::Expr) -> Option<Bound> {
        let ty = match own_type(ast) {
            Some(Type::Time) => Type::Time,
            _ => Type::Date,
        };
        match self.literal(ast, &ty)? {
            Literal::Date(day) => Some(Bound::Day(day)),
            Literal::Time(moment) => Some(Bound::Moment(moment)),
            _ => None,
        }
    }
}

/// The day of a moment in the customer's time zone.
pub(super) fn date_of(time: Expr) -> Expr {
    let (optional, span) = (time.optional, time.span);
    Expr::new(ExprKind::DateOf(Box::new(time)), Type::Date, optional, span)
}

/// A date in a window counts from its first moment in the customer's time zone.
fn date_as_time(date: Expr) -> Expr {
    let (optional, span) = (date.optional, date.span);
    Expr::new(
        ExprKind::StartOf(Box::new(date)),
        Type::Time,
        optional,
        span,
    )
}

//! Moments and dates: how long ago, on which day, in which window.

use super::Prover;
use super::formula::{Map, NodeId, SubjectId};
use super::link::Link;
use super::pairs::{if_any, some_event};
use super::scale::Scale;
use super::subject::{Subject, Telling};
use super::translate::Scope;
use super::values::Values;
use super::window::{ago_of_days, ago_of_months, dates_beside, exact, months};
use crate::model::{AT, Bound, Expr, ExprKind, Window};
use crate::rules::ast::Function;

impl<'a> Prover<'a> {
    /// The formula that holds for whom the moment lies in the window.
    pub(super) fn within(
        &mut self,
        expr: &'a Expr,
        moment: &'a Expr,
        window: &Window,
        scope: Scope,
    ) -> NodeId {
        if matches!(moment.kind, ExprKind::Case(..) | ExprKind::Literal(_)) {
            return self.opaque(expr, scope);
        }
        let mut parts = Vec::new();
        if let Some((subject, values)) = self.window(moment, window, scope) {
            parts.push(self.formulas.member(subject, &values, &self.subjects));
            if matches!(window, Window::CalendarDays(_)) {
                // What comes later today is of today, but did not happen.
                let ago = self.ago(moment, scope);
                let past = Values::range(0, i64::MAX);
                parts.push(self.formulas.member(ago, &past, &self.subjects));
            }
        } else if let Window::Fixed(from, to) = window {
            for part in [(*from, None), (None, *to)] {
                let half = Window::Fixed(part.0, part.1);
                if let Some((subject, values)) = self.window(moment, &half, scope) {
                    parts.push(self.formulas.member(subject, &values, &self.subjects));
                }
            }
        } else {
            return self.opaque(expr, scope);
        }
        self.formulas.all(&parts, &self.subjects)
    }

    /// What it means for a moment that is not later than now to lie in the window; none where it
    /// takes more than one subject to say.
    fn window(
        &mut self,
        moment: &'a Expr,
        window: &Window,
        scope: Scope,
    ) -> Option<(SubjectId, Values)> {
        if let Some(length) = exact(window) {
            let recent = Values::range(0, length.saturating_sub(1));
            return Some((self.ago(moment, scope), recent));
        }
        if let Some(months) = months(window) {
            return Some((self.months_ago(moment, scope), Values::range(1, months)));
        }
        match window {
            Window::CalendarDays(days) => Some((
                self.days_ago(moment, scope),
                Values::range(i64::MIN, days - 1),
            )),
            Window::Fixed(from, to) => match (from, to) {
                (None | Some(Bound::Day(_)), None | Some(Bound::Day(_))) => {
                    let day = |bound: &Option<Bound>| match bound {
                        Some(Bound::Day(day)) => Some(i64::from(*day)),
                        _ => None,
                    };
                    let from = day(from).unwrap_or(i64::MIN);
                    let to = day(to).map_or(i64::MAX, |to| to - 1);
                    Some((self.project_day(moment, scope), Values::range(from, to)))
                }
                (None | Some(Bound::Moment(_)), None | Some(Bound::Moment(_))) => {
                    let at = |bound: &Option<Bound>| match bound {
                        Some(Bound::Moment(moment)) => Some(*moment),
                        _ => None,
                    };
                    let from = at(from).unwrap_or(i64::MIN);
                    let to = at(to).map_or(i64::MAX, |to| to.saturating_sub(1));
                    Some((self.subject(moment, scope), Values::range(from, to)))
                }
                _ => None,
            },
            Window::Last(..) => None,
        }
    }

    /// Microseconds from the moment, or the beginning of the date, to now.
    pub(super) fn ago(&mut self, moment: &'a Expr, scope: Scope) -> SubjectId {
        let date = beginning(moment);
        let telling = match self.told(date, scope) {
            Telling::Named(name) => Telling::Ago(name),
            _ => Telling::Hidden,
        };
        let least = if self.is_past(moment) { 0 } else { i64::MIN };
        let domain = Values::range(least, i64::MAX);
        self.derived("ago", date, scope, (telling, Scale::Duration, domain))
    }

    /// In the last how many months it is, at least; 0 for what is later than now.
    fn months_ago(&mut self, moment: &'a Expr, scope: Scope) -> SubjectId {
        let domain = Values::range(i64::from(self.is_past(moment)), i64::MAX);
        let kind = (Telling::Hidden, Scale::Whole, domain);
        let months = self.derived("months", beginning(moment), scope, kind);
        self.scaled(months, moment, scope, ago_of_months);
        months
    }

    /// How many calendar days ago it is, in the customer's time zone.
    fn days_ago(&mut self, moment: &'a Expr, scope: Scope) -> SubjectId {
        let domain = Values::range(if self.is_past(moment) { 0 } else { i64::MIN }, i64::MAX);
        let kind = (Telling::Hidden, Scale::Whole, domain);
        let days = self.derived("days", beginning(moment), scope, kind);
        self.scaled(days, moment, scope, ago_of_days);
        days
    }

    fn scaled(
        &mut self,
        coarse: SubjectId,
        moment: &'a Expr,
        scope: Scope,
        range: fn(i64) -> (i64, i64),
    ) {
        let fine = self.ago(moment, scope);
        let subject = self.subjects.get_mut(coarse);
        if !subject.needs.contains(&fine) {
            let link = Link::Scaled {
                coarse,
                fine,
                range,
            };
            subject.link(link, [fine]);
        }
    }

    /// Its date in the project's time zone.
    fn project_day(&mut self, moment: &'a Expr, scope: Scope) -> SubjectId {
        let kind = (Telling::Hidden, Scale::Date, Scale::Date.everything());
        let day = self.derived("project day", moment, scope, kind);
        // The customer's own date is not far from it, where it is asked for as well.
        let own = match &moment.kind {
            ExprKind::StartOf(date) => Some(self.subject(date, scope)),
            _ => {
                let key = format!("date({} )", self.key(moment, scope));
                self.subjects.find(&key)
            }
        };
        if let Some(own) = own
            && !self.subjects.get(day).needs.contains(&own)
        {
            let link = Link::Scaled {
                coarse: own,
                fine: day,
                range: dates_beside,
            };
            self.subjects.get_mut(day).link(link, [own]);
        }
        day
    }

    /// A subject that follows from another and is missing where that is.
    fn derived(
        &mut self,
        what: &str,
        of: &'a Expr,
        scope: Scope,
        (telling, scale, mut domain): (Telling, Scale, Values),
    ) -> SubjectId {
        let outer = self.naming.take();
        let key = format!("{what} of {}", self.key(of, scope));
        let found = match self.subjects.find(&key) {
            Some(known) => known,
            None => {
                let base = self.subject(of, scope);
                domain.missing = self.subjects.get(base).domain.missing;
                let id = self.subjects.add(key, Subject::new(telling, scale, domain));
                self.same_known(id, of, scope);
                id
            }
        };
        self.naming = outer;
        found
    }

    /// Days to the next anniversary.
    pub(super) fn anniversary(&mut self, date: &'a Expr, days: i32, scope: Scope) -> NodeId {
        if matches!(date.kind, ExprKind::Case(..) | ExprKind::Literal(_)) {
            return self.unknown();
        }
        let kind = (Telling::Hidden, Scale::Whole, Values::range(0, 366));
        let left = self.derived("anniversary", date, scope, kind);
        let near = Values::range(0, i64::from(days));
        self.formulas.member(left, &near, &self.subjects)
    }

    /// What an aggregate over a window says of the latest event of all, where rules ask for that.
    pub(super) fn link_window(&mut self, id: SubjectId, aggregate: usize) {
        let one = &self.model.aggregates[aggregate];
        let Some(window) = &one.window else {
            return;
        };
        for latest in self.latest_of(aggregate) {
            let same_filter = self.model.aggregates[latest.0].filter == one.filter;
            let Some((moment, values)) = self.window(latest.1, window, Scope::Customer) else {
                continue;
            };
            let known = self.subjects.get(id).known();
            let given = some_event(one, known.clone());
            let follows = if_any(one, known).filter(|_| same_filter);
            let subject = self.subjects.get_mut(id);
            // With a window that ends before now the latest event may lie behind it.
            let open = !matches!(window, Window::Fixed(_, Some(_)));
            if let Some(given) = given.filter(|_| open) {
                let link = Link::Implies((id, given), (moment, values.clone()));
                subject.link(link, [moment]);
            }
            if let Some(follows) = follows {
                subject.link(Link::Implies((moment, values), (id, follows)), [moment]);
            }
        }
    }

    /// Uses of the moment of the latest of these events, or of all events of the kind.
    fn latest_of(&mut self, aggregate: usize) -> Vec<(usize, &'a Expr)> {
        let one = &self.model.aggregates[aggregate];
        let keys = [None, one.filter.as_ref()];
        let mut found = Vec::new();
        for filter in keys {
            let filter = filter.map(|filter| self.key(filter, Scope::Row(one.event)));
            if let Some(latest) = self.latest.get(&(one.event, filter))
                && !found.iter().any(|(known, _)| *known == latest.0)
            {
                found.push(*latest);
            }
        }
        found
    }

    /// The first aggregate that is the same: two weeks are fourteen days.
    pub(super) fn first_alike(&self, aggregate: usize) -> usize {
        self.alike.get(aggregate).copied().unwrap_or(aggregate)
    }

    /// Finds aggregates that are the same in other words.
    pub(super) fn find_alike(&mut self) {
        let mut first: Map<String, usize> = Map::default();
        let model = self.model;
        for (index, one) in model.aggregates.iter().enumerate() {
            let scope = Scope::Row(one.event);
            let mut part = |expr: &Option<Expr>| expr.as_ref().map(|expr| self.key(expr, scope));
            let (value, filter) = (part(&one.value), part(&one.filter));
            let window = one.window.as_ref().map(|window| {
                let (exact, months) = (exact(window), months(window));
                let other = (exact.is_none() && months.is_none()).then_some(window);
                (exact, months, other)
            });
            let key = format!(
                "{} {:?} {value:?} {filter:?} {window:?}",
                one.event, one.function
            );
            let known = *first.entry(key).or_insert(index);
            self.alike.push(known);
        }
    }

    /// Finds the moments of latest events that rules ask for.
    pub(super) fn find_latest(&mut self) {
        let model = self.model;
        for fact in &model.facts {
            fact.value.walk(&mut |expr| {
                let ExprKind::Aggregate(index) = expr.kind else {
                    return;
                };
                let one = &model.aggregates[index];
                let of_at = one
                    .value
                    .as_ref()
                    .is_some_and(|value| value.kind == ExprKind::Field(AT));
                if one.function != Function::Latest || one.window.is_some() || !of_at {
                    return;
                }
                let filter = one.filter.as_ref();
                let filter = filter.map(|filter| self.key(filter, Scope::Row(one.event)));
                self.latest
                    .entry((one.event, filter))
                    .or_insert((index, expr));
            });
        }
    }
}

/// The date itself, of a date's first moment: it says as much.
fn beginning(moment: &Expr) -> &Expr {
    match &moment.kind {
        ExprKind::StartOf(date) => date,
        _ => moment,
    }
}

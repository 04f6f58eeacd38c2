//! What follows from one subject's values for others': the links that subjects are made with.

use super::Prover;
use super::formula::SubjectId;
use super::link::Link;
use super::translate::Scope;
use super::values::Values;
use super::window::{
    ago_of_days, ago_of_hours, ago_of_minutes, ago_of_weeks, ago_of_whole_months, ago_of_years,
    moments_of_day,
};
use crate::model::{Comparison, Expr, ExprKind, Ranking, Unit};
use crate::rules::ast::Direction;

impl<'a> Prover<'a> {
    /// What follows from the subject's values for others.
    pub(super) fn link(&mut self, id: SubjectId, expr: &'a Expr, scope: Scope) {
        match &expr.kind {
            ExprKind::Arithmetic(_, left, right) => {
                for side in [&**left, &**right] {
                    if !matches!(side.kind, ExprKind::Literal(_)) {
                        self.needs_known(id, side, scope);
                    }
                }
            }
            ExprKind::Lookup { key, .. } => {
                self.needs_known(id, key, scope);
            }
            ExprKind::DateOf(moment) => {
                if let Some(base) = self.same_known(id, moment, scope) {
                    let link = Link::Scaled {
                        coarse: id,
                        fine: base,
                        range: moments_of_day,
                    };
                    self.subjects.get_mut(id).link(link, [base]);
                }
            }
            ExprKind::StartOf(date) => {
                self.same_known(id, date, scope);
            }
            ExprKind::Elapsed(unit, direction, value) => {
                self.same_known(id, value, scope);
                if *direction == Direction::Since {
                    self.link_elapsed(id, *unit, value, scope);
                }
            }
            ExprKind::Quintile(ranking) | ExprKind::Percentile(ranking) => {
                self.link_ranked(id, *ranking);
            }
            ExprKind::Aggregate(aggregate) => self.link_window(id, *aggregate),
            _ => {}
        }
    }

    fn link_elapsed(&mut self, id: SubjectId, unit: Unit, value: &'a Expr, scope: Scope) {
        let moment = match &value.kind {
            ExprKind::DateOf(moment) => moment,
            _ => value,
        };
        let fine = self.ago(moment, scope);
        let range = match unit {
            Unit::Minutes => ago_of_minutes,
            Unit::Hours => ago_of_hours,
            Unit::Days => ago_of_days,
            Unit::Weeks => ago_of_weeks,
            Unit::Months => ago_of_whole_months,
            Unit::Years => ago_of_years,
        };
        let link = Link::Scaled {
            coarse: id,
            fine,
            range,
        };
        self.subjects.get_mut(id).link(link, [fine]);
    }

    /// Whoever has the value has the part.
    fn needs_known(&mut self, id: SubjectId, part: &'a Expr, scope: Scope) -> Option<SubjectId> {
        if matches!(part.kind, ExprKind::Case(..) | ExprKind::Literal(_)) {
            return None;
        }
        let base = self.subject(part, scope);
        let known = (
            self.subjects.get(id).known(),
            self.subjects.get(base).known(),
        );
        let link = Link::Implies((id, known.0), (base, known.1));
        self.subjects.get_mut(id).link(link, [base]);
        Some(base)
    }

    /// The value is there where the part is.
    pub(super) fn same_known(
        &mut self,
        id: SubjectId,
        part: &'a Expr,
        scope: Scope,
    ) -> Option<SubjectId> {
        let base = self.needs_known(id, part, scope)?;
        if self.is_exact(part) {
            let known = (
                self.subjects.get(id).known(),
                self.subjects.get(base).known(),
            );
            let link = Link::Implies((base, known.1), (id, known.0));
            self.subjects.get_mut(id).link(link, []);
        }
        Some(base)
    }

    /// Those are ranked who have what is ranked.
    pub(super) fn link_ranked(&mut self, id: SubjectId, ranking: usize) {
        let Ranking { value, .. } = &self.model.rankings[ranking];
        let (base, present) = match &value.kind {
            ExprKind::Case(arms, None) => match arms.as_slice() {
                [(when, _)] => match &when.kind {
                    ExprKind::Compare(Comparison::Greater, count, _)
                        if matches!(count.kind, ExprKind::Aggregate(_)) =>
                    {
                        let base = self.subject(count, Scope::Customer);
                        (base, Values::range(1, i64::MAX))
                    }
                    _ => return,
                },
                _ => return,
            },
            ExprKind::Case(..) | ExprKind::Literal(_) => return,
            _ => {
                let base = self.subject(value, Scope::Customer);
                (base, self.subjects.get(base).known())
            }
        };
        let known = self.subjects.get(id).known();
        let subject = self.subjects.get_mut(id);
        subject.link(
            Link::Implies((id, known.clone()), (base, present.clone())),
            [base],
        );
        subject.link(Link::Implies((base, present), (id, known)), []);
    }
}

//! Arms that are never chosen, because those above take everybody or the audience has nobody.

use super::Prover;
use super::formula::NodeId;
use super::problem::{Cover, ProveProblem};
use super::sites::{Choice, Given};
use super::solve::{Verdict, World};
use super::translate::Scope;
use crate::diagnostic::{Diagnostic, Diagnostics};

impl<'a> Prover<'a> {
    pub(super) fn reach(
        &mut self,
        arms: &[Choice<'a>],
        given: &[Given<'a>],
        what: &'static str,
        scope: Scope,
        diagnostics: &mut Diagnostics,
    ) {
        let context = self.given(given, scope);
        if self.is_impossible(&context) {
            return;
        }
        let formulas: Vec<Option<NodeId>> = arms
            .iter()
            .map(|arm| {
                arm.condition
                    .map(|condition| self.condition(condition, scope))
            })
            .collect();
        let mut unreached = Vec::new();
        let mut left = World::new(self.theory());
        for &formula in &context {
            left.assume(formula);
        }
        for (index, formula) in formulas.iter().enumerate() {
            let mut world = left.clone();
            if let Some(formula) = formula {
                world.assume(*formula);
                left.assume(self.formulas.not(*formula));
            }
            if matches!(world.search(), Verdict::Impossible) {
                unreached.push(index);
            }
        }
        for index in unreached {
            // An arm that asks for nobody at all is reported where it asks.
            let own = formulas[index];
            if own.is_some_and(|own| self.is_impossible(&[own])) {
                continue;
            }
            self.report_unreachable(index, arms, given, what, scope, diagnostics);
        }
    }

    fn report_unreachable(
        &mut self,
        index: usize,
        arms: &[Choice<'a>],
        given: &[Given<'a>],
        what: &'static str,
        scope: Scope,
        diagnostics: &mut Diagnostics,
    ) {
        let arm = arms[index];
        let above = arms[..index].iter().filter_map(|arm| arm.condition);
        let above = above.map(|condition| Given {
            condition,
            holds: false,
        });
        let all: Vec<Given> = given.iter().copied().chain(above).collect();
        let own: Vec<NodeId> = match arm.condition {
            Some(condition) => vec![self.condition(condition, scope)],
            None => Vec::new(),
        };
        let kept = self.cover(&own, &all, scope);
        let by_audience = kept.iter().any(|one| one.holds);
        let takers = kept.iter().filter(|one| !one.holds).count();
        let cover = match (by_audience, takers) {
            (true, 0) => Cover::Audience,
            (true, _) => Cover::Both,
            (false, 1) => Cover::Arm,
            (false, _) => Cover::Arms,
        };
        let mut asked = own;
        if cover != Cover::Audience {
            asked.extend(self.given(given, scope));
        }
        let problem = ProveProblem::Unreachable {
            what,
            otherwise: arm.condition.is_none(),
            cover,
            example: self.example(&asked),
        };
        let span = arm.condition.map_or(arm.value, |condition| condition.span);
        let mut diagnostic = Diagnostic::new(&problem, span);
        for one in kept {
            let label = if one.holds {
                "the audience"
            } else {
                "taken here"
            };
            diagnostic = diagnostic.note(one.condition.span, label);
        }
        diagnostics.push(diagnostic);
    }

    /// As few of what is settled before the arm as leave nobody for it.
    fn cover(&mut self, own: &[NodeId], all: &[Given<'a>], scope: Scope) -> Vec<Given<'a>> {
        let formulas = self.given(all, scope);
        let mut kept: Vec<(Given, NodeId)> = all.iter().copied().zip(formulas).collect();
        for at in (0..kept.len()).rev() {
            let others = kept.iter().enumerate().filter(|(index, _)| *index != at);
            let mut rest = own.to_vec();
            rest.extend(others.map(|(_, (_, formula))| formula));
            if self.is_impossible(&rest) {
                kept.remove(at);
            }
        }
        kept.into_iter().map(|(one, _)| one).collect()
    }
}

//! Traits, scores, segments and groups that nothing uses.

use std::collections::BTreeSet;

use super::problem::ProveProblem;
use crate::diagnostic::Diagnostics;
use crate::model::{ExpectationKind, Expr, ExprKind, FactKind, Model};
use crate::plan::Needs;
use crate::render::Renderer;

/// Reports every fact that no other rule, no campaign, no expectation and no template uses.
/// `renderers` are those of all campaigns.
pub fn unused(model: &Model, renderers: &[Renderer], diagnostics: &mut Diagnostics) {
    let mut needs = Needs::default();
    for renderer in renderers {
        renderer.needs(&mut needs);
    }
    let mut used: BTreeSet<usize> = std::mem::take(&mut needs.facts);
    let mut use_all = |expr: &Expr| {
        expr.walk(&mut |part| {
            if let ExprKind::Fact(fact) = part.kind {
                used.insert(fact);
            }
        });
    };
    needs.exprs.iter().for_each(|expr| use_all(expr));
    model.facts.iter().for_each(|fact| use_all(&fact.value));
    model
        .rankings
        .iter()
        .for_each(|ranking| use_all(&ranking.value));
    for persona in &model.personas {
        for expectation in &persona.expectations {
            if let ExpectationKind::Holds(condition) = &expectation.kind {
                use_all(condition);
            }
        }
    }
    for claim in &model.claims {
        claim.kind.conditions().into_iter().for_each(&mut use_all);
    }
    // Of the parts of one trait, as of `rfm`, one is enough.
    let places: BTreeSet<_> = used.iter().map(|&fact| model.facts[fact].span).collect();
    for fact in &model.facts {
        let what = match fact.kind {
            FactKind::Trait => "trait",
            FactKind::Score => "score",
            FactKind::Segment => "segment",
            FactKind::Group(_) => "group",
            // Its holdout and what is counted by its arms need no rule.
            FactKind::Experiment => continue,
        };
        if !places.contains(&fact.span) {
            let name = fact.name.split('.').next().unwrap_or_default().to_owned();
            diagnostics.report(&ProveProblem::Unused { what, name }, fact.span);
        }
    }
}

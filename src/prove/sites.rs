//! Where conditions stand in the rules, and what decides before them.

use super::Prover;
use super::formula::NodeId;
use super::problem::Costs;
use super::translate::{Scope, is_membership};
use crate::diagnostic::Diagnostics;
use crate::model::{Arm, Campaign, Expr, ExprKind, Fact, FactKind};
use crate::source::Span;

/// A condition that is settled where another stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub(super) condition: &'a Expr,
    /// Whether it holds there, or does not.
    pub(super) holds: bool,
}

/// A condition in the rules.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) condition: &'a Expr,
    pub(super) scope: Scope,
    pub(super) costs: Costs,
    pub(super) given: Vec<Given<'a>>,
}

/// An arm of a choice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice<'a> {
    /// None for `otherwise`.
    pub(super) condition: Option<&'a Expr>,
    /// What is chosen.
    pub(super) value: Span,
}

impl<'a> Prover<'a> {
    /// Reports what is proved of every condition and every choice.
    pub(super) fn sites(&mut self, diagnostics: &mut Diagnostics) {
        let model = self.model;
        for aggregate in &model.aggregates {
            if let Some(filter) = &aggregate.filter {
                let scope = Scope::Row(aggregate.event);
                self.site(&plain(filter, scope), diagnostics);
            }
        }
        for fact in &model.facts {
            self.fact(fact, diagnostics);
        }
        for ranking in &model.rankings {
            self.choices_inside(&ranking.value, Scope::Customer, diagnostics);
        }
        for campaign in &model.campaigns {
            self.campaign(campaign, diagnostics);
        }
    }

    fn site(&mut self, site: &Site<'a>, diagnostics: &mut Diagnostics) {
        self.inspect(site, diagnostics);
        self.missing_surprises(site, diagnostics);
    }

    fn fact(&mut self, fact: &'a Fact, diagnostics: &mut Diagnostics) {
        if is_membership(fact) {
            let costs = match fact.kind {
                FactKind::Segment => Costs::Segment(fact.name.clone()),
                _ => Costs::Itself,
            };
            let site = Site {
                costs,
                ..plain(&fact.value, Scope::Customer)
            };
            self.site(&site, diagnostics);
        }
        match (&fact.kind, &fact.value.kind) {
            (FactKind::Group(members), ExprKind::Case(arms, otherwise)) => {
                let names = members
                    .iter()
                    .map(|(name, _)| Some(format!("{}.{name}", fact.name)));
                let names: Vec<_> = names.collect();
                let choices = of_case(arms, otherwise.as_deref());
                self.choice(
                    &choices,
                    &[],
                    &names,
                    "member",
                    Scope::Customer,
                    diagnostics,
                );
                for (when, _) in arms {
                    self.choices_inside(when, Scope::Customer, diagnostics);
                }
            }
            _ => self.choices_inside(&fact.value, Scope::Customer, diagnostics),
        }
    }

    /// Every `case` in the expression.
    fn choices_inside(&mut self, expr: &'a Expr, scope: Scope, diagnostics: &mut Diagnostics) {
        let mut cases = Vec::new();
        expr.walk(&mut |part| {
            if let ExprKind::Case(arms, otherwise) = &part.kind {
                cases.push((arms, otherwise));
            }
        });
        for (arms, otherwise) in cases {
            let choices = of_case(arms, otherwise.as_deref());
            self.choice(&choices, &[], &[], "arm", scope, diagnostics);
        }
    }

    fn campaign(&mut self, campaign: &'a Campaign, diagnostics: &mut Diagnostics) {
        let audience = &campaign.audience;
        let site = Site {
            costs: Costs::Audience(campaign.name.clone()),
            ..plain(audience, Scope::Customer)
        };
        self.site(&site, diagnostics);
        self.choices_inside(audience, Scope::Customer, diagnostics);
        let given = [Given {
            condition: audience,
            holds: true,
        }];
        let mut choices: Vec<Vec<Choice>> = Vec::new();
        for texts in [&campaign.from, &campaign.subject, &campaign.preheader] {
            choices.push(
                texts
                    .iter()
                    .map(|arm| of_arm(arm, arm.value.span))
                    .collect(),
            );
        }
        for block in &campaign.blocks {
            let arms = block.arms.iter();
            choices.push(
                arms.map(|arm| of_arm(arm, arm.value.template.span))
                    .collect(),
            );
        }
        for choice in &choices {
            self.choice(choice, &given, &[], "arm", Scope::Customer, diagnostics);
        }
        for value in campaign.parameters() {
            self.choices_inside(value, Scope::Customer, diagnostics);
        }
    }

    /// The conditions of a choice, and whether each of its arms is ever chosen.
    fn choice(
        &mut self,
        arms: &[Choice<'a>],
        given: &[Given<'a>],
        names: &[Option<String>],
        what: &'static str,
        scope: Scope,
        diagnostics: &mut Diagnostics,
    ) {
        let mut before = given.to_vec();
        for (index, arm) in arms.iter().enumerate() {
            let Some(condition) = arm.condition else {
                continue;
            };
            let name = names.get(index).cloned().flatten();
            let site = Site {
                costs: name.map_or(Costs::Itself, Costs::Segment),
                given: before.clone(),
                ..plain(condition, scope)
            };
            self.site(&site, diagnostics);
            before.push(Given {
                condition,
                holds: false,
            });
        }
        self.reach(arms, given, what, scope, diagnostics);
    }

    /// What is settled at a site, as formulas.
    pub(super) fn given(&mut self, given: &[Given<'a>], scope: Scope) -> Vec<NodeId> {
        given
            .iter()
            .map(|one| {
                let formula = self.condition(one.condition, scope);
                if one.holds {
                    formula
                } else {
                    self.formulas.not(formula)
                }
            })
            .collect()
    }
}

fn plain(condition: &Expr, scope: Scope) -> Site<'_> {
    Site {
        condition,
        scope,
        costs: Costs::Itself,
        given: Vec::new(),
    }
}

fn of_case<'a>(arms: &'a [(Expr, Expr)], otherwise: Option<&'a Expr>) -> Vec<Choice<'a>> {
    let mut choices: Vec<Choice> = arms
        .iter()
        .map(|(when, value)| Choice {
            condition: Some(when),
            value: value.span,
        })
        .collect();
    choices.extend(otherwise.map(|value| Choice {
        condition: None,
        value: value.span,
    }));
    choices
}

fn of_arm<T>(arm: &Arm<T>, value: Span) -> Choice<'_> {
    Choice {
        condition: arm.condition.as_ref(),
        value,
    }
}

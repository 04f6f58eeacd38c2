//! Experiments: an arm for each customer by chance, and those who are held out.

use std::collections::HashSet;
use std::sync::Arc;

use super::campaign_problem::CampaignProblem;
use super::names::{dotted, path_span};
use super::{CheckProblem, Checker};
use crate::evaluate::BUCKETS;
use crate::model::{Comparison, Experiment, Expr, ExprKind, FactKind, Literal, Share};
use crate::rules::ast::{self, Broken, Clause, Item, Name};
use crate::schema::Type;
use crate::source::Span;

/// The parts that a trait which ranks customers has, and an experiment could be called like.
const RFM: [&str; 4] = ["recency", "frequency", "monetary", "code"];

/// An arm, and the buckets of those who have it.
struct Arm<'a> {
    text: &'a ast::Text,
    from: i64,
    to: i64,
}

impl Checker<'_> {
    /// Checks the experiments of all campaigns. They use no other fact, so they come first.
    pub(super) fn experiments(&mut self, items: &[Item]) {
        let mut campaigns = HashSet::new();
        for item in items {
            match item {
                Item::Campaign(campaign) if campaigns.insert(&campaign.name.text) => {
                    let name = &campaign.name;
                    let declared = &mut self.names.declared_campaigns;
                    declared.insert(name.text.clone(), name.span);
                    for clause in &campaign.clauses {
                        if let Clause::Experiment(ast) = clause {
                            self.experiment(name, ast, items);
                        }
                    }
                }
                Item::Broken(Broken { keyword, name }) if keyword == "campaign" => {
                    self.names.broken_campaigns.push(name.text.clone());
                }
                _ => {}
            }
        }
    }

    fn experiment(&mut self, campaign: &Name, ast: &ast::Experiment, items: &[Item]) {
        let name = Name {
            text: format!("{}.{}", campaign.text, ast.name.text),
            span: ast.name.span,
        };
        // A second one of the name is reported with the campaign's clauses.
        if self.names.facts.contains_key(&name.text) {
            return;
        }
        if let Some(first) = rfm(campaign, &ast.name, items) {
            self.report_duplicate(&name.text, name.span, first);
        }
        self.names.facts.insert(name.text.clone(), None);
        let value = self.arm_of(&name, ast);
        self.add_fact(&name, None, FactKind::Experiment, value);
    }

    /// The arm of a customer's bucket.
    fn arm_of(&mut self, name: &Name, ast: &ast::Experiment) -> Option<Expr> {
        let arms = self.arms_of(ast)?;
        let key = self.model.customer.key?;
        let texts: Arc<[String]> = arms.iter().map(|arm| arm.text.value.clone()).collect();
        let ty = Type::OneOf(texts);
        let held_out = ast.shares.iter().any(|share| share.arm.is_none());
        let id = Expr::new(ExprKind::Field(key), Type::Id, false, name.span);
        let bucket = ExprKind::Bucket(name.text.as_str().into(), Box::new(id));
        let bucket = Expr::new(bucket, Type::Number, false, name.span);
        let mut cases: Vec<(Expr, Expr)> = Vec::new();
        // The first arm that holds is taken, so a lower end is asked for behind a holdout only.
        let mut dealt = 0;
        for arm in arms {
            let below = compare(Comparison::Less, &bucket, arm.to);
            let condition = if arm.from == dealt {
                below
            } else {
                let from = compare(Comparison::GreaterOrEqual, &bucket, arm.from);
                Expr::condition(ExprKind::And(vec![from, below]), bucket.span)
            };
            dealt += arm.to - arm.from;
            let literal = Literal::Text(arm.text.value.as_str().into());
            cases.push((condition, Expr::literal(literal, ty.clone(), arm.text.span)));
        }
        let last = if held_out { None } else { cases.pop() };
        let last = last.map(|(_, value)| Box::new(value));
        if cases.is_empty() {
            // One arm for everybody.
            return last.map(|value| *value);
        }
        let kind = ExprKind::Case(cases, last);
        Some(Expr::new(kind, ty, held_out, name.span))
    }

    /// The arms in order; none when the experiment is declared wrongly.
    fn arms_of<'a>(&mut self, ast: &'a ast::Experiment) -> Option<Vec<Arm<'a>>> {
        if ast.shares.is_empty() {
            return None;
        }
        let mut arms: Vec<Arm> = Vec::new();
        let mut holdout: Option<Span> = None;
        let mut right = true;
        let mut next = 0;
        for share in &ast.shares {
            let Some(size) = self.share(share) else {
                right = false;
                continue;
            };
            let (from, to) = (next, next + size);
            next = to;
            let twice = match &share.arm {
                Some(text) => {
                    right &= self.is_plain(text);
                    let same = |arm: &&Arm| arm.text.value == text.value;
                    let first = arms.iter().find(same).map(|arm| arm.text.span);
                    arms.push(Arm { text, from, to });
                    first.map(|first| (text.value.as_str(), text.span, first))
                }
                None => {
                    let first = holdout.replace(share.span);
                    first.map(|first| ("holdout", share.span, first))
                }
            };
            if let Some((name, span, first)) = twice {
                self.report_duplicate(name, span, first);
                right = false;
            }
        }
        if !right {
            return None;
        }
        if next != i64::from(BUCKETS) {
            let problem = CampaignProblem::SplitSum { hundredths: next };
            self.diagnostics.report(&problem, ast.name.span);
            return None;
        }
        if arms.is_empty() {
            self.diagnostics
                .report(&CampaignProblem::NoArm, ast.name.span);
            return None;
        }
        Some(arms)
    }

    /// A share in hundredths of a percent, as many as it has buckets.
    fn share(&mut self, share: &ast::Share) -> Option<i64> {
        let percent = share.percent.value;
        let size = percent.to_minor_units(2).filter(|_| percent.is_whole_at(2));
        let size = size.filter(|size| (1..=i64::from(BUCKETS)).contains(size));
        if size.is_none() {
            self.diagnostics
                .report(&CampaignProblem::Share, share.percent.span);
        }
        size
    }

    /// Whether an arm is the same text for everybody who has it.
    fn is_plain(&mut self, arm: &ast::Text) -> bool {
        let is_plain = !arm.value.contains("{{") && !arm.value.contains("{%");
        if !is_plain {
            self.diagnostics
                .report(&CampaignProblem::ArmIsTemplate, arm.span);
        }
        is_plain
    }

    /// A campaign's experiments, and the conditions not to be held out of them.
    pub(super) fn experiments_of(
        &mut self,
        campaign: &Name,
        asts: &[&ast::Experiment],
    ) -> (Vec<Experiment>, Vec<Expr>) {
        let mut experiments = Vec::new();
        let mut holdouts = Vec::new();
        for ast in asts {
            let name = format!("{}.{}", campaign.text, ast.name.text);
            let fact = self.names.facts.get(&name).copied().flatten();
            experiments.push(Experiment {
                name: ast.name.text.clone(),
                span: ast.name.span,
                fact,
                shares: fact.map(|_| dealt(ast)).unwrap_or_default(),
            });
            let holdout = ast.shares.iter().find(|share| share.arm.is_none());
            if let (Some(fact), Some(holdout)) = (fact, holdout) {
                let wording = format!("not held out of {name}");
                self.model.wordings.insert(holdout.span, wording);
                let arm = self.fact(fact, ast.name.span);
                let known = ExprKind::Known(Box::new(arm));
                holdouts.push(Expr::condition(known, holdout.span));
            }
        }
        (experiments, holdouts)
    }

    /// The arms that a persona is given.
    pub(super) fn given_arms(&mut self, asts: &[ast::GivenArm]) -> Vec<(usize, Option<Literal>)> {
        let mut given: Vec<(usize, Option<Literal>)> = Vec::new();
        let mut spans: Vec<Span> = Vec::new();
        for ast in asts {
            let (Some(arm), Some(span)) = (self.given_arm(ast), path_span(&ast.path)) else {
                continue;
            };
            match given.iter().position(|(fact, _)| *fact == arm.0) {
                Some(first) => self.report_duplicate(&dotted(&ast.path), span, spans[first]),
                None => {
                    given.push(arm);
                    spans.push(span);
                }
            }
        }
        given
    }

    /// The arm that a persona is given.
    fn given_arm(&mut self, ast: &ast::GivenArm) -> Option<(usize, Option<Literal>)> {
        let [campaign, experiment] = ast.path.as_slice() else {
            let name = dotted(&ast.path);
            let problem = CampaignProblem::NotAnExperiment { name };
            self.diagnostics.report(&problem, path_span(&ast.path)?);
            return None;
        };
        let name = format!("{}.{}", campaign.text, experiment.text);
        let is_broken = self.names.broken_campaigns.contains(&campaign.text);
        let Some(&fact) = self.names.facts.get(&name) else {
            return if is_broken {
                None
            } else {
                self.unknown_experiment(campaign, experiment)
            };
        };
        let fact = fact?;
        let (kind, value) = (&self.model.facts[fact].kind, &self.model.facts[fact].value);
        if *kind != FactKind::Experiment {
            return self.unknown_experiment(campaign, experiment);
        }
        let Type::OneOf(arms) = value.ty.clone() else {
            return None;
        };
        let optional = value.optional;
        self.uses_experiment(&ast.path, fact);
        match &ast.arm {
            Some(text) if arms.contains(&text.value) => {
                Some((fact, Some(Literal::Text(text.value.as_str().into()))))
            }
            Some(text) => {
                let problem = CheckProblem::UnknownOption {
                    option: text.value.clone(),
                    options: arms.to_vec(),
                };
                self.fail(&problem, text.span)
            }
            None if optional => Some((fact, None)),
            None => {
                let problem = CampaignProblem::NoHoldout { name };
                self.diagnostics.report(&problem, ast.span);
                None
            }
        }
    }

    fn unknown_experiment<T>(&mut self, campaign: &Name, experiment: &Name) -> Option<T> {
        let facts = self.model.facts.iter();
        let experiments = facts.filter(|fact| fact.kind == FactKind::Experiment);
        let problem = CheckProblem::UnknownName {
            name: format!("{}.{}", campaign.text, experiment.text),
            what: "experiment",
            candidates: experiments.map(|fact| fact.name.clone()).collect(),
        };
        self.fail(&problem, campaign.span.to(experiment.span))
    }
}

/// The buckets of each share, of an experiment that is declared rightly.
fn dealt(ast: &ast::Experiment) -> Vec<Share> {
    let mut next = 0;
    let share = |share: &ast::Share| {
        let from = next;
        next += u16::try_from(share.percent.value.to_minor_units(2)?).ok()?;
        Some(Share {
            arm: share.arm.as_ref().map(|arm| arm.value.clone()),
            span: share.arm.as_ref().map_or(share.span, |arm| arm.span),
            buckets: from..next,
        })
    };
    ast.shares.iter().filter_map(share).collect()
}

/// The trait of the campaign's name that has a part of the experiment's.
fn rfm(campaign: &Name, experiment: &Name, items: &[Item]) -> Option<Span> {
    let mut traits = items.iter().filter_map(|item| match item {
        Item::Trait(one) if matches!(one.value.kind, ast::ExprKind::Rfm { .. }) => Some(&one.name),
        _ => None,
    });
    let same = traits.find(|name| name.text == campaign.text)?;
    RFM.contains(&experiment.text.as_str()).then_some(same.span)
}

fn compare(comparison: Comparison, bucket: &Expr, with: i64) -> Expr {
    let literal = Literal::Number(with as f64);
    let with = Expr::literal(literal, Type::Number, bucket.span);
    let kind = ExprKind::Compare(comparison, Box::new(bucket.clone()), Box::new(with));
    Expr::condition(kind, bucket.span)
}

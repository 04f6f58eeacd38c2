//! What must hold for a persona.

use super::expectation_problem::ExpectationProblem;
use super::expression::Scope;
use super::names::{dotted, each_root, path_span};
use super::{CheckProblem, Checker};
use crate::model::{Expectation, ExpectationKind, Expr, Part, Shown, TextTest};
use crate::rules::ast::{self, ExprKind, Name, Operator, Text};
use crate::source::Span;

/// Who is meant by the name behind `in`, `share of` or `size of`.
pub(super) enum Crowd {
    /// Those for whom a condition holds: a segment or a group's member.
    Members(Expr),
    /// Those who get the campaign.
    Campaign(usize),
}

impl Checker<'_> {
    /// What is joined by `and` is expected one by one, so that a report says which part failed.
    pub(super) fn expectation(&mut self, ast: &ast::Expectation) -> Vec<Expectation> {
        match &ast.kind {
            ast::ExpectationKind::Holds(condition) => {
                let parts = conjuncts(condition).into_iter();
                let checked = parts.map(|part| {
                    let kind = self.expected(part)?;
                    let span = part.span;
                    Some(Expectation { kind, span })
                });
                checked.flatten().collect()
            }
            ast::ExpectationKind::Shows {
                path,
                shown,
                negated,
            } => {
                let kind = self.expected_block(path, shown, *negated);
                let span = ast.span;
                kind.into_iter()
                    .map(|kind| Expectation { kind, span })
                    .collect()
            }
        }
    }

    fn expected(&mut self, ast: &ast::Expr) -> Option<ExpectationKind> {
        let (inner, negated) = without_not(ast);
        if let ExprKind::InSegment { path, negated: not } = &inner.kind {
            return self.expected_membership(path, *not != negated, ast.span);
        }
        if let Some((campaign, part)) = compared(inner).and_then(|path| self.message_part(path)) {
            let (test, not) = self.text_test(inner, part)?;
            return Some(ExpectationKind::Reads {
                campaign: campaign?,
                part: part?,
                test,
                negated: not != negated,
            });
        }
        self.no_campaign_inside(ast)?;
        let condition = self.condition(ast, Scope::Customer)?;
        Some(ExpectationKind::Holds(condition))
    }

    /// What a campaign gives is no value of the customer that a condition could be made of.
    fn no_campaign_inside(&mut self, ast: &ast::Expr) -> Option<()> {
        let names = &self.names;
        let is_value = |name: &str| {
            let part = format!("{name}.");
            let mut facts = names.facts.keys();
            facts.any(|fact| fact == name || fact.starts_with(&part))
                || self.model.customer.field(name).is_some()
        };
        let mut found = None;
        each_root(ast, &mut |name| {
            if names.campaigns.contains_key(&name.text) && !is_value(&name.text) {
                found = Some(name.span);
            }
        });
        match found {
            Some(span) => self.unexpected(&ExpectationProblem::CampaignInside, span),
            None => Some(()),
        }
    }

    fn expected_membership(
        &mut self,
        path: &[Name],
        negated: bool,
        span: Span,
    ) -> Option<ExpectationKind> {
        Some(match self.crowd(path)? {
            Crowd::Campaign(campaign) => ExpectationKind::Audience(campaign, !negated),
            Crowd::Members(member) => ExpectationKind::Holds(member.negated(negated, span)),
        })
    }

    /// Looks up who is meant; a segment goes before a campaign of the same name.
    pub(super) fn crowd(&mut self, path: &[Name]) -> Option<Crowd> {
        let first = path.first()?;
        if self.names.facts.contains_key(&first.text) {
            return self.membership(path).map(Crowd::Members);
        }
        if let ([_], Some(&campaign)) = (path, self.names.campaigns.get(&first.text)) {
            self.uses_campaign(first, campaign);
            return campaign.map(Crowd::Campaign);
        }
        if let ([_, part], Some(campaign)) = (path, self.names.campaigns.get(&first.text)) {
            self.unknown_part(&first.text, part, *campaign);
            return None;
        }
        let campaigns = self.names.campaigns.keys();
        let candidates = self.names.segments.iter().chain(campaigns);
        let problem = CheckProblem::UnknownName {
            name: first.text.clone(),
            what: "segment, group or campaign",
            candidates: candidates.cloned().collect(),
        };
        self.fail(&problem, first.span)
    }

    /// `spring_sale.subject`: the campaign and the part, each none when it is wrong. Nothing when
    /// the path is a value of the customer.
    fn message_part(&mut self, path: &[Name]) -> Option<(Option<usize>, Option<Part>)> {
        let [name, part] = path else { return None };
        let facts = &self.names.facts;
        let is_value = facts.contains_key(&dotted(path))
            || facts.contains_key(&name.text)
            || self.model.customer.field(&name.text).is_some();
        let known = self.names.campaigns.get(&name.text).copied();
        let found = Part::ALL.iter().find(|(known, _)| *known == part.text);
        if is_value || known.is_none() && found.is_none() {
            return None;
        }
        let campaign = known.unwrap_or_else(|| self.unknown_campaign(name));
        self.uses_campaign(name, campaign);
        if found.is_none() {
            self.unknown_part(&name.text, part, campaign);
        }
        Some((campaign, found.map(|(_, part)| *part)))
    }

    fn unknown_part(&mut self, campaign_name: &str, part: &Name, campaign: Option<usize>) {
        let campaign = campaign.map(|campaign| &self.model.campaigns[campaign]);
        let mut blocks = campaign.into_iter().flat_map(|campaign| &campaign.blocks);
        if blocks.any(|block| block.name == part.text) {
            let name = format!("{campaign_name}.{}", part.text);
            self.unexpected::<()>(&ExpectationProblem::BlockAsValue { name }, part.span);
            return;
        }
        let own = format!("{campaign_name}.");
        let facts = self.names.facts.keys();
        let facts = facts.filter_map(|name| name.strip_prefix(&own));
        let parts = Part::ALL.iter().map(|(name, _)| *name);
        let problem = CheckProblem::UnknownName {
            name: part.text.clone(),
            what: "part of that campaign",
            candidates: parts.chain(facts).map(str::to_owned).collect(),
        };
        self.report(&problem, part.span);
    }

    fn unknown_campaign<T>(&mut self, name: &Name) -> Option<T> {
        let problem = CheckProblem::UnknownName {
            name: name.text.clone(),
            what: "campaign",
            candidates: self.names.campaigns.keys().cloned().collect(),
        };
        self.fail(&problem, name.span)
    }

    /// Reports what is wrong with an expectation, and gives nothing.
    pub(super) fn unexpected<T>(&mut self, problem: &ExpectationProblem, span: Span) -> Option<T> {
        self.diagnostics.report(problem, span);
        None
    }

    /// How a part of a message must read, and whether it must not.
    fn text_test(&mut self, ast: &ast::Expr, part: Option<Part>) -> Option<(TextTest, bool)> {
        let is_long = matches!(part, Some(Part::Text | Part::Html));
        let reading = |text: &str| {
            if is_long {
                squeezed(text)
            } else {
                text.to_owned()
            }
        };
        let found = match &ast.kind {
            ExprKind::Binary(operator, _, right) => match (&right.kind, operator) {
                (ExprKind::Text(_), Operator::Equal | Operator::NotEqual) if is_long => None,
                (ExprKind::Text(to), Operator::Equal) => Some((TextTest::Is(reading(to)), false)),
                (ExprKind::Text(to), Operator::NotEqual) => Some((TextTest::Is(reading(to)), true)),
                (ExprKind::Text(to), Operator::Contains) => {
                    Some((TextTest::ContainsAny(vec![reading(to)]), false))
                }
                (ExprKind::Text(to), Operator::StartsWith) => {
                    Some((TextTest::StartsWith(reading(to)), false))
                }
                (ExprKind::Text(to), Operator::EndsWith) => {
                    Some((TextTest::EndsWith(reading(to)), false))
                }
                _ => None,
            },
            ExprKind::ContainsAny { list, .. } => {
                let texts = list.iter().map(|item| match &item.kind {
                    ExprKind::Text(to) => Some(reading(to)),
                    _ => None,
                });
                let texts: Option<Vec<String>> = texts.collect();
                let texts = texts.filter(|texts| !texts.is_empty());
                texts.map(|texts| (TextTest::ContainsAny(texts), false))
            }
            ExprKind::Matches { pattern, .. } => {
                return Some((TextTest::Matches(self.pattern(pattern)?), false));
            }
            _ => None,
        };
        if found.is_none() {
            self.unexpected::<()>(&ExpectationProblem::MessageText { is_long }, ast.span);
        }
        found
    }

    fn expected_block(
        &mut self,
        path: &[Name],
        shown: &ast::Shown,
        negated: bool,
    ) -> Option<ExpectationKind> {
        let (campaign, block) = self.block_of(path)?;
        let arms = &self.model.campaigns[campaign].blocks[block].arms;
        // The arms of a block that cannot be read are unknown.
        let last = arms.last()?;
        let shown = match shown {
            ast::Shown::Template(template) => {
                let known = arms.iter().map(|arm| &arm.value.template.value);
                let known: Vec<String> = known.cloned().collect();
                self.uses_arm(template, campaign, block);
                self.shown_template(template, known)?
            }
            ast::Shown::Default(span) if last.condition.is_none() => {
                let block = dotted(path);
                return self.unexpected(&ExpectationProblem::NeverDefault { block }, *span);
            }
            ast::Shown::Default(_) => Shown::Default,
        };
        Some(ExpectationKind::Shows {
            campaign,
            block,
            shown,
            negated,
        })
    }

    fn shown_template(&mut self, template: &Text, known: Vec<String>) -> Option<Shown> {
        if known.contains(&template.value) {
            return Some(Shown::Template(template.clone()));
        }
        let problem = CheckProblem::UnknownName {
            name: template.value.clone(),
            what: "template of that block",
            candidates: known,
        };
        self.fail(&problem, template.span)
    }

    /// `CAMPAIGN.BLOCK`
    fn block_of(&mut self, path: &[Name]) -> Option<(usize, usize)> {
        let [campaign_name, block_name] = path else {
            let problem = CheckProblem::NotABlock { name: dotted(path) };
            return self.fail(&problem, path_span(path)?);
        };
        let Some(&campaign) = self.names.campaigns.get(&campaign_name.text) else {
            return self.unknown_campaign(campaign_name);
        };
        self.uses_campaign(campaign_name, campaign);
        let campaign = campaign?;
        let blocks = &self.model.campaigns[campaign].blocks;
        let found = blocks
            .iter()
            .position(|block| block.name == block_name.text);
        let Some(block) = found else {
            let problem = CheckProblem::UnknownName {
                name: block_name.text.clone(),
                what: "block of that campaign",
                candidates: blocks.iter().map(|block| block.name.clone()).collect(),
            };
            return self.fail(&problem, block_name.span);
        };
        let declared = blocks[block].span;
        self.model.uses.add(block_name.span, declared);
        Some((campaign, block))
    }
}

/// The parts of `a and b and c`.
fn conjuncts(ast: &ast::Expr) -> Vec<&ast::Expr> {
    let mut parts = Vec::new();
    let mut left = ast;
    while let ExprKind::Binary(Operator::And, inner, right) = &left.kind {
        parts.push(&**right);
        left = inner;
    }
    parts.push(left);
    parts.reverse();
    parts
}

/// What stands behind any number of `not`, and whether they turn it round.
fn without_not(ast: &ast::Expr) -> (&ast::Expr, bool) {
    let (mut inner, mut negated) = (ast, false);
    while let ExprKind::Not(next) = &inner.kind {
        (inner, negated) = (next, !negated);
    }
    (inner, negated)
}

/// The path on the left of a comparison.
fn compared(ast: &ast::Expr) -> Option<&[Name]> {
    let value = match &ast.kind {
        ExprKind::Binary(_, value, _)
        | ExprKind::InList { value, .. }
        | ExprKind::ContainsAny { value, .. }
        | ExprKind::Matches { value, .. }
        | ExprKind::Between { value, .. }
        | ExprKind::IsKnown { value, .. } => value,
        _ => ast,
    };
    match &value.kind {
        ExprKind::Path(path) => Some(path),
        _ => None,
    }
}

/// Line breaks and runs of blanks of a long text stand for one blank.
fn squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

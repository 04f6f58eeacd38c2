//! Limits: who has had enough messages is not in the audience.

use std::collections::BTreeMap;

use super::campaign_problem::CampaignProblem;
use super::{CheckProblem, Checker};
use crate::model::{Aggregate, Comparison, Expr, ExprKind, Literal};
use crate::rules::ast::{self, Clause, Function, Item, Name};
use crate::schema::Type;

/// The event that says what was sent before.
const SENT: &str = "sent";

/// Its field with the campaign's name.
const CAMPAIGN: &str = "campaign";

/// The names of the campaigns that share a limit, by the name behind `across`.
pub(super) fn across(items: &[Item]) -> BTreeMap<String, Vec<String>> {
    let mut shared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in items {
        let Item::Campaign(campaign) = item else {
            continue;
        };
        let limits = campaign.clauses.iter().filter_map(|clause| match clause {
            Clause::Limit(limit) => limit.across.as_ref(),
            _ => None,
        });
        for name in limits {
            let campaigns = shared.entry(name.text.clone()).or_default();
            if !campaigns.contains(&campaign.name.text) {
                campaigns.push(campaign.name.text.clone());
            }
        }
    }
    shared
}

impl Checker<'_> {
    /// The condition of not having reached the limit.
    pub(super) fn frequency_cap(
        &mut self,
        campaign: &Name,
        ast: &ast::FrequencyCap,
    ) -> Option<Expr> {
        let history = self.history(ast);
        let most = self.whole(ast.count.value, ast.count.span);
        let window = self.window(&ast.window);
        if most == Some(0) {
            let found = "0".to_owned();
            return self.fail(
                &CheckProblem::WholeNumber { found, least: 1 },
                ast.count.span,
            );
        }
        let (event, field) = history?;
        let span = ast.count.span.to(ast.window.span);
        let campaigns = match &ast.across {
            Some(across) => self.names.across.get(&across.text)?.clone(),
            None => vec![campaign.text.clone()],
        };
        let which = format!("campaign in (\"{}\")", campaigns.join("\", \""));
        self.model.wordings.insert(ast.window.span, which);
        let names = campaigns
            .iter()
            .map(|name| Literal::Text(name.as_str().into()));
        let column = &self.model.events[event].fields[field];
        let column = Expr::new(
            ExprKind::Field(field),
            column.ty.clone(),
            column.optional,
            span,
        );
        let of_these = ExprKind::OneOf(Box::new(column), names.collect());
        let sent = Aggregate {
            event,
            function: Function::Count,
            value: None,
            filter: Some(Expr::condition(of_these, ast.window.span)),
            window: Some(window?),
            ty: Type::Number,
        };
        let sent = self.intern(sent, span);
        let wording = format!("times sent {}", campaigns.join(" or "));
        self.model.wordings.insert(span, wording);
        let most = Expr::literal(Literal::Number(most? as f64), Type::Number, ast.count.span);
        let below = ExprKind::Compare(Comparison::Less, Box::new(sent), Box::new(most));
        Some(Expr::condition(below, ast.span))
    }

    /// The event and its field that say what was sent.
    fn history(&mut self, ast: &ast::FrequencyCap) -> Option<(usize, usize)> {
        let problem = match self.names.events.get(SENT) {
            Some(event) => {
                let event = (*event)?;
                let table = &self.model.events[event];
                match table.field(CAMPAIGN) {
                    Some(field) if table.fields[field].ty.is_textual() => {
                        return Some((event, field));
                    }
                    None if self.is_broken(super::expression::TableRef::Event(event), CAMPAIGN) => {
                        return None;
                    }
                    _ => CampaignProblem::LimitWithoutHistory { has_event: true },
                }
            }
            None => CampaignProblem::LimitWithoutHistory { has_event: false },
        };
        self.diagnostics.report(&problem, ast.span);
        None
    }
}

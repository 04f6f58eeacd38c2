//! Campaigns: audience, texts and blocks.

use std::collections::HashMap;

use super::expression::Scope;
use super::limit::across;
use super::{CheckProblem, Checker};
use crate::model::{
    Arm, Block, Campaign, Expr, ExprKind, Literal, Parameter, ParameterValue, Send, Show,
    UtmParameter,
};
use crate::rules::ast::{self, Broken, Clause, Experiment, Item, Text};
use crate::schema::Type;
use crate::source::Span;

/// The clauses of one campaign as they are found.
#[derive(Default)]
struct Clauses<'a> {
    seen: HashMap<String, Span>,
    template: Option<&'a Text>,
    from: Vec<Arm<Text>>,
    subject: Vec<Arm<Text>>,
    preheader: Vec<Arm<Text>>,
    blocks: Vec<Block>,
    experiments: Vec<&'a ast::Experiment>,
    limits: Vec<&'a ast::FrequencyCap>,
    send: Option<Send>,
    utm: Vec<UtmParameter>,
}

impl Checker<'_> {
    pub(super) fn campaigns(&mut self, items: &[Item]) {
        let mut first_spans: HashMap<&str, Span> = HashMap::new();
        self.names.across = across(items);
        for item in items {
            let ast = match item {
                Item::Campaign(ast) => ast,
                Item::Broken(Broken { keyword, name }) if keyword == "campaign" => {
                    first_spans.entry(&name.text).or_insert(name.span);
                    self.names.campaigns.insert(name.text.clone(), None);
                    continue;
                }
                _ => continue,
            };
            let name = &ast.name;
            if let Some(&first) = first_spans.get(name.text.as_str()) {
                self.report_duplicate(&name.text, name.span, first);
                continue;
            }
            first_spans.insert(&name.text, name.span);
            // `in spring` would be both
            if self.names.segments.contains(&name.text)
                && let Some(&first) = self.names.declared.get(&name.text)
            {
                self.report_duplicate(&name.text, name.span, first);
            }
            // Known from here on, so that a persona that names it is not reported too.
            self.names.campaigns.insert(name.text.clone(), None);
            if let Some(campaign) = self.campaign(ast) {
                let index = self.model.campaigns.len();
                self.names.campaigns.insert(name.text.clone(), Some(index));
                self.model.campaigns.push(campaign);
            }
        }
    }

    fn campaign(&mut self, ast: &ast::Campaign) -> Option<Campaign> {
        let name = &ast.name;
        let mut audiences = ast.clauses.iter().filter_map(|clause| match clause {
            Clause::Audience(audience) => Some(audience),
            _ => None,
        });
        let audience = audiences.next();
        let checked = audience.and_then(|audience| self.condition(audience, Scope::Customer));
        // Whatever it shows, it shows to somebody in the audience.
        let clauses = self.behind(checked.as_ref(), Scope::Customer, |checker| {
            checker.clauses(&ast.clauses)
        });
        let audience = match audience {
            Some(_) => checked,
            None if clauses.seen.contains_key("audience") => None,
            None => self.missing(ast, "audience", "audience email_consent"),
        };
        let template = match clauses.template {
            Some(template) => Some(template.clone()),
            None if clauses.seen.contains_key("template") => None,
            None => self.missing(ast, "template", "template \"campaigns/….liquid\""),
        };
        if clauses.subject.is_empty() && !clauses.seen.contains_key("subject") {
            self.missing::<()>(ast, "subject", "subject \"…\"");
        }
        let has_from = clauses.seen.contains_key("from") || self.project.message.from.is_some();
        if !has_from {
            self.missing::<()>(ast, "from", "from \"Name <news@….example>\"");
        }
        let audience = audience.unwrap_or(never(name.span));
        let eligible = self.with_consent(audience, &name.text, name.span);
        let (experiments, holdouts) = self.experiments_of(name, &clauses.experiments);
        let limits = clauses.limits.iter();
        let limits: Vec<Expr> = limits
            .filter_map(|ast| self.frequency_cap(name, ast))
            .collect();
        Some(Campaign {
            name: name.text.clone(),
            title: ast.title.as_ref().map(|title| title.value.clone()),
            span: name.span,
            audience: without(&eligible, holdouts.iter().chain(&limits)),
            eligible,
            holdouts,
            limits,
            experiments,
            template: template?,
            from: clauses.from,
            subject: clauses.subject,
            preheader: clauses.preheader,
            blocks: clauses.blocks,
            send: clauses.send,
            utm: clauses.utm,
        })
    }

    fn missing<T>(
        &mut self,
        ast: &ast::Campaign,
        clause: &'static str,
        example: &'static str,
    ) -> Option<T> {
        let campaign = ast.name.text.clone();
        self.fail(
            &CheckProblem::MissingClause {
                campaign,
                clause,
                example,
            },
            ast.name.span,
        )
    }

    /// Nobody without consent is ever in an audience.
    fn with_consent(&mut self, audience: Expr, campaign: &str, span: Span) -> Expr {
        let fields = self.model.customer.fields.iter().enumerate();
        let consents: Vec<Expr> = fields
            .filter(|(_, field)| field.consent)
            .map(|(index, field)| {
                Expr::new(
                    ExprKind::Field(index),
                    Type::YesNo,
                    field.optional,
                    field.span,
                )
            })
            .collect();
        if consents.is_empty() {
            // The consent may be among what cannot be read.
            if self.names.broken_customer || !self.names.broken_fields.is_empty() {
                return audience;
            }
            let campaign = campaign.to_owned();
            self.report(&CheckProblem::NoConsent { campaign }, span);
            return audience;
        }
        let span = audience.span;
        let mut all = consents;
        match audience.kind {
            ExprKind::And(parts) => {
                all.retain(|consent| !parts.contains(consent));
                all.extend(parts);
            }
            _ => {
                // What is written stands where it is written.
                all.retain(|consent| *consent != audience);
                all.push(audience);
            }
        }
        Expr::condition(ExprKind::And(all), span)
    }

    fn clauses<'a>(&mut self, clauses: &'a [Clause]) -> Clauses<'a> {
        let mut found = Clauses::default();
        for clause in clauses {
            let (keyword, span) = match clause {
                Clause::Audience(audience) => ("audience".to_owned(), audience.span),
                Clause::Template(template) => ("template".to_owned(), template.span),
                Clause::Content(keyword, _) | Clause::Broken(keyword) => {
                    (keyword.text.clone(), keyword.span)
                }
                Clause::Block(name, _) => (format!("block {}", name.text), name.span),
                Clause::Experiment(Experiment { name, .. }) => {
                    (format!("experiment {}", name.text), name.span)
                }
                Clause::Send(send) => ("send".to_owned(), send.span),
                Clause::Utm(utm) => ("utm".to_owned(), utm.span),
                Clause::Limit(limit) => match &limit.across {
                    Some(across) => (format!("limit across {}", across.text), limit.span),
                    None => ("limit".to_owned(), limit.span),
                },
            };
            if let Some(&first) = found.seen.get(&keyword) {
                self.report_duplicate(&keyword, span, first);
                continue;
            }
            found.seen.insert(keyword, span);
            match clause {
                Clause::Template(template) => found.template = Some(template),
                Clause::Experiment(experiment) => found.experiments.push(experiment),
                Clause::Limit(limit) => found.limits.push(limit),
                Clause::Send(send) => found.send = self.send(send),
                Clause::Utm(utm) => found.utm = self.utm(utm),
                Clause::Audience(_) | Clause::Broken(_) => {}
                Clause::Content(keyword, arms) => {
                    let arms = self.arms(arms, "arm", |_, text| Some(text.clone()));
                    match keyword.text.as_str() {
                        "from" => found.from = arms,
                        "subject" => found.subject = arms,
                        _ => found.preheader = arms,
                    }
                }
                Clause::Block(name, arms) => {
                    let arms = self.arms(arms, "arm", Self::show);
                    found.blocks.push(Block {
                        name: name.text.clone(),
                        span: name.span,
                        arms,
                    });
                }
            }
        }
        found
    }

    fn arms<T, U: Spanned>(
        &mut self,
        arms: &[ast::Arm<U>],
        what: &'static str,
        mut value: impl FnMut(&mut Self, &U) -> Option<T>,
    ) -> Vec<Arm<T>> {
        let mut checked = Vec::new();
        let mut otherwise = false;
        let mark = self.mark();
        for arm in arms {
            if otherwise {
                self.report(&CheckProblem::UnreachableMember { what }, arm.value.span());
            }
            otherwise |= arm.condition.is_none();
            let condition = match &arm.condition {
                Some(condition) => {
                    let span = condition.span;
                    let condition = self.condition(condition, Scope::Customer);
                    Some(condition.unwrap_or(never(span)))
                }
                None => None,
            };
            let value = self.behind(condition.as_ref(), Scope::Customer, |checker| {
                value(checker, &arm.value)
            });
            self.learn(condition.as_ref(), false, Scope::Customer);
            if let Some(value) = value {
                checked.push(Arm { condition, value });
            }
        }
        self.forget(mark);
        checked
    }

    fn show(&mut self, ast: &ast::Show) -> Option<Show> {
        let mut parameters = Vec::new();
        for parameter in &ast.parameters {
            let value = match &parameter.value.kind {
                ast::ExprKind::Text(value) => ParameterValue::Liquid(Text {
                    value: value.clone(),
                    span: parameter.value.span,
                }),
                _ => ParameterValue::Computed(self.expr(&parameter.value, Scope::Customer)?),
            };
            parameters.push(Parameter {
                name: parameter.name.text.clone(),
                span: parameter.name.span,
                value,
            });
        }
        Some(Show {
            template: ast.template.clone(),
            parameters,
        })
    }
}

/// The eligible for whom all these conditions hold.
fn without<'a>(eligible: &Expr, kept_back: impl Iterator<Item = &'a Expr>) -> Expr {
    let mut kept_back = kept_back.cloned().peekable();
    if kept_back.peek().is_none() {
        return eligible.clone();
    }
    let mut parts = match &eligible.kind {
        ExprKind::And(parts) => parts.clone(),
        _ => vec![eligible.clone()],
    };
    parts.extend(kept_back);
    Expr::condition(ExprKind::And(parts), eligible.span)
}

/// Stands for a condition that is wrong, so that what depends on it is checked all the same.
fn never(span: Span) -> Expr {
    Expr::literal(Literal::YesNo(false), Type::YesNo, span)
}

/// What an arm chooses has a place.
trait Spanned {
    fn span(&self) -> Span;
}

impl Spanned for Text {
    fn span(&self) -> Span {
        self.span
    }
}

impl Spanned for ast::Show {
    fn span(&self) -> Span {
        self.template.span
    }
}

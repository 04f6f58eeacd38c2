//! When a campaign goes out, and how its links are marked.

use super::campaign_problem::CampaignProblem;
use super::{CheckProblem, Checker};
use crate::diagnostic::Diagnostic;
use crate::model::{Quiet, Send, UtmParameter};
use crate::rules::ast;
use crate::source::Span;

/// What links can be marked with; the names in links begin with `utm_`.
const PARAMETERS: [&str; 5] = ["source", "medium", "campaign", "term", "content"];

impl Checker<'_> {
    pub(super) fn send(&mut self, ast: &ast::Send) -> Option<Send> {
        let quiet = match ast.quiet {
            Some((from, to)) if from.time == to.time => {
                let span = from.span.to(to.span);
                let problem = CampaignProblem::EmptyQuietHours;
                self.diagnostics.report(&problem, span);
                return None;
            }
            Some((from, to)) => {
                let hours = Quiet {
                    from: from.time,
                    to: to.time,
                };
                Some((hours, from.span.to(to.span)))
            }
            None => None,
        };
        if let (Some(at), Some((hours, span))) = (ast.at, quiet)
            && hours.holds(at.time)
        {
            let problem = CampaignProblem::SendInQuietHours {
                from: hours.from,
                to: hours.to,
            };
            let inside = Diagnostic::new(&problem, at.span).note(span, "nothing is sent here");
            self.diagnostics.push(inside);
            return None;
        }
        Some(Send {
            at: ast.at.map(|at| at.time),
            by_customer: ast.by_customer,
            quiet: quiet.map(|(hours, _)| hours),
        })
    }

    pub(super) fn utm(&mut self, ast: &ast::Utm) -> Vec<UtmParameter> {
        let mut parameters: Vec<UtmParameter> = Vec::new();
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for (name, value) in &ast.parameters {
            if !PARAMETERS.contains(&name.text.as_str()) {
                let problem = CheckProblem::UnknownName {
                    name: name.text.clone(),
                    what: "UTM parameter",
                    candidates: PARAMETERS.map(str::to_owned).to_vec(),
                };
                self.report(&problem, name.span);
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name.text) {
                self.report_duplicate(&name.text, name.span, *first);
                continue;
            }
            seen.push((&name.text, name.span));
            parameters.push(UtmParameter {
                name: format!("utm_{}", name.text),
                span: name.span,
                value: value.clone(),
            });
        }
        parameters
    }
}

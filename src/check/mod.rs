//! Rules → [`Model`]: every name looked up, every expression typed, every mistake reported.

mod behaviour;
mod campaign;
mod campaign_problem;
mod claim;
mod expectation;
mod expectation_problem;
mod experiment;
mod expression;
mod facts;
mod foreign;
mod known;
mod latest;
mod limit;
mod literal;
mod moment;
mod names;
mod operator;
mod path;
mod pattern;
mod persona;
mod problem;
mod ranking;
mod schedule;
mod sequence;
mod tables;
mod uses;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;
use crate::project::Project;
use crate::rules::ast::Item;
use crate::schema::Type;
use crate::source::Span;
use crate::unique::Unique;

use known::Known;
pub(crate) use known::known_values;
use names::Names;
pub(crate) use problem::CheckProblem;

/// Checks the items of all rule files together. What is wrong is left out of the model or stands
/// in for something else, so the model may be run only when no error was reported.
pub fn check(items: &[Item], project: &Project, diagnostics: &mut Diagnostics) -> Model {
    let mut checker = Checker {
        project,
        names: Names::default(),
        known: Known::default(),
        model: Model::default(),
        aggregates: Unique::default(),
        rankings: Unique::default(),
        diagnostics,
    };
    checker.tables(items);
    checker.experiments(items);
    checker.facts(items);
    checker.campaigns(items);
    checker.personas(items);
    checker.claims(items);
    checker.model.broken = checker.names.broken();
    checker.model
}

/// The model as far as it is made. Its methods, one file a subject, report and go on.
struct Checker<'a> {
    project: &'a Project,
    names: Names,
    known: Known,
    model: Model,
    aggregates: Unique,
    rankings: Unique,
    diagnostics: &'a mut Diagnostics,
}

impl Checker<'_> {
    fn report(&mut self, problem: &CheckProblem, span: Span) {
        self.diagnostics.report(problem, span);
    }

    /// Reports and gives nothing, for the `?` of what is being checked.
    fn fail<T>(&mut self, problem: &CheckProblem, span: Span) -> Option<T> {
        self.report(problem, span);
        None
    }

    fn mismatch<T>(&mut self, expected: &str, found: Type, span: Span) -> Option<T> {
        let problem = CheckProblem::Mismatch {
            expected: expected.to_owned(),
            found,
            hint: None,
        };
        self.fail(&problem, span)
    }

    fn report_duplicate(&mut self, name: &str, span: Span, first: Span) {
        let problem = CheckProblem::Duplicate {
            name: name.to_owned(),
        };
        let duplicate = Diagnostic::new(&problem, span).note(first, "first declared here");
        self.diagnostics.push(duplicate);
    }
}

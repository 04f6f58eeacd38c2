//! [`Model`] → findings: what can be said of the rules without looking at any customer.
//!
//! Conditions become formulas over *subjects*: an attribute, a count, how long ago something was,
//! or a question of which nothing is known but how it is written. A subject has a set of values,
//! with missing as one of them, since a comparison with a missing value is no and its opposite is
//! yes. Whether anybody can satisfy formulas together is searched for; a search that takes too
//! long is given up, and nothing is said. Every link between subjects (a purchase of the last 7
//! days is one of the last 30) holds for everybody, at any time and in any time zone, so what is
//! proved is true; what needs more is not found.

mod arms;
mod conditions;
mod entail;
mod equal;
mod formula;
mod intern;
mod key;
mod link;
mod missing;
mod moment;
mod pairs;
mod problem;
pub(crate) mod scale;
mod shift;
mod sites;
mod solve;
mod state;
mod subject;
mod translate;
mod unused;
pub(crate) mod values;
mod window;
mod words;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::diagnostic::Diagnostics;
use crate::model::{Expr, Model};
use crate::project::Project;
use crate::source::Sources;

use formula::{Formulas, Map, NEVER, Node, NodeId};
use pairs::Pairs;
use solve::{Theory, Verdict, World};
use subject::Subjects;
use translate::{Scope, Settled};
pub use unused::unused;

/// What came of proving a project's rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Questions that were given up: nothing is known of them.
    pub out_of_reach: usize,
}

/// Reports what is proved of the rules. The model must be one that no error was reported of.
pub fn prove(
    model: &Model,
    project: &Project,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Proof {
    let mut prover = Prover::new(model, project.currency.digits, sources);
    prover.prepare();
    prover.sites(diagnostics);
    prover.equal_segments(diagnostics);
    Proof {
        out_of_reach: prover.given_up.get(),
    }
}

/// Rules to ask about.
pub struct Reasoner<'a>(Prover<'a>);

/// Which combinations of two conditions somebody may satisfy. What is `false` is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "the four fields of a table of truth"
)]
pub struct Possible {
    /// Both.
    pub both: bool,
    /// The first, not the second.
    pub first_only: bool,
    /// The second, not the first.
    pub second_only: bool,
    /// Neither.
    pub neither: bool,
}

/// A customer who is made up to satisfy conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    /// What is asked of them, each as `age = 41`, `state missing` or a condition that holds.
    pub told: Vec<String>,
    /// Whether everybody of whom all that is told holds satisfies the conditions.
    pub is_whole: bool,
}

impl<'a> Reasoner<'a> {
    /// `sources` are those that the rules were read from. The model must be one that no error was
    /// reported of.
    pub fn new(model: &'a Model, project: &Project, sources: &'a Sources) -> Self {
        let mut prover = Prover::new(model, project.currency.digits, sources);
        prover.prepare();
        Self(prover)
    }

    /// How two conditions on a customer, or with `event` on a row of it, stand to each other.
    pub fn compare(&mut self, first: &'a Expr, second: &'a Expr, event: Option<usize>) -> Possible {
        let scope = event.map_or(Scope::Customer, Scope::Row);
        let prover = &mut self.0;
        let (first, second) = (
            prover.condition(first, scope),
            prover.condition(second, scope),
        );
        let (not_first, not_second) = (prover.formulas.not(first), prover.formulas.not(second));
        Possible {
            both: !prover.is_impossible(&[first, second]),
            first_only: !prover.is_impossible(&[first, not_second]),
            second_only: !prover.is_impossible(&[not_first, second]),
            neither: !prover.is_impossible(&[not_first, not_second]),
        }
    }

    /// Somebody who satisfies the condition, or with `holds` false does not; none where nobody is
    /// found.
    pub fn somebody(&mut self, condition: &'a Expr, holds: bool) -> Option<Somebody> {
        let prover = &mut self.0;
        let mut formula = prover.condition(condition, Scope::Customer);
        if !holds {
            formula = prover.formulas.not(formula);
        }
        let Verdict::Possible(state) = prover.search(&[formula]) else {
            return None;
        };
        prover.made_up(&state, &[formula])
    }
}

/// Rules as formulas, as far as they were asked for.
struct Prover<'a> {
    model: &'a Model,
    /// Digits behind the point of the project's currency.
    digits: u8,
    sources: &'a Sources,
    formulas: Formulas,
    subjects: Subjects,
    pairs: Pairs<'a>,
    /// The fact that the subject at hand is the value of.
    naming: Option<usize>,
    /// A comparison to be taken as if what it compares were known.
    settled: Option<Settled<'a>>,
    /// Conditions that are facts, as others refer to them.
    referred: Map<usize, NodeId>,
    /// Members of groups.
    members: Map<(usize, String), NodeId>,
    /// Who gets which arm of a fact, and last who gets none.
    arms: Map<usize, Rc<[NodeId]>>,
    /// What was asked of facts with arms.
    cases: Map<(usize, String), NodeId>,
    /// Moments of the latest events that rules ask for, by event and filter.
    latest: Map<(usize, Option<String>), (usize, &'a Expr)>,
    /// For each aggregate the first that is the same in other words.
    alike: Vec<usize>,
    /// Facts that no arithmetic is in, whose results may be too large.
    exact: Vec<bool>,
    /// How many subjects are unlike all others.
    unique: usize,
    /// How deep inside of facts an expression is.
    depth: u32,
    /// Which formulas hold for nobody, as far as asked.
    empty: RefCell<Map<NodeId, bool>>,
    given_up: Cell<usize>,
}

impl<'a> Prover<'a> {
    fn new(model: &'a Model, digits: u8, sources: &'a Sources) -> Self {
        let mut prover = Self {
            model,
            digits,
            sources,
            formulas: Formulas::new(),
            subjects: Subjects::default(),
            pairs: Pairs::new(model),
            naming: None,
            settled: None,
            referred: Map::default(),
            members: Map::default(),
            arms: Map::default(),
            cases: Map::default(),
            latest: Map::default(),
            alike: Vec::new(),
            exact: Vec::new(),
            unique: 0,
            depth: 0,
            empty: RefCell::default(),
            given_up: Cell::new(0),
        };
        prover.find_alike();
        prover.find_exact();
        prover.find_latest();
        prover
    }

    fn theory(&self) -> Theory<'_> {
        Theory {
            formulas: &self.formulas,
            subjects: &self.subjects,
            pairs: &self.pairs,
        }
    }

    /// Looks for somebody for whom all formulas hold.
    fn search(&self, formulas: &[NodeId]) -> Verdict<'_> {
        let mut world = World::new(self.theory());
        for &formula in formulas {
            world.assume(formula);
        }
        let verdict = world.search();
        if matches!(verdict, Verdict::OutOfReach) {
            self.given_up.set(self.given_up.get() + 1);
        }
        verdict
    }

    /// Whether it is proved that the formulas hold together for nobody.
    fn is_impossible(&self, formulas: &[NodeId]) -> bool {
        match formulas {
            [one] => self.is_empty(*one),
            all => all.contains(&NEVER) || matches!(self.search(all), Verdict::Impossible),
        }
    }

    /// Whether it is proved that the formula holds for nobody.
    fn is_empty(&self, formula: NodeId) -> bool {
        match self.formulas.get(formula) {
            Node::Never => true,
            Node::Always | Node::In(..) => false,
            Node::All(_) | Node::Any(_) => {
                if let Some(&known) = self.empty.borrow().get(&formula) {
                    return known;
                }
                let empty = matches!(self.search(&[formula]), Verdict::Impossible);
                self.empty.borrow_mut().insert(formula, empty);
                empty
            }
        }
    }

    /// Whether it is proved that the formula holds for everybody.
    fn is_certain(&self, formula: NodeId) -> bool {
        self.is_impossible(&[self.formulas.not(formula)])
    }
}

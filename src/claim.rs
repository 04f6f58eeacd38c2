//! What is expected of all customers together, held against the project's data in one pass.

use crate::evaluate::{Clock, Log, Population, Rows, Tables};
use crate::model::{Claim, ClaimKind, Expr, Model};
use crate::plan::{Needs, plan};
use crate::source::{Sources, Span};

/// What the data says to a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it is claimed.
    pub span: Span,
    /// Whether it holds.
    pub holds: bool,
    /// The number found, as in `12.4%, 62 of 500 customers`.
    pub found: String,
}

/// Holds the model's claims against all customers; `progress` is told how many are done of how
/// many. None when a table could not be read, which is logged.
pub fn run(
    model: &Model,
    tables: &Tables,
    clock: &Clock,
    log: &mut Log,
    mut progress: impl FnMut(usize, usize),
) -> Option<Vec<Finding>> {
    if model.claims.is_empty() {
        return Some(Vec::new());
    }
    let conditions = model
        .claims
        .iter()
        .flat_map(|claim| claim.kind.conditions());
    let needs = Needs {
        exprs: conditions.collect(),
        ..Needs::default()
    };
    let plan = plan(model, &needs);
    let population = Population::new(model, &plan, clock.clone(), tables, None, log)?;
    let mut customers = population.customers(tables, log)?;
    let mut counts = vec![Count::default(); model.claims.len()];
    let mut total = 0;
    while let Some(batch) = customers.next(log)? {
        let rows = population.rows(&batch);
        for (count, claim) in counts.iter_mut().zip(&model.claims) {
            count.add(&claim.kind, &rows);
        }
        total += rows.len();
        progress(total, population.len());
    }
    let judged = model.claims.iter().zip(counts);
    Some(
        judged
            .map(|(claim, count)| count.judge(claim, total, &log.sources))
            .collect(),
    )
}

/// Customers counted for one claim.
#[derive(Clone, Copy, Default)]
struct Count {
    /// Those of the kind, or of both kinds.
    of: usize,
    /// Those among whom a share is taken.
    among: usize,
}

impl Count {
    fn add(&mut self, claim: &ClaimKind, rows: &Rows) {
        match claim {
            ClaimKind::Size(of, _) => self.of += rows.truth(of).count_set_bits(),
            ClaimKind::Share { of, among, .. } => {
                let of = rows.truth(of);
                let Some(among) = among else {
                    self.of += of.count_set_bits();
                    self.among += rows.len();
                    return;
                };
                let among = rows.truth(among);
                self.of += (&of & &among).count_set_bits();
                self.among += among.count_set_bits();
            }
            ClaimKind::NoOverlap(left, right) => {
                self.of += (&rows.truth(left) & &rows.truth(right)).count_set_bits();
            }
        }
    }

    fn judge(self, claim: &Claim, total: usize, sources: &Sources) -> Finding {
        let (of, among) = (self.of as u128, self.among as u128);
        let name = |expr: &Expr| format!("`{}`", sources.slice(expr.span));
        let (holds, found) = match &claim.kind {
            ClaimKind::Size(_, limit) => (limit.holds(of, 1), counted(self.of, "customer")),
            ClaimKind::Share { among: None, .. } if total == 0 => {
                (false, "there are no customers".to_owned())
            }
            ClaimKind::Share {
                among: Some(among), ..
            } if self.among == 0 => (false, format!("nobody is in {}", name(among))),
            ClaimKind::Share {
                among: kind, limit, ..
            } => {
                let whole = match kind {
                    Some(kind) => format!("{} in {}", self.among, name(kind)),
                    None => counted(self.among, "customer"),
                };
                let percent = of as f64 * 100.0 / among as f64;
                let found = format!("{percent:.1}%, {} of {whole}", self.of);
                (limit.holds(of * 100, among), found)
            }
            ClaimKind::NoOverlap(..) => {
                let verb = if self.of == 1 { "is" } else { "are" };
                let found = match self.of {
                    0 => "nobody is in both".to_owned(),
                    both => format!("{} {verb} in both", counted(both, "customer")),
                };
                (self.of == 0, found)
            }
        };
        Finding {
            span: claim.span,
            holds,
            found,
        }
    }
}

fn counted(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

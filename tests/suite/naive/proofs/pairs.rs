//! Every two conditions of a rule set, and of the filters in it, are compared.

use rayon::prelude::*;
use segue::model::{Expr, Model};
use segue::prove::{Possible, Reasoner};
use segue::schema::Type;

use super::super::data::Files;
use super::super::generate::Rules;
use super::super::{completed, naive};
use super::{checked, values};
use crate::random::Random;

#[test]
fn what_is_proved_of_two_conditions_holds_of_everybody() {
    let found = compared_all(|possible| possible);
    let proved: usize = found.iter().map(|(proved, _)| proved).sum();
    let wrong: Vec<&String> = found.iter().flat_map(|(_, wrong)| wrong).collect();
    let shown: Vec<&str> = wrong.iter().take(3).map(|text| text.as_str()).collect();
    assert!(
        wrong.is_empty(),
        "{} are wrong:\n{}",
        wrong.len(),
        shown.join("\n")
    );
    // A reasoner that proves nothing is never wrong.
    assert!(proved > 10_000, "only {proved} are proved");
}

/// The comparison above finds out what is wrong: with one proof more in each, many are.
#[test]
fn a_wrong_proof_of_two_conditions_is_caught() {
    let found = compared_all(|possible| Possible {
        both: false,
        ..possible
    });
    let wrong: usize = found.iter().map(|(_, wrong)| wrong.len()).sum();
    assert!(wrong > 5_000, "only {wrong} wrong proofs are caught");
}

fn compared_all(proof: fn(Possible) -> Possible) -> Vec<(usize, Vec<String>)> {
    let seeds = (0..300).into_par_iter();
    seeds.map(|seed| compared(seed, proof)).collect()
}

/// How much is proved of the seed's rules, and what of that is not so. `proof` may change it.
fn compared(seed: u64, proof: fn(Possible) -> Possible) -> (usize, Vec<String>) {
    let mut random = Random(seed);
    let files = Files::new(&mut random);
    let rules = Rules::new(&mut random).text;
    let world = files.world(&rules);
    let (model, project, sources) = checked(&world);
    let data = completed(&model, files.data(&model), files.now);
    let naive = naive(&model, &data, files.now);
    let mut reasoner = Reasoner::new(&model, &project, &sources);
    let (mut proved, mut wrong) = (0, Vec::new());
    for (event, conditions) in pools(&model) {
        let values: Vec<Vec<bool>> = conditions
            .iter()
            .map(|one| values(one, event, &naive, &data))
            .collect();
        for (a, first) in conditions.iter().enumerate() {
            for (b, second) in conditions.iter().enumerate().skip(a) {
                let possible = proof(reasoner.compare(first, second, event));
                if a != b {
                    proved += impossible(possible);
                }
                let all = values[a].iter().zip(&values[b]);
                let refuted = all
                    .enumerate()
                    .find(|(_, (a, b))| !allows(possible, **a, **b));
                if let Some((at, _)) = refuted {
                    let (first, second) = (sources.slice(first.span), sources.slice(second.span));
                    wrong.push(format!(
                        "seed {seed}, {possible:?}, but not for {at}:\n{first}\n{second}\n{rules}"
                    ));
                }
            }
        }
    }
    (proved, wrong)
}

/// Conditions that are asked of the same: of customers, and of the rows of each event.
fn pools(model: &Model) -> Vec<(Option<usize>, Vec<&Expr>)> {
    let mut pools = vec![(None, Vec::new())];
    pools.extend((0..model.events.len()).map(|event| (Some(event), Vec::new())));
    for fact in &model.facts {
        add(&fact.value, &mut pools[0].1);
    }
    for aggregate in &model.aggregates {
        if let Some(filter) = &aggregate.filter {
            add(filter, &mut pools[aggregate.event + 1].1);
        }
    }
    pools
}

fn add<'a>(expr: &'a Expr, pool: &mut Vec<&'a Expr>) {
    const MOST: usize = 20;
    expr.walk(&mut |part| {
        if part.ty == Type::YesNo && pool.len() < MOST && !pool.contains(&part) {
            pool.push(part);
        }
    });
}

fn impossible(possible: Possible) -> usize {
    let all = [
        possible.both,
        possible.first_only,
        possible.second_only,
        possible.neither,
    ];
    all.into_iter().filter(|possible| !possible).count()
}

fn allows(possible: Possible, first: bool, second: bool) -> bool {
    match (first, second) {
        (true, true) => possible.both,
        (true, false) => possible.first_only,
        (false, true) => possible.second_only,
        (false, false) => possible.neither,
    }
}

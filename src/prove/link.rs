//! What the value of one subject says about another's.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::formula::SubjectId;
use super::scale::Scale;
use super::state::{Conflict, State};
use super::values::{Known, Values};
use crate::model::{Comparison, Pattern};

/// A fact about several subjects that holds for everybody.
#[derive(Clone, Debug)]
pub(super) enum Link {
    /// Whoever has one of the first values has one of the second.
    Implies((SubjectId, Values), (SubjectId, Values)),
    /// The first, never missing, is at most the second, never missing.
    AtMost(SubjectId, SubjectId),
    /// A known value of `coarse` means one of `fine` in a range that rises with it.
    Scaled {
        coarse: SubjectId,
        fine: SubjectId,
        range: fn(i64) -> (i64, i64),
    },
    /// `order` says how `left` stands to `right`; missing when one is.
    Order {
        order: SubjectId,
        left: SubjectId,
        right: SubjectId,
    },
    /// `answer` says whether the text passes; of use where few texts are left.
    Test {
        answer: SubjectId,
        text: SubjectId,
        test: Test,
    },
}

/// A question about a text.
#[derive(Clone, Debug)]
pub(super) enum Test {
    StartsWith(Arc<str>),
    EndsWith(Arc<str>),
    Contains(Arc<str>),
    Matches(Pattern),
    Compared(Comparison, Arc<str>),
}

impl Test {
    pub(super) fn passes(&self, text: &str) -> bool {
        match self {
            Self::StartsWith(part) => text.starts_with(&**part),
            Self::EndsWith(part) => text.ends_with(&**part),
            Self::Contains(part) => text.contains(&**part),
            Self::Matches(pattern) => pattern.0.is_match(text),
            Self::Compared(comparison, with) => holds(*comparison, text.cmp(with)),
        }
    }
}

pub(super) fn holds(comparison: Comparison, order: Ordering) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
    }
}

impl Link {
    /// Leaves out of the state what cannot be.
    pub(super) fn apply(&self, state: &mut State) -> Result<(), Conflict> {
        match self {
            Self::Implies((first, given), (then, follows)) => {
                if state.get(*first).is_within(given) {
                    state.narrow(*then, follows)?;
                } else if state.get(*then).is_apart_from(follows) {
                    let others = state.get(*first).minus(given);
                    state.narrow(*first, &others)?;
                }
                Ok(())
            }
            Self::AtMost(low, high) => {
                let (Some((least, _)), Some((_, most))) =
                    (state.get(*low).ends(), state.get(*high).ends())
                else {
                    return Ok(());
                };
                state.narrow(*low, &Values::range(i64::MIN, most))?;
                state.narrow(*high, &Values::range(least, i64::MAX))
            }
            Self::Scaled {
                coarse,
                fine,
                range,
            } => scaled(*coarse, *fine, *range, state),
            Self::Order { order, left, right } => ordered(*order, *left, *right, state),
            Self::Test { answer, text, test } => tested(*answer, *text, test, state),
        }
    }
}

fn scaled(
    coarse: SubjectId,
    fine: SubjectId,
    range: fn(i64) -> (i64, i64),
    state: &mut State,
) -> Result<(), Conflict> {
    let Some((least, most)) = state.get(coarse).ends() else {
        return Ok(());
    };
    if !state.get(coarse).missing {
        let inside = Values::range(range(least).0, range(most).1).or_missing();
        state.narrow(fine, &inside)?;
    }
    let Some((low, high)) = state.get(fine).ends() else {
        return Ok(());
    };
    let from = first(least, most, |step| range(step).1 >= low);
    let to = first(least, most, |step| range(step).0 > high);
    let to = to.map_or(most, |beyond| beyond.saturating_sub(1));
    let inside = Values::range(from.unwrap_or(i64::MAX), to).or_missing();
    state.narrow(coarse, &inside)
}

/// The first step from `least` to `most` for which `test` holds; it holds for all behind.
fn first(least: i64, most: i64, test: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (i128::from(least), i128::from(most) + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if i64::try_from(middle).is_ok_and(&test) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    i64::try_from(low).ok().filter(|&step| step <= most)
}

fn ordered(
    order: SubjectId,
    left: SubjectId,
    right: SubjectId,
    state: &mut State,
) -> Result<(), Conflict> {
    let known = Scale::Order.everything();
    if !state.get(order).missing {
        let known = |id: SubjectId, state: &State| state.get(id).clone().without_missing();
        state.narrow(left, &known(left, state))?;
        state.narrow(right, &known(right, state))?;
    }
    if state.get(left).missing || state.get(right).missing {
        return Ok(());
    }
    state.narrow(order, &known)?;
    if state.scale(left) != state.scale(right) {
        return Ok(());
    }
    if *state.get(order) == Values::range(0, 0) {
        let both = state.get(left).and(state.get(right));
        state.narrow(left, &both)?;
        return state.narrow(right, &both);
    }
    if state.get(left).is_apart_from(state.get(right)) {
        let unequal = known.minus(&Values::range(0, 0));
        state.narrow(order, &unequal)?;
    }
    let (Some((a, b)), Some((c, d))) = (state.get(left).ends(), state.get(right).ends()) else {
        return Ok(());
    };
    // Left from a to b, right from c to d.
    let least = if a > d { 1 } else { i64::from(a == d) - 1 };
    let most = if b < c { -1 } else { 1 - i64::from(b == c) };
    state.narrow(order, &Values::range(least.min(1), most.max(-1)))?;
    let Some((least, most)) = state.get(order).ends() else {
        return Ok(());
    };
    if most <= 0 {
        state.narrow(left, &Values::range(i64::MIN, d.saturating_add(most)))?;
        state.narrow(right, &Values::range(a.saturating_sub(most), i64::MAX))?;
    }
    if least >= 0 {
        state.narrow(left, &Values::range(c.saturating_add(least), i64::MAX))?;
        state.narrow(right, &Values::range(i64::MIN, b.saturating_sub(least)))?;
    }
    Ok(())
}

fn tested(
    answer: SubjectId,
    text: SubjectId,
    question: &Test,
    state: &mut State,
) -> Result<(), Conflict> {
    let Known::Texts(texts) = &state.get(text).known else {
        return Ok(());
    };
    if state.get(text).missing {
        return Ok(());
    }
    let (pass, fail): (BTreeSet<Arc<str>>, _) = texts
        .iter()
        .cloned()
        .partition(|text| question.passes(text));
    let (none_passes, none_fails) = (pass.is_empty(), fail.is_empty());
    if *state.get(answer) == Values::yes() {
        state.narrow(text, &Known::Texts(pass).into())?;
    } else if state.get(answer).is_apart_from(&Values::yes()) {
        state.narrow(text, &Known::Texts(fail).into())?;
    }
    if none_passes {
        state.narrow(answer, &Values::range(0, 0))?;
    }
    if none_fails {
        state.narrow(answer, &Values::yes())?;
    }
    Ok(())
}

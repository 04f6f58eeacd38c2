//! Who reaches what.

use super::point::Test;
use crate::evaluate::Rows;
use crate::render::Selected;
use crate::schema::Column;

/// For each row whether it reaches the point. A branch of a template is not decided here: that
/// takes rendering.
pub(super) fn rows<'r>(
    test: &'r Test,
    rows: &'r Rows,
    selected: &'r [Selected],
) -> Box<dyn Iterator<Item = bool> + 'r> {
    let all = 0..rows.len();
    match test {
        Test::Segment(fact, is_in) => {
            let column = rows.fact(*fact);
            Box::new(all.map(move |row| is_yes(column, row) == *is_in))
        }
        Test::Member(fact, member) => {
            let column = rows.fact(*fact);
            Box::new(all.map(move |row| text(column, row) == Some(*member)))
        }
        Test::Case(arms, arm) => {
            let before = arms[..*arm].iter();
            let before: Vec<_> = before.map(|(condition, _)| rows.truth(condition)).collect();
            let own = arms.get(*arm).map(|(condition, _)| rows.truth(condition));
            Box::new(all.map(move |row| {
                own.as_ref().is_none_or(|own| own.value(row))
                    && !before.iter().any(|earlier| earlier.value(row))
            }))
        }
        Test::Audience(campaign, is_in) => {
            let selected = &selected[*campaign];
            Box::new(all.map(move |row| selected.in_audience(row) == *is_in))
        }
        Test::Text(campaign, choice, arm) => {
            let selected = &selected[*campaign];
            Box::new(all.map(move |row| {
                selected.in_audience(row) && selected.arm_of(*choice, row) == Some(*arm)
            }))
        }
        Test::Block(campaign, block, arm) => {
            let selected = &selected[*campaign];
            Box::new(all.map(move |row| {
                selected.in_audience(row) && selected.block_arm(*block, row) == *arm
            }))
        }
        Test::Experiment(campaign, fact, arm) => {
            let selected = &selected[*campaign];
            let column = rows.fact(*fact);
            let eligible = selected.eligible();
            Box::new(all.map(move |row| match arm {
                Some(arm) => selected.in_audience(row) && text(column, row) == Some(*arm),
                None => eligible.value(row) && text(column, row).is_none(),
            }))
        }
        Test::Branch => Box::new(all.map(|_| false)),
    }
}

fn text(column: Option<&Column>, row: usize) -> Option<&str> {
    match column {
        Some(column @ Column::Text(texts)) if column.is_known(row) => Some(texts.value(row)),
        _ => None,
    }
}

fn is_yes(column: Option<&Column>, row: usize) -> bool {
    match column {
        Some(column @ Column::YesNo(values)) => column.is_known(row) && values.value(row),
        _ => false,
    }
}

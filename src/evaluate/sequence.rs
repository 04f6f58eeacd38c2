//! What happened soon after something else.

use arrow_array::Array;
use arrow_array::cast::AsArray;
use arrow_array::types::TimestampMicrosecondType;
use arrow_buffer::BooleanBuffer;

use super::clock::Clock;
use crate::model::Sequence;
use crate::schema::Column;

/// Where one of the moments in the first list has (or has no) moment of the second behind it.
pub(super) fn followed(
    first: &Column,
    then: &Column,
    sequence: &Sequence,
    clock: &Clock,
) -> BooleanBuffer {
    let now = clock.now().as_microsecond();
    let holds = |moment: i64, then: &[i64]| {
        // Both lists begin with the latest, so those behind the moment stand first.
        let behind = then.partition_point(|&one| one > moment);
        let soon = |&next: &i64| next - moment <= sequence.within;
        let is_followed = then[..behind].last().is_some_and(soon);
        let waited = now - moment >= sequence.within;
        if sequence.negated {
            !is_followed && waited
        } else {
            is_followed
        }
    };
    BooleanBuffer::collect_bool(first.len(), |row| {
        let then = moments(then, row);
        moments(first, row)
            .iter()
            .any(|&moment| holds(moment, then))
    })
}

/// The moments of one row.
fn moments(column: &Column, row: usize) -> &[i64] {
    let Column::List(lists) = column else {
        return &[];
    };
    let items = lists
        .values()
        .as_primitive_opt::<TimestampMicrosecondType>();
    match items {
        Some(items) if lists.is_valid(row) => {
            let (start, end) = (lists.value_offsets()[row], lists.value_offsets()[row + 1]);
            &items.values()[start as usize..end as usize]
        }
        _ => &[],
    }
}

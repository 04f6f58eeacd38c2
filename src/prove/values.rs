//! Sets of values that a subject may have.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A set of values, missing among them or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Values {
    pub(crate) missing: bool,
    pub(crate) known: Known,
}

/// Known values. Everything that has an order is counted in whole steps of its own, see
/// [`super::scale`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    /// Both ends included, ascending, with a gap between each two.
    Ranges(Vec<(i64, i64)>),
    /// These texts.
    Texts(BTreeSet<Arc<str>>),
    /// All texts but these.
    Except(BTreeSet<Arc<str>>),
}

impl Values {
    pub(crate) fn range(from: i64, to: i64) -> Self {
        let ranges = if from <= to {
            vec![(from, to)]
        } else {
            Vec::new()
        };
        Known::Ranges(ranges).into()
    }

    pub(crate) fn yes() -> Self {
        Self::range(1, 1)
    }

    /// Missing alone, beside known values of the kind of `like`.
    pub(crate) fn only_missing(like: &Self) -> Self {
        Self {
            missing: true,
            known: like.known.none(),
        }
    }

    #[must_use]
    pub(crate) fn or_missing(self) -> Self {
        Self {
            missing: true,
            ..self
        }
    }

    #[must_use]
    pub(crate) fn without_missing(self) -> Self {
        Self {
            missing: false,
            ..self
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.missing && self.known.is_empty()
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        Self {
            missing: self.missing && other.missing,
            known: self.known.and(&other.known),
        }
    }

    pub(crate) fn or(&self, other: &Self) -> Self {
        Self {
            missing: self.missing || other.missing,
            known: self
                .known
                .opposite()
                .and(&other.known.opposite())
                .opposite(),
        }
    }

    /// Those of `self` that are not in `other`.
    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self {
            missing: self.missing && !other.missing,
            known: self.known.and(&other.known.opposite()),
        }
    }

    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.minus(other).is_empty()
    }

    pub(crate) fn is_apart_from(&self, other: &Self) -> bool {
        self.and(other).is_empty()
    }

    /// The least and the greatest known value of an ordered set.
    pub(crate) fn ends(&self) -> Option<(i64, i64)> {
        match &self.known {
            Known::Ranges(ranges) => Some((ranges.first()?.0, ranges.last()?.1)),
            _ => None,
        }
    }
}

impl From<Known> for Values {
    fn from(known: Known) -> Self {
        Self {
            missing: false,
            known,
        }
    }
}

impl Known {
    fn none(&self) -> Self {
        match self {
            Self::Ranges(_) => Self::Ranges(Vec::new()),
            _ => Self::Texts(BTreeSet::new()),
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Ranges(ranges) => ranges.is_empty(),
            Self::Texts(texts) => texts.is_empty(),
            Self::Except(_) => false,
        }
    }

    fn opposite(&self) -> Self {
        match self {
            Self::Ranges(ranges) => Self::Ranges(gaps(ranges)),
            Self::Texts(texts) => Self::Except(texts.clone()),
            Self::Except(texts) => Self::Texts(texts.clone()),
        }
    }

    fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Ranges(a), Self::Ranges(b)) => Self::Ranges(overlaps(a, b)),
            (Self::Texts(a), Self::Texts(b)) => Self::Texts(a & b),
            (Self::Texts(a), Self::Except(b)) | (Self::Except(b), Self::Texts(a)) => {
                Self::Texts(a - b)
            }
            (Self::Except(a), Self::Except(b)) => Self::Except(a | b),
            // A subject's sets are of one kind.
            _ => self.none(),
        }
    }
}

fn overlaps(a: &[(i64, i64)], b: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let (mut i, mut j) = (0, 0);
    let mut found = Vec::new();
    while let (Some(&(a_from, a_to)), Some(&(b_from, b_to))) = (a.get(i), b.get(j)) {
        let (from, to) = (a_from.max(b_from), a_to.min(b_to));
        if from <= to {
            found.push((from, to));
        }
        if a_to < b_to {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

fn gaps(ranges: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    let mut next = Some(i64::MIN);
    for &(from, to) in ranges {
        if let Some(start) = next
            && start < from
        {
            gaps.push((start, from - 1));
        }
        next = to.checked_add(1);
    }
    gaps.extend(next.map(|start| (start, i64::MAX)));
    gaps
}

#[cfg(test)]
mod tests {
    use super::{Known, Values};

    fn texts(all: &[&str]) -> Known {
        Known::Texts(all.iter().map(|&text| text.into()).collect())
    }

    #[test]
    fn ranges_are_cut_and_joined_at_their_ends() {
        let low = Values::range(i64::MIN, 4);
        let high = Values::range(5, i64::MAX);
        assert!(low.and(&high).is_empty());
        assert_eq!(low.or(&high), Values::range(i64::MIN, i64::MAX));
        assert_eq!(
            Values::range(0, 9).minus(&Values::range(3, 3)).known,
            Known::Ranges(vec![(0, 2), (4, 9)])
        );
    }

    #[test]
    fn all_texts_but_some_are_a_set_like_others() {
        let coast = Values::from(texts(&["CA", "WA"]));
        let anywhere = Values::from(Known::Except([].into())).or_missing();
        let elsewhere = anywhere.minus(&coast);
        assert!(elsewhere.missing);
        assert!(elsewhere.is_apart_from(&coast));
        assert_eq!(elsewhere.or(&coast), anywhere);
        assert_eq!(anywhere.and(&coast), coast);
    }
}

//! What loops printed of records that many rows share, as those of a catalog: the same again for
//! the next row.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Bytes that one loop keeps at most, of all records together.
const MAX_BYTES: usize = 64 << 20;

/// Loops whose texts one record keeps at most.
const MAX_LOOPS: usize = 8;

/// A loop whose turn prints the same whenever the item is the same.
#[derive(Debug)]
pub(super) struct Piece {
    id: u64,
    /// Bytes that may still be kept.
    left: AtomicUsize,
}

impl Piece {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self {
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            left: AtomicUsize::new(MAX_BYTES),
        }
    }
}

/// The texts of one record, by loop: a list that only grows, so that any thread can read it.
#[derive(Debug, Default)]
pub(super) struct Kept(OnceLock<Box<Text>>);

#[derive(Debug)]
struct Text {
    piece: u64,
    printed: Box<str>,
    next: Kept,
}

impl Kept {
    fn texts(&self) -> impl Iterator<Item = &Text> {
        let first = self.0.get().map(AsRef::as_ref);
        std::iter::successors(first, |text: &&Text| text.next.0.get().map(AsRef::as_ref))
    }

    /// What the loop printed of the record before.
    #[inline]
    pub(super) fn get(&self, piece: &Piece) -> Option<&str> {
        let mut texts = self.texts();
        texts
            .find(|text| text.piece == piece.id)
            .map(|text| &*text.printed)
    }

    /// Keeps what the loop printed, as long as there is room.
    pub(super) fn put(&self, piece: &Piece, text: &str) {
        let room = |left: usize| left.checked_sub(text.len());
        let order = Ordering::Relaxed;
        if self.texts().count() >= MAX_LOOPS || piece.left.fetch_update(order, order, room).is_err()
        {
            return;
        }
        let mut new = Box::new(Text {
            piece: piece.id,
            printed: text.into(),
            next: Self::default(),
        });
        let mut last = self;
        while let Err(back) = last.0.set(new) {
            let Some(taken) = last.0.get() else { return };
            new = back;
            last = &taken.next;
        }
    }
}

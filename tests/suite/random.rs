//! Random choices that are the same in every run.

/// A linear congruential generator: enough for tests, the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        const MULTIPLIER: u64 = 6_364_136_223_846_793_005;
        self.0 = self
            .0
            .wrapping_mul(MULTIPLIER)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// Yes once in `times` times.
    pub(crate) fn once_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// `text` three times out of four, else nothing.
    pub(crate) fn mostly(&mut self, text: String) -> String {
        if self.once_in(4) { String::new() } else { text }
    }
}

//! Numbers that look random and are the same on every run: `SplitMix64` by Steele, Lea and Flood.

/// A generator's state.
pub(super) struct Random(u64);

impl Random {
    /// The sequence of this seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// From `low` up to but not including `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low) as u64) as i64
    }

    /// Yes in so many cases of a hundred.
    pub(super) fn percent(&mut self, share: i64) -> bool {
        self.between(0, 100) < share
    }

    /// One of `options`, each as likely.
    pub(super) fn choose<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.between(0, options.len() as i64) as usize]
    }

    /// One of `options` by their weights.
    pub(super) fn weighted<T: Copy>(&mut self, options: &[(i64, T)]) -> T {
        let total = options.iter().map(|(weight, _)| weight).sum();
        let mut left = self.between(0, total);
        let mut choice = 0;
        while left >= options[choice].0 {
            left -= options[choice].0;
            choice += 1;
        }
        options[choice].1
    }
}

//! Numbers that look random and are the same everywhere: `SplitMix64` (Steele, Lea & Flood 2014), from a key. A sequence is
//! keyed by what it is for, never by the thread that draws from it.

/// What keys and states are apart.
pub const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A sequence of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

/// Scrambles a number: one to one, and a change of one bit changes about half of them.
pub const fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

impl Random {
    /// The sequence of a key that is mixed already.
    pub const fn keyed(key: u64) -> Self {
        Self(key)
    }

    /// The sequence of one run of a seed. Both are mixed, so that neighbouring ones share nothing.
    pub const fn new(seed: u64, run: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(STEP)).wrapping_add(run.wrapping_mul(STEP))))
    }

    /// The next number, of 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `n`, each as likely; 0 where there is none.
    pub fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.draw()) * u128::from(n)) >> 64) as u64
    }

    /// A number from 0 inclusive to 1 exclusive, of 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `0..n` in an order of which each is as likely (Fisher & Yates).
    pub fn order(&mut self, n: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n as u32).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last as u64 + 1) as usize);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_permutations_and_each_as_likely() {
        let mut random = Random::new(1, 2);
        let mut met = std::collections::BTreeMap::<Vec<u32>, u32>::new();
        (0..24_000).for_each(|_| *met.entry(random.order(4)).or_default() += 1);
        assert_eq!(met.len(), 24);
        assert!(met.values().all(|times| (850..1150).contains(times)), "{met:?}");
        let mut sorted = random.order(1000);
        assert!(!sorted.is_sorted());
        sorted.sort_unstable();
        assert_eq!(sorted, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn runs_differ_and_repeat() {
        let draw = |seed, run| Random::new(seed, run).order(50);
        assert_eq!(draw(5, 6), draw(5, 6));
        assert_ne!(draw(5, 6), draw(5, 7));
        assert_ne!(draw(5, 6), draw(6, 6));
        let mut random = Random::new(0, 0);
        let mean = (0..10_000).map(|_| random.unit()).sum::<f64>() / 10_000.0;
        assert!((0.48..0.52).contains(&mean), "{mean}");
    }
}

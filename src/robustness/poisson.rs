//! Numbers of the Poisson distribution, 64 at a time, from whole numbers alone: the same bits on every machine.
//!
//! A number is where 64 random bits stand among limits, one after each multiple: below the first 0, below the second 1. The
//! first byte decides in all but a fiftieth of the cases, so that a row of 64 numbers needs little more than 64 bytes.

use super::multiplicity::LANES;

/// Numbers that may come, from 0: a larger one has a chance below 2^-64, less than the bits can tell.
const NUMBERS: usize = 24;

/// Limits that the first byte tells apart. The next ones share the byte of the last.
const COARSE: usize = 5;

/// A Poisson distribution of a mean up to 1.
#[derive(Debug, Clone)]
pub struct Poisson {
    /// Bits above limit `k` mean more than `k`: ⌊2^64 P(X ≤ k)⌋ − 1, made of weights of 80 bits.
    limits: [u64; NUMBERS],
    /// First bytes of the first limits.
    coarse: [u8; COARSE],
}

impl Poisson {
    /// The distribution of a mean in 65536ths: chances are as 1, λ, λ²/2, …, λ^k/k!.
    pub fn new(mean: u32) -> Self {
        let mean = u128::from(mean.min(1 << 16));
        let mut weights = [1_u128 << 80; NUMBERS];
        for k in 1..NUMBERS {
            weights[k] = weights[k - 1] * mean / ((k as u128) << 16);
        }
        let all: u128 = weights.iter().sum();
        let mut upto = 0;
        let limits = weights.map(|weight| {
            upto += weight;
            // 64 bits of upto/all, 32 at a time: more would not fit.
            let (high, rest) = ((upto << 32) / all, (upto << 32) % all);
            ((high << 32) + (rest << 32) / all - 1) as u64
        });
        Self { limits, coarse: std::array::from_fn(|k| (limits[k] >> 56) as u8) }
    }

    /// What the first bytes of the random bits say, and in which lanes they leave it open: there it is the least number
    /// that it can be.
    pub fn numbers(&self, bytes: &[u8; LANES]) -> ([u8; LANES], u64) {
        let (mut numbers, mut open) = ([0; LANES], [0; LANES]);
        for ((&byte, number), open) in bytes.iter().zip(&mut numbers).zip(&mut open) {
            for limit in self.coarse {
                *number += u8::from(byte > limit);
                *open |= u8::from(byte == limit);
            }
        }
        (numbers, lanes(&open))
    }

    /// The number of some random bits that is at least this one.
    pub fn number(&self, least: u8, bits: u64) -> u8 {
        let above = |number: u8| bits > self.limits[usize::from(number)];
        // Once without a branch: nobody could foresee it.
        let mut number = least + u8::from(above(least));
        while above(number) {
            number += 1;
        }
        number
    }
}

/// One bit for each byte, which must be 0 or 1.
pub fn lanes(bytes: &[u8; LANES]) -> u64 {
    let words = bytes.as_chunks::<8>().0.iter().map(|&word| u64::from_le_bytes(word));
    // The product has the eight bits side by side in its highest byte.
    let bits = words.map(|word| word.wrapping_mul(0x0102_0408_1020_4080) >> 56);
    bits.enumerate().fold(0, |all, (place, bits)| all | bits << (8 * place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_are_those_of_the_formula() {
        for mean in [0, 1, 300, 32_768, 65_000, 65_536] {
            let law = Poisson::new(mean);
            let lambda = f64::from(mean) / 65_536.0;
            let (mut weight, mut upto) = ((-lambda).exp(), 0.0);
            for (k, &limit) in law.limits.iter().enumerate() {
                upto += weight;
                weight *= lambda / (k + 1) as f64;
                assert!((limit as f64 / 2.0_f64.powi(64) - upto).abs() < 1e-14, "{mean}: P(X <= {k})");
            }
            // Nothing is above the last one, and the first bytes tell all others from the first that shares its byte.
            assert_eq!(law.limits[NUMBERS - 1], u64::MAX);
            assert!(law.limits[COARSE - 1..].iter().all(|limit| limit >> 56 == 255), "{mean}");
        }
    }

    #[test]
    fn bytes_leave_open_what_they_do_not_decide() {
        let law = Poisson::new(65_000);
        let mut undecided = 0;
        for first in 0..4_u8 {
            let bytes: [u8; LANES] = std::array::from_fn(|lane| first * 64 + lane as u8);
            let (numbers, open) = law.numbers(&bytes);
            for (lane, (&byte, &number)) in bytes.iter().zip(&numbers).enumerate() {
                let bits = u64::from(byte) << 56;
                let (low, high) = (law.number(0, bits), law.number(0, bits | u64::MAX >> 8));
                assert_eq!((number, open >> lane & 1 == 1), (low, low != high), "{byte}");
                assert_eq!(law.number(number, bits | u64::MAX >> 8), high);
                undecided += u32::from(low != high);
            }
        }
        assert_eq!(undecided, 5);
    }

    #[test]
    fn every_byte_has_its_bit() {
        for lane in 0..LANES {
            let mut bytes = [0; LANES];
            bytes[lane] = 1;
            assert_eq!(lanes(&bytes), 1 << lane);
        }
        assert_eq!((lanes(&[0; LANES]), lanes(&[1; LANES])), (0, u64::MAX));
    }
}

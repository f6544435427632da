//! How alike two orders are: rank correlation with ties.

/// Spearman's ρ: Pearson's correlation of ranks, where equal values share the mean of theirs. `None` for fewer than two pairs,
/// or where one side is all equal. O(n log n).
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let [a, b] = [mid_ranks(pairs.iter().map(|p| p.0)), mid_ranks(pairs.iter().map(|p| p.1))];
    // Ranks add up to n (n + 1)/2 whatever the ties.
    let mean = f64::midpoint(pairs.len() as f64, 1.0);
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| (x - mean) * (y - mean)).sum::<f64>();
    quotient(product(&a, &b), product(&a, &a), product(&b, &b))
}

/// Kendall's τ-b: concordant less discordant pairs, by the geometric mean of the pairs that are not tied on each side (Kendall
/// 1945). `None` as for [`spearman`]. O(n log n), after Knight (1966): discordant pairs are the exchanges of a merge sort.
pub fn kendall(pairs: &[(f64, f64)]) -> Option<f64> {
    let mut sorted = pairs.to_vec();
    sorted.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    let tied_both = tied(sorted.iter().copied());
    let tied_first = tied(sorted.iter().map(|p| p.0));
    let mut second: Vec<f64> = sorted.iter().map(|p| p.1).collect();
    let exchanges = sort(&mut second);
    let tied_second = tied(second.iter().copied());
    let all = pairs.len() as f64 * (pairs.len() as f64 - 1.0) / 2.0;
    let excess = all - tied_first - tied_second + tied_both - 2.0 * exchanges as f64;
    quotient(excess, all - tied_first, all - tied_second)
}

fn quotient(product: f64, one: f64, other: f64) -> Option<f64> {
    (one > 0.0 && other > 0.0).then(|| product / (one * other).sqrt())
}

fn mid_ranks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let values: Vec<f64> = values.collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for ties in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let rank = start as f64 + f64::midpoint(ties.len() as f64, 1.0);
        ties.iter().for_each(|&at| ranks[at] = rank);
        start += ties.len();
    }
    ranks
}

/// Pairs of equal neighbours of a sorted list, within each run.
fn tied<T: PartialEq>(sorted: impl Iterator<Item = T>) -> f64 {
    let (mut pairs, mut run, mut last) = (0.0, 0.0, None);
    for value in sorted {
        run = if last.as_ref() == Some(&value) { run + 1.0 } else { 0.0 };
        pairs += run;
        last = Some(value);
    }
    pairs
}

/// Sorts by merging; answers over how many smaller values the larger ones had to jump.
fn sort(values: &mut [f64]) -> u64 {
    let middle = values.len() / 2;
    if middle == 0 {
        return 0;
    }
    let mut exchanges = sort(&mut values[..middle]) + sort(&mut values[middle..]);
    let (left, right) = (values[..middle].to_vec(), values[middle..].to_vec());
    let (mut i, mut j) = (0, 0);
    for slot in values.iter_mut() {
        let take_left = j == right.len() || (i < left.len() && left[i] <= right[j]);
        if take_left {
            *slot = left[i];
            i += 1;
        } else {
            exchanges += (left.len() - i) as u64;
            *slot = right[j];
            j += 1;
        }
    }
    exchanges
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_answers() {
        let pairs = |a: &[f64], b: &[f64]| a.iter().copied().zip(b.iter().copied()).collect::<Vec<_>>();
        // scipy.stats.kendalltau and spearmanr, version 1.16.
        let some = pairs(&[12.0, 2.0, 1.0, 12.0, 2.0], &[1.0, 4.0, 7.0, 1.0, 0.0]);
        assert!((kendall(&some).unwrap() + 0.471_404_520_791_031_7).abs() < 1e-12);
        let some = pairs(&[1.0, 2.0, 3.0, 4.0, 5.0], &[5.0, 6.0, 7.0, 8.0, 7.0]);
        assert!((spearman(&some).unwrap() - 0.820_782_681_668_123_4).abs() < 1e-12);
        for of in [kendall, spearman] {
            assert_eq!(of(&[]), None);
            assert_eq!(of(&[(1.0, 1.0)]), None);
            assert_eq!(of(&pairs(&[1.0, 2.0], &[3.0, 3.0])), None);
            assert_eq!(of(&pairs(&[1.0, 2.0], &[3.0, 4.0])), Some(1.0));
            assert_eq!(of(&pairs(&[1.0, 2.0], &[4.0, 3.0])), Some(-1.0));
        }
    }

    proptest! {
        #[test]
        fn as_by_looking_at_every_pair(values in prop::collection::vec((0_i8..6, 0_i8..6), 0..40)) {
            let pairs: Vec<(f64, f64)> = values.iter().map(|&(a, b)| (a.into(), b.into())).collect();
            let (mut excess, mut first, mut second) = (0_i32, 0_i32, 0_i32);
            for (i, a) in values.iter().enumerate() {
                for b in &values[..i] {
                    let (x, y) = (i32::from((a.0 - b.0).signum()), i32::from((a.1 - b.1).signum()));
                    (excess, first, second) = (excess + x * y, first + x * x, second + y * y);
                }
            }
            let known = (first > 0 && second > 0)
                .then(|| f64::from(excess) / (f64::from(first) * f64::from(second)).sqrt());
            match (kendall(&pairs), known) {
                (Some(ours), Some(known)) => prop_assert!((ours - known).abs() < 1e-12),
                (ours, known) => prop_assert_eq!(ours, known),
            }
            // Twice the mean place of equal values: 1 + twice the values below + all equal ones.
            let twice = |x: i8| {
                let below = values.iter().filter(|other| other.0 < x).count();
                (1 + 2 * below + values.iter().filter(|other| other.0 == x).count()) as f64
            };
            let counted: Vec<f64> = values.iter().map(|value| twice(value.0) / 2.0).collect();
            prop_assert_eq!(mid_ranks(pairs.iter().map(|pair| pair.0)), counted);
        }
    }
}

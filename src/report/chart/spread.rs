//! Labels one below the other, each as near to what it names as the others allow.

/// Moves heights apart until neighbours are `gap` apart, all of them between `low` and `high`, with the least sum of
/// squared moves (pooling adjacent violators: Barlow, Bartholomew, Bremner and Brunk 1972). Gives them in the order in
/// which they came.
pub(super) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    // Less `place · gap`, what has to be apart has to be in order only.
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (place, at) in order.iter().enumerate() {
        let mut pool = (wanted[*at] - place as f64 * gap, 1);
        while let Some(last) = pools.pop_if(|last| last.0 > pool.0) {
            let count = last.1 + pool.1;
            pool = ((last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64, count);
        }
        pools.push(pool);
    }
    let room = wanted.len().saturating_sub(1) as f64 * gap;
    let levels = pools.into_iter().flat_map(|(level, count)| std::iter::repeat_n(level, count));
    let mut heights = vec![0.0; wanted.len()];
    for ((place, at), level) in order.into_iter().enumerate().zip(levels) {
        // The upper end wins where there is no room for all.
        heights[at] = level.min(high - room).max(low) + place as f64 * gap;
    }
    heights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_apart_stays_and_what_is_not_shares_the_move() {
        assert_eq!(spread(&[10.0, 50.0], 12.0, 0.0, 100.0), [10.0, 50.0]);
        assert_eq!(spread(&[50.0, 50.0], 12.0, 0.0, 100.0), [44.0, 56.0]);
        assert_eq!(spread(&[60.0, 10.0, 58.0], 12.0, 0.0, 100.0), [65.0, 10.0, 53.0]);
        assert!(spread(&[], 12.0, 0.0, 100.0).is_empty());
    }

    #[test]
    fn all_stay_between_the_ends_and_apart() {
        let wanted: Vec<f64> = (0..8).map(|at| if at % 2 == 0 { 99.0 } else { 1.0 }).collect();
        let mut heights = spread(&wanted, 12.0, 0.0, 100.0);
        heights.sort_by(f64::total_cmp);
        assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 12.0 - 1e-9), "{heights:?}");
        assert!(heights[0] >= 0.0 && heights[7] <= 100.0);
    }
}

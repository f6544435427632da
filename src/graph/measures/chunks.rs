//! Parallel sums that do not depend on how many threads there are.

use std::ops::Range;

/// Leaves of the tree of [`sum`]: enough for the cores of a machine, few enough that a leaf's own arrays cost nothing.
const LEAVES: usize = 64;

/// What `part` makes of the pieces of `0..n`, put together by `add` two by two along a fixed binary tree. At most
/// log2(64) + 1 parts a thread are alive at a time.
pub(super) fn sum<T: Send>(
    n: usize,
    part: &(impl Fn(Range<usize>) -> T + Sync),
    add: &(impl Fn(T, T) -> T + Sync),
) -> T {
    branch(0..n, n.div_ceil(LEAVES).max(1), part, add)
}

fn branch<T: Send>(
    range: Range<usize>,
    leaf: usize,
    part: &(impl Fn(Range<usize>) -> T + Sync),
    add: &(impl Fn(T, T) -> T + Sync),
) -> T {
    if range.len() <= leaf {
        return part(range);
    }
    let middle = range.start + range.len() / 2;
    let (left, right) = rayon::join(
        || branch(range.start..middle, leaf, part, add),
        || branch(middle..range.end, leaf, part, add),
    );
    add(left, right)
}

/// Adds an array to another, place by place.
pub(super) fn add_to(mut to: Vec<f64>, from: &[f64]) -> Vec<f64> {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_met_once_and_in_order() {
        for n in [0, 1, 2, 63, 64, 65, 1000, 6001] {
            let all = sum(n, &|range| range.collect::<Vec<_>>(), &|left, right| [left, right].concat());
            assert_eq!(all, (0..n).collect::<Vec<_>>());
        }
    }
}

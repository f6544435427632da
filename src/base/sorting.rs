//! Sorting many texts by numbers: comparing numbers is quicker than fetching texts from all over the memory.

use rayon::prelude::*;

/// Sixteen bytes of a text as two numbers that are ordered as they are, and the text.
type Keyed = ([u64; 2], u32);

/// From here on texts are compared whole: no input decides how deep this program calls itself.
const DEEPEST: usize = 4096;

/// Sorts texts, which are given by numbers, in byte order; equal ones by their numbers. O(n log n), in parallel. Memory: 24 bytes
/// a text.
pub fn texts<'a>(ids: impl IntoIterator<Item = u32>, text: impl Fn(u32) -> &'a [u8] + Sync) -> Vec<u32> {
    let mut keyed: Vec<Keyed> = ids.into_iter().map(|id| ([0; 2], id)).collect();
    sort_from(&text, &mut keyed, 0);
    keyed.into_iter().map(|(_, id)| id).collect()
}

/// Sorts texts that agree before byte `start`: by the next 16 bytes after what they have in common, and where these are
/// equal by those that follow.
fn sort_from<'a>(text: &(impl Fn(u32) -> &'a [u8] + Sync), ids: &mut [Keyed], start: usize) {
    if ids.len() < 2 {
        return;
    }
    let start = common(text, ids, start);
    for (key, id) in ids.iter_mut() {
        *key = window(text(*id), start);
    }
    // Ids last: equal keys stay in the order in which their texts lie in memory.
    ids.par_sort_unstable();
    for same in ids.chunk_by_mut(|a, b| a.0 == b.0) {
        // Texts that end inside the window differ from longer ones only by zeros, which a text may hold as well.
        if same.len() < 64 || start > DEEPEST || same.iter().any(|&(_, id)| text(id).len() < start + 16) {
            same.sort_unstable_by(|a, b| text(a.1).cmp(text(b.1)).then(a.1.cmp(&b.1)));
        } else {
            sort_from(text, same, start + 16);
        }
    }
}

/// Bytes from the beginning that all texts have in common, given that they agree before `start`.
fn common<'a>(text: &impl Fn(u32) -> &'a [u8], ids: &[Keyed], start: usize) -> usize {
    let Some((first, others)) = ids.split_first() else { return start };
    let first = text(first.1);
    others.iter().fold(first.len(), |length, &(_, id)| {
        let other = text(id);
        let length = length.min(other.len());
        let differs =
            |from: usize| first[from..length].iter().zip(&other[from..length]).position(|(a, b)| a != b);
        differs(start.min(length)).map_or(length, |at| start.min(length) + at)
    })
}

/// Sixteen bytes of a text; zeros after the end.
fn window(text: &[u8], start: usize) -> [u64; 2] {
    let mut bytes = [0; 16];
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.len().min(16);
    bytes[..length].copy_from_slice(&rest[..length]);
    let key = u128::from_be_bytes(bytes);
    [(key >> 64) as u64, key as u64]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_is_that_of_the_bytes(
            given in prop::collection::vec("[ab](https://a/){0,4}[ab\0é]{0,20}", 0..400),
            again in 0..4_usize,
        ) {
            let all: Vec<String> = given.iter().cycle().take(given.len() * again).cloned().collect();
            let sorted = texts(0..all.len() as u32, |id| all[id as usize].as_bytes());
            let mut expected: Vec<u32> = (0..all.len() as u32).collect();
            expected.sort_by_key(|&id| (all[id as usize].as_bytes(), id));
            prop_assert_eq!(sorted, expected);
        }
    }
}

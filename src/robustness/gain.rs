//! What it would take a unit to gain a place, one figure at a time, while all other units keep theirs.

use super::what_if::{Values, WhatIf};
use std::collections::BTreeMap;

/// A way to gain a place.
pub struct Way {
    /// Name in output.
    pub id: &'static str,
    /// English name of what is added.
    pub title: &'static str,
    /// Chinese name of what is added.
    pub title_zh: &'static str,
    /// What comes with it.
    pub definition: &'static str,
    /// The indicators with `n` more.
    add: fn(&Values, f64) -> Values,
}

impl Way {
    /// The indicators of a unit with `n` more.
    pub fn more(&self, values: &Values, n: f64) -> Values {
        (self.add)(values, n)
    }
}

/// Every way, in the order of the output.
pub const WAYS: [Way; 5] = [
    Way {
        id: "papers",
        title: "papers",
        title_zh: "论文",
        definition: "cited as often as its average paper, by its present scholars and institutions, without new collaborations",
        add: |values, n| {
            let mut more = *values;
            let papers = values[0].unwrap_or(0.0);
            more[0] = Some(papers + n);
            [3, 5].into_iter().for_each(|k| more[k] = values[k].map(|x| x * (papers + n) / papers));
            more
        },
    },
    Way {
        id: "citations",
        title: "citations",
        title_zh: "引用",
        definition: "of its papers, each to as many of its scholars and institutions as its present ones",
        add: |values, n| {
            let total = |k: usize| values[k].unwrap_or(0.0) * values[k + 1].unwrap_or(0.0);
            let citations = total(0);
            let mut more = *values;
            for k in [0, 2, 4] {
                // Who has no citation yet: each new one to one scholar and one institution.
                let each = if citations > 0.0 { total(k) / citations } else { 1.0 };
                more[k + 1] =
                    values[k].filter(|&count| count > 0.0).map(|count| (total(k) + n * each) / count);
            }
            more
        },
    },
    Way {
        id: "scholars",
        title: "scholars",
        title_zh: "学者",
        definition: "cited as often as its average scholar",
        add: |values, n| with(values, 2, n),
    },
    Way {
        id: "institutions",
        title: "institutions",
        title_zh: "机构",
        definition: "cited as often as its average institution",
        add: |values, n| with(values, 4, n),
    },
    Way {
        id: "international_collaborations",
        title: "international collaborations",
        title_zh: "国际合作",
        definition: "by the rule of the profile",
        add: |values, n| with(values, 6, n),
    },
];

fn with(values: &Values, k: usize, n: f64) -> Values {
    let mut more = *values;
    more[k] = Some(values[k].unwrap_or(0.0) + n);
    more
}

/// More than this is no answer: what a figure cannot do by itself.
const MOST: u64 = 1 << 40;

/// The smallest whole number of each way that moves a unit to a better place; `None` where that way alone does not. A place is
/// better the more is added, which is what the search relies on. O(units · log of the answer) a way.
pub fn needed(what_if: &WhatIf<'_>, unit: u32, values: &Values, rank: u32) -> [Option<u64>; WAYS.len()] {
    std::array::from_fn(|way| {
        let is_enough = |n: u64| {
            let changes = BTreeMap::from([(unit, WAYS[way].more(values, n as f64))]);
            what_if.outcome(&changes, unit).is_some_and(|outcome| outcome.rank < rank)
        };
        smallest(is_enough)
    })
}

/// The smallest number from 1 to [`MOST`] that is enough, by doubling and halving.
fn smallest(is_enough: impl Fn(u64) -> bool) -> Option<u64> {
    let enough =
        std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|&n| n <= MOST).find(|&n| is_enough(n))?;
    let (mut low, mut high) = (enough / 2, enough);
    while high - low > 1 {
        let middle = low.midpoint(high);
        if is_enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_is_found() {
        for wanted in [1, 2, 3, 7, 8, 9, 1000, MOST] {
            assert_eq!(smallest(|n| n >= wanted), Some(wanted));
        }
        assert_eq!(smallest(|_| false), None);
    }

    #[test]
    fn more_of_one_thing_is_what_its_definition_says() {
        // 4 papers with 10 citations each, 5 scholars with 16 each (80 in all), 2 institutions with 30 each (60 in all).
        let values = [4.0, 10.0, 5.0, 16.0, 2.0, 30.0, 7.0].map(Some);
        let add = |id: &str, n: f64| {
            let way = WAYS.iter().find(|way| way.id == id).unwrap();
            way.more(&values, n)
        };
        assert_eq!(add("papers", 4.0), [8.0, 10.0, 5.0, 32.0, 2.0, 60.0, 7.0].map(Some));
        // 40 citations go to 2 scholars and 1.5 institutions each.
        assert_eq!(add("citations", 40.0), [4.0, 20.0, 5.0, 32.0, 2.0, 60.0, 7.0].map(Some));
        assert_eq!(add("scholars", 1.0), [4.0, 10.0, 6.0, 16.0, 2.0, 30.0, 7.0].map(Some));
        assert_eq!(add("institutions", 1.0), [4.0, 10.0, 5.0, 16.0, 3.0, 30.0, 7.0].map(Some));
        assert_eq!(
            add("international_collaborations", 2.0),
            [4.0, 10.0, 5.0, 16.0, 2.0, 30.0, 9.0].map(Some)
        );
        let uncited = [4.0, 0.0, 5.0, 0.0, 2.0, 0.0, 0.0].map(Some);
        assert_eq!(WAYS[1].more(&uncited, 8.0), [4.0, 2.0, 5.0, 1.6, 2.0, 4.0, 0.0].map(Some));
    }
}

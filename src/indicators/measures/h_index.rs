//! The h-index.

use super::{Input, Measure};
use crate::graph::traverse::Walker;

/// The family.
pub const MEASURES: &[Measure] = &[Measure {
    id: "h_index",
    title: "h-index",
    title_zh: "h 指数",
    unit: "papers",
    definition: "the largest h such that h of the unit's distinct papers have at least h citations each; full counting, \
                 whatever the ranking's",
    definition_zh: "该单元有 h 篇不同论文各被引至少 h 次的最大 h；一律完整计数",
    source: "Hirsch 2005, PNAS 102(46) 16569-16572",
    values: |input| Ok(values(input)),
}];

/// O(affiliations + papers log papers).
fn values(input: &Input<'_>) -> Vec<Option<f64>> {
    let (corpus, selection) = (input.corpus, &input.request.selection);
    let mut citations = vec![Vec::new(); input.units.len()];
    let mut walker = Walker::new(corpus, input.units);
    for paper in (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper)) {
        walker.visit(paper);
        let cited = corpus.papers.citations(paper).unwrap_or(0);
        walker.on_paper.iter().for_each(|&unit| citations[unit as usize].push(cited));
    }
    citations.into_iter().map(|list| Some(h_index(list) as f64)).collect()
}

fn h_index(mut citations: Vec<u64>) -> u64 {
    citations.sort_unstable_by(|a, b| b.cmp(a));
    (1..).zip(citations).take_while(|(h, cited)| cited >= h).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_is_the_number_itself() {
        assert_eq!(h_index(vec![]), 0);
        assert_eq!(h_index(vec![0, 0]), 0);
        assert_eq!(h_index(vec![1000]), 1);
        assert_eq!(h_index(vec![3, 0, 6, 1, 5]), 3);
        assert_eq!(h_index(vec![4, 4, 4, 4, 4]), 4);
    }
}

//! A network year by year.

use super::derive::Derived;
use super::model::{Network, Times};
use crate::base::Result;
use crate::graph::Selection;
use crate::model::Corpus;
use crate::model::corpus::NONE;
use rustc_hash::FxHashMap;

/// First and last year of the selected papers: those of the selection, or of the papers; `None` where no paper has a year.
pub fn window(corpus: &Corpus, selection: &Selection) -> Option<(u32, u32)> {
    let years = || {
        let selected = (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper));
        selected.filter_map(|paper| corpus.papers.year(paper))
    };
    selection.years.or_else(|| years().min().zip(years().max()))
}

/// What of a network's nodes and edges happened in which year; `chosen` has the number of each node. Derives each year for
/// itself: as much work as the whole once more.
pub fn times(
    derived: &Derived<'_>,
    selection: &Selection,
    network: &Network<'_>,
    chosen: &[u32],
) -> Result<Option<Times>> {
    let Some((first, last)) = window(derived.nodes.corpus(), selection) else { return Ok(None) };
    let mut place = vec![NONE; derived.papers.len()];
    (0..).zip(chosen).for_each(|(at, &node)| place[node as usize] = at);
    let edges = network.edges.iter().zip(0..).map(|(edge, at)| ((edge.a, edge.b), at));
    let edge_at: FxHashMap<(u32, u32), usize> = edges.collect();
    let mut times = Times {
        window: (first, last),
        nodes: vec![Vec::new(); network.nodes.len()],
        edges: vec![Vec::new(); network.edges.len()],
    };
    for year in first..=last {
        let selection = Selection { years: Some((year, year)), ..selection.clone() };
        let here = Derived::new(derived.nodes, &selection, derived.counting)?;
        for (node, times) in chosen.iter().zip(&mut times.nodes) {
            let papers = here.papers[*node as usize];
            times.extend((papers > 0).then_some((year, papers)));
        }
        for edge in &here.edges {
            let [a, b] = [edge.a, edge.b].map(|node| place[node as usize]);
            if let Some(&at) = edge_at.get(&(a.min(b), a.max(b))) {
                times.edges[at].push((year, (here.counting.weight.of)(edge), edge.papers));
            }
        }
    }
    Ok(Some(times))
}

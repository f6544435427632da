//! Who is on which paper: the units or scholars of the selected papers, with what each takes part with.

use super::{Selection, Units};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::csr::Csr;

/// Papers × nodes, where a node is a unit or a scholar: a row for each paper that some node is on.
#[derive(Debug, Clone, Default)]
pub struct Incidence {
    /// Number of nodes, whether they are on a paper or not.
    pub nodes: usize,
    /// Row → nodes on the paper, ascending.
    pub papers: Csr,
    /// For each place in the rows: authors of the paper that name the node.
    pub authorships: Vec<u32>,
    /// For each place in the rows: the node's share of the paper under fractional counting (METHOD §2).
    pub share: Vec<f64>,
}

impl Incidence {
    /// Units on the selected papers. O(affiliations), 16 bytes for each unit of each paper.
    pub fn of_units(corpus: &Corpus, units: &Units<'_>, selection: &Selection) -> Self {
        let mut made = Self { nodes: units.len(), ..Self::default() };
        let mut paper: Vec<Part> = Vec::new();
        let institutions = &corpus.authorships.institutions;
        for range in selected(corpus, selection) {
            let authors = range.len() as f64;
            for authorship in range {
                let own = institutions.row(authorship);
                let affiliations = own.len() + corpus.authorships.unresolved[authorship] as usize;
                let share = 1.0 / (authors * affiliations.max(1) as f64);
                let named = own.iter().map(|&i| units.of_institution[i as usize]).filter(|&u| u != NONE);
                paper.extend(named.map(|node| Part { node, authorship, share }));
            }
            made.push(&mut paper);
        }
        made
    }

    /// Scholars on the selected papers. O(authorships), 16 bytes for each.
    pub fn of_scholars(corpus: &Corpus, selection: &Selection) -> Self {
        let mut made = Self { nodes: corpus.scholars as usize, ..Self::default() };
        let mut paper: Vec<Part> = Vec::new();
        for range in selected(corpus, selection) {
            let share = 1.0 / range.len() as f64;
            let part =
                |authorship: usize| Part { node: corpus.authorships.scholar[authorship], authorship, share };
            paper.extend(range.map(part));
            made.push(&mut paper);
        }
        made
    }

    /// Appends the row of a paper, and empties what it is made of.
    fn push(&mut self, parts: &mut Vec<Part>) {
        if parts.is_empty() {
            return;
        }
        // A stable order, so that shares are always added in that of the authors.
        parts.sort_by_key(|part| (part.node, part.authorship));
        for parts in parts.chunk_by(|one, other| one.node == other.node) {
            let authors = parts.chunk_by(|one, other| one.authorship == other.authorship).count();
            self.authorships.push(authors as u32);
            self.share.push(parts.iter().map(|part| part.share).sum());
        }
        parts.dedup_by_key(|part| part.node);
        self.papers.push(parts.iter().map(|part| part.node));
        parts.clear();
    }

    /// Papers that each node is on.
    pub fn papers_of_nodes(&self) -> Vec<u64> {
        let mut papers = vec![0; self.nodes];
        self.papers.targets().iter().for_each(|&node| papers[node as usize] += 1);
        papers
    }
}

/// An author naming a node on a paper.
struct Part {
    node: u32,
    authorship: usize,
    share: f64,
}

/// Authorships of each selected paper.
fn selected<'a>(
    corpus: &'a Corpus,
    selection: &'a Selection,
) -> impl Iterator<Item = std::ops::Range<usize>> + 'a {
    let papers = (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper));
    papers.map(|paper| corpus.papers.authorships(paper))
}

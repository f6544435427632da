//! What several units have together, each thing once, and what there is in all: what a share of several units is of.

use crate::engine::Ranked;
use crate::model::Corpus;

/// Distinct papers, scholars and institutions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Together {
    /// Selected papers.
    pub papers: u64,
    /// Scholars of those papers.
    pub scholars: u64,
    /// Institutions of those papers.
    pub institutions: u64,
}

/// All selected papers, their scholars, and the institutions they were signed with, wherever they lie. O(affiliations).
pub fn all(ranked: &Ranked) -> Together {
    count(ranked, None)
}

/// What some units, by number, have together: papers with an affiliation in one of them, scholars that gave one, their
/// institutions with a paper. O(affiliations).
pub fn together(ranked: &Ranked, units: &[u32]) -> Together {
    let of_units = ranked.units();
    let mut wanted = vec![false; of_units.len()];
    units.iter().for_each(|&unit| wanted[unit as usize] = true);
    let is_there = |&unit: &u32| wanted.get(unit as usize).copied().unwrap_or(false);
    let there: Vec<bool> = of_units.of_institution.iter().map(is_there).collect();
    count(ranked, Some(&there))
}

/// Counts what is signed with an institution that is there, or everything.
fn count(ranked: &Ranked, there: Option<&[bool]>) -> Together {
    let corpus: &Corpus = &ranked.corpus;
    let mut papers = 0;
    let mut scholars = vec![false; corpus.scholars as usize];
    let mut institutions = vec![false; corpus.institutions.labels.len()];
    for paper in (0..corpus.papers.len()).filter(|&paper| ranked.selection.has(corpus, paper)) {
        let mut on_paper = there.is_none();
        for authorship in corpus.papers.authorships(paper) {
            let mut signed = there.is_none();
            for &institution in corpus.authorships.institutions.row(authorship) {
                if there.is_none_or(|there| there[institution as usize]) {
                    institutions[institution as usize] = true;
                    signed = true;
                }
            }
            if signed {
                scholars[corpus.authorships.scholar[authorship] as usize] = true;
                on_paper = true;
            }
        }
        papers += u64::from(on_paper);
    }
    let counted = |flags: Vec<bool>| flags.into_iter().filter(|&flag| flag).count() as u64;
    Together { papers, scholars: counted(scholars), institutions: counted(institutions) }
}

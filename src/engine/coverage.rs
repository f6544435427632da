//! How much of a corpus can be credited to a place: said beside every ranking.

use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::record::SYNTHETIC;

/// Counts that tell what a ranking stands on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Papers.
    pub papers: u64,
    /// Papers with at least one affiliation in a city.
    pub located_papers: u64,
    /// Papers whose citation count is not known; it counts as 0.
    pub papers_without_citations: u64,
    /// Papers without a year: outside any year window.
    pub papers_without_year: u64,
    /// Authorships.
    pub authorships: u64,
    /// Authorships with an affiliation in a city.
    pub located_authorships: u64,
    /// Whether citations were made up by a generator.
    pub synthetic: bool,
}

impl Coverage {
    /// Of a whole corpus. O(affiliations).
    pub fn of(corpus: &Corpus) -> Self {
        Self::of_selected(corpus, |_| true)
    }

    /// Of the selected papers.
    pub fn of_selected(corpus: &Corpus, selected: impl Fn(usize) -> bool) -> Self {
        let synthetic = corpus.citation_sources.iter().any(|source| source == SYNTHETIC);
        let mut coverage = Self { synthetic, ..Self::default() };
        let rows = &corpus.authorships.institutions;
        let located = |a: &usize| rows.row(*a).iter().any(|&i| corpus.institutions.city[i as usize] != NONE);
        for paper in (0..corpus.papers.len()).filter(|&paper| selected(paper)) {
            let authorships = corpus.papers.authorships(paper);
            let found = authorships.clone().filter(located).count() as u64;
            coverage.papers += 1;
            coverage.located_papers += u64::from(found > 0);
            coverage.papers_without_citations += u64::from(corpus.papers.citations(paper).is_none());
            coverage.papers_without_year += u64::from(corpus.papers.year(paper).is_none());
            coverage.authorships += authorships.len() as u64;
            coverage.located_authorships += found;
        }
        coverage
    }

    /// Share of papers with a city, from 0 to 1; `None` without papers.
    pub fn paper_share(&self) -> Option<f64> {
        (self.papers > 0).then(|| self.located_papers as f64 / self.papers as f64)
    }

    /// Share of authorships with a city, from 0 to 1; `None` without authorships.
    pub fn authorship_share(&self) -> Option<f64> {
        (self.authorships > 0).then(|| self.located_authorships as f64 / self.authorships as f64)
    }
}

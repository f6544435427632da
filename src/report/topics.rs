//! The subfields of the selected papers, which several sections tell of.

use super::text::Bi;
use crate::engine::Ranked;
use crate::indicators::specialisation::by_subfield;

/// A subfield of the selected papers.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Key.
    pub key: String,
    /// Name.
    pub name: Bi,
    /// Its papers: a paper of two subfields is in both.
    pub papers: u64,
}

/// The subfields with a paper, most papers first, then by key. O(papers).
pub fn topics(ranked: &Ranked) -> Vec<Topic> {
    let found = by_subfield(&ranked.corpus, &ranked.units(), &ranked.request(), &[]);
    let labels = &ranked.corpus.subfields;
    let topic = |(&papers, at): (&u64, u32)| Topic {
        key: labels.id.get(at as usize).to_owned(),
        name: Bi::label(labels, at),
        papers,
    };
    let mut topics: Vec<Topic> =
        found.papers.iter().zip(0..).map(topic).filter(|topic| topic.papers > 0).collect();
    topics.sort_by(|a, b| b.papers.cmp(&a.papers).then_with(|| a.key.cmp(&b.key)));
    topics
}

/// Selected papers of several subfields. O(papers).
pub fn of_several(ranked: &Ranked) -> usize {
    let corpus = &ranked.corpus;
    let is_of_several =
        |&paper: &usize| corpus.papers.subfields.row(paper).len() > 1 && ranked.selection.has(corpus, paper);
    (0..corpus.papers.len()).filter(is_of_several).count()
}

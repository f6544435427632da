//! Papers of a corpus under construction.

use super::places::{Index, index_of};
use super::{AWAITED, CorpusBuilder, order_of};
use crate::model::corpus::{Corpus, NO_CITATIONS, NONE, Texts};
use crate::model::record::{Named, Paper};
use std::collections::BTreeSet;

impl CorpusBuilder {
    /// Builds all papers; answers where each stands now.
    pub(super) fn build_papers(&self, corpus: &mut Corpus, texts: &mut Texts) -> Places {
        let count = self.papers.len() as u32;
        let (order, rank) = order_of((0..count).map(|i| self.papers.key(i)));
        let all = || (0..count).map(|i| self.papers.get(i).1);
        let venues: BTreeSet<&str> = all().map(|p| &*p.venue).filter(|v| !v.is_empty()).collect();
        corpus.venues = self.labels_of(Named::Venue, venues.into_iter());
        let subfields: BTreeSet<&str> = all().flat_map(|p| &p.subfields).map(|s| &**s).collect();
        corpus.subfields = self.labels_of(Named::Subfield, subfields.into_iter());
        let (counters, data_sets) =
            (distinct(all().map(|p| &*p.citation_source)), distinct(all().map(|p| &*p.source)));
        corpus.citation_sources = counters.iter().copied().collect();
        corpus.data_sources = data_sets.iter().copied().collect();
        let columns = Columns {
            venues: index_of(&corpus.venues),
            subfields: index_of(&corpus.subfields),
            counters: numbered(&counters),
            data_sets: numbered(&data_sets),
        };
        for &i in &order {
            texts.paper_id.push(self.papers.key(i));
            columns.push(self.papers.get(i).1, corpus, texts);
        }
        let awaited = (0..self.awaited.len() as u32).map(|key| self.papers.find(self.awaited.text(key)));
        Places { awaited: awaited.map(|found| found.map(|i| rank[i as usize])).collect(), rank }
    }
}

/// Where the papers of authorships stand in the corpus.
pub(super) struct Places {
    rank: Vec<u32>,
    awaited: Vec<Option<u32>>,
}

impl Places {
    /// Corpus index for [`super::Row::paper`]; `None`: the paper never came.
    pub(super) fn of(&self, paper: u32) -> Option<u32> {
        if paper < AWAITED {
            Some(self.rank[paper as usize])
        } else {
            self.awaited[(paper ^ AWAITED) as usize]
        }
    }
}

fn distinct<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    texts.filter(|text| !text.is_empty()).collect()
}

fn numbered(names: &BTreeSet<&str>) -> Index {
    (0..).zip(names).map(|(index, name)| ((*name).to_owned(), index)).collect()
}

struct Columns {
    venues: Index,
    subfields: Index,
    counters: Index,
    data_sets: Index,
}

impl Columns {
    fn push(&self, paper: &Paper<'_>, corpus: &mut Corpus, texts: &mut Texts) {
        let into = &mut corpus.papers;
        into.years.push(paper.year.unwrap_or(0).into());
        into.cited.push(paper.citations.unwrap_or(NO_CITATIONS));
        let listed = paper.citations_by_year.as_ref().map(|list| list.pairs().iter());
        into.cited_in.push(listed.map(|pairs| pairs.map(|&(year, count)| (year.into(), count))));
        into.venue.push(self.venues.get(&*paper.venue).copied().unwrap_or(NONE));
        into.citation_source.push(self.counters.get(&*paper.citation_source).copied().unwrap_or(NONE));
        into.data_source.push(self.data_sets.get(&*paper.source).copied().unwrap_or(NONE));
        let mut subfields: Vec<u32> =
            paper.subfields.iter().filter_map(|s| self.subfields.get(&**s).copied()).collect();
        subfields.sort_unstable();
        into.subfields.push(subfields);
        texts.title.push(&paper.title);
        texts.doi.push(&paper.doi);
    }
}

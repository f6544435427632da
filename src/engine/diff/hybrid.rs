//! Hybrids of two editions: the corpora on the way from A to B, each a whole corpus that the real pipeline ranks.
//!
//! A hybrid keeps no titles and no names of data sets: a ranking needs none.

use super::merge::{Common, Numbering, Pair};
use super::places::Places;
use crate::model::Corpus;
use crate::model::corpus::Labels;
use crate::robustness::difference::RULES;
use std::ops::Range;

/// How many stages are behind each of these (`robustness::difference::STAGES`).
const REMOVED: usize = 1;
const ADDED: usize = 2;
const FACTS: usize = 3;
const CITATIONS: usize = 4;
const AFFILIATIONS: usize = 5;
const PLACES: usize = 6;

/// A corpus between A and B.
#[derive(Debug, Clone)]
pub struct Hybrid {
    /// The corpus.
    pub corpus: Corpus,
    /// Paper → its pair in [`Common::papers`].
    pub papers: Vec<u32>,
}

/// Makes hybrids.
pub struct Maker<'a> {
    a: &'a Corpus,
    b: &'a Corpus,
    common: &'a Common,
    /// Places by the number of stages behind.
    places: [Places; PLACES + 1],
}

impl<'a> Maker<'a> {
    /// Prepares places. O(a + b).
    pub fn new(a: &'a Corpus, b: &'a Corpus, common: &'a Common) -> Self {
        let mut used = vec![false; b.institutions.labels.len()];
        let mut joined = |is_new: bool| {
            let papers = common.papers.iter().filter(|pair| pair.a.is_none() == is_new);
            papers.filter_map(|pair| pair.b).for_each(|paper| use_institutions(b, paper as usize, &mut used));
            Places::joined(a, b, &used)
        };
        let (own, added, resolved) = (Places::of_a(a), joined(true), joined(false));
        let places = [own.clone(), own, added.clone(), added.clone(), added, resolved, Places::of_b(b)];
        Self { a, b, common, places }
    }

    /// The corpus after so many stages: 0 is A, and all of them B. O(papers and affiliations of both).
    pub fn make(&self, stages: usize) -> Hybrid {
        let mut corpus = self.places[stages.min(PLACES)].corpus.clone();
        corpus.scholars = self.common.scholars;
        let [venues, subfields] = self.labels(stages, &mut corpus);
        let mut papers = Vec::new();
        corpus.papers.first.push(0);
        for (number, pair) in
            self.common.papers.iter().enumerate().filter(|(_, pair)| is_there(**pair, stages))
        {
            papers.push(number as u32);
            self.push_facts(*pair, stages, &mut corpus, [&venues, &subfields]);
            self.push_authors(*pair, stages, &mut corpus);
        }
        Hybrid { corpus, papers }
    }

    /// Venues and subfields: those of one edition at its end of the path, else those of both.
    fn labels(&self, stages: usize, into: &mut Corpus) -> [Numbering; 2] {
        let (a, b) = (self.a, self.b);
        let of = |both: &Numbering, one: &Labels, other: &Labels| match stages {
            ..ADDED => Numbering::new(&one.id, &Labels::default().id, |_| false),
            _ if stages > RULES => Numbering::new(&Labels::default().id, &other.id, |_| true),
            _ => both.clone(),
        };
        let venues = of(&self.common.venues, &a.venues, &b.venues);
        let subfields = of(&self.common.subfields, &a.subfields, &b.subfields);
        into.venues = venues.labels(&a.venues, &b.venues);
        into.subfields = subfields.labels(&a.subfields, &b.subfields);
        [venues, subfields]
    }

    fn push_facts(&self, pair: Pair, stages: usize, into: &mut Corpus, [venues, subfields]: [&Numbering; 2]) {
        let (from, paper, of_b) = self.origin(pair, stages, FACTS);
        let number = |numbering: &Numbering, i: u32| if of_b { numbering.b(i) } else { numbering.a(i) };
        let papers = &mut into.papers;
        papers.years.push(from.papers.years[paper]);
        papers.venue.push(number(venues, from.papers.venue[paper]));
        let mut fields: Vec<u32> =
            from.papers.subfields.row(paper).iter().map(|&i| number(subfields, i)).collect();
        fields.sort_unstable();
        papers.subfields.push(fields);
        let (from, paper, _) = self.origin(pair, stages, CITATIONS);
        papers.cited.push(from.papers.cited[paper]);
        papers.cited_in.push(None::<[(u32, u64); 0]>);
        papers.citation_source.push(crate::model::corpus::NONE);
        papers.data_source.push(crate::model::corpus::NONE);
    }

    fn push_authors(&self, pair: Pair, stages: usize, into: &mut Corpus) {
        let (from, paper, of_b) = self.origin(pair, stages, AFFILIATIONS);
        let places = &self.places[stages.min(PLACES)];
        let institutions = if of_b { &places.of_b } else { &places.of_a };
        let authorships: Range<usize> = from.papers.authorships(paper);
        let to = &mut into.authorships;
        for i in authorships {
            let scholar = from.authorships.scholar[i];
            to.scholar.push(if of_b { self.common.scholars_of_b[scholar as usize] } else { scholar });
            to.position.push(from.authorships.position[i]);
            to.unresolved.push(from.authorships.unresolved[i]);
            let row = from.authorships.institutions.row(i).iter();
            to.institutions.push(row.map(|&institution| institutions[institution as usize]));
        }
        into.papers.first.push(to.scholar.len() as u32);
    }

    /// Whose word counts for a paper in a matter that B's stage `turns` is about.
    fn origin(&self, pair: Pair, stages: usize, turns: usize) -> (&'a Corpus, usize, bool) {
        match (pair.a, pair.b) {
            (Some(a), b) if b.is_none() || stages < turns => (self.a, a as usize, false),
            (_, b) => (self.b, b.unwrap_or_default() as usize, true),
        }
    }
}

fn is_there(pair: Pair, stages: usize) -> bool {
    match (pair.a, pair.b) {
        (Some(_), None) => stages < REMOVED,
        (None, Some(_)) => stages >= ADDED,
        _ => true,
    }
}

fn use_institutions(corpus: &Corpus, paper: usize, used: &mut [bool]) {
    for authorship in corpus.papers.authorships(paper) {
        corpus.authorships.institutions.row(authorship).iter().for_each(|&i| used[i as usize] = true);
    }
}

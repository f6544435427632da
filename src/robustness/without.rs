//! Counts without some papers, from those with them: only what stood on these papers is looked at.

use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::indicators::{Counting, Request, Sum, Tallies, Tally, credit, full};
use crate::model::Corpus;
use crate::model::csr::Csr;
use std::collections::{BTreeMap, BTreeSet};

/// A corpus under a request, with the counts of all its units.
#[derive(Debug)]
pub struct Without<'a> {
    corpus: &'a Corpus,
    units: &'a Units<'a>,
    request: &'a Request,
    tallies: &'a Tallies,
    mask: Vec<bool>,
    /// Scholar → authorships.
    signed: Csr,
    paper_of: Vec<u32>,
    /// Institution → selected papers.
    papers_of_institution: Vec<u32>,
}

impl<'a> Without<'a> {
    /// What the counts stand on. O(affiliations); 8 bytes an authorship.
    pub fn new(corpus: &'a Corpus, units: &'a Units<'a>, request: &'a Request, tallies: &'a Tallies) -> Self {
        let mask = request.selection.mask(corpus);
        let mut papers_of_institution = vec![0; units.of_institution.len()];
        let mut walker = Walker::new(corpus, units);
        for paper in (0..mask.len()).filter(|&paper| mask[paper]) {
            walker.visit(paper);
            walker.institutions.iter().for_each(|&i| papers_of_institution[i as usize] += 1);
        }
        let signed = full::authorships_of_scholars(corpus);
        let paper_of = full::papers_of_authorships(corpus);
        Self { corpus, units, request, tallies, mask, signed, paper_of, papers_of_institution }
    }

    /// A walker of its papers: one for each thread.
    pub fn walker(&self) -> Walker<'a> {
        Walker::new(self.corpus, self.units)
    }

    /// The counts of every unit that loses something when these selected papers (ascending, distinct) are not there.
    /// O(affiliations of the papers, and authorships of their scholars).
    pub fn tallies(&self, walker: &mut Walker<'a>, papers: &[u32]) -> BTreeMap<u32, Tally> {
        let mut lost = Lost::default();
        for &paper in papers {
            walker.visit(paper as usize);
            self.lose(paper as usize, walker, &mut lost);
        }
        self.lose_institutions(&mut lost);
        let gained = self.lose_scholars(papers, &mut lost);
        let mut left: BTreeMap<u32, Tally> = BTreeMap::new();
        for (unit, part) in lost.units {
            left.insert(unit, subtract(&self.tallies.units[unit as usize], &part));
        }
        for (unit, share) in gained {
            let tally = left.entry(unit).or_insert_with(|| self.tallies.units[unit as usize].clone());
            tally.scholars.add_all(&share);
        }
        left
    }

    /// What units lose with one paper; scholars and institutions are looked at when all papers are known.
    fn lose(&self, paper: usize, walker: &Walker<'_>, lost: &mut Lost) {
        let citations = self.corpus.papers.citations(paper).unwrap_or(0);
        let rules = (self.request.counting, self.request.collaboration);
        let scholars = self.scholars_on(paper);
        for (index, &unit) in walker.on_paper.iter().enumerate() {
            let credit = credit::of_paper(self.corpus, self.units, rules, paper, (walker, index));
            let here = walker.institutions.iter().filter(|&&i| self.units.of_institution[i as usize] == unit);
            let signers = scholars.iter().filter(|pair| pair.0 == unit);
            let members = (signers.count() as u64, here.count() as u64);
            let tally = lost.units.entry(unit).or_default();
            credit::add_paper(tally, self.request.counting, &credit, citations, members);
        }
        walker.institutions.iter().for_each(|&i| *lost.institutions.entry(i).or_default() += 1);
        let authors = self.corpus.papers.authorships(paper);
        lost.scholars.extend(authors.map(|a| self.corpus.authorships.scholar[a]));
    }

    /// Distinct (unit, scholar) of a paper.
    fn scholars_on(&self, paper: usize) -> BTreeSet<(u32, u32)> {
        let authors = self.corpus.papers.authorships(paper);
        let pairs = |authorship: usize| {
            let scholar = self.corpus.authorships.scholar[authorship];
            let (_, list) = credit::of_author(self.corpus, self.units, authorship);
            list.flatten().map(move |unit| (unit, scholar))
        };
        authors.flat_map(pairs).collect()
    }

    /// Institutions that no other paper has.
    fn lose_institutions(&self, lost: &mut Lost) {
        for (&institution, &papers) in &lost.institutions {
            let unit = self.units.of_institution[institution as usize];
            if papers == self.papers_of_institution[institution as usize]
                && let Some(tally) = lost.units.get_mut(&unit)
            {
                tally.institutions.add(1, 1);
            }
        }
    }

    /// Takes the scholars of the papers away as they were; answers what units get for them as they are then.
    fn lose_scholars(&self, papers: &[u32], lost: &mut Lost) -> BTreeMap<u32, Sum> {
        let mut gained: BTreeMap<u32, Sum> = BTreeMap::new();
        let is_left = |paper: u32| papers.binary_search(&paper).is_err();
        for &scholar in &lost.scholars {
            for (unit, share) in self.shares(scholar, |_| true) {
                lost.units.entry(unit).or_default().scholars.add_all(&share);
            }
            for (unit, share) in self.shares(scholar, is_left) {
                gained.entry(unit).or_default().add_all(&share);
            }
        }
        gained
    }

    /// What each unit gets for a scholar, of the selected papers that are left.
    fn shares(&self, scholar: u32, is_left: impl Fn(u32) -> bool) -> BTreeMap<u32, Sum> {
        let (mut own, mut all): (BTreeMap<u32, u64>, u64) = (BTreeMap::new(), 0);
        for &authorship in self.signed.row(scholar as usize) {
            let paper = self.paper_of[authorship as usize];
            if self.mask[paper as usize] && is_left(paper) {
                let (number, list) = credit::of_author(self.corpus, self.units, authorship as usize);
                all += number;
                list.flatten().for_each(|unit| *own.entry(unit).or_default() += 1);
            }
        }
        let share = |own: u64| {
            let mut sum = Sum::default();
            match self.request.counting {
                Counting::Full => sum.add(1, 1),
                Counting::Fractional => sum.add(all, own),
            }
            sum
        };
        own.into_iter().map(|(unit, own)| (unit, share(own))).collect()
    }
}

/// What goes with papers.
#[derive(Default)]
struct Lost {
    units: BTreeMap<u32, Tally>,
    /// Institution → papers that go.
    institutions: BTreeMap<u32, u32>,
    scholars: BTreeSet<u32>,
}

fn subtract(whole: &Tally, part: &Tally) -> Tally {
    let mut left = whole.clone();
    left.papers.subtract(&part.papers);
    left.paper_citations.subtract(&part.paper_citations);
    left.scholars.subtract(&part.scholars);
    left.scholar_citations.subtract(&part.scholar_citations);
    left.institutions.subtract(&part.institutions);
    left.institution_citations.subtract(&part.institution_citations);
    left.collaborations.subtract(&part.collaborations);
    left
}

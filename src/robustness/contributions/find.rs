//! The walk over the selected papers that finds what each gives, chunk by chunk, and its order by unit.

use super::{Contributions, Credit, Fractions, Groups, Shares};
use crate::graph::Units;
use crate::graph::traverse::Walker;
use crate::indicators::{Counting, Request, credit};
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::csr::Csr;
use rayon::prelude::*;

/// Papers to a task: the chunks are put together in their order.
const CHUNK: usize = 4096;

/// What was found on some papers, as the papers lie.
#[derive(Default)]
struct Found {
    /// The unit of each credit.
    units: Vec<u32>,
    credits: Vec<Credit>,
    weights: Fractions,
    collaborations: Fractions,
    /// Unit, scholar, paper, affiliations in the unit.
    scholars: Vec<[u32; 4]>,
    /// Unit, institution, paper.
    institutions: Vec<[u32; 3]>,
    /// Scholar, paper, all affiliations; only by fractional counting.
    signed: Vec<[u32; 3]>,
}

pub(super) fn contributions(corpus: &Corpus, units: &Units<'_>, request: &Request) -> Contributions {
    let papers = together(corpus, request);
    // Walked as the columns lie, whatever place each has.
    let mut numbered: Vec<(u32, u32)> = (0..).zip(papers.iter().copied()).collect();
    numbered.par_sort_unstable_by_key(|&(_, paper)| paper);
    let start = || (Walker::new(corpus, units), Vec::new());
    let chunks: Vec<Found> = numbered
        .par_chunks(CHUNK)
        .map_init(start, |(walker, signatures), chunk| {
            let mut found = Found::default();
            chunk.iter().for_each(|&at| found.visit(corpus, units, request, at, (walker, signatures)));
            found
        })
        .collect();
    put_together(&chunks, papers, request.counting)
}

/// The selected papers, those of one city together: what a unit looks at then lies side by side in memory. Nothing of the
/// units decides the order, so that a paper has the same place at every level.
fn together(corpus: &Corpus, request: &Request) -> Vec<u32> {
    let selected = |&paper: &u32| request.selection.has(corpus, paper as usize);
    let mut papers: Vec<u32> = (0..corpus.papers.len() as u32).filter(selected).collect();
    papers.sort_by_cached_key(|&paper| {
        let authors = corpus.papers.authorships(paper as usize);
        let institutions = authors.flat_map(|author| corpus.authorships.institutions.row(author));
        let mut cities = institutions.map(|&institution| corpus.institutions.city[institution as usize]);
        cities.find(|&city| city != NONE).unwrap_or(NONE)
    });
    papers
}

impl Found {
    /// Notes what a paper gives.
    fn visit(
        &mut self,
        corpus: &Corpus,
        units: &Units<'_>,
        request: &Request,
        (place, paper): (u32, u32),
        (walker, signatures): (&mut Walker<'_>, &mut Vec<[u32; 2]>),
    ) {
        let number = paper as usize;
        walker.visit(number);
        sign(corpus, units, number, signatures);
        let of_unit = |&institution: &u32| units.of_institution[institution as usize];
        let located = walker.institutions.iter().filter(|institution| of_unit(institution) != NONE);
        self.institutions.extend(located.map(|institution| [of_unit(institution), *institution, place]));
        let first = self.scholars.len();
        self.scholars.extend(
            signatures.chunk_by(|a, b| a == b).map(|run| [run[0][0], run[0][1], place, run.len() as u32]),
        );
        for (index, &unit) in walker.on_paper.iter().enumerate() {
            let rules = (request.counting, request.collaboration);
            let given = credit::of_paper(corpus, units, rules, number, (walker, index));
            let signed = &self.scholars[first..];
            let (from, to) =
                (signed.partition_point(|row| row[0] < unit), signed.partition_point(|row| row[0] <= unit));
            let institutions = walker.institutions.iter().filter(|i| of_unit(i) == unit).count() as u32;
            let citations = corpus.papers.citations(number).unwrap_or(0);
            self.units.push(unit);
            self.credits.push(Credit { paper: place, scholars: (to - from) as u32, institutions, citations });
            self.weights.push(given.paper.parts());
            self.collaborations.push(given.collaborations.parts());
        }
        if request.counting == Counting::Fractional {
            let all = |authorship| credit::affiliations(corpus, units, authorship, NONE).0 as u32;
            let authors = corpus.papers.authorships(number);
            self.signed.extend(authors.map(|a| [corpus.authorships.scholar[a], place, all(a)]));
        }
    }
}

/// The (unit, scholar) of each affiliation of a paper that has a unit, sorted.
fn sign(corpus: &Corpus, units: &Units<'_>, paper: usize, signatures: &mut Vec<[u32; 2]>) {
    signatures.clear();
    for authorship in corpus.papers.authorships(paper) {
        let scholar = corpus.authorships.scholar[authorship];
        let institutions = corpus.authorships.institutions.row(authorship);
        let of_unit = institutions.iter().map(|&i| units.of_institution[i as usize]);
        signatures.extend(of_unit.filter(|&unit| unit != NONE).map(|unit| [unit, scholar]));
    }
    signatures.sort_unstable();
}

impl Fractions {
    fn push(&mut self, parts: &[(u64, u64)]) {
        if self.first.is_empty() {
            self.first.push(0);
        }
        self.parts.extend(parts);
        self.first.push(self.parts.len() as u32);
    }
}

fn put_together(chunks: &[Found], papers: Vec<u32>, counting: Counting) -> Contributions {
    let rows = || {
        rayon::join(
            || sorted(chunks, |found| &found.scholars),
            || sorted(chunks, |found| &found.institutions),
        )
    };
    let (mut all, (scholars, institutions)) = rayon::join(|| credits(chunks, papers), rows);
    let groups =
        rayon::join(|| Groups::new(&all.units, &scholars), || Groups::new(&all.units, &institutions));
    (all.scholars, all.institutions) = groups;
    all.shares = (counting == Counting::Fractional).then(|| {
        let inside = scholars.iter().map(|row| row[3]).collect();
        Shares::new(inside, &all.scholars.of, &sorted(chunks, |found| &found.signed))
    });
    all
}

/// The credits by unit, then paper.
fn credits(chunks: &[Found], papers: Vec<u32>) -> Contributions {
    let mut all = Contributions { papers, first: vec![0], ..Contributions::default() };
    for (chunk, at) in order(chunks) {
        let (found, at) = (&chunks[chunk as usize], at as usize);
        if all.units.last() != Some(&found.units[at]) {
            all.units.push(found.units[at]);
            all.first.push(0);
        }
        all.credits.push(found.credits[at]);
        all.weights.push(found.weights.of(at));
        all.collaborations.push(found.collaborations.of(at));
        all.first[all.units.len()] = all.credits.len() as u32;
    }
    all
}

/// Chunk and place of every credit, by unit, then paper.
fn order(chunks: &[Found]) -> Vec<(u32, u32)> {
    let places = |(chunk, found): (u32, &Found)| {
        let keys = found.units.iter().zip(&found.credits).map(|(&unit, credit)| (unit, credit.paper));
        (0..).zip(keys).map(move |(at, key)| (key, (chunk, at))).collect::<Vec<_>>()
    };
    let mut all: Vec<((u32, u32), (u32, u32))> = (0..).zip(chunks).flat_map(places).collect();
    all.par_sort_unstable();
    all.into_iter().map(|(_, place)| place).collect()
}

/// The rows of every chunk in one order.
fn sorted<const N: usize>(chunks: &[Found], rows: impl Fn(&Found) -> &Vec<[u32; N]>) -> Vec<[u32; N]> {
    let mut all: Vec<[u32; N]> = chunks.iter().flat_map(|found| rows(found).iter().copied()).collect();
    all.par_sort_unstable();
    all
}

impl Groups {
    /// Groups from sorted rows of unit, thing and paper.
    fn new<const N: usize>(units: &[u32], rows: &[[u32; N]]) -> Self {
        let mut groups = Self { first: vec![0], ..Self::default() };
        let mut runs = rows.chunk_by(|a, b| a[..2] == b[..2]).peekable();
        for &unit in units {
            while let Some(run) = runs.next_if(|run| run[0][0] == unit) {
                groups.of.push(run[0][1]);
                groups.papers.push(run.iter().map(|row| row[2]));
            }
            groups.first.push(groups.of.len() as u32);
        }
        groups
    }
}

impl Shares {
    /// Shares of the scholars of some groups, from sorted rows of scholar, paper and affiliations. One who stands on a
    /// paper twice has two rows.
    fn new(inside: Vec<u32>, of: &[u32], signed: &[[u32; 3]]) -> Self {
        let mut scholars = of.to_vec();
        scholars.par_sort_unstable();
        scholars.dedup();
        let (mut papers, mut all) = (Csr::default(), Vec::new());
        let mut runs = signed.chunk_by(|a, b| a[0] == b[0]);
        for &scholar in &scholars {
            let own = runs.find(|run| run[0][0] == scholar).unwrap_or_default();
            let by_paper = || own.chunk_by(|a, b| a[1] == b[1]);
            papers.push(by_paper().map(|run| run[0][1]));
            all.extend(by_paper().map(|run| run.iter().map(|row| row[2]).sum::<u32>()));
        }
        Self { inside, scholars, papers, all }
    }
}

//! Authorships and scholars of a corpus under construction.

use super::statements::NO_STATEMENT;
use super::works::Places;
use super::{CorpusBuilder, NO_AFFILIATION, Row, UNRESOLVED, order_of};
use crate::base::limits;
use crate::model::corpus::{Corpus, Texts};
use crate::model::record::Reason;
use crate::model::statements::Statements;
use rayon::prelude::*;
use std::cmp::Reverse;

impl CorpusBuilder {
    pub(super) fn build_authorships(
        &mut self,
        corpus: &mut Corpus,
        texts: &mut Texts,
        papers: &Places,
        institutions: &[Option<u32>],
    ) -> Statements {
        let (order, rank) = order_of((0..self.scholar_keys.len() as u32).map(|i| self.scholar_keys.text(i)));
        let mut rows = self.resolve(papers, institutions, &rank);
        // The name before the place: of two rows that differ in the name only, the order of rows never decides.
        let of = |r: &Row| (r.paper, r.position, r.scholar, r.institution, r.statement);
        let names = &self.names;
        let name = |r: &Row| names.get(r.name);
        rows.par_sort_unstable_by(|a, b| {
            of(a).cmp(&of(b)).then_with(|| (name(a), a.place).cmp(&(name(b), b.place)))
        });
        let rows = self.settle_rows(rows, texts);
        let (scholars, kept) = present(&rows, order.len());
        corpus.scholars = kept;
        for &i in order.iter().filter(|&&i| scholars[rank[i as usize] as usize].is_some()) {
            texts.scholar_id.push(self.scholar_keys.text(i));
        }
        self.name_scholars(&rows, &scholars, kept, texts);
        push_rows(&rows, &scholars, corpus);
        self.note_papers(corpus, texts);
        self.build_statements(&rows, institutions)
    }

    /// Replaces interned keys by corpus indices; rows of papers that are not there are refused.
    fn resolve(&mut self, papers: &Places, institutions: &[Option<u32>], scholars: &[u32]) -> Vec<Row> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain_mut(|row| {
            let Some(paper) = papers.of(row.paper) else {
                let detail = format!("no paper {:?}", self.paper_key(row.paper));
                self.refuse(row.place, "paper_id", Reason::DanglingReference, detail);
                return false;
            };
            let institution = self.institution_of(row, institutions);
            *row = Row { paper, scholar: scholars[row.scholar as usize], institution, ..*row };
            true
        });
        rows
    }

    fn institution_of(&mut self, row: &Row, institutions: &[Option<u32>]) -> u32 {
        if row.institution >= UNRESOLVED {
            return row.institution;
        }
        institutions[row.institution as usize].unwrap_or_else(|| {
            let key = self.institution_keys.text(row.institution);
            let detail =
                format!("no institution {key:?}; the authorship is kept, its affiliation is unresolved");
            self.refuse(row.place, "institution_id", Reason::DanglingReference, detail);
            // Unresolved, but told apart from others, so that the same row again adds nothing.
            UNRESOLVED - 1 - row.institution
        })
    }

    /// Drops repeated rows, second scholars at one position, and papers over the limit of authors.
    fn settle_rows(&mut self, mut rows: Vec<Row>, texts: &Texts) -> Vec<Row> {
        let mut kept: Option<Row> = None;
        rows.retain(|row| {
            let paper = || texts.paper_id.get(row.paper as usize);
            let before = kept.filter(|kept| (kept.paper, kept.position) == (row.paper, row.position));
            let keep = match before {
                Some(last) if last.scholar != row.scholar => {
                    let detail =
                        format!("another scholar is at position {} of paper {:?}", row.position, paper());
                    self.refuse(row.place, "scholar_id", Reason::Conflict, detail);
                    false
                }
                // One author may state the same institution in several ways: each is kept, the institution counts once.
                Some(last) if repeats(&last, row) && row.statement != NO_STATEMENT => {
                    row.statement != last.statement
                }
                Some(last) if repeats(&last, row) => {
                    let detail =
                        format!("position {} of paper {:?} has this row already", row.position, paper());
                    self.refuse(row.place, "", Reason::Duplicate, detail);
                    false
                }
                _ => true,
            };
            if keep {
                kept = Some(*row);
            }
            keep
        });
        self.refuse_crowds(&mut rows, texts);
        rows
    }

    fn refuse_crowds(&mut self, rows: &mut Vec<Row>, texts: &Texts) {
        let mut crowded = Vec::new();
        for paper in rows.chunk_by(|a, b| a.paper == b.paper) {
            let authors = paper.chunk_by(|a, b| a.position == b.position).count();
            if authors > limits::AUTHORS as usize {
                let id = texts.paper_id.get(paper[0].paper as usize);
                let detail = format!("paper {id:?} has {authors} authors; the limit is {}", limits::AUTHORS);
                self.refuse(paper[0].place, "", Reason::TooManyAuthors, detail);
                crowded.push(paper[0].paper);
            }
        }
        if !crowded.is_empty() {
            rows.retain(|row| crowded.binary_search(&row.paper).is_err());
        }
    }

    /// The most frequent name of each scholar; of equally frequent ones the first in byte order.
    fn name_scholars(&self, rows: &[Row], scholars: &[Option<u32>], count: u32, texts: &mut Texts) {
        let mut names: Vec<(u32, u32)> =
            rows.iter().filter_map(|r| Some((scholars[r.scholar as usize]?, r.name))).collect();
        names.par_sort_unstable();
        let mut best = vec![(Reverse(0), &b""[..]); count as usize];
        for same in names.chunk_by(|a, b| a == b) {
            let candidate = (Reverse(same.len()), self.names.get(same[0].1));
            let best = &mut best[same[0].0 as usize];
            if !candidate.1.is_empty() && (best.1.is_empty() || candidate < *best) {
                *best = candidate;
            }
        }
        texts.scholar_name =
            best.iter().map(|(_, name)| std::str::from_utf8(name).unwrap_or_default()).collect();
    }

    /// Notes papers without authors and scholars that stand twice on one paper.
    fn note_papers(&mut self, corpus: &Corpus, texts: &Texts) {
        let mut authors = Vec::new();
        for paper in 0..corpus.papers.len() {
            let scholars = &corpus.authorships.scholar[corpus.papers.authorships(paper)];
            authors.clear();
            authors.extend_from_slice(scholars);
            authors.sort_unstable();
            authors.dedup();
            let distinct = authors.len();
            if scholars.is_empty() || distinct < scholars.len() {
                let id = texts.paper_id.get(paper);
                let index = self.papers.find(id).unwrap_or_default();
                let place = *self.papers.get(index).0;
                let (reason, detail) = if scholars.is_empty() {
                    (Reason::NoAuthors, format!("paper {id:?} has no authorship and gives no credit"))
                } else {
                    let twice = scholars.len() - distinct;
                    (
                        Reason::RepeatedAuthor,
                        format!("paper {id:?} names {twice} scholar(s) twice; counted once"),
                    )
                };
                self.refuse(place, "", reason, detail);
            }
        }
    }
}

/// Whether `row` adds nothing to `last`, which stands before it at the same position of the same paper. Several
/// unresolved affiliations of one author are several; "none" beside an affiliation is nothing.
fn repeats(last: &Row, row: &Row) -> bool {
    row.institution == NO_AFFILIATION
        || (row.institution == last.institution && row.institution != UNRESOLVED)
        || (row.statement == last.statement && row.statement != NO_STATEMENT)
}

/// For each scholar its index among those that have an authorship, and how many have.
fn present(rows: &[Row], scholars: usize) -> (Vec<Option<u32>>, u32) {
    let mut seen = vec![false; scholars];
    for row in rows {
        seen[row.scholar as usize] = true;
    }
    let mut count = 0;
    let mut number = |seen: bool| {
        seen.then(|| {
            count += 1;
            count - 1
        })
    };
    let numbers = seen.into_iter().map(&mut number).collect();
    (numbers, count)
}

fn push_rows(rows: &[Row], scholars: &[Option<u32>], corpus: &mut Corpus) {
    let known = corpus.institutions.labels.len() as u32;
    let is_unresolved = |r: &&Row| (known..NO_AFFILIATION).contains(&r.institution);
    let into = &mut corpus.authorships;
    let first = &mut corpus.papers.first;
    for author in rows.chunk_by(|a, b| (a.paper, a.position) == (b.paper, b.position)) {
        while first.len() <= author[0].paper as usize {
            first.push(into.scholar.len() as u32);
        }
        into.scholar.push(scholars[author[0].scholar as usize].unwrap_or_default());
        into.position.push(author[0].position);
        into.unresolved.push(author.iter().filter(is_unresolved).count() as u32);
        let mut institutions: Vec<u32> =
            author.iter().map(|r| r.institution).filter(|&i| i < known).collect();
        institutions.dedup();
        into.institutions.push(institutions);
    }
    first.resize(corpus.papers.years.len() + 1, into.scholar.len() as u32);
}

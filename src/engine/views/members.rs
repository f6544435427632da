//! What a unit's papers are made of: its scholars and institutions, the venues and subfields it publishes in.

use super::Focus;
use super::figures::Credit;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::indicators::{Counting, Sum};
use crate::model::corpus::{Labels, NONE, Texts};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// By what members are ordered; ties by the other count, then key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// By papers.
    #[default]
    Papers,
    /// By citations.
    Citations,
}

/// A scholar, institution, venue or subfield of a unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Key.
    pub key: String,
    /// Name, or the key where there is none.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Distinct papers from the unit.
    pub papers: u64,
    /// Citations of those papers; what is not known is 0.
    pub citations: u64,
    /// Of the unit's number of papers, what comes through this member: by full counting the papers, by fractional counting
    /// their weight. Weights of scholars add up to the unit's, and so do those of institutions.
    pub credit: Credit,
}

impl Record for Member {
    const COLUMNS: &'static [Column] = &[
        Column::new("key", Kind::Text, ["key", "键"], "key"),
        Column::new("name", Kind::Text, ["name", "名称"], "name, or the key where there is none"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("papers", Kind::Integer, ["papers", "论文量"], "distinct papers from the unit"),
        Column::new(
            "citations",
            Kind::Integer,
            ["citations", "被引量"],
            "citations of those papers; not known is 0",
        ),
        Column::new(
            "credited_papers",
            Kind::Number,
            ["credited papers", "计入论文量"],
            "papers by full counting, their weight in the unit by fractional counting",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.key).into(),
            (&self.name).into(),
            (&self.name_zh).into(),
            self.papers.into(),
            self.citations.into(),
            self.credit.value().into(),
        ]
    }
}

/// What one member has on the unit's papers.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts {
    papers: u64,
    citations: u64,
    credit: Sum,
    last: Option<u32>,
}

impl Counts {
    /// Adds a paper, unless it is the one that was added last. By full counting the paper is the credit.
    fn add(&mut self, focus: &Focus<'_>, paper: u32) {
        if self.last.replace(paper) != Some(paper) {
            self.papers += 1;
            self.citations += focus.citations(paper);
            if focus.ranked.profile.counting == Counting::Full {
                self.credit.add(1, 1);
            }
        }
    }

    /// Adds affiliations on a paper: their weight is the credit by fractional counting.
    fn weigh(&mut self, focus: &Focus<'_>, paper: u32, (all, own): (u64, u64)) {
        self.add(focus, paper);
        if focus.ranked.profile.counting == Counting::Fractional {
            let authors = focus.corpus().papers.authorships(paper as usize).len() as u64;
            self.credit.add(authors * all, own);
        }
    }

    fn member(&self, key: &str, name: &str, name_zh: &str) -> Member {
        Member {
            key: key.to_owned(),
            name: if name.is_empty() { key } else { name }.to_owned(),
            name_zh: name_zh.to_owned(),
            papers: self.papers,
            citations: self.citations,
            credit: Credit(self.credit.clone()),
        }
    }
}

impl Sort {
    /// Which of two members stands first.
    pub fn compare(self, a: &Member, b: &Member) -> Ordering {
        let counts = |member: &Member| match self {
            Self::Papers => Reverse((member.papers, member.citations)),
            Self::Citations => Reverse((member.citations, member.papers)),
        };
        counts(a).cmp(&counts(b)).then_with(|| a.key.cmp(&b.key))
    }
}

fn sorted(mut members: Vec<Member>, sort: Sort) -> Vec<Member> {
    members.sort_by(|a, b| sort.compare(a, b));
    members
}

/// The unit's scholars by index, with what they signed from it.
pub(super) fn signers(focus: &Focus<'_>) -> BTreeMap<u32, Counts> {
    let mut found: BTreeMap<u32, Counts> = BTreeMap::new();
    for touched in &focus.papers {
        for (authorship, all, own) in focus.signed_on(touched.paper) {
            let scholar = focus.corpus().authorships.scholar[authorship];
            found.entry(scholar).or_default().weigh(focus, touched.paper, (all, own));
        }
    }
    found
}

/// A scholar by index.
pub(super) fn scholar(texts: &Texts, scholar: u32, counts: &Counts) -> Member {
    let scholar = scholar as usize;
    counts.member(texts.scholar_id.get(scholar), texts.scholar_name.get(scholar), "")
}

/// Every scholar with an affiliation in the unit on a selected paper. O(authorships of the unit's papers, log scholars).
pub fn scholars(focus: &Focus<'_>, texts: &Texts, sort: Sort) -> Vec<Member> {
    let members = signers(focus).into_iter().map(|(one, counts)| scholar(texts, one, &counts));
    sorted(members.collect(), sort)
}

/// Every institution of the unit with a selected paper. O(affiliations of the unit's papers, log institutions).
pub fn institutions(focus: &Focus<'_>, sort: Sort) -> Vec<Member> {
    let corpus = focus.corpus();
    let mut found: BTreeMap<u32, Counts> = BTreeMap::new();
    for touched in &focus.papers {
        for (authorship, all, _) in focus.signed_on(touched.paper) {
            for &institution in corpus.authorships.institutions.row(authorship) {
                if focus.units.of_institution[institution as usize] == focus.unit {
                    found.entry(institution).or_default().weigh(focus, touched.paper, (all, 1));
                }
            }
        }
    }
    labelled(found, &corpus.institutions.labels, sort)
}

/// Venues of the unit's papers. A paper without venue is in none. O(papers of the unit).
pub fn venues(focus: &Focus<'_>, sort: Sort) -> Vec<Member> {
    let corpus = focus.corpus();
    let venue = |paper: u32| Some(corpus.papers.venue[paper as usize]).filter(|&venue| venue != NONE);
    by_topic(focus, &corpus.venues, |paper| venue(paper).into_iter().collect(), sort)
}

/// Subfields of the unit's papers. A paper of two subfields is in both. O(papers of the unit).
pub fn subfields(focus: &Focus<'_>, sort: Sort) -> Vec<Member> {
    let corpus = focus.corpus();
    by_topic(focus, &corpus.subfields, |paper| corpus.papers.subfields.row(paper as usize).to_vec(), sort)
}

fn by_topic(focus: &Focus<'_>, labels: &Labels, topics: impl Fn(u32) -> Vec<u32>, sort: Sort) -> Vec<Member> {
    let mut found: BTreeMap<u32, Counts> = BTreeMap::new();
    for touched in &focus.papers {
        for topic in topics(touched.paper) {
            let counts = found.entry(topic).or_default();
            counts.papers += 1;
            counts.citations += focus.citations(touched.paper);
            counts.credit.add_all(&touched.credit.paper);
        }
    }
    labelled(found, labels, sort)
}

fn labelled(found: BTreeMap<u32, Counts>, labels: &Labels, sort: Sort) -> Vec<Member> {
    let member = |(index, counts): (u32, Counts)| {
        let index = index as usize;
        counts.member(labels.id.get(index), labels.name.get(index), labels.name_zh.get(index))
    };
    sorted(found.into_iter().map(member).collect(), sort)
}

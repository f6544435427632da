//! What is behind a number of a unit: the papers, scholars or institutions that make it up, each with what the unit is
//! credited with for it. The credits add up to the number that the ranking shows, to the last fraction.

use super::Focus;
use super::figures::Credit;
use super::members::{self, Counts, Member, Sort};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::indicators::{Sum, Tally};
use crate::model::corpus::{NONE, Texts};
use serde::Serialize;

/// A number that papers make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfPapers {
    /// Papers.
    Papers,
    /// Citations of the papers: what `citations_per_paper` divides.
    Citations,
    /// International collaborations by the rule of the profile.
    InternationalCollaborations,
}

/// A number that scholars or institutions make up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OfMembers {
    /// Scholars.
    Scholars,
    /// Institutions.
    Institutions,
}

impl OfPapers {
    /// The number, as the ranking counted it.
    pub fn total(self, tally: &Tally) -> &Sum {
        match self {
            Self::Papers => &tally.papers,
            Self::Citations => &tally.paper_citations,
            Self::InternationalCollaborations => &tally.collaborations,
        }
    }
}

impl OfMembers {
    /// The number, as the ranking counted it.
    pub fn total(self, tally: &Tally) -> &Sum {
        match self {
            Self::Scholars => &tally.scholars,
            Self::Institutions => &tally.institutions,
        }
    }
}

/// A paper that gives a unit credit.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperBehind {
    /// Key.
    pub paper_id: String,
    /// Title.
    pub title: String,
    /// DOI, or empty.
    pub doi: String,
    /// Year, where known.
    pub year: Option<u32>,
    /// Key of the venue, or empty.
    pub venue: String,
    /// Citations, where known.
    pub citations: Option<u64>,
    /// Units of other countries on it.
    pub foreign_units: u64,
    /// What the unit gets for it.
    pub credit: Credit,
}

impl Record for PaperBehind {
    const COLUMNS: &'static [Column] = &[
        Column::new("paper_id", Kind::Text, ["paper", "论文键"], "key of the paper"),
        Column::new("title", Kind::Text, ["title", "标题"], "title"),
        Column::new("doi", Kind::Text, ["DOI", "DOI"], "DOI, where known"),
        Column::new("year", Kind::Integer, ["year", "年份"], "year of publication, where known"),
        Column::new("venue", Kind::Text, ["venue", "会议或期刊"], "key of the venue, where known"),
        Column::new(
            "citations",
            Kind::Integer,
            ["citations", "被引量"],
            "times cited, where known; else it counts as 0",
        ),
        Column::new(
            "foreign_units",
            Kind::Integer,
            ["foreign units", "外国单元数"],
            "units on the paper whose ranked country differs",
        ),
        Column::new(
            "credit",
            Kind::Number,
            ["credit", "计入值"],
            "what the unit gets; adds up to its number",
        ),
        Column::new(
            "credit_exact",
            Kind::Text,
            ["exact credit", "精确计入值"],
            "the same as an exact fraction",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = vec![
            (&self.paper_id).into(),
            (&self.title).into(),
            (&self.doi).into(),
            self.year.into(),
            (&self.venue).into(),
            self.citations.into(),
            self.foreign_units.into(),
        ];
        cells.extend(self.credit.cells());
        cells
    }
}

/// The papers behind a number, most cited first, then by key; those that give nothing are left out. O(papers of the unit,
/// sorted).
pub fn papers(focus: &Focus<'_>, texts: &Texts, of: OfPapers) -> Vec<PaperBehind> {
    let corpus = focus.corpus();
    let credit = |touched: &super::Touched| match of {
        OfPapers::Papers => touched.credit.paper.clone(),
        OfPapers::Citations => touched.credit.paper.times(focus.citations(touched.paper)),
        OfPapers::InternationalCollaborations => touched.credit.collaborations.clone(),
    };
    let row = |(touched, credit): (&super::Touched, Sum)| {
        let paper = touched.paper as usize;
        let venue = corpus.papers.venue[paper];
        PaperBehind {
            paper_id: texts.paper_id.get(paper).to_owned(),
            title: texts.title.get(paper).to_owned(),
            doi: texts.doi.get(paper).to_owned(),
            year: corpus.papers.year(paper),
            venue: if venue == NONE { "" } else { corpus.venues.id.get(venue as usize) }.to_owned(),
            citations: corpus.papers.citations(paper),
            foreign_units: touched.foreign.units,
            credit: Credit(credit),
        }
    };
    let credited = focus.papers.iter().map(|touched| (touched, credit(touched)));
    let mut rows: Vec<PaperBehind> = credited.filter(|(_, credit)| !credit.is_zero()).map(row).collect();
    rows.sort_by(|a, b| b.citations.cmp(&a.citations).then_with(|| a.paper_id.cmp(&b.paper_id)));
    rows
}

/// A scholar or institution that gives a unit credit.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberBehind {
    /// Who it is, and what it published from the unit.
    pub member: Member,
    /// What the unit gets for it: 1, or of a scholar the share of affiliations that are in the unit.
    pub credit: Credit,
}

/// Columns that a member has by itself.
const OF_A_MEMBER: usize = Member::COLUMNS.len();

impl Record for MemberBehind {
    const COLUMNS: &'static [Column] = &{
        let says = "what the unit gets for it; adds up to its number";
        let exact = "the same as an exact fraction";
        let mut columns = [Column::new("credit", Kind::Number, ["credit", "计入值"], says); OF_A_MEMBER + 2];
        let mut i = 0;
        while i < OF_A_MEMBER {
            columns[i] = Member::COLUMNS[i];
            i += 1;
        }
        columns[OF_A_MEMBER + 1] =
            Column::new("credit_exact", Kind::Text, ["exact credit", "精确计入值"], exact);
        columns
    };

    fn cells(&self) -> Vec<Cell> {
        let mut cells = self.member.cells();
        cells.extend(self.credit.cells());
        cells
    }
}

/// The scholars or institutions behind a number, by papers or citations, then key. O(authorships) by fractional counting of
/// scholars, else O(authorships of the unit's papers).
pub fn members(focus: &Focus<'_>, texts: &Texts, of: OfMembers, sort: Sort) -> Vec<MemberBehind> {
    match of {
        OfMembers::Institutions => members::institutions(focus, sort)
            .into_iter()
            .map(|member| MemberBehind { member, credit: Credit(Sum::whole(1)) })
            .collect(),
        OfMembers::Scholars => scholars(focus, texts, sort),
    }
}

fn scholars(focus: &Focus<'_>, texts: &Texts, sort: Sort) -> Vec<MemberBehind> {
    // Both have every scholar of the unit, ascending.
    let (shares, signers) = (focus.scholar_shares(|_| ()), members::signers(focus));
    let row = |(share, (scholar, counts)): (Sum, (u32, Counts))| MemberBehind {
        member: members::scholar(texts, scholar, &counts),
        credit: Credit(share),
    };
    let mut rows: Vec<MemberBehind> = shares.into_values().zip(signers).map(row).collect();
    rows.sort_by(|a, b| sort.compare(&a.member, &b.member));
    rows
}

//! What the first units of a ranking have together. Each share stands twice: of what is distinct, and as the study adds up what
//! its cities have one by one.

use super::countries::share;
use super::figures::{number, optional};
use crate::base::Result;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use crate::graph::Units;
use crate::indicators::measures::Input;
use crate::indicators::{Counting, Sum};
use crate::model::corpus::NONE;
use serde::Serialize;

/// What the first units of a ranking have together.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Top {
    /// The first n units.
    pub top: u64,
    /// Distinct papers that one of them is on.
    pub papers: u64,
    /// Of all selected papers.
    #[serde(serialize_with = "optional")]
    pub share_of_papers: Option<f64>,
    /// Their full counts added up.
    pub papers_summed: u64,
    /// That sum / all selected papers: what the study calls a share.
    #[serde(serialize_with = "optional")]
    pub share_of_papers_summed: Option<f64>,
    /// Weight of their affiliations on papers.
    #[serde(serialize_with = "number")]
    pub papers_fractional: f64,
    /// Of all selected papers.
    #[serde(serialize_with = "optional")]
    pub share_of_papers_fractional: Option<f64>,
    /// Distinct scholars that signed from one of them.
    pub scholars: u64,
    /// Of all scholars of the selected papers.
    #[serde(serialize_with = "optional")]
    pub share_of_scholars: Option<f64>,
    /// Their scholars by full counting added up.
    pub scholars_summed: u64,
    /// That sum / all scholars of the selected papers: what the study calls a share.
    #[serde(serialize_with = "optional")]
    pub share_of_scholars_summed: Option<f64>,
    /// Institutions with a paper: each lies in one unit.
    pub institutions: u64,
    /// Distinct known countries they lie in.
    pub countries: u64,
}

impl Record for Top {
    const COLUMNS: &'static [Column] = &[
        Column::new("top", Kind::Integer, ["the first", "前 n 名"], "the first n units of the ranking")
            .in_unit("units"),
        Column::new("papers", Kind::Integer, ["papers", "论文量"], "distinct papers that one of them is on")
            .in_unit("papers"),
        Column::new(
            "share_of_papers",
            Kind::Number,
            ["share of papers", "论文占比"],
            "papers / all selected papers",
        )
        .in_unit("share"),
        Column::new(
            "papers_summed",
            Kind::Integer,
            ["full counts added up", "各单元论文量之和"],
            "their full counts added up: a paper of two of them counts twice",
        )
        .in_unit("papers"),
        Column::new(
            "share_of_papers_summed",
            Kind::Number,
            ["share as the study adds it up", "论文占比（报告口径）"],
            "papers_summed / all selected papers: what the study calls a share; may exceed 1",
        )
        .in_unit("share"),
        Column::new(
            "papers_fractional",
            Kind::Number,
            ["papers, fractional counting", "论文量（分数计数）"],
            "weight of their affiliations on papers",
        )
        .in_unit("papers"),
        Column::new(
            "share_of_papers_fractional",
            Kind::Number,
            ["share of papers, fractional counting", "论文占比（分数计数）"],
            "papers_fractional / all selected papers",
        )
        .in_unit("share"),
        Column::new(
            "scholars",
            Kind::Integer,
            ["scholars", "学者量"],
            "distinct scholars that signed from one of them",
        )
        .in_unit("scholars"),
        Column::new(
            "share_of_scholars",
            Kind::Number,
            ["share of scholars", "学者占比"],
            "scholars / all scholars of the selected papers",
        )
        .in_unit("share"),
        Column::new(
            "scholars_summed",
            Kind::Integer,
            ["scholars added up", "各单元学者量之和"],
            "their scholars by full counting added up: who signed from two of them counts twice",
        )
        .in_unit("scholars"),
        Column::new(
            "share_of_scholars_summed",
            Kind::Number,
            ["share of scholars as the study adds it up", "学者占比（报告口径）"],
            "scholars_summed / all scholars of the selected papers: what the study calls a share",
        )
        .in_unit("share"),
        Column::new(
            "institutions",
            Kind::Integer,
            ["institutions", "机构量"],
            "institutions with a paper in one of them",
        )
        .in_unit("institutions"),
        Column::new(
            "countries",
            Kind::Integer,
            ["countries", "国家数"],
            "distinct countries that they lie in",
        )
        .in_unit("countries"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.top.into(),
            self.papers.into(),
            self.share_of_papers.into(),
            self.papers_summed.into(),
            self.share_of_papers_summed.into(),
            self.papers_fractional.into(),
            self.share_of_papers_fractional.into(),
            self.scholars.into(),
            self.share_of_scholars.into(),
            self.scholars_summed.into(),
            self.share_of_scholars_summed.into(),
            self.institutions.into(),
            self.countries.into(),
        ]
    }
}

/// Sizes of a top that are shown, as far as there are so many units; the last row is all of them.
pub const SIZES: [usize; 9] = [1, 10, 20, 50, 100, 200, 500, 1000, 2000];

/// Counts by the best-placed unit that a paper, scholar, institution or country touches: the first n of it are those of the
/// first n units, each once.
struct ByPlace {
    papers: Vec<u64>,
    scholars: Vec<u64>,
    institutions: Vec<u64>,
    countries: Vec<u64>,
    all_scholars: u64,
}

/// The first units of a ranking, by [`SIZES`]. O(affiliations).
///
/// # Errors
/// As [`crate::indicators::count::count`].
pub fn tops(ranked: &Ranked) -> Result<Vec<Top>> {
    let request = ranked.request();
    let units = ranked.units();
    let input = Input::new(&ranked.corpus, &units, &request);
    let (full, fractional) = (input.tallies(Counting::Full)?, input.tallies(Counting::Fractional)?);
    let rows = &ranked.ranking.rows;
    let by_place = by_place(ranked, &units);
    let first = |counts: &[u64], n: usize| counts[..n].iter().sum::<u64>();
    let row = |n: usize| {
        let tallies = rows[..n].iter().map(|row| row.unit);
        let papers_summed: u64 = tallies.clone().map(|unit| full.units[unit as usize].papers.count()).sum();
        let scholars_summed: u64 =
            tallies.clone().map(|unit| full.units[unit as usize].scholars.count()).sum();
        let mut weight = Sum::default();
        tallies.for_each(|unit| weight.add_all(&fractional.units[unit as usize].papers));
        let (papers, scholars) = (first(&by_place.papers, n), first(&by_place.scholars, n));
        let of_papers = |part: f64| share(part, ranked.coverage.papers);
        let of_scholars = |part: u64| share(part as f64, by_place.all_scholars);
        Top {
            top: n as u64,
            papers,
            share_of_papers: of_papers(papers as f64),
            papers_summed,
            share_of_papers_summed: of_papers(papers_summed as f64),
            papers_fractional: weight.value(),
            share_of_papers_fractional: of_papers(weight.value()),
            scholars,
            share_of_scholars: of_scholars(scholars),
            scholars_summed,
            share_of_scholars_summed: of_scholars(scholars_summed),
            institutions: first(&by_place.institutions, n),
            countries: first(&by_place.countries, n),
        }
    };
    Ok(SIZES.into_iter().filter(|&n| n < rows.len()).chain([rows.len()]).map(row).collect())
}

fn by_place(ranked: &Ranked, units: &Units<'_>) -> ByPlace {
    let (corpus, rows) = (&ranked.corpus, &ranked.ranking.rows);
    let mut place = vec![usize::MAX; units.len()];
    rows.iter().enumerate().for_each(|(i, row)| place[row.unit as usize] = i);
    let of_institution = |&institution: &u32| match units.of_institution[institution as usize] {
        NONE => usize::MAX,
        unit => place[unit as usize],
    };
    let none = usize::MAX;
    let mut scholars = vec![none; corpus.scholars as usize];
    let mut is_scholar = vec![false; corpus.scholars as usize];
    let mut institutions = vec![none; units.of_institution.len()];
    let mut papers = Vec::new();
    for paper in (0..corpus.papers.len()).filter(|&paper| ranked.selection.has(corpus, paper)) {
        let mut best = none;
        for authorship in corpus.papers.authorships(paper) {
            let scholar = corpus.authorships.scholar[authorship] as usize;
            is_scholar[scholar] = true;
            for institution in corpus.authorships.institutions.row(authorship) {
                let own = of_institution(institution);
                institutions[*institution as usize] = own;
                scholars[scholar] = scholars[scholar].min(own);
                best = best.min(own);
            }
        }
        papers.push(best);
    }
    let mut countries = vec![none; corpus.countries.len()];
    for (i, row) in rows.iter().enumerate() {
        let country = units.country[row.unit as usize];
        if country != NONE {
            countries[country as usize] = countries[country as usize].min(i);
        }
    }
    let counted = |places: Vec<usize>| {
        let mut counts = vec![0; rows.len()];
        places.into_iter().filter(|&place| place != none).for_each(|place| counts[place] += 1);
        counts
    };
    ByPlace {
        papers: counted(papers),
        scholars: counted(scholars),
        institutions: counted(institutions),
        countries: counted(countries),
        all_scholars: is_scholar.into_iter().filter(|&is| is).count() as u64,
    }
}

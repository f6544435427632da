//! The papers behind the causes of one unit's change.

use super::merge::Common;
use super::{Edition, Identity, identity};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::engine::views::{Focus, Touched};
use crate::engine::{Ranked, explain};
use crate::indicators::Counting;
use crate::indicators::credit::Credit;
use crate::robustness::difference::STAGES;
use std::collections::BTreeMap;

/// A paper that gives a unit other credit after a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperChange {
    /// Key of the unit.
    pub unit: String,
    /// The stage, by its place in [`STAGES`].
    pub stage: usize,
    /// Key of the paper.
    pub paper: String,
    /// Title.
    pub title: String,
    /// What the unit has of it before the stage: exact credit, scholars, institutions, collaborations, citations; `None`:
    /// nothing.
    pub before: Option<Had>,
    /// After the stage.
    pub after: Option<Had>,
}

/// What a unit has of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Had {
    /// The paper, as far as it is credited to the unit, and its international collaborations.
    pub credit: Credit,
    /// Times cited; what is not known is 0.
    pub citations: u64,
    /// Scholars who signed from the unit; by fractional counting with all their affiliations and those in the unit.
    pub scholars: Vec<(u32, u64, u64)>,
    /// Keys of its institutions on the paper.
    pub institutions: Vec<String>,
}

impl Record for PaperChange {
    const COLUMNS: &'static [Column] = &[
        Column::new("unit", Kind::Text, ["unit", "单元"], "key of the unit"),
        Column::new(
            "cause",
            Kind::Text,
            ["cause", "原因"],
            "stage in which the unit's credit for the paper changes",
        ),
        Column::new("paper_id", Kind::Text, ["paper", "论文"], "key of the paper"),
        Column::new("title", Kind::Text, ["title", "标题"], "title"),
        Column::new(
            "credit_before",
            Kind::Text,
            ["credit before", "之前计入"],
            "papers credited before the stage, exact; empty: the paper gave none",
        )
        .in_unit("papers"),
        Column::new("credit_after", Kind::Text, ["credit after", "之后计入"], "the same after the stage")
            .in_unit("papers"),
        Column::new(
            "citations_before",
            Kind::Integer,
            ["citations before", "之前被引"],
            "citations before the stage",
        )
        .in_unit("citations"),
        Column::new(
            "citations_after",
            Kind::Integer,
            ["citations after", "之后被引"],
            "the same after the stage",
        )
        .in_unit("citations"),
        Column::new(
            "scholars_before",
            Kind::Integer,
            ["scholars before", "之前学者"],
            "scholars who signed from the unit before the stage",
        )
        .in_unit("scholars"),
        Column::new(
            "scholars_after",
            Kind::Integer,
            ["scholars after", "之后学者"],
            "the same after the stage",
        )
        .in_unit("scholars"),
        Column::new(
            "collaborations_before",
            Kind::Text,
            ["collaborations before", "之前合作"],
            "international collaborations before the stage, exact",
        )
        .in_unit("collaborations"),
        Column::new(
            "collaborations_after",
            Kind::Text,
            ["collaborations after", "之后合作"],
            "the same after the stage",
        )
        .in_unit("collaborations"),
        Column::new(
            "institutions_before",
            Kind::Texts,
            ["institutions before", "之前机构"],
            "institutions of the unit on the paper before the stage",
        ),
        Column::new(
            "institutions_after",
            Kind::Texts,
            ["institutions after", "之后机构"],
            "the same after the stage",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        let both = |cell: fn(&Had) -> Cell| {
            [&self.before, &self.after].map(|had| had.as_ref().map_or(Cell::Null, cell))
        };
        let unit = [&self.unit, STAGES[self.stage].id, &self.paper, &self.title].map(Cell::from);
        let figures = [
            both(|had| had.credit.paper.to_string().as_str().into()),
            both(|had| had.citations.into()),
            both(|had| (had.scholars.len() as u64).into()),
            both(|had| had.credit.collaborations.to_string().as_str().into()),
            both(|had| had.institutions.as_slice().into()),
        ];
        unit.into_iter().chain(figures.into_iter().flatten()).collect()
    }
}

/// Collects them along the path.
pub(super) struct Behind {
    units: Vec<Identity>,
    /// By unit: what it had of each paper after the last stage.
    had: Vec<BTreeMap<u32, Had>>,
    found: Vec<Found>,
}

/// Unit, stage, paper; before and after.
type Found = ((usize, usize, u32), (Option<Had>, Option<Had>));

impl Behind {
    /// Finds the units, in B or else in A.
    pub(super) fn new(a: &Ranked, b: &Ranked, names: &[String]) -> Result<Self> {
        let find = |name: &String| {
            let found = match explain::find(b, name) {
                Err(Error::NotFound { .. }) => explain::find(a, name).map(|unit| (a, unit)),
                other => other.map(|unit| (b, unit)),
            };
            found.map(|(ranked, unit)| identity(&ranked.units(), unit))
        };
        let units = names.iter().map(find).collect::<Result<Vec<Identity>>>()?;
        Ok(Self { had: vec![BTreeMap::new(); units.len()], units, found: Vec::new() })
    }

    /// Looks at the ranking after so many stages; `papers` are the pairs of its papers.
    pub(super) fn look(&mut self, stages: usize, ranked: &Ranked, papers: &[u32]) {
        for number in 0..self.units.len() {
            let has = had(ranked, &self.units[number], papers);
            let before = std::mem::replace(&mut self.had[number], has.clone());
            let Some(stage) = stages.checked_sub(1) else { continue };
            let mut all: Vec<u32> = before.keys().chain(has.keys()).copied().collect();
            all.sort_unstable();
            all.dedup();
            for paper in all {
                let (old, new) = (before.get(&paper), has.get(&paper));
                if old != new {
                    self.found.push(((number, stage, paper), (old.cloned(), new.cloned())));
                }
            }
        }
    }

    /// All of them with the names of their papers, by unit, stage and paper.
    pub(super) fn finish(mut self, a: &Edition, b: &Edition, common: &Common) -> Vec<PaperChange> {
        self.found.sort_by_key(|(place, _)| *place);
        let named = |((unit, stage, paper), (before, after)): Found| {
            let (texts, i) = common.papers[paper as usize].first(&*a.texts, &*b.texts);
            let (paper, title) = (texts.paper_id.get(i).to_owned(), texts.title.get(i).to_owned());
            PaperChange { unit: self.units[unit].1.clone(), stage, paper, title, before, after }
        };
        self.found.into_iter().map(named).collect()
    }
}

fn had(ranked: &Ranked, unit: &Identity, papers: &[u32]) -> BTreeMap<u32, Had> {
    let units = ranked.units();
    let number = (0..units.len() as u32).find(|&number| identity(&units, number) == *unit);
    let Some(number) = number else { return BTreeMap::new() };
    let focus = Focus::new(ranked, number);
    focus.papers.iter().map(|touched| (papers[touched.paper as usize], of(&focus, touched))).collect()
}

fn of(focus: &Focus<'_>, touched: &Touched) -> Had {
    let corpus = focus.corpus();
    let whole = focus.ranked.profile.counting == Counting::Full;
    let scholar = |(authorship, all, own): (usize, u64, u64)| {
        let scholar = corpus.authorships.scholar[authorship];
        if whole { (scholar, 1, 1) } else { (scholar, all, own) }
    };
    let mut scholars: Vec<(u32, u64, u64)> = focus.signed_on(touched.paper).map(scholar).collect();
    scholars.sort_unstable();
    if whole {
        scholars.dedup();
    }
    let institutions = focus.institutions_on(touched.paper);
    Had {
        credit: touched.credit.clone(),
        citations: focus.citations(touched.paper),
        scholars,
        institutions: institutions
            .iter()
            .map(|&i| corpus.institutions.labels.id.get(i as usize).to_owned())
            .collect(),
    }
}

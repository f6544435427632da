//! What a unit's place rests on: where it would stand without one of its papers, without the papers that one scholar signed
//! from it, and without those of one of its institutions. The papers are taken out for everybody, as if they had not been
//! published; all else stays.

use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::views::Focus;
use crate::indicators::catalogue;
use crate::model::corpus::Texts;
use crate::robustness::what_if::{Outcome, WhatIf};
use crate::robustness::without::Without;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A sort of thing that is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One paper.
    Paper,
    /// The papers that one scholar signed from the unit.
    Scholar,
    /// The papers signed with one institution of the unit.
    Institution,
}

/// Every part, in the order of the output.
pub const PARTS: [Part; 3] = [Part::Paper, Part::Scholar, Part::Institution];

impl Part {
    /// Its name in output.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Scholar => "scholar",
            Self::Institution => "institution",
        }
    }
}

/// The unit without one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// What sort of thing.
    pub part: Part,
    /// Its key.
    pub key: String,
    /// Its name or title; may be empty.
    pub name: String,
    /// Papers that go with it.
    pub papers: u64,
    /// Where the unit would stand; `None`: it would not be ranked.
    pub outcome: Option<Outcome>,
    /// What its innovation index would gain or (below 0) lose.
    pub change: Option<f64>,
}

impl Record for LeftOut {
    const COLUMNS: &'static [Column] = &[
        Column::new("without", Kind::Text, ["without", "去除"], "sort of thing that is left out"),
        Column::new("key", Kind::Text, ["key", "键"], "its key"),
        Column::new("name", Kind::Text, ["name", "名称"], "its name or title"),
        Column::new("papers", Kind::Integer, ["papers", "论文量"], "papers that go with it"),
        Column::new(
            "innovation_index",
            Kind::Number,
            ["innovation index", "创新指数"],
            "of the unit without it; empty: not ranked",
        ),
        Column::new("change", Kind::Number, ["change", "变化"], "of the unit's innovation index")
            .in_unit("points"),
        Column::new("rank", Kind::Integer, ["rank", "排名"], "of the unit without it; empty: not ranked"),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            self.part.id().into(),
            (&self.key).into(),
            (&self.name).into(),
            self.papers.into(),
            self.outcome.map(|outcome| outcome.indices[4]).into(),
            self.change.into(),
            self.outcome.map(|outcome| outcome.rank).into(),
        ]
    }
}

/// For each of [`PARTS`] the `most` things without which the unit's innovation index would be lowest, lowest first, then by
/// key. Cost: O(units) for each paper, scholar and institution of the unit, beside the affiliations of the papers that go.
pub fn rests_on(focus: &Focus<'_>, texts: &Texts, most: usize) -> Vec<LeftOut> {
    let ranked = focus.ranked;
    let request = ranked.request();
    let without = Without::new(&ranked.corpus, &focus.units, &request, &ranked.tallies);
    let what_if = WhatIf::new(&focus.units, &ranked.ranking, &ranked.profile);
    let worst = |part: Part| {
        let groups: Vec<(u32, Vec<u32>)> = groups(focus, part).into_iter().collect();
        let outcome = |walker: &mut _, (_, papers): &(u32, Vec<u32>)| {
            let tallies = without.tallies(walker, papers);
            let changes = tallies.iter().map(|(&unit, tally)| (unit, catalogue::values(tally))).collect();
            what_if.outcome(&changes, focus.unit)
        };
        let outcomes: Vec<Option<Outcome>> =
            groups.par_iter().map_init(|| without.walker(), outcome).collect();
        let mut left: Vec<LeftOut> = groups
            .iter()
            .zip(outcomes)
            .map(|((one, papers), outcome)| left_out(focus, texts, (part, *one), papers.len(), outcome))
            .collect();
        left.sort_by(lowest_first);
        left.truncate(most);
        left
    };
    PARTS.into_iter().flat_map(worst).collect()
}

/// What of a part the unit has, each with its papers, ascending.
fn groups(focus: &Focus<'_>, part: Part) -> BTreeMap<u32, Vec<u32>> {
    let mut groups: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for paper in focus.papers.iter().map(|touched| touched.paper) {
        let members: Vec<u32> = match part {
            Part::Paper => vec![paper],
            Part::Institution => focus.institutions_on(paper),
            Part::Scholar => {
                let scholar =
                    |(authorship, ..): (usize, u64, u64)| focus.corpus().authorships.scholar[authorship];
                focus.signed_on(paper).map(scholar).collect()
            }
        };
        for member in members {
            let papers = groups.entry(member).or_default();
            // A scholar may be twice on a paper.
            if papers.last() != Some(&paper) {
                papers.push(paper);
            }
        }
    }
    groups
}

fn left_out(
    focus: &Focus<'_>,
    texts: &Texts,
    (part, one): (Part, u32),
    papers: usize,
    outcome: Option<Outcome>,
) -> LeftOut {
    let one = one as usize;
    let labels = &focus.corpus().institutions.labels;
    let (key, name) = match part {
        Part::Paper => (texts.paper_id.get(one), texts.title.get(one)),
        Part::Scholar => (texts.scholar_id.get(one), texts.scholar_name.get(one)),
        Part::Institution => (labels.id.get(one), labels.name.get(one)),
    };
    let now = focus.ranked.ranking.rows.iter().find(|row| row.unit == focus.unit).map(|row| row.indices[4]);
    let change = outcome.zip(now).map(|(outcome, now)| outcome.indices[4] - now);
    LeftOut { part, key: key.to_owned(), name: name.to_owned(), papers: papers as u64, outcome, change }
}

/// What leaves nothing to rank is the heaviest.
fn lowest_first(a: &LeftOut, b: &LeftOut) -> Ordering {
    let index = |left: &LeftOut| left.outcome.map_or(f64::NEG_INFINITY, |outcome| outcome.indices[4]);
    index(a).total_cmp(&index(b)).then_with(|| a.key.cmp(&b.key))
}

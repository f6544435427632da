//! What changed between two windows of years: edges that are new, lost, growing, shrinking or steady.

use super::derive::Derived;
use super::ends;
use super::model::Node;
use super::normalisation::NORMALISATIONS;
use super::threshold::Thresholds;
use super::{Counting, Nodes, Scope};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::graph::{Selection, collaboration};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What became of an edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Only in the later window.
    New,
    /// Only in the earlier window.
    Lost,
    /// In both, and more a year in the later one.
    Growing,
    /// In both, and less a year in the later one.
    Shrinking,
    /// In both, and as much a year.
    Steady,
}

/// Every fate.
pub const FATES: [Fate; 5] = [Fate::New, Fate::Lost, Fate::Growing, Fate::Shrinking, Fate::Steady];

impl Fate {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Lost => "lost",
            Self::Growing => "growing",
            Self::Shrinking => "shrinking",
            Self::Steady => "steady",
        }
    }
}

/// An edge in two windows.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed<'a> {
    /// One of its nodes: the one of more papers in both windows together.
    pub a: Node<'a>,
    /// The other.
    pub b: Node<'a>,
    /// What became of it.
    pub fate: Fate,
    /// Shared papers in the earlier and in the later window.
    pub papers: [u32; 2],
    /// Weight in the earlier and in the later window: a year, unless it is normalised; 0 where it is not there.
    pub weight: [f64; 2],
    /// Whether the ranked countries are known and differ.
    pub international: bool,
}

impl Changed<'_> {
    /// Later weight less earlier.
    pub fn change(&self) -> f64 {
        self.weight[1] - self.weight[0]
    }
}

impl Record for Changed<'_> {
    const COLUMNS: &'static [Column] = &[
        ends::A,
        ends::B,
        ends::A_NAME,
        ends::B_NAME,
        ends::A_NAME_ZH,
        ends::B_NAME_ZH,
        Column::new(
            "fate",
            Kind::Text,
            ["change", "变化"],
            "new, lost, growing, shrinking or steady: by the weight a year",
        ),
        Column::new(
            "papers_before",
            Kind::Integer,
            ["shared papers before", "前期合作论文量"],
            "shared papers of the earlier window",
        ),
        Column::new(
            "papers_after",
            Kind::Integer,
            ["shared papers after", "后期合作论文量"],
            "shared papers of the later window",
        ),
        Column::new(
            "weight_before",
            Kind::Number,
            ["weight before", "前期权重"],
            "weight in the earlier window: a year, unless normalised",
        ),
        Column::new(
            "weight_after",
            Kind::Number,
            ["weight after", "后期权重"],
            "weight in the later window: a year, unless normalised",
        ),
        Column::new("change", Kind::Number, ["change of weight", "权重变化"], "later weight less earlier"),
        Column::new(
            "international",
            Kind::Boolean,
            ["international", "跨国"],
            "whether the ranked countries are known and differ",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        let mut cells = ends::cells(&self.a, &self.b);
        cells.extend([
            self.fate.name().into(),
            u64::from(self.papers[0]).into(),
            u64::from(self.papers[1]).into(),
            self.weight[0].into(),
            self.weight[1].into(),
            self.change().into(),
            self.international.into(),
        ]);
        cells
    }
}

/// Two windows of years, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// The earlier.
    pub before: (u32, u32),
    /// The later.
    pub after: (u32, u32),
}

impl Windows {
    /// Two windows, the earlier one first.
    ///
    /// # Errors
    /// Wrong use: they overlap.
    pub fn new(before: (u32, u32), after: (u32, u32)) -> Result<Self> {
        if before.1 < after.0 {
            return Ok(Self { before, after });
        }
        let years = |(from, to): (u32, u32)| format!("{from}-{to}");
        let message = format!("the window {} does not begin after {} ends", years(after), years(before));
        Err(Error::usage(message, "use windows that do not overlap, the earlier one first"))
    }
}

impl std::str::FromStr for Windows {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let bad =
            || Error::usage(format!("windows {text:?}"), "use two windows of years: 2013-2017,2018-2022");
        let year = |text: &str| text.parse::<u32>().ok().filter(|year| (1000..=9999).contains(year));
        let window = |text: &str| match text.split_once('-') {
            Some((from, to)) => year(from).zip(year(to)).filter(|(from, to)| from <= to),
            None => year(text).map(|year| (year, year)),
        };
        let (before, after) = text.split_once(',').ok_or_else(bad)?;
        let (before, after) = window(before).zip(window(after)).ok_or_else(bad)?;
        Self::new(before, after)
    }
}

/// Edges of two windows, those whose weight changed most first, then by their nodes. Nodes are left in by their papers of
/// both windows together; an edge is left in where either window has the shared papers and the weight that the thresholds
/// ask for.
///
/// # Errors
/// Wrong use: a threshold that only one network has, such as a backbone.
pub fn change<'a>(
    nodes: &'a Nodes<'a>,
    selection: &Selection,
    counting: Counting,
    thresholds: &Thresholds,
    windows: Windows,
) -> Result<Vec<Changed<'a>>> {
    if thresholds.backbone.is_some() || thresholds.edges_per_node.is_some() {
        let hint = "compare all edges, or those of a minimum of shared papers";
        return Err(Error::usage(
            "a backbone or a number of edges a node is of one network, not of a change",
            hint,
        ));
    }
    let of = |years| Derived::new(nodes, &Selection { years: Some(years), ..selection.clone() }, counting);
    let both = [of(windows.before)?, of(windows.after)?];
    let papers: Vec<u64> = both[0].papers.iter().zip(&both[1].papers).map(|(a, b)| a + b).collect();
    let left: BTreeSet<u32> = super::derive::chosen(nodes, &papers, thresholds).into_iter().collect();
    let mut pairs: BTreeMap<(u32, u32), [(u32, f64); 2]> = BTreeMap::new();
    for (at, years) in [(0, windows.before), (1, windows.after)] {
        let present = both[at].present() as f64;
        for edge in both[at].edges.iter().filter(|edge| left.contains(&edge.a) && left.contains(&edge.b)) {
            let weight = yearly(&both[at], edge, present, years);
            pairs.entry((edge.a, edge.b)).or_default()[at] = (edge.papers, weight);
        }
    }
    let passes = |&(papers, weight): &(u32, f64)| {
        papers > 0 && papers >= thresholds.minimum_shared && weight >= thresholds.minimum_weight
    };
    pairs.retain(|_, sides| sides.iter().any(passes));
    let row = |((a, b), sides): ((u32, u32), [(u32, f64); 2])| {
        let before = |node: u32| (papers[node as usize], nodes.key(node));
        let a_first = before(b).0.cmp(&before(a).0).then(before(a).1.cmp(before(b).1)) != Ordering::Greater;
        let (a, b) = if a_first { (a, b) } else { (b, a) };
        Changed {
            a: nodes.describe(a, papers[a as usize]),
            b: nodes.describe(b, papers[b as usize]),
            fate: fate(sides),
            papers: sides.map(|side| side.0),
            weight: sides.map(|side| side.1),
            international: Scope::International.has(nodes.country(a), nodes.country(b)),
        }
    };
    let mut rows: Vec<Changed<'a>> = pairs.into_iter().map(row).collect();
    let key = |row: &Changed<'a>| (row.a.key, row.b.key);
    rows.sort_by(|x, y| y.change().abs().total_cmp(&x.change().abs()).then_with(|| key(x).cmp(&key(y))));
    Ok(rows)
}

/// The weight of an edge a year of its window; a normalised one as it is, because it does not grow with the window.
fn yearly(derived: &Derived<'_>, edge: &collaboration::Edge, present: f64, (from, to): (u32, u32)) -> f64 {
    let (raw, normalised) = derived.weigh(edge, present);
    if derived.counting.normalisation.id == NORMALISATIONS[0].id {
        raw / f64::from(to - from + 1)
    } else {
        normalised
    }
}

/// What became of an edge. Sums of fractions in another order differ in their last bits: that is no change.
fn fate([before, after]: [(u32, f64); 2]) -> Fate {
    let change = after.1 - before.1;
    match (before.0, after.0) {
        (0, _) => Fate::New,
        (_, 0) => Fate::Lost,
        _ if change.abs() <= 1e-12 * before.1.max(after.1) => Fate::Steady,
        _ if change > 0.0 => Fate::Growing,
        _ => Fate::Shrinking,
    }
}

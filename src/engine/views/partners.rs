//! The units that a unit publishes with.

use super::Focus;
use super::figures::Credit;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::graph::traverse::Walker;
use crate::indicators::{CollaborationRule, Counting, Sum};
use crate::model::corpus::NONE;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A unit on common papers.
#[derive(Debug, Clone, PartialEq)]
pub struct Partner {
    /// Key.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Code of the ranked country; empty where not known.
    pub country: String,
    /// Whether both ranked countries are known and differ.
    pub international: bool,
    /// Papers that both are on.
    pub papers: u64,
    /// Citations of those papers; what is not known is 0.
    pub citations: u64,
    /// Of the unit's international collaborations, those through this partner; 0 for one of the same country. What the
    /// collaboration rule counts once for several partners is divided equally among them, so all partners together have
    /// the unit's number.
    pub collaborations: Credit,
}

impl Record for Partner {
    const COLUMNS: &'static [Column] = &[
        Column::new("key", Kind::Text, ["key", "键"], "key of the partner"),
        Column::new("name", Kind::Text, ["name", "名称"], "English name"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
        Column::new(
            "international",
            Kind::Boolean,
            ["international", "跨国"],
            "whether the ranked countries differ",
        ),
        Column::new("papers", Kind::Integer, ["shared papers", "合作论文量"], "papers that both are on"),
        Column::new(
            "citations",
            Kind::Integer,
            ["citations", "被引量"],
            "citations of those papers; not known is 0",
        ),
        Column::new(
            "international_collaborations",
            Kind::Number,
            ["international collaborations", "国际合作次数"],
            "the unit's international collaborations through this partner; all partners together have its number",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.key).into(),
            (&self.name).into(),
            (&self.name_zh).into(),
            (&self.country).into(),
            self.international.into(),
            self.papers.into(),
            self.citations.into(),
            self.collaborations.value().into(),
        ]
    }
}

#[derive(Default)]
struct Shared {
    papers: u64,
    citations: u64,
    collaborations: Sum,
}

/// Every unit on a selected paper of this unit: most shared papers first, then by key. O(squared units of its papers).
pub fn partners(focus: &Focus<'_>) -> Vec<Partner> {
    let mut shared: BTreeMap<u32, Shared> = BTreeMap::new();
    let mut walker = Walker::new(focus.corpus(), &focus.units);
    for touched in &focus.papers {
        walker.visit(touched.paper as usize);
        for &other in walker.on_paper.iter().filter(|&&other| other != focus.unit) {
            let shared = shared.entry(other).or_default();
            shared.papers += 1;
            shared.citations += focus.citations(touched.paper);
            add_collaboration(focus, &walker, touched, other, &mut shared.collaborations);
        }
    }
    let mut partners: Vec<Partner> = shared.into_iter().map(|one| partner(focus, one)).collect();
    partners.sort_by(|a, b| Reverse(a.papers).cmp(&Reverse(b.papers)).then_with(|| a.key.cmp(&b.key)));
    partners
}

/// Whether the countries of two units are known and differ.
fn crosses(focus: &Focus<'_>, other: u32) -> bool {
    let [own, theirs] = [focus.unit, other].map(|unit| focus.units.country[unit as usize]);
    own != theirs && own != NONE && theirs != NONE
}

/// Adds a partner's part of the unit's collaborations on one paper.
fn add_collaboration(
    focus: &Focus<'_>,
    walker: &Walker<'_>,
    touched: &super::Touched,
    other: u32,
    sum: &mut Sum,
) {
    if !crosses(focus, other) {
        return;
    }
    let profile = &focus.ranked.profile;
    let country = |unit: u32| focus.units.country[unit as usize];
    match profile.collaboration {
        CollaborationRule::Incidences | CollaborationRule::Papers => {
            sum.add_all(&touched.credit.collaborations.divided(touched.foreign.units));
        }
        CollaborationRule::Countries => {
            let sharing = walker.on_paper.iter().filter(|&&unit| country(unit) == country(other)).count();
            let countries = match profile.counting {
                Counting::Full => 1,
                Counting::Fractional => walker.countries() - 1,
            };
            sum.add(countries * sharing as u64, 1);
        }
    }
}

fn partner(focus: &Focus<'_>, (unit, shared): (u32, Shared)) -> Partner {
    let units = &focus.units;
    Partner {
        key: units.key(unit).to_owned(),
        name: units.name(unit).to_owned(),
        name_zh: units.name_zh(unit).to_owned(),
        country: units.country_code(unit).to_owned(),
        international: crosses(focus, unit),
        papers: shared.papers,
        citations: shared.citations,
        collaborations: Credit(shared.collaborations),
    }
}

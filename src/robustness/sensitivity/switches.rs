//! The switches that are varied, each with its values: help, legends and tables are made from this list.

use super::scenario::{Change, Ground, LeftOut, all_subfields, all_venues, all_years};
use crate::graph::Level;
use crate::graph::rules::{CountryScheme, Metros};
use crate::index::Profile;
use crate::index::profile::{Halves, Weights};
use crate::index::standardise::{Scale, ZeroRule};
use crate::indicators::{CollaborationRule, Counting};
use clap::ValueEnum;

/// A switch of the profile.
pub struct Switch {
    /// Its key in a profile; also its name in options and tables.
    pub id: &'static str,
    /// English and Chinese title.
    pub titles: [&'static str; 2],
    /// What it is set to.
    pub about: &'static str,
    /// How it is varied.
    pub variation: Variation,
}

/// How a switch is varied.
pub enum Variation {
    /// It has one of several values.
    Choice {
        /// The values; the profile's own comes first where it is not among them.
        values: fn(&Profile) -> Vec<Change>,
        /// The value that a profile has.
        read: fn(&Profile) -> String,
        /// Whether it is varied together with others: only where the ranked units stay comparable.
        jointly: fn(&Profile) -> bool,
    },
    /// A weight is multiplied by 1 + U[−f, f] and its group made to add up to 1 again; one at a time by 1 ± f.
    Weight {
        /// Multiplies it.
        scale: fn(&mut Weights, f64),
        /// Its value.
        read: fn(&Weights) -> f64,
    },
    /// Each part of the papers is left out; never together with other switches.
    LeaveOut(fn(&Ground<'_>) -> Vec<LeftOut>),
}

/// Every switch, in the order of a profile. The ranked unit is none: another unit is another question.
pub const SWITCHES: [Switch; 17] = [
    Switch {
        id: "zero",
        titles: ["zero rule", "零值规则"],
        about: "epsilon:1e-10, log1p, drop",
        variation: Variation::Choice {
            values: |p| choices(p, [ZeroRule::default(), ZeroRule::Log1p, ZeroRule::Drop].map(Change::Zero)),
            read: |p| p.zero.to_string(),
            jointly: |_| true,
        },
    },
    Switch {
        id: "scale",
        titles: ["scale", "标准化尺度"],
        about: "minmax, zscore, percentile",
        variation: Variation::Choice {
            values: |p| choices(p, [Scale::Minmax, Scale::Zscore, Scale::Percentile].map(Change::Scale)),
            read: |p| p.scale.to_string(),
            jointly: |_| true,
        },
    },
    Switch {
        id: "counting",
        titles: ["counting", "计数方式"],
        about: "full, fractional",
        variation: Variation::Choice {
            values: |p| choices(p, [Counting::Full, Counting::Fractional].map(Change::Counting)),
            read: |p| name(&p.counting),
            jointly: |_| true,
        },
    },
    Switch {
        id: "collaboration",
        titles: ["collaboration rule", "国际合作规则"],
        about: "incidences, papers, countries",
        variation: Variation::Choice {
            values: |p| choices(p, COLLABORATION.map(Change::Collaboration)),
            read: |p| name(&p.collaboration),
            jointly: |_| true,
        },
    },
    Switch {
        id: "country_scheme",
        titles: ["country scheme", "国家归并"],
        about: "study, iso; where countries are ranked, one at a time only",
        variation: Variation::Choice {
            values: |p| choices(p, [CountryScheme::Study, CountryScheme::Iso].map(Change::CountryScheme)),
            read: |p| p.country_scheme.id().to_owned(),
            jointly: |p| p.unit != Level::Country,
        },
    },
    Switch {
        id: "metros",
        titles: ["metro rule", "都市圈规则"],
        about: "corpus, none; one at a time, where metros are ranked",
        variation: Variation::Choice {
            values: |p| match p.unit {
                Level::Metro => choices(p, [Metros::Corpus, Metros::None].map(Change::Metros)),
                _ => Vec::new(),
            },
            read: |p| p.metros.clone().into(),
            jointly: |_| false,
        },
    },
    Switch {
        id: "minimum_papers",
        titles: ["minimum papers", "最低论文量"],
        about: "0, 2, 5, 10; one at a time",
        variation: Variation::Choice {
            values: |p| choices(p, [0.0, 2.0, 5.0, 10.0].map(Change::MinimumPapers)),
            read: |p| p.minimum_papers.to_string(),
            jointly: |_| false,
        },
    },
    weight("weights.paper", ["weight of papers", "论文指数权重"], |w, f| w.paper *= f, |w| w.paper),
    weight("weights.scholar", ["weight of scholars", "学者指数权重"], |w, f| w.scholar *= f, |w| w.scholar),
    weight(
        "weights.institution",
        ["weight of institutions", "机构指数权重"],
        |w, f| w.institution *= f,
        |w| w.institution,
    ),
    weight(
        "weights.collaboration",
        ["weight of collaboration", "国际合作指数权重"],
        |w, f| w.collaboration *= f,
        |w| w.collaboration,
    ),
    weight(
        "weights.paper_index",
        ["count in the paper index", "论文指数内的数量权重"],
        |w, f| halve(&mut w.paper_index, f),
        |w| w.paper_index.count,
    ),
    weight(
        "weights.scholar_index",
        ["count in the scholar index", "学者指数内的数量权重"],
        |w, f| halve(&mut w.scholar_index, f),
        |w| w.scholar_index.count,
    ),
    weight(
        "weights.institution_index",
        ["count in the institution index", "机构指数内的数量权重"],
        |w, f| halve(&mut w.institution_index, f),
        |w| w.institution_index.count,
    ),
    Switch {
        id: "years",
        titles: ["years", "年份"],
        about: "each year left out, one at a time",
        variation: Variation::LeaveOut(all_years),
    },
    Switch {
        id: "venues",
        titles: ["venues", "会议期刊"],
        about: "each venue left out, one at a time",
        variation: Variation::LeaveOut(all_venues),
    },
    Switch {
        id: "subfields",
        titles: ["subfields", "子领域"],
        about: "each subfield left out, one at a time: papers of it that are of no other",
        variation: Variation::LeaveOut(all_subfields),
    },
];

const COLLABORATION: [CollaborationRule; 3] =
    [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];

const fn weight(
    id: &'static str,
    titles: [&'static str; 2],
    scale: fn(&mut Weights, f64),
    read: fn(&Weights) -> f64,
) -> Switch {
    let about = "times 1 + U[−f, f], then made to add up to 1 again";
    Switch { id, titles, about, variation: Variation::Weight { scale, read } }
}

/// A count goes up as its average goes down.
fn halve(halves: &mut Halves, factor: f64) {
    halves.count *= factor;
    halves.citations *= 2.0 - factor;
}

/// Values with the profile's own, which is put first if it is none of them.
fn choices<const N: usize>(profile: &Profile, values: [Change; N]) -> Vec<Change> {
    let mut values = Vec::from(values);
    if !values.iter().any(|value| value.keeps(profile)) {
        // All values of a switch are of one sort, so the first one knows which.
        let own = values.first().map(|value| value.of(profile));
        values.splice(0..0, own);
    }
    values
}

fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Switch {
    /// Whether a name of `--switches` means it: its own, or `weights` for all weights.
    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.id.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
    }

    /// The value that a profile has; of what is left out `all`.
    pub fn value(&self, profile: &Profile) -> String {
        match &self.variation {
            Variation::Choice { read, .. } => read(profile),
            Variation::Weight { read, .. } => ((read(&profile.weights) * 1e4).round() / 1e4).to_string(),
            Variation::LeaveOut(_) => "all".to_owned(),
        }
    }
}

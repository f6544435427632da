//! The switches of a ranking as parameters: the same for every route that counts. What is not given is as the profile says.

use super::parameter::{Kind, Parameter, Values, path, query};
use crate::base::{Error, Result};
use crate::engine::views::members::Sort;
use crate::graph::Level;
use crate::graph::rules::Metros;
use crate::graph::units::LEVELS;
use crate::graph::windows::CitationWindow;
use crate::index::Profile;
use crate::index::profile::{Halves, MaximumAuthors, PROFILES};
use crate::index::standardise::ZeroRule;
use serde::de::value::{Error as Unread, StrDeserializer};
use serde::{Deserialize, de::IntoDeserializer};

const LEVEL: Kind = Kind::Choice(&["metro", "city", "country", "institution"]);
const WEIGHT: Kind = Kind::Number { min: 0.0, max: 1.0 };

/// The level, in the path.
pub const AT_LEVEL: &[Parameter] = &[path("level", LEVEL, "What is ranked.")];

/// A unit, in the path.
pub const OF_UNIT: &[Parameter] = &[
    path("level", LEVEL, "What is ranked."),
    path("key", Kind::Text(200), "Key of the unit: GeoNames id, metro, ISO 3166-1 code, or institution id."),
];

/// The level, where it is a choice.
pub const UNIT: &[Parameter] = &[query("unit", LEVEL, "What is ranked.").or("metro")];

/// The profile that the other switches change.
pub const PROFILE: &[Parameter] =
    &[query("profile", Kind::Choice(&PROFILES), "Profile that the other switches change.").or(PROFILES[0])];

/// Which papers count.
pub const SELECTION: &[Parameter] = &[
    query(
        "years",
        Kind::Years,
        "Years of publication, both ends included, or all. As the profile says: 2013-2022.",
    ),
    query("venue", Kind::Text(200), "Only papers of this venue, by key or name; may be given several times.")
        .many(),
    query(
        "subfield",
        Kind::Text(200),
        "Only papers of this subfield, by key or name (zh or en); may be given several times.",
    )
    .many(),
    query(
        "maximum_authors",
        Kind::Integer { min: 1, max: u32::MAX as i64 },
        "Papers with more authors are left out. As the profile says: all papers count.",
    ),
];

/// How papers are counted.
pub const COUNTING: &[Parameter] = &[
    query(
        "counting",
        Kind::Choice(&["full", "fractional"]),
        "How a paper of several units is credited. As the profile says: full.",
    ),
    query(
        "collaboration",
        Kind::Choice(&["incidences", "papers", "countries"]),
        "What one international collaboration is: a (paper, foreign unit) pair, a paper with a foreign unit, or a \
         (paper, foreign country) pair. As the profile says: incidences.",
    ),
    query(
        "citation_window",
        Kind::Integer { min: 0, max: CitationWindow::LONGEST as i64 },
        "Citations of the year of publication and so many years after it count, where the source has counts by year; a \
         paper whose window is not complete has no citation count. As the profile says: all citations count.",
    ),
];

/// What is one place.
pub const RULES: &[Parameter] = &[
    query(
        "metros",
        Kind::Choice(&["corpus", "none"]),
        "Cities ranked as one: as the corpus says, or none. As the profile says: corpus.",
    ),
    query(
        "country_scheme",
        Kind::Choice(&["study", "iso"]),
        "Country codes ranked as one: as the study does (HK, MO and TW as CN), or none. As the profile says: study.",
    ),
];

/// How indices are made of counts.
pub const COMPOSITION: &[Parameter] = &[
    query(
        "minimum_papers",
        Kind::Number { min: 0.0, max: 1e12 },
        "Papers that a unit needs to be ranked. As the profile says: 0.",
    ),
    query(
        "zero",
        Kind::Choice(&["epsilon", "log1p", "drop"]),
        "What becomes of a zero before the logarithm. As the profile says: epsilon.",
    ),
    query(
        "epsilon",
        Kind::Number { min: 1e-300, max: 1.0 },
        "What is added before the logarithm by the zero rule epsilon. As the profile says: 1e-10.",
    ),
    query(
        "scale",
        Kind::Choice(&["minmax", "zscore", "percentile"]),
        "The common scale. As the profile says: minmax.",
    ),
    query(
        "paper_weight",
        WEIGHT,
        "Weight of the paper index; the four weights add up to 1. As the profile says: 0.3.",
    ),
    query("scholar_weight", WEIGHT, "Weight of the scholar index. As the profile says: 0.3."),
    query("institution_weight", WEIGHT, "Weight of the institution index. As the profile says: 0.3."),
    query("collaboration_weight", WEIGHT, "Weight of the collaboration index. As the profile says: 0.1."),
    query(
        "paper_count_weight",
        WEIGHT,
        "Weight of papers in the paper index; with the next it adds up to 1. As the profile says: 0.5.",
    ),
    query(
        "paper_citations_weight",
        WEIGHT,
        "Weight of citations per paper in the paper index. As the profile says: 0.5.",
    ),
    query(
        "scholar_count_weight",
        WEIGHT,
        "Weight of scholars in the scholar index; with the next it adds up to 1. As the profile says: 0.5.",
    ),
    query(
        "scholar_citations_weight",
        WEIGHT,
        "Weight of citations per scholar in the scholar index. As the profile says: 0.5.",
    ),
    query(
        "institution_count_weight",
        WEIGHT,
        "Weight of institutions in the institution index; with the next it adds up to 1. As the profile says: 0.5.",
    ),
    query(
        "institution_citations_weight",
        WEIGHT,
        "Weight of citations per institution in the institution index. As the profile says: 0.5.",
    ),
];

/// Order of members.
pub const SORT: &[Parameter] =
    &[query("sort", Kind::Choice(&["papers", "citations"]), "By what rows are ordered.").or("papers")];

/// The level that the path or the parameter `unit` names.
pub fn level(values: &Values) -> Level {
    let name = values.text("level").or_else(|| values.text("unit")).unwrap_or_default();
    LEVELS.into_iter().find(|level| level.name() == name).unwrap_or_default()
}

/// Order of members.
pub fn sort(values: &Values) -> Sort {
    if values.text("sort") == Some("citations") { Sort::Citations } else { Sort::Papers }
}

/// The profile with the switches applied.
///
/// # Errors
/// Wrong use: weights of a group that do not add up to 1, a number for a rule that is not the one chosen.
pub fn profile(values: &Values) -> Result<Profile> {
    // No file is ever read for a request: the choices are the names that come with the program.
    let mut profile = Profile::load(values.text("profile").unwrap_or(PROFILES[0]))?;
    profile.unit = level(values);
    set(&mut profile.years, values.get("years"));
    for (name, list) in [("venue", &mut profile.venues), ("subfield", &mut profile.subfields)] {
        set(list, Some(values.texts(name).to_vec()).filter(|given| !given.is_empty()));
    }
    set(&mut profile.maximum_authors, values.get("maximum_authors").map(|most| MaximumAuthors(Some(most))));
    set(&mut profile.counting, choice(values, "counting")?);
    set(&mut profile.collaboration, choice(values, "collaboration")?);
    set(&mut profile.citation_window, values.get("citation_window").map(|years| CitationWindow(Some(years))));
    set(&mut profile.metros, values.text("metros").map(|rule| Metros::from(rule.to_owned())));
    set(&mut profile.country_scheme, choice(values, "country_scheme")?);
    set(&mut profile.minimum_papers, values.get("minimum_papers"));
    profile.zero = zero(values, profile.zero)?;
    set(&mut profile.scale, choice(values, "scale")?);
    weigh(values, &mut profile)?;
    profile.check()?;
    Ok(profile)
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

/// A choice as the profile's files write it.
fn choice<T: for<'a> Deserialize<'a>>(values: &Values, name: &str) -> Result<Option<T>> {
    let read = |text: &str| {
        let text: StrDeserializer<'_, Unread> = text.into_deserializer();
        T::deserialize(text).map_err(|e| Error::usage(format!("parameter {name}: {e}"), ""))
    };
    values.text(name).map(read).transpose()
}

fn zero(values: &Values, by_profile: ZeroRule) -> Result<ZeroRule> {
    let epsilon: Option<f64> = values.get("epsilon");
    match (values.text("zero"), by_profile, epsilon) {
        (Some("log1p" | "drop"), _, Some(_)) => {
            Err(Error::usage("epsilon is given for another zero rule", "give zero=epsilon, or no epsilon"))
        }
        (Some("log1p"), ..) => Ok(ZeroRule::Log1p),
        (Some("drop"), ..) => Ok(ZeroRule::Drop),
        (_, _, Some(epsilon)) => Ok(ZeroRule::Epsilon(epsilon)),
        (Some(_), ZeroRule::Log1p | ZeroRule::Drop, None) => Ok(ZeroRule::default()),
        (_, by_profile, None) => Ok(by_profile),
    }
}

fn weigh(values: &Values, profile: &mut Profile) -> Result<()> {
    let weights = &mut profile.weights;
    let index = [
        ("paper_weight", &mut weights.paper),
        ("scholar_weight", &mut weights.scholar),
        ("institution_weight", &mut weights.institution),
        ("collaboration_weight", &mut weights.collaboration),
    ];
    group(values, index)?;
    group(values, halves(["paper_count_weight", "paper_citations_weight"], &mut weights.paper_index))?;
    group(values, halves(["scholar_count_weight", "scholar_citations_weight"], &mut weights.scholar_index))?;
    let names = ["institution_count_weight", "institution_citations_weight"];
    group(values, halves(names, &mut weights.institution_index))
}

fn halves<'a>(names: [&'static str; 2], halves: &'a mut Halves) -> [(&'static str, &'a mut f64); 2] {
    [(names[0], &mut halves.count), (names[1], &mut halves.citations)]
}

/// Sets the weights of a group, which must add up to 1.
fn group<const N: usize>(values: &Values, weights: [(&'static str, &mut f64); N]) -> Result<()> {
    let mut sum = 0.0;
    let mut said = Vec::new();
    for (name, weight) in weights {
        set(weight, values.get(name));
        sum += *weight;
        said.push(format!("{name} {weight}"));
    }
    if (sum - 1.0).abs() < 1e-9 {
        return Ok(());
    }
    let message = format!("weights add up to {sum}: {}", said.join(", "));
    Err(Error::usage(message, "give all weights of the group, adding up to 1"))
}

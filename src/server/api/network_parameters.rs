//! Parameters of the collaboration network, and what they ask for.

use super::parameter::{Kind, Parameter, Values, path, query};
use super::switches::level;
use crate::base::{Error, Result};
use crate::engine::network::Ask;
use crate::graph::measures::Leiden;
use crate::index::profile::Years;
use crate::network::change::Windows;
use crate::network::measures;
use crate::network::normalisation::NORMALISATIONS;
use crate::network::weight::WEIGHTINGS;
use crate::network::{self, Counting, Scope, Thresholds};

/// How edges are counted.
pub const COUNTED: &[Parameter] = &[
    query("weight", Kind::Choice(&network::WEIGHTS), "What an edge weighs.").or(network::WEIGHTS[0]),
    query(
        "normalise",
        Kind::Choice(&network::NORMALISATIONS),
        "How weights are made comparable between large and small nodes.",
    )
    .or(network::NORMALISATIONS[0]),
    query("scope", Kind::Choice(&network::SCOPES), "Between whom edges are.").or(network::SCOPES[0]),
];

/// What is left in.
pub const LEFT: &[Parameter] = &[
    query(
        "country",
        Kind::Text(10),
        "Only nodes of this ranked country, by code; may be given several times.",
    )
    .many(),
    query(
        "minimum_shared",
        Kind::Integer { min: 1, max: 1_000_000_000 },
        "Only edges of so many shared papers.",
    )
    .or("1"),
    query(
        "minimum_weight",
        Kind::Number { min: 0.0, max: 1e300 },
        "Only edges of at least this weight, after normalisation.",
    )
    .or("0"),
    query(
        "backbone",
        Kind::Number { min: 1e-12, max: 1.0 },
        "Only edges that the disparity filter finds significant at this level, at one of their ends.",
    ),
    query(
        "edges_per_node",
        Kind::Integer { min: 1, max: 1_000_000 },
        "Only edges that are among so many strongest of one of their ends.",
    ),
    query("connected", Kind::Boolean, "Only nodes that an edge is left of.").or("false"),
];

/// How many nodes a table or file has.
pub const TOP: &[Parameter] = &[query(
    "top",
    Kind::Integer { min: 1, max: 1_000_000_000 },
    "Only so many nodes, those of most papers.",
)];

/// How much a picture has.
pub const OF_PICTURE: &[Parameter] = &[
    query("top", Kind::Integer { min: 1, max: 2000 }, "Only so many nodes, those of most papers.").or("200"),
    query("edges", Kind::Integer { min: 0, max: 50_000 }, "At most so many edges, those of greatest weight.")
        .or("2500"),
];

/// What is measured.
pub const MEASURED: &[Parameter] = &[query(
    "measure",
    Kind::Choice(&network::MEASURES),
    "What is measured; may be given several times. Degree, strength, distance and border where it is not given.",
)
.many()];

/// How communities are found.
pub const COMMUNITIES: &[Parameter] = &[
    query(
        "resolution",
        Kind::Number { min: 1e-6, max: 1e6 },
        "Resolution of communities: above 1 more and smaller ones.",
    )
    .or("1"),
    query("seed", Kind::Integer { min: 0, max: i64::MAX }, "Seed of the random choices behind communities.")
        .or("0"),
];

/// A file.
pub const OF_FILE: &[Parameter] = &[
    path("file", Kind::Choice(&network::FORMATS), "Format of the file."),
    query("part", Kind::Text(40), "Which file, of a format that consists of several."),
];

/// How many pairs.
pub const MOST_MISSING: &[Parameter] =
    &[query("most", Kind::Integer { min: 1, max: 10_000 }, "At most so many pairs.").or("1000")];

/// Two windows of years.
pub const WINDOWS: &[Parameter] = &[
    query("before", Kind::Years, "The earlier window of years.").must(),
    query("after", Kind::Years, "The later window of years.").must(),
];

/// Work of measures that an answer may take, in nodes · edges: some seconds.
const MOST_WORK: u64 = 100_000_000;

/// What the parameters ask for.
///
/// # Errors
/// Wrong use: a normalisation that does not go with the weight.
pub fn ask(values: &Values) -> Result<Ask> {
    let scopes = [Scope::All, Scope::International, Scope::Domestic];
    let by_name = |name: &str| values.text(name).unwrap_or_default().to_owned();
    let (weight, normalisation, scope) = (by_name("weight"), by_name("normalise"), by_name("scope"));
    let counting = Counting {
        scope: scopes.into_iter().find(|one| one.name() == scope).unwrap_or_default(),
        weight: WEIGHTINGS.iter().find(|one| one.id == weight).unwrap_or(&WEIGHTINGS[0]),
        normalisation: NORMALISATIONS
            .iter()
            .find(|one| one.id == normalisation)
            .unwrap_or(&NORMALISATIONS[0]),
    };
    counting.check()?;
    let thresholds = Thresholds {
        countries: values.texts("country").to_vec(),
        top: values.get("top"),
        minimum_shared: values.get("minimum_shared").unwrap_or(1),
        minimum_weight: values.get("minimum_weight").unwrap_or(0.0),
        backbone: values.get("backbone"),
        edges_per_node: values.get("edges_per_node"),
        connected: values.flag("connected"),
    };
    let names = match values.texts("measure") {
        [] => measures::DEFAULT.iter().map(|id| (*id).to_owned()).collect(),
        given => given.to_vec(),
    };
    let mut measures = Vec::new();
    for measure in names.iter().map(|id| measures::find(id)) {
        let measure = measure?;
        if measures.iter().all(|other: &&measures::Measure| other.id != measure.id) {
            measures.push(measure);
        }
    }
    let communities = Leiden {
        resolution: values.get("resolution").unwrap_or(1.0),
        seed: values.get("seed").unwrap_or(0),
        ..Leiden::default()
    };
    let level = level(values).into();
    Ok(Ask { level, counting, thresholds, measures, communities, by_year: false, most_work: Some(MOST_WORK) })
}

/// The two windows.
///
/// # Errors
/// Wrong use: windows that overlap, or all years.
pub fn windows(values: &Values) -> Result<Windows> {
    let window = |name: &str| {
        let years: Option<Years> = values.get(name);
        years.and_then(|years| years.0).ok_or_else(|| {
            Error::usage(format!("{name} is no window of years"), "use a window such as 2013-2017")
        })
    };
    Windows::new(window("before")?, window("after")?)
}

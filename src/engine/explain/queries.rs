//! The query that gives each number: on the store's endpoint, by `aicity query`, or on any store that a dump is loaded into.

use crate::base::escape;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use crate::graph::rules::{CountryScheme, Metros};
use crate::graph::{Level, Units};
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::{CollaborationRule, Counting, sparql};

/// A query behind an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Name of the indicator.
    pub indicator: &'static str,
    /// Name of the query.
    pub query: &'static str,
    /// Its parameters. With them the rows of the answer are what makes up the number; without any, the answer holds the number
    /// of every unit over the whole corpus, and `rank --engine sparql` narrows it to the selected papers.
    pub parameters: Vec<(&'static str, String)>,
}

impl Record for Behind {
    const COLUMNS: &'static [Column] = &[
        Column::new("indicator", Kind::Text, ["indicator", "指标"], "name of the indicator"),
        Column::new("query", Kind::Text, ["query", "查询"], "name of the query"),
        Column::new(
            "parameters",
            Kind::Texts,
            ["parameters", "参数"],
            "name=value; none: the answer is of all units",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        let parameters = self.parameters.iter().map(|(name, value)| format!("{name}={value}"));
        vec![self.indicator.into(), self.query.into(), Cell::Texts(parameters.collect())]
    }
}

/// The query of each indicator, in the order of [`INDICATORS`].
pub fn queries(ranked: &Ranked, units: &Units<'_>, unit: u32) -> Vec<Behind> {
    let years = ranked.profile.years.0.filter(|_| has_rows(ranked));
    let behind = |k: usize| {
        let (rows, numbers) = names(k, ranked.profile.counting, ranked.profile.collaboration);
        match years {
            Some((from, to)) => Behind {
                indicator: INDICATORS[k].id,
                query: rows,
                parameters: vec![
                    ("unit", format!("{}/{}", units.kind(unit).segment(), escape::encode(units.key(unit)))),
                    ("from", from.to_string()),
                    ("to", to.to_string()),
                ],
            },
            None => Behind { indicator: INDICATORS[k].id, query: numbers, parameters: Vec::new() },
        }
    };
    (0..INDICATORS.len()).map(behind).collect()
}

/// Whether the queries of one unit count as the profile does: they know metros and windows of years.
fn has_rows(ranked: &Ranked) -> bool {
    let profile = &ranked.profile;
    (profile.unit, profile.counting) == (Level::Metro, Counting::Full)
        && (&profile.metros, profile.country_scheme) == (&Metros::Corpus, CountryScheme::Study)
        && profile.maximum_authors.0.is_none()
        && profile.citation_window.0.is_none()
        && profile.venues.is_empty()
        && profile.subfields.is_empty()
}

/// Names of the query for the rows of one unit, and of that for the numbers of all units.
const fn names(k: usize, counting: Counting, rule: CollaborationRule) -> (&'static str, &'static str) {
    match (k, counting) {
        (0 | 1, Counting::Full) => ("examples/unit-papers", "indicators/papers"),
        (2 | 3, Counting::Full) => ("examples/unit-scholars", "indicators/scholars"),
        (2, Counting::Fractional) => ("examples/unit-scholars", "indicators/fractional-scholars"),
        // Weighted citations are those of the papers, whoever they are divided by.
        (0 | 1 | 3 | 5, Counting::Fractional) => ("examples/unit-papers", "indicators/fractional-papers"),
        (4 | 5, _) => ("examples/unit-institutions", "indicators/institutions"),
        _ => ("examples/unit-collaborations", sparql::collaborations(rule, counting)),
    }
}

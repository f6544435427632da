//! Rankings, with every switch of the method.

use super::catalogue::{answer, profile_schema};
use super::editions;
use super::parameter::{Kind, Parameter, query};
use super::route::{Answer, Call, Route};
use super::schema::{boolean, count, document, list, number, object, or_null, said, text};
use super::switches::{COMPOSITION, COUNTING, PROFILE, RULES, SELECTION, UNIT, profile};
use crate::base::Result;
use crate::base::records::Table;
use crate::engine::Ranked;
use crate::engine::ranking_table::{COLUMNS, cells};
use crate::indicators::catalogue::INDICATORS;
use serde_json::{Value, json};
use std::sync::Arc;

const COUNTRY: &[Parameter] = &[query(
    "country",
    Kind::Text(10),
    "Only units of this ranked country, by code; ranks and indices still stand on all units. May be given several times.",
)
.many()];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/rankings",
        id: "rankings",
        title: "A ranking",
        description: "The rows of `aicity rank`, best first. Other weights, scales and zero rules compose again what was \
                      counted; another selection or counting rule counts again.",
        parameters: &[UNIT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION, COUNTRY],
        body: None,
        answer: Answer::Table { columns: || COLUMNS, make: table },
    },
    Route {
        path: "/api/v1/rankings/about",
        id: "ranking_about",
        title: "What a ranking stands on",
        description: "The profile with the switches applied, how many units are ranked, how much of the selected papers can \
                      be credited to a place, and the range of each indicator's logarithm over all ranked units.",
        parameters: &[UNIT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Document { schema: about_schema, make: about },
    },
];

/// The ranking that the parameters ask for.
pub fn ranked(call: &Call<'_>) -> Result<Arc<Ranked>> {
    call.edition.ranked(&profile(call.values)?)
}

fn table(call: &Call<'_>) -> Result<Table> {
    let ranked = ranked(call)?;
    let (units, countries) = (ranked.units(), call.values.texts("country"));
    let is_wanted =
        |unit: u32| countries.is_empty() || countries.iter().any(|c| c == units.country_code(unit));
    let rows = ranked.ranking.rows.iter().filter(|row| is_wanted(row.unit));
    Ok(Table { columns: COLUMNS.into(), rows: rows.map(|row| cells(&units, row)).collect() })
}

fn about_schema() -> Value {
    let scale = object([
        ("indicator", text()),
        ("min", said(or_null(number()), "smallest logarithm under the zero rule")),
        ("max", said(or_null(number()), "largest logarithm under the zero rule")),
    ]);
    document([
        ("profile", profile_schema()),
        ("ranked", said(count(), "units that are ranked")),
        ("coverage", editions::coverage()),
        ("unresolved", said(count(), "affiliations of the selected papers that are credited to no unit")),
        ("left_out", said(count(), "papers outside the selection")),
        ("scales", list(scale)),
        ("synthetic", said(boolean(), "whether figures were made up by a generator")),
    ])
}

fn about(call: &Call<'_>) -> Result<Value> {
    let ranked = ranked(call)?;
    let scale = |(indicator, of): (&str, &crate::index::standardise::Standardised)| json!({"indicator": indicator, "min": of.range.map(|r| r.0), "max": of.range.map(|r| r.1)});
    let ids = INDICATORS.iter().map(|indicator| indicator.id);
    let scales: Vec<Value> = ids.zip(&ranked.ranking.standardised).map(scale).collect();
    let coverage = ranked.coverage;
    answer(
        call,
        json!({
            "profile": ranked.profile, "ranked": ranked.ranking.rows.len(), "coverage": coverage,
            "unresolved": coverage.unresolved(), "left_out": ranked.left_out, "scales": scales,
            "synthetic": coverage.synthetic,
        }),
    )
}

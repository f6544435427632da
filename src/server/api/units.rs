//! Units: found by name, their profile, their years, venues, subfields and partners.

use super::catalogue::answer;
use super::parameter::{Kind, Parameter, query};
use super::rankings::ranked;
use super::route::{Answer, Call, Route};
use super::schema::{count, document, list, number, object, one_of, or_null, said, text};
use super::switches::{AT_LEVEL, COMPOSITION, COUNTING, OF_UNIT, PROFILE, RULES, SELECTION, SORT, sort};
use crate::base::Result;
use crate::base::records::{Record, Table};
use crate::engine::views::find::{Found, find};
use crate::engine::views::members::{self, Member};
use crate::engine::views::partners::{Partner, partners};
use crate::engine::views::series::{Point, series};
use crate::engine::views::{Focus, unit};
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::INDICATORS;
use serde_json::Value;

const TEXT: &[Parameter] = &[query(
    "q",
    Kind::Text(200),
    "Text to look for in keys and names (zh or en), without regard to case and accents; else all units.",
)];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/units/{level}",
        id: "units",
        title: "Units by a piece of their name",
        description: "Whole matches first, then beginnings, words and the rest; among equals by papers, then key. Units \
                      without papers in the selection are found too, without a rank.",
        parameters: &[AT_LEVEL, TEXT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Found::COLUMNS, make: search },
    },
    Route {
        path: "/api/v1/units/{level}/{key}",
        id: "unit",
        title: "A unit: rank, indicators, indices, and how they come about",
        description: "Every term of the innovation index: value, logarithm, range over all ranked units, score, weight, \
                      points. A unit with too few papers has no rank, no indices and no terms.",
        parameters: &[OF_UNIT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Document { schema: one_schema, make: one },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/series",
        id: "unit_series",
        title: "A unit year by year",
        description: "Each year is what a ranking of that year alone would count. All units have the same years.",
        parameters: &[OF_UNIT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Point::COLUMNS, make: years },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/venues",
        id: "unit_venues",
        title: "Where a unit publishes",
        description: "",
        parameters: &[OF_UNIT, SORT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Member::COLUMNS, make: venues },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/subfields",
        id: "unit_subfields",
        title: "What a unit publishes about",
        description: "A paper of two subfields is in both.",
        parameters: &[OF_UNIT, SORT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Member::COLUMNS, make: subfields },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/partners",
        id: "unit_partners",
        title: "With whom a unit publishes",
        description: "Most shared papers first. The international collaborations of all partners add up to the unit's number.",
        parameters: &[OF_UNIT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || Partner::COLUMNS, make: with },
    },
];

/// Answers from the unit that the path names.
pub fn at<T>(call: &Call<'_>, look: impl FnOnce(&Focus<'_>) -> T) -> Result<T> {
    let ranked = ranked(call)?;
    Ok(look(&Focus::of_key(&ranked, call.values.text("key").unwrap_or_default())?))
}

fn search(call: &Call<'_>) -> Result<Table> {
    Ok(Table::of(&find(&*ranked(call)?, call.values.text("q").unwrap_or_default())))
}

/// Schema of the indicators of a unit.
pub fn indicators() -> Value {
    object(INDICATORS.iter().map(|of| (of.id, said(or_null(number()), of.definition))))
}

/// Members of the schema of a profile.
pub fn profile() -> Vec<(&'static str, Value)> {
    let term = object([
        ("indicator", text()),
        ("value", said(or_null(number()), "null: nothing to divide by")),
        ("ln", said(or_null(number()), "under the zero rule")),
        ("min", said(or_null(number()), "smallest logarithm over all ranked units")),
        ("max", said(or_null(number()), "largest logarithm over all ranked units")),
        ("score", said(number(), "on the common scale")),
        ("weight", said(number(), "in the innovation index")),
        ("points", said(number(), "score · weight: all points add up to the innovation index")),
    ]);
    vec![
        ("level", one_of(&["metro", "city", "country", "institution"])),
        ("key", text()),
        ("name", text()),
        ("name_zh", text()),
        ("country", said(text(), "code of the ranked country; empty where not known")),
        ("latitude", said(or_null(number()), "degrees north, where known")),
        ("longitude", said(or_null(number()), "degrees east, where known")),
        ("rank", said(or_null(count()), "null: not ranked")),
        ("ranked", said(count(), "units that are ranked")),
        ("indicators", indicators()),
        ("indices", or_null(object(INDICES.iter().map(|index| (index.0, number()))))),
        ("terms", list(term)),
        (
            "members",
            said(
                object([("cities", count()), ("institutions", count())]),
                "what lies in it, with papers or not",
            ),
        ),
    ]
}

fn one_schema() -> Value {
    document(profile())
}

fn one(call: &Call<'_>) -> Result<Value> {
    let ranked = ranked(call)?;
    let number = Focus::number(&ranked, call.values.text("key").unwrap_or_default())?;
    answer(call, unit::profile(&ranked, number))
}

fn years(call: &Call<'_>) -> Result<Table> {
    at(call, |focus| Table::of(&series(focus)))
}

fn venues(call: &Call<'_>) -> Result<Table> {
    at(call, |focus| Table::of(&members::venues(focus, sort(call.values))))
}

fn subfields(call: &Call<'_>) -> Result<Table> {
    at(call, |focus| Table::of(&members::subfields(focus, sort(call.values))))
}

fn with(call: &Call<'_>) -> Result<Table> {
    at(call, |focus| Table::of(&partners(focus)))
}

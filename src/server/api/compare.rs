//! Units side by side.

use super::catalogue::answer;
use super::parameter::{Kind, Parameter, query};
use super::rankings::ranked;
use super::route::{Answer, Call, Route};
use super::schema::{count, document, list, number, object, or_null, row, said, share, text};
use super::switches::{AT_LEVEL, COMPOSITION, COUNTING, PROFILE, RULES, SELECTION};
use super::units;
use crate::base::records::Record;
use crate::base::{Error, Result};
use crate::engine::views::compare::compare;
use crate::engine::views::series::Point;
use serde_json::Value;

/// Units that can be compared at once.
const MOST: usize = 10;

const UNITS: &[Parameter] =
    &[query("unit", Kind::Text(200), "Key of a unit; given 2 to 10 times.").many().must()];

/// Routes.
pub const ROUTES: &[Route] = &[Route {
    path: "/api/v1/compare/{level}",
    id: "compare",
    title: "Units side by side",
    description: "Profiles, years, subfields and common papers of 2 to 10 units, as the study puts China beside the United \
                  States. A paper of two units is in the share of both.",
    parameters: &[AT_LEVEL, UNITS, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
    body: None,
    answer: Answer::Document { schema, make },
}];

fn schema() -> Value {
    let unit = object([
        ("profile", object(units::profile())),
        ("share_of_papers", said(or_null(share()), "share of the selected papers that it is on")),
        ("series", list(row(Point::COLUMNS))),
    ]);
    let cell = object([
        ("papers", count()),
        ("citations", count()),
        ("credit", said(number(), "papers as the ranking counts them")),
        ("share", said(or_null(number()), "of the unit's papers as the ranking counts them")),
    ]);
    let subfield = object([
        ("key", text()),
        ("name", text()),
        ("name_zh", text()),
        ("units", said(list(cell), "one for each unit, in their order")),
    ]);
    let shared = object([("a", text()), ("b", text()), ("papers", said(count(), "papers that both are on"))]);
    document([
        ("units", list(unit)),
        ("subfields", list(subfield)),
        ("shared", list(shared)),
        ("papers_of_all", said(count(), "papers that all of them are on")),
    ])
}

fn make(call: &Call<'_>) -> Result<Value> {
    let keys = call.values.texts("unit");
    if keys.len() > MOST {
        return Err(Error::usage(format!("{} units", keys.len()), format!("compare 2 to {MOST} units")));
    }
    answer(call, compare(&*ranked(call)?, keys)?)
}

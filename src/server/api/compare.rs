//! Units side by side.

use super::catalogue::answer;
use super::parameter::{Kind, Parameter, query};
use super::rankings::ranked;
use super::route::{Answer, Call, Route};
use super::schema::{count, document, list, map, number, object, or_null, row, said, share, text};
use super::switches::{AT_LEVEL, COMPOSITION, COUNTING, PROFILE, RULES, SELECTION};
use super::units;
use crate::base::records::Record;
use crate::base::{Error, Result};
use crate::engine::views::compare::compare;
use crate::engine::views::series::Point;
use crate::graph::Level;
use crate::index::Profile;
use crate::indicators::measures;
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
    let top = object([
        ("top", said(count(), "the first so many of the ranking")),
        ("units", said(count(), "of the country")),
        ("share", or_null(share())),
    ]);
    let places = object([
        ("level", text()),
        ("units", said(count(), "metros of the country that are ranked")),
        ("best_rank", or_null(count())),
        ("tops", list(top)),
        ("papers_summed", said(count(), "full counts of these metros added up: a paper of two counts twice")),
        (
            "share_of_papers_summed",
            said(or_null(number()), "that sum / all selected papers, as the study does; may exceed 1"),
        ),
        ("share_of_summed", said(or_null(share()), "that sum / the sum of all metros")),
    ]);
    let unit = object([
        ("profile", object(units::profile())),
        ("share_of_papers", said(or_null(share()), "share of the selected papers that it is on")),
        (
            "share_of_full_counts",
            said(
                or_null(share()),
                "its papers by full counting / the sum over all units: these shares add up to 1",
            ),
        ),
        (
            "measures",
            said(map(or_null(number())), "measures by name, as `aicity list indicators` defines them"),
        ),
        ("places", said(or_null(places), "of a country: where its metros stand")),
        ("series", list(row(Point::COLUMNS))),
    ]);
    let cell = object([
        ("papers", count()),
        ("citations", count()),
        ("credit", said(number(), "papers as the ranking counts them")),
        ("share", said(or_null(number()), "of the unit's papers as the ranking counts them")),
        (
            "rca",
            said(
                or_null(number()),
                "share of the unit's papers / share of all papers, a paper of k subfields being 1/k in each",
            ),
        ),
        ("symmetric_rca", said(or_null(number()), "(rca - 1)/(rca + 1)")),
    ]);
    let subfield = object([
        ("key", text()),
        ("name", text()),
        ("name_zh", text()),
        ("papers", said(count(), "selected papers of it, whoever signed them")),
        ("share", said(or_null(share()), "of all selected papers that have a subfield")),
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
    let ranked = ranked(call)?;
    let usual: Vec<String> = measures::USUAL.split(',').map(str::to_owned).collect();
    let mut comparison = compare(&ranked, keys)?.with_measures(&ranked, measures::named(&usual)?)?;
    if ranked.profile.unit == Level::Country {
        let of_metros = Profile { unit: Level::Metro, ..ranked.profile.clone() };
        comparison = comparison.with_places(&*call.edition.ranked(&of_metros)?)?;
    }
    answer(call, comparison)
}

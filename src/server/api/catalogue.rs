//! What there is: routes, indicators and indices with their definitions, profiles.

use super::route::{Answer, Call, Route};
use super::schema::{boolean, count, document, list, map, number, object, one_of, said, text};
use crate::base::{Error, Result};
use crate::index::Profile;
use crate::index::profile::PROFILES;
use crate::index::ranking::{FORMULAS, FORMULAS_ZH, INDICES};
use crate::indicators::catalogue::INDICATORS;
use serde::Serialize;
use serde_json::{Value, json};

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1",
        id: "catalogue",
        title: "What the API has",
        description: "Every route, and where the full description is.",
        parameters: &[],
        body: None,
        answer: Answer::Document { schema: routes_schema, make: routes },
    },
    Route {
        path: "/api/v1/indicators",
        id: "indicators",
        title: "Indicators and indices, defined",
        description: "",
        parameters: &[],
        body: None,
        answer: Answer::Document { schema: indicators_schema, make: indicators },
    },
    Route {
        path: "/api/v1/profiles",
        id: "profiles",
        title: "Profiles: every switch of the method, by name",
        description: "The parameters of a ranking change single switches of a profile.",
        parameters: &[],
        body: None,
        answer: Answer::Document { schema: profiles_schema, make: profiles },
    },
];

/// A document of the edition that answers.
pub fn answer(call: &Call<'_>, what: impl Serialize) -> Result<Value> {
    let mut document = serde_json::to_value(what).map_err(|e| Error::Bug(e.to_string()))?;
    document["edition"] = call.edition.id.as_str().into();
    Ok(document)
}

fn routes_schema() -> Value {
    let route = object([
        ("id", text()),
        ("method", one_of(&["GET", "POST"])),
        ("path", said(text(), "path, with its parameters in braces")),
        ("title", text()),
        ("description", text()),
        ("table", said(boolean(), "whether pages of a table are answered, as JSON or CSV")),
        ("parameters", said(list(text()), "names of the parameters")),
    ]);
    document([
        ("version", text()),
        ("openapi", said(text(), "where the description is")),
        ("routes", list(route)),
    ])
}

fn routes(call: &Call<'_>) -> Result<Value> {
    let route = |route: &Route| {
        let names: Vec<&str> = route.all_parameters().iter().map(|parameter| parameter.name).collect();
        json!({
            "id": route.id, "method": route.method(), "path": route.path, "title": route.title,
            "description": route.description, "table": matches!(route.answer, Answer::Table { .. }),
            "parameters": names,
        })
    };
    let all: Vec<Value> = super::routes().map(route).collect();
    let version = env!("CARGO_PKG_VERSION");
    answer(call, json!({"version": version, "openapi": "/api/v1/openapi.json", "routes": all}))
}

fn indicators_schema() -> Value {
    let indicator = object([
        ("id", text()),
        ("title_en", text()),
        ("title_zh", text()),
        ("definition_en", text()),
        ("definition_zh", text()),
        ("source", text()),
    ]);
    let index = object([
        ("id", text()),
        ("title_en", text()),
        ("title_zh", text()),
        ("formula_en", said(text(), "under the default profile")),
        ("formula_zh", said(text(), "under the default profile")),
    ]);
    document([("indicators", list(indicator)), ("indices", list(index))])
}

fn indicators(call: &Call<'_>) -> Result<Value> {
    let indicators: Vec<Value> = INDICATORS
        .iter()
        .map(|i| {
            json!({
                "id": i.id, "title_en": i.title, "title_zh": i.title_zh, "definition_en": i.definition,
                "definition_zh": i.definition_zh, "source": i.source,
            })
        })
        .collect();
    let formulas = FORMULAS.iter().zip(FORMULAS_ZH);
    let index = |((id, title, title_zh), (formula, formula_zh)): (&(&str, &str, &str), (&&str, &str))| {
        json!({
            "id": id, "title_en": title, "title_zh": title_zh, "formula_en": formula, "formula_zh": formula_zh,
        })
    };
    let indices: Vec<Value> = INDICES.iter().zip(formulas).map(index).collect();
    answer(call, json!({"indicators": indicators, "indices": indices}))
}

/// Schema of a profile.
pub fn profile_schema() -> Value {
    let halves = || object([("count", number()), ("citations", number())]);
    let weights = object([
        ("paper", number()),
        ("scholar", number()),
        ("institution", number()),
        ("collaboration", number()),
        ("paper_index", halves()),
        ("scholar_index", halves()),
        ("institution_index", halves()),
    ]);
    object([
        ("name", text()),
        ("zero", text()),
        ("scale", one_of(&["minmax", "zscore", "percentile"])),
        ("counting", one_of(&["full", "fractional"])),
        ("collaboration", one_of(&["incidences", "papers", "countries"])),
        ("unit", one_of(&["metro", "city", "country", "institution"])),
        ("metros", text()),
        ("country_scheme", one_of(&["study", "iso"])),
        ("years", text()),
        ("venues", list(text())),
        ("subfields", list(text())),
        ("maximum_authors", text()),
        ("citation_window", text()),
        ("minimum_papers", number()),
        ("weights", weights),
    ])
}

fn profiles_schema() -> Value {
    document([("profiles", list(profile_schema()))])
}

fn profiles(call: &Call<'_>) -> Result<Value> {
    let all: Vec<Profile> = PROFILES.iter().map(|name| Profile::load(name)).collect::<Result<_>>()?;
    answer(call, json!({"profiles": all}))
}

/// Schema of counts by name.
pub fn counts() -> Value {
    map(count())
}

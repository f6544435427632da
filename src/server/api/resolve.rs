//! Affiliation texts to institution, city and country, each with its method and confidence.

use super::catalogue::answer;
use super::parameter::{Kind, Parameter, query};
use super::route::{Answer, Call, Route};
use super::schema::{boolean, document, list, object, or_null, said, share, text};
use crate::base::{Error, Result};
use crate::gazetteer::resolver::{Finding, Resolver, Step};
use crate::gazetteer::{self, Gazetteer};
use crate::model::record::Statement;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Texts of one POST.
const MOST_TEXTS: usize = 1000;
/// Characters of a text of a POST.
const LONGEST: usize = 2000;
/// Characters of a country.
const LONGEST_COUNTRY: usize = 100;

const GIVEN: &[Parameter] = &[
    query("text", Kind::Text(1000), "Affiliation as printed on a paper; may be given several times.")
        .many()
        .must(),
    query("country", Kind::Text(LONGEST_COUNTRY), "Country of the texts, by code or name: a hint."),
    query("steps", Kind::Boolean, "Whether to say what each part of a text gave.").or("false"),
];

const ABOUT: &str = "Each text is answered by itself, by the gazetteer that the server has. Confidence is the share of such \
                     answers that were right when it was measured. Nothing that is sent is kept.";

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/resolve",
        id: "resolve",
        title: "Affiliations to institution, city and country",
        description: ABOUT,
        parameters: &[GIVEN],
        body: None,
        answer: Answer::Document { schema, make: of_query },
    },
    Route {
        path: "/api/v1/resolve",
        id: "resolve_many",
        title: "Many affiliations to institution, city and country",
        description: ABOUT,
        parameters: &[],
        body: Some(body_schema),
        answer: Answer::Document { schema, make: of_body },
    },
];

/// The resolver, opened when it is needed first.
pub struct Resolving {
    gazetteer: Option<PathBuf>,
    opened: Mutex<Option<Arc<Opened>>>,
}

/// A gazetteer and its resolver.
struct Opened {
    gazetteer: Gazetteer,
    resolver: Resolver,
}

impl Resolving {
    /// With a gazetteer file; `None`: the one that ships.
    pub fn new(gazetteer: Option<PathBuf>) -> Self {
        Self { gazetteer, opened: Mutex::default() }
    }

    /// Opens it, if that is not done yet: some seconds with all of ROR and GeoNames. Who comes meanwhile waits.
    fn open(&self) -> Result<Arc<Opened>> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = &*opened {
            return Ok(Arc::clone(opened));
        }
        let made = gazetteer::open(self.gazetteer.as_deref())
            .and_then(|gazetteer| Ok(Opened { resolver: Resolver::new(&gazetteer)?, gazetteer }));
        // What a client sent has no part in it, and where the file lies is not for clients.
        let made =
            Arc::new(made.map_err(|error| Error::Bug(format!("the gazetteer cannot be opened: {error}")))?);
        *opened = Some(Arc::clone(&made));
        Ok(made)
    }
}

/// What is posted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    texts: Vec<String>,
    #[serde(default)]
    country: String,
    #[serde(default)]
    steps: bool,
}

fn body_schema() -> Value {
    let bounded = |most: usize| json!({"type": "string", "minLength": 1, "maxLength": most});
    let mut texts = list(bounded(LONGEST));
    (texts["minItems"], texts["maxItems"]) = (1.into(), MOST_TEXTS.into());
    let country = json!({"type": "string", "maxLength": LONGEST_COUNTRY});
    let mut body = object([
        ("texts", said(texts, "affiliations as printed on papers")),
        ("country", said(country, "country of the texts, by code or name: a hint")),
        ("steps", said(boolean(), "whether to say what each part of a text gave")),
    ]);
    body["required"] = json!(["texts"]);
    body
}

fn schema() -> Value {
    let found = || [("method", said(text(), "how it was found")), ("confidence", share())];
    let institution = [("key", text()), ("name", text())].into_iter().chain(found());
    let city = [
        ("key", said(text(), "GeoNames id")),
        ("name", text()),
        ("name_zh", text()),
        ("metro", said(or_null(text()), "metro that it is ranked in")),
    ];
    let step = object([("text", text()), ("gave", text())]);
    let one = object([
        ("text", text()),
        ("institution", or_null(object(institution))),
        ("city", or_null(object(city.into_iter().chain(found())))),
        ("country", said(or_null(text()), "ISO 3166-1 alpha-2 code")),
        ("steps", said(or_null(list(step)), "what each part of the text gave; null unless asked for")),
    ]);
    document([
        ("answers", list(one)),
        ("attributions", said(list(text()), "lines that licences ask to be shown")),
    ])
}

fn of_query(call: &Call<'_>) -> Result<Value> {
    let values = call.values;
    resolve(call, values.texts("text"), values.text("country").unwrap_or_default(), values.flag("steps"))
}

fn of_body(call: &Call<'_>) -> Result<Value> {
    let wrong = |message: String| Error::usage(message, "post {\"texts\": [\"…\"]}");
    let body = call.body.ok_or_else(|| wrong("there is no body".to_owned()))?;
    let posted =
        Posted::deserialize(body).map_err(|e| wrong(format!("the body is not as described: {e}")))?;
    if posted.texts.is_empty() || posted.texts.len() > MOST_TEXTS {
        return Err(wrong(format!("{} texts, not 1 to {MOST_TEXTS}", posted.texts.len())));
    }
    let length = |text: &str| text.chars().count();
    if let Some(i) = posted.texts.iter().position(|text| text.is_empty() || length(text) > LONGEST) {
        return Err(wrong(format!(
            "text {i} has {} characters, not 1 to {LONGEST}",
            length(&posted.texts[i])
        )));
    }
    if length(&posted.country) > LONGEST_COUNTRY {
        return Err(wrong(format!("the country has more than {LONGEST_COUNTRY} characters")));
    }
    resolve(call, &posted.texts, &posted.country, posted.steps)
}

fn resolve(call: &Call<'_>, texts: &[String], country: &str, steps: bool) -> Result<Value> {
    let opened = call.state.resolving.open()?;
    let answers: Vec<Value> = texts.iter().map(|text| opened.answer(text, country, steps)).collect();
    answer(call, json!({"answers": answers, "attributions": opened.gazetteer.attributions()}))
}

impl Opened {
    /// O(length of the text).
    fn answer(&self, text: &str, country: &str, steps: bool) -> Value {
        let statement =
            Statement { text: Cow::Borrowed(text), country: Cow::Borrowed(country), ..Statement::default() };
        // A list of one, so that the answer is that of the program for this text alone, whatever else is asked for.
        let found = self.resolver.resolve_all(&[(statement.clone(), 1)]).pop().unwrap_or_default();
        let step = |step: &Step| json!({"text": step.text, "gave": step.gave});
        let explain = || self.resolver.explain(&statement).iter().map(step).collect::<Vec<_>>();
        json!({
            "text": text,
            "institution": found.institution.as_ref().map(|one| {
                found_by(one, json!({"key": one.value.to_string(), "name": found.name}))
            }),
            "city": found.place.as_ref().map(|place| found_by(place, self.city(place.value))),
            "country": Some(&found.country).filter(|code| !code.is_empty()),
            "steps": steps.then(explain),
        })
    }

    fn city(&self, id: u32) -> Value {
        let place = self.gazetteer.place(id);
        json!({
            "key": id.to_string(),
            "name": place.map_or("", |place| &place.name),
            "name_zh": place.map_or("", |place| &place.name_zh),
            "metro": self.gazetteer.metro_of(id).map(|metro| &metro.id),
        })
    }
}

/// With how it was found, and how sure that is: four digits, as a corpus keeps them.
fn found_by<T>(found: &Finding<T>, mut what: Value) -> Value {
    what["method"] = found.method.code().into();
    what["confidence"] = ((f64::from(found.confidence) * 10_000.0).round() / 10_000.0).into();
    what
}

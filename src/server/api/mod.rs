//! The JSON API: routes as data, their parameters, pages, formats, cache and description.

mod behind;
mod catalogue;
mod compare;
mod coverage;
mod editions;
mod network;
pub mod openapi;
pub mod paging;
pub mod parameter;
mod rankings;
pub mod resolve;
pub mod route;
pub mod routes;
mod schema;
pub mod switches;
mod units;

use super::body;
use super::edition::Edition;
use super::etag;
use super::options::JSON_BYTES;
use super::problem::{self, Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use crate::base::media;
use bytes::Bytes;
use hyper::{Method, header};
use parameter::Values;
use route::{Answer, Call, Route};
use std::sync::Arc;

/// Formats of tables, the default first.
const FORMATS: [&[&str]; 2] = [&["application/json"], &["text/csv"]];

/// Every route.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    routes::ROUTES.iter().flat_map(|group| group.iter())
}

/// Methods of a path of the API.
pub fn methods(segments: &[String]) -> Vec<&'static str> {
    let mut found = vec![];
    for route in routes().filter(|route| route.fit(segments).is_some()) {
        found.push(route.method());
        if route.method() == "GET" {
            found.push("HEAD");
        }
    }
    if is_description(segments) {
        found.extend(["GET", "HEAD"]);
    }
    found.push("OPTIONS");
    found
}

fn is_description(segments: &[String]) -> bool {
    segments == ["api", "v1", "openapi.json"]
}

/// Answers a request of the API.
pub async fn answer(state: &Arc<State>, mut asked: Asked) -> Result<Reply> {
    let segments = std::mem::take(&mut asked.target.segments);
    let methods = methods(&segments);
    if methods == ["OPTIONS"] {
        return Err(Problem::new(
            problem::NOT_FOUND,
            "nothing is at this path; /api/v1/openapi.json says what there is",
        ));
    }
    if !methods.contains(&asked.method.as_str()) {
        return Err(Problem::method(&methods.join(", ")));
    }
    if is_description(&segments) {
        return Ok(description(&asked));
    }
    let method = if asked.is_head() { "GET" } else { asked.method.as_str() };
    let mut fitting = routes().filter(|route| route.method() == method);
    let found = fitting.find_map(|route| Some((route, route.fit(&segments)?)));
    let (route, mut given) = found.ok_or_else(|| Problem::method(&methods.join(", ")))?;
    given.append(&mut asked.target.query);
    let values = Values::check(&route.all_parameters(), &given)?;
    compute(state, asked, route, values).await
}

/// The description is the program's: it changes with its version alone.
fn description(asked: &Asked) -> Reply {
    let tag = etag::of("openapi", asked, None);
    if etag::matches(asked, &tag) {
        return etag::not_modified(&tag);
    }
    etag::tagged(Reply::json(&openapi::describe()), &tag)
}

/// Which format is answered.
fn format(route: &Route, asked: &Asked, values: &Values) -> Result<&'static str> {
    let accept = asked.list(header::ACCEPT);
    let offers = if matches!(route.answer, Answer::Table { .. }) { &FORMATS[..] } else { &FORMATS[..1] };
    match values.text("format") {
        Some("csv") => Ok("csv"),
        Some(_) => Ok("json"),
        None => match media::choose(accept.as_deref(), offers) {
            Some(0) => Ok("json"),
            Some(_) => Ok("csv"),
            None => {
                let offered: Vec<&str> = offers.iter().map(|names| names[0]).collect();
                Err(Problem::new(
                    problem::NOT_ACCEPTABLE,
                    format!("this can be sent: {}", offered.join(", ")),
                ))
            }
        },
    }
}

async fn compute(
    state: &Arc<State>,
    mut asked: Asked,
    route: &'static Route,
    values: Values,
) -> Result<Reply> {
    let edition = state.edition();
    let format = format(route, &asked, &values)?;
    if asked.method == Method::POST {
        let body = json_body(&mut asked).await?;
        let made = make(state, &edition, route, values, Some(body), format).await?;
        return Ok(made.reply(route, format));
    }
    let tag = etag::of(&edition.id, &asked, asked.list(header::ACCEPT).as_deref());
    if etag::matches(&asked, &tag) {
        return Ok(etag::not_modified(&tag));
    }
    let key = format!("{} {format} {}", route.path, values.identity(&[]));
    let made = if let Some(made) = edition.answers.get(&key).and_then(|bytes| Made::unpack(&bytes)) {
        state.metrics.cache_hits.add(1);
        made
    } else {
        let made = make(state, &edition, route, values, None, format).await?;
        edition.answers.put(key, made.pack());
        made
    };
    let mut reply = etag::tagged(made.reply(route, format), &tag);
    if let Some(next) = &made.next {
        let target = paging::with_cursor(&asked.raw_target, next);
        reply = reply.with(header::LINK, &format!("<{target}>; rel=\"next\""));
    }
    Ok(reply)
}

async fn json_body(asked: &mut Asked) -> Result<serde_json::Value> {
    let name = body::media_type(asked)?;
    if name != "application/json" {
        return Err(Problem::new(
            problem::MEDIA_TYPE,
            format!("the body is {name:?}; post application/json"),
        ));
    }
    let text = body::text(asked, JSON_BYTES).await?;
    serde_json::from_str(&text)
        .map_err(|e| Problem::new(problem::BAD_REQUEST, format!("the body is not JSON: {e}")))
}

/// An answer that was made.
struct Made {
    bytes: Bytes,
    next: Option<String>,
    total: Option<u64>,
}

impl Made {
    fn reply(&self, route: &Route, format: &str) -> Reply {
        let media_type =
            if format == "csv" { "text/csv; charset=utf-8; header=present" } else { "application/json" };
        let mut reply = Reply::of(media_type, self.bytes.clone());
        if let Some(total) = self.total {
            reply = reply.with(header::HeaderName::from_static("x-total-count"), &total.to_string());
        }
        if format == "csv" {
            let name = format!("attachment; filename=\"{}.csv\"", route.id);
            reply = reply.with(header::CONTENT_DISPOSITION, &name);
        }
        reply
    }

    /// One text for the cache: cursor, total, and the answer.
    fn pack(&self) -> Bytes {
        let total = self.total.map(|total| total.to_string()).unwrap_or_default();
        let mut packed = format!("{}\n{total}\n", self.next.as_deref().unwrap_or_default()).into_bytes();
        packed.extend_from_slice(&self.bytes);
        packed.into()
    }

    fn unpack(packed: &Bytes) -> Option<Self> {
        let first = memchr::memchr(b'\n', packed)?;
        let second = first + 1 + memchr::memchr(b'\n', &packed[first + 1..])?;
        let text = |range: std::ops::Range<usize>| std::str::from_utf8(&packed[range]).ok();
        let (next, total) = (text(0..first)?, text(first + 1..second)?);
        Some(Self {
            next: (!next.is_empty()).then(|| next.to_owned()),
            total: total.parse().ok(),
            bytes: packed.slice(second + 1..),
        })
    }
}

/// Makes an answer, on a thread of its own and when its turn has come.
async fn make(
    state: &Arc<State>,
    edition: &Arc<Edition>,
    route: &'static Route,
    values: Values,
    body: Option<serde_json::Value>,
    format: &'static str,
) -> Result<Made> {
    let permit = state.computations.enter().await?;
    let (state, edition) = (Arc::clone(state), Arc::clone(edition));
    let work = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        let call = Call { edition: &edition, state: &state, values: &values, body: body.as_ref() };
        made(route, &call, format)
    });
    work.await.map_err(|error| Problem::defect(error.to_string()))?.map_err(Problem::from)
}

fn made(route: &Route, call: &Call<'_>, format: &str) -> crate::base::Result<Made> {
    match route.answer {
        Answer::Document { make, .. } => {
            let bytes = format!("{}\n", make(call)?).into();
            Ok(Made { bytes, next: None, total: None })
        }
        Answer::Table { make, .. } => {
            let page = paging::cut(make(call)?, route, call)?;
            let bytes = paging::write(&page, &call.edition.id, format)?.into();
            Ok(Made { bytes, next: page.next, total: Some(page.total) })
        }
    }
}

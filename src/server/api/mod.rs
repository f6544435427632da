//! The JSON API: routes as data, their parameters, pages, formats, cache and description.

mod behind;
mod catalogue;
mod compare;
mod coverage;
mod editions;
mod network;
mod network_parameters;
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
use route::{Answer, Attachment, Call, Route};
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
    let offers = match route.answer {
        Answer::Table { .. } => &FORMATS[..],
        Answer::Document { .. } => &FORMATS[..1],
        // The path says which format, and a client that asks for a file takes it as it is.
        Answer::File { .. } => return Ok("file"),
    };
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
        return Ok(made.reply());
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
        if let Some(packed) = made.pack() {
            edition.answers.put(key, packed);
        }
        made
    };
    let mut reply = etag::tagged(made.reply(), &tag);
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
struct Made {
    #[serde(skip)]
    bytes: Bytes,
    /// Media type.
    media: String,
    /// Name of the file, where it is one to be kept.
    file: Option<String>,
    /// Cursor of the next page of a table.
    next: Option<String>,
    /// Rows of a table.
    total: Option<u64>,
}

impl Made {
    fn reply(&self) -> Reply {
        let mut reply = Reply::of(&self.media, self.bytes.clone());
        if let Some(total) = self.total {
            reply = reply.with(header::HeaderName::from_static("x-total-count"), &total.to_string());
        }
        if let Some(file) = &self.file {
            let name = format!("attachment; filename=\"{file}\"");
            reply = reply.with(header::CONTENT_DISPOSITION, &name);
        }
        reply
    }

    /// One text for the cache: what is said of the answer on a line, and the answer. `None` where it cannot be packed.
    fn pack(&self) -> Option<Bytes> {
        let mut packed = serde_json::to_vec(self).ok()?;
        packed.push(b'\n');
        packed.extend_from_slice(&self.bytes);
        Some(packed.into())
    }

    fn unpack(packed: &Bytes) -> Option<Self> {
        let end = memchr::memchr(b'\n', packed)?;
        let made: Self = serde_json::from_slice(&packed[..end]).ok()?;
        Some(Self { bytes: packed.slice(end + 1..), ..made })
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
            Ok(Made { bytes, media: "application/json".to_owned(), file: None, next: None, total: None })
        }
        Answer::Table { make, .. } => {
            let page = paging::cut(make(call)?, route, call)?;
            let bytes = paging::write(&page, &call.edition.id, format)?.into();
            let (media, file) = match format {
                "csv" => ("text/csv; charset=utf-8; header=present", Some(format!("{}.csv", route.id))),
                _ => ("application/json", None),
            };
            Ok(Made { bytes, media: media.to_owned(), file, next: page.next, total: Some(page.total) })
        }
        Answer::File { make, .. } => {
            let Attachment { bytes, media, name } = make(call)?;
            let bytes = bytes.into();
            Ok(Made { bytes, media: media.to_owned(), file: Some(name), next: None, total: None })
        }
    }
}

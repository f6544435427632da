//! SPARQL 1.1 Protocol, the query operation: GET, POST of a form, POST of a query.

use super::body;
use super::etag;
use super::options::BODY_BYTES;
use super::problem::{self, Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use super::target;
use crate::base::limits::QUERY_SECONDS_MOST;
use crate::sparql::results::{Format, GRAPHS, SOLUTIONS};
use crate::sparql::wire::{Job, Task};
use hyper::{Method, header};
use std::sync::Arc;
use std::time::Duration;

/// Names of parameters. `timeout` (seconds) and `format` are ours; `output` and `results` are other names of `format` that
/// clients send; the others are the protocol's.
const PARAMETERS: [&str; 7] =
    ["query", "default-graph-uri", "named-graph-uri", "timeout", "format", "output", "results"];

/// Answers a query.
pub async fn answer(state: &Arc<State>, mut asked: Asked) -> Result<Reply> {
    let mut parameters = std::mem::take(&mut asked.target.query);
    if asked.method == Method::POST {
        post(&mut asked, &mut parameters).await?;
    }
    if target::once(&parameters, "update")?.is_some() {
        return Err(Problem::new(
            problem::REFUSED,
            "updates are refused: a store is changed by `aicity load` only",
        ));
    }
    if let Some((name, _)) = parameters.iter().find(|(name, _)| !PARAMETERS.contains(&name.as_str())) {
        let shown: String = name.chars().take(80).collect();
        let detail = format!("no parameter {shown:?}; there is: {}", PARAMETERS.join(", "));
        return Err(Problem::new(problem::BAD_REQUEST, detail));
    }
    let text = target::once(&parameters, "query")?;
    let text = text.ok_or_else(|| Problem::new(problem::BAD_REQUEST, "the parameter query is missing"))?;
    let task = Task::Query {
        text: text.to_owned(),
        base: Some(format!("http://{}/sparql", asked.host)),
        default_graphs: target::all(&parameters, "default-graph-uri"),
        named_graphs: target::all(&parameters, "named-graph-uri"),
    };
    crate::sparql::guard::check_size(text).map_err(refused)?;
    let time = time(state, target::once(&parameters, "timeout")?)?;
    // SPARQLWrapper sends all three names, and two values of each.
    let asked_for = |name: &&(String, String)| matches!(name.0.as_str(), "format" | "output" | "results");
    let formats: Vec<&str> = parameters.iter().filter(asked_for).map(|(_, value)| value.as_str()).collect();
    let format = format(formats.iter().find(|name| is_format(name)).or(formats.first()).copied())?;
    run(state, &asked, task, format, time).await
}

/// A text that is refused before any process sees it.
fn refused(refusal: crate::sparql::guard::Refusal) -> Problem {
    use crate::sparql::guard::Refusal;
    let sort = if matches!(refusal, Refusal::TooLong(_)) { problem::TOO_LARGE } else { problem::BAD_QUERY };
    Problem::new(sort, refusal.of("query").to_string())
}

async fn post(asked: &mut Asked, parameters: &mut Vec<(String, String)>) -> Result<()> {
    match body::media_type(asked)?.as_str() {
        "application/x-www-form-urlencoded" => {
            // Graphs may be named in the query string; what is given in both places is given twice.
            parameters.extend(target::form(&body::text(asked, BODY_BYTES).await?)?);
        }
        "application/sparql-query" => {
            if parameters.iter().any(|(name, _)| name == "query") {
                return Err(Problem::new(problem::BAD_REQUEST, "the query is given more than once"));
            }
            let text = body::text(asked, BODY_BYTES).await?;
            parameters.push(("query".to_owned(), text));
        }
        "application/sparql-update" => {
            return Err(Problem::new(
                problem::REFUSED,
                "updates are refused: a store is changed by `aicity load` only",
            ));
        }
        other => {
            let detail = format!(
                "the body is {other:?}; post application/sparql-query or application/x-www-form-urlencoded"
            );
            return Err(Problem::new(problem::MEDIA_TYPE, detail));
        }
    }
    Ok(())
}

fn time(state: &State, text: Option<&str>) -> Result<Duration> {
    let Some(text) = text else { return Ok(state.options.time) };
    let seconds = text.parse::<u64>().ok().filter(|s| (1..=QUERY_SECONDS_MOST).contains(s));
    let wrong = || {
        let detail = format!("timeout {text:?}: use 1 to {QUERY_SECONDS_MOST} seconds");
        Problem::new(problem::BAD_REQUEST, detail)
    };
    Ok(Duration::from_secs(seconds.ok_or_else(wrong)?))
}

fn is_format(name: &str) -> bool {
    Format::named(name, SOLUTIONS).or(Format::named(name, GRAPHS)).is_some()
}

/// A format by its name: `None` where none is named.
pub fn format(name: Option<&str>) -> Result<Option<String>> {
    match name {
        Some(name) if !is_format(name) => {
            let detail = format!(
                "no format {name:?}; there is json, xml, csv, tsv, html, ttl, nt, nq, trig, jsonld, rdf"
            );
            Err(Problem::new(problem::BAD_REQUEST, detail))
        }
        name => Ok(name.map(str::to_owned)),
    }
}

/// Runs a task and answers its result. What is asked of one edition twice is one answer: it has a validator.
pub async fn run(
    state: &Arc<State>,
    asked: &Asked,
    task: Task,
    format: Option<String>,
    time: Duration,
) -> Result<Reply> {
    let edition = state.edition();
    let accept = asked.list(header::ACCEPT);
    let tag = etag::of(&edition.id, asked, accept.as_deref());
    if asked.method != Method::POST && etag::matches(asked, &tag) {
        return Ok(etag::not_modified(&tag));
    }
    let job = Job {
        task,
        accept,
        format,
        rows: state.options.rows,
        bytes: state.options.bytes,
        seconds: time.as_secs(),
    };
    let held = Arc::clone(&edition.workers).run(&state.queries, job, time).await?;
    let rows = held.rows.to_string();
    let (deterministic, extension) = (held.head.deterministic, held.head.extension.clone());
    let mut reply = held.reply().with(hyper::header::HeaderName::from_static("x-result-rows"), &rows);
    if matches!(extension.as_str(), "csv" | "tsv") {
        // A browser saves it: a spreadsheet must not run what a cell says.
        reply =
            reply.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"result.{extension}\""));
    }
    if !deterministic {
        return Ok(reply.with(header::CACHE_CONTROL, "no-store"));
    }
    if asked.method == Method::POST {
        return Ok(reply);
    }
    Ok(etag::tagged(reply, &tag))
}

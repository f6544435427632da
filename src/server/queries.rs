//! `/queries`: the query library as a list, and each query run by name.

use super::etag;
use super::problem::{self, Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::sparql;
use super::state::State;
use super::target;
use crate::sparql::library::{self, Named, QUERIES};
use crate::sparql::wire::Task;
use hyper::header;
use serde_json::{Value, json};
use std::sync::Arc;

/// The list: names, titles, parameters, and where each is run.
pub fn list(asked: &Asked) -> Reply {
    let document = json!({"queries": QUERIES.iter().map(describe).collect::<Vec<Value>>()});
    let tag = etag::of("queries", asked, None);
    if etag::matches(asked, &tag) {
        etag::not_modified(&tag)
    } else {
        etag::tagged(Reply::json(&document), &tag)
    }
}

fn describe(query: &Named) -> Value {
    json!({
        "name": query.name,
        "title": {"en": query.title(), "zh": query.title_zh()},
        "description": query.description(),
        "parameters": query.parameters().collect::<Vec<_>>(),
        "href": format!("/queries/{}", query.name),
        "text": format!("/queries/{}?text", query.name),
    })
}

/// Runs a query by name; the query string holds its parameters, and `format` or `text` (the query itself).
pub async fn run(state: &Arc<State>, asked: &Asked) -> Result<Reply> {
    let name = asked.target.segments[1..].join("/");
    let query = library::find(&name)
        .map_err(|_| Problem::new(problem::NOT_FOUND, format!("no query {name:?}; /queries lists them")))?;
    if asked.target.query == [("text".to_owned(), String::new())] {
        return Ok(Reply::of("application/sparql-query; charset=utf-8", query.text));
    }
    let mut parameters = asked.target.query.clone();
    let format = sparql::format(target::once(&parameters, "format")?)?;
    let own = query.parameters().any(|parameter| parameter.name == "format");
    parameters.retain(|(name, value)| (own || name != "format") && !value.is_empty());
    // Wrong parameters are told before anything waits for a process.
    query.with_parameters(&parameters)?;
    let task = Task::Named { name, parameters };
    let reply = sparql::run(state, asked, task, format, state.options.time).await?;
    Ok(reply.with(header::LINK, &format!("</queries/{}?text>; rel=\"describedby\"", query.name)))
}

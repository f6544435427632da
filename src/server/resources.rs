//! What is at which path, in one visible list.

use super::problem::{self, Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use super::{api, describe, dump, graph_store, page, queries, sparql, status};
use hyper::Method;
use std::sync::Arc;

/// A resource that is not one of the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resource {
    Page,
    Health,
    Metrics,
    Sparql,
    Store,
    Queries,
    Query,
    Void,
    Dump,
    Api,
}

const READ: &[&str] = &["GET", "HEAD", "OPTIONS"];
const READ_AND_POST: &[&str] = &["GET", "HEAD", "POST", "OPTIONS"];

/// First segments of paths, the number of segments that follow, and what is there.
const RESOURCES: &[(&str, std::ops::RangeInclusive<usize>, Resource, &[&str])] = &[
    ("", 0..=0, Resource::Page, READ),
    ("health", 0..=0, Resource::Health, READ),
    ("metrics", 0..=0, Resource::Metrics, READ),
    ("sparql", 0..=0, Resource::Sparql, READ_AND_POST),
    ("store", 0..=0, Resource::Store, READ),
    ("queries", 0..=0, Resource::Queries, READ),
    ("queries", 2..=2, Resource::Query, READ),
    (".well-known", 1..=1, Resource::Void, READ),
    ("dump", 1..=1, Resource::Dump, READ),
    ("api", 0..=8, Resource::Api, &[]),
];

fn find(segments: &[String]) -> Option<(Resource, &'static [&'static str])> {
    let (first, rest) = segments.split_first()?;
    let fits = |entry: &&(&str, std::ops::RangeInclusive<usize>, Resource, &[&str])| {
        entry.0 == first && entry.1.contains(&rest.len())
    };
    RESOURCES.iter().find(fits).map(|entry| (entry.2, entry.3))
}

/// Methods of a path.
pub fn methods(segments: &[String]) -> Vec<&'static str> {
    match find(segments) {
        Some((Resource::Api, _)) => api::methods(segments),
        Some((_, methods)) => methods.to_vec(),
        None => vec!["OPTIONS"],
    }
}

/// Answers a request.
pub async fn answer(state: &Arc<State>, asked: Asked) -> Result<Reply> {
    let Some((resource, methods)) = find(&asked.target.segments) else {
        return Err(Problem::new(problem::NOT_FOUND, "nothing is at this path; / says what there is"));
    };
    if resource != Resource::Api && !methods.contains(&asked.method.as_str()) {
        return Err(Problem::method(&methods.join(", ")));
    }
    match resource {
        Resource::Page => Ok(page::answer(state, &asked)),
        Resource::Health => Ok(status::health(state)),
        Resource::Metrics => Ok(status::metrics(state)),
        Resource::Sparql if is_bare(&asked) => describe::service(state, &asked).await,
        Resource::Sparql => sparql::answer(state, asked).await,
        Resource::Store => graph_store::answer(state, &asked).await,
        Resource::Queries => Ok(queries::list(&asked)),
        Resource::Query => queries::run(state, &asked).await,
        Resource::Void => describe::void(state, &asked).await,
        Resource::Dump => dump::answer(state, &asked).await,
        Resource::Api => api::answer(state, asked).await,
    }
}

/// A GET of the endpoint without a query asks what it is.
fn is_bare(asked: &Asked) -> bool {
    asked.method != Method::POST && asked.target.query.is_empty()
}

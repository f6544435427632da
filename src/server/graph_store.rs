//! SPARQL 1.1 Graph Store HTTP Protocol, the reading part: `/store?default` and `/store?graph=IRI`.

use super::problem::{self, Problem, Result};
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use super::{sparql, target};
use crate::base::limits::QUERY_SECONDS_MOST;
use crate::sparql::wire::Task;
use std::sync::Arc;
use std::time::Duration;

/// Answers a graph.
pub async fn answer(state: &Arc<State>, asked: &Asked) -> Result<Reply> {
    let parameters = &asked.target.query;
    let (default, graph) = (target::once(parameters, "default")?, target::once(parameters, "graph")?);
    let name = match (default, graph) {
        (Some(""), None) => None,
        (None, Some(iri)) => Some(iri.to_owned()),
        _ => {
            return Err(Problem::new(
                problem::BAD_REQUEST,
                "use ?default, or ?graph= with the IRI of a graph",
            ));
        }
    };
    if let Some((name, _)) =
        parameters.iter().find(|(n, _)| !matches!(n.as_str(), "default" | "graph" | "format"))
    {
        return Err(Problem::new(
            problem::BAD_REQUEST,
            format!("no parameter {name:?}; there is default, graph, format"),
        ));
    }
    let format = sparql::format(target::once(parameters, "format")?)?;
    let time = Duration::from_secs(QUERY_SECONDS_MOST);
    sparql::run(state, asked, Task::Graph { name }, format, time).await.map_err(|problem| {
        let hint = if problem.sort == problem::TOO_LARGE {
            "; the whole edition is at /dump/graph.nq.zst"
        } else {
            ""
        };
        Problem { detail: format!("{}{hint}", problem.detail), ..problem }
    })
}

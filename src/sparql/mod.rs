//! SPARQL over an image: the query library, the guard, evaluation, results, and the processes that queries run in. The only
//! importer of `oxigraph::sparql`.

pub mod contained;
pub mod evaluate;
pub mod functions;
pub mod guard;
pub mod library;
pub mod results;
pub mod rewrite;
pub mod stage;
pub mod statistics;
pub mod wire;
pub mod worker;

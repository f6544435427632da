//! SPARQL over an image: the query library, the guard, evaluation and results. The only importer of `oxigraph::sparql`.

pub mod evaluate;
pub mod guard;
pub mod library;
pub mod results;
pub mod rewrite;
pub mod stage;

//! The corpus as a graph in memory: units of institutions, the traversal paper → affiliations → units → countries, and
//! adjacency that petgraph's algorithms run on.

pub mod adjacency;
pub mod collaboration;
pub mod incidence;
pub mod measures;
pub mod place;
pub mod rules;
pub mod selection;
pub mod traverse;
pub mod units;
pub mod windows;

pub use selection::Selection;
pub use units::{Level, Units};

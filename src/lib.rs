//! `aicity` ranks cities by their research and says how sure it is.

pub mod base;
pub mod model;
pub mod rdf;

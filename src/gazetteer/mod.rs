//! From an affiliation to a place: places, institutions, metros and countries, and the resolver that finds them.
//!
//! Never concludes a place from where a scholar works today, and never merges two things because they look alike.

pub mod corrections;
pub mod model;

pub use model::Gazetteer;

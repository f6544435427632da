//! The immutable image of a graph: a sorted dictionary, sorted triples, the corpus columns; checksummed generations on
//! disk; and the view of it that the SPARQL engine queries.

pub mod builder;
pub mod columns;
pub mod dataset;
pub mod export;
pub mod generations;
pub mod image;
mod manifest;
pub mod order;
mod resolution;
pub mod sections;
pub mod terms;

pub use builder::ImageBuilder;
pub use generations::{Generation, Store};
pub use image::Image;

//! The collaboration network as a product: what is left in, how edges are weighted and normalised, what is measured, and one
//! file for each format that it is written to.

pub mod formats;
pub mod model;

pub use model::{Edge, Fact, Measured, Network, Node, Times, Value};

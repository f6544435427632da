//! The collaboration network as a product: what is left in, how edges are weighted and normalised, what is measured, and one
//! file for each format that it is written to.

pub mod change;
pub mod derive;
pub mod formats;
pub mod measures;
pub mod missing;
pub mod model;
pub mod nodes;
pub mod normalisation;
pub mod threshold;
pub mod times;
pub mod weight;

pub use derive::{Counting, Derived, Scope};
pub use model::{Edge, Fact, Measured, Network, Node, Times, Value};
pub use nodes::{NodeLevel, Nodes};
pub use threshold::Thresholds;

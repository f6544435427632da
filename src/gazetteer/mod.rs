//! From an affiliation to a place: places, institutions, metros and countries, and the resolver that finds them.
//!
//! Never concludes a place from where a scholar works today, and never merges two things because they look alike.

mod archive;
mod assemble;
mod compact;
pub mod corrections;
pub mod file;
mod geonames;
mod geonamescache;
mod han;
mod lines;
mod lists;
pub mod lookup;
pub mod model;
mod open;
mod part;
pub mod read;
pub mod resolver;
mod ror;
mod shipped;
mod sorts;

pub use model::Gazetteer;
pub use open::{SHIPPED, open};
pub use part::{Names, Scope};
pub use read::{Reading, read, read_within};
pub use resolver::Resolver;

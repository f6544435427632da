//! Published editions: their tables as data, computed again (`reproduce`) and checked for contradictions (`lint`).
//!
//! An edition is a folder of tables, claims and one description (`data/edition-2023/README.md` defines the format).
//! Nothing here knows a city, a figure or a table of any edition: those are data.
//! Layers: figures and intervals < spec < table < claim < load < reproduce < lint and its rules < render.

pub mod claim;
pub mod figure;
pub mod finding;
pub mod interval;
pub mod lint;
mod load;
pub mod operand;
pub mod render;
pub mod reproduce;
pub mod reproduction;
pub mod rules;
mod source;
pub mod spec;
mod standard;
pub mod table;
pub mod zero;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod published;

pub use claim::Claim;
pub use finding::{Finding, Severity};
pub use load::Edition;
pub use table::Table;

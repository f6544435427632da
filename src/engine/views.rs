//! Looks at a corpus in memory under a ranking: what the server answers. Every view is a pure function of the ranking, what
//! it shows adds up to the numbers of the ranking, and its order is total. A view of one unit starts from a [`Focus`].

pub mod behind;
pub mod compare;
pub mod countries;
pub mod coverage;
pub mod edition;
pub mod figures;
pub mod find;
mod focus;
pub mod members;
pub mod partners;
pub mod series;
pub mod survey;
pub mod together;
pub mod tops;
pub mod unit;

pub use crate::graph::place::coordinates;
pub use focus::{Focus, Touched};

//! The façade that command line, benches and tests share: load, rank, dump, verify, explain.

pub mod added;
pub mod audit;
pub mod coverage;
pub mod diff;
pub mod dump;
pub mod explain;
pub mod history;
mod intake;
pub mod interval_table;
pub mod intervals;
pub mod load;
pub mod network;
pub mod rank;
pub mod ranking_table;
pub mod resolve;
pub mod sensitivity;
pub mod source;
pub mod views;

pub use rank::{Engine, Ranked};
pub use source::Source;

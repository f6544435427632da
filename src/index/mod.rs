//! From indicators to indices (METHOD §3): standardise, weigh, compose, order; and the reasons for an index.

pub mod profile;
pub mod ranking;
pub mod standardise;

pub use profile::Profile;
pub use ranking::{Ranking, Row};

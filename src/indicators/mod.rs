//! The raw indicators of each unit (METHOD §2) by full and fractional counting, computed by two engines that agree to the
//! last integer: `graph` walks the columns, `sparql` runs `queries/indicators/*.rq` on the image. `measures` are what users of
//! rankings expect beside them: normalised citations, shares of the most cited, h-index, collaboration.

pub mod catalogue;
pub mod count;
pub mod credit;
pub mod fields;
pub mod fractional;
pub mod full;
pub mod measures;
pub mod normalised;
pub mod sparql;
pub mod specialisation;
pub mod tally;

pub use count::{CollaborationRule, Counting, Request};
pub use tally::{Numbers, Sum, Tallies, Tally};

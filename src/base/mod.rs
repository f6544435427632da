//! The ground floor: errors, atomic files, interning, checked columns of strings, formulas, tables of records. Knows nothing of papers or cities.

pub mod error;
pub mod escape;
pub mod files;
pub mod formula;
pub mod interner;
pub mod limits;
pub mod media;
pub mod random;
pub mod records;
pub mod sorting;
pub mod strings;
pub mod table;

pub use error::{Error, Kind, Result};

//! Papers, authorships, scholars, institutions and places: records as they come in, columns as they are kept.

pub mod builder;
pub mod by_year;
pub mod columns;
pub mod corpus;
pub mod csr;
pub mod identity;
pub mod keyed;
pub mod labels;
pub mod record;
pub mod statements;

pub use corpus::{Corpus, Texts};

//! The report: every table and figure of the study, from any corpus, in Chinese and English.
//!
//! [`data::gather`] computes everything once; `sections` put it into a [`document::Document`] of blocks with texts in both
//! languages; each format is written from that document.

mod build;
pub mod chart;
pub mod check;
pub mod claims;
pub mod data;
pub mod document;
mod licences;
mod names;
mod sections;
pub mod text;
mod venues;

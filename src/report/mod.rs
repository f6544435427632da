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
pub mod html;
mod licences;
pub mod markdown;
mod names;
pub mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
mod plain;
mod sections;
pub mod tables;
pub mod text;
mod topics;
mod venues;
pub mod write;
pub mod xlsx;

#[cfg(test)]
mod fixture;

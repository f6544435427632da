//! The report: every table and figure of the study, from any corpus, in Chinese and English.

pub mod chart;
pub mod document;
pub mod text;

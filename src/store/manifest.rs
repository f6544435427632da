//! The manifest of a generation.

use super::sections::Checksum;
use crate::base::{Error, Result};
use crate::rdf::dump::Holds;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Version of the layout on disk; another one is refused.
pub const LAYOUT: u32 = 3;

/// What a generation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Layout on disk.
    pub layout: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// What it holds; a corpus is not named.
    #[serde(default, skip_serializing_if = "Holds::is_corpus")]
    pub holds: Holds,
    /// Number of quads, terms, papers, authorships, scholars, institutions, cities; of a graph without a corpus, of quads,
    /// terms and named graphs.
    pub counts: BTreeMap<String, u64>,
    /// Rejected records by reason, as the load reported them.
    pub rejections: BTreeMap<String, u64>,
    /// Sound records outside what was asked for, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Files by name.
    pub files: BTreeMap<String, Checksum>,
}

/// Reads a manifest; one of another layout is refused by the version of the program that wrote it.
pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Manifest> {
    #[derive(Deserialize)]
    struct Version {
        layout: u32,
        program: String,
    }
    let bad = |e: serde_json::Error| Error::damaged(path, format!("does not parse: {e}"), "");
    let version: Version = serde_json::from_slice(bytes).map_err(bad)?;
    if version.layout != LAYOUT {
        let message = format!(
            "store made by aicity {} (layout {}), this is layout {LAYOUT}",
            version.program, version.layout
        );
        return Err(Error::damaged(path, message, "load the store again from its inputs or a dump"));
    }
    serde_json::from_slice(bytes).map_err(bad)
}

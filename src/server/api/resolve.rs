//! `resolve`.

use std::path::PathBuf;

/// The resolver, opened when it is needed first.
pub struct Resolving {
    _gazetteer: Option<PathBuf>,
}

impl Resolving {
    /// With a gazetteer file; `None`: the one that ships.
    pub fn new(gazetteer: Option<PathBuf>) -> Self {
        Self { _gazetteer: gazetteer }
    }
}

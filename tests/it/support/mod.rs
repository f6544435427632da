//! What several tests share: answers that can be compared, a dataset on both stores, random corpora.

pub mod answers;
pub mod corpus;
pub mod schema;
pub mod stores;

use std::path::{Path, PathBuf};

/// A folder of the shared test data; says that the test is skipped where it is absent.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    println!("SKIPPED: {} is not here", path.display());
    None
}

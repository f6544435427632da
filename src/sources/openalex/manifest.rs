//! Manifests: which files an entity has, how long they are and how many records they hold. What a manifest says is
//! believed, not what lies in the folder: a file that is missing or has another length is an error before anything is read,
//! and one that no manifest names is a leftover of an older snapshot, whose records have moved to other files since.

use super::layout::{Found, stem};
use crate::base::{Error, Result, limits};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A manifest of either layout, or of all entities together.
#[derive(Debug, Default, Deserialize)]
struct Manifest {
    #[serde(default, alias = "files")]
    entries: Vec<Entry>,
    /// Which entity this part of a manifest of all is about.
    #[serde(default)]
    entity: String,
    #[serde(default)]
    entities: Vec<Manifest>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    /// Such as `s3://openalex/data/works/updated_date=2023-05-16/part_000.gz`.
    url: String,
    #[serde(default)]
    meta: Figures,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
struct Figures {
    /// Length of the file as it lies on the disk.
    content_length: Option<u64>,
    record_count: Option<u64>,
}

/// What a manifest says about a file.
struct Listed<'m> {
    /// Its name from the folder of its entity.
    relative: &'m str,
    figures: Figures,
}

/// What a manifest says, by the names of the files without their endings.
type Listing<'m> = BTreeMap<&'m str, Listed<'m>>;

/// Checks the files of an entity against its manifests and notes how many records each must have. With `only`, the
/// beginning of the names that the user asked for, nothing else is checked, and files that no manifest names are read all
/// the same; without, such files are taken out of the list.
pub fn check(folder: &Path, found: &mut Vec<Found>, only: Option<&str>) -> Result<()> {
    for (path, manifest) in manifests(folder)? {
        let listed = listing(&manifest, only.unwrap_or_default());
        require(&path, folder, &listed, found)?;
        for file in found.iter_mut() {
            check_file(&path, file, &listed)?;
        }
        report_unlisted(&path, found, &listed, only.is_some());
    }
    Ok(())
}

fn listing<'m>(manifest: &'m Manifest, only: &str) -> Listing<'m> {
    let entries = manifest.entries.iter().map(|entry| {
        let relative = relative(&entry.url);
        (stem(relative), Listed { relative, figures: entry.meta })
    });
    // A whole name or a whole folder: `part_1` is not `part_10`.
    let wanted = |stem: &str| {
        stem.strip_prefix(only)
            .is_some_and(|rest| only.is_empty() || rest.is_empty() || rest.starts_with('/'))
    };
    entries.filter(|(stem, _)| wanted(stem)).collect()
}

/// The manifest of the entity and its part of that of all entities, with their paths.
fn manifests(folder: &Path) -> Result<Vec<(PathBuf, Manifest)>> {
    let mut found = Vec::new();
    for name in ["manifest", "manifest.json"] {
        let path = folder.join(name);
        if path.is_file() {
            found.push((path.clone(), parse(&path)?));
        }
    }
    let path = folder.with_file_name("manifest.json");
    if path.is_file() {
        let entity = folder.file_name().unwrap_or_default().to_string_lossy();
        let part = parse(&path)?.entities.into_iter().find(|part| part.entity == entity);
        found.extend(part.map(|part| (path, part)));
    }
    Ok(found)
}

fn parse(path: &Path) -> Result<Manifest> {
    let length = fs::metadata(path).map_err(Error::io("open", path))?.len();
    if length > limits::LINE as u64 {
        let message = format!("{}: a manifest of more than {} bytes", path.display(), limits::LINE);
        return Err(Error::limit(message, "move it away to read the folder without it"));
    }
    let bytes = fs::read(path).map_err(Error::io("read", path))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let hint = "get a good copy of it, or move it away to read the folder without it";
        let line = error.line() as u64;
        Error::input(path.display().to_string(), line, format!("is no manifest: {error}"), hint)
    })
}

/// The name of a file from the folder of its entity, which is how its address ends.
fn relative(url: &str) -> &str {
    let start = url.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    &url[start..]
}

fn require(manifest: &Path, folder: &Path, listed: &Listing<'_>, found: &[Found]) -> Result<()> {
    let there: BTreeSet<&str> = found.iter().map(|file| stem(&file.relative)).collect();
    let mut missing =
        listed.iter().filter(|(stem, _)| !there.contains(**stem)).map(|(_, file)| file.relative);
    let Some(first) = missing.next() else { return Ok(()) };
    let message = format!(
        "is missing: the manifest {} names {} files, of which {} are not there",
        manifest.display(),
        listed.len(),
        missing.count() + 1
    );
    let hint = "get the rest of the snapshot; or, to read only a part of it, name folders such as \
        updated_date=2023-05-16 or part files";
    Err(Error::input(folder.join(first).display().to_string(), 0, message, hint))
}

/// A file that was decompressed has another length than its manifest says; its records are counted all the same.
fn check_file(manifest: &Path, file: &mut Found, listed: &Listing<'_>) -> Result<()> {
    let Some(Listed { relative, figures }) = listed.get(stem(&file.relative)) else { return Ok(()) };
    let length = fs::metadata(&file.path).map_err(Error::io("open", &file.path))?.len();
    let refuse = |message: String, hint: &str| {
        let message = format!("the manifest {} says {message}", manifest.display());
        Err(Error::input(file.path.display().to_string(), 0, message, hint))
    };
    if let Some(said) = figures.content_length
        && *relative == file.relative
        && said != length
    {
        return refuse(format!("{said} bytes; it has {length}"), "get a complete copy of it");
    }
    match (file.records, figures.record_count) {
        (Some(other), Some(said)) if other != said => {
            refuse(format!("{said} records; another says {other}"), "get a good copy of the manifests")
        }
        (_, said) => {
            file.records = said.or(file.records);
            Ok(())
        }
    }
}

fn report_unlisted(manifest: &Path, found: &mut Vec<Found>, listed: &Listing<'_>, keep: bool) {
    let (unlisted, manifest) =
        (|file: &Found| !listed.contains_key(stem(&file.relative)), manifest.display());
    let consequence = if keep { "read, because it was asked for" } else { "not read" };
    for file in found.iter().filter(|file| unlisted(file)) {
        tracing::warn!(file = file.relative, %manifest, "is not in the manifest: {consequence}");
    }
    found.retain(|file| keep || !unlisted(file));
}

/// The error of a file with another number of records than its manifest says.
pub fn wrong_count(path: &Path, said: u64, found: u64) -> Error {
    let message = format!("its manifest says {said} records; it holds {found}");
    Error::input(path.display().to_string(), 0, message, "get a good copy of the file and its manifest")
}

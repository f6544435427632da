//! Where the files of a snapshot lie, in both layouts: `data/works/updated_date=…/part_000.gz` until 2025-10, and
//! `data/jsonl/works/updated_date=…/part_0000.gz` beside `data/parquet/…` since. An input may be the whole, a part of it
//! that is a folder, or a file.

use super::manifest;
use crate::base::{Error, Result};
use crate::sources::files_in;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What a folder with the records of one day begins with.
const DAY: &str = "updated_date=";
const MERGED: &str = "merged_ids";
/// Endings of files, in the order in which one of several copies is chosen.
const ENDINGS: [&str; 7] = [".gz", ".parquet", ".zst", ".jsonl", ".json", ".csv", ""];

/// What is read, in the order of reading: places before what refers to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    Institutions,
    /// Works name their sources, so these are only checked and counted.
    Sources,
    /// Works name their authors, so these are only checked and counted.
    Authors,
    Works,
}

impl Entity {
    /// Every one that is read.
    pub const ALL: [Self; 4] = [Self::Institutions, Self::Sources, Self::Authors, Self::Works];

    /// The name of its folder.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Institutions => "institutions",
            Self::Sources => "sources",
            Self::Authors => "authors",
            Self::Works => "works",
        }
    }

    /// What its ids begin with.
    pub const fn letter(self) -> char {
        match self {
            Self::Institutions => 'I',
            Self::Sources => 'S',
            Self::Authors => 'A',
            Self::Works => 'W',
        }
    }

    fn of_folder(folder: &Path) -> Option<Self> {
        let name = name(folder);
        Self::ALL.into_iter().find(|entity| entity.folder() == name)
    }
}

/// A file of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Where it lies.
    pub path: PathBuf,
    /// What it is called in a snapshot, such as `works/updated_date=2026-06-01/part_0000.gz`.
    pub name: String,
    /// What is in it; `None`: each record says itself, by its id.
    pub entity: Option<Entity>,
    /// How many records its manifest says it has.
    pub records: Option<u64>,
}

impl Part {
    /// Whether it is Parquet, by its name.
    pub fn is_parquet(&self) -> bool {
        self.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
    }
}

/// A file of merged ids.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergedFile {
    /// What it is called, such as `merged_ids/works/2023-04-13.csv.gz`.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// What sort of ids, by the name of its folder.
    pub entity: String,
}

/// What is to be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In the order of their dates.
    pub merged: Vec<MergedFile>,
    /// In the order of reading.
    pub parts: Vec<Part>,
}

/// A file in the folder of an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name from there, such as `updated_date=2026-06-01/part_0000.gz`.
    pub relative: String,
    /// Where it lies.
    pub path: PathBuf,
    /// How many records it has, once a manifest said it.
    pub records: Option<u64>,
}

impl Plan {
    /// Finds the files of the inputs and checks their names and lengths against the manifests.
    pub fn make(inputs: &[PathBuf]) -> Result<Self> {
        let mut plan = Self::default();
        for input in inputs {
            if crate::sources::is_folder(input)? { plan.add_folder(input)? } else { plan.add_file(input)? }
        }
        plan.parts.sort_by_key(|part| part.entity.unwrap_or(Entity::Works));
        plan.merged.sort();
        plan.drop_repeated();
        if plan.parts.is_empty() {
            let named = inputs.iter().map(|input| input.display().to_string()).collect::<Vec<_>>().join(", ");
            let hint = "name the folder of a snapshot, one of its folders such as data/works, or a part file";
            return Err(Error::input(named, 0, "holds no works, institutions, sources or authors", hint));
        }
        Ok(plan)
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let absolute = fs::canonicalize(folder).map_err(Error::io("open", folder))?;
        if name(&absolute).starts_with(DAY) {
            let entity = absolute.parent().unwrap_or(&absolute);
            let parts = parts(entity, Some(&name(&absolute)))?;
            self.parts.extend(parts);
            return Ok(());
        }
        if name(&absolute) == MERGED {
            return self.add_merged(&absolute);
        }
        if is_entity(&absolute)? {
            self.parts.extend(parts(&absolute, None)?);
            return Ok(());
        }
        if let Some(snapshot) = snapshot(&absolute)? {
            warn_of_columns(&snapshot)?;
            for entity in entities(&snapshot)? {
                // Those that are not read are checked all the same.
                let parts = parts(&entity, None)?;
                self.parts.extend(parts.into_iter().filter(|part| part.entity.is_some()));
            }
            return self.add_merged(&snapshot.join(MERGED));
        }
        files_in(&absolute)?
            .iter()
            .filter(|file| is_record_file(file))
            .try_for_each(|file| self.add_file(file))
    }

    fn add_file(&mut self, path: &Path) -> Result<()> {
        let absolute = fs::canonicalize(path).map_err(Error::io("open", path))?;
        let above = |steps| absolute.ancestors().nth(steps).unwrap_or(Path::new(""));
        if name(above(2)) == MERGED {
            self.merged.push(merged_file(&absolute));
        } else if name(above(1)).starts_with(DAY) {
            let relative = format!("{}/{}", name(above(1)), name(&absolute));
            let mut found = vec![Found { relative: relative.clone(), path: absolute.clone(), records: None }];
            manifest::check(above(2), &mut found, Some(stem(&relative)))?;
            let (entity, called) = (Entity::of_folder(above(2)), name(above(2)));
            let records = found.first().and_then(|found| found.records);
            self.parts.push(Part {
                path: absolute.clone(),
                name: format!("{called}/{relative}"),
                entity,
                records,
            });
        } else {
            self.parts.push(Part {
                name: name(&absolute),
                path: absolute.clone(),
                entity: None,
                records: None,
            });
        }
        Ok(())
    }

    fn add_merged(&mut self, folder: &Path) -> Result<()> {
        for entity in folders_in(folder)? {
            let files = files_in(&entity)?.into_iter().filter(|file| !name(file).starts_with('.')).collect();
            let files = one_of_each(files, name);
            self.merged.extend(files.iter().map(|file| merged_file(file)));
        }
        Ok(())
    }

    /// A file that is named twice, itself and by its folder, is read once.
    fn drop_repeated(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        self.parts.retain(|part| {
            let new = seen.insert(part.path.clone());
            if !new {
                tracing::warn!(file = part.name, "is named twice: read once");
            }
            new
        });
        self.merged.dedup_by(|a, b| a.path == b.path);
    }
}

/// The parts of an entity, or those of one day of it.
fn parts(folder: &Path, day: Option<&str>) -> Result<Vec<Part>> {
    let mut found = list(folder, day)?;
    manifest::check(folder, &mut found, day)?;
    let (entity, called) = (Entity::of_folder(folder), name(folder));
    let part = |found: Found| Part {
        path: found.path,
        name: format!("{called}/{}", found.relative),
        entity,
        records: found.records,
    };
    Ok(found.into_iter().map(part).collect())
}

/// Whether an input is of a snapshot, by the names around it.
pub fn recognises(path: &Path) -> Result<bool> {
    let path = fs::canonicalize(path).map_err(Error::io("open", path))?;
    let above = |steps| path.ancestors().nth(steps).map(name).unwrap_or_default();
    if !path.is_dir() {
        return Ok(above(1).starts_with(DAY) || above(2) == MERGED);
    }
    // A folder below that cannot be opened is for the reader to complain about, if it is one of ours.
    let laid_out = || is_entity(&path).unwrap_or(false) || matches!(snapshot(&path), Ok(Some(_)));
    Ok(above(0).starts_with(DAY) || above(0) == MERGED || laid_out())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn merged_file(path: &Path) -> MergedFile {
    let entity = path.parent().map(name).unwrap_or_default();
    MergedFile { name: format!("{MERGED}/{entity}/{}", name(path)), path: path.to_owned(), entity }
}

/// The folders in a folder, by name; none where there is no folder.
fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let entries = entries.map_err(Error::io("open", folder))?;
    let mut folders: Vec<_> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

fn is_entity(folder: &Path) -> Result<bool> {
    Ok(folders_in(folder)?.iter().any(|day| name(day).starts_with(DAY)))
}

/// The entities of a snapshot, those included that are not read.
fn entities(snapshot: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in folders_in(snapshot)? {
        if is_entity(&folder)? {
            found.push(folder);
        }
    }
    Ok(found)
}

/// The folder in or below a folder that holds those of the entities. Of two renderings of the same it is the JSON.
fn snapshot(folder: &Path) -> Result<Option<PathBuf>> {
    let data = folder.join("data");
    for base in [folder, &data] {
        for candidate in [base.to_owned(), base.join("jsonl"), base.join("parquet")] {
            if !entities(&candidate)?.is_empty() {
                return Ok(Some(candidate));
            }
        }
    }
    Ok(None)
}

/// Says so if Parquet of the same lies beside what is read.
fn warn_of_columns(snapshot: &Path) -> Result<()> {
    let columns = snapshot.with_file_name("parquet");
    if name(snapshot) == "jsonl" && !entities(&columns)?.is_empty() {
        tracing::warn!(folder = %columns.display(), "not read: the same is there as jsonl");
    }
    Ok(())
}

/// The parts in the folder of an entity, by day and name, each once however often it is there.
fn list(folder: &Path, only: Option<&str>) -> Result<Vec<Found>> {
    let mut files = if only.is_none() { files_in(folder)? } else { Vec::new() };
    for day in folders_in(folder)? {
        let called = name(&day);
        if only.map_or(called.starts_with(DAY), |only| only == called) {
            files.extend(files_in(&day)?);
        }
    }
    let relative = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    let (parts, strays): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_part(&name(file)));
    for stray in strays.iter().map(|stray| relative(stray)).filter(|stray| !stray.starts_with("manifest")) {
        tracing::warn!(folder = %folder.display(), file = stray, "is no part of the snapshot: not read");
    }
    let parts = one_of_each(parts, relative);
    Ok(parts.into_iter().map(|path| Found { relative: relative(&path), path, records: None }).collect())
}

/// Of files that differ only in their ending one.
fn one_of_each(files: Vec<PathBuf>, relative: impl Fn(&Path) -> String) -> Vec<PathBuf> {
    let mut chosen: BTreeMap<String, PathBuf> = BTreeMap::new();
    let order = |path: &Path| ENDINGS.iter().position(|ending| name(path).ends_with(ending));
    for file in files {
        let stem = stem(&relative(&file)).to_owned();
        let other = chosen.get(&stem).filter(|other| order(other) <= order(&file));
        if let Some(other) = chosen.get(&stem) {
            let file = relative(&file);
            tracing::warn!(file, other = %other.display(), "are copies of one another: one is read");
        }
        if other.is_none() {
            chosen.insert(stem, file);
        }
    }
    chosen.into_values().collect()
}

/// A name without what says how the file is written.
pub fn stem(name: &str) -> &str {
    let ending = ENDINGS.iter().find(|ending| !ending.is_empty() && name.ends_with(**ending));
    match ending {
        Some(ending) => stem(&name[..name.len() - ending.len()]),
        None => name,
    }
}

/// `part_000`, `part_0000`, or `0000_part_00` as in 2021 and 2022.
fn is_part(name: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    stem(name).split_once("part_").is_some_and(|(before, after)| {
        !after.is_empty()
            && digits(after)
            && (before.is_empty() || before.strip_suffix('_').is_some_and(digits))
    })
}

fn is_record_file(path: &Path) -> bool {
    let name = name(path);
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    is_part(name) || super::FORMAT.extensions.iter().any(|ending| name.ends_with(&format!(".{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_their_names() {
        for part in ["part_000", "part_000.gz", "0000_part_00.gz", "part_0000.parquet", "part_0000.jsonl.zst"]
        {
            assert!(is_part(part), "{part}");
        }
        for other in [
            "A5023888391",
            "manifest",
            "part_",
            "part_x.gz",
            "x_part_00.gz",
            "part_000.gz.tmp",
            "0000part_00",
        ] {
            assert!(!is_part(other), "{other}");
        }
    }

    #[test]
    fn of_copies_the_compressed_one_is_read() {
        let files = ["a/part_1.gz", "a/part_1", "a/part_2", "b/part_1", "b/part_1.gz"].map(PathBuf::from);
        let chosen = one_of_each(files.to_vec(), |path| path.display().to_string());
        assert_eq!(chosen, ["a/part_1.gz", "a/part_2", "b/part_1.gz"].map(PathBuf::from));
    }
}

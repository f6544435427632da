//! The one way to a gazetteer for every command: a file, a folder, or the one that ships.

use super::{Gazetteer, file, read};
use crate::base::{Error, Result};
use crate::sources::{UNWATCHED, files_in, is_folder};
use std::path::{Path, PathBuf};

/// Places with 15,000 inhabitants and more, countries, divisions and metros. How it is made: `data/README.md`.
pub const SHIPPED: &[u8] = include_bytes!("../../data/default.gazetteer");

/// Opens a gazetteer: a file that `aicity gazetteer build` wrote, a folder with one inside, inputs of one as a file or a
/// folder, which are then read, or, without a path, the one that ships with the program.
pub fn open(path: Option<&Path>) -> Result<Gazetteer> {
    let Some(path) = path else { return file::decode(SHIPPED, Path::new("the shipped gazetteer")) };
    match compact(path)? {
        Some(file) => file::read(&file),
        None => read_inputs(path),
    }
}

/// The built file that a path means, if there is one.
fn compact(path: &Path) -> Result<Option<PathBuf>> {
    let mut found = Vec::new();
    for candidate in if is_folder(path)? { files_in(path)? } else { vec![path.to_owned()] } {
        // Looking into a pipe would wait for its writer.
        if candidate.is_file() && file::is_compact(&candidate)? {
            found.push(candidate);
        }
    }
    if let [first, second, ..] = &found[..] {
        let message = format!("two gazetteers: {} and {}", first.display(), second.display());
        return Err(Error::usage(message, "name the one to use"));
    }
    Ok(found.pop())
}

fn read_inputs(path: &Path) -> Result<Gazetteer> {
    let reading = read(&[path.to_owned()], UNWATCHED)?;
    let lost = reading.rejections.iter().filter(|rejection| !rejection.reason.keeps_record()).count();
    if lost > 0 {
        let path = path.display().to_string();
        tracing::warn!(
            path,
            lost,
            "records are not used; `aicity gazetteer build --rejections FILE` says which"
        );
    }
    Ok(reading.gazetteer)
}

#[cfg(test)]
mod tests;

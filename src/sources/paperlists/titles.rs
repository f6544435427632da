//! Titles that a venue and year have had, across all inputs. Memory: about 40 bytes a paper that is kept.

use crate::model::record::{Place, Reason};
use crate::sources::{cells::Refused, file_name};
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use rustc_hash::FxBuildHasher;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_128;

/// The titles so far, each by its hash of 128 bits: two different ones share it less often than a disk errs.
#[derive(Debug, Default)]
pub(super) struct Titles {
    seen: HashMap<u128, (usize, u64), FxBuildHasher>,
    files: Vec<String>,
}

impl Titles {
    /// Notes that a file begins.
    pub(super) fn open(&mut self, path: &Path) {
        self.files.push(file_name(path));
    }

    /// Takes a title; one that is there already is a duplicate.
    pub(super) fn take(&mut self, venue: &str, year: u16, title: &str, place: Place) -> Result<(), Refused> {
        let key = xxh3_128(format!("{venue}\n{year}\n{}", normal(title)).as_bytes());
        let (file, line) = match self.seen.entry(key) {
            Entry::Occupied(first) => *first.get(),
            Entry::Vacant(free) => {
                free.insert((self.files.len().saturating_sub(1), place.line));
                return Ok(());
            }
        };
        let name = self.files.get(file).map_or("", String::as_str);
        let detail = format!("{venue} {year} has this title already, at {name}:{line}");
        Err(Refused { field: "title", reason: Reason::Duplicate, detail })
    }
}

/// Letters and digits in lower case, without accents; a title without any stays what it is.
pub(super) fn normal(title: &str) -> String {
    let normal: String = title.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if normal.is_empty() { title.trim().to_owned() } else { normal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_compared_without_case_marks_and_accents() {
        let mut titles = Titles::default();
        titles.open(Path::new("a2020.json"));
        let mut take = |venue, year, title, line| titles.take(venue, year, title, Place { file: 3, line });
        assert!(take("A", 2020, "On Café: a \"Study\"", 1).is_ok());
        let refused = take("A", 2020, "on cafe — A study.", 9).unwrap_err();
        assert_eq!(
            (refused.reason, refused.detail.as_str()),
            (Reason::Duplicate, "A 2020 has this title already, at a2020.json:1")
        );
        for (venue, year, title) in [
            ("B", 2020, "On Café: a Study"),
            ("A", 2021, "On Café: a Study"),
            ("A", 2020, "On Café: two Studies"),
            ("A", 2020, "??"),
            ("A", 2020, "!?"),
        ] {
            assert!(take(venue, year, title, 5).is_ok(), "{title}");
        }
    }
}

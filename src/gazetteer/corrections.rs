//! Corrections by hand: a string or an institution and the place it belongs to, replayed on every load.
//!
//! A CSV with the columns `affiliation`, `institution`, `place` and, for people, `note`. A row fills either the first or
//! the second: an affiliation as printed, or the key of an institution as `resolution.parquet` shows it, a ROR id, or the
//! source's own key. `place` is a GeoNames id, or `none` where no city can be told.

use crate::base::{Error, Result};
use crate::sources::csv_table::{Item, Layout, Row, Table};
use crate::sources::decode::{Input, Watch};
use std::collections::BTreeMap;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

const LAYOUT: Layout =
    Layout { required: &["place"], optional: &["affiliation", "institution"], unused: &["note"] };
const HINT: &str = "columns: affiliation, institution, place (a GeoNames id, or none), note; a row names an affiliation or an institution";

/// Where a correction puts something; `None`: in no city.
pub type Target = Option<u32>;

/// Corrections by what they correct, each with the line that says so.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Corrections {
    affiliations: BTreeMap<String, (u64, Target)>,
    institutions: BTreeMap<String, (u64, Target)>,
}

impl Corrections {
    /// Reads a file of corrections.
    ///
    /// # Errors
    /// A row that names neither or both, a place that is none, or two rows that say different things of one string.
    pub fn open(path: &Path, watch: Watch<'_>) -> Result<Self> {
        let name = path.display().to_string();
        let mut table = Table::open(Input::open(path, watch)?, &name, 0, &LAYOUT)?;
        if let [unknown, ..] = table.unknown() {
            return Err(Error::input(name, 1, format!("has a column {unknown:?} that is not known"), HINT));
        }
        let mut corrections = Self::default();
        while let Some(item) = table.next_record()? {
            match item {
                Item::Rejected(bad) => return Err(Error::input(name, bad.place.line, bad.detail, HINT)),
                Item::Row(row) => {
                    corrections.add(&row).map_err(|message| Error::input(&name, row.line, message, HINT))?;
                }
            }
        }
        Ok(corrections)
    }

    fn add(&mut self, row: &Row<'_>) -> std::result::Result<(), String> {
        let [place, affiliation, institution] = row.fields();
        let target = match place.trim() {
            "none" => None,
            text => {
                Some(text.parse().ok().filter(|&id| id > 0).ok_or(format!("{text:?} is no GeoNames id"))?)
            }
        };
        let (list, key) = match (affiliation.trim(), institution.trim()) {
            ("", "") => return Err("names neither an affiliation nor an institution".to_owned()),
            (text, "") => (&mut self.affiliations, affiliation_key(text)),
            ("", key) => (&mut self.institutions, institution_key(key)),
            _ => return Err("names an affiliation and an institution".to_owned()),
        };
        match list.insert(key, (row.line, target)) {
            Some((line, other)) if other != target => Err(format!("says something else than line {line}")),
            _ => Ok(()),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.affiliations.is_empty() && self.institutions.is_empty()
    }

    /// What is said of an affiliation: the line and the place.
    pub fn of_affiliation(&self, text: &str) -> Option<(u64, Target)> {
        if self.affiliations.is_empty() {
            return None;
        }
        self.affiliations.get(&affiliation_key(text)).copied()
    }

    /// What is said of an institution, by any of its keys.
    pub fn of_institution<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Option<(u64, Target)> {
        if self.institutions.is_empty() {
            return None;
        }
        keys.into_iter().find_map(|key| self.institutions.get(&institution_key(key)).copied())
    }

    /// Every correction: its line, and what it is of.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &str)> {
        let all = self.affiliations.iter().chain(&self.institutions);
        all.map(|(key, (line, _))| (*line, key.as_str()))
    }

    /// The places that corrections name, with a line that does.
    pub fn places(&self) -> impl Iterator<Item = (u64, u32)> {
        let all = self.affiliations.values().chain(self.institutions.values());
        all.filter_map(|&(line, target)| Some((line, target?)))
    }
}

/// The same string whatever its spaces and its Unicode form; nothing else is ignored.
fn affiliation_key(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `https://ror.org/042nb2s44` and `ror:042nb2s44` are one key.
fn institution_key(key: &str) -> String {
    key.strip_prefix("https://ror.org/").map_or_else(|| key.to_owned(), |id| format!("ror:{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::UNWATCHED;
    use std::fs;

    fn read(text: &str) -> Result<Corrections> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("c.csv");
        fs::write(&path, text).unwrap();
        Corrections::open(&path, UNWATCHED)
    }

    #[test]
    fn strings_and_institutions_have_places() {
        let text = "affiliation,institution,place,note\nMSR  Asia,,1816670,seat is Redmond\n,https://ror.org/0abc,none,\n,I12,5809844,\n";
        let corrections = read(text).unwrap();
        assert_eq!(corrections.of_affiliation(" MSR Asia"), Some((2, Some(1_816_670))));
        assert_eq!(corrections.of_affiliation("msr asia"), None, "never by look");
        assert_eq!(corrections.of_institution(["x", "ror:0abc"]), Some((3, None)));
        assert_eq!(corrections.of_institution(["I12"]), Some((4, Some(5_809_844))));
        assert_eq!(corrections.places().count(), 2);
        assert_eq!(corrections.lines().count(), 3);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_by_its_line() {
        for (text, message) in [
            ("affiliation,place\nX,Paris\n", "c.csv:2: \"Paris\" is no GeoNames id"),
            ("affiliation,place\n,1\n", "c.csv:2: names neither an affiliation nor an institution"),
            ("affiliation,institution,place\nX,Y,1\n", "c.csv:2: names an affiliation and an institution"),
            ("affiliation,place\nX,1\nX,2\n", "c.csv:3: says something else than line 2"),
            ("affiliation,place,city\nX,1,2\n", "c.csv:1: has a column \"city\" that is not known"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.ends_with(message), "{error}");
        }
    }
}

//! The list that a file is, by its name.

use crate::base::{Error, Result};
use crate::model::record::Skipped;
use crate::sources::selection::{Evidence, Selection, Venue};
use crate::sources::{files_in, is_folder, records};
use std::path::{Path, PathBuf};

/// How files name the study's venues, and the venues' keys. Any other venue goes by the name in its files.
const VENUES: &[(&str, &str)] = &[
    ("aaai", "AAAI"),
    ("acl", "ACL"),
    ("acmmm", "MM"),
    ("chi", "CHI"),
    ("cvpr", "CVPR"),
    ("eccv", "ECCV"),
    ("emnlp", "EMNLP"),
    ("iccv", "ICCV"),
    ("iclr", "ICLR"),
    ("icml", "ICML"),
    ("icra", "ICRA"),
    ("ijcai", "IJCAI"),
    ("iros", "IROS"),
    ("kdd", "KDD"),
    ("mm", "MM"),
    ("naacl", "NAACL"),
    ("neurips", "NeurIPS"),
    ("nips", "NeurIPS"),
    ("recsys", "RecSys"),
    ("siggraph", "SIGGRAPH"),
    ("sigir", "SIGIR"),
    ("vis", "IEEE VIS"),
    ("wsdm", "WSDM"),
    ("www", "WWW"),
];

/// A venue in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// Name of the file without what follows the year, such as `nips2016`: keys of papers begin with it.
    pub key: String,
    /// Name of the venue in it, such as `nips`.
    pub stem: String,
    /// Key of the venue.
    pub venue: String,
    /// Year.
    pub year: u16,
}

impl List {
    /// Reads the name of a file: a venue, four digits of a year, and nothing or a part that says more.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = records::stem(path);
        let name = name.strip_suffix(".json")?;
        let end = (5..=name.len()).find(|&end| is_year(name, end))?;
        let (stem, year) = name.get(..end).and_then(|key| key.split_at_checked(end - 4))?;
        let venue = VENUES.iter().find(|(known, _)| *known == stem).map_or(stem, |(_, id)| id);
        Some(Self {
            key: name[..end].to_owned(),
            stem: stem.to_owned(),
            venue: venue.to_owned(),
            year: year.parse().ok()?,
        })
    }

    /// Whether the list is read, and if venues are selected, as which.
    pub(super) fn select<'s>(
        &self,
        selection: &'s Selection,
    ) -> std::result::Result<Option<Venue<'s>>, Skipped> {
        let evidence = Evidence { names: &[&self.venue, &self.stem], ..Evidence::default() };
        let venue = selection.venue(&evidence)?;
        selection.year(Some(self.year))?;
        Ok(venue)
    }
}

/// Whether four digits of a year end at a byte, with letters before them and no letter or digit after them.
fn is_year(name: &str, end: usize) -> bool {
    let bytes = name.as_bytes();
    let century = matches!(bytes[end - 4..end - 2], [b'1', b'9'] | [b'2', b'0']);
    century
        && bytes[end - 2..end].iter().all(u8::is_ascii_digit)
        && !bytes[end - 5].is_ascii_digit()
        && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric)
}

/// The lists of inputs: a file is one, a folder holds some, and so may each folder in it. What is named differently is
/// passed over in a folder and an error where it is named.
pub(super) fn find(paths: &[PathBuf]) -> Result<Vec<(PathBuf, List)>> {
    let mut lists = Vec::new();
    for path in paths {
        if is_folder(path)? {
            lists.extend(inside(path)?);
        } else {
            let list = List::of(path).ok_or_else(|| nameless(path))?;
            lists.push((path.clone(), list));
        }
    }
    Ok(lists)
}

fn inside(folder: &Path) -> Result<Vec<(PathBuf, List)>> {
    let mut files = files_in(folder)?;
    for venue in folders_in(folder)? {
        files.extend(files_in(&venue)?);
    }
    let lists: Vec<_> =
        files.into_iter().filter_map(|file| List::of(&file).map(|list| (file, list))).collect();
    if lists.is_empty() {
        return Err(nameless(folder));
    }
    Ok(lists)
}

fn folders_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let entries = entries.map_err(Error::io("open", folder))?;
    let mut folders: Vec<PathBuf> =
        entries.into_iter().map(|entry| entry.path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    Ok(folders)
}

fn nameless(path: &Path) -> Error {
    let hint = "name files by venue and year, such as aaai2022.json";
    Error::input(path.display().to_string(), 0, "is not named by a venue and a year", hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<(String, String, u16)> {
        List::of(Path::new(name)).map(|list| (list.key, list.venue, list.year))
    }

    #[test]
    fn names_say_venue_and_year() {
        let list = |key: &str, venue: &str, year| Some((key.to_owned(), venue.to_owned(), year));
        assert_eq!(of("nips/nips2016.json"), list("nips2016", "NeurIPS", 2016));
        assert_eq!(of("AAAI2022_3records.json.gz"), list("aaai2022", "AAAI", 2022));
        assert_eq!(of("3dv2025.json.zst"), list("3dv2025", "3dv", 2025));
        assert_eq!(of("siggraphasia2020.json"), list("siggraphasia2020", "siggraphasia", 2020));
        for odd in [
            "alignment_cases.json",
            "2020.json",
            "aaai2022.csv",
            "aaai20221.json",
            "aaai2922.json",
            "aaai.json",
            "大2016a.json",
        ] {
            assert_eq!(of(odd), None, "{odd}");
        }
    }

    #[test]
    fn every_venue_of_the_table_is_one_of_the_study() {
        for (stem, id) in VENUES {
            assert!(crate::model::labels::known(crate::model::record::Named::Venue, id).is_some(), "{stem}");
        }
    }

    #[test]
    fn lists_are_found_in_folders_of_venues() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("acl")).unwrap();
        for name in ["README.md", "nips2016.json", "acl/acl2022.json", "acl/notes.json"] {
            std::fs::write(dir.path().join(name), "[]").unwrap();
        }
        let found = find(&[dir.path().to_owned()]).unwrap();
        assert_eq!(found.iter().map(|(_, list)| &*list.key).collect::<Vec<_>>(), ["nips2016", "acl2022"]);
        let named = find(&[dir.path().join("acl/notes.json")]).unwrap_err();
        assert_eq!(named.kind(), crate::base::Kind::Input);
    }
}

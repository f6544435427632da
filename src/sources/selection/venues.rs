//! A list of venues and everything they are known by.

use super::pattern::{doi_fits, fits, is_beside, words};
use super::{Evidence, Venue};
use crate::base::{Error, Result};
use crate::model::labels;
use crate::model::record::Reason;
use crate::sources::csv_table::{Item, Layout, Row, Table};
use std::collections::BTreeMap;

const LAYOUT: Layout = Layout {
    required: &["id"],
    optional: &["subfield", "dblp", "openalex", "issn", "doi", "names"],
    unused: &["name", "kind"],
};
const HINT: &str = "the columns are id, subfield, dblp, openalex, issn, doi, names, the last five with `;` between values; see data/venues.csv";

/// Venues by evidence. The first sort of evidence that fits decides: source key, ISSN, DBLP key, DOI, name.
#[derive(Debug, Default)]
pub(super) struct Venues {
    ids: Vec<(String, String)>,
    sources: BTreeMap<String, usize>,
    issns: BTreeMap<String, usize>,
    dblp: BTreeMap<String, usize>,
    dois: Vec<(String, usize)>,
    names: BTreeMap<Vec<String>, usize>,
    patterns: Vec<(Vec<String>, usize)>,
}

impl Venues {
    pub(super) fn parse(name: &str, text: &str) -> Result<Self> {
        let mut venues = Self::default();
        let mut table = Table::open(text.as_bytes(), name, 0, &LAYOUT)?;
        if let [unknown, ..] = table.unknown() {
            return Err(Error::input(name, 1, format!("has a column {unknown:?} that is not known"), HINT));
        }
        while let Some(item) = table.next_record()? {
            match item {
                Item::Rejected(bad) => return Err(Error::input(name, bad.place.line, bad.detail, HINT)),
                Item::Row(row) => {
                    venues.add(&row).map_err(|message| Error::input(name, row.line, message, HINT))?;
                }
            }
        }
        if venues.ids.is_empty() {
            return Err(Error::input(name, 0, "names no venue", HINT));
        }
        Ok(venues)
    }

    pub(super) fn of_sources(venues: &[(&str, &str, &str)]) -> Self {
        let mut list = Self::default();
        for (index, (id, subfield, source)) in venues.iter().enumerate() {
            list.ids.push(((*id).to_owned(), (*subfield).to_owned()));
            list.sources.insert((*source).to_owned(), index);
        }
        list
    }

    fn add(&mut self, row: &Row<'_>) -> std::result::Result<(), String> {
        let [id, subfield, dblp, openalex, issn, doi, names] = row.fields();
        if id.trim().is_empty() {
            return Err(format!("has no id ({})", Reason::Missing.code()));
        }
        if self.ids.iter().any(|(known, _)| known == id) {
            return Err(format!("venue {id:?} is there twice"));
        }
        let index = self.ids.len();
        let subfield = labels::subfield(subfield).unwrap_or(subfield);
        self.ids.push((id.to_owned(), subfield.to_owned()));
        self.add_all("source", openalex, |v| &mut v.sources, index)?;
        self.add_all("ISSN", &issn.to_ascii_uppercase(), |v| &mut v.issns, index)?;
        self.add_all("DBLP key", dblp, |v| &mut v.dblp, index)?;
        self.dois.extend(list(&doi.to_ascii_lowercase()).map(|doi| (doi.to_owned(), index)));
        std::iter::once(id).chain(list(names)).try_for_each(|name| self.add_name(name, index))
    }

    fn add_all(
        &mut self,
        what: &str,
        values: &str,
        into: fn(&mut Self) -> &mut BTreeMap<String, usize>,
        index: usize,
    ) -> std::result::Result<(), String> {
        for value in list(values) {
            let before = into(self).insert(value.to_owned(), index);
            if let Some(other) = before.filter(|&other| other != index) {
                return Err(format!("{what} {value:?} is already that of venue {:?}", self.ids[other].0));
            }
        }
        Ok(())
    }

    fn add_name(&mut self, name: &str, index: usize) -> std::result::Result<(), String> {
        let words = words(name);
        if words.iter().any(|word| word == "*") {
            self.patterns.push((words, index));
            return Ok(());
        }
        match self.names.insert(words, index) {
            Some(other) if other != index => {
                Err(format!("name {name:?} is already that of venue {:?}", self.ids[other].0))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn find(&self, evidence: &Evidence<'_>) -> Option<Venue<'_>> {
        let known = |list: &BTreeMap<String, usize>, keys: &[&str]| {
            keys.iter().find_map(|key| list.get(*key).copied())
        };
        let index = known(&self.sources, evidence.sources)
            .or_else(|| known(&self.issns, evidence.issns))
            .or_else(|| self.by_dblp(evidence.dblp))
            .or_else(|| self.by_doi(evidence.doi))
            .or_else(|| evidence.names.iter().find_map(|name| self.by_name(name)))?;
        let (id, subfield) = &self.ids[index];
        Some(Venue { id, subfield })
    }

    /// By the key of the venue, or of a paper in it: `conf/cvpr/Wang19`.
    fn by_dblp(&self, key: &str) -> Option<usize> {
        let venue = key.splitn(3, '/').take(2).collect::<Vec<_>>().join("/");
        self.dblp.get(&venue).copied()
    }

    fn by_doi(&self, doi: &str) -> Option<usize> {
        if doi.is_empty() {
            return None;
        }
        self.dois.iter().find(|(pattern, _)| doi_fits(pattern, doi)).map(|(_, index)| *index)
    }

    fn by_name(&self, name: &str) -> Option<usize> {
        let words = words(name);
        if is_beside(&words) {
            return None;
        }
        let pattern = || self.patterns.iter().find(|(pattern, _)| fits(pattern, &words));
        self.names.get(&words).copied().or_else(|| pattern().map(|(_, index)| *index))
    }
}

fn list(values: &str) -> impl Iterator<Item = &str> {
    values.split(';').map(str::trim).filter(|value| !value.is_empty())
}

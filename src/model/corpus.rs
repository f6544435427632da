//! The corpus as columns: every entity is a dense index, ordered as its IRI stands in a sorted dump.

use super::by_year::CitedIn;
use super::csr::Csr;
use crate::base::strings::Strings;
use std::collections::BTreeMap;

/// "Not known" in a column of indices.
pub const NONE: u32 = u32::MAX;
/// "Not known" in a column of citation counts.
pub const NO_CITATIONS: u64 = u64::MAX;

/// Everything a ranking needs: no titles, no names of scholars (see [`Texts`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Corpus {
    /// Papers.
    pub papers: Papers,
    /// Authorships, ordered by paper and position.
    pub authorships: Authorships,
    /// Number of scholars.
    pub scholars: u32,
    /// Institutions.
    pub institutions: Institutions,
    /// Cities.
    pub cities: Cities,
    /// Metros that some city belongs to.
    pub metros: Labels,
    /// Countries of cities and institutions.
    pub countries: Labels,
    /// Country → the country it is ranked as under the corpus's own scheme.
    pub ranked_as: Vec<u32>,
    /// Venues.
    pub venues: Labels,
    /// Subfields.
    pub subfields: Labels,
    /// Who counted citations.
    pub citation_sources: Strings,
    /// Data sets that records of papers are from.
    pub data_sources: Strings,
    /// Input files the corpus was made from.
    pub sources: Sources,
}

/// Columns of papers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Papers {
    /// Year of publication; 0 where not known (use [`Papers::year`]).
    pub years: Vec<u32>,
    /// Times cited; [`NO_CITATIONS`] where not known (use [`Papers::citations`]).
    pub cited: Vec<u64>,
    /// Citations by the year they were received in, where the source says.
    pub cited_in: CitedIn,
    /// Venue or [`NONE`].
    pub venue: Vec<u32>,
    /// Index into [`Corpus::citation_sources`] or [`NONE`].
    pub citation_source: Vec<u32>,
    /// Index into [`Corpus::data_sources`] or [`NONE`].
    pub data_source: Vec<u32>,
    /// Subfields, ascending.
    pub subfields: Csr,
    /// Authorships of paper `p` are `first[p]..first[p + 1]`.
    pub first: Vec<u32>,
}

/// Columns of authorships.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Authorships {
    /// The scholar.
    pub scholar: Vec<u32>,
    /// Rank among the authors, from 1.
    pub position: Vec<u32>,
    /// Affiliations given whose institution is not known.
    pub unresolved: Vec<u32>,
    /// Institutions signed with, ascending, distinct.
    pub institutions: Csr,
}

/// Columns of institutions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Institutions {
    /// Key and names.
    pub labels: Labels,
    /// City or [`NONE`].
    pub city: Vec<u32>,
    /// Country or [`NONE`].
    pub country: Vec<u32>,
    /// Latitude and longitude in degrees; NaN where not known.
    pub coordinates: Coordinates,
    /// IRI in ROR, or empty.
    pub ror: Strings,
    /// Sort of organisation, or empty.
    pub kind: Strings,
}

/// Columns of cities.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cities {
    /// Key and names.
    pub labels: Labels,
    /// Country or [`NONE`].
    pub country: Vec<u32>,
    /// Metro or [`NONE`]: its own metro.
    pub metro: Vec<u32>,
    /// Latitude and longitude in degrees; NaN where not known.
    pub coordinates: Coordinates,
    /// Inhabitants; `u64::MAX` where not known.
    pub population: Vec<u64>,
    /// First-level administrative division, or empty.
    pub admin1: Strings,
}

/// Keys and names of one sort of thing, ordered by encoded key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// Key.
    pub id: Strings,
    /// English name, or the name its source writes; may be empty.
    pub name: Strings,
    /// Chinese name; may be empty.
    pub name_zh: Strings,
}

/// Degrees north and east, WGS 84; NaN in both where not known.
#[derive(Debug, Clone, Default)]
pub struct Coordinates {
    /// Latitude.
    pub lat: Vec<f64>,
    /// Longitude.
    pub lon: Vec<f64>,
}

impl PartialEq for Coordinates {
    fn eq(&self, other: &Self) -> bool {
        let bits = |column: &[f64]| column.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        bits(&self.lat) == bits(&other.lat) && bits(&self.lon) == bits(&other.lon)
    }
}

/// Input files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// File name without folder.
    pub name: Strings,
    /// Input format.
    pub format: Strings,
    /// SHA-256 of the bytes as read, lower-case hexadecimal.
    pub sha256: Strings,
    /// Bytes as read.
    pub bytes: Vec<u64>,
}

/// What a ranking does not need: keys and titles of papers, keys and names of scholars, in corpus order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// Key of a paper.
    pub paper_id: Strings,
    /// Title.
    pub title: Strings,
    /// DOI, or empty.
    pub doi: Strings,
    /// Key of a scholar.
    pub scholar_id: Strings,
    /// Most frequent name of a scholar.
    pub scholar_name: Strings,
}

impl Corpus {
    /// Number of entities of each sort, by name: what manifests and summaries state.
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let counts = [
            ("papers", self.papers.len()),
            ("authorships", self.authorships.scholar.len()),
            ("scholars", self.scholars as usize),
            ("institutions", self.institutions.labels.len()),
            ("cities", self.cities.labels.len()),
        ];
        counts.into_iter().map(|(name, count)| (name.to_owned(), count as u64)).collect()
    }
}

impl Papers {
    /// Number of papers.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether there is no paper.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// Year of publication.
    pub fn year(&self, paper: usize) -> Option<u32> {
        Some(self.years[paper]).filter(|&y| y != 0)
    }

    /// Times cited.
    pub fn citations(&self, paper: usize) -> Option<u64> {
        Some(self.cited[paper]).filter(|&c| c != NO_CITATIONS)
    }

    /// Range of the paper's authorships.
    pub fn authorships(&self, paper: usize) -> std::ops::Range<usize> {
        self.first[paper] as usize..self.first[paper + 1] as usize
    }
}

impl Labels {
    /// Number of things.
    pub fn len(&self) -> usize {
        self.id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }

    /// Index of a key. O(n): for command lines, not for loops.
    pub fn find(&self, id: &str) -> Option<u32> {
        self.id.iter().position(|other| other == id).map(|i| i as u32)
    }
}

impl Coordinates {
    /// Latitude and longitude of thing `index`.
    pub fn get(&self, index: usize) -> Option<(f64, f64)> {
        let pair = (self.lat[index], self.lon[index]);
        (!pair.0.is_nan()).then_some(pair)
    }

    /// Appends a pair.
    pub fn push(&mut self, pair: Option<(f64, f64)>) {
        let (lat, lon) = pair.unwrap_or((f64::NAN, f64::NAN));
        self.lat.push(lat);
        self.lon.push(lon);
    }
}

//! The keys of OpenAlex records that are read, of both generations. JSON and Parquet fill the same structs; keys that are
//! not named here are passed over, and a key that is named stands once.

use super::values::{Decimal, Key, Text, Whole};
use serde::Deserialize;
use serde_json::value::RawValue;

/// What decides whether a work is read. Read of every work: nothing here is kept.
#[derive(Debug, Default, Deserialize)]
pub struct Head<'a> {
    /// `https://openalex.org/W…`.
    #[serde(default, borrow)]
    pub id: Text<'a>,
    /// With the resolver in front.
    #[serde(default, borrow)]
    pub doi: Text<'a>,
    pub publication_year: Option<Whole>,
    pub is_paratext: Option<bool>,
    pub is_retracted: Option<bool>,
    /// Since 2025-11.
    pub is_xpac: Option<bool>,
    #[serde(borrow)]
    pub primary_location: Option<Location<'a>>,
    #[serde(borrow)]
    pub locations: Option<Vec<Location<'a>>>,
    /// Until 2023-06.
    #[serde(borrow)]
    pub host_venue: Option<Source<'a>>,
    /// Until 2023-06.
    #[serde(borrow)]
    pub alternate_host_venues: Option<Vec<Source<'a>>>,
}

/// Where a work can be read.
#[derive(Debug, Default, Deserialize)]
pub struct Location<'a> {
    #[serde(borrow)]
    pub source: Option<Source<'a>>,
    /// Since 2025-11.
    #[serde(default, borrow)]
    pub raw_source_name: Text<'a>,
}

/// A journal, conference or repository.
#[derive(Debug, Default, Deserialize)]
pub struct Source<'a> {
    /// `https://openalex.org/S…`; `V…` until 2023-02.
    #[serde(default, borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
    #[serde(default, borrow)]
    pub issn_l: Text<'a>,
    #[serde(borrow)]
    pub issn: Option<Vec<Text<'a>>>,
}

/// The rest of a work, read once it is selected.
#[derive(Debug, Default, Deserialize)]
pub struct Body<'a> {
    #[serde(default, borrow)]
    pub title: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
    pub cited_by_count: Option<Whole>,
    /// Of the last years only, and without years in which nobody cited it.
    pub counts_by_year: Option<Vec<InYear>>,
    /// Since 2024-01.
    #[serde(borrow)]
    pub primary_topic: Option<Topic<'a>>,
    #[serde(borrow)]
    pub authorships: Option<Vec<Authorship<'a>>>,
}

/// What happened to a work in a year.
#[derive(Debug, Deserialize)]
pub struct InYear {
    pub year: Whole,
    pub cited_by_count: Whole,
}

/// A topic with what it lies in.
#[derive(Debug, Default, Deserialize)]
pub struct Topic<'a> {
    #[serde(borrow)]
    pub subfield: Option<Subfield<'a>>,
}

/// A subfield of Scopus' classification.
#[derive(Debug, Default, Deserialize)]
pub struct Subfield<'a> {
    /// `https://openalex.org/subfields/1702`.
    #[serde(default, borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
}

/// An author of a work.
#[derive(Debug, Default, Deserialize)]
pub struct Authorship<'a> {
    #[serde(borrow)]
    pub author: Option<Author<'a>>,
    #[serde(default, borrow)]
    pub raw_author_name: Text<'a>,
    #[serde(borrow)]
    pub institutions: Option<Vec<Inline<'a>>>,
    #[serde(borrow)]
    pub countries: Option<Vec<Text<'a>>>,
    /// Since 2024-06.
    #[serde(borrow)]
    pub affiliations: Option<Vec<Affiliation<'a>>>,
    #[serde(borrow)]
    pub raw_affiliation_strings: Option<Vec<Text<'a>>>,
    /// Until 2023: all of them, with `; ` between.
    #[serde(default, borrow)]
    pub raw_affiliation_string: Text<'a>,
}

/// A scholar, as an authorship names them.
#[derive(Debug, Default, Deserialize)]
pub struct Author<'a> {
    #[serde(default, borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
    /// With the resolver in front.
    #[serde(default, borrow)]
    pub orcid: Text<'a>,
}

/// An institution, as an authorship names it.
#[derive(Debug, Default, Deserialize)]
pub struct Inline<'a> {
    #[serde(default, borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
    #[serde(default, borrow)]
    pub ror: Text<'a>,
    #[serde(default, borrow)]
    pub country_code: Text<'a>,
}

/// An affiliation as printed, with the institutions that OpenAlex found in it.
#[derive(Debug, Default, Deserialize)]
pub struct Affiliation<'a> {
    #[serde(default, borrow)]
    pub raw_affiliation_string: Text<'a>,
    #[serde(borrow)]
    pub institution_ids: Option<Vec<Text<'a>>>,
}

/// An institution record.
#[derive(Debug, Default, Deserialize)]
pub struct Institution<'a> {
    #[serde(default, borrow)]
    pub id: Text<'a>,
    #[serde(default, borrow)]
    pub ror: Text<'a>,
    #[serde(default, borrow)]
    pub display_name: Text<'a>,
    #[serde(default, borrow)]
    pub country_code: Text<'a>,
    #[serde(default, borrow, rename = "type")]
    pub kind: Text<'a>,
    #[serde(borrow)]
    pub geo: Option<Geo<'a>>,
}

/// Where an institution is. Every key may be null.
#[derive(Debug, Default, Deserialize)]
pub struct Geo<'a> {
    #[serde(default, borrow)]
    pub city: Text<'a>,
    #[serde(default, borrow)]
    pub geonames_city_id: Key<'a>,
    #[serde(default, borrow)]
    pub country_code: Text<'a>,
    pub latitude: Option<Decimal>,
    pub longitude: Option<Decimal>,
}

/// A record of which only the id is looked at, or the answer of the API to a list.
#[derive(Debug, Default, Deserialize)]
pub struct Probe<'a> {
    #[serde(default, borrow)]
    pub id: Text<'a>,
    /// The records of an answer.
    #[serde(borrow)]
    pub results: Option<Vec<&'a RawValue>>,
}

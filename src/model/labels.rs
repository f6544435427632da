//! Names that come with the program: venues, subfields, countries and metros, and which countries are ranked as one.
//! Sources: `data/README.md`.

use super::record::Named;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A thing known by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
}

type List = BTreeMap<String, Known>;

const SUBFIELDS: &str = include_str!("../../data/subfields.csv");
const VENUES: &str = include_str!("../../data/venues.csv");
const COUNTRIES: &str = include_str!("../../data/countries.csv");
const METROS: &str = include_str!("../../data/metros.csv");
const SCHEMES: &str = include_str!("../../data/country-schemes.csv");

/// The metro list that the program ships: the study's 湾区 and 大温哥华.
pub const SHIPPED_METROS: &str = METROS;

fn rows(text: &str) -> impl Iterator<Item = csv::StringRecord> + '_ {
    let reader = csv::Reader::from_reader(text.as_bytes());
    // The files are part of the program and a test reads every line of them.
    reader.into_records().map_while(Result::ok)
}

fn list(text: &str, name_zh: Option<usize>) -> List {
    let cell = |row: &csv::StringRecord, i: usize| row.get(i).unwrap_or_default().to_owned();
    rows(text)
        .map(|row| {
            let known =
                Known { name: cell(&row, 1), name_zh: name_zh.map(|i| cell(&row, i)).unwrap_or_default() };
            (cell(&row, 0), known)
        })
        .collect()
}

static KNOWN: LazyLock<[List; 4]> = LazyLock::new(|| {
    [list(METROS, Some(2)), list(COUNTRIES, Some(2)), list(VENUES, None), list(SUBFIELDS, Some(2))]
});

static SCHEME: LazyLock<BTreeMap<(String, String), String>> =
    LazyLock::new(|| rows(SCHEMES).map(|r| ((r[0].to_owned(), r[1].to_owned()), r[2].to_owned())).collect());

/// Names of a thing that the program knows.
pub fn known(what: Named, id: &str) -> Option<&'static Known> {
    KNOWN[what as usize].get(id)
}

/// Key of a subfield given by key or by a name in zh or en.
pub fn subfield(text: &str) -> Option<&'static str> {
    let list: &'static List = &KNOWN[Named::Subfield as usize];
    let fits = |(id, known): &(&String, &Known)| {
        id.as_str() == text || known.name_zh == text || known.name.eq_ignore_ascii_case(text)
    };
    list.iter().find(fits).map(|(id, _)| id.as_str())
}

/// Subfield of a venue of the study's list.
pub fn subfield_of_venue(venue: &str) -> Option<&'static str> {
    static OF: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| rows(VENUES).map(|row| (row[0].to_owned(), row[2].to_owned())).collect());
    OF.get(venue).map(String::as_str)
}

/// The country that `code` is ranked as under a scheme: itself unless the scheme says otherwise.
pub fn ranked_as<'a>(scheme: &str, code: &'a str) -> &'a str {
    SCHEME.get(&(scheme.to_owned(), code.to_owned())).map_or(code, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_lists_are_complete() {
        assert_eq!(KNOWN[Named::Subfield as usize].len(), 20);
        assert_eq!(KNOWN[Named::Venue as usize].len(), 44);
        assert!(KNOWN[Named::Country as usize].len() >= 249);
        for text in [SUBFIELDS, VENUES, COUNTRIES, METROS, SCHEMES] {
            assert_eq!(rows(text).count() + 1, text.lines().count());
        }
    }

    #[test]
    fn subfields_are_found_by_any_of_their_names() {
        let id = subfield("计算机视觉");
        assert_eq!(id, Some("computer-vision"));
        assert_eq!(subfield("Computer Vision"), id);
        assert_eq!(subfield("nonsense"), None);
    }

    #[test]
    fn the_study_ranks_three_codes_under_china() {
        assert_eq!(["HK", "MO", "TW", "SG"].map(|c| ranked_as("study", c)), ["CN", "CN", "CN", "SG"]);
        assert_eq!(ranked_as("iso", "HK"), "HK");
    }
}

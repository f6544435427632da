//! The alias list that ships with the program: general knowledge about names that no gazetteer has.

use crate::base::{Error, Result};

/// The list; its first lines say where it is from.
const LIST: &str = include_str!("../../../data/aliases.csv");

/// What a line of the list is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names of an institution, or of its laboratory at some place.
    Institution,
    /// Names of a society of institutes in many places.
    Umbrella,
    /// Names of a populated place.
    Place,
    /// Names of a country.
    Country,
    /// A short word that stands for the first words of many names, as `IIT` does.
    Prefix,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// What it is about.
    pub kind: Kind,
    /// The names.
    pub names: Vec<String>,
    /// Name of the institution to show, or what a prefix stands for.
    pub means: String,
    /// ROR id without prefix; empty: not in ROR or not known.
    pub ror: String,
    /// ISO 3166-1 alpha-2 code; empty: not known.
    pub country: String,
    /// GeoNames id; 0: the seat of the institution.
    pub place: u32,
}

/// Every line of the list.
pub fn read() -> Result<Vec<Alias>> {
    parse(LIST)
}

/// Reads `kind,names,means,ror,country,place`; names are separated by `|`, lines that start with `#` are remarks.
fn parse(text: &str) -> Result<Vec<Alias>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.records().map(|record| alias(&record.map_err(bug)?)).collect()
}

fn alias(record: &csv::StringRecord) -> Result<Alias> {
    let field = |at| record.get(at).unwrap_or_default();
    let kind = match field(0) {
        "institution" => Kind::Institution,
        "umbrella" => Kind::Umbrella,
        "place" => Kind::Place,
        "country" => Kind::Country,
        "prefix" => Kind::Prefix,
        other => return Err(bug(format!("kind {other:?}"))),
    };
    let place = if field(5).is_empty() { 0 } else { field(5).parse().map_err(bug)? };
    let [means, ror, country] = [field(2), field(3), field(4)].map(str::to_owned);
    Ok(Alias { kind, names: field(1).split('|').map(str::to_owned).collect(), means, ror, country, place })
}

/// The list is part of the program: a mistake in it is ours.
fn bug(error: impl std::fmt::Display) -> Error {
    Error::Bug(format!("data/aliases.csv: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        let list = read().unwrap();
        assert!(list.len() > 50);
        for alias in &list {
            assert!(
                alias.names.iter().all(|name| !name.trim().is_empty() && name.trim() == name),
                "{alias:?}"
            );
            assert!(alias.ror.is_empty() || alias.ror.len() == 9, "{alias:?}");
            match alias.kind {
                Kind::Institution | Kind::Umbrella => {
                    assert!(
                        !alias.means.is_empty() && (!alias.ror.is_empty() || alias.place > 0),
                        "{alias:?}"
                    );
                }
                Kind::Place => assert!(alias.place > 0, "{alias:?}"),
                Kind::Country => assert_eq!(alias.country.len(), 2, "{alias:?}"),
                Kind::Prefix => assert!(!alias.means.is_empty(), "{alias:?}"),
            }
        }
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("kind,names,means,ror,country,place\nship,a,b,,,\n").is_err());
        assert!(parse("kind,names,means,ror,country,place\nplace,a,,,,x\n").is_err());
    }
}

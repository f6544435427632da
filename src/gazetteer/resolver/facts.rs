//! What the resolver keeps of places and institutions: what decides between candidates, and no more.

use crate::base::formula::great_circle;
use std::fmt;

/// A country code as a number, so that facts stay small; 0: not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(pub u16);

impl Country {
    /// From an ISO 3166-1 alpha-2 code; anything else is not known.
    pub fn new(code: &str) -> Self {
        match code.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Self(u16::from_be_bytes([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Self(0),
        }
    }

    /// Whether it is known.
    pub const fn is_known(self) -> bool {
        self.0 != 0
    }

    /// Whether one may be meant by the other: `China` is also said of Hong Kong, Macao and Taiwan.
    pub fn may_mean(self, other: Self) -> bool {
        let china = |c: Self| matches!(&c.0.to_be_bytes(), b"CN" | b"HK" | b"MO" | b"TW");
        self == other
            || !self.is_known()
            || !other.is_known()
            || (self.0.to_be_bytes() == *b"CN" && china(other))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.to_be_bytes().iter().filter(|b| **b != 0).try_for_each(|b| write!(f, "{}", char::from(*b)))
    }
}

/// Degrees north and east.
pub type Coordinates = (f32, f32);

/// What is kept of a place.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceFacts {
    /// GeoNames id.
    pub id: u32,
    /// GeoNames id of what it counts as.
    pub canonical: u32,
    /// Its country.
    pub country: Country,
    /// Number of its division's code among the codes of divisions.
    pub admin1: u32,
    /// Where it lies.
    pub at: Coordinates,
    /// Inhabitants.
    pub population: u32,
}

/// What the key of an institution is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// A ROR id.
    #[default]
    Ror,
    /// A key of the source.
    Source,
    /// A name of the alias list, folded.
    Name,
}

/// What is kept of an institution.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // Independent facts of a record.
pub struct InstitutionFacts {
    /// What it is known by: a ROR id or a key of the source.
    pub key: String,
    /// What the key is.
    pub origin: Origin,
    /// Name to show.
    pub name: String,
    /// Its country.
    pub country: Country,
    /// Where it is: GeoNames id (0: not known) and coordinates; the first is the seat.
    pub locations: Vec<(u32, Option<Coordinates>)>,
    /// Whether it is a company.
    pub company: bool,
    /// Whether it teaches.
    pub education: bool,
    /// How widely it is known: names and relations that the gazetteer has of it.
    pub weight: u32,
    /// Whether it is active.
    pub active: bool,
    /// Whether it belongs to another institution.
    pub branch: bool,
    /// ROR ids of what it belongs to.
    pub parents: Vec<String>,
    /// Whether it is a society of institutes in many places, so that a university beside it says more.
    pub umbrella: bool,
}

/// Great-circle distance in km between two points.
pub fn kilometres(a: Coordinates, b: Coordinates) -> f64 {
    let degrees = |point: Coordinates| (f64::from(point.0), f64::from(point.1));
    great_circle(degrees(a), degrees(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn china_is_also_said_of_hong_kong() {
        let [cn, hk, us, none] = ["CN", "hk", "US", ""].map(Country::new);
        assert!(
            cn.may_mean(hk) && cn.may_mean(cn) && none.may_mean(us) && !hk.may_mean(cn) && !cn.may_mean(us)
        );
        assert_eq!((hk.to_string(), none.to_string()), ("HK".to_owned(), String::new()));
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        assert!((kilometres((50.0, 8.0), (51.0, 8.0)) - 111.2).abs() < 0.1);
        assert!((kilometres((0.0, 179.5), (0.0, -179.5)) - 111.2).abs() < 0.1);
    }
}

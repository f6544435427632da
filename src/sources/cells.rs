//! The values of table cells. An empty cell is "not given"; everything else is taken exactly or refused. Numbers are
//! digits with at most one decimal point: no sign but `-`, no exponent, no grouping, no spaces.

use super::csv_table::shown;
use crate::base::limits;
use crate::model::by_year::ByYear;
use crate::model::record::Reason;
use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Why a cell is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Name of its column.
    pub field: &'static str,
    /// Why.
    pub reason: Reason,
    /// Its value and what was expected.
    pub detail: String,
}

impl Refused {
    pub(crate) fn new(field: &'static str, reason: Reason, detail: String) -> Self {
        Self { field, reason, detail }
    }
}

type Cell<T> = Result<T, Refused>;

/// A key: any text but white space alone. Spaces around it are kept, so that it matches the same key in other tables
/// and nothing else.
pub(crate) fn key<'a>(field: &'static str, text: &'a str) -> Cell<Cow<'a, str>> {
    if text.trim().is_empty() {
        let detail =
            if text.is_empty() { "is empty".to_owned() } else { format!("{} is blank", shown(text)) };
        return Err(Refused::new(field, Reason::Missing, detail));
    }
    Ok(Cow::Borrowed(text))
}

/// A name, in NFC: the same letters are the same text, and nothing else is.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Names with `;` between them.
pub(crate) fn names(text: &str) -> Vec<Cow<'_, str>> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(name).collect()
}

/// A year of four digits.
pub(crate) fn year(field: &'static str, text: &str) -> Cell<Option<u16>> {
    if text.is_empty() {
        return Ok(None);
    }
    let year = digits(text).and_then(|text| text.parse().ok()).filter(|year| (1000..=9999).contains(year));
    let refuse =
        || Refused::new(field, Reason::Year, format!("{} is no year from 1000 to 9999", shown(text)));
    year.map(Some).ok_or_else(refuse)
}

/// A count.
pub(crate) fn count(field: &'static str, text: &str) -> Cell<Option<u64>> {
    if text.is_empty() {
        return Ok(None);
    }
    let count = digits(text).and_then(|text| text.parse().ok());
    let refuse =
        || Refused::new(field, Reason::Number, format!("{} is no whole number from 0 up", shown(text)));
    count.map(Some).ok_or_else(refuse)
}

/// Counts by year, `2019:3;2020:5`.
pub(crate) fn by_year(field: &'static str, text: &str) -> Cell<Option<ByYear>> {
    if text.is_empty() {
        return Ok(None);
    }
    let refuse = |(reason, what)| Refused::new(field, reason, format!("{}: {what}", shown(text)));
    ByYear::parse(text, ';').map(Some).map_err(refuse)
}

/// A rank among the authors of a paper, from 1.
pub(crate) fn position(field: &'static str, text: &str) -> Cell<u32> {
    let refuse = |reason, what: &str| Refused::new(field, reason, format!("{} {what}", shown(text)));
    match count(field, text)? {
        None => Err(Refused::new(field, Reason::Missing, "is empty".to_owned())),
        Some(0) => Err(refuse(Reason::Number, "is no position: they count from 1")),
        Some(n) if n > u64::from(limits::AUTHORS) => Err(refuse(
            Reason::TooManyAuthors,
            &format!("is above {}, the most authors a paper has", limits::AUTHORS),
        )),
        Some(n) => Ok(n as u32),
    }
}

/// Latitude and longitude in degrees, both or neither. 0/0 is where unknown places end up, and no city is there.
pub(crate) fn coordinates(latitude: &str, longitude: &str) -> Cell<Option<(f64, f64)>> {
    if latitude.is_empty() && longitude.is_empty() {
        return Ok(None);
    }
    let refuse = |field, what: &str| {
        let detail = format!("{}, {} {what}", shown(latitude), shown(longitude));
        Err(Refused::new(field, Reason::Coordinates, detail))
    };
    match (degrees(latitude, 90.0), degrees(longitude, 180.0)) {
        (Some(0.0), Some(0.0)) => refuse("lat", "is nowhere"),
        (Some(lat), Some(lon)) => Ok(Some((lat, lon))),
        (None, _) if degrees(latitude, 180.0).is_some() && degrees(longitude, 90.0).is_some() => {
            refuse("lat", "is no latitude and longitude; the other way round it would be")
        }
        (None, _) => refuse("lat", "has no latitude from -90 to 90"),
        (_, None) => refuse("lon", "has no longitude from -180 to 180"),
    }
}

/// A DOI without the resolver in front of it.
pub(crate) fn doi(text: &str) -> Cow<'_, str> {
    const RESOLVERS: [&str; 6] = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi.org/",
        "doi:",
    ];
    let starts =
        |prefix: &&&str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    let resolver = RESOLVERS.iter().find(starts).map_or(0, |prefix| prefix.len());
    Cow::Borrowed(text[resolver..].trim())
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    let number = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole).and(digits(fraction))?;
    let value: f64 = text.parse().ok()?;
    // Adding zero makes -0 a 0, which reads back as the same place.
    (value.abs() <= most).then_some(value + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason<T>(cell: Cell<T>) -> Option<Reason> {
        cell.err().map(|refused| refused.reason)
    }

    #[test]
    fn years_have_four_digits() {
        assert_eq!((year("year", "2020"), year("year", "")), (Ok(Some(2020)), Ok(None)));
        assert_eq!((year("year", "1000"), year("year", "9999")), (Ok(Some(1000)), Ok(Some(9999))));
        for bad in
            ["0", "999", "10000", "2020-13", "2020.0", " 2020", "+2020", "-2020", "99999999999", "二〇二〇"]
        {
            assert_eq!(reason(year("year", bad)), Some(Reason::Year), "{bad}");
        }
    }

    #[test]
    fn counts_are_digits() {
        assert_eq!(count("citations", "18446744073709551615"), Ok(Some(u64::MAX)));
        assert_eq!((count("citations", "0"), count("citations", "")), (Ok(Some(0)), Ok(None)));
        for bad in
            ["1,234", "-1", "1.5", "1e400", "NaN", "18446744073709551616", " 1", "1 ", "+1", "٣", "0x10"]
        {
            assert_eq!(reason(count("citations", bad)), Some(Reason::Number), "{bad}");
        }
    }

    #[test]
    fn positions_count_from_one_to_the_limit() {
        assert_eq!((position("position", "1"), position("position", "20000")), (Ok(1), Ok(20_000)));
        assert_eq!(reason(position("position", "0")), Some(Reason::Number));
        assert_eq!(reason(position("position", "")), Some(Reason::Missing));
        assert_eq!(reason(position("position", "20001")), Some(Reason::TooManyAuthors));
    }

    #[test]
    fn coordinates_are_on_the_globe() {
        assert_eq!(coordinates("39.9075", "-116.39723"), Ok(Some((39.9075, -116.39723))));
        assert_eq!((coordinates("", ""), coordinates("90", "-180.0")), (Ok(None), Ok(Some((90.0, -180.0)))));
        assert_eq!(coordinates("0", "6.5").map(|c| c.map(|(lat, _)| lat.to_bits())), Ok(Some(0)));
        for bad in
            [("NaN", "1"), ("1", "inf"), ("1", ""), ("", "1"), ("90.1", "1"), ("1", "180.1"), ("1e1", "1")]
        {
            assert_eq!(reason(coordinates(bad.0, bad.1)), Some(Reason::Coordinates), "{bad:?}");
        }
        for bad in [
            ("0", "0"),
            ("-0.0", "0.00"),
            ("1,5", "1"),
            (".5", "1"),
            ("5.", "1"),
            ("1.5.2", "1"),
            ("--1", "1"),
        ] {
            assert_eq!(reason(coordinates(bad.0, bad.1)), Some(Reason::Coordinates), "{bad:?}");
        }
        assert!(coordinates("116.4", "39.9").unwrap_err().detail.contains("the other way round"));
    }

    #[test]
    fn only_normal_forms_become_the_same_name() {
        assert_eq!(name("Sa\u{303}o Paulo"), "São Paulo");
        // Cyrillic А, a zero-width space and another case look alike, and stay what they are.
        for other in ["Аachen", "Aachen\u{200B}", "aachen"] {
            assert_ne!(name(other), name("Aachen"));
        }
        assert!(matches!(name("北京"), Cow::Borrowed(_)));
        assert_eq!(names(" cv ;; 机器学习;"), ["cv", "机器学习"]);
    }

    #[test]
    fn keys_are_kept_exactly() {
        assert_eq!(key("id", " a ").as_deref(), Ok(" a "));
        for bad in ["", " ", "\t", "\u{3000}"] {
            assert_eq!(reason(key("id", bad)), Some(Reason::Missing));
        }
    }

    #[test]
    fn resolvers_are_taken_off_a_doi() {
        for text in
            ["10.1/A", "https://doi.org/10.1/A", "HTTP://DX.DOI.ORG/10.1/A", "doi: 10.1/A", "DOI:10.1/A"]
        {
            assert_eq!(doi(text), "10.1/A");
        }
        assert_eq!((doi(""), doi("北京")), (Cow::Borrowed(""), Cow::Borrowed("北京")));
    }
}

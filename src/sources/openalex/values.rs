//! The values inside OpenAlex records, as JSON and Parquet have them alike: text that may be null, whole numbers, ids.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

/// How the message about a control character begins, by which it is told from other errors.
pub const CONTROL: &str = "control character";

/// What an id or a link to OpenAlex begins with.
const RESOLVERS: [&str; 2] = ["https://openalex.org/", "http://openalex.org/"];

/// A text; null and absent are empty. It stays in the record that was read unless it holds escapes.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    /// The text.
    pub fn get(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextVisitor { numbers: false }).map(Text)
    }
}

/// A key of another data set, which some writers make a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Key<'a>(pub Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextVisitor { numbers: true }).map(Key)
    }
}

struct TextVisitor {
    numbers: bool,
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("text or null")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        checked(text).map(Cow::Borrowed)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        checked(text).map(|text| Cow::Owned(text.to_owned()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        if self.numbers {
            return Ok(Cow::Owned(number.to_string()));
        }
        Err(E::invalid_type(serde::de::Unexpected::Unsigned(number), &self))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(""))
    }
}

/// Refuses C0 controls other than white space, as tables do; DEL and the C1 controls occur in real names.
fn checked<E: Error>(text: &str) -> Result<&str, E> {
    match text.bytes().find(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        None => Ok(text),
        Some(byte) => Err(E::custom(format!("{CONTROL} U+{byte:04X} in the text"))),
    }
}

/// A whole number from 0 up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Whole(pub u64);

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(WholeVisitor).map(Self)
    }
}

struct WholeVisitor;

impl Visitor<'_> for WholeVisitor {
    type Value = u64;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a whole number from 0 up")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<u64, E> {
        Ok(number)
    }
}

/// A number with a fraction, in digits without exponent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal(pub String);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        f64::deserialize(from).map(|number| Self(number.to_string()))
    }
}

/// An id without its resolver: `https://openalex.org/W2741809807` is `W2741809807`.
pub fn short(id: &str) -> &str {
    RESOLVERS.iter().find_map(|resolver| id.strip_prefix(resolver)).unwrap_or(id)
}

/// The number of an id of a sort: 2741809807 of `https://openalex.org/W2741809807` for `W`.
pub fn number(id: &str, letter: char) -> Option<u64> {
    let digits = short(id).strip_prefix(letter)?;
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    if plain { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_a_letter_and_a_number() {
        assert_eq!(number("https://openalex.org/W2741809807", 'W'), Some(2_741_809_807));
        assert_eq!((number("W7", 'W'), number("http://openalex.org/A7", 'A')), (Some(7), Some(7)));
        for bad in
            ["", "W", "W07", "w7", "A7", "W+7", "https://openalex.org/works/W7", "W99999999999999999999"]
        {
            assert_eq!(number(bad, 'W'), None, "{bad}");
        }
    }

    #[test]
    fn texts_are_borrowed_unless_they_hold_escapes() {
        let read = |text| serde_json::from_str::<Text<'_>>(text);
        assert!(matches!(read("\"é x\"").unwrap().0, Cow::Borrowed("é x")));
        assert_eq!((read("\"a\\nb\"").unwrap().get(), read("null").unwrap().get()), ("a\nb", ""));
        assert!(read("\"a\\u0000\"").unwrap_err().to_string().starts_with("control character U+0000"));
        assert!(read("5").unwrap_err().to_string().starts_with("invalid type: integer `5`, expected text"));
        assert_eq!(serde_json::from_str::<Key<'_>>("1816670").unwrap().0, "1816670");
    }

    #[test]
    fn whole_numbers_are_neither_negative_nor_broken() {
        let read = |text| serde_json::from_str::<Whole>(text).map(|number| number.0).ok();
        assert_eq!(read("18446744073709551615"), Some(u64::MAX));
        for bad in ["-1", "1.5", "2020.0", "1e400", "18446744073709551616", "\"7\"", "true", "NaN"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

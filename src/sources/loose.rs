//! Values in JSON records whose sources do not agree on types: a number may come as text, a key as a number, a list or an
//! object as a text, and what is not given as `null`, `""`, `"null"` or not at all.

use super::cells::{Refused, name};
use super::csv_table::shown;
use crate::model::record::Reason;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// First and last year that a record is believed. There is no clock in it: the same input gives the same corpus in any
/// year, so the last one is a bound that nothing published can reach for long.
const YEARS: std::ops::RangeInclusive<u64> = 1000..=2100;

/// Text or number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Scalar<'a> {
    /// Not given.
    #[default]
    None,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number from 0 up.
    Whole(u64),
    /// Any other number, as it was written.
    Other(String),
}

impl Scalar<'_> {
    /// As text without white space around it; empty: not given.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::None => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(given(text)),
            Self::Whole(number) => Cow::Owned(number.to_string()),
            Self::Other(number) => Cow::Borrowed(number),
        }
    }

    /// As a name in NFC; one with control characters is refused.
    pub(super) fn name(&self, field: &'static str) -> Result<Cow<'_, str>, Refused> {
        self.plain(field).map(normal)
    }

    /// As text; one with control characters is refused. Line breaks and tabs are text.
    pub(super) fn plain(&self, field: &'static str) -> Result<Cow<'_, str>, Refused> {
        plain(field, self.text())
    }

    /// As a key, which must be given.
    pub(super) fn key(&self, field: &'static str) -> Result<Cow<'_, str>, Refused> {
        let text = self.plain(field)?;
        if text.is_empty() {
            return Err(Refused { field, reason: Reason::Missing, detail: "is empty".to_owned() });
        }
        Ok(text)
    }

    /// As a count.
    pub(super) fn count(&self, field: &'static str) -> Result<Option<u64>, Refused> {
        match self {
            Self::Whole(number) => Ok(Some(*number)),
            other => super::cells::count(field, &other.text()),
        }
    }

    /// As a year; one that nobody can mean is refused.
    pub(super) fn year(&self, field: &'static str) -> Result<Option<u16>, Refused> {
        let text = self.text();
        if text.is_empty() {
            return Ok(None);
        }
        let all_digits = text.bytes().all(|b| b.is_ascii_digit());
        let year = if all_digits { text.parse().ok().filter(|year| YEARS.contains(year)) } else { None };
        let refuse = || {
            let (first, last) = (YEARS.start(), YEARS.end());
            let detail = format!("{} is no year from {first} to {last}", shown(&text));
            Refused { field, reason: Reason::Year, detail }
        };
        year.map(|year| Some(year as u16)).ok_or_else(refuse)
    }
}

/// Text without white space around it; what says that nothing is given is empty.
pub(super) fn given(text: &str) -> &str {
    match text.trim() {
        "null" => "",
        text => text,
    }
}

/// The text, if it has no control characters but line breaks and tabs.
pub(super) fn plain<'a>(field: &'static str, text: Cow<'a, str>) -> Result<Cow<'a, str>, Refused> {
    match text.chars().find(|c| *c < ' ' && !matches!(c, '\t' | '\n' | '\r')) {
        None => Ok(text),
        Some(c) => {
            let detail = format!("U+{:04X} in {}", u32::from(c), shown(&text));
            Err(Refused { field, reason: Reason::ControlCharacter, detail })
        }
    }
}

/// The text in NFC.
pub(super) fn normal(text: Cow<'_, str>) -> Cow<'_, str> {
    let changed = match name(&text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(normal) => Some(normal),
    };
    changed.map_or(text, Cow::Owned)
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any<'a>(PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Any<'a> {
            type Value = Scalar<'a>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text, a number or null")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Scalar<'a>, E> {
                Ok(Scalar::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar<'a>, E> {
                Ok(Scalar::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar<'a>, E> {
                Ok(Scalar::Whole(number))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar<'a>, E> {
                Ok(Scalar::Other(number.to_string()))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar<'a>, E> {
                Ok(Scalar::Other(format!("{number:?}")))
            }
            fn visit_unit<E: Error>(self) -> Result<Scalar<'a>, E> {
                Ok(Scalar::None)
            }
        }
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// An object, or text in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TextOr<'a, T> {
    /// Text; empty: not given.
    Text(Cow<'a, str>),
    /// The object.
    Object(T),
}

impl<T> Default for TextOr<'_, T> {
    fn default() -> Self {
        Self::Text(Cow::Borrowed(""))
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for TextOr<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any<'a, T>(PhantomData<(&'a (), T)>);
        impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for Any<'a, T> {
            type Value = TextOr<'a, T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object, text or null")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<TextOr<'a, T>, E> {
                Ok(TextOr::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<TextOr<'a, T>, E> {
                Ok(TextOr::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_unit<E: Error>(self) -> Result<TextOr<'a, T>, E> {
                Ok(TextOr::default())
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<TextOr<'a, T>, M::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::Object)
            }
        }
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// A list; `null` and a text that says so are an empty one. For `deserialize_with`.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    struct Any<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> Visitor<'de> for Any<T> {
        type Value = Vec<T>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list or null")
        }
        fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
            if given(text).is_empty() {
                Ok(Vec::new())
            } else {
                Err(E::custom("text in the place of a list"))
            }
        }
        fn visit_seq<S: SeqAccess<'de>>(self, items: S) -> Result<Vec<T>, S::Error> {
            Vec::deserialize(SeqAccessDeserializer::new(items))
        }
    }
    deserializer.deserialize_any(Any(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Record<'a> {
        #[serde(borrow)]
        a: Scalar<'a>,
        #[serde(borrow)]
        b: TextOr<'a, Inner<'a>>,
        #[serde(borrow, deserialize_with = "list")]
        c: Vec<Scalar<'a>>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Inner<'a> {
        #[serde(borrow)]
        x: Scalar<'a>,
    }

    fn a(json: &str) -> Scalar<'_> {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn text_and_numbers_are_taken_for_each_other() {
        assert_eq!((a("\"17\"").count("n"), a("17").count("n")), (Ok(Some(17)), Ok(Some(17))));
        assert_eq!((a("17").text(), a("\" x \"").text()), ("17".into(), "x".into()));
        for none in ["null", "\"null\"", "\"\"", "\" \""] {
            assert_eq!(
                (a(none).text(), a(none).count("n"), a(none).year("y")),
                ("".into(), Ok(None), Ok(None))
            );
        }
        for bad in ["-1", "1.5", "18446744073709551616", "\"1,234\"", "\"x\""] {
            assert_eq!(a(bad).count("n").unwrap_err().reason, Reason::Number, "{bad}");
        }
        assert!(a("-1").count("n").unwrap_err().detail.contains("-1"));
        assert!(serde_json::from_str::<Scalar<'_>>("[1]").is_err());
        assert!(serde_json::from_str::<Scalar<'_>>("1e400").is_err());
    }

    #[test]
    fn years_are_those_that_somebody_can_mean() {
        assert_eq!((a("2011").year("year"), a("\"2011\"").year("year")), (Ok(Some(2011)), Ok(Some(2011))));
        for bad in ["0", "-1", "999", "2101", "9999", "2011.5", "\"2020-13\"", "\"+2011\""] {
            assert_eq!(a(bad).year("year").unwrap_err().reason, Reason::Year, "{bad}");
        }
    }

    #[test]
    fn names_are_in_nfc_and_without_controls() {
        assert_eq!(a("\"Sa\u{303}o\\nPaulo\"").name("title").unwrap(), "São\nPaulo");
        assert_eq!(a("\"a\\u0000b\"").name("title").unwrap_err().reason, Reason::ControlCharacter);
        assert_eq!(a("\"\\u001b[2J\"").key("id").unwrap_err().reason, Reason::ControlCharacter);
        assert_eq!(a("\" \"").key("id").unwrap_err().reason, Reason::Missing);
    }

    #[test]
    fn objects_and_lists_may_be_text_or_null() {
        let read = |json| serde_json::from_str::<Record<'_>>(json).unwrap();
        assert!(
            matches!(read("{\"b\": {\"x\": 1}}").b, TextOr::Object(inner) if inner.x == Scalar::Whole(1))
        );
        assert_eq!(read("{\"b\": \"t\"}").b.text(), "t");
        assert_eq!(read("{\"b\": null, \"c\": null}").c, []);
        assert_eq!(read("{\"c\": \"null\"}").c, []);
        assert_eq!(read("{\"c\": [1, \"x\"]}").c.len(), 2);
        assert_eq!(read("{\"unknown\": {\"a\": 1}}").a, Scalar::None);
        for bad in ["{\"c\": \"x\"}", "{\"c\": 1}", "{\"b\": 1}", "{\"a\": {}}", "{\"a\": 1, \"a\": 1}"] {
            assert!(serde_json::from_str::<Record<'_>>(bad).is_err(), "{bad}");
        }
    }

    impl<T> TextOr<'_, T> {
        fn text(&self) -> &str {
            match self {
                Self::Text(text) => text,
                Self::Object(_) => "an object",
            }
        }
    }
}

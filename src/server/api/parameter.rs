//! Parameters of the API: what each is, how its text is read, and how it is described. One declaration does all three, so
//! that the description cannot say anything else than what is checked.

use crate::base::{Error, Result};
use crate::index::profile::Years;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A segment of the path: always there.
    Path,
    /// The query string.
    Query,
}

/// What a parameter's text must be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Text of at most so many characters, at least one.
    Text(usize),
    /// A whole number.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A finite number.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
    },
    /// `true` or `false`.
    Boolean,
    /// One of a list.
    Choice(&'static [&'static str]),
    /// A window of years: `2013-2022`, `2020` or `all`.
    Years,
    /// Where a page begins: two hexadecimal numbers, as an answer gave them.
    Cursor,
}

/// A parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What its text must be.
    pub kind: Kind,
    /// Value when it is not given; `None`: there is none.
    pub default: Option<&'static str>,
    /// Whether it may be given several times.
    pub repeated: bool,
    /// Whether it must be given.
    pub required: bool,
    /// What it means.
    pub description: &'static str,
}

/// An optional parameter of the query string.
pub const fn query(name: &'static str, kind: Kind, description: &'static str) -> Parameter {
    Parameter {
        name,
        place: Place::Query,
        kind,
        default: None,
        repeated: false,
        required: false,
        description,
    }
}

/// A segment of the path.
pub const fn path(name: &'static str, kind: Kind, description: &'static str) -> Parameter {
    Parameter { name, place: Place::Path, kind, default: None, repeated: false, required: true, description }
}

impl Parameter {
    /// With a value for when it is not given.
    #[must_use]
    pub const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    /// May be given several times.
    #[must_use]
    pub const fn many(self) -> Self {
        Self { repeated: true, ..self }
    }

    /// Must be given.
    #[must_use]
    pub const fn must(self) -> Self {
        Self { required: true, ..self }
    }

    /// Checks a value.
    fn check(&self, text: &str) -> Result<()> {
        let wrong = |expected: String| {
            let shown: String = text.chars().take(100).collect();
            Err(Error::usage(format!("parameter {}: {shown:?}", self.name), expected))
        };
        match self.kind {
            Kind::Text(most) if text.is_empty() || text.chars().count() > most => {
                wrong(format!("use a text of 1 to {most} characters"))
            }
            Kind::Text(_) if text.chars().any(char::is_control) => wrong("use no control characters".into()),
            Kind::Text(_) => Ok(()),
            Kind::Integer { min, max } => match text.parse::<i64>() {
                Ok(value) if (min..=max).contains(&value) => Ok(()),
                _ => wrong(format!("use a whole number from {min} to {max}")),
            },
            Kind::Number { min, max } => match text.parse::<f64>() {
                Ok(value) if value.is_finite() && (min..=max).contains(&value) => Ok(()),
                _ => wrong(format!("use a number from {min} to {max}")),
            },
            Kind::Boolean if text == "true" || text == "false" => Ok(()),
            Kind::Boolean => wrong("use true or false".into()),
            Kind::Choice(choices) if choices.contains(&text) => Ok(()),
            Kind::Choice(choices) => wrong(format!("use one of {}", choices.join(", "))),
            Kind::Years => text.parse::<Years>().map(drop),
            Kind::Cursor => {
                let hex = |part: &str, most| {
                    (1..=most).contains(&part.len())
                        && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
                };
                match text.split_once('-') {
                    Some((from, seal)) if hex(from, 12) && seal.len() == 16 && hex(seal, 16) => Ok(()),
                    _ => wrong("use `next` of the page before".into()),
                }
            }
        }
    }

    /// JSON Schema of one value.
    fn value_schema(&self) -> Value {
        match self.kind {
            // Characters that the check refuses are not described: C0, DEL and C1.
            Kind::Text(most) => json!({
                "type": "string", "minLength": 1, "maxLength": most,
                "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]+$",
            }),
            Kind::Integer { min, max } => json!({"type": "integer", "minimum": min, "maximum": max}),
            Kind::Number { min, max } => json!({"type": "number", "minimum": min, "maximum": max}),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Choice(choices) => json!({"type": "string", "enum": choices}),
            Kind::Cursor => json!({"type": "string", "pattern": "^[0-9a-f]{1,12}-[0-9a-f]{16}$"}),
            Kind::Years => json!({
                "type": "string", "examples": ["2013-2022", "2020", "all"],
                "pattern": "^(all|[1-9][0-9]{3}(-[1-9][0-9]{3})?)$",
            }),
        }
    }

    /// As an `OpenAPI` parameter object.
    pub fn describe(&self) -> Value {
        let mut schema = self.value_schema();
        if let Some(default) = self.default {
            schema["default"] = serde_json::from_str(default).unwrap_or_else(|_| json!(default));
        }
        if self.repeated {
            schema = json!({"type": "array", "items": schema, "maxItems": MOST_REPEATED});
        }
        let place = if self.place == Place::Path { "path" } else { "query" };
        json!({
            "name": self.name, "in": place, "required": self.required,
            "description": self.description, "schema": schema,
        })
    }
}

/// How often a parameter may be given.
pub const MOST_REPEATED: usize = 100;

/// The checked values of a request, ordered by name. Two requests with equal values have equal answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Values(BTreeMap<&'static str, Vec<String>>);

impl Values {
    /// Checks what was given against the declarations: unknown names, repeated ones, and texts that are not what they must
    /// be are refused.
    pub fn check(declared: &[Parameter], given: &[(String, String)]) -> Result<Self> {
        let mut values: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (name, text) in given {
            let Some(parameter) = declared.iter().find(|parameter| parameter.name == name) else {
                let known: Vec<&str> = declared.iter().map(|parameter| parameter.name).collect();
                let shown: String = name.chars().take(100).collect();
                return Err(Error::usage(
                    format!("no parameter {shown:?}"),
                    format!("there is: {}", known.join(", ")),
                ));
            };
            parameter.check(text)?;
            let list = values.entry(parameter.name).or_default();
            let most = if parameter.repeated { MOST_REPEATED } else { 1 };
            if list.len() == most {
                return Err(Error::usage(format!("parameter {name} is given more than {most} times"), ""));
            }
            list.push(text.clone());
        }
        for parameter in declared {
            match (values.contains_key(parameter.name), parameter.default) {
                (false, Some(default)) => drop(values.insert(parameter.name, vec![default.to_owned()])),
                (false, None) if parameter.required => {
                    return Err(Error::usage(
                        format!("parameter {} is missing", parameter.name),
                        parameter.description,
                    ));
                }
                _ => {}
            }
        }
        Ok(Self(values))
    }

    /// The text of a parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// All texts of a repeated parameter.
    pub fn texts(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// A parameter read as something else; `None` when it was not given. What was declared as a number reads as one.
    pub fn get<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// Whether a boolean parameter is `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }

    /// The values without some, as a text that identifies the request.
    pub fn identity(&self, without: &[&str]) -> String {
        let mut text = String::new();
        for (name, values) in self.0.iter().filter(|(name, _)| !without.contains(name)) {
            for value in values {
                // Writing to a String cannot fail.
                let _ = write!(text, "{name}={}:{value};", value.len());
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &[Parameter] = &[
        query("limit", Kind::Integer { min: 1, max: 10 }, "").or("5"),
        query("venue", Kind::Text(9), "").many(),
        query("years", Kind::Years, ""),
        query("weight", Kind::Number { min: 0.0, max: 1.0 }, ""),
        query("unit", Kind::Choice(&["metro", "city"]), ""),
    ];

    fn values(given: &[(&str, &str)]) -> Result<Values> {
        let given: Vec<_> = given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Values::check(DECLARED, &given)
    }

    #[test]
    fn what_is_declared_is_read() {
        let read = values(&[("venue", "a"), ("venue", "b"), ("weight", "0.5")]).unwrap();
        assert_eq!((read.texts("venue").len(), read.get::<f64>("weight")), (2, Some(0.5)));
        assert_eq!((read.get::<u32>("limit"), read.text("years")), (Some(5), None));
    }

    #[test]
    fn what_is_not_declared_is_refused() {
        for given in [
            ("limit", "0"),
            ("limit", "11"),
            ("limit", "1.5"),
            ("venue", ""),
            ("venue", "abcdefghij"),
            ("venue", "a\u{1b}"),
            ("years", "20"),
            ("weight", "NaN"),
            ("weight", "1e400"),
            ("unit", "METRO"),
            ("nothing", "x"),
        ] {
            assert!(values(&[given]).is_err(), "{given:?}");
        }
        assert!(values(&[("limit", "1"), ("limit", "1")]).is_err());
    }

    #[test]
    fn the_identity_tells_requests_apart() {
        let a = values(&[("venue", "a;b=1:c")]).unwrap();
        let b = values(&[("venue", "a"), ("venue", "c")]).unwrap();
        assert_ne!(a.identity(&[]), b.identity(&[]));
        assert_eq!(a.identity(&["venue"]), b.identity(&["venue"]));
    }
}

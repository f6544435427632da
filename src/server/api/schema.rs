//! JSON Schemas of answers, put together from small parts. Objects have all the members that are named, and no other.

use crate::base::records::{Column, Kind};
use serde_json::{Map, Value, json};

fn members<const N: usize>(list: [(&str, Value); N]) -> Value {
    Value::Object(list.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A text.
pub fn text() -> Value {
    json!({"type": "string"})
}

/// A whole number of 0 or more.
pub fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

/// A finite number.
pub fn number() -> Value {
    json!({"type": "number"})
}

/// A share, from 0 to 1.
pub fn share() -> Value {
    json!({"type": "number", "minimum": 0, "maximum": 1})
}

/// Yes or no.
pub fn boolean() -> Value {
    json!({"type": "boolean"})
}

/// One of a list of texts.
pub fn one_of(choices: &[&str]) -> Value {
    json!({"type": "string", "enum": choices})
}

/// A list.
pub fn list(items: Value) -> Value {
    members([("type", "array".into()), ("items", items)])
}

/// What may also be null.
pub fn or_null(schema: Value) -> Value {
    members([("anyOf", Value::Array(vec![schema, json!({"type": "null"})]))])
}

/// With a description.
pub fn said(mut schema: Value, description: &str) -> Value {
    schema["description"] = description.into();
    schema
}

/// An object with these members.
pub fn object<'a>(own: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let properties: Map<String, Value> =
        own.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    let required: Vec<&String> = properties.keys().collect();
    json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
}

/// An object with members of any name.
pub fn map(values: Value) -> Value {
    members([("type", "object".into()), ("additionalProperties", values)])
}

/// A document of an edition: an object with the edition's id.
pub fn document<'a>(own: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let edition = said(text(), "id of the edition that answers");
    object(std::iter::once(("edition", edition)).chain(own))
}

/// A row of a table, as an object.
pub fn row(columns: &[Column]) -> Value {
    object(columns.iter().map(|column| {
        let of = match column.kind {
            Kind::Text => json!({"type": ["string", "null"]}),
            Kind::Integer => json!({"type": ["integer", "null"]}),
            Kind::Number => json!({"type": ["number", "null"]}),
            Kind::Boolean => json!({"type": ["boolean", "null"]}),
            Kind::Texts => json!({"type": ["array", "null"], "items": text()}),
        };
        (column.name, said(of, column.description))
    }))
}

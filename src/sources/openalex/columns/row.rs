//! Rows of Parquet as serde reads them: the structs of [`super::super::schema`] are filled from a row as from JSON.

use parquet::record::{Field, Row};
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Why a row is refused, and where in it.
#[derive(Debug)]
pub struct RowError {
    message: String,
    /// From the inside out.
    path: Vec<String>,
}

impl RowError {
    /// The path to the value that offends, as in JSON.
    pub fn path(&self) -> String {
        let path: String = self.path.iter().rev().map(String::as_str).collect();
        path.trim_start_matches('.').to_owned()
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    fn within(mut self, step: String) -> Self {
        self.path.push(step);
        self
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.path(), self.message)
    }
}

impl std::error::Error for RowError {}

impl de::Error for RowError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), path: Vec::new() }
    }
}

/// A row.
#[derive(Clone, Copy)]
pub struct Record<'r>(pub &'r Row);

impl<'de> Deserializer<'de> for Record<'de> {
    type Error = RowError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, RowError> {
        visitor.visit_map(Fields { fields: self.0.get_column_iter(), value: None })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Fields<'r> {
    fields: parquet::record::RowColumnIter<'r>,
    value: Option<(&'r String, &'r Field)>,
}

impl<'r> MapAccess<'r> for Fields<'r> {
    type Error = RowError;

    fn next_key_seed<K: DeserializeSeed<'r>>(&mut self, seed: K) -> Result<Option<K::Value>, RowError> {
        self.value = self.fields.next();
        let Some((name, _)) = self.value else { return Ok(None) };
        let name: StrDeserializer<'_, RowError> = name.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'r>>(&mut self, seed: V) -> Result<V::Value, RowError> {
        let (name, value) = self.value.ok_or_else(|| de::Error::custom("a value without a name"))?;
        seed.deserialize(Value(value)).map_err(|error| error.within(format!(".{name}")))
    }
}

struct Elements<'r> {
    elements: std::slice::Iter<'r, Field>,
    index: usize,
}

impl<'r> SeqAccess<'r> for Elements<'r> {
    type Error = RowError;

    fn next_element_seed<T: DeserializeSeed<'r>>(&mut self, seed: T) -> Result<Option<T::Value>, RowError> {
        let Some(element) = self.elements.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Value(element)).map(Some).map_err(|error| error.within(format!("[{index}]")))
    }
}

/// A value in a row.
#[derive(Clone, Copy)]
struct Value<'r>(&'r Field);

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = RowError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, RowError> {
        match self.0 {
            Field::Null => visitor.visit_unit(),
            Field::Bool(value) => visitor.visit_bool(*value),
            Field::Byte(value) => whole(i64::from(*value), visitor),
            Field::Short(value) => whole(i64::from(*value), visitor),
            Field::Int(value) => whole(i64::from(*value), visitor),
            Field::Long(value) => whole(*value, visitor),
            Field::UByte(value) => visitor.visit_u64(u64::from(*value)),
            Field::UShort(value) => visitor.visit_u64(u64::from(*value)),
            Field::UInt(value) => visitor.visit_u64(u64::from(*value)),
            Field::ULong(value) => visitor.visit_u64(*value),
            Field::Float(value) => visitor.visit_f64(f64::from(*value)),
            Field::Double(value) => visitor.visit_f64(*value),
            Field::Str(text) => visitor.visit_borrowed_str(text),
            Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
                Ok(text) => visitor.visit_borrowed_str(text),
                Err(_) => Err(de::Error::custom("text that is no UTF-8")),
            },
            Field::Group(row) => Record(row).deserialize_any(visitor),
            Field::ListInternal(list) => {
                visitor.visit_seq(Elements { elements: list.elements().iter(), index: 0 })
            }
            other => Err(de::Error::custom(format!("a value of a sort that no field has: {other}"))),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, RowError> {
        match self.0 {
            Field::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// As JSON has numbers: what is not negative has no sign.
fn whole<'r, V: Visitor<'r>>(value: i64, visitor: V) -> Result<V::Value, RowError> {
    match u64::try_from(value) {
        Ok(value) => visitor.visit_u64(value),
        Err(_) => visitor.visit_i64(value),
    }
}

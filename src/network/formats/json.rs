//! JSON written piece by piece: what the JSON formats share. Texts and numbers are as `serde_json` has them: numbers are the
//! shortest that read back to the same double, control characters are escaped.

use crate::base::records::Column;
use crate::base::{Error, Result};
use crate::network::{Fact, Network, Value};
use serde::{Serialize, Serializer};
use std::io::Write;

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match *self {
            Self::Missing => to.serialize_unit(),
            Self::Text(text) => to.serialize_str(text),
            Self::Integer(value) => to.serialize_u64(value),
            Self::Number(value) => to.serialize_f64(value),
            Self::Boolean(value) => to.serialize_bool(value),
        }
    }
}

/// A value as JSON.
pub(super) fn value<T: Serialize + ?Sized>(out: &mut dyn Write, value: &T) -> Result<()> {
    serde_json::to_writer(out, value).map_err(|error| Error::from(std::io::Error::from(error)))
}

/// An object that is being written, in one line.
pub(super) struct Object<'a> {
    out: &'a mut dyn Write,
    begun: bool,
}

impl<'a> Object<'a> {
    /// Opens it.
    pub(super) fn begin(out: &'a mut dyn Write) -> Result<Self> {
        out.write_all(b"{")?;
        Ok(Self { out, begun: false })
    }

    /// The name of a member whose value the caller writes.
    pub(super) fn name(&mut self, name: &str) -> Result<&mut dyn Write> {
        if self.begun {
            self.out.write_all(b",")?;
        }
        self.begun = true;
        value(self.out, name)?;
        self.out.write_all(b":")?;
        Ok(self.out)
    }

    /// A member.
    pub(super) fn member<T: Serialize + ?Sized>(&mut self, name: &str, of: &T) -> Result<()> {
        value(self.name(name)?, of)
    }

    /// Members by their columns, without those that are missing.
    pub(super) fn members(&mut self, columns: &[Column], values: &[Value<'_>]) -> Result<()> {
        let known = columns.iter().zip(values).filter(|(_, value)| **value != Value::Missing);
        known.into_iter().try_for_each(|(column, value)| self.member(column.name, value))
    }

    /// Closes it.
    pub(super) fn end(self) -> Result<()> {
        Ok(self.out.write_all(b"}")?)
    }
}

/// A list with a line for each item.
pub(super) fn list<T>(
    out: &mut dyn Write,
    items: impl IntoIterator<Item = T>,
    mut each: impl FnMut(&mut dyn Write, T) -> Result<()>,
) -> Result<()> {
    out.write_all(b"[")?;
    let mut separator: &[u8] = b"\n";
    for item in items {
        out.write_all(separator)?;
        separator = b",\n";
        each(out, item)?;
    }
    Ok(out.write_all(b"\n]")?)
}

/// The facts of a network as one object.
pub(super) fn about(out: &mut dyn Write, facts: &[Fact]) -> Result<()> {
    let mut object = Object::begin(out)?;
    facts.iter().try_for_each(|fact| object.member(fact.name, &fact.value))?;
    object.end()
}

/// Facts and descriptions of the columns, for formats whose own files have no place for them.
pub(super) fn metadata(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    let mut object = Object::begin(out)?;
    about(object.name("about")?, &network.about)?;
    object.member("node_columns", &network.node_columns())?;
    object.member("edge_columns", &network.edge_columns())?;
    object.end()?;
    Ok(out.write_all(b"\n")?)
}

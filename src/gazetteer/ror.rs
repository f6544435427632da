//! Records of ROR in both versions of its schema, as a JSON array or one a line, mixed.

mod convert;
pub(super) mod csv;
mod record;

use super::part::Feed;
use crate::base::Result;
use crate::model::record::Reason;
use crate::sources::cells::Refused;
use crate::sources::json::{Item, Objects};
use std::io::Read;

/// Reads records.
pub(super) fn read(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    let mut objects = Objects::new(reader, feed.name, feed.part.file);
    while let Some(item) = objects.next_object()? {
        match item {
            Item::Rejected(rejection) => feed.part.rejections.push(rejection),
            Item::Object(line, bytes) => {
                if let Err(refused) = take(line, bytes, feed) {
                    feed.part.reject(line, refused);
                }
            }
        }
    }
    Ok(())
}

fn take(line: u64, bytes: &[u8], feed: &mut Feed<'_>) -> std::result::Result<(), Refused> {
    let record: record::Record = serde_json::from_slice(bytes)
        .map_err(|error| Refused::new("", Reason::Syntax, format!("no ROR record: {error}")))?;
    let versioned = convert::convert(record, line, feed.part)?;
    feed.part.institutions.push(versioned);
    Ok(())
}

#[cfg(test)]
mod tests;

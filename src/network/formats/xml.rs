//! Texts and values in XML 1.0.

use super::{Lost, text};
use crate::base::records::Kind;
use crate::base::{Error, Result};
use crate::network::Value;

/// How the file begins.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Whether XML 1.0 can have a character at all (production 2, `Char`): not even `&#1;` is allowed.
const fn has(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// Appends a text so that it reads back exactly, in an attribute or an element: white space other than spaces as character
/// references, since readers normalise it else. What XML cannot have becomes U+FFFD and is counted.
pub fn escape(out: &mut String, text: &str, lost: &mut Lost) {
    text::replaced(out, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        c if has(c) => None,
        _ => {
            lost.characters += 1;
            Some("\u{FFFD}")
        }
    });
}

/// Appends a key, which must come back exactly.
///
/// # Errors
/// The key has a character that XML cannot have.
pub fn key(out: &mut String, key: &str) -> Result<()> {
    let mut lost = Lost::default();
    escape(out, key, &mut lost);
    if lost.characters == 0 {
        return Ok(());
    }
    let message = format!("the id {key:?} has a character that XML 1.0 cannot have");
    Err(Error::usage(message, "write another format: node-link or csv"))
}

/// Appends a value; nothing where it is missing.
pub fn value(out: &mut String, value: Value<'_>, lost: &mut Lost) {
    match value {
        Value::Missing => {}
        Value::Text(text) => escape(out, text, lost),
        Value::Integer(value) => text::integer(out, value),
        Value::Number(value) => text::number(out, value),
        Value::Boolean(value) => out.push_str(if value { "true" } else { "false" }),
    }
}

/// The name of a kind, which `GraphML` and GEXF share.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Texts => "string",
        Kind::Integer => "long",
        Kind::Number => "double",
        Kind::Boolean => "boolean",
    }
}

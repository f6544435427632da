//! Numbers as the text formats write them, and texts with single characters replaced.

use std::fmt::Write;

/// Appends the shortest text that reads back to the same double: plain, with an exponent only where plain digits would be
/// many. `value` is finite.
pub fn number(out: &mut String, value: f64) {
    let size = value.abs();
    // Writing to a string cannot fail.
    let _ = if size == 0.0 || (1e-5..1e16).contains(&size) {
        write!(out, "{value}")
    } else {
        write!(out, "{value:e}")
    };
}

/// Appends a whole number.
pub fn integer(out: &mut String, value: u64) {
    let _ = write!(out, "{value}");
}

/// Appends a byte as two hexadecimal digits.
pub fn hexadecimal(out: &mut String, byte: u8) {
    let _ = write!(out, "{byte:02X}");
}

/// Appends a text, with what `instead` says in place of single characters.
pub fn replaced(out: &mut String, text: &str, mut instead: impl FnMut(char) -> Option<&'static str>) {
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if let Some(other) = instead(c) {
            out.push_str(&text[from..at]);
            out.push_str(other);
            from = at + c.len_utf8();
        }
    }
    out.push_str(&text[from..]);
}

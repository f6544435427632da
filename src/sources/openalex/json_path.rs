//! Where in a JSON text an offset lies, as a path such as `authorships[2].author.id`, and how deep a text is nested. Only
//! asked about records that are refused or selected, so that the others are not looked at twice.

use memchr::memchr2;
use std::ops::Range;

/// What is open at a place of a text.
enum Level {
    /// An object: where its last key stands, and whether the next text is a key.
    Object(Range<usize>, bool),
    /// An array: the index of its element.
    Array(usize),
}

/// The path to the value that ends at or holds an offset in bytes; empty at the top. The text need not be valid JSON.
pub fn path_at(text: &str, offset: usize) -> String {
    let bytes = text.as_bytes();
    let bytes = &bytes[..offset.min(bytes.len())];
    let mut levels = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let next = if *byte == b'"' { text_end(bytes, at) } else { at + 1 };
        match (byte, levels.last_mut()) {
            (b'"', Some(Level::Object(key, wanted))) if *wanted => {
                *key = at + 1..next - 1;
                *wanted = false;
            }
            (b',', Some(Level::Object(_, wanted))) => *wanted = true,
            (b',', Some(Level::Array(index))) => *index += 1,
            (b'{', _) => levels.push(Level::Object(0..0, true)),
            (b'[', _) => levels.push(Level::Array(0)),
            (b'}' | b']', _) => drop(levels.pop()),
            _ => {}
        }
        at = next;
    }
    words(text, &levels)
}

fn words(text: &str, levels: &[Level]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Array(index) => path.extend(["[", &index.to_string(), "]"]),
            Level::Object(key, _) if key.is_empty() => {}
            Level::Object(key, _) => {
                let dot = if path.is_empty() { "" } else { "." };
                path.push_str(dot);
                path.push_str(text.get(key.clone()).unwrap_or_default());
            }
        }
    }
    path
}

/// The place after the text that begins at a quote.
fn text_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len().max(start + 1)
}

/// How many objects and arrays are open at once, at most.
pub fn depth(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut open, mut most) = (0, 0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = text_end(bytes, at);
                continue;
            }
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
        at += 1;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_has_paths_and_a_depth(text in "[\\[\\]{}\",:\\\\a京]{0,24}", offset in 0_usize..40) {
            let path = path_at(&text, offset);
            prop_assert!(path.len() <= 4 * text.len() + 4);
            prop_assert!(depth(&text) <= text.len());
        }
    }

    #[test]
    fn a_path_names_keys_and_indices() {
        let text = r#"{"a": 1, "b": [{"c\"d": 2}, {"e": {"f": [0, 7]}}], "g": "}]"}"#;
        let at = |what: &str| path_at(text, text.find(what).unwrap() + what.len());
        assert_eq!(at("1"), "a");
        assert_eq!(at("2"), "b[0].c\\\"d");
        assert_eq!(at("7"), "b[1].e.f[1]");
        assert_eq!(at("\"}]\""), "g");
        assert_eq!(at("\"b\""), "b");
        assert_eq!(path_at(text, 0) + &path_at(text, 999), "");
    }

    #[test]
    fn cut_off_texts_have_paths_too() {
        for end in 0..12 {
            path_at(r#"{"a": ["\"}"#, end);
        }
        assert_eq!(path_at(r#"{"a": ["x", "#, 99), "a[1]");
    }

    #[test]
    fn only_brackets_outside_of_texts_count() {
        assert_eq!(depth(r#"{"a": [[{}], "[[[[[[[["]}"#), 4);
        assert_eq!((depth(""), depth("1"), depth("[]")), (0, 0, 1));
    }
}

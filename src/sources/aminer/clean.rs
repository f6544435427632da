//! Shell notation of `MongoDB` in an object that is otherwise JSON: `NumberInt(2011)` becomes `2011`.

use std::borrow::Cow;

/// The calls that occur. What stands between their brackets is a JSON value.
const CALLS: [&str; 4] = ["NumberInt(", "NumberLong(", "NumberDecimal(", "ObjectId("];

/// The object without calls, which are left alone inside of strings. One without any is not copied.
pub(super) fn clean(object: &str) -> Cow<'_, str> {
    if !CALLS.iter().any(|call| memchr::memmem::find(object.as_bytes(), call.as_bytes()).is_some()) {
        return Cow::Borrowed(object);
    }
    let mut out = String::with_capacity(object.len());
    let mut rest = object;
    while !rest.is_empty() {
        let (outside, inside) = rest.split_at(rest.find('"').unwrap_or(rest.len()));
        out.push_str(&without_calls(outside));
        let (text, after) = inside.split_at(string_length(inside));
        out.push_str(text);
        rest = after;
    }
    Cow::Owned(out)
}

/// The bytes of the string literal that a text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(offset) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += offset;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

/// Brackets mean nothing else outside of strings. A quoted argument, `NumberLong("5")`, has its bracket in the next part.
fn without_calls(outside: &str) -> String {
    CALLS.iter().fold(outside.to_owned(), |text, call| text.replace(call, "")).replace(')', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn calls_go_and_strings_stay() {
        let text = r#"{"y" : NumberInt(2011), "n": NumberLong("5"), "t": "NumberInt(7) \" NumberInt(8)", "_id": ObjectId("ab")}"#;
        let expected = r#"{"y" : 2011, "n": "5", "t": "NumberInt(7) \" NumberInt(8)", "_id": "ab"}"#;
        assert_eq!(clean(text), expected);
        assert!(matches!(clean(r#"{"t": "f(x)"}"#), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_same_values_come_out(title in "[\"\\\\a()NumberInt(北]{0,20}", year: u32) {
            let json = serde_json::json!({ "title": title, "year": year, "n": [year, 7] });
            let printed = json.to_string().replace(&format!(":{year}"), &format!(": NumberInt( {year} )"));
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&clean(&printed)).unwrap(), json);
        }
    }
}

//! The one percent-encoding of ids in IRIs, the order it induces, and the escapes of N-Triples literals.

use std::borrow::Cow;
use std::cmp::Ordering;

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b'@')
}

/// Encodes an id as one segment of an IRI: letters, digits and `-._~:@` stay, every other byte becomes `%XX`.
pub fn encode(id: &str) -> Cow<'_, str> {
    if id.bytes().all(is_plain) {
        return Cow::Borrowed(id);
    }
    let mut out = String::with_capacity(id.len() + 16);
    for byte in id.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
            out.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
        }
    }
    Cow::Owned(out)
}

/// Undoes [`encode`]; `None` when the text is not what `encode` writes for any id.
pub fn decode(segment: &str) -> Option<Cow<'_, str>> {
    if segment.bytes().all(is_plain) {
        return Some(Cow::Borrowed(segment));
    }
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => bytes.push(hex(rest.next()?)? << 4 | hex(rest.next()?)?),
            _ if is_plain(byte) => bytes.push(byte),
            _ => return None,
        }
    }
    let id = String::from_utf8(bytes).ok()?;
    (encode(&id) == segment).then_some(Cow::Owned(id))
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// Order of two encoded ids as they stand in N-Quads, where `>` follows: this is the order of all entities.
pub fn compare(a: &str, b: &str) -> Ordering {
    let common = a.len().min(b.len());
    let (head_a, tail_a) = a.as_bytes().split_at(common);
    let (head_b, tail_b) = b.as_bytes().split_at(common);
    let end = |tail: &[u8]| tail.first().copied().unwrap_or(b'>');
    head_a.cmp(head_b).then_with(|| end(tail_a).cmp(&end(tail_b))).then_with(|| a.len().cmp(&b.len()))
}

/// Appends `text` as the inside of a canonical N-Triples literal (RDF 1.1 N-Triples, §4: canonical form).
pub fn literal(text: &str, out: &mut Vec<u8>) {
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
}

/// Text in HTML, between tags or in quotes.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(c),
        }
    }
    out
}

/// Undoes the escapes of an N-Triples string; `None` on an escape that N-Triples does not have.
pub fn unliteral(escaped: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr(b'\\', escaped.as_bytes()) else { return Some(Cow::Borrowed(escaped)) };
    let mut out = String::with_capacity(escaped.len());
    out.push_str(&escaped[..first]);
    let mut chars = escaped[first..].chars();
    while let Some(c) = chars.next() {
        out.push(if c == '\\' { unescape(&mut chars)? } else { c });
    }
    Some(Cow::Owned(out))
}

fn unescape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        't' => '\t',
        'b' => '\u{8}',
        'n' => '\n',
        'r' => '\r',
        'f' => '\u{c}',
        '"' => '"',
        '\'' => '\'',
        '\\' => '\\',
        'u' => numeric(chars, 4)?,
        'U' => numeric(chars, 8)?,
        _ => return None,
    })
}

fn numeric(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let mut value = 0;
    for _ in 0..digits {
        value = value * 16 + chars.next()?.to_digit(16)?;
    }
    char::from_u32(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ids_come_back(id in ".*") {
            let encoded = encode(&id);
            let decoded = decode(&encoded);
            prop_assert_eq!(decoded.as_deref(), Some(id.as_str()));
        }

        #[test]
        fn the_order_is_that_of_the_lines(a in "[a-zA-Z0-9:@~._ -]{0,5}", b in "[a-zA-Z0-9:@~._ -]{0,5}") {
            let (a, b) = (encode(&a).into_owned(), encode(&b).into_owned());
            let line = |id: &str| format!("<x/{id}> ");
            prop_assert_eq!(compare(&a, &b), line(&a).cmp(&line(&b)));
        }

        #[test]
        fn literals_come_back(text in ".*") {
            let mut out = Vec::new();
            literal(&text, &mut out);
            let escaped = String::from_utf8(out).unwrap();
            let back = unliteral(&escaped);
            prop_assert_eq!(back.as_deref(), Some(text.as_str()));
        }
    }

    #[test]
    fn texts_cannot_leave_their_place_in_a_page() {
        assert_eq!(html("<a href=\"x\" b='y'>&"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
    }

    #[test]
    fn only_our_own_encoding_is_decoded() {
        assert_eq!(decode("a%2fb"), None);
        assert_eq!(decode("a%41"), None);
        assert_eq!(decode("a b"), None);
        assert_eq!(unliteral(r"\u5317\U00004EAC").as_deref(), Some("北京"));
    }
}

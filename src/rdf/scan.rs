//! Our own scanner of canonical N-Quads: one statement a line, single spaces, no comments. It copies nothing and checks
//! only what it needs to split a line; `split` refuses every line that it cannot be sure of, and oxttl reads that one.

use super::term::{self, Parsed};
use memchr::memchr;

/// The terms of a statement, as N-Triples text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Subject with its brackets.
    pub subject: &'a [u8],
    /// Predicate with its brackets.
    pub predicate: &'a [u8],
    /// Object.
    pub object: &'a [u8],
    /// Graph name with its brackets; empty: the default graph.
    pub graph: &'a [u8],
}

/// Splits a line (without its newline) at its spaces; `None` where it is not canonical. Terms are not checked: for lines
/// of a dump whose checksum holds.
pub fn split(line: &[u8]) -> Option<Line<'_>> {
    let line = line.strip_suffix(b" .")?;
    let (subject, rest) = cut(line)?;
    let (predicate, rest) = cut(rest)?;
    let end = match rest.first()? {
        b'"' => literal_end(rest)?,
        _ => memchr(b' ', rest).unwrap_or(rest.len()),
    };
    let (object, graph) = rest.split_at(end);
    let graph = match graph {
        [] => graph,
        [b' ', graph @ ..] if memchr(b' ', graph).is_none() => graph,
        _ => return None,
    };
    Some(Line { subject, predicate, object, graph })
}

fn cut(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr(b' ', text)?;
    Some((&text[..end], &text[end + 1..]))
}

/// Where a literal with its tag or datatype ends.
fn literal_end(text: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', &text[at..])?;
        if text[at] == b'"' {
            break;
        }
        at += 2;
        if at > text.len() {
            return None;
        }
    }
    let tail = memchr(b' ', &text[at..]);
    Some(tail.map_or(text.len(), |space| at + space))
}

/// Splits a line and checks every term as a general parser does; `None` where it is not canonical, or not valid.
pub fn checked(line: &[u8]) -> Option<Line<'_>> {
    let parts = split(line)?;
    let named = |text: &[u8]| matches!(term::parse(text), Some(Parsed::Iri(iri)) if is_iri(iri));
    let object = match term::parse(parts.object)? {
        Parsed::Iri(iri) => is_iri(iri),
        Parsed::Blank(_) => false,
        Parsed::Literal { value, language, datatype } => {
            let tag = language.is_empty() || matches!(language.len(), 2..=3);
            is_value(value)
                && tag
                && language.bytes().all(|b| b.is_ascii_lowercase())
                && (datatype.is_empty() || is_iri(datatype))
        }
    };
    let valid = object && named(parts.subject) && named(parts.predicate);
    (valid && (parts.graph.is_empty() || named(parts.graph))).then_some(parts)
}

/// The inside of a literal: no bare quote or line end, every escape one of N-Triples.
fn is_value(value: &str) -> bool {
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' | b'\n' | b'\r' => return false,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    crate::base::escape::unliteral(value).is_some()
}

/// Absolute IRIs of letters, digits and the marks that need no thought; anything else is for the general parser.
fn is_iri(iri: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:@/#".contains(&b);
    let percent = |iri: &str| {
        iri.match_indices('%')
            .all(|(i, _)| iri.get(i + 1..i + 3).is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit())))
    };
    iri.starts_with("http")
        && iri.contains("://")
        && iri.matches('#').count() <= 1
        && !iri.contains("://:")
        && iri.bytes().all(|b| plain(b) || b == b'%')
        && percent(iri)
        && authority_is_plain(iri)
}

fn authority_is_plain(iri: &str) -> bool {
    let authority = iri.split("://").nth(1).unwrap_or_default().split(['/', '#']).next().unwrap_or_default();
    matches!(iri.split("://").next(), Some("http" | "https"))
        && authority.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxttl::NQuadsParser;
    use proptest::prelude::*;

    /// Both parsers on one line: where ours answers, oxttl must answer the same.
    fn agrees(line: &str) {
        let Some(ours) = checked(line.as_bytes()) else { return };
        let mut theirs = NQuadsParser::new().for_slice(line.as_bytes());
        let quad = theirs.next().unwrap_or_else(|| panic!("oxttl reads nothing in {line:?}"));
        let quad = quad.unwrap_or_else(|e| panic!("oxttl refuses {line:?}: {e}"));
        let read = |text: &[u8]| term::read(text).unwrap();
        assert_eq!(read(ours.subject), quad.subject.clone().into());
        assert_eq!(read(ours.predicate), quad.predicate.clone().into());
        assert_eq!(read(ours.object), quad.object);
        assert_eq!(ours.graph.is_empty(), quad.graph_name.is_default_graph());
        assert!(theirs.next().is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn what_we_read_oxttl_reads_the_same(line in
            "(<https?://[a-z./#%0-9A-F \"\\\\]{0,9}>|_:a) <https://x/[a-z#]{0,3}> (<http://[a-z:@.]{1,5}>|\"[a-z \\\\\"n\\.<>u0-9@^\n]{0,12}\"(@[a-z-]{1,4}|\\^\\^<https://x/#t>)?)( <https://g/>)? \\.") {
            agrees(&line);
        }

        #[test]
        fn any_bytes_are_safe(line in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = split(&line);
            let _ = checked(&line);
        }
    }

    #[test]
    fn our_own_lines_are_canonical() {
        let line =
            br#"<https://aicity.example/paper/a%2Fb> <http://purl.org/dc/terms/title> "a \"b\" . c" ."#;
        let parts = checked(line).unwrap();
        assert_eq!((parts.object, parts.graph), (&br#""a \"b\" . c""#[..], &b""[..]));
        agrees(std::str::from_utf8(line).unwrap());
        let line = br#"<https://a/b> <https://a/p> "1"^^<https://a/#t> <https://a/g> ."#;
        assert_eq!(checked(line).unwrap().graph, b"<https://a/g>");
    }
}

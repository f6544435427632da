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
    if memchr::memchr3(b'"', b'\n', b'\\', value.as_bytes()).is_none() {
        return memchr(b'\r', value.as_bytes()).is_none();
    }
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

/// Bytes of an IRI that need no thought.
const PLAIN: [bool; 256] = table(b"-._~:@/");
/// Those of the name of a host.
const HOST: [bool; 256] = table(b"-.");

/// Letters, digits and some marks.
const fn table(marks: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut i = 0;
    while i < marks.len() {
        table[marks[i] as usize] = true;
        i += 1;
    }
    table
}

/// Web addresses of plain bytes, `%XX` and at most one `#`; anything else is for the general parser.
fn is_iri(iri: &str) -> bool {
    let Some(rest) = iri.strip_prefix("https://").or_else(|| iri.strip_prefix("http://")) else {
        return false;
    };
    let rest = rest.as_bytes();
    let host = rest.iter().position(|&b| !HOST[b as usize]).unwrap_or(rest.len());
    matches!(rest.get(host), None | Some(b'/' | b'#')) && is_tail(&rest[host..])
}

fn is_tail(mut tail: &[u8]) -> bool {
    let mut fragments = 0;
    while let Some(at) = tail.iter().position(|&b| !PLAIN[b as usize]) {
        match tail[at..] {
            [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => tail = &tail[at + 3..],
            [b'#', ..] if fragments == 0 => {
                fragments = 1;
                tail = &tail[at + 1..];
            }
            _ => return false,
        }
    }
    true
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

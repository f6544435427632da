//! IRIs of entities: the base, the kind, and the percent-encoded key.

use super::vocabulary::BASE;
use crate::base::escape;
use std::borrow::Cow;

/// Kinds of entities, as they stand in an IRI, in byte order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What an author stated of an affiliation.
    Affiliation,
    /// A scholar on a paper.
    Authorship,
    /// A city.
    City,
    /// Two units that share papers.
    Collaboration,
    /// A country.
    Country,
    /// An institution.
    Institution,
    /// A metro.
    Metro,
    /// A paper.
    Paper,
    /// A scholar.
    Scholar,
    /// An input file.
    Source,
    /// A subfield.
    Subfield,
    /// A venue.
    Venue,
}

/// Every kind, in byte order of their segment.
pub const KINDS: [Kind; 12] = [
    Kind::Affiliation,
    Kind::Authorship,
    Kind::City,
    Kind::Collaboration,
    Kind::Country,
    Kind::Institution,
    Kind::Metro,
    Kind::Paper,
    Kind::Scholar,
    Kind::Source,
    Kind::Subfield,
    Kind::Venue,
];

impl Kind {
    /// The segment of an IRI that names the kind.
    pub const fn segment(self) -> &'static str {
        match self {
            Self::Affiliation => "affiliation",
            Self::Authorship => "authorship",
            Self::City => "city",
            Self::Collaboration => "collaboration",
            Self::Country => "country",
            Self::Institution => "institution",
            Self::Metro => "metro",
            Self::Paper => "paper",
            Self::Scholar => "scholar",
            Self::Source => "source",
            Self::Subfield => "subfield",
            Self::Venue => "venue",
        }
    }
}

/// Writes `<BASE kind / encoded key>`.
pub fn write(kind: Kind, id: &str, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend_from_slice(BASE.as_bytes());
    out.extend_from_slice(kind.segment().as_bytes());
    out.push(b'/');
    out.extend_from_slice(escape::encode(id).as_bytes());
    out.push(b'>');
}

/// The IRI of an entity, without brackets.
pub fn text(kind: Kind, id: &str) -> String {
    format!("{BASE}{}/{}", kind.segment(), escape::encode(id))
}

/// Kind and key of an IRI (without brackets); `None` when it is not one of ours.
pub fn read(iri: &str) -> Option<(Kind, Cow<'_, str>)> {
    let (segment, key) = iri.strip_prefix(BASE)?.split_once('/')?;
    let kind = KINDS.into_iter().find(|kind| kind.segment() == segment)?;
    Some((kind, escape::decode(key)?))
}

/// Key of an authorship.
pub fn authorship(paper: &str, position: u32) -> String {
    format!("{paper}-{position}")
}

/// Key of a collaboration between two units, the smaller key first.
pub fn collaboration(a: &str, b: &str) -> String {
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    format!("{}--{}", part(a), part(b))
}

/// A unit's key as one part of two: with its length before it where it could be taken for more or less than a part.
fn part(key: &str) -> Cow<'_, str> {
    let is_plain = !key.contains("--") && !key.contains('/') && !key.starts_with('-') && !key.ends_with('-');
    if is_plain { Cow::Borrowed(key) } else { Cow::Owned(format!("{}/{key}", key.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_in_byte_order() {
        assert!(KINDS.windows(2).all(|w| w[0] < w[1] && w[0].segment() < w[1].segment()));
    }

    #[test]
    fn keys_come_back() {
        for id in ["s:a b", "W1/2", "北京", "x%y", "ror:1@2"] {
            let mut out = Vec::new();
            write(Kind::Paper, id, &mut out);
            let iri = std::str::from_utf8(&out[1..out.len() - 1]).unwrap();
            assert!(oxrdf::NamedNode::new(iri).is_ok());
            assert_eq!(iri, text(Kind::Paper, id));
            assert_eq!(read(iri), Some((Kind::Paper, id.into())));
        }
        assert_eq!(read("https://aicity.example/nothing/1"), None);
    }

    #[test]
    fn two_collaborations_never_share_a_key() {
        let keys = ["1", "1-", "-1", "1--1", "1-1", "-", "1/1", "3/1--1", "metro:1"];
        let mut seen = std::collections::BTreeSet::new();
        for (i, a) in keys.iter().enumerate() {
            for b in &keys[i + 1..] {
                assert!(seen.insert(collaboration(a, b)), "{a} {b}");
            }
        }
        assert_eq!(collaboration("metro:bay-area", "1816670"), "1816670--metro:bay-area");
    }
}

//! What a file of OAG holds.

use crate::model::record::Reason;
use crate::sources::cells::Refused;
use crate::sources::records::parse;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Sorts of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Papers, of either side.
    Papers,
    /// Institutions.
    Affiliations,
    /// Journals and conferences.
    Venues,
    /// Authors.
    Authors,
    /// Which record of one side is which of the other.
    Links,
}

/// Parts of names, the first of which that fits decides: `v5_oag_publication_1.json`, `mag_papers_0.txt`.
const NAMES: &[(&str, Kind)] = &[
    ("link", Kind::Links),
    ("affiliation", Kind::Affiliations),
    ("publication", Kind::Papers),
    ("paper", Kind::Papers),
    ("venue", Kind::Venues),
    ("author", Kind::Authors),
];

/// Keys of a record that tell; the values do not matter.
#[derive(Debug, Deserialize)]
struct Keys {
    mid: Option<IgnoredAny>,
    aid: Option<IgnoredAny>,
    title: Option<IgnoredAny>,
    authors: Option<IgnoredAny>,
    year: Option<IgnoredAny>,
    #[serde(rename = "Latitude")]
    latitude: Option<IgnoredAny>,
    #[serde(rename = "JournalId")]
    journal: Option<IgnoredAny>,
    #[serde(rename = "ConferenceId")]
    conference: Option<IgnoredAny>,
    n_pubs: Option<IgnoredAny>,
    pubs: Option<IgnoredAny>,
    #[serde(rename = "DisplayName")]
    display_name: Option<IgnoredAny>,
}

impl Kind {
    /// By the name of the file, in lower case.
    pub(super) fn of_name(name: &str) -> Option<Self> {
        NAMES.iter().find(|(part, _)| name.contains(part)).map(|(_, kind)| *kind)
    }

    /// By the keys of a record.
    pub(super) fn of_record(text: &str) -> Result<Self, Refused> {
        let keys: Keys = parse(text)?;
        let kinds = [
            (keys.mid.is_some() && keys.aid.is_some(), Self::Links),
            (keys.title.is_some() || keys.authors.is_some() || keys.year.is_some(), Self::Papers),
            (keys.latitude.is_some(), Self::Affiliations),
            (keys.journal.is_some() || keys.conference.is_some(), Self::Venues),
            (keys.pubs.is_some() || keys.n_pubs.is_some(), Self::Authors),
            (keys.display_name.is_some(), Self::Venues),
        ];
        let kind = kinds.iter().find(|(fits, _)| *fits).map(|(_, kind)| *kind);
        let detail = "no paper, affiliation, venue, author or link of OAG".to_owned();
        kind.ok_or(Refused { field: "", reason: Reason::Syntax, detail })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell() {
        for (name, kind) in [
            ("mag_papers_0.txt", Some(Kind::Papers)),
            ("aminer_papers_3.txt", Some(Kind::Papers)),
            ("v5_oag_publication_16.json", Some(Kind::Papers)),
            ("mag_affiliations.txt", Some(Kind::Affiliations)),
            ("mag_authors_0.txt", Some(Kind::Authors)),
            ("aminer_venues.txt", Some(Kind::Venues)),
            ("paper_linking_pairs.txt", Some(Kind::Links)),
            ("oag_v2_link.txt", Some(Kind::Links)),
            ("part-00001.txt", None),
        ] {
            assert_eq!(Kind::of_name(name), kind, "{name}");
        }
    }

    #[test]
    fn keys_tell_where_names_do_not() {
        for (text, kind) in [
            (r#"{"mid": "1", "aid": "2"}"#, Kind::Links),
            (r#"{"id": 1, "title": "T"}"#, Kind::Papers),
            (r#"{"id": 1, "DisplayName": "U", "Latitude": "1"}"#, Kind::Affiliations),
            (r#"{"id": 1, "DisplayName": "V", "JournalId": 1}"#, Kind::Venues),
            (r#"{"id": "5390", "DisplayName": "V"}"#, Kind::Venues),
            (r#"{"id": 1, "name": "A", "n_pubs": 3}"#, Kind::Authors),
        ] {
            assert_eq!(Kind::of_record(text), Ok(kind), "{text}");
        }
        assert_eq!(Kind::of_record("{\"a\": 1}").unwrap_err().reason, Reason::Syntax);
    }
}

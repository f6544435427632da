//! What the resolver answers: an institution, a place and a country, each with how it was found and how sure that is.

use std::fmt;

/// How an institution or a place was found. The list is closed; scripts read the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Institution: the statement gives its ROR id.
    RorId,
    /// Institution or place: the statement gives the key in the source, which knows the institution and its city.
    SourceId,
    /// Institution: a part of the text is its name, but for words such as `Inc.`.
    ExactName,
    /// Institution: a part of the text is another name of it.
    ExactAlias,
    /// Institution: its name stands within a longer part of the text.
    NameInPart,
    /// Institution: the list of aliases that ships with the program knows it.
    Alias,
    /// Institution: an acronym that only one institution of that country or city has.
    Acronym,
    /// Institution: the host name of its web site stands in the text.
    Domain,
    /// Institution: the name that the source gives beside the text.
    HintName,
    /// Institution: the only one of that name, though in another country than stated.
    OtherCountry,
    /// Institution: not in the gazetteer; known by its name only.
    NameOnly,
    /// Institution: none was recognised; the place stands for it.
    PlaceOnly,
    /// Place: named in the text as an address.
    NamedInText,
    /// Place: named in the text beside the name of the institution (`IBM Research Zurich`).
    NamedBesideInstitution,
    /// Place: part of the name of an organisation that is not in the gazetteer (`Beijing Engineering Center`).
    NamedInName,
    /// Place: the city that the source gives beside the text.
    HintCity,
    /// Place: a campus or laboratory whose place the alias list or the gazetteer knows.
    Campus,
    /// Place: the seat of the institution.
    Seat,
    /// Place: the populated place nearest to the coordinates of the institution.
    NearestToCoordinates,
    /// Place: where the other statements of the list have this institution.
    Learned,
    /// Place: a country that is one city, named in the text or beside it.
    CityState,
}

impl Method {
    /// Every method, in the order in which they are documented.
    pub const ALL: [Self; 21] = [
        Self::RorId,
        Self::SourceId,
        Self::ExactName,
        Self::ExactAlias,
        Self::NameInPart,
        Self::Alias,
        Self::Acronym,
        Self::Domain,
        Self::HintName,
        Self::OtherCountry,
        Self::NameOnly,
        Self::PlaceOnly,
        Self::NamedInText,
        Self::NamedBesideInstitution,
        Self::NamedInName,
        Self::HintCity,
        Self::Campus,
        Self::Seat,
        Self::NearestToCoordinates,
        Self::Learned,
        Self::CityState,
    ];

    /// The word used in outputs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::RorId => "ror-id",
            Self::SourceId => "source-id",
            Self::ExactName => "exact-name",
            Self::ExactAlias => "exact-alias",
            Self::NameInPart => "name-in-part",
            Self::Alias => "alias",
            Self::Acronym => "acronym",
            Self::Domain => "domain",
            Self::HintName => "hint-name",
            Self::OtherCountry => "other-country",
            Self::NameOnly => "name-only",
            Self::PlaceOnly => "place-only",
            Self::NamedInText => "named-in-text",
            Self::NamedBesideInstitution => "named-beside-institution",
            Self::NamedInName => "named-in-name",
            Self::HintCity => "hint-city",
            Self::Campus => "campus",
            Self::Seat => "seat",
            Self::NearestToCoordinates => "nearest-to-coordinates",
            Self::Learned => "learned",
            Self::CityState => "city-state",
        }
    }

    /// What was found, and how, in a line.
    pub const fn about(self) -> &'static str {
        match self {
            Self::RorId => "institution: the statement gives its ROR id",
            Self::SourceId => {
                "institution or place: the statement gives the key in the source, which knows the institution and its city"
            }
            Self::ExactName => "institution: a part of the text is its name, but for words such as `Inc.`",
            Self::ExactAlias => "institution: a part of the text is another name of it",
            Self::NameInPart => "institution: its name stands within a longer part of the text",
            Self::Alias => "institution: the list of aliases that ships with the program knows it",
            Self::Acronym => "institution: an acronym that only one institution of that country or city has",
            Self::Domain => "institution: the host name of its web site stands in the text",
            Self::HintName => "institution: the name that the source gives beside the text",
            Self::OtherCountry => {
                "institution: the only one of that name, though in another country than stated"
            }
            Self::NameOnly => "institution: not in the gazetteer; known by its name only",
            Self::PlaceOnly => "institution: none was recognised; the place stands for it",
            Self::NamedInText => "place: named in the text as an address",
            Self::NamedBesideInstitution => {
                "place: named in the text beside the name of the institution (`IBM Research Zurich`)"
            }
            Self::NamedInName => {
                "place: part of the name of an organisation that is not in the gazetteer (`Beijing Engineering Center`)"
            }
            Self::HintCity => "place: the city that the source gives beside the text",
            Self::Campus => "place: a campus or laboratory whose place the alias list or the gazetteer knows",
            Self::Seat => "place: the seat of the institution",
            Self::NearestToCoordinates => {
                "place: the populated place nearest to the coordinates of the institution"
            }
            Self::Learned => "place: where the other statements of the list have this institution",
            Self::CityState => "place: a country that is one city, named in the text or beside it",
        }
    }

    /// Share of answers of this method that were right in the benchmark `resolver`, from 0 to 1.
    pub const fn confidence(self) -> f32 {
        super::confidence::of(self)
    }
}

/// A conclusion, how it was reached and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding<T> {
    /// What was concluded.
    pub value: T,
    /// How.
    pub method: Method,
    /// Share of conclusions of this kind that were right in the benchmark `resolver`, 0 to 1; see `confidence.rs`.
    pub confidence: f32,
}

/// What an institution is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// A ROR id without prefix.
    Ror(String),
    /// Its key in its source.
    Source(String),
    /// Its name, folded; it is in no gazetteer.
    Name(String),
    /// The place, by GeoNames id, where only that is known.
    Place(u32),
}

/// Key of an institution at one place, so that an institution lies in one city: `ror:042nb2s44`, and
/// `ror:00d0nc645@1816670` for its campus in another city.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionKey {
    /// The institution.
    pub identity: Identity,
    /// GeoNames id of the city of its campus; `None`: where its seat is.
    pub campus: Option<u32>,
}

impl fmt::Display for InstitutionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.identity {
            Identity::Ror(id) => write!(f, "ror:{id}"),
            Identity::Source(key) => write!(f, "{key}"),
            Identity::Name(name) => write!(f, "name:{name}"),
            Identity::Place(id) => write!(f, "place:{id}"),
        }?;
        self.campus.map_or(Ok(()), |id| write!(f, "@{id}"))
    }
}

/// What a statement was resolved to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolution {
    /// The institution.
    pub institution: Option<Finding<InstitutionKey>>,
    /// Its name to show; empty where there is none.
    pub name: String,
    /// The city, by GeoNames id, canonical.
    pub place: Option<Finding<u32>>,
    /// ISO 3166-1 alpha-2 code of the country: of the place if known, else as stated; empty: not known.
    pub country: String,
}

/// One step of a resolution, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The part of the statement that gave something.
    pub text: String,
    /// What it gave.
    pub gave: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct() {
        let mut codes: Vec<&str> = Method::ALL.iter().map(|method| method.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Method::ALL.len());
    }

    #[test]
    fn keys_are_written_as_they_are_used() {
        let key = |identity, campus| InstitutionKey { identity, campus }.to_string();
        assert_eq!(key(Identity::Ror("042nb2s44".into()), None), "ror:042nb2s44");
        assert_eq!(key(Identity::Ror("00d0nc645".into()), Some(1_816_670)), "ror:00d0nc645@1816670");
        assert_eq!(key(Identity::Source("I27837315".into()), None), "I27837315");
        assert_eq!(key(Identity::Name("adobe".into()), None), "name:adobe");
        assert_eq!(key(Identity::Place(1_816_670), None), "place:1816670");
    }
}

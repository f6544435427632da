//! What an input format hands over: records with their place in the input, and rejections. Nothing is checked against
//! other records here; that is the builder's work.

use super::by_year::ByYear;
use super::statements::Answer;
use std::borrow::Cow;

/// Citation source of generated papers: by it a corpus is known to be made up, wherever it went since.
pub const SYNTHETIC: &str = "synthetic";

/// What stands beside everything that is made from such papers.
pub const SYNTHETIC_NOTE: &str =
    "SYNTHETIC corpus: papers made up by a generator, no evidence about any real place.";

/// The same in Chinese.
pub const SYNTHETIC_NOTE_ZH: &str = "合成数据：论文均由程序生成，不构成对任何真实地点的证据。";

/// Where a record stands: index of the input file in the load's list, and line in the decoded file, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// Index into [`Sink::file`]'s answers.
    pub file: u32,
    /// Line in the decoded text, from 1; 0 where the whole file is meant.
    pub line: u64,
}

/// A publication. Empty text means "not given".
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paper<'a> {
    /// Key in its source.
    pub id: Cow<'a, str>,
    /// Title as published.
    pub title: Cow<'a, str>,
    /// Key of the venue.
    pub venue: Cow<'a, str>,
    /// Subfields, each by key or by a name in zh or en.
    pub subfields: Vec<Cow<'a, str>>,
    /// Year of publication.
    pub year: Option<u16>,
    /// Times cited.
    pub citations: Option<u64>,
    /// Citations by the year they were received in; `None`: the source does not say.
    pub citations_by_year: Option<ByYear>,
    /// Who counted the citations.
    pub citation_source: Cow<'a, str>,
    /// DOI without resolver prefix.
    pub doi: Cow<'a, str>,
    /// Which data set the record is from, as coverage tells them apart: the id of its format unless the input says.
    pub source: Cow<'a, str>,
}

/// One affiliation of one author of one paper; an author with several has several of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authorship<'a> {
    /// Key of the paper.
    pub paper: Cow<'a, str>,
    /// Rank among the authors, from 1.
    pub position: u32,
    /// Key of the scholar in its source; empty where the source has none and only the name tells.
    pub scholar: Cow<'a, str>,
    /// ORCID, sixteen digits in four groups, without resolver prefix; empty: not given.
    pub orcid: Cow<'a, str>,
    /// Name as printed on the paper.
    pub name: Cow<'a, str>,
    /// The affiliation.
    pub affiliation: Affiliation<'a>,
}

/// What is known of one affiliation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Affiliation<'a> {
    /// The author gave none.
    #[default]
    None,
    /// The author gave one that could not be matched to an institution.
    Unresolved,
    /// Key of the institution.
    Institution(Cow<'a, str>),
    /// What the paper or its source states, for the resolver to find the institution and its place.
    Stated(Box<Statement<'a>>),
}

/// What a source states about one affiliation, before anything is concluded from it. Empty text means "not given"; a
/// statement without any text is none ([`Affiliation::None`]).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement<'a> {
    /// The affiliation as printed on the paper.
    pub text: Cow<'a, str>,
    /// Key of the institution in its source, such as `I27837315`; an institution record of that key may come at any time.
    pub institution: Cow<'a, str>,
    /// ROR id of the institution, such as `https://ror.org/042nb2s44`.
    pub ror: Cow<'a, str>,
    /// Name of the institution, where the source gives one beside the text.
    pub name: Cow<'a, str>,
    /// Name of the city or campus, where the source gives one beside the text.
    pub city: Cow<'a, str>,
    /// ISO 3166-1 alpha-2 code or name of the country, where the source gives one beside the text.
    pub country: Cow<'a, str>,
}

/// An organisation at one place. Empty text means "not given".
#[derive(Debug, Clone, Default, PartialEq, PartialOrd)]
pub struct Institution<'a> {
    /// ROR id or key in its source.
    pub id: Cow<'a, str>,
    /// Name as its source writes it.
    pub name: Cow<'a, str>,
    /// Chinese name.
    pub name_zh: Cow<'a, str>,
    /// Key of its city; empty: not known.
    pub city: Cow<'a, str>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Cow<'a, str>,
    /// Latitude and longitude in degrees, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    /// IRI in ROR.
    pub ror: Cow<'a, str>,
    /// Sort of organisation, as ROR names them.
    pub kind: Cow<'a, str>,
}

impl Institution<'_> {
    /// The same with texts of its own.
    pub fn into_owned(self) -> Institution<'static> {
        Institution {
            id: owned(self.id),
            name: owned(self.name),
            name_zh: owned(self.name_zh),
            city: owned(self.city),
            country: owned(self.country),
            coordinates: self.coordinates,
            ror: owned(self.ror),
            kind: owned(self.kind),
        }
    }
}

/// A populated place. Empty text means "not given".
#[derive(Debug, Clone, Default, PartialEq, PartialOrd)]
pub struct City<'a> {
    /// GeoNames id.
    pub id: Cow<'a, str>,
    /// English name.
    pub name: Cow<'a, str>,
    /// Chinese name.
    pub name_zh: Cow<'a, str>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Cow<'a, str>,
    /// First-level administrative division, GeoNames code.
    pub admin1: Cow<'a, str>,
    /// Latitude and longitude in degrees, WGS 84.
    pub coordinates: Option<(f64, f64)>,
    /// Inhabitants.
    pub population: Option<u64>,
    /// Country it is ranked under; empty: as the country scheme says.
    pub ranked_country: Cow<'a, str>,
    /// Metro it is ranked as; empty or its own id: in no metro.
    pub metro: Cow<'a, str>,
}

impl City<'_> {
    /// The same with texts of its own.
    pub fn into_owned(self) -> City<'static> {
        City {
            id: owned(self.id),
            name: owned(self.name),
            name_zh: owned(self.name_zh),
            country: owned(self.country),
            admin1: owned(self.admin1),
            coordinates: self.coordinates,
            population: self.population,
            ranked_country: owned(self.ranked_country),
            metro: owned(self.metro),
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// What a named thing without further fields is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A group of cities.
    Metro,
    /// A country.
    Country,
    /// A venue.
    Venue,
    /// A subfield.
    Subfield,
}

/// Names of a metro, country, venue or subfield.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label<'a> {
    /// Its key.
    pub id: Cow<'a, str>,
    /// English name.
    pub name: Cow<'a, str>,
    /// Chinese name.
    pub name_zh: Cow<'a, str>,
}

/// Why a record or a part of it was not used. The list is closed: `load` counts by it and scripts read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Not UTF-8.
    Encoding,
    /// A control character in a field.
    ControlCharacter,
    /// More or fewer fields than the header.
    FieldCount,
    /// A line or field over its limit.
    TooLong,
    /// A required field is empty.
    Missing,
    /// A number that is none, or out of range.
    Number,
    /// Coordinates that are none, or out of range.
    Coordinates,
    /// A year that is none.
    Year,
    /// The same record again.
    Duplicate,
    /// The same key with other content.
    Conflict,
    /// A key that no record has.
    DanglingReference,
    /// More authors than the limit.
    TooManyAuthors,
    /// A paper without any authorship.
    NoAuthors,
    /// The same scholar twice on one paper.
    RepeatedAuthor,
    /// A statement that this program does not use.
    UnknownStatement,
    /// RDF, CSV or an IRI that does not parse.
    Syntax,
}

impl Reason {
    /// The word used in rejection files and summaries.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::ControlCharacter => "control-character",
            Self::FieldCount => "field-count",
            Self::TooLong => "too-long",
            Self::Missing => "missing",
            Self::Number => "number",
            Self::Coordinates => "coordinates",
            Self::Year => "year",
            Self::Duplicate => "duplicate",
            Self::Conflict => "conflict",
            Self::DanglingReference => "dangling-reference",
            Self::TooManyAuthors => "too-many-authors",
            Self::NoAuthors => "no-authors",
            Self::RepeatedAuthor => "repeated-author",
            Self::UnknownStatement => "unknown-statement",
            Self::Syntax => "syntax",
        }
    }

    /// Whether the record is used all the same, without the part that is named (a note, not a loss).
    pub const fn keeps_record(self) -> bool {
        matches!(self, Self::Coordinates | Self::Duplicate | Self::NoAuthors | Self::RepeatedAuthor)
    }
}

/// Why a sound record was passed over: it is outside what was asked for. Counted, not listed, because a snapshot holds
/// hundreds of millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Skipped {
    /// In no selected venue.
    Venue,
    /// Outside the selected years, or without a year where years are selected.
    Year,
    /// A cover, table of contents or the like.
    Paratext,
    /// Retracted.
    Retracted,
    /// From the expansion of OpenAlex by data sets and repositories (xpac).
    Xpac,
    /// Submitted and not accepted, withdrawn, or of a workshop.
    NotAccepted,
    /// Merged into another record or deleted.
    Merged,
}

impl Skipped {
    /// The word used in summaries and manifests.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Venue => "other-venue",
            Self::Year => "other-year",
            Self::Paratext => "paratext",
            Self::Retracted => "retracted",
            Self::Xpac => "xpac",
            Self::NotAccepted => "not-accepted",
            Self::Merged => "merged",
        }
    }
}

/// A record, or a part of one, that was not used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rejection {
    /// Where it stands.
    pub place: Place,
    /// The field that offends, by its name in the input; empty where the whole record does.
    pub field: String,
    /// Why.
    pub reason: Reason,
    /// The value that offends and what was expected, for a person.
    pub detail: String,
}

/// Receives what a source reads. Records may come in any order.
pub trait Sink {
    /// Registers an input file by the name to show; answers its index for [`Place::file`].
    fn file(&mut self, name: &str) -> u32;
    /// A paper.
    fn paper(&mut self, place: Place, paper: Paper<'_>);
    /// An affiliation of an author.
    fn authorship(&mut self, place: Place, authorship: Authorship<'_>);
    /// An institution.
    fn institution(&mut self, place: Place, institution: Institution<'_>);
    /// A city.
    fn city(&mut self, place: Place, city: City<'_>);
    /// Names of a metro, country, venue or subfield.
    fn label(&mut self, place: Place, what: Named, label: Label<'_>);
    /// What was concluded from a statement before, by whoever made this input. A sink that looks at records only does
    /// nothing with it.
    fn answered(&mut self, stated: Statement<'_>, answer: Answer) {
        let _ = (stated, answer);
    }
    /// A record or part of one that cannot be used.
    fn reject(&mut self, rejection: Rejection);
    /// A sound record that is outside what was asked for.
    fn skip(&mut self, why: Skipped);
}

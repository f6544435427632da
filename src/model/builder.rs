//! Records in any order to a corpus: duplicates settled, references checked, everything sorted by encoded key.

mod authorships;
mod places;
mod statements;
mod works;

use super::corpus::{Corpus, Sources, Texts};
use super::keyed::{Inserted, Keyed};
use super::labels;
use super::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Reason, Rejection, Sink, Skipped,
    Statement,
};
use super::statements::{Answer, Statements};
use crate::base::interner::Interner;
use crate::base::strings::Strings;
use crate::base::{escape, sorting};
use statements::NO_STATEMENT;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The institution of an authorship row that has none.
const NO_AFFILIATION: u32 = u32::MAX;
/// The institution of an authorship row that has an affiliation without institution.
const UNRESOLVED: u32 = u32::MAX - 1;

/// Collects records; [`CorpusBuilder::finish`] makes the corpus. Memory: about 32 bytes a row of authorship and each
/// distinct text once.
#[derive(Debug, Default)]
pub struct CorpusBuilder {
    files: Vec<String>,
    papers: Keyed<Paper<'static>>,
    institutions: Keyed<Institution<'static>>,
    cities: Keyed<City<'static>>,
    labels: [Keyed<Label<'static>>; 4],
    rows: Vec<Row>,
    /// Keys of papers that were named by an authorship before they came; they may never come.
    awaited: Interner,
    scholar_keys: Interner,
    institution_keys: Interner,
    names: Interner,
    statements: Interner,
    answers: Vec<Option<Answer>>,
    rejections: Vec<Rejection>,
    skipped: BTreeMap<Skipped, u64>,
    sources: Sources,
}

/// In [`Row::paper`]: the rest is an index of [`CorpusBuilder::awaited`], not of the papers.
const AWAITED: u32 = 1 << 31;

/// One row of authorship, its texts interned.
#[derive(Debug, Clone, Copy)]
struct Row {
    paper: u32,
    position: u32,
    scholar: u32,
    name: u32,
    institution: u32,
    statement: u32,
    place: Place,
}

/// What a build answers: the corpus, the texts that a ranking does not need, and everything that was not used.
#[derive(Debug, Default)]
pub struct Built {
    /// The corpus.
    pub corpus: Corpus,
    /// Titles and names.
    pub texts: Texts,
    /// What was stated about affiliations.
    pub statements: Statements,
    /// Input files by [`Place::file`].
    pub files: Vec<String>,
    /// What was not used, ordered by place.
    pub rejections: Vec<Rejection>,
    /// How many sound records were outside what was asked for.
    pub skipped: BTreeMap<Skipped, u64>,
}

impl CorpusBuilder {
    /// Notes an input file that was read to its end.
    pub fn source(&mut self, name: &str, format: &str, sha256: &str, bytes: u64) {
        let Sources { name: names, format: formats, sha256: sums, bytes: sizes } = &mut self.sources;
        names.push(name);
        formats.push(format);
        sums.push(sha256);
        sizes.push(bytes);
    }

    /// Checks references, sorts, and makes the corpus. O(n log n) in papers and authorships.
    pub fn finish(mut self) -> Built {
        self.apply_answers();
        let mut corpus = Corpus { sources: sorted(&self.sources), ..Corpus::default() };
        let mut texts = Texts::default();
        let institutions = self.build_places(&mut corpus);
        let papers = self.build_papers(&mut corpus, &mut texts);
        let statements = self.build_authorships(&mut corpus, &mut texts, &papers, &institutions);
        self.rejections.sort();
        Built {
            corpus,
            texts,
            statements,
            files: self.files,
            rejections: self.rejections,
            skipped: self.skipped,
        }
    }

    /// As [`CorpusBuilder::finish`] for records without papers: every venue and subfield that has a label is kept, in
    /// the order of its key, although no paper names it.
    pub fn finish_with_all_labels(self) -> Built {
        let keys = |what: Named| {
            let list = &self.labels[what as usize];
            self.labels_of(what, (0..list.len() as u32).map(|i| list.key(i)))
        };
        let (venues, subfields) = (keys(Named::Venue), keys(Named::Subfield));
        let mut built = self.finish();
        built.corpus.venues = venues;
        built.corpus.subfields = subfields;
        built.corpus.papers = super::corpus::Papers::default();
        built
    }

    /// Gives scholars other keys, such as those of an identity rule that needs to have seen every record.
    pub fn rename_scholars(&mut self, renamed: impl Fn(&str) -> Option<String>) {
        let known = self.scholar_keys.len() as u32;
        let keys: Vec<Option<String>> = (0..known).map(|i| renamed(self.scholar_keys.text(i))).collect();
        let new: Vec<u32> = (0..known)
            .zip(&keys)
            .map(|(old, key)| key.as_ref().map_or(old, |key| self.scholar_keys.intern(key.as_bytes())))
            .collect();
        self.rows.iter_mut().for_each(|row| row.scholar = new[row.scholar as usize]);
    }

    /// A paper by its key. Most rows are of the paper of the row before, and most papers come before their authorships.
    fn paper_of(&mut self, key: &str) -> u32 {
        match self.rows.last() {
            Some(last) if self.paper_key(last.paper) == key => last.paper,
            _ => self.papers.find(key).unwrap_or_else(|| AWAITED | self.awaited.intern(key.as_bytes())),
        }
    }

    /// The key behind [`Row::paper`].
    fn paper_key(&self, paper: u32) -> &str {
        if paper < AWAITED { self.papers.key(paper) } else { self.awaited.text(paper ^ AWAITED) }
    }

    fn refuse(&mut self, place: Place, field: &str, reason: Reason, detail: impl Into<String>) {
        self.rejections.push(Rejection { place, field: field.to_owned(), reason, detail: detail.into() });
    }

    fn settle(&mut self, inserted: Inserted, place: Place, what: &str, key: &str) {
        match inserted {
            Inserted::New => {}
            Inserted::Same(first) => {
                let detail = format!("{what} {key:?} is already at {}", self.name(first));
                self.refuse(place, "", Reason::Duplicate, detail);
            }
            Inserted::Conflict(kept, dropped) => {
                let detail =
                    format!("{what} {key:?} has other content at {}, which was kept", self.name(kept));
                self.refuse(dropped, "", Reason::Conflict, detail);
            }
        }
    }

    /// The text if it is an absolute IRI; otherwise it is refused and the record kept without it.
    fn iri(&mut self, place: Place, text: Cow<'_, str>) -> Cow<'static, str> {
        if text.is_empty() || oxrdf::NamedNode::new(&*text).is_ok() {
            return owned(text);
        }
        self.refuse(
            place,
            "ror",
            Reason::Syntax,
            format!("{text:?} is no IRI; the institution is kept without it"),
        );
        Cow::Borrowed("")
    }

    fn name(&self, place: Place) -> String {
        let file = self.files.get(place.file as usize).map_or("?", String::as_str);
        format!("{file}:{}", place.line)
    }
}

/// Sources by checksum, so that the order of files on the command line does not matter.
fn sorted(sources: &Sources) -> Sources {
    let mut order: Vec<usize> = (0..sources.bytes.len()).collect();
    order.sort_by_key(|&i| (sources.sha256.get(i), sources.name.get(i)));
    order.dedup_by_key(|i| (sources.sha256.get(*i), sources.name.get(*i)));
    Sources {
        name: order.iter().map(|&i| sources.name.get(i)).collect(),
        format: order.iter().map(|&i| sources.format.get(i)).collect(),
        sha256: order.iter().map(|&i| sources.sha256.get(i)).collect(),
        bytes: order.iter().map(|&i| sources.bytes[i]).collect(),
    }
}

/// Sorts distinct keys as their IRIs stand in a dump, where `>` follows ([`escape::compare`]); answers the order and, for each
/// key, its place in it.
fn order_of<'a>(keys: impl Iterator<Item = &'a str>) -> (Vec<u32>, Vec<u32>) {
    let (mut encoded, mut scratch) = (Strings::default(), String::new());
    for key in keys {
        scratch.clear();
        scratch.push_str(&escape::encode(key));
        scratch.push('>');
        encoded.push(&scratch);
    }
    let order = sorting::texts(0..encoded.len() as u32, |index| encoded.get(index as usize).as_bytes());
    let mut rank = vec![0; order.len()];
    for (position, &index) in order.iter().enumerate() {
        rank[index as usize] = position as u32;
    }
    (order, rank)
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl Sink for CorpusBuilder {
    fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.files.len() as u32 - 1
    }

    fn paper(&mut self, place: Place, paper: Paper<'_>) {
        let subfield =
            |text: Cow<'_, str>| labels::subfield(&text).map_or_else(|| owned(text), Cow::Borrowed);
        let mut subfields: Vec<_> = paper.subfields.into_iter().map(subfield).collect();
        subfields.sort_unstable();
        subfields.dedup();
        let key = paper.id.into_owned();
        let record = Paper {
            id: Cow::Borrowed(""),
            title: owned(paper.title),
            venue: owned(paper.venue),
            subfields,
            year: paper.year,
            citations: paper.citations,
            citations_by_year: paper.citations_by_year,
            citation_source: owned(paper.citation_source),
            doi: owned(paper.doi),
            source: owned(paper.source),
        };
        let inserted = self.papers.insert(place, &key, record);
        self.settle(inserted, place, "paper", &key);
    }

    fn authorship(&mut self, place: Place, authorship: Authorship<'_>) {
        let mut statement = NO_STATEMENT;
        let institution = match authorship.affiliation {
            Affiliation::None => NO_AFFILIATION,
            Affiliation::Unresolved => UNRESOLVED,
            // Until [`CorpusBuilder::answer`] nothing is concluded from it.
            Affiliation::Stated(stated) => {
                statement = self.state(&stated);
                UNRESOLVED
            }
            Affiliation::Institution(key) => self.institution_keys.intern(key.as_bytes()),
        };
        let paper = self.paper_of(&authorship.paper);
        self.rows.push(Row {
            paper,
            position: authorship.position,
            scholar: self.scholar_keys.intern(authorship.scholar.as_bytes()),
            name: self.names.intern(authorship.name.as_bytes()),
            institution,
            statement,
            place,
        });
    }

    fn institution(&mut self, place: Place, institution: Institution<'_>) {
        let key = institution.id.into_owned();
        let ror = self.iri(place, institution.ror);
        let record = Institution {
            id: Cow::Borrowed(""),
            name: owned(institution.name),
            name_zh: owned(institution.name_zh),
            city: owned(institution.city),
            country: owned(institution.country),
            coordinates: institution.coordinates,
            ror,
            kind: owned(institution.kind),
        };
        let inserted = self.institutions.insert(place, &key, record);
        self.settle(inserted, place, "institution", &key);
    }

    fn city(&mut self, place: Place, city: City<'_>) {
        let key = city.id.into_owned();
        let metro = if city.metro == key { Cow::Borrowed("") } else { owned(city.metro) };
        let record = City {
            id: Cow::Borrowed(""),
            name: owned(city.name),
            name_zh: owned(city.name_zh),
            country: owned(city.country),
            admin1: owned(city.admin1),
            coordinates: city.coordinates,
            population: city.population,
            ranked_country: owned(city.ranked_country),
            metro,
        };
        let inserted = self.cities.insert(place, &key, record);
        self.settle(inserted, place, "city", &key);
    }

    fn label(&mut self, place: Place, what: Named, label: Label<'_>) {
        let key = label.id.into_owned();
        let record = Label { id: Cow::Borrowed(""), name: owned(label.name), name_zh: owned(label.name_zh) };
        let inserted = self.labels[what as usize].insert(place, &key, record);
        self.settle(inserted, place, "label", &key);
    }

    fn answered(&mut self, stated: Statement<'_>, answer: Answer) {
        let index = self.state(&stated) as usize;
        if self.answers.len() <= index {
            self.answers.resize(index + 1, None);
        }
        // Of two conclusions the smaller stays, whatever their order.
        match &mut self.answers[index] {
            Some(known) if answer >= *known => {}
            slot => *slot = Some(answer),
        }
    }

    fn reject(&mut self, rejection: Rejection) {
        self.rejections.push(rejection);
    }

    fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }
}

//! Random corpora, small and awkward: keys with every sort of character, places that are missing, metros of several
//! cities, territories ranked with another country, repeated scholars, affiliations that nobody resolved.

use aicity::base::strings::Strings;
use aicity::model::Corpus;
use aicity::model::builder::{Built, CorpusBuilder};
use aicity::model::by_year::ByYear;
use aicity::model::columns::Columns;
use aicity::model::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Sink, Statement,
};
use aicity::model::statements::Answer;
use aicity::rdf::quads;
use aicity::store::{Image, ImageBuilder};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::borrow::Cow;
use std::convert::Infallible;

/// Something that a source hands over.
#[derive(Debug, Clone)]
pub enum Record {
    /// A city.
    City(City<'static>),
    /// An institution.
    Institution(Institution<'static>),
    /// Names of a metro, country, venue or subfield.
    Label(Named, Label<'static>),
    /// A paper.
    Paper(Paper<'static>),
    /// An affiliation of an author.
    Authorship(Authorship<'static>),
    /// What was concluded from a statement.
    Answered(Statement<'static>, Answer),
}

const CITIES: &[&str] = &["1", "10", "2", "2b", "3 4", "北京", "5/6", "x%41", "1-", "-1", "1--1", "<\">"];
const INSTITUTIONS: &[&str] = &["I1", "I10", "I2", "ror:03x", "院 校", "i/1?#", "i%2F1", "I-1", "I--1"];
const PAPERS: &[&str] =
    &["W1", "W10", "W1-1", "W2", "w/2", "10.1/x y", "论文", "W%1", "W~", "W@", "W:1", "1"];
const SCHOLARS: &[&str] = &["A1", "A10", "A1-1", "A 2", "学者", "a/b", "A%", "\"A\"", "1"];
const COUNTRIES: &[&str] = &["", "US", "CN", "HK", "TW", "MO", "FR", "US", "CN"];
const METROS: &[&str] = &["", "", "bay", "metro:1", "metro:湾区", "1", "-1"];
const VENUES: &[&str] = &["", "neurips", "v/1", "v 2"];
const SUBFIELDS: &[&str] = &["computer-vision", "Machine Learning", "own field", "数据挖掘"];
const NAMES: &[&str] = &["", "Name", "名", "a \"b\" \\ c", "two\nlines", "Ünï"];

/// Records of a small corpus, sources first: every record once.
pub fn records() -> impl Strategy<Value = Vec<Record>> {
    let places = (cities(), institutions(), labels());
    let works = (papers(), vec(stray(), 0..4), answers());
    (places, works).prop_map(|((cities, institutions, labels), (papers, strays, answers))| {
        let mut all: Vec<Record> = cities.into_iter().chain(institutions).chain(labels).collect();
        all.extend(papers.into_iter().flatten());
        all.extend(strays);
        all.extend(answers);
        all
    })
}

/// Small corpora.
pub fn corpora() -> impl Strategy<Value = Built> {
    records().prop_map(|records| build(&records))
}

/// A corpus of records, in the order they stand in: record `i` stands at line `i + 1`.
pub fn build(records: &[Record]) -> Built {
    let mut builder = CorpusBuilder::default();
    builder.source("a \"file\".csv", "tables", &"0f".repeat(32), 17);
    let file = builder.file("a \"file\".csv");
    for (line, record) in (1..).zip(records.iter().cloned()) {
        let place = Place { file, line };
        match record {
            Record::City(city) => builder.city(place, city),
            Record::Institution(institution) => builder.institution(place, institution),
            Record::Label(what, label) => builder.label(place, what, label),
            Record::Paper(paper) => builder.paper(place, paper),
            Record::Authorship(authorship) => builder.authorship(place, authorship),
            Record::Answered(stated, answer) => builder.answered(stated, answer),
        }
    }
    builder.finish()
}

/// The graph of a corpus.
pub fn image(built: &Built) -> Image {
    let mut builder = ImageBuilder::default();
    quads::emit(&built.corpus, &built.texts, &built.statements, &mut builder);
    builder.finish()
}

/// What [`differences`] answers for equal corpora.
pub const NOTHING: Vec<String> = Vec::new();

/// Columns in which two corpora differ, with both contents.
pub fn differences(a: &Corpus, b: &Corpus) -> Vec<String> {
    let (a, b) = (columns(a), columns(b));
    let differs = |((name, one), (_, other)): (&(String, String), &(String, String))| {
        (one != other).then(|| format!("{name}: {one} and {other}"))
    };
    a.iter().zip(&b).filter_map(differs).collect()
}

fn columns(corpus: &Corpus) -> Vec<(String, String)> {
    let mut contents = Contents(Vec::new());
    corpus.clone().visit(&mut contents).unwrap();
    contents.0
}

/// Name and content of each column.
struct Contents(Vec<(String, String)>);

impl Columns for Contents {
    type Error = Infallible;

    fn u32s(&mut self, name: &str, column: &mut Vec<u32>) -> Result<(), Infallible> {
        self.0.push((name.to_owned(), format!("{column:?}")));
        Ok(())
    }

    fn u64s(&mut self, name: &str, column: &mut Vec<u64>) -> Result<(), Infallible> {
        self.0.push((name.to_owned(), format!("{column:?}")));
        Ok(())
    }

    fn f64s(&mut self, name: &str, column: &mut Vec<f64>) -> Result<(), Infallible> {
        self.0.push((name.to_owned(), format!("{column:?}")));
        Ok(())
    }

    fn strings(&mut self, name: &str, column: &mut Strings) -> Result<(), Infallible> {
        self.0.push((name.to_owned(), format!("{:?}", column.iter().collect::<Vec<_>>())));
        Ok(())
    }
}

fn text(list: &'static [&'static str]) -> impl Strategy<Value = Cow<'static, str>> {
    select(list).prop_map(Cow::Borrowed)
}

/// Some of the keys of a list, and now and then one that no record has.
fn reference(list: &'static [&'static str]) -> impl Strategy<Value = Cow<'static, str>> {
    prop_oneof![9 => text(list), 1 => Just(Cow::Borrowed("nowhere"))]
}

fn coordinates() -> impl Strategy<Value = Option<(f64, f64)>> {
    let degrees =
        |limit: i32| (-limit * 1000..=limit * 1000).prop_map(|thousandths| f64::from(thousandths) / 1000.0);
    option::of((degrees(90), degrees(180)))
}

fn cities() -> impl Strategy<Value = Vec<Record>> {
    subsequence(CITIES, 0..=8).prop_flat_map(|ids| ids.into_iter().map(city).collect::<Vec<_>>())
}

fn city(id: &'static str) -> impl Strategy<Value = Record> {
    let ranked = prop_oneof![9 => Just(Cow::Borrowed("")), 1 => text(COUNTRIES)];
    let names = (text(NAMES), text(NAMES), text(NAMES));
    let fields = (text(COUNTRIES), ranked, text(METROS), coordinates(), option::of(0..30_000_000u64));
    (names, fields).prop_map(
        move |((name, name_zh, admin1), (country, ranked_country, metro, coordinates, population))| {
            let id = Cow::Borrowed(id);
            Record::City(City {
                id,
                name,
                name_zh,
                country,
                admin1,
                coordinates,
                population,
                ranked_country,
                metro,
            })
        },
    )
}

fn institutions() -> impl Strategy<Value = Vec<Record>> {
    subsequence(INSTITUTIONS, 1..=8).prop_flat_map(|ids| ids.into_iter().map(institution).collect::<Vec<_>>())
}

fn institution(id: &'static str) -> impl Strategy<Value = Record> {
    let city = prop_oneof![8 => reference(CITIES), 1 => Just(Cow::Borrowed(""))];
    let ror = select(&["", "https://ror.org/03cve4549"][..]).prop_map(Cow::Borrowed);
    let fields = (city, text(COUNTRIES), coordinates(), ror, text(NAMES));
    (text(NAMES), text(NAMES), fields).prop_map(
        move |(name, name_zh, (city, country, coordinates, ror, kind))| {
            let id = Cow::Borrowed(id);
            Record::Institution(Institution { id, name, name_zh, city, country, coordinates, ror, kind })
        },
    )
}

fn labels() -> impl Strategy<Value = Vec<Record>> {
    let label = |what, ids: &'static [&'static str]| {
        (text(ids), text(NAMES), text(NAMES))
            .prop_map(move |(id, name, name_zh)| Record::Label(what, Label { id, name, name_zh }))
    };
    let any = prop_oneof![
        label(Named::Metro, &METROS[2..]),
        label(Named::Country, &COUNTRIES[1..]),
        label(Named::Venue, &VENUES[1..]),
        label(Named::Subfield, SUBFIELDS),
    ];
    vec(any, 0..4)
}

/// Papers, each with its authorships after it.
fn papers() -> impl Strategy<Value = Vec<Vec<Record>>> {
    subsequence(PAPERS, 0..=10).prop_flat_map(|ids| ids.into_iter().map(paper).collect::<Vec<_>>())
}

fn paper(id: &'static str) -> impl Strategy<Value = Vec<Record>> {
    let numbers = (option::weighted(0.8, 2012u16..2017), option::weighted(0.8, 0u64..500), by_year());
    let fields =
        (text(NAMES), text(VENUES), vec(text(SUBFIELDS), 0..3), text(NAMES), text(NAMES), text(NAMES));
    let authors = vec((text(SCHOLARS), text(NAMES), affiliations()), 0..5);
    (numbers, fields, authors).prop_map(
        move |(
            (year, citations, citations_by_year),
            (title, venue, subfields, citation_source, doi, source),
            authors,
        )| {
            let id = Cow::Borrowed(id);
            let paper = Paper {
                id: id.clone(),
                title,
                venue,
                subfields,
                year,
                citations,
                citations_by_year,
                citation_source,
                doi,
                source,
            };
            let rows = (1..).zip(authors).flat_map(|(position, (scholar, name, affiliations))| {
                let (paper, row) = (id.clone(), (scholar, name));
                affiliations.into_iter().map(move |affiliation| {
                    let (scholar, name) = row.clone();
                    Record::Authorship(Authorship {
                        paper: paper.clone(),
                        position,
                        scholar,
                        name,
                        affiliation,
                        ..Authorship::default()
                    })
                })
            });
            std::iter::once(Record::Paper(paper)).chain(rows).collect()
        },
    )
}

/// Citations by year: mostly given, now and then empty or with a year of none.
fn by_year() -> impl Strategy<Value = Option<ByYear>> {
    let years = subsequence((2011u64..2021).collect::<Vec<_>>(), 0..6);
    let counts = vec(prop_oneof![3 => 0u64..40, 1 => Just(0)], 6);
    option::weighted(
        0.8,
        (years, counts).prop_map(|(years, counts)| ByYear::new(years.into_iter().zip(counts)).unwrap()),
    )
}

/// What one author of one paper signed with: nothing, or one to three affiliations.
fn affiliations() -> impl Strategy<Value = Vec<Affiliation<'static>>> {
    let one = prop_oneof![
        8 => reference(INSTITUTIONS).prop_map(Affiliation::Institution),
        1 => Just(Affiliation::Unresolved),
        4 => statement().prop_map(|stated| Affiliation::Stated(Box::new(stated))),
    ];
    prop_oneof![1 => Just(vec![Affiliation::None]), 6 => vec(one, 1..4)]
}

/// What an author stated: one of a few things, so that several authors state the same.
fn statement() -> impl Strategy<Value = Statement<'static>> {
    (text(NAMES), text(&["", "I1", "x"]), text(&["", "", "Paris"]))
        .prop_map(|(text, institution, city)| Statement { text, institution, city, ..Statement::default() })
}

/// What was concluded from statements: nothing, or an institution that may not be there.
fn answers() -> impl Strategy<Value = Vec<Record>> {
    let institution = option::weighted(0.7, reference(INSTITUTIONS)).prop_map(|key| key.map(Cow::into_owned));
    let answer = (institution, text(&["", "CN"]), method(), method()).prop_map(
        |(institution, country, institution_method, city_method)| Answer {
            institution,
            country: country.into_owned(),
            institution_method,
            city_method,
        },
    );
    vec((statement(), answer).prop_map(|(stated, answer)| Record::Answered(stated, answer)), 0..12)
}

/// How something was found, and how sure that is.
fn method() -> impl Strategy<Value = (String, f64)> {
    let share = select(&[0.0, 0.5, 0.97, 1.0][..]);
    (text(&["", "seat", "named-in-text"]), share).prop_map(|(name, share)| {
        let share = if name.is_empty() { 0.0 } else { share };
        (name.into_owned(), share)
    })
}

/// A row that fits nothing: another scholar at a position that is taken, a paper that is not there, or another paper with
/// a key that is taken.
fn stray() -> impl Strategy<Value = Record> {
    let row = (reference(PAPERS), 1..6u32, text(SCHOLARS), text(NAMES), affiliations());
    let row = row.prop_map(|(paper, position, scholar, name, mut affiliations)| {
        let affiliation = affiliations.remove(0);
        Record::Authorship(Authorship {
            paper,
            position,
            scholar,
            name,
            affiliation,
            ..Authorship::default()
        })
    });
    let again = (text(PAPERS), option::of(2012u16..2017), option::of(0u64..500));
    let again = again
        .prop_map(|(id, year, citations)| Record::Paper(Paper { id, year, citations, ..Paper::default() }));
    prop_oneof![2 => row, 1 => again]
}

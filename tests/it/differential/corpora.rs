//! What holds of every corpus, whatever the order and repetition of its records.

use super::runner;
use crate::golden;
use crate::support::answers::{Answer, Likeness, is_ordered};
use crate::support::corpus::{NOTHING, Record, build, corpora, differences, image, records};
use crate::support::stores::{Stores, parse};
use aicity::model::builder::Built;
use aicity::model::record::{Affiliation, Authorship};
use aicity::rdf::vocabulary::ONTOLOGY;
use aicity::sparql::library::{Kind, Named, Parameter, QUERIES};
use proptest::prelude::*;
use spargebra::Query;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Whether a record means one more thing each time it comes: an author's affiliations that nobody resolved are counted,
/// since nothing tells them apart.
fn is_counted(record: &Record) -> bool {
    matches!(record, Record::Authorship(Authorship { affiliation: Affiliation::Unresolved, .. }))
}

/// Whether a second one of a record is noted: the same statement of one author twice is one statement, and so is one
/// conclusion.
fn is_noted(record: &Record) -> bool {
    !matches!(
        record,
        Record::Authorship(Authorship { affiliation: Affiliation::Stated(_), .. }) | Record::Answered(..)
    )
}

#[test]
fn repeated_records_change_nothing() {
    let check = |records: Vec<Record>| {
        let once = build(&records);
        let again = records.iter().filter(|record| !is_counted(record));
        let twice = build(&records.iter().chain(again.clone()).cloned().collect::<Vec<_>>());
        prop_assert_eq!(differences(&once.corpus, &twice.corpus), NOTHING);
        prop_assert_eq!(&once.texts, &twice.texts);
        // How often a repeated conclusion was made says nothing.
        prop_assert_eq!(&once.statements, &twice.statements);
        let noted = again.filter(|record| is_noted(record)).count();
        prop_assert!(twice.rejections.len() >= once.rejections.len() + noted);
        Ok(())
    };
    runner(256).run(&records(), check).unwrap();
}

#[test]
fn the_order_of_records_changes_nothing() {
    let both = records().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle()));
    let check = |(records, shuffled): (Vec<Record>, Vec<Record>)| {
        let (one, other) = (build(&records), build(&shuffled));
        prop_assert_eq!(differences(&one.corpus, &other.corpus), NOTHING);
        prop_assert_eq!(one.texts, other.texts);
        prop_assert_eq!(one.statements, other.statements);
        prop_assert_eq!(one.rejections.len(), other.rejections.len());
        Ok(())
    };
    runner(256).run(&both, check).unwrap();
}

#[test]
fn corpora_and_images_are_consistent() {
    let check = |built| {
        let image = image(&built);
        prop_assert!(built.corpus.is_consistent());
        prop_assert!(image.is_consistent());
        // A term that oxigraph would write otherwise could fall together with another one there.
        let quads = Stores::of_image(image.clone()).store.len().unwrap();
        prop_assert_eq!(quads, image.len());
        Ok(())
    };
    runner(128).run(&corpora(), check).unwrap();
}

/// The parsed query as the reference runs it, with its parameters written into its text.
fn with_text(named: &Named, values: &[(String, String)]) -> Query {
    let mut text = named.text.to_owned();
    for p in named.parameters() {
        let given = values.iter().find(|(name, _)| name == p.name).map(|(_, value)| value.as_str());
        if let Some(value) = given.or(p.default) {
            text = replace_word(&text, &format!("?{}", p.name), &p.term(value).unwrap().to_string());
        }
    }
    parse(&text, None).unwrap()
}

/// The text with a word replaced, but not where it only begins another word.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut parts = text.split(word);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let goes_on = part.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        out.push_str(if goes_on { word } else { by });
        out.push_str(part);
    }
    out
}

/// What a parameter can stand for in a corpus: a few of its entities, or a few numbers. IRIs that are no entity of the kind
/// (a metro for a city) are left out.
fn values(stores: &Stores, p: &Parameter) -> Vec<String> {
    let class = match p.kind {
        Kind::Year => return vec!["2012".to_owned(), "2015".to_owned()],
        Kind::Integer | Kind::Number => return vec!["0".to_owned(), "2".to_owned()],
        Kind::Text => return vec!["Name".to_owned()],
        Kind::Subfield => "http://www.w3.org/2004/02/skos/core#Concept".to_owned(),
        Kind::City | Kind::Unit | Kind::Iri => format!("{ONTOLOGY}City"),
        kind => format!("{ONTOLOGY}{}", kind.name()[..1].to_uppercase() + &kind.name()[1..]),
    };
    let text = format!("SELECT ?x {{ ?x a <{class}> }} ORDER BY ?x");
    match stores.ours(&parse(&text, None).unwrap()) {
        Ok(Answer::Table(_, rows)) => {
            let all = rows.iter().flatten().flatten().map(ToString::to_string);
            all.filter(|iri| p.term(iri).is_ok()).take(4).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Values for the parameters of a query, one parameter after the other; those that are required always have one.
fn settings(stores: &Stores, named: &Named) -> Vec<Vec<(String, String)>> {
    let known: Vec<(Parameter, Vec<String>)> = named.parameters().map(|p| (p, values(stores, &p))).collect();
    let mut all = Vec::new();
    for (p, choices) in &known {
        for choice in choices {
            let others = known.iter().filter(|(other, _)| other.required && other.name != p.name);
            let others = others.filter_map(|(other, v)| Some((other.name.to_owned(), v.first()?.clone())));
            all.push(others.chain([(p.name.to_owned(), choice.clone())]).collect());
        }
    }
    all
}

/// Our answer, if it is the reference's. Rows of an ordered query stand in the same order, though the stores find them in
/// different ones: the order is total.
fn agreed(stores: &Stores, query: &Query, reference: &Query, ordered: bool) -> Result<usize, TestCaseError> {
    let (ours, theirs) = (stores.ours(query).unwrap(), stores.reference(reference).unwrap());
    let likeness =
        if ordered { ours.numbered().likeness(&theirs.numbered()) } else { ours.likeness(&theirs) };
    prop_assert_eq!(likeness, Likeness::Exact, "{}\nours: {:?}\nreference: {:?}", query, ours, theirs);
    Ok(ours.len())
}

/// Every shipped query, open and with values, on one corpus; notes those that had an answer.
fn ask_all(stores: &Stores, answered: &mut BTreeSet<&'static str>) -> Result<(), TestCaseError> {
    for named in QUERIES {
        let open = named.parse().unwrap();
        let whole = is_ordered(&open) && !named.parameters().any(|p| p.required);
        let mut rows = agreed(stores, &open, &open, whole)?;
        for values in settings(stores, named) {
            if let Some(fixed) = with_all(named, &values) {
                rows += agreed(stores, &fixed, &with_text(named, &values), is_ordered(&open))?;
            }
        }
        if rows > 0 {
            answered.insert(named.name);
        }
    }
    Ok(())
}

#[test]
fn shipped_queries_answer_as_on_oxigraphs_store() {
    let answered = RefCell::new(BTreeSet::new());
    let check = |built: Built| ask_all(&Stores::of_image(image(&built)), &mut answered.borrow_mut());
    for built in [golden::tables(), golden::statements()] {
        check(built).unwrap();
    }
    runner(64).run(&corpora(), check).unwrap();
    let all: BTreeSet<&str> = QUERIES.iter().map(|named| named.name).collect();
    assert_eq!(answered.into_inner(), all, "queries that had an answer in some corpus");
}

/// The query with its parameters fixed; none where the corpus has nothing for a parameter that is required.
fn with_all(named: &Named, values: &[(String, String)]) -> Option<Query> {
    let has = |p: &Parameter| values.iter().any(|(name, _)| name == p.name);
    named.parameters().all(|p| !p.required || has(&p)).then(|| named.with_parameters(values).unwrap())
}

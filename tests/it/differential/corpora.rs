//! What holds of every corpus, whatever the order and repetition of its records.

use super::runner;
use crate::support::answers::{Answer, Likeness};
use crate::support::corpus::{NOTHING, Record, build, corpora, differences, image, records};
use crate::support::stores::{Stores, parse};
use aicity::model::record::{Affiliation, Authorship};
use aicity::sparql::library::{Named, QUERIES};
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

/// The parsed query as the reference runs it, with a parameter written into its text.
fn with_text(named: &Named, parameter: &str, iri: &str) -> Query {
    parse(&named.text.replace(&format!("?{parameter}"), iri), None).unwrap()
}

/// Every place of a corpus: what the parameters of shipped queries stand for.
fn places(stores: &Stores) -> Vec<String> {
    let text =
        "SELECT DISTINCT ?place { ?any <https://aicity.example/ontology#metro> ?metro BIND(?any AS ?place) }";
    match stores.ours(&parse(text, None).unwrap()) {
        Ok(Answer::Table(_, rows)) => rows.iter().flatten().flatten().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn shipped_queries_answer_as_on_oxigraphs_store() {
    let answered = RefCell::new(BTreeSet::new());
    let check = |built| {
        let stores = Stores::of_image(image(&built));
        for named in QUERIES {
            let answer = stores.agree(&named.parse().unwrap()).map_err(|why| failed(named, &why))?;
            if answer.len() > 0 {
                answered.borrow_mut().insert(named.name);
            }
            for ((parameter, _), place) in
                named.parameters().flat_map(|p| places(&stores).into_iter().map(move |i| (p, i)))
            {
                let fixed = named.with_parameters(&[(parameter.to_owned(), place.clone())]).unwrap();
                let ours = stores.ours(&fixed).unwrap();
                let reference = stores.reference(&with_text(named, parameter, &place)).unwrap();
                prop_assert_eq!(ours.likeness(&reference), Likeness::Exact, "{} of {}", named.name, place);
            }
        }
        Ok(())
    };
    runner(64).run(&corpora(), check).unwrap();
    let all: BTreeSet<&str> = QUERIES.iter().map(|named| named.name).collect();
    assert_eq!(answered.into_inner(), all, "queries that had an answer in some corpus");
}

fn failed(named: &Named, why: &str) -> TestCaseError {
    TestCaseError::fail(format!("{}: {why}", named.name))
}

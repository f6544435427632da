//! The engine that walks the columns against the one that asks the graph: the same counts, to the last integer.

use super::runner;
use crate::support::answers::Answer;
use crate::support::corpus::{corpora, image};
use crate::support::stores::{Stores, parse};
use aicity::graph::collaboration::edges;
use aicity::graph::incidence::Incidence;
use aicity::graph::units::LEVELS;
use aicity::graph::{Level, Selection, Units};
use aicity::indicators::{CollaborationRule, Counting, Request, count, sparql};
use aicity::model::Corpus;
use aicity::model::builder::Built;
use aicity::model::corpus::NONE;
use aicity::rdf::iri;
use oxrdf::Literal;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::{BTreeMap, BTreeSet};

const COUNTINGS: [Counting; 2] = [Counting::Full, Counting::Fractional];
const RULES: [CollaborationRule; 3] =
    [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];

/// What a selection is made from, before the corpus is known.
#[derive(Debug, Clone)]
struct Choice {
    years: Option<(u32, u32)>,
    venues: Vec<Index>,
    subfields: Vec<Index>,
    maximum_authors: Option<u32>,
}

fn choices() -> impl Strategy<Value = Choice> {
    let years = prop::option::of((2011u32..2017, 2011u32..2018));
    let some = || prop_oneof![Just(Vec::new()), prop::collection::vec(any::<Index>(), 1..3)];
    let authors = prop::option::weighted(0.3, 1u32..4);
    (years, some(), some(), authors).prop_map(|(years, venues, subfields, maximum_authors)| Choice {
        years,
        venues,
        subfields,
        maximum_authors,
    })
}

impl Choice {
    fn of(&self, corpus: &Corpus) -> Selection {
        let pick = |list: &[Index], len: usize| {
            let mut picked: Vec<u32> = list.iter().filter(|_| len > 0).map(|i| i.index(len) as u32).collect();
            picked.sort_unstable();
            picked.dedup();
            picked
        };
        let venues = pick(&self.venues, corpus.venues.len());
        let subfields = pick(&self.subfields, corpus.subfields.len());
        Selection { years: self.years, venues, subfields, maximum_authors: self.maximum_authors }
    }
}

#[test]
fn both_engines_count_the_same() {
    let check = |(built, choice): (Built, Choice)| {
        let (corpus, image) = (&built.corpus, image(&built));
        let selection = choice.of(corpus);
        for level in LEVELS {
            let units = Units::new(corpus, level);
            for (counting, collaboration) in COUNTINGS.into_iter().flat_map(|c| RULES.map(|rule| (c, rule))) {
                let request = Request { counting, collaboration, selection: selection.clone() };
                let walked = count::count(corpus, &units, &request).unwrap();
                let asked = sparql::count(&image, corpus, &units, &request).unwrap();
                prop_assert_eq!(walked, asked, "{:?} {:?}", level, request);
            }
        }
        Ok(())
    };
    runner(48).run(&(corpora(), choices()), check).unwrap();
}

#[test]
fn the_weights_of_a_paper_add_up_to_one() {
    let check = |(built, choice): (Built, Choice)| {
        let corpus = &built.corpus;
        let selection = choice.of(corpus);
        let signed =
            |paper: &usize| selection.has(corpus, *paper) && !corpus.papers.authorships(*paper).is_empty();
        let papers = (0..corpus.papers.len()).filter(signed).count() as f64;
        for level in LEVELS {
            let units = Units::new(corpus, level);
            let request = Request {
                counting: Counting::Fractional,
                selection: selection.clone(),
                ..Request::default()
            };
            let tallies = count::count(corpus, &units, &request).unwrap();
            let credited: f64 = tallies.units.iter().map(|tally| tally.papers.value()).sum();
            let sum = credited + tallies.unresolved.value();
            prop_assert!((sum - papers).abs() < 1e-9, "{:?}: {} of {} papers", level, sum, papers);
        }
        Ok(())
    };
    runner(512).run(&(corpora(), choices()), check).unwrap();
}

const DERIVED: &str = "PREFIX aicity: <https://aicity.example/ontology#>
    SELECT ?edge ?unit ?papers ?international WHERE { GRAPH <https://aicity.example/graph/derived> {
        ?edge a aicity:Collaboration ; aicity:unit ?unit ; aicity:sharedPapers ?papers ; aicity:international ?international } }";

/// The units, shared papers and border of each collaboration in the derived graph.
fn derived_edges(built: &Built) -> BTreeSet<(BTreeSet<String>, String, String)> {
    let stores = Stores::of_image(image(built));
    let Answer::Table(names, rows) = stores.ours(&parse(DERIVED, None).unwrap()).unwrap() else {
        panic!("no table")
    };
    assert_eq!(names, ["edge", "international", "papers", "unit"]);
    let mut edges: BTreeMap<String, (BTreeSet<String>, String, String)> = BTreeMap::new();
    for row in rows {
        let [edge, international, papers, unit] =
            [0, 1, 2, 3].map(|i: usize| row[i].as_ref().unwrap().to_string());
        edges.entry(edge).or_insert_with(|| (BTreeSet::new(), papers, international)).0.insert(unit);
    }
    let distinct = edges.len();
    let edges: BTreeSet<_> = edges.into_values().collect();
    assert_eq!(edges.len(), distinct);
    edges
}

#[test]
fn the_derived_graph_has_the_edges_of_the_network() {
    let check = |built: Built| {
        let units = Units::new(&built.corpus, Level::Metro);
        let name = |unit: u32| {
            let mut text = Vec::new();
            iri::write(units.kind(unit), units.key(unit), &mut text);
            String::from_utf8(text).unwrap()
        };
        let crosses = |a: u32, b: u32| {
            let [a, b] = [a, b].map(|unit| units.country[unit as usize]);
            a != b && a != NONE && b != NONE
        };
        let walked: BTreeSet<_> = edges(&Incidence::of_units(&built.corpus, &units, &Selection::default()))
            .into_iter()
            .map(|e| {
                let (papers, international) =
                    (Literal::from(i64::from(e.papers)), Literal::from(crosses(e.a, e.b)));
                (BTreeSet::from([name(e.a), name(e.b)]), papers.to_string(), international.to_string())
            })
            .collect();
        prop_assert_eq!(walked, derived_edges(&built));
        Ok(())
    };
    runner(256).run(&corpora(), check).unwrap();
}

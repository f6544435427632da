//! Networks against pairs found by comparing everybody with everybody, on random corpora: every edge and weight at every
//! level, what thresholds leave, what changes, what is missing, and the same bits on any number of threads.

use super::brute::{Fraction, sum};
use super::brute_network::{Brute, NORMALISATIONS, Pair, Pairs, WEIGHTS, Whole};
use super::runner;
use crate::support::corpus::{Record, build, corpora};
use aicity::base::Error;
use aicity::base::formula::EARTH_RADIUS;
use aicity::engine::network::{Ask, By, Material, network, slices};
use aicity::graph::{Level, Selection, Units};
use aicity::index::Profile;
use aicity::indicators::{self, CollaborationRule, Request};
use aicity::model::builder::Built;
use aicity::model::corpus::{Labels, NONE};
use aicity::model::record::{Affiliation, Authorship, City, Institution, Paper};
use aicity::network::change::{Changed, Fate, Windows, change};
use aicity::network::measures::MEASURES;
use aicity::network::missing::missing;
use aicity::network::nodes::LEVELS;
use aicity::network::normalisation;
use aicity::network::weight::WEIGHTINGS;
use aicity::network::{Counting, Derived, Edge, Network, NodeLevel, Scope, Thresholds};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SCOPES: [Scope; 3] = [Scope::All, Scope::International, Scope::Domestic];

/// Papers to select, before the corpus is known.
#[derive(Debug, Clone)]
struct Choice {
    years: Option<(u32, u32)>,
    venues: Vec<Index>,
    subfields: Vec<Index>,
    maximum_authors: Option<u32>,
}

fn choices() -> impl Strategy<Value = Choice> {
    let years =
        prop::option::weighted(0.3, (2011_u32..2015, 0_u32..5)).prop_map(|y| y.map(|(a, n)| (a, a + n)));
    let some = || prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(any::<Index>(), 1..3)];
    let authors = prop::option::weighted(0.2, 1_u32..4);
    (years, some(), some(), authors).prop_map(|(years, venues, subfields, maximum_authors)| Choice {
        years,
        venues,
        subfields,
        maximum_authors,
    })
}

/// A corpus with its selected papers.
fn material((built, choice): (Built, Choice)) -> Material {
    let pick = |list: &[Index], labels: &Labels| {
        let some = list.iter().filter(|_| !labels.is_empty());
        let mut picked: Vec<u32> = some.map(|index| index.index(labels.len()) as u32).collect();
        picked.sort_unstable();
        picked.dedup();
        picked
    };
    let selection = Selection {
        years: choice.years,
        venues: pick(&choice.venues, &built.corpus.venues),
        subfields: pick(&choice.subfields, &built.corpus.subfields),
        maximum_authors: choice.maximum_authors,
    };
    Material {
        corpus: Arc::new(built.corpus),
        texts: Arc::new(built.texts),
        selection,
        profile: Profile::default(),
    }
}

fn brute(material: &Material, level: NodeLevel) -> Brute {
    Brute::new((&material.corpus, &material.texts), level, &material.selection)
}

fn check(cases: u32, check: impl Fn(&Material, NodeLevel) -> Result<(), TestCaseError>) {
    let each = |given| {
        let material = material(given);
        LEVELS.iter().try_for_each(|&level| check(&material, level))
    };
    runner(cases).run(&(corpora(), choices()), each).unwrap();
}

/// Equal but for the rounding of a few sums and products.
fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-12 * wanted.abs()
}

fn counting(scope: Scope, weight: usize, normalisation: usize) -> Counting {
    let normalisation =
        normalisation::NORMALISATIONS.iter().find(|one| one.id == NORMALISATIONS[normalisation]).unwrap();
    let weight = WEIGHTINGS.iter().find(|one| one.id == WEIGHTS[weight]).unwrap();
    Counting { scope, weight, normalisation }
}

/// Any way of counting that makes sense.
fn countings() -> impl Strategy<Value = Counting> {
    let any = (select(&SCOPES[..]), 0..WEIGHTS.len(), 0..NORMALISATIONS.len());
    any.prop_map(|(scope, weight, normalisation)| counting(scope, weight, normalisation))
        .prop_filter("no Jaccard index of authorships", |counting| counting.check().is_ok())
}

/// Thresholds on nodes and edges. No weight is exactly at a threshold on weights, so that rounding does not matter.
fn thresholds() -> impl Strategy<Value = Thresholds> {
    let countries = prop_oneof![
        3 => Just(Vec::new()),
        1 => prop::collection::vec(select(&["US", "CN", "FR", "XX"][..]).prop_map(str::to_owned), 1..4)
    ];
    let nodes = (countries, prop::option::weighted(0.4, 0_usize..8), any::<bool>());
    let edges = (
        0_u32..3,
        select(&[0.0, 0.0, 0.0713, 0.3719, 1.1731][..]),
        prop::option::weighted(0.4, select(&[0.0571, 0.3719, 0.6173, 0.9797][..])),
        prop::option::weighted(0.4, 0_usize..3),
    );
    (nodes, edges).prop_map(
        |((countries, top, connected), (minimum_shared, minimum_weight, backbone, edges_per_node))| {
            Thresholds { countries, top, minimum_shared, minimum_weight, backbone, edges_per_node, connected }
        },
    )
}

#[test]
fn every_edge_is_there_with_its_weights() {
    check(96, |material, level| {
        let (nodes, brute) = (material.nodes(level), brute(material, level));
        for scope in SCOPES {
            let derived =
                Derived::new(&nodes, &material.selection, Counting { scope, ..Counting::default() }).unwrap();
            prop_assert!(derived.edges.is_sorted_by(|one, other| (one.a, one.b) < (other.a, other.b)));
            let pairs = brute.pairs(scope);
            let found: Vec<(u32, u32)> = derived.edges.iter().map(|edge| (edge.a, edge.b)).collect();
            prop_assert_eq!(found, pairs.keys().copied().collect::<Vec<_>>(), "{:?} {:?}", level, scope);
            for (edge, pair) in derived.edges.iter().zip(pairs.values()) {
                let weights = [
                    f64::from(edge.papers),
                    edge.authorships as f64,
                    edge.fractional,
                    edge.refined,
                    edge.share,
                ];
                let same =
                    weights.iter().zip(pair.weights).all(|(&found, wanted)| near(found, wanted.value()));
                prop_assert!(same && u64::from(edge.papers) == pair.papers, "{:?}, not {:?}", edge, pair);
            }
        }
        Ok(())
    });
}

#[test]
fn papers_are_papers_of_nodes_and_refined_weights_add_up_to_them() {
    check(96, |material, level| {
        let (nodes, brute) = (material.nodes(level), brute(material, level));
        let derived = Derived::new(&nodes, &material.selection, Counting::default()).unwrap();
        let papers: BTreeMap<u32, u64> =
            (0..).zip(derived.papers.iter().copied()).filter(|&(_, papers)| papers > 0).collect();
        prop_assert_eq!(&papers, &brute.papers());
        prop_assert_eq!(derived.present(), papers.len() as u64);
        let of = |fits: fn(usize) -> bool| brute.works.iter().filter(|w| fits(w.on.len())).count() as u64;
        let (with_node, alone) = (of(|nodes| nodes > 0), of(|nodes| nodes == 1));
        prop_assert_eq!((derived.with_node, derived.with_several), (with_node, with_node - alone));
        let exact = sum(brute.pairs(Scope::All).values().map(|pair| pair.weights[3]));
        prop_assert_eq!(exact + Fraction::new(alone, 1_u64), Fraction::new(with_node, 1_u64));
        let refined: f64 = derived.edges.iter().map(|edge| edge.refined).sum();
        prop_assert!((refined + alone as f64 - with_node as f64).abs() < 1e-9);
        Ok(())
    });
}

#[test]
fn international_edges_are_the_indicator_s_incidences() {
    check(64, |material, level| {
        let Some(of_units) = level.of_units() else { return Ok(()) };
        let request = Request {
            counting: indicators::Counting::Full,
            collaboration: CollaborationRule::Incidences,
            selection: material.selection.clone(),
        };
        let tallies =
            indicators::count::count(&material.corpus, &Units::new(&material.corpus, of_units), &request)
                .unwrap();
        let nodes = material.nodes(level);
        let scope = Scope::International;
        let counting = Counting { scope, ..Counting::default() };
        let derived = Derived::new(&nodes, &material.selection, counting).unwrap();
        let mut incidences = vec![0; tallies.units.len()];
        for edge in &derived.edges {
            incidences[edge.a as usize] += edge.papers;
            incidences[edge.b as usize] += edge.papers;
        }
        for (tally, (incidences, strength)) in
            tallies.units.iter().zip(incidences.iter().zip(&derived.strength))
        {
            prop_assert_eq!(tally.collaborations.to_string(), incidences.to_string());
            prop_assert!(near(*strength, f64::from(*incidences)));
        }
        Ok(())
    });
}

#[test]
fn weights_are_normalised_by_the_whole_network() {
    check(48, |material, level| {
        let (nodes, brute) = (material.nodes(level), brute(material, level));
        for (scope, weight) in SCOPES.iter().flat_map(|&scope| (0..WEIGHTS.len()).map(move |w| (scope, w))) {
            let pairs = brute.pairs(scope);
            let whole = Whole::new(&brute, &pairs, weight);
            for (normalisation, by) in NORMALISATIONS.iter().enumerate() {
                let counting = counting(scope, weight, normalisation);
                let made = Derived::new(&nodes, &material.selection, counting);
                let (weight, by) = (WEIGHTS[weight], *by);
                if (weight, by) == ("authorships", "jaccard") {
                    let is_refused = matches!(made, Err(Error::Usage { .. }));
                    prop_assert!(is_refused);
                    continue;
                }
                let derived = made.unwrap();
                prop_assert!(near(derived.total, whole.total.value()));
                for (node, &strength) in (0..).zip(&derived.strength) {
                    prop_assert!(near(strength, whole.strength.get(&node).map_or(0.0, |s| s.value())));
                }
                let present = derived.present() as f64;
                for (edge, (ends, pair)) in derived.edges.iter().zip(&pairs) {
                    let (raw, normalised) = derived.weigh(edge, present);
                    prop_assert!(near(raw, pair.weights[whole.weight].value()));
                    let wanted = whole.normalised(by, *ends, pair);
                    prop_assert!(
                        near(normalised, wanted),
                        "{} {}: {}, not {}",
                        weight,
                        by,
                        normalised,
                        wanted
                    );
                }
            }
        }
        Ok(())
    });
}

/// Great-circle distance by the special case of Vincenty's formula for a sphere: another one than the program's.
fn vincenty(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat, other, turn) = (from.0.to_radians(), to.0.to_radians(), (to.1 - from.1).to_radians());
    let north = lat.cos() * other.sin() - lat.sin() * other.cos() * turn.cos();
    let across = (other.cos() * turn.sin()).hypot(north);
    EARTH_RADIUS * across.atan2(lat.sin() * other.sin() + lat.cos() * other.cos() * turn.cos())
}

/// The whole network with nothing left out, as it is made for files.
fn whole<'a>(
    material: &Material,
    nodes: &'a aicity::network::Nodes<'a>,
    counting: Counting,
    level: NodeLevel,
) -> Network<'a> {
    network(material, nodes, &Ask { level, counting, ..Ask::default() }).unwrap()
}

#[test]
fn a_network_shows_its_nodes_and_edges_as_they_are() {
    let each = |(given, level, counting): (_, _, Counting)| {
        let material = material(given);
        let (nodes, brute) = (material.nodes(level), brute(&material, level));
        let made = whole(&material, &nodes, counting, level);
        let papers = brute.papers();
        let mut numbers: Vec<u32> = papers.keys().copied().collect();
        numbers.sort_by_key(|node| (Reverse(papers[node]), nodes.key(*node).to_owned()));
        let keys: BTreeSet<&str> = made.nodes.iter().map(|node| node.key).collect();
        prop_assert_eq!(keys.len(), numbers.len());
        for (node, &number) in made.nodes.iter().zip(&numbers) {
            prop_assert_eq!((node.key, node.papers), (nodes.key(number), papers[&number]));
            let code = |&country: &u32| material.corpus.countries.id.get(country as usize);
            prop_assert_eq!(node.country, brute.country.get(&number).map_or("", code));
        }
        let pairs = brute.pairs(counting.scope);
        let weight = WEIGHTS.iter().position(|&id| id == counting.weight.id).unwrap();
        let whole = Whole::new(&brute, &pairs, weight);
        prop_assert_eq!(made.edges.len(), pairs.len());
        prop_assert!(made.edges.is_sorted_by(|one, other| (one.a, one.b) < (other.a, other.b)));
        for edge in &made.edges {
            let [a, b] = [edge.a, edge.b].map(|place| numbers[place as usize]);
            let ends = (a.min(b), a.max(b));
            let pair = &pairs[&ends];
            prop_assert!(edge.a < edge.b && u64::from(edge.papers) == pair.papers);
            prop_assert!(near(edge.raw, pair.weights[weight].value()));
            prop_assert!(near(edge.weight, whole.normalised(counting.normalisation.id, ends, pair)));
            prop_assert_eq!(edge.international, brute.is_in(Scope::International, a, b));
            let [here, there] = [edge.a, edge.b].map(|place| made.nodes[place as usize].position);
            let wanted = here.zip(there).map(|(here, there)| vincenty(here, there));
            prop_assert_eq!(edge.kilometres.is_some(), wanted.is_some());
            prop_assert!((edge.kilometres.unwrap_or(0.0) - wanted.unwrap_or(0.0)).abs() < 1e-3);
        }
        let with = |least: usize| brute.works.iter().filter(|work| work.on.len() >= least).count();
        let facts = [
            ("papers", brute.works.len()),
            ("papers_with_node", with(1)),
            ("papers_with_several_nodes", with(2)),
            ("nodes_derived", numbers.len()),
            ("edges_derived", pairs.len()),
            ("nodes", numbers.len()),
            ("edges", pairs.len()),
        ];
        for (name, wanted) in facts {
            prop_assert_eq!(made.fact(name), wanted.to_string(), "{}", name);
        }
        Ok(())
    };
    runner(256).run(&((corpora(), choices()), select(&LEVELS[..]), countings()), each).unwrap();
}

/// What thresholds leave of a whole network, step by step in the order that they are documented in: places of nodes, and of
/// edges.
fn left(whole: &Network<'_>, thresholds: &Thresholds) -> (Vec<usize>, Vec<usize>) {
    let fits = |node: &usize| {
        let wanted = &thresholds.countries;
        wanted.is_empty() || wanted.iter().any(|code| code == whole.nodes[*node].country)
    };
    let mut nodes: Vec<usize> = (0..whole.nodes.len()).filter(fits).collect();
    nodes.truncate(thresholds.top.unwrap_or(usize::MAX));
    let ends = |edge: usize| [whole.edges[edge].a as usize, whole.edges[edge].b as usize];
    let weight = |edge: usize| whole.edges[edge].weight;
    let mut edges: Vec<usize> = (0..whole.edges.len()).collect();
    edges.retain(|&edge| ends(edge).iter().all(|end| nodes.contains(end)));
    edges.retain(|&edge| whole.edges[edge].papers >= thresholds.minimum_shared);
    edges.retain(|&edge| weight(edge) >= thresholds.minimum_weight);
    let of = |edges: &[usize], node: usize| -> Vec<usize> {
        edges.iter().copied().filter(|&edge| ends(edge).contains(&node)).collect()
    };
    if let Some(alpha) = thresholds.backbone {
        // Serrano et al. 2009: the chance that one of k pieces of a stick broken at random is as long as w/s.
        let chance = |edge: usize, node: usize| {
            let own = of(&edges, node);
            let strength: f64 = own.iter().map(|&edge| weight(edge)).sum();
            (1..own.len()).fold(1.0, |chance, _| chance * (1.0 - weight(edge) / strength))
        };
        let significant = |&edge: &usize| ends(edge).iter().any(|&end| chance(edge, end) < alpha);
        edges = edges.iter().copied().filter(significant).collect();
    }
    if let Some(most) = thresholds.edges_per_node {
        let mut strongest: BTreeSet<usize> = BTreeSet::new();
        for &node in &nodes {
            let mut own = of(&edges, node);
            let other = |edge: usize| ends(edge).into_iter().find(|&end| end != node);
            own.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)).then(other(a).cmp(&other(b))));
            strongest.extend(own.into_iter().take(most));
        }
        edges.retain(|edge| strongest.contains(edge));
    }
    if thresholds.connected {
        nodes.retain(|&node| edges.iter().any(|&edge| ends(edge).contains(&node)));
    }
    (nodes, edges)
}

/// An edge by the keys of its nodes, with bits of its numbers.
fn spelled<'a>(network: &'a Network<'_>, edge: &Edge) -> ([&'a str; 2], [u64; 2], u32, bool, Option<u64>) {
    (
        [edge.a, edge.b].map(|place| network.nodes[place as usize].key),
        [edge.weight.to_bits(), edge.raw.to_bits()],
        edge.papers,
        edge.international,
        edge.kilometres.map(f64::to_bits),
    )
}

/// Whether a network is what thresholds leave of the whole one.
fn is_left(whole: &Network<'_>, made: &Network<'_>, thresholds: &Thresholds) -> Result<(), TestCaseError> {
    let (nodes, edges) = left(whole, thresholds);
    let wanted: Vec<_> = nodes.iter().map(|&node| whole.nodes[node]).collect();
    prop_assert_eq!(&made.nodes, &wanted, "{:?}", thresholds);
    let wanted: Vec<_> = edges.iter().map(|&edge| spelled(whole, &whole.edges[edge])).collect();
    let found: Vec<_> = made.edges.iter().map(|edge| spelled(made, edge)).collect();
    prop_assert_eq!(found, wanted, "{:?}", thresholds);
    prop_assert!(made.edges.iter().all(|edge| edge.a < edge.b && (edge.b as usize) < made.nodes.len()));
    Ok(())
}

#[test]
fn thresholds_leave_what_each_step_leaves_of_the_one_before_it() {
    let each = |(given, level, counting, thresholds): (_, _, _, Thresholds)| {
        let material = material(given);
        let nodes = material.nodes(level);
        let whole = whole(&material, &nodes, counting, level);
        let ask = Ask { level, counting, thresholds: thresholds.clone(), ..Ask::default() };
        is_left(&whole, &network(&material, &nodes, &ask).unwrap(), &thresholds)
    };
    let given = (corpora(), choices());
    runner(384).run(&(given, select(&LEVELS[..]), countings(), thresholds()), each).unwrap();
    let given = (crowds(), Just(EVERYTHING));
    runner(16).run(&(given, select(&LEVELS[..]), countings(), thresholds()), each).unwrap();
}

const EVERYTHING: Choice =
    Choice { years: None, venues: Vec::new(), subfields: Vec::new(), maximum_authors: None };

/// Corpora of many scholars and institutions with few properties: enough pairs for whatever depends on their number.
fn crowds() -> impl Strategy<Value = Built> {
    let author = (0_usize..120, prop::collection::vec(0_usize..60, 1..3));
    let paper = (2012_u16..2017, prop::collection::vec(author, 1..9));
    prop::collection::vec(paper, 40..90).prop_map(|papers| build(&crowd(&papers)))
}

/// A year, and the authors each with their institutions.
type Written = (u16, Vec<(usize, Vec<usize>)>);

fn crowd(papers: &[Written]) -> Vec<Record> {
    let mut records = Vec::new();
    for city in 0..24_u32 {
        let country = ["US", "CN", "FR", "HK", "GB", ""][city as usize % 6].into();
        let coordinates = Some((f64::from(city) - 10.0, f64::from(city) * 7.0));
        let metro = if city % 5 == 0 { format!("metro:{}", city / 10).into() } else { "".into() };
        let id = format!("c{city}").into();
        records.push(Record::City(City { id, country, coordinates, metro, ..City::default() }));
    }
    for institution in 0..60 {
        let (id, city) = (format!("i{institution}").into(), format!("c{}", institution % 24).into());
        records.push(Record::Institution(Institution { id, city, ..Institution::default() }));
    }
    for (number, (year, authors)) in papers.iter().enumerate() {
        let paper = format!("p{number}");
        let year = Some(*year);
        records.push(Record::Paper(Paper { id: paper.clone().into(), year, ..Paper::default() }));
        for (position, (scholar, institutions)) in (1..).zip(authors) {
            for institution in institutions {
                records.push(Record::Authorship(Authorship {
                    paper: paper.clone().into(),
                    position,
                    scholar: format!("s{scholar}").into(),
                    affiliation: Affiliation::Institution(format!("i{institution}").into()),
                    ..Authorship::default()
                }));
            }
        }
    }
    records
}

/// Pairs that miss a weight, by looking at all of them: keys, observed and expected weight.
fn all_missing(
    derived: &Derived<'_>,
    brute: &Brute,
    thresholds: &Thresholds,
) -> Vec<(String, String, f64, f64)> {
    let (nodes, papers) = (derived.nodes, brute.papers());
    let country = |node: &u32| {
        brute.country.get(node).map_or("", |&c| nodes.corpus().countries.id.get(c as usize)).to_owned()
    };
    let mut chosen: Vec<u32> = papers.keys().copied().collect();
    chosen.retain(|node| thresholds.countries.is_empty() || thresholds.countries.contains(&country(node)));
    chosen.sort_by_key(|node| (Reverse(papers[node]), nodes.key(*node).to_owned()));
    chosen.truncate(thresholds.top.unwrap_or(usize::MAX));
    let strength = |node: u32| derived.strength[node as usize];
    let weights: BTreeMap<(u32, u32), f64> =
        derived.edges.iter().map(|edge| ((edge.a, edge.b), (derived.counting.weight.of)(edge))).collect();
    let mut rows = Vec::new();
    for &a in &chosen {
        for &b in chosen.iter().filter(|&&b| a != b && brute.is_in(derived.counting.scope, a, b)) {
            let before = (Reverse(strength(a).to_bits()), nodes.key(a))
                < (Reverse(strength(b).to_bits()), nodes.key(b));
            let expected = strength(a) * strength(b) / derived.total;
            let observed = weights.get(&(a.min(b), a.max(b))).copied().unwrap_or(0.0);
            if before && expected > observed {
                rows.push((nodes.key(a).to_owned(), nodes.key(b).to_owned(), observed, expected));
            }
        }
    }
    let less = |row: &(String, String, f64, f64)| row.3 - row.2;
    rows.sort_by(|x, y| less(y).total_cmp(&less(x)).then_with(|| (&x.0, &x.1).cmp(&(&y.0, &y.1))));
    rows
}

#[test]
fn pairs_that_miss_most_are_the_first_of_all_pairs() {
    let each = |(given, level, counting, thresholds, most): (_, _, Counting, Thresholds, usize)| {
        let material = material(given);
        let (nodes, brute) = (material.nodes(level), brute(&material, level));
        let derived = Derived::new(&nodes, &material.selection, counting).unwrap();
        let found = missing(&derived, &thresholds, most);
        let wanted = all_missing(&derived, &brute, &thresholds);
        prop_assert_eq!(found.len(), most.min(wanted.len()));
        for (row, (a, b, observed, expected)) in found.iter().zip(wanted) {
            prop_assert_eq!((row.a.key, row.b.key), (a.as_str(), b.as_str()));
            prop_assert_eq!((row.observed, row.expected), (observed, expected));
            let positions = row.a.position.zip(row.b.position);
            let far = positions.map(|(a, b)| vincenty(a, b));
            prop_assert_eq!(far.is_some(), row.kilometres.is_some());
            prop_assert!((far.unwrap_or(0.0) - row.kilometres.unwrap_or(0.0)).abs() < 1e-3);
        }
        Ok(())
    };
    let most = || select(&[0, 1, 3, 60, 700, usize::MAX][..]);
    let given = (corpora(), choices());
    runner(256).run(&(given, select(&LEVELS[..]), countings(), thresholds(), most()), each).unwrap();
    // More pairs than are kept before the worse ones are sorted out.
    let given = (crowds(), Just(EVERYTHING));
    let nodes = select(&[NodeLevel::Scholar, NodeLevel::Institution][..]);
    let all = Just(Thresholds::default());
    runner(32).run(&(given, nodes, countings(), all, most()), each).unwrap();
}

/// What brute force says of an edge in two windows: papers, weight a year (exact where it is not normalised).
type Sides = [(u64, f64, Option<Fraction>); 2];

/// Edges of two windows by the numbers of their nodes.
fn both(brute: &Brute, counting: Counting, windows: Windows) -> BTreeMap<(u32, u32), Sides> {
    let weight = WEIGHTS.iter().position(|&id| id == counting.weight.id).unwrap();
    let mut all: BTreeMap<(u32, u32), Sides> = BTreeMap::new();
    for (at, (from, to)) in [windows.before, windows.after].into_iter().enumerate() {
        let within = brute.within((from, to));
        let pairs = within.pairs(counting.scope);
        let whole = Whole::new(&within, &pairs, weight);
        for (&ends, pair) in &pairs {
            let raw = pair.weights[weight];
            let yearly = Fraction::new(raw.0, raw.1 * u128::from(to - from + 1));
            let side = match counting.normalisation.id {
                "none" => (pair.papers, yearly.value(), Some(yearly)),
                by => (pair.papers, whole.normalised(by, ends, pair), None),
            };
            all.entry(ends).or_insert([(0, 0.0, None); 2])[at] = side;
        }
    }
    all
}

/// What became of an edge; `None` where rounding decides.
fn fate([before, after]: &Sides) -> Option<Fate> {
    match (before, after) {
        ((0, ..), _) => Some(Fate::New),
        (_, (0, ..)) => Some(Fate::Lost),
        ((_, _, Some(before)), (_, _, Some(after))) => {
            Some(match (after.0 * before.1).cmp(&(before.0 * after.1)) {
                std::cmp::Ordering::Greater => Fate::Growing,
                std::cmp::Ordering::Less => Fate::Shrinking,
                std::cmp::Ordering::Equal => Fate::Steady,
            })
        }
        ((_, before, _), (_, after, _)) if near(*before, *after) => None,
        ((_, before, _), (_, after, _)) => Some(if after > before { Fate::Growing } else { Fate::Shrinking }),
    }
}

#[test]
fn changes_are_those_between_two_networks() {
    let windows = (2011_u32..2014, 0_u32..3, 1_u32..3, 0_u32..3).prop_map(|(from, long, gap, longer)| {
        let (to, start) = (from + long, from + long + gap);
        Windows { before: (from, to), after: (start, start + longer) }
    });
    let each = |(given, level, counting, thresholds, windows): (_, _, Counting, Thresholds, Windows)| {
        let mut material = material(given);
        material.selection.years = None;
        let (nodes, brute) = (material.nodes(level), brute(&material, level));
        let single = thresholds.backbone.is_some() || thresholds.edges_per_node.is_some();
        let rows = change(&nodes, &material.selection, counting, &thresholds, windows);
        prop_assert_eq!(rows.is_err(), single);
        let Ok(rows) = rows else { return Ok(()) };
        let mut papers = brute.within(windows.before).papers();
        for (node, more) in brute.within(windows.after).papers() {
            *papers.entry(node).or_default() += more;
        }
        let country = |node: &u32| {
            brute.country.get(node).map_or("", |&c| material.corpus.countries.id.get(c as usize))
        };
        let mut chosen: Vec<u32> = papers.keys().copied().collect();
        let wanted = &thresholds.countries;
        chosen.retain(|node| wanted.is_empty() || wanted.iter().any(|code| code == country(node)));
        chosen.sort_by_key(|node| (Reverse(papers[node]), nodes.key(*node).to_owned()));
        chosen.truncate(thresholds.top.unwrap_or(usize::MAX));
        let passes = |(papers, weight, _): &(u64, f64, Option<Fraction>)| {
            *papers >= u64::from(thresholds.minimum_shared).max(1) && *weight >= thresholds.minimum_weight
        };
        let mut left = both(&brute, counting, windows);
        left.retain(|(a, b), sides| chosen.contains(a) && chosen.contains(b) && sides.iter().any(passes));
        let place = |node: u32| chosen.iter().position(|&one| one == node).unwrap();
        let mut by_key: BTreeMap<[&str; 2], Sides> = BTreeMap::new();
        for (&(a, b), sides) in &left {
            let (a, b) = if place(a) < place(b) { (a, b) } else { (b, a) };
            by_key.insert([a, b].map(|node| nodes.key(node)), *sides);
        }
        prop_assert_eq!(rows.len(), by_key.len());
        for row in &rows {
            let Some(sides) = by_key.remove(&[row.a.key, row.b.key]) else {
                return Err(TestCaseError::fail(format!("{row:?} has no pair")));
            };
            prop_assert_eq!(row.papers.map(u64::from), sides.map(|side| side.0));
            prop_assert!(row.weight.iter().zip(&sides).all(|(&found, side)| near(found, side.1)));
            if let Some(fate) = fate(&sides) {
                prop_assert_eq!(row.fate, fate, "{:?}", sides);
            }
        }
        let order = |row: &Changed<'_>| {
            let change = (row.weight[1] - row.weight[0]).abs();
            (Reverse(change.to_bits()), row.a.key.to_owned(), row.b.key.to_owned())
        };
        prop_assert!(rows.is_sorted_by_key(order));
        Ok(())
    };
    let given = (corpora(), choices());
    let any = (given, select(&LEVELS[..]), countings(), thresholds(), windows);
    runner(384).run(&any, each).unwrap();
}

#[test]
fn an_edge_of_as_much_a_year_is_steady() {
    // A tenth once in one year, and three times in three years: three tenths are not thrice a tenth in doubles.
    let paper = |year: u16| (year, (0..11).map(|scholar| (scholar, vec![0])).collect());
    let built = build(&crowd(&[paper(2012), paper(2013), paper(2014), paper(2015)]));
    let material = material((built, EVERYTHING));
    let nodes = material.nodes(NodeLevel::Scholar);
    let windows = Windows { before: (2012, 2012), after: (2013, 2015) };
    let rows =
        change(&nodes, &material.selection, counting(Scope::All, 2, 0), &Thresholds::default(), windows);
    let rows = rows.unwrap();
    assert_eq!(rows.len(), 55);
    assert!(rows.iter().all(|row| row.fate == Fate::Steady), "{:?}", rows[0]);
}

#[test]
fn times_are_a_network_for_each_year() {
    let each = |(given, level, counting, thresholds): (_, _, Counting, Thresholds)| {
        let material = material(given);
        let (nodes, brute) = (material.nodes(level), brute(&material, level));
        let ask = Ask { level, counting, thresholds, by_year: true, ..Ask::default() };
        let made = network(&material, &nodes, &ask).unwrap();
        let years: BTreeSet<u32> = brute.works.iter().filter_map(|work| work.year).collect();
        let window = material.selection.years.or_else(|| years.first().copied().zip(years.last().copied()));
        let Some(times) = &made.times else {
            prop_assert_eq!(window, None);
            return Ok(());
        };
        prop_assert_eq!(Some(times.window), window);
        let weight = WEIGHTS.iter().position(|&id| id == counting.weight.id).unwrap();
        let number: BTreeMap<&str, u32> =
            brute.papers().into_keys().map(|node| (nodes.key(node), node)).collect();
        let each: Vec<(u32, Brute, Pairs)> = years
            .iter()
            .map(|&year| {
                let here = brute.within((year, year));
                let pairs = here.pairs(counting.scope);
                (year, here, pairs)
            })
            .collect();
        prop_assert_eq!((times.nodes.len(), times.edges.len()), (made.nodes.len(), made.edges.len()));
        for (node, found) in made.nodes.iter().zip(&times.nodes) {
            let of =
                |(year, here, _): &(u32, Brute, Pairs)| Some((*year, *here.papers().get(&number[node.key])?));
            prop_assert_eq!(found, &each.iter().filter_map(of).collect::<Vec<_>>());
        }
        for (edge, found) in made.edges.iter().zip(&times.edges) {
            let [a, b] = [edge.a, edge.b].map(|place| number[made.nodes[place as usize].key]);
            let of = |(year, _, pairs): &(u32, Brute, Pairs)| {
                let pair: &Pair = pairs.get(&(a.min(b), a.max(b)))?;
                Some((*year, pair.weights[weight].value(), pair.papers))
            };
            let wanted: Vec<_> = each.iter().filter_map(of).collect();
            prop_assert_eq!(found.len(), wanted.len());
            for (found, wanted) in found.iter().zip(wanted) {
                prop_assert_eq!((found.0, u64::from(found.2)), (wanted.0, wanted.2));
                prop_assert!(near(found.1, wanted.1));
            }
        }
        Ok(())
    };
    let given = (corpora(), choices());
    runner(192).run(&(given, select(&LEVELS[..]), countings(), thresholds()), each).unwrap();
}

#[test]
fn slices_part_the_selected_papers() {
    let each = |given| {
        let material = material(given);
        let rules = (indicators::Counting::Full, CollaborationRule::Incidences);
        let spelled = (&*material.corpus, &*material.texts);
        let papers = super::brute::Model::new(spelled, Level::City, &material.selection, rules).papers;
        let labels = |all: &Labels, chosen: &[u32]| -> BTreeSet<String> {
            let chosen: Vec<usize> = chosen.iter().map(|&label| label as usize).collect();
            let is_chosen = |at: &usize| chosen.is_empty() || chosen.contains(at);
            (0..all.len()).filter(is_chosen).map(|at| all.id.get(at).to_owned()).collect()
        };
        let (corpus, selection) = (&material.corpus, &material.selection);
        let venues = labels(&corpus.venues, &selection.venues);
        let subfields = labels(&corpus.subfields, &selection.subfields);
        for by in [By::Year, By::Subfield, By::Venue] {
            let mut wanted: BTreeMap<String, u64> = BTreeMap::new();
            for paper in &papers {
                let keys: BTreeSet<String> = match by {
                    By::Year => paper.year.iter().map(ToString::to_string).collect(),
                    By::Subfield => {
                        paper.subfields.iter().filter(|s| subfields.contains(*s)).cloned().collect()
                    }
                    By::Venue => paper.venue.iter().filter(|v| venues.contains(*v)).cloned().collect(),
                };
                keys.into_iter().for_each(|key| *wanted.entry(key).or_default() += 1);
            }
            let size = |selection: &Selection| {
                (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper)).count() as u64
            };
            let found = slices(&material, by);
            let sizes: BTreeMap<String, u64> =
                found.iter().map(|slice| (slice.key.clone(), size(&slice.selection))).collect();
            prop_assert_eq!((sizes.len(), &sizes), (found.len(), &wanted), "{:?}", by);
        }
        Ok(())
    };
    runner(128).run(&(corpora(), choices()), each).unwrap();
}

#[test]
fn a_network_is_the_same_on_any_number_of_threads() {
    let pools =
        [1, 2, 8].map(|threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap());
    let each = |(built, level, counting): (_, _, Counting)| {
        let material = material((built, EVERYTHING));
        let ask =
            Ask { level, counting, measures: MEASURES.iter().collect(), by_year: true, ..Ask::default() };
        // As text that tells any two doubles apart.
        let text = || {
            let nodes = material.nodes(level);
            let derived = Derived::new(&nodes, &material.selection, counting).unwrap();
            let derived = format!("{:?} {:?} {:?}", derived.edges, derived.strength, derived.total);
            let made = network(&material, &nodes, &ask).unwrap();
            let missing =
                missing(&Derived::new(&nodes, &material.selection, counting).unwrap(), &ask.thresholds, 50);
            format!("{derived}\n{made:?}\n{missing:?}")
        };
        let [one, two, eight] = [0, 1, 2].map(|pool: usize| pools[pool].install(text));
        prop_assert!(one == two && two == eight, "{}\n\n{}\n\n{}", one, two, eight);
        Ok(())
    };
    runner(24).run(&(crowds(), select(&LEVELS[..]), countings()), each).unwrap();
}

#[test]
fn countries_of_nodes_that_are_not_known_are_in_no_narrower_scope() {
    for (a, b) in [(NONE, NONE), (NONE, 1), (1, NONE)] {
        assert_eq!(SCOPES.map(|scope| scope.has(a, b)), [true, false, false]);
    }
}

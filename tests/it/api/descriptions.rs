//! Every answer of every route fits its description: on the synthetic edition and on random corpora.

use super::{Answered, SYNTHETIC, Served, all_routes};
use crate::support::corpus::{build, corpora};
use crate::support::schema::faults;
use aicity::base::records::{self, Cell, Table};
use aicity::base::{Error, Kind};
use aicity::model::builder::Built;
use aicity::network::{FORMATS, MEASURES};
use aicity::server::api::parameter::{Parameter, Place};
use aicity::server::api::route::{Answer, Route};
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::collections::BTreeSet;

/// What may be wrong with an answer.
fn wrong(route: &Route, answered: &Answered) -> Vec<String> {
    match (&route.answer, answered) {
        (Answer::Document { schema, .. }, Answered::Document(document)) => faults(&schema(), document),
        (Answer::Table { columns, .. }, Answered::Table(table)) => {
            let mut found = cells(table);
            found.extend((table.columns != columns()).then(|| "other columns".to_owned()));
            found
        }
        (Answer::File { media, .. }, Answered::File(file)) => {
            let mut found: Vec<String> =
                (!media().contains(&file.media)).then(|| file.media.to_owned()).into_iter().collect();
            found.extend(file.bytes.is_empty().then(|| "an empty file".to_owned()));
            found
        }
        _ => vec!["a document for a table, or a table for a document".to_owned()],
    }
}

fn cells(table: &Table) -> Vec<String> {
    let fits = |kind: records::Kind, cell: &Cell| match cell {
        Cell::Null => true,
        Cell::Text(_) => kind == records::Kind::Text,
        Cell::Integer(_) => kind == records::Kind::Integer,
        Cell::Number(value) => kind == records::Kind::Number && value.is_finite(),
        Cell::Boolean(_) => kind == records::Kind::Boolean,
        Cell::Texts(_) => kind == records::Kind::Texts,
    };
    let row_fits = |row: &&Vec<Cell>| {
        row.len() != table.columns.len()
            || !table.columns.iter().zip(*row).all(|(c, cell)| fits(c.kind, cell))
    };
    table.rows.iter().filter(row_fits).map(|row| format!("{row:?}")).collect()
}

/// Switches that are tried with every route that takes them.
const SWITCHES: [&str; 6] = [
    "",
    "counting=fractional&collaboration=countries",
    "years=all&metros=none&country_scheme=iso&collaboration=papers",
    "years=1999&zero=drop&scale=zscore",
    "scale=percentile&zero=epsilon&epsilon=0.5&minimum_papers=2",
    "years=2013-2015&paper_weight=1&scholar_weight=0&institution_weight=0&collaboration_weight=0",
];

/// Switches that are tried with every network.
const OF_NETWORKS: [&str; 4] = [
    "",
    "weight=fractional&normalise=association&scope=international",
    "years=all&metros=none&country_scheme=iso&minimum_shared=2&minimum_weight=0.5&top=4",
    "years=1999&weight=authorships&normalise=salton&scope=domestic&connected=true",
];

/// Targets of a route on an edition: at every level, with and without switches, of a unit with papers and of the last one.
fn targets(served: &Served, route: &Route) -> Vec<String> {
    let has = |name: &str| route.all_parameters().iter().any(|p: &Parameter| p.name == name);
    let switches = match (has("counting"), has("weight")) {
        (true, _) => &SWITCHES[..],
        (_, true) => &OF_NETWORKS[..],
        _ => &SWITCHES[..1],
    };
    let levels: &[&str] = if has("level") { &["metro", "city", "country", "institution"] } else { &[""] };
    let mut targets = Vec::new();
    for level in levels {
        let of_level =
            served.table(&format!("/api/v1/units/{}", if level.is_empty() { "metro" } else { level }));
        let keys: Vec<String> = of_level.rows.iter().map(|row| row[0].text().into_owned()).collect();
        // A route without a key has one target at each level.
        let keys = if has("key") {
            [keys.first(), keys.last()].into_iter().flatten().cloned().collect()
        } else {
            vec![String::new()]
        };
        for key in keys {
            let mut path = route.path.replace("{level}", level).replace("{edition}", "current");
            path = path.replace("{key}", &key.replace('/', "%2F"));
            let required = match route.id {
                "resolve" => "text=Tsinghua University, Beijing".to_owned(),
                "compare" => {
                    let two: Vec<String> =
                        of_level.rows.iter().take(2).map(|row| format!("unit={}", row[0].text())).collect();
                    // Keys of a metro and a city may be the same here.
                    if two.len() < 2 || two[0] == two[1] {
                        continue;
                    }
                    two.join("&")
                }
                "network_changes" => "before=2013-2016&after=2017-2022".to_owned(),
                _ if has("measure") => {
                    MEASURES.iter().map(|id| format!("measure={id}")).collect::<Vec<_>>().join("&")
                }
                _ => String::new(),
            };
            // A route of files has one for each format.
            let files = if has("file") { &FORMATS[..] } else { &[""] };
            for file in files {
                let path = path.replace("{file}", file);
                targets.extend(switches.iter().map(|more| format!("{path}?{required}&{more}")));
            }
        }
    }
    targets
}

/// Whether a network cannot be written in a format: VOSviewer opens none of fewer than three nodes, a timeline needs years,
/// and XML has no key with control characters.
fn has_no_file(target: &str, error: &Error) -> bool {
    let reasons = [
        ("/files/vosviewer", "VOSviewer opens no"),
        ("/files/gexf-dynamic", "has a year"),
        ("/files/g", "key"),
    ];
    let is_one = |(path, says): (&str, &str)| target.contains(path) && error.to_string().contains(says);
    error.kind() == Kind::Usage && reasons.into_iter().any(is_one)
}

/// Asks an edition for everything. `resolve` has nothing of the edition, and a gazetteer takes a moment to open: it is asked
/// of the synthetic one alone.
fn check(served: &Served) {
    let is_asked = |route: &&Route| route.id != "resolve" || std::ptr::eq(served, &raw const *SYNTHETIC);
    for route in all_routes().filter(|route| route.method() == "GET").filter(is_asked) {
        for target in targets(served, route) {
            let (found, mut given) = super::find(&target);
            assert_eq!(found.id, route.id, "{target}");
            given.iter_mut().for_each(|(_, value)| *value = value.replace("%2F", "/"));
            match served.answer(route, &given, None) {
                Ok(answer) => {
                    let wrong = wrong(route, &answer);
                    assert!(wrong.is_empty(), "{target}: {}", wrong[..wrong.len().min(3)].join("\n"));
                    if let Answered::Document(document) = answer {
                        assert_eq!(document["edition"], served.state.edition().id);
                    }
                }
                // A metro is no unit where every city is ranked for itself.
                Err(error) if target.contains("metros=none") && error.kind() == Kind::NotFound => {}
                Err(error) if has_no_file(&target, &error) => {}
                Err(error) => panic!("{target}: {error}"),
            }
        }
    }
}

#[test]
fn answers_fit_their_descriptions() {
    check(&SYNTHETIC);
    let empty = Served::of(build(&[]));
    check(&empty);
}

#[test]
fn answers_about_random_corpora_fit_their_descriptions() {
    // Keys that an address cannot carry are not asked for.
    let speakable = |built: &Built| {
        let labels = [&built.corpus.cities.labels, &built.corpus.metros, &built.corpus.institutions.labels];
        let odd = |key: &str| key.contains(['&', '?', '=', '%', '#']);
        labels.iter().all(|labels| !labels.id.iter().any(odd))
    };
    let config = Config { cases: 12, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let corpora = proptest::strategy::Strategy::prop_filter(corpora(), "keys", move |built| speakable(built));
    let each = |built| {
        check(&Served::of(built));
        Ok(())
    };
    TestRunner::new(config).run(&corpora, each).unwrap();
}

#[test]
fn routes_are_well_made() {
    let mut ids = BTreeSet::new();
    let mut places = BTreeSet::new();
    for route in all_routes() {
        assert!(ids.insert(route.id), "{} twice", route.id);
        assert!(places.insert((route.method(), route.path)), "{} twice", route.path);
        let parameters = route.all_parameters();
        let names: BTreeSet<&str> = parameters.iter().map(|parameter| parameter.name).collect();
        assert_eq!(names.len(), parameters.len(), "{}: a parameter twice", route.path);
        let in_path: BTreeSet<&str> =
            route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        let declared = parameters.iter().filter(|p| p.place == Place::Path).map(|p| p.name);
        assert_eq!(declared.collect::<BTreeSet<_>>(), in_path, "{}", route.path);
        for parameter in &parameters {
            assert!(
                !parameter.description.is_empty() && parameter.description.ends_with('.'),
                "{parameter:?}"
            );
        }
        assert!(!route.title.is_empty(), "{}", route.path);
    }
    let catalogue = SYNTHETIC.document("/api/v1");
    assert_eq!(catalogue["routes"].as_array().unwrap().len(), ids.len());
}

#[test]
fn the_description_of_a_body_is_what_is_checked() {
    let post = all_routes().find(|route| route.id == "resolve_many").unwrap();
    let schema = (post.body.unwrap())();
    let long = "x".repeat(2001);
    let bodies = [
        json!({"texts": ["ETH Zurich"]}),
        json!({"texts": ["ETH Zurich", "\u{0}"], "country": "CH", "steps": true}),
        json!({"texts": vec!["x"; 1000]}),
        json!({"texts": ["x".repeat(2000)], "country": ""}),
        json!({}),
        json!([]),
        json!(null),
        json!({"texts": []}),
        json!({"texts": [""]}),
        json!({"texts": [long]}),
        json!({"texts": vec!["x"; 1001]}),
        json!({"texts": [1]}),
        json!({"texts": "x"}),
        json!({"texts": ["x"], "steps": "true"}),
        json!({"texts": ["x"], "steps": null}),
        json!({"texts": ["x"], "country": 1}),
        json!({"texts": ["x"], "country": "x".repeat(101)}),
        json!({"texts": ["x"], "more": 1}),
    ];
    for (i, body) in bodies.iter().enumerate() {
        let described = faults(&schema, body).is_empty();
        assert_eq!(described, i < 4, "{i}");
        match SYNTHETIC.answer(post, &[], Some(body)) {
            Ok(answer) => assert!(described && wrong(post, &answer).is_empty(), "{i}"),
            Err(error) => {
                assert!(!described, "{i}: {error}");
                assert_eq!(error.kind(), Kind::Usage);
            }
        }
    }
}

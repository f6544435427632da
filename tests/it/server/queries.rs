//! Queries that want more than they may have, and mistakes: each has its answer, and the next query has its own.

use super::lab::{ENDLESS, Server, common, until};
use super::wire::{percent, request};
use std::thread::scope;
use std::time::{Duration, Instant};

/// Room for a machine that does much else meanwhile.
const MARGIN: Duration = Duration::from_secs(15);

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, place) in [
        ("SELEC * {}", "1:"),
        ("SELECT *\n{ ?s ?p }", "2:"),
        ("SELECT * { ?s ?p ?o } }", "1:2"),
        ("PREFIX a: <http://a/>\n\nSELECT * {\n  ?s b:c ?o }", "4:"),
        ("", "1:1"),
    ] {
        let answer = common().query(text);
        assert!(answer.expect(400, "bad-query").text().contains(place), "{text}: {}", answer.shown());
    }
}

/// Queries that go on and on, each in another part of the engine.
fn endless() -> Vec<String> {
    let rows = |name: &str| {
        let values: Vec<String> = (0..2_000).map(|i| i.to_string()).collect();
        format!("VALUES ?{name} {{ {} }}", values.join(" "))
    };
    let products: Vec<String> = ["a", "b", "c", "d"].iter().map(|name| rows(name)).collect();
    let binds: Vec<String> = (0..24).map(|i| format!("BIND(CONCAT(?x{i}, ?x{i}) AS ?x{})", i + 1)).collect();
    vec![
        ENDLESS.to_owned(),
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }".to_owned(),
        format!("SELECT (COUNT(*) AS ?n) {{ {} FILTER(?a * ?b + ?c = ?d - 1) }}", products.join(" ")),
        format!(
            "SELECT (SUM(STRLEN(REPLACE(?y, \"(a|aa)+\", \"bb\"))) AS ?n) {{ {} BIND(\"a\" AS ?x0) {} BIND(CONCAT(?x18, STR(?a)) AS ?y) }}",
            rows("a"),
            binds[..18].join(" ")
        ),
        "SELECT (COUNT(*) AS ?n) { ?a (<x:x>|!<x:x>|^(<x:x>|!<x:x>))* ?b . ?c (<x:x>|!<x:x>|^(<x:x>|!<x:x>))+ ?d }".to_owned(),
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a (!<x:x>|^!<x:x>)+ ?b . ?b (!<x:x>|^!<x:x>)+ ?c . ?c (!<x:x>|^!<x:x>)* ?d } }".to_owned(),
        "ASK { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?g1 ?h ?i } FILTER NOT EXISTS { GRAPH ?y { ?z ?b ?w } } }".to_owned(),
    ]
}

#[test]
fn products_chains_and_paths_end_at_the_deadline() {
    let server = Server::with(&["--query-time", "1", "--query-memory", "256"]);
    let queries = endless();
    scope(|threads| {
        for half in [0, 1] {
            let (server, queries) = (&server, &queries);
            threads.spawn(move || {
                for text in queries.iter().skip(half).step_by(2) {
                    let began = Instant::now();
                    let answer = server.query(text);
                    let took = began.elapsed();
                    let shown = &text[..text.len().min(200)];
                    assert_eq!(
                        (answer.status, answer.problem()),
                        (503, "query-timeout".to_owned()),
                        "{shown}: {}",
                        answer.shown()
                    );
                    assert!(took >= Duration::from_millis(900) && took < MARGIN, "{took:?}: {shown}");
                    server.assert_fine(shown);
                }
            });
        }
    });
    // A query that was given up counts until its process is gone.
    assert!(until(Duration::from_secs(10), || server.load() == (0, 0)), "{:?}", server.load());
}

#[test]
fn a_query_may_ask_for_another_time_up_to_a_limit() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "256"]);
    let ask = |time: &str| {
        let target = format!("/sparql?query={}&timeout={}", percent(ENDLESS), percent(time));
        server.ask(request("GET", &target, ""))
    };
    for wrong in ["0", "61", "-1", "1.5", "", "1e1", "99999999999999999999"] {
        ask(wrong).expect(400, "bad-request");
    }
    let began = Instant::now();
    assert!(ask("1").expect(503, "query-timeout").text().contains("1 s"));
    assert!(began.elapsed() < MARGIN);
}

#[test]
fn sorting_grouping_and_distinct_end_at_the_memory() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "64"]);
    let cross = "GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f }";
    for text in [
        format!("SELECT * {{ {cross} }} ORDER BY ?f ?c"),
        format!("SELECT (COUNT(*) AS ?n) {{ {{ SELECT DISTINCT * {{ {cross} }} }} }}"),
        format!("SELECT ?a ?c ?d ?f (COUNT(*) AS ?n) {{ {cross} }} GROUP BY ?a ?c ?d ?f"),
        format!("SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?all) {{ {cross} }}"),
        format!("SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?c), STR(?d), STR(?f))) AS ?n) {{ {cross} }}"),
    ] {
        let began = Instant::now();
        let answer = server.query(&text);
        assert_eq!(
            (answer.status, answer.problem()),
            (503, "query-memory".to_owned()),
            "{text}: {}",
            answer.shown()
        );
        assert!(answer.text().contains("64 MiB") && began.elapsed() < Duration::from_mins(1), "{text}");
        server.assert_fine(&text);
    }
}

#[test]
fn expressions_that_are_slow_elsewhere_are_fast_or_an_error() {
    let hole = "a".repeat(3_000) + "!";
    for (text, most) in [
        (format!("ASK {{ FILTER(REGEX(\"{hole}\", \"^(a+)+$\")) }}"), "false"),
        (format!("ASK {{ FILTER(REGEX(\"{hole}\", \"^(a|aa)*$\")) }}"), "false"),
        (
            format!(
                "ASK {{ FILTER(REGEX(\"{hole}\", \"(((((a{{1000}}){{1000}}){{1000}}){{1000}}){{1000}})\")) }}"
            ),
            "false",
        ),
        ("ASK { FILTER(REGEX(\"a\", \"(\")) }".to_owned(), "false"),
        (format!("ASK {{ FILTER(REGEX(\"a\", \"{}\")) }}", "(".repeat(50)), "false"),
    ] {
        let began = Instant::now();
        let answer = common().query(&text);
        assert!(answer.ok().text().contains(most), "{text}: {}", answer.shown());
        assert!(began.elapsed() < Duration::from_secs(9), "{text}");
    }
}

//! Texts that are deep or long in every way that the grammar knows: any answer but a dead server.

use super::lab::Server;
use super::wire::Answer;
use std::thread::scope;
use std::time::{Duration, Instant};

const LIMIT: usize = 64 << 10;

/// A text of `n` openings around a middle.
fn nested(open: &str, close: &str, middle: &str, n: usize) -> String {
    format!("{}{middle}{}", open.repeat(n), close.repeat(n))
}

/// Ways to nest: openings, closings, the middle, and what stands around.
const NESTS: &[(&str, &str, &str, &str, &str)] = &[
    ("{", "}", "?s ?p ?o", "SELECT * {", "}"),
    ("{ {} UNION ", "}", "{}", "SELECT * {", "}"),
    ("OPTIONAL {", "}", "?s ?p ?o", "SELECT * {", "}"),
    ("MINUS {", "}", "?s ?p ?o", "SELECT * {", "}"),
    ("{SELECT * {", "}}", "?s ?p ?o", "SELECT * {", "}"),
    ("FILTER NOT EXISTS {", "}", "?s ?p ?o", "SELECT * {", "}"),
    ("(", ")", "1", "ASK { FILTER(", ") }"),
    ("!", "", "true", "ASK { FILTER(", ") }"),
    ("! ", "", "true", "ASK { FILTER(", ") }"),
    ("-", "", "1", "SELECT (", " AS ?x) {}"),
    ("- ", "", "1", "SELECT (", " AS ?x) {}"),
    ("[<a:a> ", "]", "1", "ASK { ?s <a:a> ", "}"),
    ("(", ")", "1", "ASK { ?s <a:a> ", "}"),
    ("(", ")", "<a:a>", "ASK { ?s ", " ?o }"),
    ("^", "", "<a:a>", "ASK { ?s ", " ?o }"),
    ("(", ")*", "<a:a>", "ASK { ?s ", " ?o }"),
    ("!(", ")", "true", "ASK { FILTER(", ") }"),
    ("-(", ")", "1", "SELECT (", " AS ?x) {}"),
    ("^(", ")", "<a:a>", "ASK { ?s ", " ?o }"),
    ("STR(", ")", "1", "SELECT (", " AS ?x) {}"),
    ("IF(true,1,", ")", "1", "SELECT (", " AS ?x) {}"),
    ("1 IN (", ")", "1", "ASK { FILTER(", ") }"),
];

/// The same, hidden from who counts brackets without reading comments, strings and IRIs.
const HIDDEN: &[(&str, &str, &str, &str, &str)] = &[
    ("{#}\n", "}", "?s ?p ?o", "SELECT * {", "}"),
    ("(#)\n", ")", "1", "ASK { FILTER(", ") }"),
    ("!#\n", "", "true", "ASK { FILTER(", ") }"),
    ("-#\n", "", "1", "SELECT (", " AS ?x) {}"),
    ("^#\n", "", "<a:a>", "ASK { ?s ", " ?o }"),
    ("CONCAT(\")\",", ")", "1", "SELECT (", " AS ?x) {}"),
    ("CONCAT(''')''',", ")", "1", "SELECT (", " AS ?x) {}"),
    ("(<a:)>+", ")", "1", "SELECT (", " AS ?x) {}"),
    ("(1<'>' || ", ")", "true", "ASK { FILTER(", ") }"),
];

#[track_caller]
fn assert_answered(server: &Server, answer: &Answer, what: &str) {
    let expected = matches!(answer.status, 200 | 400 | 413)
        || (answer.status == 503 && matches!(answer.problem().as_str(), "query-timeout" | "query-memory"));
    assert!(expected, "{what}: {}", answer.shown());
    assert_eq!(server.get("/health").status, 200, "{what}");
}

#[test]
fn no_nesting_reaches_the_end_of_a_stack() {
    let server = Server::with(&["--query-time", "5", "--query-memory", "256"]);
    for (open, close, middle, before, after) in NESTS {
        for n in [1, 10, 60, 70, 100, 1_000, 5_000, 20_000, 100_000] {
            let text = format!("{before}{}{after}", nested(open, close, middle, n));
            let answer = server.query(&text);
            let what = format!("{n} of {open:?} around {middle:?}");
            assert_answered(&server, &answer, &what);
            // A sign before a sign is no SPARQL; what is, runs as long as it is not deep.
            if n <= 10 && !matches!(open.trim(), "-" | "^" | "!") {
                answer.ok();
            } else if n >= 100 {
                assert!(matches!(answer.status, 400 | 413), "{what}: {}", answer.shown());
            }
            if text.len() > LIMIT {
                answer.expect(413, "too-large");
            }
        }
    }
    server.assert_fine("all nesting");
}

#[test]
fn nesting_that_is_hidden_reaches_no_end_either() {
    let server = Server::with(&["--query-time", "5", "--query-memory", "256"]);
    for (open, close, middle, before, after) in HIDDEN {
        let most = (LIMIT - before.len() - after.len() - middle.len()) / (open.len() + close.len());
        for n in [10, 100, 1_000, most] {
            let text = format!("{before}{}{after}", nested(open, close, middle, n));
            let answer = server.query(&text);
            assert_answered(&server, &answer, &format!("{n} of {open:?}"));
            if n == 10 && !open.starts_with(['-', '^', '!']) {
                answer.ok();
            }
        }
    }
    server.assert_fine("all hidden nesting");
}

/// As many links as the limit of a text lets in.
fn chain(before: &str, first: &str, link: &dyn Fn(usize) -> String, after: &str) -> String {
    let mut text = format!("{before}{first}");
    for i in 0.. {
        let next = link(i);
        if text.len() + next.len() + after.len() > LIMIT {
            break;
        }
        text.push_str(&next);
    }
    text + after
}

#[test]
fn chains_at_the_limit_of_a_text_are_answered() {
    let server = Server::with(&["--query-time", "1", "--query-memory", "256"]);
    let same = |text: &'static str| move |_: usize| text.to_owned();
    let chains: Vec<String> = vec![
        chain("ASK { ?s ", "<a:a>", &same("/<a:a>"), " ?o }"),
        chain("PREFIX : <a:> ASK { ?s ", ":", &same("/:"), " ?o }"),
        chain("PREFIX : <a:> ASK { ?s ", ":", &same("|:"), " ?o }"),
        chain("PREFIX : <a:> ASK { ?s ", ":*", &same("/:*"), " ?o }"),
        chain("PREFIX : <a:> ASK { ?s !(", ":", &same("|:"), ") ?o }"),
        chain("SELECT (", "1", &same("+1"), " AS ?x) {}"),
        chain("SELECT (", "1", &same("*1"), " AS ?x) {}"),
        chain("SELECT (", "1", &same(" - 1"), " AS ?x) {}"),
        chain("ASK { FILTER(", "false", &same("||false"), ") }"),
        chain("ASK { FILTER(", "true", &same("&&true"), ") }"),
        chain("ASK { ?s ?p ?o FILTER(", "?o=0", &|i| format!("||?o={i}"), ") }"),
        chain("ASK { ?s ?p ?o FILTER(?o IN (", "0", &|i| format!(",{i}"), ")) }"),
        chain("ASK { ", "{}", &same("UNION{}"), " }"),
        chain("SELECT * { ", "{?s ?p 0}", &|i| format!("UNION{{?s ?p {i}}}"), " }"),
        chain("ASK { ", "", &same("FILTER NOT EXISTS{?s ?p ?o}"), " }"),
        chain("ASK { ", "?s ?p ?o ", &same("FILTER EXISTS{?s ?p ?o}"), " }"),
        chain("ASK { ", "?s ?p ?o ", &|i| format!("OPTIONAL{{?s ?p ?o{i}}}"), " }"),
        chain("ASK { ", "?s ?p ?o ", &same("MINUS{?s ?p ?o}"), " }"),
        chain("ASK { ", "", &same("{}"), " }"),
        chain("SELECT * { ", "", &|i| format!("BIND({i} AS ?x{i})"), " }"),
        chain("PREFIX a: <a:> ASK { ?s ?p ", "a:b", &|i| format!(",a:b{i}"), " }"),
        chain("", "", &|i| format!("PREFIX a{i}:<a:> "), " ASK {}"),
        chain("SELECT * { VALUES ?x { ", "0", &|i| format!(" {i}"), " } }"),
        chain("SELECT * { VALUES ?x { ", "0", &|i| format!(" {i}"), " } VALUES ?y { 1 } } ORDER BY ?x"),
        chain("ASK { ?s0 ?p ?s ", "", &|i| format!(".?s{i} ?p ?s{}", i + 1), " }"),
        chain("SELECT (CONCAT(", "\"a\"", &same(",\"a\""), ") AS ?x) {}"),
        chain("SELECT ", "?x", &|i| format!(" ?x{i}"), " { ?s ?p ?o } LIMIT 1"),
        chain("SELECT ", "(1 AS ?x)", &|i| format!("(1 AS ?x{i})"), " {}"),
        chain("SELECT * {} ORDER BY ", "?a", &|i| format!(" ?a{i}"), ""),
        chain("SELECT * {} ", "", &same("# a comment\n"), ""),
        chain("CONSTRUCT { ", "?s ?p ?o", &|i| format!(".?s ?p {i}"), " } { ?s ?p ?o } LIMIT 1"),
        chain("DESCRIBE ", "<a:a>", &|i| format!("<a:{i}>"), ""),
    ];
    let answer = |text: &String| {
        let began = Instant::now();
        let answer = server.query(text);
        let what = format!("{}… of {} bytes", text.chars().take(90).collect::<String>(), text.len());
        eprintln!("{:?} {} {} {what}", began.elapsed(), answer.status, answer.problem());
        assert_answered(&server, &answer, &what);
        assert!(began.elapsed() < Duration::from_secs(20), "{what}");
    };
    scope(|threads| {
        for half in [0, 1] {
            let (chains, answer) = (&chains, &answer);
            threads.spawn(move || chains.iter().skip(half).step_by(2).for_each(answer));
        }
    });
    server.assert_fine("all chains");
}

#[test]
fn a_chain_deeper_than_a_stack_is_the_fault_of_its_query_alone() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "256"]);
    let text = chain("SELECT (", "1", &|_| " - 1".to_owned(), " AS ?x) {}");
    let mut deep = 0;
    // More than the losses that would stop the server from trying.
    for _ in 0..6 {
        let answer = server.query(&text);
        assert_answered(&server, &answer, "a long chain of signs");
        deep += usize::from(answer.text().contains("deeper"));
    }
    assert!(deep > 0, "the chain is no test of the stack any more");
    server.assert_fine("six chains");
}

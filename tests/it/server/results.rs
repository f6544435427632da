//! Results: caps of rows and bytes, formats, and what a browser may do with them.

use super::lab::{Server, common};
use super::wire::{percent, post, request};

/// A query with so many rows.
fn rows(n: usize) -> String {
    let values: Vec<String> = (0..n).map(|i| i.to_string()).collect();
    format!("SELECT ?x {{ VALUES ?x {{ {} }} }}", values.join(" "))
}

/// A cell of so many times 16 letters, doubled so often.
fn cell(doubled: usize) -> String {
    let binds: Vec<String> =
        (0..doubled).map(|i| format!("BIND(CONCAT(?x{i}, ?x{i}) AS ?x{})", i + 1)).collect();
    format!("SELECT ?x{doubled} {{ BIND(\"0123456789abcdef\" AS ?x0) {} }}", binds.join(" "))
}

#[test]
fn a_result_beyond_a_cap_is_no_result() {
    let server = Server::with(&["--result-rows", "100", "--result-size", "1", "--query-memory", "256"]);
    let formats = [
        "text/csv",
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/tab-separated-values",
    ];
    for accept in formats {
        let answer = server.query_as(&rows(100), accept);
        assert_eq!(answer.ok().field("x-result-rows"), Some("100"));
        let refused = server.query_as(&rows(101), accept);
        assert!(
            refused.expect(413, "too-large").text().contains("more than 100 rows"),
            "{}",
            refused.shown()
        );
        let whole = server.query_as(&cell(15), accept);
        assert_eq!(whole.ok().field("content-length"), Some(whole.body.len().to_string().as_str()));
        assert!(whole.body.len() > 1 << 19);
        server.query_as(&cell(16), accept).expect(413, "too-large");
    }
    for text in [
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?a ?b ?c } }",
    ] {
        server.query(text).expect(413, "too-large");
    }
    // The cap of rows is that of what is asked for, not of what is looked at.
    server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").ok();
    server.assert_fine("results that are too large");
}

#[test]
fn a_literal_of_a_gigabyte_is_an_error_of_its_query() {
    let server = Server::with(&["--query-memory", "128", "--query-time", "20"]);
    for doubled in [23, 30, 60] {
        let answer = server.query(&cell(doubled));
        let known = ["too-large", "query-memory", "query-timeout"].contains(&answer.problem().as_str());
        assert!(known, "{doubled}: {}", answer.shown());
        server.assert_fine("a huge literal");
    }
}

#[test]
fn tables_are_raw_and_are_saved_not_shown() {
    let cells = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "=1,2", "a\\\"b"];
    let values: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
    let text = format!("SELECT ?x {{ VALUES ?x {{ {} }} }}", values.join(" "));
    let csv = common().query_as(&text, "text/csv");
    assert_eq!(
        csv.ok().text(),
        "x\r\n=cmd|' /C calc'!A0\r\n+1\r\n-1\r\n@SUM(1)\r\n\"=1,2\"\r\n\"a\"\"b\"\r\n"
    );
    assert_eq!(csv.field("content-type"), Some("text/csv; charset=utf-8; header=present"));
    let tsv = common().query_as(&text, "text/tab-separated-values");
    assert!(tsv.ok().text().starts_with("?x\n\"=cmd|' /C calc'!A0\"\n"), "{}", tsv.shown());
    for (answer, name) in [(csv, "result.csv"), (tsv, "result.tsv")] {
        assert_eq!(answer.field("x-content-type-options"), Some("nosniff"));
        let disposition = answer.field("content-disposition").unwrap();
        assert!(disposition.starts_with("attachment") && disposition.contains(name), "{disposition}");
    }
}

#[test]
fn formats_are_chosen_or_refused() {
    let select = format!("/sparql?query={}", percent("SELECT ?s { ?s ?p ?o } LIMIT 1"));
    for (accept, media) in [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, application/pdf", "text/csv"),
    ] {
        let answer = common().ask(request("GET", &select, &format!("Accept: {accept}\r\n")));
        assert!(answer.ok().field("content-type").unwrap().starts_with(media), "{accept}: {answer:?}");
    }
    for target in [
        select.as_str(),
        "/.well-known/void",
        "/sparql",
        "/queries/examples/papers-by-year",
        "/store?default",
    ] {
        let answer = common().ask(request("GET", target, "Accept: application/pdf\r\n"));
        let text = answer.expect(406, "not-acceptable").text().to_owned();
        assert!(text.contains("text/") || text.contains("application/n-"), "{target}: {text}");
    }
}

#[test]
fn bodies_of_another_type_are_refused_unread() {
    let server = common();
    let good = "SELECT (1 AS ?x) {}";
    for media_type in [
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/sparql-query; charset=latin1",
        "",
        "application/sparql-query; charset=utf-16",
        "application/x-www-form-urlencoded; charset=gbk",
        "application/pdf",
    ] {
        server.ask(post("/sparql", media_type, good)).expect(415, "unsupported-media-type");
    }
    server.ask(request("POST", "/sparql", "Content-Length: 0\r\n")).expect(415, "unsupported-media-type");
    let coded = format!(
        "Content-Type: application/sparql-query\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n",
        good.len()
    );
    server.ask(request("POST", "/sparql", &coded) + good).expect(415, "unsupported-media-type");
    for media_type in [
        "application/sparql-query",
        "Application/SPARQL-Query; charset=\"UTF-8\"",
        "application/sparql-query;charset=utf8",
    ] {
        server.ask(post("/sparql", media_type, good)).ok();
    }
    server
        .ask(post("/sparql", "application/x-www-form-urlencoded", &format!("query={}", percent(good))))
        .ok();
    let mut bytes = post("/sparql", "application/sparql-query", "SELECT (1 AS ?x) {} #??").into_bytes();
    let end = bytes.len() - 2;
    bytes[end..].copy_from_slice(&[0xFF, 0xFE]);
    server.ask(bytes).expect(400, "bad-request");
}

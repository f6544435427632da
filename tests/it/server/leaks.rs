//! What errors tell: the problem and an id, nothing of the inside. [`super::wire`] looks at every error of every test; here
//! each sort is met once.

use super::lab::{Server, common, shared_store};
use super::wire::{post, query, request};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_sort_of_error_is_a_problem_that_tells_nothing_of_the_inside() {
    let server = common();
    let long = format!("/{}", "x".repeat(7 << 10));
    let mut ids = BTreeSet::new();
    for (bytes, status) in [
        (request("GET", "/nowhere", ""), 404),
        (request("GET", "/etc/passwd", ""), 404),
        (request("GET", &long, ""), 404),
        (request("GET", "/dump/none", ""), 404),
        (request("GET", "/store?graph=file%3A%2F%2F%2Fetc%2Fpasswd", ""), 404),
        (request("GET", "/queries/a/b", ""), 404),
        (request("GET", "/api/v1/none", ""), 404),
        (request("GET", "/%", ""), 400),
        (request("GET", "/sparql?query=%ff", ""), 400),
        (request("GET", "/queries/examples/partners", ""), 400),
        (request("GET", "/queries/examples/partners?unit=", ""), 400),
        (query("SELECT * { ?s <not an iri> ?o }"), 400),
        (query(&"(".repeat(1_000)), 400),
        (query(&"x".repeat(66_000)), 413),
        (query("LOAD <file:///etc/passwd>"), 403),
        (request("PUT", "/health", "Content-Length: 0\r\n"), 405),
        (request("GET", "/.well-known/void", "Accept: application/pdf\r\n"), 406),
        (post("/sparql", "text/plain", "x"), 415),
        ("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), 421),
        ("GET /health HTTP/1.1\r\n\r\n".to_owned(), 400),
    ] {
        let answer = server.ask(&bytes);
        assert_eq!(answer.status, status, "{}: {}", &bytes[..bytes.len().min(100)], answer.shown());
        assert_ne!(answer.problem(), "", "{}", answer.shown());
        let id = answer.json()["request_id"].as_str().unwrap().to_owned();
        assert_eq!(answer.field("x-request-id"), Some(id.as_str()));
        assert!(ids.insert(id), "an id twice");
        assert!(answer.field("cache-control") == Some("no-store") && answer.field("server").is_none());
        assert!(answer.text().len() < 1_000, "{}", answer.shown());
    }
}

/// A store that is damaged under a server: what the server says of it goes to the log.
#[test]
fn what_the_server_says_of_its_own_files_goes_to_the_log_alone() {
    let dir = tempfile::tempdir().unwrap();
    let copied =
        std::process::Command::new("cp").arg("-r").arg(shared_store()).arg(dir.path()).status().unwrap();
    assert!(copied.success());
    let store = dir.path().join("store");
    let server = Server::over(&store, &["--query-memory", "256"]);
    cut(&store);
    // Processes that start from now on read what is damaged.
    server.workers().iter().for_each(|pid| super::lab::kill("KILL", *pid));
    let mut failed = 0;
    for target in [
        "/queries/examples/papers-by-year",
        "/.well-known/void",
        "/sparql?query=ASK%7B%7D",
        "/store?default",
        "/health",
        "/",
    ] {
        let answer = server.get(target);
        if answer.status != 200 {
            answer.expect(503, "worker-lost");
            failed += 1;
        }
    }
    assert!(failed >= 3, "the damage is not met");
    assert_eq!(server.get("/health").status, 200);
}

/// Cuts every file of every generation short, its manifest aside.
fn cut(store: &Path) {
    for generation in
        fs::read_dir(store).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in fs::read_dir(generation).unwrap().map(|entry| entry.unwrap().path()) {
            if file.file_name().unwrap() != "MANIFEST" {
                fs::write(file, "damaged").unwrap();
            }
        }
    }
}

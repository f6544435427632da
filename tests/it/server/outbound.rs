//! No connection goes out, whatever a query says: refused, and seen from the system.

use super::lab::{Server, shared_store};
use super::wire::{percent, post, request};
use crate::faults::lab::has;
use std::fs;
use std::process::Command;

const REFUSED: &[&str] = &[
    "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <https://localhost:9/> { ?s ?p ?o } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { SERVICE <ftp://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:9/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "ASK { FILTER NOT EXISTS { SERVICE SILENT <http://127.0.0.1:9/> {} } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <http://127.0.0.1:9/> {} } } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:9/x.ttl>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:a>",
    "INSERT DATA { <a:a> <a:a> <a:a> }",
    "DELETE WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p 1 } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "DROP ALL",
    "CLEAR SILENT ALL",
    "CREATE GRAPH <a:a>",
    "COPY DEFAULT TO <a:a>",
];

fn refuse_all(server: &Server) {
    let before = server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").ok().body.clone();
    for text in REFUSED {
        server.query(text).expect(403, "refused");
        server.get(&format!("/sparql?query={}", percent(text))).expect(403, "refused");
    }
    for text in &REFUSED[9..] {
        server.ask(post("/sparql", "application/sparql-update", text)).expect(403, "refused");
        let form = format!("update={}", percent(text));
        server.ask(post("/sparql", "application/x-www-form-urlencoded", &form)).expect(403, "refused");
        server.get(&format!("/sparql?{form}")).expect(403, "refused");
    }
    for method in ["PUT", "DELETE", "PATCH"] {
        let answer = server.ask(request(method, "/store?default", "Content-Length: 0\r\n"));
        assert!(answer.expect(405, "method-not-allowed").field("allow").unwrap().contains("GET"), "{method}");
    }
    assert_eq!(server.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").body, before);
}

/// Graphs that a query names are names, whatever they look like.
fn name_graphs(server: &Server) {
    for iri in ["http://127.0.0.1:9/g", "file:///etc/passwd", "https://localhost:9/"] {
        for text in [
            format!("SELECT * FROM <{iri}> {{ ?s ?p ?o }}"),
            format!("SELECT * FROM NAMED <{iri}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        ] {
            let answer = server.query_as(&text, "text/csv");
            assert_eq!(answer.ok().text().lines().count(), 1, "{text}: {}", answer.shown());
        }
        let encoded = percent(iri);
        let query = percent("SELECT * { ?s ?p ?o }");
        for name in ["default-graph-uri", "named-graph-uri"] {
            let answer = server.ask(request(
                "GET",
                &format!("/sparql?query={query}&{name}={encoded}"),
                "Accept: text/csv\r\n",
            ));
            assert_eq!(answer.ok().text().lines().count(), 1, "{iri}: {}", answer.shown());
        }
        server.get(&format!("/store?graph={encoded}")).expect(404, "not-found");
    }
}

#[test]
fn services_and_updates_are_refused_and_graphs_are_names() {
    let server = super::lab::common();
    refuse_all(server);
    name_graphs(server);
}

#[test]
fn the_system_sees_no_connection_going_out() {
    if !has("strace", "no connection goes out") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let calls = dir.path().join("calls");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=connect,sendto,sendmsg,bind,listen,execve,socket", "-o"])
        .arg(&calls);
    command.arg(env!("CARGO_BIN_EXE_aicity")).args([
        "serve",
        "--query-memory",
        "256",
        "--bind",
        "127.0.0.1:0",
        "--store",
    ]);
    let server = Server::started(command.arg(shared_store()));
    refuse_all(&server);
    name_graphs(&server);
    for pid in server.workers() {
        super::lab::kill("TERM", pid);
    }
    assert!(super::lab::until(std::time::Duration::from_secs(20), || server.workers().is_empty()));
    let calls = fs::read_to_string(&calls).unwrap();
    assert!(calls.contains("listen("), "{calls}");
    let connects: Vec<&str> = calls.lines().filter(|line| line.contains("connect(")).collect();
    assert!(connects.is_empty(), "{connects:#?}");
    // One socket that listens; what else is made are pairs for signals, which have no address.
    let sockets: Vec<&str> = calls.lines().filter(|line| line.contains("socket(AF_INET")).collect();
    assert_eq!(sockets.len(), 1, "{sockets:#?}");
}

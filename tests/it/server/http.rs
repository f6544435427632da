//! Who may ask, what for, and how large: statuses of the protocol, on a connection that goes on where it can.

use super::lab::{Server, common};
use super::wire::{Wire, percent, post, query, request};
use std::io::ErrorKind;

/// A target of each resource.
pub const RESOURCES: &[&str] = &[
    "/",
    "/health",
    "/metrics",
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/store?default",
    "/queries",
    "/queries/examples/papers-by-year",
    "/.well-known/void",
    "/dump/graph.nq.zst",
    "/api/v1/openapi.json",
];

#[test]
fn a_head_is_a_get_without_its_body() {
    let mut wire = common().wire();
    for target in RESOURCES {
        let get = wire.send(request("GET", target, "")).answer();
        let head = wire.send(request("HEAD", target, "")).answer_to("HEAD");
        assert_eq!((get.status, head.status), (200, 200), "{target}: {}", get.shown());
        assert!(head.body.is_empty() && !get.body.is_empty(), "{target}");
        let lasting = |fields: &[(String, String)]| {
            let changes = |name: &str| {
                matches!(name, "date" | "x-request-id")
                    || (name == "content-length" && matches!(*target, "/health" | "/metrics"))
            };
            fields.iter().filter(|(name, _)| !changes(name)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(lasting(&get.fields), lasting(&head.fields), "{target}");
    }
}

#[test]
fn other_methods_are_told_which_there_are() {
    let mut wire = common().wire();
    for target in RESOURCES {
        for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECTX", "get", "POST"] {
            let answer = wire.send(request(method, target, "Content-Length: 0\r\n")).answer();
            if method == "POST" && target.starts_with("/sparql") {
                assert!(matches!(answer.status, 400 | 415), "{}", answer.shown());
            } else {
                let allow = answer.expect(405, "method-not-allowed").field("allow").unwrap();
                assert!(
                    allow.contains("GET") && allow.contains("HEAD") && !allow.contains(method),
                    "{target}: {allow}"
                );
            }
            if answer.closes() {
                wire = common().wire();
            }
        }
        let options = wire.send(request("OPTIONS", target, "")).answer();
        assert_eq!((options.status, options.body.len()), (204, 0), "{target}");
        assert!(options.field("allow").unwrap().contains("GET"), "{target}: {options:?}");
    }
}

#[test]
fn there_are_no_files_behind_paths() {
    let mut wire = common().wire();
    for path in [
        "/../../etc/passwd",
        "/..",
        "/./",
        "//",
        "//etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/dump/../../MANIFEST",
        "/dump/..%2f..%2fMANIFEST",
        "/dump/MANIFEST",
        "/dump/%2fetc%2fpasswd",
        "/queries/..%2f..%2fCargo/x",
        "/queries/examples/../../../Cargo.toml",
        "/.git/config",
        "/%5c..%5c..%5cwindows",
        "/api/v1/../../etc",
        "/health/",
        "/health/x",
        "/sparql/",
        "/HEALTH",
        "/api",
        "/api/v2/openapi.json",
        "/favicon.ico",
        "/robots.txt",
        "/%E5%8C%97",
    ] {
        let answer = wire.send(request("GET", path, "")).answer();
        answer.expect(404, "not-found");
        assert!(!answer.text().contains("root:"), "{path}");
    }
    for path in
        ["/%00", "/health%00", "/dump/graph.nq.zst%00.txt", "/%", "/%4", "/%zz", "/%ff%fe", "/%c0%ae%c0%ae/"]
    {
        wire.send(request("GET", path, "")).answer().expect(400, "bad-request");
    }
    // What is no path at all is no more than a bad request.
    for target in ["*", "health", "?", "\\..\\"] {
        let answer = wire.send(request("GET", target, "")).answer();
        assert!(matches!(answer.status, 400 | 404 | 421), "{target}: {}", answer.shown());
        if answer.closes() || answer.body.is_empty() {
            wire = common().wire();
        }
    }
}

#[test]
fn parameters_are_read_strictly() {
    let mut wire = common().wire();
    let good = percent("ASK {}");
    for parameters in [
        "query=%",
        "query=%4",
        "query=%zz",
        "query=%ff%fe",
        "query=%00",
        "%ff=x",
        "query=",
        "x=1",
        "querY=ASK",
        &format!("query={good}&query={good}"),
        &format!("query={good}&timeout=1&timeout=1"),
        &format!("query={good}&x=1"),
        &format!("query={good}&format=docx"),
        "timeout=5",
        "format=csv",
    ] {
        let answer = wire.send(request("GET", &format!("/sparql?{parameters}"), "")).answer();
        assert!(answer.status == 400 && !answer.closes(), "{parameters}: {}", answer.shown());
        let answer = wire.send(post("/sparql", "application/x-www-form-urlencoded", parameters)).answer();
        assert!(answer.status == 400 && !answer.closes(), "{parameters}: {}", answer.shown());
    }
    wire.send(post(&format!("/sparql?query={good}"), "application/sparql-query", "ASK {}"))
        .answer()
        .expect(400, "bad-request");
    wire.send(request("GET", &format!("/sparql?query={good}"), "")).answer().ok();
}

#[test]
fn hosts_that_are_others_are_not_answered() {
    let server = common();
    let port = server.address.port();
    let ask = |start: &str, hosts: &[&str]| {
        let fields = hosts.iter().fold(String::new(), |all, host| all + &format!("Host: {host}\r\n"));
        server.ask(format!("{start}\r\n{fields}\r\n"))
    };
    for host in [
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "10.0.0.1",
        "[::2]",
        "",
        "x@localhost.evil",
    ] {
        let answer = ask("GET /health HTTP/1.1", &[host]);
        assert!(matches!(answer.status, 421 | 400), "{host:?}: {}", answer.shown());
        assert!(
            answer.status == 421 || host.is_empty() || host.contains('@'),
            "{host:?}: {}",
            answer.shown()
        );
    }
    for host in ["localhost", "LocalHost:1", "127.0.0.1", "[::1]", &format!("127.0.0.1:{port}")] {
        ask("GET /health HTTP/1.1", &[host]).ok();
    }
    ask("GET http://evil.example/health HTTP/1.1", &["localhost"]).expect(421, "misdirected");
    ask("GET http://localhost/health HTTP/1.1", &["localhost"]).ok();
    ask("GET /health HTTP/1.1", &[]).expect(400, "bad-request");
    ask("GET /health HTTP/1.1", &["localhost", "evil.example"]).expect(400, "bad-request");
    ask("GET /health HTTP/1.1", &["evil.example", "localhost"]).expect(400, "bad-request");
    let forwarded =
        server.ask(request("GET", "/sparql", "X-Forwarded-Host: evil.example\r\nAccept: text/turtle\r\n"));
    assert!(!forwarded.ok().text().contains("evil.example"));
    let named = Server::with(&["--host", "data.example", "--query-memory", "256"]);
    named.ask("GET /health HTTP/1.1\r\nHost: data.example\r\n\r\n").ok();
}

#[test]
fn pages_of_other_origins_may_not_post_and_listed_ones_may_read() {
    let server = common();
    let text = "ASK {}";
    let posted = |origin: &str| {
        let fields = format!(
            "Origin: {origin}\r\nContent-Type: application/sparql-query\r\nContent-Length: {}\r\n",
            text.len()
        );
        server.ask(request("POST", "/sparql", &fields) + text)
    };
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost.evil",
        "https://listed.example.evil",
        "http://listed.example",
        "https://listed.example:8443",
        "http://localhost:1",
    ] {
        let answer = posted(origin);
        answer.expect(403, "refused");
        assert_eq!(answer.field("access-control-allow-origin"), None);
        let read = server.ask(request("GET", "/health", &format!("Origin: {origin}\r\n")));
        assert_eq!(read.ok().field("access-control-allow-origin"), None, "{origin}");
        let preflight = format!("Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\n");
        let preflight = server.ask(request("OPTIONS", "/sparql", &preflight));
        let told = preflight.fields.iter().find(|(name, _)| name.starts_with("access-control"));
        assert_eq!((preflight.status, told), (204, None), "{origin}");
    }
    assert_eq!(posted("http://localhost").ok().field("access-control-allow-origin"), None);
    let listed = "https://listed.example";
    assert_eq!(posted(listed).ok().field("access-control-allow-origin"), Some(listed));
    let preflight = format!(
        "Origin: {listed}\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
    );
    let preflight = server.ask(request("OPTIONS", "/sparql", &preflight));
    assert_eq!(preflight.field("access-control-allow-origin"), Some(listed));
    assert!(preflight.field("access-control-allow-methods").unwrap().contains("POST"));
    assert!(preflight.field("access-control-allow-headers").unwrap().contains("Content-Type"));
    assert_eq!(preflight.field("access-control-allow-credentials"), None);
    let read = server.ask(request("GET", "/nowhere", &format!("Origin: {listed}\r\n")));
    assert_eq!(read.expect(404, "not-found").field("access-control-allow-origin"), Some(listed));
    assert!(read.field("vary").unwrap().contains("Origin"));
}

#[test]
fn heads_beyond_their_limit_are_refused() {
    let server = common();
    let fields = |n: usize| (0..n).fold(String::new(), |all, i| all + &format!("X-{i}: y\r\n"));
    server.ask(request("GET", "/health", &fields(90))).ok();
    server.ask(request("GET", "/health", &format!("X: {}\r\n", "y".repeat(7 << 10)))).ok();
    for head in [
        request("GET", "/health", &fields(101)),
        request("GET", "/health", &format!("X: {}\r\n", "y".repeat(9 << 10))),
        request("GET", "/health", &fields(2_000)),
        request("GET", &format!("/sparql?query={}", "a".repeat(9 << 10)), ""),
        request("GET", &format!("/sparql?query={}", "a".repeat(70 << 10)), ""),
    ] {
        let mut wire = server.wire();
        let _ = wire.try_send(head.as_bytes());
        let answer = wire.answer();
        assert!(matches!(answer.status, 431 | 414), "{} bytes: {}", head.len(), answer.shown());
        wire.expect_end();
    }
    server.assert_fine("large heads");
}

#[test]
fn bodies_beyond_their_limit_are_refused_without_being_read() {
    let server = common();
    let head = |length: u64, more: &str| {
        request(
            "POST",
            "/sparql",
            &format!("Content-Type: application/sparql-query\r\nContent-Length: {length}\r\n{more}"),
        )
    };
    for length in [135_000_000, 1 << 40, u64::MAX / 2] {
        for more in ["", "Expect: 100-continue\r\n"] {
            let mut wire = server.wire();
            let answer = wire.send(head(length, more)).answer();
            assert!(answer.expect(413, "too-large").closes());
            wire.expect_end();
        }
    }
    // A body of no told length is read as far as a body may be long.
    let chunk = format!("1000\r\n{}\r\n", "#".repeat(0x1000));
    let mut wire = server.wire();
    wire.send(request(
        "POST",
        "/sparql",
        "Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n",
    ));
    let mut sent = 0;
    while sent < 4_096 && wire.try_send(chunk.as_bytes()).is_ok() {
        sent += 1;
    }
    assert!(sent < 4_096, "all of 16 MiB was taken");
    let answer = wire.try_answer(false);
    // The answer may be lost to a client that goes on sending.
    let refused = match &answer {
        Ok(answer) => answer.status == 413,
        Err(error) => matches!(
            error.kind(),
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof
        ),
    };
    assert!(refused, "{answer:?}");
    let exact = |length: usize| {
        let text = "ASK {} #";
        format!("{text}{}", "x".repeat(length - text.len()))
    };
    server.query(&exact(64 << 10)).ok();
    server.query(&exact((64 << 10) + 1)).expect(413, "too-large");
    let form = |text: &str| {
        post("/sparql", "application/x-www-form-urlencoded", &format!("query={}", percent(text)))
    };
    server.ask(form(&exact(64 << 10))).ok();
    server.ask(form(&exact((64 << 10) + 1))).expect(413, "too-large");
    server.assert_fine("large bodies");
}

#[test]
fn a_connection_is_used_again_after_an_error() {
    let mut wire: Wire = common().wire();
    for (bytes, status) in [
        (request("GET", "/nowhere", ""), 404),
        (request("PUT", "/health", "Content-Length: 0\r\n"), 405),
        (query("SELEC"), 400),
        (query("DROP ALL"), 403),
        (request("GET", "/sparql?query=%", ""), 400),
        (request("GET", "/health", "Accept: */*\r\n"), 200),
        (request("GET", "/.well-known/void", "Accept: application/pdf\r\n"), 406),
        (post("/nowhere", "text/plain", "a body that nobody reads"), 404),
        (query("ASK {}"), 200),
    ] {
        let answer = wire.send(&bytes).answer();
        assert_eq!(answer.status, status, "{bytes}: {}", answer.shown());
        assert!(!answer.closes(), "{bytes}");
    }
}

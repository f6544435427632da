//! Where one message ends and the next begins: bytes that another program might read otherwise are refused, and the
//! connection is closed.

use super::lab::{Server, common};
use super::wire::{Wire, query, request};
use crate::faults::lab::Dice;

/// Sends bytes; expects one refusal or none, and the end.
#[track_caller]
fn expect_refused(server: &Server, bytes: &[u8]) {
    let mut wire = server.wire();
    let _ = wire.try_send(bytes);
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let answer = wire.try_answer(false);
    match &answer {
        Ok(answer) => {
            assert!(matches!(answer.status, 400 | 413 | 431 | 501 | 505), "{shown}: {}", answer.shown());
        }
        Err(error) => panic!("no answer to {shown}: {error}"),
    }
    wire.expect_end();
}

const TYPE: &str = "Content-Type: application/sparql-query\r\n";
/// A request that may not be answered: it stands in the body of another.
const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

#[test]
fn two_lengths_are_refused_in_any_dress() {
    let server = common();
    let chunked = "6\r\nASK {}\r\n0\r\n\r\n";
    for fields in [
        "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n",
        "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n",
        "content-length:6\r\ntransfer-encoding:chunked\r\n",
        "Content-Length: 6\r\nX: y\r\nTRANSFER-ENCODING: Chunked\r\n",
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
    ] {
        let whole = request("POST", "/sparql", &format!("{TYPE}{fields}")) + chunked + SMUGGLED;
        expect_refused(server, whole.as_bytes());
        // Empty lines before it, and lines that end without a carriage return, are let pass by many.
        expect_refused(server, format!("\r\n\r\n{whole}").as_bytes());
        expect_refused(server, format!("\n\n{whole}").as_bytes());
        expect_refused(server, whole.replace("\r\n", "\n").as_bytes());
        // Also as the second of a connection.
        let mut wire = server.wire();
        wire.send(query("ASK {}")).answer().ok();
        wire.send(&whole).answer().expect(400, "bad-request");
        wire.expect_end();
        let mut wire = server.wire();
        wire.send(query("ASK {}") + "\r\n" + &whole).answer().ok();
        wire.answer().expect(400, "bad-request");
        wire.expect_end();
    }
}

#[test]
fn lengths_that_are_none_are_refused() {
    let server = common();
    for fields in [
        "Content-Length: +6\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x6\r\n",
        "Content-Length: 6 6\r\n",
        "Content-Length: 6\r\nContent-Length: 7\r\n",
        "Content-Length: 6, 7\r\n",
        "Content-Length: \r\n",
        "Content-Length: 99999999999999999999999\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: chunked, gzip\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length : 6\r\n",
        " Content-Length: 6\r\n",
        "X: a\r\n Transfer-Encoding: chunked\r\n",
        "X\r\n",
        ": x\r\n",
        "X: a\0b\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n",
    ] {
        expect_refused(
            server,
            (request("POST", "/sparql", &format!("{TYPE}{fields}")) + "ASK {}" + SMUGGLED).as_bytes(),
        );
    }
}

#[test]
fn chunks_that_are_none_are_refused() {
    let server = common();
    let head = request("POST", "/sparql", &format!("{TYPE}Transfer-Encoding: chunked\r\n"));
    for chunks in [
        "zz\r\nASK {}\r\n0\r\n\r\n",
        "-6\r\nASK {}\r\n0\r\n\r\n",
        "+6\r\nASK {}\r\n0\r\n\r\n",
        "\r\nASK {}\r\n0\r\n\r\n",
        "ffffffffffffffffff\r\nASK {}",
        "6\r\nASK {}XX0\r\n\r\n",
        "6\r\nASK {}0\r\n\r\n",
        "0x6\r\nASK {}\r\n0\r\n\r\n",
        "6\nASK {}\r\n0\r\n\r\n",
        "6 6\r\nASK {}\r\n0\r\n\r\n",
    ] {
        expect_refused(server, (head.clone() + chunks + SMUGGLED).as_bytes());
    }
    let answer = server.ask(head.clone() + "3\r\nASK\r\n3;x=y\r\n {}\r\n0\r\n\r\n");
    assert!(answer.ok().closes());
    // A body that breaks off is no body.
    for part in ["6\r\nAS", "6\r\nASK {}\r\n", "6"] {
        let stream = std::net::TcpStream::connect(server.address).unwrap();
        let half = stream.try_clone().unwrap();
        let mut wire = Wire::over(stream);
        wire.send(head.clone() + part);
        half.shutdown(std::net::Shutdown::Write).unwrap();
        if let Ok(answer) = wire.try_answer(false) {
            assert_eq!(answer.status, 400, "{part}: {}", answer.shown());
        }
    }
    server.assert_fine("bad chunks");
}

#[test]
fn requests_in_one_piece_or_byte_by_byte_are_answered_in_their_order() {
    let server = common();
    let parts = [
        request("GET", "/queries", ""),
        query("ASK {}"),
        request("HEAD", "/", ""),
        request("GET", "/nowhere", ""),
        query("SELECT (1 AS ?x) {}"),
        request("OPTIONS", "/health", ""),
    ];
    let statuses = [200, 200, 200, 404, 200, 204];
    let whole = parts.concat();
    for piece in [whole.len(), 1, 7] {
        let mut wire = server.wire();
        for bytes in whole.as_bytes().chunks(piece) {
            wire.send(bytes);
        }
        for (part, status) in parts.iter().zip(statuses) {
            let method = part.split(' ').next().unwrap();
            assert_eq!(wire.answer_to(method).status, status, "{part}");
        }
    }
    // After a chunked body nothing more is read from a connection.
    let mut wire = server.wire();
    let head = request("POST", "/sparql", &format!("{TYPE}Transfer-Encoding: chunked\r\n"));
    assert!(wire.send(head + "6\r\nASK {}\r\n0\r\n\r\n" + SMUGGLED).answer().ok().closes());
    wire.expect_end();
}

#[test]
fn other_protocols_are_refused() {
    let server = common();
    let client_hello = [&[22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3][..], &[7; 194]].concat();
    for bytes in [
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(),
        client_hello,
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(),
        b"GET /health\r\n\r\n".to_vec(),
        b"GET /health HTTP/2.0\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET  /health HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"G\xc3\x8bT /health HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"GET /he\xffalth HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"\0\0\0\0\r\n\r\n".to_vec(),
    ] {
        expect_refused(server, &bytes);
    }
    // A request to go on with HTTP/2 without encryption may be passed over.
    let upgrade =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n";
    let answer = server.ask(request("GET", "/health", upgrade));
    answer.ok();
    server.assert_fine("other protocols");
}

#[test]
fn the_older_protocol_is_answered_and_closed() {
    let server = common();
    let mut wire = server.wire();
    let answer = wire.send("GET /queries HTTP/1.0\r\n\r\n").answer();
    assert_eq!(answer.ok().field("transfer-encoding"), None);
    wire.expect_end();
    let mut wire = server.wire();
    wire.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\nHost: localhost\r\n\r\n").answer().ok();
    wire.send("GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n").answer().ok();
    wire.expect_end();
    let mut wire = server.wire();
    wire.send(request("GET", "/health", "Connection: close\r\n")).answer().ok();
    wire.expect_end();
    server.ask("GET /health HTTP/1.0\r\nHost: evil.example\r\n\r\n").expect(421, "misdirected");
    let large = server.ask("GET /dump/graph.nq.zst HTTP/1.0\r\nAccept-Encoding: gzip, zstd\r\n\r\n");
    assert_eq!(large.ok().field("transfer-encoding"), None);
    assert!(!large.body.is_empty());
}

/// Any change to a request is answered, refused or cut off: the next one is served.
#[test]
fn changed_requests_end_nothing() {
    let server = common();
    let seeds = [
        request(
            "GET",
            "/queries/examples/partners?unit=city%2F1000",
            "Accept: text/csv\r\nAccept-Encoding: gzip\r\n",
        ),
        query("SELECT * { ?s ?p ?o } LIMIT 1"),
        request("POST", "/sparql", &format!("{TYPE}Transfer-Encoding: chunked\r\n"))
            + "6\r\nASK {}\r\n0\r\n\r\n",
    ];
    let mut dice = Dice(99);
    let odd = b"\0\r\n \t:;,%/?&=\x7f\xff\"0a-+{}";
    for round in 0..400 {
        let mut bytes = seeds[round % seeds.len()].clone().into_bytes();
        for _ in 0..=dice.below(3) {
            let at = dice.below(bytes.len() as u64) as usize;
            match dice.below(3) {
                0 => bytes[at] = odd[dice.below(odd.len() as u64) as usize],
                1 => bytes.insert(at, odd[dice.below(odd.len() as u64) as usize]),
                _ => drop(bytes.remove(at)),
            }
        }
        let stream = std::net::TcpStream::connect(server.address).unwrap();
        let half = stream.try_clone().unwrap();
        let mut wire = Wire::over(stream);
        let _ = wire.try_send(&bytes);
        // A client that says it is done is told at once, or let go.
        let _ = half.shutdown(std::net::Shutdown::Write);
        if let Ok(answer) = wire.try_answer(false) {
            assert!(answer.status < 500, "{}: {}", String::from_utf8_lossy(&bytes), answer.shown());
        }
    }
    server.assert_fine("changed requests");
}

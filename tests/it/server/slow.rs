//! Clients that take their time: each has its deadline, and the others are served meanwhile.

use super::admission::connect_from;
use super::lab::{Server, until};
use super::wire::{Answer, Wire, query, request};
use std::io::Read;
use std::net::{SocketAddr, TcpStream};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// What a clock may be late on a machine that does much else.
const LATE: Duration = Duration::from_secs(8);

#[track_caller]
fn assert_took(began: Instant, seconds: u64) {
    let (took, expected) = (began.elapsed(), Duration::from_secs(seconds));
    assert!(
        took + Duration::from_millis(300) >= expected && took < expected + LATE,
        "{took:?}, not {expected:?}"
    );
}

/// 300 heads that are never finished, some a byte at a time; what became of each.
fn half_heads(address: SocketAddr) -> Vec<Option<(Answer, Duration)>> {
    let began = Instant::now();
    let mut wires: Vec<Wire> = (0..300).map(|_| Wire::over(connect_from("127.0.0.2", address))).collect();
    for wire in &mut wires {
        // Those that are turned away may be gone already.
        let _ = wire.try_send(b"GET /health HTTP/1.1\r\nHost: local");
    }
    for _ in 0..8 {
        sleep(Duration::from_secs(1));
        wires.iter_mut().step_by(2).for_each(|wire| drop(wire.try_send(b"h")));
    }
    wires.iter_mut().map(|wire| wire.try_answer(false).ok().map(|answer| (answer, began.elapsed()))).collect()
}

#[track_caller]
fn assert_half_heads(ends: &[Option<(Answer, Duration)>]) {
    let late = ends.iter().flatten().filter(|(answer, _)| answer.problem() == "request-timeout");
    let late: Vec<&Duration> = late.map(|(_, took)| took).collect();
    // Half of the connections are one address's, and a few are for /health.
    assert!(late.len() >= 32 && late.len() <= 45, "{} are told that they are late", late.len());
    assert!(late.iter().all(|took| **took < Duration::from_secs(10) + LATE), "{late:?}");
    let refused = ends.iter().flatten().filter(|(answer, _)| answer.problem() == "overloaded").count();
    let reset = ends.iter().filter(|end| end.is_none()).count();
    assert_eq!(late.len() + refused + reset, 300);
}

/// A body of one byte a second.
fn slow_body(address: SocketAddr) {
    let began = Instant::now();
    let mut wire = Wire::open(address);
    wire.send(request(
        "POST",
        "/sparql",
        "Content-Type: application/sparql-query\r\nContent-Length: 100\r\n",
    ));
    for _ in 0..29 {
        wire.send("#");
        sleep(Duration::from_secs(1));
    }
    assert!(wire.answer().expect(408, "request-timeout").closes());
    assert_took(began, 30);
    wire.expect_end();
}

/// A connection that says nothing: at once, and after an answer.
fn idle(address: SocketAddr) {
    let began = Instant::now();
    let (mut silent, mut served) = (Wire::open(address), Wire::open(address));
    served.send(request("GET", "/health", "")).answer().ok();
    silent.expect_end();
    served.expect_end();
    assert_took(began, 30);
}

/// A large answer that nobody reads: its process is free at once, its connection is not kept.
fn unread(server: &Server) {
    let text = "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } LIMIT 60000";
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    std::io::Write::write_all(&mut stream, query(text).as_bytes()).unwrap();
    assert!(until(Duration::from_secs(20), || stream.peek(&mut [0]).is_ok_and(|n| n == 1)));
    assert!(until(Duration::from_secs(5), || server.load() == (0, 0)), "{:?}", server.load());
    let open = || {
        let text = server.get("/metrics").text().to_owned();
        let line =
            text.lines().find_map(|line| line.strip_prefix("aicity_connections_open ")).map(str::to_owned);
        line.unwrap_or_else(|| panic!("{text}")).parse::<u64>().unwrap()
    };
    let began = Instant::now();
    assert!(until(Duration::from_secs(31) + LATE, || open() == 1), "{} are open", open());
    assert!(began.elapsed() > Duration::from_secs(20), "{:?}", began.elapsed());
    // What the system held is all that comes: less than was promised.
    let mut rest = Vec::new();
    let ended = stream.read_to_end(&mut rest);
    let head = String::from_utf8_lossy(&rest[..rest.len().min(2_000)]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.unwrap_or_else(|| panic!("{head}")).parse().unwrap();
    assert!(rest.len() < length, "{} of {length}: {ended:?}", rest.len());
}

#[test]
fn slow_clients_have_their_deadlines_and_the_others_are_served() {
    let server = Server::with(&["--query-memory", "256"]);
    let roomy = Server::with(&["--query-memory", "256", "--result-rows", "1000000", "--query-time", "30"]);
    scope(|threads| {
        threads.spawn(|| slow_body(server.address));
        threads.spawn(|| idle(server.address));
        threads.spawn(|| unread(&roomy));
        let half = threads.spawn(|| half_heads(server.address));
        let mut rounds = 0;
        while !half.is_finished() {
            let began = Instant::now();
            server.get("/queries").ok();
            server.query("SELECT (1 AS ?x) {}").ok();
            assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
            rounds += 1;
            sleep(Duration::from_millis(100));
        }
        assert!(rounds >= 10, "{rounds}");
        assert_half_heads(&half.join().unwrap());
    });
    server.assert_fine("slow clients");
}

//! Starts that are refused, signals, and ends: what is under way has five seconds.

use super::lab::{ENDLESS, Server, lives, shared_store, until};
use super::wire::{query, request};
use crate::faults::lab::{Answer, aicity, run};
use std::net::TcpStream;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// A start that ends by itself.
fn refused(args: &[&str]) -> Answer {
    run(aicity(["serve", "--store"]).arg(shared_store()).args(args))
}

#[test]
fn a_port_that_is_taken_is_a_conflict() {
    let address = super::lab::common().address.to_string();
    let answer = refused(&["--bind", &address]);
    assert_eq!(answer.code, Some(5), "{}", answer.err);
    assert!(
        answer.err.contains(&format!("{address} is in use")) && answer.err.contains("port 0"),
        "{}",
        answer.err
    );
}

#[test]
fn an_address_that_others_reach_has_to_be_meant() {
    for bind in ["0.0.0.0:0", "[::]:0", "192.0.2.1:0", "10.0.0.1:7878"] {
        let answer = refused(&["--bind", bind]);
        assert_eq!(answer.code, Some(2), "{bind}: {}", answer.err);
        assert!(answer.err.contains("--public"), "{bind}: {}", answer.err);
    }
    for args in [
        &["--bind", "localhost"][..],
        &["--bind", "127.0.0.1:99999"],
        &["--query-time", "0"],
        &["--query-time", "61"],
        &["--query-memory", "0"],
        &["--result-rows", "0"],
        &["--connections", "0"],
        &["--queries", "0"],
        &["--cors-origin", "*"],
        &["--cors-origin", "data.example"],
        &["--cors-origin", "https://data.example/"],
        &["--nothing"],
    ] {
        let answer = refused(args);
        assert_eq!(answer.code, Some(2), "{args:?}: {}", answer.err);
    }
    let missing = run(&mut aicity(["serve", "--bind", "127.0.0.1:0", "--store", "/nowhere/at/all"]));
    assert_eq!(missing.code, Some(4), "{}", missing.err);
}

/// What a server with a query that never ends, and a request that is half sent, comes to when it is signalled.
fn end_by(signal: &str, code: i32) {
    let mut server = Server::with(&["--query-time", "60", "--query-memory", "256"]);
    let workers = server.workers();
    let mut endless = server.wire();
    endless.send(query(ENDLESS));
    let mut idle = server.wire();
    idle.send(request("GET", "/health", "")).answer().ok();
    assert!(until(Duration::from_secs(10), || server.load().0 == 1));
    let text = query("ASK {}");
    let (first, last) = text.split_at(text.len() - 3);
    let mut slow = server.wire();
    slow.send(first);
    sleep(Duration::from_millis(300));
    server.signal(signal);
    let began = Instant::now();
    idle.expect_end();
    assert!(
        until(Duration::from_secs(4), || TcpStream::connect(server.address).is_err()),
        "it still accepts"
    );
    sleep(Duration::from_millis(500));
    // What was begun is finished; what cannot be, is told.
    slow.send(last).answer().ok();
    assert!(endless.answer().expect(503, "shutting-down").closes());
    let told = began.elapsed();
    assert!(told >= Duration::from_secs(4) && told < Duration::from_secs(15), "{told:?}");
    assert_eq!(server.wait(Duration::from_secs(10)).code(), Some(code), "{}", server.log());
    assert!(until(Duration::from_secs(5), || !workers.iter().any(|pid| lives(*pid))), "{workers:?}");
}

fn end_twice(first: &str, second: &str, code: i32) {
    let mut server = Server::with(&["--query-time", "60", "--query-memory", "256"]);
    let mut endless = server.wire();
    endless.send(query(ENDLESS));
    assert!(until(Duration::from_secs(10), || server.load().0 == 1));
    let workers = server.workers();
    server.signal(first);
    assert!(
        until(Duration::from_secs(4), || TcpStream::connect(server.address).is_err()),
        "it still accepts"
    );
    let began = Instant::now();
    server.signal(second);
    assert_eq!(server.wait(Duration::from_secs(10)).code(), Some(code), "{}", server.log());
    assert!(began.elapsed() < Duration::from_millis(3_500), "{:?}", began.elapsed());
    assert!(until(Duration::from_secs(5), || !workers.iter().any(|pid| lives(*pid))), "{workers:?}");
}

#[test]
fn a_signal_leaves_five_seconds_and_a_second_one_none() {
    scope(|threads| {
        threads.spawn(|| end_by("TERM", 143));
        threads.spawn(|| end_by("INT", 130));
        threads.spawn(|| end_twice("TERM", "TERM", 143));
        threads.spawn(|| end_twice("INT", "TERM", 130));
    });
    let mut quiet = Server::with(&["--query-memory", "256"]);
    let began = Instant::now();
    quiet.signal("TERM");
    assert_eq!(quiet.wait(Duration::from_secs(10)).code(), Some(143));
    assert!(began.elapsed() < Duration::from_secs(4), "nothing was under way");
}

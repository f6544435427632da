//! Query processes: they end with their client, with their server, and with what kills them, and nothing else ends with them.

use super::lab::{ENDLESS, HONEST, Server, children, lives, store_in, until};
use super::wire::{percent, query, request};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// A query that fills its memory, slowly enough to be met.
const SORTING: &str = "SELECT * { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } } ORDER BY ?f ?c";

/// Waits until so many queries run.
#[track_caller]
fn until_running(server: &Server, number: u64) {
    assert!(until(Duration::from_secs(20), || server.load().0 == number), "running: {:?}", server.load());
}

#[test]
fn a_query_ends_when_its_client_goes_away() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "512"]);
    // The server may also be told by a half-closed connection, and while bytes of a next request are there.
    for (what, bytes) in [
        ("POST", query(ENDLESS)),
        ("GET", request("GET", &format!("/sparql?query={}", percent(ENDLESS)), "")),
    ] {
        let idle = server.workers();
        let mut wire = server.wire();
        wire.send(&bytes);
        until_running(&server, 1);
        let (before, began) = (server.ticks(), Instant::now());
        sleep(Duration::from_millis(500));
        assert!(server.ticks() > before, "{what}: it does not run");
        drop(wire);
        assert!(
            until(Duration::from_secs(5), || idle.iter().any(|pid| !lives(*pid))),
            "{what}: its process lives on"
        );
        assert!(until(Duration::from_secs(5), || server.load() == (0, 0)), "{what}: it still counts");
        assert!(began.elapsed() < Duration::from_secs(10), "{what}");
        let quiet = server.ticks();
        sleep(Duration::from_secs(1));
        let spent = server.ticks() - quiet.min(server.ticks());
        assert!(spent < 30, "{what}: {spent} ticks in a second without a query");
        server.assert_fine(what);
    }
    let zombies = children(server.pid()).into_iter().filter(|pid| !lives(*pid)).count();
    assert_eq!(zombies, 0);
}

#[test]
fn a_query_that_waits_is_forgotten_when_its_client_goes_away() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "256", "--queries", "1"]);
    let mut first = server.wire();
    first.send(query(ENDLESS));
    until_running(&server, 1);
    let mut second = server.wire();
    second.send(query(ENDLESS));
    assert!(until(Duration::from_secs(10), || server.load() == (1, 1)), "{:?}", server.load());
    drop(second);
    assert!(until(Duration::from_secs(4), || server.load() == (1, 0)), "{:?}", server.load());
    drop(first);
    assert!(until(Duration::from_secs(5), || server.load() == (0, 0)), "{:?}", server.load());
    server.assert_fine("both are gone");
}

#[test]
fn processes_end_with_a_server_that_is_killed() {
    let mut server = Server::with(&["--query-time", "60", "--query-memory", "256"]);
    let mut wires: Vec<_> = (0..2).map(|_| server.wire()).collect();
    for wire in &mut wires {
        wire.send(query(ENDLESS));
    }
    until_running(&server, 2);
    let workers = server.workers();
    assert!(workers.len() >= 2, "{workers:?}");
    server.signal("KILL");
    server.wait(Duration::from_secs(10));
    let ended = until(Duration::from_secs(5), || !workers.iter().any(|pid| lives(*pid)));
    assert!(ended, "they live on: {:?}", workers.iter().filter(|pid| lives(**pid)).collect::<Vec<_>>());
}

#[test]
fn a_process_that_is_killed_is_one_answer() {
    let server = Server::with(&["--query-time", "60", "--query-memory", "256", "--queries", "1"]);
    for _ in 0..7 {
        let mut wire = server.wire();
        wire.send(query(ENDLESS));
        until_running(&server, 1);
        sleep(Duration::from_millis(100));
        server.workers().iter().for_each(|pid| super::lab::kill("KILL", *pid));
        wire.answer().expect(503, "worker-lost");
    }
    // An idle one that is killed costs a query at most.
    server.assert_fine("seven that were killed");
    server.workers().iter().for_each(|pid| super::lab::kill("KILL", *pid));
    let after = server.query(HONEST);
    assert!(after.status == 200 || after.problem() == "worker-lost", "{}", after.shown());
    server.assert_fine("an idle one that was killed");
}

/// Replaces a program, which may run.
fn install(program: &Path, from: &Path) {
    let next = program.with_extension("next");
    fs::copy(from, &next).unwrap();
    fs::set_permissions(&next, fs::Permissions::from_mode(0o755)).unwrap();
    fs::rename(next, program).unwrap();
}

#[test]
fn processes_that_cannot_start_are_tried_five_times_and_then_after_a_while() {
    let dir = tempfile::tempdir().unwrap();
    let (program, broken) = (dir.path().join("program"), dir.path().join("broken"));
    fs::write(&broken, "#!/bin/sh\nexit 1\n").unwrap();
    install(&program, Path::new(env!("CARGO_BIN_EXE_aicity")));
    let server = Server::of(&program, super::lab::shared_store(), &["--query-memory", "256"]);
    install(&program, &broken);
    server.workers().iter().for_each(|pid| super::lab::kill("KILL", *pid));
    for _ in 0..20 {
        server.query(HONEST).expect(503, "worker-lost");
        assert_eq!(server.get("/health").status, 200);
    }
    let began = Instant::now();
    assert!(server.query(HONEST).expect(503, "worker-lost").text().contains("paused"));
    assert!(began.elapsed() < Duration::from_secs(2));
    let log = server.log();
    assert_eq!(log.matches("processes were lost").count(), 1, "{log}");
    install(&program, Path::new(env!("CARGO_BIN_EXE_aicity")));
    assert!(until(Duration::from_secs(30), || server.query(HONEST).status == 200), "{}", server.log());
}

#[test]
fn the_rest_is_answered_at_once_while_hostile_queries_run() {
    let server = Server::with(&["--query-time", "5", "--query-memory", "256"]);
    let rankings = server.get("/api/v1/rankings").status == 200;
    scope(|threads| {
        let hostile: Vec<_> = [ENDLESS, SORTING, ENDLESS, SORTING]
            .into_iter()
            .map(|text| threads.spawn(|| server.query(text)))
            .collect();
        until_running(&server, 2);
        let mut asked = 0;
        while asked < 10 || (asked < 200 && !hostile.iter().all(std::thread::ScopedJoinHandle::is_finished)) {
            for target in
                ["/health", "/api/v1/openapi.json", "/metrics", "/queries", "/", "/api/v1/rankings?limit=1"]
            {
                if target.contains("rankings") && !rankings {
                    continue;
                }
                let began = Instant::now();
                server.get(target).ok();
                assert!(began.elapsed() < Duration::from_secs(1), "{target}: {:?}", began.elapsed());
            }
            asked += 1;
            sleep(Duration::from_millis(50));
        }
        for thread in hostile {
            let answer = thread.join().unwrap();
            let known =
                matches!(answer.problem().as_str(), "query-timeout" | "query-memory" | "too-many-requests");
            assert!(known, "{}", answer.shown());
        }
    });
    server.assert_fine("hostile queries");
}

#[test]
fn eight_clients_that_ask_everything_at_once_are_all_answered() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::over(&store_in(dir.path()), &["--query-time", "1", "--query-memory", "128"]);
    let deadline = Instant::now() + Duration::from_secs(6);
    let answered: usize = scope(|threads| {
        let clients: Vec<_> = (0..8)
            .map(|client| {
                let server = &server;
                threads.spawn(move || {
                    let mut answered = 0;
                    let mut wire = server.wire();
                    while Instant::now() < deadline {
                        let bytes = match (client + answered) % 8 {
                            0 => query(ENDLESS),
                            1 => query(SORTING),
                            2 => request("GET", "/queries/examples/papers-by-year", ""),
                            3 => request("GET", "/.well-known/void", ""),
                            4 => request("GET", "/metrics", ""),
                            5 => request("GET", "/nowhere", ""),
                            _ => query(HONEST),
                        };
                        let answer = wire.send(bytes).answer();
                        assert!(matches!(answer.status, 200 | 404 | 429 | 503), "{}", answer.shown());
                        if answer.closes() {
                            wire = server.wire();
                        }
                        answered += 1;
                    }
                    answered
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    assert!(answered >= 20, "only {answered} answers");
    assert!(until(Duration::from_secs(10), || server.load() == (0, 0)), "{:?}", server.load());
    server.assert_fine("eight clients");
    assert!(server.workers().len() <= 4, "{:?}", server.workers());
}

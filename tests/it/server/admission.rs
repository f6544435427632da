//! How many may be served at once, and what becomes of the others.

use super::lab::{ENDLESS, HONEST, Server, children, shared_store, until};
use super::wire::{Answer, Wire, query, request};
use crate::faults::disk::reachable;
use crate::faults::lab::{has, skipped};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// A connection from another address of this machine.
pub fn connect_from(source: &str, to: SocketAddr) -> TcpStream {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let connecting = async {
        let socket = tokio::net::TcpSocket::new_v4()?;
        socket.bind(format!("{source}:0").parse().unwrap())?;
        socket.connect(to).await?.into_std()
    };
    runtime.block_on(connecting).unwrap()
}

#[test]
fn two_queries_run_sixteen_wait_and_the_rest_is_told_to_come_again() {
    let server = Server::with(&["--query-time", "8", "--query-memory", "256", "--connections", "200"]);
    let mut wires: Vec<Wire> = (0..64).map(|_| server.wire()).collect();
    let began = Instant::now();
    for wire in &mut wires {
        wire.send(query(ENDLESS));
    }
    // Those beyond the 18 are turned away at once.
    assert!(until(Duration::from_secs(4), || server.load() == (2, 16)), "{:?}", server.load());
    let answers: Vec<(Answer, Duration)> = scope(|threads| {
        let waiting: Vec<_> =
            wires.iter_mut().map(|wire| threads.spawn(move || (wire.answer(), began.elapsed()))).collect();
        waiting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count = |status: u16, problem: &str, detail: &str| {
        let fits = |a: &&(Answer, Duration)| {
            a.0.status == status && a.0.problem() == problem && a.0.text().contains(detail)
        };
        answers.iter().filter(fits).count()
    };
    let all: Vec<(u16, String)> = answers.iter().map(|(a, _)| (a.status, a.problem())).collect();
    assert_eq!(count(503, "query-timeout", "8 s"), 2, "{all:?}");
    // Those that had their turn meanwhile could not become long ones as well.
    let short = count(429, "too-many-requests", "longer than 2 s");
    assert!((2..=8).contains(&short), "{short} {all:?}");
    assert_eq!(count(429, "too-many-requests", "no turn came"), 16 - short, "{all:?}");
    assert_eq!(count(429, "too-many-requests", "as many requests wait"), 46, "{all:?}");
    for (answer, took) in answers.iter().filter(|(answer, _)| answer.status == 429) {
        let at_once = answer.text().contains("as many requests wait");
        let most = if at_once { 4 } else { 14 };
        assert!(*took < Duration::from_secs(most), "{took:?} {}", answer.shown());
    }
    server.assert_fine("64 queries");
}

#[test]
fn queries_that_wait_have_their_turn() {
    let server = Server::with(&["--queries", "1", "--query-memory", "256"]);
    let mut wires: Vec<Wire> = (0..12).map(|_| server.wire()).collect();
    for wire in &mut wires {
        wire.send(query(HONEST));
    }
    for wire in &mut wires {
        wire.answer().ok();
    }
}

#[test]
fn beyond_the_connections_health_alone_is_answered() {
    let server = Server::with(&["--connections", "4", "--query-memory", "256"]);
    let mut held: Vec<Wire> = (0..2).map(|_| server.wire()).collect();
    held.iter_mut().for_each(|wire| drop(wire.send(request("GET", "/health", "")).answer()));
    for target in ["/", "/sparql", "/metrics", "/nowhere"] {
        let answer = server.get(target);
        assert!(answer.expect(503, "overloaded").closes());
    }
    assert!(server.get("/health").ok().closes());
    // Another address has its own half.
    let mut other = Wire::over(connect_from("127.0.0.2", server.address));
    other.send(request("GET", "/metrics", "")).answer().ok();
    // The reserved ones are few, and not for long.
    let mut idle: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(server.address).unwrap()).collect();
    let turned_away = until(Duration::from_secs(2), || {
        let mut wire = server.wire();
        wire.try_answer(false).is_ok_and(|answer| answer.expect(503, "overloaded").closes())
    });
    assert!(turned_away);
    assert!(until(Duration::from_secs(10), || {
        let mut wire = server.wire();
        // One that is turned away may be reset while it still sends.
        let _ = wire.try_send(request("GET", "/health", "").as_bytes());
        wire.try_answer(false).is_ok_and(|answer| answer.status == 200)
    }));
    idle.clear();
    drop(held);
    assert!(until(Duration::from_secs(10), || server.get("/metrics").status == 200));
}

/// Resident memory of a process, in KiB.
fn resident(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn five_thousand_connections_are_turned_away_in_little_memory() {
    let server = Server::with(&["--query-memory", "256"]);
    server.assert_fine("nothing");
    let (pid, before) = (server.pid(), resident(server.pid()));
    let mut most = 0;
    for _ in 0..20 {
        let held: Vec<TcpStream> = (0..250).map(|_| TcpStream::connect(server.address).unwrap()).collect();
        let files = std::fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count();
        most = most.max(files);
        drop(held);
    }
    assert!(most < 64 + 8 + 60, "{most} files are open");
    assert!(until(Duration::from_secs(20), || {
        let mut wire = server.wire();
        let _ = wire.try_send(request("GET", "/metrics", "").as_bytes());
        wire.try_answer(false).is_ok_and(|answer| answer.status == 200)
    }));
    let after = resident(pid);
    assert!(after < before + (48 << 10), "{before} KiB before, {after} KiB after");
    server.assert_fine("5,000 connections");
    let text = server.get("/metrics").text().to_owned();
    assert!(text.contains("refused"), "{text}");
}

#[test]
fn few_processes_are_answers_and_no_end() {
    let test = "few processes";
    if !(has("setpriv", test) && has("prlimit", test)) {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let program = reachable(dir.path());
    let copied = Command::new("cp").arg("-r").arg(shared_store()).arg(dir.path()).status().unwrap();
    assert!(copied.success());
    let own =
        Command::new("chown").args(["-R", "64997:64997"]).arg(dir.path()).stderr(Stdio::null()).status();
    if !own.is_ok_and(|status| status.success()) {
        return skipped(test, "not root");
    }
    // The server has four threads and two processes of two; what is beyond cannot be started.
    let mut command = Command::new("prlimit");
    command.args(["--nproc=11", "setpriv", "--reuid=64997", "--regid=64997", "--clear-groups"]).arg(program);
    command.args([
        "serve",
        "--queries",
        "4",
        "--query-memory",
        "256",
        "--query-time",
        "3",
        "--bind",
        "127.0.0.1:0",
        "--threads",
        "1",
    ]);
    let server = Server::started(command.arg("--store").arg(dir.path().join("store")));
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        let mut wires: Vec<Wire> = (0..6).map(|_| server.wire()).collect();
        for wire in &mut wires {
            wire.send(query(HONEST));
        }
        for wire in &mut wires {
            let answer = wire.answer();
            assert!(matches!(answer.status, 200 | 429 | 503), "{}", answer.shown());
        }
        assert_eq!(server.get("/health").status, 200);
        sleep(Duration::from_millis(100));
    }
    assert!(children(server.pid()).len() <= 4);
}

//! Loads while serving: each answer is of one generation, and the newest is served soon.

use super::lab::{Server, until};
use super::wire::{percent, request};
use crate::faults::lab::{Lab, load, run, succeed};
use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

const PAPERS: usize = 300;
/// The titles, of which each names the seed of its corpus.
const TITLES: &str = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } FILTER(CONTAINS(STR(?o), \"and seed\")) } ORDER BY ?o";

/// Which of the two corpora an answer is of; anything else fails the test.
#[track_caller]
fn corpus(text: &str) -> usize {
    let mut lines: Vec<&str> = text.lines().skip(1).collect();
    lines.dedup();
    assert_eq!(lines.len(), PAPERS, "not whole: {}", &text[..text.len().min(300)]);
    let seed = lines[0].rsplit(' ').next().unwrap();
    assert!(lines.iter().all(|line| line.ends_with(&format!("seed {seed}"))), "a mixture");
    seed.parse().unwrap()
}

fn titles(server: &Server) -> usize {
    corpus(server.query_as(TITLES, "text/csv").ok().text())
}

#[test]
fn every_answer_during_twenty_loads_is_of_one_generation() {
    let lab = Lab::new(PAPERS as u64);
    let store = lab.store();
    let server = Server::over(&store, &["--query-memory", "256"]);
    let target = format!("/sparql?query={}", percent(TITLES));
    let loading = AtomicBool::new(true);
    let seen = [AtomicUsize::new(0), AtomicUsize::new(0)];
    scope(|threads| {
        let askers: Vec<_> = (0..2)
            .map(|_| {
                threads.spawn(|| {
                    let (mut wire, mut tag) = (server.wire(), None::<(String, usize)>);
                    while loading.load(Ordering::Relaxed) {
                        let known = tag
                            .as_ref()
                            .map(|(tag, _)| format!("If-None-Match: {tag}\r\n"))
                            .unwrap_or_default();
                        let answer = wire
                            .send(request("GET", &target, &format!("Accept: text/csv\r\n{known}")))
                            .answer();
                        if answer.status == 304 {
                            continue;
                        }
                        let found = corpus(answer.ok().text());
                        // The same validator is the same answer.
                        let new = answer.field("etag").unwrap().to_owned();
                        assert!(tag.as_ref().is_none_or(|(old, was)| *old != new || *was == found));
                        tag = Some((new, found));
                        seen[found].fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        // Twenty loads without a pause. A server that looks less often than they come may have met the same of the two
        // each time: then a few more, each left until the server has looked.
        let both = || seen.iter().all(|answers| answers.load(Ordering::Relaxed) > 0);
        let mut i = 0;
        while i < 20 || (!both() && i < 30) {
            i += 1;
            if i > 20 {
                sleep(Duration::from_secs(2));
            }
            let loaded = run(&mut load(&lab.inputs[i % 2], &store));
            if loaded.code != Some(0) || askers.iter().any(std::thread::ScopedJoinHandle::is_finished) {
                loading.store(false, Ordering::Relaxed);
                panic!("load {i}: {:?} {}", loaded.code, loaded.err);
            }
        }
        loading.store(false, Ordering::Relaxed);
        assert!(both(), "answers: {seen:?}");
    });
    succeed(&mut load(&lab.inputs[1], &store));
    assert!(until(Duration::from_secs(15), || titles(&server) == 1), "the last load is not served");
    assert!(until(Duration::from_secs(10), || server.workers().len() <= 4), "{:?}", server.workers());
    // Nothing of the older generations is held any more: the next load removes them.
    succeed(&mut load(&lab.inputs[0], &store));
    assert!(until(Duration::from_secs(15), || titles(&server) == 0));
    succeed(&mut load(&lab.inputs[1], &store));
    let generations = fs::read_dir(&store)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("gen-"));
    assert!(generations.count() <= 2);
}

#[test]
fn a_generation_that_cannot_be_opened_is_not_served_and_a_signal_looks_again() {
    let lab = Lab::new(PAPERS as u64);
    let store = lab.store();
    let server = Server::over(&store, &["--query-memory", "256"]);
    let edition = || server.get("/health").json()["edition"].as_str().unwrap().to_owned();
    let first = edition();
    let current = fs::read(store.join("CURRENT")).unwrap();
    fs::write(store.join("CURRENT"), "gen-9\n").unwrap();
    server.signal("HUP");
    assert!(
        until(Duration::from_secs(10), || server.log().contains("the old one is served")),
        "{}",
        server.log()
    );
    assert_eq!((edition(), titles(&server)), (first.clone(), 0));
    fs::write(store.join("CURRENT"), current).unwrap();
    succeed(&mut load(&lab.inputs[1], &store));
    server.signal("HUP");
    assert!(until(Duration::from_secs(15), || edition() != first), "{}", server.log());
    assert_eq!(titles(&server), 1);
    for _ in 0..10 {
        server.signal("HUP");
    }
    server.assert_fine("many signals");
}

//! Several processes on one store.

use super::lab::{Lab, assert_tidy, has, load, rank, run, succeed, verify};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

/// Sends a signal to a process that this test started.
pub fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), child.id().to_string()]).status().unwrap();
    assert!(sent.success(), "kill -{name} {}", child.id());
}

/// Starts a load and stops it in the moment in which it has the lock.
fn stopped_load(input: &Path, store: &Path) -> Child {
    let child = load(input, store).spawn().unwrap();
    let pid = child.id().to_string();
    let deadline = Instant::now() + Duration::from_secs(20);
    while fs::read_to_string(store.join("LOCK")).unwrap_or_default() != pid {
        assert!(Instant::now() < deadline, "the load takes no lock");
        sleep(Duration::from_micros(200));
    }
    signal(&child, "STOP");
    child
}

#[test]
fn a_second_load_ends_at_once_and_names_the_first() {
    let lab = Lab::new(1_000);
    let store = lab.store();
    let mut met = 0;
    for _ in 0..10 {
        let mut first = stopped_load(&lab.inputs[1], &store);
        let started = Instant::now();
        let second = run(&mut load(&lab.inputs[0], &store));
        let waited = started.elapsed();
        signal(&first, "CONT");
        assert!(first.wait().unwrap().success());
        if second.code == Some(0) {
            // The first one was done before the signal came.
            continue;
        }
        met += 1;
        assert_eq!(second.code, Some(5), "{}", second.err);
        assert!(second.err.contains(&format!("process {}", first.id())), "{}", second.err);
        assert!(waited < Duration::from_secs(5), "it waited {waited:?}");
        assert_eq!(lab.holds(&store, "after two loads"), 1);
    }
    assert!(met >= 5, "the loads met only {met} times");
    assert_tidy(&store);
}

#[test]
fn readers_during_loads_see_the_old_store_or_the_new_one() {
    let lab = Lab::new(300);
    let store = lab.store();
    let loading = AtomicBool::new(true);
    let counts = scope(|threads| {
        let reader = threads.spawn(|| {
            let mut seen = [0, 0];
            while loading.load(Ordering::Relaxed) {
                let answer = run(&mut rank(&store));
                assert_eq!(answer.code, Some(0), "{}", answer.err);
                let held = lab.rankings.iter().position(|ranking| *ranking == answer.out);
                seen[held.expect("neither the old ranking nor the new one")] += 1;
            }
            seen
        });
        let checker = threads.spawn(|| {
            while loading.load(Ordering::Relaxed) {
                succeed(&mut verify(&store));
            }
        });
        for i in 1..=20 {
            let loaded = run(&mut load(&lab.inputs[i % 2], &store));
            let readers_live = !reader.is_finished() && !checker.is_finished();
            if loaded.code != Some(0) || !readers_live {
                loading.store(false, Ordering::Relaxed);
                assert!(readers_live, "a reader failed during load {i}");
                panic!("load {i}: {}", loaded.err);
            }
        }
        loading.store(false, Ordering::Relaxed);
        checker.join().unwrap();
        reader.join().unwrap()
    });
    assert!(counts[0] > 0 && counts[1] > 0, "answers: {counts:?}");
    succeed(&mut load(&lab.inputs[0], &store));
    assert_tidy(&store);
}

#[test]
fn a_generation_stays_while_a_reader_holds_it() {
    let lab = Lab::new(30);
    let store = lab.store();
    let held = fs::File::open(store.join("gen-1/MANIFEST")).unwrap();
    held.lock_shared().unwrap();
    succeed(&mut load(&lab.inputs[1], &store));
    assert!(store.join("gen-1/columns").exists(), "removed under its reader");
    drop(held);
    succeed(&mut load(&lab.inputs[0], &store));
    assert_tidy(&store);
}

#[test]
fn a_reader_that_is_overtaken_before_it_holds_anything_reads_the_new_store() {
    if !has("strace", "a slow reader") {
        return;
    }
    let lab = Lab::new(30);
    let store = lab.store();
    // The reader has opened a manifest and is held up for a second before it locks it.
    let mut slow = Command::new("strace");
    slow.args(["-f", "-qq", "-o"]).arg(lab.dir.path().join("calls")).args(["-e", "trace=flock"]);
    slow.args(["-e", "inject=flock:delay_enter=1000000:when=1", "--"]).arg(env!("CARGO_BIN_EXE_aicity"));
    let reader = slow.args(rank(&store).get_args()).stdout(Stdio::piped()).spawn().unwrap();
    sleep(Duration::from_millis(400));
    succeed(&mut load(&lab.inputs[1], &store));
    assert_tidy(&store);
    let answer = reader.wait_with_output().unwrap();
    assert_eq!(answer.status.code(), Some(0));
    let held = lab.rankings.iter().position(|ranking| *ranking == answer.stdout);
    assert_eq!(held, Some(1), "it was not overtaken, or not told");
    let locks = fs::read_to_string(lab.dir.path().join("calls")).unwrap();
    assert_eq!(locks.matches("flock(").count(), 2, "{locks}");
}

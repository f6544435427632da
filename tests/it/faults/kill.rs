//! Kills at random moments, and at every system call that changes a disk.

use super::inject::{CHANGES, strace};
use super::lab::{Dice, Lab, assert_tidy, has, leftovers, load, succeed};
use std::thread::sleep;
use std::time::{Duration, Instant};

const KILLS: u32 = 200;

#[test]
fn two_hundred_kills_at_random_moments_leave_the_old_store_or_the_new_one() {
    let lab = Lab::new(400);
    let store = lab.store();
    let started = Instant::now();
    (0..3).for_each(|_| drop(succeed(&mut load(&lab.inputs[0], &store))));
    let mut longest = started.elapsed() / 3;
    let mut dice = Dice(7);
    let (mut held, mut killed, mut swapped) = (0, 0, 0);
    for i in 0..KILLS {
        let mut child = load(&lab.inputs[1 - held], &store).spawn().unwrap();
        sleep(Duration::from_micros(dice.below(longest.as_micros() as u64)));
        child.kill().unwrap();
        let finished = child.wait().unwrap().code() == Some(0);
        killed += u32::from(!finished);
        // How long a load takes depends on what else runs: two of three are to be killed.
        longest = if finished { longest * 49 / 50 } else { longest * 101 / 100 };
        let now = lab.holds(&store, &format!("after kill {i}"));
        assert!(now != held || !finished, "load {i} said that it was done");
        swapped += u32::from(now != held);
        held = now;
    }
    assert!(killed >= KILLS / 2, "only {killed} loads were killed: the delays do not fit");
    eprintln!("{killed} of {KILLS} killed, {swapped} had swapped");
    succeed(&mut load(&lab.inputs[0], &store));
    assert_tidy(&store);
}

#[test]
fn a_kill_at_any_system_call_leaves_the_old_store_or_the_new_one() {
    if !has("strace", "kills at system calls") {
        return;
    }
    let lab = Lab::new(40);
    let store = lab.store();
    let (mut held, mut points, mut unfinished) = (0, 0, 0);
    for call in CHANGES {
        for n in 1..200 {
            let target = 1 - held;
            let status = strace(&format!("{call}:signal=KILL:when={n}"), &load(&lab.inputs[target], &store));
            let when = format!("after a kill at {call} {n}");
            held = lab.holds(&store, &when);
            if status == Some(0) {
                assert_eq!(held, target, "{when}");
                break;
            }
            assert_eq!(status, None, "{when}");
            points += 1;
            unfinished += usize::from(!leftovers(&store).is_empty());
        }
    }
    assert!(points >= 20 && unfinished >= 10, "{points} points, {unfinished} of them in the middle");
    eprintln!("killed at {points} system calls");
    succeed(&mut load(&lab.inputs[0], &store));
    assert_tidy(&store);
}

#[test]
fn a_kill_of_the_first_load_leaves_no_store_or_a_whole_one() {
    if !has("strace", "kills of a first load") {
        return;
    }
    let lab = Lab::new(40);
    let store = lab.dir.path().join("first");
    for call in CHANGES {
        for n in 1..200 {
            let _ = std::fs::remove_dir_all(&store);
            let status = strace(&format!("{call}:signal=KILL:when={n}"), &load(&lab.inputs[1], &store));
            let verified = super::lab::run(&mut super::lab::verify(&store));
            match verified.code {
                Some(0) => assert_eq!(lab.holds(&store, call), 1),
                // Written whole but not named yet: the one moment in which there is neither "none" nor "the store".
                Some(8) => assert!(verified.err.contains("intact generations: gen-1"), "{}", verified.err),
                code => assert_eq!(code, Some(4), "{call} {n}: {}", verified.err),
            }
            if status == Some(0) {
                break;
            }
            succeed(&mut load(&lab.inputs[1], &store));
            assert_tidy(&store);
        }
    }
}

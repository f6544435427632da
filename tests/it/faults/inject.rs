//! System calls that fail: `strace` makes the n-th call of a load answer an error, for every n that there is.

use super::lab::{Lab, assert_tidy, has, leftovers, load, run, succeed};
use std::process::{Command, Stdio};

/// The calls with which a load changes a disk.
pub const CHANGES: [&str; 6] = ["/^mkdir", "/^write", "/^f(data)?sync", "/^rename", "/^unlink", "flock"];

/// Runs a command under `strace`, which tampers with it; answers its exit code, `None` for a signal.
pub fn strace(tampering: &str, command: &Command) -> Option<i32> {
    let calls = tampering.split(':').next().unwrap_or_default();
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    traced.args(["-e", &format!("inject={tampering}")]).arg("--").arg(command.get_program());
    traced.args(command.get_args()).stdin(Stdio::null());
    run(&mut traced).code
}

/// Lets call `n` fail once, then all from `n` on, for every `n`; answers how many loads failed.
fn fail_each(lab: &Lab, store: &std::path::Path, call: &str, error: &str) -> usize {
    let (mut held, mut failures) = (lab.holds(store, "before"), 0);
    for lasting in ["", "+"] {
        for n in 1..200 {
            let target = 1 - held;
            let tampering = format!("{call}:error={error}:when={n}{lasting}");
            let code = strace(&tampering, &load(&lab.inputs[target], store));
            held = lab.holds(store, &tampering);
            match code {
                Some(0) => assert_eq!(held, target, "{tampering}"),
                code => assert_eq!(code, Some(7), "{tampering}"),
            }
            assert_eq!(leftovers(store), [""; 0], "{tampering}");
            if code == Some(0) {
                break;
            }
            failures += 1;
        }
    }
    succeed(&mut load(&lab.inputs[0], store));
    assert_tidy(store);
    failures
}

#[test]
fn any_call_that_fails_leaves_the_old_store_or_the_new_one() {
    if !has("strace", "failing system calls") {
        return;
    }
    let lab = Lab::new(40);
    let store = lab.store();
    for (call, error, at_least) in [
        ("/^f(data)?sync", "EIO", 16),
        ("/^write", "ENOSPC", 12),
        ("/^write", "EIO", 12),
        ("/^rename", "EIO", 4),
        ("/^mkdir", "EACCES", 2),
        ("flock", "ENOLCK", 2),
    ] {
        let failures = fail_each(&lab, &store, call, error);
        assert!(failures >= at_least, "{call} {error}: only {failures} loads failed");
    }
}

#[test]
fn old_generations_that_cannot_be_removed_are_only_disk_space() {
    if !has("strace", "failing removals") {
        return;
    }
    let lab = Lab::new(40);
    let store = lab.store();
    assert_eq!(strace("/^unlinkat:error=EIO:when=1+", &load(&lab.inputs[1], &store)), Some(0));
    assert_eq!(lab.holds(&store, "after removals failed"), 1);
    succeed(&mut load(&lab.inputs[0], &store));
    assert_tidy(&store);
}

#[test]
fn interrupted_calls_are_repeated() {
    if !has("strace", "interrupted calls") {
        return;
    }
    let lab = Lab::new(40);
    let store = lab.store();
    for call in ["/^write", "/^f(data)?sync"] {
        let held = lab.holds(&store, call);
        let tampering = format!("{call}:error=EINTR:when=1+2");
        assert_eq!(strace(&tampering, &load(&lab.inputs[1 - held], &store)), Some(0), "{call}");
        assert_eq!(lab.holds(&store, call), 1 - held);
    }
}

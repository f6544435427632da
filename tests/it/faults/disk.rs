//! Disks: full, read-only, and without power. Each is an ext4 in a file.

use super::concurrent::signal;
use super::lab::{Lab, aicity, has, leftovers, load, names, rank, run, skipped, succeed, verify};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// A mounted file system of its own; unmounted when dropped.
struct Disk {
    _dir: TempDir,
    image: PathBuf,
    at: PathBuf,
}

fn done(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if output.status.success() { Ok(()) } else { Err(format!("{command:?}: {said}")) }
}

impl Disk {
    /// Makes and mounts an empty disk, or says why this cannot be tested here.
    fn new(megabytes: u64, test: &str) -> Option<Self> {
        if !has("mkfs.ext4", test) {
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        let image = dir.path().join("image");
        fs::File::create(&image).unwrap().set_len(megabytes << 20).unwrap();
        done(Command::new("mkfs.ext4").args(["-q", "-m", "0"]).arg(&image)).unwrap();
        Self::mount(dir, image).map_err(|why| skipped(test, &why)).ok()
    }

    fn mount(dir: TempDir, image: PathBuf) -> Result<Self, String> {
        let at = dir.path().join("disk");
        fs::create_dir(&at).unwrap();
        done(Command::new("mount").args(["-o", "loop"]).arg(&image).arg(&at))?;
        Ok(Self { _dir: dir, image, at })
    }

    /// The disk as it is found when the power comes back: what the kernel has not written yet is lost.
    fn after_power_cut(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let image = dir.path().join("image");
        fs::copy(&self.image, &image).unwrap();
        Self::mount(dir, image).unwrap()
    }

    /// Fills the disk but for some kilobytes.
    fn fill(&self, kilobytes: u64) {
        let ballast = self.at.join("ballast");
        let _ = fs::remove_file(&ballast);
        // More than once: what the first one reserved and did not need is free again when it is on the disk.
        for _ in 0..3 {
            let to = format!("of={}", ballast.display());
            let _ = done(Command::new("dd").args([
                "if=/dev/zero",
                "bs=4k",
                "oflag=append",
                "conv=notrunc,fsync",
                &to,
            ]));
            let _ = done(Command::new("sync").arg("-f").arg(&self.at));
        }
        let full = fs::metadata(&ballast).unwrap().len();
        let file = fs::File::options().write(true).open(&ballast).unwrap();
        file.set_len(full.saturating_sub(kilobytes << 10)).unwrap();
        file.sync_all().unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = done(Command::new("umount").arg(&self.at));
        assert!(unmounted.is_ok() || std::thread::panicking(), "{unmounted:?}");
    }
}

#[test]
fn a_full_disk_ends_a_load_and_leaves_the_old_store() {
    let Some(disk) = Disk::new(40, "full disk") else { return };
    let lab = Lab::new(1_500);
    let store = disk.at.join("store");
    succeed(&mut load(&lab.inputs[0], &store));
    let mut failures = 0;
    for kilobytes in [0, 4, 16, 64, 128, 256, 512, 1024] {
        disk.fill(kilobytes);
        let before = names(&store);
        let answer = run(&mut load(&lab.inputs[1], &store));
        let when = format!("with {kilobytes} KiB left");
        let held = lab.holds(&store, &when);
        assert_eq!(leftovers(&store), [""; 0], "{when}");
        if answer.code == Some(0) {
            assert_eq!(held, 1, "{when}");
            break;
        }
        assert_eq!((answer.code, held), (Some(7), 0), "{when}: {}", answer.err);
        assert!(answer.err.contains("free some space; nothing was changed"), "{when}: {}", answer.err);
        assert_eq!(names(&store), before, "{when}");
        failures += 1;
    }
    assert!(failures >= 3, "only {failures} loads met a full disk");
    fs::remove_file(disk.at.join("ballast")).unwrap();
    succeed(&mut load(&lab.inputs[1], &store));
    assert_eq!(lab.holds(&store, "with space again"), 1);
}

#[test]
fn a_load_larger_than_the_disk_ends_and_leaves_the_old_store() {
    let Some(disk) = Disk::new(8, "load larger than the disk") else { return };
    let lab = Lab::new(30);
    let (store, input) = (disk.at.join("store"), lab.dir.path().join("large"));
    succeed(&mut load(&lab.inputs[0], &store));
    super::lab::write_corpus(&input, 12_000, 3);
    let answer = run(&mut load(&input, &store));
    assert_eq!(answer.code, Some(7), "{}", answer.err);
    assert_eq!(lab.holds(&store, "after a load larger than the disk"), 0);
    assert_eq!(leftovers(&store), [""; 0]);
}

#[test]
fn a_full_disk_leaves_the_old_file_of_an_answer() {
    let Some(disk) = Disk::new(8, "answers on a full disk") else { return };
    let lab = Lab::new(300);
    let (store, file, dump) = (lab.store(), disk.at.join("ranking.csv"), disk.at.join("dump"));
    fs::write(&file, "old").unwrap();
    disk.fill(0);
    let ranked = run(rank(&store).arg("-o").arg(&file));
    assert_eq!(ranked.code, Some(7), "{}", ranked.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    let dumped = run(aicity(["dump", "-o"]).arg(&dump).arg("--store").arg(&store));
    assert_eq!(dumped.code, Some(7), "{}", dumped.err);
    assert!(!dump.join("graph.nq.zst").exists());
    assert_eq!(leftovers(&disk.at), [""; 0]);
}

#[test]
fn a_load_that_said_it_was_done_survives_a_power_cut() {
    let Some(disk) = Disk::new(24, "power cut after a load") else { return };
    let lab = Lab::new(300);
    let store = disk.at.join("store");
    for i in 0..6 {
        succeed(&mut load(&lab.inputs[i % 2], &store));
        let found = disk.after_power_cut();
        assert_eq!(lab.holds(&found.at.join("store"), &format!("after power cut {i}")), i % 2);
    }
}

#[test]
fn a_power_cut_during_a_load_leaves_the_old_store_or_the_new_one() {
    let Some(disk) = Disk::new(24, "power cut during a load") else { return };
    let lab = Lab::new(300);
    let store = disk.at.join("store");
    succeed(&mut load(&lab.inputs[0], &store));
    let (mut cuts, mut held) = (0, 0);
    for i in 0..60 {
        if cuts >= 20 {
            return;
        }
        let mut child = load(&lab.inputs[1 - held], &store).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            sleep(Duration::from_millis(5));
            // Stopped, so that the copy is of one moment.
            signal(&child, "STOP");
            let found = disk.after_power_cut();
            lab.holds(&found.at.join("store"), &format!("after a power cut in load {i}"));
            signal(&child, "CONT");
            cuts += 1;
        }
        assert!(child.wait().unwrap().success());
        held = lab.holds(&store, "after a load");
    }
    panic!("only {cuts} power cuts in 60 loads");
}

#[test]
fn a_read_only_store_answers_and_refuses_a_load() {
    let Some(disk) = Disk::new(24, "read-only disk") else { return };
    let lab = Lab::new(30);
    let store = disk.at.join("store");
    succeed(&mut load(&lab.inputs[0], &store));
    done(Command::new("mount").args(["-o", "remount,ro"]).arg(&disk.at)).unwrap();
    assert_eq!(lab.holds(&store, "on a read-only disk"), 0);
    succeed(aicity(["query", "--name", "indicators/papers", "--store"]).arg(&store));
    let refused = run(&mut load(&lab.inputs[1], &store));
    assert_eq!(refused.code, Some(7), "{}", refused.err);
    let refused = run(&mut load(&lab.inputs[1], &disk.at.join("new")));
    assert_eq!(refused.code, Some(7), "{}", refused.err);
    succeed(&mut verify(&store));
}

#[test]
fn a_store_of_another_user_answers_and_refuses_a_load() {
    if !has("setpriv", "another user") {
        return;
    }
    let lab = Lab::new(30);
    let store = lab.store();
    let program = reachable(lab.dir.path());
    let nobody = |args: &[&str], input: Option<&Path>| {
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&program)
            .args(args)
            .arg(&store);
        run(command.args(input))
    };
    let answer = nobody(&["rank", "-q", "--format", "csv", "--store"], None);
    if answer.err.contains("setpriv:") {
        return skipped("another user", &answer.err);
    }
    assert_eq!((answer.code, &answer.out), (Some(0), &lab.rankings[0]), "{}", answer.err);
    let answer = nobody(&["load", "--format", "tables", "--store"], Some(&lab.inputs[1]));
    assert_eq!(answer.code, Some(7), "{}", answer.err);
    assert_eq!(lab.holds(&store, "after another user's load"), 0);
}

/// Opens a folder to other users; answers a copy of the program in it that they can start.
pub fn reachable(dir: &Path) -> PathBuf {
    let copy = dir.join("program");
    fs::copy(env!("CARGO_BIN_EXE_aicity"), &copy).unwrap();
    done(Command::new("chmod").args(["-R", "a+rX"]).arg(dir)).unwrap();
    copy
}

//! The process and its surroundings: pipes, full outputs, threads, environment, odd paths, little memory, hostile inputs.

use super::disk::reachable;
use super::lab::{
    Answer, Lab, aicity, has, leftovers, load, names, rank, run, skipped, succeed, verify, write_corpus,
};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// The program under a limit of its address space, in KiB.
fn limited(kilobytes: u64, command: &Command) -> Answer {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")]);
    run(shell.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null()))
}

fn gzip(path: &Path, parts: impl IntoIterator<Item = Vec<u8>>) {
    let file = fs::File::create(path).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(file, flate2::Compression::best());
    parts.into_iter().for_each(|part| encoder.write_all(&part).unwrap());
    encoder.finish().unwrap();
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let lab = Lab::new(300);
    let store = lab.store();
    for arguments in [
        ["rank", "--format", "csv"],
        ["rank", "--format", "json"],
        ["rank", "--format", "table"],
        ["verify", "--threads", "1"],
        ["query", "--name", "indicators/papers"],
        ["explain", "1000", "--format=csv"],
        ["explain", "1000", "--format=json"],
    ] {
        let mut command = aicity(arguments);
        let mut child =
            command.arg("--store").arg(&store).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("error"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_full_output_is_a_failure() {
    let lab = Lab::new(30);
    let store = lab.store();
    let store = store.to_str().unwrap();
    for arguments in [
        &["rank", "--format", "csv", "--store", store][..],
        &["rank", "--format", "jsonl", "--store", store],
        &["rank", "--format", "markdown", "--store", store],
        &["explain", "1000", "--format", "csv", "--store", store],
        &["explain", "1000", "--store", store],
        &["query", "--name", "indicators/papers", "--format", "json", "--store", store],
        &["verify", "--store", store],
        &["list", "indicators"],
        &["completions", "bash"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = aicity(arguments);
        let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(7), "{arguments:?}: {said}");
        assert!(said.contains("standard output"), "{arguments:?}: {said}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    write_corpus(&input, 1_000, 11);
    let mut found = Vec::new();
    for threads in ["1", "2", "8"] {
        let (store, dump) = (dir.path().join(threads), dir.path().join(format!("dump-{threads}")));
        succeed(load(&input, &store).args(["--threads", threads]));
        succeed(aicity(["dump", "--threads", threads, "-o"]).arg(&dump).arg("--store").arg(&store));
        let mut bytes: Vec<Vec<u8>> = names(&store.join("gen-1"))
            .iter()
            .map(|n| fs::read(store.join("gen-1").join(n)).unwrap())
            .collect();
        bytes.extend(["graph.nq.zst", "manifest.json"].map(|name| fs::read(dump.join(name)).unwrap()));
        for counting in ["full", "fractional"] {
            for engine in ["graph", "sparql"] {
                let mut command = rank(&store);
                command.args(["--threads", threads, "--counting", counting, "--engine", engine]);
                bytes.push(succeed(&mut command));
            }
        }
        bytes.push(succeed(
            aicity(["rank", "-q", "--format", "csv", "--threads", threads, "--dump"]).arg(&dump),
        ));
        found.push(bytes);
    }
    for other in &found[1..] {
        let differing: Vec<usize> = (0..other.len()).filter(|&i| other[i] != found[0][i]).collect();
        assert_eq!(differing, [0; 0]);
    }
}

#[test]
fn an_error_is_the_same_few_lines_whatever_the_environment() {
    for set in [None, Some(("RUST_BACKTRACE", "1")), Some(("AICITY_LOG", "not=a=filter"))] {
        let mut command = aicity(["rank", "--store", "/nowhere/at/all"]);
        command.envs(set);
        let answer = run(&mut command);
        assert_eq!((answer.code, answer.out.len()), (Some(4), 0), "{set:?}: {}", answer.err);
        assert_eq!(answer.err.lines().count(), 2, "{set:?}: {}", answer.err);
        assert!(answer.err.starts_with("error: no store at /nowhere/at/all\n"), "{set:?}: {}", answer.err);
    }
}

#[test]
fn a_store_that_is_missing_or_a_file_is_told_apart() {
    let dir = tempfile::tempdir().unwrap();
    let (file, input, empty) = (dir.path().join("file"), dir.path().join("in"), dir.path().join("empty"));
    fs::write(&file, "something of the user's").unwrap();
    fs::create_dir(&empty).unwrap();
    write_corpus(&input, 3, 1);
    for command in ["rank", "verify"] {
        let of = |path: &Path| run(aicity([command, "--store"]).arg(path)).code;
        assert_eq!([of(&dir.path().join("none")), of(&empty), of(&file)], [Some(4), Some(4), Some(7)]);
    }
    assert_eq!(run(&mut load(&input, &file)).code, Some(7));
    assert_eq!(fs::read_to_string(&file).unwrap(), "something of the user's");
    assert_eq!(run(&mut load(&input, &dir.path().join("file/inside"))).code, Some(7));
}

#[test]
fn paths_need_not_be_text() {
    let dir = tempfile::tempdir().unwrap();
    let odd = |name: &[u8]| dir.path().join(OsStr::from_bytes(name));
    let (input, store, out) = (odd(b"in-\xFF"), odd(b"store-\xC3\x28"), odd(b"out-\xFE.csv"));
    write_corpus(&input, 20, 1);
    succeed(&mut load(&input, &store));
    succeed(&mut verify(&store));
    succeed(rank(&store).arg("-o").arg(&out));
    assert!(fs::read_to_string(&out).unwrap().starts_with("rank,key,"));
    succeed(aicity(["dump", "-q", "-o"]).arg(odd(b"dump-\xFF")).arg("--store").arg(&store));
    succeed(aicity(["verify", "--dump"]).arg(odd(b"dump-\xFF")));
    let answer = run(&mut rank(&odd(b"none-\xFF")));
    assert_eq!(answer.code, Some(4), "{}", answer.err);
    for (option, value) in [("--profile", b"\xFF.toml".as_slice()), ("--unit", b"\xFF"), ("--years", b"\xFF")]
    {
        let answer = run(rank(&store).arg(option).arg(OsStr::from_bytes(value)));
        assert!(matches!(answer.code, Some(2 | 7)), "{option}: {:?} {}", answer.code, answer.err);
        assert!(!answer.err.contains("panicked"), "{option}: {}", answer.err);
    }
}

#[test]
fn few_files_and_a_gigabyte_are_enough() {
    let lab = Lab::new(1_000);
    let store = lab.dir.path().join("store");
    let answer = limited(1 << 20, &load(&lab.inputs[1], &store));
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let mut few = Command::new("sh");
    few.args(["-c", "ulimit -n 16; exec \"$0\" \"$@\""]).arg(env!("CARGO_BIN_EXE_aicity"));
    succeed(few.args(load(&lab.inputs[1], &store).get_args()));
    assert_eq!(lab.holds(&store, "after loads within limits"), 1);
}

#[test]
fn threads_that_cannot_be_started_are_a_limit() {
    let test = "threads of a user with few processes";
    if !has("setpriv", test) || !has("prlimit", test) {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    // A user that nobody is: the limit counts all processes of a user.
    let mut command = Command::new("prlimit");
    command.args(["--nproc=20", "setpriv", "--reuid=64998", "--regid=64998", "--clear-groups"]);
    command.arg(reachable(dir.path())).args(["list", "formats", "--threads", "500"]);
    let answer = run(&mut command);
    if answer.code != Some(6) && answer.err.contains("setpriv:") {
        return skipped(test, &answer.err);
    }
    assert_eq!(answer.code, Some(6), "{}", answer.err);
    assert!(answer.err.contains("--threads 1"), "{}", answer.err);
}

#[test]
fn a_gzip_bomb_ends_at_its_limit_in_little_memory() {
    let lab = Lab::new(30);
    let store = lab.store();
    let table = lab.inputs[1].join("papers.csv");
    let header = fs::read(&table).unwrap().split_inclusive(|b| *b == b'\n').next().unwrap().to_vec();
    fs::remove_file(&table).unwrap();
    let spaces = || std::iter::repeat_with(|| vec![b' '; 1 << 20]).take(200);
    gzip(&table.with_extension("csv.gz"), std::iter::once(header).chain(spaces()));
    // Address space: the unoptimised program takes 75 MB of it, and each thread reserves up to 128 MB for its heap.
    let answer = limited(320 << 10, &load(&lab.inputs[1], &store));
    assert_eq!(answer.code, Some(6), "{}", answer.err);
    assert!(answer.err.contains("more than 200 times as many"), "{}", answer.err);
    assert_eq!(lab.holds(&store, "after a gzip bomb"), 0);
    assert_eq!(leftovers(&store), [""; 0]);
}

#[test]
fn a_line_over_the_limit_is_one_rejection_in_little_memory() {
    let lab = Lab::new(30);
    let (store, report) = (lab.dir.path().join("store"), lab.dir.path().join("rejections.csv"));
    let table = lab.inputs[1].join("papers.csv");
    let mut file = fs::File::options().append(true).open(&table).unwrap();
    (0..100).for_each(|_| file.write_all(&vec![b'x'; 1 << 20]).unwrap());
    writeln!(file, "\nlast,After it,ICML,machine-learning,2020,1").unwrap();
    drop(file);
    let mut command = load(&lab.inputs[1], &store);
    command.arg("--rejections").arg(&report);
    let answer = limited(320 << 10, &command);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    let report = fs::read_to_string(&report).unwrap();
    let lines: Vec<&str> = report.lines().skip(1).collect();
    assert_eq!(lines.len(), 2, "{report}");
    assert!(lines[0].starts_with("papers.csv,32,too-long,"), "{report}");
    assert!(lines[1].starts_with("papers.csv,33,no-authors,"), "{report}");
}

#[test]
fn what_is_no_regular_file_is_refused_and_not_waited_for() {
    let lab = Lab::new(3);
    let (store, table) = (lab.store(), lab.inputs[1].join("papers.csv"));
    for make in ["ln -s /dev/zero", "mkfifo"] {
        fs::remove_file(&table).unwrap();
        let made = Command::new("sh").args(["-c", &format!("{make} \"$0\"")]).arg(&table).status().unwrap();
        assert!(made.success(), "{make}");
        let answer = run(&mut load(&lab.inputs[1], &store));
        assert_eq!(answer.code, Some(2), "{make}: {}", answer.err);
        assert!(answer.err.contains("is a pipe or device"), "{make}: {}", answer.err);
        assert_eq!(lab.holds(&store, make), 0);
    }
}

#[test]
fn a_cut_off_gzip_file_never_loads() {
    let lab = Lab::new(200);
    let store = lab.store();
    let table = lab.inputs[1].join("authorships.csv");
    let whole = table.with_extension("csv.gz");
    gzip(&whole, [fs::read(&table).unwrap()]);
    fs::remove_file(&table).unwrap();
    let bytes = fs::read(&whole).unwrap();
    for tenth in 1..10 {
        fs::write(&whole, &bytes[..bytes.len() * tenth / 10]).unwrap();
        let answer = run(&mut load(&lab.inputs[1], &store));
        assert_eq!(answer.code, Some(3), "{tenth}: {}", answer.err);
        assert!(answer.err.contains("ends early"), "{tenth}: {}", answer.err);
    }
    fs::write(&whole, [&bytes[..], b"garbage"].concat()).unwrap();
    assert_eq!(run(&mut load(&lab.inputs[1], &store)).code, Some(3));
    assert_eq!(lab.holds(&store, "after nine cut files"), 0);
    fs::write(&whole, &bytes).unwrap();
    succeed(&mut load(&lab.inputs[1], &store));
    assert_eq!(lab.holds(&store, "after the whole file"), 1);
}

#[test]
fn a_report_that_cannot_be_written_is_found_out_before_anything_changes() {
    let lab = Lab::new(30);
    let store = lab.store();
    for (report, code) in [(lab.dir.path().join("none/report.csv"), 7), (lab.dir.path().to_owned(), 2)] {
        let answer = run(load(&lab.inputs[1], &store).arg("--rejections").arg(&report));
        assert_eq!(answer.code, Some(code), "{}", answer.err);
        assert_eq!(lab.holds(&store, "after a report that could not be written"), 0);
    }
}

#[test]
fn pipes_and_devices_are_written_to_and_never_replaced() {
    let lab = Lab::new(30);
    let (store, pipe, link) = (lab.store(), lab.dir.path().join("pipe"), lab.dir.path().join("link"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/null", &link).unwrap();
    succeed(rank(&store).arg("-o").arg(&link));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let refused = run(load(&lab.inputs[1], &store).arg("--rejections").arg(&link));
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    let reader = Command::new("cat").arg(&pipe).stdout(Stdio::piped()).spawn().unwrap();
    succeed(rank(&store).arg("-o").arg(&pipe));
    assert_eq!(reader.wait_with_output().unwrap().stdout, lab.rankings[0]);
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}

#[test]
fn a_damaged_dump_is_not_loaded() {
    let lab = Lab::new(30);
    let (store, dump) = (lab.store(), lab.dir.path().join("dump"));
    succeed(aicity(["dump", "-q", "-o"]).arg(&dump).arg("--store").arg(&store));
    succeed(aicity(["load", "-q", "--format", "rdf", "--store"]).arg(&store).arg(&dump));
    assert_eq!(lab.holds(&store, "from its dump"), 0);
    let graph = dump.join("graph.nq.zst");
    let intact = fs::read(&graph).unwrap();
    for at in (0..intact.len()).step_by(intact.len() / 20) {
        let mut flipped = intact.clone();
        flipped[at] ^= 1;
        fs::write(&graph, flipped).unwrap();
        let answer = run(aicity(["load", "--format", "rdf", "--store"]).arg(&store).arg(&dump));
        assert!(matches!(answer.code, Some(3 | 8)), "byte {at}: {:?} {}", answer.code, answer.err);
        assert!(answer.err.contains("graph.nq.zst"), "byte {at}: {}", answer.err);
        assert_eq!(lab.holds(&store, "after a damaged dump"), 0);
    }
}

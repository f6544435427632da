//! The bench of the fault tests: the program, corpora made from a seed, and the one question asked after every fault:
//! is the store the old one or the new one, whole?

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a run of the program came to.
#[derive(Debug)]
pub struct Answer {
    /// Exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error, not UTF-8 shown as replacement characters.
    pub err: String,
}

/// The program with arguments.
pub fn aicity<S: AsRef<OsStr>>(args: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aicity"));
    command.args(args).env_remove("AICITY_LOG").env_remove("RUST_BACKTRACE").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Answer {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Answer { code: output.status.code(), out: output.stdout, err }
}

/// `load` of a folder of tables.
pub fn load(input: &Path, store: &Path) -> Command {
    let mut command = aicity(["load", "-q", "--format", "tables"]);
    command.arg(input).arg("--store").arg(store);
    command
}

/// `rank --format csv` of a store.
pub fn rank(store: &Path) -> Command {
    let mut command = aicity(["rank", "-q", "--format", "csv", "--store"]);
    command.arg(store);
    command
}

/// `verify` of a store.
pub fn verify(store: &Path) -> Command {
    let mut command = aicity(["verify", "--store"]);
    command.arg(store);
    command
}

/// Runs and expects exit code 0; answers standard output.
pub fn succeed(command: &mut Command) -> Vec<u8> {
    let answer = run(command);
    assert_eq!(answer.code, Some(0), "{command:?}: {}", answer.err);
    answer.out
}

/// A generator of numbers that are the same on every run (`SplitMix64`).
pub struct Dice(pub u64);

impl Dice {
    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }
}

/// Writes the four tables of a corpus that depends on the seed alone: 30 cities, 120 institutions, 1 to 6 authors.
pub fn write_corpus(dir: &Path, papers: u64, seed: u64) {
    fs::create_dir_all(dir).unwrap();
    let mut dice = Dice(seed);
    let countries = ["US", "CN", "GB", "DE", "JP", "FR"];
    let mut cities = String::from("city_id,name,country_code,report_country,metro_id\n");
    for i in 0..30 {
        let country = countries[i % 6];
        writeln!(cities, "{},City {i},{country},{country},", 1000 + i).unwrap();
    }
    let mut institutions = String::from("institution_id,name,city_id,country_code\n");
    for i in 0..120 {
        let city = dice.below(30) as usize;
        writeln!(institutions, "i{i},University {i},{},{}", 1000 + city, countries[city % 6]).unwrap();
    }
    let mut rows = String::from("paper_id,title,venue,field,year,citations\n");
    let mut authorships = String::from("paper_id,position,scholar_id,institution_id\n");
    for i in 0..papers {
        let (year, cited) = (2013 + dice.below(10), dice.below(500));
        writeln!(rows, "p{i},A paper of number {i} and seed {seed},ICML,machine-learning,{year},{cited}")
            .unwrap();
        for position in 1..=1 + dice.below(6) {
            let (scholar, institution) = (position * 100_000 + dice.below(papers), dice.below(120));
            writeln!(authorships, "p{i},{position},s{scholar},i{institution}").unwrap();
        }
    }
    for (name, text) in
        [("cities", cities), ("institutions", institutions), ("papers", rows), ("authorships", authorships)]
    {
        fs::write(dir.join(name).with_extension("csv"), text).unwrap();
    }
}

/// Two inputs, and the ranking that each must give.
pub struct Lab {
    /// Where everything lies.
    pub dir: TempDir,
    /// Input folders.
    pub inputs: [PathBuf; 2],
    /// Their rankings.
    pub rankings: [Vec<u8>; 2],
}

impl Lab {
    /// Writes two corpora and ranks each in a store of its own.
    pub fn new(papers: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let inputs = [dir.path().join("a"), dir.path().join("b")];
        let mut rankings = [Vec::new(), Vec::new()];
        for (i, input) in inputs.iter().enumerate() {
            write_corpus(input, papers, i as u64);
            let store = dir.path().join(format!("alone-{i}"));
            succeed(&mut load(input, &store));
            rankings[i] = succeed(&mut rank(&store));
        }
        assert_ne!(rankings[0], rankings[1]);
        Self { dir, inputs, rankings }
    }

    /// A store in this lab that holds input 0.
    pub fn store(&self) -> PathBuf {
        let store = self.dir.path().join("store");
        succeed(&mut load(&self.inputs[0], &store));
        store
    }

    /// Verifies a store; answers which of the two inputs it holds. Anything else fails the test.
    pub fn holds(&self, store: &Path, when: &str) -> usize {
        let verified = run(&mut verify(store));
        assert_eq!(verified.code, Some(0), "verify {when}: {}", verified.err);
        let ranked = run(&mut rank(store));
        assert_eq!(ranked.code, Some(0), "rank {when}: {}", ranked.err);
        let found = self.rankings.iter().position(|ranking| *ranking == ranked.out);
        found.unwrap_or_else(|| panic!("{when}: neither the old ranking nor the new one"))
    }
}

/// Names in a folder, sorted.
pub fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Names of what a load leaves behind when it is cut off.
pub fn leftovers(store: &Path) -> Vec<String> {
    names(store).into_iter().filter(|name| Path::new(name).extension() == Some(OsStr::new("tmp"))).collect()
}

/// Expects a store folder with one generation and nothing that is half done.
pub fn assert_tidy(store: &Path) {
    let names = names(store);
    let tidy =
        names.len() == 3 && names[0] == "CURRENT" && names[1] == "LOCK" && names[2].starts_with("gen-");
    assert!(tidy && !names[2].contains(".tmp"), "{names:?}");
}

/// Whether a tool is there. One that is not is said aloud: the test then proves nothing.
pub fn has(tool: &str, test: &str) -> bool {
    let found = Command::new("sh").args(["-c", &format!("command -v {tool}")]).stdout(Stdio::null()).status();
    let found = found.is_ok_and(|status| status.success());
    if !found {
        skipped(test, &format!("{tool} is not installed"));
    }
    found
}

/// Says that a test proves nothing here; with `AICITY_FAULTS=all` that is a failure.
pub fn skipped(test: &str, why: &str) {
    assert!(std::env::var_os("AICITY_FAULTS").is_none(), "{test}: {why}");
    eprintln!("SKIPPED: {test}: {why}");
}

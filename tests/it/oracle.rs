//! The real corpus against answers computed independently in SQL and pandas (`../shared/data/oracle`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rows by a key, cells by their column.
pub type Table = BTreeMap<String, BTreeMap<String, String>>;

fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if path.join("corpus/papers.csv.gz").exists() && path.join("oracle").exists() {
        return Some(path);
    }
    println!("SKIPPED: no ../shared/data/corpus and oracle beside the project");
    None
}

/// Runs the program; answers what it wrote to standard output.
pub fn aicity(args: &[&str]) -> Vec<u8> {
    let out = Command::new(env!("CARGO_BIN_EXE_aicity")).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    out.stdout
}

/// A CSV as a table.
pub fn table(bytes: &[u8], key: &str) -> Table {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| -> BTreeMap<String, String> {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|r| row(r.unwrap())).map(|row| (row[key].clone(), row)).collect()
}

/// Our column, the oracle's, and whether it is a count (equal) or a figure (within 1e-9, relative above 1).
pub const COLUMNS: [(&str, &str, bool); 12] = [
    ("papers", "n_papers", true),
    ("scholars", "n_scholars", true),
    ("institutions", "n_institutions", true),
    ("international_collaborations", "intl_pairs", true),
    ("citations_per_paper", "mean_cit_papers", false),
    ("citations_per_scholar", "mean_cit_scholars", false),
    ("citations_per_institution", "mean_cit_institutions", false),
    ("paper_index", "paper_index", false),
    ("scholar_index", "scholar_index", false),
    ("institution_index", "institution_index", false),
    ("collaboration_index", "intl_index", false),
    ("innovation_index", "innovation", false),
];

/// Compares a ranking with an oracle.
pub fn compare(ours: &[u8], oracle: &Path, columns: &[(&str, &str, bool)]) {
    let (ours, theirs) = (table(ours, "key"), table(&fs::read(oracle).unwrap(), "city_key"));
    assert!(ours.keys().eq(theirs.keys()), "{}: other units", oracle.display());
    for (key, row) in &theirs {
        for (own, other, count) in columns {
            let value = |text: &String| text.parse::<f64>().unwrap();
            let (a, b) = (value(&ours[key][*own]), value(&row[*other]));
            let tolerance = if *count { 0.0 } else { 1e-9 * b.abs().max(1.0) };
            assert!((a - b).abs() <= tolerance, "{}: {key} {own}: {a} is not {b}", oracle.display());
        }
    }
}

#[test]
fn the_real_corpus_has_the_answers_of_the_oracle() {
    let Some(data) = data() else { return };
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (store, dump) = (path("store"), path("dump"));
    aicity(&[
        "load",
        "--format",
        "tables",
        data.join("corpus").to_str().unwrap(),
        "--store",
        &store,
        "--strict",
    ]);
    let rank = |args: &[&str]| aicity(&[&["rank", "--format", "csv", "--store", &store], args].concat());
    let oracle = |name: &str| data.join("oracle").join(name);

    compare(&rank(&["--unit", "metro"]), &oracle("oracle_metro.csv"), &COLUMNS);
    compare(&rank(&["--unit", "city"]), &oracle("oracle_city.csv"), &COLUMNS);
    compare(&rank(&["--subfield", "计算机视觉"]), &oracle("oracle_metro_field_cv.csv"), &COLUMNS);
    compare(&rank(&["--subfield", "自然语言处理"]), &oracle("oracle_metro_field_nlp.csv"), &COLUMNS);
    let papers = [
        ("international_collaborations", "intl_papers", true),
        ("collaboration_index", "intl_index_papers", false),
    ];
    compare(&rank(&["--collaboration", "papers"]), &oracle("oracle_metro.csv"), &papers);
    let countries =
        fs::read_to_string(oracle("oracle_country.csv")).unwrap().replacen("country,", "city_key,", 1);
    let renamed = dir.path().join("country.csv");
    fs::write(&renamed, countries).unwrap();
    compare(&rank(&["--unit", "country"]), &renamed, &COLUMNS[..1]);

    aicity(&["dump", "--store", &store, "-o", &dump]);
    for switches in [
        &["--unit", "metro"][..],
        &["--unit", "institution", "--counting", "fractional"],
        &["--venue", "CVPR"],
    ] {
        let graph = rank(switches);
        assert!(graph == rank(&[&["--engine", "sparql"], switches].concat()), "{switches:?}: engines differ");
        assert!(graph == rank(&[&["--threads", "1"], switches].concat()), "{switches:?}: threads matter");
        let from_dump = aicity(&[&["rank", "--format", "csv", "--dump", &dump], switches].concat());
        assert!(graph == from_dump, "{switches:?}: the dump differs");
    }
    same_bytes_again(&dir.path().join("again"), &dump, &store);
}

/// A second dump, and the dump of a store that was loaded from the dump, have the same bytes.
fn same_bytes_again(again: &Path, dump: &str, store: &str) {
    let [second, reloaded, third] =
        ["second", "reloaded", "third"].map(|n| again.join(n).to_str().unwrap().to_owned());
    aicity(&["dump", "--store", store, "-o", &second]);
    aicity(&["load", "--format", "rdf", dump, "--store", &reloaded]);
    aicity(&["dump", "--store", &reloaded, "-o", &third]);
    for name in ["graph.nq.zst", "manifest.json"] {
        let bytes = |dir: &str| fs::read(Path::new(dir).join(name)).unwrap();
        assert!(bytes(dump) == bytes(&second) && bytes(dump) == bytes(&third), "{name} differs");
    }
    aicity(&["verify", "--dump", &third]);
    aicity(&["verify", "--store", &reloaded]);
}

//! `aicity network` as it is run: formats by ending, parts, slices, refusals; the same bytes from a store and its dump and for any
//! number of threads; and the document that lists what there is.

use crate::faults::lab::aicity;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

/// A synthetic corpus: its store and its dump.
static DEMO: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo");
    let done = aicity(["demo", "--scale", "0.002", "--output", path.to_str().unwrap()]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    (folder, path)
});

fn network(from: &str, args: &[&str]) -> Output {
    let path = DEMO.1.join(from);
    let fixed = ["network", if from == "store" { "--store" } else { "--dump" }, path.to_str().unwrap()];
    aicity(fixed.iter().chain(args)).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Runs what must succeed, and answers standard output.
fn made(args: &[&str]) -> String {
    let store = DEMO.1.join("store");
    made_by(&[&["network", "--store", store.to_str().unwrap()], args].concat())
}

fn made_by(args: &[&str]) -> String {
    let done = aicity(args).output().unwrap();
    assert!(done.status.success(), "{args:?}: {}", text(&done.stderr));
    text(&done.stdout)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_format_is_that_of_the_ending_and_parts_lie_beside() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for name in ["a.graphml", "b.net", "c.csv", "d.geojson", "e.parquet", "f.nt", "g.cyjs", "h.gv"] {
        made(&["-o", &at(name)]);
    }
    let found = names(folder.path());
    for name in [
        "a.graphml",
        "b.net",
        "b.clu",
        "b.vec",
        "c.csv",
        "c_nodes.csv",
        "c.csv-metadata.json",
        "e_nodes.parquet",
    ] {
        assert!(found.contains(name), "{name} is not among {found:?}");
    }
    // Endings of several formats, and of none.
    for (name, says) in [("x.json", "vosviewer-json"), ("x.gexf", "gexf-dynamic"), ("x.xlsx", "--list")] {
        let refused = network("store", &["-o", &at(name)]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
        assert!(text(&refused.stderr).contains(says), "{name}: {}", text(&refused.stderr));
        assert!(!Path::new(&at(name)).exists());
    }
    let several = network("store", &["--format", "pajek"]);
    assert_eq!(several.status.code(), Some(2));
    assert!(text(&several.stderr).contains("net, clu, vec"));
    let units = made_by(&["rank", "--store", DEMO.1.join("store").to_str().unwrap(), "--format", "csv"]);
    let vertices = format!("*Vertices {}\n", units.lines().count() - 1);
    let clusters = made(&["--format", "pajek", "--part", "clu"]).replace('\r', "");
    assert!(clusters.starts_with(&vertices), "{vertices}: {}", &clusters[..30]);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let cases: [(&[&str], &str); 9] = [
        (&["--weight", "half"], "refined"),
        (&["--normalise", "jaccard", "--weight", "authorships"], "more than 1"),
        (&["--measures", "degre"], "degree"),
        (&["--backbone", "0"], "above 0"),
        (&["--minimum-weight=-1"], "from 0 on"),
        (&["--change", "2013-2018,2018-2022"], "does not begin after"),
        (&["--change", "2013-2014,2018-2022", "--backbone", "0.1"], "of one network"),
        (&["--format", "xml"], "graphml"),
        (&["--by", "year", "-o", "-", "--format", "csv"], "folder"),
    ];
    for (args, says) in cases {
        let refused = network("store", args);
        assert_eq!(refused.status.code(), Some(2), "{args:?}: {}", text(&refused.stdout));
        assert!(text(&refused.stderr).contains(says), "{args:?}: {}", text(&refused.stderr));
    }
}

#[test]
fn store_dump_and_threads_give_the_same_bytes() {
    let args = ["--measures", "all", "--weight", "fractional", "--normalise", "association"];
    for level in ["metro", "city", "country", "institution", "scholar"] {
        let all: Vec<&str> = args.into_iter().chain(["--format", "node-link", "--level", level]).collect();
        let first = network("store", &all);
        assert!(first.status.success() && first.stdout.len() > 1000, "{level}: {}", text(&first.stderr));
        assert!(network("dump", &all).stdout == first.stdout, "{level}: another file from the dump");
        for threads in ["1", "2", "8"] {
            let more: Vec<&str> = all.iter().copied().chain(["--threads", threads]).collect();
            assert!(
                network("store", &more).stdout == first.stdout,
                "{level}: another file with {threads} threads"
            );
        }
    }
}

#[test]
fn slices_are_the_networks_of_their_papers() {
    let folder = tempfile::tempdir().unwrap();
    let by_year = folder.path().join("years");
    made(&["--by", "year", "--format", "csv", "-o", by_year.to_str().unwrap()]);
    let index = fs::read_to_string(by_year.join("index.csv")).unwrap();
    let rows: Vec<Vec<&str>> = index.lines().skip(1).map(|line| line.split(',').collect()).collect();
    assert!(rows.len() > 5);
    let papers: usize = rows.iter().map(|row| row[2].parse::<usize>().unwrap()).sum();
    assert_eq!(papers, 382);
    for row in rows {
        let own = made(&["--years", row[0], "--format", "csv", "--part", "edges"]);
        assert_eq!(own, fs::read_to_string(by_year.join(row[1])).unwrap());
        assert_eq!(own.lines().count() - 1, row[4].parse::<usize>().unwrap());
    }
}

#[test]
fn the_document_lists_what_there_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/NETWORKS.md");
    let document = fs::read_to_string(&path).unwrap();
    let (head, _) = document.split_once("<!-- generated -->\n").unwrap();
    let listed = text(&aicity(["network", "--list"]).output().unwrap().stdout);
    let expected = format!("{head}<!-- generated -->\n```text\n{listed}```\n");
    if std::env::var_os("AICITY_WRITE_DOCS").is_some() {
        return fs::write(&path, &expected).unwrap();
    }
    assert!(document == expected, "docs/NETWORKS.md is out of date: run this test with AICITY_WRITE_DOCS=1");
}

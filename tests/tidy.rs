//! The tree itself: who imports whom, how long files are, and that lists agree with each other.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Layers, lowest first, and what each may import beside `base`. `main.rs` and `lib.rs` only name modules.
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("model", &[]),
    ("rdf", &["model"]),
    ("store", &["model", "rdf"]),
    ("sparql", &["rdf", "store"]),
    ("sources", &["model", "rdf", "sparql"]),
    ("gazetteer", &["model", "sources"]),
    ("graph", &["model", "rdf"]),
    ("indicators", &["model", "rdf", "store", "sparql", "graph"]),
    ("index", &["graph", "indicators"]),
    ("robustness", &["model", "graph", "indicators", "index"]),
    ("network", &["model", "rdf", "graph"]),
    ("edition", &["index"]),
    ("synthetic", &["model", "edition"]),
    (
        "engine",
        &[
            "model",
            "rdf",
            "sources",
            "gazetteer",
            "store",
            "sparql",
            "graph",
            "indicators",
            "index",
            "robustness",
            "network",
        ],
    ),
    (
        "report",
        &[
            "model",
            "rdf",
            "store",
            "graph",
            "indicators",
            "index",
            "robustness",
            "network",
            "edition",
            "engine",
        ],
    ),
    (
        "server",
        &[
            "model",
            "rdf",
            "gazetteer",
            "store",
            "sparql",
            "graph",
            "indicators",
            "index",
            "robustness",
            "network",
            "edition",
            "engine",
        ],
    ),
    (
        "cli",
        &[
            "server",
            "model",
            "rdf",
            "sources",
            "gazetteer",
            "store",
            "sparql",
            "graph",
            "indicators",
            "index",
            "robustness",
            "network",
            "edition",
            "synthetic",
            "engine",
            "report",
        ],
    ),
];

/// Crates that only one layer may import.
const RESERVED: &[(&str, &[&str])] = &[
    ("oxigraph", &["sparql", "indicators"]),
    ("oxjsonld", &["sources"]),
    ("spareval", &["store"]),
    ("rustix", &["sparql"]),
    ("tokio", &["server"]),
    ("hyper", &["server"]),
    ("clap_complete", &["cli"]),
    ("indicatif", &["cli"]),
    ("petgraph", &["graph"]),
    ("parquet", &["sources", "store", "network"]),
    ("zip", &["gazetteer"]),
    ("maud", &["report"]),
    ("rust_xlsxwriter", &["report"]),
];

const MAX_LINES: usize = 800;
const MEDIAN_LINES: usize = 200;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(dir: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn layer(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// Source without its test module: tests may look at any layer.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned()
}

#[test]
fn imports_run_downward() {
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), "rs") {
        let own = layer(&path);
        if own == "lib" || own == "main" || path.components().any(|c| c.as_os_str() == "tests.rs") {
            continue;
        }
        let (_, allowed) =
            ALLOWED.iter().find(|(name, _)| *name == own).unwrap_or_else(|| panic!("layer {own}"));
        for (number, line) in
            code(&path).lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for part in line.split("crate::").skip(1) {
                let other: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = ALLOWED.iter().any(|(name, _)| *name == other);
                if known && other != own && other != "base" && !allowed.contains(&other.as_str()) {
                    wrong.push(format!("{}:{}: {own} imports {other}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_their_layers() {
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), "rs").into_iter().filter(|path| !path.ends_with("tests.rs")) {
        for (krate, layers) in RESERVED {
            let uses = code(&path).lines().any(|l| {
                l.contains(&format!("{krate}::"))
                    && !l.trim_start().starts_with("//")
                    && !l.contains(&format!("_{krate}::"))
            });
            if uses && !layers.contains(&layer(&path).as_str()) {
                wrong.push(format!("{} uses {krate}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut lengths = BTreeMap::new();
    for path in files(&root().join("src"), "rs") {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is", path.display());
        lengths.insert(path, text.lines().count());
    }
    for (path, lines) in &lengths {
        assert!(*lines <= MAX_LINES, "{} has {lines} lines", path.display());
    }
    let mut sorted: Vec<usize> = lengths.into_values().collect();
    sorted.sort_unstable();
    assert!(sorted[sorted.len() / 2] <= MEDIAN_LINES, "median {}", sorted[sorted.len() / 2]);
}

#[test]
fn queries_are_never_put_together_from_values() {
    for path in files(&root().join("src"), "rs") {
        for line in code(&path).lines() {
            let builds = line.contains("format!(\"SELECT")
                || line.contains("format!(\"ASK")
                || line.contains("format!(\"CONSTRUCT");
            assert!(!builds, "{}: {line}", path.display());
        }
    }
}

#[test]
fn every_query_file_is_registered() {
    use aicity::sparql::library::{MAPPINGS, QUERIES};
    let registered: Vec<&str> = QUERIES.iter().chain(MAPPINGS).map(|q| q.name).collect();
    let queries = root().join("queries");
    for path in files(&queries, "rq") {
        let name = path.strip_prefix(&queries).unwrap().with_extension("");
        assert!(registered.contains(&name.to_str().unwrap()), "{} is not in the library", name.display());
    }
    assert_eq!(registered.len(), files(&queries, "rq").len());
}

#[test]
fn the_ontology_declares_every_term_of_ours() {
    use aicity::rdf::vocabulary::{ONTOLOGY, TERMS};
    let text = fs::read(root().join("ontology/aicity.ttl")).unwrap();
    let declared: Vec<String> = oxttl::TurtleParser::new()
        .for_slice(&text)
        .map(|triple| triple.unwrap())
        .filter(|t| t.predicate.as_str().ends_with("#type"))
        .map(|t| t.subject.to_string().trim_matches(['<', '>']).to_owned())
        .collect();
    for (name, iri) in TERMS.iter().filter(|(_, iri)| iri.starts_with(ONTOLOGY)) {
        assert!(declared.iter().any(|d| d == iri), "{name} ({iri}) is not declared in ontology/aicity.ttl");
    }
}

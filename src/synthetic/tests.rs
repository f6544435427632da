//! What a generated corpus must be: the same every time, whole in a load, shaped like a real one, and at its full size as
//! published.

use super::*;
use crate::engine::Source;
use crate::engine::load::{Job, Strictness, load};
use crate::engine::resolve::Means;
use crate::model::Corpus;
use crate::sources::tables;
use std::fs;

const NAMES: [&str; 4] = ["cities", "institutions", "papers", "authorships"];

fn made(like: Like2023, dir: &Path, packing: Packing) -> Generated {
    write(like, dir, packing, &mut |_, _| ()).unwrap()
}

fn texts(like: Like2023, packing: Packing) -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    made(like, dir.path(), packing);
    NAMES.map(|name| fs::read(dir.path().join(format!("{name}{}", packing.ending()))).unwrap()).to_vec()
}

#[test]
fn the_same_wish_gives_the_same_bytes() {
    let small = Like2023::scaled(0.01);
    let plain = texts(small, Packing::None);
    assert_eq!(plain, texts(small, Packing::None));
    let unpacked: Vec<Vec<u8>> =
        texts(small, Packing::Zstd).iter().map(|bytes| zstd::decode_all(&bytes[..]).unwrap()).collect();
    assert_eq!(plain, unpacked);
    let other = texts(Like2023 { seed: 1, ..small }, Packing::None);
    assert!(plain.iter().zip(&other).all(|(a, b)| a != b));
}

#[test]
fn sizes_that_there_are_not_are_refused() {
    for scale in [0.0, -1.0, 0.0001, 1.5, 1e9, f64::NAN, f64::INFINITY] {
        let dir = tempfile::tempdir().unwrap();
        let refused = write(Like2023::scaled(scale), &dir.path().join("x"), Packing::None, &mut |_, _| ());
        assert!(refused.is_err(), "{scale}");
        assert!(!dir.path().join("x").exists());
    }
}

#[test]
fn every_published_figure_is_met_unless_others_contradict_it() {
    for seed in [SEED, 1, 2] {
        let dir = tempfile::tempdir().unwrap();
        let residuals = made(Like2023 { seed, scale: 1.0 }, dir.path(), Packing::None).residuals.unwrap();
        assert!(residuals.all.len() > 750);
        let missed: Vec<&Residual> = residuals.all.iter().filter(|r| r.verdict() == "missed").collect();
        assert!(missed.is_empty(), "seed {seed}: {missed:#?}");
        for residual in residuals.all.iter().filter(|r| r.verdict() == "contradicted") {
            assert!(
                residual.figure == "innovation_index" && residual.difference().abs() < 0.05,
                "{residual:?}"
            );
        }
    }
}

fn loaded(like: Like2023) -> (Summary, crate::engine::load::Loaded, Corpus) {
    let dir = tempfile::tempdir().unwrap();
    let (tables_dir, store) = (dir.path().join("tables"), dir.path().join("store"));
    let summary = made(like, &tables_dir, Packing::None).summary;
    let (inputs, means) = ([tables_dir], Means::default());
    let job = Job { strictness: Strictness::Strict, ..Job::plain(&tables::FORMAT, &inputs, &means) };
    let loaded = load(&job, &store).unwrap();
    let corpus = Source::store(&store).unwrap().corpus().unwrap();
    (summary, loaded, corpus)
}

#[test]
fn nothing_is_lost_in_a_load_and_every_count_is_as_declared() {
    for (scale, papers) in [(0.01, 1_912), (0.05, 9_562)] {
        let (summary, loaded, corpus) = loaded(Like2023::scaled(scale));
        assert_eq!(loaded.rejections, []);
        let counts = |name: &str| loaded.manifest.counts[name];
        assert!(summary.papers >= papers && summary.papers < papers + papers / 10, "{summary:?}");
        assert_eq!(counts("papers"), summary.papers);
        assert_eq!(counts("authorships"), summary.authorships);
        assert_eq!(counts("scholars"), summary.scholars);
        assert_eq!(counts("institutions"), summary.institutions);
        assert_eq!(counts("cities"), summary.cities);
        assert!(loaded.coverage.synthetic);
        assert_eq!(corpus.citation_sources.iter().collect::<Vec<_>>(), [CITATION_SOURCE]);
        assert_eq!(
            corpus.metros.id.iter().collect::<Vec<_>>(),
            ["metro:bay_area", "metro:greater_vancouver"]
        );
    }
}

/// Distinct values of a column of a table.
fn distinct(text: &[u8], column: &str) -> std::collections::BTreeSet<String> {
    let mut reader = csv::Reader::from_reader(text);
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    reader.records().map(|row| row.unwrap()[at].to_owned()).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn twice_the_size_is_twice_of_everything_but_cities() {
    let [one, two] = [1.0, 2.0].map(|scale| {
        let dir = tempfile::tempdir().unwrap();
        let summary = made(Like2023::scaled(scale), dir.path(), Packing::None).summary;
        let [cities, institutions, papers, authorships] =
            NAMES.map(|name| fs::read(dir.path().join(format!("{name}.csv"))).unwrap());
        let institutions_met = distinct(&authorships, "institution_id");
        assert_eq!(distinct(&institutions, "institution_id"), institutions_met);
        assert_eq!(distinct(&papers, "paper_id"), distinct(&authorships, "paper_id"));
        let counts = [
            institutions_met.len(),
            distinct(&papers, "paper_id").len(),
            distinct(&authorships, "scholar_id").len(),
        ];
        let declared = [summary.institutions, summary.papers, summary.scholars].map(|count| count as usize);
        assert_eq!(counts, declared);
        (counts, distinct(&cities, "city_id"))
    });
    assert_eq!(one.0, [5_783, 191_237, 286_713]);
    assert_eq!((one.0.map(|count| 2 * count), one.1), two);
}

#[test]
fn distributions_look_like_real_ones() {
    let (summary, _, corpus) = loaded(Like2023::scaled(0.1));
    let mut cited: Vec<u64> =
        (0..corpus.papers.len()).filter_map(|paper| corpus.papers.citations(paper)).collect();
    cited.sort_unstable_by(|a, b| b.cmp(a));
    let all: u64 = cited.iter().sum();
    let top: u64 = cited[..cited.len() / 100].iter().sum();
    assert!(top * 10 > all && top * 2 < all, "one paper in a hundred has {top} of {all} citations");
    assert!(cited.iter().filter(|&&cited| cited < 5).count() * 20 > cited.len());
    let of_year = |year: u32| corpus.papers.years.iter().filter(|&&y| y == year).count();
    assert!(of_year(2022) > 2 * of_year(2013) && of_year(2013) > 0);
    let authors = summary.authorships as f64 / summary.papers as f64;
    assert!((2.5..5.0).contains(&authors), "{authors} authors on a paper");
}

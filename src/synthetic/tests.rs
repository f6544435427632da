//! What a generated corpus must be: the same every time, whole in a load, and shaped like a real one.

use super::*;
use crate::engine::Source;
use crate::engine::load::{Job, Strictness, load};
use crate::engine::resolve::Means;
use crate::sources::tables;
use std::fs;

const NAMES: [&str; 4] = ["cities", "institutions", "papers", "authorships"];

fn small() -> Shape {
    Shape::demo().scaled(0.05)
}

fn texts(shape: &Shape, packing: Packing) -> Vec<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    write_packed(shape, dir.path(), packing).unwrap();
    NAMES.map(|name| fs::read(dir.path().join(format!("{name}{}", packing.ending()))).unwrap()).to_vec()
}

#[test]
fn the_same_shape_gives_the_same_bytes() {
    let plain = texts(&small(), Packing::None);
    assert_eq!(plain, texts(&small(), Packing::None));
    let packed = texts(&small(), Packing::Zstd);
    assert_eq!(packed, texts(&small(), Packing::Zstd));
    let unpacked: Vec<Vec<u8>> = packed.iter().map(|bytes| zstd::decode_all(&bytes[..]).unwrap()).collect();
    assert_eq!(plain, unpacked);
    let other = texts(&Shape { seed: 1, ..small() }, Packing::None);
    assert!(plain.iter().zip(&other).all(|(a, b)| a != b));
}

#[test]
fn a_larger_corpus_begins_like_a_smaller_one() {
    let one = texts(&small(), Packing::None);
    let two = texts(&Shape { papers: small().papers + 1, ..small() }, Packing::None);
    assert_eq!(one[..2], two[..2]);
}

fn loaded(shape: &Shape) -> (Summary, crate::engine::load::Loaded, crate::model::Corpus) {
    let dir = tempfile::tempdir().unwrap();
    let (tables_dir, store) = (dir.path().join("tables"), dir.path().join("store"));
    let summary = write(shape, &tables_dir).unwrap();
    let loaded = load(
        &Job {
            strictness: Strictness::Strict,
            ..Job::plain(&tables::FORMAT, &[tables_dir], &Means::default())
        },
        &store,
    )
    .unwrap();
    let corpus = Source::store(&store).unwrap().corpus().unwrap();
    (summary, loaded, corpus)
}

#[test]
fn nothing_is_lost_in_a_load_and_every_count_is_as_declared() {
    for shape in [
        Shape::demo(),
        Shape::demo().scaled(0.0),
        Shape { seed: 7, papers: 50, scholars: 3, institutions: 9 },
    ] {
        let (summary, loaded, corpus) = loaded(&shape);
        assert_eq!(loaded.rejections, []);
        let counts = |name: &str| loaded.manifest.counts[name];
        assert_eq!(counts("papers"), u64::from(shape.papers));
        assert_eq!(counts("papers"), summary.papers);
        assert_eq!(counts("authorships"), summary.authorships);
        assert_eq!(counts("scholars"), summary.scholars);
        assert_eq!(counts("institutions"), summary.institutions);
        assert_eq!(counts("cities"), summary.cities);
        assert_eq!(corpus.countries.len() as u64, summary.countries);
        assert!(loaded.coverage.synthetic);
        assert_eq!(corpus.citation_sources.iter().collect::<Vec<_>>(), [CITATION_SOURCE]);
    }
}

/// A share within a tenth of what is meant.
fn about(what: &str, found: u64, of: u64, per_mille: u64) {
    let meant = of * per_mille / 1000;
    assert!(found.abs_diff(meant) <= meant / 10, "{what}: {found} of {of}, meant {meant}");
}

#[test]
fn the_corpus_has_the_shape_of_a_real_one() {
    let shape = Shape::demo();
    let (summary, loaded, corpus) = loaded(&shape);
    let coverage = &loaded.coverage;
    about("authorships", summary.authorships, summary.papers, 3_550);
    about("scholars", summary.scholars, shape.scholars.into(), 950);
    about("second affiliations", summary.rows - summary.authorships, summary.authorships, 83);
    about("no affiliation", coverage.authorships - coverage.authorships_with_city, coverage.authorships, 23);
    about("no citations", coverage.papers_without_citations, coverage.papers, 35);
    let mut cited: Vec<u64> =
        (0..corpus.papers.len()).filter_map(|paper| corpus.papers.citations(paper)).collect();
    cited.sort_unstable_by(|a, b| b.cmp(a));
    let top: u64 = cited[..cited.len() / 100].iter().sum();
    assert!(top * 6 > cited.iter().sum(), "one paper in a hundred has more than a sixth of all citations");
    let of_year = |year: u32| corpus.papers.years.iter().filter(|&&y| y == year).count();
    assert!(of_year(2022) > 2 * of_year(2013) && of_year(2013) > 0);
    assert_eq!(corpus.metros.id.iter().collect::<Vec<_>>(), ["syn-metro-1", "syn-metro-2"]);
    let ranked = |code: &str| corpus.ranked_as[corpus.countries.find(code).unwrap() as usize];
    assert_eq!([ranked("HK"), ranked("TW")], [ranked("CN"); 2]);
}

#[test]
fn the_reference_has_the_size_of_the_study() {
    let shape = Shape::reference();
    assert_eq!((shape.cities(), Places::new(&shape).countries()), (520, 62));
    assert_eq!(Shape::reference().scaled(1.0), shape);
}

//! Tests of `tables`.

use super::*;
use crate::base::Kind;
use crate::model::record::{Label, Named, Reason, Skipped};
use crate::sources::{detect, find};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

/// Notes everything in words, in order.
#[derive(Debug, Default, PartialEq)]
struct Notes {
    files: Vec<String>,
    records: Vec<String>,
    counts: BTreeMap<&'static str, u64>,
    rejections: Vec<Rejection>,
    /// Whether to note records in words, or only to count them.
    counting: bool,
}

impl Notes {
    fn note(&mut self, what: &'static str, place: Place, record: &dyn std::fmt::Debug) {
        *self.counts.entry(what).or_default() += 1;
        if !self.counting {
            self.records.push(format!("{}:{} {record:?}", place.file, place.line));
        }
    }
}

impl Sink for Notes {
    fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.files.len() as u32 - 1
    }
    fn paper(&mut self, place: Place, paper: Paper<'_>) {
        self.note("paper", place, &paper);
    }
    fn authorship(&mut self, place: Place, authorship: Authorship<'_>) {
        self.note("authorship", place, &authorship);
    }
    fn institution(&mut self, place: Place, institution: Institution<'_>) {
        self.note("institution", place, &institution);
    }
    fn city(&mut self, place: Place, city: City<'_>) {
        self.note("city", place, &city);
    }
    fn label(&mut self, place: Place, _: Named, label: Label<'_>) {
        self.note("label", place, &label);
    }
    fn reject(&mut self, rejection: Rejection) {
        self.rejections.push(rejection);
    }
    fn skip(&mut self, _: Skipped) {}
}

const CITIES: &str = "city_id,name,name_zh,country_code,admin1_code,lat,lon,population,report_country,metro_id\n\
    1816670,Beijing,北京,CN,22,39.9075,116.39723,18960744,CN,1816670\n\
    5392171,San Jose,圣何塞,US,CA,37.33939,-121.89496,,US,bay\n";
const INSTITUTIONS: &str = "institution_id,name,city_id,country_code,lat,lon,ror,name_zh,type\n\
    ror:1,Tsinghua,1816670,CN,40.0,116.3,https://ror.org/1,清华大学,education\n\
    d:x,\"X, Inc.\",,,,,,,\n";
const PAPERS: &str = "paper_id,title,venue,field,year,citations,citation_source,status,track,doi,source,\
    n_authors,n_authors_with_affiliation\n\
    p1,\"On \"\"graphs\"\"\nand cities\",AAAI,cv;机器学习,2020,17,gs,Oral,main,https://doi.org/10.1/x,s,1,1\n\
    p2,Sa\u{303}o,ACL,,,,,,,,,,\n";
const AUTHORSHIPS: &str = "paper_id,position,scholar_id,name,source_author_id,institution_id\n\
    p1,1,s:a,Ann,,ror:1\np1,2,s:b,Bo,,\n";

/// A folder with the four tables, those given in the place of the good ones.
fn folder(others: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in
        [("cities", CITIES), ("institutions", INSTITUTIONS), ("papers", PAPERS), ("authorships", AUTHORSHIPS)]
    {
        let text = others.iter().find(|(other, _)| *other == name).map_or(text, |(_, text)| text);
        fs::write(dir.path().join(format!("{name}.csv")), text).unwrap();
    }
    dir
}

fn read_paths(paths: &[PathBuf]) -> Result<(Notes, Vec<SourceFile>)> {
    let mut notes = Notes::default();
    let files = FORMAT.read(paths, &Options::ALL, &mut notes)?;
    Ok((notes, files))
}

fn read_folder(dir: &Path) -> Result<Notes> {
    read_paths(&[dir.to_owned()]).map(|(notes, _)| notes)
}

fn rejected(table: &str, rows: &str) -> Vec<(u64, String, Reason)> {
    let good = [
        ("cities", CITIES),
        ("institutions", INSTITUTIONS),
        ("papers", PAPERS),
        ("authorships", AUTHORSHIPS),
    ];
    let header =
        good.iter().find(|(name, _)| *name == table).and_then(|(_, text)| text.lines().next()).unwrap();
    let dir = folder(&[(table, &format!("{header}\n{rows}\n"))]);
    let notes = read_folder(dir.path()).unwrap();
    notes.rejections.into_iter().map(|r| (r.place.line, r.field, r.reason)).collect()
}

#[test]
fn records_come_as_they_stand_places_first() {
    let dir = folder(&[]);
    let (notes, files) = read_paths(&[dir.path().to_owned()]).unwrap();
    assert_eq!(notes.rejections, []);
    assert_eq!(notes.files, ["cities.csv", "institutions.csv", "papers.csv", "authorships.csv"]);
    assert_eq!(files.iter().map(|f| f.name.clone()).collect::<Vec<_>>(), notes.files);
    assert_eq!(
        (files[0].bytes, files[0].format.as_str(), files[0].sha256.len()),
        (CITIES.len() as u64, "tables", 64)
    );
    let paper = Paper {
        id: "p1".into(),
        title: "On \"graphs\"\nand cities".into(),
        venue: "AAAI".into(),
        subfields: vec!["cv".into(), "机器学习".into()],
        year: Some(2020),
        citations: Some(17),
        citations_by_year: None,
        citation_source: "gs".into(),
        doi: "10.1/x".into(),
        source: "s".into(),
    };
    assert_eq!(notes.records[4], format!("2:2 {paper:?}"));
    assert_eq!(
        notes.records[5],
        format!(
            "2:4 {:?}",
            Paper { id: "p2".into(), title: "São".into(), venue: "ACL".into(), ..Paper::default() }
        )
    );
    let city = City {
        id: "5392171".into(),
        name: "San Jose".into(),
        name_zh: "圣何塞".into(),
        country: "US".into(),
        admin1: "CA".into(),
        coordinates: Some((37.33939, -121.89496)),
        population: None,
        ranked_country: "US".into(),
        metro: "bay".into(),
    };
    assert_eq!(notes.records[1], format!("0:3 {city:?}"));
    let kind = "education".into();
    let institution = Institution {
        id: "ror:1".into(),
        name: "Tsinghua".into(),
        name_zh: "清华大学".into(),
        city: "1816670".into(),
        country: "CN".into(),
        coordinates: Some((40.0, 116.3)),
        ror: "https://ror.org/1".into(),
        kind,
    };
    assert_eq!(notes.records[2], format!("1:2 {institution:?}"));
    assert!(notes.records[6].contains("position: 1") && notes.records[6].contains("Institution(\"ror:1\")"));
    assert!(notes.records[7].ends_with("name: \"Bo\", affiliation: None }"), "{}", notes.records[7]);
}

#[test]
fn line_endings_marks_and_compression_change_nothing() {
    let expected = read_folder(folder(&[]).path()).unwrap();
    for end in ["\r\n", "\r"] {
        let texts = [
            ("cities", CITIES),
            ("institutions", INSTITUTIONS),
            ("papers", PAPERS),
            ("authorships", AUTHORSHIPS),
        ];
        let texts = texts.map(|(name, text)| (name, format!("\u{feff}{}", text.replace('\n', end))));
        let dir = folder(&texts.each_ref().map(|(name, text)| (*name, text.as_str())));
        assert_eq!(read_folder(dir.path()).unwrap(), expected);
    }
    let dir = folder(&[]);
    let cities = zstd::encode_all(CITIES.as_bytes(), 3).unwrap();
    fs::write(dir.path().join("cities.csv.zst"), cities).unwrap();
    let mut papers = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    papers.write_all(PAPERS.as_bytes()).unwrap();
    fs::write(dir.path().join("papers.csv.gz"), papers.finish().unwrap()).unwrap();
    for name in ["cities.csv", "papers.csv"] {
        fs::remove_file(dir.path().join(name)).unwrap();
    }
    assert_eq!(read_folder(dir.path()).unwrap().records, expected.records);
}

#[test]
fn bad_cells_reject_their_record() {
    let papers = "p1,,,,2020-13,,,,,,,,\np2,,,,0,,,,,,,,\np3,,,,,\"1,234\",,,,,,,\np4,,,,,-1,,,,,,,\np5,,,,,1.5,,,,,,,\n\
        p6,,,,,1e400,,,,,,,\n,,,,,,,,,,,,\np8,,,,,,,,,,,,";
    let expected = [
        (2, "year", Reason::Year),
        (3, "year", Reason::Year),
        (4, "citations", Reason::Number),
        (5, "citations", Reason::Number),
        (6, "citations", Reason::Number),
        (7, "citations", Reason::Number),
        (8, "paper_id", Reason::Missing),
    ];
    assert_eq!(
        rejected("papers", papers),
        expected.map(|(line, field, reason)| (line, field.to_owned(), reason))
    );
    let authorships = "p1,0,s,,,\np1,,s,,,\np1,20001,s,,,\n,1,s,,,\np1,1,,,,\np1,one,s,,,\np1,1,s,,";
    let expected = [
        (2, "position", Reason::Number),
        (3, "position", Reason::Missing),
        (4, "position", Reason::TooManyAuthors),
        (5, "paper_id", Reason::Missing),
        (6, "scholar_id", Reason::Missing),
        (7, "position", Reason::Number),
        (8, "", Reason::FieldCount),
    ];
    assert_eq!(
        rejected("authorships", authorships),
        expected.map(|(line, field, reason)| (line, field.to_owned(), reason))
    );
}

#[test]
fn bad_coordinates_are_noted_and_the_place_is_kept() {
    let header = INSTITUTIONS.lines().next().unwrap();
    let text = format!("{header}\na,A,,,NaN,1,,,\nb,B,,,91,1,,,\nc,C,,,0,0,,,\nd,D,,,1,2,,,\n");
    let notes = read_folder(folder(&[("institutions", &text)]).path()).unwrap();
    assert_eq!(notes.counts["institution"], 4);
    assert!(notes.rejections.iter().all(|r| r.reason == Reason::Coordinates && r.reason.keeps_record()));
    assert_eq!(notes.rejections.iter().map(|r| r.place.line).collect::<Vec<_>>(), [2, 3, 4]);
    // A record that is rejected anyway is not noted as well.
    assert_eq!(rejected("cities", "1,A,,,,99,99,many,,"), [(2, "population".to_owned(), Reason::Number)]);
}

#[test]
fn exactly_one_of_each_table_is_needed() {
    let dir = folder(&[]);
    let path = |name: &str| dir.path().join(name);
    let message = |error: Error| (error.kind(), error.to_string());
    fs::write(path("README.md"), "not a table").unwrap();
    fs::write(path("papers.csv.gz"), "").unwrap();
    let (kind, text) = message(read_folder(dir.path()).unwrap_err());
    assert!(
        kind == Kind::Input && text.contains("papers is there twice") && text.contains("papers.csv.gz"),
        "{text}"
    );
    fs::remove_file(path("papers.csv.gz")).unwrap();
    fs::remove_file(path("cities.csv")).unwrap();
    let (kind, text) = message(read_folder(dir.path()).unwrap_err());
    let expected = "table cities is missing; expected cities, institutions, papers, authorships; \
        found authorships.csv, institutions.csv, papers.csv";
    assert!(kind == Kind::Input && text.ends_with(expected), "{text}");
    assert_eq!(read_paths(&[path("README.md")]).unwrap_err().kind(), Kind::Usage);
    assert_eq!(read_paths(&[path("none.csv")]).unwrap_err().kind(), Kind::Io);
}

#[test]
fn a_table_that_changes_while_it_is_read_is_refused() {
    let dir = folder(&[]);
    let path = dir.path().join("papers.csv");
    let append =
        || fs::File::options().append(true).open(&path).unwrap().write_all(b"p3,,,,,,,,,,,,\n").unwrap();
    let read_bytes = Cell::new(0);
    // The first bytes of the papers are read after all those of the places.
    let watch = |count| {
        let before = read_bytes.replace(read_bytes.get() + count);
        if before == (CITIES.len() + INSTITUTIONS.len()) as u64 && count > 0 {
            append();
        }
        Ok(())
    };
    let error = FORMAT
        .read(&[dir.path().to_owned()], &Options { watch: &watch, ..Options::ALL }, &mut Notes::default())
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
    assert!(error.to_string().ends_with("papers.csv: changed while it was read"), "{error}");
}

#[test]
fn files_may_be_named_one_by_one_in_any_order() {
    let dir = folder(&[]);
    let paths =
        ["papers", "cities", "authorships", "institutions"].map(|n| dir.path().join(format!("{n}.csv")));
    assert_eq!(read_paths(&paths).unwrap().0, read_folder(dir.path()).unwrap());
}

#[test]
fn the_format_is_told_by_the_names() {
    let dir = folder(&[]);
    assert_eq!(detect(&[dir.path().to_owned()]).unwrap().id, "tables");
    assert_eq!(detect(&[dir.path().join("papers.csv")]).unwrap().id, "tables");
    let odd = dir.path().join("papers.xyz");
    assert_eq!(detect(std::slice::from_ref(&odd)).unwrap_err().kind(), Kind::Io);
    fs::write(&odd, "").unwrap();
    for paths in [vec![odd], vec![PathBuf::from("-")], vec![]] {
        let error = detect(&paths).unwrap_err();
        assert_eq!(error.kind(), Kind::Usage);
        assert!(error.hint().unwrap().contains("tables (a folder"), "{error:?}");
    }
    assert_eq!((find("tables").unwrap().id, find("xml").unwrap_err().kind()), ("tables", Kind::Usage));
}

#[test]
fn the_real_corpus_is_read_whole() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/corpus");
    if !corpus.is_dir() {
        println!("SKIPPED: {} is not there", corpus.display());
        return;
    }
    let mut notes = Notes { counting: true, ..Notes::default() };
    let files = FORMAT.read(&[corpus], &Options::ALL, &mut notes).unwrap();
    assert_eq!(notes.rejections, []);
    let expected = [("authorship", 113_117), ("city", 930), ("institution", 3_361), ("paper", 25_020)];
    assert_eq!(notes.counts, BTreeMap::from(expected));
    assert_eq!(files[2].name, "papers.csv.gz");
}

#[test]
fn citations_by_year_are_a_list_or_refused() {
    let header = "paper_id,title,venue,field,year,citations,citations_by_year";
    let read =
        |rows: &str| read_folder(folder(&[("papers", &format!("{header}\n{rows}\n"))]).path()).unwrap();
    let notes = read("p1,T,V,,2019,8,2020:5;2019:3\np2,T,V,,2019,8,");
    assert_eq!(notes.rejections, []);
    let said: Vec<_> = notes.records.iter().filter(|record| record.contains("Paper {")).collect();
    assert!(said[0].contains("citations_by_year: Some(ByYear([(2019, 3), (2020, 5)]))"), "{said:?}");
    assert!(said[1].contains("citations_by_year: None"), "{said:?}");
    let refused: Vec<_> = ["2019", "2019:3 ", "2019:-1", "0:3", "2019:3;2019:3"]
        .map(|list| {
            let rejection = read(&format!("p1,T,V,,2019,8,{list}")).rejections.remove(0);
            assert_eq!(rejection.field, "citations_by_year", "{list}");
            rejection.reason
        })
        .to_vec();
    let number = Reason::Number;
    assert_eq!(refused, [number, number, number, Reason::Year, Reason::Conflict]);
}

//! Tests of `aminer`.

use super::*;
use crate::model::record::{Reason, Skipped};
use crate::sources::Selection;
use crate::sources::noted::{Noted, read, read_text, shared};
use std::io::Write;

fn lines(text: &str) -> Noted {
    read_text(&FORMAT, "dblp.txt", text)
}

#[test]
fn version_10_has_names_only() {
    let noted = lines(
        r#"{"id": "u-1", "title": "T", "authors": ["Ann", "null"], "venue": " V ", "year": 2013, "n_citation": 0}"#,
    );
    let paper = &noted.papers[0];
    assert_eq!((&*paper.id, &*paper.venue, paper.year, paper.citations), ("u-1", "V", Some(2013), Some(0)));
    assert_eq!((&*paper.source, &*paper.citation_source), ("aminer", "aminer"));
    assert_eq!(noted.signed(), ["1  Ann -"]);
    assert_eq!(noted.refused(), [(Reason::Missing, "authors[2].name", 1)]);
}

#[test]
fn ids_are_text_numbers_or_hexadecimal() {
    let noted = lines(concat!(
        r#"{"id": "100", "authors": [{"id": "27", "name": "A", "org": "Uni"}], "venue": {"raw": "X"}}"#,
        "\n",
        r#"{"id": 1091, "authors": [{"id": 2312688602, "name": "B", "org": null}], "venue": {"raw": "X", "id": 7}}"#,
        "\n",
        r#"{"_id": "53e9", "authors": [{"_id": "53f4", "name": "C", "orgs": ["Uni", "Way"]}], "venue": {"_id": "9", "name_d": "Y"}}"#,
        "\n",
        r#"{"id": "62aa", "authors": [{"id": "", "name": "D", "org": ""}], "venue": "Z"}"#,
    ));
    assert_eq!(noted.papers.iter().map(|p| &*p.id).collect::<Vec<_>>(), ["100", "1091", "53e9", "62aa"]);
    assert_eq!(noted.papers.iter().map(|p| &*p.venue).collect::<Vec<_>>(), ["X", "X", "Y", "Z"]);
    assert_eq!(noted.signed(), ["1 27 A Uni", "1 2312688602 B -", "1 53f4 C Uni", "1 53f4 C Way", "1  D -"]);
    assert_eq!(noted.papers[0].citations, None);
    assert_eq!(noted.papers[0].citation_source, "");
    assert_eq!(noted.rejections, []);
}

#[test]
fn arrays_may_have_a_record_a_line_or_many_lines_a_record() {
    let expected = lines("{\"id\": 1, \"year\": 2011}\n{\"id\": 2}\n");
    for text in [
        "[\n{\"id\": 1, \"year\": 2011}\n,{\"id\": 2}\n]\n",
        "[\n{ \n \"_id\" : \"1\", \n \"year\" : NumberInt(2011)\n},\n{ \"_id\" : NumberLong(2)\n}\n]",
        "{\"id\": 1, \"year\": 2011}\r\n{\"id\": 2}",
        "\u{feff}{\"id\": 1, \"year\": \"2011\"}{\"id\": 2, \"authors\": null, \"venue\": null, \"doi\": null}",
    ] {
        let noted = lines(text);
        assert_eq!((noted.papers, noted.rejections), (expected.papers.clone(), vec![]), "{text}");
    }
}

#[test]
fn the_word_null_is_nothing() {
    let noted = lines(
        r#"{"_id": "1", "title": "null", "doi": "null", "issn": "null", "venue": {"raw": "null", "name_d": "V"}, "authors": [{"_id": "null", "name": "A", "org": "null"}]}"#,
    );
    let paper = &noted.papers[0];
    assert_eq!((&*paper.title, &*paper.doi, &*paper.venue), ("", "", "V"));
    assert_eq!(noted.signed(), ["1  A -"]);
}

#[test]
fn a_bad_year_is_noted_and_a_bad_count_refused() {
    let noted = lines(
        "{\"id\": 1, \"year\": 0}\n{\"id\": 2, \"year\": 9999}\n{\"id\": 3, \"n_citation\": -1}\n\
         {\"id\": 4, \"n_citation\": 1.5}\n{\"id\": 5, \"n_citation\": 1e400}\n{\"id\": 6, \"n_citation\": 18446744073709551616}\n\
         {\"title\": \"no id\"}\n{\"id\": 8, \"year\": 2020, \"year\": 2021}\n{\"id\": 9, \"title\": \"a\\u0000b\"}\n{\"id\": 10}\n",
    );
    assert_eq!(noted.papers.iter().map(|p| &*p.id).collect::<Vec<_>>(), ["1", "2", "10"]);
    assert!(noted.papers.iter().all(|p| p.year.is_none()));
    let expected = [
        (Reason::Year, "year", 1),
        (Reason::Year, "year", 2),
        (Reason::Number, "n_citation", 3),
        (Reason::Number, "n_citation", 4),
        (Reason::Syntax, "", 5),
        (Reason::Number, "n_citation", 6),
        (Reason::Missing, "id", 7),
        (Reason::Syntax, "", 8),
        (Reason::ControlCharacter, "title", 9),
    ];
    assert_eq!(noted.refused(), expected);
    assert!(noted.rejections[0].detail.contains("kept without a year"));
    assert!(noted.rejections[7].detail.contains("duplicate field `year`"));
}

#[test]
fn bad_bytes_and_depth_spoil_only_their_record() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.jsonl.gz");
    let mut file =
        flate2::write::GzEncoder::new(std::fs::File::create(&path).unwrap(), flate2::Compression::fast());
    file.write_all(b"{\"id\": \"\xff\"}\n{\"id\": 2, \"abstract\": ").unwrap();
    file.write_all("[".repeat(100_000).as_bytes()).unwrap();
    file.write_all(b"}\n{\"id\": 3}\n").unwrap();
    file.finish().unwrap();
    let noted = read(&FORMAT, &[dir.path().to_owned()], &Options::ALL).unwrap();
    assert_eq!(noted.refused(), [(Reason::Encoding, "", 1), (Reason::Syntax, "", 2)]);
    assert_eq!(noted.papers.len(), 1);
    assert_eq!((noted.read[0].name.as_str(), noted.read[0].format.as_str()), ("a.jsonl.gz", "aminer"));
}

#[test]
fn years_are_selected_before_anything_is_refused() {
    let selection = Selection::ALL.within(Some(2013..=2022));
    let options = Options { selection: &selection, ..Options::ALL };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.json");
    std::fs::write(&path, "{\"id\": 1, \"year\": 2013}{\"id\": 2, \"year\": 2012}{\"year\": 0}{}").unwrap();
    let noted = read(&FORMAT, &[path], &options).unwrap();
    assert_eq!((noted.counts(), noted.skipped[&Skipped::Year]), ([1, 0, 0, 3], 3));
}

#[test]
fn venues_are_selected_by_any_of_their_names() {
    let selection = Selection::shipped().unwrap();
    let options = Options { selection: &selection, ..Options::ALL };
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.json");
    let text = r#"{"id": 1, "venue": "CVPR"}{"id": 2, "venue": {"raw": "x", "name_d": "International Conference on Machine Learning"}}
        {"id": 3, "venue": "x", "issn": "1063-6919"}{"id": 4, "venue": "Theory in Biosciences"}{"id": 5}"#;
    std::fs::write(&path, text).unwrap();
    let noted = read(&FORMAT, &[path], &options).unwrap();
    let venues: Vec<_> = noted.papers.iter().map(|p| (&*p.id, &*p.venue, &*p.subfields[0])).collect();
    let vision = "computer-vision";
    assert_eq!(venues, [("1", "CVPR", vision), ("2", "ICML", "machine-learning"), ("3", "CVPR", vision)]);
    assert_eq!(noted.skipped[&Skipped::Venue], 2);
}

#[test]
fn the_interface_gives_several_organisations_and_an_address_that_is_not_kept() {
    let noted = lines(
        r#"{"id": "1", "authors": [{"id": "2", "name": "A", "email": "a@b.de", "sid": "3", "orgs": ["Corresponding author. a@b.de", "Univ. B, Town, a@b.de"], "org": "Corresponding author. a@b.de"}]}"#,
    );
    assert_eq!(noted.signed(), ["1 2 A Univ. B, Town"]);
    assert!(!format!("{noted:?}").contains('@'));
}

#[test]
fn too_many_authors_refuse_the_paper() {
    let authors = vec!["\"A\""; 20_001].join(",");
    let noted = lines(&format!("{{\"id\": 1, \"authors\": [{authors}]}}"));
    assert_eq!(noted.counts(), [0, 0, 1, 0]);
    assert_eq!(noted.rejections[0].reason, Reason::TooManyAuthors);
}

#[test]
fn the_samples_are_read() {
    let Some(folder) = shared("samples/aminer") else { return };
    // Counted with another JSON parser: papers, authorships, rejections, skipped.
    let expected = [
        ("aminer_api_paper_authors.json", [1, 2, 0, 0]),
        ("dblp-ref-0_v10.json", [1, 2, 0, 0]),
        ("dblp_papers_v11.txt", [1, 3, 0, 0]),
        ("dblp_v12_head.json", [1, 2, 0, 0]),
        ("dblp_v13_cleaned_example.json", [4, 9, 0, 0]),
        ("dblp_v18_example.jsonl", [3, 8, 0, 0]),
        ("dblpv13_head.json", [2, 2, 0, 0]),
    ];
    for (name, counts) in expected {
        let noted = read(&FORMAT, &[folder.join(name)], &Options::ALL).unwrap();
        assert_eq!(noted.counts(), counts, "{name}: {:?}", noted.rejections);
    }
    let noted = read(&FORMAT, &[folder.join("aminer_api_paper_authors.json")], &Options::ALL).unwrap();
    let berlin = "Freie Universit Berlin, Garystr. 21, 14195 Berlin, Germany";
    assert!(noted.signed().iter().all(|line| line.ends_with(berlin)), "{:?}", noted.signed());
    let noted = read(&FORMAT, &[folder], &Options::ALL).unwrap();
    assert_eq!(noted.read.len(), 7);
}

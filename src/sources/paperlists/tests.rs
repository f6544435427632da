//! Tests of `paperlists`.

use super::*;
use crate::model::record::{Affiliation, Paper, Reason, Skipped};
use crate::sources::noted::{Noted, read, read_text, shared};
use crate::sources::{Selection, tables};
use std::collections::BTreeMap;

fn list(name: &str, records: &str) -> Noted {
    read_text(&FORMAT, name, &format!("[\n{records}\n]"))
}

/// A record of a title, three authors A, B and C, and these fields.
fn three(fields: &str) -> Noted {
    list("acl2022.json", &format!("{{\"id\": \"x\", \"title\": \"T\", \"author\": \"A; B;C\", {fields}}}"))
}

#[test]
fn a_paper_is_of_the_venue_and_year_in_the_name() {
    let noted = list(
        "nips2016.json",
        r#"{"id": "7", "title": " T ", "author": "A", "gs_citation": 3, "doi": "https://doi.org/10.1/x"}"#,
    );
    let expected = Paper {
        id: "paperlists:nips2016/7".into(),
        title: "T".into(),
        venue: "NeurIPS".into(),
        subfields: vec![],
        year: Some(2016),
        citations: Some(3),
        citations_by_year: None,
        citation_source: "google-scholar".into(),
        doi: "10.1/x".into(),
        source: "paperlists".into(),
    };
    assert_eq!(noted.papers, [expected]);
}

#[test]
fn citations_that_were_not_found_are_not_known() {
    let records = r#"{"title": "a", "author": "A", "gs_citation": -1}, {"title": "b", "author": "A"},
        {"title": "c", "author": "A", "gs_citation": 0}, {"title": "d", "author": "A", "gs_citation": -2}"#;
    let noted = list("ijcai2020.json", records);
    let counts: Vec<_> = noted.papers.iter().map(|p| (p.citations, &*p.citation_source)).collect();
    assert_eq!(counts, [(None, ""), (None, ""), (Some(0), "google-scholar")]);
    assert_eq!(noted.refused(), [(Reason::Number, "gs_citation", 3)]);
    // Without an id the place in the list is the key, counted over everything in it.
    assert_eq!(
        noted.papers.iter().map(|p| &*p.id).collect::<Vec<_>>(),
        ["paperlists:ijcai2020/0", "paperlists:ijcai2020/1", "paperlists:ijcai2020/2"]
    );
}

#[test]
fn what_was_not_accepted_is_passed_over() {
    let of = |name: &str, statuses: &[&str]| {
        let record = |(i, status): (usize, &&str)| {
            format!("{{\"title\": \"t{i}\", \"author\": \"A\", \"status\": {status}}}")
        };
        let noted = list(name, &statuses.iter().enumerate().map(record).collect::<Vec<_>>().join(",\n"));
        (noted.papers.len(), noted.skipped.get(&Skipped::NotAccepted).copied().unwrap_or(0))
    };
    let not = [
        "\"Reject\"",
        "\"Withdraw\"",
        "\"Active\"",
        "\"Workshop\"",
        "\"Poster Workshop\"",
        "\"Oral Workshop\"",
    ];
    assert_eq!(of("iclr2018.json", &not), (0, 6));
    let accepted =
        ["\"Poster\"", "\"Oral\"", "\"Technical\"", "\"\"", "null", "\"TOG Paper\"", "\"Industry\""];
    assert_eq!(of("iclr2018.json", &accepted), (7, 0));
    assert_eq!(of("acl2022.json", &["\"Findings\"", "\"Long\""]), (1, 1));
    assert_eq!(of("naacl2022.json", &["\"Findings\"", "\"System Demonstrations\""]), (1, 1));
    assert_eq!(of("siggraph2020.json", &["\"Poster\"", "\"Technical Paper\""]), (1, 1));
}

#[test]
fn a_title_counts_once_a_venue_and_year() {
    let records =
        r#"{"id": "1", "title": "A Study", "author": "A"}, {"id": "2", "title": "a study.", "author": "A"}"#;
    let noted = list("icml2019.json", records);
    assert_eq!((noted.papers.len(), noted.refused()), (1, vec![(Reason::Duplicate, "title", 2)]));
    let dir = tempfile::tempdir().unwrap();
    for name in ["icml2019.json", "icml2019_again.json", "icml2020.json"] {
        std::fs::write(dir.path().join(name), "[{\"title\": \"T\", \"author\": \"A\"}]").unwrap();
    }
    let noted = read(&FORMAT, &[dir.path().to_owned()], &Options::ALL).unwrap();
    assert_eq!(noted.counts(), [2, 2, 1, 0]);
    assert!(noted.rejections[0].detail.ends_with("icml2019.json:1"), "{:?}", noted.rejections);
}

#[test]
fn title_and_authors_are_needed() {
    let records = r#"{"title": "", "author": "A"}, {"title": "T", "author": ""}, {"title": "U"}, {"title": "V", "author": ";"}"#;
    let noted = list("icml2019.json", records);
    let expected = ["title", "author", "author", "author"].map(|field| (Reason::Missing, field, 2));
    assert_eq!((noted.papers.len(), noted.refused()), (0, expected.to_vec()));
}

#[test]
fn lists_that_name_everybody_twice_are_halved() {
    let record = r#"{"title": "T", "author": "A;B;A;B", "authorids": "/1; /2;/1;/2", "author_num": 4, "aff": "Uni; Lab", "aff_unique_index": "0;1", "aff_unique_norm": "U;L"}"#;
    assert_eq!(list("iros2019.json", record).signed(), ["1 /1 A Uni/U", "2 /2 B Lab/L"]);
    // As many affiliations as names, or another venue: they are as many authors.
    let full = record.replace("Uni; Lab", "Uni; Lab; Uni; Lab");
    assert_eq!(list("icra2019.json", &full).authorships.len(), 4);
    assert_eq!(list("iclr2018.json", record).authorships.len(), 4);
}

#[test]
fn affiliations_are_used_only_if_they_are_as_many_as_authors() {
    let noted = three(r#""aff": "U; V", "aff_unique_index": "0;1", "aff_unique_norm": "U;V""#);
    assert_eq!(noted.signed(), ["1  A -", "2  B -", "3  C -"]);
    assert_eq!(noted.refused(), [(Reason::FieldCount, "aff", 2)]);
    for blank in ["", ";;", "; "] {
        let noted = three(&format!("\"aff\": \"{blank}\""));
        assert_eq!((noted.authorships.len(), noted.rejections.len()), (3, 0), "{blank:?}");
    }
}

#[test]
fn the_index_follows_all_affiliations_or_those_that_are_not_blank() {
    let norms = r#""aff_unique_norm": "Uni;Lab""#;
    let noted = three(&format!(r#""aff": "u; ;l", "aff_unique_index": "0;1", {norms}"#));
    assert_eq!(noted.signed(), ["1  A u/Uni", "2  B -", "3  C l/Lab"]);
    let noted = three(&format!(r#""aff": "u;v;l", "aff_unique_index": "0;0;1", {norms}"#));
    assert_eq!(noted.signed(), ["1  A u/Uni", "2  B v/Uni", "3  C l/Lab"]);
    let noted = three(&format!(r#""aff": "u;v;l", "aff_unique_index": "0;1", {norms}"#));
    assert_eq!(noted.signed(), ["1  A u", "2  B v", "3  C l"]);
    // An index into an empty name, or into none.
    let noted = three(r#""aff": "u;v;l", "aff_unique_index": "0;1;7", "aff_unique_norm": ";Lab""#);
    assert_eq!(noted.signed(), ["1  A u", "2  B v/Lab", "3  C l"]);
}

#[test]
fn several_affiliations_are_paired_in_order() {
    let noted =
        three(r#""aff": "u + l;u+;C++ Lab", "aff_unique_index": "0+1;0;2", "aff_unique_norm": "Uni;Lab;C""#);
    assert_eq!(noted.signed(), ["1  A u/Uni", "1  A l/Lab", "2  B u+/Uni", "3  C C++ Lab/C"]);
}

#[test]
fn campuses_and_countries_need_the_shape_of_the_index() {
    let base = r#""aff": "u;v+w;x", "aff_unique_index": "0;1+2;0", "aff_unique_norm": "U1;V1;W1", "aff_campus_unique": "Town;City;Asia", "aff_country_unique": "China;Unknown""#;
    let noted = three(&format!(
        r#"{base}, "aff_campus_unique_index": "0;1+2;0", "aff_country_unique_index": "0;0+1;0""#
    ));
    assert_eq!(
        noted.signed(),
        ["1  A u/U1/Town/China", "2  B v/V1/City/China", "2  B w/W1", "3  C x/U1/Town/China"]
    );
    let noted =
        three(&format!(r#"{base}, "aff_campus_unique_index": "0;1;0", "aff_country_unique_index": "0;0+0""#));
    assert_eq!(noted.signed(), ["1  A u/U1", "2  B v/V1", "2  B w/W1", "3  C x/U1"]);
}

#[test]
fn what_a_machine_made_up_is_not_stated() {
    let noted = three(
        r#""aff": "u;v;w", "aff_unique_index": "0;1;2", "aff_unique_norm": "Unknown Institution;University Affiliation Not Specified;W1", "aff_campus_unique_index": "0;1;2", "aff_campus_unique": "California;Taiwan;Bay""#,
    );
    assert_eq!(noted.signed(), ["1  A u", "2  B v", "3  C w/W1"]);
}

#[test]
fn nobodys_address_is_kept_or_shown() {
    let record = r#"{"title": "T", "author": "A;B", "authorids": "ann@x.edu;~B_1", "email": "ann@x.edu;", "aff": "Uni <ann@x.edu>;Lab", "aff_unique_index": "ann@x.edu", "gs_citation": "ann@x.edu"}"#;
    let noted =
        list("iclr2018.json", &record.replace("\"gs_citation\": \"ann@x.edu\"", "\"gs_citation\": 1"));
    assert_eq!(noted.signed(), ["1  A Uni", "2 ~B_1 B Lab"]);
    let bad = [
        record,
        "ann@x.edu",
        r#"{"title": ["ann@x.edu"]}"#,
        r#"{"author": "A", "title": "T", "title": "ann@x.edu"}"#,
        r#"{"ann@x.edu"}"#,
    ];
    for record in bad {
        let noted = list("iclr2018.json", record);
        assert_eq!(noted.papers.len(), 0, "{record}");
        assert!(!noted.rejections.is_empty() && !format!("{noted:?}").contains("x.edu"), "{noted:?}");
    }
}

#[test]
fn graphics_lists_have_commas_between_authors_and_a_set_of_affiliations() {
    let record = r#"{"title": "T", "author": "Ann A, Bo B, Jr., Cy C", "aff": "Uni;Lab;Town", "status": "Technical Paper"}"#;
    let noted = list("siggraphasia2020.json", record);
    assert_eq!(noted.signed(), ["1  Ann A -", "2  Bo B, Jr. -", "3  Cy C -"]);
    assert_eq!(noted.refused(), [(Reason::FieldCount, "aff", 2)]);
    assert_eq!(
        list("siggraph2020.json", r#"{"title": "T", "author": "Ann A", "aff": "Uni"}"#).signed(),
        ["1  Ann A Uni"]
    );
}

#[test]
fn years_are_selected_by_the_list() {
    let selection = Selection::ALL.within(Some(2013..=2016));
    let dir = tempfile::tempdir().unwrap();
    for name in ["icml2016.json", "icml2017.json"] {
        std::fs::write(dir.path().join(name), "[{\"title\": \"T\", \"author\": \"A\"}, {\"broken\": }]")
            .unwrap();
    }
    let options = Options { selection: &selection, ..Options::ALL };
    let noted = read(&FORMAT, &[dir.path().to_owned()], &options).unwrap();
    assert_eq!((noted.counts(), noted.skipped[&Skipped::Year]), ([1, 1, 1, 2], 2));
}

#[test]
fn venues_are_selected_by_the_list() {
    let selection = Selection::shipped().unwrap();
    let dir = tempfile::tempdir().unwrap();
    for name in ["nips2016.json", "acmmm2024.json", "colt2020.json", "siggraphasia2020.json"] {
        std::fs::write(dir.path().join(name), "[{\"title\": \"T\", \"author\": \"A\"}]").unwrap();
    }
    let options = Options { selection: &selection, ..Options::ALL };
    let noted = read(&FORMAT, &[dir.path().to_owned()], &options).unwrap();
    let venues: Vec<_> = noted.papers.iter().map(|p| (&*p.venue, &*p.subfields[0])).collect();
    assert_eq!(venues, [("MM", "multimedia"), ("NeurIPS", "machine-learning")]);
    assert_eq!(noted.skipped[&Skipped::Venue], 2);
}

#[test]
fn the_samples_are_read() {
    let Some(folder) = shared("samples/paperlists") else { return };
    // Papers, authorships, rejections, skipped; counted with another program.
    let expected = [
        ("aaai2022_3records.json", [3, 10, 0, 0]),
        ("acl2022_3records.json", [2, 10, 0, 1]),
        ("cvpr2018_3records.json", [3, 13, 0, 0]),
        ("eccv2022_3records.json", [3, 12, 0, 0]),
        ("iclr2018_3records.json", [2, 11, 0, 1]),
        ("icra2019_3records.json", [3, 10, 0, 0]),
        ("ijcai2021_3records.json", [3, 16, 0, 0]),
        ("nips2018_3records.json", [3, 19, 0, 0]),
        ("siggraph2020_3records.json", [2, 10, 0, 1]),
    ];
    for (name, counts) in expected {
        let noted = read(&FORMAT, &[folder.join(name)], &Options::ALL).unwrap();
        assert_eq!(noted.counts(), counts, "{name}: {:?}", noted.rejections);
    }
    let error = read(&FORMAT, &[folder.join("alignment_cases.json")], &Options::ALL).unwrap_err();
    assert!(error.to_string().ends_with("is not named by a venue and a year"), "{error}");
}

/// What a record and the corpus are compared by.
#[derive(Debug, Default, PartialEq)]
struct Shape {
    authors: usize,
    with_affiliation: usize,
    citations: Option<u64>,
}

fn shapes(noted: &Noted) -> BTreeMap<String, Shape> {
    let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
    for paper in &noted.papers {
        shapes.entry(paper.id.to_string()).or_default().citations = paper.citations;
    }
    let mut last = (String::new(), 0);
    for a in &noted.authorships {
        let author = (a.paper.to_string(), a.position);
        if author != last {
            let shape = shapes.entry(author.0.clone()).or_default();
            shape.authors += 1;
            shape.with_affiliation += usize::from(a.affiliation != Affiliation::None);
            last = author;
        }
    }
    shapes
}

#[test]
fn the_real_lists_agree_with_the_corpus_made_from_them() {
    let (Some(lists), Some(corpus)) = (shared("paperlists"), shared("corpus")) else { return };
    let corpus = shapes(&read(&tables::FORMAT, &[corpus], &Options::ALL).unwrap());
    // Papers of ours; IROS is in no other corpus here. Two of its papers have more affiliations than authors.
    let expected = [
        ("aaai2022", 1319, 0),
        ("acl2022", 700, 0),
        ("cvpr2017", 783, 0),
        ("iclr2018", 337, 0),
        ("icml2017", 435, 0),
        ("ijcai2021", 722, 1),
        ("iros2019", 934, 2),
        ("nips2016", 569, 1),
    ];
    for (key, papers, rejections) in expected {
        let file = lists.join(format!("{key}.json.gz"));
        let noted = read(&FORMAT, &[file], &Options::ALL).unwrap();
        assert_eq!((noted.papers.len(), noted.rejections.len()), (papers, rejections), "{key}");
        let has_address = |text: &str| crate::sources::mails::without(text) != text;
        assert!(!noted.signed().iter().any(|line| has_address(line)), "{key}");
        assert!(!noted.rejections.iter().any(|r| has_address(&r.detail)), "{key}");
        let ours = shapes(&noted);
        let theirs = corpus.iter().filter(|(id, _)| id.starts_with(&format!("paperlists:{key}/"))).count();
        assert_eq!(theirs, if key == "iros2019" { 0 } else { papers }, "{key}");
        for (id, ours) in ours.iter().filter(|_| theirs > 0) {
            let theirs = &corpus[id];
            assert_eq!((ours.authors, ours.citations), (theirs.authors, theirs.citations), "{id}");
            // The corpus keeps what was resolved, a list what was printed.
            assert!(ours.with_affiliation >= theirs.with_affiliation, "{id}");
        }
    }
}

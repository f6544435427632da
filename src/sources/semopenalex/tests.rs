//! Tests of `semopenalex`.

use super::*;
use crate::base::Kind;
use crate::model::record::{Affiliation, Authorship, Institution, Paper, Reason, Skipped, Statement};
use crate::sources::noted::{Noted, read, read_text, shared};
use crate::sources::{Selection, detect};

/// A work with three authorships in the ontology of 2025, by hand after its SHACL shapes.
const NEW: &str = r#"
@prefix so: <https://semopenalex.org/ontology/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix dbo: <https://dbpedia.org/ontology/> .
@prefix dbp: <https://dbpedia.org/property/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix prism: <http://prismstandard.org/namespaces/basic/2.0/> .
@prefix gn: <http://www.geonames.org/ontology#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix s: <https://semopenalex.org/> .
<https://semopenalex.org/work/W1> a so:Work ; dct:title "A \"Study\""^^xsd:string ; fabio:hasPublicationYear 2020 ;
  so:citedByCount 7 ; prism:doi "https://doi.org/10.1/x"^^xsd:anyURI ; so:isRetracted false ; so:isParatext false ;
  dct:abstract "long" ; so:hasPrimaryLocation <https://semopenalex.org/location/W11> ;
  so:hasAuthorship <https://semopenalex.org/authorship/W1A1>, <https://semopenalex.org/authorship/W1A2>, <https://semopenalex.org/authorship/W1A3> .
<https://semopenalex.org/location/W11> so:hasSource <https://semopenalex.org/source/S1> .
<https://semopenalex.org/source/S1> foaf:name "Venue" ; prism:issn "1063-6919" ; fabio:hasIssnL "2575-7075" ; so:2YrMeanCitedness "3.2"^^xsd:float .
<https://semopenalex.org/authorship/W1A1> so:hasAuthor <https://semopenalex.org/author/A1> ; so:position 0 ;
  so:rawAffiliation "Uni, Town" ; so:hasOrganization <https://semopenalex.org/institution/I1> .
<https://semopenalex.org/authorship/W1A2> so:hasAuthor <https://semopenalex.org/author/A2> ; so:position 1 ;
  so:rawAffiliation "Uni", "Lab" ; so:hasOrganization <https://semopenalex.org/institution/I1>, <https://semopenalex.org/institution/I2> .
<https://semopenalex.org/authorship/W1A3> so:hasAuthor <https://semopenalex.org/author/A3> ; so:position 2 ; so:rawAffiliation "Nowhere" .
<https://semopenalex.org/author/A1> foaf:name "Ann" ; dbo:orcidId "https://orcid.org/0000-0003-2367-0237" ;
  <http://www.w3.org/ns/org#memberOf> <https://semopenalex.org/institution/I2> .
<https://semopenalex.org/author/A2> foaf:name "Bo" .
<https://semopenalex.org/author/A3> foaf:name "Cy" ; <http://www.w3.org/ns/org#memberOf> <https://semopenalex.org/institution/I2> .
<https://semopenalex.org/institution/I1> foaf:name "University" ; so:ror "https://ror.org/042nb2s44"^^xsd:anyURI ;
  so:rorType "education" ; dbp:countryCode "US" ; so:citedByCount 9 ; dbo:location <https://semopenalex.org/geo/I1> .
<https://semopenalex.org/geo/I1> dbp:city "Town" ; dbp:countryCode "US" ; gn:geonamesID "5368361" ;
  wgs:lat "34.05"^^xsd:float ; wgs:long "-118.24"^^xsd:float .
<https://semopenalex.org/institution/I2> foaf:name "Lab" .
"#;

fn institution_of(authorship: &Authorship<'_>) -> Statement<'static> {
    match &authorship.affiliation {
        Affiliation::Stated(s) => Statement {
            text: s.text.to_string().into(),
            institution: s.institution.to_string().into(),
            ror: s.ror.to_string().into(),
            ..Statement::default()
        },
        _ => Statement::default(),
    }
}

fn stated(text: &'static str, institution: &'static str, ror: &'static str) -> Statement<'static> {
    Statement { text: text.into(), institution: institution.into(), ror: ror.into(), ..Statement::default() }
}

#[test]
fn the_ontology_of_2025_names_the_institutions_of_an_authorship() {
    let noted = read_text(&FORMAT, "soa.ttl", NEW);
    assert_eq!(noted.rejections, []);
    let paper = Paper {
        id: "W1".into(),
        title: "A \"Study\"".into(),
        venue: "S1".into(),
        subfields: vec![],
        year: Some(2020),
        citations: Some(7),
        citations_by_year: None,
        citation_source: "openalex".into(),
        doi: "10.1/x".into(),
        source: "semopenalex".into(),
    };
    assert_eq!(noted.papers, [paper]);
    let ror = "https://ror.org/042nb2s44";
    let mut found: Vec<_> = noted
        .authorships
        .iter()
        .map(|a| {
            (a.position, a.scholar.to_string(), a.name.to_string(), a.orcid.to_string(), institution_of(a))
        })
        .collect();
    found.sort();
    let expected = [
        (1, "A1", "Ann", "0000-0003-2367-0237", stated("Uni, Town", "I1", ror)),
        (2, "A2", "Bo", "", stated("", "I1", ror)),
        (2, "A2", "Bo", "", stated("", "I2", "")),
        (3, "A3", "Cy", "", stated("Nowhere", "", "")),
    ];
    let mut expected: Vec<_> =
        expected.map(|(p, s, n, o, i)| (p, s.to_owned(), n.to_owned(), o.to_owned(), i)).into();
    expected.sort();
    assert_eq!(found, expected);
    let university = Institution {
        id: "I1".into(),
        name: "University".into(),
        city: "5368361".into(),
        country: "US".into(),
        coordinates: Some((34.05, -118.24)),
        ror: ror.into(),
        kind: "education".into(),
        ..Institution::default()
    };
    assert!(noted.institutions.contains(&university), "{:?}", noted.institutions);
    assert!(noted.labels.contains(&("S1".to_owned(), "Venue".to_owned())), "{:?}", noted.labels);
}

#[test]
fn every_syntax_and_graph_says_the_same() {
    let expected = read_text(&FORMAT, "soa.ttl", NEW);
    let turtle = oxttl::TurtleParser::new().for_slice(NEW);
    let triples: Vec<String> = turtle.map(|triple| triple.unwrap().to_string()).collect();
    let lines = |end: &str| triples.iter().fold(String::new(), |text, triple| text + triple + end + " .\n");
    for (name, text) in [
        ("soa.nt", lines("")),
        ("soa.nq", lines(" <https://semopenalex.org/works/context>")),
        (
            "soa.trig",
            NEW.replace("<https://semopenalex.org/work/W1> a", "<a:g> { <https://semopenalex.org/work/W1> a")
                .replace(".\n<https://semopenalex.org/location", ". }\n<https://semopenalex.org/location"),
        ),
    ] {
        let noted = read_text(&FORMAT, name, &text);
        let sorted = |noted: &Noted| {
            let mut lines = noted.signed();
            lines.sort();
            lines
        };
        assert_eq!((&noted.papers, sorted(&noted)), (&expected.papers, sorted(&expected)), "{name}");
    }
}

#[test]
fn lines_that_are_none_are_rejected_and_turtle_ends() {
    let good = "<https://semopenalex.org/work/W1> <http://purl.org/spar/fabio/hasPublicationYear> \"2020\" .\n\
        <https://semopenalex.org/work/W1> <https://semopenalex.org/ontology/citedByCount> \"many\" .\n";
    let noted = read_text(&FORMAT, "soa.nt", &format!("nonsense\n{good}<a:b> <c:d>\n"));
    assert_eq!(noted.papers.len(), 1);
    assert_eq!(
        noted.rejections.iter().map(|r| (r.reason, r.place.line)).collect::<Vec<_>>(),
        [(Reason::Syntax, 1), (Reason::Syntax, 4), (Reason::Number, 0)]
    );
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("soa.ttl");
    std::fs::write(&path, "<a:b> <c:d> ;;; \"x .").unwrap();
    assert_eq!(read(&FORMAT, &[path], &Options::ALL).unwrap_err().kind(), Kind::Input);
    let odd = dir.path().join("soa.xml");
    std::fs::write(&odd, "").unwrap();
    assert_eq!(read(&FORMAT, &[odd], &Options::ALL).unwrap_err().kind(), Kind::Usage);
}

#[test]
fn retracted_and_unselected_works_are_passed_over_with_their_authorships() {
    let retracted = NEW.replace("so:isRetracted false", "so:isRetracted true");
    let noted = read_text(&FORMAT, "soa.ttl", &retracted);
    assert_eq!((noted.counts(), noted.skipped[&Skipped::Retracted]), ([0, 0, 0, 1], 1));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("soa.ttl");
    std::fs::write(&path, NEW).unwrap();
    let with = |selection: &Selection| {
        read(&FORMAT, std::slice::from_ref(&path), &Options { selection, ..Options::ALL }).unwrap()
    };
    let noted = with(&Selection::ALL.within(Some(2013..=2019)));
    assert_eq!((noted.counts(), noted.skipped[&Skipped::Year]), ([0, 0, 0, 1], 1));
    // Told by its ISSN.
    let noted = with(&Selection::shipped().unwrap().within(Some(2013..=2022)));
    assert_eq!((&*noted.papers[0].venue, &*noted.papers[0].subfields[0]), ("CVPR", "computer-vision"));
}

#[test]
fn positions_in_words_become_numbers() {
    let of = |words: &[(&str, &str)]| {
        let lines: Vec<String> = words
            .iter()
            .map(|(author, word)| {
                format!(
                    "s:work\\/W1 p:hasAuthorPosition s:authorposition\\/W1{author} . s:authorposition\\/W1{author} \
                     p:hasAuthor s:author\\/{author} ; p:position {word} ; <http://www.w3.org/ns/org#memberOf> s:institution\\/I1 .\n"
                )
            })
            .collect();
        let text = format!(
            "@prefix s: <https://semopenalex.org/> . @prefix p: <https://semopenalex.org/property/> .\n\
             s:work\\/W1 <http://purl.org/spar/fabio/hasPublicationYear> 2009 .\n{}",
            lines.concat()
        );
        let noted = read_text(&FORMAT, "old.ttl", &text);
        let mut lines = noted.signed();
        lines.sort();
        assert_eq!(noted.rejections, []);
        lines
    };
    let words = [("A4", "\"last\""), ("A3", "\"middle\""), ("A9", "\"first\""), ("A2", "\"middle\"")];
    assert_eq!(of(&words), ["1 A9  -", "2 A2  -", "3 A3  -", "4 A4  -"]);
    assert_eq!(of(&[("A1", "1"), ("A2", "2")]), ["1 A1  -", "2 A2  -"]);
}

#[test]
fn rdf_files_are_not_taken_for_this_format() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("soa.nt");
    std::fs::write(&path, "").unwrap();
    assert_eq!(detect(std::slice::from_ref(&path)).unwrap().id, "rdf");
    assert_eq!(read(&FORMAT, &[path], &Options::ALL).unwrap().counts(), [0; 4]);
}

#[test]
fn the_sample_of_2023_is_read_without_affiliations() {
    let Some(folder) = shared("samples/semopenalex") else { return };
    let noted = read(&FORMAT, &[folder.join("semopenalex-data-sample.trig")], &Options::ALL).unwrap();
    assert_eq!(noted.rejections, []);
    let expected = Paper {
        id: "W2015191210".into(),
        title: "Linked Data - The Story So Far".into(),
        venue: "S181240966".into(),
        subfields: vec![],
        year: Some(2009),
        citations: Some(3653),
        citations_by_year: None,
        citation_source: "openalex".into(),
        doi: "10.4018/jswis.2009081901".into(),
        source: "semopenalex".into(),
    };
    assert_eq!(noted.papers, [expected]);
    let mut lines = noted.signed();
    lines.sort();
    assert_eq!(lines[0], "1 A247353998 Christian Bizer -");
    assert_eq!(lines[2], "3 A2308609296 Tim Berners-Lee -");
    assert_eq!((lines.len(), noted.institutions.len(), noted.labels.len()), (3, 4, 2));
    // RDF without a single work, and a description whose relative IRIs have no base.
    let noted = read(&FORMAT, &[folder.join("semopenalex-ontology.ttl")], &Options::ALL).unwrap();
    assert_eq!(noted.counts(), [0; 4]);
    let error = read(&FORMAT, &[folder.join("void.ttl")], &Options::ALL).unwrap_err();
    assert!(error.to_string().contains("void.ttl:10: The prefixed name"), "{error}");
}

//! Tests of `oag`.

use super::*;
use crate::model::record::{Institution, Reason, Skipped};
use crate::sources::Selection;
use crate::sources::noted::{read, read_text, shared};

#[test]
fn papers_state_the_institution_that_their_source_found() {
    let paper = r#"{"id": 25, "title": "T", "authors": [{"id": 7, "name": "A", "org": "Dept, Uni ; Town\r", "org_id": 114}, {"id": 8, "name": "B", "org": "Univ. X; Univ. Y"}, {"id": 9, "name": "C", "org_id": "59"}], "venue": {"id": 162, "name": "J"}, "year": 2016, "n_citation": 13, "doi": "10.1/X", "references": [1], "indexed_abstract": "{\"IndexLength\":1,\"InvertedIndex\":{\"To\":[0]}}"}"#;
    let noted = read_text(&FORMAT, "mag_papers_0.txt", paper);
    let expected = ["1 7 A Dept, Uni ; Town////114", "2 8 B Univ. X", "2 8 B Univ. Y", "3 9 C ////59"];
    assert_eq!(noted.signed(), expected);
    let paper = &noted.papers[0];
    assert_eq!((&*paper.id, &*paper.venue, paper.year, paper.citations), ("25", "162", Some(2016), Some(13)));
    assert_eq!((&*paper.source, &*paper.citation_source, &*paper.doi), ("oag", "oag", "10.1/X"));
}

#[test]
fn counts_and_venues_may_be_missing() {
    let noted =
        read_text(&FORMAT, "mag_papers_1.txt", "{\"id\": 1}\n{\"id\": 2, \"venue\": {\"name\": \"J\"}}\n");
    let found: Vec<_> = noted.papers.iter().map(|p| (&*p.venue, p.citations, &*p.citation_source)).collect();
    assert_eq!(found, [("", None, ""), ("J", None, "")]);
}

#[test]
fn the_side_of_hexadecimal_ids_and_version_3_are_read() {
    let text = "{\"id\": \"53e9\", \"title\": \"T\", \"authors\": [{\"id\": \"54f4\", \"name\": \"A\", \"org\": \"Uni\"}], \
        \"venue\": {\"id\": \"539f\", \"raw\": \"V\"}}\n\
        {\"id\": \"53ea\", \"title\": \"U\", \"authors\": [{\"id\": \"\", \"name\": \"B\", \"org\": \"\"}], \"venue\": \"W\"}\n";
    for name in ["aminer_papers_0.txt", "v5_oag_publication_1.json", "part-0.json"] {
        let noted = read_text(&FORMAT, name, text);
        assert_eq!(noted.signed(), ["1 54f4 A Uni", "1  B -"], "{name}");
        assert_eq!(noted.papers.iter().map(|p| &*p.venue).collect::<Vec<_>>(), ["539f", "W"]);
    }
}

#[test]
fn affiliations_have_coordinates_as_text() {
    let text = "{\"id\": 3032752892, \"DisplayName\": \"Uni\u{301}\", \"NormalizedName\": \"uni\", \"Latitude\": \"42.46270\", \"Longitude\": \"-2.45500\"}\n\
        {\"id\": 2, \"NormalizedName\": \"lab\", \"Latitude\": \"91\", \"Longitude\": \"0\"}\n\
        {\"id\": 3, \"DisplayName\": \"None\", \"Latitude\": \"\", \"Longitude\": null}\n{\"DisplayName\": \"Nobody\"}\n";
    let noted = read_text(&FORMAT, "mag_affiliations.txt", text);
    let one = |id: &'static str, name: &'static str, coordinates| Institution {
        id: id.into(),
        name: name.into(),
        coordinates,
        ..Institution::default()
    };
    let expected = [
        one("3032752892", "Un\u{ed}", Some((42.4627, -2.455))),
        one("2", "lab", None),
        one("3", "None", None),
    ];
    assert_eq!(noted.institutions, expected);
    assert_eq!(noted.refused(), [(Reason::Coordinates, "lat", 2), (Reason::Missing, "id", 4)]);
}

#[test]
fn venues_give_names_and_authors_and_links_nothing() {
    let venues = "{\"id\": 1, \"JournalId\": 1, \"DisplayName\": \"J\"}\n{\"_id\": \"53\", \"ConferenceId\": 2, \"Name\": \"C\"}\n";
    let noted = read_text(&FORMAT, "mag_venues.txt", venues);
    assert_eq!(noted.labels, [("1".to_owned(), "J".to_owned()), ("53".to_owned(), "C".to_owned())]);
    let authors = "{\"id\": 1, \"name\": \"A\", \"last_known_aff_id\": \"59\", \"pubs\": [{\"i\": 1, \"r\": 2}]}\n{\"name\": \"B\"}\n";
    let noted = read_text(&FORMAT, "mag_authors_0.txt", authors);
    assert_eq!((noted.counts(), noted.refused()), ([0, 0, 1, 0], vec![(Reason::Missing, "id", 2)]));
    for name in ["author_link.txt", "pairs.txt"] {
        let noted = read_text(&FORMAT, name, "{\"mid\": \"1\", \"aid\": \"53\"}\n{\"mid\": \"1\"}\n");
        assert_eq!(noted.refused(), [(Reason::Missing, "aid", 2)], "{name}");
    }
    let noted = read_text(&FORMAT, "pairs.txt", "{\"a\": 1}\nnonsense\n{\"mid\": 1, \"aid\": 2}\n");
    assert_eq!(noted.refused(), [(Reason::Syntax, "", 1), (Reason::Syntax, "", 2)]);
}

#[test]
fn years_are_selected() {
    let selection = Selection::ALL.within(Some(2013..=2022));
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(
        dir.path().join("mag_papers_0.txt"),
        "{\"id\": 1, \"year\": 2013}\n{\"id\": 2, \"year\": 1999}\n",
    )
    .unwrap();
    std::fs::write(dir.path().join("mag_venues.txt"), "{\"id\": 1, \"DisplayName\": \"J\"}\n").unwrap();
    let options = Options { selection: &selection, ..Options::ALL };
    let noted = read(&FORMAT, &[dir.path().to_owned()], &options).unwrap();
    assert_eq!((noted.counts(), noted.skipped[&Skipped::Year], noted.labels.len()), ([1, 0, 0, 1], 1, 1));
}

#[test]
fn the_samples_are_read() {
    let Some(folder) = shared("samples/oag") else { return };
    let noted = read(&FORMAT, &[folder], &Options::ALL).unwrap();
    assert_eq!((noted.counts(), noted.institutions.len(), noted.labels.len()), ([1, 2, 0, 0], 1, 1));
    assert_eq!(noted.read.len(), 5);
    assert!(
        noted.signed().iter().all(|line| line.ends_with("United States.////114027177")),
        "{:?}",
        noted.signed()
    );
}

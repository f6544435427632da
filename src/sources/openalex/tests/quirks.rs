//! What real records look like: both generations of keys, and everything that may be null.

use super::*;
use crate::model::record::Reason;

/// A work of 2026, of which `extra` replaces or adds keys.
fn work(extra: &str) -> String {
    let extra = if extra.is_empty() { String::new() } else { format!(", {extra}") };
    format!("{{\"id\": \"https://openalex.org/W1\", \"title\": \"T\", \"publication_year\": 2020{extra}}}\n")
}

fn authorships(list: &str) -> Notes {
    let notes = read_text(&work(&format!("\"authorships\": [{list}]")));
    assert_eq!(notes.rejections, []);
    notes
}

#[test]
fn a_paper_is_what_a_work_says() {
    let notes = read_text(&work(
        r#""display_name": "other", "doi": "https://doi.org/10.1/X", "cited_by_count": 17,
        "primary_location": {"source": {"id": "https://openalex.org/S3", "display_name": "Journal"}},
        "primary_topic": {"display_name": "t", "subfield": {"id": "https://openalex.org/subfields/1702",
        "display_name": "Artificial Intelligence"}, "field": {"display_name": "f"}}"#
            .replace('\n', " ")
            .as_str(),
    ));
    assert_eq!(notes.papers, ["W1 | T | S3 | subfields/1702 | 2020 | 17 | 10.1/X"]);
    assert_eq!(notes.labels, ["Venue S3 Journal", "Subfield subfields/1702 Artificial Intelligence"]);
    // No authors is for the builder to note.
    assert_eq!((notes.authorships.len(), notes.rejections.len()), (0, 0));
}

#[test]
fn everything_may_be_null_or_absent() {
    let nulls = r#"{"id": "W2", "doi": null, "title": null, "display_name": null, "publication_year": null,
        "cited_by_count": null, "is_paratext": null, "is_retracted": null, "is_xpac": null, "primary_location": null,
        "locations": null, "primary_topic": null, "authorships": null, "host_venue": null}"#;
    let inner = r#"{"id": "W3", "primary_location": {"source": null, "raw_source_name": null}, "locations":
        [{"source": {"id": null, "display_name": null, "issn_l": null, "issn": null}}], "primary_topic":
        {"subfield": null}, "authorships": [{"author": null, "institutions": null, "countries": null, "affiliations":
        null, "raw_affiliation_strings": null, "raw_affiliation_string": null, "raw_author_name": null}]}"#;
    let notes = read_text(&format!("{nulls}\n{inner}\n{{\"id\":\"W4\"}}").replace("\n   ", ""));
    assert_eq!(notes.rejections, []);
    assert_eq!(notes.papers, ["W2 |  |  |  |  |  | ", "W3 |  |  |  |  |  | ", "W4 |  |  |  |  |  | "]);
    assert_eq!(notes.authorships, ["W3 | 1 |  |  |  | none"]);
}

#[test]
fn a_subfield_without_id_goes_by_its_name() {
    let notes =
        read_text(&work(r#""primary_topic": {"subfield": {"display_name": "Artificial Intelligence"}}"#));
    assert_eq!(notes.papers, ["W1 | T |  | Artificial Intelligence | 2020 |  | "]);
    assert_eq!(notes.labels.len(), 0);
}

#[test]
fn the_order_of_authors_is_that_of_the_array() {
    let notes = authorships(
        r#"{"author_position": "last", "author": {"id": "https://openalex.org/A9", "display_name": "Nine",
        "orcid": "https://orcid.org/0000-0001-6187-6610"}, "raw_author_name": "N. Nine"},
        {"author_position": "first", "author": {"id": null, "display_name": "No Id", "orcid": null}}"#
            .replace('\n', "")
            .as_str(),
    );
    let expected = ["W1 | 1 | A9 | 0000-0001-6187-6610 | N. Nine | none", "W1 | 2 |  |  | No Id | none"];
    assert_eq!(notes.authorships, expected);
}

#[test]
fn each_text_goes_with_each_institution_found_in_it() {
    let notes = authorships(
        r#"{"author": {"id": "A1", "display_name": "Ann"}, "countries": ["CN", "US"], "institutions":
        [{"id": "https://openalex.org/I1", "display_name": "One", "ror": "https://ror.org/1", "country_code": "CN", "type": "x"},
        {"id": "https://openalex.org/I2", "display_name": "Two", "ror": null, "country_code": null},
        {"id": "https://openalex.org/I3", "display_name": "Three", "ror": null, "country_code": "US"}],
        "affiliations": [{"raw_affiliation_string": "One and Two", "institution_ids":
        ["https://openalex.org/I1", "https://openalex.org/I2"]}, {"raw_affiliation_string": "Lab",
        "institution_ids": ["https://openalex.org/I2", "https://openalex.org/I7"]}, {"raw_affiliation_string": "Nowhere",
        "institution_ids": []}, {"raw_affiliation_string": "Lab", "institution_ids": ["https://openalex.org/I2"]}],
        "raw_affiliation_strings": ["One and Two", "Lab", "Nowhere"]}"#
            .replace('\n', "")
            .as_str(),
    );
    let row = |affiliation: &str| format!("W1 | 1 | A1 |  | Ann | {affiliation}");
    let expected = [
        row("One and Two / I1 / https://ror.org/1 / One / CN"),
        row("One and Two / I2 /  / Two / "),
        row("Lab / I2 /  / Two / "),
        row("Lab / I7 /  /  / "),
        row("Nowhere /  /  /  / "),
        row(" / I3 /  / Three / US"),
    ];
    assert_eq!(notes.authorships, expected);
}

#[test]
fn a_text_without_institution_takes_the_only_country() {
    let notes = authorships(
        r#"{"countries": ["CN"], "affiliations": [{"raw_affiliation_string": "Lab", "institution_ids": null}]}"#,
    );
    assert_eq!(notes.authorships, ["W1 | 1 |  |  |  | Lab /  /  /  / CN"]);
}

#[test]
fn older_texts_are_not_told_apart_by_institution() {
    let institutions = r#""institutions": [{"id": "https://openalex.org/I1", "display_name": "One"},
        {"id": "https://openalex.org/I2", "display_name": "Two"}]"#
        .replace('\n', "");
    let one = format!(r#"{{"raw_affiliation_strings": ["Both"], {institutions}}}"#);
    let expected = ["W1 | 1 |  |  |  | Both / I1 /  / One / ", "W1 | 1 |  |  |  | Both / I2 /  / Two / "];
    assert_eq!(authorships(&one).authorships, expected);
    let apart = [
        "W1 | 1 |  |  |  | a, b /  /  /  / ",
        "W1 | 1 |  |  |  | c /  /  /  / ",
        "W1 | 1 |  |  |  |  / I1 /  / One / ",
        "W1 | 1 |  |  |  |  / I2 /  / Two / ",
    ];
    let several = format!(r#"{{"raw_affiliation_strings": ["a, b", "c"], {institutions}}}"#);
    assert_eq!(authorships(&several).authorships, apart);
    let joined = format!(r#"{{"raw_affiliation_string": "a, b; c", {institutions}}}"#);
    assert_eq!(authorships(&joined).authorships, apart);
    let both = format!(
        r#"{{"raw_affiliation_string": "x; y", "raw_affiliation_strings": ["a, b", "c"], {institutions}}}"#
    );
    assert_eq!(authorships(&both).authorships, apart);
}

#[test]
fn the_last_known_institution_gives_no_credit() {
    let notes = authorships(
        r#"{"author": {"id": "A1", "display_name": "Ann", "last_known_institution": {"id": "https://openalex.org/I1"},
        "last_known_institutions": [{"id": "https://openalex.org/I1"}]}, "institutions": []}"#
            .replace('\n', "")
            .as_str(),
    );
    assert_eq!(notes.authorships, ["W1 | 1 | A1 |  | Ann | none"]);
}

#[test]
fn what_no_ranking_counts_is_passed_over_in_this_order() {
    let flags = ["is_retracted", "is_paratext", "is_xpac"];
    let works: String = (0..8_u32)
        .map(|bits| {
            let set: Vec<_> = flags
                .iter()
                .enumerate()
                .map(|(at, flag)| format!("\"{flag}\": {}", bits >> at & 1 == 1))
                .collect();
            work(&set.join(", "))
        })
        .collect();
    let notes = read_text(&works);
    let expected = [(Skipped::Paratext, 2), (Skipped::Retracted, 1), (Skipped::Xpac, 4)];
    assert_eq!((notes.papers.len(), notes.skipped), (1, expected.into()));
}

#[test]
fn a_venue_is_found_in_any_location_of_either_generation() {
    let selection = Selection::of_sources(&[("NeurIPS", "machine-learning", "S7")]).within(Some(2020..=2021));
    let source = r#""source": {"id": "https://openalex.org/S7", "display_name": "N"}"#;
    let chosen = [
        format!("\"primary_location\": {{{source}}}"),
        format!("\"primary_location\": null, \"locations\": [{{\"source\": null}}, {{{source}}}]"),
        r#""host_venue": {"id": "https://openalex.org/S7", "display_name": "N", "issn": null}"#.to_owned(),
        r#""alternate_host_venues": [{"id": "https://openalex.org/S7"}]"#.to_owned(),
    ];
    for keys in chosen {
        let notes = read_text_selected(&work(&keys), &selection);
        assert_eq!(notes.papers, ["W1 | T | NeurIPS | machine-learning | 2020 |  | "], "{keys}");
        assert_eq!(notes.labels.len(), 0, "the selection knows its venues");
    }
    let other = work(r#""primary_location": {"source": {"id": "https://openalex.org/S8"}}"#);
    let early = work(&format!("\"primary_location\": {{{source}}}")).replace("2020", "2019");
    let notes = read_text_selected(&format!("{other}{early}{}", early.replace("2019", "null")), &selection);
    assert_eq!((notes.papers.len(), notes.rejections.len()), (0, 0));
    assert_eq!(notes.skipped, [(Skipped::Venue, 1), (Skipped::Year, 2)].into());
}

#[test]
fn an_older_venue_is_a_venue() {
    let notes =
        read_text(&work(r#""host_venue": {"id": "https://openalex.org/V7", "display_name": "Seven"}"#));
    assert_eq!(notes.papers, ["W1 | T | V7 |  | 2020 |  | "]);
    assert_eq!(notes.labels, ["Venue V7 Seven"]);
}

#[test]
fn a_label_is_given_once() {
    let source = r#""primary_location": {"source": {"id": "https://openalex.org/S7", "display_name": "N"}}"#;
    let notes = read_text(&(work(source) + &work(source).replace("W1", "W2")));
    assert_eq!((notes.papers.len(), notes.labels), (2, vec!["Venue S7 N".to_owned()]));
}

#[test]
fn names_are_in_normal_form() {
    let notes = read_text(&work("\"display_name\": \"x\"").replace("\"T\"", "\"Sa\u{303}o \\u4eac\""));
    assert!(notes.papers[0].starts_with("W1 | São 京 |"), "{:?}", notes.papers);
}

#[test]
fn numbers_that_are_none_are_refused_by_path() {
    for bad in ["-1", "1.5", "1e400", "18446744073709551616", "\"7\""] {
        let notes = read_text(&work(&format!("\"cited_by_count\": {bad}, \"type\": \"x\"")));
        let rejection = &notes.rejections[0];
        assert_eq!(
            (&*rejection.field, rejection.reason),
            ("cited_by_count", Reason::Number),
            "{bad}: {rejection:?}"
        );
        assert_eq!(notes.papers.len(), 0);
    }
    for bad in ["-1", "2020.5", "1e400", "0", "99999", "\"2020\""] {
        let notes = read_text(&work("").replace("2020", bad));
        let rejection = &notes.rejections[0];
        assert_eq!(
            (&*rejection.field, rejection.reason),
            ("publication_year", Reason::Year),
            "{bad}: {rejection:?}"
        );
    }
}

#[test]
fn institutions_have_a_city_if_its_id_is_given() {
    let text = concat!(
        r#"{"id": "https://openalex.org/I1", "ror": "https://ror.org/1", "display_name": "One", "country_code": "US", "#,
        r#""type": "company", "geo": {"city": "Cambridge", "geonames_city_id": "4931972", "region": null, "#,
        r#""country_code": "US", "country": "United States", "latitude": 42.3751, "longitude": -71.10561}}"#,
        "\n",
        r#"{"id": "https://openalex.org/I2", "ror": null, "display_name": "Two", "country_code": null, "type": null, "#,
        r#""geo": {"city": null, "geonames_city_id": null, "country_code": "DE", "latitude": null, "longitude": null}}"#,
        "\n",
        r#"{"id": "https://openalex.org/I3", "display_name": "Three", "geo": null}"#,
        "\n",
        r#"{"id": "https://openalex.org/I4", "display_name": "Four", "geo": {"city": "Cambridge", "#,
        r#""geonames_city_id": 4931972, "country_code": "US", "latitude": 142.5, "longitude": 1e-5}}"#,
        "\n",
    );
    let notes = read_text(text);
    let expected = [
        "I1 | One | 4931972 | US | https://ror.org/1 | company | 42.3751,-71.10561",
        "I2 | Two |  | DE |  |  | ",
        "I3 | Three |  |  |  |  | ",
        "I4 | Four | 4931972 | US |  |  | ",
    ];
    assert_eq!(notes.institutions, expected);
    assert_eq!(notes.cities, ["4931972 | Cambridge | US"]);
    assert_eq!(notes.rejections.len(), 1);
    assert_eq!(
        (&*notes.rejections[0].field, notes.rejections[0].reason),
        ("geo.latitude", Reason::Coordinates)
    );
    assert_eq!(notes.rejections[0].place.line, 4);
}

//! What the API answers is what the program and the engine answer.

use super::{SYNTHETIC, Served};
use aicity::base::records::{Cell, Table};
use aicity::engine::rank::rank_corpus;
use aicity::graph::Level;
use aicity::index::Profile;
use aicity::indicators::Counting;
use serde_json::{Value, json};
use std::process::Command;
use std::sync::Arc;

fn program(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_aicity")).args(args).output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn of_store(served: &Served, command: &str, more: &[&str]) -> String {
    let store = served.store().to_str().unwrap();
    program(&[&[command, "-q", "--store", store], more].concat())
}

#[test]
fn rankings_are_those_of_the_program() {
    let profile = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    std::fs::write(
        profile.path(),
        "zero = 'log1p'\nscale = 'percentile'\nminimum_papers = 3\n\
         [weights]\npaper = 0.1\nscholar = 0.2\ninstitution = 0.3\ncollaboration = 0.4\n\
         paper_index = { count = 0.25, citations = 0.75 }\n",
    )
    .unwrap();
    let file = profile.path().to_str().unwrap();
    let weights = "zero=log1p&scale=percentile&minimum_papers=3&paper_weight=0.1&scholar_weight=0.2&\
                   institution_weight=0.3&collaboration_weight=0.4&paper_count_weight=0.25&paper_citations_weight=0.75";
    let cases: [(&str, &[&str]); 8] = [
        ("", &[]),
        ("?unit=city", &["--unit", "city"]),
        ("?unit=country&country_scheme=iso", &["--unit", "country", "--country-scheme", "iso"]),
        ("?unit=institution&counting=fractional", &["--unit", "institution", "--counting", "fractional"]),
        ("?years=2015-2017&collaboration=papers", &["--years", "2015-2017", "--collaboration", "papers"]),
        ("?metros=none&years=all", &["--metros", "none", "--years", "all"]),
        (
            "?subfield=computer-vision&subfield=robotics",
            &["--subfield", "computer-vision", "--subfield", "robotics"],
        ),
        (&format!("?{weights}"), &["--profile", file]),
    ];
    for (query, args) in cases {
        let args = [args, &["--format", "csv"]].concat();
        assert_eq!(
            SYNTHETIC.csv(&format!("/api/v1/rankings{query}")),
            of_store(&SYNTHETIC, "rank", &args),
            "{query}"
        );
    }
    let json: Value = serde_json::from_str(&of_store(&SYNTHETIC, "rank", &["--format", "json"])).unwrap();
    assert_eq!(serde_json::to_value(SYNTHETIC.table("/api/v1/rankings")).unwrap(), json);
}

#[test]
fn coverage_is_that_of_the_program() {
    assert_eq!(SYNTHETIC.csv("/api/v1/coverage"), of_store(&SYNTHETIC, "coverage", &["--format", "csv"]));
    let by_year = of_store(&SYNTHETIC, "coverage", &["--format", "csv", "--by", "year"]);
    assert_eq!(SYNTHETIC.csv("/api/v1/coverage?by=year"), by_year);
}

#[test]
fn a_unit_is_explained_as_the_program_does() {
    let key = SYNTHETIC.first("/api/v1/rankings").unwrap();
    let unit = SYNTHETIC.document(&format!("/api/v1/units/metro/{key}"));
    let explained: Value =
        serde_json::from_str(&of_store(&SYNTHETIC, "explain", &[&key, "--format", "json"])).unwrap();
    for member in ["key", "name", "name_zh", "country", "rank", "ranked"] {
        assert_eq!(unit[member], explained[member], "{member}");
    }
    let steps = unit["terms"].as_array().unwrap();
    for (step, term) in steps.iter().zip(explained["terms"].as_array().unwrap()) {
        for member in ["indicator", "value", "ln", "min", "max", "score", "weight"] {
            let same = step[member] == term[member] || step[member].as_f64() == term[member].as_f64();
            assert!(same, "{member}: {step} and {term}");
        }
    }
    assert_eq!(steps.len(), 7);
    let papers = SYNTHETIC.table(&format!("/api/v1/units/metro/{key}/papers"));
    let ids: Vec<Value> = papers.rows.iter().map(|row| json!(row[0].text())).collect();
    let listed: Vec<Value> =
        explained["papers"].as_array().unwrap().iter().map(|paper| paper["paper_id"].clone()).collect();
    assert_eq!(ids, listed);
}

fn sum(table: &Table, column: &str) -> f64 {
    let at = table.columns.iter().position(|c| c.name == column).unwrap();
    let value = |cell: &Cell| match cell {
        Cell::Integer(value) => *value as f64,
        Cell::Number(value) => *value,
        other => panic!("{other:?}"),
    };
    table.rows.iter().map(|row| value(&row[at])).sum()
}

#[test]
fn what_is_behind_a_number_adds_up_to_it() {
    for switches in [
        "",
        "counting=fractional",
        "collaboration=countries&years=2014-2016",
        "counting=fractional&collaboration=papers",
    ] {
        for level in ["metro", "city", "country", "institution"] {
            let key = SYNTHETIC.first(&format!("/api/v1/rankings?unit={level}&{switches}")).unwrap();
            let unit = SYNTHETIC.document(&format!("/api/v1/units/{level}/{key}?{switches}"));
            let table =
                |what: &str| SYNTHETIC.table(&format!("/api/v1/units/{level}/{key}/{what}{switches}"));
            let indicator = |name: &str| unit["indicators"][name].as_f64().unwrap();
            let near = |a: f64, b: f64| {
                assert!((a - b).abs() <= 1e-9 * b.max(1.0), "{level} {key} {switches}: {a} {b}");
            };
            near(sum(&table("papers?"), "credit"), indicator("papers"));
            let citations = indicator("papers") * indicator("citations_per_paper");
            near(sum(&table("papers?indicator=citations&"), "credit"), citations);
            let foreign = indicator("international_collaborations");
            near(sum(&table("papers?indicator=international_collaborations&"), "credit"), foreign);
            near(sum(&table("scholars?sort=citations&"), "credit"), indicator("scholars"));
            near(sum(&table("institutions?"), "credit"), indicator("institutions"));
            near(sum(&table("partners?"), "international_collaborations"), foreign);
            if !switches.contains("years") {
                near(sum(&table("series?"), "papers"), indicator("papers"));
                near(sum(&table("series?"), "international_collaborations"), foreign);
            }
        }
    }
}

#[test]
fn a_country_is_chosen_from_the_whole_ranking() {
    let all = SYNTHETIC.table("/api/v1/rankings?unit=city");
    let country = all.rows[3][4].text().into_owned();
    let chosen = SYNTHETIC.table(&format!("/api/v1/rankings?unit=city&country={country}"));
    let expected: Vec<_> = all.rows.iter().filter(|row| row[4].text() == country).cloned().collect();
    assert_eq!(chosen.rows, expected);
    assert!(chosen.rows.len() < all.rows.len());
}

#[test]
fn what_a_ranking_stands_on_is_said() {
    let about = SYNTHETIC.document("/api/v1/rankings/about?unit=country&counting=fractional&years=2014-2016");
    let profile = Profile {
        unit: Level::Country,
        counting: Counting::Fractional,
        years: "2014-2016".parse().unwrap(),
        ..Profile::default()
    };
    let edition = SYNTHETIC.state.edition();
    let ranked = rank_corpus(Arc::clone(&edition.corpus), &profile).unwrap();
    assert_eq!(about["profile"], serde_json::to_value(&profile).unwrap());
    assert_eq!(about["ranked"], ranked.ranking.rows.len());
    assert_eq!(about["coverage"]["papers"], ranked.coverage.papers);
    assert_eq!((&about["left_out"], &about["synthetic"]), (&json!(ranked.left_out), &json!(true)));
    assert_eq!(about["scales"][0]["max"].as_f64(), ranked.ranking.standardised[0].range.map(|r| r.1));
}

#[test]
fn networks_and_comparisons_agree_with_partners() {
    let nodes = SYNTHETIC.table("/api/v1/network/country/nodes?scope=international");
    let edges = SYNTHETIC.table("/api/v1/network/country/edges?scope=international");
    let picture = SYNTHETIC.document("/api/v1/network/country?scope=international&top=2000&edges=3");
    assert_eq!(picture["nodes"], serde_json::to_value(&nodes).unwrap());
    assert_eq!(
        picture["edges"].as_array().unwrap()[..],
        serde_json::to_value(&edges).unwrap().as_array().unwrap()[..3]
    );
    assert_eq!(picture["total_edges"], edges.rows.len());
    let [a, b, papers] = [0, 1, 3].map(|i: usize| edges.rows[0][i].text().into_owned());
    let partners = SYNTHETIC.table(&format!("/api/v1/units/country/{a}/partners"));
    let with = partners.rows.iter().find(|row| row[0].text() == b).unwrap();
    assert_eq!(with[5].text(), papers);
    let compared = SYNTHETIC.document(&format!("/api/v1/compare/country?unit={a}&unit={b}"));
    assert_eq!(compared["shared"][0]["papers"].to_string(), papers);
    assert_eq!(compared["papers_of_all"].to_string(), papers);
    for (compared, key) in compared["units"].as_array().unwrap().iter().zip([&a, &b]) {
        let mut unit = SYNTHETIC.document(&format!("/api/v1/units/country/{key}"));
        unit.as_object_mut().unwrap().remove("edition");
        assert_eq!(compared["profile"], unit);
        let series = SYNTHETIC.table(&format!("/api/v1/units/country/{key}/series"));
        assert_eq!(compared["series"], serde_json::to_value(&series).unwrap());
    }
    let subfields = SYNTHETIC.table(&format!("/api/v1/units/country/{b}/subfields"));
    for row in &subfields.rows {
        let key = row[0].text();
        let all = compared["subfields"].as_array().unwrap();
        let cell = &all.iter().find(|one| one["key"] == *key).unwrap()["units"][1];
        assert_eq!(
            (cell["papers"].to_string(), cell["citations"].to_string()),
            (row[3].text().into(), row[4].text().into())
        );
    }
}

#[test]
fn affiliations_are_resolved_as_the_program_does() {
    let texts = [
        "Department of Computer Science, Tsinghua University, Beijing, China",
        "ETH Zürich",
        "Google, Mountain View, CA, USA",
        "nowhere at all",
        "IBM Research Zurich, Rüschlikon, Switzerland",
        "清华大学",
    ];
    let body = json!({"texts": texts, "steps": true});
    let post = super::all_routes().find(|route| route.id == "resolve_many").unwrap();
    let super::Answered::Document(posted) = SYNTHETIC.answer(post, &[], Some(&body)).unwrap() else {
        panic!("a table")
    };
    for (text, answer) in texts.iter().zip(posted["answers"].as_array().unwrap()) {
        let got = SYNTHETIC.document(&format!("/api/v1/resolve?text={text}"));
        let mut without = answer.clone();
        without["steps"] = Value::Null;
        assert_eq!(got["answers"], json!([without]), "{text}");
        assert!(!answer["steps"].as_array().unwrap().is_empty() || answer["city"].is_null());
    }
    let answers = posted["answers"].as_array().unwrap();
    // The program is asked for one text at a time: the others of a list teach it. One is plain, one has a campus.
    for at in [0, 4] {
        let (text, answer) = (texts[at], &answers[at]);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), format!("{text}\n")).unwrap();
        let line = program(&["resolve", "-q", "--format", "jsonl", file.path().to_str().unwrap()]);
        let line: Value = serde_json::from_str(&line).unwrap();
        let member = |of: &str, name: &str| answer[of].get(name).cloned().unwrap_or(Value::Null);
        assert_eq!(answer["country"], line["country"], "{text}");
        assert_eq!(member("institution", "key"), line["institution_id"], "{text}");
        for (own, theirs) in [
            ("key", "city_id"),
            ("metro", "metro_id"),
            ("method", "city_method"),
            ("confidence", "city_confidence"),
        ] {
            assert_eq!(member("city", own), line[theirs], "{text}: {own}");
        }
    }
    assert!(posted["answers"].as_array().unwrap().iter().filter(|one| !one["city"].is_null()).count() >= 3);
}

#[test]
fn the_served_edition_is_described() {
    let edition = SYNTHETIC.state.edition();
    let all = SYNTHETIC.document("/api/v1/editions");
    assert_eq!((&all["editions"][0]["id"], &all["editions"][1]["id"]), (&json!(edition.id), &json!("2023")));
    let current = SYNTHETIC.document("/api/v1/editions/current");
    assert_eq!(current, SYNTHETIC.document(&format!("/api/v1/editions/{}", edition.id)));
    assert_eq!(current["edition"], edition.id);
    assert_eq!(current["counts"]["papers"], edition.corpus.papers.len());
    assert_eq!(current["synthetic"], true);
    let of_venues: u64 =
        current["venues"].as_array().unwrap().iter().map(|v| v["papers"].as_u64().unwrap()).sum();
    assert_eq!(of_venues, edition.corpus.papers.len() as u64);
}

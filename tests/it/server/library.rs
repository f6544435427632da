//! What the shipped queries may not be, and what parameters of any text may not do to them.

use super::lab::common;
use super::wire::{percent, request};
use crate::faults::lab::Dice;
use aicity::sparql::guard::is_deterministic;
use aicity::sparql::library::{MAPPINGS, QUERIES};

#[test]
fn no_shipped_query_has_a_clock_or_dice() {
    for query in QUERIES.iter().chain(MAPPINGS) {
        assert!(is_deterministic(&query.parse().unwrap()), "{}", query.name);
        let code: String = query.text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
        let code: String = code.to_ascii_uppercase().split_whitespace().collect();
        for word in ["RAND(", "UUID(", "NOW(", "BNODE("] {
            assert!(!code.contains(word), "{}: {word}", query.name);
        }
    }
}

#[test]
fn an_answer_with_a_clock_or_dice_is_not_kept() {
    for text in ["SELECT (RAND() AS ?x) {}", "SELECT (NOW() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"] {
        let answer = common().query_as(text, "text/csv");
        assert_eq!(answer.ok().field("cache-control"), Some("no-store"), "{text}");
        assert_eq!(answer.field("etag"), None, "{text}");
    }
    assert!(common().query_as("SELECT (1 AS ?x) {}", "text/csv").ok().field("etag").is_some());
}

/// Names that end a string, an IRI, a group or a comment.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "\"}{#<>",
        "\" . } # ",
        "> } ; DROP ALL #",
        "<> SERVICE <http://127.0.0.1:1/> {}",
        "\\\" \\u0022",
        "' UNION { ?s ?p ?o }",
        "1 } } SELECT * { ?s ?p ?o",
        "\u{202e}\"}{",
        "${jndi:x}",
        "../../etc/passwd",
        "%22%7D",
        "a\r\nX: y",
        "?unit",
        "北京\"}",
        "\"\"\"",
        "1816670> ?p ?o . <",
        "{in}",
        "aicity:City",
        "_:b",
        "\u{feff}",
        " ",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut dice = Dice(7);
    let letters: Vec<char> = "\"'{}#<>()[]\\?$@^|;.,: \n\t/*%&=+-_aZ09é北".chars().collect();
    for _ in 0..60 {
        let length = 1 + dice.below(24);
        names.push((0..length).map(|_| letters[dice.below(letters.len() as u64) as usize]).collect());
    }
    names
}

#[test]
fn no_parameter_of_a_query_is_read_as_a_part_of_it() {
    let server = common();
    let honest = server.get("/queries/examples/partners?unit=city/1000&format=csv");
    let header = honest.ok().text().lines().next().unwrap().to_owned();
    assert!(honest.text().lines().count() > 1, "{}", honest.shown());
    for name in names() {
        for unit in
            [name.clone(), format!("city/{name}"), format!("metro/{name}"), format!("city/1000{name}")]
        {
            let answer =
                server.get(&format!("/queries/examples/partners?format=csv&unit={}", percent(&unit)));
            match answer.status {
                // A unit of that key, of which nothing is known.
                200 if unit != "city/1000" => assert_eq!(answer.text().trim_end(), header, "{unit:?}"),
                200 => assert_eq!(answer.text(), honest.text(), "{unit:?}"),
                status => assert!(matches!(status, 400 | 404), "{unit:?}: {}", answer.shown()),
            }
        }
        let answer = server.get(&format!("/queries/examples/partners?unit=city/1000&{}=1", percent(&name)));
        assert!(matches!(answer.status, 400), "{name:?}: {}", answer.shown());
        let answer = server.get(&format!("/queries/examples/{}", percent(&name)));
        answer.expect(404, "not-found");
    }
}

#[test]
fn texts_of_any_sort_in_every_parameter_of_every_query_are_no_defect() {
    let server = common();
    let mut wire = server.wire();
    for query in QUERIES {
        for parameter in query.parameters() {
            for name in names().iter().take(12) {
                let target = format!("/queries/{}?{}={}", query.name, parameter.name, percent(name));
                let answer = wire.send(request("GET", &target, "")).answer();
                assert!(matches!(answer.status, 200 | 400 | 404), "{target}: {}", answer.shown());
            }
        }
    }
}

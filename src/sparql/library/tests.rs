//! Declarations and values of parameters; what every shipped query must have.

use super::*;
use crate::base::Kind as Cause;
use oxrdf::Literal;
use proptest::prelude::*;
use spargebra::algebra::{Expression, Function};
use spargebra::term::GroundTerm;

const TEXT: &str = "# Papers.
# zh: 论文。
#
# More of it,
# over two lines.
#
# param city (city, required): The city | 城市 = 1816670
# param from (year, default 2013): First year | 首年
# param unit (unit): A unit | 单元
# param share (number): A share | 比例 = 0.5
# param word (text): A word | 词
PREFIX aicity: <https://aicity.example/ontology#>
SELECT ?paper ?unit WHERE {
  # param no (city): not in the head | 不算
  ?paper aicity:year ?year ; aicity:inCity ?city ; aicity:inMetro ?unit ; aicity:doi ?word .
  FILTER(?year >= ?from && ?share > 0)
}";
const NAMED: Named = Named { name: "test", text: TEXT };

fn given(values: &[(&str, &str)]) -> Result<String> {
    let values: Vec<(String, String)> = values.iter().map(|&(k, v)| (k.into(), v.into())).collect();
    NAMED.with_parameters(&values).map(|query| query.to_string())
}

fn parameter(kind: Kind) -> Parameter {
    Parameter { name: "x", kind, required: false, default: None, en: "", zh: "", example: None }
}

fn term(kind: Kind, value: &str) -> Option<String> {
    parameter(kind).term(value).ok().map(|term| term.to_string())
}

#[test]
fn a_head_says_what_the_query_is() {
    assert_eq!((NAMED.title(), NAMED.title_zh()), ("Papers.", "论文。"));
    assert_eq!(NAMED.description(), "More of it, over two lines.");
    let found: Vec<Parameter> = NAMED.parameters().collect();
    let names: Vec<&str> = found.iter().map(|p| p.name).collect();
    assert_eq!(names, ["city", "from", "unit", "share", "word"]);
    assert_eq!(found[0].to_string(), "city (city, required): The city | 城市 = 1816670");
    assert_eq!(found[1].to_string(), "from (year, default 2013): First year | 首年");
    assert_eq!((found[3].kind, found[3].example, found[3].en), (Kind::Number, Some("0.5"), "A share"));
}

#[test]
fn values_become_terms_of_their_kind() {
    let query = given(&[("city", "北京"), ("unit", "metro:a b"), ("word", "1"), ("share", "2")]).unwrap();
    for part in [
        "<https://aicity.example/city/%E5%8C%97%E4%BA%AC>",
        "<https://aicity.example/metro/metro:a%20b>",
        "\"1\"",
        "2013",
    ] {
        assert!(query.contains(part), "{part}: {query}");
    }
    assert!(!query.contains("?from") && !query.contains("?unit") && !query.contains("?city"), "{query}");
    let open = given(&[("city", "1"), ("from", "1999")]).unwrap();
    assert!(open.contains("?unit") && open.contains("1999") && !open.contains("2013"), "{open}");
}

#[test]
fn entities_are_keys_or_iris_of_their_kind() {
    let beijing = Some("<https://aicity.example/city/1816670>".to_owned());
    for value in [
        "1816670",
        "city/1816670",
        "https://aicity.example/city/1816670",
        "<https://aicity.example/city/1816670>",
    ] {
        assert_eq!(term(Kind::City, value), beijing, "{value}");
        assert_eq!(term(Kind::Unit, value), beijing, "{value}");
    }
    assert_eq!(term(Kind::Iri, "<http://a/b>"), Some("<http://a/b>".to_owned()));
    assert_eq!(term(Kind::Iri, "http://a/b"), Some("<http://a/b>".to_owned()));
    let metro = Some("<https://aicity.example/metro/metro:bay_area>".to_owned());
    assert!(term(Kind::Unit, "metro:bay_area") == metro && term(Kind::Unit, "metro/metro:bay_area") == metro);
    assert_eq!(term(Kind::Venue, "a/b"), Some("<https://aicity.example/venue/a%2Fb>".to_owned()));
    for (kind, value) in [
        (Kind::City, ""),
        (Kind::City, "<>"),
        (Kind::City, "<1816670>"),
        (Kind::City, "<https://aicity.example/country/CN>"),
        (Kind::City, "https://aicity.example/city/a b"),
        (Kind::City, "https://aicity.example/city/%e5"),
        (Kind::City, "http://example.org/city/1"),
        (Kind::Iri, "1816670"),
        (Kind::Iri, "<a b>"),
        (Kind::Iri, "<http://a/> } ; DROP ALL"),
        (Kind::Unit, "https://aicity.example/venue/x"),
    ] {
        assert_eq!(term(kind, value), None, "{kind} {value}");
    }
}

#[test]
fn numbers_are_checked() {
    let integer = |v: &str| Some(format!("\"{v}\"^^<http://www.w3.org/2001/XMLSchema#integer>"));
    assert_eq!((term(Kind::Integer, "-7"), term(Kind::Year, "2022")), (integer("-7"), integer("2022")));
    assert_eq!(term(Kind::Text, "2022"), Some("\"2022\"".to_owned()));
    assert!(term(Kind::Number, "1e-10").is_some() && term(Kind::Number, "0.5").is_some());
    for value in ["", "x", "1.5", "99999999999999999999", "1 ", "٣"] {
        assert_eq!(term(Kind::Integer, value), None, "{value}");
    }
    for value in ["", "inf", "NaN", "-inf", "1e999", "infinity", "0x1"] {
        assert_eq!(term(Kind::Number, value), None, "{value}");
    }
    assert!(["999", "10000", "-2022", "MMXX"].iter().all(|year| term(Kind::Year, year).is_none()));
}

#[test]
fn errors_name_the_parameter_the_value_and_what_is_expected() {
    for (values, said) in [
        (&[][..], &["test needs parameter city", "its key or IRI", "1816670"][..]),
        (&[("city", "1"), ("town", "2")], &["has no parameter \"town\"", "it has: city, from"]),
        (&[("city", "1"), ("city", "1")], &["city is given twice", "\"1\" and \"1\""]),
        (&[("city", "1"), ("from", "soon")], &["parameter from cannot be \"soon\"", "from 1000 to 9999"]),
        (&[("city", "<https://aicity.example/venue/x>")], &["parameter city cannot be", "a city"]),
    ] {
        let error = given(values).unwrap_err();
        let shown = format!("{error} {}", error.hint().unwrap_or_default());
        assert_eq!(error.kind(), Cause::Usage);
        said.iter().for_each(|part| assert!(shown.contains(part), "{part}: {shown}"));
    }
}

proptest! {
    #[test]
    fn no_value_changes_anything_but_its_term(value in "\\PC{0,12}|[<>{}\"'\\\\/: a-z0-9.]{0,12}") {
        let base = given(&[("city", "1"), ("word", "w")]).unwrap();
        if let Ok(text) = given(&[("city", "1"), ("word", &value)]) {
            let literal = Literal::new_simple_literal(&value).to_string();
            prop_assert_eq!(text, base.replace("\"w\"", &literal));
        }
        for kind in KINDS {
            if let Ok(GroundTerm::NamedNode(node)) = parameter(kind).term(&value) {
                prop_assert!(oxrdf::NamedNode::new(node.as_str()).is_ok(), "{} {:?} {}", kind, value, node);
            }
        }
    }
}

#[test]
fn every_query_parses_and_says_what_it_answers() {
    for query in QUERIES.iter().chain(MAPPINGS) {
        assert!(query.parse().is_ok(), "{}", query.name);
        assert!(query.title().ends_with('.'), "{}", query.name);
    }
    for query in QUERIES {
        assert!(query.title_zh().ends_with('。'), "{} has no Chinese title", query.name);
    }
}

#[test]
fn every_declaration_is_read_and_its_values_are_of_its_kind() {
    for query in QUERIES {
        let declared = query.text.lines().filter(|line| line.contains("# param")).count();
        assert_eq!(query.parameters().count(), declared, "{}", query.name);
        for p in query.parameters() {
            assert!(!p.en.is_empty() && !p.zh.is_ascii(), "{} {p}", query.name);
            assert!(p.example.is_some() || p.default.is_some(), "{} {p} has no value to try", query.name);
            p.example.into_iter().chain(p.default).for_each(|value| drop(p.term(value).unwrap()));
            assert!(uses(query, p.name), "{} does not use ?{}", query.name, p.name);
        }
    }
}

/// Whether a variable stands in the query itself.
fn uses(query: &Named, name: &str) -> bool {
    let body = query.text.lines().filter(|line| !line.starts_with('#'));
    let mut words = body.flat_map(|line| line.split(|c: char| !(c.is_alphanumeric() || "?_".contains(c))));
    words.any(|word| word.strip_prefix('?') == Some(name))
}

#[test]
fn no_query_depends_on_chance_or_time_and_functions_exist() {
    for query in QUERIES {
        let mut parsed = query.parse().unwrap();
        let mut called = Vec::new();
        rewrite::walk(rewrite::pattern_mut(&mut parsed), &mut |_| {}, &mut |expression| {
            if let Expression::FunctionCall(function, _) = expression {
                called.push(function.clone());
            }
        });
        for function in called {
            let chance = [Function::Rand, Function::Uuid, Function::StrUuid, Function::Now, Function::BNode];
            assert!(!chance.contains(&function), "{}: {function}", query.name);
            if let Function::Custom(iri) = function {
                let cast = iri.as_str().starts_with("http://www.w3.org/2001/XMLSchema#");
                let known = crate::sparql::functions::FUNCTIONS.iter().any(|f| f.iri == iri.as_str());
                assert!(cast || known, "{}: {iri}", query.name);
            }
        }
    }
}

#[test]
fn a_limit_is_the_one_that_the_title_names() {
    for query in QUERIES {
        let words = [("hundred", 100), ("twenty", 20)];
        let named = words.iter().find(|(word, _)| query.title().contains(word)).map(|(_, rows)| *rows);
        let limit =
            query.text.split("LIMIT ").nth(1).map(|rest| rest.split(' ').next().unwrap().parse().unwrap());
        assert_eq!(limit, named, "{}", query.name);
        assert!(query.text.matches("LIMIT").count() <= 1 && !query.text.contains("OFFSET"), "{}", query.name);
    }
}

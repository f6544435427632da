//! Functions against numbers computed in another way, and through the evaluator.

use super::*;
use crate::rdf::vocabulary::FUNCTION;
use crate::sparql::evaluate;
use crate::store::ImageBuilder;
use oxigraph::sparql::QueryResults;
use proptest::prelude::*;

fn call(name: &str, arguments: &[Term]) -> Option<f64> {
    let function = FUNCTIONS.iter().find(|f| f.name == name).unwrap();
    (function.call)(arguments).map(|term| match term {
        Term::Literal(literal) if literal.datatype() == xsd::DOUBLE => literal.value().parse().unwrap(),
        other => panic!("{other} is no double"),
    })
}

fn of(name: &str, arguments: &[f64]) -> Option<f64> {
    let terms: Vec<Term> = arguments.iter().map(|&v| Literal::from(v).into()).collect();
    call(name, &terms)
}

fn near(value: Option<f64>, expected: f64) -> bool {
    value.is_some_and(|v| (v - expected).abs() <= 1e-12 * expected.abs().max(1.0))
}

#[test]
fn the_list_is_whole() {
    for function in FUNCTIONS {
        assert_eq!(function.iri, format!("{FUNCTION}{}", function.name));
        assert!(function.signature.starts_with(function.name) && !function.title_zh.is_ascii());
    }
}

#[test]
fn values_are_those_of_the_tables() {
    // Logarithms from Python's decimal with 40 digits.
    assert!(near(of("ln0", &[0.0, 1e-10]), -23.025_850_929_940_457));
    assert!(near(of("ln0", &[6127.0, 1e-10]), 8.720_460_512_725_671));
    assert!(near(of("ln1p", &[1e-10]), 9.999_999_999_5e-11));
    assert!(near(of("ln", &[10.0]), std::f64::consts::LN_10));
    assert!(near(of("sqrt", &[2.0]), std::f64::consts::SQRT_2));
    // Table 11 of the study: 3734 between 0 and 6127 is 98.44.
    let [low, v, high] = [0.0, 3734.0, 6127.0].map(|v| of("ln0", &[v, 1e-10]).unwrap());
    assert!((of("minmax", &[v, low, high]).unwrap() - 98.44).abs() <= 0.005);
    assert!(near(of("minmax", &[7.0, 7.0, 7.0]), 50.0));
    assert!(near(of("zscore", &[5.0, 3.0, 0.5]), 4.0) && near(of("zscore", &[3.0, 3.0, 0.0]), 0.0));
}

#[test]
fn what_a_formula_is_not_defined_for_has_no_value() {
    for (name, arguments) in [
        ("ln0", &[-1.0, 0.5][..]),
        ("ln0", &[0.0, 0.0]),
        ("ln0", &[1.0]),
        ("ln0", &[1.0, 2.0, 3.0]),
        ("ln0", &[f64::NAN, 1.0]),
        ("ln0", &[f64::INFINITY, 1.0]),
        ("ln1p", &[-1.0]),
        ("ln", &[0.0]),
        ("sqrt", &[-1.0]),
        ("minmax", &[1e308, -1e308, 1e-300]),
        ("greatCircle", &[90.1, 0.0, 0.0, 0.0]),
        ("greatCircle", &[0.0, 0.0, 0.0, -180.5]),
        ("greatCircle", &[]),
    ] {
        assert_eq!(of(name, arguments), None, "{name} {arguments:?}");
    }
}

#[test]
fn only_numbers_are_numbers() {
    let typed =
        |text: &str, datatype: NamedNode| -> Term { Literal::new_typed_literal(text, datatype).into() };
    let square = |term: Term| call("sqrt", &[term]);
    for (text, datatype) in [
        ("9", xsd::INTEGER),
        ("+9", xsd::UNSIGNED_BYTE),
        ("9.0", xsd::DECIMAL),
        ("0.9e1", xsd::DOUBLE),
        ("9", xsd::FLOAT),
    ] {
        assert_eq!(square(typed(text, datatype.into_owned())), Some(3.0), "{text} {datatype}");
    }
    for (text, datatype) in [
        ("9", xsd::STRING),
        ("9", xsd::BOOLEAN),
        ("9.0", xsd::INTEGER),
        ("9e0", xsd::DECIMAL),
        ("INF", xsd::DOUBLE),
        ("NaN", xsd::DOUBLE),
        ("nine", xsd::INTEGER),
        ("", xsd::INTEGER),
    ] {
        assert_eq!(square(typed(text, datatype.into_owned())), None, "{text} {datatype}");
    }
    assert_eq!(square(NamedNode::new_unchecked("https://aicity.example/city/9").into()), None);
    assert_eq!(square(Literal::new_language_tagged_literal_unchecked("9", "en").into()), None);
}

fn one(text: &str) -> Option<String> {
    let image = ImageBuilder::default().finish();
    let QueryResults::Solutions(rows) = evaluate::run(&image, "q", text).unwrap() else { panic!("{text}") };
    let rows: Vec<_> = rows.map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1, "{text}");
    rows[0].get("x").map(ToString::to_string)
}

#[test]
fn every_evaluation_has_them() {
    let query = |call: &str| format!("PREFIX f: <{FUNCTION}> SELECT ({call} AS ?x) {{}}");
    assert_eq!(
        one(&query("f:minmax(1, 0, 4.0)")).unwrap(),
        "\"25\"^^<http://www.w3.org/2001/XMLSchema#double>"
    );
    // Beijing and London, by the spherical law of cosines with 60 digits: 8140.0754…
    assert!(
        one(&query("f:greatCircle(39.9075, 116.39723, 51.50853, -0.12574)"))
            .unwrap()
            .starts_with("\"8140.0754233")
    );
    assert_eq!(one(&query("f:ln0(\"a\", 1)")), None);
    assert_eq!(one(&query("f:ln0(1/0, 1)")), None);
    // A function that is not in the list is an error of the query, not a column without values.
    let image = ImageBuilder::default().finish();
    assert!(evaluate::run(&image, "q", &query("f:unknown(1)")).is_err());
}

proptest! {
    #[test]
    fn distances_are_the_same_both_ways(a in -90.0..=90.0f64, b in -180.0..=180.0f64, c in -90.0..=90.0f64, d in -180.0..=180.0f64) {
        let (there, back) = (of("greatCircle", &[a, b, c, d]), of("greatCircle", &[c, d, a, b]));
        prop_assert!((there.unwrap() - back.unwrap()).abs() < 1e-9);
    }

    #[test]
    fn a_logarithm_is_undone_by_an_exponential(v in 0.0..1e9f64) {
        let back = of("ln0", &[v, 1e-10]).unwrap().exp();
        prop_assert!((back - v).abs() <= 1e-10 + 1e-12 * v);
        prop_assert!((of("ln1p", &[v]).unwrap().exp_m1() - v).abs() <= 1e-9 * v.max(1.0));
    }
}

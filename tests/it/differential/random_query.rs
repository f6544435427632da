//! A grammar of random queries over a small vocabulary.

use proptest::prelude::*;
use proptest::sample::select;

/// IRIs and blank nodes that data have as subjects and objects. Predicates and graphs are among them, so that a name can
/// stand anywhere.
pub const NODES: &[&str] = &["<x:a>", "<x:a>", "<x:p>", "<x:g>", "_:n"];
/// Predicates.
pub const PREDICATES: &[&str] = &["<x:p>", "<x:p>", "<x:p>", "<x:q>"];
/// Named graphs.
pub const GRAPHS: &[&str] = &["<x:g>", "<x:h>", "_:n"];
/// Literals, each in the only spelling of its value that oxigraph's store keeps. No two are equal in value: of equal ones
/// MIN would answer the first, and the order of rows is nobody's promise.
pub const LITERALS: &[&str] = &[
    "\"1\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"2\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"-3\"^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\"1.5\"^^<http://www.w3.org/2001/XMLSchema#decimal>",
    "\"2.5\"^^<http://www.w3.org/2001/XMLSchema#double>",
    "\"true\"^^<http://www.w3.org/2001/XMLSchema#boolean>",
    "\"2020-01-02T03:04:05Z\"^^<http://www.w3.org/2001/XMLSchema#dateTime>",
    "\"x\"^^<x:type>",
    "\"\"",
    "\"a\"",
    "\"b \\\"c\\\"\\n\"",
    "\"a\"@en",
    "\"a\"@zh-hans",
];

const VARIABLES: &[&str] = &["?a", "?b", "?c", "?d"];
const IRIS: &[&str] = &["<x:a>", "<x:a>", "<x:p>", "<x:absent>"];

type Text = BoxedStrategy<String>;

fn one_of(list: &'static [&'static str]) -> Text {
    select(list).prop_map(str::to_owned).boxed()
}

fn variable() -> Text {
    one_of(VARIABLES)
}

fn constant() -> Text {
    prop_oneof![one_of(IRIS), one_of(LITERALS)].boxed()
}

/// A query of any form.
pub fn queries() -> Text {
    let from = prop_oneof![
        12 => Just(""),
        1 => Just("FROM <x:g>"),
        1 => Just("FROM <x:g> FROM <x:h> FROM NAMED <x:h>"),
        1 => Just("FROM NAMED <x:g>"),
    ];
    let select = prop_oneof![
        4 => Just("SELECT *"),
        2 => Just("SELECT DISTINCT ?a ?b"),
        1 => Just("SELECT ?a (STR(?b) AS ?text)"),
    ];
    let plain = (select, from.clone(), group())
        .prop_map(|(select, from, group)| format!("{select} {from} {{ {group} }}"));
    let ask = (from.clone(), group()).prop_map(|(from, group)| format!("ASK {from} {{ {group} }}"));
    let construct = (from, group()).prop_map(|(from, group)| {
        format!("CONSTRUCT {{ ?a <x:p> ?b . _:new <x:q> ?a, ?c . ?b ?c ?d }} {from} WHERE {{ {group} }}")
    });
    let describe = group().prop_map(|group| format!("DESCRIBE ?a {{ {group} }}"));
    prop_oneof![8 => plain, 3 => counted(), 2 => limited(), 2 => ask, 2 => construct, 1 => describe].boxed()
}

/// A GROUP BY.
fn counted() -> Text {
    (one_of(&["", "DISTINCT "]), aggregate(), having(), group())
        .prop_map(|(distinct, aggregate, having, group)| {
            format!(
                "SELECT ?a ({aggregate} AS ?x) (COUNT({distinct}?b) AS ?y) {{ {group} }} GROUP BY ?a {having}"
            )
        })
        .boxed()
}

fn aggregate() -> Text {
    let name = one_of(&["COUNT", "SUM", "MIN", "MAX", "AVG"]);
    let of = (name, one_of(&["", "DISTINCT "]), variable());
    prop_oneof![
        1 => Just("COUNT(*)".to_owned()),
        5 => of.prop_map(|(name, distinct, v)| format!("{name}({distinct}{v})")),
    ]
    .boxed()
}

fn having() -> Text {
    one_of(&["", "", "HAVING (COUNT(*) > 1)", "HAVING (SUM(?b) > 1)", "HAVING (MAX(?c) != MIN(?c))"])
}

/// ORDER BY with LIMIT, by keys that no two different rows share.
fn limited() -> Text {
    let slice = (0usize..3, 0usize..5, one_of(&["ASC", "DESC"]), group());
    slice
        .prop_map(|(offset, limit, direction, group)| {
            let key = |v: &str| format!("{direction}(ISIRI({v})) STR({v}) STR(DATATYPE({v})) LANG({v})");
            format!(
                "SELECT DISTINCT ?a ?b {{ {{ {group} }} FILTER(COALESCE(!ISBLANK(?a), true) && COALESCE(!ISBLANK(?b), true)) }} \
                 ORDER BY BOUND(?a) BOUND(?b) {} {} LIMIT {limit} OFFSET {offset}",
                key("?a"),
                key("?b")
            )
        })
        .boxed()
}

/// A group graph pattern without its brackets.
fn group() -> Text {
    leaf().prop_recursive(3, 8, 2, |inner| {
        let (a, b) = (inner.clone(), inner.clone());
        prop_oneof![
            2 => (a.clone(), b.clone()).prop_map(|(a, b)| format!("{{ {a} }} UNION {{ {b} }}")),
            2 => (a.clone(), b.clone()).prop_map(|(a, b)| format!("{a} OPTIONAL {{ {b} }}")),
            1 => (a.clone(), b.clone(), condition()).prop_map(|(a, b, e)| format!("{a} OPTIONAL {{ {b} FILTER({e}) }}")),
            1 => (a.clone(), b.clone()).prop_map(|(a, b)| format!("{a} MINUS {{ {b} }}")),
            1 => (a.clone(), b).prop_map(|(a, b)| format!("{{ {a} }} {{ {b} }}")),
            3 => (a.clone(), condition()).prop_map(|(a, e)| format!("{a} FILTER({e})")),
            2 => (graph_name(), a.clone()).prop_map(|(g, a)| format!("GRAPH {g} {{ {a} }}")),
            2 => (a.clone(), value(), 0..1000u32).prop_map(|(a, e, n)| format!("{{ {a} }} BIND({e} AS ?n{n})")),
            1 => a.clone().prop_map(|a| format!("{{ SELECT DISTINCT ?a ?c {{ {a} }} }}")),
            1 => (a, aggregate(), having(), 0..1000u32)
                .prop_map(|(a, f, h, n)| format!("{{ SELECT ?a ({f} AS ?n{n}) {{ {a} }} GROUP BY ?a {h} }}")),
        ]
    })
    .boxed()
}

fn graph_name() -> Text {
    prop_oneof![Just("?g".to_owned()), one_of(VARIABLES), one_of(&["<x:g>", "<x:h>", "<x:absent>"])].boxed()
}

fn leaf() -> Text {
    let triples = |count| prop::collection::vec(triple(), count).prop_map(|list| list.concat());
    prop_oneof![6 => triples(1..2), 3 => triples(2..4), 3 => path_triple(), 1 => table()].boxed()
}

fn triple() -> Text {
    let subject = prop_oneof![9 => variable(), 1 => one_of(IRIS)];
    let predicate = prop_oneof![6 => one_of(PREDICATES), 1 => one_of(&["?p"]), 1 => variable()];
    let object = prop_oneof![12 => variable(), 1 => one_of(IRIS), 1 => one_of(LITERALS)];
    (subject, predicate, object).prop_map(|(s, p, o)| format!("{s} {p} {o} . ")).boxed()
}

fn path_triple() -> Text {
    let end = || prop_oneof![6 => variable(), 1 => one_of(IRIS)];
    (end(), path(), end()).prop_map(|(s, p, o)| format!("{s} {p} {o} . ")).boxed()
}

fn path() -> Text {
    let negated = one_of(&["!<x:p>", "!(<x:q>|^<x:q>)", "!^<x:q>"]);
    let leaf = prop_oneof![4 => one_of(PREDICATES), 1 => negated];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}/{b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}|{b})")),
            inner.clone().prop_map(|a| format!("(^{a})")),
            (inner, one_of(&["+", "*", "?"])).prop_map(|(a, times)| format!("({a}{times})")),
        ]
    })
    .boxed()
}

fn table() -> Text {
    let cell = || prop_oneof![4 => constant(), 1 => Just("UNDEF".to_owned())];
    prop::collection::vec((cell(), cell()), 1..3)
        .prop_map(|rows| {
            let rows: Vec<String> = rows.iter().map(|(a, b)| format!("({a} {b})")).collect();
            format!("VALUES (?a ?b) {{ {} }}", rows.join(" "))
        })
        .boxed()
}

/// A condition: comparisons, lists, and EXISTS of one pattern.
fn condition() -> Text {
    let compare = one_of(&["=", "!=", "<", ">=", ">"]);
    let leaf = prop_oneof![
        3 => (value(), compare, value()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        1 => (variable(), constant(), constant()).prop_map(|(v, a, b)| format!("{v} IN ({a}, {b})")),
        1 => (variable(), constant()).prop_map(|(v, a)| format!("{v} NOT IN ({a}, ?d)")),
        1 => (one_of(&["ISIRI", "ISBLANK", "ISLITERAL", "BOUND", "ISNUMERIC"]), variable()).prop_map(|(f, v)| format!("{f}({v})")),
        1 => (variable(), variable()).prop_map(|(a, b)| format!("SAMETERM({a}, {b})")),
        3 => (one_of(&["", "NOT "]), triple()).prop_map(|(not, t)| format!("{not}EXISTS {{ {t} }}")),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) && ({b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) || ({b})")),
            inner.prop_map(|a| format!("!({a})")),
        ]
    })
    .boxed()
}

/// An expression that has a value.
fn value() -> Text {
    prop_oneof![
        4 => variable(),
        2 => constant(),
        1 => (variable(), one_of(&["+", "-", "*"]), variable()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
        1 => (one_of(&["STR", "LANG", "DATATYPE", "STRLEN", "UCASE"]), variable()).prop_map(|(f, v)| format!("{f}({v})")),
        1 => (variable(), variable()).prop_map(|(a, b)| format!("COALESCE({a}, {b}, 0)")),
        1 => (variable(), variable()).prop_map(|(a, b)| format!("IF(BOUND({a}), {b}, \"none\")")),
    ]
    .boxed()
}

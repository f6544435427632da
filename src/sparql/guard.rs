//! What a query may not be: too long, too deep, or a way out of this process.

use crate::base::limits::{QUERY_DEPTH, QUERY_TEXT};
use crate::base::{Error, Result};
use spargebra::algebra::GraphPattern;
use spargebra::{Query, SparqlParser};

/// Parses a query after counting its length and nesting, so that no text can exhaust the parser's stack.
pub fn parse(name: &str, text: &str) -> Result<Query> {
    if text.len() > QUERY_TEXT {
        return Err(Error::limit(format!("query of {} bytes; the limit is {QUERY_TEXT}", text.len()), ""));
    }
    if depth(text) > QUERY_DEPTH {
        return Err(Error::limit(format!("query nests deeper than {QUERY_DEPTH} brackets"), ""));
    }
    let bad = |e: spargebra::SparqlSyntaxError| {
        Error::usage(format!("{name}: {e}"), "only SPARQL 1.1 queries are run")
    };
    let query = SparqlParser::new().parse_query(text).map_err(bad)?;
    if leaves_the_process(pattern(&query)) {
        return Err(Error::usage(
            format!("{name}: SERVICE is refused"),
            "aicity makes no outbound connection",
        ));
    }
    Ok(query)
}

/// Deepest nesting of brackets and longest run of `!` or unary signs. Strings and comments only make it overestimate.
fn depth(text: &str) -> usize {
    let (mut open, mut deepest, mut run) = (0usize, 0, 0);
    for byte in text.bytes() {
        run = if matches!(byte, b'!' | b'-' | b'+' | b'^') { run + 1 } else { 0 };
        match byte {
            b'{' | b'(' | b'[' => open += 1,
            b'}' | b')' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open).max(run);
    }
    deepest
}

/// The pattern of a query.
pub fn pattern(query: &Query) -> &GraphPattern {
    match query {
        Query::Select { pattern, .. }
        | Query::Construct { pattern, .. }
        | Query::Describe { pattern, .. }
        | Query::Ask { pattern, .. } => pattern,
    }
}

/// SERVICE anywhere, also inside EXISTS: the text of the algebra names it wherever it stands. A variable or literal that
/// contains the word does not, because the printed keyword is followed by its endpoint.
fn leaves_the_process(pattern: &GraphPattern) -> bool {
    use super::rewrite::any_pattern;
    any_pattern(pattern, &mut |p| matches!(p, GraphPattern::Service { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_is_found_wherever_it_stands() {
        for text in [
            "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
            "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE SILENT ?o { ?s ?p ?o } } }",
            "ASK { { SELECT (COUNT(*) AS ?n) { OPTIONAL { SERVICE <http://x/> {} } } } }",
            "SELECT * { ?s ?p ?o BIND(NOT EXISTS { SERVICE <http://x/> {} } AS ?b) }",
        ] {
            assert!(parse("q", text).is_err(), "{text}");
        }
        assert!(parse("q", "SELECT (\"SERVICE <x>\" AS ?service) {}").is_ok());
    }

    #[test]
    fn deep_and_long_texts_end_in_an_error() {
        for n in [100, 10_000, 30_000] {
            assert!(parse("q", &format!("SELECT * {{ {}{} }}", "{".repeat(n), "}".repeat(n))).is_err());
            assert!(parse("q", &format!("ASK {{ FILTER({}true) }}", "!".repeat(n))).is_err());
        }
        assert!(parse("q", &format!("SELECT * {{}} # {}", "x".repeat(QUERY_TEXT))).is_err());
        assert!(parse("q", "INSERT DATA { <a:a> <a:a> <a:a> }").is_err());
    }
}

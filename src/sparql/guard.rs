//! What a query may not be: too long, too deep, an update, or a way out of this process.

use crate::base::Error;
use crate::base::limits::{QUERY_DEPTH, QUERY_TEXT};
use spargebra::algebra::{Expression, Function as F, GraphPattern};
use spargebra::{Query, SparqlParser};

/// Why a text is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Longer than [`QUERY_TEXT`]; the value is its length in bytes.
    TooLong(usize),
    /// Deeper than [`QUERY_DEPTH`] brackets or signs.
    TooDeep,
    /// Not SPARQL 1.1; what the parser says, with line and column.
    Syntax(String),
    /// SPARQL 1.1 Update: nothing is ever changed.
    Update,
    /// SERVICE: no connection is ever made.
    Service,
}

impl Refusal {
    /// The refusal as an error of the program, about a query by its name.
    pub fn of(self, name: &str) -> Error {
        match self {
            Self::TooLong(bytes) => {
                Error::limit(format!("query of {bytes} bytes; the limit is {QUERY_TEXT}"), "")
            }
            Self::TooDeep => Error::limit(format!("query nests deeper than {QUERY_DEPTH} brackets"), ""),
            Self::Syntax(why) => Error::usage(format!("{name}: {why}"), "only SPARQL 1.1 queries are run"),
            Self::Update => Error::usage(
                format!("{name}: updates are refused"),
                "a store is changed by `aicity load` only",
            ),
            Self::Service => {
                Error::usage(format!("{name}: SERVICE is refused"), "aicity makes no outbound connection")
            }
        }
    }
}

/// Parses a query after counting its length and nesting, so that no text can exhaust the parser's stack. Relative IRIs are
/// read against the base, if there is one.
pub fn check(text: &str, base: Option<&str>) -> Result<Query, Refusal> {
    check_size(text)?;
    let parser =
        || base.map_or_else(|| Ok(SparqlParser::new()), |base| SparqlParser::new().with_base_iri(base));
    let parser = || parser().map_err(|e| Refusal::Syntax(format!("base IRI: {e}")));
    let query = match parser()?.parse_query(text) {
        Ok(query) => query,
        Err(_) if parser()?.parse_update(text).is_ok_and(|update| !update.operations.is_empty()) => {
            return Err(Refusal::Update);
        }
        Err(error) => return Err(Refusal::Syntax(error.to_string())),
    };
    if leaves_the_process(pattern(&query)) { Err(Refusal::Service) } else { Ok(query) }
}

/// The part of [`check`] that costs next to nothing: length and nesting.
pub fn check_size(text: &str) -> Result<(), Refusal> {
    if text.len() > QUERY_TEXT {
        return Err(Refusal::TooLong(text.len()));
    }
    if depth(text) > QUERY_DEPTH { Err(Refusal::TooDeep) } else { Ok(()) }
}

/// [`check`] with an error of the program.
pub fn parse(name: &str, text: &str) -> crate::base::Result<Query> {
    check(text, None).map_err(|refusal| refusal.of(name))
}

/// Deepest nesting of brackets and longest run of `!` or unary signs. Strings and comments only make it overestimate.
pub fn depth(text: &str) -> usize {
    let (mut open, mut deepest, mut run) = (0usize, 0, 0);
    for byte in text.bytes() {
        run = match byte {
            b'!' | b'-' | b'+' | b'^' => run + 1,
            // A space between signs does not end a run of them.
            b' ' | b'\t' | b'\r' | b'\n' => run,
            _ => 0,
        };
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

/// SERVICE anywhere, also inside EXISTS.
fn leaves_the_process(pattern: &GraphPattern) -> bool {
    use super::rewrite::any_pattern;
    any_pattern(pattern, &mut |p| matches!(p, GraphPattern::Service { .. }))
}

/// Whether a query answers the same whenever it is asked of the same edition: it has no clock and no dice.
pub fn is_deterministic(query: &Query) -> bool {
    let mut found = false;
    let mut pattern = pattern(query).clone();
    super::rewrite::walk(&mut pattern, &mut |_| {}, &mut |expression| {
        let Expression::FunctionCall(function, _) = expression else { return };
        found |= matches!(function, F::Rand | F::Now | F::Uuid | F::StrUuid | F::BNode);
    });
    !found
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
            assert_eq!(check(text, None), Err(Refusal::Service), "{text}");
        }
        assert!(parse("q", "SELECT (\"SERVICE <x>\" AS ?service) {}").is_ok());
    }

    #[test]
    fn deep_and_long_texts_end_in_an_error() {
        for n in [100, 10_000, 30_000] {
            for (open, close) in [("{", "}"), ("(", ")"), ("[ <a:a> ", "]")] {
                let text = format!("SELECT * {{ {}{} }}", open.repeat(n / 4), close.repeat(n / 4));
                assert!(check(&text, None).is_err() || n == 100, "{text}");
            }
            for sign in ["!", "! ", "-", "+\n"] {
                let text = format!("ASK {{ FILTER({}true) }}", sign.repeat(n / 2));
                let expected = if n == 100 { Ok(()) } else { Err(Refusal::TooDeep) };
                assert!(check(&text, None).map(drop) == expected || n == 100, "{text}");
            }
        }
        let long = format!("SELECT * {{}} # {}", "x".repeat(QUERY_TEXT));
        assert_eq!(check(&long, None), Err(Refusal::TooLong(long.len())));
    }

    #[test]
    fn updates_are_told_from_mistakes() {
        for text in
            ["INSERT DATA { <a:a> <a:a> <a:a> }", "DROP ALL", "LOAD <http://x/>", "CLEAR SILENT ALL ;"]
        {
            assert_eq!(check(text, None), Err(Refusal::Update), "{text}");
        }
        for text in ["", "SELEC * {}", "SELECT * { ?s ?p }"] {
            assert!(matches!(check(text, None), Err(Refusal::Syntax(_))), "{text}");
        }
        assert!(matches!(check("SELECT *\n{ ?s }", None), Err(Refusal::Syntax(why)) if why.contains("2:")));
    }

    #[test]
    fn dice_and_clocks_are_known() {
        for text in [
            "SELECT (RAND() AS ?r) {}",
            "SELECT * { ?s ?p ?o FILTER(NOW() > ?o) }",
            "ASK { BIND(BNODE() AS ?x) }",
        ] {
            assert!(!is_deterministic(&check(text, None).unwrap()), "{text}");
        }
        assert!(is_deterministic(&check("SELECT (STRLEN(?s) AS ?n) { ?s ?p ?o }", None).unwrap()));
    }
}

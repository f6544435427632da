//! Terms as canonical N-Triples text: the form in which they are kept, sorted and dumped.

use crate::base::escape;
use oxrdf::{BlankNode, Literal, NamedNode, Term, TermRef};

/// Canonical N-Triples text of a term.
pub fn write<'a>(term: impl Into<TermRef<'a>>, out: &mut Vec<u8>) {
    use std::io::Write;
    match term.into() {
        TermRef::Literal(literal) => {
            out.push(b'"');
            escape::literal(literal.value(), out);
            out.push(b'"');
            if let Some(language) = literal.language() {
                out.push(b'@');
                out.extend_from_slice(language.as_bytes());
            } else if literal.datatype() != oxrdf::vocab::xsd::STRING {
                out.extend_from_slice(b"^^<");
                out.extend_from_slice(literal.datatype().as_str().as_bytes());
                out.push(b'>');
            }
        }
        // Writing to memory cannot fail.
        other => drop(write!(out, "{other}")),
    }
}

/// The parts of a term's N-Triples text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parsed<'a> {
    /// An IRI without its brackets.
    Iri(&'a str),
    /// A blank node's label.
    Blank(&'a str),
    /// A literal, its value still escaped.
    Literal {
        /// Escaped value.
        value: &'a str,
        /// Language tag, or empty.
        language: &'a str,
        /// Datatype IRI, or empty for a plain string or a tagged one.
        datatype: &'a str,
    },
}

/// Splits a term's N-Triples text; `None` when it is none.
pub fn parse(text: &[u8]) -> Option<Parsed<'_>> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(iri) = text.strip_prefix('<') {
        return iri.strip_suffix('>').map(Parsed::Iri);
    }
    if let Some(label) = text.strip_prefix("_:") {
        return Some(Parsed::Blank(label));
    }
    // The closing quote is the last one: neither a language tag nor an IRI holds a quote.
    let (value, rest) = text.strip_prefix('"')?.rsplit_once('"')?;
    let language = rest.strip_prefix('@').unwrap_or_default();
    let datatype = rest.strip_prefix("^^<").and_then(|r| r.strip_suffix('>')).unwrap_or_default();
    (rest.is_empty() || !language.is_empty() || !datatype.is_empty()).then_some(Parsed::Literal {
        value,
        language,
        datatype,
    })
}

/// Reads a term's N-Triples text, which the dictionary has checked when it was made or opened.
pub fn read(text: &[u8]) -> Option<Term> {
    Some(match parse(text)? {
        Parsed::Iri(iri) => NamedNode::new_unchecked(iri).into(),
        Parsed::Blank(label) => BlankNode::new_unchecked(label).into(),
        Parsed::Literal { value, language, datatype } => {
            let value = escape::unliteral(value)?;
            match (language, datatype) {
                ("", "") => Literal::new_simple_literal(value),
                ("", datatype) => Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)),
                (language, _) => Literal::new_language_tagged_literal_unchecked(value, language),
            }
            .into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_come_back() {
        let terms: [Term; 5] = [
            NamedNode::new_unchecked("http://a/#b").into(),
            BlankNode::new_unchecked("b0").into(),
            Literal::new_simple_literal("a \"quoted\" \\ line\n北京").into(),
            Literal::new_language_tagged_literal_unchecked("北京", "zh").into(),
            Literal::from(17).into(),
        ];
        for term in terms {
            let mut text = Vec::new();
            write(&term, &mut text);
            assert_eq!(read(&text), Some(term));
        }
    }
}

//! JSON-LD documents. The parser leaves out, without a word, what is no RDF in the end: terms with an IRI or a tag that is
//! none, directions of texts. Here it is an error. Nothing is fetched: a context has to stand in the document.

use super::taker::Taker;
use super::{NOTHING, RELATIVE};
use crate::base::limits::JSON_LD;
use crate::base::{Error, Result};
use crate::sources::decode::{Input, recover};
use oxjsonld::{JsonLdErrorCode, JsonLdParser, JsonLdSyntaxError, SliceJsonLdParser};
use oxrdf::{BlankNode, GraphNameRef, Literal, NamedNode, NamedNodeRef, Quad, TermRef};
use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;

/// The base that stands in for none: an IRI that begins so was relative.
const NO_BASE: &str = "aicity-no-base:";

/// Reads a document. Memory: all of it, and what the parser keeps of it.
pub(super) fn read(input: &mut Input<'_>, name: &str, taker: &mut Taker<'_>) -> Result<()> {
    let mut bytes = Vec::new();
    let read = input.take(JSON_LD as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| recover(error, name))?;
    if bytes.len() > JSON_LD {
        let message = format!("{name}: a JSON-LD document of more than {JSON_LD} bytes");
        return Err(Error::limit(message, "convert it to N-Quads first"));
    }
    check(&bytes, name)?;
    each(JsonLdParser::new(), &bytes, name, &mut |quad| taker.take(quad.as_ref()))?;
    // Strict, the parser drops what it cannot say; lenient, it says it, and it is found out.
    each(JsonLdParser::new().lenient(), &bytes, name, &mut |_| Ok(()))
}

fn each(
    parser: JsonLdParser,
    bytes: &[u8],
    name: &str,
    take: &mut dyn FnMut(&Quad) -> Result<()>,
) -> Result<()> {
    // The parser goes through a context in no order: of its errors the smallest is told, not the first.
    let mut wrong: Option<(u64, String, Error)> = None;
    for quad in alone(parser, bytes)? {
        match quad {
            Ok(quad) if wrong.is_none() => {
                check_quad(&quad).map_err(|wrong| wrong.explain(name))?;
                take(&quad)?;
            }
            Ok(_) => {}
            Err(error) => {
                let line = error.location().map_or(0, |place| place.start.line);
                let text = error.to_string();
                if wrong.as_ref().is_none_or(|known| (line, &text) < (known.0, &known.1)) {
                    wrong = Some((line, text, explain(&error, name)));
                }
            }
        }
    }
    wrong.map_or(Ok(()), |(_, _, error)| Err(error))
}

/// A parser without a base and without a connection.
fn alone(parser: JsonLdParser, bytes: &[u8]) -> Result<SliceJsonLdParser<'_>> {
    let based = parser.with_base_iri(format!("{NO_BASE}//x/")).map_err(|e| Error::Bug(e.to_string()))?;
    Ok(based.for_slice(bytes).with_load_document_callback(|_, _| {
        Err("nothing is fetched: put the context into the document".into())
    }))
}

fn explain(error: &JsonLdSyntaxError, name: &str) -> Error {
    let line = error.location().map_or(0, |place| place.start.line + 1);
    let message = error.to_string().replace(&format!("{NO_BASE}//x/"), "");
    let hint = match error.code() {
        Some(JsonLdErrorCode::LoadingRemoteContextFailed | JsonLdErrorCode::LoadingDocumentFailed) => {
            "nothing was loaded, and no connection was made"
        }
        _ => NOTHING,
    };
    Error::input(name, line, message, hint)
}

/// Why a statement cannot be taken.
enum Wrong {
    Relative(String),
    Term(String),
}

impl Wrong {
    fn explain(self, name: &str) -> Error {
        match self {
            Self::Relative(iri) => {
                Error::input(name, 0, format!("relative IRI {iri:?} without a base"), RELATIVE)
            }
            Self::Term(what) => Error::input(name, 0, what, NOTHING),
        }
    }
}

fn check_quad(quad: &Quad) -> std::result::Result<(), Wrong> {
    if !quad.predicate.as_str().contains(':') {
        // A key that the context does not make an IRI: by the standard it says nothing.
        return Ok(());
    }
    check_term(quad.subject.as_ref().into())?;
    check_iri(quad.predicate.as_ref())?;
    check_term(quad.object.as_ref())?;
    match quad.graph_name.as_ref() {
        GraphNameRef::DefaultGraph => Ok(()),
        GraphNameRef::NamedNode(name) => check_iri(name),
        GraphNameRef::BlankNode(name) => check_term(name.into()),
    }
}

fn check_term(term: TermRef<'_>) -> std::result::Result<(), Wrong> {
    match term {
        TermRef::NamedNode(iri) => check_iri(iri),
        TermRef::BlankNode(node) => match BlankNode::new(node.as_str()) {
            Ok(_) => Ok(()),
            Err(e) => Err(Wrong::Term(format!("blank node {:?}: {e}", node.as_str()))),
        },
        TermRef::Literal(literal) => {
            let tag = literal.language().unwrap_or("en");
            let wrong = |e| Wrong::Term(format!("language tag {tag:?}: {e}"));
            Literal::new_language_tagged_literal("", tag).map_err(wrong)?;
            check_iri(literal.datatype())
        }
    }
}

fn check_iri(iri: NamedNodeRef<'_>) -> std::result::Result<(), Wrong> {
    if let Some(relative) = iri.as_str().strip_prefix(NO_BASE) {
        return Err(Wrong::Relative(relative.strip_prefix("//x/").unwrap_or(relative).to_owned()));
    }
    let wrong = |e| Wrong::Term(format!("IRI {:?}: {e}", iri.as_str()));
    NamedNode::new(iri.as_str()).map(drop).map_err(wrong)
}

/// What the parser does not look at: nesting of more than 128 (it would call itself as often), keys that stand twice, and
/// directions of texts, which no literal of RDF 1.1 has.
fn check(bytes: &[u8], name: &str) -> Result<()> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let checked = Node { in_context: false }.deserialize(&mut json).and_then(|()| json.end());
    checked.map_err(|error| {
        let text = error.to_string();
        let message = text.split(" at line ").next().unwrap_or(&text);
        Error::input(name, error.line() as u64, message, NOTHING)
    })
}

/// A value of a document, looked at.
#[derive(Clone, Copy)]
struct Node {
    /// A context can give `@direction` another name.
    in_context: bool,
}

const DIRECTION: &str = "@direction";

fn directed<E: serde::de::Error>() -> E {
    E::custom("@direction: directions of texts cannot be kept")
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, json: D) -> std::result::Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> std::result::Result<(), E> {
        if self.in_context && text == DIRECTION { Err(directed()) } else { Ok(()) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> std::result::Result<(), A::Error> {
        while values.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> std::result::Result<(), A::Error> {
        let mut keys = FxHashSet::default();
        while let Some(key) = entries.next_key::<String>()? {
            if key == DIRECTION {
                if entries.next_value::<Option<IgnoredAny>>()?.is_some() {
                    return Err(directed());
                }
            } else {
                entries.next_value_seed(Self { in_context: self.in_context || key == "@context" })?;
            }
            if keys.contains(&key) {
                return Err(A::Error::custom(format!("the key {key:?} stands twice")));
            }
            keys.insert(key);
        }
        Ok(())
    }
}

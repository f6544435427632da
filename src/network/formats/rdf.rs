//! RDF in N-Triples, by `ontology/aicity.ttl`: the network, a node of it for each unit with what was measured of that, and an
//! edge of it for each pair. All belong to this network: its IRI comes from its facts, so that two networks with
//! other counting stand side by side in one store, and neither contradicts the collaborations of graph/derived. Units are named by
//! the IRIs of the corpus's own graph. Measures are properties that the file itself describes.

use super::{Export, Lost, Part};
use crate::base::records::Column;
use crate::base::{Result, escape};
use crate::network::{Measured, Network, Node, Value};
use crate::rdf::vocabulary as v;
use crate::rdf::{iri, vocabulary::BASE};
use sha2::{Digest, Sha256};
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "rdf",
    title_en: "RDF (N-Triples)",
    title_zh: "RDF（N-Triples）",
    about: "any RDF store; by the vocabulary and shapes of this program",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".nt", media: "application/n-triples", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut triples = Triples { out, iri: iri(network), subject: Vec::new(), line: Vec::new() };
    triples.network(network)?;
    for measured in network.of_nodes.iter().chain(&network.of_edges) {
        triples.measure(&measured.column)?;
    }
    for index in 0..network.nodes.len() {
        triples.node(network, index)?;
    }
    for index in 0..network.edges.len() {
        triples.edge(network, index)?;
    }
    Ok(Lost::default())
}

/// The network's IRI, without brackets: what it is called says what it was made of.
fn iri(network: &Network<'_>) -> String {
    let mut hash = Sha256::new();
    for fact in &network.about {
        hash.update((fact.name.len() as u64).to_le_bytes());
        hash.update(fact.name);
        hash.update((fact.value.len() as u64).to_le_bytes());
        hash.update(&fact.value);
    }
    let hash = hash.finalize();
    let digits = u64::from_be_bytes(std::array::from_fn(|i| hash[i]));
    format!("{BASE}network/{}-{digits:016x}", escape::encode(network.fact("level")))
}

/// Triples of one subject after the other.
struct Triples<'a> {
    out: &'a mut dyn Write,
    iri: String,
    subject: Vec<u8>,
    line: Vec<u8>,
}

impl Triples<'_> {
    fn network(&mut self, network: &Network<'_>) -> Result<()> {
        self.about(&[]);
        self.is_a(v::NETWORK)?;
        for fact in &network.about {
            self.about(&[]);
            let name = format!("{}/fact/{}", self.iri, fact.name);
            self.link(v::FACT, &name)?;
            self.about(&["/fact/", fact.name]);
            self.is_a(v::NETWORK_FACT)?;
            self.text(v::FACT_NAME, fact.name, "")?;
            self.text(v::FACT_VALUE, &fact.value, "")?;
        }
        Ok(())
    }

    /// What a measure is. Its IRI is the same in every network.
    fn measure(&mut self, column: &Column) -> Result<()> {
        self.subject.clear();
        self.subject.extend_from_slice(format!("<{}>", measure(column)).as_bytes());
        self.is_a(v::NETWORK_MEASURE)?;
        self.text(v::PREF_LABEL, column.title_en, "en")?;
        self.text(v::PREF_LABEL, column.title_zh, "zh")?;
        self.text(v::DEFINITION, column.description, "en")
    }

    fn node(&mut self, network: &Network<'_>, index: usize) -> Result<()> {
        let node = &network.nodes[index];
        self.about(&["/node/", &escape::encode(node.key)]);
        self.member(v::NETWORK_NODE)?;
        self.unit(v::OF_UNIT, node)?;
        self.text(v::PREF_LABEL, node.name, "en")?;
        if !node.name_zh.is_empty() {
            self.text(v::PREF_LABEL, node.name_zh, "zh")?;
        }
        if !node.country.is_empty() {
            self.text(v::COUNTRY_CODE, node.country, "")?;
        }
        if let Some((latitude, longitude)) = node.position {
            self.literal(v::LAT, &(latitude + 0.0), "decimal")?;
            self.literal(v::LONG, &(longitude + 0.0), "decimal")?;
        }
        self.literal(v::PAPERS, &node.papers, "integer")?;
        self.measures(&network.of_nodes, index)
    }

    fn edge(&mut self, network: &Network<'_>, index: usize) -> Result<()> {
        let edge = &network.edges[index];
        let (a, b) = (&network.nodes[edge.a as usize], &network.nodes[edge.b as usize]);
        self.about(&["/edge/", &escape::encode(&iri::collaboration(a.key, b.key))]);
        self.member(v::NETWORK_EDGE)?;
        self.unit(v::JOINS, a)?;
        self.unit(v::JOINS, b)?;
        self.double(v::WEIGHT, edge.weight)?;
        if network.normalised {
            self.double(v::RAW_WEIGHT, edge.raw)?;
        }
        self.literal(v::PAPERS, &edge.papers, "integer")?;
        self.literal(v::CROSSES_BORDER, &edge.international, "boolean")?;
        if let Some(kilometres) = edge.kilometres {
            self.double(v::KILOMETRES, kilometres)?;
        }
        self.measures(&network.of_edges, index)
    }

    fn measures(&mut self, all: &[Measured], index: usize) -> Result<()> {
        for measured in all {
            match measured.value(index) {
                Value::Integer(value) => self.literal(&measure(&measured.column), &value, "integer")?,
                Value::Number(value) => self.double(&measure(&measured.column), value)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The following triples are about what has this IRI, which begins as the network's.
    fn about(&mut self, rest: &[&str]) {
        self.subject.clear();
        self.subject.push(b'<');
        self.subject.extend_from_slice(self.iri.as_bytes());
        rest.iter().for_each(|part| self.subject.extend_from_slice(part.as_bytes()));
        self.subject.push(b'>');
    }

    /// Class, and that it belongs to the network.
    fn member(&mut self, class: &str) -> Result<()> {
        self.is_a(class)?;
        let network = self.iri.clone();
        self.link(v::IN_NETWORK, &network)
    }

    fn is_a(&mut self, class: &str) -> Result<()> {
        self.link(v::TYPE, class)
    }

    fn link(&mut self, property: &str, to: &str) -> Result<()> {
        self.begin(property);
        self.line.push(b'<');
        self.line.extend_from_slice(to.as_bytes());
        self.line.push(b'>');
        self.end()
    }

    fn unit(&mut self, property: &str, node: &Node<'_>) -> Result<()> {
        self.begin(property);
        iri::write(node.kind, node.key, &mut self.line);
        self.end()
    }

    fn text(&mut self, property: &str, text: &str, language: &str) -> Result<()> {
        self.begin(property);
        self.line.push(b'"');
        escape::literal(text, &mut self.line);
        self.line.push(b'"');
        if !language.is_empty() {
            write!(self.line, "@{language}")?;
        }
        self.end()
    }

    /// A literal whose text is canonical for its type as Rust has it.
    fn literal(&mut self, property: &str, value: &dyn std::fmt::Display, kind: &str) -> Result<()> {
        self.begin(property);
        write!(self.line, "\"{value}\"^^<http://www.w3.org/2001/XMLSchema#{kind}>")?;
        self.end()
    }

    /// `xsd:double` in its canonical form: one digit before the point, at least one after it, an exponent.
    fn double(&mut self, property: &str, value: f64) -> Result<()> {
        let text = format!("{:E}", value + 0.0);
        match text.split_once('E') {
            Some((digits, exponent)) if !digits.contains('.') => {
                self.literal(property, &format_args!("{digits}.0E{exponent}"), "double")
            }
            _ => self.literal(property, &text, "double"),
        }
    }

    fn begin(&mut self, property: &str) {
        self.line.clear();
        self.line.extend_from_slice(&self.subject);
        self.line.extend_from_slice(b" <");
        self.line.extend_from_slice(property.as_bytes());
        self.line.extend_from_slice(b"> ");
    }

    fn end(&mut self) -> Result<()> {
        self.line.extend_from_slice(b" .\n");
        Ok(self.out.write_all(&self.line)?)
    }
}

/// IRI of a measure, without brackets.
fn measure(column: &Column) -> String {
    format!("{BASE}measure/{}", column.name)
}

//! One dataset on both stores: our image, and oxigraph's own, which is the reference.

use super::answers::{Answer, Likeness, value};
use aicity::sparql::results::{self, Format};
use aicity::sparql::{evaluate, functions, guard};
use aicity::store::{Image, ImageBuilder};
use oxigraph::store::Store;
use oxrdf::{GraphName, NamedNode, Quad};
use spargebra::Query;
use spargebra::algebra::GraphPattern;

/// The same quads twice.
pub struct Stores {
    /// Ours.
    pub image: Image,
    /// Oxigraph's.
    pub store: Store,
    /// Whether a literal is written in another way than oxigraph writes its value: it keeps the value, we keep the text.
    pub respelled: bool,
}

impl Stores {
    /// Loads quads into both.
    pub fn new<'a>(quads: impl IntoIterator<Item = &'a Quad>) -> Self {
        let (mut builder, store, mut respelled) = (ImageBuilder::default(), Store::new().unwrap(), false);
        for quad in quads {
            builder.add(quad);
            store.insert(quad).unwrap();
            respelled |= value(&quad.object) != quad.object;
        }
        Self { image: builder.finish(), store, respelled }
    }

    /// Names a graph that may have no quad. An image has no empty graphs, as N-Quads has none.
    pub fn name(&self, graph: &NamedNode) {
        self.store.insert_named_graph(graph).unwrap();
    }

    /// Loads an image's own quads into oxigraph's store, by the lines of its dump.
    pub fn of_image(image: Image) -> Self {
        let mut lines = Vec::new();
        for graph in &image.graphs {
            graph
                .spo
                .iter()
                .for_each(|triple| aicity::store::export::line(&image, triple, graph.name, &mut lines));
        }
        let store = Store::new().unwrap();
        let parser = oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::NQuads);
        store.load_from_slice(parser, &lines).unwrap();
        Self { image, store, respelled: false }
    }

    /// The answer of our image, by the way that the product goes.
    pub fn ours(&self, query: &Query) -> Result<Answer, String> {
        let results = evaluate::evaluate(&self.image, query).map_err(|e| e.to_string())?;
        Answer::read(results).map_err(|e| e.to_string())
    }

    /// The answer of our image as the product writes it.
    pub fn written(&self, query: &Query, format: Format) -> Vec<u8> {
        let mut out = Vec::new();
        let answer = evaluate::evaluate(&self.image, query).unwrap();
        results::write(answer, format, &mut out).unwrap();
        out
    }

    /// The answer of oxigraph's store.
    pub fn reference(&self, query: &Query) -> Result<Answer, String> {
        let prepared = functions::evaluator().for_query(query.clone());
        let results = prepared.on_store(&self.store).execute().map_err(|e| e.to_string())?;
        Answer::read(results).map_err(|e| e.to_string())
    }

    /// Our answer, if it is the reference's; else both. Rows are compared in order where the query limits them.
    pub fn agree(&self, query: &Query) -> Result<Answer, String> {
        let (ours, reference) = (self.ours(query)?, self.reference(query)?);
        let likeness = if is_limited(query) {
            ours.numbered().likeness(&reference.numbered())
        } else {
            ours.likeness(&reference)
        };
        let both = || format!("{likeness:?}\nours: {ours:?}\nreference: {reference:?}\nquery: {query}");
        if likeness == Likeness::Exact { Ok(ours) } else { Err(both()) }
    }
}

fn is_limited(query: &Query) -> bool {
    matches!(query, Query::Select { pattern: GraphPattern::Slice { .. }, .. })
}

/// Parses a query as the product does: length, depth and SERVICE are checked. Relative IRIs are read against a base.
pub fn parse(text: &str, base: Option<&str>) -> Result<Query, String> {
    let text = base.map_or_else(|| text.to_owned(), |base| format!("BASE <{base}>\n{text}"));
    guard::parse("query", &text).map_err(|e| e.to_string())
}

/// The name of a graph from its IRI.
pub fn graph_name(iri: &str) -> GraphName {
    NamedNode::new(iri).unwrap().into()
}

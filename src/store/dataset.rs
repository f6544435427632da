//! The image as the SPARQL engine sees it.

use super::image::{Graph, Image};
use super::order::Triple;
use crate::base::interner::Interner;
use crate::rdf::term;
use oxrdf::{Literal, Term};
use spareval::{ExpressionTerm, InternalQuad, QueryableDataset};
use std::cell::RefCell;
use std::convert::Infallible;
use std::num::NonZeroU32;
use std::rc::Rc;

const INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";

/// A query's view of an image. Terms that a query computes and the image does not hold get ids above the image's own,
/// which live as long as the view.
#[derive(Clone)]
pub struct Dataset<'a> {
    image: &'a Image,
    computed: Rc<RefCell<Interner>>,
}

/// A term of one query: an id of the image, or one above for a computed term; plus one, so that "no term" costs no room.
type Id = NonZeroU32;

fn id_of(term: u32) -> Id {
    NonZeroU32::MIN.saturating_add(term)
}

fn term_of(id: Id) -> u32 {
    id.get() - 1
}

impl<'a> Dataset<'a> {
    /// A view for one query.
    pub fn new(image: &'a Image) -> Self {
        Self { image, computed: Rc::default() }
    }

    fn with_text<T>(&self, id: Id, read: impl FnOnce(&[u8]) -> T) -> T {
        let (term, own) = (term_of(id), self.image.terms.len() as u32);
        if term < own {
            read(self.image.terms.get(term))
        } else {
            read(self.computed.borrow().get(term - own))
        }
    }

    fn id_of_text(&self, text: &[u8]) -> Id {
        let own = self.image.terms.len() as u32;
        id_of(self.image.terms.find(text).unwrap_or_else(|| own + self.computed.borrow_mut().intern(text)))
    }
}

/// One range of one order of one graph, with what still has to be checked.
struct Scan<'a> {
    pairs: std::slice::Iter<'a, [u32; 2]>,
    /// The first component, where the range is that of one.
    first: u32,
    turn: fn(u32, [u32; 2]) -> Triple,
    /// Third component of the order that must match, where an index does not say so.
    filter: Option<u32>,
    graph: Option<Id>,
}

impl Iterator for Scan<'_> {
    type Item = Result<InternalQuad<Id>, Infallible>;

    fn next(&mut self) -> Option<Self::Item> {
        let pair = match self.filter {
            None => self.pairs.next()?,
            Some(wanted) => self.pairs.find(|pair| pair[1] == wanted)?,
        };
        Some(Ok(quad((self.turn)(self.first, *pair), self.graph)))
    }
}

fn quad(triple: Triple, graph_name: Option<Id>) -> InternalQuad<Id> {
    let [subject, predicate, object] = triple.map(id_of);
    InternalQuad { subject, predicate, object, graph_name }
}

/// All quads of a graph that fit a pattern: every pattern is one range of one order, except (s, ?, o), which filters
/// the range of the subject.
enum Quads<'a> {
    Scan(Scan<'a>),
    All(Box<dyn Iterator<Item = InternalQuad<Id>> + 'a>),
}

impl Iterator for Quads<'_> {
    type Item = Result<InternalQuad<Id>, Infallible>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::Scan(scan) => scan.next(),
            Self::All(all) => all.next().map(Ok),
        }
    }
}

type Pattern = [Option<u32>; 3];

fn scan(graph: &Graph, pattern: Pattern) -> Quads<'_> {
    let name = graph.name.map(id_of);
    let spo: fn(u32, [u32; 2]) -> Triple = |s, [p, o]| [s, p, o];
    let ops: fn(u32, [u32; 2]) -> Triple = |o, [p, s]| [s, p, o];
    let pso: fn(u32, [u32; 2]) -> Triple = |p, [s, o]| [s, p, o];
    let (order, range, first, turn, filter) = match pattern {
        [Some(s), Some(p), None] => (&graph.spo, graph.spo.range2(s, p), s, spo, None),
        [Some(s), Some(p), o @ Some(_)] => (&graph.spo, graph.spo.range2(s, p), s, spo, o),
        [Some(s), None, o] => (&graph.spo, graph.spo.range(s), s, spo, o),
        [None, Some(p), Some(o)] => (&graph.ops, graph.ops.range2(o, p), o, ops, None),
        [None, None, Some(o)] => (&graph.ops, graph.ops.range(o), o, ops, None),
        [None, Some(p), None] => (&graph.pso, graph.pso.range(p), p, pso, None),
        [None, None, None] => return Quads::All(Box::new(graph.spo.iter().map(move |t| quad(t, name)))),
    };
    Quads::Scan(Scan { pairs: order.pairs[range].iter(), first, turn, filter, graph: name })
}

impl<'a> QueryableDataset<'a> for Dataset<'a> {
    type InternalTerm = Id;
    type Error = Infallible;

    fn internal_quads_for_pattern(
        &self,
        subject: Option<&Id>,
        predicate: Option<&Id>,
        object: Option<&Id>,
        graph_name: Option<Option<&Id>>,
    ) -> impl Iterator<Item = Result<InternalQuad<Id>, Infallible>> + use<'a> {
        let pattern = [subject, predicate, object].map(|id| id.map(|id| term_of(*id)));
        let image = self.image;
        let graphs = match graph_name {
            Some(name) => image.graph(name.map(|id| term_of(*id))).map_or(&[][..], std::slice::from_ref),
            None => image.graphs.get(1..).unwrap_or_default(),
        };
        let mut graphs = graphs.iter();
        let mut current = graphs.next().map(|graph| scan(graph, pattern));
        std::iter::from_fn(move || {
            loop {
                if let Some(quad) = current.as_mut()?.next() {
                    return Some(quad);
                }
                current = graphs.next().map(|graph| scan(graph, pattern));
            }
        })
    }

    fn internal_named_graphs(&self) -> impl Iterator<Item = Result<Id, Infallible>> + use<'a> {
        self.image.graphs.iter().filter_map(|graph| graph.name.map(|name| Ok(id_of(name))))
    }

    fn contains_internal_graph_name(&self, name: &Id) -> Result<bool, Infallible> {
        Ok(self.image.graph(Some(term_of(*name))).is_some())
    }

    fn internalize_term(&self, term: Term) -> Result<Id, Infallible> {
        let mut text = Vec::new();
        term::write(&term, &mut text);
        Ok(self.id_of_text(&text))
    }

    fn externalize_term(&self, id: Id) -> Result<Term, Infallible> {
        let term = self.with_text(id, term::read);
        // Every text is written by `term::write` or checked on opening; this is never reached.
        Ok(term.unwrap_or_else(|| Literal::new_simple_literal("").into()))
    }

    fn externalize_expression_term(&self, id: Id) -> Result<ExpressionTerm, Infallible> {
        let integer = self.with_text(id, |text| match term::parse(text) {
            Some(term::Parsed::Literal { value, datatype: INTEGER, .. }) => value.parse::<i64>().ok(),
            _ => None,
        });
        match integer {
            Some(value) => Ok(ExpressionTerm::IntegerLiteral(value.into())),
            None => Ok(self.externalize_term(id)?.into()),
        }
    }
}

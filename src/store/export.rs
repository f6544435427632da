//! An image as the lines of a dump.

use super::image::Image;
use super::order::Triple;
use crate::base::Result;
use crate::rdf::dump::GraphWriter;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Writes every quad as a canonical line, in byte order of the lines: ids are in that order already. O(quads · log graphs).
pub fn write(image: &Image, out: &mut GraphWriter) -> Result<()> {
    let mut graphs: Vec<_> = image.graphs.iter().map(|graph| graph.spo.iter()).collect();
    // The next triple of each graph, the smallest first.
    let mut next = BinaryHeap::new();
    for (place, triples) in graphs.iter_mut().enumerate() {
        next.extend(triples.next().map(|triple| Reverse((triple, image.graphs[place].name, place))));
    }
    let mut subject = None;
    while let Some(Reverse((triple, name, place))) = next.pop() {
        next.extend(graphs[place].next().map(|triple| Reverse((triple, name, place))));
        if subject != Some(triple[0]) {
            out.subject()?;
            subject = Some(triple[0]);
        }
        line(image, triple, name, out.buffer());
    }
    Ok(())
}

/// One line of N-Quads in canonical form.
pub fn line(image: &Image, triple: Triple, graph: Option<u32>, out: &mut Vec<u8>) {
    for id in triple.into_iter().chain(graph) {
        out.extend_from_slice(image.terms.get(id));
        out.push(b' ');
    }
    out.extend_from_slice(b".\n");
}

//! An image as the lines of a dump.

use super::image::Image;
use super::order::Triple;
use crate::base::Result;
use crate::rdf::dump::GraphWriter;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Quads to a step of writing.
const STEP: usize = 512;

/// A quad, its graph by name.
type Quad = (Triple, Option<u32>);

/// Writes every quad as a canonical line, in byte order of the lines: ids are in that order already. O(quads · log graphs).
pub fn write(image: &Image, out: &mut GraphWriter) -> Result<()> {
    let mut graphs: Vec<_> = image.graphs.iter().map(|graph| graph.spo.iter()).collect();
    // The next triple of each graph, the smallest first.
    let mut next = BinaryHeap::new();
    for (place, triples) in graphs.iter_mut().enumerate() {
        next.extend(triples.next().map(|triple| Reverse((triple, image.graphs[place].name, place))));
    }
    let (mut subject, mut step) = (None, Vec::with_capacity(STEP));
    while let Some(Reverse((triple, name, place))) = next.pop() {
        next.extend(graphs[place].next().map(|triple| Reverse((triple, name, place))));
        step.push((triple, name));
        if step.len() == STEP {
            lines(image, &mut step, &mut subject, out)?;
        }
    }
    lines(image, &mut step, &mut subject, out)
}

/// Writes a step and empties it. Objects are all over the memory: all texts of a step are touched before any is copied, so that
/// the processor waits for many of them at once.
fn lines(
    image: &Image,
    step: &mut Vec<Quad>,
    subject: &mut Option<u32>,
    out: &mut GraphWriter,
) -> Result<()> {
    let touched = step.iter().filter_map(|(triple, _)| image.terms.get(triple[2]).first());
    std::hint::black_box(touched.fold(0_u8, |sum, byte| sum ^ byte));
    for (triple, name) in step.drain(..) {
        if *subject != Some(triple[0]) {
            out.subject()?;
            *subject = Some(triple[0]);
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

//! An image as the lines of a dump.

use super::image::Image;
use super::order::Triple;
use crate::base::Result;
use crate::rdf::dump::GraphWriter;

/// Writes every quad as a canonical line, in byte order of the lines: ids are in that order already. O(quads).
pub fn write(image: &Image, out: &mut GraphWriter) -> Result<()> {
    let mut graphs: Vec<_> = image.graphs.iter().map(|g| (g.name, g.spo.iter().peekable())).collect();
    let mut subject = None;
    loop {
        let next = |(i, (name, triples)): (usize, &mut (Option<u32>, std::iter::Peekable<_>))| {
            let triples: &mut std::iter::Peekable<_> = triples;
            triples.peek().map(|triple: &Triple| (*triple, *name, i))
        };
        let Some((triple, name, i)) = graphs.iter_mut().enumerate().filter_map(next).min() else {
            return Ok(());
        };
        graphs[i].1.next();
        if subject != Some(triple[0]) {
            out.subject()?;
            subject = Some(triple[0]);
        }
        line(image, triple, name, out.buffer());
    }
}

/// One line of N-Quads in canonical form.
pub fn line(image: &Image, triple: Triple, graph: Option<u32>, out: &mut Vec<u8>) {
    for id in triple.into_iter().chain(graph) {
        out.extend_from_slice(image.terms.get(id));
        out.push(b' ');
    }
    out.extend_from_slice(b".\n");
}

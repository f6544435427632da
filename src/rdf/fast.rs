//! A corpus straight from a dump of ours, for ranking: frames are decompressed and scanned in parallel, keys are compared
//! by their 128-bit hash, titles and names are passed over.
//!
//! Cost: the text once at scanning speed, a hash for each reference, 48 bytes an authorship. A dump is trusted only as far
//! as its SHA-256 goes; one that contradicts itself all the same is refused.

mod assemble;
mod part;

use super::dump::{Dump, hex};
use crate::base::{Error, Result, limits};
use crate::model::Corpus;
use part::Part;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::path::Path;

/// Reads a dump that has a manifest.
pub fn read(dump: &Dump) -> Result<Corpus> {
    let bytes = std::fs::read(&dump.graph).map_err(Error::io("read", &dump.graph))?;
    let (sum, parts) = rayon::join(|| hex(&Sha256::digest(&bytes)), || parts(&dump.graph, &bytes));
    dump.check(&sum, bytes.len() as u64)?;
    let corpus = assemble::corpus(&parts?).filter(Corpus::is_consistent);
    corpus.ok_or_else(|| Error::damaged(&dump.graph, "contradicts itself", "dump the store again"))
}

fn parts(path: &Path, bytes: &[u8]) -> Result<Vec<Part>> {
    let frames = frames(bytes).ok_or_else(|| damaged(path))?;
    frames
        .par_iter()
        .map(|frame| Part::scan(&unpack(frame).ok_or_else(|| damaged(path))?).ok_or_else(|| damaged(path)))
        .collect()
}

fn damaged(path: &Path) -> Error {
    Error::damaged(path, "is not a graph as aicity writes it", "load it with --format rdf")
}

/// Splits a file into its zstd frames.
fn frames(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut frames = Vec::new();
    while !bytes.is_empty() {
        let length = zstd::zstd_safe::find_frame_compressed_size(bytes).ok()?;
        let (frame, rest) = bytes.split_at_checked(length)?;
        frames.push(frame);
        bytes = rest;
    }
    Some(frames)
}

fn unpack(frame: &[u8]) -> Option<Vec<u8>> {
    let size = zstd::zstd_safe::get_frame_content_size(frame).ok()??;
    let believable = size <= limits::RATIO_AFTER.max(frame.len() as u64 * limits::RATIO);
    if !believable {
        return None;
    }
    zstd::bulk::decompress(frame, size as usize).ok()
}

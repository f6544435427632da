//! Dumping a store, and verifying stores and dumps.

use super::Source;
use super::coverage::Breakdown;
use crate::base::{Error, Result, files};
use crate::index::Profile;
use crate::model::Corpus;
use crate::rdf::dump::{Dump, GRAPH, GraphWriter, Holds, LAYOUT, MANIFEST, Manifest, SourceEntry, hex};
use crate::rdf::fast;
use crate::store::{Generation, export};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes a dump of a generation into a folder. The same graph gives the same bytes, on any machine and any day.
pub fn dump(generation: &Generation, dir: &Path, overwrite: bool) -> Result<Manifest> {
    if !overwrite && [GRAPH, MANIFEST].iter().any(|name| dir.join(name).exists()) {
        let message = format!("{} holds a dump already", dir.display());
        return Err(Error::conflict(message, "name another folder, or use --force"));
    }
    files::create_dir(dir)?;
    let (holds, corpus) = (generation.manifest.holds, generation.columns()?);
    let image = generation.lines()?;
    let mut writer = GraphWriter::create(dir)?;
    export::write(&image, &mut writer)?;
    let written = writer.finish()?;
    let manifest = Manifest {
        layout: LAYOUT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        holds,
        edition: written.text.0[..16].to_owned(),
        sha256: written.compressed.0,
        bytes: written.compressed.1,
        text_sha256: written.text.0,
        text_bytes: written.text.1,
        profile: if holds.is_corpus() { Profile::default().name } else { String::new() },
        counts: counts(holds, &corpus, image.len()),
        coverage: coverage(holds, &corpus)?,
        sources: sources(&corpus),
        checksum: String::new(),
    };
    manifest.write(dir)?;
    Ok(manifest)
}

/// Number of quads, and of each sort of entity.
fn counts(holds: Holds, corpus: &Corpus, quads: usize) -> BTreeMap<String, u64> {
    let mut counts = if holds.is_corpus() { corpus.counts() } else { BTreeMap::new() };
    counts.insert("quads".to_owned(), quads as u64);
    counts
}

fn coverage(holds: Holds, corpus: &Corpus) -> Result<serde_json::Value> {
    if !holds.is_corpus() {
        return Ok(serde_json::Value::Null);
    }
    serde_json::to_value(Breakdown::of(corpus)).map_err(|e| Error::Bug(e.to_string()))
}

fn sources(corpus: &Corpus) -> Vec<SourceEntry> {
    let from = &corpus.sources;
    let entry = |(i, &bytes): (usize, &u64)| SourceEntry {
        name: from.name.get(i).to_owned(),
        format: from.format.get(i).to_owned(),
        sha256: from.sha256.get(i).to_owned(),
        bytes,
    };
    from.bytes.iter().enumerate().map(entry).collect()
}

/// Verifies a store or dump: every byte by its checksum, every count, and that the parts fit together.
pub fn verify(source: &Source) -> Result<BTreeMap<String, u64>> {
    match source {
        Source::Store(generation) => {
            generation.verify()?;
            Ok(generation.manifest.counts.clone())
        }
        Source::Dump(dump) => verify_dump(dump),
    }
}

fn verify_dump(dump: &Dump) -> Result<BTreeMap<String, u64>> {
    let Some(manifest) = &dump.manifest else {
        let message = format!("{} has no {MANIFEST} beside it", dump.graph.display());
        return Err(Error::not_found(message, "a graph without manifest can be loaded, not verified"));
    };
    let holds = manifest.holds;
    // A graph does not say what it was loaded from: that stands in the manifest only.
    let (corpus, named) = if holds.is_corpus() {
        let corpus = fast::read(dump)?;
        let named = sources(&corpus);
        (corpus, named)
    } else {
        dump.read()?;
        (Corpus::default(), manifest.sources.clone())
    };
    let lines = check_text(dump, manifest)?;
    let found = counts(holds, &corpus, lines);
    if found != manifest.counts || coverage(holds, &corpus)? != manifest.coverage || named != manifest.sources
    {
        return Err(Error::damaged(
            &dump.graph,
            "holds other figures than its manifest says",
            "dump the store again",
        ));
    }
    Ok(found)
}

/// Checks the text: its checksum, and that lines are sorted and distinct. Answers the number of lines.
fn check_text(dump: &Dump, manifest: &Manifest) -> Result<usize> {
    use std::io::BufRead;
    let failed = |e| Error::io("read", &dump.graph)(e);
    let decoder = zstd::Decoder::new(files::open(&dump.graph)?).map_err(failed)?;
    let mut reader = std::io::BufReader::with_capacity(1 << 20, decoder);
    let (mut hash, mut bytes, mut lines) = (Sha256::new(), 0, 0);
    let (mut line, mut before) = (Vec::new(), Vec::new());
    while reader.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        hash.update(&line);
        bytes += line.len() as u64;
        lines += 1;
        if line <= before {
            return Err(Error::damaged(
                &dump.graph,
                format!("line {lines} is out of order"),
                "dump the store again",
            ));
        }
        std::mem::swap(&mut line, &mut before);
        line.clear();
    }
    if hex(&hash.finalize()) == manifest.text_sha256 && bytes == manifest.text_bytes {
        return Ok(lines);
    }
    Err(Error::damaged(&dump.graph, "does not have the text that its manifest names", "dump the store again"))
}

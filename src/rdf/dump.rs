//! A dump: `graph.nq.zst`, sorted canonical N-Quads in zstd frames that end between subjects, and `manifest.json`.

use crate::base::files::AtomicFile;
use crate::base::{Error, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// File name of the graph.
pub const GRAPH: &str = "graph.nq.zst";
/// File name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Version of this layout.
pub const LAYOUT: u32 = 2;
/// Text in a frame, at least, unless it is the last: frames are decompressed in parallel.
const FRAME: usize = 4 << 20;
const LEVEL: i32 = 3;

/// What a store or a dump holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// A corpus, and the graph that follows from it. Manifests do not say so: they are as they were before there was
    /// anything else.
    #[default]
    Corpus,
    /// A graph without a corpus. A program that does not know of these refuses the manifest that says so.
    Graph,
}

impl Holds {
    /// Whether there is a corpus.
    pub const fn is_corpus(&self) -> bool {
        matches!(self, Self::Corpus)
    }

    /// Refuses what has no corpus, as wrong use; `path` stands in the message.
    pub fn require_corpus(self, path: &Path) -> Result<()> {
        if self.is_corpus() {
            return Ok(());
        }
        let message = format!("{} holds a graph without a corpus", path.display());
        Err(Error::usage(
            message,
            "ask it by SPARQL (aicity query); anything else needs a corpus (aicity list formats)",
        ))
    }
}

/// What a dump is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Layout of the dump.
    pub layout: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// What it holds; a corpus is not named.
    #[serde(default, skip_serializing_if = "Holds::is_corpus")]
    pub holds: Holds,
    /// Edition: the first 16 digits of the SHA-256 of the graph's text, whatever it was compressed with.
    pub edition: String,
    /// SHA-256 of `graph.nq.zst`.
    pub sha256: String,
    /// Size of `graph.nq.zst`.
    pub bytes: u64,
    /// SHA-256 of the graph's text.
    pub text_sha256: String,
    /// Size of the graph's text.
    pub text_bytes: u64,
    /// Profile that rankings use unless told otherwise; of a graph without a corpus, empty.
    pub profile: String,
    /// Number of quads, papers, authorships, scholars, institutions, cities; of a graph without a corpus, of quads.
    pub counts: BTreeMap<String, u64>,
    /// How much of the corpus can be credited, in total and by data source, venue, year and country; `null` without one.
    pub coverage: serde_json::Value,
    /// Input files it was loaded from.
    pub sources: Vec<SourceEntry>,
    /// SHA-256 of this manifest with this field empty: a changed manifest is found out.
    pub checksum: String,
}

/// An input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceEntry {
    /// Name without folder.
    pub name: String,
    /// Input format.
    pub format: String,
    /// SHA-256 of its bytes as read.
    pub sha256: String,
    /// Bytes as read.
    pub bytes: u64,
}

/// Size and checksums of a graph file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// SHA-256 of the compressed file, and its size.
    pub compressed: (String, u64),
    /// SHA-256 of the text, and its size.
    pub text: (String, u64),
}

/// Writes lines into frames. Memory: a few frames, whatever the size of the graph.
pub struct GraphWriter {
    file: AtomicFile,
    path: PathBuf,
    frames: Vec<Vec<u8>>,
    current: Vec<u8>,
    /// Empty frames to be filled again: new memory costs more than the text that is put into it.
    spare: Vec<Vec<u8>>,
    compressed: (Sha256, u64),
    text: (Sha256, u64),
}

impl GraphWriter {
    /// Starts `graph.nq.zst` in a folder.
    pub fn create(dir: &Path) -> Result<Self> {
        let path = dir.join(GRAPH);
        let file = AtomicFile::create(&path)?;
        let empty = || (Sha256::new(), 0);
        let (compressed, text) = (empty(), empty());
        Ok(Self { file, path, frames: Vec::new(), current: Vec::new(), spare: Vec::new(), compressed, text })
    }

    /// Tells that a new subject begins: a frame may end here.
    pub fn subject(&mut self) -> Result<()> {
        if self.current.len() < FRAME {
            return Ok(());
        }
        self.frames.push(std::mem::replace(&mut self.current, self.spare.pop().unwrap_or_default()));
        if self.frames.len() < 2 * rayon::current_num_threads().max(2) {
            return Ok(());
        }
        self.flush()
    }

    /// The buffer that the next line goes to.
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.current
    }

    fn flush(&mut self) -> Result<()> {
        let mut frames = std::mem::take(&mut self.frames);
        let (text, compressed) = (&mut self.text, &mut self.compressed);
        let (packed, ()) = rayon::join(
            || frames.par_iter().map(|frame| zstd::bulk::compress(frame, LEVEL)).collect::<Vec<_>>(),
            || frames.iter().for_each(|frame| add(text, frame)),
        );
        for frame in packed {
            let frame = frame.map_err(Error::io("compress", &self.path))?;
            add(compressed, &frame);
            self.file.write_all(&frame).map_err(Error::io("write", &self.path))?;
        }
        frames.iter_mut().for_each(Vec::clear);
        self.spare.append(&mut frames);
        Ok(())
    }

    /// Writes what is left and makes the file durable.
    pub fn finish(mut self) -> Result<Written> {
        if !self.current.is_empty() {
            self.frames.push(std::mem::take(&mut self.current));
        }
        self.flush()?;
        self.file.commit()?;
        let sum = |(hash, bytes): (Sha256, u64)| (hex(&hash.finalize()), bytes);
        Ok(Written { compressed: sum(self.compressed), text: sum(self.text) })
    }
}

fn add(sum: &mut (Sha256, u64), bytes: &[u8]) {
    sum.0.update(bytes);
    sum.1 += bytes.len() as u64;
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Manifest {
    /// Writes `manifest.json`.
    pub fn write(&self, dir: &Path) -> Result<()> {
        let path = dir.join(MANIFEST);
        let mut file = AtomicFile::create(&path)?;
        file.write_all(&self.sealed()?).map_err(Error::io("write", &path))?;
        file.commit()
    }

    /// The text of the file, with its checksum.
    fn sealed(&self) -> Result<Vec<u8>> {
        let bug = |e: serde_json::Error| Error::Bug(e.to_string());
        let open = Self { checksum: String::new(), ..self.clone() };
        let checksum = hex(&Sha256::digest(serde_json::to_vec(&open).map_err(bug)?));
        let mut text = serde_json::to_vec_pretty(&Self { checksum, ..open }).map_err(bug)?;
        text.push(b'\n');
        Ok(text)
    }
}

/// A dump on disk: the folder, or the graph file itself.
#[derive(Debug, Clone)]
pub struct Dump {
    /// The graph file.
    pub graph: PathBuf,
    /// Its manifest, where there is one beside it.
    pub manifest: Option<Manifest>,
}

impl Dump {
    /// Finds a dump by its folder, its manifest or its graph file.
    pub fn find(path: &Path) -> Result<Self> {
        let meta = std::fs::metadata(path).map_err(Error::io("open", path))?;
        let folder = if meta.is_dir() { path } else { path.parent().unwrap_or(Path::new("")) };
        let names_graph = meta.is_file() && path.file_name().is_some_and(|name| name != MANIFEST);
        let graph = if names_graph { path.to_owned() } else { folder.join(GRAPH) };
        let manifest = folder.join(MANIFEST);
        let ours = graph.file_name().is_some_and(|name| name == GRAPH) && manifest.exists();
        if !graph.exists() {
            let message = format!("no dump at {}: {GRAPH} is missing", path.display());
            return Err(Error::not_found(message, "make one: aicity dump --store DIR -o DIR"));
        }
        let manifest = if ours { Some(read_manifest(&manifest)?) } else { None };
        Ok(Self { graph, manifest })
    }

    /// What it holds, as far as somebody says so.
    pub fn holds(&self) -> Holds {
        self.manifest.as_ref().map_or(Holds::Corpus, |manifest| manifest.holds)
    }

    /// Refuses a graph that is not the one that its manifest names.
    pub fn check(&self, sha256: &str, bytes: u64) -> Result<()> {
        let same = |m: &Manifest| m.sha256 == sha256 && m.bytes == bytes;
        if self.manifest.as_ref().is_none_or(same) {
            return Ok(());
        }
        let hint = "copy the dump again, or load graph.nq.zst by its name if it was changed on purpose";
        Err(Error::damaged(&self.graph, "does not have the SHA-256 of its manifest", hint))
    }

    /// The bytes of the graph, checked.
    pub fn read(&self) -> Result<Vec<u8>> {
        let bytes = std::fs::read(&self.graph).map_err(Error::io("read", &self.graph))?;
        self.check(&hex(&Sha256::digest(&bytes)), bytes.len() as u64)?;
        Ok(bytes)
    }
}

fn read_manifest(path: &Path) -> Result<Manifest> {
    #[derive(Deserialize)]
    struct Version {
        layout: u32,
        program: String,
    }
    let text = std::fs::read(path).map_err(Error::io("read", path))?;
    let bad =
        |e: serde_json::Error| Error::damaged(path, format!("does not parse: {e}"), "dump the store again");
    let version: Version = serde_json::from_slice(&text).map_err(bad)?;
    if version.layout != LAYOUT {
        let message = format!(
            "made by aicity {} (layout {}), this reads layout {LAYOUT}",
            version.program, version.layout
        );
        return Err(Error::damaged(
            path,
            message,
            "use that version, or load graph.nq.zst with --format rdf",
        ));
    }
    let manifest: Manifest = serde_json::from_slice(&text).map_err(bad)?;
    if manifest.sealed()? != text {
        return Err(Error::damaged(
            path,
            "does not have its own checksum: it was changed",
            "dump the store again",
        ));
    }
    Ok(manifest)
}

//! Where a ranking comes from: a store or a dump.

use crate::base::{Error, Result};
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use crate::rdf::dump::{Dump, GRAPH, MANIFEST};
use crate::rdf::{fast, quads};
use crate::sources;
use crate::store::{Generation, Image, ImageBuilder, Store};
use std::path::Path;
use std::{fs, io};

/// An edition opened for reading.
#[derive(Debug)]
pub enum Source {
    /// The current generation of a store.
    Store(Generation),
    /// A dump.
    Dump(Dump),
}

impl Source {
    /// Opens a store.
    pub fn store(path: &Path) -> Result<Self> {
        Ok(Self::Store(Store::at(path).open()?))
    }

    /// Opens a dump: its folder, or its graph file. A graph without manifest is read by the general reader.
    pub fn dump(path: &Path) -> Result<Self> {
        Ok(Self::Dump(Dump::find(path)?))
    }

    /// Opens what stands at a path: a store, or a dump by its folder, its manifest or its graph file.
    ///
    /// # Errors
    /// Not found: nothing stands there. Wrong use: something else does. Damaged, and what reading says.
    pub fn at(path: &Path) -> Result<Self> {
        let meta = match fs::metadata(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                let message = format!("no store and no dump at {}", path.display());
                return Err(Error::not_found(message, "make a store: aicity load INPUT --store DIR"));
            }
            other => other.map_err(Error::io("open", path))?,
        };
        let has = |name: &str| path.join(name).exists();
        // A store that lost the name of its generation is still one, and says so.
        if meta.is_dir() && (has("CURRENT") || has("LOCK")) {
            return Self::store(path);
        }
        if meta.is_dir() && (has(MANIFEST) || has(GRAPH)) || meta.is_file() && is_graph(path) {
            return Self::dump(path);
        }
        let (what, lacks) = if meta.is_dir() {
            ("a folder", format!("a store has CURRENT in it, a dump {GRAPH} and {MANIFEST}"))
        } else {
            ("a file", format!("a dump is a folder, its {MANIFEST} or a graph file such as {GRAPH}"))
        };
        Err(Error::usage(format!("{} is {what}, but no store and no dump", path.display()), lacks))
    }

    /// The corpus, without texts. Wrong use of a source that has none, as with everything below but the image of a store.
    pub fn corpus(&self) -> Result<Corpus> {
        match self {
            Self::Store(generation) => generation.corpus(),
            Self::Dump(dump) => {
                dump.holds().require_corpus(&dump.graph)?;
                match &dump.manifest {
                    Some(_) => fast::read(dump),
                    None => Ok(read_graph(&dump.graph)?.corpus),
                }
            }
        }
    }

    /// The corpus with its texts.
    pub fn full(&self) -> Result<(Corpus, Texts)> {
        let (corpus, texts, _) = self.everything()?;
        Ok((corpus, texts))
    }

    /// The corpus with its texts and what was stated about affiliations.
    pub fn everything(&self) -> Result<(Corpus, Texts, Statements)> {
        match self {
            Self::Store(generation) => {
                let corpus = generation.corpus()?;
                let (texts, statements) = (generation.texts(&corpus)?, generation.statements(&corpus)?);
                Ok((corpus, texts, statements))
            }
            Self::Dump(dump) => {
                dump.holds().require_corpus(&dump.graph)?;
                dump.read()?;
                let built = read_graph(&dump.graph)?;
                Ok((built.corpus, built.texts, built.statements))
            }
        }
    }

    /// The image: that of the store, or one made in memory.
    pub fn image(&self) -> Result<Image> {
        match self {
            Self::Store(generation) => generation.image(),
            Self::Dump(_) => {
                let (corpus, texts, statements) = self.everything()?;
                Ok(image_of(&corpus, &texts, &statements))
            }
        }
    }
}

/// Whether a file is named as our graphs and their manifest are.
fn is_graph(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let plain = name.strip_suffix(".zst").or_else(|| name.strip_suffix(".gz")).unwrap_or(name);
    let ending = plain.rsplit_once('.').map(|(_, ending)| ending);
    name == MANIFEST || ending.is_some_and(|ending| sources::rdf::FORMAT.extensions.contains(&ending))
}

/// Reads one graph file by the general reader.
fn read_graph(path: &Path) -> Result<Built> {
    let mut builder = CorpusBuilder::default();
    let files = sources::rdf::FORMAT.read(&[path.to_owned()], &sources::Options::ALL, &mut builder)?;
    files.iter().for_each(|file| builder.source(&file.name, &file.format, &file.sha256, file.bytes));
    Ok(builder.finish())
}

/// The image of a corpus. O(quads log quads).
pub fn image_of(corpus: &Corpus, texts: &Texts, statements: &Statements) -> Image {
    let mut builder = ImageBuilder::default();
    quads::emit(corpus, texts, statements, &mut builder);
    builder.finish()
}

//! Where a ranking comes from: a store or a dump.

use crate::base::Result;
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use crate::rdf::dump::Dump;
use crate::rdf::{fast, quads};
use crate::sources;
use crate::store::{Generation, Image, ImageBuilder, Store};
use std::path::Path;

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

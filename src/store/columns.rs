//! Corpus and image to and from section files.

use super::image::{Graph, Image};
use super::order::Order;
use super::sections::{Checksum, Reader, Writer};
use super::terms::Terms;
use crate::base::strings::Strings;
use crate::base::{Error, Result};
use crate::model::columns::Columns;
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use std::path::Path;

impl Columns for Writer {
    type Error = Error;

    fn u32s(&mut self, name: &str, column: &mut Vec<u32>) -> Result<()> {
        self.put(name, column)
    }

    fn u64s(&mut self, name: &str, column: &mut Vec<u64>) -> Result<()> {
        self.put(name, column)
    }

    fn f64s(&mut self, name: &str, column: &mut Vec<f64>) -> Result<()> {
        self.put(name, column)
    }

    fn strings(&mut self, name: &str, column: &mut Strings) -> Result<()> {
        let (bytes, offsets) = column.parts();
        self.put(name, bytes.as_bytes())?;
        self.put("offsets", offsets)
    }
}

impl Columns for Reader {
    type Error = Error;

    fn u32s(&mut self, name: &str, column: &mut Vec<u32>) -> Result<()> {
        *column = self.take(name)?;
        Ok(())
    }

    fn u64s(&mut self, name: &str, column: &mut Vec<u64>) -> Result<()> {
        *column = self.take(name)?;
        Ok(())
    }

    fn f64s(&mut self, name: &str, column: &mut Vec<f64>) -> Result<()> {
        *column = self.take(name)?;
        Ok(())
    }

    fn strings(&mut self, name: &str, column: &mut Strings) -> Result<()> {
        let bytes = self.take(name)?;
        let offsets = self.take("offsets")?;
        let text = String::from_utf8(bytes).ok();
        let strings = text.and_then(|text| Strings::from_parts(text, offsets));
        *column = strings.ok_or_else(|| Error::Bug(format!("column {name} does not read back")))?;
        Ok(())
    }
}

/// Writes a corpus. Cost: its columns once.
pub fn write_corpus(path: &Path, corpus: &mut Corpus) -> Result<Checksum> {
    let mut writer = Writer::create(path)?;
    corpus.visit(&mut writer)?;
    writer.finish()
}

/// Reads and checks a corpus.
pub fn read_corpus(path: &Path, expected: &Checksum) -> Result<Corpus> {
    let mut reader = Reader::open(path, expected)?;
    let mut corpus = Corpus::default();
    // A flipped bit can break an array's name or length before the checksum is reached: both are damage.
    let read = corpus.visit(&mut reader);
    match read {
        Err(Error::Bug(message)) => return Err(Error::damaged(path, message, "")),
        other => other?,
    }
    reader.finish()?;
    if corpus.is_consistent() {
        Ok(corpus)
    } else {
        Err(Error::damaged(path, "columns contradict each other", ""))
    }
}

/// Writes titles and names.
pub fn write_texts(path: &Path, texts: &mut Texts) -> Result<Checksum> {
    let mut writer = Writer::create(path)?;
    visit_texts(texts, &mut writer)?;
    writer.finish()
}

/// Reads titles and names.
pub fn read_texts(path: &Path, expected: &Checksum, corpus: &Corpus) -> Result<Texts> {
    let mut reader = Reader::open(path, expected)?;
    let mut texts = Texts::default();
    match visit_texts(&mut texts, &mut reader) {
        Err(Error::Bug(message)) => return Err(Error::damaged(path, message, "")),
        other => other?,
    }
    reader.finish()?;
    let papers = [&texts.paper_id, &texts.title, &texts.doi];
    let scholars = [&texts.scholar_id, &texts.scholar_name];
    let fits = papers.iter().all(|c| c.len() == corpus.papers.len())
        && scholars.iter().all(|c| c.len() == corpus.scholars as usize);
    if fits { Ok(texts) } else { Err(Error::damaged(path, "texts do not fit the corpus", "")) }
}

fn visit_texts<C: Columns>(texts: &mut Texts, to: &mut C) -> std::result::Result<(), C::Error> {
    to.strings("paper_id", &mut texts.paper_id)?;
    to.strings("title", &mut texts.title)?;
    to.strings("doi", &mut texts.doi)?;
    to.strings("scholar_id", &mut texts.scholar_id)?;
    to.strings("scholar_name", &mut texts.scholar_name)
}

/// Writes what was stated about affiliations.
pub fn write_statements(path: &Path, statements: &mut Statements) -> Result<Checksum> {
    let mut writer = Writer::create(path)?;
    statements.visit(&mut writer)?;
    writer.finish()
}

/// Reads what was stated about affiliations.
pub fn read_statements(path: &Path, expected: &Checksum, corpus: &Corpus) -> Result<Statements> {
    let mut reader = Reader::open(path, expected)?;
    let mut statements = Statements::default();
    match statements.visit(&mut reader) {
        Err(Error::Bug(message)) => return Err(Error::damaged(path, message, "")),
        other => other?,
    }
    reader.finish()?;
    let fits = statements.is_consistent(corpus.authorships.scholar.len(), corpus.institutions.labels.len());
    if fits { Ok(statements) } else { Err(Error::damaged(path, "statements do not fit the corpus", "")) }
}

/// Writes the dictionary.
pub fn write_terms(path: &Path, terms: &Terms) -> Result<Checksum> {
    let mut writer = Writer::create(path)?;
    writer.put("offsets", &terms.offsets)?;
    writer.put("bytes", &terms.bytes)?;
    writer.finish()
}

/// Reads the dictionary.
pub fn read_terms(path: &Path, expected: &Checksum) -> Result<Terms> {
    let mut reader = Reader::open(path, expected)?;
    let terms = Terms { offsets: reader.take("offsets")?, bytes: reader.take("bytes")? };
    reader.finish()?;
    Ok(terms)
}

/// Writes the triples of every graph.
pub fn write_graphs(path: &Path, image: &Image) -> Result<Checksum> {
    let mut writer = Writer::create(path)?;
    let names: Vec<u32> = image.graphs.iter().filter_map(|g| g.name).collect();
    writer.put("graphs", &names)?;
    for graph in &image.graphs {
        for (name, order) in [("spo", &graph.spo), ("ops", &graph.ops), ("pso", &graph.pso)] {
            writer.put(name, &order.keys)?;
            writer.put("offsets", &order.offsets)?;
            writer.put("pairs", &order.pairs)?;
        }
    }
    writer.finish()
}

/// Which orders of a graph are kept in memory; all are read and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// All: what queries need.
    All,
    /// That of subjects, the others empty: what a dump needs.
    Subjects,
}

/// Reads the triples of every graph.
pub fn read_graphs(path: &Path, expected: &Checksum, kept: Kept) -> Result<Vec<Graph>> {
    let mut reader = Reader::open(path, expected)?;
    let names: Vec<u32> = reader.take("graphs")?;
    let names = std::iter::once(None).chain(names.into_iter().map(Some));
    let mut graphs = Vec::new();
    for name in names {
        let spo = read_order(&mut reader, "spo")?;
        let mut other = |name: &str| match kept {
            Kept::All => read_order(&mut reader, name),
            Kept::Subjects => pass_order(&mut reader, name),
        };
        let (ops, pso) = (other("ops")?, other("pso")?);
        graphs.push(Graph { name, spo, ops, pso });
    }
    reader.finish()?;
    Ok(graphs)
}

fn read_order(reader: &mut Reader, name: &str) -> Result<Order> {
    Ok(Order { keys: reader.take(name)?, offsets: reader.take("offsets")?, pairs: reader.take("pairs")? })
}

fn pass_order(reader: &mut Reader, name: &str) -> Result<Order> {
    reader.pass::<u32>(name)?;
    reader.pass::<u32>("offsets")?;
    reader.pass::<[u32; 2]>("pairs")?;
    Ok(Order::default())
}

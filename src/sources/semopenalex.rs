//! The format `semopenalex`: `SemOpenAlex` as RDF, in its ontology of 2025 or its vocabulary of 2023.
//!
//! The statements that `queries/mappings/semopenalex*.rq` ask for are staged in memory, mapped to our vocabulary by these
//! queries, and collected as those of format `rdf` are. So memory grows with the input: measured, 0.4 kB for each staged
//! statement, and at most 1.3 kB while records are put together. Of a whole dump, cut out the works wanted first. A line of
//! N-Quads or N-Triples that is none is one rejection; the first error in Turtle or TriG ends the load.
//!
//! The vocabulary of 2023 knows no institution of an authorship: its papers have authors without affiliation. What the
//! author is a member of now is not where a paper was written, and is never used.

mod chosen;
mod input;
mod notes;

use super::{Format, Options, Reader, SourceFile};
use crate::base::Result;
use crate::model::record::{Place, Sink};
use crate::rdf::collect::Collector;
use crate::rdf::term::{self, Parsed};
use crate::sparql::library;
use crate::sparql::stage::Stage;
use chosen::Chosen;
use notes::Notes;
use oxrdf::{Term, Triple};
use spargebra::Query;
use std::path::PathBuf;

/// The format's entry in the list. It claims no extension: RDF files are taken for our own vocabulary unless `--format`
/// says otherwise.
pub const FORMAT: Format = Format {
    id: "semopenalex",
    title_en: "SemOpenAlex as RDF",
    title_zh: "RDF 形式的 SemOpenAlex",
    reads: "N-Quads, N-Triples, Turtle or TriG, plain, .gz or .zst; or a folder of them",
    extensions: &[],
    recognises: None,
    prepared: false,
    reader: Reader::Records(read),
};

/// A vocabulary: where its terms begin, and the query that maps it.
const VOCABULARIES: [(&str, &str); 2] = [
    ("https://semopenalex.org/ontology/", "mappings/semopenalex"),
    ("https://semopenalex.org/property/", "mappings/semopenalex-2023"),
];

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let mappings =
        VOCABULARIES.iter().map(|(_, name)| library::mapping(name)).collect::<Result<Vec<Query>>>()?;
    let mut stage = Stage::new(&mappings)?;
    let (files, spoken) = fill(&mut stage, paths, options, sink)?;
    warn(spoken, &mut stage)?;
    let mut collector = Collector::default();
    let mut notes = Notes::default();
    for (mapping, _) in mappings.iter().zip(spoken).filter(|(_, spoken)| *spoken) {
        map(mapping, &mut stage, &mut notes, &mut collector)?;
    }
    // What is staged is no longer needed while the rest is put together.
    drop(stage);
    notes.positions(|triple| collect(&triple, &mut collector));
    collector.finish(&mut Chosen::new(sink, options.selection, &notes));
    Ok(files)
}

/// Stages every input; answers the files and which of the vocabularies they speak.
fn fill(
    stage: &mut Stage,
    paths: &[PathBuf],
    options: &Options<'_>,
    sink: &mut dyn Sink,
) -> Result<(Vec<SourceFile>, [bool; VOCABULARIES.len()])> {
    let mut spoken = [false; VOCABULARIES.len()];
    let take: input::Take<'_> = &mut |quad| {
        let speaks = VOCABULARIES.map(|(start, _)| quad.predicate.as_str().starts_with(start));
        if stage.take(quad)? {
            spoken.iter_mut().zip(speaks).for_each(|(spoken, speaks)| *spoken |= speaks);
        }
        Ok(())
    };
    let paths = input::files(paths)?;
    let files =
        paths.iter().map(|path| input::read(path, options.watch, sink, take)).collect::<Result<_>>()?;
    Ok((files, spoken))
}

fn map(mapping: &Query, stage: &mut Stage, notes: &mut Notes, collector: &mut Collector) -> Result<()> {
    for triple in stage.construct(mapping)? {
        let triple = triple?;
        if !notes.take(&triple) {
            collect(&triple, collector);
        }
    }
    Ok(())
}

fn warn(spoken: [bool; VOCABULARIES.len()], stage: &mut Stage) -> Result<()> {
    let statements = stage.count()?;
    if !spoken.contains(&true) {
        tracing::warn!("the inputs say nothing in a vocabulary of SemOpenAlex");
    }
    if spoken[1] {
        tracing::warn!(
            "the vocabulary of 2023 names no institution of an authorship: authors have no affiliation"
        );
    }
    tracing::info!(statements, "staged");
    Ok(())
}

/// Where a statement that a mapping made stands: in no line of an input.
const MADE: Place = Place { file: 0, line: 0 };

fn collect(triple: &Triple, collector: &mut Collector) {
    let (mut subject, mut object) = (Vec::new(), Vec::new());
    term::write(&Term::from(triple.subject.clone()), &mut subject);
    term::write(&triple.object, &mut object);
    if let (Some(subject @ Parsed::Iri(_)), Some(object)) = (term::parse(&subject), term::parse(&object)) {
        collector.statement(MADE, subject, triple.predicate.as_str(), object, "");
    }
}

#[cfg(test)]
mod tests;

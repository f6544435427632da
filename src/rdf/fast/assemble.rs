//! Parts of a dump to a corpus: references to indices, authorships to paper and position order.

use super::part::{Key, NO_KEY, Part, key};
use crate::model::Corpus;
use crate::model::builder::CorpusBuilder;
use crate::model::corpus::{Labels, NONE};
use crate::model::csr::Csr;
use crate::model::record::Place;
use crate::rdf::collect::Collector;
use crate::rdf::iri::{self, Kind};
use crate::rdf::term::{self, Parsed};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

type Index = FxHashMap<Key, u32>;

/// The corpus; `None` when a reference leads nowhere or a key comes twice.
pub(super) fn corpus(parts: &[Part]) -> Option<Corpus> {
    let mut corpus = places(parts)?;
    let institutions = index_of(&corpus.institutions.labels, Kind::Institution)?;
    let papers = index(parts.iter().flat_map(|part| part.papers.iter().map(|paper| paper.key)))?;
    let scholars = index(parts.iter().flat_map(|part| part.scholars.iter().copied()))?;
    corpus.scholars = scholars.len() as u32;
    add_papers(parts, &mut corpus)?;
    add_authorships(parts, &papers, &scholars, &institutions, &mut corpus)?;
    Some(corpus)
}

/// Everything but papers, authorships and scholars, by the general reader.
fn places(parts: &[Part]) -> Option<Corpus> {
    let mut collector = Collector::default();
    for line in parts.iter().flat_map(Part::other_lines) {
        let line = line?;
        let iri = |text| match term::parse(text)? {
            Parsed::Iri(iri) => Some(iri),
            _ => None,
        };
        let graph = if line.graph.is_empty() { "" } else { iri(line.graph)? };
        let (subject, object) = (term::parse(line.subject)?, term::parse(line.object)?);
        collector.statement(Place::default(), subject, iri(line.predicate)?, object, graph);
    }
    let mut builder = CorpusBuilder::default();
    for source in collector.finish(&mut builder) {
        builder.source(&source.name, &source.format, &source.sha256, source.bytes);
    }
    Some(builder.finish_with_all_labels().corpus)
}

fn index(keys: impl Iterator<Item = Key>) -> Option<Index> {
    let keys: Vec<Key> = keys.collect();
    let mut index = Index::with_capacity_and_hasher(keys.len(), rustc_hash::FxBuildHasher);
    keys.into_iter().zip(0..).all(|(key, i)| index.insert(key, i).is_none()).then_some(index)
}

fn index_of(labels: &Labels, kind: Kind) -> Option<Index> {
    let mut text = Vec::new();
    index(labels.id.iter().map(|id| {
        text.clear();
        iri::write(kind, id, &mut text);
        key(&text)
    }))
}

fn add_papers(parts: &[Part], corpus: &mut Corpus) -> Option<()> {
    let venues = index_of(&corpus.venues, Kind::Venue)?;
    let subfields = index_of(&corpus.subfields, Kind::Subfield)?;
    let origins = [origins(parts, 0)?, origins(parts, 1)?];
    corpus.citation_sources = origins[0].iter().collect();
    corpus.data_sources = origins[1].iter().collect();
    let into = &mut corpus.papers;
    for part in parts {
        let index = |which: usize| {
            let of = |literal: &Vec<u8>| origins[which].binary_search(&origin_name(literal)?).ok();
            part.origins[which].iter().map(|l| of(l).map(|i| i as u32)).collect::<Option<Vec<u32>>>()
        };
        let own = [index(0)?, index(1)?];
        let mut start = 0;
        let mut by_year = part.by_year.iter();
        for paper in &part.papers {
            into.years.push(paper.year);
            into.cited.push(paper.citations);
            let listed = if paper.by_year { Some(by_year.next()?.pairs()) } else { None };
            into.cited_in.push(listed.map(|pairs| pairs.iter().map(|&(year, count)| (year.into(), count))));
            into.venue.push(if paper.venue == NO_KEY { NONE } else { *venues.get(&paper.venue)? });
            let origin =
                |which: usize| own[which].get(paper.origins[which] as usize).copied().unwrap_or(NONE);
            into.citation_source.push(origin(0));
            into.data_source.push(origin(1));
            let keys = &part.subfields[start..paper.subfields as usize];
            let mut row = keys.iter().map(|key| subfields.get(key).copied()).collect::<Option<Vec<u32>>>()?;
            row.sort_unstable();
            into.subfields.push(row);
            start = paper.subfields as usize;
        }
    }
    Some(())
}

/// Every name of who counted citations (0), or of data sets (1), in order.
fn origins(parts: &[Part], which: usize) -> Option<Vec<String>> {
    let names: Option<BTreeSet<String>> =
        parts.iter().flat_map(|part| &part.origins[which]).map(|literal| origin_name(literal)).collect();
    Some(names?.into_iter().collect())
}

fn origin_name(literal: &[u8]) -> Option<String> {
    match term::parse(literal)? {
        Parsed::Literal { value, .. } => Some(crate::base::escape::unliteral(value)?.into_owned()),
        _ => None,
    }
}

/// One authorship with its references resolved, and where its institutions are.
#[derive(Clone, Copy)]
struct Row {
    paper: u32,
    position: u32,
    scholar: u32,
    unresolved: u32,
    part: u32,
    first: u32,
    last: u32,
}

fn add_authorships(
    parts: &[Part],
    papers: &Index,
    scholars: &Index,
    institutions: &Index,
    corpus: &mut Corpus,
) -> Option<()> {
    let resolved: Vec<(Vec<Row>, Vec<u32>)> = parts
        .par_iter()
        .enumerate()
        .map(|(i, part)| {
            Some((rows(i as u32, part, papers, scholars)?, resolve(&part.institutions, institutions)?))
        })
        .collect::<Option<_>>()?;
    let mut rows: Vec<Row> = resolved.iter().flat_map(|(rows, _)| rows.iter().copied()).collect();
    rows.par_sort_unstable_by_key(|row| (row.paper, row.position));
    let into = &mut corpus.authorships;
    let mut list = Csr::default();
    for row in &rows {
        into.scholar.push(row.scholar);
        into.position.push(row.position);
        into.unresolved.push(row.unresolved);
        let institutions = &resolved[row.part as usize].1[row.first as usize..row.last as usize];
        list.push(institutions.iter().copied());
    }
    // Institutions of an authorship stand in the dump in byte order, which is the order of their indices.
    into.institutions = list;
    corpus.papers.first = first_rows(&rows, corpus.papers.years.len());
    Some(())
}

fn rows(number: u32, part: &Part, papers: &Index, scholars: &Index) -> Option<Vec<Row>> {
    let (mut first, mut last_paper) = (0, (NO_KEY, 0));
    let mut row = |a: &super::part::Authorship| {
        // Authorships of one paper stand together, mostly.
        if last_paper.0 != a.paper {
            last_paper = (a.paper, *papers.get(&a.paper)?);
        }
        let row = Row {
            paper: last_paper.1,
            position: a.position,
            scholar: *scholars.get(&a.scholar)?,
            unresolved: a.unresolved,
            part: number,
            first,
            last: a.institutions,
        };
        first = a.institutions;
        Some(row)
    };
    part.authorships.iter().map(&mut row).collect()
}

fn resolve(keys: &[Key], index: &Index) -> Option<Vec<u32>> {
    keys.iter().map(|key| index.get(key).copied()).collect()
}

fn first_rows(rows: &[Row], papers: usize) -> Vec<u32> {
    let mut first = vec![0u32; papers + 1];
    for row in rows {
        first[row.paper as usize + 1] += 1;
    }
    for i in 0..papers {
        first[i + 1] += first[i];
    }
    first
}

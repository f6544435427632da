//! Papers, authorships and scholars as quads.

use super::{Emitter, Entities, QuadSink};
use crate::model::corpus::NONE;
use crate::model::statements::Statements;
use crate::model::{Corpus, Texts};
use crate::rdf::iri::{self, Kind};
use crate::rdf::vocabulary as v;

/// Writes papers, authorships and scholars; answers the ids of the papers.
pub(super) fn emit<S: QuadSink>(
    corpus: &Corpus,
    texts: &Texts,
    places: &Entities,
    stated: (&Statements, &[u32]),
    out: &mut Emitter<'_, S>,
) -> Vec<u32> {
    let papers: Vec<u32> = texts.paper_id.iter().map(|id| out.new_entity(Kind::Paper, id)).collect();
    emit_papers(corpus, texts, places, &papers, out);
    let scholars = emit_scholars(texts, out);
    emit_authorships(corpus, texts, places, (&papers, &scholars), stated, out);
    papers
}

fn emit_papers<S: QuadSink>(
    corpus: &Corpus,
    texts: &Texts,
    places: &Entities,
    papers: &[u32],
    out: &mut Emitter<'_, S>,
) {
    let terms = [v::TYPE, v::PAPER, v::TITLE, v::DOI, v::YEAR, v::CITATIONS];
    let [kind, class, title, doi, year, citations] = terms.map(|term| out.iri(term));
    let [venue, subfield, by_year] =
        [v::IN_VENUE, v::IN_SUBFIELD, v::CITATIONS_BY_YEAR].map(|term| out.iri(term));
    let from = [
        (out.iri(v::CITATION_SOURCE), &corpus.papers.citation_source, &corpus.citation_sources),
        (out.iri(v::DATA_SOURCE), &corpus.papers.data_source, &corpus.data_sources),
    ];
    for (i, &paper) in papers.iter().enumerate() {
        out.fact(paper, kind, class);
        out.own_text(paper, title, texts.title.get(i));
        out.own_text(paper, doi, texts.doi.get(i));
        for (predicate, number) in
            [(year, corpus.papers.year(i).map(u64::from)), (citations, corpus.papers.citations(i))]
        {
            if let Some(number) = number {
                let number = out.integer(number);
                out.fact(paper, predicate, number);
            }
        }
        if let Some(listed) = corpus.papers.cited_in.of(i) {
            // An empty list is one too, so it is written as empty text.
            let text: Vec<String> = listed.map(|(year, count)| format!("{year}:{count}")).collect();
            let text = out.literal(&text.join(" "), "");
            out.fact(paper, by_year, text);
        }
        for (predicate, column, names) in from {
            if column[i] != NONE {
                out.text(paper, predicate, names.get(column[i] as usize), "");
            }
        }
        out.link(paper, venue, &places.venues, corpus.papers.venue[i]);
        for &index in corpus.papers.subfields.row(i) {
            out.link(paper, subfield, &places.subfields, index);
        }
    }
}

fn emit_scholars<S: QuadSink>(texts: &Texts, out: &mut Emitter<'_, S>) -> Vec<u32> {
    let [kind, class, label] = [v::TYPE, v::SCHOLAR, v::LABEL].map(|term| out.iri(term));
    let mut scholars = Vec::with_capacity(texts.scholar_id.len());
    for (id, name) in texts.scholar_id.iter().zip(texts.scholar_name.iter()) {
        let scholar = out.new_entity(Kind::Scholar, id);
        out.fact(scholar, kind, class);
        out.own_text(scholar, label, name);
        scholars.push(scholar);
    }
    scholars
}

fn emit_authorships<S: QuadSink>(
    corpus: &Corpus,
    texts: &Texts,
    places: &Entities,
    (papers, scholars): (&[u32], &[u32]),
    (statements, stated): (&Statements, &[u32]),
    out: &mut Emitter<'_, S>,
) {
    let terms = [
        v::TYPE,
        v::AUTHORSHIP,
        v::OF_PAPER,
        v::BY_SCHOLAR,
        v::POSITION,
        v::AT_INSTITUTION,
        v::UNRESOLVED_AFFILIATIONS,
    ];
    let [kind, class, of_paper, by, at_position, at, unresolved] = terms.map(|term| out.iri(term));
    let has_stated = (!statements.is_empty()).then(|| out.iri(v::STATED));
    let from = &corpus.authorships;
    for (i, &paper) in papers.iter().enumerate() {
        for a in corpus.papers.authorships(i) {
            let key = iri::authorship(texts.paper_id.get(i), from.position[a]);
            let authorship = out.new_entity(Kind::Authorship, &key);
            out.fact(authorship, kind, class);
            out.fact(authorship, of_paper, paper);
            out.fact(authorship, by, scholars[from.scholar[a] as usize]);
            let position = out.integer(from.position[a].into());
            out.fact(authorship, at_position, position);
            for &institution in from.institutions.row(a) {
                out.fact(authorship, at, places.institutions[institution as usize]);
            }
            if from.unresolved[a] > 0 {
                let count = out.integer(from.unresolved[a].into());
                out.fact(authorship, unresolved, count);
            }
            if let Some(predicate) = has_stated {
                let made = statements.of_authorship.row(a);
                made.iter()
                    .for_each(|&statement| out.fact(authorship, predicate, stated[statement as usize]));
            }
        }
    }
}

//! Affiliations as stated, and what was concluded from them, as quads.

use super::{Emitter, Entities, QuadSink};
use crate::model::statements::Statements;
use crate::rdf::iri::Kind;
use crate::rdf::vocabulary as v;

/// Writes every distinct statement; answers their ids.
pub(super) fn emit<S: QuadSink>(
    statements: &Statements,
    places: &Entities,
    out: &mut Emitter<'_, S>,
) -> Vec<u32> {
    let [kind, class, resolved] =
        [v::TYPE, v::AFFILIATION, v::RESOLVED_INSTITUTION].map(|term| out.iri(term));
    let texts = [
        (v::AFFILIATION_TEXT, &statements.text),
        (v::SOURCE_INSTITUTION, &statements.institution),
        (v::SOURCE_ROR, &statements.ror),
        (v::SOURCE_NAME, &statements.name),
        (v::SOURCE_CITY, &statements.city),
        (v::SOURCE_COUNTRY, &statements.country),
        (v::RESOLVED_COUNTRY, &statements.answer_country),
        (v::INSTITUTION_METHOD, &statements.institution_method),
        (v::CITY_METHOD, &statements.city_method),
    ];
    let texts = texts.map(|(term, column)| (out.iri(term), column));
    let confidences = [
        (v::INSTITUTION_CONFIDENCE, &statements.institution_method, &statements.institution_confidence),
        (v::CITY_CONFIDENCE, &statements.city_method, &statements.city_confidence),
    ];
    let confidences = confidences.map(|(term, method, value)| (out.iri(term), method, value));
    let mut ids = Vec::with_capacity(statements.len());
    for i in 0..statements.len() {
        let id = out.new_entity(Kind::Affiliation, &statements.key(i));
        out.fact(id, kind, class);
        for (predicate, column) in texts {
            out.text(id, predicate, column.get(i), "");
        }
        for (predicate, method, value) in confidences {
            if !method.get(i).is_empty() {
                let value = out.decimal(value[i]);
                out.fact(id, predicate, value);
            }
        }
        out.link(id, resolved, &places.institutions, statements.answer[i]);
        ids.push(id);
    }
    ids
}

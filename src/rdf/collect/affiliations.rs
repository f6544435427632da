//! Affiliations as stated, gathered from statements of our vocabulary, to records.

use super::fields::Entity;
use super::{Entities, text};
use crate::model::record::{Place, Reason, Rejection, Sink, Statement};
use crate::model::statements::Answer;

/// An affiliation of an authorship, and the institution that it was resolved to.
pub(super) struct Stated<'a> {
    pub statement: Statement<'a>,
    pub institution: Option<&'a str>,
}

/// Hands over what was concluded from an affiliation.
pub(super) fn answered(e: &Entity, sink: &mut dyn Sink) {
    let Some(about) = &e.about else { return };
    let method = |index: usize| {
        let name = about.texts[6 + index].clone().unwrap_or_default();
        (name, about.confidences[index].unwrap_or(0.0))
    };
    let answer = Answer {
        institution: about.institution.clone(),
        country: about.texts[5].clone().unwrap_or_default(),
        institution_method: method(0),
        city_method: method(1),
    };
    sink.answered(statement(e), answer);
}

/// What an authorship stated. An affiliation that nothing is said of is refused.
pub(super) fn of_authorship<'a>(
    place: Place,
    e: &'a Entity,
    affiliations: &'a Entities,
    sink: &mut dyn Sink,
) -> Vec<Stated<'a>> {
    let mut stated = Vec::new();
    for key in e.about.iter().flat_map(|about| &about.stated) {
        let Some(index) = affiliations.keys.find(key.as_bytes()) else {
            let (field, detail) = ("statedAffiliation".to_owned(), format!("no affiliation {key:?}"));
            sink.reject(Rejection { place, field, reason: Reason::DanglingReference, detail });
            continue;
        };
        let e = &affiliations.list[index as usize].1;
        let institution = e.about.as_ref().and_then(|about| about.institution.as_deref());
        stated.push(Stated { statement: statement(e), institution });
    }
    stated
}

fn statement(e: &Entity) -> Statement<'_> {
    let said = |index: usize| text(e.about.as_ref().and_then(|about| about.texts[index].as_ref()));
    Statement {
        text: text(e.name.as_ref()),
        institution: said(0),
        ror: said(1),
        name: said(2),
        city: said(3),
        country: said(4),
    }
}

//! A paper of `AMiner` or OAG to records.

use super::orgs;
use super::record::{Author, Record};
use crate::base::limits;
use crate::model::record::{Affiliation, Authorship, Paper, Reason, Skipped, Statement};
use crate::sources::cells::{self, Refused};
use crate::sources::loose::{self, Scalar, TextOr, given};
use crate::sources::records::Feed;
use crate::sources::selection::{Evidence, Selection};
use std::borrow::Cow;

/// What tells the formats apart that write papers in this way.
#[derive(Debug, Clone, Copy)]
pub(in crate::sources) struct Manner {
    /// Id of the format, and who counted the citations.
    pub source: &'static str,
    /// Whether a venue's key names it where no venues are selected; else what the paper calls it does.
    pub venue_by_key: bool,
}

/// What was decided about a paper before the rest of it is looked at.
struct Selected<'r> {
    venue: Cow<'r, str>,
    subfield: &'r str,
    year: Result<Option<u16>, Refused>,
}

/// Hands over a paper and its authorships, if it is selected.
///
/// A year that is none is noted and the paper kept without one; a citation count that is none refuses the paper, as a
/// table's does.
pub(in crate::sources) fn put(
    record: &Record<'_>,
    manner: Manner,
    selection: &Selection,
    feed: &mut Feed<'_>,
) -> Result<(), Refused> {
    match select(record, manner, selection) {
        Ok(selected) => deliver(record, manner, selected, feed),
        Err(skipped) => {
            feed.sink.skip(skipped);
            Ok(())
        }
    }
}

fn select<'r>(
    record: &'r Record<'_>,
    manner: Manner,
    selection: &'r Selection,
) -> Result<Selected<'r>, Skipped> {
    let (key, names) = match &record.venue {
        TextOr::Text(name) => {
            (Cow::Borrowed(""), [Cow::Borrowed(given(name)), Cow::default(), Cow::default()])
        }
        TextOr::Object(venue) => (venue.id(), venue.names()),
    };
    let issns = record.issn.text();
    let issns: Vec<&str> = issns.split([';', ',', ' ']).filter(|issn| !issn.is_empty()).collect();
    let doi = record.doi.text();
    let evidence = Evidence {
        sources: &[&key],
        issns: &issns,
        dblp: "",
        names: &names.each_ref().map(|name| &**name),
        doi: &cells::doi(&doi),
    };
    let found = selection.venue(&evidence)?;
    let year = record.year.year("year");
    selection.year(year.as_ref().ok().copied().flatten())?;
    Ok(match found {
        Some(venue) => Selected { venue: Cow::Borrowed(venue.id), subfield: venue.subfield, year },
        None if manner.venue_by_key && !key.is_empty() => Selected { venue: key, subfield: "", year },
        None => {
            let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
            Selected { venue: loose::normal(name), subfield: "", year }
        }
    })
}

fn deliver(
    record: &Record<'_>,
    manner: Manner,
    selected: Selected<'_>,
    feed: &mut Feed<'_>,
) -> Result<(), Refused> {
    let id = record.id().key("id")?;
    let doi = record.doi.plain("doi")?;
    let citations = record.n_citation.count("n_citation")?;
    check_crowd(record.authors.len())?;
    let paper = Paper {
        id: Cow::Borrowed(&*id),
        title: record.title.name("title")?,
        venue: loose::plain("venue", selected.venue)?,
        subfields: Some(selected.subfield).filter(|s| !s.is_empty()).map(Cow::Borrowed).into_iter().collect(),
        year: selected.year.unwrap_or_else(|refused| {
            let detail = format!("{}; the paper is kept without a year", refused.detail);
            feed.reject(Refused { detail, ..refused });
            None
        }),
        citations,
        citations_by_year: None,
        citation_source: Cow::Borrowed(citations.map_or("", |_| manner.source)),
        doi: cells::doi(&doi),
        source: Cow::Borrowed(manner.source),
    };
    feed.sink.paper(feed.place, paper);
    for (author, position) in record.authors.iter().zip(1..) {
        if let Err(Refused { field, reason, detail }) = put_author(&id, position, author, feed) {
            feed.reject_part(format!("authors[{position}].{field}"), reason, &detail);
        }
    }
    Ok(())
}

/// More authors than the limit refuse the paper.
pub(in crate::sources) fn check_crowd(authors: usize) -> Result<(), Refused> {
    if authors <= limits::AUTHORS as usize {
        return Ok(());
    }
    let detail = format!("{authors} authors; the limit is {}", limits::AUTHORS);
    Err(Refused { field: "authors", reason: Reason::TooManyAuthors, detail })
}

fn put_author(
    paper: &str,
    position: u32,
    author: &TextOr<'_, Author<'_>>,
    feed: &mut Feed<'_>,
) -> Result<(), Refused> {
    let (scholar, name, affiliations) = match author {
        TextOr::Text(name) => {
            let name = loose::plain("name", Cow::Borrowed(given(name))).map(loose::normal)?;
            (Cow::Borrowed(""), name, vec![Affiliation::None])
        }
        TextOr::Object(author) => {
            (author.id().plain("id")?, author.name.name("name")?, affiliations(author)?)
        }
    };
    if scholar.is_empty() && name.is_empty() {
        let detail = "neither id nor name".to_owned();
        return Err(Refused { field: "name", reason: Reason::Missing, detail });
    }
    for affiliation in affiliations {
        let (scholar, name) = (Cow::Borrowed(&*scholar), Cow::Borrowed(&*name));
        let authorship =
            Authorship { paper: paper.into(), position, scholar, orcid: Cow::default(), name, affiliation };
        feed.sink.authorship(feed.place, authorship);
    }
    Ok(())
}

/// What is stated of each affiliation. Where the source matched the text to an institution, the text is one affiliation.
fn affiliations(author: &Author<'_>) -> Result<Vec<Affiliation<'static>>, Refused> {
    let institution = author.org_id.plain("org_id")?;
    let texts = match &author.org_id {
        Scalar::None => orgs::of(author),
        _ if institution.is_empty() => orgs::of(author),
        _ => vec![crate::sources::mails::without(&author.org.text()).trim().to_owned()],
    };
    let stated = |text: String| -> Result<_, Refused> {
        let text = loose::plain("org", loose::normal(Cow::Owned(text)))?;
        let institution = Cow::Owned(institution.clone().into_owned());
        Ok(Affiliation::Stated(Box::new(Statement { text, institution, ..Statement::default() })))
    };
    if texts.is_empty() {
        return Ok(vec![Affiliation::None]);
    }
    texts.into_iter().map(stated).collect()
}

//! Works: which are read, and what a work says about its paper and its authors.

use super::batch::{Batch, Event, Fault, own};
use super::schema::{Authorship, Body, Head, Source};
use super::values::{Whole, number, short};
use super::{Context, affiliation};
use crate::model::by_year::ByYear;
use crate::model::record::{self, Affiliation, Label, Named, Paper, Place, Reason, Skipped};
use crate::sources::cells;
use crate::sources::selection::{Evidence, Venue};
use std::borrow::Cow;

/// Who counted the citations of a work, and which data set it is from.
const SOURCE: &str = "openalex";
/// What an ORCID begins with.
const ORCID: [&str; 2] = ["https://orcid.org/", "http://orcid.org/"];

/// A work that is read.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'s> {
    /// Its venue in the selection; `None` where every venue is read.
    pub venue: Option<Venue<'s>>,
    /// Its year.
    pub year: Option<u16>,
}

/// Whether a work is read. What is outside of what was asked for is counted in `batch`: first what no ranking counts, then
/// the year, which costs less than the venue, and last whether it was merged into another work.
pub fn choose<'s>(
    head: &Head<'_>,
    context: Context<'s>,
    batch: &mut Batch,
) -> Result<Option<Chosen<'s>>, Fault> {
    let id = identify(head)?;
    let year = year(head.publication_year)?;
    let verdict = flags(head)
        .and_then(|()| context.selection.year(year))
        .and_then(|()| venue(head, context))
        .and_then(|venue| if context.merged.works.holds(id) { Err(Skipped::Merged) } else { Ok(venue) });
    match verdict {
        Ok(venue) => Ok(Some(Chosen { venue, year })),
        Err(why) => {
            batch.skip(why);
            Ok(None)
        }
    }
}

fn identify(head: &Head<'_>) -> Result<u64, Fault> {
    let id = head.id.get();
    number(id, 'W').ok_or_else(|| no_id(id, "work", 'W'))
}

/// The refusal of an id that is none.
pub fn no_id(id: &str, what: &str, letter: char) -> Fault {
    if id.is_empty() {
        return Fault::new("id", Reason::Missing, format!("this {what} has no id"));
    }
    let shown = crate::sources::csv_table::shown(id);
    Fault::new("id", Reason::Syntax, format!("{shown} is no id of a {what}: {letter} and a number"))
}

/// The same years that tables take.
fn year(year: Option<Whole>) -> Result<Option<u16>, Fault> {
    let Some(Whole(year)) = year else { return Ok(None) };
    cells::year("publication_year", &year.to_string())
        .map_err(|refused| Fault::new(refused.field, refused.reason, refused.detail))
}

fn flags(head: &Head<'_>) -> Result<(), Skipped> {
    let reasons = [
        (head.is_xpac, Skipped::Xpac),
        (head.is_paratext, Skipped::Paratext),
        (head.is_retracted, Skipped::Retracted),
    ];
    reasons.iter().try_for_each(|(flag, why)| if *flag == Some(true) { Err(*why) } else { Ok(()) })
}

/// Every source that a work names, the primary one first.
fn sources<'h, 'a>(head: &'h Head<'a>) -> impl Iterator<Item = &'h Source<'a>> {
    let locations = head.primary_location.iter().chain(head.locations.iter().flatten());
    let older = head.host_venue.iter().chain(head.alternate_host_venues.iter().flatten());
    locations.filter_map(|location| location.source.as_ref()).chain(older)
}

fn venue<'s>(head: &Head<'_>, context: Context<'s>) -> Result<Option<Venue<'s>>, Skipped> {
    let (mut ids, mut issns, mut names) = (Vec::new(), Vec::new(), Vec::new());
    for source in sources(head) {
        add(&mut ids, short(source.id.get()));
        add(&mut issns, source.issn_l.get());
        source.issn.iter().flatten().for_each(|issn| add(&mut issns, issn.get()));
        add(&mut names, source.display_name.get());
    }
    let locations = head.primary_location.iter().chain(head.locations.iter().flatten());
    locations.for_each(|location| add(&mut names, location.raw_source_name.get()));
    let doi = cells::doi(head.doi.get());
    context.selection.venue(&Evidence { sources: &ids, issns: &issns, dblp: "", names: &names, doi: &doi })
}

/// Adds what is there and not there yet: locations repeat each other, and there are few.
fn add<'a>(list: &mut Vec<&'a str>, text: &'a str) {
    const FEW: usize = 16;
    if !text.is_empty() && (list.len() > FEW || !list.contains(&text)) {
        list.push(text);
    }
}

/// Adds the paper and the authorships of a chosen work.
///
/// # Errors
/// Citations by year that are no list of years; nothing is added then.
pub fn emit(
    head: &Head<'_>,
    body: &Body<'_>,
    chosen: Chosen<'_>,
    context: Context<'_>,
    place: Place,
    batch: &mut Batch,
) -> Result<(), Fault> {
    let id = short(head.id.get());
    let citations_by_year = by_year(body)?;
    let title = if body.title.is_empty() { &body.display_name } else { &body.title };
    let paper = Paper {
        id: Cow::Owned(id.to_owned()),
        title: own(title.get()),
        venue: paper_venue(head, chosen, place, batch),
        subfields: subfields(body, chosen, place, batch),
        year: chosen.year,
        citations: body.cited_by_count.map(|count| count.0),
        citations_by_year,
        citation_source: SOURCE.into(),
        doi: Cow::Owned(cells::doi(head.doi.get()).into_owned()),
        source: SOURCE.into(),
    };
    batch.push(place, Event::Paper(paper));
    for (authorship, position) in body.authorships.iter().flatten().zip(1..) {
        emit_author(id, authorship, position, context, place, batch);
    }
    Ok(())
}

fn by_year(body: &Body<'_>) -> Result<Option<ByYear>, Fault> {
    let list = body.counts_by_year.as_ref().map(|list| {
        let pairs = list.iter().map(|one| (one.year.0, one.cited_by_count.0));
        ByYear::new(pairs).map_err(|(reason, detail)| Fault::new("counts_by_year", reason, detail))
    });
    list.transpose()
}

fn paper_venue(head: &Head<'_>, chosen: Chosen<'_>, place: Place, batch: &mut Batch) -> Cow<'static, str> {
    if let Some(venue) = chosen.venue {
        return Cow::Owned(venue.id.to_owned());
    }
    // Where the work appeared, not where a copy lies: no other location stands in for a missing primary one.
    let primary = head.primary_location.as_ref().and_then(|location| location.source.as_ref());
    let Some(source) = primary.or(head.host_venue.as_ref()).filter(|source| !source.id.is_empty()) else {
        return "".into();
    };
    let id = short(source.id.get()).to_owned();
    label(Named::Venue, &id, source.display_name.get(), place, batch);
    Cow::Owned(id)
}

fn subfields(body: &Body<'_>, chosen: Chosen<'_>, place: Place, batch: &mut Batch) -> Vec<Cow<'static, str>> {
    if let Some(subfield) = chosen.venue.map(|venue| venue.subfield).filter(|subfield| !subfield.is_empty()) {
        return vec![Cow::Owned(subfield.to_owned())];
    }
    let Some(subfield) = body.primary_topic.as_ref().and_then(|topic| topic.subfield.as_ref()) else {
        return Vec::new();
    };
    let (id, name) = (short(subfield.id.get()), subfield.display_name.get());
    if id.is_empty() {
        return if name.is_empty() { Vec::new() } else { vec![own(name)] };
    }
    label(Named::Subfield, id, name, place, batch);
    vec![Cow::Owned(id.to_owned())]
}

fn label(what: Named, id: &str, name: &str, place: Place, batch: &mut Batch) {
    if !name.is_empty() {
        let label = Label { id: Cow::Owned(id.to_owned()), name: own(name), name_zh: "".into() };
        batch.push(place, Event::Label(what, label));
    }
}

/// Adds a row for each affiliation of an author, or one without any.
fn emit_author(
    paper: &str,
    authorship: &Authorship<'_>,
    position: u32,
    context: Context<'_>,
    place: Place,
    batch: &mut Batch,
) {
    let author = authorship.author.as_ref();
    let text = |field: fn(&super::schema::Author<'_>) -> String| author.map(field).unwrap_or_default();
    let display_name = text(|author| author.display_name.get().to_owned());
    let name = match authorship.raw_author_name.get() {
        "" => display_name.as_str(),
        printed => printed,
    };
    let id = text(|author| short(author.id.get()).to_owned());
    let row = record::Authorship {
        paper: Cow::Owned(paper.to_owned()),
        position,
        scholar: Cow::Owned(context.merged.authors.current(&id).into_owned()),
        orcid: Cow::Owned(text(|author| orcid(author.orcid.get()).to_owned())),
        name: own(name),
        affiliation: Affiliation::None,
    };
    let statements = affiliation::statements(authorship, context.merged);
    if statements.is_empty() {
        batch.push(place, Event::Authorship(Box::new(row)));
        return;
    }
    for statement in statements {
        let affiliation = Affiliation::Stated(Box::new(statement));
        batch.push(place, Event::Authorship(Box::new(record::Authorship { affiliation, ..row.clone() })));
    }
}

fn orcid(text: &str) -> &str {
    ORCID.iter().find_map(|resolver| text.strip_prefix(resolver)).unwrap_or(text)
}

//! Between the collector and the corpus: the works that are selected, with what was noted of them.

use super::FORMAT;
use super::notes::Notes;
use crate::model::record::{
    Authorship, City, Institution, Label, Named, Paper, Place, Rejection, Sink, Skipped, Statement,
};
use crate::model::statements::Answer;
use crate::sources::Selection;
use crate::sources::cells;
use crate::sources::selection::Evidence;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Who counted the citations: `SemOpenAlex` takes them from there.
const CITATION_SOURCE: &str = "openalex";

/// Passes on what is selected. The collector hands over labels before papers and papers before authorships.
pub(super) struct Chosen<'a> {
    sink: &'a mut dyn Sink,
    selection: &'a Selection,
    notes: &'a Notes,
    venues: BTreeMap<String, String>,
    left_out: BTreeSet<String>,
}

impl<'a> Chosen<'a> {
    pub(super) fn new(sink: &'a mut dyn Sink, selection: &'a Selection, notes: &'a Notes) -> Self {
        Self { sink, selection, notes, venues: BTreeMap::new(), left_out: BTreeSet::new() }
    }

    /// The venue and subfield as which a paper is read.
    fn choose(&self, paper: &Paper<'_>) -> Result<Option<(&'a str, &'a str)>, Skipped> {
        if let Some(why) = self.notes.set_aside.get(&*paper.id) {
            return Err(*why);
        }
        let issns: Vec<&str> =
            self.notes.issns.get(&*paper.venue).into_iter().flatten().map(String::as_str).collect();
        let name = self.venues.get(&*paper.venue).map_or("", String::as_str);
        let evidence =
            Evidence { sources: &[&paper.venue], issns: &issns, names: &[name], doi: &paper.doi, dblp: "" };
        let venue = self.selection.venue(&evidence)?;
        self.selection.year(paper.year)?;
        Ok(venue.map(|venue| (venue.id, venue.subfield)))
    }
}

impl Sink for Chosen<'_> {
    fn file(&mut self, name: &str) -> u32 {
        self.sink.file(name)
    }

    fn paper(&mut self, place: Place, mut paper: Paper<'_>) {
        paper.doi = Cow::Owned(cells::doi(&paper.doi).into_owned());
        match self.choose(&paper) {
            Err(why) => {
                self.left_out.insert(paper.id.into_owned());
                return self.sink.skip(why);
            }
            Ok(Some((venue, subfield))) => {
                paper.venue = Cow::Owned(venue.to_owned());
                paper.subfields.extend(Some(subfield.to_owned()).filter(|s| !s.is_empty()).map(Cow::Owned));
            }
            Ok(None) => {}
        }
        paper.source = Cow::Borrowed(FORMAT.id);
        paper.citation_source = Cow::Borrowed(paper.citations.map_or("", |_| CITATION_SOURCE));
        self.sink.paper(place, paper);
    }

    fn authorship(&mut self, place: Place, mut authorship: Authorship<'_>) {
        if self.left_out.contains(&*authorship.paper) {
            return;
        }
        if let Some(orcid) = self.notes.orcids.get(&*authorship.scholar) {
            authorship.orcid = Cow::Owned(orcid.clone());
        }
        self.sink.authorship(place, authorship);
    }

    fn institution(&mut self, place: Place, institution: Institution<'_>) {
        self.sink.institution(place, institution);
    }

    fn city(&mut self, place: Place, city: City<'_>) {
        self.sink.city(place, city);
    }

    fn label(&mut self, place: Place, what: Named, label: Label<'_>) {
        if what == Named::Venue {
            self.venues.insert(label.id.to_string(), label.name.to_string());
        }
        self.sink.label(place, what, label);
    }

    fn answered(&mut self, stated: Statement<'_>, answer: Answer) {
        self.sink.answered(stated, answer);
    }

    fn reject(&mut self, rejection: Rejection) {
        self.sink.reject(rejection);
    }

    fn skip(&mut self, why: Skipped) {
        self.sink.skip(why);
    }
}

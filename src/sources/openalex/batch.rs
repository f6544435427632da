//! What the reading of a part of a file came to, on its way from the thread that read it to the sink.

use crate::model::record::{
    Authorship, City, Institution, Label, Named, Paper, Place, Reason, Rejection, Sink, Skipped,
};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Bytes of records, roughly, that travel together.
const SIZE: usize = 1 << 20;
/// Bytes of a record beside its texts, roughly.
const RECORD: usize = 256;

/// A record for the sink.
#[derive(Debug, PartialEq)]
pub enum Event {
    Paper(Paper<'static>),
    Authorship(Box<Authorship<'static>>),
    Institution(Box<Institution<'static>>),
    City(Box<City<'static>>),
    Label(Named, Label<'static>),
    Reject(Rejection),
}

/// Why a record is refused, before it is known where it stands.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path of the value that offends.
    pub field: String,
    pub reason: Reason,
    pub detail: String,
}

impl Fault {
    pub fn new(field: impl Into<String>, reason: Reason, detail: impl Into<String>) -> Self {
        Self { field: field.into(), reason, detail: detail.into() }
    }
}

/// Records in the order of their file.
#[derive(Debug, Default, PartialEq)]
pub struct Batch {
    events: Vec<(Place, Event)>,
    skipped: BTreeMap<Skipped, u64>,
    bytes: usize,
}

impl Batch {
    /// Adds a record.
    pub fn push(&mut self, place: Place, event: Event) {
        self.bytes += RECORD;
        self.events.push((place, event));
    }

    /// Adds a rejection.
    pub fn reject(&mut self, place: Place, fault: Fault) {
        let Fault { field, reason, detail } = fault;
        self.push(place, Event::Reject(Rejection { place, field, reason, detail }));
    }

    /// Counts a record that is outside of what was asked for.
    pub fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }

    /// Says that the texts of the last records have so many bytes together.
    pub fn weigh(&mut self, bytes: usize) {
        self.bytes += bytes;
    }

    /// Whether it is time to hand it over.
    pub fn is_full(&self) -> bool {
        self.bytes >= SIZE
    }
}

/// Hands batches to a sink. Labels and cities come with every record that has them and are handed on once each.
#[derive(Debug, Default)]
pub struct Delivery {
    labels: [FxHashSet<String>; 2],
    cities: FxHashSet<String>,
}

impl Delivery {
    /// Hands over a batch.
    pub fn deliver(&mut self, batch: Batch, sink: &mut dyn Sink) {
        for (place, event) in batch.events {
            match event {
                Event::Paper(paper) => sink.paper(place, paper),
                Event::Authorship(authorship) => sink.authorship(place, *authorship),
                Event::Institution(institution) => sink.institution(place, *institution),
                Event::City(city) if self.is_new_city(&city) => sink.city(place, *city),
                Event::Label(what, label) if self.is_new_label(what, &label.id) => {
                    sink.label(place, what, label);
                }
                Event::City(_) | Event::Label(..) => {}
                Event::Reject(rejection) => sink.reject(rejection),
            }
        }
        for (why, count) in batch.skipped {
            (0..count).for_each(|_| sink.skip(why));
        }
    }

    /// A city of another name under the same id is for the sink to see.
    fn is_new_city(&mut self, city: &City<'_>) -> bool {
        self.cities.insert(format!("{}\n{}\n{}", city.id, city.name, city.country))
    }

    fn is_new_label(&mut self, what: Named, id: &str) -> bool {
        let seen = &mut self.labels[usize::from(what == Named::Subfield)];
        !seen.contains(id) && seen.insert(id.to_owned())
    }
}

/// A text of its own, in NFC.
pub fn own(text: &str) -> Cow<'static, str> {
    Cow::Owned(super::super::cells::name(text).into_owned())
}

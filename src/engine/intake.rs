//! Between a reader and the corpus: scholars get their keys by the identity rule, what a source says of its own
//! institutions is put aside for the resolver, and a prepared corpus is narrowed to the selection.

use crate::model::builder::CorpusBuilder;
use crate::model::identity::{Identities, Identity, ScholarCounts};
use crate::model::labels;
use crate::model::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Rejection, Sink, Skipped,
    Statement,
};
use crate::model::statements::Answer;
use crate::sources::selection::Evidence;
use crate::sources::{Selection, mails};
use rustc_hash::FxHashSet;
use std::borrow::Cow;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// What sources say of institutions and cities by their own keys: evidence for the resolver, no records yet.
#[derive(Debug, Default)]
pub struct Known {
    /// Institutions by the source's key.
    pub institutions: BTreeMap<String, Institution<'static>>,
    /// Cities by GeoNames id.
    pub cities: BTreeMap<String, City<'static>>,
}

/// A sink in front of a [`CorpusBuilder`].
#[derive(Debug)]
pub struct Intake<'a> {
    builder: &'a mut CorpusBuilder,
    selection: &'a Selection,
    /// Whether records are those of a corpus: institutions with their cities, nothing left to conclude.
    prepared: bool,
    identities: Identities,
    known: Known,
    /// Hashes of the keys of papers outside the selection.
    left_out: FxHashSet<u64>,
}

impl<'a> Intake<'a> {
    /// Takes records into a builder. A format that is not `prepared` applies the selection itself.
    pub fn new(
        builder: &'a mut CorpusBuilder,
        selection: &'a Selection,
        prepared: bool,
        rule: Identity,
    ) -> Self {
        let (known, left_out) = (Known::default(), FxHashSet::default());
        Self { builder, selection, prepared, identities: Identities::new(rule), known, left_out }
    }

    /// Ends the reading: scholars get their final keys. Answers what sources said, and the number of scholars by each
    /// rule.
    pub fn finish(self) -> (Known, ScholarCounts) {
        self.builder.rename_scholars(|key| self.identities.renamed(key));
        (self.known, self.identities.counts())
    }

    fn choose(&self, paper: &Paper<'_>) -> Result<(), Skipped> {
        self.selection.year(paper.year)?;
        let evidence = Evidence { names: &[&*paper.venue], doi: &paper.doi, ..Evidence::default() };
        self.selection.venue(&evidence).map(drop)
    }
}

impl Sink for Intake<'_> {
    fn file(&mut self, name: &str) -> u32 {
        self.builder.file(name)
    }

    fn paper(&mut self, place: Place, mut paper: Paper<'_>) {
        if self.prepared
            && !self.selection.is_all()
            && let Err(why) = self.choose(&paper)
        {
            self.left_out.insert(xxh3_64(paper.id.as_bytes()));
            return self.builder.skip(why);
        }
        if !self.prepared && paper.subfields.is_empty() {
            paper.subfields.extend(labels::subfield_of_venue(&paper.venue).map(Cow::Borrowed));
        }
        self.builder.paper(place, paper);
    }

    fn authorship(&mut self, place: Place, mut authorship: Authorship<'_>) {
        if !self.left_out.is_empty() && self.left_out.contains(&xxh3_64(authorship.paper.as_bytes())) {
            return;
        }
        self.identities.settle(&mut authorship);
        if let Affiliation::Stated(stated) = &mut authorship.affiliation
            && stated.text.contains(['@', '＠'])
        {
            stated.text = Cow::Owned(mails::without(&stated.text).into_owned());
        }
        // A statement that says nothing is none.
        if let Affiliation::Stated(stated) = &authorship.affiliation
            && [&stated.text, &stated.institution, &stated.ror, &stated.name]
                .iter()
                .all(|text| text.is_empty())
        {
            authorship.affiliation = Affiliation::None;
        }
        self.builder.authorship(place, authorship);
    }

    fn institution(&mut self, place: Place, institution: Institution<'_>) {
        if self.prepared {
            return self.builder.institution(place, institution);
        }
        keep_smaller(&mut self.known.institutions, institution.id.to_string(), institution.into_owned());
    }

    fn city(&mut self, place: Place, city: City<'_>) {
        if self.prepared {
            return self.builder.city(place, city);
        }
        keep_smaller(&mut self.known.cities, city.id.to_string(), city.into_owned());
    }

    fn label(&mut self, place: Place, what: Named, label: Label<'_>) {
        self.builder.label(place, what, label);
    }

    fn answered(&mut self, stated: Statement<'_>, answer: Answer) {
        self.builder.answered(stated, answer);
    }

    fn reject(&mut self, rejection: Rejection) {
        self.builder.reject(rejection);
    }

    fn skip(&mut self, why: Skipped) {
        self.builder.skip(why);
    }
}

/// Of two records with one key the smaller stays, so that the order of files never matters.
fn keep_smaller<R: PartialOrd>(map: &mut BTreeMap<String, R>, key: String, record: R) {
    match map.get_mut(&key) {
        Some(known) if record < *known => *known = record,
        Some(_) => {}
        None => drop(map.insert(key, record)),
    }
}

//! The affiliations of one author of one work, as statements: each printed affiliation with each institution that OpenAlex
//! found in it. What OpenAlex knows of the author from elsewhere, such as the last known institution, gives no credit.
//!
//! Since 2024-06 OpenAlex says which institution it found in which text. Before, a single text goes with every institution
//! of the author; of several texts nobody knows which says what, so texts and institutions are stated apart.

use super::batch::own;
use super::merged::Merged;
use super::schema::{Authorship, Inline};
use super::values::{Text, short};
use crate::model::record::Statement;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// What an author of a work states, in the order of the record, each once.
pub fn statements(authorship: &Authorship<'_>, merged: &Merged) -> Vec<Statement<'static>> {
    let mut stated = Stated::new(authorship, merged);
    if authorship.affiliations.as_ref().is_some_and(|list| !list.is_empty()) {
        for affiliation in authorship.affiliations.iter().flatten() {
            let ids = affiliation.institution_ids.iter().flatten().map(Text::get).collect::<Vec<_>>();
            stated.pairs(affiliation.raw_affiliation_string.get(), &ids);
        }
    } else {
        stated.texts(&printed(authorship));
    }
    stated.rest();
    stated.list
}

/// The texts of the older keys, of which only one is given or both say the same.
fn printed<'a>(authorship: &'a Authorship<'_>) -> Vec<&'a str> {
    let list = authorship.raw_affiliation_strings.iter().flatten().map(Text::get);
    let mut texts: Vec<&str> = list.filter(|text| !text.trim().is_empty()).collect();
    if texts.is_empty() {
        texts = authorship.raw_affiliation_string.get().split("; ").collect();
    }
    texts.retain(|text| !text.trim().is_empty());
    texts
}

/// Statements as they are put together.
struct Stated<'a> {
    merged: &'a Merged,
    institutions: Vec<&'a Inline<'a>>,
    by_id: FxHashMap<&'a str, usize>,
    named: FxHashSet<&'a str>,
    /// The country of the author, where there is only one.
    country: &'a str,
    seen: FxHashSet<Statement<'static>>,
    list: Vec<Statement<'static>>,
}

impl<'a> Stated<'a> {
    fn new(authorship: &'a Authorship<'a>, merged: &'a Merged) -> Self {
        let institutions: Vec<_> = authorship.institutions.iter().flatten().collect();
        let by_id = institutions.iter().enumerate().map(|(at, found)| (short(found.id.get()), at)).collect();
        let country = match authorship.countries.as_deref() {
            Some([country]) => country.get(),
            _ => "",
        };
        let (named, seen) = Default::default();
        Self { merged, institutions, by_id, named, country, seen, list: Vec::new() }
    }

    /// A text with the institutions that were found in it.
    fn pairs(&mut self, text: &'a str, ids: &[&'a str]) {
        let mut any = false;
        for id in ids.iter().map(|id| short(id)).filter(|id| !id.is_empty()) {
            any = true;
            self.named.insert(id);
            let found = self.by_id.get(id).map(|at| self.institutions[*at]);
            self.state(text, id, found);
        }
        if !any {
            self.state_text(text);
        }
    }

    /// Texts of which it is not said what was found in them.
    fn texts(&mut self, texts: &[&'a str]) {
        match texts {
            [text] if !self.institutions.is_empty() => {
                for found in self.institutions.clone() {
                    self.named.insert(short(found.id.get()));
                    self.state(text, short(found.id.get()), Some(found));
                }
            }
            texts => texts.iter().for_each(|text| self.state_text(text)),
        }
    }

    /// The institutions that no text names.
    fn rest(&mut self) {
        for found in self.institutions.clone() {
            let id = short(found.id.get());
            if !self.named.contains(id) {
                self.state("", id, Some(found));
            }
        }
    }

    fn state(&mut self, text: &str, id: &str, found: Option<&Inline<'_>>) {
        let (ror, name, country) = found.map_or(("", "", ""), |found| {
            (found.ror.get(), found.display_name.get(), found.country_code.get())
        });
        let statement = Statement {
            text: own(text),
            institution: Cow::Owned(self.merged.institutions.current(id).into_owned()),
            ror: Cow::Owned(ror.to_owned()),
            name: own(name),
            city: "".into(),
            country: Cow::Owned(country.to_owned()),
        };
        self.add(statement);
    }

    fn state_text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let country = Cow::Owned(self.country.to_owned());
            self.add(Statement { text: own(text), country, ..Statement::default() });
        }
    }

    fn add(&mut self, statement: Statement<'static>) {
        let says = [&statement.text, &statement.institution, &statement.ror, &statement.name];
        if says.iter().all(|text| text.trim().is_empty()) {
            return;
        }
        if self.seen.insert(statement.clone()) {
            self.list.push(statement);
        }
    }
}

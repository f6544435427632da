//! A paper as `AMiner`'s versions write it, and as OAG does after them: every spelling of every field.

use crate::sources::loose::{Scalar, TextOr, list};
use serde::Deserialize;
use std::borrow::Cow;

/// A paper. Abstracts, references and keywords are not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::sources) struct Record<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "_id")]
    mongo_id: Scalar<'a>,
    #[serde(borrow)]
    pub title: Scalar<'a>,
    #[serde(borrow, deserialize_with = "list")]
    pub authors: Vec<TextOr<'a, Author<'a>>>,
    #[serde(borrow)]
    pub venue: TextOr<'a, Venue<'a>>,
    #[serde(borrow)]
    pub year: Scalar<'a>,
    #[serde(borrow)]
    pub n_citation: Scalar<'a>,
    #[serde(borrow)]
    pub doi: Scalar<'a>,
    #[serde(borrow)]
    pub issn: Scalar<'a>,
}

/// An author on a paper. E-mail addresses are not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::sources) struct Author<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "_id")]
    mongo_id: Scalar<'a>,
    #[serde(borrow)]
    pub name: Scalar<'a>,
    #[serde(borrow)]
    pub org: Scalar<'a>,
    #[serde(borrow, deserialize_with = "list")]
    pub orgs: Vec<Scalar<'a>>,
    /// OAG only: key of the institution that `org` was matched to.
    #[serde(borrow)]
    pub org_id: Scalar<'a>,
}

/// A venue: `raw` and `name_d` in `AMiner`'s files, `name` in OAG's.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::sources) struct Venue<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "_id")]
    mongo_id: Scalar<'a>,
    #[serde(borrow)]
    raw: Scalar<'a>,
    #[serde(borrow)]
    name: Scalar<'a>,
    #[serde(borrow)]
    name_d: Scalar<'a>,
}

/// The one of two spellings of a key that is given.
fn either<'s, 'a>(id: &'s Scalar<'a>, mongo_id: &'s Scalar<'a>) -> &'s Scalar<'a> {
    if id.text().is_empty() { mongo_id } else { id }
}

impl<'a> Record<'a> {
    pub fn id(&self) -> &Scalar<'a> {
        either(&self.id, &self.mongo_id)
    }
}

impl<'a> Author<'a> {
    pub fn id(&self) -> &Scalar<'a> {
        either(&self.id, &self.mongo_id)
    }
}

impl Venue<'_> {
    pub fn id(&self) -> Cow<'_, str> {
        either(&self.id, &self.mongo_id).text()
    }

    /// What it is called, as the paper has it first.
    pub fn names(&self) -> [Cow<'_, str>; 3] {
        [self.raw.text(), self.name.text(), self.name_d.text()]
    }
}

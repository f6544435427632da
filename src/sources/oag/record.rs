//! Records of OAG beside papers.

use crate::model::record::{Institution, Label, Named};
use crate::sources::cells::{self, Refused};
use crate::sources::loose::Scalar;
use crate::sources::records::Feed;
use serde::Deserialize;
use std::borrow::Cow;

/// An institution. Latitude and longitude are text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Affiliation<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "DisplayName")]
    display_name: Scalar<'a>,
    #[serde(borrow, rename = "NormalizedName")]
    normalized_name: Scalar<'a>,
    #[serde(borrow, rename = "Latitude")]
    latitude: Scalar<'a>,
    #[serde(borrow, rename = "Longitude")]
    longitude: Scalar<'a>,
}

impl Affiliation<'_> {
    /// Hands over the institution, without a city: which one its coordinates are in is not for a reader to tell.
    pub(super) fn put(&self, feed: &mut Feed<'_>) -> Result<(), Refused> {
        let id = self.id.key("id")?;
        let name = either(&self.display_name, &self.normalized_name).name("DisplayName")?;
        let coordinates =
            cells::coordinates(&self.latitude.text(), &self.longitude.text()).unwrap_or_else(|refused| {
                feed.reject(refused);
                None
            });
        feed.sink.institution(feed.place, Institution { id, name, coordinates, ..Institution::default() });
        Ok(())
    }
}

/// A journal or conference: `DisplayName` on one side, `name` or `Name` on the other.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Venue<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "_id")]
    mongo_id: Scalar<'a>,
    #[serde(borrow, rename = "DisplayName")]
    display_name: Scalar<'a>,
    #[serde(borrow, alias = "Name")]
    name: Scalar<'a>,
    #[serde(borrow, rename = "NormalizedName")]
    normalized_name: Scalar<'a>,
}

impl Venue<'_> {
    /// Hands over its name.
    pub(super) fn put(&self, feed: &mut Feed<'_>) -> Result<(), Refused> {
        let id = either(&self.id, &self.mongo_id).key("id")?;
        let name =
            either(&self.display_name, either(&self.name, &self.normalized_name)).name("DisplayName")?;
        feed.sink.label(feed.place, Named::Venue, Label { id, name, name_zh: Cow::default() });
        Ok(())
    }
}

/// An author, of whom nothing is used.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Author<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, rename = "_id")]
    mongo_id: Scalar<'a>,
}

impl Author<'_> {
    /// Whether it is one.
    pub(super) fn check(&self) -> Result<(), Refused> {
        either(&self.id, &self.mongo_id).key("id").map(drop)
    }
}

/// The same thing on both sides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Link<'a> {
    #[serde(borrow)]
    mid: Scalar<'a>,
    #[serde(borrow)]
    aid: Scalar<'a>,
}

impl Link<'_> {
    /// Whether it is one.
    pub(super) fn check(&self) -> Result<(), Refused> {
        self.mid.key("mid").and(self.aid.key("aid")).map(drop)
    }
}

fn either<'s, 'a>(first: &'s Scalar<'a>, second: &'s Scalar<'a>) -> &'s Scalar<'a> {
    if first.text().is_empty() { second } else { first }
}

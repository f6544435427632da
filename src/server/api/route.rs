//! Routes of the API as data: path, parameters, what is answered, and the function that answers. Router, checks, paging,
//! formats, cache and description are made from this.

use super::parameter::{Parameter, Values};
use crate::base::Result;
use crate::base::records::{Column, Table};
use crate::server::edition::Edition;
use crate::server::state::State;
use serde_json::Value;

/// A route.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// Path with its parameters in braces: `/api/v1/units/{level}/{key}`.
    pub path: &'static str,
    /// Name of the operation, unique.
    pub id: &'static str,
    /// One line: what is answered.
    pub title: &'static str,
    /// More, for the description; may be empty.
    pub description: &'static str,
    /// Parameters of path and query string, without those that every table has (`limit`, `cursor`, `format`).
    pub parameters: &'static [&'static [Parameter]],
    /// Schema of the JSON body, where the method is POST.
    pub body: Option<fn() -> Value>,
    /// What is answered.
    pub answer: Answer,
}

/// What a route answers, and how.
#[derive(Debug, Clone, Copy)]
pub enum Answer {
    /// One JSON document.
    Document {
        /// JSON Schema of it.
        schema: fn() -> Value,
        /// Makes it.
        make: fn(&Call<'_>) -> Result<Value>,
    },
    /// A table, paged by the server, as JSON or CSV.
    Table {
        /// Its columns.
        columns: fn() -> &'static [Column],
        /// Makes all of it; pages are cut from it, and cached.
        make: fn(&Call<'_>) -> Result<Table>,
    },
    /// A file for other programs, in a format of its own.
    File {
        /// Media types that it can have.
        media: fn() -> Vec<&'static str>,
        /// Makes it.
        make: fn(&Call<'_>) -> Result<Attachment>,
    },
}

/// A file that is answered.
#[derive(Debug)]
pub struct Attachment {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Media type.
    pub media: &'static str,
    /// Name that a client may keep it under.
    pub name: String,
}

/// What a handler sees.
pub struct Call<'a> {
    /// The edition, the same for the whole request.
    pub edition: &'a Edition,
    /// What does not change with the edition.
    pub state: &'a State,
    /// Checked values of the parameters.
    pub values: &'a Values,
    /// The JSON body of a POST.
    pub body: Option<&'a Value>,
}

impl Route {
    /// Every declared parameter.
    pub fn all_parameters(&self) -> Vec<Parameter> {
        let own = self.parameters.iter().flat_map(|group| group.iter());
        let paging: &[Parameter] = match self.answer {
            Answer::Table { .. } => super::paging::PARAMETERS,
            Answer::Document { .. } | Answer::File { .. } => &[],
        };
        own.chain(paging).copied().collect()
    }

    /// The method.
    pub const fn method(&self) -> &'static str {
        if self.body.is_some() { "POST" } else { "GET" }
    }

    /// Values of the path's parameters, when a path (already decoded, cut at its slashes) is one of this route.
    pub fn fit(&self, segments: &[String]) -> Option<Vec<(String, String)>> {
        let own: Vec<&str> = self.path.split('/').skip(1).collect();
        if own.len() != segments.len() {
            return None;
        }
        let mut found = Vec::new();
        for (own, given) in own.into_iter().zip(segments) {
            match own.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => found.push((name.to_owned(), given.clone())),
                None if own == given => {}
                None => return None,
            }
        }
        Some(found)
    }
}

//! A record of a list: what is read of it, and whether and as what it is handed over.

use super::list::List;
use super::titles::Titles;
use super::{CITATION_SOURCE, FORMAT, align};
use crate::model::record::{Affiliation, Authorship, Paper, Reason, Skipped, Statement};
use crate::sources::aminer::check_crowd;
use crate::sources::cells::Refused;
use crate::sources::loose::{self, Scalar};
use crate::sources::records::Feed;
use crate::sources::selection::Venue;
use serde::Deserialize;
use std::borrow::Cow;

/// A record. Fields that hold e-mail addresses and nothing else are not read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow)]
    title: Scalar<'a>,
    #[serde(borrow)]
    status: Scalar<'a>,
    #[serde(borrow)]
    doi: Scalar<'a>,
    #[serde(borrow)]
    gs_citation: Scalar<'a>,
    #[serde(deserialize_with = "text")]
    author: String,
    #[serde(deserialize_with = "text")]
    authorids: String,
    #[serde(deserialize_with = "text")]
    pub aff: String,
    #[serde(deserialize_with = "text")]
    pub aff_unique_index: String,
    #[serde(deserialize_with = "text")]
    pub aff_unique_norm: String,
    #[serde(deserialize_with = "text")]
    pub aff_campus_unique_index: String,
    #[serde(deserialize_with = "text")]
    pub aff_campus_unique: String,
    #[serde(deserialize_with = "text")]
    pub aff_country_unique_index: String,
    #[serde(deserialize_with = "text")]
    pub aff_country_unique: String,
}

/// A list in one text, which may be a number when it has one entry. It keeps its blank entries.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Text(text) => text.into_owned(),
        other => other.text().into_owned(),
    })
}

impl Record<'_> {
    /// Hands the record over, if its paper was accepted and is there for the first time.
    pub(super) fn put(
        &self,
        list: &List,
        venue: Option<Venue<'_>>,
        titles: &mut Titles,
        feed: &mut Feed<'_>,
    ) -> Result<(), Refused> {
        if !is_accepted(&self.status.text(), &list.stem) {
            feed.sink.skip(Skipped::NotAccepted);
            return Ok(());
        }
        let title = self.title.name("title").and_then(|title| require("title", title))?;
        let authors = self.authors(list)?;
        check_crowd(authors.len())?;
        let id = self.key(list, feed.index)?;
        let citations = self.citations()?;
        let doi = self.doi.plain("doi")?;
        titles.take(&list.venue, list.year, &title, feed.place)?;
        let paper = Paper {
            id: Cow::Borrowed(&id),
            title,
            venue: Cow::Borrowed(venue.map_or(&*list.venue, |venue| venue.id)),
            subfields: venue
                .map(|venue| venue.subfield)
                .filter(|s| !s.is_empty())
                .map(Cow::Borrowed)
                .into_iter()
                .collect(),
            year: Some(list.year),
            citations,
            citations_by_year: None,
            citation_source: Cow::Borrowed(citations.map_or("", |_| CITATION_SOURCE)),
            doi: Cow::Borrowed(bare_doi(&doi)),
            source: Cow::Borrowed(FORMAT.id),
        };
        feed.sink.paper(feed.place, paper);
        self.put_authors(&id, &authors, feed);
        Ok(())
    }

    /// The authors by name, each once as the paper has them.
    fn authors(&self, list: &List) -> Result<Vec<&str>, Refused> {
        let has_commas = self.is_comma_list(list);
        let names = if has_commas { comma_names(&self.author) } else { align::entries(&self.author) };
        let names =
            if is_doubling(list) { align::halved(&names, self.aff.split(';').count()) } else { &names };
        if names.iter().all(|name| name.is_empty()) {
            return Err(Refused {
                field: "author",
                reason: Reason::Missing,
                detail: "names nobody".to_owned(),
            });
        }
        Ok(names.to_vec())
    }

    /// SIGGRAPH's lists, the Asian ones too, have commas between authors, and the set of their affiliations.
    fn is_comma_list(&self, list: &List) -> bool {
        list.stem.starts_with("siggraph") && !self.author.contains(';')
    }

    /// The paper's key: its list and its id in it, or where it stands in it from 0.
    fn key(&self, list: &List, index: u64) -> Result<String, Refused> {
        let id = self.id.plain("id")?;
        Ok(match &*id {
            "" => format!("{}:{}/{index}", FORMAT.id, list.key),
            id => format!("{}:{}/{id}", FORMAT.id, list.key),
        })
    }

    /// -1 is a paper that was not found.
    fn citations(&self) -> Result<Option<u64>, Refused> {
        if self.gs_citation.text() == "-1" { Ok(None) } else { self.gs_citation.count("gs_citation") }
    }

    fn put_authors(&self, paper: &str, authors: &[&str], feed: &mut Feed<'_>) {
        let mut stated = self.statements(authors, feed);
        let ids = align::entries(&self.authorids);
        // Listed twice exactly where the names are: what is left over is the second half.
        let ids = if ids.len() == 2 * authors.len() { &ids[..authors.len()] } else { &ids };
        for (i, name) in authors.iter().enumerate() {
            let name =
                match loose::plain("author", Cow::Borrowed(*name)).and_then(|name| require("author", name)) {
                    Ok(name) => loose::normal(name),
                    Err(refused) => {
                        feed.reject_part(format!("author[{}]", i + 1), refused.reason, &refused.detail);
                        continue;
                    }
                };
            let id = if ids.len() == authors.len() { usable_id(ids[i]) } else { "" };
            let statements = stated.as_mut().map(|stated| std::mem::take(&mut stated[i])).unwrap_or_default();
            put_author(paper, i as u32 + 1, id, &name, statements, feed);
        }
    }

    /// The statements of each author; what cannot be told whose it is, is noted.
    fn statements(&self, authors: &[&str], feed: &mut Feed<'_>) -> Option<Vec<Vec<Statement<'static>>>> {
        let is_set = !self.author.contains(';') && authors.len() > 1;
        let stated = if is_set { None } else { align::statements(self, authors.len()) };
        let is_blank = self.aff.trim_matches([';', ' ', '+']).is_empty();
        if stated.is_none() && !is_blank {
            let parts = self.aff.split(';').count();
            let detail = format!(
                "{parts} affiliations of {} authors in no order; the paper is kept without",
                authors.len()
            );
            feed.reject_part("aff".to_owned(), Reason::FieldCount, &detail);
        }
        stated
    }
}

fn put_author(
    paper: &str,
    position: u32,
    id: &str,
    name: &str,
    statements: Vec<Statement<'static>>,
    feed: &mut Feed<'_>,
) {
    // Lists before 2005 repeat the author's name where no affiliation is known.
    let stated = statements.into_iter().filter(|s| s.text != name).map(|s| Affiliation::Stated(Box::new(s)));
    let mut affiliations: Vec<Affiliation<'static>> = stated.collect();
    if affiliations.is_empty() {
        affiliations.push(Affiliation::None);
    }
    for affiliation in affiliations {
        let (paper, scholar, name) = (Cow::Borrowed(paper), Cow::Borrowed(id), Cow::Borrowed(name));
        let authorship = Authorship { paper, position, scholar, orcid: Cow::default(), name, affiliation };
        feed.sink.authorship(feed.place, authorship);
    }
}

/// Whether a paper of this status is one of the conference. A missing status is: lists of what was published have none.
fn is_accepted(status: &str, stem: &str) -> bool {
    let elsewhere = ["Reject", "Withdraw", "Workshop"].iter().any(|word| status.contains(word));
    let poster = status == "Poster" && stem.starts_with("siggraph");
    !(elsewhere || poster || matches!(status, "Active" | "Findings"))
}

fn is_doubling(list: &List) -> bool {
    matches!(list.stem.as_str(), "icra" | "iros")
}

/// Names with commas between them; what follows a name with a comma of its own stays with it.
fn comma_names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',').chain([(text.len(), "")]) {
        let rest = text[at..].trim_start_matches([',', ' ']);
        let suffix = rest.split(',').next().unwrap_or_default().trim();
        if at < text.len() && matches!(suffix, "Jr." | "Jr" | "Sr." | "II" | "III" | "IV") {
            continue;
        }
        names.extend(Some(text[start..at].trim()).filter(|name| !name.is_empty()));
        start = (at + 1).min(text.len());
    }
    names
}

fn require<'a>(field: &'static str, text: Cow<'a, str>) -> Result<Cow<'a, str>, Refused> {
    if text.is_empty() {
        return Err(Refused { field, reason: Reason::Missing, detail: "is empty".to_owned() });
    }
    Ok(text)
}

/// The id of an author in `OpenReview` (`~Ann_Lee1`), IEEE Xplore or the ACL Anthology (`/37085736896`, `/a/ann-lee/`). What
/// else stands in these lists is an e-mail address or what is left of one.
fn usable_id(id: &str) -> &str {
    let known = id.starts_with(['~', '/']) && id.len() > 1 && !id.contains(['@', '＠']);
    if known { id } else { "" }
}

/// The DOI at the end of an address of a publisher.
fn bare_doi(doi: &str) -> &str {
    let start = if doi.starts_with("10.") { Some(0) } else { doi.find("/10.").map(|slash| slash + 1) };
    start.map_or("", |start| doi[start..].trim())
}

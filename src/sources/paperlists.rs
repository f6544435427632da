//! The format `paperlists`: one JSON array a venue and year, as the project of that name publishes them.
//!
//! Venue and year are in a file's name alone. Records of what was submitted and not accepted, of workshops, of Findings and
//! of SIGGRAPH's posters are passed over, and a title that its venue and year have already is a duplicate. Visualization's
//! lists hold more than the conference; without its programme, which is not part of a list, nobody can tell what, and they
//! are taken whole. E-mail addresses, which stand in author ids, affiliations and fields of their own, are neither kept nor
//! shown.

mod align;
mod list;
mod machine;
mod record;
mod titles;

use super::records::{self, Feed, parse};
use super::{Format, Options, Reader, SourceFile};
use crate::base::Result;
use crate::model::record::Sink;
use list::List;
use record::Record;
use std::path::PathBuf;
use titles::Titles;

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "paperlists",
    title_en: "conference lists of the paperlists project",
    title_zh: "paperlists 项目的会议论文列表",
    reads: "files named by venue and year such as aaai2022.json, plain, .gz or .zst; or a folder of them or of a folder a venue",
    extensions: &["json"],
    recognises: None,
    prepared: false,
    reader: Reader::Records(read),
};

/// Who counted the citations.
const CITATION_SOURCE: &str = "google-scholar";

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let lists = list::find(paths)?;
    let mut titles = Titles::default();
    let mut files = Vec::with_capacity(lists.len());
    for (path, list) in &lists {
        titles.open(path);
        let take: records::Take<'_> = &mut |text, feed| put(text, list, options, &mut titles, feed);
        files.push(records::read_file(path, FORMAT.id, options.watch, sink, take)?);
    }
    Ok(files)
}

fn put(
    text: &str,
    list: &List,
    options: &Options<'_>,
    titles: &mut Titles,
    feed: &mut Feed<'_>,
) -> std::result::Result<(), super::cells::Refused> {
    match list.select(options.selection) {
        Ok(venue) => parse::<Record<'_>>(text)?.put(list, venue, titles, feed),
        Err(skipped) => {
            feed.sink.skip(skipped);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;

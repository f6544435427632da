//! The format `oag`: Open Academic Graph, versions 2 to 3.2, as JSON lines.
//!
//! What a file holds is told by its name, and where that says nothing by the keys of its first record. Papers of either
//! side are read, affiliations with their coordinates, and the names of venues. Of authors nothing is: the affiliation that
//! an author was last known with is not that of a paper. Links between the two sides are checked and counted, no more,
//! because each side is a corpus of its own. The inverted abstracts are passed over unparsed.

mod kind;
mod record;

use super::aminer::{Manner, Record, put};
use super::records::{self, Feed, parse};
use super::{Format, Options, Reader, SourceFile, cells::Refused};
use crate::base::Result;
use crate::model::record::Sink;
use kind::Kind;
use std::path::{Path, PathBuf};

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "oag",
    title_en: "Open Academic Graph, versions 2 to 3.2",
    title_zh: "开放学术图谱（OAG），第 2 至 3.2 版",
    reads: "JSON lines of papers, affiliations and venues, .txt or .json, plain, .gz or .zst; or a folder of them",
    extensions: &["txt", "json"],
    recognises: None,
    prepared: false,
    reader: Reader::Records(read),
};

/// Venues have a file of their own, by whose keys papers refer to them.
const MANNER: Manner = Manner { source: FORMAT.id, venue_by_key: true };

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let files = records::files(paths, |path| records::has_extension(path, FORMAT.extensions))?;
    files.iter().map(|path| read_file(path, options, sink)).collect()
}

fn read_file(path: &Path, options: &Options<'_>, sink: &mut dyn Sink) -> Result<SourceFile> {
    let mut kind = Kind::of_name(&records::stem(path));
    let mut unused = 0u64;
    let take: records::Take<'_> = &mut |text, feed| {
        let kind = match kind {
            Some(kind) => kind,
            None => *kind.insert(Kind::of_record(text)?),
        };
        unused += u64::from(matches!(kind, Kind::Authors | Kind::Links));
        put_one(kind, text, options, feed)
    };
    let file = records::read_file(path, FORMAT.id, options.watch, sink, take)?;
    if unused > 0 {
        tracing::info!(file = file.name, records = unused, "holds authors or links, which no corpus needs");
    }
    Ok(file)
}

fn put_one(
    kind: Kind,
    text: &str,
    options: &Options<'_>,
    feed: &mut Feed<'_>,
) -> std::result::Result<(), Refused> {
    match kind {
        Kind::Papers => put(&parse::<Record<'_>>(text)?, MANNER, options.selection, feed),
        Kind::Affiliations => parse::<record::Affiliation<'_>>(text)?.put(feed),
        Kind::Venues => parse::<record::Venue<'_>>(text)?.put(feed),
        Kind::Authors => parse::<record::Author<'_>>(text)?.check(),
        Kind::Links => parse::<record::Link<'_>>(text)?.check(),
    }
}

#[cfg(test)]
mod tests;

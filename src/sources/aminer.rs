//! The format `aminer`: the DBLP citation network of `AMiner`, versions 10 to 18, and the papers of its interface.
//!
//! One JSON object a line, or one array of them, pretty-printed or not, with or without `NumberInt(…)`. Author names are
//! all that version 10 gives of an author; whoever has no id is told by the name alone.

mod clean;
mod orgs;
mod put;
mod record;

use super::records::{self, parse};
use super::{Format, Options, Reader, SourceFile};
use crate::base::Result;
use crate::model::record::Sink;
pub(super) use put::{Manner, check_crowd, put};
pub(super) use record::Record;
use std::path::PathBuf;

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "aminer",
    title_en: "AMiner's DBLP citation network, versions 10 to 18",
    title_zh: "AMiner 的 DBLP 引文网络，第 10 至 18 版",
    reads: "JSON lines or arrays, .json, .jsonl or .txt, plain, .gz or .zst; or a folder of them",
    extensions: &["json", "jsonl", "txt"],
    recognises: None,
    prepared: false,
    reader: Reader::Records(read),
};

/// A key of `AMiner`'s venues says less than the name that stands beside it, and only two versions have one.
const MANNER: Manner = Manner { source: FORMAT.id, venue_by_key: false };

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let files = records::files(paths, |path| records::has_extension(path, FORMAT.extensions))?;
    let take: records::Take<'_> = &mut |text, feed| {
        let text = clean::clean(text);
        let record: Record<'_> = parse(&text)?;
        put(&record, MANNER, options.selection, feed)
    };
    files.iter().map(|path| records::read_file(path, FORMAT.id, options.watch, sink, take)).collect()
}

#[cfg(test)]
mod tests;

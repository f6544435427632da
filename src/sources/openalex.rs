//! The format `openalex`: snapshots of OpenAlex of both generations, parts of them, and answers of its API.
//!
//! A snapshot holds hundreds of millions of works of which few are read: of each work first only what the selection asks
//! for is parsed, and the rest once it is chosen. Memory grows with what is selected, and with the merged ids.

mod affiliation;
mod batch;
mod columns;
mod institution;
mod json_path;
mod layout;
mod lines;
mod manifest;
mod merged;
mod reading;
mod schema;
mod values;
mod work;

use super::selection::Selection;
use super::{Format, Options, Reader, SourceFile};
use crate::base::Result;
use crate::model::record::Sink;
use merged::Merged;
use std::path::PathBuf;

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "openalex",
    title_en: "OpenAlex: snapshots of both layouts, parts of them, records and lists of its API",
    title_zh: "OpenAlex：两种布局的快照或其部分，以及 API 的记录和列表",
    reads: "the folder of a snapshot, of one of its entities or of one day; part files as JSON lines or Parquet; \
        works of the API as .json or .jsonl, plain, .gz or .zst",
    extensions: &["json", "jsonl", "parquet"],
    recognises: Some(layout::recognises),
    prepared: false,
    reader: Reader::Records(read),
};

/// What the reading of a record depends on beside the record.
#[derive(Clone, Copy)]
struct Context<'a> {
    selection: &'a Selection,
    merged: &'a Merged,
}

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let plan = layout::Plan::make(paths)?;
    let mut files = Vec::new();
    let merged = Merged::read(&plan.merged, options.watch, sink, &mut files)?;
    let indices: Vec<u32> = plan.parts.iter().map(|part| sink.file(&part.name)).collect();
    let context = Context { selection: options.selection, merged: &merged };
    files.extend(reading::read(&plan.parts, &indices, context, options.watch, sink)?);
    Ok(files)
}

#[cfg(test)]
mod tests;

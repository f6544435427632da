//! JSON inputs read record by record: what the formats that are lists of JSON objects have in common.

use super::cells::Refused;
use super::decode::Watch;
use super::json::{Item, Objects};
use super::{SourceFile, decode::Input, file_name, mails};
use crate::base::{Error, Result};
use crate::model::record::{Place, Reason, Rejection, Sink};
use std::path::{Path, PathBuf};

/// Where a record stands and where it goes.
pub(super) struct Feed<'a> {
    /// Receives the record.
    pub sink: &'a mut dyn Sink,
    /// Where it stands.
    pub place: Place,
    /// How many objects stand before it in its file.
    pub index: u64,
}

impl Feed<'_> {
    /// Rejects the record or a part of it.
    pub(super) fn reject(&mut self, refused: Refused) {
        let Refused { field, reason, detail } = refused;
        self.sink.reject(masked(Rejection { place: self.place, field: field.to_owned(), reason, detail }));
    }

    /// Rejects one of several parts, such as `authors[3]`.
    pub(super) fn reject_part(&mut self, field: String, reason: Reason, detail: &str) {
        self.sink.reject(masked(Rejection { place: self.place, field, reason, detail: detail.to_owned() }));
    }
}

/// A rejection that shows nobody's e-mail address.
fn masked(rejection: Rejection) -> Rejection {
    Rejection { detail: mails::without(&rejection.detail).into_owned(), ..rejection }
}

/// What becomes of the text of a record.
pub(super) type Take<'t> = &'t mut dyn FnMut(&str, &mut Feed<'_>) -> std::result::Result<(), Refused>;

/// Reads a file to its end and hands over each object in it. Memory: one object.
pub(super) fn read_file(
    path: &Path,
    format: &str,
    watch: Watch<'_>,
    sink: &mut dyn Sink,
    take: Take<'_>,
) -> Result<SourceFile> {
    let name = file_name(path);
    let input = Input::open(path, watch)?;
    let file = sink.file(&name);
    let shown = input.name().to_owned();
    let mut objects = Objects::new(input, &shown, file);
    let mut count = 0u64;
    while let Some(item) = objects.next_object()? {
        match item {
            Item::Rejected(rejection) => sink.reject(masked(rejection)),
            Item::Object(line, bytes) => {
                let mut feed = Feed { sink: &mut *sink, place: Place { file, line }, index: count };
                if let Err(refused) = text(bytes).and_then(|text| take(text, &mut feed)) {
                    feed.reject(refused);
                }
            }
        }
        count += 1;
    }
    if count == 0 {
        tracing::warn!(file = name, "holds no records");
    }
    Ok(SourceFile::new(name, format, objects.into_reader().finish()?))
}

fn text(bytes: &[u8]) -> std::result::Result<&str, Refused> {
    std::str::from_utf8(bytes).map_err(|error| {
        let detail = format!("byte {} of the record is not UTF-8", error.valid_up_to() + 1);
        Refused { field: "", reason: Reason::Encoding, detail }
    })
}

/// Parses a record; an error names the place inside it and what was found there.
pub(super) fn parse<'a, T: serde::Deserialize<'a>>(text: &'a str) -> std::result::Result<T, Refused> {
    serde_json::from_str(text).map_err(|error| {
        // A missing quote makes serde quote half the record.
        let detail: String = error.to_string().chars().take(200).collect();
        Refused { field: "", reason: Reason::Syntax, detail }
    })
}

/// The files of inputs: each one named, and those in each folder named whose name fits. What does not fit is passed over
/// in a folder and taken where it was named.
pub(super) fn files(paths: &[PathBuf], fits: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if super::is_folder(path)? {
            let before = files.len();
            files.extend(super::files_in(path)?.into_iter().filter(|file| fits(file)));
            if files.len() == before {
                let message = "holds no file whose name fits the format";
                return Err(Error::input(
                    path.display().to_string(),
                    0,
                    message,
                    "name the files themselves",
                ));
            }
        } else {
            files.push(path.clone());
        }
    }
    Ok(files)
}

/// Whether the name of a file has one of these extensions, before that of a compression.
pub(super) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let name = stem(path);
    name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
}

/// The name of a file in lower case without folders and the extension of a compression.
pub(super) fn stem(path: &Path) -> String {
    let name = file_name(path).to_ascii_lowercase();
    let stem = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    stem.to_owned()
}

//! The report as PDF, set by Typst: tagged for screen readers (PDF/UA-1), with bookmarks, and with Chinese text as text.
//!
//! The document goes to the template as JSON and the charts as SVG files, all in memory: no text of a report is ever read as
//! markup. The fonts are part of the program, so that pages are the same on every machine.

mod data;
mod glyphs;

use super::document::Document;
use super::text::Lang;
use crate::base::{Error, Result};
use data::files;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

const TEMPLATE: &str = include_str!("pdf/report.typ");
const MAIN: &str = "report.typ";

/// Noto Sans S Chinese, regular and bold (SIL Open Font License 1.1), put here by `build.rs`.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 2] = [
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSansHans-Regular.otf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSansHans-Bold.otf")),
    ];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});

/// What Typst may read: the template, the data, the charts, two fonts, and no clock.
struct Sheet {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    /// By name: ids have no order.
    files: BTreeMap<String, Bytes>,
}

/// The report in a language.
///
/// # Errors
/// A defect: Typst refuses or warns.
pub fn pdf(document: &Document, lang: Lang) -> Result<Vec<u8>> {
    let sheet = Sheet::new(files(document, lang))?;
    let compiled = typst::compile::<PagedDocument>(&sheet);
    let pages = compiled.output.map_err(|errors| refused(&errors))?;
    // A font that is missing is only a warning to Typst: a page with it would have no text.
    if let Some(warning) = compiled.warnings.first() {
        return Err(refused(std::slice::from_ref(warning)));
    }
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| Error::Bug(e.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {}", document.title.get(lang), document.subtitle.get(lang))),
        creator: Smart::Custom(Some(concat!("aicity ", env!("CARGO_PKG_VERSION")).to_owned())),
        timestamp: None,
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    };
    let bytes = typst_pdf::pdf(&pages, &options).map_err(|errors| refused(&errors));
    // What was remembered for this document helps no other one, and is gigabytes.
    typst::comemo::evict(0);
    bytes
}

fn refused(errors: &[SourceDiagnostic]) -> Error {
    let said: Vec<&str> = errors.iter().take(3).map(|error| error.message.as_str()).collect();
    Error::Bug(format!("the PDF was not set: {}", said.join("; ")))
}

fn id(name: &str) -> Result<FileId> {
    let path = VirtualPath::new(name).map_err(|e| Error::Bug(format!("{name:?} is no path: {e:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl Sheet {
    fn new(files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            main: Source::new(id(MAIN)?, TEMPLATE.to_owned()),
            files: files.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes))).collect(),
        })
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(id.get().vpath().get_without_slash()).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture::document;

    #[test]
    fn hostile_texts_are_set_and_the_same_twice() {
        for lang in Lang::ALL {
            let bytes = pdf(&document(), lang).unwrap();
            assert!(bytes.starts_with(b"%PDF-1.7"));
            assert!(bytes == pdf(&document(), lang).unwrap(), "a second PDF differs");
        }
    }
}

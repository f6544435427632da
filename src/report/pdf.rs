//! The report as PDF, set by Typst: tagged for screen readers (PDF/UA-1), with bookmarks, and with Chinese text as text.
//!
//! The document goes to the template as JSON and the charts as SVG files, all in memory: no text of a report is ever read as
//! markup. The fonts are part of the program, so that pages are the same on every machine.

mod data;
mod glyphs;
mod widths;

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

/// Noto Sans S Chinese, regular and bold, and Noto Sans, regular and bold, for the letters that the first lacks (SIL Open
/// Font License 1.1), put here by `build.rs`.
static FONTS: LazyLock<Vec<Font>> = LazyLock::new(|| {
    let files: [&'static [u8]; 4] = [
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSansHans-Regular.otf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSansHans-Bold.otf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSans-Regular.ttf")),
        include_bytes!(concat!(env!("OUT_DIR"), "/NotoSans-Bold.ttf")),
    ];
    files.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect()
});
/// Regular and bold.
const WEIGHTS: usize = 2;

/// What Typst may read: the template, the data, the charts, the fonts, and no clock.
struct Sheet {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    /// By name: ids have no order.
    files: BTreeMap<String, Bytes>,
}

/// The report in a language. Much is remembered for the other one: [`forget`] it when all are made.
///
/// # Errors
/// A defect: Typst refuses or warns.
pub fn pdf(document: &Document, lang: Lang) -> Result<Vec<u8>> {
    let pages = set(&Sheet::new(TEMPLATE, files(document, lang))?)?;
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
    typst_pdf::pdf(&pages, &options).map_err(|errors| refused(&errors))
}

/// Gives back what Typst remembers, which is gigabytes. Not while a document is being set, which would begin again.
pub fn forget() {
    typst::comemo::evict(0);
}

/// The pages of a sheet.
fn set(sheet: &Sheet) -> Result<PagedDocument> {
    let compiled = typst::compile::<PagedDocument>(sheet);
    let pages = compiled.output.map_err(|errors| refused(&errors))?;
    // A font that is missing is only a warning to Typst: a page with it would have no text.
    match compiled.warnings.first() {
        Some(warning) => Err(refused(std::slice::from_ref(warning))),
        None => Ok(pages),
    }
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
    fn new(template: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            main: Source::new(id(MAIN)?, template.to_owned()),
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
    use super::widths::{Weight, em};
    use super::*;
    use crate::report::fixture::{NASTY, document};

    #[test]
    fn hostile_texts_are_set_and_the_same_twice() {
        for lang in Lang::ALL {
            let bytes = pdf(&document(), lang).unwrap();
            assert!(bytes.starts_with(b"%PDF-1.7"));
            // Not what was remembered: the pages are set again.
            forget();
            assert!(bytes == pdf(&document(), lang).unwrap(), "a second PDF differs");
        }
    }

    /// A line that is wider than it was said to be would break, into a row of one line.
    #[test]
    fn no_text_is_set_wider_than_the_fonts_say() {
        let plain = [
            "AVATAR To Ty Wave LT P.",
            "fi ffi fl ff",
            "São Paulo (Zürich) “Łódź”",
            "12,345.67 −3–9 % ≥ ½ Σ",
            "北京大学 AI 与 IoT 2013年，（上海）",
            "Wei-Chen O'Neil, Jr.: α/β",
            "香港中文大学（深圳）·清华",
            "Wrocław, Boğaziçi, Științifică, Reẖovot, Erdős, ℓ₂",
            "",
        ];
        let texts: Vec<_> = plain.iter().chain(&NASTY).map(|text| glyphs::shown(text).into_owned()).collect();
        let rows: Vec<_> =
            texts.iter().map(|text| (text, em(text, Weight::Regular), em(text, Weight::Bold))).collect();
        let template = r#"
            #set text(font: ("Noto Sans S Chinese", "Noto Sans"), fallback: false, lang: "zh", region: "cn")
            #context for (text, regular, bold) in json("data.json") {
              let check(weight, em) = {
                let wide = measure(std.text(10pt, weight: weight, text)).width
                assert(wide <= em * 10pt + 0.01pt, message: text + " is " + repr(wide) + ", not " + repr(em * 10pt))
                assert(wide >= em * 9pt, message: text + " is only " + repr(wide) + " of " + repr(em * 10pt))
              }
              check("regular", regular)
              check("bold", bold)
            }"#;
        let files = BTreeMap::from([("data.json".to_owned(), serde_json::to_vec(&rows).unwrap())]);
        set(&Sheet::new(template, files).unwrap()).unwrap();
    }
}

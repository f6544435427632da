//! The files of a report: each format from the one document, checked before the first is written.

use super::data::Data;
use super::document::{Document, Figure, Table};
use super::package::{self, Files, MANIFEST};
use super::tables::Texts;
use super::text::Lang;
use super::{check, html, markdown, sections, tables, xlsx};
use crate::base::files::{self, AtomicFile};
use crate::base::{Error, Result};
use crate::edition::Finding;
use rayon::prelude::*;
use std::path::Path;

/// A format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Format {
    /// One self-contained page.
    Html,
    /// For print.
    Pdf,
    /// A workbook with a sheet for each table.
    Xlsx,
    /// A file for each table, exact figures.
    Csv,
    /// For a repository.
    Md,
}

impl Format {
    /// Refuses formats that this build cannot write.
    ///
    /// # Errors
    /// Wrong use, with what to do.
    pub fn check(formats: &[Self]) -> Result<()> {
        if formats.iter().all(|format| Self::BUILT.contains(format)) { Ok(()) } else { Err(no_pdf()) }
    }

    /// All that this build can write.
    pub const BUILT: &[Self] = &[
        Self::Html,
        #[cfg(feature = "pdf")]
        Self::Pdf,
        Self::Xlsx,
        Self::Csv,
        Self::Md,
    ];
}

/// A report in memory.
pub struct Report {
    /// Its files.
    pub files: Files,
    /// What the check found that is no contradiction.
    pub findings: Vec<Finding>,
}

/// Makes every file.
///
/// # Errors
/// A defect: the report contradicts itself. Wrong use: a table too long for a workbook.
pub fn make(
    data: &Data,
    langs: &[Lang],
    formats: &[Format],
    texts: Texts,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<Report> {
    tell("writing the text");
    let (document, claimed) = sections::document(data);
    let edition = check::files(data, &document, &claimed)?;
    let findings = check::check(&edition)?;
    let mut files: Files =
        edition.into_iter().map(|(name, bytes)| (format!("edition/{name}"), bytes)).collect();
    if formats.contains(&Format::Csv) {
        for table in document.tables() {
            files.insert(format!("tables/{}.csv", table.id), csv(table, texts)?);
        }
    }
    let jobs: Vec<(Format, Lang)> =
        langs.iter().flat_map(|&lang| formats.iter().map(move |&format| (format, lang))).collect();
    let made = jobs.par_iter().map(|&(format, lang)| {
        tell(&format!("writing {} ({})", format!("{format:?}").to_lowercase(), lang.code()));
        one(&document, format, lang, langs)
    });
    let made = made.collect::<Result<Vec<_>>>();
    #[cfg(feature = "pdf")]
    super::pdf::forget();
    for made in made? {
        files.extend(made);
    }
    package::add(data, &document, &mut files)?;
    Ok(Report { files, findings })
}

/// The files of one format in one language.
fn one(document: &Document, format: Format, lang: Lang, langs: &[Lang]) -> Result<Files> {
    let mut files = Files::new();
    let name = |ending: &str| format!("report.{}.{ending}", lang.code());
    match format {
        Format::Html => {
            let other = langs
                .iter()
                .find(|&&other| other != lang)
                .map(|other| format!("report.{}.html", other.code()));
            files.insert(name("html"), html::html(document, lang, other.as_deref()).into_bytes());
        }
        Format::Pdf => files.extend(pdf(document, lang, name("pdf"))?),
        Format::Xlsx => {
            files.insert(name("xlsx"), xlsx::xlsx(document, lang)?);
        }
        Format::Csv => {}
        Format::Md => {
            let path = |figure: &Figure| format!("figures/{}.{}.svg", figure.id, lang.code());
            files.insert(name("md"), markdown::markdown(document, lang, &path).into_bytes());
            for figure in document.figures() {
                files.insert(path(figure), drawn(figure, lang).into_bytes());
            }
        }
    }
    Ok(files)
}

fn drawn(figure: &Figure, lang: Lang) -> String {
    figure.chart.draw(lang, &figure.id, figure.title.get(lang), figure.alt.get(lang)).standalone()
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document, lang: Lang, name: String) -> Result<Files> {
    Ok(Files::from([(name, super::pdf::pdf(document, lang)?)]))
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document, _: Lang, _: String) -> Result<Files> {
    Err(no_pdf())
}

/// The one format that a build may lack.
fn no_pdf() -> Error {
    let hint = "build it with: cargo build --release --features pdf; or print the HTML page from a browser";
    Error::usage("this build writes no PDF", hint)
}

fn csv(table: &Table, texts: Texts) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    tables::csv(table, texts, &mut bytes)?;
    Ok(bytes)
}

/// Writes the files into a folder; each appears whole or not at all, the manifest last.
///
/// # Errors
/// Conflict: the folder holds a report already and may not be overwritten; what the file system says.
pub fn write(report: &Report, dir: &Path, overwrite: bool) -> Result<()> {
    if dir.join(MANIFEST).exists() {
        if !overwrite {
            let message = format!("{} holds a report already", dir.display());
            return Err(Error::conflict(message, "name another folder, or use --force"));
        }
        remove_old(dir)?;
    }
    let (last, others): (Vec<_>, Vec<_>) = report.files.iter().partition(|(path, _)| *path == MANIFEST);
    for (path, bytes) in others.into_iter().chain(last) {
        let path = dir.join(path);
        if let Some(parent) = path.parent() {
            files::create_dir(parent)?;
        }
        AtomicFile::create(&path)?.fill(|out| Ok(out.write_all(bytes)?))?;
    }
    Ok(())
}

/// Removes the files that an older report says are its own, so that none of them is taken for the new one's.
fn remove_old(dir: &Path) -> Result<()> {
    let path = dir.join(MANIFEST);
    let text = files::read_text(&path)?;
    let damaged = || Error::damaged(&path, "is no list of files", "remove the folder, or name another one");
    let manifest: serde_json::Value = serde_json::from_str(&text).map_err(|_| damaged())?;
    let listed = manifest["files"].as_array().ok_or_else(damaged)?;
    for entry in listed {
        let name = Path::new(entry["path"].as_str().ok_or_else(damaged)?);
        // Only what lies in the folder: a list from elsewhere must not reach out of it.
        if name.components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
            return Err(damaged());
        }
        match std::fs::remove_file(dir.join(name)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("remove", &dir.join(name))(e));
            }
            _ => {}
        }
    }
    std::fs::remove_file(&path).map_err(Error::io("remove", &path))
}

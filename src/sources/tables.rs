//! The format `tables`: papers, authorships, institutions and cities as four CSV files.

use super::cells::{self, Refused};
use super::csv_table::{Item, Layout, Row, Table};
use super::decode::{Input, Watch};
use super::{Format, Options, Reader, SourceFile, file_name};
use crate::base::{Error, Result};
use crate::model::record::{Affiliation, Authorship, City, Institution, Paper, Place, Rejection, Sink};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// The format's entry in the list.
pub const FORMAT: Format = Format {
    id: "tables",
    title_en: "four CSV tables: papers, authorships, institutions, cities",
    title_zh: "四张 CSV 表：论文、署名、机构、城市",
    reads: "a folder or the four files papers, authorships, institutions and cities, each as .csv, .csv.gz or .csv.zst",
    extensions: &["csv"],
    recognises: None,
    prepared: true,
    reader: Reader::Records(read),
};

/// A table: the name of its file, its columns, and what becomes of a row.
struct TableKind {
    name: &'static str,
    layout: Layout,
    feed: fn(&Row<'_>, &mut Feed<'_>) -> std::result::Result<(), Refused>,
}

/// The tables in the order in which they are read: places before what refers to them.
const TABLES: [TableKind; 4] = [
    TableKind {
        name: "cities",
        layout: Layout {
            required: &["city_id", "name", "country_code", "report_country", "metro_id"],
            optional: &["name_zh", "admin1_code", "lat", "lon", "population"],
            unused: &[],
        },
        feed: city,
    },
    TableKind {
        name: "institutions",
        layout: Layout {
            required: &["institution_id", "name", "city_id", "country_code"],
            optional: &["lat", "lon", "ror", "name_zh", "type"],
            unused: &[],
        },
        feed: institution,
    },
    TableKind {
        name: "papers",
        layout: Layout {
            required: &["paper_id", "title", "venue", "field", "year", "citations"],
            optional: &["citation_source", "doi", "source", "citations_by_year"],
            unused: &["status", "track", "n_authors", "n_authors_with_affiliation"],
        },
        feed: paper,
    },
    TableKind {
        name: "authorships",
        layout: Layout {
            required: &["paper_id", "position", "scholar_id", "institution_id"],
            optional: &["name"],
            unused: &["source_author_id"],
        },
        feed: authorship,
    },
];

/// What a table may be stored as.
const ENDINGS: [&str; 3] = [".csv", ".csv.gz", ".csv.zst"];

fn read(paths: &[PathBuf], options: &Options<'_>, sink: &mut dyn Sink) -> Result<Vec<SourceFile>> {
    let files = locate(paths)?;
    TABLES.iter().zip(&files).map(|(kind, path)| read_table(kind, path, sink, options.watch)).collect()
}

/// Where a row stands and where its record goes.
struct Feed<'a> {
    sink: &'a mut dyn Sink,
    place: Place,
}

impl Feed<'_> {
    fn reject(&mut self, refused: Refused) {
        let Refused { field, reason, detail } = refused;
        self.sink.reject(Rejection { place: self.place, field: field.to_owned(), reason, detail });
    }

    /// Coordinates, or a note that they are none: a place is counted wherever it lies.
    fn coordinates(&mut self, latitude: &str, longitude: &str) -> Option<(f64, f64)> {
        cells::coordinates(latitude, longitude).unwrap_or_else(|refused| {
            self.reject(refused);
            None
        })
    }
}

fn read_table(kind: &TableKind, path: &Path, sink: &mut dyn Sink, watch: Watch<'_>) -> Result<SourceFile> {
    let name = file_name(path);
    let input = Input::open(path, watch)?;
    let file = sink.file(&name);
    let shown = input.name().to_owned();
    let mut table = Table::open(input, &shown, file, &kind.layout)?;
    if !table.unknown().is_empty() {
        tracing::warn!(file = name, columns = table.unknown().join(", "), "has columns that are not read");
    }
    let rows = read_rows(kind, &mut table, file, sink)?;
    if rows == 0 {
        tracing::warn!(file = name, "holds no records");
    }
    Ok(SourceFile::new(name, FORMAT.id, table.into_reader().finish()?))
}

fn read_rows(kind: &TableKind, table: &mut Table<Input<'_>>, file: u32, sink: &mut dyn Sink) -> Result<u64> {
    let mut records = 0;
    while let Some(item) = table.next_record()? {
        records += 1;
        match item {
            Item::Rejected(rejection) => sink.reject(rejection),
            Item::Row(row) => {
                let mut feed = Feed { sink: &mut *sink, place: Place { file, line: row.line } };
                if let Err(refused) = (kind.feed)(&row, &mut feed) {
                    feed.reject(refused);
                }
            }
        }
    }
    Ok(records)
}

fn city(row: &Row<'_>, feed: &mut Feed<'_>) -> std::result::Result<(), Refused> {
    let [id, name, country, ranked_country, metro, name_zh, admin1, lat, lon, population] = row.fields();
    let city = City {
        id: cells::key("city_id", id)?,
        name: cells::name(name),
        name_zh: cells::name(name_zh),
        country: Cow::Borrowed(country),
        admin1: Cow::Borrowed(admin1),
        population: cells::count("population", population)?,
        coordinates: feed.coordinates(lat, lon),
        ranked_country: Cow::Borrowed(ranked_country),
        metro: Cow::Borrowed(metro),
    };
    feed.sink.city(feed.place, city);
    Ok(())
}

fn institution(row: &Row<'_>, feed: &mut Feed<'_>) -> std::result::Result<(), Refused> {
    let [id, name, city, country, lat, lon, ror, name_zh, kind] = row.fields();
    let institution = Institution {
        id: cells::key("institution_id", id)?,
        name: cells::name(name),
        name_zh: cells::name(name_zh),
        city: Cow::Borrowed(city),
        country: Cow::Borrowed(country),
        coordinates: feed.coordinates(lat, lon),
        ror: Cow::Borrowed(ror),
        kind: Cow::Borrowed(kind),
    };
    feed.sink.institution(feed.place, institution);
    Ok(())
}

fn paper(row: &Row<'_>, feed: &mut Feed<'_>) -> std::result::Result<(), Refused> {
    let [id, title, venue, field, year, citations, citation_source, doi, source, by_year] = row.fields();
    let paper = Paper {
        id: cells::key("paper_id", id)?,
        title: cells::name(title),
        venue: cells::name(venue),
        subfields: cells::names(field),
        year: cells::year("year", year)?,
        citations: cells::count("citations", citations)?,
        citations_by_year: cells::by_year("citations_by_year", by_year)?,
        citation_source: Cow::Borrowed(citation_source),
        doi: cells::doi(doi),
        source: Cow::Borrowed(source),
    };
    feed.sink.paper(feed.place, paper);
    Ok(())
}

fn authorship(row: &Row<'_>, feed: &mut Feed<'_>) -> std::result::Result<(), Refused> {
    let [paper, position, scholar, institution, name] = row.fields();
    let affiliation = match institution {
        "" => Affiliation::None,
        id => Affiliation::Institution(Cow::Borrowed(id)),
    };
    let authorship = Authorship {
        paper: cells::key("paper_id", paper)?,
        position: cells::position("position", position)?,
        scholar: cells::key("scholar_id", scholar)?,
        orcid: Cow::Borrowed(""),
        name: cells::name(name),
        affiliation,
    };
    feed.sink.authorship(feed.place, authorship);
    Ok(())
}

/// The file of each table, in the order of [`TABLES`].
fn locate(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let files = list(paths)?;
    let place = paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ");
    let mut located = Vec::new();
    for kind in &TABLES {
        let mut named: Vec<&PathBuf> = files.iter().filter(|f| table_of(f) == Some(kind.name)).collect();
        named.sort();
        match named[..] {
            [path] => located.push(path.clone()),
            [] => return Err(missing(&place, kind.name, &files)),
            [first, second, ..] => return Err(twice(&place, kind.name, first, second)),
        }
    }
    Ok(located)
}

/// The files to read: those named, and those in the folders named that are tables.
fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if super::is_folder(path)? {
            files.extend(super::files_in(path)?.into_iter().filter(|file| table_of(file).is_some()));
        } else if table_of(path).is_some() {
            files.push(path.clone());
        } else {
            return Err(no_table(path));
        }
    }
    Ok(files)
}

fn table_of(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?;
    let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending))?;
    TABLES.iter().map(|kind| kind.name).find(|kind| *kind == stem)
}

fn table_names() -> String {
    TABLES.map(|kind| kind.name).join(", ")
}

fn no_table(path: &Path) -> Error {
    let hint =
        format!("name a folder, or files called {}, each with one of {}", table_names(), ENDINGS.join(" "));
    Error::usage(format!("{} is none of the four tables", path.display()), hint)
}

fn missing(place: &str, table: &str, files: &[PathBuf]) -> Error {
    let found = match files {
        [] => "none of them".to_owned(),
        files => files.iter().map(|f| file_name(f)).collect::<Vec<_>>().join(", "),
    };
    let message = format!("table {table} is missing; expected {}; found {found}", table_names());
    Error::input(place, 0, message, format!("each table is a file with one of {}", ENDINGS.join(" ")))
}

fn twice(place: &str, table: &str, first: &Path, second: &Path) -> Error {
    let message = format!("table {table} is there twice: {} and {}", first.display(), second.display());
    Error::input(place, 0, message, "leave one of them")
}

#[cfg(test)]
mod tests;

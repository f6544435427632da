//! `aicity resolve`: affiliation strings to institution, city and country.

use super::output::Output;
use super::say;
use crate::base::records::csv_failed as failed;
use crate::base::{Error, Result, table};
use crate::engine::resolve::{CORRECTION, Conclusions, Known, Means, conclude};
use crate::gazetteer::resolver::Resolution;
use crate::model::record::Statement;
use crate::sources::csv_table::{Item, Layout, Table};
use crate::sources::decode::Input;
use crate::sources::{UNWATCHED, Watch};
use serde_json::json;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

/// Arguments of `resolve`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Affiliations, one a line; or a CSV (by its name) with a column `affiliation` and, if there is one, `country` or `country_hint`; `-` is
    /// standard input.
    #[arg(value_name = "FILE", default_value = "-")]
    input: PathBuf,
    /// Gazetteer: a file of `aicity gazetteer build`, or a folder of its inputs.
    #[arg(long, value_name = "PATH")]
    gazetteer: Option<PathBuf>,
    /// Corrections to apply: a CSV with affiliation, institution, place, note.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Country of every affiliation that has none beside it: a hint, by code or name.
    #[arg(long, value_name = "C", default_value = "")]
    country: String,
    /// Print what each part of the text gives by itself, without what the other affiliations teach and without corrections.
    #[arg(long, conflicts_with = "format")]
    steps: bool,
    /// Format.
    #[arg(long, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    output: Output,
}

/// Formats of an answer.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Format {
    /// For people; the default at a terminal.
    Table,
    /// One row an affiliation; the default elsewhere.
    Csv,
    /// One object a line.
    Jsonl,
}

const COLUMNS: [&str; 11] = [
    "affiliation",
    "institution_id",
    "institution",
    "institution_method",
    "institution_confidence",
    "city_id",
    "city",
    "metro_id",
    "country",
    "city_method",
    "city_confidence",
];

/// Resolves, in the order of the input.
pub fn run(args: &Args) -> Result<()> {
    let asked = read(args)?;
    let (distinct, index) = distinct(&asked);
    let means = Means { gazetteer: args.gazetteer.clone(), corrections: args.corrections.clone() };
    let conclusions = conclude(&distinct, Known::default(), &means)?;
    let rows = asked.iter().map(|one| (&*one.text, index[one]));
    args.output.write(|out| match args.format {
        None if args.steps => steps(&conclusions, &distinct, rows, out),
        None if args.output.is_terminal() => as_table(&conclusions, rows, out),
        Some(Format::Table) => as_table(&conclusions, rows, out),
        None | Some(Format::Csv) => as_csv(&conclusions, rows, out),
        Some(Format::Jsonl) => as_jsonl(&conclusions, rows, out),
    })?;
    for (line, what) in &conclusions.unused {
        say(format!("warning: the correction in line {line} met nothing: {what}"));
    }
    let found = asked.iter().filter(|one| conclusions.found[index[one]].place.is_some()).count();
    say(format!("{found} of {} affiliations have a city", asked.len()));
    conclusions.gazetteer.attributions().iter().for_each(say);
    Ok(())
}

/// Each different statement with its mentions, and where it is in that list.
fn distinct<'a>(
    asked: &'a [Statement<'static>],
) -> (Vec<(Statement<'a>, u64)>, BTreeMap<&'a Statement<'static>, usize>) {
    let mut index = BTreeMap::new();
    let mut list: Vec<(Statement<'a>, u64)> = Vec::new();
    for one in asked {
        let at = *index.entry(one).or_insert(list.len());
        if at == list.len() {
            list.push((one.clone(), 0));
        }
        list[at].1 += 1;
    }
    (list, index)
}

fn read(args: &Args) -> Result<Vec<Statement<'static>>> {
    let watch: Watch<'_> = UNWATCHED;
    let is_csv = args.input.to_str().is_some_and(|name| name.contains(".csv"));
    if args.input == Path::new("-") {
        return lines(
            Input::from_reader("standard input", io::stdin().lock(), watch)?,
            "standard input",
            &args.country,
        );
    }
    let (input, name) = (Input::open(&args.input, watch)?, args.input.display().to_string());
    if is_csv { rows(input, &name, &args.country) } else { lines(input, &name, &args.country) }
}

fn lines(input: impl Read, name: &str, country: &str) -> Result<Vec<Statement<'static>>> {
    let mut asked = Vec::new();
    for (number, line) in (1..).zip(BufReader::new(input).lines()) {
        let line = line.map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData => Error::input(name, number, "is not UTF-8", "save it as UTF-8"),
            _ => crate::sources::decode::recover(error, name),
        })?;
        if !line.trim().is_empty() {
            asked.push(statement(line, country));
        }
    }
    Ok(asked)
}

fn rows(input: impl Read, name: &str, country: &str) -> Result<Vec<Statement<'static>>> {
    const LAYOUT: Layout =
        Layout { required: &["affiliation"], optional: &["country", "country_hint"], unused: &[] };
    let mut table = Table::open(input, name, 0, &LAYOUT)?;
    let mut asked = Vec::new();
    while let Some(item) = table.next_record()? {
        match item {
            Item::Rejected(bad) => return Err(Error::input(name, bad.place.line, bad.detail, "")),
            Item::Row(row) => {
                let [text, own, hint] = row.fields();
                let own = [own, hint, country].into_iter().find(|one| !one.is_empty()).unwrap_or_default();
                asked.push(statement(text.to_owned(), own));
            }
        }
    }
    Ok(asked)
}

fn statement(text: String, country: &str) -> Statement<'static> {
    Statement { text: Cow::Owned(text), country: Cow::Owned(country.to_owned()), ..Statement::default() }
}

/// The cells of an answer, in the order of [`COLUMNS`].
fn cells(from: &Conclusions, text: &str, at: usize) -> [String; 11] {
    let found: &Resolution = &from.found[at];
    let institution = found.institution.as_ref();
    let place = found.place.as_ref();
    let id = place.map(|place| place.value);
    let name = id.and_then(|id| from.gazetteer.place(id)).map(|place| place.name.clone());
    let city_method = place.map(|place| if from.by_hand[at] { CORRECTION } else { place.method.code() });
    [
        text.to_owned(),
        institution.map(|one| one.value.to_string()).unwrap_or_default(),
        found.name.clone(),
        institution.map(|one| one.method.code().to_owned()).unwrap_or_default(),
        institution.map(|one| one.confidence.to_string()).unwrap_or_default(),
        id.map(|id| id.to_string()).unwrap_or_default(),
        name.unwrap_or_default(),
        id.and_then(|id| from.gazetteer.metro_of(id)).map(|metro| metro.id.clone()).unwrap_or_default(),
        found.country.clone(),
        city_method.map(str::to_owned).unwrap_or_default(),
        place.map(|place| place.confidence.to_string()).unwrap_or_default(),
    ]
}

fn as_csv<'a>(
    from: &Conclusions,
    rows: impl Iterator<Item = (&'a str, usize)>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS).map_err(failed)?;
    for (text, at) in rows {
        csv.write_record(cells(from, text, at)).map_err(failed)?;
    }
    Ok(csv.flush()?)
}

fn as_jsonl<'a>(
    from: &Conclusions,
    rows: impl Iterator<Item = (&'a str, usize)>,
    out: &mut dyn Write,
) -> Result<()> {
    for (text, at) in rows {
        let mut object = serde_json::Map::new();
        for (name, cell) in COLUMNS.iter().zip(cells(from, text, at)) {
            let value = match cell.parse::<f64>() {
                _ if cell.is_empty() => json!(null),
                Ok(number) if name.ends_with("confidence") => json!(number),
                _ => json!(cell),
            };
            object.insert((*name).to_owned(), value);
        }
        writeln!(out, "{}", serde_json::Value::Object(object))?;
    }
    Ok(())
}

fn as_table<'a>(
    from: &Conclusions,
    rows: impl Iterator<Item = (&'a str, usize)>,
    out: &mut dyn Write,
) -> Result<()> {
    let names = ["affiliation", "institution", "city", "country", "found by", "confidence"];
    let row = |(text, at): (&str, usize)| {
        let [text, id, name, by, sure, _, city, metro, country, city_by, city_sure] = cells(from, text, at);
        let name = if name.is_empty() { id } else { name };
        let city = if metro.is_empty() { city } else { format!("{city} ({metro})") };
        let (text, name) = (table::fit(&text, 60), table::fit(&name, 40));
        vec![text, name, city, country, format!("{by} / {city_by}"), format!("{sure} / {city_sure}")]
    };
    let rows: Vec<Vec<String>> = rows.map(row).collect();
    Ok(table::write(&names.map(str::to_owned), &rows, out)?)
}

/// What each part gave, for a person who wants to know why.
fn steps<'a>(
    from: &Conclusions,
    distinct: &[(Statement<'_>, u64)],
    rows: impl Iterator<Item = (&'a str, usize)>,
    out: &mut dyn Write,
) -> Result<()> {
    for (text, at) in rows {
        writeln!(out, "{}", table::visible(text))?;
        for step in from.resolver.explain(&distinct[at].0) {
            writeln!(out, "  {:40} {}", table::visible(&step.text), table::visible(&step.gave))?;
        }
    }
    Ok(())
}

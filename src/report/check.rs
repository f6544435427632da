//! The report as an edition that `aicity lint` checks: its tables as printed, and what its sentences claim. It is checked
//! before anything is written, and lies in the folder `edition` of the report for whoever wants to check again.

use super::build::{counts_wholes, index_title, indicator_title};
use super::data::Data;
use super::document::{Document, Table};
use super::sections::Claimed;
use super::text::Lang;
use crate::base::{Error, Result};
use crate::edition::{Edition, Finding, Severity, lint};
use crate::index::profile::{Halves, Weights};
use crate::index::ranking::{INDICES, Row, standing};
use crate::index::standardise::{Scale, ZeroRule};
use crate::indicators::catalogue::INDICATORS;
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table as Toml, Value};

/// Tables that are checked: number, and the index each is ordered by.
const CHECKED: [(u32, usize); 7] = [(1, 4), (4, 4), (5, 0), (7, 1), (9, 2), (11, 3), (34, 4)];

/// The files of the edition by name.
pub fn files(data: &Data, document: &Document, claimed: &[Claimed]) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut tables = Vec::new();
    for (number, index) in CHECKED {
        if let Some(table) = document.tables().find(|table| table.number == Some(number)) {
            let name = format!("table{number:02}.csv");
            files.insert(name.clone(), csv(data, table)?);
            tables.push(described(data, table, &name, index));
        }
    }
    files.insert("claims.csv".to_owned(), claims(claimed)?);
    let description =
        toml::to_string(&description(data, document, tables)).map_err(|e| Error::Bug(e.to_string()))?;
    files.insert("edition.toml".to_owned(), description.into_bytes());
    Ok(files)
}

/// Checks the files of an edition, in a folder that goes again.
///
/// # Errors
/// A defect: the report contradicts itself.
pub fn check(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Finding>> {
    let folder = tempfile::tempdir().map_err(|e| Error::io("make", Path::new("a temporary folder"))(e))?;
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(Error::io("write", &path))?;
    }
    let findings = lint::lint(&Edition::load(&folder.path().to_string_lossy())?);
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        None => Ok(findings),
        Some(first) => {
            Err(Error::Bug(format!("the report contradicts itself: {}: {}", first.rule, first.message)))
        }
    }
}

/// A table with the columns that are checked, as printed.
fn csv(data: &Data, table: &Table) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let failed = |e: csv::Error| Error::Bug(e.to_string());
    let place = |name: &str| table.column(name);
    let columns: Vec<(&str, usize)> = ids().filter_map(|id| Some((id, place(id)?))).collect();
    let head = ["rank", "country_label", "city"].into_iter().chain(columns.iter().map(|(id, _)| *id));
    writer.write_record(head).map_err(failed)?;
    let [rank, key] = ["rank", "key"].map(place);
    let (Some(rank), Some(key)) = (rank, key) else {
        return Err(Error::Bug(format!("{} has no rank or key", table.id)));
    };
    for row in &table.rows {
        let unit = data.units().find(&row[key].text());
        let unit = unit.ok_or_else(|| Error::Bug(format!("{} lists a unit that is none", table.id)))?;
        let mut record = vec![
            row[rank].text().into_owned(),
            data.units().country_code(unit).to_owned(),
            label(data, unit),
        ];
        record.extend(columns.iter().map(|&(_, column)| plain(&table.text(row, column, Lang::En))));
        writer.write_record(&record).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| Error::Bug(e.to_string()))
}

/// Every column that can be checked.
fn ids() -> impl Iterator<Item = &'static str> {
    INDICES.iter().map(|index| index.0).chain(INDICATORS.iter().map(|indicator| indicator.id))
}

/// A number without commas, and with the sign that programs read; nothing where there is none.
fn plain(text: &str) -> String {
    if text == super::document::ABSENT { String::new() } else { text.replace(',', "").replace('−', "-") }
}

/// How the edition names a unit: with its country where another one has a unit of that name.
pub fn label(data: &Data, unit: u32) -> String {
    let name = &data.names[unit as usize].en;
    let units = data.units();
    let own = units.country[unit as usize];
    let is_namesake =
        |row: &Row| data.names[row.unit as usize].en == *name && units.country[row.unit as usize] != own;
    if data.ranked.ranking.rows.iter().any(is_namesake) {
        format!("{name} ({})", units.country_code(unit))
    } else {
        name.clone()
    }
}

fn claims(claimed: &[Claimed]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let failed = |e: csv::Error| Error::Bug(e.to_string());
    let head =
        ["section", "subject", "metric", "scope", "value", "unit", "op", "table", "column", "rows", "of"];
    writer.write_record(head).map_err(failed)?;
    for section in claimed {
        for claim in &section.claims {
            let record = [
                section.section.as_str(),
                &claim.subject,
                claim.metric,
                claim.table,
                &claim.value,
                claim.sort.name(),
                claim.op,
                claim.table,
                claim.column,
                &claim.rows,
                "",
            ];
            writer.write_record(record).map_err(failed)?;
        }
    }
    writer.into_inner().map_err(|e| Error::Bug(e.to_string()))
}

fn text(value: impl Into<String>) -> Value {
    Value::String(value.into())
}

fn entries<const N: usize>(entries: [(&str, Value); N]) -> Toml {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn described(data: &Data, table: &Table, file: &str, index: usize) -> Value {
    let mut entry = entries([
        ("id", text(table.number.unwrap_or_default().to_string())),
        ("file", text(file)),
        ("title", text(&table.title.en)),
        ("title_zh", text(&table.title.zh)),
        ("ranks", Value::Integer(i64::try_from(table.rows.len()).unwrap_or(i64::MAX))),
        ("index", text(INDICES[index].0)),
    ]);
    let has_parts = table.column(INDICATORS[index.min(3) * 2].id).is_some() || index == 4;
    if has_parts && !parts(data, index).is_empty() {
        entry.insert("reproduce".to_owned(), Value::Boolean(true));
    }
    Value::Table(entry)
}

fn description(data: &Data, document: &Document, tables: Vec<Value>) -> Toml {
    let zero = match data.ranked.profile.zero {
        // Where zeros stay out of the scale, sub-indices are not computed again.
        ZeroRule::Drop => ZeroRule::default(),
        other => other,
    };
    let mut all = entries([
        ("id", text("report")),
        ("title", text(&document.title.zh)),
        ("title_en", text(&document.title.en)),
        ("source", text(&data.edition)),
        ("language", text("en")),
        ("zero", text(zero.to_string())),
        ("claims", text("claims.csv")),
    ]);
    let count = |count: u64| Value::Integer(count.cast_signed());
    let totals = entries([
        ("papers", count(data.all.papers)),
        ("scholars", count(data.all.scholars)),
        ("institutions", count(data.all.institutions)),
    ]);
    all.insert("corpus".to_owned(), Value::Table(totals));
    let columns =
        (0..INDICATORS.len()).map(|k| indicator(data, k)).chain((0..INDICES.len()).map(|k| index(data, k)));
    all.insert("column".to_owned(), Value::Array(columns.collect()));
    all.insert("table".to_owned(), Value::Array(tables));
    all
}

fn indicator(data: &Data, k: usize) -> Value {
    let is_count = counts_wholes(data, k);
    let title = indicator_title(k);
    let mut entry = entries([
        ("id", text(INDICATORS[k].id)),
        ("title", text(title.en)),
        ("title_zh", text(title.zh)),
        ("kind", text(if is_count { "count" } else { "average" })),
    ]);
    if is_count && k != 4 {
        entry.insert("overlap".to_owned(), Value::Boolean(true));
    }
    Value::Table(entry)
}

fn index(data: &Data, k: usize) -> Value {
    let title = index_title(k);
    let mut entry = entries([
        ("id", text(INDICES[k].0)),
        ("title", text(title.en)),
        ("title_zh", text(title.zh)),
        ("kind", text("index")),
    ]);
    let parts = parts(data, k);
    if !parts.is_empty() {
        entry.insert("parts".to_owned(), Value::Array(parts));
    }
    Value::Table(entry)
}

/// What an index is made of, where that can be computed again from what is printed.
fn parts(data: &Data, k: usize) -> Vec<Value> {
    let profile = &data.ranked.profile;
    let Weights { paper, scholar, institution, collaboration, .. } = profile.weights;
    if k == 4 {
        let weights = [paper, scholar, institution, collaboration];
        let of = |(i, weight): (usize, f64)| {
            Value::Table(entries([("column", text(INDICES[i].0)), ("weight", Value::Float(weight))]))
        };
        return weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0).map(of).collect();
    }
    if profile.scale != Scale::Minmax || profile.zero == ZeroRule::Drop {
        return Vec::new();
    }
    let both = |halves: &Halves| [halves.count, halves.citations];
    let weights = match k {
        0 => both(&profile.weights.paper_index).to_vec(),
        1 => both(&profile.weights.scholar_index).to_vec(),
        2 => both(&profile.weights.institution_index).to_vec(),
        _ => vec![1.0],
    };
    weights
        .into_iter()
        .zip(2 * k..)
        .filter(|(weight, _)| *weight > 0.0)
        .map(|(weight, i)| part(data, i, weight))
        .collect()
}

/// A standardised indicator, with the smallest and largest value of all ranked units.
fn part(data: &Data, indicator: usize, weight: f64) -> Value {
    let values = data.ranked.ranking.rows.iter().map(|row| standing(row.values[indicator]));
    let (low, high) =
        values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    Value::Table(entries([
        ("column", text(INDICATORS[indicator].id)),
        ("weight", Value::Float(weight)),
        ("min", Value::Float(low)),
        ("max", Value::Float(high)),
    ]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Kind;

    /// The study's own edition, which contradicts itself, and what is left of it when only one table is checked.
    fn files(tables: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/edition-2023");
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let text = String::from_utf8(read("edition.toml")).unwrap();
        let mut described: Toml = toml::from_str(&text).unwrap();
        let is_kept = |table: &Value| tables.contains(&table["file"].as_str().unwrap());
        described["table"].as_array_mut().unwrap().retain(is_kept);
        for key in ["claims", "prediction"] {
            described.remove(key);
        }
        let mut files: BTreeMap<String, Vec<u8>> =
            tables.iter().map(|&name| (name.to_owned(), read(name))).collect();
        files.insert("edition.toml".to_owned(), toml::to_string(&described).unwrap().into_bytes());
        files
    }

    #[test]
    fn what_contradicts_itself_is_a_defect_and_what_does_not_passes() {
        assert_eq!(check(&files(&["table05.csv"])).unwrap(), []);
        // Tables 1 and 7 print different scholar indices.
        let error = check(&files(&["table01.csv", "table07.csv"])).unwrap_err();
        assert_eq!(error.kind(), Kind::Bug);
        assert!(error.to_string().contains("contradicts itself"), "{error}");
    }
}

//! The formats that are tables and JSON.

use super::containers::{lines_and_array, read};
use super::log::Log;
use super::{files, scratch::Scratch};
use std::collections::BTreeSet;

/// The four tables, and how their files are called.
const TABLES: [(&str, &str); 4] = [
    ("cities.csv", "city_id,name,country_code,report_country,metro_id\n"),
    ("institutions.csv", "institution_id,name,city_id,country_code\n"),
    ("papers.csv", "paper_id,title,venue,field,year,citations\n"),
    ("authorships.csv", "paper_id,position,scholar_id,institution_id\n"),
];

/// Four tables; one that is not there has a header only. Where quotes and odd bytes leave no doubt what a row is, each
/// row is a record or a rejection.
pub fn tables(bytes: &[u8]) {
    let texts = files::<4>(bytes);
    let mut inputs: Vec<(&str, &[u8])> = Vec::new();
    for ((name, header), text) in TABLES.into_iter().zip(texts) {
        inputs.push((name, if text.is_empty() { header.as_bytes() } else { text }));
    }
    let log = read("tables", &inputs);
    for (file, (_, text)) in inputs.iter().enumerate() {
        if !log.is_whole() || text.iter().any(|&byte| byte == b'"' || byte == b'\r') {
            continue;
        }
        let lines = text.split(|&byte| byte == b'\n').zip(1..).filter(|(line, _)| !line.is_empty());
        let expected: BTreeSet<u64> = lines.skip(1).map(|(_, number)| number).collect();
        let found = log.lines(file as u32, "");
        assert!(
            found.is_superset(&expected),
            "table {file}: rows on lines {expected:?}, answers on {found:?}"
        );
    }
}

/// Every object must have become a paper or a rejection, or have been passed over.
fn complete(objects: &[String], log: &Log) {
    let answered = log.lines(0, "Paper ").len() as u64 + log.skips();
    assert!(answered >= objects.len() as u64, "{} objects, {answered} answers: {log:?}", objects.len());
}

/// Papers of the DBLP citation network.
pub fn aminer(bytes: &[u8]) {
    read("aminer", &[("dblp.json", bytes)]);
    let (objects, log) = lines_and_array("aminer", "dblp.json", bytes);
    complete(&objects, &log);
}

/// Open Academic Graph, told by its records and taken for papers.
pub fn oag(bytes: &[u8]) {
    read("oag", &[("oag.txt", bytes)]);
    lines_and_array("oag", "oag.txt", bytes);
    let (objects, log) = lines_and_array("oag", "mag_papers_0.txt", bytes);
    complete(&objects, &log);
}

/// A conference list.
pub fn paperlists(bytes: &[u8]) {
    read("paperlists", &[("iclr2021.json", bytes)]);
    let (objects, log) = lines_and_array("paperlists", "iclr2021.json", bytes);
    complete(&objects, &log);
}

/// Records and lists of OpenAlex as JSON. Every work must have become a paper or a rejection, or have been passed over.
pub fn openalex_json(bytes: &[u8]) {
    read("openalex", &[("part_000.jsonl", bytes)]);
    let (objects, log) = lines_and_array("openalex", "part_000.jsonl", bytes);
    let is_work = |object: &&String| object.starts_with("{\"id\":\"https://openalex.org/W");
    let works: Vec<String> = objects.iter().filter(is_work).cloned().collect();
    complete(&works, &log);
}

/// A part of a snapshot as Parquet.
pub fn openalex_parquet(bytes: &[u8]) {
    let (_scratch, paths) = Scratch::with(&[("part_0000.parquet", bytes)]);
    let log = Log::read("openalex", &paths);
    assert_eq!(log, Log::read("openalex", &paths), "another answer when asked again");
}

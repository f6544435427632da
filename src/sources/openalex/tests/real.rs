//! Real data: a slice in the layout of 2026 and a sample of the snapshot of 2023.

use super::*;
use crate::base::Kind;
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};

const SAMPLE: &str = "samples/openalex/snapshot_2023/sample/openalex";

/// The records of a file, read by other means.
fn values(path: &Path) -> Vec<Value> {
    let lines = BufReader::new(MultiGzDecoder::new(File::open(path).unwrap())).lines();
    lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect()
}

#[test]
fn the_slice_is_read_whole() {
    let Some(slice) = shared("openalex_slice") else { return };
    let (notes, files) = read_all(std::slice::from_ref(&slice)).unwrap();
    assert_eq!(notes.rejections, []);
    assert_eq!((notes.papers.len(), notes.institutions.len(), files.len()), (4_758, 1_467, 5));
    let day = slice.join("data/jsonl/works/updated_date=2026-06-01");
    let works: Vec<Value> =
        ["part_0000.gz", "part_0001.gz"].iter().flat_map(|part| values(&day.join(part))).collect();
    assert_eq!(notes.authorships, works.iter().flat_map(rows).collect::<Vec<_>>());
    let cities: std::collections::BTreeSet<String> =
        values(&slice.join("data/jsonl/institutions/updated_date=2026-06-01/part_0000.gz"))
            .iter()
            .filter_map(|institution| institution["geo"]["geonames_city_id"].as_str().map(str::to_owned))
            .collect();
    let read: std::collections::BTreeSet<String> =
        notes.cities.iter().filter_map(|city| city.split(' ').next().map(str::to_owned)).collect();
    assert_eq!(read, cities);
}

/// The rows of a work by a plain reading of what it says.
fn rows(work: &Value) -> Vec<String> {
    let id = |value: &Value| value.as_str().unwrap_or_default().replace("https://openalex.org/", "");
    let mut rows = Vec::new();
    for (at, author) in work["authorships"].as_array().unwrap().iter().enumerate() {
        let head = format!(
            "{} | {} | {} | {} | {}",
            id(&work["id"]),
            at + 1,
            id(&author["author"]["id"]),
            author["author"]["orcid"].as_str().unwrap_or_default().replace("https://orcid.org/", ""),
            author["raw_author_name"].as_str().unwrap()
        );
        let mut own = Vec::new();
        for affiliation in author["affiliations"].as_array().unwrap() {
            let text = affiliation["raw_affiliation_string"].as_str().unwrap();
            for institution in affiliation["institution_ids"].as_array().unwrap() {
                let inline =
                    author["institutions"].as_array().unwrap().iter().find(|i| i["id"] == *institution);
                let given = |key: &str| inline.map_or("", |i| i[key].as_str().unwrap_or_default());
                let [ror, name, country] = ["ror", "display_name", "country_code"].map(given);
                own.push(format!("{head} | {text} / {} / {ror} / {name} / {country}", id(institution)));
            }
            if affiliation["institution_ids"].as_array().unwrap().is_empty() {
                let countries = author["countries"].as_array().unwrap();
                let country = if countries.len() == 1 { countries[0].as_str().unwrap() } else { "" };
                own.push(format!("{head} | {text} /  /  /  / {country}"));
            }
        }
        if own.is_empty() {
            own.push(format!("{head} | none"));
        }
        let mut seen = std::collections::BTreeSet::new();
        rows.extend(own.into_iter().filter(|row| seen.insert(row.clone())));
    }
    rows
}

#[test]
fn a_selection_takes_its_part_of_the_slice() {
    let Some(slice) = shared("openalex_slice") else { return };
    let selection =
        Selection::of_sources(&[("NeurIPS", "machine-learning", "S4399000001")]).within(Some(2013..=2017));
    let notes = read_selected(&[slice], &selection).unwrap().0;
    // Counted with jq: 1,319 works of AAAI 2022, 1,008 of NeurIPS 2018, the rest of NeurIPS 2013 to 2017.
    assert_eq!(notes.papers.len(), 361 + 411 + 403 + 569 + 687);
    assert_eq!(notes.skipped, [(Skipped::Year, 1_319 + 1_008)].into());
}

#[test]
fn the_sample_of_2023_is_a_part_and_read_by_parts() {
    let Some(sample) = shared(SAMPLE) else { return };
    let error = read_all(std::slice::from_ref(&sample)).unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
    assert!(error.to_string().contains("names 104 files, of which 104 are not there"), "{error}");
    let parts = [
        "works/updated_date=2023-05-16",
        "institutions",
        "sources",
        "authors/updated_date=2023-04-21",
        "merged_ids",
        "works/W2741809807",
    ];
    let notes = read_all(&parts.map(|part| sample.join(part))).unwrap().0;
    assert_eq!(notes.rejections, []);
    assert_eq!((notes.papers.len(), notes.institutions.len()), (27 + 1, 678));
    assert_eq!(notes.files.len(), 2 + 5);
}

#[test]
fn records_of_the_api_of_both_generations_are_read() {
    let Some(sample) = shared("samples/openalex") else { return };
    let older = sample.join("snapshot_2023/sample/openalex/works/W2741809807");
    let newer = sample.join("work_W2741809807_2026_api_trimmed.json");
    let [older, newer] = [older, newer].map(|path| read_all(&[path]).unwrap().0);
    assert!(
        older.papers[0].starts_with("W2741809807 | The state of OA: a large-scale"),
        "{}",
        older.papers[0]
    );
    assert_eq!(older.authorships.first(), Some(&"W2741809807 | 1 | A5048491430 |  | Heather Piwowar | Impactstory, \
        Sanford, NC, USA / I4210166736 / https://ror.org/05ppvf150 / Impact Technology Development (United States) / US"
        .to_owned()));
    let paper = "W2741809807 | The state of OA: ... | S1983995261 | Statistics, Probability and Uncertainty | 2018 \
        | 1149 | 10.7717/peerj.4375 | by year 2025:133 2026:17";
    assert_eq!(newer.papers, [paper]);
    assert_eq!(newer.authorships.len(), 1);
}

//! A made-up snapshot of works, the same at every run: parts of 50,000 works with a manifest.

use aicity::base::{Error, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::ops::RangeInclusive;
use std::path::Path;

/// The selected venues, and their sources.
pub const SOURCES: [(&str, &str); 2] = [("synthetic-a", "S4999000001"), ("synthetic-b", "S4999000002")];
/// The selected years.
pub const YEARS: RangeInclusive<u16> = 2013..=2022;

const PART: u64 = 50_000;
const DAY: &str = "updated_date=2026-06-01";
/// First ids, far above those that are given out.
const IDS: u64 = 9_900_000_000;

/// Writes a snapshot; answers what was written.
pub fn write(folder: &Path, works: u64) -> Result<Value> {
    let entity = folder.join("data/jsonl/works");
    let day = entity.join(DAY);
    fs::create_dir_all(&day).map_err(Error::io("create", &day))?;
    let parts: Vec<(u64, u64)> =
        (0..works.div_ceil(PART)).map(|part| (part, PART.min(works - part * PART))).collect();
    let written: Vec<(u64, Value)> =
        parts.par_iter().map(|(part, count)| write_part(&day, *part, *count)).collect::<Result<_>>()?;
    let (bytes, files): (Vec<u64>, Vec<Value>) = written.into_iter().unzip();
    let packed: u64 = files.iter().filter_map(|file| file["meta"]["content_length"].as_u64()).sum();
    let manifest = json!({
        "date": "2026-06-01", "format": "jsonl", "entity": "works", "record_count": works, "content_length": packed,
        "files": files,
    });
    let path = entity.join("manifest.json");
    fs::write(&path, manifest.to_string()).map_err(Error::io("write", &path))?;
    Ok(json!({ "works": works, "bytes": bytes.iter().sum::<u64>(), "bytes_on_disk": packed }))
}

/// Writes a part; answers its length before compression and its entry in the manifest.
fn write_part(day: &Path, part: u64, count: u64) -> Result<(u64, Value)> {
    let name = format!("part_{part:04}.gz");
    let path = day.join(&name);
    let file = File::create(&path).map_err(Error::io("create", &path))?;
    let mut out = GzEncoder::new(BufWriter::new(file), Compression::new(6));
    let mut bytes = 0;
    for work in part * PART..part * PART + count {
        let line = format!("{}\n", Draw(work).work(work));
        bytes += line.len() as u64;
        out.write_all(line.as_bytes()).map_err(Error::io("write", &path))?;
    }
    out.finish().and_then(|mut file| file.flush()).map_err(Error::io("write", &path))?;
    let length = fs::metadata(&path).map_err(Error::io("read", &path))?.len();
    let url = format!("s3://synthetic/data/jsonl/works/{DAY}/{name}");
    Ok((bytes, json!({ "url": url, "meta": { "content_length": length, "record_count": count } })))
}

/// Random draws: the generator `SplitMix64` (Steele, Lea and Flood 2014), seeded with the number of a work.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// A word; short ones come more often, as in a language.
    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ra", "ne", "to", "li", "sem", "cor", "tan", "vi", "pol", "gra", "den", "mu", "shi", "qua",
            "ber", "os",
        ];
        let rank = self.below(40).pow(2) + self.below(8);
        let mut word = String::new();
        let mut rest = rank + 3;
        while rest > 0 {
            word += SYLLABLES[(rest % 16) as usize];
            rest /= 16;
        }
        word
    }

    fn words(&mut self, count: u64) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn id(&mut self, letter: char, among: u64) -> String {
        format!("https://openalex.org/{letter}{}", IDS + self.below(among))
    }

    fn many(&mut self, least: u64, most: u64, mut draw: impl FnMut(&mut Self) -> Value) -> Value {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| draw(self)).collect::<Vec<_>>().into()
    }

    fn location(&mut self, source: &str) -> Value {
        let name = if self.below(2) == 0 { "Synthetic Proceedings" } else { "Journal of Synthetic Results" };
        json!({
            "id": null, "is_oa": false, "landing_page_url": format!("https://example.org/{}", self.next()), "pdf_url": null,
            "source": {
                "id": source, "display_name": name, "issn_l": "0000-0000", "issn": ["0000-0000"], "is_oa": false,
                "is_in_doaj": false, "host_organization": self.id('P', 5_000), "host_organization_name": self.words(2),
                "host_organization_lineage": [self.id('P', 5_000)], "type": "conference",
            },
            "license": null, "version": "publishedVersion", "is_accepted": true, "is_published": true,
            "raw_source_name": name, "raw_type": "proceedings-article",
        })
    }

    fn authorship(&mut self) -> Value {
        let (institution, name, text) = (self.id('I', 30_000), self.words(3), self.words(9));
        let author = self.words(2);
        let country = ["CN", "US", "DE", "GB", "JP", "IN", "FR", "BR"][self.below(8) as usize];
        json!({
            "author_position": "middle",
            "author": { "id": self.id('A', 3_000_000), "display_name": author, "orcid": null },
            "institutions": [{
                "id": institution, "display_name": name, "ror": format!("https://ror.org/0{:08}", self.below(99_999)),
                "country_code": country, "type": "education", "lineage": [institution],
            }],
            "countries": [country], "is_corresponding": false, "raw_author_name": author, "raw_orcid": null,
            "raw_affiliation_strings": [text],
            "affiliations": [{ "raw_affiliation_string": text, "institution_ids": [institution] }],
        })
    }

    fn topic(&mut self) -> Value {
        json!({
            "id": self.id('T', 4_500), "display_name": self.words(4), "score": self.below(10_000) as f64 / 1e4,
            "subfield": { "id": "https://openalex.org/subfields/1702", "display_name": "Artificial Intelligence" },
            "field": { "id": "https://openalex.org/fields/17", "display_name": "Computer Science" },
            "domain": { "id": "https://openalex.org/domains/3", "display_name": "Physical Sciences" },
        })
    }

    fn concept(&mut self) -> Value {
        json!({
            "id": self.id('C', 65_000), "wikidata": format!("https://www.wikidata.org/wiki/Q{}", self.below(9_999_999)),
            "display_name": self.words(2), "level": self.below(6), "score": self.below(10_000) as f64 / 1e4,
        })
    }

    /// Which words an abstract has, and where.
    fn inverted_abstract(&mut self) -> Value {
        let mut index: Map<String, Value> = Map::new();
        for at in 0..30 + self.below(60) {
            let places = index.entry(self.word()).or_insert_with(|| json!([]));
            if let Some(places) = places.as_array_mut() {
                places.push(at.into());
            }
        }
        index.into()
    }

    /// One work in a hundred is of a selected source, half of these by another location than the primary one.
    fn locations(&mut self) -> (Value, Value) {
        let selected = format!("https://openalex.org/{}", SOURCES[self.below(2) as usize].1);
        let (other, draw) = (self.id('S', 250_000), self.below(200));
        let primary = self.location(if draw == 0 { &selected } else { &other });
        let second = self.location(if draw == 1 { &selected } else { &other });
        (primary.clone(), json!([primary, second]))
    }

    fn work(&mut self, number: u64) -> Value {
        let id = format!("https://openalex.org/W{}", IDS + number);
        let doi = format!("https://doi.org/10.5555/synthetic.{number}");
        let title = format!("[synthetic] {}", self.words(10));
        let year = 1990 + self.below(37);
        let (primary, locations) = self.locations();
        let counts =
            |draw: &mut Self| json!({ "year": 2012 + draw.below(15), "cited_by_count": draw.below(40) });
        json!({
            "id": id, "doi": doi, "title": title, "display_name": title, "ids": { "openalex": id, "doi": doi },
            "indexed_in": ["crossref"], "publication_date": format!("{year}-06-01"), "publication_year": year,
            "language": "en", "type": "article", "primary_location": primary, "locations": locations,
            "locations_count": 2, "best_oa_location": null, "open_access": { "is_oa": false, "oa_status": "closed" },
            "authorships": self.many(3, 8, Self::authorship), "primary_topic": self.topic(),
            "topics": self.many(2, 3, Self::topic), "concepts": self.many(2, 5, Self::concept),
            "is_paratext": self.below(200) == 0, "is_retracted": self.below(500) == 0, "is_xpac": self.below(3) == 0,
            "referenced_works": self.many(2, 24, |draw| draw.id('W', 99_999_999).into()),
            "related_works": self.many(4, 4, |draw| draw.id('W', 99_999_999).into()),
            "abstract_inverted_index": self.inverted_abstract(), "cited_by_count": self.below(300),
            "counts_by_year": self.many(0, 10, counts), "updated_date": "2026-06-01T00:00:00",
            "created_date": "2026-06-01T00:00:00",
        })
    }
}

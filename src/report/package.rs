//! What lies beside the report: how to cite it, what it is for machines, and the checksum of every file.

use super::data::Data;
use super::document::Document;
use super::text::Lang;
use crate::base::{Error, Result};
use crate::rdf::dump::hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Name of the list of files.
pub const MANIFEST: &str = "manifest.json";
/// Name of the description for machines (RO-Crate 1.1).
const CRATE: &str = "ro-crate-metadata.json";
/// Name of the citation (Citation File Format 1.2.0).
const CITATION: &str = "CITATION.cff";

/// A day that stands where nobody states one and a format asks for it.
pub const NO_DATE: &str = "1970-01-01";

/// The files of a report by their paths in its folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Adds citation, description and manifest.
///
/// # Errors
/// A defect of serialisation.
pub fn add(data: &Data, document: &Document, files: &mut Files) -> Result<()> {
    files.insert(CITATION.to_owned(), citation(data, document).into_bytes());
    let described = ro_crate(data, document, files);
    files.insert(CRATE.to_owned(), pretty(&described)?);
    let manifest = manifest(data, files);
    files.insert(MANIFEST.to_owned(), pretty(&manifest)?);
    Ok(())
}

fn pretty(value: &Value) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| Error::Bug(e.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A text as a scalar of YAML, which is what JSON makes of it.
fn scalar(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

fn citation(data: &Data, document: &Document) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let released =
        data.ask.date.as_ref().map(|date| format!("date-released: {}\n", scalar(date))).unwrap_or_default();
    format!(
        "cff-version: 1.2.0\ntype: dataset\nmessage: {}\ntitle: {}\nauthors:\n  - name: {}\nversion: {}\n{released}abstract: {}\n",
        scalar("If you use these figures, cite this report, its edition and the sources of its data."),
        scalar(&document.title.en),
        scalar(&format!("aicity {version}")),
        scalar(&data.edition),
        scalar(&document.subtitle.en),
    )
}

/// Sort of a file by its ending.
fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html",
        Some("pdf") => "application/pdf",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Some("csv") => "text/csv",
        Some("md") => "text/markdown",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("toml") => "application/toml",
        _ => "text/plain",
    }
}

/// Language of a file by its name: `report.zh.html`.
fn language(path: &str) -> Option<&'static str> {
    let of = |lang: &&Lang| path.split('.').any(|part| part == lang.code());
    Lang::ALL.iter().find(of).map(|lang| lang.tag())
}

fn ro_crate(data: &Data, document: &Document, files: &Files) -> Value {
    let parts: Vec<Value> = files.keys().map(|path| json!({ "@id": path })).collect();
    let published = data.ask.date.as_deref().unwrap_or(NO_DATE);
    let mut graph = vec![
        json!({
            "@id": CRATE,
            "@type": "CreativeWork",
            "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.1" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": document.title.en,
            "alternateName": document.title.zh,
            "description": document.subtitle.en,
            "datePublished": published,
            "license": "See the section on sources: the figures follow the licences of their data.",
            "identifier": data.edition,
            "hasPart": parts,
            "mentions": { "@id": "#make" },
        }),
        json!({
            "@id": "#make",
            "@type": "CreateAction",
            "name": data.ask.command,
            "instrument": { "@id": "#aicity" },
            "result": { "@id": "./" },
        }),
        json!({
            "@id": "#aicity",
            "@type": "SoftwareApplication",
            "name": "aicity",
            "softwareVersion": env!("CARGO_PKG_VERSION"),
        }),
    ];
    for (path, bytes) in files {
        let mut file = json!({
            "@id": path,
            "@type": "File",
            "encodingFormat": media(path),
            "contentSize": bytes.len().to_string(),
        });
        if let (Some(object), Some(language)) = (file.as_object_mut(), language(path)) {
            object.insert("inLanguage".to_owned(), language.into());
        }
        graph.push(file);
    }
    json!({ "@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph })
}

fn manifest(data: &Data, files: &Files) -> Value {
    let entry = |(path, bytes): (&String, &Vec<u8>)| json!({ "path": path, "bytes": bytes.len(), "sha256": hex(&Sha256::digest(bytes)) });
    json!({
        "program": concat!("aicity ", env!("CARGO_PKG_VERSION")),
        "edition": data.edition,
        "synthetic": data.synthetic(),
        "profile": data.ranked.profile,
        "date": data.ask.date,
        "command": data.ask.command,
        "replicates": data.intervals.options.replicates,
        "seed": data.intervals.options.seed,
        "files": files.iter().map(entry).collect::<Vec<_>>(),
    })
}

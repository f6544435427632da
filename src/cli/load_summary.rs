//! What `aicity load` says at its end.

use super::say;
use crate::engine::coverage::share;
use crate::engine::load::{self, Loaded};
use std::path::Path;

/// Says what was loaded, what was concluded, and what was not used.
pub fn print(loaded: &Loaded, store: &Path, rejections_written: bool) {
    if !loaded.manifest.holds.is_corpus() {
        return kept(loaded, store);
    }
    counts(loaded, store);
    resolved(loaded);
    coverage(loaded);
    skipped(loaded);
    rejected(loaded, rejections_written);
    loaded.resolved.attributions.iter().for_each(say);
}

/// What was loaded of a graph without a corpus.
fn kept(loaded: &Loaded, store: &Path) {
    let count = |name: &str| loaded.manifest.counts.get(name).copied().unwrap_or(0);
    if count("quads") == 0 {
        say("warning: the inputs hold no statement; the store is empty");
    }
    say(format!(
        "kept {} statements, {} terms, {} named graphs in {}: a graph without a corpus, for SPARQL",
        count("quads"),
        count("terms"),
        count("graphs"),
        store.display()
    ));
}

fn counts(loaded: &Loaded, store: &Path) {
    let count = |name: &str| loaded.manifest.counts.get(name).copied().unwrap_or(0);
    if count("papers") == 0 {
        say("warning: the inputs hold no paper; the store is empty");
    }
    say(format!(
        "loaded {} papers, {} authorships, {} scholars, {} institutions, {} cities: {} statements in {}",
        count("papers"),
        count("authorships"),
        count("scholars"),
        count("institutions"),
        count("cities"),
        count("quads"),
        store.display()
    ));
    let s = loaded.scholars;
    if s.source != s.name || s.source != s.orcid {
        say(format!(
            "scholars as read: {} by the key of the source, {} by ORCID, {} by name (--scholars)",
            s.source, s.orcid, s.name
        ));
    }
}

/// What became of affiliations that had to be resolved.
fn resolved(loaded: &Loaded) {
    let r = &loaded.resolved;
    if r.mentions > 0 {
        say(format!(
            "resolved {} affiliations ({} different): {} to an institution, {} to a city; each one in resolution.parquet",
            r.mentions,
            r.statements,
            percent(share(r.with_institution, r.mentions)),
            percent(share(r.with_city, r.mentions)),
        ));
    }
    for (line, what) in &r.unused {
        say(format!("warning: the correction in line {line} met nothing: {what}"));
    }
}

fn coverage(loaded: &Loaded) {
    let c = &loaded.coverage;
    say(format!(
        "coverage: {} of papers and {} of authorships have a city; unresolved: {} of {} affiliations; {} papers without citations count as 0",
        percent(c.paper_share()),
        percent(c.authorship_share()),
        c.unresolved(),
        c.affiliations,
        c.papers_without_citations
    ));
}

/// Sound records outside what was asked for.
fn skipped(loaded: &Loaded) {
    if !loaded.manifest.skipped.is_empty() {
        let reasons: Vec<String> =
            loaded.manifest.skipped.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        say(format!("passed over: {}", reasons.join(", ")));
    }
}

fn rejected(loaded: &Loaded, written: bool) {
    let counts = load::count(&loaded.rejections);
    let lost: u64 = counts.iter().filter(|(reason, _)| !reason.keeps_record()).map(|(_, n)| n).sum();
    let noted: u64 = counts.values().sum::<u64>() - lost;
    say(format!("rejected: {lost} records or parts of records; noted without loss: {noted}"));
    for (reason, count) in &counts {
        say(format!("  {:>9}  {}", count, reason.code()));
    }
    if !loaded.rejections.is_empty() && !written {
        say("  each one with its place: aicity load … --rejections FILE");
    }
}

/// A share as a percentage with one decimal.
pub fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

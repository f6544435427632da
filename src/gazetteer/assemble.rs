//! Puts together what the files hold. The answer depends on the files, not on their order or names.

mod institutions;
mod lists;
mod places;

use super::model::{Gazetteer, Source};
use super::part::{Part, Scope};
use crate::model::record::{self, Reason, Rejection};

/// Puts parts together. Where they contradict each other the first sort in the list of sorts counts, then the smaller
/// checksum; what ships with the program comes last. Answers the rejections of the parts too, ordered by place.
pub(super) fn assemble(mut parts: Vec<Part>, scope: Scope) -> (Gazetteer, Vec<Rejection>) {
    let mut again = Vec::new();
    drop_shipped_copies(&mut parts);
    parts.sort_by(|a, b| order(a).cmp(&order(b)));
    // The same file twice, under whatever names, says nothing new.
    parts.dedup_by(|later, first| {
        // Two files of one archive have its checksum.
        let same = later.source.sha256 == first.source.sha256 && later.rank == first.rank;
        if same {
            again.push(note(later.file, 0, "", Reason::Duplicate, same_file(first)));
        }
        same
    });
    let mut rejections: Vec<Rejection> =
        parts.iter_mut().flat_map(|part| std::mem::take(&mut part.rejections)).chain(again).collect();
    let places = places::assemble(&mut parts, scope, &mut rejections);
    let gazetteer = Gazetteer {
        merges: lists::merges(&parts, &places, &mut rejections),
        metros: lists::metros(&parts, &mut rejections),
        countries: lists::countries(&mut parts),
        divisions: lists::divisions(&mut parts),
        institutions: institutions::assemble(&mut parts, &mut rejections),
        places,
        sources: sources(&parts),
    };
    rejections.sort();
    (gazetteer, rejections)
}

fn order(part: &Part) -> (bool, usize, &str, &str) {
    (part.shipped, part.rank, &part.source.sha256, &part.source.name)
}

/// A list that ships is left out when it is an input too.
fn drop_shipped_copies(parts: &mut Vec<Part>) {
    let given: Vec<String> = parts.iter().filter(|p| !p.shipped).map(|p| p.source.sha256.clone()).collect();
    parts.retain(|part| !part.shipped || !given.contains(&part.source.sha256));
}

fn same_file(first: &Part) -> String {
    format!("holds the same bytes as {}", first.source.name)
}

fn sources(parts: &[Part]) -> Vec<Source> {
    let mut sources: Vec<Source> = parts.iter().map(|part| part.source.clone()).collect();
    sources.sort();
    sources
}

fn note(file: u32, line: u64, field: &str, reason: Reason, detail: String) -> Rejection {
    Rejection { place: record::Place { file, line }, field: field.to_owned(), reason, detail }
}

/// Takes `other` where nothing is known yet.
fn fill(text: &mut String, other: String) {
    if text.is_empty() {
        *text = other;
    }
}

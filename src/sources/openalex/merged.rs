//! Merged ids of the older snapshots: which ids were given up for which. A work that was merged away is not read, whatever
//! file still holds it; authors and institutions go by the id they were merged into.
//!
//! 16 bytes for each merged id of works, authors and institutions: the one thing that is kept beside what is selected.

use super::FORMAT;
use super::layout::MergedFile;
use super::values::number;
use crate::base::Result;
use crate::model::record::{Place, Reason, Rejection, Sink};
use crate::sources::SourceFile;
use crate::sources::csv_table::{Item, Layout, Table, shown};
use crate::sources::decode::{Input, Watch};
use std::borrow::Cow;

const LAYOUT: Layout = Layout { required: &["id", "merge_into_id"], optional: &[], unused: &["merge_date"] };

/// The merged ids of one sort.
#[derive(Debug)]
pub struct Ids {
    letter: char,
    /// From and into, sorted; what something was merged into at last, 0 where it was deleted.
    pairs: Vec<(u64, u64)>,
}

/// The merged ids of all sorts that are read.
#[derive(Debug)]
pub struct Merged {
    pub works: Ids,
    pub authors: Ids,
    pub institutions: Ids,
}

impl Default for Merged {
    fn default() -> Self {
        let none = |letter| Ids { letter, pairs: Vec::new() };
        Self { works: none('W'), authors: none('A'), institutions: none('I') }
    }
}

impl Merged {
    /// Reads the files, which are in the order of their dates: what is said later holds.
    pub fn read(
        files: &[MergedFile],
        watch: Watch<'_>,
        sink: &mut dyn Sink,
        read: &mut Vec<SourceFile>,
    ) -> Result<Self> {
        let mut merged = Self::default();
        let mut first = None;
        for file in files {
            let Some(ids) = merged.of(&file.entity) else { continue };
            let index = sink.file(&file.name);
            first.get_or_insert(index);
            read.push(ids.add(file, index, watch, sink)?);
        }
        let place = Place { file: first.unwrap_or_default(), line: 0 };
        for ids in [&mut merged.works, &mut merged.authors, &mut merged.institutions] {
            ids.settle(place, sink);
        }
        Ok(merged)
    }

    fn of(&mut self, entity: &str) -> Option<&mut Ids> {
        match entity {
            "works" => Some(&mut self.works),
            "authors" => Some(&mut self.authors),
            "institutions" => Some(&mut self.institutions),
            _ => None,
        }
    }
}

impl Ids {
    /// Whether an id was merged into another, or deleted.
    pub fn holds(&self, number: u64) -> bool {
        self.at(number).is_some()
    }

    /// The id that stands for an id now: its own, unless it was merged. The record of a deleted one is all there is.
    pub fn current<'a>(&self, id: &'a str) -> Cow<'a, str> {
        let found = number(id, self.letter).and_then(|number| self.at(number)).filter(|into| *into > 0);
        found.map_or(Cow::Borrowed(id), |into| Cow::Owned(format!("{}{into}", self.letter)))
    }

    fn at(&self, number: u64) -> Option<u64> {
        let found = self.pairs.binary_search_by_key(&number, |(from, _)| *from).ok()?;
        Some(self.pairs[found].1)
    }

    fn add(
        &mut self,
        file: &MergedFile,
        index: u32,
        watch: Watch<'_>,
        sink: &mut dyn Sink,
    ) -> Result<SourceFile> {
        let input = Input::open(&file.path, watch)?;
        let mut table = Table::open(input, &file.path.display().to_string(), index, &LAYOUT)?;
        while let Some(item) = table.next_record()? {
            match item {
                Item::Rejected(rejection) => sink.reject(rejection),
                Item::Row(row) => {
                    let place = Place { file: index, line: row.line };
                    match self.pair(row.fields()) {
                        Ok(pair) => self.pairs.push(pair),
                        Err((field, detail)) => {
                            let field = field.to_owned();
                            sink.reject(Rejection { place, field, reason: Reason::Syntax, detail });
                        }
                    }
                }
            }
        }
        Ok(SourceFile::new(file.name.clone(), FORMAT.id, table.into_reader().finish()?))
    }

    fn pair(&self, fields: [&str; 2]) -> std::result::Result<(u64, u64), (&'static str, String)> {
        let [from, into] = fields;
        let read = |field, id: &str| {
            let refuse = || (field, format!("{} is no id: {} and a number", shown(id), self.letter));
            number(id, self.letter).ok_or_else(refuse)
        };
        Ok((read("id", from)?, if into.is_empty() { 0 } else { read("merge_into_id", into)? }))
    }

    /// Sorts, and replaces what an id was merged into by what that was merged into. Ids that were merged in a circle are
    /// taken as not merged.
    fn settle(&mut self, place: Place, sink: &mut dyn Sink) {
        // Reversed before a stable sort, so that the row read last stands first and is kept.
        self.pairs.reverse();
        self.pairs.sort_by_key(|(from, _)| *from);
        self.pairs.dedup_by_key(|(from, _)| *from);
        let circles = self.follow();
        for circle in &circles {
            let words: Vec<_> = circle.iter().map(|number| format!("{}{number}", self.letter)).collect();
            let detail = format!("merged in a circle: {}; taken as not merged", words.join(", "));
            let field = "merge_into_id".to_owned();
            sink.reject(Rejection { place, field, reason: Reason::Conflict, detail });
        }
        let mut looped: Vec<u64> = circles.concat();
        looped.sort_unstable();
        self.pairs.retain(|(from, _)| looped.binary_search(from).is_err());
    }

    /// Follows every chain to its end, each step once; answers the circles.
    fn follow(&mut self) -> Vec<Vec<u64>> {
        let mut done = vec![false; self.pairs.len()];
        let mut circles = Vec::new();
        for start in 0..self.pairs.len() {
            let mut path: Vec<usize> = Vec::new();
            let mut on_path = std::collections::BTreeMap::new();
            let mut at = start;
            let end = loop {
                if done[at] {
                    break self.pairs[at].1;
                }
                if let Some(&from) = on_path.get(&at) {
                    let circle: Vec<u64> = path.drain(from..).map(|member| self.pairs[member].0).collect();
                    self.close(&circle, &mut done);
                    circles.push(circle);
                    break self.pairs[at].0;
                }
                on_path.insert(at, path.len());
                path.push(at);
                let into = self.pairs[at].1;
                match self.pairs.binary_search_by_key(&into, |(from, _)| *from) {
                    Ok(next) => at = next,
                    Err(_) => break into,
                }
            };
            for step in path {
                self.pairs[step].1 = end;
                done[step] = true;
            }
        }
        circles
    }

    /// Ends the circle: whatever else leads to a member of it ends at that member.
    fn close(&mut self, circle: &[u64], done: &mut [bool]) {
        for member in circle {
            if let Ok(at) = self.pairs.binary_search_by_key(member, |(from, _)| *from) {
                self.pairs[at].1 = *member;
                done[at] = true;
            }
        }
    }
}

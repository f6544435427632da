//! Units by key or by a piece of their name, in either language, without regard to case and accents.

use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::Ranked;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Where the text stands in a key or name; better ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It is all of it.
    Whole,
    /// It begins it.
    Beginning,
    /// It begins a word of it.
    Word,
    /// It is inside.
    Inside,
}

impl Match {
    /// Name in answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Beginning => "beginning",
            Self::Word => "word",
            Self::Inside => "inside",
        }
    }
}

/// A unit that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Key.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Code of the ranked country; empty where not known.
    pub country: String,
    /// Place in the ranking, if it is ranked.
    pub rank: Option<u32>,
    /// Its papers, as the ranking counts them.
    pub papers: f64,
    /// Where the text stands.
    pub matched: Match,
}

impl Record for Found {
    const COLUMNS: &'static [Column] = &[
        Column::new("key", Kind::Text, ["key", "键"], "key"),
        Column::new("name", Kind::Text, ["name", "名称"], "English name"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
        Column::new("rank", Kind::Integer, ["rank", "排名"], "place in the ranking, if it is ranked"),
        Column::new("papers", Kind::Number, ["papers", "论文量"], "papers, as the ranking counts them"),
        Column::new(
            "match",
            Kind::Text,
            ["match", "匹配"],
            "where the text stands in key or name: whole, beginning, word, inside",
        ),
    ];

    fn cells(&self) -> Vec<Cell> {
        vec![
            (&self.key).into(),
            (&self.name).into(),
            (&self.name_zh).into(),
            (&self.country).into(),
            self.rank.into(),
            self.papers.into(),
            self.matched.name().into(),
        ]
    }
}

/// Letters without case and accents: compatibility decomposition, lower case, no combining marks.
pub fn folded(text: &str) -> String {
    text.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect()
}

/// Every unit whose key or name holds a text: whole matches first, then beginnings, words, and the rest; among equals by
/// papers, then key. Units without papers are found too. An empty text finds all of them. O(names).
pub fn find(ranked: &Ranked, text: &str) -> Vec<Found> {
    let units = ranked.units();
    let wanted = folded(text.trim());
    let mut ranks = vec![None; units.len()];
    ranked.ranking.rows.iter().for_each(|row| ranks[row.unit as usize] = Some(row.rank));
    let found = |unit: u32| {
        let texts = [units.key(unit), units.name(unit), units.name_zh(unit)];
        let matched = texts.into_iter().filter_map(|text| place(&folded(text), &wanted)).min()?;
        Some(Found {
            key: units.key(unit).to_owned(),
            name: units.name(unit).to_owned(),
            name_zh: units.name_zh(unit).to_owned(),
            country: units.country_code(unit).to_owned(),
            rank: ranks[unit as usize],
            papers: ranked.tallies.units[unit as usize].papers.value(),
            matched,
        })
    };
    let mut all: Vec<Found> = (0..units.len() as u32).filter_map(found).collect();
    all.sort_by(|a, b| {
        let by_papers = || b.papers.total_cmp(&a.papers).then_with(|| a.key.cmp(&b.key));
        a.matched.cmp(&b.matched).then_with(by_papers)
    });
    all
}

fn place(text: &str, wanted: &str) -> Option<Match> {
    let begins_word = |(at, _): (usize, &str)| {
        text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
    };
    match text.find(wanted)? {
        0 if text.len() == wanted.len() => Some(Match::Whole),
        0 => Some(Match::Beginning),
        _ if text.match_indices(wanted).any(begins_word) => Some(Match::Word),
        _ => Some(Match::Inside),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_where_it_stands() {
        let at = |text: &str, wanted: &str| place(&folded(text), &folded(wanted));
        assert_eq!(at("Zürich", "zurich"), Some(Match::Whole));
        assert_eq!(at("New York", "NEW"), Some(Match::Beginning));
        assert_eq!(at("New York", "york"), Some(Match::Word));
        assert_eq!(at("Newark", "ark"), Some(Match::Inside));
        assert_eq!(at("barkley ark", "ark"), Some(Match::Word));
        assert_eq!(at("旧金山湾区", "湾区"), Some(Match::Inside));
        assert_eq!(at("Xi'an", "xian"), None);
        assert_eq!(at("Paris", ""), Some(Match::Beginning));
    }
}

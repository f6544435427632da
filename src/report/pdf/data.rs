//! The document as the template reads it: one JSON file with the texts of a language, and a file for each chart.

use super::glyphs::{shown, shown_lines};
use crate::report::document::{Block, Column, Document, Figure, Profile, Show, Table, anchor, number};
use crate::report::text::{Bi, Lang, bi};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A table with more columns than this lies across the page.
const UPRIGHT: usize = 11;

/// Everything that the template reads, by name.
pub fn files(document: &Document, lang: Lang) -> BTreeMap<String, Vec<u8>> {
    let mut sheet = Writer { lang, files: BTreeMap::new(), pages: pages(document) };
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            let blocks: Vec<Value> = section.blocks.iter().map(|block| sheet.block(block)).collect();
            json!({ "id": section.id, "title": sheet.text(&section.title), "blocks": blocks })
        })
        .collect();
    let data = json!({
        "lang": lang.code(),
        "region": match lang { Lang::Zh => "cn", Lang::En => "gb" },
        "title": sheet.text(&document.title),
        "subtitle": sheet.text(&document.subtitle),
        "facts": sheet.pairs(&document.facts),
        "warnings": sheet.texts(&document.warnings),
        "contents": sheet.text(&bi("Contents", "目录")),
        "sections": sections,
    });
    sheet.files.insert("data.json".to_owned(), data.to_string().into_bytes());
    sheet.files
}

/// Anchors of the pages of units.
fn pages(document: &Document) -> BTreeSet<String> {
    let page = |block: &Block| match block {
        Block::Profile(profile) => Some(profile.id.clone()),
        _ => None,
    };
    document.blocks().filter_map(page).collect()
}

struct Writer {
    lang: Lang,
    files: BTreeMap<String, Vec<u8>>,
    pages: BTreeSet<String>,
}

impl Writer {
    fn text(&self, text: &Bi) -> Value {
        Value::String(shown(text.get(self.lang)).into_owned())
    }

    fn texts(&self, texts: &[Bi]) -> Value {
        texts.iter().map(|text| self.text(text)).collect()
    }

    fn pairs(&self, pairs: &[(Bi, Bi)]) -> Value {
        pairs.iter().map(|(label, value)| json!([self.text(label), self.text(value)])).collect()
    }

    fn block(&mut self, block: &Block) -> Value {
        match block {
            Block::Heading { id, text } => json!({ "kind": "heading", "id": id, "text": self.text(text) }),
            Block::Paragraph(text) => json!({ "kind": "paragraph", "text": self.text(text) }),
            Block::List(items) => json!({ "kind": "list", "items": self.texts(items) }),
            Block::Note(text) => json!({ "kind": "note", "text": self.text(text) }),
            Block::Formula(text) => json!({ "kind": "formula", "text": self.text(text) }),
            Block::Code(text) => json!({ "kind": "code", "text": shown_lines(text) }),
            Block::Table(table) => json!({ "kind": "table", "table": self.table(table) }),
            Block::Figure(figure) => json!({ "kind": "figure", "figure": self.figure(figure) }),
            Block::Profile(profile) => self.profile(profile),
        }
    }

    fn figure(&mut self, figure: &Figure) -> Value {
        let title = figure.title.get(self.lang);
        let alt = figure.alt.get(self.lang);
        let svg = figure.chart.draw(self.lang, &figure.id, title, alt);
        let file = format!("{}.svg", figure.id);
        self.files.insert(file.clone(), shown_lines(&svg.standalone()).into_bytes());
        json!({
            "file": file,
            "caption": self.text(&figure.caption()),
            "alt": self.text(&figure.alt),
            "notes": self.texts(&figure.notes),
        })
    }

    fn table(&self, table: &Table) -> Value {
        let columns: Vec<(usize, &Column)> = table.shown().collect();
        let head: Vec<Value> = columns.iter().map(|(_, column)| self.text(&column.title)).collect();
        let right: Vec<bool> = columns.iter().map(|(_, column)| column.is_numeric()).collect();
        let key = table.column("key");
        let rows: Vec<Value> = table
            .rows
            .iter()
            .map(|row| {
                let page = key.map(|key| anchor(&row[key].text())).filter(|page| self.pages.contains(page));
                columns
                    .iter()
                    .map(|&(place, column)| {
                        let text = shown(&table.text(row, place, self.lang)).into_owned();
                        match column.show {
                            Show::Interval { high, at, last } => {
                                let ends = [number(&row[place]), number(&row[high]), number(&row[at])];
                                json!({ "text": text, "range": ends, "last": last })
                            }
                            Show::Name { .. } if page.is_some() && place == name_column(table) => {
                                json!({ "text": text, "page": page })
                            }
                            _ => Value::String(text),
                        }
                    })
                    .collect()
            })
            .collect();
        json!({
            "caption": self.text(&table.caption()),
            "numbered": table.number.is_some(),
            "across": columns.len() > UPRIGHT,
            "head": head,
            "right": right,
            "rows": rows,
            "notes": self.texts(&table.notes),
        })
    }

    fn profile(&mut self, profile: &Profile) -> Value {
        let figures: Vec<Value> = profile.figures.iter().map(|figure| self.figure(figure)).collect();
        let tables: Vec<Value> = profile.tables.iter().map(|table| self.table(table)).collect();
        json!({
            "kind": "profile",
            "id": profile.id,
            "title": self.text(&profile.title),
            "subtitle": self.text(&profile.subtitle),
            "facts": self.pairs(&profile.facts),
            "sentences": self.texts(&profile.sentences),
            "figures": figures,
            "tables": tables,
        })
    }
}

/// Place of the first name of a row: the one that leads to the unit's page.
fn name_column(table: &Table) -> usize {
    table.columns.iter().position(|column| matches!(column.show, Show::Name { .. })).unwrap_or(usize::MAX)
}

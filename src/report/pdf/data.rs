//! The document as the template reads it: one JSON file with the texts of a language, and a file for each chart.

use super::glyphs;
use super::widths::{Weight, em};
use crate::report::document::{Block, Column, Document, Figure, Profile, Show, Table, anchor, number};
use crate::report::text::{Bi, Lang, bi};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// A table of more letters in a row than this lies across the page. A Chinese character is two.
const UPRIGHT: usize = 150;

/// Everything that the template reads, by name.
pub fn files(document: &Document, lang: Lang) -> BTreeMap<String, Vec<u8>> {
    let mut sheet = Writer { lang, files: BTreeMap::new(), pages: pages(document) };
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            let blocks: Vec<Value> = section.blocks.iter().map(|block| sheet.block(block)).collect();
            // A section of nothing but wide tables lies across with its heading.
            let lies = |block: &Value| block["table"]["across"] == Value::Bool(true);
            json!({
                "id": section.id,
                "title": sheet.text(&section.title),
                "across": !blocks.is_empty() && blocks.iter().all(lies),
                "blocks": blocks,
            })
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
        Value::String(self.shown(text.get(self.lang)))
    }

    /// A text that the fonts show well. Their quotation marks are those of Chinese, as wide as a character: too wide
    /// between Latin letters.
    fn shown(&self, text: &str) -> String {
        glyphs::shown(&self.quoted(text)).into_owned()
    }

    fn lines(&self, text: &str) -> String {
        glyphs::shown_lines(&self.quoted(text))
    }

    fn quoted<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.lang == Lang::Zh || !text.contains(['‘', '’', '“', '”']) {
            return Cow::Borrowed(text);
        }
        text.replace(['‘', '’'], "'").replace(['“', '”'], "\"").into()
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
            Block::Code(text) => json!({ "kind": "code", "text": glyphs::shown_lines(text) }),
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
        self.files.insert(file.clone(), self.lines(&svg.standalone()).into_bytes());
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
                        let text = self.shown(&table.text(row, place, self.lang));
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
            "across": width(&rows, &head) > UPRIGHT,
            "head": head,
            "widths": (0..head.len()).map(|i| widest(&rows, i)).collect::<Vec<f64>>(),
            "head-widths": head.iter().map(|text| em(text_of(text), Weight::Bold)).collect::<Vec<f64>>(),
            "word-widths": head.iter().map(|text| longest_word(text_of(text))).collect::<Vec<f64>>(),
            "drawn": (0..head.len()).map(|i| is_drawn(&rows, i)).collect::<Vec<bool>>(),
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

/// Whether a column has intervals that are drawn.
fn is_drawn(rows: &[Value], column: usize) -> bool {
    rows.iter().any(|row| row[column]["range"].is_array())
}

/// The text of a cell.
fn text_of(cell: &Value) -> &str {
    cell.as_str().or_else(|| cell["text"].as_str()).unwrap_or_default()
}

/// What the widest cell of a column takes on one line, em.
fn widest(rows: &[Value], column: usize) -> f64 {
    rows.iter().map(|row| em(text_of(&row[column]), Weight::Regular)).fold(0.0, f64::max)
}

/// What the longest word of a head takes, em: a head may break its line between words.
fn longest_word(head: &str) -> f64 {
    head.split(' ').map(|word| em(word, Weight::Bold)).fold(0.0, f64::max)
}

/// Letters that the widest row of a table needs, with room between its columns. Headings break at words.
fn width(rows: &[Value], head: &[Value]) -> usize {
    let letters = |cell: &Value| text_of(cell).width();
    let word = |text: &Value| {
        text.as_str().unwrap_or_default().split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
    };
    let column = |i: usize| {
        let cells = rows.iter().map(|row| letters(&row[i])).max().unwrap_or(0);
        cells.min(48).max(word(&head[i])) + if is_drawn(rows, i) { 12 } else { 2 }
    };
    (0..head.len()).map(column).sum()
}

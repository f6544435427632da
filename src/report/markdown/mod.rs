//! The report as Markdown: `CommonMark` with the tables of GitHub, anchors before headings, figures as files beside it.

mod escape;
mod table;

use super::document::{Block, Document, Figure, Profile, Section, Table, anchor};
use super::plain::lines;
use super::text::{Bi, Lang};
use escape::{fence, inline, line};
use rustc_hash::FxHashSet;

/// The report in a language. `figures` says where the file of a figure is; an empty answer, that there is none, and the
/// figure is told in words.
pub fn markdown(document: &Document, lang: Lang, figures: &dyn Fn(&Figure) -> String) -> String {
    let anchors = document.profiles().map(|profile| profile.id.as_str()).collect();
    let mut out = Writer { out: String::new(), lang, anchors, figures };
    out.cover(document);
    out.contents(document);
    document.sections.iter().for_each(|section| out.section(section));
    out.out
}

struct Writer<'a> {
    out: String,
    lang: Lang,
    /// The profiles that there are, by their anchors.
    anchors: FxHashSet<&'a str>,
    figures: &'a dyn Fn(&Figure) -> String,
}

impl Writer<'_> {
    /// A block, and the empty line behind it.
    fn block(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push_str("\n\n");
    }

    /// Lines that belong together, as of a list.
    fn lines(&mut self, lines: impl Iterator<Item = String>) {
        let lines: Vec<String> = lines.collect();
        if !lines.is_empty() {
            self.block(&lines.join("\n"));
        }
    }

    fn inline(&self, text: &Bi) -> String {
        inline(text.get(self.lang))
    }

    fn line(&self, text: &Bi) -> String {
        line(text.get(self.lang))
    }

    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// A name as a link to its unit's profile, if it has one.
    fn linked(&self, key: Option<&str>, name: String) -> String {
        match key.map(anchor) {
            Some(anchor) if self.anchors.contains(anchor.as_str()) => format!("[{name}](#{anchor})"),
            _ => name,
        }
    }

    fn heading(&mut self, level: usize, id: &str, text: &Bi) {
        let heading = format!("<a id=\"{id}\"></a>\n\n{} {}", "#".repeat(level), self.inline(text));
        self.block(&heading);
    }

    fn cover(&mut self, document: &Document) {
        let title = format!("# {}", self.inline(&document.title));
        self.block(&title);
        if !document.subtitle.is_empty() {
            let subtitle = self.line(&document.subtitle);
            self.block(&subtitle);
        }
        for warning in &document.warnings {
            let warning = format!("> **{}** {}", self.word("Please note:", "请注意："), self.inline(warning));
            self.block(&warning);
        }
        self.facts(&document.facts);
    }

    fn facts(&mut self, facts: &[(Bi, Bi)]) {
        let colon = self.word(": ", "：");
        let one =
            |(label, value): &(Bi, Bi)| format!("- {}{colon}{}", self.inline(label), self.inline(value));
        let all: Vec<String> = facts.iter().map(one).collect();
        self.lines(all.into_iter());
    }

    fn contents(&mut self, document: &Document) {
        let heading = format!("## {}", self.word("Contents", "目录"));
        self.block(&heading);
        let mut entries = Vec::new();
        for section in &document.sections {
            entries.push(format!("- [{}](#{})", self.inline(&section.title), section.id));
            entries.extend(section.blocks.iter().filter_map(|block| match block {
                Block::Heading { id, text } => Some(format!("  - [{}](#{id})", self.inline(text))),
                _ => None,
            }));
        }
        self.lines(entries.into_iter());
    }

    fn section(&mut self, section: &Section) {
        self.heading(2, &section.id, &section.title);
        let mut links: Vec<String> =
            section.blocks.iter().filter_map(|block| self.index_entry(block)).collect();
        for block in &section.blocks {
            // There may be hundreds: they have one paragraph before the first, not as many lines of the contents.
            if matches!(block, Block::Profile(_)) && !links.is_empty() {
                self.block(&std::mem::take(&mut links).join(" · "));
            }
            self.one(block);
        }
    }

    fn index_entry(&self, block: &Block) -> Option<String> {
        match block {
            Block::Profile(unit) => Some(format!("[{}](#{})", self.inline(&unit.title), unit.id)),
            _ => None,
        }
    }

    fn one(&mut self, block: &Block) {
        match block {
            Block::Heading { id, text } => self.heading(3, id, text),
            Block::Paragraph(text) | Block::Note(text) => {
                let text = self.line(text);
                self.block(&text);
            }
            Block::List(texts) => self.list(texts),
            Block::Formula(text) => self.block(&fence(&super::plain::plain(text.get(self.lang)))),
            Block::Code(text) => self.block(&fence(&lines(text))),
            Block::Table(table) => self.table(table),
            Block::Figure(figure) => self.figure(figure),
            Block::Profile(profile) => self.profile(profile),
        }
    }

    fn list(&mut self, texts: &[Bi]) {
        let items: Vec<String> = texts.iter().map(|text| format!("- {}", self.line(text))).collect();
        self.lines(items.into_iter());
    }

    /// Anchor and caption of a table or figure.
    fn caption(&mut self, id: &str, caption: &Bi) {
        let caption = format!("<a id=\"{id}\"></a>\n\n**{}**", self.inline(caption));
        self.block(&caption);
    }

    fn table(&mut self, table: &Table) {
        self.caption(&table.id, &table.caption());
        let lines = table::lines(self, table);
        self.lines(lines.into_iter());
        self.notes(&table.notes);
    }

    fn figure(&mut self, figure: &Figure) {
        self.caption(&figure.id, &figure.caption());
        let (alt, file) = (self.inline(&figure.alt), (self.figures)(figure));
        let shown = if file.is_empty() {
            self.line(&figure.alt)
        } else {
            format!("![{alt}](<{}>)", escape::target(&file))
        };
        self.block(&shown);
        self.notes(&figure.notes);
    }

    fn notes(&mut self, notes: &[Bi]) {
        for note in notes {
            let note = self.line(note);
            self.block(&note);
        }
    }

    fn profile(&mut self, profile: &Profile) {
        self.heading(3, &profile.id, &profile.title);
        if !profile.subtitle.is_empty() {
            let subtitle = self.line(&profile.subtitle);
            self.block(&subtitle);
        }
        self.facts(&profile.facts);
        self.list(&profile.sentences);
        profile.figures.iter().for_each(|figure| self.figure(figure));
        profile.tables.iter().for_each(|table| self.table(table));
    }
}

#[cfg(test)]
mod tests;

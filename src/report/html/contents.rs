//! Contents: sections, their headings, tables and figures.

use super::Page;
use crate::report::document::{Block, Document, Section};
use crate::report::text::Bi;
use maud::{Markup, html};

/// The contents beside or before the report. Profiles have an index of their own, where they stand.
pub fn contents(page: &Page<'_>, document: &Document) -> Markup {
    html! {
        nav.toc aria-labelledby="contents" {
            h2 #contents { (page.word("Contents", "目录")) }
            ol { @for section in &document.sections { (section_entry(page, section)) } }
            (numbered(page, page.word("Tables", "表"), document.tables().map(|t| (t.id.as_str(), t.label(), &t.title))))
            (numbered(page, page.word("Figures", "图"), document.figures().map(|f| (f.id.as_str(), f.label(), &f.title))))
        }
    }
}

fn section_entry(page: &Page<'_>, section: &Section) -> Markup {
    let headings: Vec<_> = section.blocks.iter().filter_map(heading).collect();
    html! {
        li {
            a href={ "#" (section.id) } { (page.text(&section.title)) }
            @if !headings.is_empty() {
                ol { @for (id, text) in headings { li { a href={ "#" (id) } { (page.text(text)) } } } }
            }
        }
    }
}

fn heading(block: &Block) -> Option<(&str, &Bi)> {
    match block {
        Block::Heading { id, text } => Some((id, text)),
        _ => None,
    }
}

fn numbered<'a>(
    page: &Page<'_>,
    name: &str,
    entries: impl Iterator<Item = (&'a str, Option<Bi>, &'a Bi)>,
) -> Markup {
    let entries: Vec<_> = entries.collect();
    html! {
        @if !entries.is_empty() {
            details {
                summary { (name) " " span.count { (entries.len()) } }
                ul {
                    @for (id, label, title) in entries {
                        li {
                            a href={ "#" (id) } {
                                @if let Some(label) = label { span.label { (page.text(&label)) } " " }
                                (page.text(title))
                            }
                        }
                    }
                }
            }
        }
    }
}

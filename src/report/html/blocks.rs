//! The pieces of a section.

use super::{Page, profile, table};
use crate::report::document::{Block, Figure, Profile, Section};
use crate::report::plain::lines;
use crate::report::text::Bi;
use maud::{Markup, html};

/// Everything below a section's heading. An index stands before the first profile.
pub fn blocks(page: &Page<'_>, section: &Section) -> Markup {
    let profiles: Vec<&Profile> = section.blocks.iter().filter_map(as_profile).collect();
    let first = section.blocks.iter().position(|block| as_profile(block).is_some());
    html! {
        @for (place, block) in section.blocks.iter().enumerate() {
            @if Some(place) == first { (profile::index(page, section, &profiles)) }
            (one(page, block))
        }
    }
}

fn as_profile(block: &Block) -> Option<&Profile> {
    match block {
        Block::Profile(profile) => Some(profile),
        _ => None,
    }
}

fn one(page: &Page<'_>, block: &Block) -> Markup {
    match block {
        Block::Heading { id, text } => html! { h3 id=(id) { (page.text(text)) } },
        Block::Paragraph(text) => html! { p { (page.text(text)) } },
        Block::List(texts) => list(page, texts),
        Block::Note(text) => html! { p.note { (page.text(text)) } },
        Block::Formula(text) => html! { p.formula { (page.text(text)) } },
        Block::Code(text) => code(page, text),
        Block::Table(numbered) => table::table(page, numbered, None),
        Block::Figure(numbered) => figure(page, numbered),
        Block::Profile(unit) => profile::profile(page, unit),
    }
}

/// A list of sentences.
pub fn list(page: &Page<'_>, texts: &[Bi]) -> Markup {
    html! { @if !texts.is_empty() { ul { @for text in texts { li { (page.text(text)) } } } } }
}

fn code(page: &Page<'_>, text: &str) -> Markup {
    let name = page.word("Text for programs", "供程序读取的文本");
    html! { pre tabindex="0" role="group" aria-label=(name) { code { (lines(text)) } } }
}

/// A figure with its caption above and what has to be known below.
pub fn figure(page: &Page<'_>, figure: &Figure) -> Markup {
    let svg = figure.chart.draw(
        page.lang,
        &format!("{}-svg", figure.id),
        &page.text(&figure.title),
        &page.text(&figure.alt),
    );
    html! {
        figure id=(figure.id) {
            figcaption { (caption(page, figure.label().as_ref(), &figure.title)) }
            div.drawing { (svg.inline()) }
            (notes(page, &figure.notes))
        }
    }
}

/// `Table 4` and the title, told apart by their looks.
pub fn caption(page: &Page<'_>, label: Option<&Bi>, title: &Bi) -> Markup {
    html! {
        @if let Some(label) = label { span.label { (page.text(label)) } " " }
        span.title { (page.text(title)) }
    }
}

/// Small print below a table or figure.
pub fn notes(page: &Page<'_>, notes: &[Bi]) -> Markup {
    html! { @for note in notes { p.note { (page.text(note)) } } }
}

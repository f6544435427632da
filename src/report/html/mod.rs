//! The report as one page: it needs no script and nothing from anywhere else, so it can be sent, kept and printed.

mod blocks;
mod contents;
mod profile;
mod table;

use super::chart;
use super::document::{Document, Section, anchor};
use super::plain::plain;
use super::text::{Bi, Lang};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

const STYLE: &str = include_str!("html.css");

/// Nothing is fetched and nothing runs, whatever a text may have smuggled in.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// The report in a language; `other` is the file of the other one.
pub fn html(document: &Document, lang: Lang, other: Option<&str>) -> String {
    let anchors = document.profiles().map(|profile| profile.id.as_str()).collect();
    let page = Page { lang, anchors };
    let body = html! {
        a.skip href="#main" { (page.word("Skip to the report", "跳到正文")) }
        (cover(&page, document, other))
        div.layout {
            (contents::contents(&page, document))
            main #main { @for section in &document.sections { (page.section(section)) } }
        }
        footer.foot { (foot(&page, document)) }
    };
    let page = html! {
        (DOCTYPE)
        html lang=(lang.tag()) { (head(&page, document)) body #top { (body) } }
    };
    page.into_string() + "\n"
}

/// What every part of the page needs to know.
struct Page<'a> {
    lang: Lang,
    /// The profiles that there are, by their anchors.
    anchors: FxHashSet<&'a str>,
}

impl Page<'_> {
    /// A text of the document. It may hold names and titles of others.
    fn text<'t>(&self, text: &'t Bi) -> Cow<'t, str> {
        plain(text.get(self.lang))
    }

    /// A word of the page's own.
    fn word(&self, en: &'static str, zh: &'static str) -> &'static str {
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// Where the profile of a unit is, if it has one.
    fn link(&self, key: &str) -> Option<String> {
        let anchor = anchor(key);
        self.anchors.contains(anchor.as_str()).then(|| format!("#{anchor}"))
    }

    fn section(&self, section: &Section) -> Markup {
        let heading = format!("{}-heading", section.id);
        html! {
            section.part id=(section.id) aria-labelledby=(heading) {
                h2 id=(heading) { (self.text(&section.title)) }
                (blocks::blocks(self, section))
            }
        }
    }
}

fn head(page: &Page<'_>, document: &Document) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(POLICY);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="generator" content={ "aicity " (env!("CARGO_PKG_VERSION")) };
            meta name="description" content=(page.text(&document.subtitle));
            @if let Some(date) = &document.date { meta name="date" content=(plain(date)); }
            title { (page.text(&document.title)) }
            style { (PreEscaped(STYLE)) (PreEscaped(chart::style())) }
        }
    }
}

fn cover(page: &Page<'_>, document: &Document, other: Option<&str>) -> Markup {
    html! {
        header.cover {
            @if let Some(file) = other { p.switch { (switch(page.lang, file)) } }
            h1 { (page.text(&document.title)) }
            @if !document.subtitle.is_empty() { p.subtitle { (page.text(&document.subtitle)) } }
            @if !document.warnings.is_empty() {
                div.warning role="note" aria-label=(page.word("Please note", "请注意")) {
                    @for warning in &document.warnings { p { (page.text(warning)) } }
                }
            }
            (facts(page, &document.facts))
        }
    }
}

/// The link to the other language, in that language.
fn switch(lang: Lang, file: &str) -> Markup {
    let other = match lang {
        Lang::En => Lang::Zh,
        Lang::Zh => Lang::En,
    };
    html! { a href=(href(file)) hreflang=(other.tag()) lang=(other.tag()) rel="alternate" { (other.own_name()) } }
}

/// A file beside this one as a link: encoded, so that it cannot be an address of another sort.
fn href(file: &str) -> String {
    format!("./{}", crate::base::escape::encode(file))
}

fn facts(page: &Page<'_>, facts: &[(Bi, Bi)]) -> Markup {
    html! {
        @if !facts.is_empty() {
            dl.facts {
                @for (label, value) in facts { div { dt { (page.text(label)) } dd { (page.text(value)) } } }
            }
        }
    }
}

fn foot(page: &Page<'_>, document: &Document) -> Markup {
    html! {
        p {
            (page.text(&document.title))
            @if let Some(date) = &document.date { " · " (plain(date)) }
            " · aicity " (env!("CARGO_PKG_VERSION"))
        }
        p.back { a href="#top" { (page.word("Back to the top", "回到顶部")) } }
    }
}

#[cfg(test)]
mod tests;

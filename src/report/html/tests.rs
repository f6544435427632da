//! Pages as a parser of HTML sees them.

use super::html;
use crate::report::document::Document;
use crate::report::fixture;
use crate::report::text::Lang;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

fn page(lang: Lang) -> (String, Html) {
    let text = html(&fixture::document(), lang, Some("report.en.html"));
    let parsed = Html::parse_document(&text);
    (text, parsed)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

#[test]
fn pages_are_well_formed_and_name_their_language() {
    for lang in Lang::ALL {
        let (_, page) = page(lang);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        assert_eq!(all(&page, "html")[0].attr("lang"), Some(lang.tag()));
        assert_eq!(all(&page, "header a[rel=alternate]")[0].attr("href"), Some("./report.en.html"));
        assert_eq!(
            [all(&page, "h1").len(), all(&page, "main").len(), all(&page, "[role=note]").len()],
            [1; 3]
        );
    }
}

#[test]
fn texts_of_others_stay_texts() {
    let (source, page) = page(Lang::En);
    assert_eq!(all(&page, "script, img, iframe, object, [onerror], [onmouseover]").len(), 0);
    assert!(all(&page, "a").iter().all(|a| a.attr("href").unwrap().starts_with(['#', '.'])));
    assert_eq!(text(all(&page, "h1")[0]), fixture::NASTY[1]);
    let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}' | '\u{2028}');
    assert_eq!(source.chars().find(|&c| steers(c)), None);
    assert!(source.contains(r"nul\u{0}bell\u{7}escape\u{1b}[31m\u{9b}end"));
}

#[test]
fn every_id_is_one_and_every_link_leads_somewhere() {
    let (_, page) = page(Lang::Zh);
    let mut ids = BTreeSet::new();
    for element in all(&page, "[id]") {
        assert!(ids.insert(element.attr("id").unwrap()), "{:?}", element.attr("id"));
    }
    let inside = all(&page, "a[href^='#']").into_iter().map(|a| &a.attr("href").unwrap()[1..]);
    let named = all(&page, "[aria-labelledby]")
        .into_iter()
        .flat_map(|e| e.attr("aria-labelledby").unwrap().split(' '));
    for id in inside.chain(named) {
        assert!(ids.contains(id), "{id}");
    }
}

#[test]
fn tables_say_what_their_cells_are_of() {
    let (_, page) = page(Lang::En);
    for table in all(&page, "table") {
        let shown = table.select(&Selector::parse("thead th[scope=col]").unwrap()).count();
        for row in table.select(&Selector::parse("tbody tr").unwrap()) {
            let cells: Vec<ElementRef<'_>> = row.child_elements().collect();
            let spanned: usize =
                cells.iter().map(|cell| cell.attr("colspan").map_or(1, |n| n.parse().unwrap())).sum();
            assert_eq!(spanned, shown);
        }
    }
    let names = all(&page, "#table-01-nasty tbody th[scope=row]");
    assert_eq!(names.len(), fixture::NASTY.len());
    assert_eq!(text(names[1]), fixture::NASTY[1]);
    let links: Vec<Option<&str>> =
        names.iter().map(|name| name.child_elements().next().and_then(|a| a.attr("href"))).collect();
    assert_eq!(links[..4], [Some("#city-metro-formula"), Some("#city-2"), Some("#city-3"), None]);
    assert_eq!(text(all(&page, "#table-02-empty td")[0]), "No rows");
}

#[test]
fn a_report_of_nothing_is_a_page() {
    let document =
        Document { sections: Vec::new(), facts: Vec::new(), warnings: Vec::new(), ..fixture::document() };
    let page = Html::parse_document(&html(&document, Lang::Zh, None));
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(all(&page, "h2, [role=note], dl, details, header a").len(), 1);
}

#[test]
fn intervals_are_drawn_beside_their_words() {
    let (_, page) = page(Lang::En);
    let bars = all(&page, "#table-01-nasty svg");
    assert_eq!(bars.len(), fixture::NASTY.len() - 1);
    let line = bars[0].select(&Selector::parse("path:not(.way, .at)").unwrap()).next().unwrap();
    assert_eq!((line.attr("d"), bars[0].attr("aria-hidden")), (Some("M3.0 5H22.8"), Some("true")));
    let words: Vec<String> = all(&page, "#table-01-nasty .words").into_iter().map(text).collect();
    assert_eq!(words[..4], ["1–5", "2–6", "3–7", "–"]);
}

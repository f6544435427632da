//! Markdown as a parser sees it: rendered to HTML, the texts are there as they were.

use super::markdown;
use crate::report::fixture;
use crate::report::plain::plain;
use crate::report::text::Lang;
use pulldown_cmark::{Options, Parser, html};
use scraper::{ElementRef, Html, Selector};

fn rendered(lang: Lang) -> Html {
    let source = markdown(&fixture::document(), lang, &|figure| format!("figures/{}.zh.svg", figure.id));
    let mut page = String::new();
    html::push_html(&mut page, Parser::new_ext(&source, Options::all() - Options::ENABLE_SMART_PUNCTUATION));
    Html::parse_document(&page)
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn wanted(text: &str) -> String {
    plain(text).trim().to_owned()
}

#[test]
fn texts_show_as_they_are() {
    let page = rendered(Lang::En);
    assert_eq!(text(all(&page, "h1")[0]), wanted(fixture::NASTY[1]));
    let sentences: Vec<String> = all(&page, "h3 ~ ul")[0].child_elements().map(text).collect();
    assert_eq!(sentences, fixture::NASTY.map(wanted));
    assert_eq!(all(&page, "script, em, [onerror], h4, hr, ol, sup, del").len(), 0);
    let names: Vec<String> = all(&page, "table")[0]
        .select(&Selector::parse("tbody tr td:nth-child(2)").unwrap())
        .map(text)
        .collect();
    assert_eq!(names, fixture::NASTY.map(wanted));
    assert_eq!(text(all(&page, "pre")[1]), "aicity rank <store>\n```\n\\u{1b}]52;\n");
}

#[test]
fn links_lead_to_anchors_and_figures_to_files() {
    let page = rendered(Lang::Zh);
    let ids: Vec<&str> = all(&page, "a[id]").into_iter().map(|a| a.attr("id").unwrap()).collect();
    let links = all(&page, "a[href]");
    assert!(links.len() > 8);
    for link in links {
        assert!(ids.contains(&&link.attr("href").unwrap()[1..]), "{:?}", link.attr("href"));
    }
    let image = all(&page, "img")[0];
    assert_eq!(image.attr("src"), Some("figures/figure-04-bars.zh.svg"));
    assert_eq!(image.attr("alt").map(str::to_owned), Some(wanted(fixture::NASTY[3])));
}

#[test]
fn a_figure_without_a_file_is_told_in_words() {
    let source = markdown(&fixture::document(), Lang::En, &|_| String::new());
    assert!(!source.contains("!["));
    assert!(source.contains("nul\\\\u{0}bell"), "{source}");
}

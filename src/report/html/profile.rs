//! Pages of units, and the index that leads to them.

use super::{Page, blocks, facts, table};
use crate::report::document::{Profile, Section};
use maud::{Markup, html};

/// Every profile of a section in a few lines.
pub fn index(page: &Page<'_>, section: &Section, profiles: &[&Profile]) -> Markup {
    html! {
        @if profiles.len() > 1 {
            nav.index aria-label={ (page.word("Index: ", "索引：")) (page.text(&section.title)) } {
                ul {
                    @for profile in profiles {
                        li { a href={ "#" (profile.id) } { (page.text(&profile.title)) } }
                    }
                }
            }
        }
    }
}

/// What stands on the page of a unit.
pub fn profile(page: &Page<'_>, profile: &Profile) -> Markup {
    let heading = format!("{}-heading", profile.id);
    html! {
        article.profile id=(profile.id) aria-labelledby=(heading) {
            h3 id=(heading) { (page.text(&profile.title)) }
            @if !profile.subtitle.is_empty() { p.subtitle { (page.text(&profile.subtitle)) } }
            (facts(page, &profile.facts))
            (blocks::list(page, &profile.sentences))
            @if !profile.figures.is_empty() || !profile.tables.is_empty() {
                div.pair {
                    @for figure in &profile.figures { (blocks::figure(page, figure)) }
                    @for small in &profile.tables { (table::table(page, small, Some(&heading))) }
                }
            }
        }
    }
}

//! Tables.

use super::{Page, blocks};
use crate::base::records::Cell;
use crate::report::document::{Column, Show, Table, number};
use crate::report::plain::plain;
use maud::{Markup, html};
use unicode_width::UnicodeWidthStr;

/// Beyond so many rows a table scrolls below its own header on a large screen.
const LONG: usize = 40;

/// Up to so many rows a table stays on one sheet of paper.
const FEW: usize = 15;

/// Up to so many columns a table does not fill the page, and beyond so many it is set smaller on paper.
const COLUMNS: (usize, usize) = (4, 9);

/// A table in a box that scrolls sideways where the page is too narrow. `within` is the heading of a profile: there are
/// hundreds of such tables with the same few titles, so they are named after it, and are no landmarks.
pub fn table(page: &Page<'_>, table: &Table, within: Option<&str>) -> Markup {
    let caption = format!("{}-caption", table.id);
    let role = if within.is_some() { "group" } else { "region" };
    let names = within.map_or_else(|| caption.clone(), |heading| format!("{heading} {caption}"));
    let rows = Rows::of(page, table);
    let (count, wide) = (table.rows.len(), rows.columns.len() > COLUMNS.1);
    let narrow = rows.columns.len() <= COLUMNS.0;
    html! {
        div.table.long[count > LONG].few[count <= FEW].wide[wide].narrow[narrow] id=(table.id) {
            div.scroll tabindex="0" role=(role) aria-labelledby=(names) {
                table {
                    caption id=(caption) {
                        span.caption { (blocks::caption(page, table.label().as_ref(), &table.title)) }
                    }
                    thead { tr { @for (_, column) in &rows.columns { (rows.head(column)) } } }
                    tbody {
                        @for row in &table.rows { (rows.row(row)) }
                        @if table.rows.is_empty() { (rows.none()) }
                    }
                }
            }
            (blocks::notes(page, &table.notes))
        }
    }
}

struct Rows<'a> {
    page: &'a Page<'a>,
    table: &'a Table,
    columns: Vec<(usize, &'a Column)>,
    /// The column that says what a row is of.
    subject: Option<usize>,
    /// The column of keys, which profiles are found by.
    key: Option<usize>,
    /// Columns of short texts, which look better on one line.
    short: Vec<bool>,
}

/// Texts up to this width stay on one line where all of their column do.
const SHORT: usize = 24;

impl<'a> Rows<'a> {
    fn of(page: &'a Page<'a>, table: &'a Table) -> Self {
        let columns = table.shown().collect();
        let short = (0..table.columns.len())
            .map(|place| table.rows.iter().all(|row| table.text(row, place, page.lang).width() <= SHORT));
        let short = short.collect();
        Self { page, table, columns, subject: table.subject(), key: table.column("key"), short }
    }

    fn head(&self, column: &Column) -> Markup {
        html! { th.n[column.is_numeric()] scope="col" { (self.page.text(&column.title)) } }
    }

    fn none(&self) -> Markup {
        html! { tr { td.none colspan=(self.columns.len().max(1)) { (self.page.word("No rows", "没有数据")) } } }
    }

    fn row(&self, row: &[Cell]) -> Markup {
        html! {
            tr {
                @for &(place, column) in &self.columns {
                    @let content = self.content(row, place, column);
                    @let numeric = column.is_numeric();
                    @let short = !numeric && self.short[place];
                    @let unit = matches!(column.show, Show::Name { .. });
                    @if Some(place) == self.subject {
                        th.n[numeric].k[short].u[unit] scope="row" { (content) }
                    } @else {
                        td.n[numeric].k[short] { (content) }
                    }
                }
            }
        }
    }

    fn content(&self, row: &[Cell], place: usize, column: &Column) -> Markup {
        let text = self.table.text(row, place, self.page.lang);
        let text = plain(&text);
        match column.show {
            // The key is that of the row's subject, not of a country beside it.
            Show::Name { .. } if Some(place) == self.subject => {
                let link = self.key.and_then(|key| self.page.link(&row[key].text()));
                html! { @if let Some(link) = link { a href=(link) { (text) } } @else { (text) } }
            }
            Show::Interval { high, at, last } => {
                let [low, high, at] = [&row[place], &row[high], &row[at]].map(number);
                html! { span.words { (text) } @if let (Some(low), Some(high)) = (low, high) { (bar(low, high, at, last)) } }
            }
            _ => html! { (text) },
        }
    }
}

/// An interval of places as a bar on the way from the first place to the last that is drawn.
fn bar(low: f64, high: f64, at: Option<f64>, last: u32) -> Markup {
    let x = |place: f64| {
        let share = (place - 1.0) / f64::from(last.saturating_sub(1).max(1));
        format!("{:.1}", 3.0 + 94.0 * share.clamp(0.0, 1.0))
    };
    html! {
        svg.bar viewBox="0 0 100 10" aria-hidden="true" {
            path.way d="M0 5H100" {}
            path d={ "M" (x(low)) " 5H" (x(high)) } {}
            @if let Some(at) = at { path.at d={ "M" (x(at)) " .5V9.5" } {} }
        }
    }
}

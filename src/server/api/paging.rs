//! Pages of tables. A cursor says where the next page begins, and of which request and edition it is one.

use super::parameter::{Kind, Parameter, query};
use super::route::{Call, Route};
use crate::base::records::{Format, Table};
use crate::base::{Error, Result};
use crate::store::sections::checksum;
use serde_json::json;

/// Parameters of every table.
pub const PARAMETERS: &[Parameter] = &[
    query("limit", Kind::Integer { min: 1, max: 10_000 }, "Most rows of a page.").or("100"),
    query("cursor", Kind::Cursor, "Where the page begins: `next` of the page before it."),
    query("format", Kind::Choice(&["json", "csv"]), "Format, instead of the Accept field."),
];

/// A page.
pub struct Page {
    /// Its rows.
    pub table: Table,
    /// Rows of the whole table.
    pub total: u64,
    /// Cursor of the next page.
    pub next: Option<String>,
}

/// Cuts the page that the request asks for.
pub fn cut(mut table: Table, route: &Route, call: &Call<'_>) -> Result<Page> {
    let request = format!("{}{}", route.path, call.values.identity(&["limit", "cursor", "format"]));
    let seal = checksum(format!("{}{request}", call.edition.id).as_bytes())[..16].to_owned();
    let from = match call.values.text("cursor") {
        None => 0,
        Some(cursor) => begin(cursor, &seal)?,
    };
    let limit: usize = call.values.get("limit").unwrap_or(100);
    let total = table.rows.len();
    let to = total.min(from.saturating_add(limit));
    table.rows.truncate(to);
    table.rows.drain(..from.min(to));
    let next = (to < total).then(|| format!("{to:x}-{seal}"));
    Ok(Page { table, total: total as u64, next })
}

fn begin(cursor: &str, seal: &str) -> Result<usize> {
    let bad = || Error::usage(format!("cursor {cursor:?} is none of ours"), "use `next` of the page before");
    let (from, sealed) = cursor.split_once('-').ok_or_else(bad)?;
    let from = usize::from_str_radix(from, 16).map_err(|_| bad())?;
    if sealed == seal {
        return Ok(from);
    }
    let message = "the cursor belongs to another request, or to an edition that is not served any more";
    Err(Error::conflict(message, "begin with the first page again"))
}

/// Writes a page. JSON has the rows in `rows`, the cursor in `next` and the number of all rows in `total`; CSV has the rows.
pub fn write(page: &Page, edition: &str, format: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    if format == "csv" {
        page.table.write(Format::Csv, &mut out)?;
        return Ok(out);
    }
    let rows = serde_json::to_value(&page.table).map_err(|e| Error::Bug(e.to_string()))?;
    let document = json!({"edition": edition, "total": page.total, "next": page.next, "rows": rows});
    out.extend_from_slice(format!("{document}\n").as_bytes());
    Ok(out)
}

/// The target of a request with another cursor.
pub fn with_cursor(target: &str, cursor: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("cursor="));
    let mut parts: Vec<String> = others.map(str::to_owned).collect();
    parts.push(format!("cursor={cursor}"));
    format!("{path}?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_target_has_one_cursor() {
        assert_eq!(with_cursor("/a", "1-x"), "/a?cursor=1-x");
        assert_eq!(with_cursor("/a?limit=2&cursor=0-x&y=1", "1-x"), "/a?limit=2&y=1&cursor=1-x");
    }

    #[test]
    fn foreign_cursors_are_refused() {
        assert_eq!(begin("1f-abc", "abc").unwrap(), 31);
        assert_eq!(begin("1f-abd", "abc").unwrap_err().kind(), crate::base::Kind::Conflict);
        for cursor in ["", "x-abc", "-abc", "1", "ffffffffffffffffff-abc"] {
            assert_eq!(begin(cursor, "abc").unwrap_err().kind(), crate::base::Kind::Usage, "{cursor}");
        }
    }
}

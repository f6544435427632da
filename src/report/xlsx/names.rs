//! Names of sheets: at most 31 characters, some characters never, none twice whatever the case of letters.

use super::sheet::cut;
use crate::report::document::Table;
use crate::report::plain::plain;
use crate::report::text::Lang;

const LONGEST: usize = 31;

/// The sheet before those of tables.
pub fn overview(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "概览",
        Lang::En => "Overview",
    }
}

/// The sheet behind them.
pub fn columns(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "列",
        Lang::En => "Columns",
    }
}

/// A name for each table: its number and as much of its title as there is room for.
pub fn names(tables: &[&Table], lang: Lang) -> Vec<String> {
    // Excel keeps the name History for itself.
    let mut taken: Vec<String> = [overview(lang), columns(lang), "History"].map(str::to_lowercase).to_vec();
    let name = |table: &&Table| {
        let number = table.number.map(|number| format!("{number} ")).unwrap_or_default();
        let wanted = cleaned(&format!("{number}{}", plain(table.title.get(lang))));
        // One of the first so many is free, because only so many are taken.
        let mut tries = (1..=taken.len() + 1).map(|time| numbered(&wanted, time));
        let name = tries.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default();
        taken.push(name.to_lowercase());
        name
    };
    tables.iter().map(name).collect()
}

fn numbered(wanted: &str, time: usize) -> String {
    let ending = if time == 1 { String::new() } else { format!(" ({time})") };
    format!("{}{ending}", cut(wanted, LONGEST - ending.len()).0.trim())
}

/// Without what names of sheets, or links to them, cannot hold.
fn cleaned(text: &str) -> String {
    let spaced = text.replace(|c: char| "[]:*?/\\'\"#!<>|".contains(c) || c.is_control(), " ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;
    use crate::report::text::Bi;

    fn named(titles: &[&str]) -> Vec<String> {
        let table = |title: &&str| Table { title: Bi::same(*title), number: None, ..fixture::empty_table() };
        let tables: Vec<Table> = titles.iter().map(table).collect();
        names(&tables.iter().collect::<Vec<_>>(), Lang::En)
    }

    #[test]
    fn names_are_unique_short_and_allowed() {
        let long = "全球人工智能创新力排名前一百城市与其各项指数的区间以及在其国家的名次";
        let titles =
            ["A [b]: c/d?", "a b c d", "", "'", "overview", "History", long, long, "𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘𝔘"];
        let names = named(&titles);
        assert_eq!(names[..5], ["A b c d", "a b c d (2)", "-", "- (2)", "overview (2)"]);
        for name in &names {
            rust_xlsxwriter::utility::check_sheet_name(name).unwrap();
        }
    }
}

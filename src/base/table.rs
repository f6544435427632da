//! Aligned text tables: numbers to the right, Chinese at its display width, control characters made visible.

use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Text that cannot steer a terminal: control and direction characters as `\u{..}`.
pub fn visible(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
    };
    text.chars().map(|c| if steers(c) { c.escape_unicode().to_string() } else { c.to_string() }).collect()
}

/// Writes a header and rows in columns two spaces apart. A column whose cells are all numbers or empty is right-aligned.
pub fn write(names: &[String], rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| visible(cell)).collect()).collect();
    let widest =
        |i: usize| rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = names.iter().enumerate().map(|(i, name)| widest(i).max(name.width())).collect();
    let right: Vec<bool> =
        (0..names.len()).map(|i| is_numeric(rows.iter().filter_map(|row| row.get(i)))).collect();
    for row in std::iter::once(names).chain(rows.iter().map(Vec::as_slice)) {
        writeln!(out, "{}", line(row, &widths, &right).trim_end())?;
    }
    Ok(())
}

/// Writes a header and rows as a Markdown table. Columns are right-aligned, but for those that are named.
pub fn write_markdown(
    names: &[String],
    left: &[usize],
    rows: &[Vec<String>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
    writeln!(out, "{}", line(names))?;
    let side = |i: usize| if left.contains(&i) { "---|" } else { "--:|" };
    writeln!(out, "|{}", (0..names.len()).map(side).collect::<String>())?;
    for row in rows {
        let escaped: Vec<String> =
            row.iter().map(|cell| visible(cell).replace('|', "\\|").replace('<', "&lt;")).collect();
        writeln!(out, "{}", line(&escaped))?;
    }
    Ok(())
}

fn is_numeric<'a>(mut cells: impl Iterator<Item = &'a String> + Clone) -> bool {
    let number = |cell: &String| {
        cell.is_empty()
            || cell.trim_end_matches(" %").parse::<f64>().is_ok()
            || matches!(cell.as_str(), "–" | "-")
    };
    cells.clone().next().is_some() && cells.all(number)
}

fn line(row: &[String], widths: &[usize], right: &[bool]) -> String {
    let mut line = String::new();
    for (i, cell) in row.iter().enumerate() {
        let padding = " ".repeat(widths[i].saturating_sub(cell.width()));
        let (before, after) = if right[i] { (padding.as_str(), "") } else { ("", padding.as_str()) };
        for part in [before, cell, after, "  "] {
            line.push_str(part);
        }
    }
    line
}

/// Cuts a text to a display width, with an ellipsis where something is missing.
pub fn fit(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + c.to_string().width() + 1 > width {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        let mut out = Vec::new();
        let rows = [vec!["北京".to_owned(), "1".to_owned()], vec!["Bay".to_owned(), "20".to_owned()]];
        write(&["city".to_owned(), "n".to_owned()], &rows, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "city   n\n北京   1\nBay   20\n");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(visible("a\u{1b}]52;\u{202e}b"), "a\\u{1b}]52;\\u{202e}b");
        assert_eq!((fit("北京大学", 5), fit("abc", 3)), ("北京…".to_owned(), "abc".to_owned()));
    }
}

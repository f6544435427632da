//! Output formats and text layout that knows how wide Chinese characters are.

use crate::base::{Error, Result};
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading.
    Text,
    /// One row an item.
    Csv,
    /// Everything.
    Json,
}

/// Language of what is written for reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Language {
    /// Both, in the order in which files in both are written.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// Ending of file names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// As in BCP 47.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }
}

/// Writes pretty json with a final newline.
pub fn json<T: serde::Serialize + ?Sized>(value: &T, out: &mut dyn Write) -> Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}

/// A csv writer with `\n` line ends.
pub fn csv_writer(out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
    csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out)
}

/// What the csv writer says, as an error of the program.
pub fn csv_error(error: csv::Error) -> Error {
    io::Error::from(error).into()
}

/// Breaks a text into lines of at most `width` columns: at spaces, and beside Chinese characters, but never before
/// closing punctuation.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.last().map_or("", String::as_str);
        if !line.is_empty() && line.width() + piece.trim_end().width() > width {
            lines.push(String::new());
        }
        lines.last_mut().into_iter().for_each(|line| line.push_str(piece));
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// The parts of a text between which a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|b| may_break(b, c)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let is_wide = |c: char| c.width() == Some(2);
    let closes = "，。；：、）】》％%".contains(after);
    let opens = "（【《".contains(before);
    after != ' ' && !closes && !opens && (before == ' ' || is_wide(before) || is_wide(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_between_chinese_characters() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("论文指数，学者", 8), ["论文指", "数，学者"]);
        assert_eq!(wrap("only 28.62 %", 10), ["only", "28.62 %"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("", 4), [""]);
    }
}

//! What a report consists of, before it has a format: blocks with texts in both languages, tables with exact values, charts
//! as figures. Every format is written from this one document, so that all say the same.

use super::chart::Chart;
use super::text::{Bi, Lang, bi, decimal, percent, range, whole};
use crate::base::records::{Cell, Kind};
use std::borrow::Cow;

/// A report.
#[derive(Debug, Clone)]
pub struct Document {
    /// Title.
    pub title: Bi,
    /// Line below it: what was ranked, when.
    pub subtitle: Bi,
    /// Facts on the first page: label and value.
    pub facts: Vec<(Bi, Bi)>,
    /// Said before everything else, such as that the corpus is synthetic. Empty: nothing.
    pub warnings: Vec<Bi>,
    /// Date that stands in files, as `2023-06-01`: of the edition, never of the clock. `None`: not known.
    pub date: Option<String>,
    /// Everything else, in order.
    pub sections: Vec<Section>,
}

/// A part with a heading of the first level.
#[derive(Debug, Clone)]
pub struct Section {
    /// Anchor: letters, digits, `-`. The same in both languages.
    pub id: String,
    /// Heading.
    pub title: Bi,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading of the second level.
    Heading {
        /// Anchor.
        id: String,
        /// Its text.
        text: Bi,
    },
    /// A paragraph.
    Paragraph(Bi),
    /// A list of sentences.
    List(Vec<Bi>),
    /// Small print below a table or figure.
    Note(Bi),
    /// A formula on a line of its own, as plain text.
    Formula(Bi),
    /// Lines to be typed or read by machines.
    Code(String),
    /// A table.
    Table(Box<Table>),
    /// A figure.
    Figure(Box<Figure>),
    /// A unit's own page.
    Profile(Box<Profile>),
}

/// What stands on the page of one unit.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Anchor: what [`anchor`] makes of the unit's key, so that tables link to it.
    pub id: String,
    /// Heading: rank and name.
    pub title: Bi,
    /// Name in the other language, country, coordinates.
    pub subtitle: Bi,
    /// Figures in short: label and value.
    pub facts: Vec<(Bi, Bi)>,
    /// What its place rests on, in sentences.
    pub sentences: Vec<Bi>,
    /// Small figures.
    pub figures: Vec<Figure>,
    /// Small tables.
    pub tables: Vec<Table>,
}

/// A table: exact values, and how they are shown.
#[derive(Debug, Clone)]
pub struct Table {
    /// Anchor and name of the file: `table-04-top-100`. Unique in a report.
    pub id: String,
    /// Number among tables and figures; `None` for tables of profiles.
    pub number: Option<u32>,
    /// Title.
    pub title: Bi,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// What has to be known to read it: rule of counting, what was left out.
    pub notes: Vec<Bi>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct Column {
    /// Name for machines, as in the CSV.
    pub name: Cow<'static, str>,
    /// What its cells hold.
    pub kind: Kind,
    /// Title.
    pub title: Bi,
    /// How it is shown to people.
    pub show: Show,
}

/// How a column is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Show {
    /// As text.
    Text,
    /// As the name of a unit; the Chinese one stands in the column that is named. The first of these that is shown says
    /// what a row is of, and links to the profile of the unit whose key stands in the column `key`, if there are both.
    Name {
        /// Column of the Chinese name.
        zh: usize,
    },
    /// As a whole number.
    Whole,
    /// With so many decimals.
    Decimal(u8),
    /// As its size asks for, in a column of different figures: whole ones without decimals.
    Figure,
    /// A share of 1 as a percentage with so many decimals.
    Percent(u8),
    /// A place with the interval around it, drawn and in words: the column itself is the lower bound.
    Interval {
        /// Column of the upper bound.
        high: usize,
        /// Column of the place.
        at: usize,
        /// The last place that is drawn.
        last: u32,
    },
    /// Only in files for machines.
    Hidden,
}

/// A figure.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Anchor. Unique in a report.
    pub id: String,
    /// Number among tables and figures; `None` for those of profiles.
    pub number: Option<u32>,
    /// Title.
    pub title: Bi,
    /// What is drawn.
    pub chart: Chart,
    /// What it shows in words, for those who do not see it.
    pub alt: Bi,
    /// What has to be known to read it.
    pub notes: Vec<Bi>,
}

impl Column {
    /// A column.
    pub fn new(name: impl Into<Cow<'static, str>>, kind: Kind, title: Bi, show: Show) -> Self {
        Self { name: name.into(), kind, title, show }
    }

    /// Whether people see it.
    pub fn is_shown(&self) -> bool {
        self.show != Show::Hidden
    }

    /// Whether its cells are numbers, which stand to the right.
    pub fn is_numeric(&self) -> bool {
        matches!(self.show, Show::Whole | Show::Decimal(_) | Show::Figure | Show::Percent(_))
    }
}

/// What stands for a value that is not known.
pub const ABSENT: &str = "–";

impl Table {
    /// The columns that people see, by their place.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, column)| column.is_shown())
    }

    /// A cell as people read it.
    pub fn text(&self, row: &[Cell], column: usize, lang: Lang) -> String {
        let cell = &row[column];
        if matches!(cell, Cell::Null) {
            return ABSENT.to_owned();
        }
        match self.columns[column].show {
            Show::Text | Show::Hidden => words(cell, lang),
            Show::Name { zh } => Bi::name(&cell.text(), &row[zh].text()).get(lang).to_owned(),
            Show::Whole => {
                number(cell).map_or_else(|| cell.text().into_owned(), |v| whole(v.round() as i128))
            }
            Show::Decimal(decimals) => {
                number(cell).map_or_else(|| cell.text().into_owned(), |v| decimal(v, decimals))
            }
            Show::Figure => number(cell).map_or_else(|| cell.text().into_owned(), figure),
            Show::Percent(decimals) => {
                number(cell).map_or_else(|| cell.text().into_owned(), |v| percent(v, decimals))
            }
            Show::Interval { high, .. } => match (cell, &row[high]) {
                (Cell::Integer(low), Cell::Integer(high)) => range(*low, *high),
                _ => ABSENT.to_owned(),
            },
        }
    }

    /// Place of a column by its name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// A number as its size asks for.
pub fn figure(value: f64) -> String {
    let decimals = if value.fract() == 0.0 {
        0
    } else if value.abs() >= 1.0 {
        2
    } else {
        4
    };
    decimal(value, decimals)
}

/// A text, a list or a yes or no as people read it.
fn words(cell: &Cell, lang: Lang) -> String {
    match (cell, lang) {
        (Cell::Boolean(yes), _) => if *yes { bi("yes", "是") } else { bi("no", "否") }.get(lang).to_owned(),
        (Cell::Texts(list), Lang::En) => list.join("; "),
        (Cell::Texts(list), Lang::Zh) => list.join("；"),
        _ => cell.text().into_owned(),
    }
}

/// The number in a cell.
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(value) => Some(*value as f64),
        Cell::Number(value) => Some(*value),
        _ => None,
    }
}

/// `表 4`, `Table 4`, and the title behind it.
pub fn caption(kind: &Bi, number: Option<u32>, title: &Bi) -> Bi {
    match label(kind, number) {
        Some(label) => Bi::made(|lang| format!("{}  {}", label.get(lang), title.get(lang))),
        None => title.clone(),
    }
}

fn label(kind: &Bi, number: Option<u32>) -> Option<Bi> {
    number.map(|number| kind.map(|kind| format!("{kind} {number}")))
}

impl Table {
    /// Number and title.
    pub fn caption(&self) -> Bi {
        caption(&bi("Table", "表"), self.number, &self.title)
    }

    /// What it is called in texts: `Table 4`. Those of profiles are not.
    pub fn label(&self) -> Option<Bi> {
        label(&bi("Table", "表"), self.number)
    }

    /// The shown column that says what a row is of: the first one of names, or else the first.
    pub fn subject(&self) -> Option<usize> {
        let named = self.shown().find(|(_, column)| matches!(column.show, Show::Name { .. }));
        named.or_else(|| self.shown().next()).map(|(place, _)| place)
    }
}

impl Figure {
    /// Number and title.
    pub fn caption(&self) -> Bi {
        caption(&bi("Figure", "图"), self.number, &self.title)
    }

    /// What it is called in texts: `Figure 4`. Those of profiles are not.
    pub fn label(&self) -> Option<Bi> {
        label(&bi("Figure", "图"), self.number)
    }
}

/// The anchor of the profile of the unit with a key, never the same for two: `city-1816670`, `city-metro-bay-area`. The
/// first `:` becomes `-`, letters and digits stay, and `-` behind it; every other byte is `_` and its hexadecimal digits.
pub fn anchor(key: &str) -> String {
    let escaped = |part: &str, dash: bool| {
        let stays = |byte: u8| byte.is_ascii_alphanumeric() || (dash && byte == b'-');
        let each = part
            .bytes()
            .map(|byte| if stays(byte) { char::from(byte).to_string() } else { format!("_{byte:02x}") });
        each.collect::<String>()
    };
    match key.split_once(':') {
        Some((sort, id)) => format!("city-{}-{}", escaped(sort, false), escaped(id, true)),
        None => format!("city-{}", escaped(key, false)),
    }
}

impl Document {
    /// Every block, those of all sections one after the other.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// Every numbered table, in order: those of profiles are cut from them or from the corpus, and are no files of their own.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(&**table),
            _ => None,
        })
    }

    /// Every profile, in order.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.blocks().filter_map(|block| match block {
            Block::Profile(profile) => Some(&**profile),
            _ => None,
        })
    }

    /// Every numbered figure, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks().filter_map(|block| match block {
            Block::Figure(figure) => Some(&**figure),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_plain_and_never_the_same() {
        let keys =
            ["1816670", "metro:bay-area", "metro-bay-area", "metro:bay:area", "", ":", "a:", "北京", "a b"];
        let anchors = keys.map(anchor);
        assert_eq!(anchors[..3], ["city-1816670", "city-metro-bay-area", "city-metro_2dbay_2darea"]);
        for (i, one) in anchors.iter().enumerate() {
            assert!(one.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')), "{one}");
            assert!(anchors[..i].iter().all(|other| other != one), "{one}");
        }
    }
}

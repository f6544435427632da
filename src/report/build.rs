//! How sections put tables together: a column at a time, from the things that the rows are about.

use super::data::Data;
use super::document::{Block, Column, Figure, Show, Table};
use super::text::{Bi, bi};
use crate::base::records::{Cell, Kind};
use crate::graph::Level;
use crate::index::ranking::{INDICES, Row};
use crate::indicators::Counting;
use crate::indicators::catalogue::INDICATORS;

/// A table under construction, of rows about `T`.
pub struct Columns<'a, T> {
    items: &'a [T],
    heads: Vec<Column>,
    cells: Vec<Vec<Cell>>,
}

impl<'a, T> Columns<'a, T> {
    /// A table of so many rows, without columns yet.
    pub fn of(items: &'a [T]) -> Self {
        Self { items, heads: Vec::new(), cells: vec![Vec::new(); items.len()] }
    }

    /// One more column.
    #[must_use]
    pub fn with(mut self, column: Column, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.heads.push(column);
        for (row, item) in self.cells.iter_mut().zip(self.items) {
            row.push(cell(item));
        }
        self
    }

    /// One more column of text.
    #[must_use]
    pub fn text(self, name: &'static str, title: Bi, cell: impl Fn(&'a T) -> String) -> Self {
        self.with(Column::new(name, Kind::Text, title, Show::Text), |item| Cell::Text(cell(item)))
    }

    /// A text in both languages: the column of the name is shown, that of the Chinese one is for machines.
    #[must_use]
    pub fn both(self, names: [&'static str; 2], title: Bi, cell: impl Fn(&'a T) -> Bi) -> Self {
        let zh = self.heads.len() + 1;
        self.with(Column::new(names[0], Kind::Text, title.clone(), Show::Name { zh }), |item| {
            Cell::Text(cell(item).en)
        })
        .with(Column::new(names[1], Kind::Text, title, Show::Hidden), |item| Cell::Text(cell(item).zh))
    }

    /// One more column of whole numbers.
    #[must_use]
    pub fn whole(self, name: &'static str, title: Bi, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.with(Column::new(name, Kind::Integer, title, Show::Whole), cell)
    }

    /// One more column of numbers.
    #[must_use]
    pub fn number(self, name: &'static str, title: Bi, decimals: u8, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.with(Column::new(name, Kind::Number, title, Show::Decimal(decimals)), cell)
    }

    /// One more column of shares.
    #[must_use]
    pub fn share(self, name: &'static str, title: Bi, decimals: u8, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.with(Column::new(name, Kind::Number, title, Show::Percent(decimals)), cell)
    }

    /// One more column that only machines read.
    #[must_use]
    pub fn hidden(self, name: &'static str, kind: Kind, cell: impl Fn(&'a T) -> Cell) -> Self {
        self.with(Column::new(name, kind, Bi::same(name), Show::Hidden), cell)
    }

    /// The table.
    pub fn table(self, number: u32, slug: &str, title: Bi) -> Table {
        Table {
            id: format!("table-{number:02}-{slug}"),
            number: Some(number),
            title,
            columns: self.heads,
            rows: self.cells,
            notes: Vec::new(),
        }
    }

    /// A table of a unit's page, which has no number and no file.
    pub fn unnumbered(self, id: String, title: Bi) -> Table {
        Table { id, number: None, title, columns: self.heads, rows: self.cells, notes: Vec::new() }
    }
}

impl Table {
    /// The table with a note below it.
    #[must_use]
    pub fn note(mut self, note: Bi) -> Self {
        self.notes.push(note);
        self
    }

    /// As a block.
    pub fn block(self) -> Block {
        Block::Table(Box::new(self))
    }
}

impl Figure {
    /// The figure with a note below it.
    #[must_use]
    pub fn note(mut self, note: Bi) -> Self {
        self.notes.push(note);
        self
    }

    /// As a block.
    pub fn block(self) -> Block {
        Block::Figure(Box::new(self))
    }
}

/// What ranked units are called: one, and several.
pub fn unit_words(level: Level) -> (Bi, Bi) {
    let zh = match level {
        Level::Metro | Level::City => "城市",
        Level::Country => "国家",
        Level::Institution => "机构",
    };
    let (one, many) = match level {
        Level::Metro | Level::City => ("city", "cities"),
        Level::Country => ("country", "countries"),
        Level::Institution => ("institution", "institutions"),
    };
    (bi(one, zh), bi(many, zh))
}

/// A text with its first letter as a capital.
pub fn capital(text: &Bi) -> Bi {
    text.map(|text| {
        let mut letters = text.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    })
}

/// Title of an index, by its place among [`INDICES`].
pub fn index_title(k: usize) -> Bi {
    capital(&bi(INDICES[k].1, INDICES[k].2))
}

/// Title of an indicator, by its place among [`INDICATORS`].
pub fn indicator_title(k: usize) -> Bi {
    capital(&bi(INDICATORS[k].title, INDICATORS[k].title_zh))
}

/// Whether an indicator, by its place among [`INDICATORS`], is a whole number: those at even places count.
pub fn counts_wholes(data: &Data, k: usize) -> bool {
    k.is_multiple_of(2) && data.ranked.profile.counting == Counting::Full
}

/// The best units with their five indices, how sure each place is, and its tier.
pub fn best<'a>(data: &'a Data, rows: &'a [Row]) -> Columns<'a, Row> {
    (0..4).fold(ranked(data, rows).index(4, 2), |columns, k| columns.index(k, 2)).stability(data, "rank")
}

/// The table of the first so many by innovation index.
pub fn first(data: &Data, most: usize, (number, slug): (u32, &str)) -> Table {
    let rows = data.first(most);
    let ((_, many), n) = (unit_words(data.ranked.profile.unit), rows.len());
    let title = bi(
        format!("The first {n} {} by innovation index", many.en),
        format!("创新指数排名前 {n} {}", many.zh),
    );
    best(data, rows).table(number, slug, title)
}

/// The columns that say which unit a row is about: rank, key, name, country.
pub fn ranked<'a>(data: &'a Data, rows: &'a [Row]) -> Columns<'a, Row> {
    let (one, _) = unit_words(data.ranked.profile.unit);
    let units = data.units();
    let columns = Columns::of(rows)
        .whole("rank", bi("Rank", "排名"), |row| row.rank.into())
        .hidden("key", Kind::Text, |row| units.key(row.unit).into())
        .both(["name", "name_zh"], capital(&one), |row| data.name(row.unit))
        .hidden("country", Kind::Text, |row| units.country_code(row.unit).into());
    if data.ranked.profile.unit == Level::Country {
        return columns;
    }
    columns.both(["country_name", "country_name_zh"], bi("Country", "国家"), |row| data.country(row.unit))
}

impl<'a> Columns<'a, Row> {
    /// An index of each row.
    #[must_use]
    pub fn index(self, k: usize, decimals: u8) -> Self {
        self.number(INDICES[k].0, index_title(k), decimals, |row| row.indices[k].into())
    }

    /// An indicator of each row: whole numbers where it counts wholes.
    #[must_use]
    pub fn indicator(self, data: &Data, k: usize) -> Self {
        let show = if counts_wholes(data, k) { Show::Whole } else { Show::Decimal(1) };
        self.with(Column::new(INDICATORS[k].id, Kind::Number, indicator_title(k), show), |row| {
            row.values[k].into()
        })
    }

    /// The 95 % interval of each place by innovation index, which is column `rank`, and its tier.
    #[must_use]
    pub fn stability(self, data: &'a Data, rank: &str) -> Self {
        let low = self.heads.len();
        let at = self.heads.iter().position(|head| head.name == rank).unwrap_or_default();
        let highs = self.items.iter().filter_map(|row| data.sure(row)).map(|sure| sure.place.high);
        let last = highs.max().unwrap_or(1);
        let interval = Show::Interval { high: low + 1, at, last };
        let place = |row: &Row| data.sure(row).map(|sure| sure.place);
        self.with(
            Column::new("rank_low", Kind::Integer, bi("95% rank interval", "排名 95% 区间"), interval),
            |row| place(row).map(|place| place.low).into(),
        )
        .hidden("rank_high", Kind::Integer, |row| place(row).map(|place| place.high).into())
        .whole("tier", bi("Tier", "梯队"), |row| data.sure(row).map(|sure| sure.tier).into())
    }
}

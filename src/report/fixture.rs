//! A small report that has everything in it that could go wrong.

use super::chart::{Bars, Chart, Style};
use super::document::{Block, Column, Document, Figure, Profile, Section, Show, Table, anchor};
use super::text::{Bi, bi};
use crate::base::records::{Cell, Kind};

/// Texts that would leave their place, run, steer or hide.
pub const NASTY: [&str; 8] = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "\" onmouseover=\"alert(3)\" x='",
    "nul\0bell\u{7}escape\u{1b}[31m\u{9b}end",
    "line\r\nbreak\u{2028}and\ttab",
    "right\u{202e}to left\u{2066}",
    "👩\u{200d}🔬 北京 | pipe \\ back `tick` *star* _under_ [link](javascript:alert(4)) &amp; #",
    "# heading\n\n---\n1. list",
];

fn text(cell: &str) -> Cell {
    Cell::from(cell)
}

/// A table of every sort of column.
pub fn nasty_table() -> Table {
    let column =
        |name: &'static str, kind, show| Column::new(name, kind, bi(name, format!("{name}列")), show);
    let columns = vec![
        column("rank", Kind::Integer, Show::Whole),
        column("key", Kind::Text, Show::Hidden),
        column("name", Kind::Text, Show::Name { zh: 3 }),
        column("name_zh", Kind::Text, Show::Hidden),
        column("index", Kind::Number, Show::Decimal(2)),
        column("share", Kind::Number, Show::Percent(1)),
        column("rank_low", Kind::Integer, Show::Interval { high: 7, at: 0, last: 20 }),
        column("rank_high", Kind::Integer, Show::Hidden),
        column("large", Kind::Integer, Show::Whole),
        column("even", Kind::Boolean, Show::Text),
        column("list", Kind::Texts, Show::Text),
    ];
    let keys = ["metro:formula", "2", "3", "4", "5", "6", "7", "8"];
    let row = |i: usize, name: &&str| {
        let rank = i64::try_from(i).unwrap_or_default() + 1;
        let list = vec!["a|b".to_owned(), (*name).to_owned()];
        let (index, large) = (1.0 / 3.0 * rank as f64, (1 << 53) + rank);
        vec![
            Cell::Integer(rank),
            text(keys[i]),
            text(name),
            text(if i == 1 { "" } else { name }),
            if i == 2 { Cell::Null } else { Cell::Number(index) },
            Cell::Number(-0.125),
            if i == 3 { Cell::Null } else { Cell::Integer(rank) },
            if i == 3 { Cell::Null } else { Cell::Integer(rank + 4) },
            Cell::Integer(large),
            Cell::Boolean(i.is_multiple_of(2)),
            Cell::Texts(list),
        ]
    };
    Table {
        id: "table-01-nasty".to_owned(),
        number: Some(1),
        title: Bi::same(NASTY[1]),
        columns,
        rows: NASTY.iter().enumerate().map(|(i, name)| row(i, name)).collect(),
        notes: vec![Bi::same(NASTY[6])],
    }
}

/// A table without rows.
pub fn empty_table() -> Table {
    let columns = vec![
        Column::new("key", Kind::Text, bi("Key", "键"), Show::Text),
        Column::new("papers", Kind::Integer, bi("Papers", "论文"), Show::Whole),
    ];
    Table {
        id: "table-02-empty".to_owned(),
        number: Some(2),
        title: bi("Nothing: all [of] it / none?", "空表"),
        columns,
        rows: Vec::new(),
        notes: Vec::new(),
    }
}

/// A figure.
pub fn figure(id: &str, number: Option<u32>) -> Figure {
    let bars = Bars {
        narrow: false,
        axis: Bi::same("papers"),
        style: Style::Whole,
        series: vec![Bi::default()],
        rows: NASTY.iter().map(|name| (Bi::same(*name), vec![Some(3.0)])).collect(),
    };
    Figure {
        id: id.to_owned(),
        number,
        title: Bi::same(NASTY[2]),
        chart: Chart::Bars(bars),
        alt: Bi::same(NASTY[3]),
        notes: vec![Bi::same(NASTY[5])],
    }
}

fn profile(key: &str, name: &str) -> Profile {
    let id = anchor(key);
    let mut table = empty_table();
    table.id = format!("{id}-empty");
    table.number = None;
    Profile {
        title: Bi::same(format!("1  {name}")),
        subtitle: bi("somewhere", "某处"),
        facts: vec![(bi("Papers", "论文"), Bi::same("1,234"))],
        sentences: vec![Bi::same(NASTY[4]), Bi::same(NASTY[7])],
        figures: vec![figure(&format!("{id}-years"), None)],
        tables: vec![table],
        id,
    }
}

/// A report of all of it.
pub fn document() -> Document {
    let mut one = nasty_table();
    one.id = "table-03-one".to_owned();
    one.number = Some(3);
    one.rows.truncate(1);
    let section = |id: &str, blocks| Section { id: id.to_owned(), title: bi(id, format!("{id}节")), blocks };
    let heading = |id: &str| Block::Heading { id: id.to_owned(), text: Bi::same(NASTY[7]) };
    let ranking = vec![
        heading("first"),
        Block::Paragraph(Bi::same(NASTY[1])),
        Block::List(NASTY.map(Bi::same).to_vec()),
        Block::Table(Box::new(nasty_table())),
        Block::Note(Bi::same(NASTY[0])),
        Block::Figure(Box::new(figure("figure-04-bars", Some(4)))),
        heading("second"),
        Block::Formula(Bi::same("x′ = ln(x + 10⁻¹⁰) < y & z")),
        Block::Code("aicity rank <store>\n```\n\u{1b}]52;\n".to_owned()),
        Block::Table(Box::new(empty_table())),
        Block::Table(Box::new(one)),
    ];
    let profiles = [("metro:formula", NASTY[0]), ("2", NASTY[1]), ("3", NASTY[6])];
    let profiles = profiles.map(|(key, name)| Block::Profile(Box::new(profile(key, name)))).to_vec();
    Document {
        title: Bi::same(NASTY[1]),
        subtitle: Bi::same(NASTY[2]),
        facts: vec![(Bi::same(NASTY[3]), Bi::same(NASTY[4]))],
        warnings: vec![Bi::same(NASTY[5])],
        date: Some("2023-06-01".to_owned()),
        sections: vec![section("ranking", ranking), section("profiles", profiles)],
    }
}

//! The four indices one by one, as in the study's second chapter.

use super::Draft;
use crate::base::records::Kind;
use crate::engine::views::together::{Together, together};
use crate::index::ranking::{INDICES, Row};
use crate::indicators::Tally;
use crate::indicators::catalogue::INDICATORS;
use crate::report::build::{Columns, capital, index_title, indicator_title, unit_words};
use crate::report::chart::{Bars, Chart, Style};
use crate::report::claims::{Claim, Said, Sort, subject};
use crate::report::data::Data;
use crate::report::document::{Figure, Table};
use crate::report::text::{Bi, bi, decimal, percent, whole};

/// How many units each table has.
const TOP: usize = 20;

/// One index: its tables and figures by the study's numbers.
struct Dimension {
    /// Place among [`INDICES`].
    index: usize,
    /// Places among [`INDICATORS`]: count, and average if there is one.
    indicators: &'static [usize],
    /// Anchor.
    id: &'static str,
    table: u32,
    figure: Option<u32>,
    /// The count among what several units have together.
    of: fn(&Together) -> u64,
    /// The count of one unit, by full counting.
    own: fn(&Tally) -> u64,
    /// What is counted, in English and Chinese.
    noun: [&'static str; 2],
    /// Whether one thing can count in several units.
    overlaps: bool,
}

const DIMENSIONS: [Dimension; 4] = [
    Dimension {
        index: 0,
        indicators: &[0, 1],
        id: "papers",
        table: 5,
        figure: Some(6),
        of: |all| all.papers,
        own: |tally| tally.papers.count(),
        noun: ["papers", "论文"],
        overlaps: true,
    },
    Dimension {
        index: 1,
        indicators: &[2, 3],
        id: "scholars",
        table: 7,
        figure: Some(8),
        of: |all| all.scholars,
        own: |tally| tally.scholars.count(),
        noun: ["scholars", "学者"],
        overlaps: true,
    },
    Dimension {
        index: 2,
        indicators: &[4, 5],
        id: "institutions",
        table: 9,
        figure: Some(10),
        of: |all| all.institutions,
        own: |tally| tally.institutions.count(),
        noun: ["institutions", "机构"],
        overlaps: false,
    },
    Dimension {
        index: 3,
        indicators: &[6],
        id: "international",
        table: 11,
        figure: None,
        of: |_| 0,
        own: |_| 0,
        noun: ["international collaborations", "国际合作"],
        overlaps: true,
    },
];

/// The section.
pub fn write(data: &Data) -> Draft {
    let draft = Draft::new("dimensions", bi("The four indices", "各维度分析"));
    DIMENSIONS.iter().fold(draft, |draft, dimension| one(data, dimension, draft))
}

fn one(data: &Data, dimension: &Dimension, draft: Draft) -> Draft {
    let rows: Vec<Row> = best(data, dimension.index).into_iter().cloned().collect();
    let draft = draft
        .heading(&format!("index-{}", dimension.id), index_title(dimension.index))
        .say([leaders(data, dimension, &rows)])
        .table(table(data, dimension, &rows));
    match figure(data, dimension, &rows) {
        Some(figure) => draft.figure(figure),
        None => draft,
    }
}

/// The best rows by an index, in its order; ties by key, as in a ranking.
fn best(data: &Data, index: usize) -> Vec<&Row> {
    let mut rows: Vec<&Row> = data.ranked.ranking.rows.iter().collect();
    // Rows come in the order of the ranking and the sort is stable: equal ones stay by rank, then key.
    rows.sort_by(|a, b| b.indices[index].total_cmp(&a.indices[index]));
    rows.truncate(TOP);
    rows
}

/// Place by an index; equal ones share the better one.
fn place(rows: &[Row], index: usize, row: &Row) -> u32 {
    rows.iter().filter(|other| other.indices[index] > row.indices[index]).count() as u32 + 1
}

fn table(data: &Data, dimension: &Dimension, rows: &[Row]) -> Table {
    let (one, many) = unit_words(data.ranked.profile.unit);
    let units = data.units();
    let k = dimension.index;
    let columns = Columns::of(rows)
        .whole("rank", bi("Rank", "排名"), |row| place(rows, k, row).into())
        .hidden("key", Kind::Text, |row| units.key(row.unit).into())
        .both(["name", "name_zh"], capital(&one), |row| data.name(row.unit))
        .hidden("country", Kind::Text, |row| units.country_code(row.unit).into())
        .both(["country_name", "country_name_zh"], bi("Country", "国家"), |row| data.country(row.unit))
        .index(k, 2);
    let columns = dimension.indicators.iter().fold(columns, |columns, &i| columns.indicator(data, i));
    let index = index_title(k);
    let rank = "innovation_rank";
    let columns = columns.whole(rank, bi("Innovation rank", "创新指数排名"), |row| row.rank.into());
    columns.stability(data, rank).table(
        dimension.table,
        &format!("{}-index", dimension.id),
        bi(
            format!("The first {} {} by {}", rows.len(), many.en, index.en.to_lowercase()),
            format!("{}排名前 {} {}", index.zh, rows.len(), many.zh),
        ),
    )
}

/// The first two of an index, with their counts.
fn leaders(data: &Data, dimension: &Dimension, rows: &[Row]) -> Said {
    let k = dimension.index;
    let Some(first) = rows.first() else { return Said::default() };
    let said = describe(data, dimension, first);
    let tied = rows.iter().filter(|row| place(rows, k, row) == 1).count();
    let index = index_title(k);
    let name = data.name(first.unit);
    let lead = if tied > 1 {
        bi(
            format!(
                "{} and {} more share the first place by {}. ",
                name.en,
                tied - 1,
                index.en.to_lowercase()
            ),
            format!("按{}，{}等 {tied} 个单元并列第一。", index.zh, name.zh),
        )
    } else {
        bi(
            format!(
                "{} is first by {} with {}: ",
                name.en,
                index.en.to_lowercase(),
                decimal(first.indices[k], 2)
            ),
            format!("按{}，{}以 {} 居第一：", index.zh, name.zh, decimal(first.indices[k], 2)),
        )
    };
    let mut all = Said::new(bi(lead.en + &said.text.en + ".", lead.zh + &said.text.zh + "。"));
    all.claims = said.claims;
    if tied == 1 {
        let claim = Claim::cell(
            table_id(dimension),
            INDICES[k].0,
            &subject(data, first),
            format!("{:.2}", first.indices[k]),
            Sort::Index,
        );
        all = all.claim(claim);
    }
    match rows.get(1).filter(|_| tied == 1) {
        None => all,
        Some(second) => all.then(follows(data, dimension, second)),
    }
}

fn follows(data: &Data, dimension: &Dimension, row: &Row) -> Said {
    let said = describe(data, dimension, row);
    let (name, score) = (data.name(row.unit), decimal(row.indices[dimension.index], 2));
    Said {
        text: bi(
            format!("{} follows with {score}: {}.", name.en, said.text.en),
            format!("{}以 {score} 随后：{}。", name.zh, said.text.zh),
        ),
        claims: said.claims,
    }
}

/// The indicators of a row in words.
fn describe(data: &Data, dimension: &Dimension, row: &Row) -> Said {
    let mut parts = Vec::new();
    let mut claims = Vec::new();
    for &i in dimension.indicators {
        let Some(value) = row.values[i] else { continue };
        let is_count = i.is_multiple_of(2) && value.fract() == 0.0;
        let shown = if is_count { whole(value as i128) } else { decimal(value, 1) };
        let title = indicator_title(i);
        let en = if shown == "1" { singular(&title.en) } else { title.en.to_lowercase() };
        parts.push(bi(format!("{shown} {en}"), format!("{} {shown}", title.zh)));
        if is_count {
            let value = format!("{value:.0}");
            claims.push(Claim::cell(
                table_id(dimension),
                INDICATORS[i].id,
                &subject(data, row),
                value,
                Sort::Count,
            ));
        }
    }
    Said { text: bi(join(&parts, |part| &part.en, ", "), join(&parts, |part| &part.zh, "，")), claims }
}

fn singular(title: &str) -> String {
    title.to_lowercase().trim_end_matches('s').to_owned()
}

fn join(parts: &[Bi], of: impl Fn(&Bi) -> &String, between: &str) -> String {
    parts.iter().map(|part| of(part).as_str()).collect::<Vec<_>>().join(between)
}

fn table_id(dimension: &Dimension) -> &'static str {
    match dimension.table {
        5 => "5",
        7 => "7",
        9 => "9",
        _ => "11",
    }
}

/// Shares of all papers, scholars or institutions of the units of a table: each of what is distinct.
fn figure(data: &Data, dimension: &Dimension, rows: &[Row]) -> Option<Figure> {
    let number = dimension.figure?;
    let whole_of = (dimension.of)(&data.all);
    if whole_of == 0 {
        return None;
    }
    let (_, many) = unit_words(data.ranked.profile.unit);
    let share = |row: &Row| (dimension.own)(&data.full.units[row.unit as usize]) as f64 / whole_of as f64;
    let shares: Vec<f64> = rows.iter().map(share).collect();
    let units: Vec<u32> = rows.iter().map(|row| row.unit).collect();
    let together = (dimension.of)(&together(&data.ranked, &units));
    let bars =
        rows.iter().zip(&shares).map(|(row, &share)| (data.name(row.unit), vec![Some(share)])).collect();
    let [noun, noun_zh] = dimension.noun;
    let (n, all_of_them) = (rows.len(), percent(together as f64 / whole_of as f64, 2));
    let overlap = if dimension.overlaps {
        bi(
            format!(
                "Shares overlap and do not add up: what belongs to two {} is in the share of both. ",
                many.en
            ),
            format!("各占比有重叠，不可相加：同属两个{}的在两者中都计入。", many.zh),
        )
    } else {
        bi(
            format!("Each institution lies in one {}. ", unit_words(data.ranked.profile.unit).0.en),
            "每个机构只属于一地。",
        )
    };
    let first = data.name(rows[0].unit);
    Some(Figure {
        id: format!("figure-{number:02}-share-of-{}", dimension.id),
        number: Some(number),
        title: bi(
            format!(
                "Share of all {noun} of the first {n} by {}",
                index_title(dimension.index).en.to_lowercase()
            ),
            format!("{}排名前 {n} {}的{noun_zh}占比", index_title(dimension.index).zh, many.zh),
        ),
        alt: bi(
            format!("Bars: {} has {}.", first.en, percent(shares[0], 2)),
            format!("条形图：{}占 {}。", first.zh, percent(shares[0], 2)),
        ),
        chart: Chart::Bars(Bars {
            narrow: false,
            axis: bi(
                format!("Share of {} {noun}", whole(i128::from(whole_of))),
                format!("占全部 {} {noun_zh}的比例", whole(i128::from(whole_of))),
            ),
            style: Style::Percent(2),
            series: vec![Bi::default()],
            rows: bars,
        }),
        notes: vec![bi(
            format!(
                "{}Together the {n} have {} distinct {noun}, {all_of_them} of all.",
                overlap.en,
                whole(i128::from(together))
            ),
            format!(
                "{}这 {n} 个{}合计有 {} 不重复的{noun_zh}，占全部的 {all_of_them}。",
                overlap.zh,
                many.zh,
                whole(i128::from(together))
            ),
        )],
    })
}

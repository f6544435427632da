//! The ranking as a whole, as in the study's first chapter: where the cities lie, in which countries, and the first hundred.

use super::Draft;
use crate::engine::views::coordinates;
use crate::index::ranking::Row;
use crate::report::build::{capital, first, unit_words};
use crate::report::chart::{Bars, Chart, Point, Style, World};
use crate::report::data::Data;
use crate::report::document::Figure;
use crate::report::text::{Bi, bi, counted, enumerate, whole};
use crate::robustness::intervals::DECIDED;

/// Countries with fewer units are not drawn, as in the study.
const LEAST: u64 = 4;
/// How many points of the map carry names.
const NAMED: usize = 30;

/// The section.
pub fn write(data: &Data) -> Draft {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let mut draft = Draft::new("overall", bi("Overall ranking", "综合排名"));
    let points = points(data);
    if !points.is_empty() {
        draft = draft.heading("where", bi(format!("Where the {} are", many.en), format!("{}分布", many.zh)));
        draft = draft.figure(map(data, points));
    }
    if let Some(figure) = by_country(data) {
        draft = draft.heading("countries-of-top", bi("Countries", "国家分布")).figure(figure);
    }
    let n = data.first(100).len();
    draft = draft.heading("top-100", bi(format!("The first {n}"), format!("前 {n} 名")));
    draft.table(first(data, 100, (4, "top-100")).note(undecided(data)))
}

fn points(data: &Data) -> Vec<Point> {
    let level = data.ranked.profile.unit;
    let point = |row: &Row| {
        let at = coordinates(&data.ranked.corpus, level, row.unit)?;
        Some(Point { label: data.name(row.unit), at, value: row.indices[4] })
    };
    data.rows().iter().filter_map(point).collect()
}

fn map(data: &Data, points: Vec<Point>) -> Figure {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let missing = data.rows().len() - points.len();
    let top = whole(data.rows().len() as i128);
    let largest = enumerate(&data.first(5).iter().map(|row| data.name(row.unit)).collect::<Vec<_>>());
    let figure = Figure {
        id: "figure-02-map".to_owned(),
        number: Some(2),
        title: bi(
            format!("The first {top} {} on the map", many.en),
            format!("前 {top} 名{}的地理分布", many.zh),
        ),
        alt: bi(
            format!(
                "World map with a circle for each of {} {}; the largest are {}.",
                points.len(),
                many.en,
                largest.en
            ),
            format!("世界地图，{} 个{}各以一个圆表示；最大的是{}。", points.len(), many.zh, largest.zh),
        ),
        chart: Chart::World(World {
            points,
            colour: bi("Innovation index (points)", "创新指数（分）"),
            style: Style::Whole,
            named: NAMED,
            arcs: Vec::new(),
            width: bi("", ""),
        }),
        notes: vec![bi(
            "Equal Earth projection. Coastlines: Natural Earth 1:110m, public domain. Places: GeoNames, or the mean of a \
             metro's cities. Borders are not drawn.",
            "等积地球投影（Equal Earth）。海岸线：Natural Earth 1:110m，公有领域。位置：GeoNames，都市圈取其所含城市的平均位置。不绘制国界。",
        )],
    };
    if missing == 0 {
        return figure;
    }
    figure.note(bi(
        format!(
            "{} without known coordinates {} not drawn.",
            counted(missing as u64, "unit", "units"),
            if missing == 1 { "is" } else { "are" }
        ),
        format!("另有 {missing} 个单元坐标未知，未绘出。"),
    ))
}

fn by_country(data: &Data) -> Option<Figure> {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let shown: Vec<_> =
        data.countries.rows.iter().filter(|row| row.units_in_top >= LEAST && !row.key.is_empty()).collect();
    if shown.is_empty() {
        return None;
    }
    let rows =
        shown.iter().map(|row| (data.country_named(&row.key), vec![Some(row.units_in_top as f64)])).collect();
    let (top, all) = (whole(data.ask.top as i128), data.countries.at_least(1));
    let few = all - shown.len();
    let most = data.country_named(&shown[0].key);
    Some(Figure {
        id: "figure-03-countries".to_owned(),
        number: Some(3),
        title: bi(
            format!("Countries with {LEAST} or more of the first {top} {}", many.en),
            format!("前 {top} 名{}中数量在 {LEAST} 个及以上的国家", many.zh),
        ),
        alt: bi(
            format!(
                "Bars: {} has most with {}; {} are shown.",
                most.en,
                shown[0].units_in_top,
                counted(shown.len() as u64, "country", "countries")
            ),
            format!("条形图：{}最多，为 {} 个；共列 {} 国。", most.zh, shown[0].units_in_top, shown.len()),
        ),
        chart: Chart::Bars(Bars {
            narrow: false,
            axis: capital(&many),
            style: Style::Whole,
            series: vec![capital(&many)],
            rows,
        }),
        notes: vec![bi(
            format!(
                "{} with fewer {} not shown; all are in table 18.",
                counted(few as u64, "country", "countries"),
                if few == 1 { "is" } else { "are" }
            ),
            format!("另有 {few} 个国家少于 {LEAST} 个，未列出；全部国家见表 18。"),
        )],
    })
}

/// In how many neighbouring places of the first hundred the order is not decided.
fn undecided(data: &Data) -> Bi {
    let rows = data.first(100);
    let pairs = rows.len().saturating_sub(1);
    let open = rows[..pairs]
        .iter()
        .filter(|row| data.sure(row).and_then(|sure| sure.above_next).is_none_or(|above| above < DECIDED))
        .count();
    bi(
        format!(
            "Of the {pairs} pairs of neighbours in this table, the data leave the order of {open} undecided (it holds in less than 97.5% of the resampled rankings)."
        ),
        format!(
            "本表 {pairs} 对相邻名次中，有 {open} 对的先后次序凭现有数据不能判定（在不足 97.5% 的重抽样排名中成立）。"
        ),
    )
}

//! International collaboration: arcs on the map, the strongest links, and a matrix of countries.

use super::Draft;
use crate::base::records::Kind;
use crate::engine::views::coordinates;
use crate::index::ranking::Row;
use crate::report::build::{Columns, unit_words};
use crate::report::chart::{Arc, Chart, Matrix, Point, Style, World};
use crate::report::data::{Data, Link};
use crate::report::document::{Figure, Table};
use crate::report::text::{bi, counted, whole};
use std::collections::BTreeMap;

/// So many links are drawn as arcs.
const ARCS: usize = 150;
/// So many links are listed.
const LISTED: usize = 50;
/// So many countries are in the matrix.
const COUNTRIES: usize = 15;

/// The section.
pub fn write(data: &Data) -> Option<Draft> {
    let first = data.links.first()?;
    let (_, many) = unit_words(data.ranked.profile.unit);
    let (a, b) = (data.name(first.a), data.name(first.b));
    let papers = whole(i128::from(first.papers));
    let pairs = counted(data.links.len() as u64, "pair", "pairs");
    let share = if data.links.len() == 1 { "shares" } else { "share" };
    let mut draft =
        Draft::new("collaboration", bi("International collaboration", "国际合作网络")).paragraph(bi(
            format!(
                "{pairs} of {} from two countries {share} at least one paper. The strongest link is between {} and {}: {papers} \
                 papers. A paper of three {} is in three links.",
                many.en, a.en, b.en, many.en
            ),
            format!(
                "共有 {} 对不同国家的{}至少合作过一篇论文。合作最多的是{}与{}：{papers} 篇。涉及三地的论文计入三对。",
                whole(data.links.len() as i128),
                many.zh,
                a.zh,
                b.zh
            ),
        ));
    if let Some(figure) = arcs(data) {
        draft = draft.figure(figure);
    }
    draft = draft.table(strongest(data));
    Some(matrix(data).into_iter().fold(draft, Draft::figure))
}

fn arcs(data: &Data) -> Option<Figure> {
    let level = data.ranked.profile.unit;
    let place = |unit: u32| coordinates(&data.ranked.corpus, level, unit);
    let arc =
        |link: &Link| Some(Arc { from: place(link.a)?, to: place(link.b)?, value: f64::from(link.papers) });
    let drawn: Vec<&Link> = data.links.iter().take(ARCS).collect();
    let arcs: Vec<Arc> = drawn.iter().filter_map(|link| arc(link)).collect();
    if arcs.is_empty() {
        return None;
    }
    let mut strength: BTreeMap<u32, f64> = BTreeMap::new();
    for link in &drawn {
        for unit in [link.a, link.b] {
            *strength.entry(unit).or_default() += f64::from(link.papers);
        }
    }
    let mut ends: Vec<(u32, f64)> = strength.into_iter().collect();
    ends.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let point = |&(unit, value): &(u32, f64)| Some(Point { label: data.name(unit), at: place(unit)?, value });
    let n = arcs.len();
    let (_, many) = unit_words(level);
    Some(Figure {
        id: "figure-22-arcs".to_owned(),
        number: Some(22),
        title: bi(
            format!("The {n} strongest international links between {}", many.en),
            format!("{}间最强的 {n} 条国际合作", many.zh),
        ),
        alt: bi(
            format!(
                "World map with {n} arcs between {} of different countries; the strongest are in table 23.",
                many.en
            ),
            format!("世界地图，{n} 条弧线连接不同国家的{}；最强者见表 23。", many.zh),
        ),
        chart: Chart::World(World {
            points: ends.iter().filter_map(point).collect(),
            colour: bi("Papers in the links drawn", "所绘合作的论文量"),
            style: Style::Whole,
            named: 25,
            arcs,
            width: bi("Common papers", "合作论文量"),
        }),
        notes: vec![bi(
            "Arcs join places and are no routes; what leaves the map on one side comes back on the other. Equal Earth projection; coastlines: Natural Earth 1:110m.",
            "弧线仅连接两地，不表示路径；从地图一侧出去的由另一侧进入。等积地球投影；海岸线：Natural Earth 1:110m。",
        )],
    })
}

fn strongest(data: &Data) -> Table {
    let listed = &data.links[..data.links.len().min(LISTED)];
    let units = data.units();
    let n = listed.len();
    Columns::of(listed)
        .hidden("a", Kind::Text, |link| units.key(link.a).into())
        .both(["a_name", "a_name_zh"], bi("One", "一方"), |link| data.name(link.a))
        .both(["a_country", "a_country_zh"], bi("Country", "国家"), |link| data.country(link.a))
        .hidden("b", Kind::Text, |link| units.key(link.b).into())
        .both(["b_name", "b_name_zh"], bi("The other", "另一方"), |link| data.name(link.b))
        .both(["b_country", "b_country_zh"], bi("Country", "国家"), |link| data.country(link.b))
        .whole("papers", bi("Common papers", "合作论文量"), |link| link.papers.into())
        .table(
            23,
            "links",
            bi(format!("The {n} strongest international links"), format!("最强的 {n} 对国际合作")),
        )
        .note(bi(
            format!(
                "Of {}; “aicity network” writes all, for other programs.",
                counted(data.links.len() as u64, "link", "links")
            ),
            format!("共 {} 对；“aicity network” 可将全部导出到其他程序。", data.links.len()),
        ))
}

fn matrix(data: &Data) -> Option<Figure> {
    let mut rows: Vec<&Row> = data.of_countries.ranking.rows.iter().collect();
    rows.sort_by(|a, b| papers(b).total_cmp(&papers(a)));
    rows.truncate(COUNTRIES);
    if rows.len() < 2 {
        return None;
    }
    let units = data.of_countries.units();
    let place: BTreeMap<u32, usize> = rows.iter().enumerate().map(|(i, row)| (row.unit, i)).collect();
    let n = rows.len();
    let mut cells: Vec<Vec<Option<f64>>> =
        (0..n).map(|i| (0..n).map(|j| (i != j).then_some(0.0)).collect()).collect();
    for link in &data.country_links {
        if let (Some(&i), Some(&j)) = (place.get(&link.a), place.get(&link.b)) {
            cells[i][j] = Some(f64::from(link.papers));
            cells[j][i] = cells[i][j];
        }
    }
    let label = |row: &&Row| data.country_named(units.key(row.unit));
    Some(Figure {
        id: "figure-24-matrix".to_owned(),
        number: Some(24),
        title: bi(
            format!("Common papers of the {n} countries with most papers"),
            format!("论文最多的 {n} 国之间的合作论文量"),
        ),
        alt: bi(
            format!("Matrix of {n} by {n} countries: the darker, the more common papers."),
            format!("{n}×{n} 国家矩阵：颜色越深，合作论文越多。"),
        ),
        chart: Chart::Matrix(Matrix {
            axis: bi("Common papers", "合作论文量"),
            style: Style::Whole,
            labels: rows.iter().map(label).collect(),
            cells,
        }),
        notes: vec![bi("A paper of three countries is in three cells.", "涉及三国的论文计入三对国家。")],
    })
}

fn papers(row: &Row) -> f64 {
    row.values[0].unwrap_or_default()
}

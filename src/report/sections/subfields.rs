//! Subfields, and two countries side by side, as in the study's third chapter.

use super::Draft;
use crate::base::records::{Cell, Kind};
use crate::engine::views::compare::{Compared, Comparison, Subfield};
use crate::index::ranking::INDICES;
use crate::indicators::catalogue::INDICATORS;
use crate::indicators::measures;
use crate::report::build::{Columns, capital, index_title, indicator_title, unit_words};
use crate::report::chart::{Bars, Chart, Style};
use crate::report::claims::Said;
use crate::report::data::Data;
use crate::report::document::Show::{self, Decimal, Whole};
use crate::report::document::{Column, Figure, Table};
use crate::report::text::{Bi, bi, counted, decimal, enumerate, percent, whole};
use crate::report::topics::Topic;

/// The section.
pub fn write(data: &Data) -> Option<Draft> {
    let topics = &data.topics;
    if topics.is_empty() {
        return None;
    }
    let mut draft = Draft::new("subfields", bi("Subfields", "研究子领域分布"))
        .say([distribution(data, topics)])
        .figure(figure(data, topics))
        .table(table(data, topics));
    if let Some(comparison) = &data.comparison {
        let names = enumerate(&comparison.units.iter().map(name).collect::<Vec<_>>());
        draft = draft
            .heading("comparison", bi(format!("{} side by side", names.en), format!("{}对比", names.zh)));
        draft =
            draft.say(pair_sentence(data)).figure(side_by_side(comparison)).table(figures(data, comparison));
        draft = draft.note(bi(
            "A paper of both countries is in the count of both. Revealed comparative advantage (RCA): the share of the country's papers in a \
             subfield over the share of all papers in it; above 1 the country does more of it than the world.",
            "两国合作的论文在两国均计入。显性比较优势（RCA）：该国论文中某子领域所占比例与全部论文中该子领域所占比例之比；大于 1 表示该国在该领域相对更为集中。",
        ));
    }
    Some(draft)
}

fn distribution(data: &Data, topics: &[Topic]) -> Said {
    let n = topics.len().min(8);
    let sum: u64 = topics[..n].iter().map(|topic| topic.papers).sum();
    let first = &topics[0];
    let share = percent(first.papers as f64 / data.all.papers as f64, 2);
    let together = if data.of_several_subfields == 0 && topics.len() > n {
        bi(
            format!(
                " The first {n} have {} together ({}).",
                counted(sum, "paper", "papers"),
                percent(sum as f64 / data.all.papers as f64, 1)
            ),
            format!(
                "前 {n} 个子领域合计 {} 篇（{}）。",
                whole(i128::from(sum)),
                percent(sum as f64 / data.all.papers as f64, 1)
            ),
        )
    } else {
        Bi::default()
    };
    Said::new(bi(
        format!(
            "{} is the largest of {}, with {} ({share} of all).{}",
            first.name.en,
            counted(topics.len() as u64, "subfield", "subfields"),
            counted(first.papers, "paper", "papers"),
            together.en
        ),
        format!(
            "共 {} 个子领域，其中{}方向的论文最多，有 {} 篇，占 {share}。{}",
            topics.len(),
            first.name.zh,
            whole(i128::from(first.papers)),
            together.zh
        ),
    ))
}

fn overlap_note(data: &Data) -> Bi {
    match data.of_several_subfields {
        0 => bi("Every paper belongs to one subfield at most.", "每篇论文至多属于一个子领域。"),
        n => bi(
            format!(
                "{} to several subfields and counted in each, so shares add up to more than 100%.",
                counted(n as u64, "paper belongs", "papers belong")
            ),
            format!("{n} 篇论文属于多个子领域，在每个子领域都计入，因此占比之和超过 100%。"),
        ),
    }
}

fn figure(data: &Data, topics: &[Topic]) -> Figure {
    let rows = topics.iter().map(|topic| (topic.name.clone(), vec![Some(topic.papers as f64)])).collect();
    let first = &topics[0];
    Figure {
        id: "figure-12-subfields".to_owned(),
        number: Some(12),
        title: bi("Papers by subfield", "论文的子领域分布"),
        alt: bi(
            format!(
                "Bars: {} is the largest of {} subfields with {} papers.",
                first.name.en,
                topics.len(),
                first.papers
            ),
            format!("条形图：{} 个子领域中{}最多，{} 篇。", topics.len(), first.name.zh, first.papers),
        ),
        chart: Chart::Bars(Bars {
            narrow: false,
            axis: bi("Papers", "论文量（篇）"),
            style: Style::Whole,
            series: vec![Bi::default()],
            rows,
        }),
        notes: vec![overlap_note(data)],
    }
}

/// Name of a compared country.
pub fn name(compared: &Compared) -> Bi {
    let identity = &compared.profile.identity;
    Bi::name(&identity.name, &identity.name_zh)
}

fn table(data: &Data, topics: &[Topic]) -> Table {
    let all = data.all.papers as f64;
    let mut columns = Columns::of(topics)
        .hidden("key", Kind::Text, |topic| (&topic.key).into())
        .both(["name", "name_zh"], bi("Subfield", "子领域"), |topic| topic.name.clone())
        .whole("papers", bi("Papers", "论文量"), |topic| topic.papers.into())
        .share("share", bi("Share of all papers", "占全部论文"), 2, |topic| {
            (topic.papers as f64 / all).into()
        });
    for (i, compared) in data.comparison.iter().flat_map(|comparison| comparison.units.iter().enumerate()) {
        let find = |topic: &Topic| {
            let all = data.comparison.as_ref()?;
            all.subfields.iter().find(|subfield| subfield.key == topic.key).map(|found| found.units[i])
        };
        let (code, name) = (&compared.profile.identity.key, name(compared));
        columns = columns
            .with(
                Column::new(
                    format!("papers_{code}"),
                    Kind::Integer,
                    bi(format!("Papers of {}", name.en), format!("{}论文量", name.zh)),
                    Whole,
                ),
                |topic| find(topic).map_or(Cell::from(0_u64), |own| own.papers.into()),
            )
            .with(
                Column::new(
                    format!("rca_{code}"),
                    Kind::Number,
                    bi(format!("RCA of {}", name.en), format!("{} RCA", name.zh)),
                    Decimal(2),
                ),
                |topic| find(topic).and_then(|own| own.rca).into(),
            );
    }
    columns.table(20, "subfields", bi("Subfields", "各子领域论文量")).note(overlap_note(data))
}

/// Two countries by subfield, in bars side by side: by the papers of both together.
fn side_by_side(comparison: &Comparison) -> Figure {
    let mut subfields: Vec<&Subfield> = comparison.subfields.iter().collect();
    let both = |subfield: &Subfield| subfield.units.iter().map(|own| own.papers).sum::<u64>();
    subfields.sort_by(|a, b| both(b).cmp(&both(a)).then_with(|| a.key.cmp(&b.key)));
    let names: Vec<Bi> = comparison.units.iter().map(name).collect();
    let row = |subfield: &&Subfield| {
        let values = subfield.units.iter().map(|own| Some(own.papers as f64)).collect();
        let name = Bi::name(&subfield.name, &subfield.name_zh);
        (if name.is_empty() { Bi::same(&subfield.key) } else { name }, values)
    };
    let all = enumerate(&names);
    Figure {
        id: "figure-13-comparison".to_owned(),
        number: Some(13),
        title: bi(format!("Papers of {} by subfield", all.en), format!("{}各子领域论文量", all.zh)),
        alt: bi(
            format!("Bars side by side: papers of {} in {} subfields.", all.en, subfields.len()),
            format!("并列条形图：{}在 {} 个子领域的论文量。", all.zh, subfields.len()),
        ),
        chart: Chart::Bars(Bars {
            narrow: false,
            axis: bi("Papers", "论文量（篇）"),
            style: Style::Whole,
            rows: subfields.iter().map(row).collect(),
            series: names,
        }),
        notes: vec![bi(
            "A paper of several of these countries is in the count of each.",
            "多国合作的论文在各国均计入。",
        )],
    }
}

/// Papers of the first two countries, and where each has more.
pub fn pair_sentence(data: &Data) -> Option<Said> {
    let comparison = data.comparison.as_ref()?;
    let [a, b] = comparison.units.get(..2)? else { return None };
    let papers = |compared: &Compared| compared.profile.indicators.0[0].unwrap_or_default();
    let (more, less, swapped) = if papers(a) >= papers(b) { (a, b, false) } else { (b, a, true) };
    let (index_more, index_less) = (usize::from(swapped), usize::from(!swapped));
    let (one, other) = (name(more), name(less));
    let [many, few] = [more, less].map(|compared| decimal(papers(compared), 0));
    let ratio = (papers(less) > 0.0).then(|| decimal(papers(more) / papers(less), 2));
    let text = match ratio {
        Some(ratio) => bi(
            format!("{}: {many} papers; {}: {few}. That is {ratio} times as many.", one.en, other.en),
            format!("{}参与论文 {many} 篇，{} {few} 篇，前者为后者的 {ratio} 倍。", one.zh, other.zh),
        ),
        None => bi(
            format!("{}: {many} papers; {}: none.", one.en, other.en),
            format!("{}参与论文 {many} 篇，{}没有论文。", one.zh, other.zh),
        ),
    };
    let topics = |(index, name): (usize, &Bi)| {
        let largest = largest(comparison, index);
        let list = enumerate(&largest);
        if largest.is_empty() {
            return Said::default();
        }
        Said::new(bi(
            format!("{}: most papers are in {}.", name.en, list.en),
            format!("{}论文最多的子领域依次是{}。", name.zh, list.zh),
        ))
    };
    let shared = comparison.shared.first()?.papers;
    let both = bi(
        format!("Both are on {} together.", counted(shared, "paper", "papers")),
        format!("两国合作论文 {} 篇。", whole(i128::from(shared))),
    );
    let [more, less] = [(index_more, &one), (index_less, &other)].map(topics);
    Some(Said::new(text).then(more).then(less).then(Said::new(both)))
}

/// Names of the three subfields with most papers of a unit.
fn largest(comparison: &Comparison, unit: usize) -> Vec<Bi> {
    let mut all: Vec<&Subfield> =
        comparison.subfields.iter().filter(|subfield| subfield.units[unit].papers > 0).collect();
    all.sort_by(|a, b| b.units[unit].papers.cmp(&a.units[unit].papers).then_with(|| a.key.cmp(&b.key)));
    all.truncate(3);
    all.iter().map(|subfield| Bi::name(&subfield.name, &subfield.name_zh)).collect()
}

/// A figure of the table of countries side by side.
struct Line {
    id: String,
    title: Bi,
    values: Vec<Cell>,
    unit: Bi,
}

/// Every figure of the compared countries, a line each.
fn figures(data: &Data, comparison: &Comparison) -> Table {
    let units = &comparison.units;
    let mut lines = Vec::new();
    let mut put = |id: &str, title: Bi, unit: Bi, values: Vec<Cell>| {
        lines.push(Line { id: id.to_owned(), title, values, unit });
    };
    let points = bi("points", "分");
    put(
        "rank",
        bi("Rank among countries", "在各国中的排名"),
        Bi::default(),
        units.iter().map(|u| u.profile.rank.into()).collect(),
    );
    for (k, indicator) in INDICATORS.iter().enumerate() {
        let unit = if k.is_multiple_of(2) { bi("number", "个") } else { bi("citations", "次") };
        put(
            indicator.id,
            indicator_title(k),
            unit,
            units.iter().map(|u| u.profile.indicators.0[k].into()).collect(),
        );
    }
    for (k, index) in INDICES.iter().enumerate() {
        let value = |u: &Compared| u.profile.indices.map(|indices| indices.0[k]).into();
        put(index.0, index_title(k), points.clone(), units.iter().map(value).collect());
    }
    put(
        "share_of_papers",
        bi("Share of all papers", "占全部论文"),
        bi("of 1", "以 1 计"),
        units.iter().map(|u| u.share_of_papers.into()).collect(),
    );
    let first = units.first().map(|u| u.measures.0.clone()).unwrap_or_default();
    for (i, (id, _)) in first.iter().enumerate() {
        let Some(measure) = measures::all().find(|one| one.id == *id) else { continue };
        let unit = match measure.unit {
            measures::SHARE => bi("of 1", "以 1 计"),
            "" => bi("quotient", "比值"),
            _ => bi("number", "个"),
        };
        put(
            id,
            capital(&bi(measure.title, measure.title_zh)),
            unit,
            units.iter().map(|u| u.measures.0[i].1.into()).collect(),
        );
    }
    for (i, top) in units
        .first()
        .and_then(|u| u.places.as_ref())
        .map(|p| p.tops.clone())
        .unwrap_or_default()
        .iter()
        .enumerate()
    {
        let value = |u: &Compared| u.places.as_ref().map(|places| places.tops[i].units).into();
        put(
            &format!("units_in_top_{}", top.top),
            bi(format!("Of the first {}", top.top), format!("前 {} 名中数量", top.top)),
            unit_words(data.ranked.profile.unit).1,
            units.iter().map(value).collect(),
        );
    }
    let mut columns = Columns::of(&lines)
        .hidden("figure", Kind::Text, |line| (&line.id).into())
        .both(["title", "title_zh"], bi("Figure", "指标"), |line| line.title.clone())
        .both(["unit", "unit_zh"], bi("Unit", "单位"), |line| line.unit.clone());
    for (i, compared) in units.iter().enumerate() {
        let code = compared.profile.identity.key.clone();
        columns = columns.with(Column::new(code, Kind::Number, name(compared), Show::Figure), |line| {
            line.values[i].clone()
        });
    }
    columns.table(21, "countries-side-by-side", bi("Countries side by side", "各国指标对比"))
}

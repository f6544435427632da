//! A page for each listed unit: where it stands and why.

use super::Draft;
use crate::base::records::Cell;
use crate::engine::views::Focus;
use crate::engine::views::behind::{self, OfPapers, PaperBehind};
use crate::engine::views::members::{self, Member, Sort};
use crate::engine::views::partners::{Partner, partners};
use crate::engine::views::series::Point;
use crate::engine::views::survey::Survey;
use crate::engine::views::unit::{UnitProfile, profile};
use crate::index::ranking::Row;
use crate::indicators::catalogue::INDICATORS;
use crate::report::build::{Columns, index_title, indicator_title, unit_words};
use crate::report::chart::{Bars, Chart, Lines, Style};
use crate::report::data::Data;
use crate::report::document::{Block, Figure, Profile, Table, anchor};
use crate::report::text::{Bi, bi, counted, decimal, ordinal, percent, range, whole};
use rayon::prelude::*;

/// So many of each are listed.
const LISTED: usize = 5;

/// The section; nothing where no pages were asked for.
pub fn write(data: &Data) -> Option<Draft> {
    if !data.ask.profiles {
        return None;
    }
    let (one, many) = unit_words(data.ranked.profile.unit);
    let survey = Survey::new(&data.ranked);
    let pages: Vec<Block> =
        data.rows().par_iter().map(|row| Block::Profile(Box::new(page(data, &survey, row)))).collect();
    let draft =
        Draft::new("profiles", bi(format!("Profiles of the {}", many.en), format!("各{}概况", one.zh)));
    Some(pages.into_iter().fold(draft, Draft::put))
}

fn page(data: &Data, survey: &Survey<'_>, row: &Row) -> Profile {
    let focus = survey.focus(row.unit);
    let own = profile(&data.ranked, row.unit);
    let id = anchor(data.units().key(row.unit));
    let name = data.name(row.unit);
    Profile {
        title: name.map(|name| format!("{}. {name}", whole(i128::from(row.rank)))),
        subtitle: subtitle(data, row, &own),
        facts: facts(data, row),
        sentences: sentences(data, row, &own),
        figures: vec![years(&survey.series(&focus), &id), parts(&own, &id)],
        tables: vec![
            subfields(&focus, &id),
            institutions(&focus, &id),
            with_partners(data, &focus, &id),
            cited(data, &focus, &id),
        ],
        id,
    }
}

fn subtitle(data: &Data, row: &Row, own: &UnitProfile) -> Bi {
    let country = data.country(row.unit);
    let at = match (own.identity.latitude, own.identity.longitude) {
        (Some(latitude), Some(longitude)) => {
            let (north, east) =
                (if latitude < 0.0 { "S" } else { "N" }, if longitude < 0.0 { "W" } else { "E" });
            format!("{:.2}° {north}, {:.2}° {east}", latitude.abs(), longitude.abs())
        }
        _ => String::new(),
    };
    let other = data.name(row.unit);
    let join =
        |parts: [&str; 3]| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let or = |text: &str, than: &str| if text == than { String::new() } else { text.to_owned() };
    bi(
        join([&or(&other.zh, &other.en), &country.en, &at]),
        join([&or(&other.en, &other.zh), &country.zh, &at]),
    )
}

fn facts(data: &Data, row: &Row) -> Vec<(Bi, Bi)> {
    let mut facts = vec![(index_title(4), Bi::same(decimal(row.indices[4], 2)))];
    if let Some(sure) = data.sure(row) {
        let interval = range(i64::from(sure.place.low), i64::from(sure.place.high));
        facts.push((bi("95% rank interval", "排名 95% 区间"), Bi::same(interval)));
        facts.push((bi("Tier", "梯队"), Bi::same(sure.tier.to_string())));
    }
    facts.extend((0..4).map(|k| (index_title(k), Bi::same(decimal(row.indices[k], 2)))));
    for (k, value) in row.values.iter().enumerate() {
        if let Some(value) = value {
            let shown = if value.fract() == 0.0 { whole(*value as i128) } else { decimal(*value, 1) };
            facts.push((indicator_title(k), Bi::same(shown)));
        }
    }
    facts
}

/// Which parts of the index lift it and which hold it back, and what the next place would take.
fn sentences(data: &Data, row: &Row, own: &UnitProfile) -> Vec<Bi> {
    let place = |k: usize| {
        let better =
            data.ranked.ranking.rows.iter().filter(|other| other.indices[k] > row.indices[k]).count();
        better as u32 + 1
    };
    let places: Vec<(usize, u32)> = (0..4).map(|k| (k, place(k))).collect();
    let best = places.iter().min_by_key(|(k, place)| (*place, *k));
    let worst = places.iter().max_by_key(|(k, place)| (*place, 3 - *k));
    let mut sentences = Vec::new();
    if let (Some(&(high, up)), Some(&(low, down))) = (best, worst) {
        let (one, other) = (index_title(high), index_title(low));
        if up < down {
            sentences.push(bi(
                format!(
                    "Its best place is the {} by {}, its lowest the {} by {}.",
                    ordinal(up),
                    one.en.to_lowercase(),
                    ordinal(down),
                    other.en.to_lowercase()
                ),
                format!("{}名次最高（第 {up}），{}名次最低（第 {down}）。", one.zh, other.zh),
            ));
        }
    }
    if let Some(next) = data.sure(row).and_then(|sure| sure.above_next) {
        let below = data.ranked.ranking.rows.iter().skip_while(|other| other.unit != row.unit).nth(1);
        if let Some(below) = below {
            let name = data.name(below.unit);
            sentences.push(bi(
                format!("It stands above {} in {} of the resampled rankings.", name.en, percent(next, 1)),
                format!("在 {} 的重抽样排名中位于{}之前。", percent(next, 1), name.zh),
            ));
        }
    }
    let members = own.members;
    if members.cities > 1 {
        sentences.push(bi(
            format!("It is ranked as one of {}.", counted(members.cities, "city", "cities")),
            format!("由 {} 个城市合并排名。", members.cities),
        ));
    }
    sentences
}

fn years(series: &[Point], id: &str) -> Figure {
    let points: Vec<_> = series.iter().filter_map(|point| Some((point.year?, point.indicators.0))).collect();
    let line = |k: usize| points.iter().map(|(_, values)| values[k].or(Some(0.0))).collect::<Vec<_>>();
    let (first, last) = (points.first().map_or(0, |point| point.0), points.last().map_or(0, |point| point.0));
    Figure {
        id: format!("{id}-years"),
        number: None,
        title: bi("Papers and international collaborations by year", "历年论文量与国际合作次数"),
        alt: bi(format!("Lines from {first} to {last}."), format!("{first} 至 {last} 年折线图。")),
        chart: Chart::Lines(Lines {
            narrow: true,
            axis: bi("Number", "数量"),
            style: Style::Whole,
            years: points.iter().map(|(year, _)| *year).collect(),
            reversed: false,
            series: vec![(indicator_title(0), line(0)), (indicator_title(6), line(6))],
        }),
        notes: Vec::new(),
    }
}

/// What each indicator adds to the innovation index.
fn parts(own: &UnitProfile, id: &str) -> Figure {
    let rows =
        own.terms.iter().zip(0..).map(|(step, k)| (indicator_title(k), vec![Some(step.points)])).collect();
    Figure {
        id: format!("{id}-parts"),
        number: None,
        title: bi("What each indicator adds to the innovation index", "各指标对创新指数的贡献"),
        alt: bi(
            format!("Bars of {} indicators; together they are the index.", INDICATORS.len()),
            format!("{} 项指标的条形图，合计即为创新指数。", INDICATORS.len()),
        ),
        chart: Chart::Bars(Bars {
            narrow: true,
            axis: bi("Points", "分"),
            style: Style::Decimal(2),
            series: vec![Bi::default()],
            rows,
        }),
        notes: Vec::new(),
    }
}

fn subfields(focus: &Focus<'_>, id: &str) -> Table {
    let all = members::subfields(focus, Sort::Papers);
    largest(focus, &all, format!("{id}-subfields"), bi("Subfield", "子领域"), ["subfield", "subfields"])
}

fn institutions(focus: &Focus<'_>, id: &str) -> Table {
    let all = members::institutions(focus, Sort::Papers);
    largest(
        focus,
        &all,
        format!("{id}-institutions"),
        bi("Institution", "机构"),
        ["institution", "institutions"],
    )
}

/// The first few of what a unit's papers are made of, with their share of these papers. `words`: one and several of them.
fn largest(focus: &Focus<'_>, all: &[Member], id: String, heading: Bi, words: [&str; 2]) -> Table {
    let (n, total) = (all.len(), focus.papers.len() as f64);
    let title = bi(
        format!("Largest of {}", counted(n as u64, words[0], words[1])),
        format!("主要{}（共 {n} 个）", heading.zh),
    );
    Columns::of(&all[..n.min(LISTED)])
        .both(["name", "name_zh"], heading, |member| Bi::name(&member.name, &member.name_zh))
        .whole("papers", bi("Papers", "论文量"), |member| member.papers.into())
        .share("share", bi("Of its papers", "占比"), 1, move |member| {
            if total > 0.0 { (member.papers as f64 / total).into() } else { Cell::Null }
        })
        .whole("citations", bi("Citations", "被引量"), |member| member.citations.into())
        .unnumbered(id, title)
}

fn with_partners(data: &Data, focus: &Focus<'_>, id: &str) -> Table {
    let mut all: Vec<Partner> = partners(focus);
    all.retain(|partner| partner.international);
    let number = all.len();
    all.truncate(LISTED);
    let name = |partner: &Partner| {
        let unit = focus.units.find(&partner.key);
        unit.map_or_else(|| Bi::name(&partner.name, &partner.name_zh), |unit| data.name(unit))
    };
    Columns::of(&all)
        .both(["name", "name_zh"], bi("Partner abroad", "国外合作方"), name)
        .both(["country", "country_zh"], bi("Country", "国家"), |partner| {
            data.country_named(&partner.country)
        })
        .whole("papers", bi("Common papers", "合作论文量"), |partner| partner.papers.into())
        .unnumbered(
            format!("{id}-partners"),
            bi(
                format!("First of {}", counted(number as u64, "partner abroad", "partners abroad")),
                format!("主要国外合作方（共 {number} 个）"),
            ),
        )
}

fn cited(data: &Data, focus: &Focus<'_>, id: &str) -> Table {
    let mut all: Vec<PaperBehind> = behind::papers(focus, &data.texts, OfPapers::Papers);
    all.truncate(LISTED);
    Columns::of(&all)
        .text("title", bi("Title", "标题"), |paper| paper.title.clone())
        .text("venue", bi("Venue", "期刊会议"), |paper| paper.venue.clone())
        .text("year", bi("Year", "年份"), |paper| {
            paper.year.map(|year| year.to_string()).unwrap_or_default()
        })
        .whole("citations", bi("Citations", "被引量"), |paper| paper.citations.into())
        .unnumbered(format!("{id}-papers"), bi("Most cited papers", "高被引论文"))
}

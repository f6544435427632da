//! How much of the corpus can be credited to a place, and what is missing.

use super::Draft;
use crate::base::records::Kind;
use crate::engine::coverage::{Coverage, share};
use crate::engine::views::coverage::{Dimension, Row, rows};
use crate::report::build::Columns;
use crate::report::claims::Said;
use crate::report::data::Data;
use crate::report::document::{ABSENT, Table};
use crate::report::text::{Bi, bi, counted, percent, whole};
use crate::report::venues;

/// The section.
pub fn write(data: &Data) -> Draft {
    let coverage = &data.ranked.coverage;
    let mut draft = Draft::new("coverage", bi("Coverage and what is missing", "覆盖率与缺失"))
        .list(selected(coverage).into_iter().map(Said::new));
    if data.ranked.left_out > 0 {
        let left_out = counted(data.ranked.left_out, "paper", "papers");
        draft = draft.paragraph(bi(
            format!(
                "{left_out} of the corpus {} outside the selection (years, venues, subfields, authors).",
                if data.ranked.left_out == 1 { "is" } else { "are" }
            ),
            format!(
                "语料中另有 {} 篇论文不在入选范围内（年份、期刊会议、子领域、作者数）。",
                whole(i128::from(data.ranked.left_out))
            ),
        ));
    }
    let tables = [
        (Dimension::Source, 37, "coverage-by-source", bi("Coverage by data source", "按数据来源的覆盖率")),
        (Dimension::Year, 38, "coverage-by-year", bi("Coverage by year", "按年份的覆盖率")),
        (Dimension::Venue, 39, "coverage-by-venue", bi("Coverage by venue", "按期刊会议的覆盖率")),
        (
            Dimension::Country,
            40,
            "coverage-by-country",
            bi("Coverage by country or region of the institution", "按机构所在国家或地区的覆盖率"),
        ),
    ];
    for (dimension, number, slug, title) in tables {
        draft = draft.table(table(data, dimension, (number, slug, title)));
    }
    draft.note(bi(
        "These tables are of the whole corpus. An affiliation without a city is credited to no unit: a place whose affiliations are \
         resolved less often than those of others is ranked too low.",
        "以上各表针对整个语料。没有城市的署名不计入任何单元：若某地署名的识别率低于其他地方，其名次会偏低。",
    ))
}

/// What the ranking stands on.
fn selected(coverage: &Coverage) -> Vec<Bi> {
    let n = |count: u64| whole(i128::from(count));
    let of = |part: u64, whole_of: u64| {
        share(part, whole_of).map_or_else(|| ABSENT.to_owned(), |share| percent(share, 1))
    };
    let line = |[en, zh]: [&str; 2], part: u64, whole_of: u64| {
        let (part, whole_of, share) = (n(part), n(whole_of), of(part, whole_of));
        bi(
            format!("{en}: {part} of {whole_of} ({share})."),
            format!("{zh}：{part} / {whole_of}（{share}）。"),
        )
    };
    let unknown = coverage.papers_without_citations;
    let (count, share) = (n(unknown), of(unknown, coverage.papers));
    vec![
        line(["Papers with a known city", "有已知城市的论文"], coverage.papers_with_city, coverage.papers),
        line(
            ["Authorships with a known city", "有已知城市的署名"],
            coverage.authorships_with_city,
            coverage.authorships,
        ),
        line(
            ["Affiliations credited to no city", "未计入任何城市的机构署名"],
            coverage.unresolved(),
            coverage.affiliations,
        ),
        bi(
            format!("Papers whose citation count is not known, which counts as 0: {count} ({share})."),
            format!("被引次数未知、按 0 计的论文：{count}（{share}）。"),
        ),
    ]
}

fn label(data: &Data, dimension: Dimension, key: &str) -> Bi {
    if key.is_empty() {
        return bi("not stated", "未注明");
    }
    match dimension {
        Dimension::Country => data.country_named(key),
        Dimension::Venue => Bi::same(venues::find(key).map_or(key, |venue| &venue.name)),
        Dimension::Source | Dimension::Year => Bi::same(key),
    }
}

fn table(data: &Data, dimension: Dimension, (number, slug, title): (u32, &str, Bi)) -> Table {
    let mut found: Vec<Row> = rows(&data.coverage, Some(dimension));
    found.remove(0);
    if dimension != Dimension::Year {
        found.sort_by(|a, b| b.coverage.papers.cmp(&a.coverage.papers).then_with(|| a.key.cmp(&b.key)));
    }
    let heading = match dimension {
        Dimension::Source => bi("Data source", "数据来源"),
        Dimension::Year => bi("Year", "年份"),
        Dimension::Venue => bi("Venue", "期刊会议"),
        Dimension::Country => bi("Country or region", "国家或地区"),
    };
    Columns::of(&found)
        .hidden("key", Kind::Text, |row| row.key.as_str().into())
        .both(["name", "name_zh"], heading, |row| label(data, dimension, &row.key))
        .whole("papers", bi("Papers", "论文量"), |row| row.coverage.papers.into())
        .share("papers_with_city", bi("With a city", "有城市"), 1, |row| row.coverage.paper_share().into())
        .share("papers_without_citations", bi("Citations not known", "被引未知"), 1, |row| {
            share(row.coverage.papers_without_citations, row.coverage.papers).into()
        })
        .whole("authorships", bi("Authorships", "署名"), |row| row.coverage.authorships.into())
        .share("authorships_with_city", bi("With a city", "有城市"), 1, |row| {
            row.coverage.authorship_share().into()
        })
        .whole("affiliations", bi("Affiliations", "机构署名"), |row| row.coverage.affiliations.into())
        .share("affiliations_with_city", bi("With a city", "有城市"), 1, |row| {
            share(row.coverage.affiliations_with_city, row.coverage.affiliations).into()
        })
        .table(number, slug, title)
}

//! Countries: how many of the first units each has, and shares of papers as they should and as the study counts them.

use super::Draft;
use crate::base::records::Kind;
use crate::engine::views::countries::Country;
use crate::engine::views::tops::Top;
use crate::report::build::{Columns, capital, unit_words};
use crate::report::data::Data;
use crate::report::document::Table;
use crate::report::text::{bi, whole};

/// The section.
pub fn write(data: &Data) -> Draft {
    Draft::new("countries", bi("Countries and concentration", "国家与集中度"))
            .paragraph(bi(
                "A paper of two places belongs to both. Shares of distinct papers say how many papers a country is on; sums of full counts, as \
                 the study of 2023 adds them up, count such papers several times. Fractional counting divides each paper among its \
                 affiliations, so that those shares add up to 100% with what is resolved to no place.",
                "两地合作的论文同属两地。按不重复论文计算的占比表示一国参与了多少论文；2023 年报告将各地全计数相加，会把这类论文计多次。\
                 分数计数把每篇论文按署名分摊，各国占比与未能定位部分之和为 100%。",
            ))
            .table(countries(data))
            .table(tops(data))
}

fn countries(data: &Data) -> Table {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let top = whole(i128::from(data.countries.top));
    let hundred = |row: &Country| {
        data.countries_100
            .rows
            .iter()
            .find(|other| other.key == row.key)
            .map_or(0, |other| other.units_in_top)
    };
    let named = |row: &Country| {
        if row.key.is_empty() { bi("not known", "未知") } else { data.country_named(&row.key) }
    };
    let n100 = data.countries_100.top;
    Columns::of(&data.countries.rows)
        .whole("rank", bi("Place", "名次"), |row| row.rank.into())
        .hidden("key", Kind::Text, |row| (&row.key).into())
        .both(["name", "name_zh"], bi("Country", "国家"), named)
        .whole(
            "units_in_top",
            bi(format!("{} in the first {top}", capital(&many).en), format!("前 {top} 名数量")),
            |row| row.units_in_top.into(),
        )
        .share("share_of_top", bi(format!("Share of the first {top}"), format!("占前 {top} 名")), 1, |row| row.share_of_top.into())
        .whole("units_in_top_100", bi(format!("In the first {n100}"), format!("前 {n100} 名数量")), |row| hundred(row).into())
        .whole("units", bi("Ranked", "上榜数量"), |row| row.units.into())
        .whole("best_rank", bi("Best rank", "最高排名"), |row| row.best_rank.into())
        .whole("papers", bi("Distinct papers", "论文量（不重复）"), |row| row.papers.into())
        .share("share_of_papers", bi("Share", "占比"), 2, |row| row.share_of_papers.into())
        .hidden("papers_summed", Kind::Integer, |row| row.papers_summed.into())
        .share("share_of_papers_summed", bi("Sum of full counts / papers", "全计数之和 / 论文总量"), 2, |row| {
            row.share_of_papers_summed.into()
        })
        .hidden("papers_fractional", Kind::Number, |row| row.papers_fractional.into())
        .share("share_of_papers_fractional", bi("Share, fractional", "分数计数占比"), 2, |row| {
            row.share_of_papers_fractional.into()
        })
        .table(18, "countries", bi(format!("Countries by their {} in the first {top}", many.en), format!("各国前 {top} 名{}数量与论文占比", many.zh)))
        .note(bi(
            "“Sum of full counts / papers” is what the study calls a share; these figures add up to more than 100% and are no shares of anything.",
            "“全计数之和 / 论文总量”即 2023 年报告所称占比；其总和超过 100%，并非严格意义上的占比。",
        ))
}

fn tops(data: &Data) -> Table {
    let (_, many) = unit_words(data.ranked.profile.unit);
    Columns::of(&data.tops)
        .whole("top", bi("First n", "前 n 名"), |top: &Top| top.top.into())
        .whole("papers", bi("Distinct papers", "论文量（不重复）"), |top| top.papers.into())
        .share("share_of_papers", bi("Share", "占比"), 2, |top| top.share_of_papers.into())
        .hidden("papers_summed", Kind::Integer, |top| top.papers_summed.into())
        .share(
            "share_of_papers_summed",
            bi("Sum of full counts / papers", "全计数之和 / 论文总量"),
            2,
            |top| top.share_of_papers_summed.into(),
        )
        .share("share_of_papers_fractional", bi("Share, fractional", "分数计数占比"), 2, |top| {
            top.share_of_papers_fractional.into()
        })
        .whole("scholars", bi("Distinct scholars", "学者量（不重复）"), |top| top.scholars.into())
        .share("share_of_scholars", bi("Share", "占比"), 2, |top| top.share_of_scholars.into())
        .whole("institutions", bi("Institutions", "机构量"), |top| top.institutions.into())
        .whole("countries", bi("Countries", "国家数"), |top| top.countries.into())
        .table(
            19,
            "concentration",
            bi(format!("What the first {} have together", many.en), format!("排名靠前的{}合计", many.zh)),
        )
}

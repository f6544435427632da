//! How sure the ranks are: intervals and tiers.

use super::Draft;
use crate::base::records::{Cell, Kind};
use crate::index::ranking::Row;
use crate::report::build::{Columns, capital, unit_words};
use crate::report::chart::{Chart, RangeRow, Ranges, Style};
use crate::report::data::Data;
use crate::report::document::{Column, Figure, Show, Table};
use crate::report::text::{bi, range, whole};

/// So many units are drawn.
const DRAWN: usize = 40;

/// The section.
pub fn write(data: &Data) -> Draft {
    let options = data.intervals.options;
    let draws = whole(i128::from(options.replicates));
    Draft::new("stability", bi("How sure the ranks are", "排名的确定程度"))
            .paragraph(bi(
                format!(
                    "The papers were drawn {draws} times with replacement, jointly for all units, and everything was counted and ranked anew \
                     (seed {}). The interval of a rank runs from the sorted value at 0.025·B to that at 0.975·B, both rounded down. It says how much a rank \
                     depends on which papers there happen to be; not what missing data, wrong affiliations or other choices would change.",
                    options.seed
                ),
                format!(
                    "对全部论文有放回地抽样 {draws} 次（所有单元共用同一次抽样，随机种子 {}），每次重新计数并排名。排名区间为排序后第 0.025·B 与第 0.975·B 个值（均向下取整）。\
                     它反映排名对“恰好有哪些论文”的依赖程度，不反映数据缺失、机构识别错误或其他方法选择的影响。",
                    options.seed
                ),
            ))
            .figure(figure(data))
            .table(tiers(data))
}

fn figure(data: &Data) -> Figure {
    let rows = data.first(DRAWN);
    let (_, many) = unit_words(data.ranked.profile.unit);
    let row = |row: &Row| {
        let sure = data.sure(row)?;
        Some(RangeRow {
            label: data.name(row.unit),
            value: f64::from(row.rank),
            low: f64::from(sure.place.low),
            high: f64::from(sure.place.high),
            group: sure.tier,
        })
    };
    let n = rows.len();
    Figure {
        id: "figure-16-intervals".to_owned(),
        number: Some(16),
        title: bi(format!("95% intervals of the first {n} ranks"), format!("前 {n} 名的 95% 排名区间")),
        alt: bi(
            format!(
                "For each of the first {n} {} a dot at its rank and a line over its interval; the figures are in table 4 and table 34.",
                many.en
            ),
            format!("前 {n} 名{}各以圆点表示名次、以线段表示区间；数值见表 4 与表 34。", many.zh),
        ),
        chart: Chart::Ranges(Ranges {
            axis: bi("Rank", "排名"),
            style: Style::Whole,
            rows: rows.iter().filter_map(row).collect(),
        }),
        notes: vec![bi("Units on one ground belong to one tier.", "同一底色的单元属于同一梯队。")],
    }
}

/// A tier.
struct Tier {
    number: u32,
    units: u64,
    from: u32,
    to: u32,
    first: u32,
}

fn tiers(data: &Data) -> Table {
    let mut tiers: Vec<Tier> = Vec::new();
    for row in data.rows() {
        let Some(sure) = data.sure(row) else { continue };
        match tiers.last_mut().filter(|tier| tier.number == sure.tier) {
            Some(tier) => {
                tier.units += 1;
                tier.to = row.rank;
            }
            None => tiers.push(Tier {
                number: sure.tier,
                units: 1,
                from: row.rank,
                to: row.rank,
                first: row.unit,
            }),
        }
    }
    let (_, many) = unit_words(data.ranked.profile.unit);
    let last = tiers.last().map(|tier| tier.number);
    let open = last.is_some_and(|last| {
        let next = data.ranked.ranking.rows.get(data.ask.top);
        next.and_then(|row| data.sure(row)).is_some_and(|sure| sure.tier == last)
    });
    let table = Columns::of(&tiers)
        .whole("tier", bi("Tier", "梯队"), |tier| tier.number.into())
        .with(Column::new("ranks", Kind::Text, bi("Ranks", "名次"), Show::Text), |tier| {
            Cell::Text(range(i64::from(tier.from), i64::from(tier.to)))
        })
        .whole("units", capital(&many), |tier| tier.units.into())
        .both(["leader", "leader_zh"], bi("Leader", "首位"), |tier| data.name(tier.first))
        .table(17, "tiers", bi(format!("Tiers of the listed {}", many.en), format!("所列{}的梯队", many.zh)))
        .note(bi(
            "The first unit leads tier 1; the next ones belong to it while the order to the leader holds in less than 97.5% of the resampled rankings. The first whose order is decided leads the next tier.",
            "首位引领第 1 梯队；其后单元若与该首位的先后次序在不足 97.5% 的重抽样排名中成立，则归入同一梯队；首个可判定次序者引领下一梯队。",
        ));
    if open {
        table.note(bi("The last tier goes on beyond the listed units.", "最后一个梯队延续到所列名次之后。"))
    } else {
        table
    }
}

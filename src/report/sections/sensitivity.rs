//! How much the ranking depends on the choices behind it.

use super::Draft;
use crate::base::records::Kind;
use crate::report::build::{Columns, capital, unit_words};
use crate::report::chart::{Bars, Chart, Style};
use crate::report::claims::Said;
use crate::report::data::{Data, Sensitivity};
use crate::report::document::{Column, Figure, Show, Table};
use crate::report::text::{Bi, bi, counted, decimal, enumerate, whole};
use crate::robustness::sensitivity::Named;
use crate::robustness::sensitivity::ribbon::Band;
use crate::robustness::sensitivity::shares::Share;
use crate::robustness::sensitivity::switches::SWITCHES;
use crate::robustness::sensitivity::tornado::{Effect, Move};

/// So many alternatives are drawn.
const DRAWN: usize = 20;

/// The section.
pub fn write(data: &Data) -> Draft {
    let draft = Draft::new("sensitivity", bi("How much depends on the choices", "方法选择的影响"));
    let Some(found) = &data.sensitivity else {
        return draft.paragraph(bi(
            "This report was made without a sensitivity study (--samples 0).",
            "本报告生成时未做敏感性分析（--samples 0）。",
        ));
    };
    let draft = draft.say([strongest(data, found)]).figure(tornado(data, found)).table(effects(data, found));
    let draft = draft
        .heading("together", bi("All choices together", "多项选择同时变化"))
        .paragraph(together(found))
        .table(shares(found))
        .table(bands(data, found));
    if found.fixed.is_empty() {
        return draft;
    }
    let fixed = enumerate(&found.fixed);
    draft.note(bi(
        format!("Not varied, because this corpus and profile leave no other value: {}.", fixed.en),
        format!("以下开关在本语料与配置下没有其他取值，未作变化：{}。", fixed.zh),
    ))
}

fn title(switch: &str) -> Bi {
    let found = SWITCHES.iter().find(|one| one.id == switch);
    found.map_or_else(|| Bi::same(switch), |one| capital(&bi(one.titles[0], one.titles[1])))
}

/// What an alternative is: the switch and its value, or what is left out.
fn label(data: &Data, effect: &Effect) -> Bi {
    let title = title(effect.switch);
    if effect.left_out {
        let part = effect.value.trim_start_matches("without ");
        let name = data.part_named(effect.switch, part);
        bi(
            format!("Without {}", name.en),
            format!("剔除{}{}", if name.zh.is_ascii() { " " } else { "" }, name.zh),
        )
    } else {
        title.map(|title| format!("{title}: {}", effect.value))
    }
}

fn strongest(data: &Data, found: &Sensitivity) -> Said {
    let Some(first) = found.effects.first() else { return Said::default() };
    let (label, mean) = (label(data, first), first.mean_shift.unwrap_or_default());
    let shift = decimal(mean, 1);
    let out = first.out_of_top.len();
    Said::new(bi(
        format!(
            "{} looked at one at a time. The strongest is “{}”: ranks move by {shift} places on average, and {} the first {}.",
            counted(found.effects.len() as u64, "other choice was", "other choices were"),
            label.en,
            counted(out as u64, "unit leaves", "units leave"),
            whole(found.top as i128)
        ),
        format!(
            "逐一考察了 {} 种其他选择。影响最大的是“{}”：名次平均移动 {shift} 位，有 {out} 个单元跌出前 {} 名。",
            found.effects.len(),
            label.zh,
            whole(found.top as i128)
        ),
    ))
}

fn tornado(data: &Data, found: &Sensitivity) -> Figure {
    let shown = &found.effects[..found.effects.len().min(DRAWN)];
    let rows = shown.iter().map(|effect| (label(data, effect), vec![effect.mean_shift])).collect();
    let first = shown.first().map(|effect| label(data, effect)).unwrap_or_default();
    Figure {
        id: "figure-29-tornado".to_owned(),
        number: Some(29),
        title: bi("How far ranks move under other choices", "其他选择下名次的平均移动"),
        alt: bi(
            format!("Bars, the largest first: {}. The figures are in table 30.", first.en),
            format!("条形图，由大到小，首项为{}。数值见表 30。", first.zh),
        ),
        chart: Chart::Bars(Bars {
            narrow: false,
            axis: bi("Mean change of rank (places)", "名次平均变化（位）"),
            style: Style::Decimal(1),
            series: vec![Bi::default()],
            rows,
        }),
        notes: vec![bi(
            format!(
                "The strongest {} of {} alternatives, each alone. Mean of |rank − rank in this report| over the units ranked under both.",
                shown.len(),
                found.effects.len()
            ),
            format!(
                "{} 种替代选择中影响最大的 {} 种，各自单独变化；取两种排名中都上榜单元的名次差绝对值的平均。",
                found.effects.len(),
                shown.len()
            ),
        )],
    }
}

fn moved(one: Option<&Move>) -> Bi {
    let Some(one) = one else { return Bi::default() };
    let name = name(&one.unit);
    let sign = if one.by < 0 { "−" } else { "+" };
    let by = whole(i128::from(one.by.unsigned_abs()));
    name.map(|name| format!("{name} ({sign}{by})"))
}

fn name(unit: &Named) -> Bi {
    Bi::name(&unit.name, &unit.name_zh)
}

fn effects(data: &Data, found: &Sensitivity) -> Table {
    let top = whole(found.top as i128);
    Columns::of(&found.effects)
        .hidden("switch", Kind::Text, |effect| effect.switch.into())
        .both(["choice", "choice_zh"], bi("Other choice", "替代选择"), |effect| label(data, effect))
        .text("nominal", bi("In this report", "本报告取值"), |effect| effect.nominal.clone())
        .number("mean_shift", bi("Mean change of rank", "名次平均变化"), 1, |effect| {
            effect.mean_shift.into()
        })
        .whole("out_of_top", bi(format!("Leave the first {top}"), format!("跌出前 {top} 名")), |effect| {
            (effect.out_of_top.len() as u64).into()
        })
        .number("spearman", bi("Spearman’s ρ", "Spearman ρ"), 3, |effect| effect.spearman.into())
        .both(["up", "up_zh"], bi("Rises most", "上升最多"), |effect| moved(effect.up.as_ref()))
        .both(["down", "down_zh"], bi("Falls most", "下降最多"), |effect| moved(effect.down.as_ref()))
        .table(30, "other-choices", bi("Other choices, one at a time", "单项替代选择的影响"))
}

fn together(found: &Sensitivity) -> Bi {
    let rankings = whole(i128::from(found.shares.rankings));
    let samples = whole(i128::from(found.samples));
    bi(
        format!(
            "All switches and weights vary together (weights by up to a quarter): {samples} samples for the bands, {rankings} rankings for Sobol’ indices. The first-order \
             index is the share of the variance of the mean change of rank that a choice makes alone, the total index with its interactions."
        ),
        format!(
            "全部开关与权重同时变化（权重至多变化四分之一）：区间基于 {samples} 个样本，Sobol 指数基于 {rankings} 次排名。一阶指数为该选择单独解释的名次平均变化方差占比，总效应指数含其交互作用。"
        ),
    )
}

fn shares(found: &Sensitivity) -> Table {
    let of =
        |share: &Share, total: bool| share.indices.map(|both| if total { both.total } else { both.first });
    let value = |share: &Share, total| of(share, total).map(|estimate| estimate.value).into();
    let bound = |share: &Share, total, high: bool| {
        let interval = of(share, total).and_then(|estimate| estimate.interval);
        interval.map(|(a, b)| if high { b } else { a }).into()
    };
    Columns::of(&found.shares.switches)
        .hidden("switch", Kind::Text, |share| share.switch.into())
        .both(["title", "title_zh"], bi("Choice", "选择"), |share| title(share.switch))
        .number("first", bi("First order", "一阶指数"), 3, |share| value(share, false))
        .number("first_low", bi("from", "下限"), 3, |share| bound(share, false, false))
        .number("first_high", bi("to", "上限"), 3, |share| bound(share, false, true))
        .number("total", bi("Total", "总效应"), 3, |share| value(share, true))
        .number("total_low", bi("from", "下限"), 3, |share| bound(share, true, false))
        .number("total_high", bi("to", "上限"), 3, |share| bound(share, true, true))
        .table(31, "sobol", bi("Which choices make ranks vary", "各选择对名次变化的贡献"))
        .note(bi(
            "Estimates with their 95% intervals from resampled rows; sampling may take an index a little below 0.",
            "估计值及其重抽样 95% 区间；抽样误差可使指数略低于 0。",
        ))
}

fn bands(data: &Data, found: &Sensitivity) -> Table {
    let shown = &found.bands[..found.bands.len().min(data.ask.top).min(100)];
    let last = shown.iter().filter_map(|band| band.ranks.as_ref()).map(|ranks| ranks.q95).max().unwrap_or(1);
    let q = |band: &Band, high: bool| {
        band.ranks.as_ref().map(|ranks| if high { ranks.q95 } else { ranks.q5 }).into()
    };
    let by = |band: &Band| {
        let Some((switch, value)) = &band.moved_most_by else { return Bi::default() };
        title(switch).map(|title| format!("{title}: {value}"))
    };
    let low = 4;
    Columns::of(shown)
        .whole("rank", bi("Rank", "排名"), |band| band.rank.into())
        .hidden("key", Kind::Text, |band| band.unit.key.as_str().into())
        .both(["name", "name_zh"], capital(&unit_words(data.ranked.profile.unit).0), |band| name(&band.unit))
        .with(
            Column::new(
                "rank_q5",
                Kind::Integer,
                bi("90% band of ranks", "名次 90% 区间"),
                Show::Interval { high: low + 1, at: 0, last },
            ),
            |band| q(band, false),
        )
        .hidden("rank_q95", Kind::Integer, |band| q(band, true))
        .number("mean_rank", bi("Mean rank", "平均名次"), 1, |band| {
            band.ranks.as_ref().map(|ranks| ranks.mean).into()
        })
        .both(["moved_most_by", "moved_most_by_zh"], bi("Moved most by", "影响最大的选择"), by)
        .table(32, "rank-bands", bi("Ranks when all choices vary", "全部选择同时变化时的名次"))
        .note(bi(
            format!(
                "From the 5th to the 95th percentile of the ranks in {} rankings.",
                whole(i128::from(found.samples))
            ),
            format!("{} 次排名中名次的第 5 至第 95 百分位。", whole(i128::from(found.samples))),
        ))
}

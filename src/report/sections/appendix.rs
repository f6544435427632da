//! The whole list, with every indicator.

use super::Draft;
use crate::base::records::Kind;
use crate::index::ranking::Row;
use crate::indicators::catalogue::INDICATORS;
use crate::report::build::{best, unit_words};
use crate::report::data::Data;
use crate::report::text::{bi, whole};

/// The section.
pub fn write(data: &Data) -> Draft {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let (listed, all) = (whole(data.ask.top as i128), data.ranked.ranking.rows.len());
    let columns =
        (0..INDICATORS.len()).fold(best(data, data.rows()), |columns, k| columns.indicator(data, k));
    let chance = |k: usize| move |row: &Row| data.sure(row).map(|sure| sure.place.top[k]).into();
    let table =
        columns.hidden("p_top20", Kind::Number, chance(0)).hidden("p_top100", Kind::Number, chance(1)).table(
            34,
            "ranking",
            bi(format!("The first {listed} {}", many.en), format!("前 {listed} 名{}", many.zh)),
        );
    let rest = all - data.ask.top;
    let table = if rest == 0 {
        table.note(bi("These are all ranked units.", "以上为全部上榜单元。"))
    } else {
        table.note(bi(
            format!(
                "{} more units are ranked and not listed here; “aicity rank” prints all.",
                whole(rest as i128)
            ),
            format!("另有 {} 个上榜单元未列出；“aicity rank” 可输出全部。", whole(rest as i128)),
        ))
    };
    Draft::new("ranking", bi("Appendix: the full list", "附录：完整榜单")).table(table)
}

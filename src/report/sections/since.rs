//! What moved since another edition.

use super::Draft;
use crate::base::records::{Cell, Kind};
use crate::engine::diff::UnitChange;
use crate::report::build::{Columns, capital, unit_words};
use crate::report::data::Data;
use crate::report::document::{Column, Show, Table};
use crate::report::text::{Bi, bi, counted, whole};
use crate::robustness::difference::{INNOVATION, MEASURES, OTHERS, STAGES};

/// So many movers are listed.
const LISTED: usize = 50;

/// The section; nothing without another edition.
pub fn write(data: &Data) -> Option<Draft> {
    let found = data.since.as_ref()?;
    let edits = &found.edits;
    let [before, now, added, removed, cited] =
        [edits.selected_a, edits.selected_b, edits.added, edits.removed, edits.citations]
            .map(|n| whole(i128::from(n)));
    let draft = Draft::new("since", bi("Movers since the other edition", "与另一版本相比的变化"))
        .paragraph(bi(
            format!(
                "The other edition selects {before} papers, this one {now}. {added} papers were added, {removed} removed; {cited} have another citation \
                 count, {} other authors or affiliations.",
                whole(i128::from(edits.affiliations))
            ),
            format!(
                "另一版本入选论文 {before} 篇，本版本 {now} 篇。新增 {added} 篇，减少 {removed} 篇；{cited} 篇被引次数不同，{} 篇作者或署名不同。",
                whole(i128::from(edits.affiliations))
            ),
        ))
        .table(movers(data, &found.units));
    let come = found.units.iter().filter(|unit| unit.change.a.is_none()).count();
    let gone = found.units.iter().filter(|unit| unit.change.b.is_none()).count();
    let draft = draft.note(bi(
        format!(
            "Parts add up exactly to each change. {} ranked for the first time, {} no longer.",
            counted(come as u64, "unit is", "units are"),
            whole(gone as i128)
        ),
        format!("各项之和恰为总变化。新上榜 {come} 个，退出 {gone} 个。"),
    ));
    Some(found.warnings.iter().fold(draft, |draft, warning| draft.note(Bi::same(warning))))
}

fn movers(data: &Data, units: &[UnitChange]) -> Table {
    let shown: Vec<&UnitChange> =
        units.iter().filter(|unit| unit.change.observed().is_some()).take(LISTED).collect();
    let rank = |measures: Option<[i128; MEASURES]>| {
        measures.map_or(Cell::Null, |measures| Cell::Integer(measures[0] as i64))
    };
    let index = |measures: Option<[i128; MEASURES]>| {
        measures.map_or(Cell::Null, |measures| Cell::Number(measures[INNOVATION] as f64 / 1e9))
    };
    let (one, _) = unit_words(data.ranked.profile.unit);
    let mut columns = Columns::of(&shown)
        .hidden("key", Kind::Text, |unit| unit.key.as_str().into())
        .both(["name", "name_zh"], capital(&one), |unit| Bi::name(&unit.name, &unit.name_zh))
        .whole("rank_before", bi("Before", "原名次"), |unit| rank(unit.change.a))
        .whole("rank_now", bi("Now", "现名次"), |unit| rank(unit.change.b))
        .whole("rank_change", bi("Change", "变化"), |unit| rank(unit.change.observed()))
        .number("index_change", bi("Change of index", "指数变化"), 2, |unit| {
            index(unit.change.observed())
        });
    for (i, stage) in STAGES.iter().enumerate() {
        if shown.iter().all(|unit| unit.change.own[i][0] == 0) {
            continue;
        }
        let title = capital(&bi(stage.title, stage.title_zh));
        columns = columns
            .with(Column::new(format!("by_{}", stage.id), Kind::Integer, title, Show::Whole), |unit| {
                Cell::Integer(unit.change.own[i][0] as i64)
            });
    }
    let others = capital(&bi(OTHERS.title, OTHERS.title_zh));
    columns
        .whole("by_others", others, |unit| Cell::Integer(unit.change.all_others()[0] as i64))
        .table(
            28,
            "movers",
            bi(
                format!("The {} farthest movers", shown.len()),
                format!("名次变化最大的 {} 个单元", shown.len()),
            ),
        )
        .note(bi("Places by cause; below zero is towards the top.", "按原因分解的名次变化；负值为上升。"))
}

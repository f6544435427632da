//! Names of units that tell them apart: where two ranked units of a country have one name, the region stands behind it, and
//! where that does not help, the key.

use super::text::Bi;
use crate::engine::Ranked;
use crate::graph::{Level, Units};
use std::collections::BTreeMap;

/// A name for each unit, by number.
pub fn distinct(ranked: &Ranked) -> Vec<Bi> {
    let units = ranked.units();
    let plain = |unit: u32| Bi::name(units.name(unit), units.name_zh(unit));
    let mut names: Vec<Bi> = (0..units.len() as u32).map(plain).collect();
    let chosen: Vec<u32> = ranked.ranking.rows.iter().map(|row| row.unit).collect();
    tell_apart(&mut names, &chosen, &units, |unit| region(ranked, &units, unit));
    tell_apart(&mut names, &chosen, &units, |unit| units.key(unit).to_owned());
    names
}

/// Adds what tells them apart to the names of ranked units that share one within a country, in either language.
fn tell_apart(names: &mut [Bi], ranked: &[u32], units: &Units<'_>, by: impl Fn(u32) -> String) {
    let mut same: [BTreeMap<(u32, String), Vec<u32>>; 2] = Default::default();
    for &unit in ranked {
        let country = units.country[unit as usize];
        let name = &names[unit as usize];
        for (group, text) in same.iter_mut().zip([&name.en, &name.zh]) {
            group.entry((country, text.clone())).or_default().push(unit);
        }
    }
    let [en, zh] =
        same.map(|groups| groups.into_values().filter(|group| group.len() > 1).flatten().collect());
    let (en, zh): (Vec<u32>, Vec<u32>) = (en, zh);
    for (unit, is_zh) in
        en.into_iter().map(|unit| (unit, false)).chain(zh.into_iter().map(|unit| (unit, true)))
    {
        let mark = by(unit);
        if mark.is_empty() {
            continue;
        }
        let name = &mut names[unit as usize];
        if is_zh {
            name.zh = format!("{}（{mark}）", name.zh);
        } else {
            name.en = format!("{} ({mark})", name.en);
        }
    }
}

/// Code of the region of a city, as `GeoNames` has it; empty for other units.
fn region(ranked: &Ranked, units: &Units<'_>, unit: u32) -> String {
    let cities = &ranked.corpus.cities;
    let is_city = matches!(ranked.profile.unit, Level::City | Level::Metro);
    let city = is_city.then(|| cities.labels.find(units.key(unit))).flatten();
    city.map(|city| cities.admin1.get(city as usize).to_owned()).unwrap_or_default()
}

//! Chinese names among names whose language nobody says.
//!
//! A name in Han script may be Chinese in traditional or simplified characters, Japanese, or old Korean. All are rewritten
//! in simplified characters (the table of single characters of `OpenCC`), without a 市 (city) at the end; the form that most names
//! then share is taken, of several one of more than one character, of those the shortest, of those the first by code
//! point. So 舊金山, 旧金山 and 三藩市 choose 旧金山.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/simplified-characters.tsv");

static SIMPLIFIED: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    let pair = |line: &str| {
        let mut characters = line.chars().filter(|c| *c != '\t');
        Some((characters.next()?, characters.next()?))
    };
    TABLE.lines().filter_map(pair).collect()
});

const fn is_han_character(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

/// Whether a name is written in Han script; a dot or hyphen may stand between its parts.
pub(super) fn is_han(name: &str) -> bool {
    name.chars().any(is_han_character)
        && name.chars().all(|c| is_han_character(c) || matches!(c, '·' | '・' | '-'))
}

/// The name in simplified characters, one by one.
pub(super) fn simplified(name: &str) -> String {
    name.chars().map(|c| SIMPLIFIED.get(&c).copied().unwrap_or(c)).collect()
}

/// The name without the word for city, where enough is left of it: 大津市 is 大津, and 津市 stays.
fn short(name: String) -> String {
    match name.strip_suffix('市') {
        Some(rest) if rest.chars().count() > 1 => rest.to_owned(),
        _ => name,
    }
}

/// The Chinese name that most of the names agree on; `None` when none is in Han script.
pub(super) fn chosen(names: &[String]) -> Option<String> {
    let mut votes: BTreeMap<String, u32> = BTreeMap::new();
    let mut seen: Vec<&String> = Vec::new();
    for name in names.iter().filter(|name| is_han(name)) {
        if !seen.contains(&name) {
            seen.push(name);
            *votes.entry(short(simplified(name))).or_default() += 1;
        }
    }
    let rank = |(name, votes): &(String, u32)| {
        let length = name.chars().count();
        // 沪 is short for 上海, and nobody's name for it elsewhere.
        (std::cmp::Reverse(*votes), length == 1, length)
    };
    let best = votes.into_iter().min_by_key(rank);
    best.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(names: &[&str]) -> Option<String> {
        chosen(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_form_that_most_agree_on() {
        assert_eq!(choose(&["三藩市", "San Francisco", "旧金山", "舊金山"]), Some("旧金山".to_owned()));
        assert_eq!(choose(&["北京市", "北京", "Пекин"]), Some("北京".to_owned()));
        assert_eq!(choose(&["東京都", "東京"]), Some("东京".to_owned()));
        assert_eq!(choose(&["滬", "上海市", "申城"]), Some("上海".to_owned()));
        assert_eq!(choose(&["津市", "大津市"]), Some("大津".to_owned()));
        assert_eq!(choose(&["Topeka", "サンフランシスコ"]), None);
    }

    #[test]
    fn the_table_maps_to_characters_that_stay() {
        assert!(SIMPLIFIED.len() > 2_000, "{}", SIMPLIFIED.len());
        assert_eq!(simplified("臺灣大學Ａ"), "台湾大学Ａ");
        // 苧 is both the simplified 薴 and the traditional 苎.
        let moved = |to: &&char| simplified(&to.to_string()) != to.to_string();
        assert_eq!(SIMPLIFIED.values().filter(moved).collect::<String>(), "苧");
    }
}

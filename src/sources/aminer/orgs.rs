//! Affiliations in one text, taken apart where the text says that they are several, and only there.
//!
//! `#TAB#` and `|` part affiliations; a single letter between bars, as in `Princeton University|c|`, is debris. A `;` does
//! so only between parts that each say which organisation they are: it stands as often inside one address,
//! `Univ. A; City; Country`, and an address torn apart would be several wrong affiliations. Of the parts around a `;`
//! - an **organisation** has a word such as `University` or `Ltd`, or is an acronym with nothing before it (`MIT, …`);
//! - a **unit** has a word such as `Department`, or begins with one such as `Institute of`: it goes with what follows it;
//! - anything else (a city, a country, a name nobody can tell) goes with what stands before it.
//!
//! An address that turns out to be one stays as it was printed. What only tells how to reach somebody is none.

use super::record::Author;
use crate::sources::loose::given;
use crate::sources::mails;

/// Beginnings of words that only an organisation has in its name.
const ORGANISATIONS: &[&str] = &[
    "univ",
    "hospital",
    "corp",
    "inc",
    "ltd",
    "gmbh",
    "company",
    "polytech",
    "politec",
    "hochschule",
    "technion",
    "national",
    "council",
    "ministry",
    "agency",
    "foundation",
    "observatory",
    "école",
    "ecole",
    "eth",
];
/// Beginnings of words that an organisation has in its name, and a unit at the start of its own.
const EITHER: &[&str] = &["institut", "instituto", "istituto", "college", "academ", "acad", "research"];
/// Beginnings of words that a unit has in its name.
const UNITS: &[&str] = &[
    "dep",
    "school",
    "facult",
    "division",
    "lab",
    "cent",
    "group",
    "section",
    "chair",
    "unit",
    "program",
    "fachbereich",
];
/// The same in Chinese and Japanese, where words do not stand apart.
const ORGANISATIONS_CJK: &[&str] =
    &["大学", "大學", "公司", "研究院", "研究所", "科学院", "科學院", "医院", "醫院"];
/// Acronyms that stand for countries.
const COUNTRIES: &[&str] =
    &["USA", "UAE", "PRC", "ROC", "CHN", "GBR", "DEU", "FRA", "JPN", "KOR", "IND", "CAN", "AUS"];
/// Beginnings of texts that tell how to reach somebody.
const CONTACTS: &[&str] =
    &["corresponding author", "tel.", "tel:", "fax", "e-mail", "email", "electronic address"];

/// The affiliations of an author, each once: of the two fields the one that holds more.
pub(super) fn of(author: &Author<'_>) -> Vec<String> {
    let single = distinct(split(&author.org.text()));
    let several = distinct(author.orgs.iter().flat_map(|org| split(&org.text())).collect());
    if several.len() > single.len() { several } else { single }
}

fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(texts.len());
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// The affiliations in a text.
pub(super) fn split(text: &str) -> Vec<String> {
    let text = mails::without(text);
    let parts = text.split("#TAB#").flat_map(|part| part.split(['|', '｜']));
    parts.flat_map(|part| split_address(given(part))).filter(|part| is_affiliation(part)).collect()
}

fn is_affiliation(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric()).nth(1).is_some()
        && !CONTACTS.iter().any(|start| lower.starts_with(start))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Organisation,
    Unit,
    Other,
}

fn split_address(text: &str) -> Vec<String> {
    let mixed_case = text.chars().any(char::is_lowercase);
    let mut groups: Vec<(Vec<&str>, bool)> = Vec::new();
    for piece in text.split([';', '；']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let part = part(piece, mixed_case);
        match groups.last_mut() {
            Some((group, complete)) if !*complete || part == Part::Other => {
                group.push(piece);
                *complete |= part == Part::Organisation;
            }
            _ => groups.push((vec![piece], part == Part::Organisation)),
        }
    }
    // Units at the end have no organisation to follow: they belong to the one before.
    if groups.len() > 1 && groups.last().is_some_and(|(_, complete)| !complete) {
        let units = groups.pop().map(|(group, _)| group).unwrap_or_default();
        groups.last_mut().into_iter().for_each(|(group, _)| group.extend(&units));
    }
    if groups.len() < 2 {
        return vec![text.to_owned()];
    }
    groups.into_iter().map(|(group, _)| group.join("; ")).collect()
}

fn part(piece: &str, mixed_case: bool) -> Part {
    let lower = piece.to_lowercase();
    let starts = |word: &str, list: &[&str]| list.iter().any(|start| word.starts_with(start));
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let organisation = words.iter().any(|word| starts(word, ORGANISATIONS))
        || words.iter().skip(1).any(|word| starts(word, EITHER))
            && !words.first().is_some_and(|word| starts(word, UNITS))
        || ORGANISATIONS_CJK.iter().any(|word| lower.contains(word))
        || (mixed_case && is_acronym(piece));
    let unit =
        || words.first().is_some_and(|word| starts(word, EITHER)) || words.iter().any(|w| starts(w, UNITS));
    match organisation {
        true => Part::Organisation,
        false if unit() => Part::Unit,
        false => Part::Other,
    }
}

/// Whether an address begins with an acronym of its own: `MIT, Cambridge, MA`. Two letters are a state or a country.
fn is_acronym(piece: &str) -> bool {
    let first = piece.split(',').next().unwrap_or_default().trim();
    matches!(first.len(), 3..=6)
        && first.bytes().all(|b| b.is_ascii_uppercase())
        && !COUNTRIES.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(split(text), expected, "{text}");
    }

    #[test]
    fn marks_of_the_source_part_affiliations() {
        check("Univ. A#TAB#Univ. B", &["Univ. A", "Univ. B"]);
        check("Univ. A, Town | Google", &["Univ. A, Town", "Google"]);
        check("1Princeton University|c|", &["1Princeton University"]);
        check(" #TAB# |a|b|", &[]);
        check("null", &[]);
    }

    #[test]
    fn a_semicolon_parts_organisations_only() {
        check("Stanford University; MIT, Cambridge, MA", &["Stanford University", "MIT, Cambridge, MA"]);
        check(
            "Dept. of CS; Univ. A; Town; Country; Dept. of EE, Univ. B; Village",
            &["Dept. of CS; Univ. A; Town; Country", "Dept. of EE, Univ. B; Village"],
        );
        check("清华大学；北京大学", &["清华大学", "北京大学"]);
        check("IBM Research; Imperial College London", &["IBM Research", "Imperial College London"]);
    }

    #[test]
    fn an_address_is_not_torn_apart() {
        for text in [
            "Univ. A; Town; Country",
            "Institute of Automation; Chinese Academy of Sciences; Beijing; China",
            "Univ. A; School of Computing; Town; CA; USA",
            "UNIV ALBERTA,DEPT COMP SCI,EDMONTON T6G 2H1,ALBERTA,CANADA",
            "UNIV TOKYO; TOKYO; JAPAN",
            "Hitachi Research Laboratory, Hitachi Ltd.",
            "Research Center for X; Dept. of Y; Univ. Z",
            "Somewhere; Nowhere",
        ] {
            check(text, &[text]);
        }
    }

    #[test]
    fn ways_to_reach_somebody_are_no_affiliation() {
        check("Corresponding author. Tel.: +49 30 838 75132; fax: +49 30 838 75196.", &[]);
        check("Univ. A, Town, ann@a.edu", &["Univ. A, Town"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_at_semicolons(text in "(Univ A|MIT|Town|Dept of B|USA|Acme Ltd)(; (Univ A|MIT|Town|Dept of B|USA|Acme Ltd)){0,6}") {
            prop_assert_eq!(split(&text).join("; "), text);
        }
    }
}

//! Measures of a unit beside the seven indicators, in one visible list: what users of the CWTS Leiden Ranking and of other
//! bibliometric tables look for. They enter no index. Each computes its value for all units at once.

mod authors;
mod cited;
mod collaboration;
mod credit;
mod h_index;
mod impact;
mod input;
mod top;

pub use input::Input;

use crate::base::{Error, Result};

/// A measure.
#[derive(Debug)]
pub struct Measure {
    /// Name in tables and options.
    pub id: &'static str,
    /// English title.
    pub title: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// What its numbers count; [`SHARE`], or empty for another quotient.
    pub unit: &'static str,
    /// Definition.
    pub definition: &'static str,
    /// The same in Chinese.
    pub definition_zh: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The value of each unit; `None` where there is nothing to divide by. O(affiliations), or what it says.
    pub values: fn(&Input<'_>) -> Result<Vec<Option<f64>>>,
}

/// Measures by family: a file each.
pub const FAMILIES: [&[Measure]; 7] = [
    credit::MEASURES,
    impact::MEASURES,
    top::MEASURES,
    h_index::MEASURES,
    cited::MEASURES,
    collaboration::MEASURES,
    authors::MEASURES,
];

/// Unit of a share: from 0 to 1.
pub const SHARE: &str = "share";

const LEIDEN: &str = "CWTS Leiden Ranking, indicators; Waltman et al. 2012, JASIST 63(12) 2419-2432";

/// What a comparison of units shows, if nothing else is asked for.
pub const USUAL: &str = "papers_fractional,mncs,pp_top10,h_index,international_share";

/// Every measure, in the order of the list.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    FAMILIES.into_iter().flatten()
}

/// Measures by name, in the order given; `all` is all of them.
///
/// # Errors
/// Wrong use: an unknown name, or one that is given twice.
pub fn named(names: &[String]) -> Result<Vec<&'static Measure>> {
    let mut found: Vec<&'static Measure> = Vec::new();
    for name in names {
        let of_name: Vec<&'static Measure> = all().filter(|m| m.id == name || name == "all").collect();
        if of_name.is_empty() {
            let known: Vec<&str> = all().map(|measure| measure.id).collect();
            return Err(Error::usage(
                format!("no measure {name:?}"),
                format!("there are: all, {}", known.join(", ")),
            ));
        }
        if let Some(twice) = of_name.iter().find(|one| found.iter().any(|other| other.id == one.id)) {
            return Err(Error::usage(format!("measure {} is named twice", twice.id), "name each one once"));
        }
        found.extend(of_name);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::catalogue::INDICATORS;

    #[test]
    fn every_measure_has_a_name_of_its_own_and_says_what_it_is() {
        let mut names: Vec<&str> = all().map(|m| m.id).chain(INDICATORS.iter().map(|i| i.id)).collect();
        let all_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all_names);
        for m in all() {
            let texts = [m.title, m.title_zh, m.definition, m.definition_zh, m.source];
            assert!(texts.iter().all(|text| !text.is_empty()), "{}", m.id);
        }
    }

    #[test]
    fn names_are_known_and_given_once() {
        let of = |names: &[&str]| named(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        let ids: Vec<&str> = of(&["pp_top10", "mncs"]).unwrap().iter().map(|m| m.id).collect();
        assert_eq!(ids, ["pp_top10", "mncs"]);
        assert_eq!(of(&["all"]).unwrap().len(), all().count());
        assert!(of(&["mcns"]).is_err() && of(&["mncs", "mncs"]).is_err() && of(&["all", "mncs"]).is_err());
    }
}

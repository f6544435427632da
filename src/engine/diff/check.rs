//! What cannot be compared, and what should be known before comparing.

use super::Edition;
use super::merge::Common;
use crate::base::strings::Strings;
use crate::base::{Error, Result};
use crate::engine::Ranked;
use crate::index::Profile;
use crate::model::Corpus;
use crate::model::record::SYNTHETIC;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the common papers without a common scholar, in hundredths, from which editions are refused.
const OTHER_SCHOLARS: usize = 95;
/// The same from which it is said.
const SOME_SCHOLARS: usize = 10;

/// Refuses profiles that rank different things.
pub(super) fn profiles(a: &Profile, b: &Profile) -> Result<()> {
    if a.unit == b.unit {
        return Ok(());
    }
    let message =
        format!("A ranks by {}, B by {}: no unit of one is in the other", a.unit.name(), b.unit.name());
    Err(Error::usage(message, "give both the same unit: --unit"))
}

/// Refuses editions that have nothing to do with each other; answers what a reader should know.
pub(super) fn editions(a: &Edition, b: &Edition, common: &Common, force: bool) -> Result<Vec<String>> {
    for (name, edition) in [("A", a), ("B", b)] {
        if edition.corpus.papers.is_empty() {
            return Err(Error::usage(format!("{name} has no paper"), "compare editions that have papers"));
        }
    }
    let (one, other) = (is_synthetic(&a.corpus), is_synthetic(&b.corpus));
    if one != other {
        let (made, real) = if one { ("A", "B") } else { ("B", "A") };
        let message =
            format!("{made} is synthetic, {real} is not: generated figures say nothing about real ones");
        return Err(Error::usage(message, "compare editions of one sort"));
    }
    if common.common_papers().next().is_none() {
        let (a, b) = (looks(&a.texts.paper_id), looks(&b.texts.paper_id));
        let message = format!("A and B share no paper by key; A has {a}; B has {b}");
        return Err(Error::usage(message, "compare editions whose papers come from one source of keys"));
    }
    let mut warnings = sources(&a.corpus, &b.corpus);
    warnings.extend(scholars(a, b, common, force)?);
    Ok(warnings)
}

fn is_synthetic(corpus: &Corpus) -> bool {
    corpus.citation_sources.iter().any(|source| source == SYNTHETIC)
}

/// What keys look like, by how many do.
fn looks(keys: &Strings) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    keys.iter().for_each(|key| *counts.entry(look(key)).or_default() += 1);
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(look, count)| (std::cmp::Reverse(count), look));
    let example = keys.iter().next().unwrap_or_default();
    let all: Vec<String> = counts.iter().map(|(look, count)| format!("{count} {look}")).collect();
    format!("{} (such as {example:?})", all.join(", "))
}

fn look(key: &str) -> &'static str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let hex = |text: &str| text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit());
    match key {
        _ if key.strip_prefix('W').is_some_and(digits) => "OpenAlex ids (W and digits)",
        _ if key.starts_with("10.") && key.contains('/') => "DOIs (10.../...)",
        _ if hex(key) => "AMiner ids (24 hexadecimal digits)",
        _ if digits(key) => "numbers",
        _ if key.starts_with("paperlists:") => "keys of paperlists (paperlists:...)",
        _ => "other keys",
    }
}

/// Data sets and counters of citations that only one edition has.
fn sources(a: &Corpus, b: &Corpus) -> Vec<String> {
    let lists = [
        ("records are from", &a.data_sources, &b.data_sources),
        ("citations were counted by", &a.citation_sources, &b.citation_sources),
    ];
    let differs = |(what, a, b): &(&str, &Strings, &Strings)| {
        let (one, other): (BTreeSet<&str>, BTreeSet<&str>) = (a.iter().collect(), b.iter().collect());
        (one != other).then(|| format!("{what} {} in A and {} in B", named(&one), named(&other)))
    };
    lists.iter().filter_map(differs).collect()
}

fn named(set: &BTreeSet<&str>) -> String {
    match set.len() {
        0 => "nobody named".to_owned(),
        _ => set.iter().copied().collect::<Vec<_>>().join(", "),
    }
}

/// Whether scholars are the same: the rule that made their keys is not known, but it shows.
fn scholars(a: &Edition, b: &Edition, common: &Common, force: bool) -> Result<Option<String>> {
    let (mut signed, mut strange) = (0, 0);
    for (i, j) in common.common_papers() {
        let of_a = &a.corpus.authorships.scholar[a.corpus.papers.authorships(i)];
        let of_b = &b.corpus.authorships.scholar[b.corpus.papers.authorships(j)];
        if of_a.is_empty() || of_b.is_empty() {
            continue;
        }
        signed += 1;
        let known = |&scholar: &u32| of_a.contains(&common.scholars_of_b[scholar as usize]);
        strange += usize::from(!of_b.iter().any(known));
    }
    let message = format!("{strange} of {signed} common papers share no scholar by key");
    if !force && signed > 0 && strange * 100 >= signed * OTHER_SCHOLARS {
        let hint = "load both by one --scholars rule and from one source of keys; --force counts every author as another one";
        return Err(Error::usage(format!("{message}: who is one scholar was decided otherwise"), hint));
    }
    Ok((strange * 100 >= (signed * SOME_SCHOLARS).max(1)).then_some(message))
}

/// Refuses rankings that share no unit.
pub(super) fn units(a: &Ranked, b: &Ranked) -> Result<Option<String>> {
    let keys = |ranked: &Ranked| -> BTreeSet<String> {
        let units = ranked.units();
        ranked.ranking.rows.iter().map(|row| units.key(row.unit).to_owned()).collect()
    };
    let (one, other) = (keys(a), keys(b));
    if one.is_disjoint(&other) && !one.is_empty() && !other.is_empty() {
        let first = |keys: &BTreeSet<String>| keys.first().cloned().unwrap_or_default();
        let level = a.profile.unit.name();
        let message = format!(
            "no {level} is ranked in both: keys look like {:?} in A and {:?} in B",
            first(&one),
            first(&other)
        );
        return Err(Error::usage(message, "compare editions that were placed with one gazetteer"));
    }
    let empty = [("A", &one), ("B", &other)].into_iter().find(|(_, keys)| keys.is_empty());
    Ok(empty.map(|(name, _)| format!("no unit is ranked in {name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_by_their_look() {
        let keys = ["W1", "W22", "10.1/x", "53e99784b7602d9701f3e133", "7", "W"].iter().collect::<Strings>();
        let text = "2 OpenAlex ids (W and digits), 1 AMiner ids (24 hexadecimal digits), 1 DOIs (10.../...), 1 numbers, \
                    1 other keys (such as \"W1\")";
        assert_eq!(looks(&keys), text);
    }
}

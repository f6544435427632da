//! What may be wrong with the places of a corpus, what would put it right, and what that would do to the ranking.
//!
//! Three suspicions are looked into: institutions that were put at one place although their affiliations name another
//! (headquarters collapse), cities beside a metro or beside each other that are ranked apart (half-merged metros), and
//! institutions without a place. Nothing is changed: a suspicion becomes a correction when a person writes it down.

mod amend;
mod collapse;
mod metros;

use super::rank;
use crate::base::Result;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::resolver::Resolver;
use crate::index::Profile;
use crate::model::Corpus;
use crate::model::corpus::NONE;
use crate::model::statements::Statements;
use std::collections::BTreeMap;

/// Affiliations that name another city than the one their institution was put in.
#[derive(Debug, Clone, PartialEq)]
pub struct Collapse {
    /// Institution, by corpus index.
    pub institution: u32,
    /// The city that the affiliations name, by GeoNames id.
    pub named: u32,
    /// Statements that name it, by index.
    pub statements: Vec<u32>,
    /// Authors of papers that made them.
    pub mentions: u64,
    /// Papers on which they stand.
    pub papers: u64,
}

/// Two cities close to each other that are ranked apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Apart {
    /// City, by corpus index.
    pub city: u32,
    /// The city or metro member it is close to, by corpus index.
    pub near: u32,
    /// Distance in km.
    pub kilometres: f64,
    /// Papers of `city`.
    pub papers: u64,
    /// Whether `near` belongs to a declared metro, which `city` does not.
    pub metro: bool,
}

/// An institution whose city is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Placeless {
    /// Institution, by corpus index.
    pub institution: u32,
    /// Its papers.
    pub papers: u64,
    /// Statements that were resolved to it, with most mentions first; at most three.
    pub examples: Vec<u32>,
}

/// What a correction would do to the ranking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Effect {
    /// Units whose papers change: key, rank before and after; `None`: not ranked.
    pub units: Vec<(String, Option<u32>, Option<u32>)>,
    /// Units whose rank changes, these included.
    pub moved: u64,
}

/// Everything that was found, most papers first.
#[derive(Debug, Default)]
pub struct Audit {
    /// Headquarters collapse.
    pub collapses: Vec<(Collapse, Effect)>,
    /// Half-merged metros.
    pub apart: Vec<(Apart, Effect)>,
    /// Institutions without a place.
    pub placeless: Vec<Placeless>,
    /// Suspicions beyond the limit, of each sort.
    pub more: [usize; 3],
}

/// What is looked for, and how much of it is worked out.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Suspicions of each sort whose effect is computed and that are answered.
    pub top: usize,
    /// Cities within so many kilometres are close.
    pub kilometres: f64,
}

/// An audit under way.
pub(super) struct Auditor<'a> {
    pub corpus: &'a Corpus,
    pub statements: &'a Statements,
    pub gazetteer: &'a Gazetteer,
    pub resolver: &'a Resolver,
}

/// Audits a corpus. Cost: one look at each statement and pair of close cities, and one ranking for each suspicion that is
/// answered.
pub fn audit(
    (corpus, statements): (&Corpus, &Statements),
    (gazetteer, resolver): (&Gazetteer, &Resolver),
    profile: &Profile,
    limits: Limits,
) -> Result<Audit> {
    let auditor = Auditor { corpus, statements, gazetteer, resolver };
    let (mut collapses, mut apart) = (auditor.collapses(), auditor.apart(limits.kilometres));
    let mut placeless = auditor.placeless();
    let beyond = |found: usize| found.saturating_sub(limits.top);
    let more = [beyond(collapses.len()), beyond(apart.len()), beyond(placeless.len())];
    collapses.truncate(limits.top);
    apart.truncate(limits.top);
    placeless.truncate(limits.top);
    let before = Ranks::of(corpus.clone(), profile)?;
    let effect = |amended: Corpus| -> Result<Effect> { Ok(before.against(&Ranks::of(amended, profile)?)) };
    let collapses = collapses.into_iter().map(|c| Ok((c.clone(), effect(auditor.moved(&c))?)));
    let collapses = collapses.collect::<Result<_>>()?;
    let apart =
        apart.into_iter().map(|a| Ok((a.clone(), effect(auditor.joined(&a))?))).collect::<Result<_>>()?;
    Ok(Audit { collapses, apart, placeless, more })
}

impl Auditor<'_> {
    /// Institutions without a city, by papers.
    fn placeless(&self) -> Vec<Placeless> {
        let papers = self.papers_of(|institution| {
            (self.corpus.institutions.city[institution as usize] == NONE).then_some(institution)
        });
        let mut examples: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (statement, &answer) in (0..).zip(&self.statements.answer) {
            if papers.contains_key(&answer) {
                examples.entry(answer).or_default().push(statement);
            }
        }
        let by_mentions = |s: &u32| std::cmp::Reverse(self.statements.mentions[*s as usize]);
        let mut found: Vec<Placeless> = papers
            .into_iter()
            .map(|(institution, papers)| {
                let mut examples = examples.remove(&institution).unwrap_or_default();
                examples.sort_by_key(by_mentions);
                examples.truncate(3);
                Placeless { institution, papers, examples }
            })
            .collect();
        found.sort_by_key(|p| (std::cmp::Reverse(p.papers), p.institution));
        found
    }

    /// Papers of everything that institutions belong to under a rule.
    fn papers_of(&self, of: impl Fn(u32) -> Option<u32>) -> BTreeMap<u32, u64> {
        let mut counts = BTreeMap::new();
        for paper in 0..self.corpus.papers.len() {
            let rows = self.corpus.papers.authorships(paper);
            let institutions = rows.flat_map(|a| self.corpus.authorships.institutions.row(a));
            let mut found: Vec<u32> = institutions.filter_map(|&i| of(i)).collect();
            found.sort_unstable();
            found.dedup();
            found.into_iter().for_each(|one| *counts.entry(one).or_default() += 1);
        }
        counts
    }
}

/// Rank and papers of each unit by key.
struct Ranks(BTreeMap<String, (u32, f64)>);

impl Ranks {
    fn of(corpus: Corpus, profile: &Profile) -> Result<Self> {
        let ranked = rank::rank_corpus(corpus, profile)?;
        let units = ranked.units();
        let row = |row: &crate::index::ranking::Row| {
            (units.key(row.unit).to_owned(), (row.rank, row.values[0].unwrap_or(0.0)))
        };
        Ok(Self(ranked.ranking.rows.iter().map(row).collect()))
    }

    fn against(&self, after: &Self) -> Effect {
        let keys: std::collections::BTreeSet<&String> = self.0.keys().chain(after.0.keys()).collect();
        let mut effect = Effect::default();
        for key in keys {
            let (was, is) = (self.0.get(key), after.0.get(key));
            effect.moved += u64::from(was.map(|w| w.0) != is.map(|i| i.0));
            if was.map(|w| w.1) != is.map(|i| i.1) {
                effect.units.push((key.clone(), was.map(|w| w.0), is.map(|i| i.0)));
            }
        }
        effect
    }
}

#[cfg(test)]
mod tests;

//! Two editions, and why a unit stands elsewhere in the second: every change of rank and index split into causes.
//!
//! Between edition A under its profile and edition B under its own lie hybrids: corpora in which one more kind of thing is
//! as B has it (`hybrid`), each ranked by the same pipeline as any corpus. The arithmetic of the parts is
//! `robustness::difference`. Things are the same when their keys are: of papers, scholars, institutions, cities, metros,
//! countries, venues and subfields.
//!
//! Cost: ten rankings, and for each stage what `robustness::difference::decompose` says: 0.6 s of processor time for 190,000
//! papers and 510 metros.

mod check;
mod edits;
mod hybrid;
mod merge;
mod papers;
mod places;
pub mod table;

pub use edits::{Edit, Edits, Rule, rules};
pub use papers::{Had, PaperChange};

use super::Source;
use super::rank::{Ranked, rank_corpus};
use crate::base::{Error, Result};
use crate::graph::windows::{self, CitationWindow};
use crate::graph::{Selection, Units};
use crate::index::Profile;
use crate::index::ranking::Ranking;
use crate::model::corpus::Labels;
use crate::model::{Corpus, Texts};
use crate::rdf::iri::Kind;
use crate::robustness::difference::{Change, INNOVATION, RULES, STAGES, Step, decompose};
use hybrid::Maker;
use merge::Common;
use papers::Behind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An edition with the profile that it is ranked by.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The corpus.
    pub corpus: Arc<Corpus>,
    /// Keys of its papers and scholars.
    pub texts: Arc<Texts>,
    /// The profile.
    pub profile: Profile,
}

impl Edition {
    /// Reads an edition.
    ///
    /// # Errors
    /// Wrong use of a source without a corpus; what reading says.
    pub fn read(source: &Source, profile: Profile) -> Result<Self> {
        let (corpus, texts) = source.full()?;
        Ok(Self { corpus: Arc::new(corpus), texts: Arc::new(texts), profile })
    }

    /// The edition with the citations in the window of its profile: windows are read off an edition as it is, not off what
    /// lies between two.
    fn windowed(&self) -> Result<Self> {
        Ok(Self {
            corpus: windows::apply(Arc::clone(&self.corpus), self.profile.citation_window)?,
            ..self.clone()
        })
    }

    /// The same edition by another profile.
    #[must_use]
    pub fn under(&self, profile: Profile) -> Self {
        Self { profile, ..self.clone() }
    }
}

/// What else is asked of a difference.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Compare although (nearly) every scholar has another key in B.
    pub force: bool,
    /// Units whose papers behind the causes are wanted, by key or full name.
    pub papers_of: Vec<String>,
}

/// A unit that is ranked in A or in B.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// Kind of its entity: a metro and a city may have one key.
    pub kind: Kind,
    /// Key.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Code of the ranked country; empty where not known.
    pub country: String,
    /// How it came from A to B.
    pub change: Change,
}

/// What became of A in B.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The ranking of A.
    pub a: Ranked,
    /// The ranking of B.
    pub b: Ranked,
    /// Units that moved farthest first: by change of rank, then of the innovation index, then by key. After them those
    /// that are ranked at one end only, by their rank there.
    pub units: Vec<UnitChange>,
    /// How much is different.
    pub edits: Edits,
    /// The papers that were asked for, by unit, stage and key.
    pub papers: Vec<PaperChange>,
    /// What a reader should know before believing it.
    pub warnings: Vec<String>,
}

/// Compares two editions.
///
/// # Errors
/// Wrong use: editions that cannot be compared, with the reason; what a ranking of either says. Not found: a unit whose
/// papers are asked for. A defect: a path that does not begin at A or end at B.
pub fn diff(a: &Edition, b: &Edition, ask: &Ask) -> Result<Difference> {
    check::profiles(&a.profile, &b.profile)?;
    let (a, b) = (&named("A", a.windowed())?, &named("B", b.windowed())?);
    let common = Common::new((&a.corpus, &a.texts), (&b.corpus, &b.texts));
    let mut warnings = check::editions(a, b, &common, ask.force)?;
    let rank =
        |edition: &Edition, name| named(name, rank_corpus(Arc::clone(&edition.corpus), &edition.profile));
    let (from, to) = (rank(a, "A")?, rank(b, "B")?);
    warnings.extend(check::units(&from, &to)?);
    let mut behind = Behind::new(&from, &to, &ask.papers_of)?;
    let path = walk(&(a, b), &common, &(&from, &to), &mut behind)?;
    let edits = Edits::of((a, &from), (b, &to), &common);
    let papers = behind.finish(a, b, &common);
    Ok(Difference { units: changes(&path, &from, &to), a: from, b: to, edits, papers, warnings })
}

fn named<T>(edition: &str, result: Result<T>) -> Result<T> {
    result.map_err(|error| match error {
        Error::Usage { message, hint } => Error::Usage { message: format!("{edition}: {message}"), hint },
        other => other,
    })
}

/// What a unit is, whatever its number in a corpus.
type Identity = (Kind, String);

/// The rankings between two editions.
#[derive(Debug, Default)]
struct Path {
    slots: BTreeMap<Identity, usize>,
    /// Each ranking with the slot of each unit in it.
    rankings: Vec<(Ranking, Vec<usize>)>,
}

/// Ranks every hybrid; the first must be A and the last B.
fn walk(
    (a, b): &(&Edition, &Edition),
    common: &Common,
    (from, to): &(&Ranked, &Ranked),
    behind: &mut Behind,
) -> Result<Path> {
    let maker = Maker::new(&a.corpus, &b.corpus, common);
    let [of_a, between, of_b] = [a.profile.clone(), profile_between(a, b)?, b.profile.clone()]
        .map(|profile| Profile { citation_window: CitationWindow(None), ..profile });
    let mut path = Path::default();
    for stages in 0..=STAGES.len() {
        let hybrid = maker.make(stages);
        let profile = match stages {
            0 | 1 => &of_a,
            _ if stages <= RULES => &between,
            _ => &of_b,
        };
        if !hybrid.corpus.is_consistent() {
            return Err(Error::Bug(format!("hybrid {stages} of two editions does not fit together")));
        }
        let ranked = rank_corpus(hybrid.corpus, profile)?;
        let end = [(0, from), (STAGES.len(), to)].into_iter().find(|(end, _)| *end == stages);
        if end.is_some_and(|(_, end)| end.ranking != ranked.ranking || end.tallies != ranked.tallies) {
            return Err(Error::Bug(format!(
                "hybrid {stages} of two editions is not the edition at that end"
            )));
        }
        behind.look(stages, &ranked, &hybrid.papers);
        path.push(ranked);
    }
    Ok(path)
}

/// The profile of A for corpora that hold venues and subfields of both: by key, as each edition understands the names.
fn profile_between(a: &Edition, b: &Edition) -> Result<Profile> {
    let keys =
        |names: &[String], labels: fn(&Corpus) -> &Labels, pick: fn(&Corpus, &str) -> Result<Vec<u32>>| {
            let mut keys = BTreeSet::new();
            for name in names {
                let of_a = pick(&a.corpus, name)?;
                // What B lacks cannot be chosen there.
                let of_b = pick(&b.corpus, name).unwrap_or_default();
                keys.extend(of_a.iter().map(|&i| labels(&a.corpus).id.get(i as usize).to_owned()));
                keys.extend(of_b.iter().map(|&i| labels(&b.corpus).id.get(i as usize).to_owned()));
            }
            Ok::<_, Error>(keys.into_iter().collect::<Vec<String>>())
        };
    let venue =
        |corpus: &Corpus, name: &str| Ok(Selection::new(corpus, None, &[name.to_owned()], &[])?.venues);
    let subfield =
        |corpus: &Corpus, name: &str| Ok(Selection::new(corpus, None, &[], &[name.to_owned()])?.subfields);
    Ok(Profile {
        venues: keys(&a.profile.venues, |corpus| &corpus.venues, venue)?,
        subfields: keys(&a.profile.subfields, |corpus| &corpus.subfields, subfield)?,
        ..a.profile.clone()
    })
}

fn identity(units: &Units<'_>, unit: u32) -> Identity {
    (units.kind(unit), units.key(unit).to_owned())
}

impl Path {
    fn push(&mut self, ranked: Ranked) {
        let units = ranked.units();
        let mut slots = vec![usize::MAX; units.len()];
        for row in &ranked.ranking.rows {
            let next = self.slots.len();
            slots[row.unit as usize] = *self.slots.entry(identity(&units, row.unit)).or_insert(next);
        }
        self.rankings.push((ranked.ranking, slots));
    }

    fn steps(&self) -> [Step; STAGES.len() + 1] {
        std::array::from_fn(|i| {
            let (ranking, slots) = &self.rankings[i];
            Step::of(ranking, self.slots.len(), |unit| slots[unit as usize])
        })
    }
}

/// Every unit of either end with its change, in the order of [`Difference::units`].
fn changes(path: &Path, a: &Ranked, b: &Ranked) -> Vec<UnitChange> {
    let mut changes = decompose(&path.steps(), &a.profile);
    let mut units = Vec::new();
    let mut seen = BTreeSet::new();
    for ranked in [b, a] {
        let all = ranked.units();
        for row in &ranked.ranking.rows {
            let (kind, key) = identity(&all, row.unit);
            let Some(&slot) = path.slots.get(&(kind, key.clone())).filter(|slot| seen.insert(**slot)) else {
                continue;
            };
            let Some(change) = changes[slot].take() else { continue };
            units.push(UnitChange {
                kind,
                key,
                name: all.name(row.unit).to_owned(),
                name_zh: all.name_zh(row.unit).to_owned(),
                country: all.country_code(row.unit).to_owned(),
                change,
            });
        }
    }
    units.sort_by_cached_key(order);
    units
}

type Order = (bool, std::cmp::Reverse<(u128, u128)>, i128, String, Kind);

fn order(unit: &UnitChange) -> Order {
    let change = &unit.change;
    let moved = change.observed().map(|change| (change[0].unsigned_abs(), change[INNOVATION].unsigned_abs()));
    let rank = change.b.or(change.a).map_or(0, |measures| measures[0]);
    let end = if moved.is_none() { rank } else { 0 };
    (moved.is_none(), std::cmp::Reverse(moved.unwrap_or_default()), end, unit.key.clone(), unit.kind)
}

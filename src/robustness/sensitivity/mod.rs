//! Sensitivity of a ranking to the choices behind it, after `COINr` (Becker et al. 2022) and Saltelli et al. 2008.
//!
//! Three answers: what each alternative of each switch does by itself (the tornado), between which ranks a unit moves when
//! switches and weights vary together (the ribbon), and which switch makes ranks vary, alone and with others (Sobol' indices).
//! A ranking under other switches is made as any ranking is; what is special is that counts and standardised indicators that
//! several rankings share are made once.

pub mod boards;
pub mod counts;
pub mod ribbon;
pub mod scenario;
pub mod shares;
pub mod space;
pub mod switches;
pub mod tornado;

use crate::base::{Error, Result};
use crate::graph::Units;
use crate::index::{Profile, Ranking, ranking};
use crate::model::Corpus;
use crate::robustness::sobol::{Design, Matrix};
use boards::Boards;
use counts::Counts;
use ribbon::Band;
use scenario::{Change, Scenario};
use shares::{Shares, Target};
use space::Space;
use std::sync::Arc;
use switches::{SWITCHES, Switch, Variation};
use tornado::Effect;

/// What is varied, and how often.
#[derive(Debug, Clone)]
pub struct Options {
    /// Switches by name; empty: all of them.
    pub switches: Vec<String>,
    /// Samples N: N rankings for the ribbon, N·(d + 2) for Sobol' indices of d switches.
    pub samples: u32,
    /// Seed of samples and intervals.
    pub seed: u64,
    /// Most relative change of a weight, from 0 inclusive to 1 exclusive.
    pub weight_noise: f64,
    /// How many ranks are the top that units fall out of.
    pub top: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { switches: Vec::new(), samples: 1024, seed: 1, weight_noise: 0.25, top: 500 }
    }
}

/// A unit by key, with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Key.
    pub key: String,
    /// English name.
    pub name: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Code of the ranked country; empty where not known.
    pub country: String,
}

impl Named {
    fn of(units: &Units<'_>, unit: u32) -> Self {
        Self {
            key: units.key(unit).to_owned(),
            name: units.name(unit).to_owned(),
            name_zh: units.name_zh(unit).to_owned(),
            country: units.country_code(unit).to_owned(),
        }
    }
}

/// A unit of the nominal ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its rank.
    pub rank: u32,
    /// Its number.
    pub number: u32,
    /// Its names.
    pub unit: Named,
}

/// The nominal ranking, that under the profile as it is.
#[derive(Debug)]
pub struct Standing {
    /// The profile.
    pub profile: Profile,
    /// Its units, best first.
    pub rows: Vec<Place>,
    /// Number of a unit → its row.
    row_of: Vec<Option<u32>>,
    /// Rows by kind and key.
    by_key: Vec<((u8, String), u32)>,
}

impl Standing {
    fn new(profile: &Profile, units: &Units<'_>, ranking: &Ranking) -> Self {
        let place =
            |row: &ranking::Row| Place { rank: row.rank, number: row.unit, unit: Named::of(units, row.unit) };
        let rows: Vec<Place> = ranking.rows.iter().map(place).collect();
        let mut row_of = vec![None; units.len()];
        rows.iter().zip(0..).for_each(|(place, row)| row_of[place.number as usize] = Some(row));
        let identity = |(place, row): (&Place, u32)| {
            let (kind, key) = identity(units, place.number);
            ((kind, key.to_owned()), row)
        };
        let mut by_key: Vec<((u8, String), u32)> = rows.iter().zip(0..).map(identity).collect();
        by_key.sort_unstable();
        Self { profile: profile.clone(), rows, row_of, by_key }
    }

    /// The row of a unit that other units number.
    fn find(&self, units: &Units<'_>, unit: u32) -> Option<u32> {
        let (kind, key) = identity(units, unit);
        let at = self.by_key.binary_search_by(|((own, text), _)| (*own, text.as_str()).cmp(&(kind, key)));
        at.ok().map(|at| self.by_key[at].1)
    }

    /// The row of a unit by its number.
    fn row(&self, unit: u32) -> Option<usize> {
        self.row_of.get(unit as usize).copied().flatten().map(|row| row as usize)
    }
}

/// A metro and a city may have one key.
fn identity<'a>(units: &Units<'a>, unit: u32) -> (u8, &'a str) {
    (units.kind(unit) as u8, units.key(unit))
}

/// The sensitivity of one ranking.
pub struct Study {
    /// The nominal ranking.
    pub nominal: Standing,
    /// Switches that are varied.
    pub switches: Vec<&'static Switch>,
    /// Switches with nothing else to be set to under this profile and corpus.
    pub fixed: Vec<&'static Switch>,
    /// What was asked.
    pub options: Options,
    space: Space,
    counts: Counts,
    boards: Option<Arc<Boards>>,
}

impl Study {
    /// Ranks a corpus, as it was loaded, under the profile.
    ///
    /// # Errors
    /// A profile or options that cannot be meant, an unknown switch, one that is named and cannot be varied, and a ranking
    /// without units.
    pub fn new(corpus: Arc<Corpus>, profile: &Profile, options: Options) -> Result<Self> {
        profile.check()?;
        if !(0.0..1.0).contains(&options.weight_noise) {
            let message = format!("weights that vary by {}", options.weight_noise);
            return Err(Error::usage(message, "use 0 or more, and less than 1"));
        }
        let mut counts = Counts::new(corpus, profile)?;
        let nominal = Scenario::of(profile, &[]);
        let counted = counts.of(&nominal)?;
        let units = Units::new(&counted.corpus, profile.unit);
        let nominal = Standing::new(profile, &units, &ranking::rank(&units, &counted.tallies, profile));
        if nominal.rows.is_empty() {
            let hint = "select more papers, or ask for fewer per unit";
            return Err(Error::usage("no unit is ranked, so nothing can move", hint));
        }
        let (switches, fixed) = chosen(&options, &nominal.profile, &counts)?;
        let space = Space::new(&switches, profile, options.weight_noise);
        Ok(Self { nominal, switches, fixed, options, space, counts, boards: None })
    }

    /// Switches that are varied together.
    pub fn joint(&self) -> Vec<&'static Switch> {
        self.space.factors.iter().map(|factor| factor.switch).collect()
    }

    /// Alternatives that are looked at one at a time.
    pub fn alternatives(&self) -> usize {
        let of = |switch: &&'static Switch| self.changes(switch).len();
        self.switches.iter().map(of).sum()
    }

    fn changes(&self, switch: &Switch) -> Vec<Change> {
        alternatives(switch, &self.nominal.profile, &self.counts, self.options.weight_noise)
    }

    /// What each alternative of each switch does by itself, strongest first. Cost: a ranking for each, and counts for each
    /// that changes them.
    pub fn tornado(&mut self) -> Result<Vec<Effect>> {
        let mut effects = Vec::new();
        for switch in self.switches.clone() {
            for change in self.changes(switch) {
                effects.push(self.effect(switch, &change)?);
            }
        }
        tornado::sort(&mut effects);
        Ok(effects)
    }

    fn effect(&mut self, switch: &'static Switch, change: &Change) -> Result<Effect> {
        let scenario = Scenario::of(&self.nominal.profile, std::slice::from_ref(change));
        let value = match change {
            Change::Without(part) => self.counts.ground().name(*part),
            _ => switch.value(&scenario.profile),
        };
        let counted = self.counts.of(&scenario)?;
        let units = Units::new(&counted.corpus, scenario.profile.unit);
        let ranking = ranking::rank(&units, &counted.tallies, &scenario.profile);
        let found = (&units, &ranking);
        Ok(tornado::effect(&self.nominal, (switch, value), &scenario, found, self.options.top))
    }

    /// Counts and standardises what the joint variation needs, once.
    fn boards(&mut self) -> Result<Arc<Boards>> {
        if self.space.factors.is_empty() {
            let names: Vec<&str> = self.switches.iter().map(|switch| switch.id).collect();
            let message =
                format!("nothing varies together: {} are varied one at a time only", names.join(", "));
            return Err(Error::usage(message, "use --part tornado, or name other switches"));
        }
        if let Some(boards) = &self.boards {
            return Ok(Arc::clone(boards));
        }
        let units: Vec<u32> = self.nominal.rows.iter().map(|row| row.number).collect();
        let boards = Arc::new(Boards::new(&self.space, &mut self.counts, &units)?);
        self.boards = Some(Arc::clone(&boards));
        Ok(boards)
    }

    /// Between which ranks each unit moves when all switches vary together. Cost: samples · units log units.
    pub fn ribbon(&mut self) -> Result<Vec<Band>> {
        let boards = self.boards()?;
        ribbon::bands(&self.space, &boards, &self.nominal, &self.options)
    }

    /// Which switches make the target vary. Cost: samples · (switches + 2) · units log units.
    pub fn shares(&mut self, target: Target) -> Result<Shares> {
        let boards = self.boards()?;
        shares::shares(&self.space, &boards, &self.nominal, &self.options, target)
    }

    /// The profile of one sample. The ribbon stands on the rows of matrix A, Sobol' indices on all matrices.
    pub fn sample(&self, matrix: Matrix, row: u32) -> Result<Profile> {
        Ok(self.space.profile(&self.design()?.point(matrix, row)))
    }

    /// The ranks of the units of the nominal ranking, in its order, under the profile of a sample; `None` where a unit is
    /// not ranked then.
    pub fn ranks(&mut self, profile: &Profile) -> Result<Vec<Option<u32>>> {
        self.boards()?.ranks(profile)
    }

    fn design(&self) -> Result<Design> {
        Design::new(self.options.samples, self.space.factors.len(), self.options.seed)
    }
}

/// The switches that are varied, and those that cannot be.
fn chosen(
    options: &Options,
    profile: &Profile,
    counts: &Counts,
) -> Result<(Vec<&'static Switch>, Vec<&'static Switch>)> {
    let unknown = options.switches.iter().find(|name| !SWITCHES.iter().any(|switch| switch.is_named(name)));
    if let Some(name) = unknown {
        let all: Vec<&str> = SWITCHES.iter().map(|switch| switch.id).collect();
        return Err(Error::usage(
            format!("no switch {name:?}"),
            format!("there are: {}, weights", all.join(", ")),
        ));
    }
    let wanted = |switch: &Switch| {
        options.switches.is_empty() || options.switches.iter().any(|name| switch.is_named(name))
    };
    let varies =
        |switch: &&'static Switch| !alternatives(switch, profile, counts, options.weight_noise).is_empty();
    let (switches, fixed): (Vec<_>, Vec<_>) =
        SWITCHES.iter().filter(|switch| wanted(switch)).partition(varies);
    let cannot = |name: &&String| !switches.iter().any(|switch: &&Switch| switch.is_named(name));
    match options.switches.iter().find(cannot) {
        None => Ok((switches, fixed)),
        Some(name) => {
            let message = format!("{name} has no other value under this profile and corpus");
            Err(Error::usage(message, "leave it out of --switches"))
        }
    }
}

/// What a switch can be set to that is not what the profile has.
fn alternatives(switch: &Switch, profile: &Profile, counts: &Counts, noise: f64) -> Vec<Change> {
    let all = match switch.variation {
        Variation::Choice { values, .. } => values(profile),
        Variation::Weight { .. } if noise <= 0.0 => Vec::new(),
        Variation::Weight { scale, .. } => {
            vec![Change::Weight(scale, 1.0 + noise), Change::Weight(scale, 1.0 - noise)]
        }
        Variation::LeaveOut(parts) => parts(&counts.ground()).into_iter().map(Change::Without).collect(),
    };
    all.into_iter().filter(|change| !change.keeps(profile)).collect()
}

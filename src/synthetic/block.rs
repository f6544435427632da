//! One corpus of the published size, or of a part of it: who signs which paper. A larger one is several of these.

use super::citations::citations;
use super::credit::credit;
use super::fields::{self, Class, Fields};
use super::plan::Plan;
use super::random::{Random, Stream, sums};
use super::scholars::{Pool, Scholars};
use super::slots::Slots;
use super::teams::{Wanted, teams};
use crate::base::Result;

/// Papers of each year from 2013, in shares: every year has about an eighth more than the one before.
const YEARS: [u64; 10] = [58, 65, 73, 82, 92, 104, 117, 132, 148, 167];
/// Papers in a thousand with an author that gives no affiliation, beside those that have a city.
const WITHOUT: u64 = 60;
/// Mean authors of papers without a city, in thousandths.
const AUTHORS: u64 = 3_300;

/// Who signs which paper. Papers that have a city come first.
pub(super) struct Block {
    pub(super) slots: Slots,
    pub(super) scholars: Scholars,
    /// Authors of whom no city is known: of papers that have none, and beside others on papers that have one.
    pub(super) pool: Pool,
    /// Paper → citations, subfield, year from 2013.
    pub(super) citations: Vec<u32>,
    pub(super) fields: Vec<u8>,
    pub(super) years: Vec<u8>,
}

impl Block {
    /// One of several blocks of a plan: each is another corpus of the same cities. Memory: about 250 bytes a paper.
    pub(super) fn new(plan: &Plan, number: u64) -> Result<Self> {
        let random = |stream| Random::new(plan.seed, stream, number);
        let distinct = plan.distinct()?;
        let wanted =
            Wanted { targets: &plan.targets, country: &plan.country, papers: &distinct, near: &plan.near };
        let teams = teams(&wanted, &mut random(Stream::Teams));
        let papers = (plan.papers as usize).max(teams.len());
        let year_sums = sums(YEARS);
        let mut chance = random(Stream::Years);
        let years: Vec<u8> = (0..papers).map(|_| chance.pick(&year_sums) as u8).collect();
        let age: Vec<u8> = years.iter().map(|year| YEARS.len() as u8 - 1 - year).collect();
        let mut slots = Slots::new(&teams, plan.cities.len());
        let mut chance = random(Stream::Credit);
        let mut citations = citations(&slots, &plan.targets, &age, &mut chance);
        for (city, target) in plan.targets.iter().enumerate() {
            credit(&mut slots, city, target, &mut citations, &mut chance);
        }
        let mut chance = random(Stream::Signing);
        let of_city: Vec<u64> = plan.targets.iter().map(|target| target.scholars).collect();
        let scholars = Scholars::new(&slots, &of_city, &mut chance);
        let missing = plan.scholars.saturating_sub(scholars.count.into());
        let counts = unplaced(&teams, papers, missing, &mut chance);
        let pool = Pool::new(&counts, missing, scholars.count, &mut chance);
        let fields = Self::fields(plan, &teams, papers, number, &mut random(Stream::Subfields))?;
        Ok(Self { slots, scholars, pool, citations, fields, years })
    }

    fn fields(
        plan: &Plan,
        teams: &[Vec<u16>],
        papers: usize,
        number: u64,
        random: &mut Random,
    ) -> Result<Vec<u8>> {
        let [states, china] = ["US", "CN"].map(|code| plan.number(code));
        let has =
            |team: &[u16], country| team.iter().any(|&city| Some(plan.country[usize::from(city)]) == country);
        let class = |paper: usize| {
            let team = teams.get(paper).map_or(&[][..], Vec::as_slice);
            match (has(team, china), has(team, states)) {
                (true, true) => Class::Both,
                (true, false) => Class::China,
                (false, true) => Class::States,
                (false, false) => Class::Rest,
            }
        };
        let classes: Vec<Class> = (0..papers).map(class).collect();
        let mut counts = [0; 4];
        classes.iter().for_each(|&class| counts[class as usize] += 1);
        let table = fields::table(&plan.published, counts, plan.scale)?;
        let mut fields = Fields::new(&table, plan.cities.len(), plan.seed.wrapping_add(number));
        let first = |paper: usize| teams.get(paper).and_then(|team| team.first().copied());
        Ok((0..papers).map(|paper| fields.draw(classes[paper], first(paper), random) as u8).collect())
    }

    /// Number of papers.
    pub(super) fn papers(&self) -> usize {
        self.citations.len()
    }

    /// Number of scholars.
    pub(super) fn scholars(&self) -> u32 {
        self.scholars.count + self.pool.count
    }
}

/// Paper → authors of whom no city is known: several where the paper has none, seldom one elsewhere; enough that every
/// scholar signs.
fn unplaced(teams: &[Vec<u16>], papers: usize, scholars: u64, random: &mut Random) -> Vec<u16> {
    let without = (papers - teams.len()).max(1) as u64;
    let mean = AUTHORS.max(scholars * 1300 / without);
    let author = |paper: usize, random: &mut Random| {
        if paper < teams.len() {
            return u16::from(random.happens(WITHOUT));
        }
        // One and a number around the rest of the mean.
        1 + (random.below(2 * (mean - 1000) + 1000) / 1000) as u16
    };
    let mut counts: Vec<u16> = (0..papers).map(|paper| author(paper, random)).collect();
    let mut sum: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    while sum < scholars && papers > 0 {
        let missing = (scholars - sum).min(papers as u64);
        counts.iter_mut().rev().take(missing as usize).for_each(|count| *count += 1);
        sum += missing;
    }
    counts
}

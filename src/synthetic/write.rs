//! Corpora as rows of the four tables.

use super::block::Block;
use super::fields::FIELDS;
use super::plan::Plan;
use super::random::{Random, Stream, scattered, sums};
use super::tables::Table;
use super::words::Words;
use super::{CITATION_SOURCE, Summary, lists};
use crate::base::Result;
use crate::model::labels;

/// Sorts of organisation, as ROR names them, with a word for the name in two languages and their share in a thousand.
const KINDS: [(&str, &str, &str, u64); 5] = [
    ("education", "University", "大学", 620),
    ("company", "Labs", "实验室", 170),
    ("facility", "Research Centre", "研究中心", 120),
    ("government", "Agency", "机构", 50),
    ("healthcare", "Hospital", "医院", 40),
];
/// Authors in a thousand of papers without a city that name an institution, of which no city is known.
const NAMED: u64 = 400;

/// Papers between two reports of progress.
const SOME: usize = 4096;

/// Writes the cities.
pub(super) fn cities(plan: &Plan, table: &mut Table) -> Result<u64> {
    let mut count = 0;
    for place in plan.cities.iter().flat_map(|city| &city.places) {
        let metro = if place.metro_id.is_empty() { &place.city_id } else { &place.metro_id };
        table.row(&[
            &place.city_id,
            &place.name,
            &place.name_zh,
            &place.country_code,
            &place.admin1_code,
            &place.lat.to_string(),
            &place.lon.to_string(),
            &place.population.to_string(),
            labels::ranked_as("study", &place.country_code),
            metro,
        ])?;
        count += 1;
    }
    Ok(count)
}

/// Writes blocks one after the other, with running numbers.
pub(super) struct Writer<'a> {
    plan: &'a Plan,
    words: Words,
    /// Subfield → key and venues.
    subfields: [(String, Vec<String>); FIELDS],
    summary: Summary,
}

/// One author while a paper is put together.
struct Author {
    scholar: u32,
    institutions: Vec<u32>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self { plan, words: Words::new(), subfields: lists::subfields(), summary: Summary::default() }
    }

    /// What was written.
    pub(super) const fn summary(&self) -> Summary {
        self.summary
    }

    /// Writes the institutions of the next block. Those of a city come one after the other, those without a city last.
    fn institutions(&self, number: u64, table: &mut Table) -> Result<()> {
        let kinds = sums(KINDS.map(|kind| kind.3));
        let mut index = number * self.plan.institutions();
        for (city, target) in self.plan.cities.iter().zip(&self.plan.targets) {
            for i in 0..target.institutions {
                let place = &city.places[i as usize % city.places.len()];
                let mut random = Random::new(self.plan.seed, Stream::Institution, index);
                let (kind, word, word_zh, _) = KINDS[random.pick(&kinds)];
                let chinese = matches!(labels::ranked_as("study", &place.country_code), "CN" | "SG");
                table.row(&[
                    &institution_id(index),
                    &format!("Synthetic {word} {} ({})", index + 1, place.name),
                    &place.city_id,
                    &place.country_code,
                    &place.lat.to_string(),
                    &place.lon.to_string(),
                    "",
                    &if chinese {
                        format!("合成{word_zh}{}（{}）", index + 1, place.name_zh)
                    } else {
                        String::new()
                    },
                    kind,
                ])?;
                index += 1;
            }
        }
        for _ in 0..self.plan.unplaced_institutions {
            let name = format!("Synthetic Institute {} of no known city", index + 1);
            table.row(&[&institution_id(index), &name, "", "", "", "", "", "", ""])?;
            index += 1;
        }
        Ok(())
    }

    /// Writes a block; `progress` is told how many of its papers are written.
    pub(super) fn write(
        &mut self,
        number: u64,
        block: &Block,
        [institutions, papers, authorships]: [&mut Table; 3],
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        self.institutions(number, institutions)?;
        let mut affiliations = Affiliations::new(self.plan, block, number);
        let mut random = Random::new(self.plan.seed, Stream::Affiliations, number);
        let (first_paper, first_scholar) = (self.summary.papers, self.summary.scholars);
        for paper in 0..block.papers() {
            if paper % SOME == 0 {
                progress(paper as u64);
            }
            let index = (first_paper + paper as u64) as u32;
            let id = format!("syn-p{:08x}", scattered(self.plan.seed, index));
            let authors = authors(block, paper, &mut affiliations, &mut random);
            self.paper(&id, index, block, paper, &authors, papers)?;
            for (position, author) in (1_u32..).zip(&authors) {
                let scholar = first_scholar as u32 + author.scholar;
                self.summary.rows +=
                    self.author(&id, position, scholar, &author.institutions, authorships)?;
            }
            self.summary.authorships += authors.len() as u64;
        }
        self.summary.papers += block.papers() as u64;
        self.summary.scholars += u64::from(block.scholars());
        self.summary.institutions += self.plan.institutions();
        Ok(())
    }

    fn paper(
        &self,
        id: &str,
        index: u32,
        block: &Block,
        paper: usize,
        authors: &[Author],
        table: &mut Table,
    ) -> Result<()> {
        let mut random = Random::new(self.plan.seed, Stream::Paper, index.into());
        let (subfield, venues) = &self.subfields[usize::from(block.fields[paper])];
        let affiliated = authors.iter().filter(|author| !author.institutions.is_empty()).count();
        table.row(&[
            id,
            &self.words.title(&mut random),
            &venues[random.low(venues.len() as u64) as usize],
            subfield,
            &(2013 + u32::from(block.years[paper])).to_string(),
            &block.citations[paper].to_string(),
            CITATION_SOURCE,
            "accepted",
            "main",
            "",
            CITATION_SOURCE,
            &authors.len().to_string(),
            &affiliated.to_string(),
        ])
    }

    /// Writes the rows of an author; answers how many.
    fn author(
        &self,
        paper: &str,
        position: u32,
        scholar: u32,
        institutions: &[u32],
        table: &mut Table,
    ) -> Result<u64> {
        let key = format!("syn-s{:08x}", scattered(!self.plan.seed, scholar));
        let (position, name) = (position.to_string(), self.words.scholar(self.plan.seed, scholar));
        if institutions.is_empty() {
            table.row(&[paper, &position, &key, &name, "", ""])?;
            return Ok(1);
        }
        for &institution in institutions {
            table.row(&[paper, &position, &key, &name, "", &institution_id(institution.into())])?;
        }
        Ok(institutions.len() as u64)
    }
}

/// Authors of a paper, city by city; who signs for two cities does so once.
fn authors(block: &Block, paper: usize, affiliations: &mut Affiliations, random: &mut Random) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    let placed = paper < block.slots.papers();
    for slot in if placed { block.slots.of(paper) } else { 0..0 } {
        let chosen = affiliations.choose(block, slot, random);
        for (i, &scholar) in block.scholars.of(slot).iter().enumerate() {
            // Everyone has one of the institutions; the first also those that would have nobody.
            let own = chosen.iter().copied().skip(i % chosen.len()).take(1);
            let more = chosen.iter().copied().skip(block.scholars.of(slot).len()).filter(|_| i == 0);
            let institutions = own.chain(more);
            match authors.iter_mut().find(|author| author.scholar == scholar) {
                Some(author) => author.institutions.extend(institutions),
                None => authors.push(Author { scholar, institutions: institutions.collect() }),
            }
        }
    }
    for &scholar in block.pool.of(paper) {
        let institution = (!placed).then(|| affiliations.without_city(random)).flatten();
        authors.push(Author { scholar, institutions: institution.into_iter().collect() });
    }
    authors
}

/// Which institutions of a city sign a paper: all of them at least once, large ones most often.
struct Affiliations {
    /// City → its first institution, and those that have not signed yet, and signatures to come.
    cities: Vec<(u32, u32, u32, u64)>,
    /// The first without a city, how many, and how many have signed.
    without: (u32, u32, u32),
}

impl Affiliations {
    fn new(plan: &Plan, block: &Block, number: u64) -> Self {
        let mut first = (number * plan.institutions()) as u32;
        let mut cities = Vec::with_capacity(plan.targets.len());
        for (target, slots) in plan.targets.iter().zip(&block.slots.of_city) {
            let count = target.institutions as u32;
            let signatures =
                slots.iter().map(|&slot| u64::from(block.slots.institutions[slot as usize])).sum();
            cities.push((first, count, 0, signatures));
            first += count;
        }
        Self { cities, without: (first, plan.unplaced_institutions as u32, 0) }
    }

    /// Those of a place, each once.
    fn choose(&mut self, block: &Block, slot: usize, random: &mut Random) -> Vec<u32> {
        let (first, count, met, left) = &mut self.cities[usize::from(block.slots.city[slot])];
        let mut chosen: Vec<u32> = Vec::new();
        for _ in 0..block.slots.institutions[slot] {
            let new = u64::from(*count - *met);
            let known = if new > 0 && random.below(*left) < new {
                None
            } else {
                (0..20)
                    .map(|_| *first + random.low(u64::from(*met)) as u32)
                    .find(|known| *met > 0 && !chosen.contains(known))
            };
            let institution = known.or_else(|| {
                (*met < *count).then(|| {
                    *met += 1;
                    *first + *met - 1
                })
            });
            let other = || (*first..*first + *count).find(|other| !chosen.contains(other));
            chosen.extend(institution.or_else(other));
            *left = left.saturating_sub(1);
        }
        chosen
    }

    /// One without a city, or none.
    fn without_city(&mut self, random: &mut Random) -> Option<u32> {
        let (first, count, met) = &mut self.without;
        if *met < *count {
            *met += 1;
            return Some(*first + *met - 1);
        }
        random.happens(NAMED).then(|| *first + random.low(u64::from(*count)) as u32)
    }
}

/// Key of an institution.
fn institution_id(index: u64) -> String {
    format!("syn-inst-{:05}", index + 1)
}

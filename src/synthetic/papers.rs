//! Papers with their authors, one after the other: nothing of a paper is kept when it is written.

use super::places::{Places, institution_id};
use super::random::{Random, Stream, power_of_two, scattered, sums};
use super::tables::Table;
use super::words::Words;
use super::{CITATION_SOURCE, Shape, Summary};
use crate::base::Result;

/// Papers of each year from 2013, in shares: every year has about an eighth more than the one before.
const YEARS: [u64; 10] = [58, 65, 73, 82, 92, 104, 117, 132, 148, 167];
/// In a thousand papers, those with 1, 2, 3, … authors.
const AUTHORS: [u64; 13] = [90, 210, 268, 202, 115, 56, 27, 15, 8, 4, 2, 2, 1];
/// Mean number of authors, in thousandths, with those of the few papers of many.
const MEAN_AUTHORS: u64 = 3548;
/// In a hundred papers, those with 0, 1, 2, … partner institutions.
const PARTNERS: [u64; 5] = [42, 31, 16, 8, 3];
/// In a thousand: authors without an affiliation, with a second one, and on a visit; papers whose citations are unknown,
/// with a second subfield.
const WITHOUT: u64 = 20;
const SECOND: u64 = 90;
const VISITING: u64 = 30;
const UNCITED: u64 = 35;
const SECOND_SUBFIELD: u64 = 80;

/// A venue and its subfield, by key.
struct Venue {
    id: String,
    subfield: String,
}

/// The shipped venues, as the program knows them.
fn venues() -> Vec<Venue> {
    let rows = csv::Reader::from_reader(include_str!("../../data/venues.csv").as_bytes()).into_records();
    let cell = |row: &csv::StringRecord, i: usize| row.get(i).unwrap_or_default().to_owned();
    rows.map_while(std::result::Result::ok)
        .map(|row| Venue { id: cell(&row, 0), subfield: cell(&row, 2) })
        .collect()
}

/// One author: scholar and up to two institutions.
struct Author {
    scholar: u32,
    institutions: Vec<u32>,
}

/// Writes papers and their authors.
pub(super) struct Generator<'a> {
    shape: &'a Shape,
    places: &'a Places,
    words: Words,
    venues: Vec<Venue>,
    venue_sums: Vec<u64>,
    year_sums: Vec<u64>,
    author_sums: Vec<u64>,
    partner_sums: Vec<u64>,
    scholars: Scholars,
}

impl<'a> Generator<'a> {
    pub(super) fn new(shape: &'a Shape, places: &'a Places) -> Self {
        let venues = venues();
        Self {
            shape,
            places,
            words: Words::new(),
            venue_sums: sums((0..venues.len() as u64).map(|i| 1000 / (i + 5))),
            venues,
            year_sums: sums(YEARS),
            author_sums: sums(AUTHORS),
            partner_sums: sums(PARTNERS),
            scholars: Scholars::new(shape, places),
        }
    }

    /// Writes every paper. Memory does not grow with their number.
    pub(super) fn write(
        mut self,
        papers: &mut Table,
        authorships: &mut Table,
        summary: &mut Summary,
    ) -> Result<()> {
        for paper in 0..self.shape.papers {
            let mut random = Random::new(self.shape.seed, Stream::Paper, paper.into());
            let id = format!("syn-p{:08x}", scattered(self.shape.seed, paper));
            let authors = self.authors(&mut random);
            self.write_paper(&id, &authors, &mut random, papers)?;
            for (position, author) in (1u32..).zip(&authors) {
                summary.rows += self.write_author(&id, position, author, authorships)?;
            }
            summary.papers += 1;
            summary.authorships += authors.len() as u64;
        }
        summary.scholars = self.scholars.met();
        Ok(())
    }

    fn authors(&mut self, random: &mut Random) -> Vec<Author> {
        let lead = self.places.institution(random);
        let mut team = vec![lead];
        team.extend((0..random.pick(&self.partner_sums)).map(|_| self.places.partner(lead, random)));
        // One paper in a thousand is the work of a consortium.
        let consortium = if random.happens(1) { 10 + random.below(50) as usize } else { 0 };
        let count = 1 + random.pick(&self.author_sums) + consortium;
        let mut authors: Vec<Author> = Vec::with_capacity(count);
        for i in 0..count {
            // Each partner of the team comes up once before anyone comes up by chance.
            let member = if i < team.len() { i } else { random.low(team.len() as u64) as usize };
            // Nobody signs a paper twice: where everyone has signed already, the paper has fewer authors.
            let is_new = |author: &Author| authors.iter().all(|other| other.scholar != author.scholar);
            let author = (0..5).map(|_| self.author(team[member], random)).find(is_new);
            authors.extend(author);
        }
        authors
    }

    fn author(&mut self, institution: u32, random: &mut Random) -> Author {
        let home = if random.happens(VISITING) { self.places.institution(random) } else { institution };
        let scholar = self.scholars.one_of(home, random);
        let mut institutions = vec![institution];
        if random.happens(WITHOUT) {
            institutions.clear();
        } else if random.happens(SECOND) {
            let second = self.places.partner(institution, random);
            institutions.extend((second != institution).then_some(second));
        }
        Author { scholar, institutions }
    }

    fn write_paper(
        &self,
        id: &str,
        authors: &[Author],
        random: &mut Random,
        table: &mut Table,
    ) -> Result<()> {
        let venue = self.venues.get(random.pick(&self.venue_sums));
        let year = random.pick(&self.year_sums) as u64;
        let citations =
            if random.happens(UNCITED) { String::new() } else { citations(year, random).to_string() };
        let affiliated = authors.iter().filter(|author| !author.institutions.is_empty()).count();
        table.row(&[
            id,
            &self.words.title(random),
            venue.map_or("", |venue| &venue.id),
            &self.subfields(venue, random),
            &(2013 + year).to_string(),
            &citations,
            CITATION_SOURCE,
            "accepted",
            "main",
            "",
            CITATION_SOURCE,
            &authors.len().to_string(),
            &affiliated.to_string(),
        ])
    }

    /// The subfield of the venue, and now and then that of another one.
    fn subfields(&self, venue: Option<&Venue>, random: &mut Random) -> String {
        let own = venue.map_or("", |venue| &venue.subfield);
        let second = self.venues.get(random.below(self.venues.len() as u64) as usize);
        match second.filter(|other| random.happens(SECOND_SUBFIELD) && other.subfield != own) {
            Some(other) => format!("{own};{}", other.subfield),
            None => own.to_owned(),
        }
    }

    /// Writes the rows of an author; answers how many.
    fn write_author(&self, paper: &str, position: u32, author: &Author, table: &mut Table) -> Result<u64> {
        let scholar = format!("syn-s{:08x}", scattered(!self.shape.seed, author.scholar));
        let position = position.to_string();
        let name = self.words.scholar(self.shape.seed, author.scholar);
        let ids: Vec<String> = author.institutions.iter().map(|&i| institution_id(i)).collect();
        let cells: Vec<&str> =
            if ids.is_empty() { vec![""] } else { ids.iter().map(String::as_str).collect() };
        for institution in &cells {
            table.row(&[paper, &position, &scholar, &name, "", institution])?;
        }
        Ok(cells.len() as u64)
    }
}

/// Times cited: most papers few times, some very often, older ones more.
fn citations(year: u64, random: &mut Random) -> u64 {
    let middle = 3 * 65536 + (YEARS.len() as u64 - 1 - year) * 15_000;
    power_of_two(middle.cast_signed() + random.bell() * 2)
}

/// Scholars by the institution they belong to. An institution's scholars are a range of numbers; the first ones are met
/// first, and most often.
struct Scholars {
    /// Institution → first number; one more at the end.
    first: Vec<u32>,
    /// Institution → how many of its scholars have signed a paper.
    signed: Vec<u32>,
    met: Vec<bool>,
    /// How often an author is new, in a thousand.
    new: u64,
}

impl Scholars {
    fn new(shape: &Shape, places: &Places) -> Self {
        let pool = u64::from(shape.scholars.max(1));
        let all = places.size.last().copied().unwrap_or(1);
        let end = |sum: &u64| (u128::from(*sum) * u128::from(pool) / u128::from(all)) as u32;
        let first = std::iter::once(0).chain(places.size.iter().map(end)).collect();
        let authorships = u64::from(shape.papers.max(1)) * MEAN_AUTHORS / 1000;
        // A little more than it takes, because large institutions run out of new ones and small ones do not.
        let new = (pool * 1150 / authorships.max(1)).min(1000);
        Self { first, signed: vec![0; places.size.len()], met: vec![false; pool as usize], new }
    }

    fn one_of(&mut self, institution: u32, random: &mut Random) -> u32 {
        let institution = institution as usize;
        let (start, end) = (self.first[institution], self.first[institution + 1]);
        let signed = &mut self.signed[institution];
        let fresh = *signed == 0 || random.happens(self.new);
        let number = if fresh && start + *signed < end {
            *signed += 1;
            *signed - 1
        } else {
            random.low(u64::from((*signed).max(1))) as u32
        };
        // An institution too small for a scholar of its own borrows its neighbour's.
        let scholar = (start + number).min(self.met.len() as u32 - 1);
        self.met[scholar as usize] = true;
        scholar
    }

    /// Number of scholars that have signed a paper.
    fn met(&self) -> u64 {
        self.met.iter().filter(|&&met| met).count() as u64
    }
}

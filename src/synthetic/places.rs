//! Countries, cities and institutions: country codes are real, so that country rules apply; everything else is invented
//! and says so.

use super::random::{Random, Stream, sums};
use super::{Shape, tables::Table};
use crate::base::Result;
use crate::model::labels;

/// A country code with a point inside the country, in degrees; the first have the most cities.
const COUNTRIES: [(&str, i64, i64); 62] = [
    ("CN", 34, 110),
    ("US", 39, -98),
    ("GB", 53, -2),
    ("DE", 51, 10),
    ("JP", 36, 138),
    ("KR", 37, 128),
    ("IN", 21, 78),
    ("CA", 50, -100),
    ("FR", 47, 2),
    ("AU", -28, 140),
    ("SG", 1, 104),
    ("HK", 22, 114),
    ("TW", 24, 121),
    ("IT", 43, 12),
    ("ES", 40, -4),
    ("NL", 52, 5),
    ("CH", 47, 8),
    ("IL", 31, 35),
    ("SE", 60, 15),
    ("BR", -12, -50),
    ("IR", 32, 53),
    ("RU", 56, 45),
    ("TR", 39, 35),
    ("PL", 52, 19),
    ("FI", 62, 26),
    ("DK", 56, 10),
    ("BE", 51, 4),
    ("AT", 47, 14),
    ("PT", 40, -8),
    ("GR", 39, 22),
    ("NO", 61, 9),
    ("CZ", 50, 15),
    ("IE", 53, -8),
    ("MY", 4, 102),
    ("TH", 15, 101),
    ("SA", 24, 45),
    ("AE", 24, 54),
    ("EG", 27, 30),
    ("PK", 30, 70),
    ("BD", 24, 90),
    ("VN", 16, 107),
    ("ID", -3, 113),
    ("PH", 12, 122),
    ("NZ", -41, 173),
    ("ZA", -29, 25),
    ("MX", 23, -102),
    ("AR", -34, -64),
    ("CL", -34, -71),
    ("CO", 4, -73),
    ("RO", 46, 25),
    ("HU", 47, 19),
    ("UA", 49, 32),
    ("BG", 43, 25),
    ("RS", 44, 21),
    ("HR", 45, 16),
    ("SI", 46, 15),
    ("SK", 49, 19),
    ("EE", 59, 26),
    ("LT", 55, 24),
    ("LV", 57, 25),
    ("QA", 25, 51),
    ("LU", 50, 6),
];

/// Groups of cities that are ranked as one: the country they lie in, and how many they are. The country's largest city
/// stays outside.
const METROS: [(usize, usize); 2] = [(1, 5), (7, 3)];

/// Sorts of organisation, as ROR names them, with a word for the name in two languages.
const KINDS: [(&str, &str, &str, u64); 5] = [
    ("education", "University", "大学", 620),
    ("company", "Labs", "实验室", 170),
    ("facility", "Research Centre", "研究中心", 120),
    ("government", "Agency", "机构", 50),
    ("healthcare", "Hospital", "医院", 40),
];

/// How much rather two institutions work together when they are in one country.
const SAME_COUNTRY: u64 = 6;

/// Weights of institutions, of large ones first.
const fn weight(rank: usize, flat: u64) -> u64 {
    1_000_000_000 / (rank as u64 + flat)
}

/// A city; coordinates in ten-thousandths of a degree.
struct City {
    country: usize,
    lat: i64,
    lon: i64,
    metro: Option<usize>,
}

/// Where papers come from, with running sums of weights for drawing.
pub(super) struct Places {
    cities: Vec<City>,
    /// Institution → city.
    city_of: Vec<u32>,
    /// Institution → whether its city is known to the corpus.
    located: Vec<bool>,
    /// City → its institutions.
    institutions_in: Vec<Vec<u32>>,
    /// Over institutions.
    pub(super) size: Vec<u64>,
    /// City → over its institutions.
    size_in: Vec<Vec<u64>>,
    /// City → over cities: how likely it is that two work together.
    near: Vec<Vec<u64>>,
}

impl Places {
    pub(super) fn new(shape: &Shape) -> Self {
        let institutions = shape.institutions.max(1) as usize;
        let count = shape.cities() as usize;
        let cities = cities(shape.seed, count);
        let city_size = sums((0..count).map(|city| weight(city, 6)));
        let city_of: Vec<u32> = (0..institutions)
            .map(|i| {
                let mut random = Random::new(shape.seed, Stream::Institution, i as u64);
                if i < count { i as u32 } else { random.pick(&city_size) as u32 }
            })
            .collect();
        let mut institutions_in = vec![Vec::new(); count];
        city_of.iter().zip(0..).for_each(|(&city, i)| institutions_in[city as usize].push(i));
        let size_in =
            institutions_in.iter().map(|list| sums(list.iter().map(|&i: &u32| weight(i as usize, 12))));
        let size_in: Vec<Vec<u64>> = size_in.collect();
        Self {
            near: near(&cities, &size_in),
            located: (0..institutions).map(|i| i < count || i % 90 != 7).collect(),
            size: sums((0..institutions).map(|i| weight(i, 12))),
            cities,
            city_of,
            institutions_in,
            size_in,
        }
    }

    /// Number of countries that have a city.
    pub(super) fn countries(&self) -> u32 {
        let mut countries: Vec<usize> = self.cities.iter().map(|city| city.country).collect();
        countries.sort_unstable();
        countries.dedup();
        countries.len() as u32
    }

    /// An institution, large ones more often.
    pub(super) fn institution(&self, random: &mut Random) -> u32 {
        random.pick(&self.size) as u32
    }

    /// An institution to work with: near ones, those of one's own country and large ones more often.
    pub(super) fn partner(&self, institution: u32, random: &mut Random) -> u32 {
        let city = random.pick(&self.near[self.city_of[institution as usize] as usize]);
        self.institutions_in[city][random.pick(&self.size_in[city])]
    }

    /// Writes the cities.
    pub(super) fn write_cities(&self, table: &mut Table) -> Result<()> {
        for (i, city) in self.cities.iter().enumerate() {
            let code = COUNTRIES[city.country].0;
            table.row(&[
                &city_id(i),
                &format!("Synthetic City {} ({code})", i + 1),
                &format!("合成城市{}", i + 1),
                code,
                &format!("{:02}", i % 34 + 1),
                &degrees(city.lat),
                &degrees(city.lon),
                &(weight(i, 40) / 2).to_string(),
                labels::ranked_as("study", code),
                &city.metro.map_or_else(|| city_id(i), |metro| format!("syn-metro-{}", metro + 1)),
            ])?;
        }
        Ok(())
    }

    /// Writes the institutions.
    pub(super) fn write_institutions(&self, seed: u64, table: &mut Table) -> Result<()> {
        let kinds = sums(KINDS.map(|kind| kind.3));
        for (i, &index) in self.city_of.iter().enumerate() {
            let city = &self.cities[index as usize];
            let code = COUNTRIES[city.country].0;
            let mut random = Random::new(seed, Stream::Institution, (i as u64) << 32 | 1);
            let (kind, word, word_zh, _) = KINDS[random.pick(&kinds)];
            let chinese = matches!(labels::ranked_as("study", code), "CN" | "SG");
            let known = |text: String| if self.located[i] { text } else { String::new() };
            table.row(&[
                &institution_id(i as u32),
                &format!("Synthetic {word} {} ({code})", i + 1),
                &known(city_id(index as usize)),
                code,
                &known(degrees(city.lat)),
                &known(degrees(city.lon)),
                "",
                &if chinese { format!("合成{word_zh}{}", i + 1) } else { String::new() },
                kind,
            ])?;
        }
        Ok(())
    }
}

fn city_id(city: usize) -> String {
    format!("syn-city-{:04}", city + 1)
}

/// Key of an institution.
pub(super) fn institution_id(institution: u32) -> String {
    format!("syn-inst-{:05}", institution + 1)
}

fn degrees(ten_thousandths: i64) -> String {
    let sign = if ten_thousandths < 0 { "-" } else { "" };
    let size = ten_thousandths.unsigned_abs();
    format!("{sign}{}.{:04}", size / 10_000, size % 10_000)
}

fn cities(seed: u64, count: usize) -> Vec<City> {
    let countries = COUNTRIES.len().min(count.div_ceil(3));
    let shares = sums((0..countries).map(|country| weight(country, 1)));
    let city = |i: usize| {
        let mut random = Random::new(seed, Stream::City, i as u64);
        // The smallest cities make sure that every country has one.
        let country = if i + countries >= count { i + countries - count } else { random.pick(&shares) };
        let (_, lat, lon) = COUNTRIES[country];
        let mut shifted = |degrees: i64, most: u64| {
            degrees * 10_000 + random.below(2 * most).cast_signed() - most.cast_signed()
        };
        City { country, lat: shifted(lat, 50_000), lon: shifted(lon, 60_000), metro: None }
    };
    let mut cities: Vec<City> = (0..count).map(city).collect();
    for (metro, (country, size)) in METROS.into_iter().enumerate() {
        let members = cities.iter_mut().filter(|city| city.country == country);
        members.skip(1).take(size).for_each(|city| city.metro = Some(metro));
    }
    cities
}

/// For each city the running sums over all cities of: size, halved every few thousand kilometres, more in one country.
fn near(cities: &[City], size_in: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let size = |city: usize| size_in[city].last().copied().unwrap_or(0) / 10_000;
    let row = |from: &City| {
        sums(cities.iter().enumerate().map(|(to, other)| {
            let east = (from.lon - other.lon).abs();
            let distance = (from.lat - other.lat).abs() + east.min(3_600_000 - east) / 2;
            let factor = if from.country == other.country { SAME_COUNTRY } else { 1 };
            size(to) * factor * 200_000 / (200_000 + distance.cast_unsigned())
        }))
    };
    cities.iter().map(row).collect()
}

//! Countries of the generated cities, with a point inside each; codes are real, so that country rules apply.

use super::others::LISTED;
use super::published::Published;
use crate::base::{Error, Result};

/// How many of the listed cities lie in a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quota {
    pub(super) code: &'static str,
    pub(super) listed: usize,
}

/// Fewest listed cities of a country with many: the study counts countries with at least so many.
const MANY_LEAST: usize = 4;

/// Countries of which the study says how many cities it lists, with its label.
const STATED: [(&str, &str); 4] = [("US", "美"), ("CN", "中"), ("DE", "德"), ("GB", "英")];

/// Countries with a point inside, in degrees. First those whose cities the study counts; then those with four or more,
/// most first; then those with fewer, with how many; of which one and the next is not published.
const POINTS: [(&str, i64, i64); 57] = [
    ("US", 39, -98),
    ("CN", 34, 110),
    ("DE", 51, 10),
    ("GB", 53, -2),
    ("JP", 36, 138),
    ("FR", 47, 2),
    ("IT", 43, 12),
    ("CA", 50, -100),
    ("IN", 21, 78),
    ("ES", 40, -4),
    ("AU", -28, 140),
    ("KR", 37, 128),
    ("NL", 52, 5),
    ("BR", -12, -50),
    ("CH", 47, 8),
    ("SE", 60, 15),
    ("TR", 39, 35),
    ("IR", 32, 53),
    ("BE", 51, 4),
    ("AT", 47, 14),
    ("IL", 31, 35),
    ("PL", 52, 19),
    ("FI", 62, 26),
    ("DK", 56, 10),
    ("PT", 40, -8),
    ("RU", 56, 45),
    ("GR", 39, 22),
    ("NO", 61, 9),
    ("IE", 53, -8),
    ("CZ", 50, 15),
    ("HU", 47, 19),
    ("MY", 4, 102),
    ("SA", 24, 45),
    ("MX", 23, -102),
    ("ZA", -29, 25),
    ("NZ", -41, 173),
    ("EG", 27, 30),
    ("TH", 15, 101),
    ("PK", 30, 70),
    ("VN", 16, 107),
    ("ID", -3, 113),
    ("AR", -34, -64),
    ("CL", -34, -71),
    ("RO", 46, 25),
    ("RS", 44, 21),
    ("SI", 46, 15),
    ("AE", 24, 54),
    ("BD", 24, 90),
    ("PH", 12, 122),
    ("CO", 4, -73),
    ("UA", 49, 32),
    ("BG", 43, 25),
    ("HR", 45, 16),
    ("SK", 49, 19),
    ("EE", 59, 26),
    ("SG", 1, 104),
    ("QA", 25, 51),
];

/// A point inside a country, in degrees.
pub(super) fn point(code: &str) -> (i64, i64) {
    POINTS.iter().find(|point| point.0 == code).map_or((0, 0), |&(_, lat, lon)| (lat, lon))
}

/// How many listed cities each country has. What is stated is met; the rest falls off from country to country.
pub(super) fn quotas(published: &Published) -> Result<Vec<Quota>> {
    let stated = |(code, label)| {
        let scope = "top500";
        Ok(Quota { code, listed: published.claim(label, "cities", scope)? as usize })
    };
    let mut quotas: Vec<Quota> = STATED.into_iter().map(stated).collect::<Result<_>>()?;
    let countries = published.claim("countries", "countries", "top500")? as usize;
    let many = published.claim("countries with at least 4 cities", "countries", "top500")? as usize;
    let codes = POINTS.iter().map(|point| point.0);
    let (four, all) = (quotas.len(), countries.min(POINTS.len()));
    let few = codes.clone().take(all).skip(many).enumerate().map(|(i, code)| Quota {
        code,
        // Three, then two, then one; the city states at the end have one.
        listed: MANY_LEAST - 1 - 3 * i / (all - many),
    });
    let few: Vec<Quota> = few.collect();
    let taken: usize = quotas.iter().chain(&few).map(|quota| quota.listed).sum();
    let rest = LISTED.checked_sub(taken).filter(|rest| *rest >= MANY_LEAST * (many - four));
    let rest = rest.ok_or_else(|| Error::Bug("more cities are stated than are listed".into()))?;
    let codes: Vec<&'static str> = codes.take(many).skip(four).collect();
    quotas.extend(falling(&codes, rest));
    quotas.extend(few);
    Ok(quotas)
}

/// So many cities over countries, at least four each, more for the first ones.
fn falling(codes: &[&'static str], cities: usize) -> Vec<Quota> {
    let mut quotas: Vec<Quota> = codes.iter().map(|&code| Quota { code, listed: MANY_LEAST }).collect();
    let mut left = cities - MANY_LEAST * codes.len();
    // Round by round to fewer of them, so that the first ones have most.
    for end in (1..=codes.len()).rev().cycle() {
        for quota in &mut quotas[..end] {
            if left == 0 {
                return quotas;
            }
            quota.listed += 1;
            left -= 1;
        }
    }
    quotas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_as_the_study_counts_them() {
        let published = Published::load().unwrap();
        let quotas = quotas(&published).unwrap();
        assert_eq!(quotas.iter().map(|quota| quota.listed).sum::<usize>(), 500);
        assert_eq!(quotas.len(), 57);
        assert_eq!(quotas.iter().filter(|quota| quota.listed >= 4).count(), 27);
        let of = |code: &str| quotas.iter().find(|quota| quota.code == code).unwrap().listed;
        assert_eq!(["US", "CN", "DE", "GB"].map(of), [143, 42, 42, 33]);
        assert_eq!(["SG", "QA"].map(of), [1, 1]);
        for quota in &quotas {
            let tabled = published.cities.iter().filter(|city| city.country == quota.code).count();
            assert!(tabled <= quota.listed, "{quota:?}");
        }
    }
}

//! Papers of cities of one country, and of one city: what is left of every city's papers, as so many distinct ones as are
//! published of the country.

use super::Wanted;
use crate::synthetic::random::{Random, pick, sums};

/// In a hundred joint papers, those of 2, 3, 4 cities.
const SIZES: [u64; 3] = [80, 15, 5];
/// Where nothing is published of a country, one place on a paper in so many is a second one.
const USUAL: u64 = 9;
/// One paper in so many is of one city alone, and all where there are few.
const ALONE: u64 = 4;
const FEW: u64 = 5;

/// Adds them to the international ones.
pub(super) fn add(wanted: &Wanted<'_>, teams: &mut Vec<Vec<u16>>, random: &mut Random) {
    let mut left: Vec<u64> = wanted.targets.iter().map(|target| target.papers).collect();
    let mut distinct = vec![0_u64; wanted.papers.len()];
    for team in teams.iter() {
        team.iter().for_each(|&city| left[usize::from(city)] -= 1);
        let mut countries: Vec<u16> = team.iter().map(|&city| wanted.country[usize::from(city)]).collect();
        countries.sort_unstable();
        countries.dedup();
        countries.iter().for_each(|&country| distinct[usize::from(country)] += 1);
    }
    for (country, published) in wanted.papers.iter().enumerate() {
        let cities: Vec<u16> = (0..left.len() as u16)
            .filter(|&city| usize::from(wanted.country[usize::from(city)]) == country)
            .collect();
        let places: u64 = cities.iter().map(|&city| left[usize::from(city)]).sum();
        // Places on papers beyond one for each distinct paper.
        let joint = match published {
            Some(papers) => places.saturating_sub(papers.saturating_sub(distinct[country])),
            None if cities.len() > 1 => places / USUAL,
            None => 0,
        };
        join(wanted, &cities, &mut left, joint, teams, random);
        for &city in &cities {
            teams.extend((0..std::mem::take(&mut left[usize::from(city)])).map(|_| vec![city]));
        }
    }
}

/// Joint papers of the cities of a country that take up so many places beyond one each.
fn join(
    wanted: &Wanted<'_>,
    cities: &[u16],
    left: &mut [u64],
    mut joint: u64,
    teams: &mut Vec<Vec<u16>>,
    random: &mut Random,
) {
    let sizes = sums(SIZES);
    let alone: Vec<u64> = left.iter().map(|&left| if left < FEW { left } else { left / ALONE }).collect();
    let mut met = 0;
    while joint > 0 {
        let room = |city: u16| left[usize::from(city)].saturating_sub(alone[usize::from(city)]) as f64;
        let lead = pick(cities.iter().map(|&city| room(city)), random);
        let Some(lead) = lead.map(|lead| cities[lead]) else { break };
        let mut team = vec![lead];
        let size = (2 + random.pick(&sizes)).min(joint as usize + 1);
        let near = wanted.near.of(lead);
        while team.len() < size {
            let weight = |city: u16| {
                if team.contains(&city) { 0.0 } else { room(city) * f64::from(near[usize::from(city)]) }
            };
            let Some(partner) = pick(cities.iter().map(|&city| weight(city)), random) else { break };
            team.push(cities[partner]);
        }
        if team.len() < 2 {
            // A lead without a partner: one city has all that is left.
            met += 1;
            if met > 100 {
                break;
            }
            continue;
        }
        joint -= team.len() as u64 - 1;
        team.iter().for_each(|&city| left[usize::from(city)] -= 1);
        teams.push(team);
    }
}

//! Papers of cities of two or more countries: every city has as many incidences with foreign ones as it must.

use super::Wanted;
use crate::synthetic::random::{Random, pick, sums};

/// In a hundred papers, those of 2, 3, 4, 5 cities, where nothing asks for more.
const SIZES: [u64; 4] = [66, 22, 8, 4];
/// Most cities of a paper.
const MOST: usize = 8;
/// One paper in so many stays without a foreign city.
const OWN: u64 = 12;
/// How often a repair looks for papers to change.
const TRIES: usize = 20_000;

struct State<'a> {
    wanted: &'a Wanted<'a>,
    /// City → incidences it still needs.
    lacking: Vec<u64>,
    /// City → international papers it may still have.
    room: Vec<u64>,
    sizes: Vec<u64>,
    teams: Vec<Vec<u16>>,
}

/// The papers. Sums of incidences of the targets that are odd or that one country has more than half of cannot be met.
pub(super) fn teams(wanted: &Wanted<'_>, random: &mut Random) -> Vec<Vec<u16>> {
    let own = |papers: u64| if papers < 2 { papers } else { papers - (papers / OWN).max(1) };
    let mut state = State {
        wanted,
        lacking: wanted.targets.iter().map(|target| target.collaborations).collect(),
        room: wanted.targets.iter().map(|target| own(target.papers)).collect(),
        sizes: sums(SIZES),
        teams: Vec::new(),
    };
    while let Some(team) = state.team(random) {
        state.take(team);
    }
    state.repair(random);
    state.teams
}

impl State<'_> {
    fn foreign(&self, a: u16, b: u16) -> bool {
        self.wanted.country[usize::from(a)] != self.wanted.country[usize::from(b)]
    }

    /// Cities of a new paper; none where no two foreign ones are left that lack something.
    fn team(&self, random: &mut Random) -> Option<Vec<u16>> {
        for _ in 0..50 {
            let open = |city: usize| if self.room[city] > 0 { self.lacking[city] as f64 } else { 0.0 };
            let lead = pick((0..self.room.len()).map(open), random)? as u16;
            let size = self.size(lead, random);
            let mut team = vec![lead];
            while team.len() < size {
                let Some(partner) = self.partner(&team, random) else { break };
                team.push(partner);
            }
            if team.len() > 1 {
                return Some(team);
            }
        }
        None
    }

    /// How many cities: more where one has more incidences to come than papers.
    fn size(&self, lead: u16, random: &mut Random) -> usize {
        let lead = usize::from(lead);
        let mut pressure = self.lacking[lead] as f64 / self.room[lead] as f64 - 0.7;
        let mut size = 2 + random.pick(&self.sizes);
        while pressure > 0.0 && size < MOST {
            size += usize::from(random.unit() < pressure);
            pressure -= 1.0;
        }
        size
    }

    /// Another city for a team: one that lacks as many incidences as the team has foreigners, where each of these lacks
    /// one more than it has got; the second city is foreign to the first.
    fn partner(&self, team: &[u16], random: &mut Random) -> Option<u16> {
        let lead = team[0];
        let full: Vec<u16> = team
            .iter()
            .copied()
            .filter(|&m| self.lacking[usize::from(m)] == self.foreigners(team, m))
            .collect();
        let near = self.wanted.near.of(lead);
        let weight = |city: usize| {
            let name = city as u16;
            let lacking = self.lacking[city];
            if lacking == 0 || self.room[city] == 0 || team.contains(&name) {
                return 0.0;
            }
            let foreigners = self.foreigners(team, name);
            let spoils = full.iter().any(|&member| self.foreign(member, name));
            if foreigners == 0 || foreigners > lacking || spoils {
                return 0.0;
            }
            let pressure = lacking as f64 / self.room[city] as f64;
            lacking as f64 * f64::from(near[city]) * pressure.clamp(0.3, 3.0)
        };
        pick((0..near.len()).map(weight), random).map(|city| city as u16)
    }

    /// How many of a team are foreign to a city.
    fn foreigners(&self, team: &[u16], city: u16) -> u64 {
        team.iter().filter(|&&member| self.foreign(member, city)).count() as u64
    }

    fn take(&mut self, team: Vec<u16>) {
        for &city in &team {
            self.lacking[usize::from(city)] -= self.foreigners(&team, city);
            self.room[usize::from(city)] -= 1;
        }
        self.teams.push(team);
    }

    /// What is left lies in one country, or has no room: two such cities are put in the places of two partners that work
    /// together elsewhere, {c, d} → {a, c} and {b, d}. Nothing of c and d changes.
    fn repair(&mut self, random: &mut Random) {
        let mut open: Vec<u16> = Vec::new();
        for (city, (&lacking, &room)) in (0_u16..).zip(self.lacking.iter().zip(&self.room)) {
            open.extend(std::iter::repeat_n(city, lacking.min(room) as usize));
        }
        random.shuffle(&mut open);
        for pair in open.chunks_exact(2) {
            let (a, b) = (pair[0], pair[1]);
            let fits = |team: &[u16]| {
                team.len() == 2
                    && self.foreign(a, team[0])
                    && self.foreign(b, team[1])
                    && !team.contains(&a)
                    && !team.contains(&b)
            };
            let count = self.teams.len() as u64;
            let found = (0..TRIES).map(|_| random.below(count) as usize).find(|&i| fits(&self.teams[i]));
            let Some(found) = found else { continue };
            let (c, d) = (self.teams[found][0], self.teams[found][1]);
            self.teams[found] = vec![a, c];
            self.teams.push(vec![b, d]);
            for city in [a, b] {
                self.lacking[usize::from(city)] -= 1;
                self.room[usize::from(city)] -= 1;
            }
        }
    }
}

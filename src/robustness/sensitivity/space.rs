//! The switches that are varied together, as a unit cube: a point is a profile.

use super::scenario::{Change, Scenario};
use super::switches::{Switch, Variation};
use crate::index::Profile;
use crate::index::profile::Weights;

/// A dimension of the cube.
pub struct Factor {
    /// Its switch.
    pub switch: &'static Switch,
    range: Range,
}

enum Range {
    /// Values, each as likely.
    Values(Vec<Change>),
    /// A weight, multiplied by 1 + U[−f, f].
    Weight(fn(&mut Weights, f64), f64),
}

impl Factor {
    /// A switch under a profile, if it varies together with others there.
    pub fn of(switch: &'static Switch, profile: &Profile, noise: f64) -> Option<Self> {
        let range = match switch.variation {
            Variation::Choice { values, jointly, .. } if jointly(profile) => {
                Some(values(profile)).filter(|values| values.len() > 1).map(Range::Values)
            }
            Variation::Weight { scale, .. } => {
                let moves = noise > 0.0 && !Change::Weight(scale, 1.0 + noise).keeps(profile);
                moves.then_some(Range::Weight(scale, noise))
            }
            _ => None,
        };
        Some(Self { switch, range: range? })
    }

    fn at(&self, coordinate: f64) -> Change {
        match &self.range {
            Range::Values(values) => {
                let scaled = coordinate * values.len() as f64;
                let at = (1..values.len()).take_while(|&next| scaled >= next as f64).count();
                values[at].clone()
            }
            Range::Weight(scale, noise) => Change::Weight(*scale, 1.0 + noise * (2.0 * coordinate - 1.0)),
        }
    }

    /// What it is set to one at a time: every value, or both ends of a weight.
    fn extremes(&self) -> Vec<Change> {
        match &self.range {
            Range::Values(values) => values.clone(),
            Range::Weight(..) => vec![self.at(0.0), self.at(1.0)],
        }
    }
}

/// The cube around a profile.
pub struct Space {
    /// Its dimensions.
    pub factors: Vec<Factor>,
    nominal: Profile,
}

impl Space {
    /// The cube of those switches that vary together.
    pub fn new(switches: &[&'static Switch], nominal: &Profile, noise: f64) -> Self {
        let factors = switches.iter().filter_map(|&switch| Factor::of(switch, nominal, noise)).collect();
        Self { factors, nominal: nominal.clone() }
    }

    /// The profile of a point.
    pub fn profile(&self, point: &[f64]) -> Profile {
        let changes = self.factors.iter().zip(point).map(|(factor, &x)| factor.at(x));
        Scenario::of(&self.nominal, &changes.collect::<Vec<_>>()).profile
    }

    /// Every combination of the values of choices, with the profile's weights.
    pub fn combinations(&self) -> Vec<Profile> {
        let mut all = vec![Vec::new()];
        for factor in &self.factors {
            if let Range::Values(values) = &factor.range {
                let longer = |changes: Vec<Change>| {
                    let with = move |value: &Change| [&changes[..], std::slice::from_ref(value)].concat();
                    values.iter().map(with).collect::<Vec<_>>()
                };
                all = all.into_iter().flat_map(longer).collect();
            }
        }
        all.iter().map(|changes| Scenario::of(&self.nominal, changes).profile).collect()
    }

    /// Profiles in which one switch differs from the nominal one, each with its switch.
    pub fn one_at_a_time(&self) -> Vec<(&'static Switch, Profile)> {
        let of = |factor: &Factor| {
            let profiles = factor.extremes();
            let profiles = profiles.iter().filter(|change| !change.keeps(&self.nominal));
            profiles
                .map(|change| {
                    (factor.switch, Scenario::of(&self.nominal, std::slice::from_ref(change)).profile)
                })
                .collect::<Vec<_>>()
        };
        self.factors.iter().flat_map(of).collect()
    }
}

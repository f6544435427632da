//! Standardisation: from values of any size to a common scale.

use crate::base::{Error, Result, formula};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What becomes of a zero before the logarithm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ZeroRule {
    /// ln(x + e): the study's rule, with e = 1e-10. A zero ends up far below every other value.
    Epsilon(f64),
    /// ln(1 + x).
    Log1p,
    /// ln x; zeros stay out of the scale and get its lowest value.
    Drop,
}

impl Default for ZeroRule {
    fn default() -> Self {
        Self::Epsilon(1e-10)
    }
}

impl ZeroRule {
    /// The logarithm of a value under the rule; `None` where the rule leaves it out.
    pub fn log(self, x: f64) -> Option<f64> {
        match self {
            Self::Epsilon(epsilon) => Some(formula::ln0(x, epsilon)),
            Self::Log1p => Some(x.ln_1p()),
            Self::Drop => (x > 0.0).then(|| x.ln()),
        }
    }
}

impl FromStr for ZeroRule {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let epsilon = |e: &str| e.parse().ok().filter(|e: &f64| e.is_finite() && *e > 0.0).map(Self::Epsilon);
        match text.split_once(':') {
            Some(("epsilon", e)) => epsilon(e),
            None if text == "log1p" => Some(Self::Log1p),
            None if text == "drop" => Some(Self::Drop),
            _ => None,
        }
        .ok_or_else(|| Error::usage(format!("zero rule {text:?}"), "use epsilon:1e-10, log1p or drop"))
    }
}

impl fmt::Display for ZeroRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Epsilon(e) => write!(f, "epsilon:{e:e}"),
            Self::Log1p => f.write_str("log1p"),
            Self::Drop => f.write_str("drop"),
        }
    }
}

impl TryFrom<String> for ZeroRule {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ZeroRule> for String {
    fn from(rule: ZeroRule) -> Self {
        rule.to_string()
    }
}

/// The common scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// 100 · (y − min)/(max − min); 50 where all are equal. The study's.
    #[default]
    Minmax,
    /// (y − mean)/standard deviation (population); 0 where all are equal.
    Zscore,
    /// 100 · share of the other units that are below, half of the ties; 50 for a single unit.
    Percentile,
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Minmax => "minmax",
            Self::Zscore => "zscore",
            Self::Percentile => "percentile",
        })
    }
}

/// One indicator over all ranked units, before and after.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standardised {
    /// ln of the value under the zero rule.
    pub logs: Vec<Option<f64>>,
    /// Smallest and largest log; `None` without any value.
    pub range: Option<(f64, f64)>,
    /// On the common scale.
    pub scores: Vec<f64>,
}

/// Standardises the values of all ranked units. O(n log n).
pub fn standardise(values: &[f64], zero: ZeroRule, scale: Scale) -> Standardised {
    scale_logs(values.iter().map(|&x| zero.log(x)).collect(), scale)
}

/// The same from logarithms under the zero rule. O(n log n), by [`Scale::Minmax`] O(n).
pub fn scale_logs(logs: Vec<Option<f64>>, scale: Scale) -> Standardised {
    let known: Vec<f64> = logs.iter().flatten().copied().collect();
    let low = known.iter().copied().reduce(f64::min);
    let high = known.iter().copied().reduce(f64::max);
    let range = low.zip(high);
    let scores = match scale {
        Scale::Minmax => minmax(&logs, range),
        Scale::Zscore => zscore(&logs, &known),
        Scale::Percentile => percentile(&logs, known),
    };
    Standardised { logs, range, scores }
}

/// Logarithms under a zero rule: those of small whole numbers, which most counts are, are made once.
#[derive(Debug)]
pub struct Logs {
    zero: ZeroRule,
    whole: Vec<f64>,
}

impl Logs {
    /// Logarithms that are asked for many times.
    pub fn new(zero: ZeroRule) -> Self {
        let whole = (0..1 << 12).map(|x| zero.log(f64::from(x)).unwrap_or(f64::NAN)).collect();
        Self { zero, whole }
    }

    /// The logarithm of a value, to the bit that of [`ZeroRule::log`]; no number where the rule leaves it out.
    #[expect(clippy::cast_sign_loss, reason = "a negative number becomes 0, which has other bits")]
    pub fn of(&self, x: f64) -> f64 {
        match self.whole.get(x as usize) {
            Some(&log) if x.to_bits() == f64::from(x as u32).to_bits() => log,
            _ => self.zero.log(x).unwrap_or(f64::NAN),
        }
    }
}

fn minmax(logs: &[Option<f64>], range: Option<(f64, f64)>) -> Vec<f64> {
    let (low, high) = range.unwrap_or_default();
    logs.iter().map(|log| log.map_or(0.0, |log| formula::minmax(log, low, high))).collect()
}

fn zscore(logs: &[Option<f64>], known: &[f64]) -> Vec<f64> {
    let count = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / count;
    let deviation = (known.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / count).sqrt();
    let lowest = known.iter().copied().fold(f64::INFINITY, f64::min);
    let score = |y: f64| formula::zscore(y, mean, deviation);
    logs.iter().map(|log| if known.is_empty() { 0.0 } else { score(log.unwrap_or(lowest)) }).collect()
}

fn percentile(logs: &[Option<f64>], mut known: Vec<f64>) -> Vec<f64> {
    known.sort_unstable_by(f64::total_cmp);
    let score = |y: f64| {
        let below = known.partition_point(|k| *k < y);
        let ties = known.partition_point(|k| *k <= y) - below - 1;
        let others = known.len() - 1;
        if others == 0 { 50.0 } else { 100.0 * (below as f64 + ties as f64 / 2.0) / others as f64 }
    };
    logs.iter().map(|log| log.map_or(0.0, score)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_scale_of_table_11_comes_back() {
        // Table 11 of the study: largest 6127, smallest 0; 湾区 3734 → 98.44, 新加坡 3283 → 98.03.
        let scores = standardise(&[6127.0, 3734.0, 3283.0, 0.0], ZeroRule::default(), Scale::Minmax).scores;
        let rounded: Vec<f64> = scores.iter().map(|s| (s * 100.0).round() / 100.0).collect();
        assert_eq!(rounded, [100.0, 98.44, 98.03, 0.0]);
    }

    #[test]
    fn equal_values_and_empty_tables_have_an_answer() {
        let of = |values: &[f64], scale| standardise(values, ZeroRule::default(), scale).scores;
        assert_eq!(of(&[3.0, 3.0], Scale::Minmax), [50.0, 50.0]);
        assert_eq!(of(&[3.0], Scale::Zscore), [0.0]);
        assert_eq!(of(&[3.0, 3.0], Scale::Percentile), [50.0, 50.0]);
        assert_eq!(of(&[], Scale::Minmax), [0.0; 0]);
        assert_eq!(standardise(&[0.0, 0.0], ZeroRule::Drop, Scale::Minmax).scores, [0.0, 0.0]);
    }

    #[test]
    fn logarithms_from_the_table_are_those_of_the_rule() {
        for zero in [ZeroRule::default(), ZeroRule::Log1p, ZeroRule::Drop] {
            let logs = Logs::new(zero);
            for x in [0.0, 0.5, 1.0, 1.5, 2.0, 4095.0, 4095.5, 4096.0, 4_294_967_297.0, 1e19, 1e300] {
                let log = Some(logs.of(x)).filter(|log| !log.is_nan());
                assert_eq!(log.map(f64::to_bits), zero.log(x).map(f64::to_bits), "{zero}: {x}");
            }
        }
    }

    #[test]
    fn zero_rules_read_back() {
        for text in ["epsilon:1e-10", "log1p", "drop"] {
            assert_eq!(text.parse::<ZeroRule>().unwrap().to_string(), text);
        }
        assert!("epsilon:-1".parse::<ZeroRule>().is_err() && "epsilon".parse::<ZeroRule>().is_err());
    }
}

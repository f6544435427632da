//! Sobol' indices of the switches: which of them make ranks vary.

use super::boards::Boards;
use super::space::Space;
use super::{Named, Options, Standing};
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::robustness::sobol::{Design, Estimate, Indices};

/// Whose variance is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The mean of |rank − nominal rank| over the units ranked under both.
    MeanShift,
    /// The rank of one unit, by number.
    Rank(u32),
}

/// The shares of all switches.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// The unit whose rank is the target; `None`: the mean shift.
    pub of: Option<Named>,
    /// Mean of the target.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// Rankings made.
    pub rankings: u64,
    /// One for each switch, in their order.
    pub switches: Vec<Share>,
}

/// The share of one switch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Key of the switch.
    pub switch: &'static str,
    /// Its indices; `None` where the target does not vary at all.
    pub indices: Option<Indices>,
}

impl Record for Share {
    const COLUMNS: &'static [Column] = &[
        Column::new("switch", Kind::Text, ["switch", "开关"], "key of the switch in a profile"),
        Column::new(
            "first",
            Kind::Number,
            ["first order", "一阶指数"],
            "share of the target's variance that the switch makes alone",
        ),
        Column::new(
            "first_low",
            Kind::Number,
            ["first order, low", "一阶指数下限"],
            "lower end of its 95 % interval",
        ),
        Column::new("first_high", Kind::Number, ["first order, high", "一阶指数上限"], "upper end"),
        Column::new(
            "total",
            Kind::Number,
            ["total", "总指数"],
            "share that it makes alone and in interactions with others",
        ),
        Column::new(
            "total_low",
            Kind::Number,
            ["total, low", "总指数下限"],
            "lower end of its 95 % interval",
        ),
        Column::new("total_high", Kind::Number, ["total, high", "总指数上限"], "upper end"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let cells = |estimate: Option<Estimate>| {
            let interval = estimate.and_then(|estimate| estimate.interval);
            let value = estimate.map(|estimate| estimate.value);
            [value, interval.map(|i| i.0), interval.map(|i| i.1)].map(Cell::from)
        };
        let mut all = vec![self.switch.into()];
        all.extend(cells(self.indices.map(|indices| indices.first)));
        all.extend(cells(self.indices.map(|indices| indices.total)));
        all
    }
}

/// Evaluates the design and estimates.
pub(super) fn shares(
    space: &Space,
    boards: &Boards,
    nominal: &Standing,
    options: &Options,
    target: Target,
) -> Result<Shares> {
    let row = match target {
        Target::MeanShift => None,
        Target::Rank(unit) => Some(nominal.row(unit).ok_or_else(|| not_ranked("the unit is not ranked"))?),
    };
    let value = |ranks: &[Option<u32>]| match row {
        None => mean_shift(nominal, ranks),
        Some(row) => ranks[row].map(f64::from).ok_or_else(|| {
            not_ranked(&format!("{} is not ranked under every combination", nominal.rows[row].unit.name))
        }),
    };
    let design = Design::new(options.samples, space.factors.len(), options.seed)?;
    let evaluated = design.evaluate(|point| value(&boards.ranks(&space.profile(point))?))?;
    let indices = evaluated.indices(options.seed);
    let share = |(i, switch): (usize, &'static str)| Share {
        switch,
        indices: indices.as_ref().map(|indices| indices[i]),
    };
    Ok(Shares {
        of: row.map(|row| nominal.rows[row].unit.clone()),
        mean: evaluated.mean(),
        variance: evaluated.variance(),
        rankings: u64::from(options.samples) * (space.factors.len() as u64 + 2),
        switches: space.factors.iter().map(|factor| factor.switch.id).enumerate().map(share).collect(),
    })
}

fn not_ranked(message: &str) -> Error {
    Error::usage(message, "lower the profile's minimum_papers, or leave counting out of --switches")
}

/// Sums of whole numbers, so the same for any order.
fn mean_shift(nominal: &Standing, ranks: &[Option<u32>]) -> Result<f64> {
    let both = nominal.rows.iter().zip(ranks).filter_map(|(place, rank)| Some((place.rank, (*rank)?)));
    let (count, sum) =
        both.fold((0_u64, 0_u64), |(count, sum), (was, is)| (count + 1, sum + u64::from(was.abs_diff(is))));
    match count {
        0 => Err(not_ranked("no unit of the ranking is ranked under every combination")),
        _ => Ok(sum as f64 / count as f64),
    }
}

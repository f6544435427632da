//! The ribbon: between which ranks a unit moves when switches and weights vary together.

use super::boards::Boards;
use super::space::Space;
use super::{Named, Options, Standing};
use crate::base::limits::SAMPLED_RANKS;
use crate::base::records::{Cell, Column, Kind, Record};
use crate::base::{Error, Result};
use crate::robustness::sobol::{Design, Matrix};
use rayon::prelude::*;

/// The ranks of one unit over the samples in which it is ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// The unit.
    pub unit: Named,
    /// Nominal rank.
    pub rank: u32,
    /// What it was ranked as; `None` if it was in no sample.
    pub ranks: Option<Spread>,
    /// Share of the samples in which it is ranked.
    pub ranked: f64,
    /// The alternative that moves it furthest by itself: switch and value. `None` where none moves it.
    pub moved_most_by: Option<(&'static str, String)>,
    /// By how many places; `None` also where that alternative leaves it unranked.
    pub moved_by: Option<i64>,
}

/// Ranks over samples. Quantile q is the sorted rank at ⌊q n⌋, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Median: of an even number the mean of the two in the middle.
    pub median: f64,
    /// 5 % quantile.
    pub q5: u32,
    /// 95 % quantile.
    pub q95: u32,
    /// Best.
    pub min: u32,
    /// Worst.
    pub max: u32,
}

impl Record for Band {
    const COLUMNS: &'static [Column] = &[
        Column::new("rank", Kind::Integer, ["rank", "排名"], "nominal rank"),
        Column::new("key", Kind::Text, ["key", "键"], "key of the unit"),
        Column::new("name", Kind::Text, ["name", "名称"], "English name"),
        Column::new("name_zh", Kind::Text, ["Chinese name", "中文名"], "Chinese name"),
        Column::new("country", Kind::Text, ["country", "国家"], "code of the ranked country"),
        Column::new("mean", Kind::Number, ["mean", "平均"], "mean rank over the samples"),
        Column::new("median", Kind::Number, ["median", "中位数"], "median rank"),
        Column::new("q5", Kind::Integer, ["5 %", "5%分位"], "5 % quantile of its ranks"),
        Column::new("q95", Kind::Integer, ["95 %", "95%分位"], "95 % quantile of its ranks"),
        Column::new("min", Kind::Integer, ["best", "最好"], "best rank"),
        Column::new("max", Kind::Integer, ["worst", "最差"], "worst rank"),
        Column::new(
            "ranked",
            Kind::Number,
            ["ranked", "上榜比例"],
            "share of the samples in which it is ranked",
        ),
        Column::new(
            "moved_most_by",
            Kind::Text,
            ["moved most by", "影响最大的开关"],
            "switch that moves it furthest by itself",
        ),
        Column::new("moved_to", Kind::Text, ["set to", "取值"], "value of that switch"),
        Column::new(
            "moved_by",
            Kind::Integer,
            ["moved by", "位移"],
            "rank under it less nominal rank; null: it is not ranked then",
        )
        .in_unit("places"),
    ];

    fn cells(&self) -> Vec<Cell> {
        let unit = &self.unit;
        let mut cells = vec![self.rank.into()];
        cells.extend([&unit.key, &unit.name, &unit.name_zh, &unit.country].map(Cell::from));
        let spread = self.ranks.as_ref();
        cells.extend([spread.map(|s| s.mean).into(), spread.map(|s| s.median).into()]);
        let ranks: [fn(&Spread) -> u32; 4] = [|s| s.q5, |s| s.q95, |s| s.min, |s| s.max];
        cells.extend(ranks.map(|of| Cell::from(spread.map(of))));
        cells.push(self.ranked.into());
        let (switch, value) = self.moved_most_by.as_ref().map(|(switch, value)| (*switch, value)).unzip();
        cells.extend([switch.into(), value.into(), self.moved_by.map_or(Cell::Null, Cell::Integer)]);
        cells
    }
}

/// Ranks by sample and unit of the nominal ranking.
type Ranks = Vec<Vec<Option<u32>>>;

/// A band for each unit of the nominal ranking, in its order.
pub(super) fn bands(
    space: &Space,
    boards: &Boards,
    nominal: &Standing,
    options: &Options,
) -> Result<Vec<Band>> {
    let figures = u64::from(options.samples) * nominal.rows.len() as u64;
    if figures > SAMPLED_RANKS {
        let message = format!("{} samples of {} units", options.samples, nominal.rows.len());
        return Err(Error::limit(message, format!("at most {SAMPLED_RANKS} ranks: use fewer --samples")));
    }
    let design = Design::new(options.samples, space.factors.len(), options.seed)?;
    let sample = |row| boards.ranks(&space.profile(&design.point(Matrix::A, row)));
    let samples: Vec<Result<_>> = (0..options.samples).into_par_iter().map(sample).collect();
    let samples: Ranks = samples.into_iter().collect::<Result<_>>()?;
    let alone = space.one_at_a_time();
    let moved: Ranks = alone.iter().map(|(_, profile)| boards.ranks(profile)).collect::<Result<_>>()?;
    let band = |at: usize| {
        let place = &nominal.rows[at];
        let mut ranks: Vec<u32> = samples.iter().filter_map(|sample| sample[at]).collect();
        ranks.sort_unstable();
        let furthest = furthest(place.rank, moved.iter().map(|ranks| ranks[at]));
        Band {
            unit: place.unit.clone(),
            rank: place.rank,
            ranks: spread(&ranks),
            ranked: ranks.len() as f64 / f64::from(options.samples),
            moved_most_by: furthest.map(|(i, _)| (alone[i].0.id, alone[i].0.value(&alone[i].1))),
            moved_by: furthest.and_then(|(_, by)| by),
        }
    };
    Ok((0..nominal.rows.len()).into_par_iter().map(band).collect())
}

/// Which of the ranks is furthest from the nominal one, the first of equals, and by how much. Not to be ranked is furthest of
/// all.
fn furthest(nominal: u32, ranks: impl Iterator<Item = Option<u32>>) -> Option<(usize, Option<i64>)> {
    let distance = |by: Option<i64>| by.map_or(i64::MAX, i64::abs);
    let all = ranks.map(|rank| rank.map(|rank| i64::from(rank) - i64::from(nominal))).enumerate();
    let better = |best: Option<(usize, Option<i64>)>, (i, by): (usize, Option<i64>)| {
        let least = best.map_or(0, |(_, by)| distance(by));
        if distance(by) > least { Some((i, by)) } else { best }
    };
    all.fold(None, better)
}

/// What ranks in ascending order spread over.
fn spread(ranks: &[u32]) -> Option<Spread> {
    let (min, max) = (*ranks.first()?, *ranks.last()?);
    let n = ranks.len();
    let sum: u64 = ranks.iter().copied().map(u64::from).sum();
    Some(Spread {
        mean: sum as f64 / n as f64,
        median: f64::midpoint(f64::from(ranks[(n - 1) / 2]), f64::from(ranks[n / 2])),
        q5: ranks[n * 5 / 100],
        q95: ranks[n * 95 / 100],
        min,
        max,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_is_what_its_words_say() {
        let ranks: Vec<u32> = (1..=100).collect();
        let all = spread(&ranks).unwrap();
        assert_eq!((all.mean, all.median, all.q5, all.q95, all.min, all.max), (50.5, 50.5, 6, 96, 1, 100));
        let one = spread(&[7]).unwrap();
        assert_eq!((one.mean, one.median, one.q5, one.q95), (7.0, 7.0, 7, 7));
        assert_eq!(spread(&[1, 2, 9]).map(|s| s.median), Some(2.0));
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn the_first_of_the_furthest_moves_a_unit_most() {
        let of = |ranks: &[Option<u32>]| furthest(10, ranks.iter().copied());
        assert_eq!(of(&[Some(12), Some(7), Some(13)]), Some((1, Some(-3))));
        assert_eq!(of(&[Some(12), None, Some(1000)]), Some((1, None)));
        assert_eq!(of(&[Some(10), Some(10)]), None);
        assert_eq!(of(&[]), None);
    }
}

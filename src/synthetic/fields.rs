//! Subfields: how many papers of each the two compared countries have, as far as it is published, and the rest of the
//! world.

use super::published::Published;
use super::random::{Random, Stream, pick};
use crate::base::{Error, Result};
use libm::exp;

/// Who signs a paper: papers are divided by the two countries that the study compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    China = 0,
    Both = 1,
    States = 2,
    Rest = 3,
}

/// Subfields.
pub(super) const FIELDS: usize = 20;
/// Of which the study adds up the first.
const LARGE: usize = 8;
/// The smallest of these; all are stated to be above 10,000.
const LEAST_LARGE: f64 = 10_800.0;
/// The smallest of all, which is not published.
const LEAST: f64 = 700.0;
/// Spread of the logarithm of how cities lean to subfields.
const LEANING: f64 = 0.5;
/// Places of subfields that are published of one country, in the list.
const VISION: usize = 0;
const THINGS: usize = 7;

/// Shares of China and of the States in the papers of a subfield, in percent: the text says which are large. Vision and
/// internet of things of China are published, and that of the States as half of China's.
const SHARES: [(f64, f64); FIELDS] = [
    (26.0, 30.0),
    (16.0, 45.0),
    (12.0, 39.0),
    (27.0, 27.0),
    (20.0, 29.0),
    (20.0, 47.0),
    (5.0, 56.0),
    (37.0, 18.4),
    (24.0, 38.0),
    (19.0, 44.0),
    (14.0, 47.0),
    (33.0, 27.0),
    (25.0, 45.0),
    (15.0, 52.0),
    (21.0, 44.0),
    (16.0, 26.0),
    (17.0, 42.0),
    (20.0, 47.0),
    (5.0, 52.0),
    (14.0, 55.0),
];

/// Papers of each class and subfield.
pub(super) type Table = [[u64; FIELDS]; 4];

/// Papers of each subfield in all: the first as published, the first eight with their published sum, each smaller than
/// the one before.
pub(super) fn totals(published: &Published) -> Result<[u64; FIELDS]> {
    let all = published.total("papers")? as f64;
    let first = published.claim("计算机视觉", "papers", "corpus")?;
    let large = published.claim("first 8 subfields", "papers", "corpus")?;
    let mut totals = [first as u64; FIELDS];
    falling(&mut totals[1..LARGE], large - first, LEAST_LARGE);
    falling(&mut totals[LARGE..], all - large, LEAST);
    Ok(totals)
}

/// Numbers that fall off evenly to the least and add up.
fn falling(numbers: &mut [u64], sum: f64, least: f64) {
    let count = numbers.len();
    let step = (sum / count as f64 - least) * 2.0 / (count as f64 - 1.0);
    for (i, number) in numbers.iter_mut().enumerate() {
        *number = (least + step * (count - 1 - i) as f64).round() as u64;
    }
    let missing = sum as u64 - numbers[1..].iter().sum::<u64>();
    numbers[0] = missing;
}

/// Papers by class and subfield, with these sums of classes; `scale` is the size of the corpus, 1 as published.
pub(super) fn table(published: &Published, classes: [u64; 4], scale: f64) -> Result<Table> {
    let all: u64 = classes.iter().sum();
    let mut totals = totals(published)?;
    let full: u64 = totals.iter().sum();
    if full != all {
        totals = portions(&totals.map(|total| total as f64 * scale), all);
    }
    let [china, both, states, _] = classes.map(|class| class as f64);
    let of_both = if china + both > 0.0 { both / (china + both) } else { 0.0 };
    let of_states = if states + both > 0.0 { both / (states + both) } else { 0.0 };
    let mut weights = [[0.0; FIELDS]; 4];
    for (field, (in_china, in_states)) in SHARES.into_iter().enumerate() {
        let total = totals[field] as f64;
        let joint = f64::midpoint(in_china * of_both, in_states * of_states);
        let cells = [in_china - joint, joint, in_states - joint, 100.0 - in_china - in_states + joint];
        for (row, cell) in weights.iter_mut().zip(cells) {
            row[field] = total * cell.max(0.5) / 100.0;
        }
    }
    let mut table = [[0; FIELDS]; 4];
    let mut fixed = [false; FIELDS];
    for (field, name) in [(VISION, "中 计算机视觉"), (THINGS, "中 物联网")] {
        let in_china = (published.claim(name, "papers", "corpus")? * scale).round();
        let joint = (in_china * of_both).round();
        // Of vision no more is published; of the internet of things the States have about half as many as China.
        let in_states = if field == THINGS { (in_china / 2.0).round() } else { totals[field] as f64 * 0.3 };
        let cells = [in_china - joint, joint, (in_states - joint).max(0.0).round()].map(|cell| cell as u64);
        let rest = totals[field].checked_sub(cells.iter().sum());
        let rest = rest.ok_or_else(|| Error::Bug("more papers of two countries than of all".into()))?;
        let cells = [cells[0], cells[1], cells[2], rest];
        table.iter_mut().zip(cells).for_each(|(row, cell)| row[field] = cell);
        fixed[field] = true;
    }
    fit(&mut weights, &fixed, &table, classes, totals);
    settle(&weights, &fixed, &mut table, classes, totals);
    Ok(table)
}

/// Whole numbers in proportion that add up: by largest remainder.
fn portions(weights: &[f64; FIELDS], all: u64) -> [u64; FIELDS] {
    let sum: f64 = weights.iter().sum();
    let exact = weights.map(|weight| weight / sum * all as f64);
    let mut whole = exact.map(|exact| exact.floor() as u64);
    let mut order: Vec<usize> = (0..FIELDS).collect();
    order.sort_by(|&a, &b| (exact[b] - exact[b].floor()).total_cmp(&(exact[a] - exact[a].floor())));
    let missing = all - whole.iter().sum::<u64>();
    order.iter().take(missing as usize).for_each(|&i| whole[i] += 1);
    whole
}

/// Iterative proportional fitting of the cells that are not fixed.
fn fit(
    weights: &mut [[f64; FIELDS]; 4],
    fixed: &[bool; FIELDS],
    table: &Table,
    classes: [u64; 4],
    totals: [u64; FIELDS],
) {
    let free = |field: &usize| !fixed[*field];
    for _ in 0..200 {
        for (row, (class, known)) in weights.iter_mut().zip(classes.into_iter().zip(table)) {
            let known: u64 = known.iter().sum();
            let sum: f64 = (0..FIELDS).filter(free).map(|field| row[field]).sum();
            let factor = class.saturating_sub(known) as f64 / sum;
            (0..FIELDS).filter(free).for_each(|field| row[field] *= factor);
        }
        for field in (0..FIELDS).filter(free) {
            let sum: f64 = weights.iter().map(|row| row[field]).sum();
            weights.iter_mut().for_each(|row| row[field] *= totals[field] as f64 / sum);
        }
    }
}

/// Whole numbers near the fitted ones, with all sums met.
fn settle(
    weights: &[[f64; FIELDS]; 4],
    fixed: &[bool; FIELDS],
    table: &mut Table,
    classes: [u64; 4],
    totals: [u64; FIELDS],
) {
    let mut of_class = classes;
    let mut of_field = totals;
    for (row, left) in table.iter().zip(&mut of_class) {
        *left = left.saturating_sub(row.iter().sum());
    }
    for field in 0..FIELDS {
        of_field[field] -= table.iter().map(|row| row[field]).sum::<u64>();
    }
    let mut cells: Vec<(f64, usize, usize)> = Vec::new();
    for (class, row) in weights.iter().enumerate() {
        for field in (0..FIELDS).filter(|&field| !fixed[field]) {
            let whole = (row[field].floor() as u64).min(of_class[class]).min(of_field[field]);
            table[class][field] = whole;
            of_class[class] -= whole;
            of_field[field] -= whole;
            cells.push((row[field] - whole as f64, class, field));
        }
    }
    cells.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    // One each where most is missing, then whatever is left.
    for most in [1, u64::MAX] {
        for &(_, class, field) in &cells {
            let more = of_class[class].min(of_field[field]).min(most);
            table[class][field] += more;
            of_class[class] -= more;
            of_field[field] -= more;
        }
    }
}

/// Subfields of papers, drawn so that the table comes out exactly. Cities lean to some subfields.
pub(super) struct Fields {
    left: Table,
    /// City → how it leans to each subfield.
    leanings: Vec<[f64; FIELDS]>,
}

impl Fields {
    /// For so many cities.
    pub(super) fn new(table: &Table, cities: usize, seed: u64) -> Self {
        let leaning = |city: usize| {
            let mut random = Random::new(seed, Stream::Leaning, city as u64);
            std::array::from_fn(|_| exp(LEANING * random.normal()))
        };
        Self { left: *table, leanings: (0..cities).map(leaning).collect() }
    }

    /// The subfield of the next paper, of a class and a first city.
    pub(super) fn draw(&mut self, class: Class, city: Option<u16>, random: &mut Random) -> usize {
        let left = &mut self.left[class as usize];
        let leaning = city.map_or([1.0; FIELDS], |city| self.leanings[usize::from(city)]);
        let weights: [f64; FIELDS] = std::array::from_fn(|field| left[field] as f64 * leaning[field]);
        let found = pick(weights.iter().copied(), random).unwrap_or(0);
        left[found] = left[found].saturating_sub(1);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_the_published_numbers() {
        let published = Published::load().unwrap();
        let totals = totals(&published).unwrap();
        assert_eq!((totals[0], totals[..8].iter().sum::<u64>()), (24_075, 140_466));
        assert_eq!(totals.iter().sum::<u64>(), 191_237);
        assert!(totals.is_sorted_by(|a, b| a > b) && totals[7] > 10_000, "{totals:?}");
        let classes = [31_655, 8_000, 64_086, 87_496];
        let table = table(&published, classes, 1.0).unwrap();
        assert_eq!(table.map(|row| row.iter().sum::<u64>()), classes);
        let of = |rows: [usize; 2], field: usize| rows.iter().map(|&row| table[row][field]).sum::<u64>();
        let (china, states) = (|field| of([0, 1], field), |field| of([1, 2], field));
        assert_eq!((china(0), china(7)), (6_255, 4_157));
        // China: vision, then classic AI, then the internet of things. The States: over 6,000 in five subfields.
        assert!(china(3) > china(7) && china(0) > china(3), "{table:?}");
        let after: Vec<usize> = (0..FIELDS).filter(|&field| china(field) > china(7)).collect();
        assert_eq!(after, [0, 3]);
        assert!([0, 1, 2, 5, 6].iter().all(|&field| states(field) > 6_000), "{table:?}");
        assert!((0..FIELDS).all(|field| states(1) >= states(field)));
        assert!(states(7) * 2 - china(7) < 2);
        for field in 0..FIELDS {
            assert_eq!(table.iter().map(|row| row[field]).sum::<u64>(), totals[field]);
        }
    }
}

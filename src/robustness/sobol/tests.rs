//! Functions whose indices are known by a formula. Each must lie within its interval, and the interval must be narrow.

use super::*;
use std::f64::consts::PI;

const ROWS: u32 = 2048;
const SEEDS: u64 = 4;

/// Ishigami & Homma (1990) with a = 7 and b = 0.1.
fn ishigami(x: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|i| PI * (2.0 * x[i] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

/// First and total indices of [`ishigami`], from its decomposition.
fn ishigami_indices() -> Vec<(f64, f64)> {
    let (a, b) = (7.0_f64, 0.1_f64);
    let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let second = a * a / 8.0;
    let both = b * b * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0);
    let all = first + second + both;
    vec![(first / all, (first + both) / all), (second / all, second / all), (0.0, both / all)]
}

const G: [f64; 6] = [0.0, 0.5, 3.0, 9.0, 99.0, 99.0];

/// Sobol's g-function.
fn g(x: &[f64]) -> f64 {
    x.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

fn g_indices() -> Vec<(f64, f64)> {
    let own = G.map(|a| 1.0 / (3.0 * (1.0 + a).powi(2)));
    let all = own.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
    own.iter().map(|v| (v / all, v * (all + 1.0) / (1.0 + v) / all)).collect()
}

const SLOPES: [f64; 4] = [1.0, -2.0, 3.0, 0.0];

/// A plane far from 0: without centring, the first indices would be lost.
fn linear(x: &[f64]) -> f64 {
    1000.0 + x.iter().zip(SLOPES).map(|(x, slope)| slope * x).sum::<f64>()
}

/// Three choices, one of three values and two of two, whose effects add up but for one pair.
fn choices(x: &[f64]) -> f64 {
    let at = |i: usize, values: usize| (1..values).filter(|&v| x[i] * values as f64 >= v as f64).count();
    let [a, b, c] = [at(0, 3), at(1, 2), at(2, 2)];
    [0.0, 1.0, 5.0][a] + [0.0, 4.0][b] + if b == 1 && c == 1 { 2.0 } else { 0.0 }
}

/// By enumeration of the twelve cases: variances of conditional means, and means of conditional variances.
fn choices_indices() -> Vec<(f64, f64)> {
    let sizes = [3, 2, 2];
    let cases: Vec<[usize; 3]> = (0..12).map(|i| [i % 3, i / 3 % 2, i / 6]).collect();
    let middle = |case: &[usize; 3]| -> f64 {
        let point: Vec<f64> = (0..3).map(|i| (case[i] as f64 + 0.5) / sizes[i] as f64).collect();
        choices(&point)
    };
    let moments = |some: &[&[usize; 3]]| -> (f64, f64) {
        let mean = some.iter().map(|case| middle(case)).sum::<f64>() / some.len() as f64;
        let squares = some.iter().map(|case| (middle(case) - mean).powi(2));
        (mean, squares.sum::<f64>() / some.len() as f64)
    };
    let (mean, variance) = moments(&cases.iter().collect::<Vec<_>>());
    let index = |i: usize| {
        let fixed = |value: usize| {
            let some: Vec<_> = cases.iter().filter(|case| case[i] == value).collect();
            (moments(&some).0 - mean).powi(2)
        };
        let first = (0..sizes[i]).map(fixed).sum::<f64>() / sizes[i] as f64;
        let free = |case: &[usize; 3]| {
            let some: Vec<_> = cases.iter().filter(|o| (0..3).all(|j| j == i || o[j] == case[j])).collect();
            moments(&some).1
        };
        (first / variance, cases.iter().map(free).sum::<f64>() / 12.0 / variance)
    };
    (0..3).map(index).collect()
}

fn linear_indices() -> Vec<(f64, f64)> {
    let all: f64 = SLOPES.iter().map(|slope| slope * slope).sum();
    SLOPES.iter().map(|slope| (slope * slope / all, slope * slope / all)).collect()
}

fn estimated(function: fn(&[f64]) -> f64, inputs: usize, seed: u64) -> Vec<Indices> {
    let design = Design::new(ROWS, inputs, seed).unwrap();
    design.evaluate(|x| Ok(function(x))).unwrap().indices(seed).unwrap()
}

type Known = (&'static str, fn(&[f64]) -> f64, Vec<(f64, f64)>);

fn known() -> [Known; 4] {
    [
        ("Ishigami", ishigami, ishigami_indices()),
        ("g", g, g_indices()),
        ("linear", linear, linear_indices()),
        ("choices", choices, choices_indices()),
    ]
}

#[test]
fn the_formulas_are_those_of_the_literature() {
    let rounded = |all: Vec<(f64, f64)>| -> Vec<(i64, i64)> {
        let round = |x: f64| (x * 1e4).round() as i64;
        all.into_iter().map(|(first, total)| (round(first), round(total))).collect()
    };
    assert_eq!(rounded(ishigami_indices()), [(3139, 5576), (4424, 4424), (0, 2437)]);
    assert_eq!(rounded(linear_indices()), [(714, 714), (2857, 2857), (6429, 6429), (0, 0)]);
    // Saltelli et al. 2010: S of g with these coefficients are 0.5868, 0.2608, 0.0367, 0.0059, 0.0001, 0.0001.
    let first: Vec<i64> = rounded(g_indices()).into_iter().map(|(first, _)| first).collect();
    assert_eq!(first, [5868, 2608, 367, 59, 1, 1]);
    let additive: f64 = choices_indices().iter().map(|(first, _)| first).sum();
    assert!(additive < 0.99 && choices_indices().iter().all(|(first, total)| *first < total + 1e-12));
}

#[test]
fn estimates_lie_in_their_intervals_and_these_are_narrow() {
    let mut missed = Vec::new();
    let mut intervals = 0;
    for (name, function, indices) in known() {
        for seed in 0..SEEDS {
            let found = estimated(function, indices.len(), seed);
            for (i, (one, (first, total))) in found.iter().zip(&indices).enumerate() {
                for (what, estimate, truth) in [("first", one.first, first), ("total", one.total, total)] {
                    let (low, high) = estimate.interval.unwrap();
                    let says = format!("{name} {what} {i}, seed {seed}: {estimate:?}, known {truth}");
                    assert!(high - low < 0.16, "{says}");
                    assert!((estimate.value - truth).abs() < 0.02, "{says}");
                    intervals += 1;
                    if !(low..=high).contains(truth) {
                        missed.push(says);
                    }
                }
            }
        }
    }
    assert!(missed.len() * 20 <= intervals, "{missed:#?}");
    // What was missed is the last figure of an index that is next to nothing: inputs of g with 1/10,000 of the variance.
    assert!(
        missed.iter().all(|one| one.starts_with("g total 4") || one.starts_with("g total 5")),
        "{missed:#?}"
    );
}

#[test]
fn the_sequence_is_better_than_chance() {
    // 2048 independent rows err by about 0.02 on this index of Ishigami's function.
    let value = |seed| {
        let all = Design::new(ROWS, 3, seed).unwrap().evaluate(|x| Ok(ishigami(x))).unwrap();
        Parts::of(&all).estimates(&[1; ROWS as usize]).unwrap()[0].0
    };
    let error = |seed| (value(seed) - ishigami_indices()[0].0).abs();
    let mean = (0..8).map(error).sum::<f64>() / 8.0;
    assert!(mean < 0.008, "{mean}");
}

#[test]
fn intervals_of_independent_rows_hold_the_truth_as_often_as_they_say() {
    // Rows of numbers drawn one by one, for which the intervals are made: about 95 % of 4 · 40 intervals.
    let truth = ishigami_indices();
    let mut inside = 0;
    for run in 0..40 {
        let mut random = Random::new(7, run);
        let mut matrix = || -> Vec<[f64; 3]> { (0..128).map(|_| [(); 3].map(|()| random.unit())).collect() };
        let (a, b) = (matrix(), matrix());
        let at = |rows: &[[f64; 3]]| rows.iter().map(|row| ishigami(row)).collect::<Vec<f64>>();
        let mixed = |i: usize| {
            let rows: Vec<[f64; 3]> = a
                .iter()
                .zip(&b)
                .map(|(a, b)| std::array::from_fn(|j| if i == j { b[j] } else { a[j] }))
                .collect();
            at(&rows)
        };
        let found =
            Evaluations { a: at(&a), b: at(&b), mixed: (0..3).map(mixed).collect() }.indices(run).unwrap();
        let pairs = [(found[0].first, truth[0].0), (found[1].first, truth[1].0)];
        let totals = [(found[0].total, truth[0].1), (found[2].total, truth[2].1)];
        for (estimate, truth) in pairs.into_iter().chain(totals) {
            let (low, high) = estimate.interval.unwrap();
            inside += u32::from((low..=high).contains(&truth));
        }
    }
    assert!((140..160).contains(&inside), "{inside} of 160");
}

#[test]
fn a_function_that_does_not_vary_has_no_indices() {
    let design = Design::new(64, 2, 1).unwrap();
    assert_eq!(design.evaluate(|_| Ok(0.1)).unwrap().indices(1), None);
    // One row that differs is missing from some replicates: estimates, but no interval.
    let mut all = design.evaluate(|_| Ok(0.1)).unwrap();
    all.a[3] = 1.0;
    let indices = all.indices(1).unwrap();
    assert!(indices.iter().all(|one| one.first.interval.is_none() && one.first.value.is_finite()));
}

#[test]
fn errors_are_handed_on_and_limits_kept() {
    let failing = Design::new(8, 1, 0).unwrap().evaluate(|_| Err(Error::usage("no", "")));
    assert_eq!(failing.unwrap_err().to_string(), "no");
    assert!(Design::new(0, 1, 0).is_err() && Design::new(1, 0, 0).is_err());
    assert!(Design::new(MOST_ROWS + 1, 1, 0).is_err() && Design::new(1, MOST_INPUTS + 1, 0).is_err());
    assert!(Design::new(MOST_ROWS, MOST_INPUTS, 0).is_ok());
}

#[test]
fn matrices_are_independent_and_mixed_ones_share_all_but_a_column() {
    let design = Design::new(1024, 3, 5).unwrap();
    let points = |matrix| (0..1024).map(|row| design.point(matrix, row)).collect::<Vec<_>>();
    let (a, b, mixed) = (points(Matrix::A), points(Matrix::B), points(Matrix::Mixed(1)));
    for row in 0..1024 {
        assert_eq!(mixed[row], [a[row][0], b[row][1], a[row][2]]);
        assert!(a[row].iter().chain(&b[row]).all(|x| (0.0..1.0).contains(x)));
    }
    // Each coordinate falls into each 1/64 just 16 times: the sequence is a net in every dimension.
    for column in
        (0..3).flat_map(|i| [a.iter().map(|x| x[i]).collect::<Vec<_>>(), b.iter().map(|x| x[i]).collect()])
    {
        let mut cells = [0; 64];
        column.iter().for_each(|x| cells[(1..64).filter(|&v| x * 64.0 >= f64::from(v)).count()] += 1);
        assert_eq!(cells, [16; 64]);
    }
    assert_ne!(design.point(Matrix::A, 0), Design::new(1024, 3, 6).unwrap().point(Matrix::A, 0));
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| estimated(g, 6, 3))
    };
    let (one, five) = (run(1), run(5));
    assert_eq!(format!("{one:?}"), format!("{five:?}"));
}

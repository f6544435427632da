//! Sensitivity against ranking anew: every alternative, and every sample, by the way that `rank` goes.

use super::brute::Model;
use super::runner;
use crate::support::corpus::corpora;
use aicity::engine::Ranked;
use aicity::engine::rank::rank_corpus;
use aicity::graph::Level;
use aicity::graph::rules::{CountryScheme, Metros};
use aicity::graph::units::LEVELS;
use aicity::index::Profile;
use aicity::index::profile::{Halves, Weights, Years};
use aicity::index::ranking::compose;
use aicity::index::standardise::{Scale, ZeroRule, standardise};
use aicity::indicators::{CollaborationRule, Counting};
use aicity::model::builder::Built;
use aicity::robustness::sensitivity::ribbon::Band;
use aicity::robustness::sensitivity::shares::Target;
use aicity::robustness::sensitivity::tornado::Effect;
use aicity::robustness::sensitivity::{Options, Study};
use aicity::robustness::sobol::{Evaluations, Matrix};
use proptest::prelude::*;
use proptest::sample::select;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const COUNTINGS: [Counting; 2] = [Counting::Full, Counting::Fractional];
const RULES: [CollaborationRule; 3] =
    [CollaborationRule::Incidences, CollaborationRule::Papers, CollaborationRule::Countries];
const SCHEMES: [CountryScheme; 2] = [CountryScheme::Study, CountryScheme::Iso];
const ZEROS: [ZeroRule; 4] =
    [ZeroRule::Epsilon(1e-10), ZeroRule::Epsilon(1e-3), ZeroRule::Log1p, ZeroRule::Drop];
const SCALES: [Scale; 3] = [Scale::Minmax, Scale::Zscore, Scale::Percentile];

fn profiles() -> impl Strategy<Value = Profile> {
    let rules = (select(&COUNTINGS[..]), select(&RULES[..]), select(&SCHEMES[..]), select(&LEVELS[..]));
    let scales = (select(&ZEROS[..]), select(&SCALES[..]), select(&[0.0, 0.25, 1.0][..]), any::<bool>());
    let weights = prop_oneof![
        Just(Weights::default()),
        Just(Weights {
            paper: 0.6,
            scholar: 0.4,
            institution: 0.0,
            collaboration: 0.0,
            paper_index: Halves { count: 1.0, citations: 0.0 },
            ..Weights::default()
        })
    ];
    let years = prop_oneof![Just(Years(None)), Just(Years(Some((2011, 2016))))];
    (rules, scales, weights, years).prop_map(|(rules, scales, weights, years)| {
        let (counting, collaboration, country_scheme, unit) = rules;
        let (zero, scale, minimum_papers, apart) = scales;
        let metros = if apart { Metros::None } else { Metros::Corpus };
        let rest = Profile { weights, years, metros, minimum_papers, ..Profile::default() };
        Profile { counting, collaboration, country_scheme, unit, zero, scale, ..rest }
    })
}

/// Kind and key → rank.
type Ranks = BTreeMap<(String, String), u32>;

fn ranks(ranked: &Ranked) -> Ranks {
    let units = ranked.units();
    let id = |unit: u32| (format!("{:?}", units.kind(unit)), units.key(unit).to_owned());
    ranked.ranking.rows.iter().map(|row| (id(row.unit), row.rank)).collect()
}

/// The profile of an alternative, from the words of the table alone.
fn varied(nominal: &Profile, effect: &Effect, noise: f64) -> Profile {
    let mut profile = nominal.clone();
    let value = effect.value.as_str();
    match effect.switch {
        "zero" => profile.zero = value.parse().unwrap(),
        "scale" => profile.scale = *SCALES.iter().find(|scale| scale.to_string() == value).unwrap(),
        "counting" => {
            profile.counting = if value == "full" { Counting::Full } else { Counting::Fractional };
        }
        "collaboration" => {
            let at = ["incidences", "papers", "countries"].iter().position(|rule| *rule == value).unwrap();
            profile.collaboration = RULES[at];
        }
        "country_scheme" => profile.country_scheme = SCHEMES[usize::from(value == "iso")],
        "metros" => profile.metros = Metros::from(value.to_owned()),
        "minimum_papers" => profile.minimum_papers = value.parse().unwrap(),
        _ => profile.weights = weights(&nominal.weights, effect, noise),
    }
    profile
}

/// One weight up or down by the noise, by the formula: the direction is that of the value.
fn weights(nominal: &Weights, effect: &Effect, noise: f64) -> Weights {
    let value: f64 = effect.value.parse().unwrap();
    let was: f64 = effect.nominal.parse().unwrap();
    let factor = if value > was { 1.0 + noise } else { 1.0 - noise };
    let mut four = [nominal.paper, nominal.scholar, nominal.institution, nominal.collaboration];
    let mut halves = [nominal.paper_index, nominal.scholar_index, nominal.institution_index];
    let name = effect.switch.strip_prefix("weights.").unwrap();
    let position = |all: &[&str]| all.iter().position(|own| *own == name);
    if let Some(i) = position(&["paper", "scholar", "institution", "collaboration"]) {
        four[i] *= factor;
        let sum: f64 = four.iter().sum();
        four = four.map(|weight| weight / sum);
    } else {
        let i = position(&["paper_index", "scholar_index", "institution_index"]).unwrap();
        let (count, citations) = (halves[i].count * factor, halves[i].citations * (2.0 - factor));
        let sum = count + citations;
        halves[i] = Halves { count: count / sum, citations: citations / sum };
    }
    Weights {
        paper: four[0],
        scholar: four[1],
        institution: four[2],
        collaboration: four[3],
        paper_index: halves[0],
        scholar_index: halves[1],
        institution_index: halves[2],
    }
}

/// The ranking without some papers: counted from lists, by the words of METHOD.
fn without(built: &Built, nominal: &Ranked, effect: &Effect) -> Ranks {
    let profile = &nominal.profile;
    let rules = (profile.counting, profile.collaboration);
    let all = Model::new((&nominal.corpus, &built.texts), profile.unit, &nominal.selection, rules);
    let what = effect.value.strip_prefix("without ").unwrap();
    let rest = all.only(|paper| match effect.switch {
        "years" => paper.year != Some(what.parse().unwrap()),
        "venues" => paper.venue.as_deref() != Some(what),
        _ => paper.subfields.is_empty() || paper.subfields.iter().any(|subfield| subfield != what),
    });
    let units = nominal.units();
    let enough = |unit: &u32| {
        let papers = rest.indicators(*unit)[0].unwrap();
        !rest.of(*unit).is_empty() && papers > 0.0 && papers >= profile.minimum_papers - 1e-12
    };
    let ranked: Vec<u32> = (0..units.len() as u32).filter(enough).collect();
    let values: Vec<[f64; 7]> =
        ranked.iter().map(|&unit| rest.indicators(unit).map(|value| value.unwrap_or(0.0))).collect();
    let scores: Vec<Vec<f64>> = (0..7)
        .map(|k| {
            let column: Vec<f64> = values.iter().map(|row| row[k]).collect();
            standardise(&column, profile.zero, profile.scale).scores
        })
        .collect();
    let index = |i: usize| compose(&std::array::from_fn(|k| scores[k][i]), profile)[4];
    let indices: Vec<f64> = (0..ranked.len()).map(index).collect();
    let id = |unit: u32| (format!("{:?}", units.kind(unit)), units.key(unit).to_owned());
    let rank = |own: f64| indices.iter().filter(|other| **other > own).count() as u32 + 1;
    ranked.iter().zip(&indices).map(|(&unit, &own)| (id(unit), rank(own))).collect()
}

/// Everything that an effect says, from two maps of ranks.
fn check_effect(effect: &Effect, was: &Ranks, is: &Ranks, top: u32) -> Result<(), TestCaseError> {
    let keys = |named: &[aicity::robustness::sensitivity::Named]| -> Vec<String> {
        let mut keys: Vec<String> = named.iter().map(|unit| unit.key.clone()).collect();
        keys.sort();
        keys
    };
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    let both: Vec<(&String, i64)> =
        was.iter().filter_map(|(id, was)| Some((&id.1, i64::from(*is.get(id)?) - i64::from(*was)))).collect();
    prop_assert_eq!(effect.matched, both.len() as u64);
    let mean = both.iter().map(|(_, by)| by.abs() as f64).sum::<f64>() / both.len() as f64;
    prop_assert_eq!(effect.mean_shift, (!both.is_empty()).then_some(mean), "{:?}", effect);
    let gone = was.keys().filter(|id| !is.contains_key(*id)).map(|id| id.1.clone()).collect();
    prop_assert_eq!(keys(&effect.gone), sorted(gone));
    let entered = is.keys().filter(|id| !was.contains_key(*id)).map(|id| id.1.clone()).collect();
    prop_assert_eq!(keys(&effect.entered), sorted(entered));
    let out = was.iter().filter(|(id, was)| **was <= top && is.get(*id).is_none_or(|rank| *rank > top));
    prop_assert_eq!(keys(&effect.out_of_top), sorted(out.map(|(id, _)| id.1.clone()).collect()));
    let by = |moved: &Option<aicity::robustness::sensitivity::tornado::Move>| {
        moved.as_ref().map_or(0, |moved| moved.by)
    };
    prop_assert_eq!(by(&effect.up), both.iter().map(|(_, by)| *by).min().unwrap_or(0).min(0));
    prop_assert_eq!(by(&effect.down), both.iter().map(|(_, by)| *by).max().unwrap_or(0).max(0));
    for moved in [&effect.up, &effect.down].into_iter().flatten() {
        prop_assert!(both.contains(&(&moved.unit.key, moved.by)));
    }
    Ok(())
}

/// A study, or nothing where nothing is ranked.
fn study(built: &Built, profile: &Profile, options: &Options) -> Option<(Ranked, Study)> {
    let corpus = Arc::new(built.corpus.clone());
    let nominal = rank_corpus(Arc::clone(&corpus), profile).unwrap();
    match Study::new(corpus, profile, options.clone()) {
        Ok(study) => Some((nominal, study)),
        Err(error) => {
            assert!(nominal.ranking.rows.is_empty(), "{error}");
            None
        }
    }
}

#[test]
fn each_alternative_is_the_ranking_made_anew() {
    let seen = RefCell::new(BTreeSet::new());
    let check = |(built, profile, top): (Built, Profile, usize)| {
        let options = Options { top, weight_noise: 0.25, ..Options::default() };
        let Some((nominal, mut study)) = study(&built, &profile, &options) else { return Ok(()) };
        let was = ranks(&nominal);
        let effects = study.tornado().unwrap();
        prop_assert_eq!(effects.len(), study.alternatives());
        prop_assert!(effects.is_sorted_by(|a, b| a.mean_shift >= b.mean_shift));
        for effect in &effects {
            let is = if effect.left_out {
                let is = without(&built, &nominal, effect);
                // Fractions are summed in another order, so what is almost equal may come in another order, too.
                if nominal.profile.counting == Counting::Fractional {
                    prop_assert_eq!(
                        effect.matched as usize,
                        was.keys().filter(|id| is.contains_key(*id)).count()
                    );
                    seen.borrow_mut().insert(effect.switch);
                    continue;
                }
                is
            } else {
                let profile = varied(&profile, effect, options.weight_noise);
                prop_assert_ne!(&profile, &nominal.profile, "{:?}", effect);
                ranks(&rank_corpus(Arc::new(built.corpus.clone()), &profile).unwrap())
            };
            check_effect(effect, &was, &is, top as u32)?;
            seen.borrow_mut().insert(effect.switch);
        }
        Ok(())
    };
    runner(96).run(&(corpora(), profiles(), 0_usize..6), check).unwrap();
    let all = aicity::robustness::sensitivity::switches::SWITCHES.iter().map(|switch| switch.id);
    assert_eq!(seen.into_inner(), all.collect::<BTreeSet<_>>());
}

/// Ranks of the nominal units, in their order, by the way that `rank` goes.
fn anew(built: &Built, nominal: &Ranked, profile: &Profile) -> Vec<Option<u32>> {
    let found = ranks(&rank_corpus(Arc::new(built.corpus.clone()), profile).unwrap());
    let units = nominal.units();
    let id = |unit: u32| (format!("{:?}", units.kind(unit)), units.key(unit).to_owned());
    nominal.ranking.rows.iter().map(|row| found.get(&id(row.unit)).copied()).collect()
}

fn check_bands(bands: &[Band], nominal: &Ranked, samples: &[Vec<Option<u32>>]) -> Result<(), TestCaseError> {
    prop_assert_eq!(bands.len(), nominal.ranking.rows.len());
    for (at, (band, row)) in bands.iter().zip(&nominal.ranking.rows).enumerate() {
        let mut own: Vec<u32> = samples.iter().filter_map(|sample| sample[at]).collect();
        own.sort_unstable();
        prop_assert_eq!(band.rank, row.rank);
        prop_assert!((band.ranked - own.len() as f64 / samples.len() as f64).abs() < 1e-12);
        prop_assert_eq!(band.ranks.map(|s| (s.min, s.max)), own.first().copied().zip(own.last().copied()));
        if let Some(spread) = band.ranks {
            let mean = own.iter().map(|rank| f64::from(*rank)).sum::<f64>() / own.len() as f64;
            prop_assert!((spread.mean - mean).abs() < 1e-9);
            prop_assert!(own.contains(&spread.q5) && own.contains(&spread.q95) && spread.q5 <= spread.q95);
        }
    }
    Ok(())
}

#[test]
fn each_sample_is_the_ranking_made_anew() {
    let varied = RefCell::new(0);
    let check = |(built, profile, seed): (Built, Profile, u64)| {
        let options = Options { samples: 16, seed, ..Options::default() };
        let Some((nominal, mut study)) = study(&built, &profile, &options) else { return Ok(()) };
        let of = |study: &mut Study, matrix: Matrix| -> Vec<Vec<Option<u32>>> {
            let each = |row| {
                let profile = study.sample(matrix, row).unwrap();
                profile.check().unwrap();
                let anew = anew(&built, &nominal, &profile);
                assert_eq!(study.ranks(&profile).unwrap(), anew, "{profile:?}");
                anew
            };
            (0..16).map(each).collect()
        };
        let joint = study.joint().len();
        let all: Vec<Vec<Vec<Option<u32>>>> = [Matrix::A, Matrix::B]
            .into_iter()
            .chain((0..joint).map(Matrix::Mixed))
            .map(|matrix| of(&mut study, matrix))
            .collect();
        check_bands(&study.ribbon().unwrap(), &nominal, &all[0])?;
        let shift = |sample: &Vec<Option<u32>>| {
            let rows = nominal.ranking.rows.iter().zip(sample);
            let by: Vec<f64> =
                rows.filter_map(|(row, rank)| Some(f64::from(row.rank.abs_diff((*rank)?)))).collect();
            (!by.is_empty()).then(|| by.iter().sum::<f64>() / by.len() as f64)
        };
        let values: Option<Vec<Vec<f64>>> =
            all.iter().map(|matrix| matrix.iter().map(shift).collect()).collect();
        let shares = study.shares(Target::MeanShift);
        let Some(values) = values else {
            prop_assert!(shares.is_err());
            return Ok(());
        };
        let known = Evaluations { a: values[0].clone(), b: values[1].clone(), mixed: values[2..].to_vec() };
        let shares = shares.unwrap();
        prop_assert_eq!((shares.mean, shares.rankings), (known.mean(), 16 * (joint as u64 + 2)));
        let found: Option<Vec<_>> = shares.switches.iter().map(|share| share.indices).collect();
        prop_assert_eq!(&found, &known.indices(seed));
        *varied.borrow_mut() += u32::from(found.is_some());
        // The rank of the first unit as the target.
        let first = Target::Rank(nominal.ranking.rows[0].unit);
        let ranks: Option<Vec<f64>> = all[0].iter().map(|sample| sample[0].map(f64::from)).collect();
        match study.shares(first) {
            Ok(shares) => prop_assert!(ranks.is_some() && shares.mean >= 1.0),
            Err(error) => prop_assert!(error.to_string().contains("not ranked under every"), "{}", error),
        }
        Ok(())
    };
    runner(200).run(&(corpora(), profiles(), any::<u64>()), check).unwrap();
    let varied = varied.into_inner();
    assert!(varied >= 10, "anything moves in {varied} corpora only");
}

#[test]
fn any_number_of_threads_gives_the_same_answers() {
    let built = crate::golden::tables();
    let profile = Profile { years: Years(None), unit: Level::City, ..Profile::default() };
    let run = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let options = Options { samples: 64, ..Options::default() };
            let mut study = Study::new(Arc::new(built.corpus.clone()), &profile, options).unwrap();
            let parts = (study.tornado().unwrap(), study.ribbon().unwrap());
            format!("{parts:?} {:?}", study.shares(Target::MeanShift).unwrap())
        })
    };
    let one = run(1);
    assert!(one.contains("interval: Some"), "{one}");
    assert_eq!(one, run(7));
}

#[test]
fn what_cannot_be_varied_is_refused() {
    let built = crate::golden::tables();
    let profile = Profile { years: Years(None), ..Profile::default() };
    let corpus = Arc::new(built.corpus);
    let options = |switches: &[&str]| Options {
        switches: switches.iter().map(|name| (*name).to_owned()).collect(),
        samples: 4,
        ..Options::default()
    };
    let of =
        |switches: &[&str], profile: &Profile| Study::new(Arc::clone(&corpus), profile, options(switches));
    let says = |result: aicity::base::Result<Study>| result.err().unwrap().to_string();
    assert!(says(of(&["zeros"], &profile)).contains("no switch"));
    let cities = Profile { unit: Level::City, ..profile.clone() };
    assert!(says(of(&["metros"], &cities)).contains("metros has no other value"));
    let still = Options { weight_noise: 0.0, ..options(&["weights"]) };
    assert!(says(Study::new(Arc::clone(&corpus), &profile, still)).contains("weights has no other value"));
    let wild = Options { weight_noise: 1.0, ..options(&[]) };
    assert!(says(Study::new(Arc::clone(&corpus), &profile, wild)).contains("vary by 1"));
    let mut alone = of(&["metros", "years"], &profile).unwrap();
    assert!(alone.tornado().is_ok());
    assert!(alone.ribbon().unwrap_err().to_string().contains("nothing varies together"));
    let none = Profile { years: Years(Some((1000, 1000))), ..profile.clone() };
    assert!(says(of(&[], &none)).contains("no unit is ranked"));
    let weights = of(&["weights"], &profile).unwrap();
    assert_eq!(weights.switches.len(), 7);
}

//! What a city must come out at: its indicators as whole numbers, solved from what is printed of it.

use super::curve::{Curve, Single};
use super::published::{City, Dimension, Printed, Published};
use libm::log;

/// The indicators of a city, with totals in place of averages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) papers: u64,
    /// Σ citations of the papers.
    pub(super) citations: u64,
    pub(super) scholars: u64,
    /// Σ over scholars of the citations of their papers from here.
    pub(super) scholar_citations: u64,
    pub(super) institutions: u64,
    /// Σ over institutions of the citations of their papers.
    pub(super) institution_citations: u64,
    /// Incidences of paper and foreign city.
    pub(super) collaborations: u64,
}

/// The study's standardisation of all indicators.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curves {
    pub(super) papers: Curve,
    pub(super) scholars: Curve,
    pub(super) institutions: Curve,
    pub(super) collaborations: Single,
}

/// Weights of the innovation index: papers, scholars, institutions, collaborations.
const WEIGHTS: [f64; 4] = [0.3, 0.3, 0.3, 0.1];
/// Share of a printed index's rounding that may be used.
const ROOM: f64 = 0.9;
/// What is usual where nothing is printed: institutions of the city on a paper, its authors on a paper, papers of a
/// scholar.
const INSTITUTIONS_ON_PAPER: f64 = 1.06;
const AUTHORS_ON_PAPER: f64 = 2.5;
const PAPERS_OF_SCHOLAR: f64 = 2.2;

impl Curves {
    /// From the largest figures that are printed or follow.
    pub(super) fn new(published: &Published) -> Self {
        let largest = |figure: &dyn Fn(&City) -> Option<u64>| {
            published.cities.iter().filter_map(figure).max().unwrap_or(1) as f64
        };
        let curve = |d: usize| {
            Curve::new(largest(&|city| Some(city.dimensions[d].counted?.count)), published.unseen[d].value)
        };
        Self {
            papers: curve(0),
            scholars: curve(1),
            institutions: curve(2),
            collaborations: Single::new(largest(&|city| city.collaborations)),
        }
    }

    /// The four sub-indices of a city.
    pub(super) fn parts(&self, t: &Target) -> [f64; 4] {
        [
            self.papers.index(t.papers as f64, t.citations as f64),
            self.scholars.index(t.scholars as f64, t.scholar_citations as f64),
            self.institutions.index(t.institutions as f64, t.institution_citations as f64),
            self.collaborations.index(t.collaborations as f64),
        ]
    }

    /// The index of innovation.
    pub(super) fn innovation(&self, t: &Target) -> f64 {
        self.parts(t).iter().zip(WEIGHTS).map(|(part, weight)| part * weight).sum()
    }

    /// What a published city must come out at. Counts and averages that are printed hold exactly; what is free is chosen
    /// so that the indices are met and the rest is usual.
    pub(super) fn solve(&self, city: &City, published: &Published) -> Target {
        let mut fixed = self.fixed(city, published);
        if fixed.collaborations == 0 {
            let aim = self.aims(city, &fixed)[3];
            let meant = self.collaborations.count(aim.value).round();
            // Within the printed rounding if that holds a whole number.
            let bounds = city.collaboration.map(|printed| {
                [-printed.half, printed.half].map(|half| self.collaborations.count(printed.value + half))
            });
            let within = bounds.map_or(meant, |[least, most]| meant.max(least.ceil()).min(most.floor()));
            fixed.collaborations = within as u64;
        }
        // Now that the collaborations are whole, the others take up what their rounding leaves.
        let aims = self.aims(city, &fixed);
        let usual = log(match city.country.as_str() {
            "US" => 65.0,
            "CN" => 42.0,
            _ => 48.0,
        });
        let mut best = (f64::INFINITY, Target::default());
        let most = published.cities.iter().filter_map(|city| Some(city.dimensions[2].counted?.count)).max();
        let counts = match fixed.institutions {
            0 => 1..=most.unwrap_or(1),
            count => count..=count,
        };
        for institutions in counts {
            let tried = self.with_institutions(institutions, &fixed, &aims, usual);
            if tried.0 < best.0 {
                best = tried;
            }
        }
        let mut target = best.1;
        self.scholars(&mut target, &fixed, &aims);
        Target { collaborations: fixed.collaborations, ..target }
    }

    /// What the tables of counts fix, 0 for the rest.
    fn fixed(&self, city: &City, published: &Published) -> Target {
        let [papers, scholars, institutions] = &city.dimensions;
        let figures = |curve: Curve, dimension: &Dimension, largest: f64| {
            if let Some(count) = dimension.largest {
                return (count, (count as f64 * largest).round() as u64);
            }
            let Some(counted) = dimension.counted else { return (0, 0) };
            let count = counted.count as f64;
            let meant = dimension.index.map_or(f64::NAN, |index| curve.total(index.value, count));
            // Anything that rounds to the printed average.
            let least = (count * (counted.average as f64 - 0.5)).ceil();
            let most = (count * (counted.average as f64 + 0.5)).ceil() - 1.0;
            (counted.count, meant.clamp(least, most).round() as u64)
        };
        let (papers, citations) = figures(self.papers, papers, published.unseen[0].value);
        let (scholars, scholar_citations) = figures(self.scholars, scholars, published.unseen[1].value);
        let (institutions, institution_citations) =
            figures(self.institutions, institutions, published.unseen[2].value);
        Target {
            papers,
            citations,
            scholars,
            scholar_citations,
            institutions,
            institution_citations,
            collaborations: city.collaborations.unwrap_or(0),
        }
    }

    /// Where each sub-index is to lie. What the innovation index lacks is divided among those that are not fixed, each by
    /// its room; an index that is not printed takes what is left.
    fn aims(&self, city: &City, fixed: &Target) -> [Printed; 4] {
        let parts = self.parts(fixed);
        let counts = [fixed.papers, fixed.scholars, fixed.institutions, fixed.collaborations];
        let dimensions = city.dimensions.map(|dimension| dimension.index);
        let printed = [dimensions[0], dimensions[1], dimensions[2], city.collaboration];
        let usual = [80.0, 80.0, 60.0, 93.0];
        let mut aims: [Printed; 4] = std::array::from_fn(|i| match printed[i] {
            _ if counts[i] > 0 => Printed { value: parts[i], half: 0.0 },
            Some(printed) => Printed { half: printed.half * ROOM, ..printed },
            None => Printed { value: usual[i], half: 10.0 },
        });
        let reached: f64 = aims.iter().zip(WEIGHTS).map(|(aim, weight)| aim.value * weight).sum();
        let room: f64 = aims.iter().zip(WEIGHTS).map(|(aim, weight)| aim.half * weight).sum();
        if room > 0.0 {
            let share = ((city.aim - reached) / room).clamp(-1.0, 1.0);
            aims.iter_mut().for_each(|aim| aim.value += share * aim.half);
        }
        aims
    }

    /// Papers and citations that go with so many institutions; with a measure of how unusual they are.
    fn with_institutions(
        &self,
        institutions: u64,
        fixed: &Target,
        aims: &[Printed; 4],
        usual: f64,
    ) -> (f64, Target) {
        let count = institutions as f64;
        let all = match fixed.institution_citations {
            0 => self.institutions.total(aims[2].value, count),
            citations => citations as f64,
        };
        let on_paper = if institutions == 1 { 1.0 } else { INSTITUTIONS_ON_PAPER };
        let citations = match fixed.citations {
            0 => all / on_paper,
            citations => citations as f64,
        };
        let (papers, citations) = match fixed.papers {
            0 => {
                let papers = self.papers.count(aims[0].value, citations).round().max(1.0);
                (papers, self.papers.total(aims[0].value, papers).round())
            }
            papers => (papers as f64, citations),
        };
        // With one institution its citations are the papers'.
        let all = if institutions == 1 { citations } else { all.round().max(citations) };
        let missed = (self.institutions.index(count, all) - aims[2].value).abs();
        let odd = [
            (missed - aims[2].half).max(0.0) * 100.0,
            (log(citations / papers) - usual) / 0.5,
            log(all / citations / INSTITUTIONS_ON_PAPER) / 0.1,
        ];
        let target = Target {
            papers: papers as u64,
            citations: citations as u64,
            institutions,
            institution_citations: all as u64,
            ..Target::default()
        };
        (odd.iter().map(|x| x * x).sum(), target)
    }

    /// Scholars and their citations that go with the papers.
    fn scholars(&self, target: &mut Target, fixed: &Target, aims: &[Printed; 4]) {
        if fixed.scholars > 0 {
            (target.scholars, target.scholar_citations) = (fixed.scholars, fixed.scholar_citations);
            return;
        }
        let (papers, citations) = (target.papers as f64, target.citations as f64);
        let mut least = f64::INFINITY;
        for tenths in 15..=50 {
            let authors = f64::from(tenths) / 10.0;
            let scholars = self.scholars.count(aims[1].value, authors * citations).round().max(1.0);
            let each = authors * papers / scholars;
            let odd = [
                log(authors / AUTHORS_ON_PAPER) / 0.15,
                log(each / PAPERS_OF_SCHOLAR) / 0.3,
                log(scholars / papers) / 0.8,
            ];
            let odd = odd.iter().map(|x| x * x).sum();
            if odd < least {
                least = odd;
                target.scholars = scholars as u64;
                target.scholar_citations = self.scholars.total(aims[1].value, scholars).round() as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_cities_have_whole_numbers_that_meet_every_printed_figure() {
        let published = Published::load().unwrap();
        let curves = Curves::new(&published);
        let mut solved = Vec::new();
        for city in &published.cities {
            let target = curves.solve(city, &published);
            let parts = curves.parts(&target);
            let dimensions = city.dimensions.map(|d| d.index);
            for (part, printed) in
                parts.iter().zip([dimensions[0], dimensions[1], dimensions[2], city.collaboration])
            {
                let Some(printed) = printed else { continue };
                let most = printed.half + 0.001;
                assert!((part - printed.value).abs() <= most, "{}: {part}, printed {printed:?}", city.name);
            }
            let innovation = curves.innovation(&target);
            // Scholar indices of table 7 are up to 0.17 above those that the innovation index was made from.
            assert!(
                (innovation - city.innovation.value).abs() < 0.05 + city.innovation.half,
                "{}",
                city.name
            );
            assert!(target.institution_citations >= target.citations, "{}: {target:?}", city.name);
            assert!(target.institution_citations < 2 * target.citations, "{}: {target:?}", city.name);
            assert!(target.scholar_citations * 2 > target.citations * 3, "{}: {target:?}", city.name);
            solved.push((innovation, city.rank));
        }
        assert!(solved.is_sorted_by(|a, b| a.0 > b.0), "{solved:?}");
    }
}

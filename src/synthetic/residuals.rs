//! How far a generated corpus is from what the study printed, counted again from the papers.

use super::Summary;
use super::block::Block;
use super::curve::{Curve, Single};
use super::others::LISTED;
use super::plan::Plan;
use super::published::{DIMENSIONS, Printed, table};
use super::target::{Curves, Target};
use crate::base::Result;
use crate::edition::lint::lint;
use std::collections::BTreeMap;

/// One published figure beside the generated one.
#[derive(Debug, Clone, PartialEq)]
pub struct Residual {
    /// Table or place in the text.
    pub source: String,
    /// Of what.
    pub subject: String,
    /// Which figure.
    pub figure: String,
    /// As published.
    pub published: f64,
    /// Half of the last printed decimal; 0 for counts.
    pub half: f64,
    /// What came out.
    pub generated: f64,
    /// Whether other published figures, whose side was taken, contradict this one.
    pub contradicted: bool,
}

impl Residual {
    /// Generated less published.
    pub fn difference(&self) -> f64 {
        self.generated - self.published
    }

    /// In one word.
    pub fn verdict(&self) -> &'static str {
        match (self.is_met(), self.contradicted) {
            (true, _) => "met",
            (false, true) => "contradicted",
            (false, false) => "missed",
        }
    }

    /// Whether the generated figure would be printed as the published one.
    pub fn is_met(&self) -> bool {
        self.difference().abs() <= self.half + 1e-9
    }
}

/// All published figures that a corpus can be held against.
#[derive(Debug, Clone, Default)]
pub struct Residuals {
    /// One by one.
    pub all: Vec<Residual>,
    /// Published figures that contradict each other, with the side that was taken.
    pub contradictions: Vec<(String, String)>,
}

impl Residuals {
    fn add(&mut self, source: &str, subject: &str, figure: &str, printed: Printed, generated: f64) {
        let Printed { value: published, half } = printed;
        let [source, subject, figure] = [source, subject, figure].map(str::to_owned);
        self.all.push(Residual { source, subject, figure, published, half, generated, contradicted: false });
    }

    fn count(&mut self, source: &str, subject: &str, figure: &str, published: u64, generated: u64) {
        let printed = Printed { value: published as f64, half: 0.0 };
        self.add(source, subject, figure, printed, generated as f64);
    }
}

/// What every city came out at.
struct Outcome {
    targets: Vec<Target>,
    curves: Curves,
    /// The largest averages.
    averages: [f64; 3],
    /// Innovation indices.
    innovation: Vec<f64>,
}

pub(super) fn residuals(plan: &Plan, block: &Block, summary: &Summary) -> Result<Residuals> {
    let outcome = Outcome::new(plan, block);
    let mut residuals = Residuals::default();
    let source = "corpus";
    for (figure, generated) in
        [("papers", summary.papers), ("scholars", summary.scholars), ("institutions", summary.institutions)]
    {
        residuals.count(source, "all", figure, plan.published.total(figure)?, generated);
    }
    tables(plan, &outcome, &mut residuals)?;
    countries(plan, block, &outcome, &mut residuals)?;
    let findings = lint(&plan.published.edition);
    residuals.contradictions =
        findings.iter().map(|finding| (finding.message.clone(), side(finding.rule).to_owned())).collect();
    Ok(residuals)
}

/// What is done where published figures contradict each other.
fn side(rule: &str) -> &'static str {
    match rule {
        "tables-disagree" => "the table that prints counts and averages",
        "missing-rank" => "the city that tables 5 and 7 list, between its neighbours",
        "city-country" => "the country of the other tables",
        "claim-count" => "the table with its missing row",
        rule if rule.starts_with("share-of-full-counts") => {
            "full counts in tables; distinct papers of countries"
        }
        _ => "the tables",
    }
}

impl Outcome {
    fn new(plan: &Plan, block: &Block) -> Self {
        let targets: Vec<Target> = (0..plan.cities.len()).map(|city| recount(plan, block, city)).collect();
        let largest = |figure: &dyn Fn(&Target) -> f64| targets.iter().map(figure).fold(0.0, f64::max);
        let per = |total: u64, count: u64| if count == 0 { 0.0 } else { total as f64 / count as f64 };
        let averages = [
            largest(&|t| per(t.citations, t.papers)),
            largest(&|t| per(t.scholar_citations, t.scholars)),
            largest(&|t| per(t.institution_citations, t.institutions)),
        ];
        let curves = Curves {
            papers: Curve::new(largest(&|t| t.papers as f64), averages[0]),
            scholars: Curve::new(largest(&|t| t.scholars as f64), averages[1]),
            institutions: Curve::new(largest(&|t| t.institutions as f64), averages[2]),
            collaborations: Single::new(largest(&|t| t.collaborations as f64)),
        };
        let innovation = targets.iter().map(|target| curves.innovation(target)).collect();
        Self { targets, curves, averages, innovation }
    }

    /// Cities in the order of the ranking.
    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.targets.len()).collect();
        order.sort_by(|&a, &b| self.innovation[b].total_cmp(&self.innovation[a]));
        order
    }
}

/// The figures of a city, from its places on papers.
fn recount(plan: &Plan, block: &Block, city: usize) -> Target {
    let mut counted = Target { institutions: plan.targets[city].institutions, ..Target::default() };
    let mut scholars: Vec<u32> = Vec::new();
    for &slot in &block.slots.of_city[city] {
        let slot = slot as usize;
        let paper = block.slots.paper[slot] as usize;
        let cited = u64::from(block.citations[paper]);
        let authors = block.scholars.of(slot);
        scholars.extend(authors);
        counted.papers += 1;
        counted.citations += cited;
        counted.scholar_citations += cited * authors.len() as u64;
        counted.institution_citations += cited * u64::from(block.slots.institutions[slot]);
        let cities = &block.slots.city[block.slots.of(paper)];
        counted.collaborations +=
            cities.iter().filter(|&&other| plan.country[usize::from(other)] != plan.country[city]).count()
                as u64;
    }
    scholars.sort_unstable();
    scholars.dedup();
    counted.scholars = scholars.len() as u64;
    counted
}

/// Every figure of the tables.
fn tables(plan: &Plan, outcome: &Outcome, residuals: &mut Residuals) -> Result<()> {
    for (city, published) in plan.published.cities.iter().enumerate() {
        let target = &outcome.targets[city];
        let name = format!("{} [{}]", published.name, published.country);
        let parts = outcome.curves.parts(target);
        let counts = [target.papers, target.scholars, target.institutions];
        let totals = [target.citations, target.scholar_citations, target.institution_citations];
        for (i, dimension) in published.dimensions.iter().enumerate() {
            let (table, count, average, index) = DIMENSIONS[i];
            if let Some(counted) = dimension.counted {
                residuals.count(table, &name, count, counted.count, counts[i]);
                let printed = Printed { value: counted.average as f64, half: 0.5 };
                residuals.add(table, &name, average, printed, totals[i] as f64 / counts[i] as f64);
            }
            if let Some(printed) = dimension.index {
                let source = if dimension.counted.is_some() { table } else { "4" };
                residuals.add(source, &name, index, printed, parts[i]);
            }
        }
        if let Some(count) = published.collaborations {
            residuals.count("11", &name, "international_collaborations", count, target.collaborations);
        }
        if let Some(printed) = published.collaboration {
            let source = if published.collaborations.is_some() { "11" } else { "4" };
            residuals.add(source, &name, "collaboration_index", printed, parts[3]);
        }
        residuals.add("4", &name, "innovation_index", published.innovation, outcome.innovation[city]);
        if let Some(last) = residuals.all.last_mut() {
            last.contradicted = published.disagrees;
        }
    }
    for (i, &printed) in plan.published.unseen.iter().enumerate() {
        let (table, _, average, _) = DIMENSIONS[i];
        residuals.add(table, "largest of all", average, printed, outcome.averages[i]);
    }
    let summary = table(&plan.published.edition, "4")?;
    for (rank, &city) in (1_u32..).zip(&outcome.order()).take(summary.spec.ranks as usize) {
        let name = plan.published.cities.get(city).map_or("a city of no table", |city| &city.name);
        let of_city = plan.cities[city].rank.unwrap_or(0);
        residuals.count("4", name, "rank", rank.into(), of_city.into());
    }
    Ok(())
}

/// Totals of countries, subfields, and how many cities of each country are listed.
fn countries(plan: &Plan, block: &Block, outcome: &Outcome, residuals: &mut Residuals) -> Result<()> {
    let mut papers = vec![0_u64; plan.codes.len()];
    let mut in_fields = [0_u64; super::fields::FIELDS];
    let mut china_in_fields = in_fields;
    let china = plan.number("CN");
    for paper in 0..block.papers() {
        let field = usize::from(block.fields[paper]);
        in_fields[field] += 1;
        if paper >= block.slots.papers() {
            continue;
        }
        let cities = &block.slots.city[block.slots.of(paper)];
        let mut own: Vec<u16> = cities.iter().map(|&city| plan.country[usize::from(city)]).collect();
        own.sort_unstable();
        own.dedup();
        own.iter().for_each(|&country| papers[usize::from(country)] += 1);
        china_in_fields[field] += u64::from(own.iter().any(|&country| Some(country) == china));
    }
    let published = |subject: &str, metric: &str, scope: &str| {
        plan.published.claim(subject, metric, scope).map(|figure| figure as u64)
    };
    for (label, code) in [("美", "US"), ("中", "CN")] {
        let generated = plan.number(code).map_or(0, |number| papers[usize::from(number)]);
        residuals.count("text", label, "papers", published(label, "papers", "corpus")?, generated);
    }
    let first: u64 = in_fields[..8].iter().sum();
    for (subject, generated) in [
        ("计算机视觉", in_fields[0]),
        ("first 8 subfields", first),
        ("中 计算机视觉", china_in_fields[0]),
        ("中 物联网", china_in_fields[7]),
    ] {
        residuals.count("text", subject, "papers", published(subject, "papers", "corpus")?, generated);
    }
    let mut listed: BTreeMap<&str, u64> = BTreeMap::new();
    for &city in outcome.order().iter().take(LISTED) {
        *listed.entry(&plan.codes[usize::from(plan.country[city])]).or_default() += 1;
    }
    for (label, code) in [("美", "US"), ("中", "CN"), ("德", "DE"), ("英", "GB")] {
        let generated = listed.get(code).copied().unwrap_or(0);
        residuals.count("text", label, "cities", published(label, "cities", "top500")?, generated);
    }
    let many = "countries with at least 4 cities";
    let of_many = listed.values().filter(|&&cities| cities >= 4).count() as u64;
    residuals.count(
        "text",
        "all",
        "countries",
        published("countries", "countries", "top500")?,
        listed.len() as u64,
    );
    residuals.count("text", "all", many, published(many, "countries", "top500")?, of_many);
    Ok(())
}

//! Everything that a report says, computed once, before a word is written.

use super::names;
use super::text::Bi;
use super::topics::{self, Topic};
use crate::base::{Error, Result};
use crate::engine::coverage::Breakdown;
use crate::engine::diff::{self, Difference};
use crate::engine::history::{History, Periods, history};
use crate::engine::intervals::{Intervals, Stability, intervals};
use crate::engine::network::Material;
use crate::engine::rank::rank_corpus;
use crate::engine::views::compare::{Comparison, compare};
use crate::engine::views::countries::{Countries, countries};
use crate::engine::views::edition::{SourceFile, identity, sources};
use crate::engine::views::series;
use crate::engine::views::together::{self, Together};
use crate::engine::views::tops::{Top, tops};
use crate::engine::{Ranked, Source};
use crate::graph::{Level, Units};
use crate::index::Profile;
use crate::index::ranking::Row;
use crate::indicators::count::count;
use crate::indicators::{Counting, Request, Tallies, measures};
use crate::model::corpus::NONE;
use crate::model::{Corpus, Texts};
use crate::network::derive::Scope;
use crate::network::{self, Derived, NodeLevel};
use crate::robustness::bootstrap;
use crate::robustness::sensitivity::ribbon::Band;
use crate::robustness::sensitivity::shares::{Shares, Target};
use crate::robustness::sensitivity::tornado::Effect;
use crate::robustness::sensitivity::{self, Study};
use std::sync::Arc;

/// What a report is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// So many units are listed, and have pages of their own.
    pub top: usize,
    /// Countries that are put side by side, by code; `None`: the two of the study, where the corpus has both.
    pub compare: Option<Vec<String>>,
    /// What is drawn for stability intervals.
    pub bootstrap: bootstrap::Options,
    /// Samples of the sensitivity study; 0: the report has none, and says so.
    pub samples: u32,
    /// Whether units have pages of their own.
    pub profiles: bool,
    /// Date of the data, as `2023-06-01`, where somebody says.
    pub date: Option<String>,
    /// The command that makes the report again.
    pub command: String,
}

/// An edge of the collaboration network, by unit numbers.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// One end.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Papers that both are on.
    pub papers: u32,
}

/// How much the ranking depends on the choices behind it.
#[derive(Debug)]
pub struct Sensitivity {
    /// Samples that ribbon and shares stand on.
    pub samples: u32,
    /// The top that units fall out of.
    pub top: usize,
    /// What each alternative does by itself, strongest first.
    pub effects: Vec<Effect>,
    /// Between which ranks each unit moves when all switches vary together.
    pub bands: Vec<Band>,
    /// Which switches make ranks vary.
    pub shares: Shares,
    /// Titles of switches that have no other value here.
    pub fixed: Vec<Bi>,
}

/// What a report says.
#[derive(Debug)]
pub struct Data {
    /// What was asked.
    pub ask: Ask,
    /// Titles of papers, names of scholars.
    pub texts: Texts,
    /// The ranking.
    pub ranked: Ranked,
    /// Countries ranked by the same rules.
    pub of_countries: Ranked,
    /// How sure each rank is.
    pub intervals: Intervals,
    /// Identity of the edition: of its input files and how much it holds.
    pub edition: String,
    /// Input files, and what affiliations were resolved with.
    pub sources: Vec<SourceFile>,
    /// Who counted citations.
    pub citation_sources: Vec<String>,
    /// Data sets that records of papers are from.
    pub data_sources: Vec<String>,
    /// All selected papers, their scholars and institutions.
    pub all: Together,
    /// Distinct papers, scholars and institutions of each unit, whatever the ranking counts.
    pub full: Arc<Tallies>,
    /// Subfields with a paper, most papers first, then by key.
    pub topics: Vec<Topic>,
    /// Selected papers of several subfields.
    pub of_several_subfields: usize,
    /// Names of units: namesakes of one country are told apart.
    pub names: Vec<Bi>,
    /// First and last year of the selected papers.
    pub years: Option<(u32, u32)>,
    /// Countries by their units among the first [`Ask::top`].
    pub countries: Countries,
    /// The same among the first 100.
    pub countries_100: Countries,
    /// What the first n units have together.
    pub tops: Vec<Top>,
    /// The countries that are compared; `None` where there are not two.
    pub comparison: Option<Comparison>,
    /// Coverage of the whole corpus.
    pub coverage: Breakdown,
    /// The ranking of each year.
    pub history: History,
    /// International links between units, most papers first.
    pub links: Vec<Link>,
    /// Links between countries, most papers first; by unit numbers of [`Data::of_countries`].
    pub country_links: Vec<Link>,
    /// How much depends on the choices; `None`: not asked for.
    pub sensitivity: Option<Sensitivity>,
    /// What changed since another edition.
    pub since: Option<Difference>,
}

/// Computes what a report says. Cost: that of a ranking, of its intervals and of the sensitivity study, which is most of it.
///
/// # Errors
/// What a ranking says; not found: a country that is to be compared; wrong use: nothing is ranked, or another edition that
/// cannot be compared.
pub fn gather(
    source: &Source,
    since: Option<&Source>,
    profile: &Profile,
    ask: Ask,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<Data> {
    tell("reading");
    let (corpus, texts) = source.full()?;
    let (corpus, texts) = (Arc::new(corpus), Arc::new(texts));
    tell("ranking, and each year by itself");
    let history = history(Arc::clone(&corpus), profile, Periods::Year)?;
    // The ranking of all years is a part of the history already.
    let ranked = history.whole.clone();
    if ranked.ranking.rows.is_empty() {
        return Err(Error::usage("no unit is ranked, so there is nothing to report", "select more papers"));
    }
    let by_country = Profile { unit: Level::Country, ..profile.clone() };
    let of_countries = rank_corpus(Arc::clone(&corpus), &by_country)?;
    let top = ask.top.min(ranked.ranking.rows.len());
    let comparison = comparison(&ask, &of_countries, &ranked)?;
    tell("collaboration");
    let (links, country_links) = (links(&ranked)?, links(&of_countries)?);
    tell("drawing stability intervals");
    let intervals = intervals(&ranked, ask.bootstrap, false)?;
    let sensitivity = (ask.samples > 0).then(|| vary(&corpus, profile, &ask, tell)).transpose()?;
    let since = since.map(|other| compare_with(other, (&corpus, &texts), profile, tell)).transpose()?;
    let (years, _) = series::span(&ranked);
    Ok(Data {
        edition: identity(&corpus),
        sources: sources(&corpus),
        citation_sources: corpus.citation_sources.iter().map(str::to_owned).collect(),
        data_sources: corpus.data_sources.iter().map(str::to_owned).collect(),
        all: together::all(&ranked),
        full: full(&ranked)?,
        topics: topics::topics(&ranked),
        of_several_subfields: topics::of_several(&ranked),
        names: names::distinct(&ranked),
        years,
        countries: countries(&ranked, top)?,
        countries_100: countries(&ranked, top.min(100))?,
        tops: tops(&ranked)?,
        coverage: Breakdown::of(&corpus),
        ask: Ask { top, ..ask },
        texts: Arc::unwrap_or_clone(texts),
        ranked,
        of_countries,
        intervals,
        comparison,
        history,
        links,
        country_links,
        sensitivity,
        since,
    })
}

/// Counts by full counting: those of the ranking, where it counts so.
fn full(ranked: &Ranked) -> Result<Arc<Tallies>> {
    if ranked.profile.counting == Counting::Full {
        return Ok(Arc::clone(&ranked.tallies));
    }
    let request = Request { counting: Counting::Full, ..ranked.request() };
    Ok(Arc::new(count(&ranked.corpus, &ranked.units(), &request)?))
}

/// The countries that the study compares.
const STUDY: [&str; 2] = ["CN", "US"];

fn comparison(ask: &Ask, of_countries: &Ranked, ranked: &Ranked) -> Result<Option<Comparison>> {
    let has =
        |code: &str| of_countries.ranking.rows.iter().any(|row| of_countries.units().key(row.unit) == code);
    let keys = match &ask.compare {
        Some(keys) => keys.clone(),
        None if STUDY.iter().all(|code| has(code)) => STUDY.map(str::to_owned).to_vec(),
        None => return Ok(None),
    };
    let found = compare(of_countries, &keys)?.with_measures(of_countries, usual()?)?;
    // Places are those of cities: a report on countries or institutions compares figures only.
    let places = matches!(ranked.profile.unit, Level::Metro | Level::City);
    Ok(Some(if places { found.with_places(ranked)? } else { found }))
}

fn usual() -> Result<Vec<&'static measures::Measure>> {
    let names: Vec<String> = measures::USUAL.split(',').map(str::to_owned).collect();
    measures::named(&names)
}

/// International links between the units of a ranking, most papers first.
fn links(ranked: &Ranked) -> Result<Vec<Link>> {
    let material = Material::of_ranked(ranked);
    let nodes = material.nodes(NodeLevel::from(ranked.profile.unit));
    let counting = network::Counting { scope: Scope::International, ..network::Counting::default() };
    let derived = Derived::new(&nodes, &material.selection, counting)?;
    let mut links: Vec<Link> =
        derived.edges.iter().map(|edge| Link { a: edge.a, b: edge.b, papers: edge.papers }).collect();
    links.sort_by_key(|link| (std::cmp::Reverse(link.papers), link.a, link.b));
    Ok(links)
}

fn vary(
    corpus: &Arc<Corpus>,
    profile: &Profile,
    ask: &Ask,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<Sensitivity> {
    tell("varying the choices one at a time");
    let options =
        sensitivity::Options { samples: ask.samples, top: ask.top, ..sensitivity::Options::default() };
    let mut study = Study::new(Arc::clone(corpus), profile, options)?;
    let effects = study.tornado()?;
    tell("varying the choices together");
    let bands = study.ribbon()?;
    let shares = study.shares(Target::MeanShift)?;
    let fixed = study.fixed.iter().map(|switch| Bi::name(switch.titles[0], switch.titles[1])).collect();
    Ok(Sensitivity { samples: ask.samples, top: ask.top, effects, bands, shares, fixed })
}

fn compare_with(
    other: &Source,
    (corpus, texts): (&Arc<Corpus>, &Arc<Texts>),
    profile: &Profile,
    tell: &(dyn Fn(&str) + Sync),
) -> Result<Difference> {
    tell("comparing with the other edition");
    let before = diff::Edition::read(other, profile.clone())?;
    let after =
        diff::Edition { corpus: Arc::clone(corpus), texts: Arc::clone(texts), profile: profile.clone() };
    diff::diff(&before, &after, &diff::Ask::default())
}

impl Data {
    /// The units.
    pub fn units(&self) -> Units<'_> {
        self.ranked.units()
    }

    /// The rows that are listed, best first.
    pub fn rows(&self) -> &[Row] {
        &self.ranked.ranking.rows[..self.ask.top]
    }

    /// The first so many of them.
    pub fn first(&self, most: usize) -> &[Row] {
        let rows = self.rows();
        &rows[..rows.len().min(most)]
    }

    /// How sure the place of a row is.
    pub fn sure(&self, row: &Row) -> Option<&Stability> {
        self.intervals.of(row.unit)
    }

    /// Name of a unit.
    pub fn name(&self, unit: u32) -> Bi {
        self.names[unit as usize].clone()
    }

    /// Name of the ranked country of a unit; empty where not known.
    pub fn country(&self, unit: u32) -> Bi {
        let units = self.units();
        match units.country[unit as usize] {
            NONE => Bi::default(),
            country => Bi::label(&self.ranked.corpus.countries, country),
        }
    }

    /// Name of a country by its code; the code where it is not known.
    pub fn country_named(&self, code: &str) -> Bi {
        let countries = &self.ranked.corpus.countries;
        countries.find(code).map_or_else(|| Bi::same(code), |country| Bi::label(countries, country))
    }

    /// Name of what a sensitivity study leaves out: a subfield, a venue, a year.
    pub fn part_named(&self, switch: &str, key: &str) -> Bi {
        let subfields = &self.ranked.corpus.subfields;
        let found = (switch == "subfields").then(|| subfields.find(key)).flatten();
        found.map_or_else(|| Bi::same(key), |at| Bi::label(subfields, at))
    }

    /// Whether figures were made up by a generator.
    pub fn synthetic(&self) -> bool {
        self.ranked.coverage.synthetic
    }
}

//! Who the nodes of a network are: ranked units of a level, or scholars.

use super::model::Node;
use crate::graph::incidence::Incidence;
use crate::graph::{Level, Selection, Units, place};
use crate::model::corpus::NONE;
use crate::model::{Corpus, Texts};
use crate::rdf::iri;
use std::collections::BTreeMap;

/// Sort of node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum NodeLevel {
    /// Metros; a city in no metro is its own.
    #[default]
    Metro,
    /// Cities.
    City,
    /// Ranked countries, by the city of the institution.
    Country,
    /// Institutions.
    Institution,
    /// Scholars, at the institution that they name on most of the selected papers.
    Scholar,
}

/// Every level, as help lists them.
pub const LEVELS: [NodeLevel; 5] =
    [NodeLevel::Metro, NodeLevel::City, NodeLevel::Country, NodeLevel::Institution, NodeLevel::Scholar];

impl NodeLevel {
    /// The level of units; scholars have none.
    pub const fn of_units(self) -> Option<Level> {
        match self {
            Self::Metro => Some(Level::Metro),
            Self::City => Some(Level::City),
            Self::Country => Some(Level::Country),
            Self::Institution => Some(Level::Institution),
            Self::Scholar => None,
        }
    }

    /// Its name, as options and addresses have it.
    pub const fn name(self) -> &'static str {
        match self.of_units() {
            Some(level) => level.name(),
            None => "scholar",
        }
    }
}

impl From<Level> for NodeLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Metro => Self::Metro,
            Level::City => Self::City,
            Level::Country => Self::Country,
            Level::Institution => Self::Institution,
        }
    }
}

/// The nodes that a network can have, by number.
#[derive(Debug)]
pub enum Nodes<'a> {
    /// Units.
    Units {
        /// The corpus they are of.
        corpus: &'a Corpus,
        /// The units.
        units: Units<'a>,
        /// Keys of metros and cities that have one key in common: told apart by their kind, `metro/x` and `city/x`.
        told_apart: BTreeMap<u32, String>,
    },
    /// Scholars.
    Scholars {
        /// The corpus they are of.
        corpus: &'a Corpus,
        /// Their keys and names.
        texts: &'a Texts,
        /// All institutions as units, for country and position.
        institutions: Units<'a>,
        /// Scholar → the institution named on most of the selected papers, or [`NONE`].
        main: Vec<u32>,
    },
}

impl<'a> Nodes<'a> {
    /// The units of a level.
    pub fn units(corpus: &'a Corpus, level: Level) -> Self {
        let units = Units::new(corpus, level);
        let told_apart = if level == Level::Metro { shared_keys(corpus, &units) } else { BTreeMap::new() };
        Self::Units { corpus, units, told_apart }
    }

    /// The scholars; country and position are those of the institution that a scholar names on most of the selected papers,
    /// of several the one whose key stands first. O(authorships log authorships).
    pub fn scholars(corpus: &'a Corpus, texts: &'a Texts, selection: &Selection) -> Self {
        let institutions = Units::new(corpus, Level::Institution);
        Self::Scholars { corpus, texts, institutions, main: main_institutions(corpus, selection) }
    }

    /// Who is on which selected paper.
    pub fn incidence(&self, selection: &Selection) -> Incidence {
        match self {
            Self::Units { corpus, units, .. } => Incidence::of_units(corpus, units, selection),
            Self::Scholars { corpus, .. } => Incidence::of_scholars(corpus, selection),
        }
    }

    /// The corpus they are of.
    pub fn corpus(&self) -> &'a Corpus {
        match self {
            Self::Units { corpus, .. } | Self::Scholars { corpus, .. } => corpus,
        }
    }

    /// Key of a node: distinct.
    pub fn key(&self, node: u32) -> &str {
        match self {
            Self::Units { units, told_apart, .. } => {
                told_apart.get(&node).map_or_else(|| units.key(node), String::as_str)
            }
            Self::Scholars { texts, .. } => texts.scholar_id.get(node as usize),
        }
    }

    /// Ranked country of a node, or [`NONE`].
    pub fn country(&self, node: u32) -> u32 {
        match self {
            Self::Units { units, .. } => units.country[node as usize],
            Self::Scholars { institutions, main, .. } => match main[node as usize] {
                NONE => NONE,
                institution => institutions.country[institution as usize],
            },
        }
    }

    /// A node with its papers.
    pub fn describe(&self, node: u32, papers: u64) -> Node<'_> {
        let corpus = self.corpus();
        let country = match self.country(node) {
            NONE => "",
            country => corpus.countries.id.get(country as usize),
        };
        let (kind, name, name_zh) = match self {
            Self::Units { units, .. } => (units.kind(node), units.name(node), units.name_zh(node)),
            Self::Scholars { texts, .. } => {
                let name = texts.scholar_name.get(node as usize);
                (iri::Kind::Scholar, if name.is_empty() { self.key(node) } else { name }, "")
            }
        };
        Node { kind, key: self.key(node), name, name_zh, country, position: self.position(node), papers }
    }

    fn position(&self, node: u32) -> Option<(f64, f64)> {
        match self {
            Self::Units { corpus, units, .. } => place::coordinates(corpus, units.level(), node),
            Self::Scholars { corpus, main, .. } => match main[node as usize] {
                NONE => None,
                institution => place::coordinates(corpus, Level::Institution, institution),
            },
        }
    }
}

/// New keys for metros and for cities that are their own metro, where one of these has the key of one of those.
fn shared_keys(corpus: &Corpus, units: &Units<'_>) -> BTreeMap<u32, String> {
    let metros = 0..corpus.metros.len() as u32;
    let cities = (0..corpus.cities.metro.len()).filter(|&city| corpus.cities.metro[city] == NONE);
    let mut first: BTreeMap<&str, u32> = BTreeMap::new();
    let mut told_apart = BTreeMap::new();
    for unit in metros.chain(cities.map(|city| units.of_city(city as u32))) {
        if let Some(other) = first.insert(units.key(unit), unit) {
            for unit in [other, unit] {
                told_apart.insert(unit, format!("{}/{}", units.kind(unit).segment(), units.key(unit)));
            }
        }
    }
    told_apart
}

/// Scholar → the institution named on most of the selected papers.
fn main_institutions(corpus: &Corpus, selection: &Selection) -> Vec<u32> {
    let papers = (0..corpus.papers.len()).filter(|&paper| selection.has(corpus, paper));
    let named = papers.flat_map(|paper| {
        let of_author = move |authorship: usize| {
            let scholar = corpus.authorships.scholar[authorship];
            let institutions = corpus.authorships.institutions.row(authorship).iter();
            institutions.map(move |&institution| (scholar, institution, paper))
        };
        corpus.papers.authorships(paper).flat_map(of_author)
    });
    let mut named: Vec<(u32, u32, usize)> = named.collect();
    named.sort_unstable();
    // A scholar who stands twice on a paper names it once.
    named.dedup();
    let mut main = vec![(NONE, 0); corpus.scholars as usize];
    for same in named.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let (scholar, institution, _) = same[0];
        let best = &mut main[scholar as usize];
        if same.len() > best.1 {
            *best = (institution, same.len());
        }
    }
    main.into_iter().map(|(institution, _)| institution).collect()
}

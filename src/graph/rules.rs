//! Metro rule and country scheme: which cities, and which country codes, are ranked as one.

use crate::base::{Error, Result, files};
use crate::model::Corpus;
use crate::model::corpus::{Labels, NONE};
use crate::model::labels;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// Which cities are ranked as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Metros {
    /// As the corpus says.
    #[default]
    Corpus,
    /// Every city for itself.
    None,
    /// A list: CSV with the columns `metro_id,name,name_zh,city_id`.
    File(String),
}

impl From<String> for Metros {
    fn from(text: String) -> Self {
        match text.as_str() {
            "corpus" => Self::Corpus,
            "none" => Self::None,
            _ => Self::File(text),
        }
    }
}

impl From<Metros> for String {
    fn from(metros: Metros) -> Self {
        match metros {
            Metros::Corpus => "corpus".into(),
            Metros::None => "none".into(),
            Metros::File(path) => path,
        }
    }
}

/// Which country codes are ranked as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum CountryScheme {
    /// The study's: HK, MO and TW are ranked as CN.
    #[default]
    Study,
    /// Every ISO 3166-1 code for itself.
    Iso,
}

impl CountryScheme {
    /// Its name, as options have it.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Iso => "iso",
        }
    }
}

/// The corpus under a metro rule and a country scheme; borrowed when they are those it was loaded with.
pub fn apply<'a>(corpus: &'a Corpus, metros: &Metros, scheme: CountryScheme) -> Result<Cow<'a, Corpus>> {
    let mut changed = Cow::Borrowed(corpus);
    match metros {
        Metros::Corpus => {}
        Metros::None => {
            if corpus.cities.metro.iter().any(|&m| m != NONE) {
                group(changed.to_mut(), &BTreeMap::new());
            }
        }
        Metros::File(path) => group(changed.to_mut(), &read(Path::new(path))?),
    }
    let as_loaded = |(i, code): (usize, &str)| {
        let (now, wanted) = (corpus.ranked_as[i] as usize, labels::ranked_as(scheme.id(), code));
        corpus.countries.id.get(now) == wanted || (now == i && corpus.countries.find(wanted).is_none())
    };
    if !corpus.countries.id.iter().enumerate().all(as_loaded) {
        rank_countries(changed.to_mut(), scheme);
    }
    Ok(changed)
}

fn rank_countries(corpus: &mut Corpus, scheme: CountryScheme) {
    let codes: Vec<String> = corpus.countries.id.iter().map(str::to_owned).collect();
    // A country that the scheme ranks under one the corpus does not have stays its own.
    let target = |(i, code): (usize, &String)| {
        corpus.countries.find(labels::ranked_as(scheme.id(), code)).unwrap_or(i as u32)
    };
    corpus.ranked_as = codes.iter().enumerate().map(target).collect();
}

/// City id → metro id, name, Chinese name.
type Membership = BTreeMap<String, [String; 3]>;

fn group(corpus: &mut Corpus, members: &Membership) {
    let ids: Vec<&str> = corpus.cities.labels.id.iter().collect();
    let used: BTreeMap<&String, &[String; 3]> =
        ids.iter().filter_map(|id| members.get(*id)).map(|metro| (&metro[0], metro)).collect();
    let mut sorted: Vec<&[String; 3]> = used.into_values().collect();
    sorted.sort_by(|a, b| {
        crate::base::escape::compare(&crate::base::escape::encode(&a[0]), &crate::base::escape::encode(&b[0]))
    });
    let index = |id: &str| {
        let metro = members.get(id)?;
        sorted.iter().position(|other| other[0] == metro[0]).map(|i| i as u32)
    };
    let metro = ids.iter().map(|id| index(id).unwrap_or(NONE)).collect();
    let column = |i: usize| sorted.iter().map(|metro| metro[i].as_str()).collect();
    let metros = Labels { id: column(0), name: column(1), name_zh: column(2) };
    corpus.cities.metro = metro;
    corpus.metros = metros;
}

fn read(path: &Path) -> Result<Membership> {
    let text = files::read_text(path)?;
    let name = path.display().to_string();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| Error::input(&name, 1, e.to_string(), ""))?.clone();
    let columns =
        ["metro_id", "name", "name_zh", "city_id"].map(|column| headers.iter().position(|h| h == column));
    let [Some(id), Some(en), Some(zh), Some(city)] = columns else {
        let found = headers.iter().collect::<Vec<_>>().join(",");
        return Err(Error::input(
            &name,
            1,
            format!("the header is {found:?}"),
            "expected metro_id,name,name_zh,city_id",
        ));
    };
    let mut members = Membership::new();
    for row in reader.records() {
        let row = row.map_err(|e| {
            Error::input(&name, e.position().map_or(0, csv::Position::line), e.to_string(), "")
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let cell = |i: usize| row.get(i).unwrap_or_default().to_owned();
        let before = members.insert(cell(city), [cell(id), cell(en), cell(zh)]);
        if let Some([other, ..]) = before.filter(|[other, ..]| *other != row[id]) {
            let message = format!("city {} is in metro {other} and in {}", &row[city], &row[id]);
            return Err(Error::input(&name, line, message, "a city belongs to one metro"));
        }
    }
    Ok(members)
}

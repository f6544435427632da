//! Coverage as rows: in total, and by data source, venue, year and country.

use crate::base::records::{Cell, Column, Kind, Record};
use crate::engine::coverage::{Breakdown, Coverage};
use std::collections::BTreeMap;

/// What coverage is broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Dimension {
    /// The data set that records are from.
    Source,
    /// The venue.
    Venue,
    /// The year of publication.
    Year,
    /// The country of the institution.
    Country,
}

/// The dimension of everything together.
pub const TOTAL: &str = "total";

impl Dimension {
    /// Every dimension, in the order of the rows.
    pub const ALL: [Self; 4] = [Self::Source, Self::Venue, Self::Year, Self::Country];

    /// Name, as rows have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Venue => "venue",
            Self::Year => "year",
            Self::Country => "country",
        }
    }

    fn of(self, found: &Breakdown) -> &BTreeMap<String, Coverage> {
        match self {
            Self::Source => &found.sources,
            Self::Venue => &found.venues,
            Self::Year => &found.years,
            Self::Country => &found.countries,
        }
    }
}

/// Coverage of a part of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name of the dimension, or [`TOTAL`].
    pub dimension: &'static str,
    /// Key in that dimension; empty for what does not say, and in the total.
    pub key: String,
    /// The counts.
    pub coverage: Coverage,
}

/// A count, and where it stands.
struct Count {
    column: Column,
    of: fn(&Coverage) -> u64,
}

const fn count(
    name: &'static str,
    titles: [&'static str; 2],
    says: &'static str,
    of: fn(&Coverage) -> u64,
) -> Count {
    Count { column: Column::new(name, Kind::Integer, titles, says), of }
}

/// The counts, in the order in which they are printed.
const COUNTS: [Count; 10] = [
    count("papers", ["papers", "论文量"], "papers", |c| c.papers),
    count(
        "papers_with_institution",
        ["papers with institution", "有机构的论文"],
        "papers with an affiliation whose institution is known",
        |c| c.papers_with_institution,
    ),
    count(
        "papers_with_city",
        ["papers with city", "有城市的论文"],
        "papers with an affiliation in a city",
        |c| c.papers_with_city,
    ),
    count(
        "papers_without_citations",
        ["papers without citation count", "无被引量的论文"],
        "papers whose citation count is not known; it counts as 0",
        |c| c.papers_without_citations,
    ),
    count(
        "papers_without_year",
        ["papers without year", "无年份的论文"],
        "papers without a year: outside any year window",
        |c| c.papers_without_year,
    ),
    count("authorships", ["authorships", "署名"], "authorships", |c| c.authorships),
    count(
        "authorships_with_city",
        ["authorships with city", "有城市的署名"],
        "authorships with an affiliation in a city",
        |c| c.authorships_with_city,
    ),
    count(
        "affiliations",
        ["affiliations", "机构署名"],
        "one for each institution or unresolved statement of an authorship",
        |c| c.affiliations,
    ),
    count(
        "affiliations_with_institution",
        ["affiliations with institution", "机构已知的机构署名"],
        "affiliations whose institution is known",
        |c| c.affiliations_with_institution,
    ),
    count(
        "affiliations_with_city",
        ["affiliations with city", "城市已知的机构署名"],
        "affiliations in a city; the others are credited to no unit",
        |c| c.affiliations_with_city,
    ),
];

impl Record for Row {
    const COLUMNS: &'static [Column] = &{
        let dimension = "total, source, venue, year or country";
        let key = "key in the dimension; empty for what does not say, and in the total";
        let mut columns =
            [Column::new("dimension", Kind::Text, ["dimension", "维度"], dimension); COUNTS.len() + 2];
        columns[1] = Column::new("key", Kind::Text, ["key", "键"], key);
        let mut i = 0;
        while i < COUNTS.len() {
            columns[i + 2] = COUNTS[i].column;
            i += 1;
        }
        columns
    };

    fn cells(&self) -> Vec<Cell> {
        let counts = COUNTS.iter().map(|count| (count.of)(&self.coverage).into());
        [self.dimension.into(), (&self.key).into()].into_iter().chain(counts).collect()
    }
}

/// The total, then the rows of one dimension or of all.
pub fn rows(found: &Breakdown, by: Option<Dimension>) -> Vec<Row> {
    let row = |dimension, (key, coverage): (&String, &Coverage)| Row {
        dimension,
        key: key.clone(),
        coverage: *coverage,
    };
    let chosen = Dimension::ALL.into_iter().filter(|dimension| by.is_none_or(|by| by == *dimension));
    let grouped =
        chosen.flat_map(|dimension| dimension.of(found).iter().map(move |one| row(dimension.name(), one)));
    std::iter::once(row(TOTAL, (&String::new(), &found.total))).chain(grouped).collect()
}

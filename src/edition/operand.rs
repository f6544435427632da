//! What a claim speaks of: figures of a table, of the corpus, of other claims, or a plain number.

use super::claim::{Claim, Unit};
use super::figure::Figure;
use super::interval::Interval;
use super::load::Edition;
use super::table::{Row, Table};

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A plain number.
    Number(f64),
    /// A total of the corpus.
    Total(String),
    /// The sum of what claims without a check of their own state for these subjects.
    Stated {
        /// Metric of the claims.
        metric: String,
        /// Their subjects.
        subjects: Vec<String>,
    },
    /// The sum of a column over rows.
    Cells {
        /// Id of the table.
        table: String,
        /// The column, or `rank`.
        column: String,
        /// Which rows.
        rows: Rows,
    },
}

/// Which rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Rows {
    /// From one rank to another.
    Ranks(u32, u32),
    /// By the city's name.
    Named(Vec<String>),
}

impl Rows {
    /// `11-20`, or names joined by `+`.
    pub fn parse(text: &str) -> Self {
        let ranks = text.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        ranks.map_or_else(|| Self::Named(names(text)), |(first, last)| Self::Ranks(first, last))
    }
}

/// Names joined by `+`.
pub fn names(text: &str) -> Vec<String> {
    text.split('+').map(|name| name.trim().to_owned()).collect()
}

/// Something that a claim names and the edition does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absent {
    /// The name as the claim writes it.
    pub name: String,
    /// Whose name it should be: `table 4`, `corpus`, `claims`.
    pub place: String,
}

fn absent(name: &str, place: impl Into<String>) -> Absent {
    Absent { name: name.to_owned(), place: place.into() }
}

impl Operand {
    /// From the columns `table`, `column` and `rows` of a claim.
    pub fn parse(table: &str, column: &str, rows: &str) -> Self {
        let column = column.to_owned();
        match table {
            "corpus" => Self::Total(column),
            "claims" => Self::Stated { metric: column, subjects: names(rows) },
            _ => Self::Cells { table: table.to_owned(), column, rows: Rows::parse(rows) },
        }
    }

    /// From the column `of`: a number, `table:column:rows`, or rows of the same table and column as `left`.
    pub fn parse_of(of: &str, left: &Self) -> Self {
        if let Some(number) = Figure::parse(of) {
            return Self::Number(number.value);
        }
        let mut parts = of.splitn(3, ':');
        let mut next = || parts.next().unwrap_or_default();
        match (next(), next(), next(), left) {
            (rows, "", "", Self::Cells { table, column, .. }) => Self::parse(table, column, rows),
            (table, column, rows, _) => Self::parse(table, column, rows),
        }
    }

    /// The value as far as printed figures fix it, seen from a claim.
    pub fn value(&self, edition: &Edition, claim: &Claim) -> Result<Interval, Absent> {
        match self {
            Self::Number(number) => Ok(Interval::exact(*number)),
            Self::Total(name) => total(edition, name),
            Self::Stated { metric, subjects } => {
                subjects.iter().map(|s| stated(edition, claim, metric, s)).sum::<Result<Interval, Absent>>()
            }
            Self::Cells { table, column, rows } => {
                let table = edition.table(table).ok_or_else(|| absent(table, "edition"))?;
                rows.find(edition, table)?.into_iter().map(|row| cell(table, row, column)).sum()
            }
        }
    }

    /// The column of a table, if it is about one.
    pub fn column(&self) -> Option<&str> {
        if let Self::Cells { column, .. } = self { Some(column) } else { None }
    }

    /// Whether several cities are added up in a column where one thing can count in each of them.
    pub fn adds_overlapping(&self, edition: &Edition) -> bool {
        let Self::Cells { column, rows, .. } = self else { return false };
        let several = match rows {
            Rows::Ranks(first, last) => first < last,
            Rows::Named(names) => names.len() > 1,
        };
        several && edition.spec.column(column).is_some_and(|c| c.overlap)
    }

    /// What is wrong with it, apart from rows that a table lacks.
    pub fn check(&self, edition: &Edition) -> Result<(), String> {
        match self {
            Self::Number(_) | Self::Stated { .. } => Ok(()),
            Self::Total(name) => {
                total(edition, name).map(|_| ()).map_err(|_| format!("no corpus total {name:?}"))
            }
            Self::Cells { table, column, rows } => {
                let found = edition.table(table).ok_or_else(|| format!("no table {table:?}"))?;
                if !found.has(column) {
                    return Err(format!("table {table} has no column {column:?}"));
                }
                rows.check(edition, found)
            }
        }
    }
}

fn total(edition: &Edition, name: &str) -> Result<Interval, Absent> {
    let total = edition.spec.corpus.get(name).ok_or_else(|| absent(name, "corpus"))?;
    Ok(Interval::exact(*total as f64))
}

fn stated(edition: &Edition, claim: &Claim, metric: &str, subject: &str) -> Result<Interval, Absent> {
    let is_meant = |c: &&Claim| {
        c.check.is_none()
            && c.unit == Unit::Count
            && c.metric == metric
            && c.subject == subject
            && c.scope == claim.scope
    };
    let found = edition.claims.iter().find(is_meant).ok_or_else(|| absent(subject, "claims"))?;
    Ok(found.figure.exact())
}

fn cell(table: &Table, row: &Row, column: &str) -> Result<Interval, Absent> {
    table.interval(row, column).ok_or_else(|| absent(&row.city, format!("table {}", table.spec.id)))
}

impl Rows {
    /// The rows of a table. A rank that is printed nowhere is left out, unless there is none at all.
    fn find<'t>(&self, edition: &Edition, table: &'t Table) -> Result<Vec<&'t Row>, Absent> {
        let place = format!("table {}", table.spec.id);
        match self {
            Self::Ranks(first, last) => {
                let rows: Vec<_> = table.rows.iter().filter(|r| (*first..=*last).contains(&r.rank)).collect();
                if rows.is_empty() { Err(absent(&format!("{first}-{last}"), place)) } else { Ok(rows) }
            }
            Self::Named(names) => {
                let row = |name: &String| {
                    table
                        .find(name, &edition.labels)
                        .first()
                        .copied()
                        .ok_or_else(|| absent(name, place.clone()))
                };
                names.iter().map(row).collect()
            }
        }
    }

    fn check(&self, edition: &Edition, table: &Table) -> Result<(), String> {
        let Self::Named(names) = self else { return Ok(()) };
        let several = |name: &&String| {
            let rows = table.find(name, &edition.labels);
            rows.iter().any(|row| row.country != rows[0].country)
        };
        let hint = "write [label]name";
        let refused = |name| Err(format!("table {} has namesakes of {name:?}: {hint}", table.spec.id));
        names.iter().find(several).map_or(Ok(()), refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_may_name_a_row_of_the_same_column() {
        let left = Operand::parse("5", "papers", "A");
        assert_eq!(Operand::parse_of("B", &left), Operand::parse("5", "papers", "B"));
        assert_eq!(Operand::parse_of("[x]B", &left), Operand::parse("5", "papers", "[x]B"));
        assert_eq!(Operand::parse_of("corpus:papers", &left), Operand::Total("papers".into()));
        assert_eq!(Operand::parse_of("500", &left), Operand::Number(500.0));
        assert_eq!(Operand::parse_of("claims:papers:A+B", &left), Operand::parse("claims", "papers", "A+B"));
    }

    #[test]
    fn ranks_and_names() {
        assert_eq!(Rows::parse("11-20"), Rows::Ranks(11, 20));
        assert_eq!(Rows::parse("Winston-Salem"), Rows::Named(vec!["Winston-Salem".into()]));
    }
}

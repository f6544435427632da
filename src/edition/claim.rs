//! What the running text of an edition says in numbers, and how each statement can be checked.

use super::figure::Figure;
use super::interval::Interval;
use super::load::Edition;
use super::operand::{Absent, Operand, names};
use super::table::malformed;
use crate::base::{Error, Result};
use serde::Deserialize;

/// One statement of a number.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Line of the file.
    pub line: u64,
    /// Section of the text.
    pub section: String,
    /// Of what or whom.
    pub subject: String,
    /// Which figure of it.
    pub metric: String,
    /// Within what.
    pub scope: String,
    /// The number as printed.
    pub figure: Figure,
    /// What the number is.
    pub unit: Unit,
    /// How it can be checked, if it can.
    pub check: Option<Check>,
}

/// What a claimed number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A count: exact.
    Count,
    /// An average.
    Mean,
    /// A score.
    Index,
    /// A quotient.
    Ratio,
    /// A quotient in percent.
    Percent,
}

/// How two figures make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// The figure itself.
    Value,
    /// A sum over rows.
    Sum,
    /// That sum in percent of something.
    Share,
    /// A quotient.
    Ratio,
    /// A difference.
    Difference,
    /// Number of rows with a country label.
    Count,
}

/// How a claim can be checked.
#[derive(Debug, Clone)]
pub struct Check {
    /// The operation.
    pub op: Op,
    /// What it is about.
    pub left: Operand,
    /// What that is divided by or what is taken from it.
    pub of: Option<Operand>,
}

/// A line of `claims.csv`.
#[derive(Deserialize)]
struct Line {
    section: String,
    subject: String,
    metric: String,
    scope: String,
    value: String,
    unit: Unit,
    #[serde(default)]
    op: Option<Op>,
    #[serde(default)]
    table: String,
    #[serde(default)]
    column: String,
    #[serde(default)]
    rows: String,
    #[serde(default)]
    of: String,
}

/// Reads all claims; `file` is its name in messages.
pub fn parse(file: &str, text: &str) -> Result<Vec<Claim>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|e| malformed(file, &e))?.clone();
    let claim = |record: csv::Result<csv::StringRecord>| {
        let record = record.map_err(|e| malformed(file, &e))?;
        let line = record.position().map_or(0, csv::Position::line);
        let fields: Line = record.deserialize(Some(&headers)).map_err(|e| reworded(file, line, &e))?;
        fields.into_claim(line).map_err(|message| Error::input(file, line, message, ""))
    };
    reader.into_records().map(claim).collect()
}

/// Claims that do not say how to check them are checked as known ones about the same thing are.
pub fn complete(claims: &mut [Claim], known: &[Claim]) {
    let about = |c: &Claim| [&c.section, &c.subject, &c.metric, &c.scope].map(String::clone);
    for claim in claims.iter_mut().filter(|claim| claim.check.is_none()) {
        let same = known.iter().find(|other| about(other) == about(claim) && other.unit == claim.unit);
        claim.check = same.and_then(|other| other.check.clone());
    }
}

fn reworded(file: &str, line: u64, error: &csv::Error) -> Error {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => Error::input(file, line, err.kind().to_string(), ""),
        _ => malformed(file, error),
    }
}

impl Line {
    fn into_claim(self, line: u64) -> std::result::Result<Claim, String> {
        let figure =
            Figure::parse(&self.value).ok_or_else(|| format!("{:?} is not a plain number", self.value))?;
        let check = self.check()?;
        let Self { section, subject, metric, scope, unit, .. } = self;
        Ok(Claim { line, section, subject, metric, scope, figure, unit, check })
    }

    fn check(&self) -> std::result::Result<Option<Check>, String> {
        let Some(op) = self.op else {
            let unused =
                [&self.table, &self.column, &self.rows, &self.of].into_iter().find(|f| !f.is_empty());
            return unused.map_or(Ok(None), |field| Err(format!("{field:?} without an op")));
        };
        let column = if op == Op::Count { "rank" } else { &self.column };
        let left = Operand::parse(&self.table, column, &self.rows);
        let of = (!self.of.is_empty()).then(|| Operand::parse_of(&self.of, &left));
        let needs_of = matches!(op, Op::Share | Op::Ratio | Op::Difference);
        if needs_of == of.is_some() { Ok(Some(Check { op, left, of })) } else { Err(misfit(needs_of)) }
    }
}

fn misfit(needs_of: bool) -> String {
    (if needs_of { "this op needs an of" } else { "this op takes no of" }).to_owned()
}

impl Claim {
    /// What the printed number can stand for.
    pub fn interval(&self) -> Interval {
        if self.unit == Unit::Count { self.figure.exact() } else { self.figure.rounded() }
    }

    /// A number written as the claim writes its own.
    pub fn like(&self, value: f64) -> String {
        let number = self.figure.like(value);
        if self.unit == Unit::Percent { format!("{number} %") } else { number }
    }

    /// What the number must be according to the tables; `None` if the claim cannot be checked.
    pub fn expected(&self, edition: &Edition) -> Option<std::result::Result<Interval, Absent>> {
        self.check.as_ref().map(|check| check.expected(edition, self))
    }

    /// Refuses a check that refers to what an edition of this description cannot have.
    pub fn validate(&self, edition: &Edition) -> std::result::Result<(), String> {
        let Some(check) = &self.check else { return Ok(()) };
        if check.op == Op::Count { check.labels(edition).map(|_| ()) } else { check.left.check(edition) }?;
        check.of.as_ref().map_or(Ok(()), |of| of.check(edition))
    }
}

impl Check {
    fn expected(&self, edition: &Edition, claim: &Claim) -> std::result::Result<Interval, Absent> {
        if self.op == Op::Count {
            return Ok(self.count(edition));
        }
        let left = self.left.value(edition, claim)?;
        let Some(of) = &self.of else { return Ok(left) };
        let of = of.value(edition, claim)?;
        let in_percent = self.op == Op::Share || claim.unit == Unit::Percent;
        Ok(match self.op {
            Op::Difference => left - of,
            _ => left.over(of).unwrap_or(Interval::exact(f64::NAN)) * (if in_percent { 100.0 } else { 1.0 }),
        })
    }

    /// Rows with one of the labels, at most all missing rows more.
    fn count(&self, edition: &Edition) -> Interval {
        let Ok((table, labels)) = self.labels(edition) else { return Interval::exact(0.0) };
        let countries: Vec<&str> = labels.iter().map(|l| edition.labels.country(l)).collect();
        let listed = table.rows.iter().filter(|r| countries.contains(&r.country.as_str())).count();
        Interval { low: listed as f64, high: (listed + table.missing().len()) as f64 }
    }

    fn labels<'a>(
        &self,
        edition: &'a Edition,
    ) -> std::result::Result<(&'a super::table::Table, Vec<String>), String> {
        match &self.left {
            Operand::Cells { table, rows: super::operand::Rows::Named(labels), .. } => {
                let found = edition.table(table).ok_or_else(|| format!("no table {table:?}"))?;
                Ok((found, labels.iter().flat_map(|l| names(l)).collect()))
            }
            _ => Err("count needs a table and country labels".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "section,subject,metric,scope,value,unit,op,table,column,rows,of\n";

    fn error(line: &str) -> String {
        parse("c", &format!("{HEAD}{line}\n")).unwrap_err().to_string()
    }

    #[test]
    fn six_columns_are_enough() {
        let claims = parse("c", "section,subject,metric,scope,value,unit\n1,A,papers,all,7,count\n").unwrap();
        assert!(claims[0].check.is_none());
        assert_eq!((claims[0].line, claims[0].figure.value), (2, 7.0));
    }

    #[test]
    fn nonsense_is_refused_with_its_line() {
        assert_eq!(error("1,A,papers,all,7k,count,,,,,"), "c:2: \"7k\" is not a plain number");
        assert_eq!(error("1,A,papers,all,7,count,share,5,papers,A,"), "c:2: this op needs an of");
        assert_eq!(error("1,A,papers,all,7,count,sum,5,papers,A,B"), "c:2: this op takes no of");
        assert_eq!(error("1,A,papers,all,7,count,,5,,,"), "c:2: \"5\" without an op");
        assert!(error("1,A,papers,all,7,kg,,,,,").starts_with("c:2: unknown variant `kg`"));
        assert_eq!(error("1,A,papers"), "c:2: 3 fields instead of 11");
    }
}

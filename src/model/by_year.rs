//! Citations by the year they were received in: as a record has them, and as a column.
//!
//! A source may give them for some papers and not for others, and a paper for which it gives none at all is another thing
//! than one about which it says nothing.

use super::corpus::NONE;
use super::csr::Csr;
use super::record::Reason;
use std::fmt;

/// Citations of one paper in each year that its source lists: years ascending, each once. It may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByYear(Vec<(u16, u64)>);

impl ByYear {
    /// Takes pairs of a year and a count in any order.
    ///
    /// # Errors
    /// A year that is none or comes twice, or counts that add up to more than a count can be; with what is wrong.
    pub fn new(pairs: impl IntoIterator<Item = (u64, u64)>) -> Result<Self, (Reason, String)> {
        let mut list = Vec::new();
        for (year, count) in pairs {
            let valid = u16::try_from(year).ok().filter(|year| (1000..=9999).contains(year));
            let year = valid.ok_or_else(|| (Reason::Year, format!("{year} is no year from 1000 to 9999")))?;
            list.push((year, count));
        }
        list.sort_unstable();
        if let Some(twice) = list.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err((Reason::Conflict, format!("the year {} is there twice", twice[0].0)));
        }
        if total(list.iter().map(|&(_, count)| count)).is_none() {
            return Err((Reason::Number, "the counts add up to more than any count is".to_owned()));
        }
        Ok(Self(list))
    }

    /// Reads `2019:3 2020:5`, with any one character between the years. No text is an empty list.
    ///
    /// # Errors
    /// As [`ByYear::new`], and for what is no year with its count.
    pub fn parse(text: &str, between: char) -> Result<Self, (Reason, String)> {
        let digits =
            |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
        let pair = |part: &str| {
            let (year, count) = part.split_once(':')?;
            digits(year).zip(digits(count))
        };
        let parts = text.split(between).filter(|_| !text.is_empty());
        let pairs: Result<Vec<_>, _> = parts.map(|part| pair(part).ok_or(part)).collect();
        Self::new(pairs.map_err(|part| (Reason::Number, format!("{part:?} is no year:count")))?)
    }

    /// Years with their counts, ascending.
    pub fn pairs(&self) -> &[(u16, u64)] {
        &self.0
    }
}

/// Writes `2019:3 2020:5`.
impl fmt::Display for ByYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().enumerate().try_for_each(|(i, (year, count))| {
            let space = if i == 0 { "" } else { " " };
            write!(f, "{space}{year}:{count}")
        })
    }
}

/// A sum that is still a count: the largest number means "not known" in a column.
fn total(mut counts: impl Iterator<Item = u64>) -> Option<u64> {
    counts.try_fold(0u64, u64::checked_add).filter(|&sum| sum < u64::MAX)
}

/// Citations by year of every paper. Cost: 4 bytes a paper, and 12 a listed year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedIn {
    /// Paper → its row in `years`, counted up from 0; [`NONE`] where the source does not say.
    pub row: Vec<u32>,
    /// Years of each row, ascending, each once.
    pub years: Csr,
    /// Citations in each of those years.
    pub counts: Vec<u64>,
}

impl CitedIn {
    /// Appends a paper.
    pub fn push(&mut self, listed: Option<impl IntoIterator<Item = (u32, u64)>>) {
        let Some(listed) = listed else { return self.row.push(NONE) };
        self.row.push(self.years.len() as u32);
        let (years, counts): (Vec<u32>, Vec<u64>) = listed.into_iter().unzip();
        self.years.push(years);
        self.counts.extend(counts);
    }

    /// Years of a paper with their counts, ascending; `None` where its source does not say.
    pub fn of(&self, paper: usize) -> Option<impl Iterator<Item = (u32, u64)> + Clone + '_> {
        let row = Some(self.row[paper]).filter(|&row| row != NONE)? as usize;
        let start = self.years.offsets[row] as usize;
        let counts = &self.counts[start..self.years.offsets[row + 1] as usize];
        Some(self.years.row(row).iter().copied().zip(counts.iter().copied()))
    }

    /// Whether any source says it of any paper.
    pub fn is_known(&self) -> bool {
        !self.years.is_empty()
    }

    /// Whether the columns fit together and hold lists as [`ByYear`] has them.
    pub fn is_valid(&self, papers: usize) -> bool {
        let rows = self.years.len();
        let known = self.row.iter().filter(|&&row| row != NONE).copied();
        let ascend = |row: &[u32]| row.windows(2).all(|pair| pair[0] < pair[1]);
        self.row.len() == papers
            && known.eq(0..rows as u32)
            && self.years.is_valid(rows, 10_000)
            && self.counts.len() == self.years.targets.len()
            && self.years.rows().all(ascend)
            && (0..papers).filter_map(|paper| self.of(paper)).all(|list| total(list.map(|p| p.1)).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_back_in_order() {
        let list = ByYear::parse("2020:5;2019:3;2021:0", ';').unwrap();
        assert_eq!(list.to_string(), "2019:3 2020:5 2021:0");
        assert_eq!(ByYear::parse(&list.to_string(), ' '), Ok(list));
        assert_eq!(ByYear::parse("", ';').unwrap().pairs(), []);
        assert_eq!(ByYear::default().to_string(), "");
    }

    #[test]
    fn what_is_no_list_is_refused_with_its_reason() {
        for (text, reason) in [
            ("2019", Reason::Number),
            ("2019:", Reason::Number),
            (":3", Reason::Number),
            ("2019:-3", Reason::Number),
            ("2019:+3", Reason::Number),
            ("2019:3 ", Reason::Number),
            ("2019: 3", Reason::Number),
            ("2019:18446744073709551616", Reason::Number),
            ("2019:18446744073709551615", Reason::Number),
            ("2019:18446744073709551614;2020:1", Reason::Number),
            ("2019:3;", Reason::Number),
            (";", Reason::Number),
            ("999:3", Reason::Year),
            ("99999:3", Reason::Year),
            ("2019:3;2019:3", Reason::Conflict),
        ] {
            assert_eq!(ByYear::parse(text, ';').unwrap_err().0, reason, "{text:?}");
        }
    }

    #[test]
    fn nothing_said_is_not_nothing_received() {
        let mut column = CitedIn::default();
        column.push(Some(vec![(2019, 3), (2020, 5)]));
        column.push(None::<Vec<(u32, u64)>>);
        column.push(Some(vec![]));
        let list = |paper| column.of(paper).map(Iterator::collect::<Vec<_>>);
        assert_eq!((list(0), list(1), list(2)), (Some(vec![(2019, 3), (2020, 5)]), None, Some(vec![])));
        assert!(column.is_valid(3) && !column.is_valid(2) && column.is_known());
        let broken = |change: fn(&mut CitedIn)| {
            let mut other = column.clone();
            change(&mut other);
            !other.is_valid(3)
        };
        assert!(broken(|c| c.row[2] = 0) && broken(|c| c.row[2] = 7) && broken(|c| c.row[1] = 1));
        assert!(broken(|c| c.years.targets[1] = 2019) && broken(|c| c.years.targets[1] = 10_000));
        assert!(broken(|c| c.counts.truncate(1)) && broken(|c| c.counts[0] = u64::MAX));
    }
}

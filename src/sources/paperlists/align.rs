//! Which affiliation belongs to which author: rules 1 to 6 of `docs/FORMATS.md`, as far as one record can tell.
//!
//! 1. ICRA and IROS list everybody twice: the second half goes, unless as many affiliations are given.
//! 2. `aff` is used only if it has as many parts as there are authors.
//! 3. `aff_unique_index` follows `aff` if both are as long, else the affiliations that are not blank if they are as many;
//!    otherwise it tells nothing, and the printed affiliation is all that is stated.
//! 4. `+` parts several affiliations of one author; they and the indices are paired in order.
//! 5. Campuses and
//! 6. countries are used only if their index has the shape of `aff_unique_index`, since blank ones are dropped from it.

use super::machine;
use super::record::Record;
use crate::model::record::Statement;
use crate::sources::loose::normal;
use crate::sources::mails;
use std::borrow::Cow;

/// The first half of a list that holds everything twice; else the list.
pub(super) fn halved<'a, 'l>(list: &'l [&'a str], affiliations: usize) -> &'l [&'a str] {
    let (first, second) = list.split_at(list.len() / 2);
    if first == second && affiliations != list.len() && !first.is_empty() { first } else { list }
}

/// A list with `;` between its entries; an empty text is an empty one.
pub(super) fn entries(text: &str) -> Vec<&str> {
    if text.trim().is_empty() { Vec::new() } else { text.split(';').map(str::trim).collect() }
}

/// Indices into a list of values, by author and affiliation.
struct Index<'a> {
    rows: Vec<Vec<Option<usize>>>,
    values: Vec<&'a str>,
}

impl<'a> Index<'a> {
    fn new(index: &str, values: &'a str) -> Self {
        let row = |row: &str| row.split('+').map(|number| number.trim().parse().ok()).collect();
        // Values are counted from an empty one on: "" is the list of one empty value.
        let values = values.split(';').map(str::trim).collect();
        Self { rows: entries(index).into_iter().map(row).collect(), values }
    }

    fn has_shape_of(&self, other: &Self) -> bool {
        self.rows.iter().map(Vec::len).eq(other.rows.iter().map(Vec::len))
    }

    fn value(&self, row: usize, part: usize) -> &'a str {
        let index = self.rows.get(row).and_then(|row| row.get(part).copied().flatten());
        index.and_then(|index| self.values.get(index).copied()).unwrap_or_default()
    }
}

/// The lists of a record that describe its affiliations.
struct Lists<'a> {
    institutions: Index<'a>,
    campuses: Option<Index<'a>>,
    countries: Option<Index<'a>>,
}

impl<'a> Lists<'a> {
    fn of(record: &'a Record<'_>) -> Self {
        let institutions = Index::new(&record.aff_unique_index, &record.aff_unique_norm);
        let alike = |index: Index<'a>| index.has_shape_of(&institutions).then_some(index);
        let campuses = alike(Index::new(&record.aff_campus_unique_index, &record.aff_campus_unique));
        let countries = alike(Index::new(&record.aff_country_unique_index, &record.aff_country_unique));
        Self { institutions, campuses, countries }
    }

    /// The row of the index for each author.
    fn rows(&self, affiliations: &[Cow<'_, str>]) -> Vec<Option<usize>> {
        let indexed = self.institutions.rows.len();
        let is_blank = |text: &str| text.split('+').all(|part| part.trim().is_empty());
        if indexed == affiliations.len() {
            return (0..indexed).map(Some).collect();
        }
        let given = affiliations.iter().filter(|text| !is_blank(text)).count();
        let mut next = 0..indexed;
        let row = |text: &Cow<'_, str>| if indexed == given && !is_blank(text) { next.next() } else { None };
        affiliations.iter().map(row).collect()
    }

    fn statement(&self, text: &str, at: Option<(usize, usize)>) -> Statement<'static> {
        let value = |index: Option<&Index<'a>>| {
            index.zip(at).map(|(index, (row, part))| index.value(row, part)).unwrap_or_default()
        };
        let own = |text: &str| normal(Cow::Owned(mails::without(text).trim().to_owned()));
        Statement {
            text: own(text),
            name: own(machine::name(value(Some(&self.institutions)))),
            city: own(machine::city(value(self.campuses.as_ref()))),
            country: own(machine::country(value(self.countries.as_ref()))),
            ..Statement::default()
        }
    }
}

/// What is stated of each author's affiliations; `None` where `aff` has not as many parts as there are authors.
pub(super) fn statements(record: &Record<'_>, authors: usize) -> Option<Vec<Vec<Statement<'static>>>> {
    let affiliations: Vec<Cow<'_, str>> =
        record.aff.split(';').map(|text| mails::without(text.trim())).collect();
    if affiliations.len() != authors {
        return None;
    }
    let lists = Lists::of(record);
    let rows = lists.rows(&affiliations);
    Some(affiliations.iter().zip(rows).map(|(text, row)| of_author(text, row, &lists)).collect())
}

fn of_author(text: &str, row: Option<usize>, lists: &Lists<'_>) -> Vec<Statement<'static>> {
    let parts: Vec<&str> = text.split('+').collect();
    let indexed = row.and_then(|row| lists.institutions.rows.get(row)).map_or(0, Vec::len);
    let pair = |part| row.map(|row| (row, part));
    let stated: Vec<Statement<'static>> = match indexed {
        // A name with a `+` in it.
        1 if parts.len() > 1 => vec![lists.statement(text, pair(0))],
        n if n == parts.len() => {
            parts.iter().zip(0..).map(|(text, part)| lists.statement(text, pair(part))).collect()
        }
        _ => parts.iter().map(|text| lists.statement(text, None)).collect(),
    };
    let mut kept: Vec<Statement<'static>> = Vec::with_capacity(stated.len());
    for statement in stated {
        let says_something = !statement.text.is_empty() || !statement.name.is_empty();
        if says_something && !kept.contains(&statement) {
            kept.push(statement);
        }
    }
    kept
}

//! What the rules on claims share: comparing a claim with what the tables give, and saying so.

use super::titles;
use crate::edition::claim::{Check, Claim, Op};
use crate::edition::finding::{Draft, Stated};
use crate::edition::interval::Interval;
use crate::edition::operand::{Absent, Operand, Rows};
use crate::edition::{Edition, Table};

/// Claims of these operations that the edition contradicts.
pub fn contradicted(edition: &Edition, ops: &[Op]) -> Vec<Draft> {
    let draft = |claim| {
        let check = of(claim, ops)?;
        match claim.expected(edition)? {
            Ok(expected) if claim.interval().overlaps(expected) => None,
            Ok(expected) => Some(contradiction(edition, claim, check, expected)),
            Err(absent) => Some(not_there(edition, claim, &absent)),
        }
    };
    edition.claims.iter().filter_map(draft).collect()
}

/// How a claim is checked, if it is by one of these operations.
pub fn of<'a>(claim: &'a Claim, ops: &[Op]) -> Option<&'a Check> {
    claim.check.as_ref().filter(|check| ops.contains(&check.op))
}

/// Who says what: the beginning of every message about a claim.
pub fn saying(edition: &Edition, claim: &Claim) -> (String, String) {
    let (title, title_zh) = titles(edition, &claim.metric);
    let (section, section_zh) = section(&claim.section);
    let (of, of_zh) = claim.check.as_ref().map_or(("", ""), |check| derived(check.op));
    let (subject, value) = (&claim.subject, claim.like(claim.figure.value));
    (
        format!("{section} states {value} ({subject}: {of}{title})"),
        format!("{section_zh}称{}{title_zh}{of_zh}为 {value}", subject_zh(claim)),
    )
}

fn section(section: &str) -> (String, String) {
    match section {
        "summary" => ("the summary".to_owned(), "摘要".to_owned()),
        _ => (format!("section {section}"), format!("第 {section} 节")),
    }
}

/// What a number derived from a metric is called: before the metric in English, after it in Chinese.
const fn derived(op: Op) -> (&'static str, &'static str) {
    match op {
        Op::Share => ("share of ", "占比"),
        Op::Ratio => ("ratio of ", "之比"),
        Op::Difference => ("difference in ", "之差"),
        Op::Sum => ("sum of ", "合计"),
        Op::Value | Op::Count => ("", ""),
    }
}

fn subject_zh(claim: &Claim) -> String {
    match claim.check.as_ref().map(|check| &check.left) {
        Some(Operand::Cells { rows: Rows::Ranks(first, last), .. }) => format!("第 {first} 至 {last} 名的"),
        _ => format!("{}的", claim.subject),
    }
}

fn contradiction(edition: &Edition, claim: &Claim, check: &Check, expected: Interval) -> Draft {
    let (saying, saying_zh) = saying(edition, claim);
    let (place, place_zh) = source(&check.left);
    let value = distinct(claim, expected.middle());
    Draft::new(
        &claim.subject,
        format!("{saying}, {place} gives {value}"),
        format!("{saying_zh}，{place_zh}为 {value}"),
    )
    .with([Stated::claim(edition, claim)])
    .with(evidence(edition, &check.left, &value))
}

fn not_there(edition: &Edition, claim: &Claim, absent: &Absent) -> Draft {
    let (saying, saying_zh) = saying(edition, claim);
    let Absent { name, place } = absent;
    Draft::new(
        &claim.subject,
        format!("{saying}, but {place} has no {name}"),
        format!("{saying_zh}，但 {place} 中没有 {name}"),
    )
    .with([Stated::claim(edition, claim)])
}

/// A number as the claim writes it, with more decimals if it would look like the claim.
fn distinct(claim: &Claim, value: f64) -> String {
    let text = claim.like(value);
    if text == claim.like(claim.figure.value) { format!("{value:.4}") } else { text }
}

/// Where the other number comes from.
fn source(operand: &Operand) -> (String, String) {
    match operand {
        Operand::Cells { table, .. } => (format!("table {table}"), format!("表 {table} ")),
        Operand::Stated { .. } => ("the text elsewhere".to_owned(), "据正文其他数字应".to_owned()),
        Operand::Total(_) | Operand::Number(_) => ("the corpus".to_owned(), "语料总量".to_owned()),
    }
}

/// What the table prints: each named row, or what follows from all of them.
fn evidence(edition: &Edition, operand: &Operand, value: &str) -> Vec<Stated> {
    let Operand::Cells { table, column, rows } = operand else { return Vec::new() };
    let Some(table) = edition.table(table) else { return Vec::new() };
    match rows {
        Rows::Ranks(..) => vec![Stated::table(table, column, value)],
        Rows::Named(names) => names.iter().flat_map(|name| printed(edition, table, name, column)).collect(),
    }
}

fn printed(edition: &Edition, table: &Table, name: &str, column: &str) -> Vec<Stated> {
    let rows = table.find(name, &edition.labels).into_iter();
    let stated = |row| match column {
        "rank" => Stated::row(table, row, column, row.rank.to_string()),
        _ => Stated::cell(table, row, column),
    };
    rows.map(stated).collect()
}

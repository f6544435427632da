//! The rules of the consistency check: one file each, registered in one list.

mod city_country;
mod claim_count;
mod claim_ratio;
mod claim_sum;
mod claim_value;
mod claims;
mod count_sum;
mod descending_order;
mod duplicate_city;
mod duplicate_rank;
mod missing_rank;
mod range;
mod share_of_full_counts;
mod sub_index;
mod tables_disagree;
mod weights;

use super::finding::{Draft, Severity};
use super::load::Edition;

/// One rule.
#[derive(Debug)]
pub struct Rule {
    /// Name in findings.
    pub id: &'static str,
    /// How much its findings matter, where they do not say otherwise.
    pub severity: Severity,
    /// What was found.
    pub title: &'static str,
    /// The same in Chinese.
    pub title_zh: &'static str,
    /// What is checked.
    pub what: &'static str,
    /// The same in Chinese.
    pub what_zh: &'static str,
    /// Finds it.
    pub check: fn(&Edition) -> Vec<Draft>,
}

/// All rules, in the order in which they report.
pub const RULES: &[Rule] = &[
    missing_rank::RULE,
    duplicate_rank::RULE,
    duplicate_city::RULE,
    descending_order::RULE,
    range::RULE,
    weights::RULE,
    sub_index::RULE,
    tables_disagree::RULE,
    city_country::RULE,
    count_sum::RULE,
    claim_value::RULE,
    claim_sum::RULE,
    claim_ratio::RULE,
    claim_count::RULE,
    share_of_full_counts::RULE,
];

/// Titles of a column in both languages; a name that is not declared stands for itself.
fn titles(edition: &Edition, column: &str) -> (String, String) {
    if column == "rank" {
        return (column.to_owned(), "名次".to_owned());
    }
    let declared = edition.spec.column(column);
    let title = declared.map_or(column, |c| c.title.as_str());
    let title_zh = declared.map(|c| c.title_zh.as_str()).filter(|zh| !zh.is_empty());
    (title.to_owned(), title_zh.unwrap_or(title).to_owned())
}

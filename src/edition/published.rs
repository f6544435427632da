//! Tests of the built-in edition of 2023: what can be computed again, and what cannot all be true.

use super::finding::{Finding, Severity};
use super::lint::lint;
use super::load::Edition;
use super::render::Format;
use super::reproduce::reproduce;
use super::reproduction::{Reproduction, Verdict};

fn reproduced() -> Reproduction {
    reproduce(&Edition::load("2023").unwrap()).unwrap()
}

fn findings() -> Vec<Finding> {
    lint(&Edition::load("2023").unwrap())
}

/// Messages of a rule that contain all of these texts.
fn found(rule: &str, texts: &[&str]) -> usize {
    let is_meant = |f: &&Finding| f.rule == rule && texts.iter().all(|t| f.message.contains(t));
    findings().iter().filter(is_meant).count()
}

#[test]
fn all_published_indices_follow_from_the_published_figures() {
    let lines: Vec<String> = reproduced().summary.iter().map(super::reproduction::Summary::line).collect();
    let expected = [
        "80 of 80 sub-indices within rounding",
        "99 of 99 totals within rounding",
        "1 of 1 predictions within rounding",
    ];
    assert_eq!(lines, expected);
    assert!(reproduced().agrees());
}

#[test]
fn the_unseen_constants_have_the_known_room() {
    let lines: Vec<String> = reproduced().constants.iter().map(super::reproduction::Constant::line).collect();
    let expected = [
        "table 5: largest citations_per_paper 786.1 to 788.8 (logarithm 29.6929 to 29.6963 above the least)",
        "table 7: largest citations_per_scholar 1173.1 to 1176.8 (logarithm 30.0933 to 30.0964 above the least)",
        "table 9: largest citations_per_institution 86925 to 87129 (logarithm 34.3987 to 34.4010 above the least)",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn three_institutions_at_the_inferred_largest_average_give_the_printed_index() {
    let reproduction = reproduced();
    let row = &reproduction.predictions[0].row;
    assert_eq!((row.published, row.verdict), (Some(61.1), Verdict::Within));
    assert!(row.computed.is_some_and(|c| (c - 61.116).abs() < 1e-3), "{row:?}");
}

#[test]
fn every_computed_index_lies_near_the_printed_one() {
    let reproduction = reproduced();
    assert_eq!(reproduction.rows.len(), 179);
    for row in &reproduction.rows {
        assert!(row.difference.is_some_and(|d| d.abs() < 0.06), "{row:?}");
        assert!(row.low <= row.computed && row.computed <= row.high, "{row:?}");
    }
}

#[test]
fn a_changed_figure_is_noticed_and_does_not_disturb_the_others() {
    let mut edition = Edition::load("2023").unwrap();
    let cell = edition.tables[2].rows[7].cells[0].as_mut().unwrap();
    cell.value += 0.1;
    let reproduction = reproduce(&edition).unwrap();
    assert_eq!(reproduction.summary[0].line(), "79 of 80 sub-indices within rounding");
    assert_eq!(reproduction.rows[7].verdict, Verdict::Outside);
    assert_eq!(lint(&edition).iter().filter(|f| f.rule == "sub-index").count(), 1);
}

#[test]
fn the_reproduction_is_written_in_three_formats() {
    let write = |format| {
        let mut out = Vec::new();
        reproduced().render(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(write(Format::Text).ends_with("1 of 1 predictions within rounding\n"));
    assert_eq!(write(Format::Csv).lines().count(), 180);
    let json: serde_json::Value = serde_json::from_str(&write(Format::Json)).unwrap();
    assert_eq!(json["rows"][0]["verdict"], "within rounding");
    assert_eq!(json["predictions"][0]["published"], 61.1);
}

#[test]
fn the_missing_rank_is_found() {
    assert_eq!(found("missing-rank", &[]), 1);
    assert_eq!(found("missing-rank", &["table 4", "rank 54"]), 1);
}

#[test]
fn figures_that_the_text_gives_otherwise_are_found() {
    assert_eq!(found("claim-value", &["北京", "innovation index", "96.86", "96.46"]), 1);
    assert_eq!(found("claim-value", &["北京", "15044", "14612"]), 1);
    assert_eq!(found("claim-value", &["北京", "158", "159"]), 1);
    assert_eq!(found("claim-value", &["剑桥", "90.36", "90.49"]), 1);
    assert_eq!(found("claim-value", &[]), 4);
}

#[test]
fn sums_and_shares_that_the_tables_do_not_give_are_found() {
    assert_eq!(found("claim-sum", &["82721", "82051"]), 1);
    assert_eq!(found("claim-sum", &["28.85 %", "28.62 %"]), 1);
    assert_eq!(found("claim-sum", &["12.50 %", "12.68 %"]), 1);
    assert_eq!(found("claim-sum", &["8.21 %", "8.63 %"]), 1);
    // Two more that follow from 15,044 and from a rounding: one city's share each.
    assert_eq!(found("claim-sum", &["5.25 %", "5.10 %"]), 1);
    assert_eq!(found("claim-sum", &["1.67 %", "1.66 %"]), 1);
    assert_eq!(found("claim-sum", &[]), 6);
}

#[test]
fn sums_and_shares_that_hold_are_not_found() {
    for value in ["80006", "41.84 %", "6.91 %", "5.46 %", "1191", "20.59 %", "states 5 %", "states 52 %"] {
        assert_eq!(found("claim-sum", &[value]), 0, "{value}");
    }
}

#[test]
fn ratios_that_the_tables_do_not_give_are_found() {
    assert_eq!(found("claim-ratio", &["北京/湾区", "1.29", "1.25"]), 1);
    assert_eq!(found("claim-ratio", &["北京/美", "1.27", "0.18"]), 1);
    assert_eq!(found("claim-ratio", &["scholar index", "0.9", "1.0"]), 1);
    assert_eq!(found("claim-ratio", &["scholar index", "6.3", "6.2"]), 1);
    assert_eq!(found("claim-ratio", &[]), 4);
}

#[test]
fn tables_that_disagree_are_found_city_by_city() {
    assert_eq!(found("tables-disagree", &["湾区", "97.56 in table 1", "97.71 in table 7"]), 1);
    assert_eq!(found("tables-disagree", &["scholar index"]), 19);
    assert_eq!(found("tables-disagree", &[]), 19);
}

#[test]
fn the_city_in_two_countries_is_found_and_the_namesakes_are_not() {
    assert_eq!(found("city-country", &[]), 1);
    assert_eq!(found("city-country", &["新加坡", "中国 in table 1", "新 in tables 4"]), 1);
}

#[test]
fn shares_of_full_counts_are_warned_of() {
    assert_eq!(found("share-of-full-counts", &["share of papers"]), 2);
    assert_eq!(found("share-of-full-counts", &["share of scholars"]), 2);
    let warnings = findings().iter().filter(|f| f.severity == Severity::Warning).count();
    assert_eq!(warnings, 4);
}

#[test]
fn a_number_of_cities_that_needs_the_missing_row_is_noted() {
    assert_eq!(found("claim-count", &["33", "lists 32"]), 1);
    assert_eq!(findings().iter().filter(|f| f.severity == Severity::Note).count(), 1);
}

#[test]
fn nothing_else_is_found() {
    for rule in
        ["duplicate-rank", "duplicate-city", "descending-order", "range", "weights", "sub-index", "count-sum"]
    {
        assert_eq!(found(rule, &[]), 0, "{rule}");
    }
}

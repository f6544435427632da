//! Checks an edition against itself: runs all rules and prints what they found.

use super::finding::{Finding, Severity};
use super::load::Edition;
use super::render::{Format, Language, csv_error, csv_writer, json, wrap};
use super::rules::{RULES, Rule};
use crate::base::Result;
use crate::base::table::visible;
use std::io::Write;

/// Width of what is written for reading.
const WIDTH: usize = 80;

/// Everything that the rules find, in the order of the rules and of the edition.
pub fn lint(edition: &Edition) -> Vec<Finding> {
    let found = |rule: &Rule| {
        let drafts = (rule.check)(edition).into_iter();
        drafts.map(|draft| draft.finding(rule.id, rule.severity)).collect::<Vec<_>>()
    };
    RULES.iter().flat_map(found).collect()
}

/// Writes findings: grouped by rule for reading, as one csv row each, or whole as json.
pub fn render(findings: &[Finding], format: Format, language: Language, out: &mut dyn Write) -> Result<()> {
    match format {
        Format::Text => text(findings, language, out),
        Format::Csv => csv(findings, out),
        Format::Json => json(findings, out),
    }
}

fn text(findings: &[Finding], language: Language, out: &mut dyn Write) -> Result<()> {
    for rule in RULES {
        let of_rule: Vec<&Finding> = findings.iter().filter(|f| f.rule == rule.id).collect();
        if let Some(worst) = of_rule.iter().map(|f| f.severity).max() {
            paragraph(&head(rule, worst, of_rule.len(), language), "", out)?;
            of_rule.iter().try_for_each(|f| paragraph(message(f, language), "  ", out))?;
            writeln!(out)?;
        }
    }
    Ok(writeln!(out, "{}", summary(findings, language))?)
}

fn head(rule: &Rule, severity: Severity, n: usize, language: Language) -> String {
    match language {
        Language::En => format!("{} {}: {} ({n})", severity.word(), rule.id, rule.title),
        Language::Zh => format!("{} {}：{}（{n}）", severity.word_zh(), rule.id, rule.title_zh),
    }
}

fn message(finding: &Finding, language: Language) -> &str {
    match language {
        Language::En => &finding.message,
        Language::Zh => &finding.message_zh,
    }
}

/// One paragraph: the first line behind `indent`, the others two columns further.
fn paragraph(text: &str, indent: &str, out: &mut dyn Write) -> Result<()> {
    for (n, line) in wrap(&visible(text), WIDTH - indent.len() - 2).iter().enumerate() {
        let hanging = if n == 0 { "" } else { "  " };
        writeln!(out, "{indent}{hanging}{line}")?;
    }
    Ok(())
}

/// How many findings of each severity there are, in one line.
pub fn summary(findings: &[Finding], language: Language) -> String {
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    match language {
        Language::En => {
            format!("{} findings: errors {errors}, warnings {warnings}, notes {notes}", findings.len())
        }
        Language::Zh => format!("共 {} 项：错误 {errors}，警告 {warnings}，提示 {notes}", findings.len()),
    }
}

fn csv(findings: &[Finding], out: &mut dyn Write) -> Result<()> {
    let mut writer = csv_writer(out);
    let head = ["rule", "severity", "subject", "places", "values", "message", "message_zh"];
    writer.write_record(head).map_err(csv_error)?;
    for f in findings {
        let places = joined(f.values.iter().map(super::finding::Stated::place));
        let values = joined(f.values.iter().map(|v| v.value.clone()));
        let row = [f.rule, f.severity.word(), &f.subject, &places, &values, &f.message, &f.message_zh];
        writer.write_record(row).map_err(csv_error)?;
    }
    Ok(writer.flush()?)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::super::fixture::Folder;
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn rendered(findings: &[Finding], format: Format, language: Language) -> String {
        let mut out = Vec::new();
        render(findings, format, language, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_clean_edition_has_no_findings() {
        let findings = lint(&Folder::clean().load().unwrap());
        assert_eq!(findings, []);
        let text = rendered(&findings, Format::Text, Language::En);
        assert_eq!(text, "0 findings: errors 0, warnings 0, notes 0\n");
        assert_eq!(rendered(&findings, Format::Json, Language::En), "[]\n");
    }

    #[test]
    fn every_rule_has_its_own_name_and_says_what_it_checks() {
        let mut ids: Vec<&str> = RULES.iter().map(|r| r.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
        assert!(RULES.iter().all(|r| ![r.title, r.title_zh, r.what, r.what_zh].contains(&"")));
    }

    #[test]
    fn text_fits_a_terminal_of_80_columns() {
        let findings = lint(&Edition::load("2023").unwrap());
        for language in [Language::En, Language::Zh] {
            let text = rendered(&findings, Format::Text, language);
            assert!(text.lines().all(|line| line.width() <= WIDTH), "{text}");
        }
    }

    #[test]
    fn csv_has_a_row_a_finding() {
        let findings = lint(&Edition::load("2023").unwrap());
        let text = rendered(&findings, Format::Csv, Language::En);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.records().filter_map(std::result::Result::ok).count(), findings.len());
    }
}

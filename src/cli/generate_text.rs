//! How far a generated corpus is from what was published, for people and as CSV.

use crate::base::{Error, Result, table};
use crate::synthetic::{Generated, Like2023, Residual, Residuals};
use std::io::Write;

/// Counts, then the figures that were met, by where they are published, and those that were not.
pub(super) fn write(generated: &Generated, like: Like2023, out: &mut dyn Write) -> Result<()> {
    let summary = &generated.summary;
    writeln!(
        out,
        "SYNTHETIC corpus, seed {}: {} papers, {} authorships, {} scholars, {} institutions, {} cities in {} countries",
        like.seed,
        summary.papers,
        summary.authorships,
        summary.scholars,
        summary.institutions,
        summary.cities,
        summary.countries
    )?;
    if let Some(residuals) = &generated.residuals {
        return report(residuals, out);
    }
    Ok(writeln!(out, "scale {}: only at 1 are the published figures met", like.scale)?)
}

fn report(residuals: &Residuals, out: &mut dyn Write) -> Result<()> {
    let all = &residuals.all;
    let met = all.iter().filter(|residual| residual.is_met()).count();
    writeln!(out, "\n{met} of {} published figures are met\n", all.len())?;
    let mut sources: Vec<&str> = Vec::new();
    for residual in all {
        if !sources.contains(&residual.source.as_str()) {
            sources.push(&residual.source);
        }
    }
    let rows: Vec<Vec<String>> = sources
        .into_iter()
        .map(|source| {
            let of: Vec<&Residual> = all.iter().filter(|residual| residual.source == source).collect();
            let count = |verdict: &str| of.iter().filter(|r| r.verdict() == verdict).count().to_string();
            let name = if source.bytes().all(|b| b.is_ascii_digit()) {
                format!("table {source}")
            } else {
                source.into()
            };
            vec![name, of.len().to_string(), count("met"), count("contradicted"), count("missed")]
        })
        .collect();
    let names = ["published in", "figures", "met", "contradicted", "missed"].map(str::to_owned);
    table::write(&names, &rows, out)?;
    for (verdict, title) in
        [("contradicted", "Not met, because other published figures contradict them:"), ("missed", "Missed:")]
    {
        let rows: Vec<Vec<String>> = all.iter().filter(|r| r.verdict() == verdict).map(row).collect();
        if !rows.is_empty() {
            writeln!(out, "\n{title}\n")?;
            table::write(
                &["city", "figure", "published", "generated", "difference"].map(str::to_owned),
                &rows,
                out,
            )?;
        }
    }
    writeln!(out, "\nPublished figures that contradict each other, and the side taken:\n")?;
    for (message, side) in &residuals.contradictions {
        writeln!(out, "  {message}\n    → {side}")?;
    }
    writeln!(out)?;
    Ok(())
}

fn row(residual: &Residual) -> Vec<String> {
    vec![
        residual.subject.clone(),
        residual.figure.replace('_', " "),
        format!("{:.2}", residual.published),
        format!("{:.2}", residual.generated),
        format!("{:+.3}", residual.difference()),
    ]
}

/// Every figure as a row.
pub(super) fn csv(residuals: &Residuals, out: &mut dyn Write) -> Result<()> {
    let failed = |e: csv::Error| Error::from(std::io::Error::from(e));
    let mut writer = csv::Writer::from_writer(out);
    writer
        .write_record([
            "source",
            "subject",
            "figure",
            "published",
            "rounding",
            "generated",
            "difference",
            "verdict",
        ])
        .map_err(failed)?;
    for residual in &residuals.all {
        let Residual { source, subject, figure, published, half, generated, .. } = residual;
        let figures = [*published, *half, *generated, residual.difference()].map(|x| x.to_string());
        let [published, half, generated, difference] = &figures;
        let cells = [source, subject, figure, published, half, generated, difference];
        let cells = cells.into_iter().map(String::as_str).chain([residual.verdict()]);
        writer.write_record(cells).map_err(failed)?;
    }
    Ok(writer.flush()?)
}

//! An explanation for people.

use crate::base::{Result, table};
use crate::engine::Ranked;
use crate::engine::explain::rests_on::LeftOut;
use crate::engine::explain::stability::Figure;
use crate::engine::explain::{self, Explanation};
use crate::graph::Units;
use crate::index::ranking::INDICES;
use crate::model::record::SYNTHETIC_NOTE;
use crate::robustness::gain::WAYS;
use crate::robustness::intervals::Interval;
use std::io::Write;

/// Writes an explanation.
pub fn write(ranked: &Ranked, e: &Explanation, papers: usize, out: &mut dyn Write) -> Result<()> {
    let units = ranked.units();
    let (unit, total) = (e.row.unit, ranked.ranking.rows.len());
    let title = format!(
        "{} {} ({}, key {})",
        units.name_zh(unit),
        units.name(unit),
        units.country_code(unit),
        units.key(unit)
    );
    writeln!(out, "{}", table::visible(title.trim()))?;
    if ranked.coverage.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "rank {} of {total} · profile {} · years {}\n",
        e.row.rank, ranked.profile.name, ranked.profile.years
    )?;
    indices(e, out)?;
    writeln!(out, "\nEach term: value → ln → 100·(ln − min)/(max − min) over all units → weight → points")?;
    terms(e, out)?;
    gain(&units, e, out)?;
    rests_on(e, out)?;
    queries(ranked, e, out)?;
    let c = &ranked.coverage;
    writeln!(
        out,
        "\nunresolved: {} of the {} affiliations of the {} selected papers have no city and are credited to no unit",
        c.unresolved(),
        c.affiliations,
        c.papers
    )?;
    writeln!(out, "\n{} of its {} papers, most cited first:", papers.min(e.papers.len()), e.papers.len())?;
    paper_list(e, papers, out)
}

/// The five indices; with intervals rank and indicators, too.
fn indices(e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let Some(sure) = &e.sure else {
        let names = ["index", "value"].map(str::to_owned);
        let rows = INDICES.iter().zip(e.row.indices).map(|(i, v)| vec![i.1.to_owned(), format!("{v:.4}")]);
        return Ok(table::write(&names, &rows.collect::<Vec<_>>(), out)?);
    };
    let names = ["figure", "value", "low", "high", "mean", "error"].map(str::to_owned);
    let number = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| format!("{v:.3}"));
    let row = |figure: &Figure| {
        let Interval { low, high, mean, error } = figure.interval;
        let numbers = [figure.value, low, high, mean, error].map(number);
        std::iter::once(figure.name.to_owned()).chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = sure.figures.iter().map(row).collect();
    table::write(&names, &rows, out)?;
    let (stability, place) = (&sure.stability, &sure.stability.place);
    writeln!(
        out,
        "low, high: 95 % stability interval; papers drawn with replacement {} times (seed {}), all ranked again",
        sure.options.replicates, sure.options.seed
    )?;
    writeln!(
        out,
        "a draw has fewer distinct papers, so fewer distinct scholars and institutions: for every unit alike (docs/METHOD.md)"
    )?;
    let next = stability.above_next.map(|p| format!(" · P(above the next) {p:.3}")).unwrap_or_default();
    Ok(writeln!(
        out,
        "tier {} · P(top 20) {:.3} · P(top 100) {:.3}{next} · ranked in {:.1} % of the draws",
        stability.tier,
        place.top[0],
        place.top[1],
        100.0 * place.ranked
    )?)
}

fn terms(e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let names = ["term", "value", "ln", "min", "max", "score", "weight", "points"].map(str::to_owned);
    let number =
        |v: Option<f64>, digits: usize| v.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
    let row = |t: &explain::Term| {
        vec![
            t.indicator.to_owned(),
            number(t.value, 2),
            number(t.log, 4),
            number(t.range.map(|r| r.0), 4),
            number(t.range.map(|r| r.1), 4),
            format!("{:.3}", t.score),
            format!("{:.3}", t.weight),
            format!("{:.3}", t.score * t.weight),
        ]
    };
    let rows: Vec<Vec<String>> = e.terms.iter().map(row).collect();
    Ok(table::write(&names, &rows, out)?)
}

fn paper_list(e: &Explanation, papers: usize, out: &mut dyn Write) -> Result<()> {
    let names = ["cited", "year", "intl", "paper"].map(str::to_owned);
    let row = |p: &explain::Credit| {
        let cited = p.citations.map_or_else(|| "–".to_owned(), |c| c.to_string());
        let year = p.year.map_or_else(|| "–".to_owned(), |y| y.to_string());
        vec![cited, year, p.foreign.to_string(), table::fit(&table::visible(&p.title), 58)]
    };
    let rows: Vec<Vec<String>> = e.papers.iter().take(papers).map(row).collect();
    table::write(&names, &rows, out)?;
    writeln!(out, "\nintl: units of other countries on the paper · all papers: --format csv")?;
    Ok(())
}

fn gain(units: &Units<'_>, e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let Some(gain) = &e.gain else { return Ok(()) };
    let above = gain.above.unit;
    let name = table::visible(units.name(above));
    writeln!(
        out,
        "\nTo gain a place, past {name} (rank {}, {:.4}), any one of these while all else stays:",
        gain.above.rank, gain.above.indices[4]
    )?;
    for (way, needed) in WAYS.iter().zip(gain.needed) {
        match needed {
            Some(n) => writeln!(out, "  +{n} {}, {}", way.title, way.definition)?,
            None => writeln!(out, "  no number of {} does it alone", way.title)?,
        }
    }
    Ok(())
}

fn rests_on(e: &Explanation, out: &mut dyn Write) -> Result<()> {
    if e.rests_on.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nWhat the place rests on most: without these papers, for everybody, it would have")?;
    let names = ["index", "change", "rank", "papers", "without"].map(str::to_owned);
    let rows: Vec<Vec<String>> = e.rests_on.iter().map(left_out).collect();
    Ok(table::write(&names, &rows, out)?)
}

fn left_out(left: &LeftOut) -> Vec<String> {
    let none = || "–".to_owned();
    let name = if left.name.is_empty() { &left.key } else { &left.name };
    vec![
        left.outcome.map_or_else(none, |outcome| format!("{:.4}", outcome.indices[4])),
        left.change.map_or_else(none, |change| format!("{change:+.4}")),
        left.outcome.map_or_else(none, |outcome| outcome.rank.to_string()),
        left.papers.to_string(),
        table::fit(&format!("{}: {}", left.part.id(), table::visible(name)), 48),
    ]
}

fn queries(ranked: &Ranked, e: &Explanation, out: &mut dyn Write) -> Result<()> {
    let parameters = e.queries.first().map(|behind| behind.parameters.as_slice()).unwrap_or_default();
    let given = parameters.iter().map(|(name, value)| format!(" --param {name}={}", table::visible(value)));
    writeln!(out, "\nThe same by query: aicity query --store DIR --name NAME{}", given.collect::<String>())?;
    if parameters.is_empty() {
        let window = ranked.profile.citation_window.0.map_or("", |_| ", and citations to their windows");
        writeln!(
            out,
            "(of all units, over the whole corpus; `rank --engine sparql` narrows them to the selected papers{window})"
        )?;
    }
    // Two indicators of one query stand next to each other.
    for same in e.queries.chunk_by(|one, other| one.query == other.query) {
        let indicators: Vec<&str> = same.iter().map(|behind| behind.indicator).collect();
        writeln!(out, "  {}  for {}", same[0].query, indicators.join(", "))?;
    }
    Ok(())
}

//! A difference for people: who moved, why, and what the causes mean.

use super::rank_format::plural;
use crate::base::records::Record;
use crate::base::table::{fit, visible};
use crate::base::{Result, table as aligned};
use crate::engine::diff::table::{measure_name, value, word};
use crate::engine::diff::{Difference, PaperChange, UnitChange};
use crate::model::record::SYNTHETIC_NOTE;
use crate::robustness::difference::{Change, INNOVATION, MEASURES, Measures, OTHERS, RULES, STAGES};
use std::io::Write;

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Columns of spaces.
    Aligned,
    /// Markdown.
    Markdown,
}

/// A part of a change: what a column of causes holds.
#[derive(Debug, Clone, Copy)]
enum Part {
    /// Of a stage, by the unit's own indicators.
    Own(usize),
    /// Of a stage, by the others.
    Others(usize),
    /// Of all stages, by the others.
    AllOthers,
}

impl Part {
    /// In the order of the columns; `split`: what the others did, by stage.
    fn all(split: bool) -> Vec<Self> {
        let others = if split { (0..RULES).map(Self::Others).collect() } else { vec![Self::AllOthers] };
        (0..STAGES.len()).map(Self::Own).chain(others).collect()
    }

    fn title(self) -> String {
        match self {
            Self::Own(stage) => STAGES[stage].title.to_owned(),
            Self::Others(stage) => format!("{}, {}", OTHERS.title, STAGES[stage].title),
            Self::AllOthers => OTHERS.title.to_owned(),
        }
    }

    fn of(self, change: &Change, measure: usize) -> i128 {
        match self {
            Self::Own(stage) => change.own[stage][measure],
            Self::Others(stage) => change.others[stage][measure],
            Self::AllOthers => change.all_others()[measure],
        }
    }
}

/// The units that moved most, with the causes of their change of rank and the change of their index.
pub fn movers(found: &Difference, top: usize, split: bool, style: Style, out: &mut dyn Write) -> Result<()> {
    let moved = |unit: &&UnitChange| unit.change.observed().is_some_and(|change| change != [0; MEASURES]);
    let movers: Vec<&UnitChange> = found.units.iter().filter(moved).collect();
    let shown = &movers[..top.min(movers.len())];
    let has_effect = |part: &Part| shown.iter().any(|unit| part.of(&unit.change, 0) != 0);
    let (used, idle): (Vec<Part>, Vec<Part>) = Part::all(split).into_iter().partition(has_effect);
    if shown.is_empty() {
        writeln!(out, "nothing moved: every unit of both has the same rank, indices and indicators")?;
    } else {
        let titles = ["name", "", "rank", "change"].map(str::to_owned).into_iter();
        let titles: Vec<String> =
            titles.chain(used.iter().map(|part| part.title())).chain(["index".to_owned()]).collect();
        draw(&titles, shown.iter().map(|unit| mover(unit, &used)).collect(), 3, style, out)?;
    }
    writeln!(out)?;
    counts(found, movers.len(), shown.len(), out)?;
    turned(found, out)?;
    if !idle.is_empty() && !shown.is_empty() {
        let names: Vec<String> = idle.iter().map(|part| part.title()).collect();
        writeln!(out, "without effect on these ranks: {}", names.join(", "))?;
    }
    summary(found).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    legend(found, out)
}

/// Name, country, rank at both ends, change of rank with its parts, change of the innovation index.
fn mover(unit: &UnitChange, parts: &[Part]) -> Vec<String> {
    let change = &unit.change;
    let place = |end: Option<Measures>| end.map_or("–".to_owned(), |measures| measures[0].to_string());
    let rank = format!("{} → {}", place(change.a), place(change.b));
    let moved = change.observed().unwrap_or([0; MEASURES]);
    let mut line = vec![both_names(unit), unit.country.clone(), rank, signed(moved[0])];
    line.extend(parts.iter().map(|part| signed(part.of(change, 0))));
    line.push(format!("{:+.2}", moved[INNOVATION] as f64 / 1e9));
    line
}

/// Every measure of some units: both ends, and the causes.
pub fn measures(
    found: &Difference,
    top: usize,
    split: bool,
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    for unit in found.units.iter().take(top) {
        measures_of(unit, split, style, out)?;
    }
    writeln!(out, "rounded here; exact, so that the parts add up to the last digit: --format csv --long")?;
    summary(found).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    legend(found, out)
}

fn measures_of(unit: &UnitChange, split: bool, style: Style, out: &mut dyn Write) -> Result<()> {
    let change = &unit.change;
    let turned = change.turned.map_or(String::new(), |stage| format!(" by {:?}", STAGES[stage].title));
    let status = match word(change) {
        "both" => "ranked in A and in B".to_owned(),
        word => format!("{word} in B{turned}"),
    };
    let (name, key) = (visible(&both_names(unit)), visible(&unit.key));
    writeln!(out, "{name} ({}, key {key}): {status}\n", unit.country)?;
    let has_effect =
        |part: &Part| change.observed().is_some() && (0..MEASURES).any(|m| part.of(change, m) != 0);
    let parts: Vec<Part> = Part::all(split).into_iter().filter(has_effect).collect();
    let titles = ["measure", "A", "B", "change"].map(str::to_owned).into_iter();
    let titles: Vec<String> = titles.chain(parts.iter().map(|part| part.title())).collect();
    let line = |measure: usize| {
        let cell = |all: Option<Measures>, sign| {
            all.map_or("–".to_owned(), |measures| rounded(measure, measures[measure], sign))
        };
        let mut line = vec![measure_name(measure).to_owned(), cell(change.a, false), cell(change.b, false)];
        line.push(cell(change.observed(), true));
        line.extend(parts.iter().map(|part| rounded(measure, part.of(change, measure), true)));
        line
    };
    draw(&titles, (0..MEASURES).map(line).collect(), 1, style, out)?;
    Ok(writeln!(out)?)
}

/// The papers behind the causes.
pub fn papers(found: &Difference, style: Style, out: &mut dyn Write) -> Result<()> {
    let titles =
        ["unit", "cause", "paper", "credit", "citations", "scholars", "collab", "title"].map(str::to_owned);
    let line = |paper: &PaperChange| {
        let cells = paper.cells();
        let both = |i: usize| {
            let text = |i: usize| {
                Some(cells[i].text().into_owned()).filter(|t| !t.is_empty()).unwrap_or("–".to_owned())
            };
            if text(i) == text(i + 1) { text(i) } else { format!("{} → {}", text(i), text(i + 1)) }
        };
        let mut line: Vec<String> = [0, 1, 2].map(|i| cells[i].text().into_owned()).into();
        line.extend([4, 6, 8, 10].map(both));
        line.push(fit(&visible(&paper.title), 40));
        line
    };
    let lines: Vec<Vec<String>> = found.papers.iter().map(line).collect();
    if lines.is_empty() {
        writeln!(out, "no paper gives these units other credit in B than in A")?;
    } else {
        draw(&titles, lines, titles.len(), style, out)?;
    }
    writeln!(
        out,
        "\n{} papers; before → after the stage of the cause; –: the paper gives the unit nothing",
        found.papers.len()
    )?;
    writeln!(out, "institutions of the unit on each paper: --format csv")?;
    summary(found).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    legend(found, out)
}

fn draw(
    titles: &[String],
    mut lines: Vec<Vec<String>>,
    texts: usize,
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    match style {
        Style::Markdown => {
            Ok(aligned::write_markdown(titles, &(0..texts).collect::<Vec<usize>>(), &lines, out)?)
        }
        Style::Aligned => {
            lines.iter_mut().for_each(|line| line[0] = fit(&visible(&line[0]), 28));
            Ok(aligned::write(titles, &lines, out)?)
        }
    }
}

fn both_names(unit: &UnitChange) -> String {
    let (name, zh) = (&unit.name, &unit.name_zh);
    if zh.is_empty() || zh == name { name.clone() } else { format!("{zh} {name}") }
}

fn signed(change: i128) -> String {
    if change == 0 { "0".to_owned() } else { format!("{change:+}") }
}

fn rounded(measure: usize, n: i128, sign: bool) -> String {
    let number = if measure == 0 { n as f64 } else { n as f64 / 1e9 };
    match (measure, sign) {
        (0, false) => n.to_string(),
        (_, true) if n == 0 => "0".to_owned(),
        (0, true) => signed(n),
        (_, false) if number.fract() == 0.0 => value(measure, n).text().into_owned(),
        (_, true) if number.fract() == 0.0 => format!("{number:+.0}"),
        (_, true) => format!("{number:+.3}"),
        (_, false) => format!("{number:.3}"),
    }
}

fn counts(found: &Difference, moved: usize, shown: usize, out: &mut dyn Write) -> Result<()> {
    let both = found.units.iter().filter(|unit| unit.change.observed().is_some()).count();
    if found.a.coverage.synthetic {
        writeln!(out, "{SYNTHETIC_NOTE}")?;
    }
    writeln!(
        out,
        "{shown} of {moved} {} that moved; {both} are ranked in both · A: {}, B: {}",
        plural(found.a.profile.unit),
        found.a.ranking.rows.len(),
        found.b.ranking.rows.len()
    )?;
    Ok(())
}

/// New and gone units, by the stage that they came or went in.
fn turned(found: &Difference, out: &mut dyn Write) -> Result<()> {
    for status in ["new", "gone"] {
        let all: Vec<&UnitChange> = found.units.iter().filter(|unit| word(&unit.change) == status).collect();
        if all.is_empty() {
            continue;
        }
        let by = |stage: usize| all.iter().filter(|unit| unit.change.turned == Some(stage)).count();
        let stages: Vec<String> = (0..STAGES.len())
            .filter(|&stage| by(stage) > 0)
            .map(|stage| format!("{} by {}", by(stage), STAGES[stage].title))
            .collect();
        let first: Vec<String> = all.iter().take(5).map(|unit| visible(&both_names(unit))).collect();
        let more = if all.len() > first.len() { ", …" } else { "" };
        writeln!(out, "{status}: {} ({}): {}{more}", all.len(), stages.join(", "), first.join(", "))?;
    }
    Ok(())
}

/// How much is different, in lines.
pub fn summary(found: &Difference) -> Vec<String> {
    let e = &found.edits;
    let mut lines = vec![
        format!(
            "papers: {} in A ({} selected), {} in B ({} selected); {} common, {} removed, {} added",
            e.papers_a, e.selected_a, e.papers_b, e.selected_b, e.common, e.removed, e.added
        ),
        format!(
            "of the common papers: facts differ on {}, citations on {}, authors or affiliations on {}",
            e.facts, e.citations, e.affiliations
        ),
        format!(
            "places moved: {} institutions, {} cities; {} countries ranked otherwise",
            e.institutions, e.cities, e.countries
        ),
    ];
    let rule = |rule: &crate::engine::diff::Rule| format!("{} {:?} → {:?}", rule.key, rule.a, rule.b);
    let rules: Vec<String> = e.rules.iter().map(rule).collect();
    lines.push(if rules.is_empty() {
        "rules: the same".to_owned()
    } else {
        format!("rules: {}", rules.join("; "))
    });
    lines
}

fn legend(found: &Difference, out: &mut dyn Write) -> Result<()> {
    let (a, b) = (&found.a.profile.name, &found.b.profile.name);
    let profile = if a == b { a.clone() } else { format!("{a} → {b}") };
    writeln!(
        out,
        "\nprofile {profile} · change = B − A (three places down are +3); its causes add up to it, one"
    )?;
    writeln!(out, "after the other, each unit against the others as they were before the cause:")?;
    for cause in STAGES.iter().chain([&OTHERS]) {
        writeln!(out, "  {}: {}", cause.title, cause.definition)?;
    }
    writeln!(out, "definitions: aicity list indices, aicity list indicators, docs/METHOD.md")?;
    Ok(())
}

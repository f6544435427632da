//! A sensitivity analysis as text: tables with bars for people, one object for programs.

use super::load_summary::percent;
use super::rank_format::plural;
use crate::base::records::Table;
use crate::base::table::{fit, visible};
use crate::base::{Error, Result, table};
use crate::engine::Ranked;
use crate::model::record::SYNTHETIC_NOTE;
use crate::robustness::sensitivity::ribbon::Band;
use crate::robustness::sensitivity::shares::{Share, Shares};
use crate::robustness::sensitivity::switches::Switch;
use crate::robustness::sensitivity::tornado::{Effect, Move};
use crate::robustness::sensitivity::{Named, Study};
use crate::robustness::sobol::Estimate;
use serde_json::{Map, Value, json};
use std::io::Write;

/// The parts that were asked for.
#[derive(Debug, Default)]
pub struct Answers {
    /// One at a time.
    pub tornado: Option<Vec<Effect>>,
    /// All together.
    pub ribbon: Option<Vec<Band>>,
    /// Shares of the variance.
    pub sobol: Option<Shares>,
}

/// One part for people.
struct Section {
    heading: String,
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
}

/// Everything as tables, with a legend.
pub fn people(
    ranked: &Ranked,
    study: &Study,
    answers: &Answers,
    rows: usize,
    markdown: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let units = plural(ranked.profile.unit);
    let tornado = answers.tornado.as_ref().map(|effects| tornado(study, effects, units));
    let ribbon = answers.ribbon.as_ref().map(|bands| ribbon(bands, rows, units));
    let sobol = answers.sobol.as_ref().map(sobol);
    for section in [tornado, ribbon, sobol].into_iter().flatten() {
        if markdown { section.markdown(out)? } else { section.text(out)? }
    }
    legend(ranked, study, answers).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

impl Section {
    fn text(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "{}\n", self.heading)?;
        table::write(&self.titles, &self.rows, out)?;
        writeln!(out)?;
        self.notes.iter().try_for_each(|note| writeln!(out, "{note}"))?;
        if !self.notes.is_empty() {
            writeln!(out)?;
        }
        Ok(())
    }

    fn markdown(&self, out: &mut dyn Write) -> Result<()> {
        let escaped = |cell: &String| visible(cell).replace('|', "\\|").replace('<', "&lt;");
        let line =
            |cells: &[String]| format!("| {} |", cells.iter().map(escaped).collect::<Vec<_>>().join(" | "));
        writeln!(out, "## {}\n\n{}", self.heading, line(&self.titles))?;
        writeln!(out, "|{}", "---|".repeat(self.titles.len()))?;
        self.rows.iter().try_for_each(|row| writeln!(out, "{}", line(row)))?;
        writeln!(out)?;
        self.notes.iter().try_for_each(|note| writeln!(out, "{note}\n"))?;
        Ok(())
    }
}

/// Widest bar or sketch, in characters.
const BAR: usize = 10;
const SKETCH: usize = 32;
/// Parts left out that are shown of each switch; the others are counted.
const LEFT_OUT: usize = 3;

/// A bar of a share of the widest, with half blocks.
fn bar(share: f64) -> String {
    let halves = (0..2 * BAR).filter(|&half| (half as f64 + 0.5) < share * 2.0 * BAR as f64).count();
    "█".repeat(halves / 2) + if halves % 2 == 1 { "▌" } else { "" }
}

fn tornado(study: &Study, effects: &[Effect], units: &str) -> Section {
    let top = study.options.top;
    let most = effects.iter().filter_map(|effect| effect.mean_shift).fold(0.0, f64::max);
    let (mut rows, mut notes) = (Vec::new(), vec![headline(effects, top, units)]);
    for (i, effect) in effects.iter().enumerate() {
        let stronger = effects[..i].iter().filter(|other| other.switch == effect.switch).count();
        if !effect.left_out || stronger < LEFT_OUT {
            rows.push(tornado_row(effect, most));
        }
    }
    for switch in &study.switches {
        let all = effects.iter().filter(|effect| effect.left_out && effect.switch == switch.id).count();
        if all > LEFT_OUT {
            let more = all - LEFT_OUT;
            notes.push(format!(
                "{}: {more} more left out, one by one, that move less (--format csv)",
                switch.id
            ));
        }
    }
    notes.extend(effects.iter().filter_map(|effect| members(effect, units)));
    let heading = format!(
        "ONE AT A TIME: each alternative by itself against the profile, of {} {units}",
        study.nominal.rows.len()
    );
    let out_of = format!("out of {top}");
    let titles = ["switch", "set to", "shift", "", &out_of, "", "τ", "rises most", "falls most"]
        .map(str::to_owned)
        .into();
    Section { heading, titles, rows, notes }
}

fn tornado_row(effect: &Effect, most: f64) -> Vec<String> {
    let figure =
        |value: Option<f64>, digits: usize| value.map_or_else(|| "–".to_owned(), |v| format!("{v:.digits$}"));
    let moved = |one: &Option<Move>| {
        one.as_ref().map_or_else(|| "–".to_owned(), |m| format!("{} {}", short(&m.unit), signed(m.by)))
    };
    vec![
        effect.switch.to_owned(),
        fit(&visible(&effect.value), 22),
        figure(effect.mean_shift, 1),
        bar(effect.mean_shift.map_or(0.0, |shift| shift / most)),
        effect.out_of_top.len().to_string(),
        percent(effect.out_of_top_share),
        figure(effect.kendall, 3),
        moved(&effect.up),
        moved(&effect.down),
    ]
}

fn short(unit: &Named) -> String {
    fit(&visible(&unit.name), 13)
}

/// A step in places; towards the top is below 0.
fn signed(by: i64) -> String {
    if by < 0 { format!("−{}", by.unsigned_abs()) } else { format!("+{by}") }
}

/// The strongest alternatives, in a sentence. What leaves papers or units out is another matter.
fn headline(effects: &[Effect], top: usize, units: &str) -> String {
    let comparable =
        |effect: &&Effect| !effect.left_out && effect.gone.is_empty() && effect.entered.is_empty();
    let mut strongest = effects.iter().filter(comparable);
    // Of equals the first one, which moves more.
    let evicts = strongest.clone().rev().max_by_key(|effect| effect.out_of_top.len());
    let Some((first, evicts)) = strongest.next().zip(evicts) else {
        return "No alternative keeps the papers and the ranked units.".to_owned();
    };
    let shift = first.mean_shift.map_or_else(|| "–".to_owned(), |shift| format!("{shift:.1}"));
    format!(
        "Of the same papers and {units}: {} = {} moves them most, by {shift} places on average;\n  {} = {} takes {} of the \
         top {top} out of it ({}), more than any other.",
        first.switch,
        first.value,
        evicts.switch,
        evicts.value,
        evicts.out_of_top.len(),
        percent(evicts.out_of_top_share)
    )
}

/// Who is ranked no longer and who is new, where an alternative changes that.
fn members(effect: &Effect, units: &str) -> Option<String> {
    if effect.left_out || effect.gone.is_empty() && effect.entered.is_empty() {
        return None;
    }
    let list = |units: &[Named]| match units.len() {
        0 => String::new(),
        n => {
            let names: Vec<String> = units.iter().take(4).map(short).collect();
            format!(" ({}{})", names.join(", "), if n > 4 { ", …" } else { "" })
        }
    };
    Some(format!(
        "{} = {}, {units} ranked no longer: {}{}; new: {}{}; compared: {}",
        effect.switch,
        effect.value,
        effect.gone.len(),
        list(&effect.gone),
        effect.entered.len(),
        list(&effect.entered),
        effect.matched
    ))
}

fn ribbon(bands: &[Band], rows: usize, units: &str) -> Section {
    let shown = &bands[..rows.min(bands.len())];
    let worst = shown.iter().map(|band| band.ranks.map_or(band.rank, |ranks| ranks.q95.max(band.rank)));
    let worst = worst.max().unwrap_or(1);
    let scale = format!("1{}{worst}", " ".repeat(SKETCH.saturating_sub(1 + worst.to_string().len())));
    let titles = ["#", "name", "", "5 %", "95 %", &scale, "median", "best", "worst", "moved most by"]
        .map(str::to_owned);
    let partly = bands.iter().filter(|band| band.ranked < 1.0).count();
    let mut notes = Vec::new();
    if partly > 0 {
        notes.push(format!("{partly} {units} are not ranked in every sample (column ranked of csv)"));
    }
    Section {
        heading: format!(
            "ALL TOGETHER: ranks when switches and weights vary at once, first {} of {} {units}",
            shown.len(),
            bands.len()
        ),
        titles: titles.into(),
        rows: shown.iter().map(|band| ribbon_row(band, worst)).collect(),
        notes,
    }
}

fn ribbon_row(band: &Band, worst: u32) -> Vec<String> {
    let unit = &band.unit;
    let both = if unit.name_zh.is_empty() || unit.name_zh == unit.name {
        unit.name.clone()
    } else {
        format!("{} {}", unit.name_zh, unit.name)
    };
    let rank = |of: Option<u32>| of.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let spread = band.ranks;
    let by = match (&band.moved_most_by, band.moved_by) {
        (None, _) => "–".to_owned(),
        (Some((switch, value)), Some(by)) => format!("{switch} = {value}: {}", signed(by)),
        (Some((switch, value)), None) => format!("{switch} = {value}: out"),
    };
    vec![
        band.rank.to_string(),
        fit(&visible(&both), 24),
        unit.country.clone(),
        rank(spread.map(|s| s.q5)),
        rank(spread.map(|s| s.q95)),
        spread.map(|s| sketch(band.rank, s.q5, s.q95, worst)).unwrap_or_default(),
        spread.map_or_else(|| "–".to_owned(), |s| s.median.to_string()),
        rank(spread.map(|s| s.min)),
        rank(spread.map(|s| s.max)),
        by,
    ]
}

/// The interval on a line from 1 to the worst: `─` from 5 % to 95 %, `●` the nominal rank.
fn sketch(rank: u32, low: u32, high: u32, worst: u32) -> String {
    let at = |rank: u32| (rank - 1) as usize * (SKETCH - 1) / (worst.max(2) - 1) as usize;
    let mark = |column: usize| match column {
        column if column == at(rank) => '●',
        column if (at(low)..=at(high)).contains(&column) => '─',
        _ => ' ',
    };
    (0..SKETCH).map(mark).collect::<String>().trim_end().to_owned()
}

fn sobol(shares: &Shares) -> Section {
    let heading = match &shares.of {
        None => "WHOSE DOING: shares of the variance of the mean shift |rank − nominal rank|".to_owned(),
        Some(unit) => {
            format!("WHOSE DOING: shares of the variance of the rank of {} ({})", unit.name, unit.key)
        }
    };
    let titles = ["switch", "first", "95 % interval", "total", "95 % interval", ""].map(str::to_owned);
    let mut all: Vec<&Share> = shares.switches.iter().collect();
    let total = |share: &Share| share.indices.map_or(0.0, |indices| indices.total.value);
    all.sort_by(|a, b| total(b).total_cmp(&total(a)));
    let alone: Option<f64> = shares.switches.iter().map(|share| Some(share.indices?.first.value)).sum();
    let varies = alone.map_or_else(
        || "It never varies, so there is nothing to share out.".to_owned(),
        |alone| {
            format!("First orders add up to {alone:.2}; what is missing to 1 is of switches acting together.")
        },
    );
    let deviation = shares.variance.sqrt();
    let notes = vec![
        format!(
            "mean {:.2}, standard deviation {deviation:.2} over {} rankings",
            shares.mean, shares.rankings
        ),
        varies,
    ];
    Section { heading, titles: titles.into(), rows: all.into_iter().map(sobol_row).collect(), notes }
}

fn sobol_row(share: &Share) -> Vec<String> {
    let value =
        |estimate: Option<Estimate>| estimate.map_or_else(|| "–".to_owned(), |e| format!("{:.3}", e.value));
    let interval = |estimate: Option<Estimate>| {
        let interval = estimate.and_then(|estimate| estimate.interval);
        interval.map_or_else(|| "–".to_owned(), |(low, high)| format!("{low:.3} … {high:.3}"))
    };
    let (first, total) = (share.indices.map(|i| i.first), share.indices.map(|i| i.total));
    let bar = bar(total.map_or(0.0, |total| total.value.min(1.0)));
    vec![share.switch.to_owned(), value(first), interval(first), value(total), interval(total), bar]
}

/// What the figures mean and what they stand on.
fn legend(ranked: &Ranked, study: &Study, answers: &Answers) -> Vec<String> {
    let (profile, options) = (&ranked.profile, &study.options);
    let names = |switches: &[&Switch]| switches.iter().map(|switch| switch.id).collect::<Vec<_>>().join(", ");
    let mut lines = Vec::new();
    if ranked.coverage.synthetic {
        lines.push(SYNTHETIC_NOTE.to_owned());
    }
    lines.push(format!(
        "profile {} · {} papers, years {} · seed {}",
        profile.name, ranked.coverage.papers, profile.years, options.seed
    ));
    if answers.tornado.is_some() {
        lines.extend([
            "shift: mean of |rank − nominal rank| over those ranked under both; τ: Kendall's τ-b with the nominal".to_owned(),
            format!("  ranking; out of {}: of rank {} or better in the profile, and not so under the alternative; rises", options.top, options.top),
            "  and falls: rank less nominal rank, so − is towards the top".to_owned(),
        ]);
    }
    let joint = study.joint();
    let jointly = answers.ribbon.is_some() || answers.sobol.is_some();
    if jointly {
        let alone: Vec<&Switch> = study
            .switches
            .iter()
            .copied()
            .filter(|one| !joint.iter().any(|other| other.id == one.id))
            .collect();
        lines.push(format!(
            "together: {} samples, each value as likely, weights times 1 ± {}, of",
            options.samples, options.weight_noise
        ));
        lines.extend(joint.chunks(5).map(|some| format!("  {}", names(some))));
        if !alone.is_empty() {
            lines.push(format!("  one at a time only: {}", names(&alone)));
        }
    }
    if answers.ribbon.is_some() {
        lines.push("5 % and 95 %: quantiles of the rank over the samples (─); ●: nominal rank".to_owned());
    }
    if answers.sobol.is_some() {
        lines.extend([
            "first: share of the variance that a switch makes alone; total: with all it does together with others;".to_owned(),
            "  intervals: 95 % of 1000 resamples of the samples. An estimate near 0 may be below 0".to_owned(),
        ]);
    }
    if !study.fixed.is_empty() {
        lines.push(format!("nothing else to be set to here: {}", names(&study.fixed)));
    }
    lines.push("definitions: docs/METHOD.md, sensitivity".to_owned());
    lines
}

/// One object.
pub fn json(
    ranked: &Ranked,
    study: &Study,
    answers: &Answers,
    rows: usize,
    out: &mut dyn Write,
) -> Result<()> {
    let failed = |e: serde_json::Error| Error::Bug(e.to_string());
    let options = &study.options;
    let names = |switches: &[&Switch]| switches.iter().map(|switch| switch.id).collect::<Vec<_>>();
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| all.insert(name.to_owned(), value);
    put("profile", serde_json::to_value(&ranked.profile).map_err(failed)?);
    put("synthetic", ranked.coverage.synthetic.into());
    put("ranked", study.nominal.rows.len().into());
    put("samples", options.samples.into());
    put("seed", options.seed.into());
    put("weight_noise", options.weight_noise.into());
    put("top", options.top.into());
    put("switches", names(&study.switches).into());
    put("together", names(&study.joint()).into());
    put("fixed", names(&study.fixed).into());
    if let Some(effects) = &answers.tornado {
        put("tornado", serde_json::to_value(Table::of(effects)).map_err(failed)?);
    }
    if let Some(bands) = &answers.ribbon {
        put("ribbon", serde_json::to_value(Table::of(bands.iter().take(rows))).map_err(failed)?);
    }
    if let Some(shares) = &answers.sobol {
        let switches = serde_json::to_value(Table::of(&shares.switches)).map_err(failed)?;
        let target = if shares.of.is_some() { "rank" } else { "mean_shift" };
        put(
            "sobol",
            json!({"target": target, "of": shares.of.as_ref().map(|unit| &unit.key), "mean": shares.mean,
                   "variance": shares.variance, "rankings": shares.rankings, "switches": switches}),
        );
    }
    Ok(writeln!(out, "{:#}", Value::Object(all))?)
}

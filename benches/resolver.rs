//! How well and how fast affiliations are resolved: coverage, precision and speed on gold strings.
//!
//! ```text
//! resolver                 measures on ../shared/data (or $AICITY_SHARED); says SKIPPED where that is missing
//! resolver wrong [even]    prints what is not as in the gold list, one a line; of one half of it only
//! ```
//!
//! The gold list is split in halves by a hash of the string: rules are made looking at the even half only, so the odd
//! half says how well they do elsewhere.

use aicity::base::{Error, Result};
use aicity::gazetteer::resolver::Resolution;
use aicity::gazetteer::{self, Gazetteer, Resolver, lookup};
use aicity::model::record::Statement;
use aicity::sources::decode::UNWATCHED;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Cities so many kilometres apart count as one.
const SAME_CITY: f64 = 20.0;

/// A row of the gold list.
struct Gold {
    text: String,
    country: String,
    ror: String,
    name: String,
    city: u32,
    mentions: u64,
    even: bool,
}

/// Mentions that were answered and those that were right.
#[derive(Default, Clone, Copy)]
struct Share {
    all: u64,
    answered: u64,
    right: u64,
}

impl Share {
    fn add(&mut self, mentions: u64, right: Option<bool>) {
        self.all += mentions;
        self.answered += if right.is_some() { mentions } else { 0 };
        self.right += if right == Some(true) { mentions } else { 0 };
    }

    fn line(&self, what: &str) -> String {
        let share = |part: u64, all: u64| part as f64 / all.max(1) as f64;
        let (coverage, precision) = (share(self.answered, self.all), share(self.right, self.answered));
        format!("{what:<38} mentions {:>6}  coverage {coverage:.4}  precision {precision:.4}", self.all)
    }
}

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let shared = std::env::var_os("AICITY_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let mut out = std::io::stdout().lock();
    if !shared.join("affiliations_core.csv.gz").exists() {
        return Ok(writeln!(out, "SKIPPED: no gold list in {}", shared.display())?);
    }
    let clock = Instant::now();
    let gazetteer = gazetteer::read(&[shared.join("geo")], UNWATCHED)?.gazetteer;
    writeln!(out, "read gazetteer  {:.2} s", clock.elapsed().as_secs_f64())?;
    let clock = Instant::now();
    let resolver = Resolver::new(&gazetteer)?;
    writeln!(out, "built indexes   {:.2} s", clock.elapsed().as_secs_f64())?;
    let gold = gold(&shared.join("affiliations_core.csv.gz"))?;
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["wrong"] => wrong(&gazetteer, &resolver, &gold, |_| true, &mut out),
        ["wrong", "even"] => wrong(&gazetteer, &resolver, &gold, |one| one.even, &mut out),
        ["explain", text, country] => explain(&resolver, text, country, &mut out),
        _ => measure(&gazetteer, &resolver, &gold, &mut out),
    }
}

fn explain(resolver: &Resolver, text: &str, country: &str, out: &mut impl Write) -> Result<()> {
    let statement = Statement { text: text.into(), country: country.into(), ..Statement::default() };
    for step in resolver.explain(&statement) {
        writeln!(out, "{:<40} {}", step.text, step.gave)?;
    }
    Ok(())
}

fn gold(path: &Path) -> Result<Vec<Gold>> {
    let file = std::fs::File::open(path).map_err(Error::io("open", path))?;
    let mut reader = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(file));
    reader.records().map(|record| row(&record.map_err(bug)?)).collect()
}

fn row(record: &csv::StringRecord) -> Result<Gold> {
    let field = |at| record.get(at).unwrap_or_default().to_owned();
    let text = field(0);
    Ok(Gold {
        even: text.bytes().fold(17_u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)) >> 20
            & 1
            == 0,
        country: field(1),
        name: field(2),
        ror: field(3).rsplit('/').next().unwrap_or_default().to_owned(),
        city: field(4).parse().map_err(bug)?,
        mentions: field(7).parse().map_err(bug)?,
        text,
    })
}

fn bug(error: impl std::fmt::Display) -> Error {
    Error::Bug(error.to_string())
}

fn statements(gold: &[Gold], hints: bool) -> Vec<(Statement<'_>, u64)> {
    let statement = |one: &'_ Gold| Statement {
        text: Cow::Owned(one.text.clone()),
        country: Cow::Owned(if hints { one.country.clone() } else { String::new() }),
        ..Statement::default()
    };
    gold.iter().map(|one| (statement(one), one.mentions)).collect()
}

/// Whether the city is right; `None` where there is no answer.
fn city_right(gazetteer: &Gazetteer, gold: &Gold, answer: &Resolution) -> Option<bool> {
    let place = answer.place.as_ref()?.value;
    let wanted = gazetteer.canonical(gold.city);
    let near = gazetteer.place(place).zip(gazetteer.place(wanted));
    Some(
        place == wanted
            || near.is_some_and(|(a, b)| lookup::distance(a.coordinates, b.coordinates) <= SAME_CITY),
    )
}

/// Whether the institution is right, where ROR has it; `None` where there is no answer.
fn institution_right(gold: &Gold, answer: &Resolution) -> Option<bool> {
    let key = answer.institution.as_ref()?.value.to_string();
    Some(key.split('@').next() == Some(&format!("ror:{}", gold.ror)))
}

fn measure(gazetteer: &Gazetteer, resolver: &Resolver, gold: &[Gold], out: &mut impl Write) -> Result<()> {
    writeln!(out, "{} strings, {} mentions", gold.len(), gold.iter().map(|one| one.mentions).sum::<u64>())?;
    for (hints, name) in [(true, "with country hints"), (false, "without country hints")] {
        let answers = resolver.resolve_all(&statements(gold, hints));
        report(gazetteer, gold, &answers, name, out)?;
    }
    let alone: Vec<Resolution> =
        statements(gold, true).iter().map(|(one, _)| resolver.resolve(one)).collect();
    let mut city = Share::default();
    gold.iter()
        .zip(&alone)
        .for_each(|(one, answer)| city.add(one.mentions, city_right(gazetteer, one, answer)));
    writeln!(out, "{}", city.line("each by itself: city"))?;
    speed(resolver, gold, out)
}

fn report(
    gazetteer: &Gazetteer,
    gold: &[Gold],
    answers: &[Resolution],
    name: &str,
    out: &mut impl Write,
) -> Result<()> {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    for (one, answer) in gold.iter().zip(answers) {
        let mut add = |what: String, mentions, right| shares.entry(what).or_default().add(mentions, right);
        let city = city_right(gazetteer, one, answer);
        let half = if one.even { "even" } else { "odd" };
        add("city".to_owned(), one.mentions, city);
        add(format!("city, {half} half"), one.mentions, city);
        add("city, by string".to_owned(), 1, city);
        if let Some(place) = &answer.place {
            add(format!("city by {}", place.method.code()), one.mentions, city);
        }
        if !one.ror.is_empty() {
            let institution = institution_right(one, answer);
            add("institution".to_owned(), one.mentions, institution);
            if let Some(found) = &answer.institution {
                add(format!("institution by {}", found.method.code()), one.mentions, institution);
            }
        }
    }
    writeln!(out, "-- {name}")?;
    shares.iter().try_for_each(|(what, share)| writeln!(out, "{}", share.line(what)))?;
    Ok(())
}

/// Strings a second on this one thread, the indexes built.
fn speed(resolver: &Resolver, gold: &[Gold], out: &mut impl Write) -> Result<()> {
    let statements = statements(gold, true);
    let clock = Instant::now();
    let placed = statements.iter().filter(|(one, _)| resolver.resolve(one).place.is_some()).count();
    let seconds = clock.elapsed().as_secs_f64();
    let rate = statements.len() as f64 / seconds;
    Ok(writeln!(out, "one core: {rate:.0} strings/s ({placed} of {} placed)", statements.len())?)
}

fn wrong(
    gazetteer: &Gazetteer,
    resolver: &Resolver,
    gold: &[Gold],
    wanted: impl Fn(&Gold) -> bool,
    out: &mut impl Write,
) -> Result<()> {
    let answers = resolver.resolve_all(&statements(gold, true));
    for (one, answer) in gold.iter().zip(&answers).filter(|(one, _)| wanted(one)) {
        let city = city_right(gazetteer, one, answer);
        let institution = one.ror.is_empty() || institution_right(one, answer) == Some(true);
        if city != Some(true) || !institution {
            let name =
                |id: u32| gazetteer.place(id).map_or_else(|| id.to_string(), |place| place.name.clone());
            let got = answer
                .place
                .as_ref()
                .map_or_else(String::new, |p| format!("{} {}", name(p.value), p.method.code()));
            let key = answer
                .institution
                .as_ref()
                .map_or_else(String::new, |i| format!("{} {}", i.value, i.method.code()));
            let sort = if city == Some(true) { "institution" } else { "city" };
            writeln!(
                out,
                "{sort}\t{}\t{}\t{}\t{} [{}]\tgot {got}\t{} [{key}]\twanted {}",
                one.mentions,
                one.text,
                one.country,
                one.name,
                one.ror,
                answer.name,
                name(one.city)
            )?;
        }
    }
    Ok(())
}

//! `aicity audit-places`.

use super::output::Output;
use super::say;
use super::selection::{From, Switches};
use crate::base::records::csv_failed as failed;
use crate::base::{Result, table};
use crate::engine::audit::{self, Audit, Effect, Limits};
use crate::gazetteer::{self, resolver::Resolver};
use crate::model::Corpus;
use crate::model::statements::Statements;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `audit-places`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    switches: Switches,
    /// Gazetteer that says what is a place: a file of `aicity gazetteer build`, or a folder of its inputs.
    #[arg(long, value_name = "PATH")]
    gazetteer: Option<PathBuf>,
    /// Suspicions of each sort to show, those with most papers first; what is left out is counted.
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,
    /// Cities within so many kilometres of each other are looked at together.
    #[arg(long, value_name = "KM", default_value_t = 25.0)]
    kilometres: f64,
    /// Format: text, or csv in the form of a file of corrections with the reasons as notes; cities ranked apart are in the
    /// text only, because they are for a list of metros.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Formats of an audit.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// Proposed corrections: affiliation, institution, place, note. Read them before you use them.
    Csv,
}

/// What the output is made from.
struct Shown<'a> {
    corpus: &'a Corpus,
    statements: &'a Statements,
    gazetteer: &'a gazetteer::Gazetteer,
    audit: &'a Audit,
}

/// Audits.
pub fn run(args: &Args) -> Result<()> {
    let profile = args.switches.profile()?;
    let (corpus, _, statements) = args.from.open()?.everything()?;
    let gazetteer = gazetteer::open(args.gazetteer.as_deref())?;
    let resolver = Resolver::new(&gazetteer)?;
    let limits = Limits { top: args.top, kilometres: args.kilometres };
    let audit = audit::audit((&corpus, &statements), (&gazetteer, &resolver), &profile, limits)?;
    let shown = Shown { corpus: &corpus, statements: &statements, gazetteer: &gazetteer, audit: &audit };
    args.output.write(|out| match args.format {
        Format::Text => shown.text(out),
        Format::Csv => shown.csv(out),
    })?;
    if statements.is_empty() {
        say(
            "the corpus holds no affiliations as stated: whether institutions were put at the right place cannot be seen",
        );
    }
    gazetteer.attributions().iter().for_each(say);
    Ok(())
}

impl Shown<'_> {
    fn text(&self, out: &mut dyn Write) -> Result<()> {
        self.collapses(out)?;
        self.apart(out)?;
        self.placeless(out)
    }

    fn collapses(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "Affiliations that name another city than their institution was put in")?;
        let names =
            ["institution", "put in", "affiliations name", "strings", "papers", "example", "if moved there"];
        let row = |(c, effect): &(audit::Collapse, Effect)| {
            let example = c.statements.iter().max_by_key(|s| self.statements.mentions[**s as usize]);
            vec![
                table::fit(self.corpus.institutions.labels.name.get(c.institution as usize), 40),
                self.city_of(c.institution),
                self.place(c.named),
                c.statements.len().to_string(),
                c.papers.to_string(),
                table::fit(example.map_or("", |s| self.statements.text.get(*s as usize)), 50),
                self.effect(effect),
            ]
        };
        let rows = self.audit.collapses.iter().map(row).collect::<Vec<_>>();
        list(&names, &rows, self.audit.more[0], out)
    }

    fn apart(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "Cities ranked apart from a metro or city close by")?;
        let names = ["city", "close to", "km", "papers", "sort", "if ranked as one"];
        let city = |index: u32| self.corpus.cities.labels.name.get(index as usize).to_owned();
        let row = |(a, effect): &(audit::Apart, Effect)| {
            vec![
                city(a.city),
                city(a.near),
                format!("{:.0}", a.kilometres),
                a.papers.to_string(),
                if a.metro { "beside a metro" } else { "two cities" }.to_owned(),
                self.effect(effect),
            ]
        };
        let rows = self.audit.apart.iter().map(row).collect::<Vec<_>>();
        list(&names, &rows, self.audit.more[1], out)
    }

    fn placeless(&self, out: &mut dyn Write) -> Result<()> {
        writeln!(out, "Institutions without a city")?;
        let names = ["institution", "key", "papers", "as stated"];
        let row = |p: &audit::Placeless| {
            let labels = &self.corpus.institutions.labels;
            let stated: Vec<&str> =
                p.examples.iter().map(|&s| self.statements.text.get(s as usize)).collect();
            vec![
                table::fit(labels.name.get(p.institution as usize), 40),
                table::fit(labels.id.get(p.institution as usize), 40),
                p.papers.to_string(),
                table::fit(&stated.join(" | "), 70),
            ]
        };
        let rows = self.audit.placeless.iter().map(row).collect::<Vec<_>>();
        list(&names, &rows, self.audit.more[2], out)
    }

    fn city_of(&self, institution: u32) -> String {
        let city = self.corpus.institutions.city[institution as usize];
        if city == crate::model::corpus::NONE {
            return "no city".to_owned();
        }
        self.corpus.cities.labels.name.get(city as usize).to_owned()
    }

    fn place(&self, id: u32) -> String {
        self.gazetteer.place(id).map_or_else(|| id.to_string(), |place| format!("{} ({id})", place.name))
    }

    /// `Beijing: 3 → 2, Redmond: 40 → 41; 7 ranks change`.
    fn effect(&self, effect: &Effect) -> String {
        let rank = |rank: Option<u32>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        let units = effect.units.iter();
        let units: Vec<String> = units
            .map(|(key, was, is)| format!("{}: {} → {}", self.unit(key), rank(*was), rank(*is)))
            .collect();
        format!("{}; {} ranks change", units.join(", "), effect.moved)
    }

    /// Name of a unit; of two cities ranked as one, that of the larger.
    fn unit(&self, key: &str) -> String {
        let plain = key.strip_prefix("near:").unwrap_or(key);
        let lists = [&self.corpus.metros, &self.corpus.cities.labels, &self.corpus.institutions.labels];
        let name = lists.iter().find_map(|labels| Some(labels.name.get(labels.find(plain)? as usize)));
        let new = || self.gazetteer.place(plain.parse().ok()?).map(|place| place.name.as_str());
        let name = name.filter(|name| !name.is_empty()).or_else(new).unwrap_or(plain);
        if plain == key { name.to_owned() } else { format!("{name} (joined)") }
    }

    /// One row for each affiliation of a collapse, and one without a place for each institution that has none.
    fn csv(&self, out: &mut dyn Write) -> Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["affiliation", "institution", "place", "note"]).map_err(failed)?;
        for (c, effect) in &self.audit.collapses {
            let name = self.corpus.institutions.labels.name.get(c.institution as usize);
            let note = format!("{name} is in {}; {}", self.city_of(c.institution), self.effect(effect));
            for &statement in &c.statements {
                let text = self.statements.text.get(statement as usize);
                csv.write_record([text, "", &c.named.to_string(), &note]).map_err(failed)?;
            }
        }
        for p in &self.audit.placeless {
            let labels = &self.corpus.institutions.labels;
            let note =
                format!("{}: {} papers without a city", labels.name.get(p.institution as usize), p.papers);
            csv.write_record(["", labels.id.get(p.institution as usize), "none", &note]).map_err(failed)?;
        }
        Ok(csv.flush()?)
    }
}

fn list(names: &[&str], rows: &[Vec<String>], more: usize, out: &mut dyn Write) -> Result<()> {
    if rows.is_empty() {
        writeln!(out, "  none found")?;
    } else {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        table::write(&names, rows, out)?;
    }
    if more > 0 {
        writeln!(out, "  and {more} more (--top)")?;
    }
    Ok(writeln!(out)?)
}

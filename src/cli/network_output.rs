//! Where a network goes: the files of a format, a folder of them, or a table for people.

use super::output::Output;
use super::say;
use crate::base::records::{self, Cell, Record, Table};
use crate::base::table::{fit, visible};
use crate::base::{Error, Result, files, table};
use crate::engine::network::{Ask, Material, Slice, network};
use crate::network::change::{Changed, FATES, Windows};
use crate::network::formats::{EXPORTS, Export, Lost, Part};
use crate::network::{Derived, Network};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The format that was chosen.
#[derive(Debug)]
pub enum Chosen {
    /// A table for people: the strongest edges, and what they mean.
    Table,
    /// A file format, and the parts of it to write.
    Export(&'static Export, Vec<&'static Part>),
}

impl Chosen {
    /// By name, else by the ending of the output, else a table on a terminal and CSV elsewhere.
    ///
    /// # Errors
    /// Wrong use: no such format or part, an ending of several formats, several files on standard output.
    pub fn new(format: Option<&str>, part: Option<&str>, output: &Output, folder: bool) -> Result<Self> {
        let export = match format {
            _ if folder && output.output == Path::new("-") => {
                return Err(Error::usage("--by writes a file for each part", "name a folder with -o"));
            }
            Some("table") => return Ok(Self::Table),
            Some(id) => by_name(id)?,
            None if folder => {
                return Err(Error::usage("--by without --format", "say which: --format graphml"));
            }
            None => match output.output.file_name().and_then(|name| name.to_str()) {
                Some(name) if name != "-" => by_ending(name)?,
                _ if output.is_terminal() => return Ok(Self::Table),
                _ => return Ok(Self::only(by_name("csv")?)),
            },
        };
        let parts: Vec<&Part> = match part {
            None => export.parts.iter().collect(),
            Some(id) => vec![by_part(export, id)?],
        };
        if parts.len() > 1 && output.output == Path::new("-") {
            let ids: Vec<&str> = export.parts.iter().map(|part| part.id).collect();
            let message = format!("format {} is {} files: {}", export.id, parts.len(), ids.join(", "));
            return Err(Error::usage(message, "name a file with -o, or one of them with --part"));
        }
        Ok(Self::Export(export, parts))
    }

    /// The first part of a format.
    fn only(export: &'static Export) -> Self {
        Self::Export(export, export.parts.iter().take(1).collect())
    }

    /// Whether the years are needed one by one.
    pub fn by_year(&self) -> bool {
        matches!(self, Self::Export(export, _) if export.by_year)
    }

    /// Writes a network.
    pub fn write(&self, network: &Network<'_>, output: &Output) -> Result<()> {
        match self {
            Self::Table => output.write(|out| strongest(network, out)),
            Self::Export(export, parts) => {
                let lost = Self::write_parts(parts, network, output)?;
                say(made(network, export.id));
                report(lost);
                Ok(())
            }
        }
    }

    /// Writes the files of a format.
    fn write_parts(parts: &[&Part], network: &Network<'_>, output: &Output) -> Result<Lost> {
        let mut lost = Lost::default();
        for (at, part) in parts.iter().enumerate() {
            let output = match at {
                0 => output.clone(),
                _ => Output { output: beside(&output.output, parts[0], part) },
            };
            output.write(|out| {
                lost.characters += (part.write)(network, out)?.characters;
                Ok(())
            })?;
        }
        Ok(lost)
    }

    /// Writes a network for each slice into a folder, and an index of them.
    pub fn write_slices(
        &self,
        slices: &[Slice],
        material: &Material,
        ask: &Ask,
        folder: &Path,
    ) -> Result<()> {
        let Self::Export(_, parts) = self else {
            return Err(Error::usage("--by writes files", "choose a file format: --format graphml"));
        };
        let mut lost = Lost::default();
        files::create_dir(folder)?;
        let mut index = csv::Writer::from_writer(Vec::new());
        let failed = |e: csv::Error| Error::Bug(format!("cannot write the index: {e}"));
        index.write_record(["slice", "file", "papers", "nodes", "edges"]).map_err(failed)?;
        for slice in slices {
            let own = material.with(slice.selection.clone());
            let nodes = own.nodes(ask.level);
            let made = network(&own, &nodes, ask)?;
            let name = file_name(&slice.key);
            let path = folder.join(format!("{name}{}", parts[0].ending));
            lost.characters += Self::write_parts(parts, &made, &Output { output: path.clone() })?.characters;
            say(format!("{}: {} nodes and {} edges", slice.key, made.nodes.len(), made.edges.len()));
            let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let counts =
                [made.fact("papers").to_owned(), made.nodes.len().to_string(), made.edges.len().to_string()];
            index.write_record([slice.key.clone(), file].into_iter().chain(counts)).map_err(failed)?;
        }
        let text = index.into_inner().map_err(|e| Error::Bug(format!("cannot write the index: {e}")))?;
        report(lost);
        Output { output: folder.join("index.csv") }.write(|out| Ok(out.write_all(&text)?))
    }
}

fn by_name(id: &str) -> Result<&'static Export> {
    EXPORTS.iter().find(|export| export.id == id).ok_or_else(|| {
        let all: Vec<&str> = EXPORTS.iter().map(|export| export.id).collect();
        Error::usage(format!("no format {id:?}"), format!("there are: table, {}", all.join(", ")))
    })
}

fn by_part(export: &'static Export, id: &str) -> Result<&'static Part> {
    export.parts.iter().find(|part| part.id == id).ok_or_else(|| {
        let all: Vec<&str> = export.parts.iter().map(|part| part.id).collect();
        Error::usage(
            format!("format {} has no part {id:?}", export.id),
            format!("it has: {}", all.join(", ")),
        )
    })
}

/// The only format whose network file ends so.
fn by_ending(name: &str) -> Result<&'static Export> {
    let fits = |export: &&Export| export.parts.first().is_some_and(|part| name.ends_with(part.ending));
    let found: Vec<&'static Export> = EXPORTS.iter().filter(fits).collect();
    match found[..] {
        [export] => Ok(export),
        [] => Err(Error::usage(
            format!("no format by the ending of {name:?}"),
            "say which: --format (see --list)",
        )),
        _ => {
            let ids: Vec<&str> = found.iter().map(|export| export.id).collect();
            let message = format!("the ending of {name:?} is that of several formats");
            Err(Error::usage(message, format!("say which with --format: {}", ids.join(", "))))
        }
    }
}

/// The file of a further part, beside that of the first.
fn beside(first: &Path, ending: &Part, part: &Part) -> PathBuf {
    let name = first.file_name().unwrap_or_default().to_string_lossy();
    let stem = match name.strip_suffix(ending.ending) {
        Some(stem) => stem.to_owned(),
        None => first.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
    };
    first.with_file_name(format!("{stem}{}", part.ending))
}

/// A key as the name of a file.
fn file_name(key: &str) -> String {
    crate::base::escape::encode(key).replace(':', "%3A")
}

/// What was written, for the person at the terminal.
fn made(network: &Network<'_>, what: &str) -> String {
    format!(
        "{what}: {} nodes and {} of {} edges; weight {}; normalisation {}",
        network.nodes.len(),
        network.edges.len(),
        network.fact("edges_derived"),
        network.fact("weight"),
        network.fact("normalisation"),
    )
}

/// What had no place in a format.
fn report(lost: Lost) {
    if lost.characters > 0 {
        say(format!(
            "{} characters of names have no place in this format and were replaced",
            lost.characters
        ));
    }
}

/// The strongest edges as a table, and how they were counted.
fn strongest(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    const SHOWN: usize = 20;
    let mut order: Vec<usize> = (0..network.edges.len()).collect();
    order.sort_by(|&a, &b| network.edges[b].weight.total_cmp(&network.edges[a].weight).then(a.cmp(&b)));
    let name = |node: u32| {
        let node = &network.nodes[node as usize];
        let both = if node.name_zh.is_empty() {
            node.name.to_owned()
        } else {
            format!("{} {}", node.name_zh, node.name)
        };
        fit(&visible(&both), 26)
    };
    let row = |&edge: &usize| {
        let edge = &network.edges[edge];
        let distance = edge.kilometres.map_or_else(|| "–".to_owned(), |km| format!("{km:.0}"));
        vec![name(edge.a), name(edge.b), format!("{:.3}", edge.weight), edge.papers.to_string(), distance]
    };
    let rows: Vec<Vec<String>> = order.iter().take(SHOWN).map(row).collect();
    table::write(&["one", "other", "weight", "papers", "km"].map(str::to_owned), &rows, out)?;
    writeln!(
        out,
        "\n{} strongest of {} edges between {} nodes",
        rows.len(),
        network.edges.len(),
        network.nodes.len()
    )?;
    for fact in &network.about {
        writeln!(out, "{}: {}", fact.name, visible(&fact.value))?;
    }
    Ok(())
}

/// Rows to be written as a table, and what they mean.
pub struct Rows {
    table: Table,
    about: Vec<String>,
}

impl Rows {
    /// Those of records.
    pub fn of<'a, R: Record + 'a>(records: impl IntoIterator<Item = &'a R>, about: Vec<String>) -> Self {
        Self { table: Table::of(records), about }
    }
}

/// What the rows of a change mean.
pub fn about_change(ask: &Ask, windows: Windows, rows: &[Changed<'_>]) -> Vec<String> {
    let years = |(from, to): (u32, u32)| format!("{from}-{to}");
    let count = |fate| rows.iter().filter(|row| row.fate == fate).count();
    let fates: Vec<String> = FATES.iter().map(|&fate| format!("{} {}", count(fate), fate.name())).collect();
    vec![
        format!("{} against {}: {}", years(windows.after), years(windows.before), fates.join(", ")),
        counted(ask),
        "Sums are divided by the years of their window; normalised weights are not.".to_owned(),
    ]
}

/// What the rows of missing partners mean.
pub fn about_missing(ask: &Ask, derived: &Derived<'_>) -> Vec<String> {
    vec![
        format!(
            "expected = s(i)·s(j)/W of all {} edges of the scope; W = {}",
            derived.edges.len(),
            derived.total
        ),
        counted(ask),
    ]
}

fn counted(ask: &Ask) -> String {
    let counting = &ask.counting;
    let (weight, normalisation) = (counting.weight, counting.normalisation);
    format!(
        "level {}, scope {}, weight {}: {}; normalisation {}: {}",
        ask.level.name(),
        counting.scope.name(),
        weight.id,
        weight.formula,
        normalisation.id,
        normalisation.formula
    )
}

/// Writes rows by format, else by the ending of the output, else as a table on a terminal and as CSV elsewhere.
pub fn records(rows: &Rows, format: Option<&str>, output: &Output) -> Result<()> {
    let default = if output.is_terminal() { "table" } else { "csv" };
    let format = format.or_else(|| output.extension()).unwrap_or(default);
    let machine = match format {
        "table" | "txt" => return output.write(|out| people(rows, out)),
        "csv" => records::Format::Csv,
        "json" => records::Format::Json,
        "jsonl" => records::Format::Jsonl,
        other => {
            let message = format!("--change and --missing have no format {other:?}");
            return Err(Error::usage(message, "use --format table, csv, json or jsonl"));
        }
    };
    rows.about.iter().for_each(say);
    output.write(|out| rows.table.write(machine, out))
}

fn people(rows: &Rows, out: &mut dyn Write) -> Result<()> {
    let text = |cell: &Cell| match cell {
        Cell::Null => "–".to_owned(),
        Cell::Number(value) => format!("{value:.3}"),
        other => fit(&visible(&other.text()), 24),
    };
    let names: Vec<String> = rows.table.columns.iter().map(|column| column.name.to_owned()).collect();
    let lines: Vec<Vec<String>> = rows.table.rows.iter().map(|row| row.iter().map(text).collect()).collect();
    table::write(&names, &lines, out)?;
    writeln!(out)?;
    rows.about.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

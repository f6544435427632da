//! `aicity network --list`: formats, weights, normalisations and measures, from the lists that do the work.

use crate::base::Result;
use crate::network::formats::EXPORTS;
use crate::network::measures::MEASURES;
use crate::network::normalisation::NORMALISATIONS;
use crate::network::weight::WEIGHTINGS;
use std::io::Write;

/// Writes the lists.
pub fn write(out: &mut dyn Write) -> Result<()> {
    writeln!(out, "FORMATS (--format)")?;
    formats(out)?;
    writeln!(out, "\nWEIGHTS (--weight); n is the number of nodes on a paper")?;
    for weight in WEIGHTINGS {
        entry(out, weight.id, [weight.title_en, weight.title_zh], weight.formula, weight.source)?;
    }
    writeln!(
        out,
        "\nNORMALISATIONS (--normalise); w is the weight, s the strength of a node and W the sum of all strengths before \
         anything is left out,\nc the papers of a node and N the number of nodes with papers"
    )?;
    for one in NORMALISATIONS {
        entry(out, one.id, [one.title_en, one.title_zh], one.formula, one.source)?;
    }
    writeln!(out, "\nMEASURES (--measures); of the network that is left, n nodes and m edges")?;
    for measure in MEASURES {
        writeln!(out, "{}  {}\n    {}", measure.id, measure.cost, measure.source)?;
        for (of, columns) in [("node", measure.of_nodes), ("edge", measure.of_edges)] {
            for column in columns {
                writeln!(
                    out,
                    "    {of} {}  {} ({}): {}",
                    column.name, column.title_en, column.title_zh, column.description
                )?;
            }
        }
    }
    Ok(())
}

/// Every format with its files.
pub fn formats(out: &mut dyn Write) -> Result<()> {
    for format in EXPORTS {
        writeln!(out, "{}  {} ({})\n    {}", format.id, format.title_en, format.title_zh, format.about)?;
        let part = |part: &crate::network::formats::Part| format!("{} (NAME{})", part.id, part.ending);
        let parts: Vec<String> = format.parts.iter().map(part).collect();
        writeln!(out, "    files: {}", parts.join(", "))?;
    }
    Ok(())
}

fn entry(out: &mut dyn Write, id: &str, titles: [&str; 2], says: &str, source: &str) -> Result<()> {
    Ok(writeln!(out, "{id}  {} ({})\n    {says}\n    {source}", titles[0], titles[1])?)
}

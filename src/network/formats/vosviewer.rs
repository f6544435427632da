//! VOSviewer's map and network files, tab-separated, and a JSON file of the facts. An id is the place of the item in the map,
//! from 1: VOSviewer Online reads ids that look like numbers as such, so that keys such as `007` and `7` would be one. The key is
//! in the description. The column of the total link strength names the counting.
//!
//! VOSviewer has no tabs and line breaks in a label; they become spaces.

use super::json;
use super::vosviewer_item::{Figure, Items, description};
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::Network;
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "vosviewer",
    title_en: "VOSviewer map and network",
    title_zh: "VOSviewer 地图与网络文件",
    about: "VOSviewer, VOSviewer Online; x and y are degrees, clusters are communities if these are measured",
    by_year: false,
    parts: &[
        Part { id: "map", ending: "_map.txt", media: "text/tab-separated-values", write: map },
        Part { id: "network", ending: "_network.txt", media: "text/tab-separated-values", write: links },
        Part { id: "metadata", ending: "_metadata.json", media: "application/json", write: metadata },
    ],
};

fn map(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let items = Items::new(network)?;
    header(&items, out)?;
    let mut lost = Lost::default();
    let (mut label, mut shown) = (String::new(), String::new());
    for (index, node) in network.nodes.iter().enumerate() {
        lost.characters += in_one_line(node.name, &mut label);
        shown.clear();
        description(node, &label, &mut shown);
        write!(out, "{}\t", index + 1)?;
        quoted(&label, out)?;
        out.write_all(b"\t")?;
        quoted(&shown, out)?;
        figures(&items, index, out)?;
        out.write_all(b"\n")?;
    }
    Ok(lost)
}

fn header(items: &Items<'_>, out: &mut dyn Write) -> Result<()> {
    out.write_all(b"id\tlabel\tdescription")?;
    if items.placed {
        out.write_all(b"\tx\ty")?;
    }
    if items.has_clusters() {
        out.write_all(b"\tcluster")?;
    }
    items.weights.iter().try_for_each(|(name, _)| write!(out, "\tweight<{name}>"))?;
    items.scores.iter().try_for_each(|(name, _)| write!(out, "\tscore<{name}>"))?;
    Ok(out.write_all(b"\n")?)
}

/// What follows the texts of an item, in the order of the header.
fn figures(items: &Items<'_>, node: usize, out: &mut dyn Write) -> Result<()> {
    if let Some((latitude, longitude)) = items.network.nodes[node].position.filter(|_| items.placed) {
        out.write_all(b"\t")?;
        json::value(out, &longitude)?;
        out.write_all(b"\t")?;
        json::value(out, &latitude)?;
    }
    if items.has_clusters() {
        out.write_all(b"\t")?;
        items.cluster(node).map_or(Ok(()), |cluster| write!(out, "{cluster}"))?;
    }
    items.weights.iter().chain(&items.scores).try_for_each(|(_, values)| {
        out.write_all(b"\t")?;
        if values[node].is_finite() { json::value(out, &Figure(values[node])) } else { Ok(()) }
    })
}

fn links(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    Items::new(network)?;
    for edge in &network.edges {
        write!(out, "{}\t{}\t", edge.a + 1, edge.b + 1)?;
        json::value(out, &Figure(edge.weight))?;
        out.write_all(b"\n")?;
    }
    Ok(Lost::default())
}

fn metadata(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    json::metadata(network, out)?;
    Ok(Lost::default())
}

/// The text without what ends a line or a cell. Answers how many characters were replaced.
fn in_one_line(text: &str, out: &mut String) -> u64 {
    out.clear();
    let mut replaced = 0;
    for c in text.chars() {
        let instead = match c {
            '\t' | '\n' | '\r' => ' ',
            '\0' => '\u{fffd}',
            _ => c,
        };
        replaced += u64::from(instead != c);
        out.push(instead);
    }
    replaced
}

/// A text, in quotes where VOSviewer wants them.
fn quoted(text: &str, out: &mut dyn Write) -> Result<()> {
    if !text.contains(['"', ',', ';']) {
        return Ok(out.write_all(text.as_bytes())?);
    }
    out.write_all(b"\"")?;
    for (index, part) in text.split('"').enumerate() {
        out.write_all(if index == 0 { b"" } else { b"\"\"" })?;
        out.write_all(part.as_bytes())?;
    }
    Ok(out.write_all(b"\"")?)
}

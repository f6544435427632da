//! GEXF 1.3, dynamic: the network year by year, for Gephi's timeline.
//!
//! Time is whole years, and intervals include both ends, as GEXF 1.3 has them: a year is the interval from itself to itself,
//! a run of years one spell. Nodes have `papers_by_year`, edges `papers_by_year` and `weight`, which is the id by which Gephi
//! knows a weight that changes. Weights of years are before normalisation; the weight of the whole window, after
//! normalisation, is the edge's attribute `weight` (read by networkx) and `weight_total` (read by Gephi, whose weight is
//! that of the years). All else is as in the static file. Gephi Lite has no timeline: the static file is the one for it.

use super::gexf_elements::Elements;
use super::{Export, Lost, Part, text};
use crate::base::records::{Column, Kind};
use crate::base::{Error, Result};
use crate::network::Network;
use std::io::Write;

/// GEXF 1.3 with years.
pub const EXPORT: Export = Export {
    id: "gexf-dynamic",
    title_en: "GEXF 1.3, year by year",
    title_zh: "GEXF 1.3 逐年动态图文件",
    about: "Gephi's timeline, networkx: in which years nodes and edges have papers, and the papers and weight of each year",
    by_year: true,
    parts: &[Part { id: "graph", ending: ".gexf", media: "application/gexf+xml", write }],
};

const PAPERS: Column = Column::new(
    "papers_by_year",
    Kind::Integer,
    ["papers of the year", "当年论文量"],
    "selected papers of each year",
);
const WEIGHT: Column =
    Column::new("weight", Kind::Number, ["weight of the year", "当年权重"], "weight before normalisation");
const TOTAL: Column = Column::new(
    "weight_total",
    Kind::Number,
    ["weight of all years", "全部年份权重"],
    "weight under the counting and normalisation that the file names",
);

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let Some(times) = &network.times else {
        return Err(Error::usage("no selected paper has a year", "write the static file: gexf"));
    };
    let mut elements = Elements::new(network);
    elements.begin(&window(times.window));
    elements.columns("node", "dynamic", &[PAPERS]);
    elements.columns_of("node", &elements.node_columns());
    elements.columns("edge", "dynamic", &[WEIGHT, PAPERS]);
    // Programs that keep one list of attributes keep the last.
    elements.columns_of("edge", &[&elements.edge_columns()[..], &[TOTAL]].concat());
    elements.begin_nodes(out)?;
    for (node, years) in times.nodes.iter().enumerate() {
        elements.node(node)?;
        years.iter().for_each(|&(year, papers)| value(elements.line(), PAPERS, year, papers as f64));
        spells(elements.end_values(), years.iter().map(|of| of.0));
        elements.end_node(node, out)?;
    }
    elements.begin_edges(out)?;
    for (edge, years) in times.edges.iter().enumerate() {
        elements.edge(edge)?;
        let line = elements.line();
        line.push_str("<attvalue for=\"weight_total\" value=\"");
        text::number(line, network.edges[edge].weight);
        line.push_str("\"/>");
        years.iter().for_each(|of| value(line, WEIGHT, of.0, of.1));
        years.iter().for_each(|of| value(line, PAPERS, of.0, of.2.into()));
        spells(elements.end_values(), years.iter().map(|of| of.0));
        elements.end_edge(out)?;
    }
    elements.end(out)
}

/// Attributes of the graph.
fn window((first, last): (u32, u32)) -> String {
    let kind = "mode=\"dynamic\" timeformat=\"integer\" timerepresentation=\"interval\"";
    format!(" {kind} start=\"{first}\" end=\"{last}\"")
}

/// The value of a year.
fn value(line: &mut String, column: Column, year: u32, value: f64) {
    line.push_str("<attvalue for=\"");
    line.push_str(column.name);
    line.push_str("\" value=\"");
    text::number(line, value);
    line.push('"');
    between(line, year, year);
}

/// The end of an element that holds from a year to a year.
fn between(line: &mut String, first: u32, last: u32) {
    for (before, year) in [(" start=\"", first), ("\" end=\"", last)] {
        line.push_str(before);
        text::integer(line, year.into());
    }
    line.push_str("\"/>");
}

/// Runs of consecutive years, each a spell; nothing where there is no year. Years ascend.
fn spells(line: &mut String, years: impl Iterator<Item = u32>) {
    let mut runs = runs(years).peekable();
    if runs.peek().is_none() {
        return;
    }
    line.push_str("<spells>");
    for (first, last) in runs {
        line.push_str("<spell");
        between(line, first, last);
    }
    line.push_str("</spells>");
}

/// First and last year of each run of consecutive years.
fn runs(years: impl Iterator<Item = u32>) -> impl Iterator<Item = (u32, u32)> {
    let mut years = years.peekable();
    std::iter::from_fn(move || {
        let first = years.next()?;
        let mut last = first;
        while let Some(next) = years.next_if(|&year| year == last + 1) {
            last = next;
        }
        Some((first, last))
    })
}

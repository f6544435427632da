//! DOT: an undirected graph for Graphviz.
//!
//! A node's id is its key; its attributes are `label` (its name), every column and, with a known position, `pos`: longitude
//! and latitude in degrees, pinned, ten degrees to the inch with `neato`. An edge's attributes are its columns, the first of
//! which is `weight`. Sizes of nodes are as their papers, widths of edges as their weights. The facts are attributes of the graph, `about_` before each
//! name. Every text is quoted as Graphviz's escString: a backslash is `\\`, a quote `\"`, a line feed `\n`; in `label` alone
//! `&` is `&amp;`, since Graphviz knows HTML's names of characters there. NUL and other control characters are replaced by
//! U+FFFD, a carriage return by a space, and counted.

use super::{Export, Lost, Part, text};
use crate::base::records::Column;
use crate::base::{Error, Result};
use crate::network::{Network, Value};
use std::fmt::Write as _;
use std::io::Write;

/// DOT.
pub const EXPORT: Export = Export {
    id: "dot",
    title_en: "Graphviz DOT",
    title_zh: "Graphviz DOT 图文件",
    about: "Graphviz (neato, with positions on the map where known) and whatever reads DOT",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".gv", media: "text/vnd.graphviz", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut lost = Lost::default();
    let mut line = String::new();
    head(&mut line, network, &mut lost);
    out.write_all(line.as_bytes())?;
    let most = network.nodes.iter().map(|node| node.papers).max().unwrap_or(0).max(1) as f64;
    let heaviest = network.edges.iter().map(|edge| edge.weight).fold(0.0, f64::max);
    let [nodes, edges] = [begins(&network.node_columns()), begins(&network.edge_columns())];
    for (i, node) in network.nodes.iter().enumerate() {
        line.clear();
        key(&mut line, node.key)?;
        line.push_str(" [label=\"");
        text::replaced(&mut line, node.name, |c| match c {
            '&' => Some("&amp;"),
            // What the label loses is counted with the name.
            c => instead(c, &mut Lost::default()),
        });
        line.push('"');
        attributes(&mut line, &nodes, &network.node(i), &mut lost);
        // The area of a node is as its papers.
        let _ = write!(line, ", width=\"{:.3}\"", 0.05 + 0.6 * (node.papers as f64 / most).sqrt());
        if let Some((latitude, longitude)) = node.position {
            for (before, degrees) in [(", pos=\"", longitude), (",", latitude)] {
                line.push_str(before);
                text::number(&mut line, degrees);
            }
            line.push_str("!\"");
        }
        line.push_str("];\n");
        out.write_all(line.as_bytes())?;
    }
    for (i, edge) in network.edges.iter().enumerate() {
        line.clear();
        key(&mut line, network.nodes[edge.a as usize].key)?;
        line.push_str(" -- ");
        key(&mut line, network.nodes[edge.b as usize].key)?;
        line.push_str(" [id=\"");
        text::integer(&mut line, i as u64);
        line.push('"');
        attributes(&mut line, &edges, &network.edge(i), &mut lost);
        let _ = write!(line, ", penwidth=\"{:.3}\"", 0.1 + 2.4 * edge.weight / heaviest);
        line.push_str("];\n");
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"}\n")?;
    Ok(lost)
}

/// Everything before the first node.
fn head(line: &mut String, network: &Network<'_>, lost: &mut Lost) {
    line.push_str("graph {\ngraph [charset=\"UTF-8\", inputscale=\"10\", outputorder=\"edgesfirst\"];\n");
    line.push_str("node [shape=\"circle\", fixedsize=\"shape\", fontsize=\"7\", style=\"filled\", ");
    line.push_str(
        "color=\"#2b6cb0\", fillcolor=\"#bee3f8\", penwidth=\"0.4\"];\nedge [color=\"#2b6cb060\"];\n",
    );
    for fact in &network.about {
        line.push_str("graph [about_");
        line.push_str(fact.name);
        line.push('=');
        quoted(line, &fact.value, lost);
        line.push_str("];\n");
    }
}

/// What stands before the value of each column.
fn begins(columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| format!(", {}=\"", column.name)).collect()
}

fn attributes(line: &mut String, columns: &[String], values: &[Value<'_>], lost: &mut Lost) {
    for (begin, value) in columns.iter().zip(values).filter(|(_, value)| **value != Value::Missing) {
        line.push_str(begin);
        match *value {
            Value::Missing => {}
            Value::Text(text) => text::replaced(line, text, |c| instead(c, lost)),
            Value::Integer(value) => text::integer(line, value),
            Value::Number(value) => text::number(line, value),
            Value::Boolean(value) => line.push_str(if value { "true" } else { "false" }),
        }
        line.push('"');
    }
}

/// A key, which must come back exactly.
fn key(line: &mut String, key: &str) -> Result<()> {
    let mut lost = Lost::default();
    quoted(line, key, &mut lost);
    if lost.characters == 0 {
        return Ok(());
    }
    let message = format!("the id {key:?} has a character that DOT cannot have");
    Err(Error::usage(message, "write another format: node-link or csv"))
}

fn quoted(line: &mut String, text: &str, lost: &mut Lost) {
    line.push('"');
    text::replaced(line, text, |c| instead(c, lost));
    line.push('"');
}

/// What stands for a character between quotes.
fn instead(c: char, lost: &mut Lost) -> Option<&'static str> {
    let other = match c {
        '"' => return Some("\\\""),
        '\\' => return Some("\\\\"),
        '\n' => return Some("\\n"),
        '\r' => " ",
        '\0'..='\x08' | '\x0B'..='\x1F' | '\x7F' | '\u{FFFE}' | '\u{FFFF}' => "\u{FFFD}",
        _ => return None,
    };
    lost.characters += 1;
    Some(other)
}

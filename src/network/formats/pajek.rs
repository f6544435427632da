//! Pajek: the network (`.net`), a partition of its nodes (`.clu`) and a vector of their papers (`.vec`).
//!
//! UTF-8 without a byte order mark, which networkx and igraph do not take. A node is its number, 1 for the first; its label is
//! `name [key]`, so that labels differ (networkx merges nodes of one label) and tell the key: what follows the last ` [`. In
//! a key `"`, `[`, `]`, `\`, `%` and control characters are percent-encoded. In a name `"` becomes `'`, a control character
//! or line break a space, and a backslash before another one `/`, since programs disagree about them; all are counted. With a
//! known position a node has x and y within 0 to 1: (longitude + 180) / 360 and (90 - latitude) / 180, so that north is up.
//! Edges have their weight and nothing else. The facts are comments, lines of `%`.
//!
//! The clusters are communities where a measure named `community` is there, as it numbers them (9999998, Pajek's number for a
//! missing one, where it has no value), else the ranked countries, from 1 in the order of their codes, 0 where not known.
//! Comments of the `.net` tell which (`clusters`), and the country of each number (`cluster_1`, …).

use super::{Export, Lost, Part, text};
use crate::base::Result;
use crate::network::{Network, Node};
use std::collections::BTreeMap;
use std::io::Write;

/// Pajek.
pub const EXPORT: Export = Export {
    id: "pajek",
    title_en: "Pajek",
    title_zh: "Pajek 网络文件",
    about: "Pajek, networkx, igraph: network with labels, weights and positions; communities (else countries) as a \
            partition, papers as a vector",
    by_year: false,
    parts: &[
        Part { id: "net", ending: ".net", media: "text/plain; charset=utf-8", write: net },
        Part { id: "clu", ending: ".clu", media: "text/plain; charset=utf-8", write: clu },
        Part { id: "vec", ending: ".vec", media: "text/plain; charset=utf-8", write: vec },
    ],
};

/// What Pajek writes for a node without a cluster.
const NO_CLUSTER: u64 = 9_999_998;

fn net(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let mut lost = Lost::default();
    let mut line = String::new();
    comments(&mut line, network, &mut lost);
    vertices(&mut line, network);
    out.write_all(line.as_bytes())?;
    for (node, number) in network.nodes.iter().zip(1..) {
        line.clear();
        text::integer(&mut line, number);
        vertex(&mut line, node, &mut lost);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    out.write_all(b"*Edges\n")?;
    for edge in &network.edges {
        line.clear();
        for node in [edge.a, edge.b] {
            text::integer(&mut line, u64::from(node) + 1);
            line.push(' ');
        }
        text::number(&mut line, edge.weight);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(lost)
}

/// The facts, and what the clusters are.
fn comments(line: &mut String, network: &Network<'_>, lost: &mut Lost) {
    for fact in &network.about {
        comment(line, fact.name, &fact.value, lost);
    }
    let clusters = Clusters::new(network);
    comment(line, "clusters", clusters.name(), lost);
    if let Clusters::Countries(countries) = clusters {
        for (code, number) in countries {
            comment(line, &format!("cluster_{number}"), code, lost);
        }
    }
}

fn comment(line: &mut String, name: &str, value: &str, lost: &mut Lost) {
    line.push_str("% ");
    line.push_str(name);
    line.push_str(": ");
    text::replaced(line, value, |c| c.is_control().then_some(" ").inspect(|_| lost.characters += 1));
    line.push('\n');
}

/// The first line of each file.
fn vertices(line: &mut String, network: &Network<'_>) {
    line.push_str("*Vertices ");
    text::integer(line, network.nodes.len() as u64);
    line.push('\n');
}

/// Label and position.
fn vertex(line: &mut String, node: &Node<'_>, lost: &mut Lost) {
    line.push_str(" \"");
    label(line, node.name, lost);
    line.push_str(" [");
    key(line, node.key);
    line.push_str("]\"");
    if let Some((latitude, longitude)) = node.position {
        for place in [(longitude + 180.0) / 360.0, (90.0 - latitude) / 180.0] {
            line.push(' ');
            text::number(line, place);
        }
    }
}

fn label(line: &mut String, name: &str, lost: &mut Lost) {
    let mut before_backslash = name.chars().skip(1).map(|next| next == '\\');
    text::replaced(line, name, |c| {
        let next = before_backslash.next() == Some(true);
        let instead = match c {
            '"' => "'",
            '\\' if next => "/",
            c if c.is_control() => " ",
            _ => return None,
        };
        lost.characters += 1;
        Some(instead)
    });
}

/// A key with nothing in it that has a meaning in the file, in a way that can be undone.
fn key(line: &mut String, key: &str) {
    for c in key.chars() {
        if c.is_control() || matches!(c, '"' | '[' | ']' | '\\' | '%') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                line.push('%');
                text::hexadecimal(line, byte);
            }
        } else {
            line.push(c);
        }
    }
}

fn clu(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let clusters = Clusters::new(network);
    of_each(network, out, |node| clusters.of(network, node))
}

fn vec(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    of_each(network, out, |node| network.nodes[node].papers)
}

/// A file of one number for each node.
fn of_each(network: &Network<'_>, out: &mut dyn Write, number: impl Fn(usize) -> u64) -> Result<Lost> {
    let mut line = String::new();
    vertices(&mut line, network);
    for node in 0..network.nodes.len() {
        text::integer(&mut line, number(node));
        line.push('\n');
        out.write_all(line.as_bytes())?;
        line.clear();
    }
    out.write_all(line.as_bytes())?;
    Ok(Lost::default())
}

/// What the clusters of nodes are.
enum Clusters<'a> {
    /// Values of the measure.
    Communities(&'a [f64]),
    /// Countries with their numbers.
    Countries(BTreeMap<&'a str, u64>),
}

impl<'a> Clusters<'a> {
    fn new(network: &'a Network<'_>) -> Self {
        if let Some(measured) = network.of_nodes.iter().find(|of| of.column.name == "community") {
            return Self::Communities(&measured.values);
        }
        let mut countries: BTreeMap<&str, u64> = BTreeMap::new();
        let known = network.nodes.iter().filter(|node| !node.country.is_empty());
        countries.extend(known.map(|node| (node.country, 0)));
        countries.values_mut().zip(1..).for_each(|(number, next)| *number = next);
        Self::Countries(countries)
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Communities(_) => "community",
            Self::Countries(_) => "country",
        }
    }

    #[expect(clippy::cast_sign_loss, reason = "numbers of communities, by the contract of their column")]
    fn of(&self, network: &Network<'_>, node: usize) -> u64 {
        match self {
            Self::Communities(values) if values[node].is_finite() => values[node] as u64,
            Self::Communities(_) => NO_CLUSTER,
            Self::Countries(countries) => countries.get(network.nodes[node].country).copied().unwrap_or(0),
        }
    }
}

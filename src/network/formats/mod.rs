//! The files that a network is written to: one file a format, and this list. Every writer streams: it holds a line, never the
//! text.

mod csv;
mod cytoscape;
mod dot;
mod geojson;
mod gephi;
mod gexf;
mod gexf_dynamic;
mod gexf_elements;
mod graphml;
mod great_circle;
mod json;
mod node_link;
mod pajek;
mod parquet;
mod rdf;
mod text;
mod vosviewer;
mod vosviewer_item;
mod vosviewer_json;
mod xml;

#[cfg(test)]
mod tests_json;
#[cfg(test)]
mod tests_markup;

use super::Network;
use crate::base::Result;
use std::io::Write;

/// A format.
#[derive(Debug, Clone, Copy)]
pub struct Export {
    /// Name, as `--format` and addresses have it.
    pub id: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// Programs that open it, and what of the format's rules it follows.
    pub about: &'static str,
    /// Whether it shows years one by one and needs [`Network::times`].
    pub by_year: bool,
    /// The files it consists of; the first is the network itself.
    pub parts: &'static [Part],
}

/// One file of a format.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Name of the part: `graph`, `nodes`, `edges`, …
    pub id: &'static str,
    /// What the name of its file ends with, after the name that the caller gives: `.net`, `_map.txt`.
    pub ending: &'static str,
    /// Media type.
    pub media: &'static str,
    /// Writes it, and answers what could not be said in the format.
    pub write: fn(&Network<'_>, &mut dyn Write) -> Result<Lost>,
}

/// What a format has no place for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Characters of names that were replaced by U+FFFD or a space, because the format cannot have them.
    pub characters: u64,
}

/// Every format.
pub const EXPORTS: &[Export] = &[
    csv::EXPORT,
    parquet::EXPORT,
    graphml::EXPORT,
    gexf::EXPORT,
    gexf_dynamic::EXPORT,
    gephi::EXPORT,
    pajek::EXPORT,
    vosviewer::EXPORT,
    vosviewer_json::EXPORT,
    cytoscape::EXPORT,
    node_link::EXPORT,
    geojson::EXPORT,
    dot::EXPORT,
    rdf::EXPORT,
];

//! VOSviewer's JSON file: the network, and how to show it. Ids, descriptions, weights and scores are those of the map file.
//!
//! All links are in the file. VOSviewer draws the thousand strongest unless told otherwise, and so it is left: a browser does not
//! draw a million. Nodes without a link stay (`largest_component`).

use super::json::{self, Object};
use super::vosviewer_item::{Figure, Items, counting, description, row};
use super::{Export, Lost, Part};
use crate::base::Result;
use crate::network::Network;
use std::io::Write;

/// The format.
pub const EXPORT: Export = Export {
    id: "vosviewer-json",
    title_en: "VOSviewer JSON",
    title_zh: "VOSviewer JSON",
    about: "VOSviewer Online, VOSviewer; with terms, clusters and a description of the network",
    by_year: false,
    parts: &[Part { id: "graph", ending: ".json", media: "application/json", write }],
};

fn write(network: &Network<'_>, out: &mut dyn Write) -> Result<Lost> {
    let items = Items::new(network)?;
    out.write_all(b"{\"network\":{\"items\":")?;
    let mut shown = String::new();
    json::list(out, 0..network.nodes.len(), |out, node| item(&items, node, &mut shown, out))?;
    out.write_all(b",\n\"links\":")?;
    json::list(out, &network.edges, |out, edge| {
        let mut object = Object::begin(out)?;
        object.member("source_id", &(edge.a + 1))?;
        object.member("target_id", &(edge.b + 1))?;
        object.member("strength", &Figure(edge.weight))?;
        object.end()
    })?;
    if items.has_clusters() {
        out.write_all(b",\n\"clusters\":")?;
        clusters(&items, out)?;
    }
    out.write_all(b"},\n\"config\":")?;
    config(network, out)?;
    out.write_all(b",\n\"info\":")?;
    info(network, out)?;
    out.write_all(b",\n\"about\":")?;
    json::about(out, &network.about)?;
    out.write_all(b"}\n")?;
    Ok(Lost::default())
}

fn item(items: &Items<'_>, index: usize, shown: &mut String, out: &mut dyn Write) -> Result<()> {
    let node = &items.network.nodes[index];
    let mut object = Object::begin(out)?;
    object.member("id", &(index + 1))?;
    object.member("label", node.name)?;
    shown.clear();
    description(node, node.name, shown);
    object.member("description", shown)?;
    if let Some((latitude, longitude)) = node.position.filter(|_| items.placed) {
        object.member("x", &longitude)?;
        object.member("y", &latitude)?;
    }
    if let Some(cluster) = items.cluster(index) {
        object.member("cluster", &cluster)?;
    }
    figures("weights", &items.weights, index, &mut object)?;
    figures("scores", &items.scores, index, &mut object)?;
    object.end()
}

/// The known values of a node by their names.
fn figures(name: &str, all: &[(String, Vec<f64>)], node: usize, object: &mut Object<'_>) -> Result<()> {
    let mut map = Object::begin(object.name(name)?)?;
    let known = all.iter().filter(|(_, values)| values[node].is_finite());
    known.into_iter().try_for_each(|(name, values)| map.member(name, &Figure(values[node])))?;
    map.end()
}

/// Clusters with the name of the node of most papers in each.
fn clusters(items: &Items<'_>, out: &mut dyn Write) -> Result<()> {
    let mut named = std::collections::BTreeMap::new();
    for (index, node) in items.network.nodes.iter().enumerate() {
        items.cluster(index).map(|cluster| named.entry(cluster).or_insert(node.name));
    }
    json::list(out, named, |out, (cluster, label)| {
        let mut object = Object::begin(out)?;
        object.member("cluster", &cluster)?;
        object.member("label", label)?;
        object.end()
    })
}

fn config(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    let (item, items) = terms(network.fact("level"));
    let counting = counting(network);
    let mut object = Object::begin(out)?;
    let mut parameters = Object::begin(object.name("parameters")?)?;
    parameters.member("largest_component", &false)?;
    parameters.end()?;
    let mut terms = Object::begin(object.name("terminology")?)?;
    for (name, term) in [
        ("item", item),
        ("items", items),
        ("link", "Collaboration"),
        ("links", "Collaborations"),
        ("cluster", "Community"),
        ("clusters", "Communities"),
        ("link_strength", &format!("Link strength ({counting})")),
        ("total_link_strength", &format!("Total link strength ({counting})")),
    ] {
        terms.member(name, term)?;
    }
    terms.end()?;
    let mut templates = Object::begin(object.name("templates")?)?;
    templates.member("link_description", LINK)?;
    templates.end()?;
    object.end()
}

/// What is shown of a link. VOSviewer puts the labels in as text.
const LINK: &str = "<div class='description_heading'>Collaboration</div>\
    <div class='description_label'>{source_label}</div><div class='description_label'>{target_label}</div>";

/// What the nodes of a level are called.
fn terms(level: &str) -> (&'static str, &'static str) {
    match level {
        "metro" => ("Metro", "Metros"),
        "city" => ("City", "Cities"),
        "country" => ("Country", "Countries"),
        "institution" => ("Institution", "Institutions"),
        "scholar" => ("Scholar", "Scholars"),
        _ => ("Item", "Items"),
    }
}

fn info(network: &Network<'_>, out: &mut dyn Write) -> Result<()> {
    let (_, items) = terms(network.fact("level"));
    let mut text = "<table>".to_owned();
    network.about.iter().for_each(|fact| row(&fact.name.replace('_', " "), &fact.value, &mut text));
    text.push_str("</table>");
    let mut object = Object::begin(out)?;
    object.member("title", &format!("Collaboration of {}", items.to_lowercase()))?;
    object.member("description", &text)?;
    object.end()
}

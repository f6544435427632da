//! The XML, Pajek, DOT and Gephi formats, on a small network of unkind names. Independent programs read larger ones in
//! `tests/python/network`.

use super::{EXPORTS, Lost, text};
use crate::base::records::{Column, Kind};
use crate::network::{Edge, Fact, Measured, Network, Node, Times};
use crate::rdf::iri;

/// Every character that some format has a meaning for, and two that XML cannot have.
const UNKIND: &str = "A&B <C> \"D\" 'E', F; G\tH\nI\\J\\\\K \u{1}\u{FFFE} 🏙 [1] %";

const COMMUNITY: Column = Column::new("community", Kind::Integer, ["community", "社区"], "by modularity");

fn node(key: &'static str, name: &'static str, position: Option<(f64, f64)>, papers: u64) -> Node<'static> {
    let country = if position.is_some() { "CN" } else { "" };
    Node { kind: iri::Kind::City, key, name, name_zh: "北京", country, position, papers }
}

fn edge(a: u32, b: u32, weight: f64) -> Edge {
    Edge { a, b, weight, raw: weight, papers: 3, international: a == 0, kilometres: (b == 1).then_some(0.1) }
}

fn sample() -> Network<'static> {
    let fact = |name, value: &str| Fact { name, value: value.to_owned() };
    Network {
        about: vec![fact("program", "aicity 0"), fact("weight", "1 < 2 & \"3\"\n-- 100%")],
        nodes: vec![
            node("1816670", "Beijing", Some((39.9, 116.4)), 9),
            node("metro:a b", UNKIND, Some((-89.5, -180.0)), 4),
            node("[x]%", "Beijing", None, 0),
        ],
        edges: vec![edge(0, 1, 1.0 / 3.0), edge(0, 2, 1e-9), edge(1, 2, 2e17)],
        of_nodes: vec![Measured { column: COMMUNITY, values: vec![1.0, 2.0, f64::NAN] }],
        times: Some(Times {
            window: (2001, 2006),
            nodes: vec![vec![(2001, 4), (2002, 5)], vec![(2003, 4)], vec![]],
            edges: vec![vec![(2001, 0.25, 1), (2002, 0.5, 1), (2006, 0.75, 1)], vec![], vec![(2003, 1.0, 3)]],
        }),
        ..Network::default()
    }
}

fn written(network: &Network<'_>, format: &str, part: usize) -> (String, Lost) {
    let export = EXPORTS.iter().find(|export| export.id == format).unwrap();
    let mut bytes = Vec::new();
    let lost = (export.parts[part].write)(network, &mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), lost)
}

/// Formats of this file with all their parts.
fn all(network: &Network<'_>) -> Vec<(&'static str, usize, String, Lost)> {
    let mut made = Vec::new();
    for (format, parts) in
        [("dot", 1), ("gephi", 3), ("gexf", 1), ("gexf-dynamic", 1), ("graphml", 1), ("pajek", 3)]
    {
        for part in 0..parts {
            let (text, lost) = written(network, format, part);
            made.push((format, part, text, lost));
        }
    }
    made
}

fn line_of<'t>(text: &'t str, begin: &str) -> &'t str {
    text.lines().map(str::trim_start).find(|line| line.starts_with(begin)).unwrap()
}

#[test]
fn numbers_read_back_and_have_no_long_tails() {
    for value in [0.0, 1.0, -0.5, 1.0 / 3.0, 1e-5, 9.99e-6, 1e-300, 1e15, 1e16, f64::MAX, f64::MIN_POSITIVE] {
        let mut out = String::new();
        text::number(&mut out, value);
        assert_eq!(out.parse::<f64>().unwrap().to_bits(), value.to_bits());
        assert!(out.len() <= 24, "{out}");
    }
}

#[test]
fn xml_has_no_character_that_it_cannot_have_and_counts_what_was_replaced() {
    for format in ["graphml", "gexf", "gexf-dynamic"] {
        let (text, lost) = written(&sample(), format, 0);
        assert_eq!(lost.characters, 2, "{format}");
        assert!(!text.contains(['\u{1}', '\u{FFFE}', '\t', '\r']), "{format}");
        let name = "A&amp;B &lt;C&gt; &quot;D&quot; 'E', F; G&#9;H&#10;I\\J\\\\K \u{FFFD}\u{FFFD} 🏙 [1] %";
        assert!(text.contains(name), "{format}: {text}");
    }
}

#[test]
fn a_key_that_a_format_cannot_have_is_refused_and_not_changed() {
    for format in ["graphml", "gexf", "dot"] {
        let mut network = sample();
        network.nodes[1].key = "a\u{1}b";
        let export = EXPORTS.iter().find(|export| export.id == format).unwrap();
        let error = (export.parts[0].write)(&network, &mut Vec::new()).unwrap_err();
        assert!(error.to_string().contains("a\\u{1}b"), "{format}: {error}");
    }
}

#[test]
fn graphml_leaves_out_what_is_missing_and_names_its_keys_by_what_they_are_of() {
    let (text, _) = written(&sample(), "graphml", 0);
    let ids: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("<key id=\"")).collect();
    let ids: Vec<&str> = ids.iter().filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.len(), 2 + 8 + 4);
    assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1), "{ids:?}");
    let last = line_of(&text, "<node id=\"[x]%\"");
    for absent in ["n_country", "n_latitude", "n_longitude", "n_community"] {
        assert!(!last.contains(absent), "{last}");
    }
    assert!(text.contains("<data key=\"g_weight\">1 &lt; 2 &amp; &quot;3&quot;&#10;-- 100%</data>"));
    assert!(text.contains("<data key=\"e_weight\">0.3333333333333333</data>"));
}

#[test]
fn gexf_keeps_positions_on_the_map_and_areas_by_papers() {
    let (text, _) = written(&sample(), "gexf", 0);
    assert!(text.contains("<viz:position x=\"-180\" y=\"-85.05\" z=\"0\"/>"));
    assert!(text.contains("<attvalue for=\"latitude\" value=\"-89.5\"/>"));
    // 4 + 36·√(4/9)
    assert!(text.contains("<viz:size value=\"28\"/>"));
    let last = line_of(&text, "<node id=\"[x]%\"");
    assert!(!last.contains("position") && !last.contains("color"), "{last}");
    assert!(!text.contains("spell") && !text.contains("timeformat"));
}

#[test]
fn runs_of_years_are_one_spell_and_both_ends_are_in() {
    let (text, _) = written(&sample(), "gexf-dynamic", 0);
    assert!(text.contains("mode=\"dynamic\" timeformat=\"integer\" timerepresentation=\"interval\""));
    let edge = line_of(&text, "<edge id=\"0\"");
    let spells = "<spells><spell start=\"2001\" end=\"2002\"/><spell start=\"2006\" end=\"2006\"/></spells>";
    assert!(edge.contains(spells), "{edge}");
    assert!(edge.contains("<attvalue for=\"weight\" value=\"0.5\" start=\"2002\" end=\"2002\"/>"), "{edge}");
    assert!(edge.contains(" weight=\"0.3333333333333333\">"), "{edge}");
    assert!(!line_of(&text, "<edge id=\"1\"").contains("spells"));
    let without = Network { times: None, ..sample() };
    let dynamic = EXPORTS.iter().find(|export| export.id == "gexf-dynamic").unwrap();
    assert!(dynamic.by_year && (dynamic.parts[0].write)(&without, &mut Vec::new()).is_err());
}

#[test]
fn pajek_labels_differ_and_tell_the_key() {
    let (text, lost) = written(&sample(), "pajek", 0);
    assert_eq!(line_of(&text, "1 "), "1 \"Beijing [1816670]\" 0.8233333333333333 0.2783333333333333");
    let place = "0 0.9972222222222222";
    let name = "A&B <C> 'D' 'E', F; G H I\\J/\\K  \u{FFFE} 🏙 [1] %";
    assert_eq!(line_of(&text, "2 "), format!("2 \"{name} [metro:a b]\" {place}"));
    assert_eq!(line_of(&text, "3 "), "3 \"Beijing [%5Bx%5D%25]\"");
    // Two quotes, tab, line feed, a backslash before another, U+0001; and the line feed of a fact.
    assert_eq!(lost.characters, 7);
    assert!(text.ends_with("*Edges\n1 2 0.3333333333333333\n1 3 1e-9\n2 3 2e17\n"));
}

#[test]
fn pajek_clusters_are_communities_else_countries() {
    let (communities, _) = written(&sample(), "pajek", 1);
    assert_eq!(communities, "*Vertices 3\n1\n2\n9999998\n");
    let mut network = Network { of_nodes: Vec::new(), ..sample() };
    network.nodes[1].country = "AD";
    assert_eq!(written(&network, "pajek", 1).0, "*Vertices 3\n2\n1\n0\n");
    let (text, _) = written(&network, "pajek", 0);
    assert!(text.contains("% clusters: country\n% cluster_1: AD\n% cluster_2: CN\n"), "{text}");
    assert_eq!(written(&network, "pajek", 2).0, "*Vertices 3\n9\n4\n0\n");
}

#[test]
fn dot_quotes_so_that_graphviz_says_the_name() {
    let (text, lost) = written(&sample(), "dot", 0);
    assert_eq!(lost.characters, 2);
    let node = line_of(&text, "\"metro:a b\" [");
    let rest = " <C> \\\"D\\\" 'E', F; G\tH\\nI\\\\J\\\\\\\\K \u{FFFD}\u{FFFD} 🏙 [1] %\"";
    assert!(node.contains(&format!("label=\"A&amp;B{rest}")), "{node}");
    assert!(node.contains(&format!(", name=\"A&B{rest}")), "{node}");
    assert!(node.ends_with("pos=\"-180,-89.5!\"];"), "{node}");
    assert!(text.contains("\"1816670\" -- \"[x]%\" [id=\"1\", weight=\"1e-9\""));
}

#[test]
fn gephi_tables_read_back_by_a_csv_reader_exactly() {
    let read = |part| {
        let text = written(&sample(), "gephi", part).0;
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().unwrap().iter().collect::<Vec<_>>().join(",");
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        (header, rows)
    };
    let (header, nodes) = read(0);
    assert_eq!(header, "Id,Label,name_zh,country,latitude,longitude,papers,community");
    assert_eq!(nodes[1], vec!["metro:a b", UNKIND, "北京", "CN", "-89.5", "-180", "4", "2"]);
    assert_eq!(nodes[2], vec!["[x]%", "Beijing", "北京", "", "", "", "0", ""]);
    let (header, edges) = read(1);
    assert_eq!(header, "Source,Target,Type,Weight,papers,international,kilometres");
    assert_eq!(edges[1], vec!["1816670", "[x]%", "Undirected", "1e-9", "3", "true", ""]);
    let about: serde_json::Value = serde_json::from_str(&written(&sample(), "gephi", 2).0).unwrap();
    assert_eq!(about["about"]["weight"], "1 < 2 & \"3\"\n-- 100%");
    assert_eq!(about["nodes"][6]["title_zh"], "社区");
}

#[test]
fn a_network_of_nothing_is_a_whole_file_of_every_format() {
    let network = Network { times: Some(Times::default()), ..Network::default() };
    for (format, part, text, lost) in all(&network) {
        assert_eq!(lost, Lost::default());
        let end = match (format, part) {
            ("gexf" | "gexf-dynamic", 0) => "</gexf>\n",
            ("graphml", 0) => "</graphml>\n",
            ("pajek", 0) => "*Vertices 0\n*Edges\n",
            ("pajek", _) => "*Vertices 0\n",
            ("gephi", 0) => ",papers\n",
            ("gephi", 1) => ",kilometres\n",
            _ => "}\n",
        };
        assert!(text.ends_with(end), "{format} {part}: {text}");
    }
}

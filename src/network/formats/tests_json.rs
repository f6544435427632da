//! The JSON formats, tables and triples of a small network, read back by other parsers.

use super::{EXPORTS, Export};
use crate::base::formula::great_circle;
use crate::base::records::{Column, Kind};
use crate::network::{Edge, Fact, Measured, Network, Node};
use crate::rdf::iri;
use serde_json::Value as Json;

const NASTY: &str = "\"A\" & <b>B</b>, {C};\t\r\n\u{1b}[31m\u{7f}\u{0}'😀' \\ 北京";

fn node(key: &'static str, name: &'static str, position: Option<(f64, f64)>, papers: u64) -> Node<'static> {
    Node { kind: iri::Kind::Metro, key, name, name_zh: "", country: "CN", position, papers }
}

fn edge(a: u32, b: u32, weight: f64) -> Edge {
    Edge { a, b, weight, raw: weight * 2.0, papers: 3, international: a == 0, kilometres: None }
}

/// Four nodes, one of them nowhere; keys that could be edges of Cytoscape, numbers, or need escapes.
fn sample() -> Network<'static> {
    let facts = [
        ("program", "aicity"),
        ("level", "metro"),
        ("weight", "fractional: 1/(n − 1); <x>"),
        ("normalisation", "salton: x"),
        ("n", NASTY),
    ];
    let mut nodes = vec![
        node("e1", "Tokyo", Some((35.6895, 139.6917)), 40),
        node("007", NASTY, Some((37.7749, -122.4194)), 30),
        node("a,\"b\"\n7", "NA", Some((-36.85, 174.76)), 30),
        node("7", "Nan", None, 1),
    ];
    nodes[1].name_zh = "旧金山";
    nodes[1].country = "";
    nodes[3].country = "NA";
    let mut edges = vec![edge(0, 1, 1.0), edge(0, 2, 1e-300), edge(1, 2, 1.0 / 3.0), edge(2, 3, 1e22)];
    for edge in &mut edges {
        let (a, b) = (nodes[edge.a as usize].position, nodes[edge.b as usize].position);
        edge.kilometres = a.zip(b).map(|(a, b)| great_circle(a, b));
    }
    Network {
        about: facts.map(|(name, value)| Fact { name, value: value.to_owned() }).to_vec(),
        nodes,
        edges,
        of_nodes: vec![
            measured("community", Kind::Integer, ["community", "社群"], &[0.0, 1.0, 1.0, 1001.0]),
            measured("strength", Kind::Number, ["weighted degree", "强度"], &[0.1, f64::NAN, -1.0, 2.0]),
        ],
        of_edges: vec![measured("expected", Kind::Number, ["expected", "期望"], &[0.5, 1.5, f64::NAN, 2.0])],
        times: None,
        normalised: true,
    }
}

fn measured(name: &'static str, kind: Kind, titles: [&'static str; 2], values: &[f64]) -> Measured {
    Measured { column: Column::new(name, kind, titles, "what it says"), values: values.to_vec() }
}

fn export(id: &str) -> &'static Export {
    EXPORTS.iter().find(|export| export.id == id).unwrap()
}

/// The bytes of a part, and how many characters were lost.
fn part(id: &str, part: &str, network: &Network<'_>) -> (Vec<u8>, u64) {
    let part = export(id).parts.iter().find(|p| p.id == part).unwrap();
    let mut out = Vec::new();
    let lost = (part.write)(network, &mut out).unwrap();
    (out, lost.characters)
}

fn parsed(id: &str) -> Json {
    let (bytes, lost) = part(id, "graph", &sample());
    assert_eq!(lost, 0);
    serde_json::from_slice(&bytes).unwrap()
}

fn keys(list: &Json, of: impl Fn(&Json) -> &Json) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| of(item).as_str().unwrap().to_owned()).collect()
}

const KEYS: [&str; 4] = ["e1", "007", "a,\"b\"\n7", "7"];

#[test]
fn node_link_has_what_the_network_has() {
    let json = parsed("node-link");
    assert_eq!((&json["directed"], &json["multigraph"]), (&Json::Bool(false), &Json::Bool(false)));
    assert_eq!(json["graph"]["about"]["n"], NASTY);
    assert_eq!(json["graph"]["node_columns"][0]["title_zh"], "名称");
    assert_eq!(keys(&json["nodes"], |node| &node["id"]), KEYS);
    assert_eq!(json["nodes"][1]["name"], NASTY);
    assert_eq!(json["nodes"][0]["latitude"], 35.6895);
    let bare = serde_json::json!(
        {"id": "7", "name": "Nan", "country": "NA", "papers": 1, "community": 1001, "strength": 2.0});
    assert_eq!(json["nodes"][3], bare);
    let weights: [f64; 4] = [1.0, 1e-300, 1.0 / 3.0, 1e22];
    for (edge, weight) in json["edges"].as_array().unwrap().iter().zip(weights) {
        assert_eq!(edge["weight"].as_f64().unwrap().to_bits(), weight.to_bits());
        assert_eq!(edge["raw"], weight * 2.0);
    }
    let last = serde_json::json!({"source": KEYS[2], "target": "7", "weight": 1e22, "papers": 3,
        "international": false, "raw": 2e22, "expected": 2.0});
    assert_eq!(json["edges"][3], last);
}

#[test]
fn cytoscape_has_ids_of_edges_that_no_node_has() {
    let json = parsed("cytoscape");
    let elements = &json["elements"];
    assert_eq!(keys(&elements["nodes"], |node| &node["data"]["id"]), KEYS);
    assert_eq!(keys(&elements["edges"], |edge| &edge["data"]["id"]), ["ee0", "ee1", "ee2", "ee3"]);
    assert_eq!(json["data"]["weight"], "fractional: 1/(n − 1); <x>");
    assert!((elements["nodes"][0]["position"]["y"].as_f64().unwrap() + 356.895).abs() < 1e-9);
    assert_eq!(elements["nodes"][3].get("position"), None);
}

#[test]
fn geojson_cuts_at_the_antimeridian_and_loses_nothing() {
    let json = parsed("geojson");
    let features = json["features"].as_array().unwrap();
    assert_eq!(features.len(), 8);
    assert_eq!(features[0]["geometry"]["coordinates"], serde_json::json!([139.6917, 35.6895]));
    assert!(features[3]["geometry"].is_null() && features[7]["geometry"].is_null());
    assert_eq!(features[7]["properties"]["target"], "7");
    assert_eq!(features[4]["geometry"]["type"], "MultiLineString");
    let lines = features[4]["geometry"]["coordinates"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0][0]), (2, &serde_json::json!([139.6917, 35.6895])));
    assert_eq!(lines[1].as_array().unwrap().last(), Some(&serde_json::json!([-122.4194, 37.7749])));
    assert_eq!(features[5]["geometry"]["type"], "LineString");
}

/// Lines of a tab-separated text, with quotes undone.
fn cells(text: &[u8]) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().delimiter(b'\t').has_headers(false).from_reader(text);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn vosviewer_files_are_as_it_wants_them() {
    let (bytes, lost) = part("vosviewer", "map", &sample());
    let rows = cells(&bytes);
    assert_eq!(lost, 4);
    let header = ["id", "label", "description", "cluster", "weight<Papers>"];
    assert_eq!(rows[0][..5], header);
    let rest = [
        "weight<Total link strength (fractional salton)>",
        "score<WEIGHTed degree>",
        "score<Latitude>",
        "score<Longitude>",
    ];
    assert_eq!(rows[0][5..], rest);
    assert_eq!(rows[2][1], NASTY.replace(['\t', '\r', '\n'], " ").replace('\0', "\u{fffd}"));
    assert_eq!(rows[2][3..6], ["2", "30", "1.3333333333333333"]);
    assert!(rows[2][2].contains("<td>007</td>") && !rows[2][2].contains("<b>"));
    assert!(rows[3][2].contains("<td>a,&quot;b&quot;&#10;7</td>"));
    assert_eq!((&rows[4][3][..], &rows[4][7][..], &rows[2][6][..]), ("", "", ""));
    let (bytes, _) = part("vosviewer", "network", &sample());
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "1\t2\t1\n1\t3\t1e-300\n2\t3\t0.3333333333333333\n3\t4\t1e+22\n"
    );
}

#[test]
fn vosviewer_json_holds_the_same() {
    let json = parsed("vosviewer-json");
    let items = json["network"]["items"].as_array().unwrap();
    assert_eq!((&items[1]["id"], &items[1]["label"]), (&2.into(), &NASTY.into()));
    assert_eq!((&items[0]["cluster"], items[3].get("cluster")), (&1.into(), None));
    assert_eq!(
        json["network"]["clusters"],
        serde_json::json!([
        {"cluster": 1, "label": "Tokyo"}, {"cluster": 2, "label": NASTY}])
    );
    assert_eq!(
        json["network"]["links"][0],
        serde_json::json!({"source_id": 1, "target_id": 2, "strength": 1})
    );
    assert_eq!(json["config"]["terminology"]["link_strength"], "Link strength (fractional salton)");
    assert!(!json["info"]["description"].as_str().unwrap().contains("<x>"));
}

#[test]
fn vosviewer_gets_x_and_y_where_all_are_known_and_no_network_that_it_cannot_open() {
    let mut network = sample();
    network.nodes[3].position = Some((1.5, 2.5));
    let rows = cells(&part("vosviewer", "map", &network).0);
    assert_eq!(rows[0][3..5], ["x", "y"]);
    assert_eq!(rows[4][3..5], ["2.5", "1.5"]);
    network.nodes.iter_mut().for_each(|node| node.position = Some((1.0, 2.0)));
    assert!(!cells(&part("vosviewer", "map", &network).0)[0].contains(&"x".to_owned()));
    network.edges.clear();
    for id in ["vosviewer", "vosviewer-json"] {
        let error = (export(id).parts[0].write)(&network, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), crate::base::error::Kind::Usage);
    }
}

#[test]
fn csv_tables_fit_their_description() {
    let network = sample();
    let described: Json = serde_json::from_slice(&part("csv", "metadata", &network).0).unwrap();
    for (part_id, table) in ["edges", "nodes"].into_iter().zip(described["tables"].as_array().unwrap()) {
        let bytes = part("csv", part_id, &network).0;
        let mut reader = ::csv::Reader::from_reader(&bytes[..]);
        let header: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        assert_eq!(keys(&table["tableSchema"]["columns"], |column| &column["name"]), header);
        assert_eq!(reader.records().map(Result::unwrap).count(), 4);
    }
    let bytes = part("csv", "nodes", &network).0;
    let rows: Vec<_> = ::csv::Reader::from_reader(&bytes[..]).into_records().map(Result::unwrap).collect();
    assert_eq!((&rows[1][0], &rows[1][1], &rows[1][3]), ("007", NASTY, ""));
    assert_eq!((&rows[3][1], &rows[3][3], &rows[3][4]), ("Nan", "NA", ""));
    assert_eq!(described["tables"][1]["tableSchema"]["primaryKey"], "key");
}

#[test]
fn parquet_has_the_rows_of_the_tables() {
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::record::{Field, Row};
    let network = sample();
    for part_id in ["edges", "nodes"] {
        let (bytes, _) = part("parquet", part_id, &network);
        let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).unwrap();
        let facts = reader.metadata().file_metadata().key_value_metadata().unwrap().clone();
        assert!(facts.iter().any(|fact| fact.key == "n" && fact.value.as_deref() == Some(NASTY)));
        let rows: Vec<Row> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
        let (csv, _) = part("csv", part_id, &network);
        let mut table = ::csv::Reader::from_reader(&csv[..]);
        let header = table.headers().unwrap().clone();
        assert_eq!(rows.len(), 4);
        for (row, record) in rows.iter().zip(table.records()) {
            let record = record.unwrap();
            assert_eq!(row.len(), record.len());
            for ((name, field), (cell, expected)) in row.get_column_iter().zip(record.iter().zip(&header)) {
                let same = match field {
                    Field::Null => cell.is_empty(),
                    Field::Str(text) => text == cell,
                    Field::Double(number) => cell.parse() == Ok(*number),
                    other => other.to_string() == cell,
                };
                assert!(same && name == expected, "{name}: {field} {cell:?}");
            }
        }
    }
}

#[test]
fn triples_are_canonical_and_the_iri_follows_the_facts() {
    let network = sample();
    let (bytes, _) = part("rdf", "graph", &network);
    let triples: Vec<_> = oxttl::NTriplesParser::new().for_slice(&bytes).map(Result::unwrap).collect();
    let lines: Vec<String> = triples.iter().map(|triple| format!("{triple} .")).collect();
    assert_eq!(bytes.split(|&b| b == b'\n').count(), lines.len() + 1);
    assert!(triples.iter().any(|t| matches!(&t.object, oxrdf::Term::Literal(l) if l.value() == NASTY)));
    let of = |class: &str| lines.iter().filter(|line| line.ends_with(&format!("#{class}> ."))).count();
    assert_eq!((of("Network"), of("NetworkNode"), of("NetworkEdge"), of("NetworkFact")), (1, 4, 4, 5));
    let weights: Vec<&str> =
        lines.iter().filter(|line| line.contains("#weight>")).map(|l| l.split('"').nth(1).unwrap()).collect();
    assert_eq!(weights, ["1.0E0", "1.0E-300", "3.333333333333333E-1", "1.0E22"]);
    let mut other = sample();
    other.about[2].value.push('!');
    let first = |network: &Network<'_>| {
        part("rdf", "graph", network).0.split(|&b| b == b' ').next().unwrap().to_vec()
    };
    assert_ne!(first(&network), first(&other));
}

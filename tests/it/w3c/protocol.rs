//! The tests of the W3C's suite for the SPARQL 1.1 Protocol: each request is sent to a server that holds the graphs of the
//! test, as the manifest says it.

use super::manifest::{self, SUITE, node, objects};
use crate::faults::lab::aicity;
use crate::support::shared;
use aicity::model::builder::CorpusBuilder;
use aicity::store::generations::Contents;
use aicity::store::{ImageBuilder, Store};
use oxrdf::{Graph, NamedNode, NamedOrBlankNodeRef, Quad, TermRef};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

const MF: &str = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#";
const HT: &str = "http://www.w3.org/2011/http#";
const CNT: &str = "http://www.w3.org/2011/content#";
const LABEL: &str = "http://www.w3.org/2000/01/rdf-schema#label";
const UT: &str = "http://www.w3.org/2009/sparql/tests/test-update#";

/// A server over one dataset.
struct Server {
    child: Child,
    address: String,
    _store: tempfile::TempDir,
}

impl Server {
    fn over(quads: &[Quad]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut builder = ImageBuilder::default();
        quads.iter().for_each(|quad| builder.add(quad));
        let mut empty = CorpusBuilder::default().finish();
        let contents = &mut Contents {
            corpus: &mut empty.corpus,
            texts: &mut empty.texts,
            statements: &mut empty.statements,
            image: &builder.finish(),
            holds: aicity::rdf::dump::Holds::Graph,
            rejections: BTreeMap::new(),
            skipped: BTreeMap::new(),
        };
        Store::at(folder.path()).writer().unwrap().publish(contents).unwrap();
        let mut command = aicity(["serve", "--bind", "127.0.0.1:0", "--host", "www.example", "--store"]);
        let mut child = command.arg(folder.path()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned();
        Self { child, address, _store: folder }
    }

    /// Status, media type and body.
    fn ask(&self, request: &Request) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: www.example\r\nConnection: close\r\n",
            request.method, request.path
        );
        for (name, value) in &request.fields {
            write!(head, "{name}: {value}\r\n").unwrap();
        }
        if let Some(body) = &request.body {
            write!(head, "Content-Length: {}\r\n", body.len()).unwrap();
        }
        let body = request.body.as_deref().unwrap_or_default();
        stream.write_all(&[head.as_bytes(), b"\r\n", body].concat()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let media = head.lines().find_map(|line| line.strip_prefix("content-type: ")).unwrap_or_default();
        (head[9..12].parse().unwrap(), media.to_owned(), answer[end + 4..].to_vec())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// A request of a test, and what is expected of its answer.
struct Request {
    method: String,
    path: String,
    fields: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    classes: Vec<char>,
    format: Option<String>,
    boolean: Option<bool>,
}

fn text(graph: &Graph, subject: NamedOrBlankNodeRef<'_>, property: &str) -> Option<String> {
    objects(graph, subject, property).first().map(|term| match term {
        TermRef::Literal(literal) => literal.value().to_owned(),
        TermRef::NamedNode(node) => node.as_str().to_owned(),
        TermRef::BlankNode(node) => node.as_str().to_owned(),
    })
}

fn request(graph: &Graph, subject: NamedOrBlankNodeRef<'_>) -> Request {
    let field = |cell: &TermRef<'_>| {
        let of = |name: &str| text(graph, node(*cell), &format!("{HT}{name}")).unwrap();
        (of("fieldName"), of("fieldValue"))
    };
    let of = |name: &str| text(graph, subject, &format!("{HT}{name}"));
    let fields = manifest::members(graph, subject, &format!("{HT}headers")).iter().map(field).collect();
    let body = objects(graph, subject, &format!("{HT}body")).first().map(|body| {
        let chars = text(graph, node(*body), &format!("{CNT}chars")).unwrap();
        match text(graph, node(*body), &format!("{CNT}characterEncoding")).as_deref() {
            Some("UTF-16") => chars.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => chars.into_bytes(),
        }
    });
    let expected = node(objects(graph, subject, &format!("{HT}resp"))[0]);
    let statuses = objects(graph, expected, &format!("{MF}expectedStatus"));
    let class =
        |status: &TermRef<'_>| status.to_string().split("StatusCode").nth(1).unwrap().chars().next().unwrap();
    Request {
        method: of("methodName").unwrap(),
        path: of("absolutePath").unwrap().replacen("/sparql/", "/sparql", 1),
        fields,
        body,
        classes: statuses.iter().map(class).collect(),
        format: text(graph, expected, &format!("{MF}expectedFormat")),
        boolean: text(graph, expected, &format!("{MF}expectedBoolean")).map(|text| text == "true"),
    }
}

/// What is wrong with an answer.
fn fault(request: &Request, (status, media, body): &(u16, String, Vec<u8>)) -> Option<String> {
    let class = char::from(b'0' + u8::try_from(status / 100).unwrap());
    let text = String::from_utf8_lossy(body);
    if !request.classes.contains(&class) {
        return Some(format!("status {status}, expected {:?}: {text}", request.classes));
    }
    let fits = match request.format.as_deref() {
        Some("boolean" | "tabular") => media.starts_with("application/sparql-results"),
        Some("RDF") => media.starts_with("text/turtle"),
        _ => true,
    };
    let boolean = request.boolean.is_none_or(|answer| text.contains(&format!("\"boolean\":{answer}")));
    (!fits || !boolean).then(|| format!("{media}: {text}"))
}

fn data(root: &Path, graph: &Graph, test: NamedOrBlankNodeRef<'_>) -> Vec<Quad> {
    let mut quads = Vec::new();
    for entry in objects(graph, test, &format!("{UT}graphData")) {
        let file = text(graph, node(entry), &format!("{UT}graph")).unwrap();
        let name = NamedNode::new(text(graph, node(entry), LABEL).unwrap()).unwrap();
        let named = |quad: Quad| Quad { graph_name: name.clone().into(), ..quad };
        quads.extend(manifest::quads(root, &file).into_iter().map(named));
    }
    quads
}

#[test]
fn protocol_tests() {
    let Some(root) = shared("rdf-tests/sparql/sparql11") else { return };
    let index = format!("{SUITE}protocol/manifest.ttl");
    let graph = manifest::graph(&root, &index);
    let (mut queries, mut updates, mut wrong) = (0, 0, Vec::new());
    for entry in manifest::entries(&graph, &index) {
        let name = entry.rsplit('#').next().unwrap().to_owned();
        let test = NamedNode::new(&entry).unwrap();
        let test = test.as_ref().into();
        let server = Server::over(&data(&root, &graph, test));
        let connection = node(objects(&graph, test, &format!("{MF}action"))[0]);
        for cell in manifest::members(&graph, connection, &format!("{HT}requests")) {
            let request = request(&graph, node(cell));
            let answer = server.ask(&request);
            let fault = if name.contains("update") {
                // This endpoint changes nothing: what looks at the effect of an update is not asked, and every update,
                // sound or not, is the client's error.
                let is_query = request.boolean.is_some() || request.path.contains("query=");
                (!is_query && answer.0 / 100 != 4).then(|| format!("status {}", answer.0))
            } else {
                fault(&request, &answer)
            };
            wrong.extend(fault.map(|fault| format!("{name}: {fault}")));
        }
        if name.contains("update") { updates += 1 } else { queries += 1 }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((queries, updates), (20, 14));
    println!(
        "W3C SPARQL 1.1 Protocol: {queries} query tests passed; {updates} update tests: every update refused"
    );
}

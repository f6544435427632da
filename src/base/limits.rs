//! The limits of `docs/FAULTS.md`, in one place.

/// Longest line of a text input, in bytes.
pub const LINE: usize = 16 << 20;
/// Longest field of a table, in bytes.
pub const FIELD: usize = 1 << 20;
/// Most newlines inside one quoted field before the quote counts as unclosed.
pub const FIELD_NEWLINES: usize = 1_000;
/// Decompressed bytes per compressed byte that are believed, once [`RATIO_AFTER`] bytes came out.
pub const RATIO: u64 = 200;
/// Decompressed bytes before the ratio is looked at.
pub const RATIO_AFTER: u64 = 64 << 20;
/// Decompressed bytes of one input file.
pub const DECOMPRESSED: u64 = 64 << 30;
/// Authors of one paper.
pub const AUTHORS: u32 = 20_000;
/// Length of a query text, in bytes.
pub const QUERY_TEXT: usize = 64 << 10;
/// Nesting of a query text.
pub const QUERY_DEPTH: usize = 64;
/// Time of a query, in seconds, unless it asks for another.
pub const QUERY_SECONDS: u64 = 10;
/// Longest time that a query may ask for, in seconds.
pub const QUERY_SECONDS_MOST: u64 = 60;
/// Memory of a query beyond the graph itself, in bytes of address space.
pub const QUERY_MEMORY: u64 = 1 << 30;
/// Rows (or triples) of a result.
pub const RESULT_ROWS: u64 = 100_000;
/// Bytes of a result, before compression.
pub const RESULT_BYTES: u64 = 64 << 20;
/// Statements of a graph, and distinct terms: ids are 32 bits wide, and those above are for what queries compute.
pub const GRAPH: u32 = 4_000_000_000;
/// Length of a JSON-LD document, in bytes: it is looked at as a whole.
pub const JSON_LD: usize = 64 << 20;
/// Ranks that a sensitivity analysis keeps: samples times units.
pub const SAMPLED_RANKS: u64 = 1 << 29;

//! Validators: what an edition answers to a request never changes, so the edition and the request name the answer.

use super::reply::{Payload, Reply};
use super::router::Asked;
use crate::store::sections::checksum;
use hyper::header;

/// The validator of an answer: of the edition, this program, the target and what is acceptable.
pub fn of(edition: &str, asked: &Asked, accept: Option<&str>) -> String {
    let parts =
        [env!("CARGO_PKG_VERSION"), edition, &asked.raw_target, accept.unwrap_or_default(), &asked.host];
    format!("\"{}\"", &checksum(parts.join("\0").as_bytes())[..24])
}

/// Whether the client has the answer already, in whatever coding it was sent.
pub fn matches(asked: &Asked, tag: &str) -> bool {
    let bare = tag.trim_matches('"');
    let same = |candidate: &str| {
        let candidate = candidate.trim().trim_start_matches("W/").trim_matches('"');
        candidate == bare
            || candidate.strip_suffix("-gzip") == Some(bare)
            || candidate.strip_suffix("-zstd") == Some(bare)
    };
    asked.list(header::IF_NONE_MATCH).is_some_and(|list| list.trim() == "*" || list.split(',').any(same))
}

/// The client has it.
pub fn not_modified(tag: &str) -> Reply {
    tagged(Reply::new(304, Payload::Empty), tag)
}

/// With its validator: it may be kept, and is asked for again each time.
pub fn tagged(reply: Reply, tag: &str) -> Reply {
    reply.with(header::ETAG, tag).with(header::CACHE_CONTROL, "no-cache")
}

//! Bodies of requests: their type, their size, and the time they may take.

use super::options::BODY_TIME;
use super::problem::{self, Problem, Result};
use super::router::Asked;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Body;
use hyper::header;

/// Media type of the body, without parameters, in small letters. A charset other than UTF-8, and a coding, are refused.
pub fn media_type(asked: &Asked) -> Result<String> {
    let unsupported = |detail: &str| Problem::new(problem::MEDIA_TYPE, detail);
    if asked.field(header::CONTENT_ENCODING).is_some_and(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err(unsupported("bodies are read without Content-Encoding"));
    }
    let field =
        asked.field(header::CONTENT_TYPE).ok_or_else(|| unsupported("the body has no Content-Type"))?;
    let mut parts = field.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let charset =
        parts.find_map(|part| part.to_ascii_lowercase().strip_prefix("charset=").map(str::to_owned));
    match charset.as_deref().map(|charset| charset.trim_matches('"')) {
        None | Some("utf-8" | "utf8") => Ok(name),
        Some(other) => Err(unsupported(&format!("charset {other:?}; use UTF-8"))),
    }
}

/// The whole body as text, of at most so many bytes.
pub async fn text(asked: &mut Asked, most: usize) -> Result<String> {
    let too_large = || Problem::new(problem::TOO_LARGE, format!("the body is larger than {most} bytes"));
    if asked.body.size_hint().lower() > most as u64 {
        return Err(too_large());
    }
    let limited = Limited::new(&mut asked.body, most).collect();
    let read = tokio::time::timeout(BODY_TIME, limited).await;
    let read = read.map_err(|_| Problem::new(problem::SLOW_REQUEST, "the body did not arrive in 30 s"))?;
    let bytes = read.map_err(|error| {
        if error.is::<LengthLimitError>() {
            too_large()
        } else {
            Problem::new(problem::BAD_REQUEST, "the body breaks off or is not framed as HTTP says")
        }
    })?;
    let bytes = bytes.to_bytes().to_vec();
    String::from_utf8(bytes).map_err(|_| Problem::new(problem::BAD_REQUEST, "the body is not UTF-8"))
}

//! `/dump`: the edition as sorted N-Quads with its manifest, made once when it is asked for first.

use super::edition::Edition;
use super::etag;
use super::problem::{self, Problem, Result};
use super::reply::{Payload, Reply};
use super::router::Asked;
use super::state::State;
use bytes::Bytes;
use hyper::header;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Files of a dump, with their media types.
const FILES: [(&str, &str); 2] =
    [("graph.nq.zst", "application/zstd"), ("manifest.json", "application/json")];

/// Answers a file of the dump.
pub async fn answer(state: &Arc<State>, asked: &Asked) -> Result<Reply> {
    let name = &asked.target.segments[1];
    let file = FILES.iter().find(|(file, _)| file == name);
    let (name, media_type) = *file.ok_or_else(|| {
        Problem::new(problem::NOT_FOUND, "a dump is /dump/graph.nq.zst and /dump/manifest.json")
    })?;
    let edition = state.edition();
    let tag = etag::of(&edition.id, asked, None);
    if etag::matches(asked, &tag) {
        return Ok(etag::not_modified(&tag));
    }
    // Only one is made at a time, and it is kept as long as the edition.
    let folder = edition.dump.get_or_try_init(|| make(state, &edition)).await?;
    let file = File::open(folder.path().join(name))
        .map_err(|e| Problem::defect(format!("the dump is gone: {e}")))?;
    let length = file.metadata().map_err(|e| Problem::defect(e.to_string()))?.len();
    let reply =
        Reply::new(200, Payload::Held(Bytes::new(), file, length)).with(header::CONTENT_TYPE, media_type);
    let reply = reply.with(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""));
    Ok(etag::tagged(reply, &tag))
}

/// Makes the dump by the program itself, in a process of its own: it takes the memory of the whole graph for a while.
async fn make(state: &Arc<State>, edition: &Arc<Edition>) -> Result<tempfile::TempDir> {
    let permit = state.computations.enter().await?;
    let (program, store) = (state.options.program.clone(), state.options.store.clone());
    let (generation, checksum) = (edition.generation.clone(), edition.id.clone());
    let work = move || {
        let _permit = permit;
        let folder = tempfile::tempdir()?;
        run(&program, &store, (&generation, &checksum), folder.path())?;
        Ok::<_, std::io::Error>(folder)
    };
    let made = tokio::task::spawn_blocking(work).await.map_err(|e| Problem::defect(e.to_string()))?;
    made.map_err(|e| Problem::defect(format!("cannot make the dump: {e}")))
}

fn run(
    program: &Path,
    store: &Path,
    (generation, checksum): (&str, &str),
    folder: &Path,
) -> std::io::Result<()> {
    let mut command = Command::new(program);
    command
        .args(["dump", "--quiet", "--threads", "1", "--force", "--store"])
        .arg(store)
        .arg("-o")
        .arg(folder);
    command.args(["--generation", generation, "--checksum", checksum]);
    let output = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(std::io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}

//! A part as JSON: one record a line, an array of records, a record of the API, or an answer of the API to a list.

use super::batch::{Batch, Event, Fault};
use super::json_path::{depth, path_at};
use super::layout::Entity;
use super::schema::{Body, Head, Institution, Probe};
use super::values::{CONTROL, number};
use super::work::no_id;
use super::{Context, institution, work};
use crate::base::Result;
use crate::model::record::{Place, Reason};
use crate::sources::csv_table::shown;
use crate::sources::decode::{Digest, Input};
use crate::sources::json::{Item, Objects};
use serde::Deserialize;

/// Nesting of a record that is read: the limit of the JSON parser, which passes over deeper values that nobody reads.
const DEPTH: usize = 128;
/// Longest message about a value, in characters.
const MESSAGE: usize = 200;

/// Reads a part to its end, handing over a batch whenever one is full; answers the digest of the file and how many records
/// it held, sound or not.
pub fn read(
    input: Input<'_>,
    file: u32,
    entity: Option<Entity>,
    context: Context<'_>,
    hand_over: &mut dyn FnMut(Batch) -> Result<()>,
) -> Result<(Digest, u64)> {
    let name = input.name().to_owned();
    let mut objects = Objects::new(input, &name, file);
    let (mut batch, mut records) = (Batch::default(), 0);
    while let Some(item) = objects.next_object()? {
        match item {
            Item::Object(line, bytes) => {
                records += object(bytes, Place { file, line }, entity, context, &mut batch);
            }
            Item::Rejected(rejection) => {
                records += 1;
                batch.push(rejection.place, Event::Reject(rejection));
            }
        }
        if batch.is_full() {
            hand_over(std::mem::take(&mut batch))?;
        }
    }
    hand_over(batch)?;
    Ok((objects.into_reader().finish()?, records))
}

/// Reads an object; answers how many records it is.
fn object(
    bytes: &[u8],
    place: Place,
    entity: Option<Entity>,
    context: Context<'_>,
    batch: &mut Batch,
) -> u64 {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let detail = format!("no UTF-8 at byte {} of the record", error.valid_up_to() + 1);
            batch.reject(place, Fault::new("", Reason::Encoding, detail));
            return 1;
        }
    };
    let outcome = match entity {
        Some(entity) => record(text, entity, place, context, batch).map(|()| 1),
        None => probe(text, place, context, batch),
    };
    outcome.unwrap_or_else(|fault| {
        batch.reject(place, fault);
        1
    })
}

/// Reads an object that says itself what it is.
fn probe(
    text: &str,
    place: Place,
    context: Context<'_>,
    batch: &mut Batch,
) -> std::result::Result<u64, Fault> {
    let probe: Probe<'_> = parse(text)?;
    let Some(results) = probe.results else {
        let entity = Entity::ALL.into_iter().find(|entity| number(probe.id.get(), entity.letter()).is_some());
        let entity = entity.ok_or_else(|| no_entity(probe.id.get()))?;
        return record(text, entity, place, context, batch).map(|()| 1);
    };
    let mut records = 0;
    for result in &results {
        let start = result.get().as_ptr().addr() - text.as_ptr().addr();
        let line = place.line + memchr::memchr_iter(b'\n', &text.as_bytes()[..start]).count() as u64;
        records += object(result.get().as_bytes(), Place { line, ..place }, None, context, batch);
    }
    Ok(records)
}

fn no_entity(id: &str) -> Fault {
    let detail = format!("{} is no id of a work, author, institution or source of OpenAlex", shown(id));
    Fault::new("id", if id.is_empty() { Reason::Missing } else { Reason::Syntax }, detail)
}

fn record(
    text: &str,
    entity: Entity,
    place: Place,
    context: Context<'_>,
    batch: &mut Batch,
) -> std::result::Result<(), Fault> {
    match entity {
        Entity::Works => read_work(text, place, context, batch),
        Entity::Institutions => {
            let record: Institution<'_> = whole(text)?;
            batch.weigh(text.len().min(1 << 10));
            institution::emit(&record, context, place, batch)
        }
        Entity::Sources | Entity::Authors => {
            let record: Probe<'_> = parse(text)?;
            let (id, what) = (record.id.get(), entity.folder().trim_end_matches('s'));
            number(id, entity.letter()).map(drop).ok_or_else(|| no_id(id, what, entity.letter()))
        }
    }
}

fn read_work(
    text: &str,
    place: Place,
    context: Context<'_>,
    batch: &mut Batch,
) -> std::result::Result<(), Fault> {
    let head: Head<'_> = parse(text)?;
    if let Some(chosen) = work::choose(&head, context, batch)? {
        let body: Body<'_> = whole(text)?;
        batch.weigh(text.len());
        work::emit(&head, &body, chosen, context, place, batch)?;
    }
    Ok(())
}

/// Parses a record that is to be kept.
fn whole<'a, T: Deserialize<'a>>(text: &'a str) -> std::result::Result<T, Fault> {
    let nesting = depth(text);
    if nesting > DEPTH {
        let detail = format!("{nesting} objects and arrays inside each other; the limit is {DEPTH}");
        return Err(Fault::new("", Reason::Syntax, detail));
    }
    parse(text)
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> std::result::Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| explain(text, &error))
}

/// A parser's error as a fault of the value it stands at.
fn explain(text: &str, error: &serde_json::Error) -> Fault {
    let line_start =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let field = path_at(text, line_start + error.column());
    let message = error.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    fault(field, message, error.is_eof())
}

/// The fault of a value at a path.
pub fn fault(field: String, message: &str, cut_off: bool) -> Fault {
    let reason = match field.rsplit('.').next().unwrap_or_default() {
        _ if message.starts_with(CONTROL) => Reason::ControlCharacter,
        _ if cut_off || message.starts_with("duplicate field") => Reason::Syntax,
        "publication_year" | "year" => Reason::Year,
        "cited_by_count" | "latitude" | "longitude" => Reason::Number,
        _ => Reason::Syntax,
    };
    let mut detail: String = message.chars().take(MESSAGE).collect();
    if detail.len() < message.len() {
        detail.push('…');
    }
    Fault { field, reason, detail }
}

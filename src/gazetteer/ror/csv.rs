//! ROR as CSV, schema v2: columns such as `names.types.ror_display`, several values with `; ` between them, a language
//! before a name (`zh: 清华大学`, `no_lang_code: THU`).

use super::convert::convert;
use super::record::{Admin, Change, Details, Link, Location, Name, Record, Relationship};
use crate::base::Result;
use crate::gazetteer::part::{Feed, geonames_id};
use crate::sources::cells::{self, Refused};
use crate::sources::csv_table::{Item, Layout, Row, Table};
use std::io::Read;

/// Its columns. What is optional may be missing.
const LAYOUT: Layout = Layout {
    required: &["id", "names.types.ror_display"],
    optional: &[
        "names.types.label",
        "names.types.alias",
        "names.types.acronym",
        "locations.geonames_id",
        "locations.geonames_details.name",
        "locations.geonames_details.country_code",
        "locations.geonames_details.lat",
        "locations.geonames_details.lng",
        "links.type.website",
        "domains",
        "relationships",
        "status",
        "types",
        "admin.last_modified.date",
    ],
    unused: &[],
};
const COLUMNS: usize = 16;

/// Whether a header is that of such a table: `id`, and a name or what else only this form has. Which columns are
/// missing is said when it is read.
pub(in crate::gazetteer) fn fits(header: &[&str]) -> bool {
    header.contains(&"id")
        && header.iter().any(|name| LAYOUT.optional[..5].contains(name) || *name == LAYOUT.required[1])
}

/// Reads the table.
pub(in crate::gazetteer) fn read(reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
    let mut table = Table::open(reader, feed.name, feed.part.file, &LAYOUT)?;
    tracing::info!(file = feed.name, columns = table.unknown().join(", "), "has columns that are not read");
    while let Some(item) = table.next_record()? {
        match item {
            Item::Rejected(rejection) => feed.part.rejections.push(rejection),
            Item::Row(row) => {
                let taken = record(&row).and_then(|record| convert(record, row.line, feed.part));
                match taken {
                    Ok(versioned) => feed.part.institutions.push(versioned),
                    Err(refused) => feed.part.reject(row.line, refused),
                }
            }
        }
    }
    Ok(())
}

fn record(row: &Row<'_>) -> std::result::Result<Record, Refused> {
    let [id, display, labels, aliases, acronyms, ids, places, countries, lats, lngs, ..] =
        row.fields::<COLUMNS>();
    let [.., websites, domains, relationships, status, types, changed] = row.fields::<COLUMNS>();
    let owned = |list| values(list).map(str::to_owned).collect::<Vec<_>>();
    let named = |list, kind| values(list).map(move |text| name(text, kind));
    let titles = named(labels, "label").chain(named(aliases, "alias")).chain(named(acronyms, "acronym"));
    let titles = std::iter::once(name(display, "ror_display")).chain(titles);
    Ok(Record {
        id: Some(id.to_owned()),
        // Older tables do not say: then every record is one that is used.
        status: Some(if status.is_empty() { "active" } else { status }.to_owned()),
        types: Some(owned(types)),
        relationships: Some(values(relationships).map(relationship).collect()),
        links: Some(owned(websites).into_iter().map(Link::Address).collect()),
        names: Some(titles.filter(|name| !name.value.is_empty()).collect()),
        locations: Some(locations([ids, places, countries, lats, lngs])?),
        domains: Some(owned(domains)),
        admin: Some(Admin { last_modified: Some(Change { date: Some(changed.to_owned()) }) }),
        ..Record::default()
    })
}

fn values(list: &str) -> impl Iterator<Item = &str> {
    list.split(';').map(str::trim).filter(|text| !text.is_empty())
}

/// A name, its language taken off.
fn name(text: &str, kind: &str) -> Name {
    let is_language =
        |tag: &str| tag == "no_lang_code" || (tag.len() <= 3 && tag.bytes().all(|b| b.is_ascii_lowercase()));
    let (lang, value) = text.split_once(": ").filter(|(tag, _)| is_language(tag)).unwrap_or(("", text));
    let lang = Some(lang).filter(|lang| *lang != "no_lang_code").map(str::to_owned);
    Name { value: value.to_owned(), types: Some(vec![kind.to_owned()]), lang }
}

/// A related record; one without its kind is `related`.
fn relationship(text: &str) -> Relationship {
    let (kind, id) = text.split_once(": ").unwrap_or(("related", text));
    Relationship { kind: kind.to_owned(), id: id.to_owned() }
}

/// Locations: the lists of values run side by side where they are equally long.
fn locations([ids, names, countries, lats, lngs]: [&str; 5]) -> std::result::Result<Vec<Location>, Refused> {
    let ids: Vec<&str> = values(ids).collect();
    let aligned = |list| {
        let list: Vec<&str> = values(list).collect();
        if list.len() == ids.len() { list } else { vec![""; ids.len()] }
    };
    let [names, countries, lats, lngs] = [names, countries, lats, lngs].map(aligned);
    let location = |at: usize| {
        let field = "locations.geonames_details.lat";
        let coordinates =
            cells::coordinates(lats[at], lngs[at]).map_err(|refused| Refused { field, ..refused })?;
        let details = Details {
            name: Some(names[at].to_owned()),
            country_code: Some(countries[at].to_owned()),
            lat: coordinates.map(|(lat, _)| lat),
            lng: coordinates.map(|(_, lng)| lng),
        };
        Ok(Location {
            geonames_id: Some(geonames_id("locations.geonames_id", ids[at])?),
            geonames_details: Some(details),
        })
    };
    (0..ids.len()).map(location).collect()
}

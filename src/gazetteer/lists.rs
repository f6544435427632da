//! Short CSV lists: countries, divisions, metros, and places that count as another place.

use super::model::{Country, Division, Metro};
use super::part::{Feed, NameZh, add, geonames_id};
use crate::base::Result;
use crate::model::record::Reason;
use crate::sources::cells::{self, Refused};
use crate::sources::csv_table::{Item, Layout, Row, Table};
use std::io::Read;

/// A list: its columns, and what becomes of a row.
pub(super) struct List {
    pub layout: Layout,
    take: fn(&Row<'_>, &mut Feed<'_>) -> std::result::Result<(), Refused>,
}

impl List {
    /// Whether a header is that of this list.
    pub fn fits(&self, header: &[&str]) -> bool {
        self.layout.required.iter().all(|name| header.contains(name))
    }

    /// Reads the list.
    pub fn read(&self, reader: &mut dyn Read, feed: &mut Feed<'_>) -> Result<()> {
        let mut table = Table::open(reader, feed.name, feed.part.file, &self.layout)?;
        if !table.unknown().is_empty() {
            let (file, columns) = (feed.name, table.unknown().join(", "));
            tracing::warn!(file, columns, "has columns that are not read");
        }
        while let Some(item) = table.next_record()? {
            match item {
                Item::Rejected(rejection) => feed.part.rejections.push(rejection),
                Item::Row(row) => {
                    if let Err(refused) = (self.take)(&row, feed) {
                        feed.part.reject(row.line, refused);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Countries as GeoNames names them, with their capitals.
pub(super) const GEONAMES_COUNTRIES: List = List {
    layout: Layout {
        required: &["iso", "iso3", "name"],
        optional: &["capital"],
        unused: &["geonameid", "continent"],
    },
    take: |row, feed| {
        let [code, alpha3, name, capital] = row.fields();
        let code = country_code("iso", code)?;
        if !capital.is_empty() {
            feed.part.capitals.push((code.clone(), capital.to_lowercase()));
        }
        let country = Country { code, alpha3: alpha3.to_owned(), ..Country::default() };
        let name = cells::key("name", &feed.part.name(row.line, "name", name))?.into_owned();
        feed.part.countries.push(Country { name, ..country });
        Ok(())
    },
};

/// Countries with names in English and Chinese, as the program ships them.
pub(super) const COUNTRIES: List = List {
    layout: Layout { required: &["code", "name", "name_zh"], optional: &[], unused: &[] },
    take: |row, feed| {
        let [code, name, name_zh] = row.fields();
        let code = country_code("code", code)?;
        let name = feed.part.name(row.line, "name", name);
        let name_zh = feed.part.name(row.line, "name_zh", name_zh);
        feed.part.countries.push(Country { code, name, name_zh, ..Country::default() });
        Ok(())
    },
};

/// Further names of countries.
pub(super) const COUNTRY_NAMES: List = List {
    layout: Layout { required: &["code", "alpha3", "alternate_names"], optional: &[], unused: &[] },
    take: |row, feed| {
        let [code, alpha3, others] = row.fields();
        let (code, alpha3) = (country_code("code", code)?, alpha3.to_owned());
        let alternate_names = names(row.line, "alternate_names", others, feed);
        feed.part.countries.push(Country { code, alpha3, alternate_names, ..Country::default() });
        Ok(())
    },
};

/// First-level divisions: country, GeoNames code, names with `;` between them.
pub(super) const DIVISIONS: List = List {
    layout: Layout { required: &["country", "code", "names"], optional: &[], unused: &[] },
    take: |row, feed| {
        let [country, code, others] = row.fields();
        let division = Division {
            country: country_code("country", country)?,
            code: cells::key("code", code)?.into_owned(),
            names: names(row.line, "names", others, feed),
        };
        feed.part.divisions.push(division);
        Ok(())
    },
};

/// Metros as the program ships them: a row for each member.
pub(super) const METROS: List = List {
    layout: Layout { required: &["metro_id", "city_id"], optional: &["name", "name_zh"], unused: &["city"] },
    take: |row, feed| {
        let [id, member, name, name_zh] = row.fields();
        metro(row.line, [id, name, name_zh], ("city_id", member), feed)
    },
};

/// Metros as prepared folders hold them.
pub(super) const METRO_GROUPS: List = List {
    layout: Layout {
        required: &["group_id", "group_zh", "group_en", "city_geonameid"],
        optional: &[],
        unused: &["city", "country_code", "lat", "lon", "population"],
    },
    take: |row, feed| {
        let [id, name_zh, name, member] = row.fields();
        metro(row.line, [id, name, name_zh], ("city_geonameid", member), feed)
    },
};

/// Places that count as another place.
pub(super) const MERGES: List = List {
    layout: Layout {
        required: &["geonameid", "canonical_geonameid"],
        optional: &[],
        unused: &["name", "country_code", "canonical_name"],
    },
    take: |row, feed| {
        let [from, to] = row.fields();
        let from = geonames_id("geonameid", from)?;
        let to = geonames_id("canonical_geonameid", to)?;
        feed.part.merges.push((row.line, from, to));
        Ok(())
    },
};

/// Chinese names of places, which come before every other Chinese name.
pub(super) const PLACE_NAMES: List = List {
    layout: Layout { required: &["city_id", "city_zh"], optional: &[], unused: &["city", "country"] },
    take: |row, feed| {
        let [place, name] = row.fields();
        let place = geonames_id("city_id", place)?;
        let name = cells::key("city_zh", &feed.part.name(row.line, "city_zh", name))?.into_owned();
        feed.part.names_zh.push(NameZh { place, weight: 0, name });
        Ok(())
    },
};

fn metro(
    line: u64,
    [id, name, name_zh]: [&str; 3],
    (field, member): (&'static str, &str),
    feed: &mut Feed<'_>,
) -> std::result::Result<(), Refused> {
    let metro = Metro {
        id: cells::key("metro_id", &feed.part.name(line, "metro_id", id))?.into_owned(),
        name: feed.part.name(line, "name", name),
        name_zh: feed.part.name(line, "name_zh", name_zh),
        members: vec![geonames_id(field, member)?],
    };
    feed.part.metros.push((line, metro));
    Ok(())
}

fn names(line: u64, field: &'static str, text: &str, feed: &mut Feed<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for name in cells::names(text) {
        add(&mut names, feed.part.name(line, field, &name));
    }
    names
}

/// An ISO 3166-1 alpha-2 code.
pub(super) fn country_code(field: &'static str, text: &str) -> std::result::Result<String, Refused> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(text.to_owned());
    }
    let reason = if text.is_empty() { Reason::Missing } else { Reason::Syntax };
    Err(Refused::new(field, reason, format!("{text:?} is no code of two capital letters")))
}

//! From a record of ROR to an institution.

use super::record::{Address, Country, Link, Location, Name, Record, Relationship};
use crate::gazetteer::lists::country_code;
use crate::gazetteer::model::{self, Institution, Relation};
use crate::gazetteer::part::{Part, Versioned, add};
use crate::model::record::Reason;
use crate::sources::cells::Refused;

type Taken<T> = Result<T, Refused>;

/// A name with what it is said to be.
struct Titled {
    value: String,
    lang: String,
    is_display: bool,
    is_acronym: bool,
    is_label: bool,
}

/// Turns a record into an institution. What is wrong in a part of it is noted in `part`.
pub(super) fn convert(record: Record, line: u64, part: &mut Part) -> Taken<Versioned> {
    let id = record.id.unwrap_or_default();
    let ror = ror_id(&id).ok_or_else(|| no_id(&id))?;
    let is_v2 = record.names.is_some();
    let country = code(record.country, line, part);
    let locations: Vec<model::Location> = if let Some(locations) = record.locations {
        locations.into_iter().map(|l| location(l, line, part)).collect()
    } else {
        let addresses = record.addresses.unwrap_or_default();
        addresses.into_iter().map(|a| address(a, &country, line, part)).collect()
    };
    let titles = match record.names {
        Some(names) => names.into_iter().map(titled).collect(),
        None => titles_v1(record.name, record.aliases, record.acronyms, record.labels),
    };
    let mut institution = name(titles, line, part)?;
    institution.country =
        locations.first().map(|l| l.country.clone()).filter(|c| !c.is_empty()).unwrap_or(country);
    ror.clone_into(&mut institution.ror);
    institution.locations = locations;
    institution.kinds = record.types.unwrap_or_default().iter().map(|t| t.to_lowercase()).collect();
    institution.domains = domains(record.domains.unwrap_or_default(), record.links.unwrap_or_default());
    institution.relations = relations(record.relationships.unwrap_or_default(), line, part);
    let status = record.status.unwrap_or_default();
    institution.active = status == "active";
    let changed = record.admin.and_then(|a| a.last_modified).and_then(|c| c.date).unwrap_or_default();
    let version = (if is_v2 { 2 } else { 1 }, changed);
    Ok(Versioned { institution, version, withdrawn: status == "withdrawn", line })
}

fn no_id(text: &str) -> Refused {
    let reason = if text.is_empty() { Reason::Missing } else { Reason::Syntax };
    Refused::new("id", reason, format!("{text:?} is no ROR id"))
}

/// The id without resolver: a zero, six letters or digits, two check digits (ror.readme.io, "ROR identifier pattern").
pub(in crate::gazetteer) fn ror_id(text: &str) -> Option<&str> {
    let id = text.trim();
    let id = id.strip_prefix("https://").or_else(|| id.strip_prefix("http://")).unwrap_or(id);
    let id = id.strip_prefix("ror.org/").unwrap_or(id);
    let fits = id.len() == 9
        && id.starts_with('0')
        && id.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        && id[7..].bytes().all(|b| b.is_ascii_digit());
    fits.then_some(id)
}

fn code(country: Option<Country>, line: u64, part: &mut Part) -> String {
    checked_code(country.and_then(|c| c.country_code).unwrap_or_default(), line, part)
}

/// A code, or none and a note.
fn checked_code(text: String, line: u64, part: &mut Part) -> String {
    match country_code("country_code", &text) {
        Ok(code) => code,
        Err(_) if text.is_empty() => text,
        Err(refused) => {
            part.reject(line, refused);
            String::new()
        }
    }
}

fn location(location: Location, line: u64, part: &mut Part) -> model::Location {
    let details = location.geonames_details.unwrap_or_default();
    model::Location {
        place: location.geonames_id.unwrap_or(0),
        name: part.name(line, "locations", &details.name.unwrap_or_default()),
        country: checked_code(details.country_code.unwrap_or_default(), line, part),
        coordinates: coordinates(details.lat, details.lng, line, part),
    }
}

fn address(address: Address, country: &str, line: u64, part: &mut Part) -> model::Location {
    let city = address.geonames_city.unwrap_or_default();
    let name = city.city.or(address.city).unwrap_or_default();
    model::Location {
        place: city.id.unwrap_or(0),
        name: part.name(line, "addresses", &name),
        country: country.to_owned(),
        coordinates: coordinates(address.lat, address.lng, line, part),
    }
}

/// Coordinates on the globe; 0/0 is where unknown places end up.
fn coordinates(lat: Option<f64>, lng: Option<f64>, line: u64, part: &mut Part) -> Option<(f64, f64)> {
    let (lat, lng) = (lat?, lng?);
    let on_globe = lat.abs() <= 90.0 && lng.abs() <= 180.0 && (lat != 0.0 || lng != 0.0);
    if !on_globe {
        part.reject(line, Refused::new("lat", Reason::Coordinates, format!("{lat}, {lng} is nowhere")));
    }
    on_globe.then_some((lat + 0.0, lng + 0.0))
}

fn titled(name: Name) -> Titled {
    let types = name.types.unwrap_or_default();
    let is = |what: &str| types.iter().any(|t| t == what);
    Titled {
        value: name.value,
        lang: name.lang.unwrap_or_default(),
        is_display: is("ror_display"),
        is_acronym: is("acronym") && types.len() == 1,
        is_label: is("label"),
    }
}

fn titles_v1(
    name: Option<String>,
    aliases: Option<Vec<String>>,
    acronyms: Option<Vec<String>>,
    labels: Option<Vec<super::record::Label>>,
) -> Vec<Titled> {
    let title = |value: String, is_display: bool, is_acronym: bool| Titled {
        value,
        lang: String::new(),
        is_display,
        is_acronym,
        is_label: false,
    };
    let label = |l: super::record::Label| Titled {
        lang: l.iso639.unwrap_or_default(),
        is_label: true,
        ..title(l.label, false, false)
    };
    let names = name.into_iter().map(|value| title(value, true, false));
    let labels = labels.unwrap_or_default().into_iter().map(label);
    let aliases = aliases.unwrap_or_default().into_iter().map(|value| title(value, false, false));
    let acronyms = acronyms.unwrap_or_default().into_iter().map(|value| title(value, false, true));
    names.chain(labels).chain(aliases).chain(acronyms).collect()
}

/// The names of an institution: the one that ROR displays, else its first label, else its first name.
fn name(titles: Vec<Titled>, line: u64, part: &mut Part) -> Taken<Institution> {
    let titles: Vec<Titled> = titles
        .into_iter()
        .map(|t| Titled { value: part.name(line, "names", &t.value), ..t })
        .filter(|t| !t.value.is_empty())
        .collect();
    let by = |fits: fn(&Titled) -> bool| titles.iter().position(fits);
    let shown = by(|t| t.is_display)
        .or_else(|| by(|t| t.is_label))
        .or_else(|| by(|t| !t.is_acronym))
        .or(by(|_| true));
    let Some(shown) = shown else {
        return Err(Refused::new("names", Reason::Missing, "has no name".to_owned()));
    };
    let is_chinese = |t: &&Titled| t.lang.split('-').next().is_some_and(|lang| lang == "zh") && !t.is_acronym;
    let chinese = titles.iter().filter(is_chinese).min_by_key(|t| !t.is_label);
    let mut institution = Institution {
        name: titles[shown].value.clone(),
        name_zh: chinese.map(|t| t.value.clone()).unwrap_or_default(),
        ..Institution::default()
    };
    for title in titles {
        let Institution { name, name_zh, names, acronyms, .. } = &mut institution;
        if title.is_acronym {
            add(acronyms, title.value);
        } else if title.value != *name && title.value != *name_zh {
            add(names, title.value);
        }
    }
    Ok(institution)
}

/// The domains that ROR lists, and the hosts of the web sites.
fn domains(listed: Vec<String>, links: Vec<Link>) -> Vec<String> {
    let sites = links.into_iter().filter_map(|link| match link {
        Link::Address(address) => Some(address),
        Link::Typed { kind, value } => (kind.as_deref() == Some("website")).then_some(value),
    });
    let mut domains = Vec::new();
    listed.into_iter().chain(sites).filter_map(|text| host(&text)).for_each(|host| add(&mut domains, host));
    domains
}

/// The host of a web address, in lower case and without `www.`.
pub(in crate::gazetteer) fn host(address: &str) -> Option<String> {
    let rest = address.trim();
    let rest = rest.split_once("://").map_or(rest, |(_, rest)| rest);
    let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let host = rest.split(':').next().unwrap_or_default().trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_host = host.contains('.') && !host.contains(|c: char| c.is_whitespace() || c.is_control());
    is_host.then(|| host.to_owned())
}

fn relations(relationships: Vec<Relationship>, line: u64, part: &mut Part) -> Vec<Relation> {
    let mut relations: Vec<Relation> = Vec::new();
    for Relationship { kind, id } in relationships {
        match ror_id(&id) {
            None => part.reject(line, Refused { field: "relationships", ..no_id(&id) }),
            Some(ror) => {
                let relation = Relation { kind: kind.to_lowercase(), ror: ror.to_owned() };
                if !relations.contains(&relation) {
                    relations.push(relation);
                }
            }
        }
    }
    relations
}

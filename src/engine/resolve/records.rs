//! Institutions and cities that statements were resolved to, as records of the corpus.

use crate::engine::intake::Known;
use crate::gazetteer::Gazetteer;
use crate::gazetteer::resolver::{self, Identity, Resolution};
use crate::model::record::{City, Institution, Label, Named, Place, Sink};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What records are made from.
pub(super) struct Records<'a> {
    gazetteer: &'a Gazetteer,
    known: &'a Known,
    by_ror: BTreeMap<&'a str, &'a Institution<'static>>,
}

impl<'a> Records<'a> {
    pub(super) fn new(gazetteer: &'a Gazetteer, known: &'a Known) -> Self {
        let with_ror = known.institutions.values().filter(|one| !one.ror.is_empty());
        let by_ror = with_ror.map(|one| (resolver::ror_id(&one.ror), one)).collect();
        Self { gazetteer, known, by_ror }
    }

    /// Hands the institutions and cities of resolutions to a sink, each once.
    pub(super) fn put(&self, found: &[Resolution], mentions: &[u64], sink: &mut dyn Sink) {
        // Of several names that statements give an institution, the one with most mentions; of equal ones the first.
        let mut institutions: BTreeMap<String, (&Resolution, BTreeMap<&str, u64>)> = BTreeMap::new();
        for (one, count) in found.iter().zip(mentions) {
            let Some(institution) = &one.institution else { continue };
            let key = institution.value.to_string();
            let (_, names) = institutions.entry(key).or_insert_with(|| (one, BTreeMap::new()));
            *names.entry(&one.name).or_default() += count;
        }
        let places: BTreeSet<u32> = found.iter().filter_map(|one| Some(one.place.as_ref()?.value)).collect();
        places.iter().for_each(|&id| self.put_city(id, sink));
        for (key, (one, names)) in &institutions {
            let name = names.iter().max_by_key(|&(name, count)| (count, std::cmp::Reverse(name)));
            self.put_institution(key, one, name.map_or("", |(name, _)| name), sink);
        }
    }

    fn put_city(&self, id: u32, sink: &mut dyn Sink) {
        let key = id.to_string();
        let metro = self.gazetteer.metro_of(id);
        let mut city = match (self.gazetteer.place(id), self.known.cities.get(&key)) {
            (Some(place), _) => City {
                name: Cow::Borrowed(&place.name),
                name_zh: Cow::Borrowed(&place.name_zh),
                country: Cow::Borrowed(&place.country),
                admin1: Cow::Borrowed(&place.admin1),
                coordinates: Some(place.coordinates),
                population: Some(place.population).filter(|&n| n > 0),
                ..City::default()
            },
            (None, Some(known)) => known.clone(),
            (None, None) => City::default(),
        };
        city.id = Cow::Owned(key);
        if let Some(metro) = metro {
            city.metro = Cow::Borrowed(&metro.id);
            let (id, name, name_zh) = (&metro.id, &metro.name, &metro.name_zh);
            let label =
                Label { id: Cow::Borrowed(id), name: Cow::Borrowed(name), name_zh: Cow::Borrowed(name_zh) };
            sink.label(Place::default(), Named::Metro, label);
        }
        sink.city(Place::default(), city);
    }

    fn put_institution(&self, key: &str, one: &Resolution, name: &str, sink: &mut dyn Sink) {
        let Some(found) = &one.institution else { return };
        let place = one.place.as_ref().map(|place| place.value);
        let mut record = Institution {
            id: Cow::Borrowed(key),
            name: Cow::Borrowed(name),
            city: place.map_or(Cow::Borrowed(""), |id| Cow::Owned(id.to_string())),
            country: Cow::Borrowed(&one.country),
            ..Institution::default()
        };
        match &found.value.identity {
            Identity::Ror(ror) => self.describe_by_ror(ror, &mut record),
            Identity::Source(source) => self.describe_by_source(source, &mut record),
            Identity::Name(_) | Identity::Place(_) => {}
        }
        let city = place.and_then(|id| self.gazetteer.place(id));
        if found.value.campus.is_some() {
            record.coordinates = city.map(|city| city.coordinates);
            if let Some(city) = city {
                record.name = Cow::Owned(format!("{name} ({})", city.name));
            }
        }
        sink.institution(Place::default(), record);
    }

    fn describe_by_ror<'r>(&'r self, ror: &str, record: &mut Institution<'r>) {
        record.ror = Cow::Owned(format!("https://ror.org/{ror}"));
        if let Some(known) = self.gazetteer.institution(ror) {
            record.name_zh = Cow::Borrowed(&known.name_zh);
            record.kind = Cow::Borrowed(known.kinds.first().map_or("", String::as_str));
            record.coordinates = known.locations.first().and_then(|location| location.coordinates);
        } else if let Some(known) = self.by_ror.get(ror) {
            record.kind = Cow::Borrowed(&known.kind);
            record.coordinates = known.coordinates;
        }
    }

    fn describe_by_source<'r>(&'r self, key: &str, record: &mut Institution<'r>) {
        if let Some(known) = self.known.institutions.get(key) {
            record.name_zh = Cow::Borrowed(&known.name_zh);
            record.kind = Cow::Borrowed(&known.kind);
            record.coordinates = known.coordinates;
        }
    }
}

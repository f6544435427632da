//! Institution records: the organisation and the city it lies in.

use super::Context;
use super::batch::{Batch, Event, Fault, own};
use super::schema::{Geo, Institution};
use super::values::{Decimal, number, short};
use super::work::no_id;
use crate::model::record::{self, City, Place, Skipped};
use crate::sources::cells;
use std::borrow::Cow;

/// Adds an institution and its city.
pub fn emit(
    institution: &Institution<'_>,
    context: Context<'_>,
    place: Place,
    batch: &mut Batch,
) -> Result<(), Fault> {
    let id = institution.id.get();
    let key = number(id, 'I').ok_or_else(|| no_id(id, "institution", 'I'))?;
    if context.merged.institutions.holds(key) {
        batch.skip(Skipped::Merged);
        return Ok(());
    }
    let none = Geo::default();
    let geo = institution.geo.as_ref().unwrap_or(&none);
    let country =
        if institution.country_code.is_empty() { &geo.country_code } else { &institution.country_code };
    let text = |text: &str| Cow::Owned(text.to_owned());
    let record = record::Institution {
        id: text(short(id)),
        name: own(institution.display_name.get()),
        name_zh: "".into(),
        city: text(&geo.geonames_city_id.0),
        country: text(country.get()),
        coordinates: coordinates(geo, place, batch),
        ror: text(institution.ror.get()),
        kind: text(institution.kind.get()),
    };
    batch.push(place, Event::Institution(Box::new(record)));
    if !geo.geonames_city_id.0.is_empty() {
        batch.push(place, Event::City(Box::new(city(geo))));
    }
    Ok(())
}

/// Coordinates are those of the city, and say nothing that its id does not; the gazetteer has better ones.
fn city(geo: &Geo<'_>) -> City<'static> {
    City {
        id: Cow::Owned(geo.geonames_city_id.0.clone().into_owned()),
        name: own(geo.city.get()),
        country: Cow::Owned(geo.country_code.get().to_owned()),
        ..City::default()
    }
}

/// Coordinates, or a note that they are none: an institution is counted wherever it lies.
fn coordinates(geo: &Geo<'_>, place: Place, batch: &mut Batch) -> Option<(f64, f64)> {
    let text = |number: &'_ Option<Decimal>| number.as_ref().map_or(String::new(), |number| number.0.clone());
    let found = cells::coordinates(&text(&geo.latitude), &text(&geo.longitude));
    found.unwrap_or_else(|refused| {
        let field = if refused.field == "lat" { "geo.latitude" } else { "geo.longitude" };
        batch.reject(place, Fault::new(field, refused.reason, refused.detail));
        None
    })
}

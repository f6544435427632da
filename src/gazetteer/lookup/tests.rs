//! Lookups, against answers known from elsewhere.

use super::*;
use proptest::prelude::*;

fn gazetteer(points: &[(u32, f64, f64, u64)]) -> Gazetteer {
    let place = |&(id, lat, lon, population): &(u32, f64, f64, u64)| Place {
        id,
        coordinates: (lat, lon),
        population,
        ..Place::default()
    };
    Gazetteer { places: points.iter().map(place).collect(), ..Gazetteer::default() }
}

#[test]
fn countries_by_any_of_their_names() {
    let g =
        crate::gazetteer::read::tests::reading(&[("p.tsv", crate::gazetteer::read::tests::PLACES)]).gazetteer;
    for (text, code) in [
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("united states of america", "US"),
        ("The Netherlands", "NL"),
        ("P. R. China", "CN"),
        ("People’s Republic of China", "CN"),
        ("中国", "CN"),
        ("Hong Kong SAR", "HK"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Republic of  Korea", "KR"),
        ("Viet Nam", "VN"),
        ("de", "DE"),
        ("DEU", "DE"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Czech Republic", "CZ"),
        ("日本", "JP"),
        ("Macau", "MO"),
    ] {
        assert_eq!(g.country(text), Some(code), "{text}");
    }
    assert_eq!((g.country(""), g.country("Wonderland"), g.country(".")), (None, None, None));
    assert_eq!(g.country_by_code("CN").unwrap().name_zh, "中国");
    // No name of one country is a code or name of another.
    let mut names: Vec<(String, &str)> = g
        .countries
        .iter()
        .flat_map(|c| {
            [&c.code, &c.alpha3, &c.name, &c.name_zh]
                .into_iter()
                .chain(&c.alternate_names)
                .map(|n| (folded(n), c.code.as_str()))
        })
        .filter(|(name, _)| !name.is_empty())
        .collect();
    names.sort();
    names.dedup();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0].0 == pair[1].0).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn distances_are_those_of_the_globe() {
    // Beijing to San Francisco, Vincenty on WGS 84: 9,523 km; the sphere is within 0.5 %.
    let km = distance((39.9075, 116.39723), (37.77493, -122.41942));
    assert!((km - 9_523.0).abs() < 48.0, "{km}");
    assert!((distance((0.0, 179.9), (0.0, -179.9)) - 0.2 * DEGREE).abs() < 1e-6);
    assert!((distance((90.0, 0.0), (-90.0, 77.0)) - 180.0 * DEGREE).abs() < 1e-6);
}

#[test]
fn the_nearest_is_near_enough_and_large_enough() {
    let g = gazetteer(&[
        (1, 10.0, 179.95, 100),
        (2, 10.0, -179.9, 50_000),
        (3, 10.0, -179.9, 50_000),
        (4, 11.0, 0.0, 9),
    ]);
    let id = |lat, lon, km, population| g.nearest(lat, lon, km, population).map(|(place, _)| place.id);
    assert_eq!(id(10.0, 180.0, 50.0, 0), Some(1));
    assert_eq!(id(10.0, 180.0, 50.0, 1_000), Some(2));
    assert_eq!(id(10.0, 180.0, 5.0, 0), None);
    assert_eq!(id(11.0, 0.0, 0.0, 0), Some(4));
}

proptest! {
    #[test]
    fn the_index_agrees_with_looking_at_all(
        points in prop::collection::vec((-90.0..90.0_f64, -180.0..180.0_f64, 0..3_u64), 0..40),
        lat in -90.0..90.0_f64, lon in -180.0..180.0_f64, km in 0.0..9_000.0_f64, population in 0..3_u64,
    ) {
        let points: Vec<_> = points.iter().zip(1..).map(|((lat, lon, p), id)| (id, *lat, *lon, *p)).collect();
        let g = gazetteer(&points);
        let near = Nearby::new(&g, population).nearest(lat, lon, km).map(|(place, km)| (place.id, km));
        prop_assert_eq!(near, g.nearest(lat, lon, km, population).map(|(place, km)| (place.id, km)));
        let best = points.iter().filter(|p| p.3 >= population)
            .map(|p| distance((lat, lon), (p.1, p.2))).filter(|d| *d <= km).min_by(f64::total_cmp);
        prop_assert_eq!(near.map(|(_, km)| km), best);
    }
}

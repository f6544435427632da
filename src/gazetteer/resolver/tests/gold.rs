//! The aims on real affiliations: the gold list of the shared data, where it is at hand.

use super::{shared, statement};
use crate::gazetteer::resolver::Resolver;
use crate::gazetteer::{self, lookup};
use crate::sources::decode::UNWATCHED;

#[test]
fn gold_cities() {
    let list = shared("affiliations_core.csv.gz");
    if !list.exists() {
        println!("SKIPPED: no gold list in {}", list.display());
        return;
    }
    let gazetteer = gazetteer::read(&[shared("geo")], UNWATCHED).unwrap().gazetteer;
    let resolver = Resolver::new(&gazetteer).unwrap();
    let file = std::fs::File::open(list).unwrap();
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(flate2::read::MultiGzDecoder::new(file))
        .records()
        .map(Result::unwrap)
        .collect();
    let statements: Vec<_> =
        rows.iter().map(|row| (statement(&row[0], &row[1]), row[7].parse().unwrap())).collect();
    let (mut all, mut answered, mut right) = (0, 0, 0);
    for (row, (found, (_, mentions))) in
        rows.iter().zip(resolver.resolve_all(&statements).iter().zip(&statements))
    {
        let wanted = gazetteer.canonical(row[4].parse().unwrap());
        let got = found.place.as_ref().map(|place| place.value);
        let near = got.and_then(|id| gazetteer.place(id)).zip(gazetteer.place(wanted));
        let same = near.is_some_and(|(a, b)| lookup::distance(a.coordinates, b.coordinates) <= 20.0);
        all += mentions;
        answered += if got.is_some() { *mentions } else { 0 };
        right += if got == Some(wanted) || same { *mentions } else { 0 };
    }
    let (coverage, precision) = (answered as f64 / all as f64, right as f64 / answered as f64);
    println!("cities of {all} mentions: coverage {coverage:.4}, precision {precision:.4}");
    assert!(
        coverage >= 0.97 && precision >= 0.96,
        "coverage {coverage:.4}, precision {precision:.4} of {all} mentions"
    );
}

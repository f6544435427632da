//! Ways to a gazetteer.

use super::*;
use crate::base::Kind;
use crate::gazetteer::read::tests::{PLACES, folder};

#[test]
fn a_file_a_folder_and_inputs_give_the_same() {
    let inputs = folder(&[("places.tsv", PLACES)]);
    let raw = open(Some(inputs.path())).unwrap();
    let built = tempfile::tempdir().unwrap();
    let path = built.path().join("world");
    file::write(&raw, &path).unwrap();
    assert_eq!(open(Some(&path)).unwrap(), raw);
    assert_eq!(open(Some(built.path())).unwrap(), raw);
    assert_eq!(open(Some(&inputs.path().join("places.tsv"))).unwrap(), raw);
    file::write(&raw, &built.path().join("other")).unwrap();
    assert_eq!(open(Some(built.path())).unwrap_err().kind(), Kind::Usage);
    assert_eq!(open(Some(&built.path().join("none"))).unwrap_err().kind(), Kind::Io);
}

#[test]
fn the_shipped_gazetteer_holds_what_it_promises() {
    let g = open(None).unwrap();
    assert!(SHIPPED.len() < 2 << 20, "{} bytes", SHIPPED.len());
    // 34,006 places of cities15000.json and what metros add.
    assert!((33_000..36_000).contains(&g.places.len()), "{}", g.places.len());
    for metro in &g.metros {
        assert!(metro.members.iter().all(|id| g.place(*id).is_some()), "{}", metro.id);
    }
    assert!(g.countries.len() >= 250 && g.divisions.len() > 3_800);
    for (id, name, name_zh) in [
        (1_816_670, "Beijing", "北京"),
        (2_988_507, "Paris", "巴黎"),
        (5_391_959, "San Francisco", "旧金山"),
        (1_850_147, "Tokyo", "东京"),
    ] {
        let place = g.place(id).unwrap();
        assert_eq!((place.name.as_str(), place.name_zh.as_str()), (name, name_zh));
    }
    assert_eq!(g.attributions(), ["Place data: GeoNames.org, CC BY 4.0"]);
    assert!(g.sources.iter().all(|source| source.licence == "CC BY 4.0" && source.sha256.len() == 64));
}

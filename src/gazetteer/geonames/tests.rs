//! The dump files of GeoNames, hand-made lines.

use crate::gazetteer::read::tests::{reading, reasons};
use crate::gazetteer::{Scope, read_within};
use crate::model::record::Reason;

fn place(id: u32, name: &str, others: &str, class: &str, code: &str, population: &str) -> String {
    format!(
        "{id}\t{name}\t{name}\t{others}\t30.5\t-86.25\t{class}\t{code}\tUS\t\tFL\t131\t\t\t{population}\t\t9\tAmerica/Chicago\t2024-01-06\n"
    )
}

#[test]
fn populated_places_that_still_are() {
    let text = place(1, "A", "MZU,Aa,阿,,Aa", "P", "PPL", "500")
        + &place(2, "Gone", "", "P", "PPLH", "0")
        + &place(3, "Mountain", "", "T", "MT", "0")
        + &place(4, "\"Quoted", "", "P", "PPL", "")
        + "5\tShort\n";
    let found = reading(&[("cities500.txt", &text)]);
    let g = &found.gazetteer;
    assert_eq!(
        g.places.iter().map(|p| (p.id, p.name.as_str())).collect::<Vec<_>>(),
        [(1, "A"), (4, "\"Quoted")]
    );
    let a = g.place(1).unwrap();
    assert_eq!((a.alternate_names.join(" "), a.name_zh.as_str()), ("Aa MZU".to_owned(), "阿"));
    assert_eq!((a.coordinates, a.admin1.as_str(), a.population), ((30.5, -86.25), "FL", 500));
    assert_eq!(reasons(&found), [("", Reason::FieldCount, 5)]);
}

#[test]
fn capitals_stay_however_small() {
    let text = place(1, "Big", "", "P", "PPL", "20000")
        + &place(2, "Seat", "", "P", "PPLC", "800")
        + &place(3, "Small", "", "P", "PPL", "800");
    let folder = crate::gazetteer::read::tests::folder(&[("c.txt", &text)]);
    let scope = Scope { min_population: 15_000, ..Scope::default() };
    let found = read_within(&[folder.path().to_owned()], scope, crate::sources::UNWATCHED).unwrap();
    assert_eq!(found.gazetteer.places.iter().map(|p| p.id).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn names_by_language() {
    let names = "\
100\t1\tlink\thttps://en.wikipedia.org/wiki/A\t\t\t\t\t\t
101\t1\tiata\tAAA\t\t\t\t\t\t
102\t1\ten\tAlpha\t1\t\t\t\t\t
103\t1\ten\tOldtown\t\t\t\t1\t\t
104\t1\ten\tA-Town\t\t\t1\t\t\t
105\t1\tzh\t舊金山\t1\t\t\t\t\t
106\t1\tzh-CN\t旧金山\t\t\t\t\t\t
107\t1\tzh-TW\t三藩市\t1\t\t\t\t\t
108\t1\tpiny\tJiujinshan\t\t\t\t\t\t
109\t1\t\tUntagged\t\t\t\t\t\t
110\t1\tunlc\tUSSFO\t\t\t\t\t\t
111\t1\tfr_1793\tCommune\t\t\t\t\t\t
112\t2\ten\tElsewhere\t\t\t\t\t\t
x\t1\ten\tBad\n";
    let found =
        reading(&[("cities500.txt", &place(1, "A", "", "P", "PPL", "5")), ("alternateNamesV2.txt", names)]);
    let a = found.gazetteer.place(1).unwrap();
    assert_eq!(a.name_zh, "旧金山");
    assert_eq!(a.alternate_names, ["Alpha", "Jiujinshan", "Untagged", "三藩市", "舊金山"]);
    assert_eq!(reasons(&found), [("", Reason::FieldCount, 14)]);
}

#[test]
fn countries_and_divisions() {
    let info = "# GeoNames.org Country Information\n#ISO\tISO3\tISO-Numeric\tfips\tCountry\tCapital\nAD\tAND\t020\tAN\tAndorra\tAndorra la Vella\t468\n";
    let admin1 = "US.CA\tCalifornia\tCalifornia\t5332921\nJP.13\tKyōto\tKyoto\t1857907\n";
    let found = reading(&[
        ("countryInfo.txt", info),
        ("admin1CodesASCII.txt", admin1),
        ("c.txt", &place(1, "A", "", "P", "PPL", "5")),
    ]);
    let g = &found.gazetteer;
    assert_eq!((g.country("and"), g.country("安道尔")), (Some("AD"), Some("AD")));
    assert_eq!(g.division("JP", "13").unwrap().names[..2], ["Kyōto", "Kyoto"]);
    assert!(g.division("US", "CA").unwrap().names.contains(&"CA".to_owned()));
    assert_eq!(found.rejections, []);
}

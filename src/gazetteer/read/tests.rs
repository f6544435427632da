//! Files and folders: hand-made ones, and the prepared real one against counts made without this program.

use super::*;
use crate::base::Kind;
use crate::gazetteer::Names;
use proptest::prelude::*;
use std::fs;

/// Writes files into a folder of their own and reads it.
pub(in crate::gazetteer) fn reading(files: &[(&str, &str)]) -> Reading {
    let folder = folder(files);
    read(&[folder.path().to_owned()], UNWATCHED).unwrap()
}

pub(in crate::gazetteer) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Field, reason and line of the rejections.
pub(in crate::gazetteer) fn reasons(reading: &Reading) -> Vec<(&str, Reason, u64)> {
    reading.rejections.iter().map(|r| (r.field.as_str(), r.reason, r.place.line)).collect()
}

pub(in crate::gazetteer) const PLACES: &str = "\
geonameid\tname\tascii_name\tname_zh\tcountry_code\tadmin1_code\tlat\tlon\tpopulation\ttimezone
1816670\tBeijing\tBeijing\t北京\tCN\t22\t39.9075\t116.39723\t18960744\tAsia/Shanghai
1809858\tGuangzhou\tGuangzhou\t\tCN\t30\t23.11667\t113.25\t16096724\tAsia/Shanghai
11189102\t\"Poselok \"\"Klyazminskoe\"\"\"\tPoselok\t\tRU\t47\t55.99507\t37.67199\t1520\tEurope/Moscow
5392171\tSan José\tSan Jose\t圣何塞\tUS\tCA\t37.33939\t-121.89496\t1026908\tAmerica/Los_Angeles
";
const NAMES: &str = "geonameid\talternatename\r\n1816670\tPeking\r\n1816670\tBeijing\r\n1809858\t廣州\r\n1809858\t广州市\r\n1809858\t广州\r\n99\tNowhere\r\n";

#[test]
fn the_tables_of_a_prepared_folder() {
    let found = reading(&[("cities500.tsv", PLACES), ("names.tsv", NAMES), ("README.md", "# Places\n")]);
    let g = &found.gazetteer;
    assert_eq!(found.rejections, []);
    assert_eq!(
        g.places.iter().map(|p| p.id).collect::<Vec<_>>(),
        [1_809_858, 1_816_670, 5_392_171, 11_189_102]
    );
    assert_eq!(g.place(11_189_102).unwrap().name, "Poselok \"Klyazminskoe\"");
    let beijing = g.place(1_816_670).unwrap();
    assert_eq!((beijing.coordinates, beijing.population), ((39.9075, 116.39723), 18_960_744));
    assert_eq!((beijing.country.as_str(), beijing.admin1.as_str()), ("CN", "22"));
    assert_eq!(beijing.alternate_names, ["Peking"]);
    // Two of three Han names are 广州 once they are simplified.
    let guangzhou = g.place(1_809_858).unwrap();
    assert_eq!((guangzhou.name_zh.as_str(), guangzhou.alternate_names.len()), ("广州", 2));
    assert_eq!(g.sources.iter().filter(|s| s.format == "place-table").map(|s| s.records).sum::<u64>(), 4);
}

#[test]
fn a_bad_row_is_one_rejection() {
    let bad = "x\tA\tA\t\tUS\tCA\t1\t1\t1\tz\n1\t\tA\t\tUS\tCA\t1\t1\t1\tz\n2\tB\tB\t\tUS\tCA\t0\t0\t1\tz\n3\tC\tC\t\tUS\tCA\t1\t1\t1,5\tz\n4\tD\n";
    let found = reading(&[("cities.tsv", &(PLACES.to_owned() + bad))]);
    assert_eq!(found.gazetteer.places.len(), 4);
    let want = [
        ("geonameid", Reason::Number, 6),
        ("name", Reason::Missing, 7),
        ("lat", Reason::Number, 8),
        ("population", Reason::Number, 9),
        ("", Reason::FieldCount, 10),
    ];
    assert_eq!(reasons(&found), want);
}

#[test]
fn the_same_place_twice() {
    let beijing = PLACES.lines().nth(1).unwrap();
    let other = beijing.replace("18960744", "5");
    let found = reading(&[("cities.tsv", &format!("{PLACES}{beijing}\n{other}\n"))]);
    assert_eq!(found.gazetteer.place(1_816_670).unwrap().population, 18_960_744);
    assert_eq!(reasons(&found), [("geonameid", Reason::Duplicate, 6), ("geonameid", Reason::Conflict, 7)]);
    // In another file it says nothing wrong, and fills in what is open.
    let header = PLACES.lines().next().unwrap();
    let first = format!("{header}\n{}\n", beijing.replace("18960744", "0").replace("北京", ""));
    let found = reading(&[("a.tsv", &first), ("b.tsv", &format!("{header}\n{beijing}\n"))]);
    let place = found.gazetteer.place(1_816_670).unwrap();
    assert_eq!((place.population, place.name_zh.as_str(), found.rejections.len()), (18_960_744, "北京", 0));
}

#[test]
fn merges_end_where_their_steps_end() {
    let merges = "geonameid,name,country_code,canonical_geonameid,canonical_name\n\
        1,A,US,2,B\n2,B,US,5392171,San José\n7,G,US,8,H\n8,H,US,7,G\n1,A,US,1816670,Beijing\n9,I,US,999,\n10,J,US,10,J\n";
    let found = reading(&[("places.tsv", PLACES), ("merges.csv", merges)]);
    assert_eq!(found.gazetteer.merges, [(1, 5_392_171), (2, 5_392_171)]);
    let want =
        [(Reason::Conflict, 4), (Reason::Conflict, 5), (Reason::Conflict, 6), (Reason::DanglingReference, 7)];
    assert_eq!(found.rejections.iter().map(|r| (r.reason, r.place.line)).collect::<Vec<_>>(), want);
    assert!(found.rejections[0].detail.ends_with("7 → 8 → 7"), "{}", found.rejections[0].detail);
    assert_eq!((found.gazetteer.canonical(1), found.gazetteer.canonical(3)), (5_392_171, 3));
}

#[test]
fn metros_in_both_forms_and_those_that_ship() {
    let groups = "group_id,group_zh,group_en,city_geonameid,city,country_code,lat,lon,population\n\
        metro:a,甲,A,5,E,US,1,1,1\nmetro:a,甲,A,4,D,US,1,1,1\n";
    let ours = "metro_id,name,name_zh,city_id,city\nmetro:b,B,乙,5,E\nmetro:b,B,乙,6,F\n";
    let files =
        [("places.tsv", PLACES), ("groups.csv", groups), ("metros.csv", ours), ("more_optional.csv", groups)];
    let found = reading(&files);
    let members: Vec<_> = found.gazetteer.metros.iter().map(|m| (m.id.as_str(), m.members.clone())).collect();
    // The sort of our own list comes first.
    assert_eq!(members, [("metro:a", vec![4]), ("metro:b", vec![5, 6])]);
    assert_eq!(reasons(&found), [("city_id", Reason::Conflict, 2)]);
    assert_eq!(found.gazetteer.metro_of(6).unwrap().name_zh, "乙");
    let shipped = reading(&[("places.tsv", PLACES)]).gazetteer;
    assert_eq!(shipped.metros.iter().map(|m| m.name_zh.as_str()).collect::<Vec<_>>(), ["湾区", "大温哥华"]);
}

#[test]
fn what_is_no_input_is_passed_over_in_a_folder_and_refused_by_name() {
    let folder = folder(&[("notes.md", "# nothing\n")]);
    let kind = |paths: &[PathBuf]| read(paths, UNWATCHED).unwrap_err().kind();
    assert_eq!(kind(&[folder.path().to_owned()]), Kind::Input);
    assert_eq!(kind(&[folder.path().join("notes.md")]), Kind::Input);
    assert_eq!(kind(&[folder.path().join("missing.tsv")]), Kind::Io);
    assert_eq!(kind(&[]), Kind::Usage);
    let error = read(&[folder.path().join("notes.md")], UNWATCHED).unwrap_err();
    assert!(error.hint().unwrap().contains("alternateNamesV2.txt"));
}

#[test]
fn a_missing_column_is_named() {
    let folder = folder(&[("cities.tsv", "geonameid\tname\tlat\n1\tA\t1\n")]);
    let error = read(&[folder.path().to_owned()], UNWATCHED).unwrap_err();
    assert!(error.to_string().contains("\"ascii_name\" is missing"), "{error}");
    assert_eq!(error.kind(), Kind::Input);
}

#[test]
fn small_places_stay_when_something_names_them() {
    let countries = "iso,iso3,geonameid,name,continent,capital\nUS,USA,1,United States,NA,San José\n";
    let metros = "metro_id,city_id\nmetro:a,11189102\n";
    let files =
        [("places.tsv", PLACES), ("countries.csv", countries), ("metros.csv", metros), ("names.tsv", NAMES)];
    let folder = folder(&files);
    let scope = Scope { min_population: 17_000_000, names: Names::Few };
    let found = read_within(&[folder.path().to_owned()], scope, UNWATCHED).unwrap().gazetteer;
    assert_eq!(found.places.iter().map(|p| p.id).collect::<Vec<_>>(), [1_816_670, 5_392_171, 11_189_102]);
    assert_eq!(found.place(1_816_670).unwrap().alternate_names, ["Peking"]);
}

#[test]
fn the_real_folder_is_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/geo");
    if !folder.is_dir() {
        println!("SKIPPED: no ../shared/data/geo");
        return;
    }
    let Reading { gazetteer: g, rejections, files } = read(&[folder], UNWATCHED).unwrap();
    // Counted with Python's csv, gzip and json.
    assert_eq!(files.len(), 6);
    assert_eq!((g.places.len(), g.merges.len()), (234_908, 5_541));
    assert_eq!(g.institutions.len(), 51_370 - 1_184 - 190);
    assert_eq!(g.institutions.iter().filter(|i| i.active).count(), 35_075 + 13_671);
    assert_eq!(g.metros.iter().map(|m| m.members.len()).collect::<Vec<_>>(), [65, 14]);
    // One name is U+009F and mojibake.
    assert_eq!(
        rejections.iter().map(|r| (r.reason, r.place.line)).collect::<Vec<_>>(),
        [(Reason::ControlCharacter, 36_591)]
    );
    let tsinghua = g.institution("03cve4549").unwrap();
    assert_eq!((tsinghua.name.as_str(), tsinghua.name_zh.as_str()), ("Tsinghua University", "清华大学"));
    assert_eq!(
        (tsinghua.locations[0].place, tsinghua.domains.as_slice()),
        (1_816_670, ["tsinghua.edu.cn".to_owned()].as_slice())
    );
    assert_eq!(g.metro_of(5_375_480).map(|m| m.name_zh.as_str()), Some("湾区"));
    // Sunnyvale is ranked apart.
    assert_eq!(g.metro_of(5_400_075), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn the_order_and_names_of_files_do_not_matter(order in Just([0, 1, 2, 3]).prop_shuffle(), rename: bool) {
        let more = PLACES.replace("18960744", "7").replace("北京", "北平");
        let texts = [PLACES, &more, NAMES, "metro_id,city_id\nmetro:a,1816670\n"];
        let plain = folder(&[("0", texts[0]), ("1", texts[1]), ("2", texts[2]), ("3", texts[3])]);
        let paths: Vec<PathBuf> = order.iter().map(|i| plain.path().join(i.to_string())).collect();
        let sorted: Vec<PathBuf> = (0..4).map(|i| plain.path().join(i.to_string())).collect();
        let mut expected = read(&sorted, UNWATCHED).unwrap().gazetteer;
        let mut found = read(&paths, UNWATCHED).unwrap().gazetteer;
        prop_assert_eq!(&found, &expected);
        if rename {
            let names: Vec<String> = order.iter().map(|i| format!("x{i}")).collect();
            let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts).collect();
            found = reading(&files).gazetteer;
            found.sources.clear();
            expected.sources.clear();
            prop_assert_eq!(found, expected);
        }
    }
}

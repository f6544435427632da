//! Records of ROR in every form, hand-made.

use crate::gazetteer::model::{Location, Relation};
use crate::gazetteer::read::tests::{reading, reasons};
use crate::model::record::Reason;

const V2: &str = r#"{"admin":{"last_modified":{"date":"2026-02-24","schema_version":"2.1"}},"domains":["tsinghua.edu.cn"],"id":"https://ror.org/03cve4549","links":[{"type":"website","value":"https://www.Tsinghua.edu.cn/en/"},{"type":"wikipedia","value":"http://en.wikipedia.org/wiki/X"}],"locations":[{"geonames_details":{"country_code":"CN","lat":39.9075,"lng":116.39723,"name":"Beijing"},"geonames_id":1816670},{"geonames_details":{"country_code":"US","lat":0,"lng":0,"name":"Nowhere"},"geonames_id":5}],"names":[{"lang":null,"types":["acronym"],"value":"THU"},{"lang":"zh","types":["alias"],"value":"清华"},{"lang":"zh","types":["label"],"value":"清华大学"},{"lang":"en","types":["ror_display","label"],"value":"Tsinghua University"}],"relationships":[{"label":"X","type":"child","id":"https://ror.org/05kje8j93"}],"status":"active","types":["education","funder"]}"#;
const V1: &str = r#"{"id":"https://ror.org/000050t83","name":"Electronic Navigation Research Institute","types":["Facility"],"relationships":[{"type":"Parent","label":"Y","id":"https://ror.org/03cve4549"}],"addresses":[{"lat":35.6895,"lng":139.69171,"city":"Tokyo","geonames_city":{"id":1850147,"city":"Tokyo"}}],"links":["https://user@www.enri.go.jp:8080/x"],"aliases":["Denshi"],"acronyms":["ENRI"],"status":"inactive","labels":[{"label":"電子航法研究所","iso639":"ja"}],"country":{"country_code":"JP"}}"#;

#[test]
fn both_schemas_say_the_same() {
    let found = reading(&[("ror.jsonl", &format!("{V2}\n{V1}\n"))]);
    let [old, new] = &found.gazetteer.institutions[..] else { panic!("two institutions") };
    assert_eq!(
        (new.ror.as_str(), new.name.as_str(), new.name_zh.as_str()),
        ("03cve4549", "Tsinghua University", "清华大学")
    );
    assert_eq!((new.names.clone(), new.acronyms.clone()), (vec!["清华".to_owned()], vec!["THU".to_owned()]));
    assert_eq!(
        (new.kinds.join(" "), new.country.as_str(), new.active),
        ("education funder".to_owned(), "CN", true)
    );
    assert_eq!(new.domains, ["tsinghua.edu.cn"]);
    assert_eq!(new.relations, [Relation { kind: "child".to_owned(), ror: "05kje8j93".to_owned() }]);
    assert_eq!((new.locations.len(), new.locations[1].coordinates), (2, None));
    assert_eq!(reasons(&found), [("lat", Reason::Coordinates, 1)]);

    assert_eq!(
        (old.ror.as_str(), old.active, old.kinds.join(" ")),
        ("000050t83", false, "facility".to_owned())
    );
    assert_eq!(old.names, ["電子航法研究所", "Denshi"]);
    let (name, country) = ("Tokyo".to_owned(), "JP".to_owned());
    assert_eq!(
        old.locations,
        [Location { place: 1_850_147, name, country, coordinates: Some((35.6895, 139.69171)) }]
    );
    assert_eq!((old.domains.join(" "), old.relations[0].kind.as_str()), ("enri.go.jp".to_owned(), "parent"));
}

#[test]
fn an_array_is_as_good_as_lines() {
    let lines = reading(&[("ror.jsonl", &format!("{V2}\n{V1}\n"))]).gazetteer.institutions;
    let array = reading(&[("ror.json", &format!("[\n{V2},\n{V1}\n]\n"))]).gazetteer.institutions;
    assert_eq!(lines, array);
}

#[test]
fn the_newest_version_counts_wherever_it_stands() {
    let older = V2.replace("2026-02-24", "2024-01-01").replace("Tsinghua University", "Old Name");
    let v1 = V1.replace("000050t83", "03cve4549");
    for order in [[V2, &older, &v1], [&v1, &older, V2], [&older, V2, &v1]] {
        let found = reading(&[("ror.jsonl", &order.join("\n"))]);
        let names: Vec<_> = found.gazetteer.institutions.iter().map(|i| i.name.as_str()).collect();
        assert_eq!(names, ["Tsinghua University"]);
        let notes = found.rejections.iter().filter(|r| r.reason == Reason::Duplicate).count();
        assert_eq!(notes, 2, "{:?}", found.rejections);
    }
    let withdrawn = V2.replace("2026-02-24", "2026-09-09").replace("\"active\"", "\"withdrawn\"");
    let found = reading(&[("ror.jsonl", &format!("{V2}\n{withdrawn}\n"))]);
    assert_eq!(found.gazetteer.institutions, []);
    let found = reading(&[("ror.jsonl", &format!("{V2}\n{}\n", V2.replace("Tsinghua", "Qinghua")))]);
    assert_eq!(found.rejections.iter().filter(|r| r.reason == Reason::Conflict).count(), 1);
}

#[test]
fn a_bad_record_loses_only_itself() {
    let twice = V1.replace("\"name\":", "\"name\":\"X\",\"name\":");
    let wrong = V1.replace("[\"Facility\"]", "7");
    let nameless = r#"{"id":"https://ror.org/000050t84","status":"active","names":[]}"#;
    let nulls = r#"{"id":"https://ror.org/000050t85","status":"active","names":[{"value":"N","types":null,"lang":null}],"locations":null,"links":null,"domains":null,"relationships":null,"types":null,"admin":null}"#;
    let no_id = V1.replace("https://ror.org/000050t83", "https://ror.org/1");
    let lines = [&twice, &wrong, nameless, nulls, &no_id, "nonsense", V1].join("\n");
    let found = reading(&[("ror.jsonl", &lines)]);
    assert_eq!(
        found.gazetteer.institutions.iter().map(|i| i.ror.as_str()).collect::<Vec<_>>(),
        ["000050t83", "000050t85"]
    );
    let want = [
        ("", Reason::Syntax, 1),
        ("", Reason::Syntax, 2),
        ("names", Reason::Missing, 3),
        ("id", Reason::Syntax, 5),
        ("", Reason::Syntax, 6),
    ];
    assert_eq!(reasons(&found), want);
}

#[test]
fn the_csv_says_what_the_json_says() {
    let csv = "id,names.types.ror_display,names.types.label,names.types.alias,names.types.acronym,locations.geonames_id,locations.geonames_details.name,locations.geonames_details.country_code,locations.geonames_details.lat,locations.geonames_details.lng,links.type.website,domains,relationships,status,types,admin.last_modified.date,established\n\
        https://ror.org/03cve4549,Tsinghua University,en: Tsinghua University; zh: 清华大学,zh: 清华,no_lang_code: THU,1816670,Beijing,CN,39.9075,116.39723,https://www.Tsinghua.edu.cn/en/,tsinghua.edu.cn,child: https://ror.org/05kje8j93,active,education; funder,2026-02-24,1911\n";
    let mut json = reading(&[("ror.jsonl", V2)]).gazetteer.institutions.remove(0);
    let found = reading(&[("ror.csv", csv)]);
    json.locations.truncate(1);
    assert_eq!(found.gazetteer.institutions, [json]);
    assert_eq!(found.rejections, []);
}

#[test]
fn a_csv_without_names_is_refused_with_what_was_expected() {
    let folder = crate::gazetteer::read::tests::folder(&[("ror.csv", "id,names.types.label\nx,y\n")]);
    let error = crate::gazetteer::read(&[folder.path().to_owned()], crate::sources::UNWATCHED).unwrap_err();
    assert!(error.to_string().contains("\"names.types.ror_display\" is missing; expected id"), "{error}");
    let found = reading(&[("ror.csv", "id,names.types.ror_display\nhttps://ror.org/03cve4549,Tsinghua\n")]);
    assert!(found.gazetteer.institutions[0].active);
}

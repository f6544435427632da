//! Rules of the resolver, each on a hand-written gazetteer of a few entries; and its aims on the gold list.

use super::*;
use crate::gazetteer::model::{Country, Division, Gazetteer, Institution, Location, Place, Relation};
use std::path::Path;

mod gold;

fn place(id: u32, name: &str, country: &str, admin1: &str, at: (f64, f64), population: u64) -> Place {
    Place {
        id,
        name: name.into(),
        ascii_name: name.into(),
        country: country.into(),
        admin1: admin1.into(),
        coordinates: at,
        population,
        ..Place::default()
    }
}

fn institution(ror: &str, name: &str, kind: &str, country: &str, at: &Place) -> Institution {
    let location = Location {
        place: at.id,
        name: at.name.clone(),
        country: country.into(),
        coordinates: Some(at.coordinates),
    };
    Institution {
        ror: ror.into(),
        name: name.into(),
        kinds: vec![kind.into()],
        country: country.into(),
        locations: vec![location],
        active: true,
        ..Institution::default()
    }
}

fn country(code: &str, name: &str, others: &[&str]) -> Country {
    Country {
        code: code.into(),
        name: name.into(),
        alternate_names: others.iter().map(|&other| other.into()).collect(),
        ..Country::default()
    }
}

fn division(country: &str, code: &str, names: &[&str]) -> Division {
    Division {
        country: country.into(),
        code: code.into(),
        names: names.iter().map(|&name| name.into()).collect(),
    }
}

const BEIJING: u32 = 1_816_670;
const HAIDIAN: u32 = 1_809_104;
const REDMOND: u32 = 5_808_079;
const SEATTLE: u32 = 5_809_844;
const WASHINGTON: u32 = 4_140_963;
const ST_LOUIS: u32 = 4_407_066;
const CAMBRIDGE_MA: u32 = 4_931_972;
const CAMBRIDGE_GB: u32 = 2_653_941;
const MUMBAI: u32 = 1_275_339;
const HONG_KONG: u32 = 1_819_729;
const ZURICH: u32 = 2_657_896;
const TOPEKA: u32 = 4_280_539;
const SHENZHEN: u32 = 1_795_565;
const PRINCETON: u32 = 5_102_922;

fn places() -> Vec<Place> {
    let mut beijing = place(BEIJING, "Beijing", "CN", "22", (39.9075, 116.397), 18_960_744);
    beijing.name_zh = "北京市".into();
    let mut topeka = place(TOPEKA, "Topeka", "US", "KS", (39.048, -95.678), 127_265);
    topeka.alternate_names = ["Google, Kansas", "TOP", "Googleplace"].map(String::from).to_vec();
    let mut zurich = place(ZURICH, "Zürich", "CH", "ZH", (47.366, 8.55), 341_730);
    zurich.alternate_names = vec!["Zurich".into()];
    vec![
        beijing,
        place(HAIDIAN, "Haidian", "CN", "22", (39.95, 116.29), 3_000_000),
        place(SHENZHEN, "Shenzhen", "CN", "30", (22.546, 114.068), 17_494_398),
        place(HONG_KONG, "Hong Kong", "HK", "", (22.278, 114.174), 7_491_609),
        place(REDMOND, "Redmond", "US", "WA", (47.674, -122.121), 60_598),
        place(SEATTLE, "Seattle", "US", "WA", (47.606, -122.332), 684_451),
        place(WASHINGTON, "Washington", "US", "DC", (38.895, -77.036), 601_723),
        place(ST_LOUIS, "St. Louis", "US", "MO", (38.627, -90.198), 315_685),
        place(CAMBRIDGE_MA, "Cambridge", "US", "MA", (42.375, -71.106), 110_402),
        place(CAMBRIDGE_GB, "Cambridge", "GB", "ENG", (52.2, 0.1167), 145_700),
        place(MUMBAI, "Mumbai", "IN", "16", (19.0728, 72.8826), 12_691_836),
        place(PRINCETON, "Princeton", "US", "NJ", (40.349, -74.659), 28_572),
        place(77, "Bombay", "IN", "16", (20.5, 78.0), 900),
        place(78, "Boston", "US", "MA", (42.358, -71.06), 667_137),
        place(79, "Google", "US", "KS", (39.0, -95.0), 600),
        place(80, "Vision", "US", "KS", (39.5, -95.5), 700),
        topeka,
        zurich,
    ]
}

fn gazetteer() -> Gazetteer {
    let places = places();
    let at = |id: u32| places.iter().find(|place| place.id == id).unwrap();
    let mut tsinghua = institution("03cve4549", "Tsinghua University", "education", "CN", at(BEIJING));
    tsinghua.name_zh = "清华大学".into();
    let mut mit = institution(
        "042nb2s44",
        "Massachusetts Institute of Technology",
        "education",
        "US",
        at(CAMBRIDGE_MA),
    );
    mit.relations = vec![Relation { kind: "child".into(), ror: "0253jyq40".into() }];
    let mut lab = institution("0253jyq40", "Clockwork Laboratory", "facility", "US", at(CAMBRIDGE_MA));
    lab.relations = vec![Relation { kind: "parent".into(), ror: "042nb2s44".into() }];
    let mut xyz = institution("0xyz00001", "Xylophone Yard of Zither", "education", "US", at(PRINCETON));
    xyz.acronyms = vec!["XYZU".into()];
    let mut rival = institution("0xyz00002", "Xenon Yttrium Zinc Union", "education", "GB", at(CAMBRIDGE_GB));
    rival.acronyms = vec!["XYZU".into()];
    rival.domains = vec!["xyzu.ac.uk".into()];
    let institutions = vec![
        tsinghua,
        mit,
        lab,
        xyz,
        rival,
        institution("00d0nc645", "Microsoft (United States)", "company", "US", at(REDMOND)),
        institution("00njsd438", "Google (United States)", "company", "US", at(PRINCETON)),
        institution("00cvxb145", "University of Washington", "education", "US", at(SEATTLE)),
        institution("01yc7t268", "Washington University in St. Louis", "education", "US", at(ST_LOUIS)),
        institution("02qyf5152", "Indian Institute of Technology Bombay", "education", "IN", at(MUMBAI)),
        institution("02n2fzt79", "Boston College", "education", "US", at(CAMBRIDGE_MA)),
        institution(
            "00q4vv597",
            "Hong Kong University of Science and Technology",
            "education",
            "HK",
            at(HONG_KONG),
        ),
        institution("013meh722", "University of Cambridge", "education", "GB", at(CAMBRIDGE_GB)),
        institution("0dept0001", "Department of Computer Science", "education", "US", at(SEATTLE)),
        institution("03yqpqg56", "Snap-on (United States)", "company", "US", at(BEIJING)),
    ];
    Gazetteer {
        countries: vec![
            country("CN", "China", &["P.R. China"]),
            country("HK", "Hong Kong", &[]),
            country("US", "United States", &["USA", "United States of America"]),
            country("GB", "United Kingdom", &["UK"]),
            country("IN", "India", &[]),
            country("CH", "Switzerland", &[]),
        ],
        divisions: vec![
            division("US", "WA", &["Washington", "WA"]),
            division("US", "MA", &["Massachusetts", "MA"]),
            division("US", "NJ", &["New Jersey", "NJ"]),
            division("CN", "22", &["Beijing"]),
        ],
        merges: vec![(HAIDIAN, BEIJING)],
        institutions,
        places,
        ..Gazetteer::default()
    }
}

fn resolver() -> Resolver {
    Resolver::new(&gazetteer()).unwrap()
}

fn statement<'a>(text: &'a str, country: &'a str) -> Statement<'a> {
    Statement { text: text.into(), country: country.into(), ..Statement::default() }
}

/// Key of the institution and GeoNames id of the city; 0: none.
fn answer(resolver: &Resolver, statement: &Statement<'_>) -> (String, u32) {
    let found = resolver.resolve(statement);
    (found.institution.map_or_else(String::new, |i| i.value.to_string()), found.place.map_or(0, |p| p.value))
}

fn check(cases: &[(&str, &str, &str, u32)]) {
    let resolver = resolver();
    for &(text, country, key, city) in cases {
        assert_eq!(answer(&resolver, &statement(text, country)), (key.to_owned(), city), "{text}");
    }
}

#[test]
fn the_city_of_the_text_wins_over_the_seat() {
    check(&[
        ("Microsoft Research, Beijing, China", "China", "ror:00d0nc645@1816670", BEIJING),
        ("Microsoft, Haidian District, Beijing", "", "ror:00d0nc645@1816670", BEIJING),
        ("Microsoft Research", "US", "ror:00d0nc645", REDMOND),
        ("Microsoft Research Zurich", "", "ror:00d0nc645@2657896", ZURICH),
        ("Google Brain Zürich, Switzerland", "", "ror:00njsd438@2657896", ZURICH),
    ]);
}

#[test]
fn within_twenty_kilometres_it_is_the_seat() {
    check(&[("Microsoft Robotics, Seattle, WA, USA", "", "ror:00d0nc645", REDMOND)]);
}

#[test]
fn a_city_within_a_name_is_not_named() {
    check(&[
        ("University of Washington, Seattle", "US", "ror:00cvxb145", SEATTLE),
        ("University of Washington", "US", "ror:00cvxb145", SEATTLE),
        ("Washington University in St. Louis", "US", "ror:01yc7t268", ST_LOUIS),
        ("Indian Institute of Technology Bombay", "IN", "ror:02qyf5152", MUMBAI),
        ("IIT Bombay", "India", "ror:02qyf5152", MUMBAI),
        ("Boston College", "US", "ror:02n2fzt79", CAMBRIDGE_MA),
    ]);
}

#[test]
fn divisions_and_countries_decide_between_towns() {
    check(&[
        ("Initech GmbH, Cambridge, MA 02139", "", "name:initech@4931972", CAMBRIDGE_MA),
        ("Initech GmbH, Cambridge, United Kingdom", "", "name:initech@2653941", CAMBRIDGE_GB),
        ("Initech GmbH, Cambridge", "US", "name:initech@4931972", CAMBRIDGE_MA),
        ("Microsoft Research, Redmond, Washington", "", "ror:00d0nc645", REDMOND),
        ("Microsoft, Washington", "US", "ror:00d0nc645", REDMOND),
        ("Initech GmbH, Washington, DC", "US", "name:initech@4140963", WASHINGTON),
    ]);
}

#[test]
fn jokes_and_codes_are_no_places() {
    check(&[
        ("Google, Kansas", "", "ror:00njsd438", PRINCETON),
        ("Google, TOP", "US", "ror:00njsd438", PRINCETON),
    ]);
    let resolver = resolver();
    assert_eq!(resolver.places_named("Computer vision at Princeton and Zürich", ""), [PRINCETON, ZURICH]);
}

#[test]
fn china_is_only_a_hint() {
    check(&[("The Hong Kong University of Science & Technology", "China", "ror:00q4vv597", HONG_KONG)]);
}

#[test]
fn writings_of_a_name() {
    check(&[
        ("清华大学计算机系", "CN", "ror:03cve4549", BEIJING),
        ("1Tsinghua University♠", "", "ror:03cve4549", BEIJING),
        ("Tsinghua Univ., 100084 Beijing, P.R. China", "", "ror:03cve4549", BEIJING),
        ("Massachusetts Insti\u{ad}tute of Technology†", "", "ror:042nb2s44", CAMBRIDGE_MA),
        ("Dept. of Computer Science, University of Washing- ton", "", "ror:00cvxb145", SEATTLE),
    ]);
}

#[test]
fn nothing_is_matched_because_it_looks_alike() {
    let resolver = resolver();
    for text in ["Tsinghau University", "Universitv of Washington", "Snap Lens Works"] {
        let (key, _) = answer(&resolver, &statement(text, "US"));
        assert!(!key.starts_with("ror:"), "{text} {key}");
    }
}

#[test]
fn acronyms_need_something_that_speaks_for_them() {
    check(&[
        ("XYZU", "US", "ror:0xyz00001", PRINCETON),
        ("XYZU", "United Kingdom", "ror:0xyz00002", CAMBRIDGE_GB),
        ("XYZU, Cambridge, UK", "", "ror:0xyz00002", CAMBRIDGE_GB),
        ("XYZU", "", "name:xyzu", 0),
        ("Xyzu", "US", "name:xyzu", 0),
        ("ada@cs.xyzu.ac.uk", "", "ror:0xyz00002", CAMBRIDGE_GB),
    ]);
}

#[test]
fn departments_are_no_institutions() {
    check(&[
        ("Department of Computer Science", "US", "", 0),
        ("Department of Computer Science, Beijing", "CN", "place:1816670", BEIJING),
        (
            "School of Physics, Department of Computer Science, Tsinghua University",
            "",
            "ror:03cve4549",
            BEIJING,
        ),
    ]);
}

#[test]
fn the_first_institution_is_the_answer() {
    check(&[
        ("Tsinghua University and Microsoft Research, Redmond", "", "ror:03cve4549", BEIJING),
        ("Google, Zürich / Tsinghua University, Beijing", "", "ror:00njsd438@2657896", ZURICH),
        ("Clockwork Laboratory, Massachusetts Institute of Technology", "", "ror:042nb2s44", CAMBRIDGE_MA),
        ("Clockwork Laboratory", "US", "ror:042nb2s44", CAMBRIDGE_MA),
    ]);
}

#[test]
fn ids_win_over_names() {
    let known = Known {
        key: "I1".into(),
        name: "Institute of Knots".into(),
        coordinates: Some((47.36, 8.54)),
        country: "CH".into(),
        ..Known::default()
    };
    let same = Known {
        key: "I2".into(),
        name: "THU".into(),
        ror: "https://ror.org/03cve4549".into(),
        ..Known::default()
    };
    let resolver = resolver().with_known([known, same].into_iter());
    let by = |institution: &'static str, ror: &'static str| Statement {
        text: "Microsoft Research".into(),
        institution: institution.into(),
        ror: ror.into(),
        ..Statement::default()
    };
    assert_eq!(answer(&resolver, &by("I1", "")), ("I1".to_owned(), ZURICH));
    let found = resolver.resolve(&by("I1", "")).place.unwrap();
    assert_eq!(found.method, Method::NearestToCoordinates);
    assert_eq!(answer(&resolver, &by("I2", "")), ("ror:03cve4549".to_owned(), BEIJING));
    assert_eq!(
        answer(&resolver, &by("I1", "https://ror.org/00cvxb145")),
        ("ror:00cvxb145".to_owned(), SEATTLE)
    );
    let named = statement("Lab 3, Institute of Knots", "");
    assert_eq!(answer(&resolver, &named), ("I1".to_owned(), ZURICH));
}

#[test]
fn hints_of_the_source_come_after_the_text() {
    let resolver = resolver();
    let hinted = Statement {
        text: "Lab of Everything".into(),
        name: "Tsinghua University".into(),
        city: "Shenzhen".into(),
        country: "China".into(),
        ..Statement::default()
    };
    assert_eq!(answer(&resolver, &hinted), ("ror:03cve4549@1795565".to_owned(), SHENZHEN));
    let stated = Statement { text: "Microsoft, Redmond, WA".into(), ..hinted };
    assert_eq!(answer(&resolver, &stated), ("ror:00d0nc645".to_owned(), REDMOND));
    assert_eq!(
        answer(&resolver, &Statement { city: "Asia".into(), ..statement("Google", "US") }).1,
        PRINCETON
    );
}

#[test]
fn the_list_teaches_where_institutions_are() {
    let resolver = resolver();
    let list = [
        (statement("Initech GmbH, Zürich, Switzerland", ""), 3),
        (statement("Initech", ""), 1),
        (statement("Hooli Inc., Seattle, WA", ""), 1),
        (statement("Hooli Inc.", ""), 1),
    ];
    let answers = resolver.resolve_all(&list);
    let key = |at: usize| answers[at].institution.as_ref().map(|found| found.value.to_string());
    assert_eq!((key(0), key(1)), (Some("name:initech".to_owned()), Some("name:initech".to_owned())));
    let learned = answers[1].place.as_ref().unwrap();
    assert_eq!((learned.value, learned.method), (ZURICH, Method::Learned));
    // One mention is no lesson.
    assert_eq!(answers[3].place, None);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(pool.install(|| resolver.resolve_all(&list)), answers);
}

#[test]
fn places_alone_still_give_the_city() {
    let resolver = Resolver::new(&Gazetteer { institutions: Vec::new(), ..gazetteer() }).unwrap();
    assert_eq!(answer(&resolver, &statement("Foo University, Cambridge, MA, USA", "")).1, CAMBRIDGE_MA);
    assert_eq!(answer(&resolver, &statement("Foo University", "")), ("name:foo university".to_owned(), 0));
    let nothing = Resolver::new(&Gazetteer::default()).unwrap();
    assert_eq!(nothing.resolve(&statement("", "")), Resolution::default());
    assert_eq!(nothing.resolve(&statement(", ; / ()", "XX")).place, None);
}

#[test]
fn a_university_in_a_city_state() {
    check(&[("Bar Institute of Baz", "Hong Kong", "name:bar institute baz@1819729", HONG_KONG)]);
}

#[test]
fn an_institution_lies_in_one_city() {
    let resolver = resolver();
    let texts = [
        "Microsoft",
        "Microsoft, Seattle",
        "Microsoft, Beijing",
        "Microsoft Research, Haidian, Beijing",
        "Google",
    ];
    let mut cities = std::collections::BTreeMap::new();
    for text in texts {
        let (key, city) = answer(&resolver, &statement(text, ""));
        assert_eq!(*cities.entry(key).or_insert(city), city, "{text}");
    }
    assert_eq!(cities.len(), 3);
}

#[test]
fn steps_end_with_the_answer() {
    let steps = resolver().explain(&statement("Microsoft Research, Beijing, China", ""));
    assert!(steps.iter().any(|step| step.text == "Beijing" && step.gave.contains("place")), "{steps:?}");
    assert!(steps.last().unwrap().gave.starts_with("city 1816670 (named-in-text"), "{steps:?}");
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_it(text in "\\PC{0,60}", city in "[A-Z][a-z ]{0,9}") {
        let statement = Statement { city: city.into(), ..statement(&text, "China") };
        let resolver = SHARED.get_or_init(resolver);
        proptest::prop_assert_eq!(resolver.resolve(&statement), resolver.resolve(&statement));
    }
}

static SHARED: std::sync::OnceLock<Resolver> = std::sync::OnceLock::new();

fn shared(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file)
}

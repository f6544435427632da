//! The resolver: any strings.

use aicity::gazetteer::model::{Institution, Location};
use aicity::gazetteer::resolver::{Identity, Resolution, Resolver};
use aicity::gazetteer::{self, Gazetteer};
use aicity::model::record::Statement;
use std::borrow::Cow;
use std::sync::OnceLock;

fn world() -> &'static (Gazetteer, Resolver) {
    static WORLD: OnceLock<(Gazetteer, Resolver)> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut gazetteer = gazetteer::open(None).unwrap();
        let seat = |place, name: &str, country: &str| {
            vec![Location { place, name: name.into(), country: country.into(), coordinates: None }]
        };
        let institution =
            |ror: &str, name: &str, acronym: &str, domain: &str, locations: Vec<Location>| Institution {
                ror: ror.into(),
                name: name.into(),
                acronyms: vec![acronym.into()],
                domains: vec![domain.into()],
                kinds: vec!["education".into()],
                country: locations[0].country.clone(),
                locations,
                active: true,
                ..Institution::default()
            };
        gazetteer.institutions = vec![
            institution(
                "03cve4549",
                "Tsinghua University",
                "THU",
                "tsinghua.edu.cn",
                seat(1_816_670, "Beijing", "CN"),
            ),
            institution(
                "042nb2s44",
                "Massachusetts Institute of Technology",
                "MIT",
                "mit.edu",
                seat(4_931_972, "Cambridge", "US"),
            ),
            institution("05a28rw58", "ETH Zurich", "ETH", "ethz.ch", seat(2_657_896, "Zurich", "CH")),
        ];
        let resolver = Resolver::new(&gazetteer).unwrap();
        (gazetteer, resolver)
    })
}

/// Six lines are the six texts of a statement, the first of them the affiliation as printed.
pub fn resolver(bytes: &[u8]) {
    let (gazetteer, resolver) = world();
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(6, '\n').map(Cow::Borrowed);
    let mut next = || lines.next().unwrap_or_default();
    let (text, institution, ror, name, city, country) = (next(), next(), next(), next(), next(), next());
    let statement = Statement { text, institution, ror, name, city, country };
    let answer = resolver.resolve(&statement);
    assert_eq!(answer, resolver.resolve(&statement), "another answer when asked again");
    holds(&answer, gazetteer);
    let all = [(statement.clone(), 3), (Statement::default(), 1), (statement.clone(), 2)];
    let answers = resolver.resolve_all(&all);
    assert_eq!(answers, resolver.resolve_all(&all), "other answers when asked again");
    assert_eq!(answers.len(), all.len());
    assert_eq!(answers[0], answers[2], "the same statement, another answer");
    assert_eq!(answers[1], Resolution::default(), "a statement that says nothing has an answer");
    answers.iter().for_each(|answer| holds(answer, gazetteer));
    drop(resolver.explain(&statement));
    let named = resolver.places_named(&statement.text, &statement.country);
    assert!(named.iter().all(|id| gazetteer.place(*id).is_some()));
}

fn holds(answer: &Resolution, gazetteer: &Gazetteer) {
    let is_share = |confidence: f32| (0.0..=1.0).contains(&confidence);
    if let Some(place) = &answer.place {
        assert!(is_share(place.confidence), "{answer:?}");
        assert!(gazetteer.place(place.value).is_some(), "{answer:?}: no such place");
    }
    if let Some(institution) = &answer.institution {
        assert!(is_share(institution.confidence), "{answer:?}");
        let campus = institution.value.campus;
        assert!(campus.is_none_or(|id| gazetteer.place(id).is_some()), "{answer:?}: no such campus");
        match &institution.value.identity {
            Identity::Place(id) => assert!(gazetteer.place(*id).is_some(), "{answer:?}"),
            Identity::Ror(key) | Identity::Source(key) | Identity::Name(key) => {
                assert!(!key.is_empty(), "{answer:?}");
            }
        }
    }
}

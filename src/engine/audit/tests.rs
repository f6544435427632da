//! Tests of the audit on a corpus of two papers, worked out by hand.

use super::*;
use crate::gazetteer::model::Place as Town;
use crate::model::builder::{Built, CorpusBuilder};
use crate::model::record::{Affiliation, Authorship, City, Institution, Paper, Place, Sink, Statement};
use crate::model::statements::Answer;

const AT: Place = Place { file: 0, line: 1 };

fn town(id: u32, name: &str, country: &str, coordinates: (f64, f64)) -> Town {
    let (name, country) = (name.to_owned(), country.to_owned());
    Town { id, ascii_name: name.clone(), name, country, coordinates, population: 100_000, ..Town::default() }
}

fn gazetteer() -> Gazetteer {
    let country = |code: &str, name: &str| crate::gazetteer::model::Country {
        code: code.to_owned(),
        name: name.to_owned(),
        ..Default::default()
    };
    Gazetteer {
        places: vec![
            town(1, "Redmond", "US", (47.67, -122.12)),
            town(2, "Beijing", "CN", (39.91, 116.4)),
            town(3, "Bellevue", "US", (47.61, -122.2)),
        ],
        countries: vec![country("CN", "China"), country("US", "United States")],
        ..Gazetteer::default()
    }
}

/// A corporation whose laboratory in Beijing was put at its seat, a neighbour of the seat, and an institution that
/// nobody can place.
fn built() -> Built {
    let mut builder = CorpusBuilder::default();
    for (id, name, country, at) in
        [("1", "Redmond", "US", (47.67, -122.12)), ("3", "Bellevue", "US", (47.61, -122.2))]
    {
        let (id, name, country, coordinates) = (id.into(), name.into(), country.into(), Some(at));
        builder.city(AT, City { id, name, country, coordinates, ..City::default() });
    }
    for (id, name, city) in [("corp", "Corp", "1"), ("shop", "Shop", "3"), ("ghost", "Ghost", "")] {
        let (id, name, city) = (id.into(), name.into(), city.into());
        builder.institution(AT, Institution { id, name, city, ..Institution::default() });
    }
    for (id, citations) in [("p", 10), ("q", 1)] {
        builder.paper(
            AT,
            Paper { id: id.into(), year: Some(2020), citations: Some(citations), ..Paper::default() },
        );
    }
    let stated = [
        ("p", 1, "Corp Research, Beijing", "corp"),
        ("p", 2, "Corp", "corp"),
        ("q", 1, "Shop", "shop"),
        ("q", 2, "Ghost", "ghost"),
    ];
    for (paper, position, text, institution) in stated {
        let statement = Statement { text: text.into(), ..Statement::default() };
        let method = (String::from("exact-name"), 0.9);
        let city_method = (String::from("seat"), 0.9);
        let institution = Some(institution.to_owned());
        builder.answered(
            statement.clone(),
            Answer { institution, institution_method: method, city_method, ..Answer::default() },
        );
        let scholar = format!("{paper}{position}").into();
        let affiliation = Affiliation::Stated(Box::new(statement));
        builder.authorship(
            AT,
            Authorship { paper: paper.into(), position, scholar, affiliation, ..Authorship::default() },
        );
    }
    builder.finish()
}

#[test]
fn each_suspicion_is_found_with_its_effect() {
    let (built, gazetteer) = (built(), gazetteer());
    let resolver = Resolver::new(&gazetteer).unwrap();
    let limits = Limits { top: 10, kilometres: 25.0 };
    let (corpus, statements) = (&built.corpus, &built.statements);
    let found = audit((corpus, statements), (&gazetteer, &resolver), &Profile::default(), limits).unwrap();

    let [(collapse, effect)] = &found.collapses[..] else { panic!("{:?}", found.collapses) };
    assert_eq!(corpus.institutions.labels.id.get(collapse.institution as usize), "corp");
    assert_eq!((collapse.named, collapse.mentions, collapse.papers), (2, 1, 1));
    assert_eq!(effect.units, [("2".to_owned(), None, Some(1))], "Redmond keeps its paper, Beijing gains it");

    let [(apart, effect)] = &found.apart[..] else { panic!("{:?}", found.apart) };
    assert!((8.0..10.0).contains(&apart.kilometres), "{}", apart.kilometres);
    let ranked: Vec<&str> = effect.units.iter().map(|(key, ..)| key.as_str()).collect();
    assert_eq!(ranked, ["1", "3", "near:1"]);

    let [placeless] = &found.placeless[..] else { panic!("{:?}", found.placeless) };
    assert_eq!((placeless.papers, placeless.examples.len()), (1, 1));
    assert_eq!(found.more, [0; 3]);
}

#[test]
fn what_is_left_out_is_counted() {
    let (built, gazetteer) = (built(), gazetteer());
    let resolver = Resolver::new(&gazetteer).unwrap();
    let limits = Limits { top: 0, kilometres: 25.0 };
    let of = (&built.corpus, &built.statements);
    let found = audit(of, (&gazetteer, &resolver), &Profile::default(), limits).unwrap();
    assert_eq!(found.more, [1; 3]);
}

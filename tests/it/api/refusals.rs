//! What cannot be answered is refused, with what to do, and without a path of the file system.

use super::SYNTHETIC;
use aicity::base::Kind;

#[test]
fn what_cannot_be_meant_is_refused() {
    let known = SYNTHETIC.first("/api/v1/rankings").unwrap();
    let twice = format!("/api/v1/compare/metro?unit={known}&unit={known}");
    let many = format!("/api/v1/compare/metro?{}", ["unit=x"; 11].join("&"));
    let cases: &[(&str, Kind, &str)] = &[
        ("/api/v1/editions/2024", Kind::NotFound, "2024"),
        ("/api/v1/units/metro/no such unit", Kind::NotFound, "no such unit"),
        ("/api/v1/units/city/no such unit/series", Kind::NotFound, "no such unit"),
        ("/api/v1/units/country/no such unit/papers", Kind::NotFound, "no such unit"),
        ("/api/v1/units/planet", Kind::Usage, "planet"),
        ("/api/v1/compare/metro?unit=one", Kind::Usage, "fewer than two"),
        (&twice, Kind::Usage, "twice"),
        (&many, Kind::Usage, "11 units"),
        ("/api/v1/compare/metro", Kind::Usage, "unit is missing"),
        ("/api/v1/compare/metro?unit=one&unit=two", Kind::NotFound, "one"),
        ("/api/v1/rankings?paper_weight=0.5", Kind::Usage, "scholar_weight 0.3"),
        ("/api/v1/rankings?paper_count_weight=0.7", Kind::Usage, "paper_citations_weight 0.5"),
        ("/api/v1/rankings?zero=log1p&epsilon=0.1", Kind::Usage, "epsilon"),
        ("/api/v1/rankings?venue=nowhere", Kind::Usage, "nowhere"),
        ("/api/v1/rankings?subfield=nothing", Kind::Usage, "nothing"),
        ("/api/v1/rankings?years=2020-2010", Kind::Usage, "2020-2010"),
        ("/api/v1/rankings?profile=/etc/passwd", Kind::Usage, "profile"),
        ("/api/v1/rankings?metros=metros.csv", Kind::Usage, "metros"),
        ("/api/v1/rankings?engine=sparql", Kind::Usage, "engine"),
        ("/api/v1/network/metro?edges=50001", Kind::Usage, "edges"),
        ("/api/v1/resolve", Kind::Usage, "text is missing"),
    ];
    let folder = SYNTHETIC.store().to_str().unwrap();
    for (target, kind, says) in cases {
        let error = SYNTHETIC.get(target).unwrap_err();
        let said = format!("{error} {}", error.hint().unwrap_or_default());
        assert_eq!(error.kind(), *kind, "{target}: {said}");
        assert!(said.contains(says) && !said.contains(folder), "{target}: {said}");
    }
}

#[test]
fn a_unit_without_papers_has_no_rank() {
    let known = SYNTHETIC.first("/api/v1/rankings").unwrap();
    let unit = SYNTHETIC.document(&format!("/api/v1/units/metro/{known}?years=1999"));
    assert!(unit["rank"].is_null() && unit["indices"].is_null());
    assert_eq!((&unit["indicators"]["papers"], &unit["ranked"]), (&0.into(), &0.into()));
    assert!(unit["indicators"]["citations_per_paper"].is_null());
    for what in ["papers", "scholars", "institutions", "venues", "subfields", "partners", "series"] {
        let table = SYNTHETIC.table(&format!("/api/v1/units/metro/{known}/{what}?years=1999"));
        assert!(table.rows.is_empty(), "{what}");
    }
}

#[test]
fn weights_that_a_client_chooses_change_ranks_and_nothing_else() {
    let usual = SYNTHETIC.table("/api/v1/rankings");
    let target =
        "/api/v1/rankings?paper_weight=0&scholar_weight=0&institution_weight=0&collaboration_weight=1";
    let other = SYNTHETIC.table(target);
    assert_ne!(usual.rows, other.rows);
    for row in &usual.rows {
        let same = other.rows.iter().find(|one| one[1] == row[1]).unwrap();
        // Everything between the rank and the innovation index.
        assert_eq!(row[1..16], same[1..16]);
        assert_eq!(same[15], same[16]);
    }
}

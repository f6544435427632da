//! Tests of the selection, with names as publishers print them.

use super::*;

fn venue(evidence: &Evidence<'_>) -> Option<String> {
    let selection = Selection::shipped().unwrap();
    let found = selection.venue(evidence).ok()??;
    Some(found.id.to_owned())
}

fn named(name: &str) -> Option<String> {
    venue(&Evidence { names: &[name], ..Evidence::default() })
}

fn with_doi(doi: &str) -> Option<String> {
    venue(&Evidence { doi, ..Evidence::default() })
}

#[test]
fn names_are_known_as_they_are_printed() {
    for (name, id) in [
        ("2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR"),
        ("Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition", "CVPR"),
        ("Advances in Neural Information Processing Systems 33", "NeurIPS"),
        ("neural information processing systems", "NeurIPS"),
        ("Thirty-First AAAI Conference on Artificial Intelligence", "AAAI"),
        ("Proceedings of the AAAI Conference on Artificial Intelligence", "AAAI"),
        (
            "Proceedings of the Twenty-Eighth International Joint Conference on Artificial Intelligence",
            "IJCAI",
        ),
        (
            "Proceedings of the 56th Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)",
            "ACL",
        ),
        ("Proceedings of the 2018 Conference on Empirical Methods in Natural Language Processing", "EMNLP"),
        (
            "Proceedings of the 2019 Conference on Empirical Methods in Natural Language Processing and the 9th International Joint Conference on Natural Language Processing (EMNLP-IJCNLP)",
            "EMNLP",
        ),
        (
            "Proceedings of the 2019 Conference of the North American Chapter of the Association for Computational Linguistics: Human Language Technologies, Volume 1 (Long and Short Papers)",
            "NAACL",
        ),
        ("Computer Vision – ECCV 2018", "ECCV"),
        ("CVPR 2020", "CVPR"),
        (
            "Proceedings of the 23rd ACM SIGKDD International Conference on Knowledge Discovery and Data Mining",
            "KDD",
        ),
        ("IEEE Transactions on Visualization and Computer Graphics", "TVCG"),
        ("2018 IEEE Symposium on Security and Privacy (SP)", "S&P"),
        ("Proceedings of the VLDB Endowment", "VLDB"),
        ("The Semantic Web – ISWC 2017", "ISWC"),
    ] {
        assert_eq!(named(name).as_deref(), Some(id), "{name}");
    }
}

#[test]
fn what_stands_beside_a_venue_is_not_the_venue() {
    for name in [
        "2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)",
        "Findings of the Association for Computational Linguistics: EMNLP 2020",
        "Asian Conference on Machine Learning",
        "Pattern Recognition",
        "International Conference on Robotics",
        "Winter Conference on Applications of Computer Vision",
        "",
        "Proceedings",
    ] {
        assert_eq!(named(name), None, "{name}");
    }
}

#[test]
fn dois_fit_by_what_follows_the_prefix() {
    assert_eq!(with_doi("10.1109/CVPR.2019.00001").as_deref(), Some("CVPR"));
    assert_eq!(with_doi("10.1109/cvpr52688.2022.00001").as_deref(), Some("CVPR"));
    assert_eq!(with_doi("10.1109/CVPRW.2019.00001"), None);
    assert_eq!(with_doi("10.18653/v1/P19-1001").as_deref(), Some("ACL"));
    assert_eq!(with_doi("10.18653/v1/P18-2001").as_deref(), Some("ACL"));
    assert_eq!(with_doi("10.18653/v1/P19-2001"), None, "the student workshop");
    assert_eq!(with_doi("10.18653/v1/2020.acl-main.1").as_deref(), Some("ACL"));
    assert_eq!(with_doi("10.18653/v1/2020.aacl-main.1"), None);
    assert_eq!(with_doi("10.18653/v1/2020.emnlp-main.3").as_deref(), Some("EMNLP"));
    assert_eq!(with_doi("10.18653/v1/2020.findings-emnlp.3"), None);
    assert_eq!(with_doi("10.1609/aaai.v33i01.33013").as_deref(), Some("AAAI"));
}

#[test]
fn keys_win_over_names() {
    let evidence = Evidence { issns: &["1077-2626"], names: &["CVPR"], ..Evidence::default() };
    assert_eq!(venue(&evidence).as_deref(), Some("TVCG"));
    let dblp = |dblp| venue(&Evidence { dblp, ..Evidence::default() });
    assert_eq!(dblp("conf/nips/Foo20").as_deref(), Some("NeurIPS"));
    assert_eq!(dblp("journals/pvldb").as_deref(), Some("VLDB"));
    assert_eq!(dblp("conf/nips-workshops"), None);
}

#[test]
fn a_venue_brings_its_subfield() {
    let selection = Selection::shipped().unwrap();
    let evidence = Evidence { sources: &["S9", "S4306420609"], ..Evidence::default() };
    let found = selection.venue(&evidence).unwrap();
    assert_eq!(found, Some(Venue { id: "NeurIPS", subfield: "machine-learning" }));
    assert_eq!(selection.venue(&Evidence::default()), Err(Skipped::Venue));
    assert_eq!(Selection::ALL.venue(&evidence), Ok(None));
}

#[test]
fn a_window_of_years_leaves_out_what_has_none() {
    let selection = Selection::ALL.within(Some(2013..=2022));
    assert_eq!([2012, 2013, 2022, 2023].map(|y| selection.year(Some(y)).is_ok()), [false, true, true, false]);
    assert_eq!(selection.year(None), Err(Skipped::Year));
    assert_eq!(Selection::ALL.year(None), Ok(()));
}

#[test]
fn a_list_of_ones_own() {
    let selection = Selection::venues("v.csv", "id,names\nX,Journal of X * Letters;X\n").unwrap();
    let evidence = Evidence { names: &["Journal of X and Y Letters"], ..Evidence::default() };
    assert_eq!(selection.venue(&evidence).unwrap().unwrap().id, "X");
    for (text, message) in [
        ("id,nams\nX,Y\n", "v.csv:1: has a column \"nams\" that is not known"),
        ("id,issn\nX,1234-5678\nY,1234-5678\n", "v.csv:3: ISSN \"1234-5678\" is already that of venue \"X\""),
        ("id\nX\nX\n", "v.csv:3: venue \"X\" is there twice"),
        ("id\n", "v.csv: names no venue"),
    ] {
        assert_eq!(Selection::venues("v.csv", text).unwrap_err().to_string(), message);
    }
}

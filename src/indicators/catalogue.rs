//! What each indicator is called, means and comes from: help, docs and tables are made from this list.

use super::Tally;

/// An indicator of a unit.
pub struct Indicator {
    /// Name in tables and queries.
    pub id: &'static str,
    /// English title.
    pub title: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// Definition, full counting.
    pub definition: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The value; `None` where there is nothing to divide by.
    pub value: fn(&Tally) -> Option<f64>,
}

const STUDY: &str = "METHOD §2, after 全球人工智能创新力城市500强分析报告 (AMiner, 2023), appendix 2";

/// Every indicator, in the order of the output.
pub const INDICATORS: [Indicator; 7] = [
    Indicator {
        id: "papers",
        title: "papers",
        title_zh: "论文量",
        definition: "distinct papers with at least one affiliation in the unit",
        source: STUDY,
        value: |t| Some(t.papers.value()),
    },
    Indicator {
        id: "citations_per_paper",
        title: "citations per paper",
        title_zh: "论文平均被引量",
        definition: "citations of those papers / papers; a missing citation count is 0",
        source: STUDY,
        value: |t| ratio(t.paper_citations.value(), t.papers.value()),
    },
    Indicator {
        id: "scholars",
        title: "scholars",
        title_zh: "学者量",
        definition: "distinct scholars with at least one affiliation in the unit on a paper",
        source: STUDY,
        value: |t| Some(t.scholars.value()),
    },
    Indicator {
        id: "citations_per_scholar",
        title: "citations per scholar",
        title_zh: "学者平均被引量",
        definition: "citations of the distinct papers each scholar signed from the unit, summed over scholars / scholars",
        source: STUDY,
        value: |t| ratio(t.scholar_citations.value(), t.scholars.value()),
    },
    Indicator {
        id: "institutions",
        title: "institutions",
        title_zh: "机构量",
        definition: "distinct institutions located in the unit with at least one paper",
        source: STUDY,
        value: |t| Some(t.institutions.value()),
    },
    Indicator {
        id: "citations_per_institution",
        title: "citations per institution",
        title_zh: "机构平均被引量",
        definition: "citations of each institution's distinct papers, summed over institutions / institutions",
        source: STUDY,
        value: |t| ratio(t.institution_citations.value(), t.institutions.value()),
    },
    Indicator {
        id: "international_collaborations",
        title: "international collaborations",
        title_zh: "国际合作次数",
        definition: "(paper, foreign unit) pairs: other units on a paper whose ranked country differs; or by --collaboration",
        source: STUDY,
        value: |t| Some(t.collaborations.value()),
    },
];

/// Quotient, or nothing where the divisor is 0.
fn ratio(numerator: f64, divisor: f64) -> Option<f64> {
    (divisor != 0.0).then(|| numerator / divisor)
}

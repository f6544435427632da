//! What each indicator is called, means and comes from: help, docs and tables are made from this list.

use super::{Numbers, Tally};

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
    /// The same in Chinese.
    pub definition_zh: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// The value; `None` where there is nothing to divide by.
    pub value: fn(&Numbers) -> Option<f64>,
}

const STUDY: &str = "METHOD §2, after 全球人工智能创新力城市500强分析报告 (AMiner, 2023), appendix 2";

/// Every indicator, in the order of the output.
pub const INDICATORS: [Indicator; 7] = [
    Indicator {
        id: "papers",
        title: "papers",
        title_zh: "论文量",
        definition: "distinct papers with at least one affiliation in the unit",
        definition_zh: "至少有一位作者以该单元内机构署名的不同论文数",
        source: STUDY,
        value: |t| Some(t.papers),
    },
    Indicator {
        id: "citations_per_paper",
        title: "citations per paper",
        title_zh: "论文平均被引量",
        definition: "citations of those papers / papers; a missing citation count is 0",
        definition_zh: "这些论文的被引次数之和 / 论文量；被引次数缺失按 0 计",
        source: STUDY,
        value: |t| ratio(t.paper_citations, t.papers),
    },
    Indicator {
        id: "scholars",
        title: "scholars",
        title_zh: "学者量",
        definition: "distinct scholars with at least one affiliation in the unit on a paper",
        definition_zh: "至少在一篇论文上以该单元内机构署名的不同学者数",
        source: STUDY,
        value: |t| Some(t.scholars),
    },
    Indicator {
        id: "citations_per_scholar",
        title: "citations per scholar",
        title_zh: "学者平均被引量",
        definition: "citations of the distinct papers each scholar signed from the unit, summed over scholars / scholars",
        definition_zh: "每位学者以该单元署名的不同论文的被引次数，对学者求和 / 学者量",
        source: STUDY,
        value: |t| ratio(t.scholar_citations, t.scholars),
    },
    Indicator {
        id: "institutions",
        title: "institutions",
        title_zh: "机构量",
        definition: "distinct institutions located in the unit with at least one paper",
        definition_zh: "位于该单元且至少有一篇论文的不同机构数",
        source: STUDY,
        value: |t| Some(t.institutions),
    },
    Indicator {
        id: "citations_per_institution",
        title: "citations per institution",
        title_zh: "机构平均被引量",
        definition: "citations of each institution's distinct papers, summed over institutions / institutions",
        definition_zh: "每个机构的不同论文的被引次数，对机构求和 / 机构量",
        source: STUDY,
        value: |t| ratio(t.institution_citations, t.institutions),
    },
    Indicator {
        id: "international_collaborations",
        title: "international collaborations",
        title_zh: "国际合作次数",
        definition: "(paper, foreign unit) pairs: other units on a paper whose ranked country differs; or by --collaboration",
        definition_zh: "（论文，外国单元）对的个数：同一论文上国家不同的其他单元；或按 --collaboration 的规则",
        source: STUDY,
        value: |t| Some(t.collaborations),
    },
];

/// All seven of a tally, in the order of [`INDICATORS`].
pub fn values(tally: &Tally) -> [Option<f64>; 7] {
    let numbers = tally.numbers();
    INDICATORS.each_ref().map(|indicator| (indicator.value)(&numbers))
}

/// Quotient, or nothing where the divisor is 0.
fn ratio(numerator: f64, divisor: f64) -> Option<f64> {
    (divisor != 0.0).then(|| numerator / divisor)
}

//! Papers and citations by both counting schemes, beside each other.

use super::input::{quotient, values};
use super::{LEIDEN, Measure, SHARE};
use crate::indicators::Counting;

/// The family.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "papers_full",
        title: "papers, full counting",
        title_zh: "论文量（完整计数）",
        unit: "papers",
        definition: "distinct papers with at least one affiliation in the unit, whatever the ranking's counting scheme",
        definition_zh: "至少有一位作者以该单元内机构署名的不同论文数，与排名所用的计数方式无关",
        source: LEIDEN,
        values: |input| Ok(values(input.tallies(Counting::Full)?.units.iter().map(|t| t.papers.clone()))),
    },
    Measure {
        id: "papers_fractional",
        title: "papers, fractional counting",
        title_zh: "论文量（分数计数）",
        unit: "papers",
        definition: "Σ over papers of the unit's share, 1/(authors · affiliations of the author) for each of its affiliations",
        definition_zh: "各论文中该单元份额之和，每个署名单位计 1/（作者数 · 该作者的署名单位数）",
        source: LEIDEN,
        values: |input| {
            Ok(values(input.tallies(Counting::Fractional)?.units.iter().map(|t| t.papers.clone())))
        },
    },
    Measure {
        id: "citations_full",
        title: "citations, full counting",
        title_zh: "被引次数（完整计数）",
        unit: "citations",
        definition: "citations of those distinct papers; a missing citation count is 0",
        definition_zh: "这些不同论文的被引次数之和；被引次数缺失按 0 计",
        source: LEIDEN,
        values: |input| {
            Ok(values(input.tallies(Counting::Full)?.units.iter().map(|t| t.paper_citations.clone())))
        },
    },
    Measure {
        id: "citations_fractional",
        title: "citations, fractional counting",
        title_zh: "被引次数（分数计数）",
        unit: "citations",
        definition: "Σ over papers of the unit's share times citations; a missing citation count is 0",
        definition_zh: "各论文中该单元份额乘以被引次数之和；被引次数缺失按 0 计",
        source: LEIDEN,
        values: |input| {
            Ok(values(input.tallies(Counting::Fractional)?.units.iter().map(|t| t.paper_citations.clone())))
        },
    },
    Measure {
        id: "mean_share_of_paper",
        title: "mean share of a paper",
        title_zh: "论文平均份额",
        unit: SHARE,
        definition: "papers by fractional counting / papers by full counting: low where a unit lives on papers of many authors",
        definition_zh: "分数计数论文量 / 完整计数论文量：主要依靠多作者论文的单元数值较低",
        source: "Gauffriau et al. 2008, Scientometrics 77(1) 147-176",
        values: |input| {
            let (full, parts) = (input.tallies(Counting::Full)?, input.tallies(Counting::Fractional)?);
            let pairs = full.units.iter().zip(&parts.units);
            Ok(pairs.map(|(full, part)| quotient(part.papers.value(), &full.papers)).collect())
        },
    },
];

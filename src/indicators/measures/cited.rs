//! Papers that nobody cited, and papers of which nobody says.

use super::input::quotient;
use super::{Input, Measure, SHARE};

/// The family.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "uncited_share",
        title: "share of uncited papers",
        title_zh: "零被引论文占比",
        unit: SHARE,
        definition: "papers that were never cited / papers whose citations are known",
        definition_zh: "从未被引的论文量 / 被引次数已知的论文量",
        source: "Waltman 2016, Journal of Informetrics 10(2) 365-391",
        values: |input| Ok(uncited(input)),
    },
    Measure {
        id: "unknown_citations_share",
        title: "share of papers of unknown citations",
        title_zh: "被引次数未知论文占比",
        unit: SHARE,
        definition: "papers without a citation count / papers; sums of citations take them as 0, normalised figures leave \
                     them out",
        definition_zh: "无被引次数的论文量 / 论文量；被引次数之和按 0 计，归一化指标不计入这些论文",
        source: "METHOD §2",
        values: |input| input.share(|paper, _, _| input.corpus.papers.citations(paper).is_none()),
    },
];

fn uncited(input: &Input<'_>) -> Vec<Option<f64>> {
    let citations = |paper: usize| input.corpus.papers.citations(paper);
    let known = input.papers(|paper, _, _| u64::from(citations(paper).is_some()));
    let uncited = input.papers(|paper, _, _| u64::from(citations(paper) == Some(0)));
    uncited.iter().zip(&known).map(|(uncited, known)| quotient(uncited.value(), known)).collect()
}

//! Citations divided by the mean of the field: the normalised citation score (NCS) of a paper, its total and mean.

use super::input::{quotient, values};
use super::{Input, LEIDEN, Measure};
use crate::base::Result;

/// The family.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "papers_normalised",
        title: "papers with normalised citations",
        title_zh: "可归一化论文量",
        unit: "papers",
        definition: "papers that have a subfield, a year and a known citation count: what the normalised figures stand on",
        definition_zh: "有子领域、年份且被引次数已知的论文量：归一化指标的基数",
        source: LEIDEN,
        values: |input| Ok(values(input.normalised()?.papers(input.units.len()))),
    },
    Measure {
        id: "tncs",
        title: "total normalised citation score",
        title_zh: "归一化被引总分 (TNCS)",
        unit: "",
        definition: "Σ over papers of citations / mean citations of all papers of the same subfield and year; 1 where that mean \
                     is 0; a paper of several subfields has the mean of its scores",
        definition_zh: "各论文的被引次数 / 同子领域同年全部论文的平均被引次数，求和；平均为 0 时计 1；属于多个子领域的论文取各领域得分的平均",
        source: LEIDEN,
        values: |input| Ok(total(input)?.into_iter().map(Some).collect()),
    },
    Measure {
        id: "mncs",
        title: "mean normalised citation score",
        title_zh: "归一化平均被引 (MNCS)",
        unit: "",
        definition: "total normalised citation score / papers with normalised citations; 1 is the mean of all papers",
        definition_zh: "归一化被引总分 / 可归一化论文量；1 为全部论文的平均水平",
        source: LEIDEN,
        values: |input| {
            let papers = input.normalised()?.papers(input.units.len());
            Ok(total(input)?
                .into_iter()
                .zip(&papers)
                .map(|(total, papers)| quotient(total, papers))
                .collect())
        },
    },
];

fn total(input: &Input<'_>) -> Result<Vec<f64>> {
    Ok(input.normalised()?.sums(input.units.len(), |field, cell| match field.inverse_mean() {
        Some(inverse) => cell.citations.value() * inverse,
        None => cell.papers.value(),
    }))
}

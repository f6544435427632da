//! Papers that are signed together: by several institutions, from several countries, with a company.

use super::input::values;
use super::{Input, LEIDEN, Measure, SHARE};
use crate::graph::traverse::Walker;

/// The family.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "collaborative_papers",
        title: "papers of several institutions",
        title_zh: "机构合作论文量",
        unit: "papers",
        definition: "papers signed with two or more institutions",
        definition_zh: "由两个或以上机构署名的论文量",
        source: LEIDEN,
        values: |input| Ok(values(input.papers(|_, walker, _| u64::from(is_joint(walker))))),
    },
    Measure {
        id: "collaborative_share",
        title: "share of papers of several institutions",
        title_zh: "机构合作论文占比",
        unit: SHARE,
        definition: "papers signed with two or more institutions / papers",
        definition_zh: "由两个或以上机构署名的论文量 / 论文量",
        source: LEIDEN,
        values: |input| input.share(|_, walker, _| is_joint(walker)),
    },
    Measure {
        id: "international_papers",
        title: "international papers",
        title_zh: "国际合作论文量",
        unit: "papers",
        definition: "papers with at least one unit of another ranked country",
        definition_zh: "至少有一个其他国家单元署名的论文量",
        source: LEIDEN,
        values: |input| Ok(values(input.papers(|_, walker, unit| u64::from(is_international(walker, unit))))),
    },
    Measure {
        id: "international_share",
        title: "share of international papers",
        title_zh: "国际合作论文占比",
        unit: SHARE,
        definition: "papers with at least one unit of another ranked country / papers",
        definition_zh: "至少有一个其他国家单元署名的论文量 / 论文量",
        source: LEIDEN,
        values: |input| input.share(|_, walker, unit| is_international(walker, unit)),
    },
    Measure {
        id: "industry_papers",
        title: "papers with industry",
        title_zh: "企业参与论文量",
        unit: "papers",
        definition: "papers signed with at least one institution that its source calls a company",
        definition_zh: "至少有一个企业（按数据来源的机构类型）署名的论文量",
        source: LEIDEN,
        values: |input| Ok(values(input.papers(|_, walker, _| u64::from(has_company(input, walker))))),
    },
    Measure {
        id: "industry_share",
        title: "share of papers with industry",
        title_zh: "企业参与论文占比",
        unit: SHARE,
        definition: "papers signed with at least one institution that its source calls a company / papers",
        definition_zh: "至少有一个企业（按数据来源的机构类型）署名的论文量 / 论文量",
        source: LEIDEN,
        values: |input| input.share(|_, walker, _| has_company(input, walker)),
    },
];

fn is_joint(walker: &Walker<'_>) -> bool {
    walker.institutions.len() > 1
}

fn is_international(walker: &Walker<'_>, unit: u32) -> bool {
    let index = walker.on_paper.iter().position(|&one| one == unit);
    index.is_some_and(|index| walker.foreign(index).units > 0)
}

fn has_company(input: &Input<'_>, walker: &Walker<'_>) -> bool {
    walker.institutions.iter().any(|&i| input.corpus.institutions.kind.get(i as usize) == "company")
}

//! How many sign a paper: what full counting rewards.

use super::input::quotient;
use super::{Input, Measure, SHARE};
use crate::base::Result;
use crate::indicators::{Sum, Tally};

/// More authors than this are very many (Cronin's hyperauthorship).
const MANY: usize = 100;

/// The family.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "authors_per_paper",
        title: "authors per paper",
        title_zh: "篇均作者数",
        unit: "authors",
        definition: "Σ over papers of the number of authors, from anywhere / papers",
        definition_zh: "各论文的作者数（不限单元）之和 / 论文量",
        source: "Gauffriau et al. 2008, Scientometrics 77(1) 147-176",
        values: |input| {
            let authors = input.papers(|paper, _, _| number_of_authors(input, paper) as u64);
            over(input, authors.iter().map(Sum::value), |tally| &tally.papers)
        },
    },
    Measure {
        id: "mega_author_share",
        title: "share of papers of more than 100 authors",
        title_zh: "超百位作者论文占比",
        unit: SHARE,
        definition: "papers of more than 100 authors / papers; --max-authors leaves such papers out",
        definition_zh: "作者超过 100 位的论文量 / 论文量；--max-authors 可排除这类论文",
        source: "Cronin 2001, JASIST 52(7) 558-569",
        values: |input| input.share(|paper, _, _| number_of_authors(input, paper) > MANY),
    },
    Measure {
        id: "papers_per_scholar",
        title: "papers per scholar",
        title_zh: "人均论文量",
        unit: "papers",
        definition: "papers / scholars, both as the ranking counts them",
        definition_zh: "论文量 / 学者量，均按排名所用的计数方式",
        source: "METHOD §2",
        values: |input| {
            let all = input.tallies(input.request.counting)?;
            over(input, all.units.iter().map(|tally| tally.papers.value()), |tally| &tally.scholars)
        },
    },
];

fn number_of_authors(input: &Input<'_>, paper: usize) -> usize {
    input.corpus.papers.authorships(paper).len()
}

fn over(
    input: &Input<'_>,
    parts: impl Iterator<Item = f64>,
    whole: fn(&Tally) -> &Sum,
) -> Result<Vec<Option<f64>>> {
    let all = input.tallies(input.request.counting)?;
    Ok(parts.zip(&all.units).map(|(part, tally)| quotient(part, whole(tally))).collect())
}

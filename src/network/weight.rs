//! What an edge weighs: one entry for each way of counting (METHOD §6).

use crate::graph::collaboration::Edge;

/// A way of counting collaboration.
#[derive(Debug, Clone, Copy)]
pub struct Weighting {
    /// Name, as `--weight` and files have it.
    pub id: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// What one paper adds to an edge of it; n is the number of nodes on the paper.
    pub formula: &'static str,
    /// Where it is defined.
    pub source: &'static str,
    /// Whether a paper adds at most 1 to an edge, so that the weight can be compared with papers.
    pub at_most_one: bool,
    /// The weight of an edge.
    pub of: fn(&Edge) -> f64,
}

/// Every weighting; the first is the default.
pub const WEIGHTINGS: &[Weighting] = &[
    Weighting {
        id: "full",
        title_en: "shared papers",
        title_zh: "合作论文量",
        formula: "1 for each shared paper",
        source: "METHOD §6",
        at_most_one: true,
        of: |edge| edge.papers.into(),
    },
    Weighting {
        id: "authorships",
        title_en: "pairs of authorships",
        title_zh: "署名对数",
        formula: "a(i)·a(j) for each shared paper, where a is the number of its authors that name the node",
        source: "METHOD §6",
        at_most_one: false,
        of: |edge| edge.authorships as f64,
    },
    Weighting {
        id: "fractional",
        title_en: "fractional counting",
        title_zh: "分数计数",
        formula: "1/(n - 1) for each shared paper of n nodes: each node gives its paper once",
        source: "Perianes-Rodríguez, Waltman & van Eck 2016, doi:10.1016/j.joi.2016.10.006",
        at_most_one: true,
        of: |edge| edge.fractional,
    },
    Weighting {
        id: "refined",
        title_en: "refined fractional counting",
        title_zh: "精细分数计数",
        formula: "2/(n(n - 1)) for each shared paper of n nodes: a paper of several nodes adds up to 1",
        source: "Leydesdorff & Park 2017, doi:10.1016/j.joi.2016.11.007",
        at_most_one: true,
        of: |edge| edge.refined,
    },
    Weighting {
        id: "share",
        title_en: "product of shares",
        title_zh: "份额之积",
        formula: "w(i)·w(j) for each shared paper, where w is the node's share of it: 1/(authors · affiliations of the author) for each affiliation",
        source: "METHOD §2, product of the shares of both",
        at_most_one: true,
        of: |edge| edge.share,
    },
];

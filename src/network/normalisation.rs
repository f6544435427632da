//! Edge weights made comparable between large and small nodes: one entry for each normalisation (METHOD §6).

/// What a normalisation may look at. Strengths and totals are those of the network as it was derived: of the selected papers
/// and the scope, before any node or edge was left out.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Weight w of the edge.
    pub weight: f64,
    /// Strengths s of its two nodes: Σ of the weights of their edges.
    pub strength: [f64; 2],
    /// Papers c of its two nodes.
    pub papers: [f64; 2],
    /// Σ of all strengths, W.
    pub total: f64,
    /// Number of nodes with a paper, N.
    pub nodes: f64,
}

/// A normalisation.
#[derive(Debug, Clone, Copy)]
pub struct Normalisation {
    /// Name, as `--normalise` and files have it.
    pub id: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// The formula in w, s, W, c and N.
    pub formula: &'static str,
    /// Where it is defined.
    pub source: &'static str,
    /// Whether it only makes sense of a weight that a paper adds at most 1 to.
    pub of_papers: bool,
    /// The normalised weight.
    pub of: fn(&Terms) -> f64,
}

const VAN_ECK: &str = "van Eck & Waltman 2009, doi:10.1002/asi.21075";

/// Every normalisation; the first is the default.
pub const NORMALISATIONS: &[Normalisation] = &[
    Normalisation {
        id: "none",
        title_en: "none",
        title_zh: "不标准化",
        formula: "w(i,j)",
        source: "METHOD §6",
        of_papers: false,
        of: |t| t.weight,
    },
    Normalisation {
        id: "association",
        title_en: "association strength",
        title_zh: "关联强度",
        formula: "w(i,j)·W/(s(i)·s(j)); above 1: more than chance",
        source: VAN_ECK,
        of_papers: false,
        of: |t| t.weight * t.total / (t.strength[0] * t.strength[1]),
    },
    Normalisation {
        id: "salton",
        title_en: "Salton's cosine",
        title_zh: "萨尔顿余弦",
        formula: "w(i,j)/√(c(i)·c(j))",
        source: VAN_ECK,
        of_papers: false,
        of: |t| t.weight / (t.papers[0] * t.papers[1]).sqrt(),
    },
    Normalisation {
        id: "jaccard",
        title_en: "Jaccard index",
        title_zh: "杰卡德指数",
        formula: "w(i,j)/(c(i) + c(j) - w(i,j))",
        source: VAN_ECK,
        of_papers: true,
        of: |t| t.weight / (t.papers[0] + t.papers[1] - t.weight),
    },
    Normalisation {
        id: "inclusion",
        title_en: "inclusion index",
        title_zh: "包含指数",
        formula: "w(i,j)/min(c(i), c(j))",
        source: VAN_ECK,
        of_papers: false,
        of: |t| t.weight / t.papers[0].min(t.papers[1]),
    },
    Normalisation {
        id: "equivalence",
        title_en: "equivalence index",
        title_zh: "等价指数",
        formula: "w(i,j)²/(c(i)·c(j))",
        source: "Callon, Courtial & Laville 1991, doi:10.1007/BF02019280",
        of_papers: false,
        of: |t| t.weight * t.weight / (t.papers[0] * t.papers[1]),
    },
    Normalisation {
        id: "proximity",
        title_en: "proximity index",
        title_zh: "邻近指数",
        formula: "w(i,j)/(c(i)·c(j))",
        source: "bibliometrix, normalizeSimilarity(type = \"association\")",
        of_papers: false,
        of: |t| t.weight / (t.papers[0] * t.papers[1]),
    },
    Normalisation {
        id: "fractionalisation",
        title_en: "fractionalisation",
        title_zh: "分数化",
        formula: "w(i,j)·(N/s(i) + N/s(j))/2",
        source: "CWTS networkanalysis, normalisation by fractionalisation",
        of_papers: false,
        of: |t| t.weight * (t.nodes / t.strength[0] + t.nodes / t.strength[1]) / 2.0,
    },
];

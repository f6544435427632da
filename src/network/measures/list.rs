//! The measures, one entry each.

use super::{Context, Measure, Values, places};
use crate::base::records::{Column, Kind};
use crate::graph::measures as graph;
use crate::network::model::Fact;

/// Measures that are made unless others are asked for.
pub const DEFAULT: [&str; 4] = ["degree", "strength", "distance", "border"];

/// Every measure.
pub const MEASURES: &[Measure] = &[
    Measure {
        id: "degree",
        cost: "O(m)",
        heavy: false,
        source: "Freeman 1978, doi:10.1016/0378-8733(78)90021-7",
        of_nodes: &[Column::new("degree", Kind::Integer, ["degree", "度"], "number of edges")],
        of_edges: &[],
        of: |context| Values::integers(graph::degree(&context.graph)),
    },
    Measure {
        id: "strength",
        cost: "O(m)",
        heavy: false,
        source: "Barrat et al. 2004, doi:10.1073/pnas.0400087101",
        of_nodes: &[Column::new(
            "strength",
            Kind::Number,
            ["strength", "强度"],
            "sum of the weights of its edges",
        )],
        of_edges: &[],
        of: |context| Values::nodes(graph::strength(&context.graph)),
    },
    Measure {
        id: "distance",
        cost: "O(m)",
        heavy: false,
        source: "CWTS Leiden Ranking, long-distance collaboration",
        of_nodes: &[
            Column::new(
                "mean_kilometres",
                Kind::Number,
                ["mean distance", "平均合作距离"],
                "mean great-circle distance of its edges, weighted; edges of unknown distance left out",
            )
            .in_unit("km"),
            Column::new(
                "long_distance",
                Kind::Number,
                ["long-distance share", "远距离合作占比"],
                "share of the weight of its edges that spans 5000 km or more; edges of unknown distance left out",
            ),
        ],
        of_edges: &[],
        of: places::distance,
    },
    Measure {
        id: "border",
        cost: "O(m)",
        heavy: false,
        source: "METHOD §2, international collaborations; METHOD §6",
        of_nodes: &[
            Column::new(
                "international_papers",
                Kind::Integer,
                ["international collaborations", "国际合作次数"],
                "shared papers of its international edges: of a whole network the indicator, by incidences",
            ),
            Column::new(
                "international_share",
                Kind::Number,
                ["international share", "国际合作占比"],
                "share of the weight of its edges that is international",
            ),
        ],
        of_edges: &[],
        of: places::border,
    },
    Measure {
        id: "expected",
        cost: "O(m)",
        heavy: false,
        source: "van Eck & Waltman 2009, doi:10.1002/asi.21075",
        of_nodes: &[],
        of_edges: &[
            Column::new(
                "expected",
                Kind::Number,
                ["expected weight", "期望权重"],
                "s(i)·s(j)/W before normalisation: what the strengths of both let expect",
            ),
            Column::new(
                "observed_to_expected",
                Kind::Number,
                ["observed to expected", "实际与期望之比"],
                "weight before normalisation divided by the expected one: the association strength",
            ),
        ],
        of: places::expected,
    },
    Measure {
        id: "betweenness",
        cost: "O(n·m + n² log n)",
        heavy: true,
        source: "Brandes 2008, doi:10.1016/j.socnet.2007.11.001; lengths 1/weight: Newman 2001, doi:10.1103/PhysRevE.64.016132",
        of_nodes: &[Column::new(
            "betweenness",
            Kind::Number,
            ["betweenness", "中介中心性"],
            "share of the shortest paths between other nodes that lead through it; an edge is 1/weight long",
        )],
        of_edges: &[Column::new(
            "edge_betweenness",
            Kind::Number,
            ["betweenness", "中介中心性"],
            "share of the shortest paths between any two nodes that lead along it; an edge is 1/weight long",
        )],
        of: |context| {
            let found = context.paths().betweenness.clone();
            Values { of_nodes: vec![found.nodes], of_edges: vec![found.edges], facts: Vec::new() }
        },
    },
    Measure {
        id: "closeness",
        cost: "O(n·m + n² log n)",
        heavy: true,
        source: "Freeman 1978, doi:10.1016/0378-8733(78)90021-7; several components: Wasserman & Faust 1994, p. 201",
        of_nodes: &[Column::new(
            "closeness",
            Kind::Number,
            ["closeness", "接近中心性"],
            "reciprocal of the mean distance to the nodes it reaches, times the share of the other nodes that it reaches; an edge is 1/weight long",
        )],
        of_edges: &[],
        of: |context| Values::nodes(context.paths().closeness.clone()),
    },
    Measure {
        id: "eigenvector",
        cost: "O(m) a round, until it stands still",
        heavy: false,
        source: "Bonacich 1972, doi:10.1080/0022250X.1972.9989806",
        of_nodes: &[Column::new(
            "eigenvector",
            Kind::Number,
            ["eigenvector centrality", "特征向量中心性"],
            "entry of the leading eigenvector of the weights, of length 1",
        )],
        of_edges: &[],
        of: |context| match graph::eigenvector(&context.graph) {
            Some(values) => Values::nodes(values),
            None => Values {
                facts: vec![Fact {
                    name: "eigenvector",
                    value: "not found: the iteration does not stand still on this network".to_owned(),
                }],
                ..Values::nodes(vec![f64::NAN; context.graph.len()])
            },
        },
    },
    Measure {
        id: "pagerank",
        cost: "O(m) a round, at most 240 rounds",
        heavy: false,
        source: "Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X; damping 0.85",
        of_nodes: &[Column::new(
            "pagerank",
            Kind::Number,
            ["PageRank", "PageRank"],
            "chance that a walk along edges, by their weights, with a jump to any node at 15 of 100 steps, is there",
        )],
        of_edges: &[],
        of: |context| Values::nodes(graph::pagerank(&context.graph)),
    },
    Measure {
        id: "core",
        cost: "O(m)",
        heavy: false,
        source: "Seidman 1983, doi:10.1016/0378-8733(83)90028-X; Batagelj & Zaveršnik 2003, arXiv:cs/0310049",
        of_nodes: &[Column::new(
            "core",
            Kind::Integer,
            ["core number", "核数"],
            "largest k of a part of the network in which it and all others have k edges",
        )],
        of_edges: &[],
        of: |context| Values::integers(graph::core_numbers(&context.graph)),
    },
    Measure {
        id: "clustering",
        cost: "O(m √m)",
        heavy: false,
        source: "Watts & Strogatz 1998, doi:10.1038/30918; weighted: Onnela et al. 2005, doi:10.1103/PhysRevE.71.065103",
        of_nodes: &[
            Column::new(
                "clustering",
                Kind::Number,
                ["clustering", "聚类系数"],
                "share of the pairs of its neighbours that have an edge",
            ),
            Column::new(
                "weighted_clustering",
                Kind::Number,
                ["weighted clustering", "加权聚类系数"],
                "the same, each triangle counting the geometric mean of its weights as shares of the greatest weight",
            ),
        ],
        of_edges: &[],
        of: |context| Values {
            of_nodes: vec![graph::clustering(&context.graph), graph::weighted_clustering(&context.graph)],
            ..Values::default()
        },
    },
    Measure {
        id: "component",
        cost: "O(m)",
        heavy: false,
        source: "connected components, the largest is 0",
        of_nodes: &[Column::new(
            "component",
            Kind::Integer,
            ["component", "连通分量"],
            "number of its connected component, larger ones first",
        )],
        of_edges: &[],
        of: |context| Values::integers(graph::components(&context.graph)),
    },
    Measure {
        id: "community",
        cost: "about O(m log n) an iteration, some twenty in each of ten runs",
        heavy: false,
        source: "Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z (Leiden algorithm, modularity)",
        of_nodes: &[Column::new(
            "community",
            Kind::Integer,
            ["community", "社群"],
            "number of its community, larger ones first",
        )],
        of_edges: &[],
        of: community,
    },
];

fn community(context: &Context<'_>) -> Values {
    let how = &context.communities;
    let communities = graph::leiden(&context.graph, how);
    let modularity = graph::modularity(&context.graph, &communities, how.resolution);
    let number = communities.iter().max().map_or(0, |last| last + 1);
    let value = format!(
        "{number} by the Leiden algorithm, modularity {modularity}, resolution {}, seed {}, best of {} runs",
        how.resolution, how.seed, how.restarts
    );
    Values { facts: vec![Fact { name: "communities", value }], ..Values::integers(communities) }
}

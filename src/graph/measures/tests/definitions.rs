//! Each measure on random networks against its definition, taken literally.

use super::*;

const COUNTS: &[f64] = &[1.0, 2.0, 3.0, 6.0, 50.0];

/// Weights whose inverses add up to each other, such as 1/6 + 1/30 = 1/5: ties also where the sums of doubles differ.
const TIED: &[f64] = &[1.0, 0.5, 5.0, 6.0, 30.0, 10.0, 15.0];

type Table = Vec<Vec<f64>>;

fn table(nodes: usize, otherwise: f64, edges: &[(u32, u32, f64)], value: impl Fn(f64) -> f64) -> Table {
    let mut table = vec![vec![otherwise; nodes]; nodes];
    for &(a, b, weight) in edges {
        table[a as usize][b as usize] = value(weight);
        table[b as usize][a as usize] = value(weight);
    }
    table
}

/// Distances by Floyd & Warshall.
fn distances(nodes: usize, edges: &[(u32, u32, f64)]) -> Table {
    let mut distances = table(nodes, f64::INFINITY, edges, |weight| 1.0 / weight);
    (0..nodes).for_each(|node| distances[node][node] = 0.0);
    for by in 0..nodes {
        for from in 0..nodes {
            for to in 0..nodes {
                distances[from][to] = distances[from][to].min(distances[from][by] + distances[by][to]);
            }
        }
    }
    distances
}

/// Numbers of shortest paths between all pairs, by their last step, in the order of distance.
fn counts(nodes: usize, edges: &[(u32, u32, f64)], distances: &Table) -> Table {
    let mut counts = vec![vec![0.0; nodes]; nodes];
    for from in 0..nodes {
        counts[from][from] = 1.0;
        let mut order: Vec<usize> =
            (0..nodes).filter(|&to| to != from && distances[from][to].is_finite()).collect();
        order.sort_by(|&a, &b| distances[from][a].total_cmp(&distances[from][b]));
        for to in order {
            let ends = edges.iter().flat_map(|&(a, b, weight)| [(a, b, weight), (b, a, weight)]);
            let last = ends.filter(|edge| edge.1 as usize == to);
            let shortest =
                last.filter(|edge| on(distances[from][edge.0 as usize] + 1.0 / edge.2, distances[from][to]));
            counts[from][to] = shortest.map(|edge| counts[from][edge.0 as usize]).sum();
        }
    }
    counts
}

fn on(length: f64, distance: f64) -> bool {
    length.is_finite() && (length - distance).abs() < 1e-9
}

/// For each pair of nodes, its numbers of shortest paths through each node and edge, over all of its shortest paths.
fn betweenness_by_definition(nodes: usize, edges: &[(u32, u32, f64)]) -> (Vec<f64>, Vec<f64>) {
    let d = distances(nodes, edges);
    let c = counts(nodes, edges, &d);
    let (mut of_nodes, mut of_edges) = (vec![0.0; nodes], vec![0.0; edges.len()]);
    for (s, t) in (0..nodes).flat_map(|s| (s + 1..nodes).map(move |t| (s, t))).filter(|&(s, t)| c[s][t] > 0.0)
    {
        for v in (0..nodes).filter(|&v| v != s && v != t && on(d[s][v] + d[v][t], d[s][t])) {
            of_nodes[v] += c[s][v] * c[v][t] / c[s][t];
        }
        for (value, &(a, b, weight)) in of_edges.iter_mut().zip(edges) {
            for (a, b) in [(a as usize, b as usize), (b as usize, a as usize)] {
                if on(d[s][a] + 1.0 / weight + d[b][t], d[s][t]) {
                    *value += c[s][a] * c[b][t] / c[s][t];
                }
            }
        }
    }
    let n = nodes as f64;
    of_nodes.iter_mut().for_each(|value| *value /= ((n - 1.0) * (n - 2.0) / 2.0).max(1.0));
    of_edges.iter_mut().for_each(|value| *value /= n * (n - 1.0) / 2.0);
    (of_nodes, of_edges)
}

/// The matrix of the walk, dense, squared ten times: a thousand steps from anywhere.
fn pagerank_by_definition(nodes: usize, edges: &[(u32, u32, f64)]) -> Vec<f64> {
    let n = nodes as f64;
    let mut walk = table(nodes, 0.0, edges, |weight| weight);
    for row in &mut walk {
        let sum: f64 = row.iter().sum();
        let step = |weight: f64| if sum > 0.0 { weight / sum } else { 1.0 / n };
        row.iter_mut().for_each(|value| *value = 0.85 * step(*value) + 0.15 / n);
    }
    for _ in 0..10 {
        let column = |a: usize, b: usize| (0..nodes).map(|by| walk[a][by] * walk[by][b]).sum();
        walk = (0..nodes).map(|a| (0..nodes).map(|b| column(a, b)).collect()).collect();
    }
    walk.swap_remove(0)
}

/// The largest k at which peeling all nodes of fewer than k neighbours again and again leaves the node.
fn cores_by_definition(nodes: usize, edges: &[(u32, u32, f64)]) -> Vec<u32> {
    let mut cores = vec![0; nodes];
    for k in 1..nodes as u32 {
        let mut left = vec![true; nodes];
        loop {
            let inside = edges.iter().filter(|(a, b, _)| left[*a as usize] && left[*b as usize]);
            let mut degrees = vec![0; nodes];
            inside.for_each(|&(a, b, _)| [a, b].iter().for_each(|&end| degrees[end as usize] += 1));
            let next: Vec<bool> =
                left.iter().zip(degrees).map(|(&left, degree)| left && degree >= k).collect();
            if std::mem::replace(&mut left, next.clone()) == next {
                break;
            }
        }
        left.iter().zip(&mut cores).filter(|(left, _)| **left).for_each(|(_, core)| *core = k);
    }
    cores
}

/// Plain and weighted clustering by all triples of nodes.
fn clustering_by_definition(nodes: usize, edges: &[(u32, u32, f64)]) -> (Vec<f64>, Vec<f64>) {
    let largest = edges.iter().map(|edge| edge.2).fold(0.0, f64::max);
    let w = table(nodes, 0.0, edges, |weight| weight / largest);
    let per_pair = |v: usize, value: &dyn Fn(f64) -> f64| {
        let k = w[v].iter().filter(|&&weight| weight > 0.0).count() as f64;
        let pairs = (0..nodes).flat_map(|a| (0..a).map(move |b| (a, b)));
        let sum: f64 = pairs.map(|(a, b)| value(w[v][a] * w[a][b] * w[b][v])).sum();
        if k < 2.0 { 0.0 } else { 2.0 * sum / (k * (k - 1.0)) }
    };
    let plain = (0..nodes).map(|v| per_pair(v, &|product| f64::from(u8::from(product > 0.0)))).collect();
    (plain, (0..nodes).map(|v| per_pair(v, &|product| product.powf(1.0 / 3.0))).collect())
}

/// (1/2m) Σ over all pairs in one part, also of a node with itself, of A - γ k k / 2m.
fn modularity_by_definition(nodes: usize, edges: &[(u32, u32, f64)], parts: &[u32], resolution: f64) -> f64 {
    let a = table(nodes, 0.0, edges, |weight| weight);
    let k: Vec<f64> = a.iter().map(|row| row.iter().sum()).collect();
    let total: f64 = k.iter().sum();
    let pairs = (0..nodes).flat_map(|i| (0..nodes).map(move |j| (i, j)));
    let same = pairs.filter(|&(i, j)| parts[i] == parts[j]);
    same.map(|(i, j)| a[i][j] / total - resolution * k[i] * k[j] / total / total).sum()
}

proptest! {
    #[test]
    fn measures_of_paths((nodes, edges) in networks(TIED)) {
        let Paths { betweenness, closeness } = paths(&network(nodes, &edges));
        let (of_nodes, of_edges) = betweenness_by_definition(nodes, &edges);
        near(&betweenness.nodes, &of_nodes, 1e-12);
        near(&betweenness.edges, &of_edges, 1e-12);
        let others = |row: &Vec<f64>| {
            let reached: Vec<f64> = row.iter().copied().filter(|d| *d > 0.0 && d.is_finite()).collect();
            let r = reached.len() as f64;
            if reached.is_empty() { 0.0 } else { r * r / reached.iter().sum::<f64>() / (nodes as f64 - 1.0) }
        };
        near(&closeness, &distances(nodes, &edges).iter().map(others).collect::<Vec<_>>(), 1e-12);
    }

    #[test]
    fn walks((nodes, edges) in networks(COUNTS)) {
        let ranks = pagerank(&network(nodes, &edges));
        near(&ranks, &pagerank_by_definition(nodes, &edges), 1e-13);
        prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn eigenvectors((nodes, edges) in networks(COUNTS)) {
        let Some(vector) = eigenvector(&network(nodes, &edges)) else { return Ok(()) };
        let a = table(nodes, 0.0, &edges, |weight| weight);
        let product: Vec<f64> = a.iter().map(|row| row.iter().zip(&vector).map(|(a, b)| a * b).sum()).collect();
        let value: f64 = product.iter().zip(&vector).map(|(a, b)| a * b).sum();
        prop_assert!(vector.iter().all(|value| *value >= 0.0));
        if edges.is_empty() {
            near(&vector, &vec![0.0; nodes], 0.0);
            return Ok(());
        }
        prop_assert!((vector.iter().map(|value| value * value).sum::<f64>() - 1.0).abs() < 1e-14);
        near(&product, &vector.iter().map(|x| x * value).collect::<Vec<_>>(), 1e-12 * value);
        // The largest eigenvalue: no sum of a row of a power is larger by more than its root.
        let mut power = vec![1.0; nodes];
        let mut bound = 0.0;
        for round in 1..=400 {
            power = a.iter().map(|row| row.iter().zip(&power).map(|(a, b)| a * b).sum()).collect();
            let largest = power.iter().copied().fold(0.0, f64::max);
            power.iter_mut().for_each(|x| *x /= largest);
            bound += (largest.ln() - bound) / f64::from(round);
        }
        prop_assert!((bound.exp() / value - 1.0).abs() < 0.02, "{} {}", bound.exp(), value);
    }

    #[test]
    fn cores((nodes, edges) in networks(COUNTS)) {
        prop_assert_eq!(core_numbers(&network(nodes, &edges)), cores_by_definition(nodes, &edges));
    }

    #[test]
    fn triangles((nodes, edges) in networks(COUNTS)) {
        let (plain, weighted) = clustering_by_definition(nodes, &edges);
        let graph = network(nodes, &edges);
        near(&clustering(&graph), &plain, 1e-15);
        near(&weighted_clustering(&graph), &weighted, 1e-13);
    }

    #[test]
    fn partitions(
        (nodes, edges) in networks(COUNTS),
        labels in prop::collection::vec(prop::sample::select(&[0, 1, 5, u32::MAX][..]), 12),
        resolution in 0.0..3.0,
    ) {
        let value = modularity(&network(nodes, &edges), &labels[..nodes], resolution);
        let expected = if edges.is_empty() { 0.0 } else { modularity_by_definition(nodes, &edges, &labels, resolution) };
        prop_assert!((value - expected).abs() < 1e-13, "{} {}", value, expected);
    }

    #[test]
    fn parts_are_what_paths_join((nodes, edges) in networks(COUNTS)) {
        let parts = components(&network(nodes, &edges));
        for (a, row) in distances(nodes, &edges).iter().enumerate() {
            row.iter().enumerate().for_each(|(b, d)| assert_eq!(d.is_finite(), parts[a] == parts[b]));
        }
        let sizes: Vec<_> = (0..nodes as u32).map(|part| parts.iter().filter(|&&of| of == part).count()).collect();
        prop_assert!(sizes.is_sorted_by(|a, b| a >= b));
    }

    #[test]
    fn the_filter((nodes, edges) in networks(COUNTS)) {
        let graph = network(nodes, &edges);
        let (k, s) = (degree(&graph), strength(&graph));
        let end = |node: u32, weight: f64| {
            (1..k[node as usize]).fold(1.0, |product, _| product * (1.0 - weight / s[node as usize]))
        };
        let expected: Vec<f64> = edges.iter().map(|&(a, b, weight)| end(a, weight).min(end(b, weight))).collect();
        near(&disparity(&graph), &expected, 1e-14);
        for (node, row) in table(nodes, 0.0, &edges, |weight| weight).iter().enumerate() {
            prop_assert_eq!(k[node] as usize, row.iter().filter(|&&weight| weight > 0.0).count());
            prop_assert!((s[node] - row.iter().sum::<f64>()).abs() < 1e-12);
        }
    }
}

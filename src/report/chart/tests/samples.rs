//! Charts to draw: such as reports have, too large ones, and such as nobody wants.

use super::super::*;
use crate::report::text::bi;

pub(super) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "a\u{0}b\u{1}\u{ffff}]]>",
    "\"quotes\" & 'apostrophes' &amp;",
    "line\nbreak\ttab\u{2028}",
    "\u{202e}drowkcab\u{2067}",
    "👩\u{200d}🔬🏙️ emoji e\u{301}",
    "القاهرة الكبرى",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and a lot more of the same",
    "京津冀协同发展示范区与长江三角洲区域一体化发展国家战略联合实验室集群",
    "",
];

pub(super) const CITIES: &[(&str, &str, f64, f64)] = &[
    ("Beijing", "北京", 39.9042, 116.4074),
    ("San Francisco Bay Area", "旧金山湾区", 37.7749, -122.4194),
    ("Pittsburgh", "匹兹堡", 40.4406, -79.9959),
    ("Shanghai", "上海", 31.2304, 121.4737),
    ("New York", "纽约", 40.7128, -74.006),
    ("Seattle", "西雅图", 47.6062, -122.3321),
    ("Boston", "波士顿", 42.3601, -71.0589),
    ("London", "伦敦", 51.5074, -0.1278),
    ("Hangzhou", "杭州", 30.2741, 120.1551),
    ("Singapore", "新加坡", 1.3521, 103.8198),
    ("Hong Kong", "香港", 22.3193, 114.1694),
    ("Zurich", "苏黎世", 47.3769, 8.5417),
    ("Paris", "巴黎", 48.8566, 2.3522),
    ("Cambridge", "剑桥", 52.2053, 0.1218),
    ("Tokyo", "东京", 35.6762, 139.6503),
    ("Seoul", "首尔", 37.5665, 126.978),
    ("Toronto", "多伦多", 43.6532, -79.3832),
    ("Tübingen", "图宾根", 48.5216, 9.0576),
    ("Sydney", "悉尼", -33.8688, 151.2093),
    ("Tel Aviv", "特拉维夫", 32.0853, 34.7818),
    ("Nanjing", "南京", 32.0603, 118.7969),
    ("Shenzhen", "深圳", 22.5431, 114.0579),
    ("Oxford", "牛津", 51.752, -1.2577),
    ("Berlin", "柏林", 52.52, 13.405),
    ("São Paulo", "圣保罗", -23.5505, -46.6333),
    ("Johannesburg", "约翰内斯堡", -26.2041, 28.0473),
    ("Wuhan", "武汉", 30.5928, 114.3055),
    ("Hefei", "合肥", 31.8206, 117.2272),
    ("Suva", "苏瓦", -18.1248, 178.4501),
    ("Amsterdam", "阿姆斯特丹", 52.3676, 4.9041),
];

pub(super) fn city(at: usize) -> Bi {
    let (en, zh, ..) = CITIES[at % CITIES.len()];
    if at < CITIES.len() { bi(en, zh) } else { bi(format!("{en} {at}"), format!("{zh} {at}")) }
}

pub(super) fn bars(rows: usize, series: usize) -> Chart {
    let value = |row: usize, at: usize| Some(60_000.0 / (row + 1) as f64 / (at + 1) as f64);
    Chart::Bars(Bars {
        narrow: false,
        axis: bi("Papers (number, 2013–2022)", "论文数(篇,2013–2022)"),
        style: Style::Whole,
        series: (0..series)
            .map(
                |at| {
                    if series == 1 {
                        Bi::default()
                    } else {
                        bi(format!("Series {at}"), format!("系列 {at}"))
                    }
                },
            )
            .collect(),
        rows: (0..rows).map(|row| (city(row), (0..series).map(|at| value(row, at)).collect())).collect(),
    })
}

/// The same for half the width.
fn narrow(chart: Chart) -> Chart {
    match chart {
        Chart::Bars(bars) => Chart::Bars(Bars { narrow: true, ..bars }),
        Chart::Lines(lines) => Chart::Lines(Lines { narrow: true, ..lines }),
        other => other,
    }
}

pub(super) fn ranges(rows: u32) -> Chart {
    let row = |at: u32| RangeRow {
        label: city(at as usize),
        value: f64::from(at + 1),
        low: f64::from((at + 1).saturating_sub(at / 4).max(1)),
        high: f64::from(at + 2 + at / 3),
        group: at / 7,
    };
    Chart::Ranges(Ranges {
        axis: bi("Rank (1 is best; 95% interval)", "排名(1 为最高;95% 区间)"),
        style: Style::Whole,
        rows: (0..rows).map(row).collect(),
    })
}

pub(super) fn lines(series: usize, years: u32, reversed: bool) -> Chart {
    let value = |at: usize, year: u32| {
        let wave = f64::from((year * 7 + at as u32 * 5) % 4);
        ((year + at as u32) % 9 != 4).then_some(at as f64 + 1.0 + wave)
    };
    Chart::Lines(Lines {
        narrow: false,
        axis: bi("Rank by the innovation index", "创新指数排名"),
        style: Style::Whole,
        years: (0..years).map(|year| 2013 + year).collect(),
        reversed,
        series: (0..series).map(|at| (city(at), (0..years).map(|year| value(at, year)).collect())).collect(),
    })
}

pub(super) fn world(points: usize, named: usize, arcs: usize) -> Chart {
    let point = |at: usize| {
        let (.., lat, lon) = CITIES[at % CITIES.len()];
        let away = (at / CITIES.len()) as f64 * 1.3;
        Point { label: city(at), at: (lat - away, lon + away), value: 97.0 - (at as f64 * 80.0).sqrt() }
    };
    let points: Vec<Point> = (0..points).map(point).collect();
    let end = |at: usize| points[at % points.len()].at;
    Chart::World(World {
        colour: bi("Innovation index (0–100)", "创新指数(0–100)"),
        style: Style::Decimal(1),
        named,
        arcs: (0..arcs)
            .map(|at| Arc { from: end(at), to: end(at * 7 + 1), value: 1200.0 / (at + 1) as f64 })
            .collect(),
        width: bi("Joint papers (number)", "合著论文(篇)"),
        points,
    })
}

pub(super) fn matrix(count: usize, style: Style) -> Chart {
    let cell = |row: usize, column: usize| {
        (row != column)
            .then(|| ((row * 31 + column * 17) % 101) as f64 / 101.0 * (1.0 - (row + column) as f64 / 80.0))
    };
    Chart::Matrix(Matrix {
        axis: bi("Probability that the row is ahead of the column", "行城市领先列城市的概率"),
        style,
        labels: (0..count).map(city).collect(),
        cells: (0..count).map(|row| (0..count).map(|column| cell(row, column)).collect()).collect(),
    })
}

/// Rows that all have the same value, and that with many digits.
fn equal(is_bars: bool) -> Chart {
    let (axis, style) = (bi("Citations (number)", "引用数(次)"), Style::Decimal(2));
    let value = 123_456_789_012.34;
    if is_bars {
        let rows = (0..4).map(|at| (city(at), vec![Some(value)])).collect();
        return Chart::Bars(Bars { narrow: false, axis, style, series: vec![bi("All", "全部")], rows });
    }
    let rows = (0..4).map(|at| RangeRow { label: city(at), value, low: value, high: value, group: 0 });
    Chart::Ranges(Ranges { axis, style, rows: rows.collect() })
}

/// Labels of the given charts become hostile ones.
pub(super) fn hostile(chart: Chart) -> Chart {
    let label = |at: usize| Bi::same(HOSTILE[at % HOSTILE.len()]);
    let mut chart = chart;
    match &mut chart {
        Chart::Bars(bars) => {
            bars.axis = label(0);
            bars.series.iter_mut().enumerate().for_each(|(at, name)| *name = label(at + 3));
            bars.rows.iter_mut().enumerate().for_each(|(at, row)| row.0 = label(at));
            bars.rows[1].1[0] = Some(-20_000.0);
            bars.rows[2].1[0] = None;
            bars.rows[3].1[0] = Some(f64::NAN);
            bars.rows[4].1[0] = Some(f64::INFINITY);
            bars.rows[5].1[0] = Some(1e300);
            bars.rows[6].1.clear();
        }
        Chart::Ranges(ranges) => {
            ranges.axis = label(7);
            ranges.rows.iter_mut().enumerate().for_each(|(at, row)| row.label = label(at));
            ranges.rows[1].high = f64::NAN;
            (ranges.rows[2].low, ranges.rows[2].high) = (9.0, 1.0);
        }
        Chart::Lines(lines) => {
            lines.axis = label(8);
            lines.series.iter_mut().enumerate().for_each(|(at, series)| series.0 = label(at));
            lines.series[1].1.fill(None);
            lines.series[2].1.truncate(1);
            lines.series[3].1[0] = Some(f64::NAN);
        }
        Chart::World(world) => {
            world.colour = label(7);
            world.points.iter_mut().enumerate().for_each(|(at, point)| point.label = label(at));
            world.points[0].at = (91.0, 0.0);
            world.points[1].at = (0.0, 181.0);
            world.points[2].at = (f64::NAN, 0.0);
            world.points[3].value = f64::NAN;
            world.points[4].value = -5.0;
            world.points[5].at = (-90.0, 180.0);
            world.points[6].at = (0.0, -180.0);
            world.arcs.push(Arc { from: (0.0, 0.0), to: (0.0, 180.0), value: 5.0 });
            world.arcs.push(Arc { from: (95.0, 0.0), to: (0.0, 10.0), value: 5.0 });
        }
        Chart::Matrix(matrix) => {
            matrix.axis = label(0);
            matrix.labels.iter_mut().enumerate().for_each(|(at, name)| *name = label(at));
            matrix.cells[1].clear();
            matrix.cells[2][0] = Some(f64::NAN);
            matrix.cells.pop();
        }
    }
    chart
}

/// Charts by name.
pub(super) fn samples() -> Vec<(String, Chart)> {
    let own = |name: &str, chart: Chart| (name.to_owned(), chart);
    let mut all = vec![
        own("bars-20", bars(20, 1)),
        own("bars-8x3", bars(8, 3)),
        own("bars-1", bars(1, 1)),
        own("bars-1000", bars(1000, 1)),
        own("ranges-30", ranges(30)),
        own("ranges-1", ranges(1)),
        own("ranges-1000", ranges(1000)),
        own("lines-8", lines(8, 10, true)),
        own("lines-3", lines(3, 10, false)),
        own("lines-1x1", lines(1, 1, false)),
        own("lines-25x60", lines(25, 60, true)),
        own("lines-40", lines(40, 10, true)),
        own("world-30", world(30, 30, 0)),
        own("world-arcs", world(30, 12, 40)),
        own("world-300", world(300, 25, 0)),
        own("world-1", world(1, 1, 0)),
        own("matrix-6", matrix(6, Style::Decimal(2))),
        own("matrix-12", matrix(12, Style::Percent(0))),
        own("matrix-25", matrix(25, Style::Decimal(2))),
        own("matrix-60", matrix(60, Style::Decimal(2))),
        own("matrix-2", matrix(2, Style::Whole)),
        own("bars-narrow", narrow(bars(7, 1))),
        own("bars-narrow-2", narrow(bars(12, 2))),
        own("lines-narrow", narrow(lines(2, 10, false))),
        own("lines-narrow-6", narrow(lines(6, 10, true))),
        own("bars-equal", equal(true)),
        own("ranges-equal", equal(false)),
    ];
    let nasty =
        [bars(10, 2), ranges(10), lines(10, 10, false), world(10, 10, 3), matrix(10, Style::Decimal(2))];
    all.extend(nasty.into_iter().enumerate().map(|(at, chart)| (format!("hostile-{at}"), hostile(chart))));
    all
}

/// Charts with nothing to draw.
pub(super) fn empty() -> Vec<(&'static str, Chart)> {
    let axis = || bi("Papers", "论文数");
    let nothing = |rows| {
        Chart::Bars(Bars {
            narrow: false,
            axis: axis(),
            style: Style::Whole,
            series: vec![Bi::default()],
            rows,
        })
    };
    let over = |years: Vec<u32>, series| {
        Chart::Lines(Lines {
            narrow: false,
            axis: axis(),
            style: Style::Whole,
            years,
            reversed: false,
            series,
        })
    };
    let map = |points| {
        let (colour, width, style) = (axis(), axis(), Style::Whole);
        Chart::World(World { points, colour, style, named: 5, arcs: Vec::new(), width })
    };
    let cells = |labels, cells| Chart::Matrix(Matrix { axis: axis(), style: Style::Whole, labels, cells });
    let lost = Point { label: city(0), at: (f64::NAN, 0.0), value: 1.0 };
    vec![
        ("no bars", nothing(Vec::new())),
        ("bars without values", nothing(vec![(city(0), vec![None]), (city(1), Vec::new())])),
        ("no ranges", Chart::Ranges(Ranges { axis: axis(), style: Style::Whole, rows: Vec::new() })),
        ("no lines", over(Vec::new(), Vec::new())),
        ("no years", over(Vec::new(), vec![(city(0), Vec::new())])),
        ("years without values", over(vec![2020, 2021], vec![(city(0), vec![None, None])])),
        ("no points", map(Vec::new())),
        ("points without places", map(vec![lost])),
        ("no labels", cells(Vec::new(), Vec::new())),
        ("cells without values", cells(vec![city(0)], vec![vec![None]])),
    ]
}

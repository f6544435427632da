//! Every sort of chart, drawn from ordinary and from hostile data, and looked at as a reader's program does.

use super::measure::{Area, Font};
use super::*;
use crate::report::text::bi;
use roxmltree::{Document, Node};
use samples::{HOSTILE, bars, empty, hostile, lines, matrix, ranges, samples, world};

mod samples;

fn draw(chart: &Chart) -> String {
    chart.draw(Lang::En, "figure-1", "Title", "Words").standalone()
}

/// Every picture of every sample in both languages.
fn pictures() -> impl Iterator<Item = (String, Lang, Svg)> {
    let drawn = |(name, chart): (String, Chart)| {
        Lang::ALL
            .map(|lang| (name.clone(), lang, chart.draw(lang, &format!("figure-{name}"), "Title", "Words")))
    };
    samples().into_iter().flat_map(drawn)
}

fn figure(node: Node, name: &str) -> f64 {
    node.attribute(name).unwrap_or_else(|| panic!("{name} of {node:?}")).parse().unwrap()
}

fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split(' ').any(|own| own == class))
}

fn with_class<'a>(document: &'a Document, class: &'static str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| has_class(node, class)).collect()
}

/// What a text shows: the title in it only shows when pointed at.
fn shown(node: Node) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn texts(document: &Document) -> Vec<String> {
    document.descendants().filter(|node| node.has_tag_name("text")).map(shown).collect()
}

fn tips(document: &Document) -> Vec<String> {
    document.descendants().filter(|node| node.has_tag_name("title")).map(shown).collect()
}

/// The room of a text that is not turned, as estimated.
fn room(node: Node) -> Area {
    let font = [Font::Label, Font::Small, Font::Tiny]
        .into_iter()
        .find(|font| has_class(&node, font.class()))
        .unwrap();
    let width = font.width(&shown(node));
    let share = match node.attribute("text-anchor") {
        Some("end") => 1.0,
        Some("middle") => 0.5,
        _ => 0.0,
    };
    let y = figure(node, "y") - font.drop() - font.size() / 2.0;
    // Half a pixel less: coordinates are rounded, and fonts leave room above and below.
    Area { x: figure(node, "x") - share * width, y, w: width, h: font.size() }.wider(-0.5)
}

/// The four corners of a turned text.
fn corners(node: Node) -> Vec<(f64, f64)> {
    let Area { x, y, w, h } = room(node);
    let corners = vec![(x, y), (x + w, y), (x, y + h), (x + w, y + h)];
    let Some(turn) = node.attribute("transform") else { return corners };
    let inner = turn.strip_prefix("rotate(").unwrap().strip_suffix(')').unwrap();
    let numbers: Vec<f64> = inner.split(' ').map(|number| number.parse().unwrap()).collect();
    let (sin, cos) = (libm::sin(numbers[0].to_radians()), libm::cos(numbers[0].to_radians()));
    let turned = |(x, y): (f64, f64)| {
        let (dx, dy) = (x - numbers[1], y - numbers[2]);
        (numbers[1] + dx * cos - dy * sin, numbers[2] + dx * sin + dy * cos)
    };
    corners.into_iter().map(turned).collect()
}

#[test]
fn both_forms_are_well_formed_and_say_what_they_show() {
    for (name, lang, svg) in pictures() {
        let (file, inline) = (svg.standalone(), svg.inline().into_string());
        let document = Document::parse(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        Document::parse(&inline).unwrap_or_else(|error| panic!("{name}: {error}"));
        let root = document.root_element();
        assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
        assert_eq!(root.attribute("viewBox"), Some(&*format!("0 0 {} {}", svg.width, svg.height)));
        for id in root.attribute("aria-labelledby").unwrap().split(' ') {
            assert!(document.descendants().any(|node| node.attribute("id") == Some(id)), "{id}");
            assert!(id.starts_with(&format!("figure-{name}-")));
        }
        assert!(inline.contains(&format!("lang=\"{}\"", lang.tag())) && !inline.contains("<style"));
    }
}

#[test]
fn no_text_leaves_the_picture() {
    for (name, _, svg) in pictures() {
        let file = svg.standalone();
        let document = Document::parse(&file).unwrap();
        let (width, height) = (f64::from(svg.width), f64::from(svg.height));
        for node in document.descendants().filter(|node| node.has_tag_name("text")) {
            for (x, y) in corners(node) {
                let is_inside = (0.0..=width).contains(&x) && (0.0..=height).contains(&y);
                assert!(is_inside, "{name}: {:?} at {x} {y} of {width} {height}", shown(node));
            }
        }
    }
}

#[test]
fn no_text_meets_another() {
    for (name, _, svg) in pictures() {
        let file = svg.standalone();
        let document = Document::parse(&file).unwrap();
        let is_level = |node: &Node| node.has_tag_name("text") && node.attribute("transform").is_none();
        let mut rooms: Vec<(Area, String)> =
            document.descendants().filter(is_level).map(|node| (room(node), shown(node))).collect();
        rooms.sort_by(|one, other| one.0.y.total_cmp(&other.0.y));
        for (at, (one, text)) in rooms.iter().enumerate() {
            let near = rooms[at + 1..].iter().take_while(|(other, _)| other.y < one.y + one.h);
            for (other, second) in near {
                assert!(!one.meets(other), "{name}: {text:?} {one:?} and {second:?} {other:?}");
            }
        }
    }
}

#[test]
fn numbers_are_short_finite_and_have_no_sign_on_zero() {
    for (name, _, svg) in pictures() {
        let file = svg.standalone();
        let document = Document::parse(&file).unwrap();
        for attribute in document.descendants().flat_map(|node| node.attributes()) {
            if ["class", "id", "aria-labelledby", "role", "lang", "text-anchor"].contains(&attribute.name()) {
                continue;
            }
            let value = attribute.value();
            let parts = value.split(|char: char| !char.is_ascii_digit() && !"-.".contains(char));
            for number in parts.filter(|part| !part.is_empty()) {
                let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                let is_plain = number.parse::<f64>().is_ok() && number != "-0" && decimals <= 2;
                assert!(is_plain, "{name}: {number} in {}", attribute.name());
            }
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name}: {value}");
        }
    }
}

#[test]
fn hostile_labels_are_texts_and_nothing_else() {
    let label = HOSTILE.concat();
    let svg = bars(1, 1).draw(Lang::Zh, "a\"b", &label, &label);
    for text in pictures()
        .map(|(.., svg)| svg)
        .chain([svg])
        .flat_map(|svg| [svg.standalone(), svg.inline().into_string()])
    {
        assert!(!text.contains("<script") && !text.contains("]]>"));
        assert!(!text.chars().any(|char| char.is_control() && char != '\n'));
        assert!(!text.contains(['\u{202e}', '\u{2067}', '\u{ffff}']));
    }
    let file = draw(&hostile(bars(10, 2)));
    let document = Document::parse(&file).unwrap();
    let texts = texts(&document);
    for whole in ["<script>alert(1)</script>", "a\u{fffd}b\u{fffd}\u{fffd}]]>", "line break tab ", "drowkcab"]
    {
        assert!(texts.iter().any(|text| text == whole), "{whole} in {texts:?}");
    }
    assert!(texts.iter().any(|text| text.starts_with("Llanfair") && text.ends_with('…')));
    assert!(tips(&document).iter().any(|tip| tip == HOSTILE[7]), "a cut label shows all of itself");
}

#[test]
fn nothing_to_draw_is_said_in_both_languages() {
    for (name, chart) in empty() {
        for (lang, words) in [(Lang::En, "no data"), (Lang::Zh, "无数据")] {
            let svg = chart.draw(lang, "figure-1", "Title", "Words");
            let file = svg.standalone();
            let document = Document::parse(&file).unwrap();
            assert_eq!(texts(&document), [words], "{name}");
            assert!(svg.height >= 90);
        }
    }
}

#[test]
fn bars_are_as_long_as_their_values_and_begin_at_zero() {
    let row = |value| (Bi::same("A"), vec![Some(value)]);
    let chart = Chart::Bars(Bars {
        narrow: false,
        axis: bi("Difference", "差"),
        style: Style::Decimal(1),
        series: vec![Bi::default()],
        rows: vec![row(40.0), row(10.0), row(-20.0), row(0.0)],
    });
    let file = draw(&chart);
    let document = Document::parse(&file).unwrap();
    let bars = with_class(&document, "ch-fill0");
    let width = |at: usize| figure(bars[at], "width");
    assert!((width(0) / width(1) - 4.0).abs() < 0.01 && (width(0) / width(2) - 2.0).abs() < 0.01);
    assert!(width(3).abs() < 1e-9);
    let zero = figure(bars[0], "x");
    assert!((figure(bars[2], "x") + width(2) - zero).abs() < 0.02, "negative ones end at zero");
    assert!(texts(&document).contains(&"−20.0".to_owned()));
}

#[test]
fn intervals_hold_their_dots_and_groups_have_grounds() {
    let file = draw(&ranges(30));
    let document = Document::parse(&file).unwrap();
    let (spans, dots) = (with_class(&document, "ch-span"), with_class(&document, "ch-mark"));
    assert_eq!((spans.len(), dots.len()), (30, 30));
    for (span, dot) in spans.iter().zip(&dots) {
        let at = figure(*dot, "cx");
        assert!(figure(*span, "x1") <= at && at <= figure(*span, "x2"));
    }
    assert!(dots.windows(2).all(|pair| figure(pair[0], "cx") < figure(pair[1], "cx")), "small on the left");
    // Five groups of seven rows and less: the first, third and fifth.
    assert_eq!(with_class(&document, "ch-band").len(), 3);
    assert!(texts(&document).contains(&"1–2".to_owned()));
}

#[test]
fn lines_break_where_a_year_lacks_and_places_begin_at_the_top() {
    let values = vec![Some(1.0), Some(5.0), None, Some(9.0), Some(3.0)];
    let chart = Chart::Lines(Lines {
        narrow: false,
        axis: bi("Rank", "排名"),
        style: Style::Whole,
        years: vec![2018, 2019, 2020, 2021, 2022],
        reversed: true,
        series: vec![(Bi::same("A"), values)],
    });
    let file = draw(&chart);
    let document = Document::parse(&file).unwrap();
    let path = document.descendants().find(|node| node.has_tag_name("path")).unwrap();
    assert_eq!(path.attribute("d").unwrap().matches('M').count(), 2);
    let marks: Vec<f64> = with_class(&document, "ch-mark").iter().map(|mark| figure(*mark, "cy")).collect();
    // The last mark is that of the label.
    assert_eq!(marks.len(), 5);
    assert!(marks[0] < marks[3] && marks[3] < marks[1] && marks[1] < marks[2], "{marks:?}");
}

#[test]
fn lines_without_room_for_their_names_have_a_legend() {
    let file = draw(&lines(40, 10, true));
    let document = Document::parse(&file).unwrap();
    assert!(with_class(&document, "ch-lead").is_empty());
    let texts = texts(&document);
    assert!(texts.contains(&"Beijing".to_owned()) && texts.contains(&"Beijing 30".to_owned()));
    let few = draw(&lines(3, 10, false));
    assert!(!with_class(&Document::parse(&few).unwrap(), "ch-lead").is_empty());
}

#[test]
fn circles_have_areas_as_their_values_and_only_places_are_drawn() {
    let at = |lat, lon, value| Point { label: Bi::same("A"), at: (lat, lon), value };
    let chart = Chart::World(World {
        points: vec![at(0.0, 0.0, 100.0), at(10.0, 40.0, 25.0), at(91.0, 0.0, 50.0), at(0.0, -181.0, 50.0)],
        colour: bi("Index", "指数"),
        style: Style::Whole,
        named: 1,
        arcs: Vec::new(),
        width: Bi::default(),
    });
    let file = draw(&chart);
    let document = Document::parse(&file).unwrap();
    let tipped = |node: &&Node| node.children().any(|child| child.has_tag_name("title"));
    let circles: Vec<Node> = with_class(&document, "ch-point").iter().filter(tipped).copied().collect();
    assert_eq!(circles.len(), 2, "the others are on no globe");
    // The first is drawn last, on top; and the middle of the world is the middle of the picture.
    assert!((figure(circles[1], "r") / figure(circles[0], "r") - 2.0).abs() < 0.01);
    assert_eq!(circles[1].attribute("cx"), Some("360"));
    assert_eq!(texts(&document).iter().filter(|text| *text == "A").count(), 1);
}

#[test]
fn arcs_do_not_cross_the_map_where_they_leave_it() {
    let file = draw(&world(30, 0, 40));
    let document = Document::parse(&file).unwrap();
    let arcs = with_class(&document, "ch-arc");
    assert!(arcs.len() > 40, "some are cut into two");
    for arc in arcs {
        let spots: Vec<(f64, f64)> = arc.attribute("d").unwrap()[1..]
            .split('L')
            .map(|spot| spot.split_once(' ').unwrap())
            .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
            .collect();
        // Legend lines are straight; near the poles degrees are far apart on paper.
        assert!(spots.windows(2).all(|pair| (pair[0].0 - pair[1].0).abs() < 130.0), "{spots:?}");
    }
}

#[test]
fn cells_have_their_values_where_these_fit() {
    let file = draw(&matrix(25, Style::Decimal(2)));
    let document = Document::parse(&file).unwrap();
    let values = texts(&document).iter().filter(|text| text.parse::<f64>().is_ok()).count();
    assert!(values >= 25 * 24, "{values}");
    let many = draw(&matrix(60, Style::Decimal(2)));
    let document = Document::parse(&many).unwrap();
    assert!(document.descendants().all(|node| !has_class(&node, "ch-tiny")), "no cell is large enough");
    assert_eq!(tips(&document).len(), 60 * 59 + 1, "but every one says it when pointed at");
}

#[test]
fn a_thousand_rows_make_a_tall_picture() {
    for chart in [bars(1000, 1), ranges(1000)] {
        let svg = chart.draw(Lang::En, "figure-1", "Title", "Words");
        assert_eq!(svg.width, 720);
        assert!((18_000..24_000).contains(&svg.height));
    }
}

#[test]
fn the_same_chart_is_the_same_bytes() {
    let drawn = || pictures().map(|(.., svg)| svg.standalone()).collect::<Vec<_>>();
    assert_eq!(drawn(), drawn());
}

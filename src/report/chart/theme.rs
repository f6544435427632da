//! The style sheet of charts. A rule names tokens; a token has a value for light and one for dark ground. HTML gets them
//! as custom properties, which a page may set otherwise; files get the light values put in.

use std::fmt::Write as _;
use std::sync::LazyLock;

/// How many colours tell categories apart.
pub(super) const CATEGORIES: usize = 7;
/// How many steps the ramp of values has.
pub(super) const STEPS: usize = 7;

/// Token, its value on light ground, its value on dark ground.
///
/// Categories are those of Okabe and Ito (2008, "Color Universal Design"), which people with any kind of colour vision
/// tell apart, without yellow, which vanishes on paper; neighbours differ in lightness, too. The ramp is of one hue and
/// changes its lightness evenly, so that it survives a grey print; on dark ground it runs the other way round, so that
/// small values stay near the ground.
const TOKENS: &[(&str, &str, &str)] = &[
    ("ground", "#ffffff", "#15191e"),
    ("text", "#1f2328", "#e6e8eb"),
    ("muted", "#57606a", "#a9b1bb"),
    ("grid", "#dfe3e8", "#323942"),
    ("axis", "#8a929b", "#6f7883"),
    ("band", "#f2f4f7", "#1f252c"),
    ("sea", "#f6f9fb", "#191f26"),
    ("land", "#dfe3e6", "#343c46"),
    ("rim", "#08305e", "#d9eafa"),
    ("arc", "#b5530a", "#f0964a"),
    ("c0", "#0072b2", "#4aa8e8"),
    ("c1", "#e69f00", "#f7c04a"),
    ("c2", "#009e73", "#1fc796"),
    ("c3", "#56b4e9", "#a5dcff"),
    ("c4", "#d55e00", "#f0803c"),
    ("c5", "#cc79a7", "#e8a9cd"),
    ("c6", "#3b3f45", "#c9ced4"),
    ("q0", "#e3eef9", "#1c2e40"),
    ("q1", "#bfd8ee", "#234563"),
    ("q2", "#93bfe1", "#2c6089"),
    ("q3", "#629fce", "#4280b3"),
    ("q4", "#3a7fb9", "#6ba3d1"),
    ("q5", "#1f5e9c", "#9cc6e8"),
    ("q6", "#0a3a6e", "#d6e9f9"),
    ("on0", "#000000", "#ffffff"),
    ("on1", "#000000", "#ffffff"),
    ("on2", "#000000", "#ffffff"),
    ("on3", "#000000", "#000000"),
    ("on4", "#000000", "#000000"),
    ("on5", "#ffffff", "#000000"),
    ("on6", "#ffffff", "#000000"),
];

/// Rules of single classes and plain properties, as usvg understands them. `$` stands before a token.
const RULES: &str = "\
.chart{font-family:\"Noto Sans S Chinese\",\"Noto Sans CJK SC\",\"Noto Sans SC\",\
\"PingFang SC\",\"Microsoft YaHei\",sans-serif}
.ch-ground{fill:$ground}
.ch-label{font-size:12px;fill:$text}
.ch-small{font-size:11px;fill:$text}
.ch-tiny{font-size:10px;fill:$text}
.ch-muted{fill:$muted}
.ch-halo{stroke:$ground;stroke-width:3px;stroke-linejoin:round;paint-order:stroke}
.ch-grid{fill:none;stroke:$grid;stroke-width:1px}
.ch-axis{fill:none;stroke:$axis;stroke-width:1px}
.ch-lead{fill:none;stroke:$axis;stroke-width:0.8px}
.ch-band{fill:$band}
.ch-sea{fill:$sea;stroke:$axis;stroke-width:0.8px}
.ch-land{fill:$land;fill-rule:evenodd}
.ch-arc{fill:none;stroke:$arc;stroke-opacity:0.45;stroke-linecap:round}
.ch-point{stroke:$rim;stroke-width:0.7px;fill-opacity:0.9}
.ch-span{fill:none;stroke-width:3px;stroke-opacity:0.55;stroke-linecap:round}
.ch-line{fill:none;stroke-width:2px;stroke-linejoin:round;stroke-linecap:round}
.ch-mark{stroke:$ground;stroke-width:0.8px}
.ch-dash1{stroke-dasharray:7 4}
.ch-dash2{stroke-dasharray:1.5 4}
.ch-dash3{stroke-dasharray:9 4 2 4}
";

fn rules() -> String {
    let mut rules = RULES.to_owned();
    for at in 0..CATEGORIES {
        let _ = writeln!(rules, ".ch-fill{at}{{fill:$c{at}}}\n.ch-line{at}{{stroke:$c{at}}}");
    }
    for at in 0..STEPS {
        let _ = writeln!(rules, ".ch-step{at}{{fill:$q{at}}}\n.ch-on{at}{{fill:$on{at}}}");
    }
    rules
}

/// The rules with something else for each token.
fn with(value: impl Fn(&(&str, &str, &str)) -> String) -> String {
    // The longest names first: `$on0` must not be read as another token and a rest.
    let mut tokens = TOKENS.to_vec();
    tokens.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
    tokens.iter().fold(rules(), |rules, token| rules.replace(&format!("${}", token.0), &value(token)))
}

/// The style sheet for pages in HTML: light, dark where the reader's screen is, and always light on paper.
pub fn style() -> &'static str {
    static STYLE: LazyLock<String> = LazyLock::new(|| {
        let declared = |value: fn(&(&'static str, &'static str, &'static str)) -> &'static str| -> String {
            TOKENS.iter().flat_map(|token| ["--ch-", token.0, ":", value(token), ";"]).collect()
        };
        format!(
            ".chart{{{}max-width:100%;height:auto}}\n\
             @media screen and (prefers-color-scheme:dark){{.chart{{{}}}}}\n{}",
            declared(|token| token.1),
            declared(|token| token.2),
            with(|token| format!("var(--ch-{})", token.0))
        )
    });
    &STYLE
}

/// The style sheet within files.
pub(super) fn print() -> &'static str {
    static PRINT: LazyLock<String> = LazyLock::new(|| with(|token| token.1.to_owned()));
    &PRINT
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2.1 defines it.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        let linear = |v: f64| if v <= 0.04045 { v / 12.92 } else { libm::pow((v + 0.055) / 1.055, 2.4) };
        0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let [one, other] = [one, other].map(luminance);
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn token(name: &str) -> [&'static str; 2] {
        let (_, light, dark) = TOKENS.iter().find(|(own, ..)| *own == name).unwrap();
        [light, dark]
    }

    #[test]
    fn text_is_read_on_every_ground() {
        for ground in ["ground", "band", "sea", "land"] {
            for mode in 0..2 {
                assert!(contrast(token("text")[mode], token(ground)[mode]) >= 7.0, "{ground} {mode}");
            }
        }
        for mode in 0..2 {
            assert!(contrast(token("muted")[mode], token("ground")[mode]) >= 4.5);
        }
    }

    #[test]
    fn numbers_are_read_in_every_cell() {
        for step in 0..STEPS {
            for mode in 0..2 {
                let [on, below] = [format!("on{step}"), format!("q{step}")].map(|name| token(&name)[mode]);
                assert!(contrast(on, below) >= 4.5, "{step} {mode}: {}", contrast(on, below));
            }
        }
    }

    #[test]
    fn the_ramp_changes_its_lightness_in_one_direction_by_visible_steps() {
        for mode in 0..2 {
            let steps: Vec<&str> = (0..STEPS).map(|at| token(&format!("q{at}"))[mode]).collect();
            let falls = mode == 0;
            for pair in steps.windows(2) {
                assert_eq!(luminance(pair[0]) > luminance(pair[1]), falls);
                assert!(contrast(pair[0], pair[1]) >= 1.2, "{pair:?} {}", contrast(pair[0], pair[1]));
            }
        }
    }

    #[test]
    fn categories_stand_out_and_neighbours_differ_in_grey() {
        for mode in 0..2 {
            let colours: Vec<&str> = (0..CATEGORIES).map(|at| token(&format!("c{at}"))[mode]).collect();
            for colour in &colours {
                assert!(contrast(colour, token("ground")[mode]) >= 2.0, "{colour}");
            }
            for pair in colours.windows(2) {
                assert!(contrast(pair[0], pair[1]) >= 1.2, "{pair:?} {}", contrast(pair[0], pair[1]));
            }
        }
    }

    #[test]
    fn files_hold_only_css_that_every_reader_knows() {
        for unknown in ["var(", "--", "@media", ":root", "$"] {
            assert!(!print().contains(unknown), "{unknown}");
        }
        assert!(print().contains(".ch-fill0{fill:#0072b2}") && print().contains(".ch-on6{fill:#ffffff}"));
        assert!(!style().contains('$') && style().contains("screen and (prefers-color-scheme:dark)"));
    }
}

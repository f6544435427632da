//! Content negotiation: which of the offered media types an `Accept` field asks for (RFC 9110, §12.5.1).

/// One range of an `Accept` field.
#[derive(Debug, Clone, PartialEq)]
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// Quality in thousandths.
    quality: u32,
}

/// The offer that is asked for most; among equals the first offered. Every offer is a list of names of one type, its own
/// name first. No field, or an empty one, asks for anything. `None`: nothing offered is acceptable.
///
/// A range that does not parse is passed over, as the field's grammar lets recipients do.
pub fn choose(accept: Option<&str>, offers: &[&[&str]]) -> Option<usize> {
    let ranges: Vec<Range<'_>> = accept.unwrap_or_default().split(',').filter_map(range).collect();
    if ranges.is_empty() {
        return accept
            .is_none_or(|field| field.trim().is_empty())
            .then_some(0)
            .filter(|_| !offers.is_empty());
    }
    let best = |names: &[&str]| names.iter().map(|name| quality(&ranges, name)).max().unwrap_or(0);
    let mut chosen: Option<(usize, u32)> = None;
    for (index, names) in offers.iter().enumerate() {
        let quality = best(names);
        if quality > chosen.map_or(0, |(_, quality)| quality) {
            chosen = Some((index, quality));
        }
    }
    chosen.map(|(index, _)| index)
}

fn range(text: &str) -> Option<Range<'_>> {
    let mut parts = text.split(';').map(str::trim);
    let (kind, subtype) = parts.next()?.split_once('/')?;
    let parameter = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
    let quality = match parameter {
        None => 1000,
        Some(text) => thousandths(text)?,
    };
    Some(Range { kind: kind.trim(), subtype: subtype.trim(), quality })
}

/// A quality value from 0 to 1 in thousandths: RFC 9110 allows no finer one.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.len() > 3 || !matches!(whole, "0" | "1") {
        return None;
    }
    let value = format!("{whole}{fraction:0<3}").parse().ok()?;
    (value <= 1000).then_some(value)
}

/// Quality of a type: that of the most specific range which fits it.
fn quality(ranges: &[Range<'_>], name: &str) -> u32 {
    let (kind, subtype) = name.split_once('/').unwrap_or((name, ""));
    let fit = |range: &Range<'_>| {
        let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
        match (range.kind, range.subtype) {
            ("*", "*") => Some(0),
            (k, "*") if same(k, kind) => Some(1),
            (k, s) if same(k, kind) && same(s, subtype) => Some(2),
            _ => None,
        }
    };
    let fitting = ranges.iter().filter_map(|range| Some((fit(range)?, range.quality)));
    fitting.max().map_or(0, |(_, quality)| quality)
}

/// Quality, in thousandths, of a content coding in an `Accept-Encoding` field; `*` stands for what is not named.
pub fn coding_quality(field: &str, coding: &str) -> u32 {
    let parsed = field.split(',').filter_map(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let name = pieces.next()?;
        let quality = match pieces.find_map(|p| p.strip_prefix("q=")) {
            None => 1000,
            Some(text) => thousandths(text)?,
        };
        Some((name, quality))
    });
    let mut other = 0;
    for (name, quality) in parsed {
        if name.eq_ignore_ascii_case(coding) {
            return quality;
        }
        if name == "*" {
            other = quality;
        }
    }
    other
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OFFERS: &[&[&str]] =
        &[&["application/sparql-results+json", "application/json"], &["text/csv"], &["text/html"]];

    #[test]
    fn the_most_wanted_is_chosen() {
        for (accept, chosen) in [
            (None, Some(0)),
            (Some(""), Some(0)),
            (Some("*/*"), Some(0)),
            (Some("text/*"), Some(1)),
            (Some("text/csv;q=0.1, */*;q=0.5"), Some(0)),
            (Some("text/html;q=0.5, text/csv;q=0.7"), Some(1)),
            (Some("text/html; level=1; q=0.9;x=y, text/csv;q=0.7"), Some(2)),
            (Some("application/json"), Some(0)),
            (Some("application/pdf"), None),
            (Some("*/*;q=0"), None),
            (Some("*/*, text/csv;q=0, application/*;q=0"), Some(2)),
            (Some("TEXT/CSV"), Some(1)),
            (Some("nonsense"), None),
        ] {
            assert_eq!(choose(accept, OFFERS), chosen, "{accept:?}");
        }
    }

    #[test]
    fn codings_are_refused_by_zero() {
        assert_eq!(coding_quality("gzip;q=0.5, zstd", "zstd"), 1000);
        assert_eq!(coding_quality("gzip;q=0, *;q=0.3", "gzip"), 0);
        assert_eq!(coding_quality("*;q=0.3", "gzip"), 300);
        assert_eq!(coding_quality("br", "gzip"), 0);
    }

    proptest! {
        #[test]
        fn no_field_is_too_odd(accept in ".{0,60}") {
            choose(Some(&accept), OFFERS);
            coding_quality(&accept, "gzip");
        }

        #[test]
        fn what_is_refused_is_never_chosen(q in 0u32..=1000) {
            let accept = format!("text/csv;q=0, text/html;q={}", f64::from(q) / 1000.0);
            prop_assert_eq!(choose(Some(&accept), OFFERS), (q > 0).then_some(2));
        }
    }
}

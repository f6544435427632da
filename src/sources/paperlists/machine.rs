//! Values that a machine put into a list where it knew none, or put into the wrong field. They say nothing.

/// Names of institutions that are none.
const NO_NAMES: &[&str] = &[
    "unknown institution",
    "university affiliation not specified",
    "institution name not provided",
    "institution not specified",
    "unknown",
    "none",
    "n/a",
];

/// Campuses that are no city: parts of the world, countries, states and provinces, nicknames of regions. Where a state
/// and a city share a name, as New York does, it is a city: a campus is one far more often.
const NO_CITIES: &str = "africa|america|asia|asia pacific|europe|middle east|north america|scandinavia|australia|austria|\
    belgium|brazil|canada|china|denmark|england|finland|france|germany|india|ireland|israel|italy|japan|\
    korea|malaysia|netherlands|new zealand|norway|poland|portugal|qatar|russia|saudi arabia|scotland|\
    south korea|spain|sweden|switzerland|taiwan|turkey|uae|uk|united kingdom|united states|usa|vietnam|\
    wales|alabama|alaska|alberta|arizona|arkansas|bavaria|british columbia|california|catalonia|\
    colorado|connecticut|delaware|florida|georgia|guangdong|hawaii|idaho|illinois|indiana|iowa|jiangsu|\
    kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|\
    montana|nebraska|nevada|new hampshire|new jersey|new mexico|new south wales|north carolina|\
    north dakota|ohio|oklahoma|ontario|oregon|pennsylvania|queensland|rhode island|saarland|\
    south carolina|south dakota|tennessee|texas|tasmania|utah|vermont|virginia|west virginia|wisconsin|\
    wyoming|zhejiang|bay|bay area|silicon valley|twin cities|unknown|main campus|online|none|n/a";

fn is_in<'l>(list: impl IntoIterator<Item = &'l str>, text: &str) -> bool {
    let text = text.to_lowercase();
    list.into_iter().any(|entry| entry == text)
}

/// The name of an institution; empty: none is given.
pub(super) fn name(text: &str) -> &str {
    if is_in(NO_NAMES.iter().copied(), text) { "" } else { text }
}

/// The city that a campus is; empty: it is none.
pub(super) fn city(text: &str) -> &str {
    if is_in(NO_CITIES.split('|'), text) { "" } else { text }
}

/// The name of a country; empty: none is given.
pub(super) fn country(text: &str) -> &str {
    if is_in(["unknown", "none", "n/a", "null"], text) { "" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_nothing_is_dropped() {
        assert_eq!(
            (name("Unknown Institution"), name("University of Unknown")),
            ("", "University of Unknown")
        );
        for (campus, expected) in [
            ("Asia", ""),
            ("Taiwan", ""),
            ("California", ""),
            ("Twin Cities", ""),
            ("New York", "New York"),
            ("Hong Kong SAR", "Hong Kong SAR"),
            ("Singapore", "Singapore"),
        ] {
            assert_eq!(city(campus), expected);
        }
        assert_eq!((country("Unknown"), country("China")), ("", "China"));
    }
}

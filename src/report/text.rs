//! Texts in both languages, and how numbers are written in them.

use crate::model::corpus::Labels;

pub use crate::edition::render::Language as Lang;

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bi {
    /// English.
    pub en: String,
    /// Chinese.
    pub zh: String,
}

/// A text in both languages.
pub fn bi(en: impl Into<String>, zh: impl Into<String>) -> Bi {
    Bi { en: en.into(), zh: zh.into() }
}

impl Bi {
    /// The same in both: a code, a number.
    pub fn same(text: impl Into<String>) -> Self {
        let en = text.into();
        Self { zh: en.clone(), en }
    }

    /// A name: the English one where there is no Chinese, and the other way round.
    pub fn name(en: &str, zh: &str) -> Self {
        let or = |one: &str, other: &str| if one.is_empty() { other.to_owned() } else { one.to_owned() };
        Self { en: or(en, zh), zh: or(zh, en) }
    }

    /// Name of a labelled thing by its index; its key where it has none.
    pub fn label(labels: &Labels, at: u32) -> Self {
        let at = at as usize;
        let name = Self::name(labels.name.get(at), labels.name_zh.get(at));
        if name.is_empty() { Self::same(labels.id.get(at)) } else { name }
    }

    /// The text in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Made language by language.
    pub fn made(make: impl Fn(Lang) -> String) -> Self {
        Self { en: make(Lang::En), zh: make(Lang::Zh) }
    }

    /// Both texts through a function.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        Self { en: change(&self.en), zh: change(&self.zh) }
    }

    /// Whether there is nothing in either language.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.zh.is_empty()
    }
}

/// Several texts as an enumeration: `a, b and c`, `a、b 和 c`.
pub fn enumerate(parts: &[Bi]) -> Bi {
    Bi::made(|lang| {
        let (comma, and) = match lang {
            Lang::En => (", ", " and "),
            Lang::Zh => ("、", "和"),
        };
        let texts: Vec<&str> = parts.iter().map(|part| part.get(lang)).collect();
        match texts.split_last() {
            None => String::new(),
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{}{and}{last}", others.join(comma)),
        }
    })
}

/// A whole number with commas between thousands, as both languages write it: `191,237`.
pub fn whole(value: i128) -> String {
    let digits = value.unsigned_abs().to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|group| std::str::from_utf8(group).unwrap_or_default())
        .collect();
    format!("{}{}", if value < 0 { MINUS } else { "" }, groups.join(","))
}

/// The sign of what is below zero.
const MINUS: &str = "−";

/// A number with so many decimals, commas between thousands: `1,234.50`. What rounds to zero has no sign.
pub fn decimal(value: f64, decimals: u8) -> String {
    let rounded = format!("{:.*}", usize::from(decimals), value.abs());
    let (integer, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let integer = integer.parse::<i128>().map_or_else(|_| integer.to_owned(), whole);
    let is_zero = rounded.bytes().all(|b| matches!(b, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { MINUS } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{integer}{point}{fraction}")
}

/// A share of 1 as a percentage: `12.6%`.
pub fn percent(share: f64, decimals: u8) -> String {
    format!("{}%", decimal(share * 100.0, decimals))
}

/// `1 paper`, `2 papers`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(i128::from(count)), if count == 1 { one } else { many })
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub fn ordinal(place: u32) -> String {
    let ending = match (place % 10, place % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{}{ending}", whole(i128::from(place)))
}

/// From one whole number to another: `3–9`; one number where they are equal.
pub fn range(low: i64, high: i64) -> String {
    let [low, high] = [low, high].map(|bound| whole(i128::from(bound)));
    if low == high { low } else { format!("{low}–{high}") }
}

/// The day (UTC) of a time in seconds since 1970: `2023-06-01`. Days to civil, after Howard Hinnant,
/// chrono-compatible low-level date algorithms.
pub fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{:02}", of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_and_signs_stand_where_they_belong() {
        assert_eq!(
            [0, 7, 999, 1000, 191_237, -1234].map(whole),
            ["0", "7", "999", "1,000", "191,237", "−1,234"]
        );
        assert_eq!(decimal(1234.5, 2), "1,234.50");
        assert_eq!(decimal(-0.001, 2), "0.00");
        assert_eq!(decimal(-0.5, 1), "−0.5");
        assert_eq!(decimal(16232.4, 0), "16,232");
        assert_eq!(percent(0.125_9, 1), "12.6%");
    }

    #[test]
    fn days_are_those_of_date() {
        // From `date -u -d @N +%F`.
        for (seconds, wanted) in [
            (0, "1970-01-01"),
            (1_685_577_600, "2023-06-01"),
            (1_709_164_800, "2024-02-29"),
            (951_782_400, "2000-02-29"),
            (-1, "1969-12-31"),
            (4_102_444_799, "2099-12-31"),
        ] {
            assert_eq!(day(seconds), wanted);
        }
    }

    #[test]
    fn one_is_singular_and_places_have_their_endings() {
        assert_eq!([counted(1, "city", "cities"), counted(0, "city", "cities")], ["1 city", "0 cities"]);
        let places = [1, 2, 3, 4, 11, 12, 13, 21, 101, 111, 1002].map(ordinal);
        let wanted =
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "101st", "111th", "1,002nd"];
        assert_eq!(places, wanted);
        assert_eq!([range(3, 9), range(3, 3)], ["3–9", "3"]);
    }

    #[test]
    fn enumerations_end_as_the_language_does() {
        let parts: Vec<Bi> = ["A", "B", "C"].map(Bi::same).to_vec();
        assert_eq!(enumerate(&parts), bi("A, B and C", "A、B和C"));
        assert_eq!(enumerate(&parts[..1]), Bi::same("A"));
        assert!(enumerate(&[]).is_empty());
    }

    #[test]
    fn a_name_without_a_language_is_the_other_one() {
        assert_eq!(Bi::name("Paris", ""), Bi::same("Paris"));
        assert_eq!(Bi::name("Paris", "巴黎").get(Lang::Zh), "巴黎");
    }
}

//! A number as it was printed: its text, its value and what its rounding leaves open.

use super::interval::Interval;

/// A printed number. Its decimals say how it was rounded: `96.5` stands for 96.45 to 96.55.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// As printed.
    pub text: String,
    /// Its value.
    pub value: f64,
    /// Digits after the point.
    pub decimals: u8,
}

impl Figure {
    /// Reads plain decimal notation: digits, at most one point, perhaps a minus sign in front.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let decimals = if digits.contains('.') { u8::try_from(fraction.len()).ok()? } else { 0 };
        let value = text.parse::<f64>().ok().filter(|v| v.is_finite())?;
        (is_number(whole) && is_number(fraction)).then(|| Self { text: text.to_owned(), value, decimals })
    }

    /// The number itself.
    pub fn exact(&self) -> Interval {
        Interval::exact(self.value)
    }

    /// Everything that is printed like this after rounding.
    pub fn rounded(&self) -> Interval {
        Interval::around(self.value, 0.5 * 0.1_f64.powi(i32::from(self.decimals)))
    }

    /// Another value, printed with as many decimals.
    pub fn like(&self, value: f64) -> String {
        format!("{value:.*}", usize::from(self.decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_decide_the_rounding() {
        let figure = Figure::parse("96.50").unwrap();
        assert_eq!((figure.decimals, figure.like(1.0)), (2, "1.00".to_owned()));
        assert!(figure.rounded().overlaps(Interval::exact(96.505)));
        assert!(!figure.rounded().overlaps(Interval::exact(96.506)));
        assert_eq!(Figure::parse("10432").unwrap().decimals, 0);
    }

    proptest::proptest! {
        #[test]
        fn a_number_is_among_those_that_are_printed_like_it(x in -1e9..1e9_f64, decimals in 0..9_usize) {
            let figure = Figure::parse(&format!("{x:.decimals$}")).unwrap();
            proptest::prop_assert!(figure.rounded().overlaps(Interval::exact(x)));
            proptest::prop_assert_eq!(figure.like(x), figure.text);
        }
    }

    #[test]
    fn only_plain_numbers_are_numbers() {
        for text in ["", "-", ".", "1.", ".5", "1e3", "NaN", "inf", "10,432", " 1", "+1", "1.2.3", "１"] {
            assert_eq!(Figure::parse(text), None, "{text}");
        }
        assert_eq!(Figure::parse("-0.5").map(|f| f.value), Some(-0.5));
        assert_eq!(Figure::parse(&"9".repeat(400)), None);
    }
}

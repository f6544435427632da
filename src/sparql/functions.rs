//! The functions that queries may call beside those of SPARQL, in one visible list: the study's standardisation and the
//! distance of two places. SPARQL 1.1 has no logarithm, no square root and no trigonometry.
//!
//! All are pure. Arguments are numbers of any XSD type, the answer is an `xsd:double`; a wrong number of arguments, another
//! type, or a value that the formula is not defined for leaves the expression without a value, as an error in SPARQL does.

use crate::base::formula;
use oxigraph::sparql::SparqlEvaluator;
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Term};

/// A function that a query may call.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// Name in queries: [`crate::rdf::vocabulary::FUNCTION`] and the local name.
    pub iri: &'static str,
    /// Local name.
    pub name: &'static str,
    /// English title.
    pub title_en: &'static str,
    /// Chinese title.
    pub title_zh: &'static str,
    /// Arguments by name.
    pub signature: &'static str,
    /// Formula, where it has a value, and where it comes from.
    pub formula: &'static str,
    /// The value for some arguments.
    pub call: fn(&[Term]) -> Option<Term>,
}

macro_rules! functions {
    ($($name:literal ($($argument:ident),*) $en:literal $zh:literal $formula:literal => $value:expr;)*) => {
        &[$(Function {
            iri: concat!("https://aicity.example/function#", $name),
            name: $name,
            title_en: $en,
            title_zh: $zh,
            signature: concat!($name, stringify!(($($argument),*))),
            formula: $formula,
            call: |terms| {
                let [$($argument),*] = numbers(terms)?;
                double($value)
            },
        }),*]
    };
}

/// Every function.
pub const FUNCTIONS: &[Function] = functions! {
    "ln0" (v, eps)
        "logarithm of a value that may be 0" "可为 0 的值的对数"
        "ln(v + eps), for v + eps > 0; the study's zero rule with eps = 1e-10 (METHOD §3)"
        => formula::ln0(v, eps);
    "ln1p" (v)
        "logarithm of one more" "加一后的对数"
        "ln(1 + v), for v > -1; the zero rule log1p of profiles"
        => v.ln_1p();
    "ln" (v)
        "natural logarithm" "自然对数"
        "ln(v), for v > 0; the zero rule drop of profiles"
        => v.ln();
    "sqrt" (v)
        "square root" "平方根"
        "√v, for v ≥ 0; for the standard deviation that zscore needs"
        => v.sqrt();
    "minmax" (v, low, high)
        "place between the smallest and the largest value" "最小值与最大值之间的位置"
        "100 · (v − low)/(high − low), and 50 where high ≤ low; the study's scale (METHOD §3)"
        => formula::minmax(v, low, high);
    "zscore" (v, mean, deviation)
        "distance from the mean in standard deviations" "以标准差计的离均差"
        "(v − mean)/deviation, and 0 where deviation = 0; the scale zscore of profiles"
        => formula::zscore(v, mean, deviation);
    "greatCircle" (lat1, long1, lat2, long2)
        "great-circle distance in km" "大圆距离（千米）"
        "haversine formula on a sphere of 6371.0088 km, the Earth's mean radius (Moritz, Geodetic Reference System 1980); degrees, for latitudes within ±90 and longitudes within ±180"
        => distance((lat1, long1), (lat2, long2))?;
};

/// An evaluator that knows every function. There is no service handler: nothing leaves the process.
pub fn evaluator() -> SparqlEvaluator {
    FUNCTIONS.iter().fold(SparqlEvaluator::new(), |evaluator, function| {
        evaluator.with_custom_function(NamedNode::new_unchecked(function.iri), function.call)
    })
}

fn distance(a: (f64, f64), b: (f64, f64)) -> Option<f64> {
    let on_earth = |p: (f64, f64)| p.0.abs() <= 90.0 && p.1.abs() <= 180.0;
    (on_earth(a) && on_earth(b)).then(|| formula::great_circle(a, b))
}

/// Exactly so many numbers, all finite.
fn numbers<const N: usize>(terms: &[Term]) -> Option<[f64; N]> {
    let terms: &[Term; N] = terms.try_into().ok()?;
    let mut values = [0.0; N];
    for (value, term) in values.iter_mut().zip(terms) {
        *value = number(term).filter(|v| v.is_finite())?;
    }
    Some(values)
}

/// The value of a literal of a numeric type; `None` for anything else, and for a text that its type does not allow.
fn number(term: &Term) -> Option<f64> {
    let Term::Literal(literal) = term else { return None };
    let (text, datatype) = (literal.value(), literal.datatype());
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-');
    let allowed = if datatype == xsd::DOUBLE || datatype == xsd::FLOAT {
        text.chars().all(|c| plain(c) || matches!(c, '.' | 'e' | 'E'))
    } else if datatype == xsd::DECIMAL {
        text.chars().all(|c| plain(c) || c == '.')
    } else {
        INTEGERS.contains(&datatype) && text.chars().all(plain)
    };
    allowed.then(|| text.parse().ok()).flatten()
}

const INTEGERS: [oxrdf::NamedNodeRef<'_>; 13] = [
    xsd::INTEGER,
    xsd::BYTE,
    xsd::SHORT,
    xsd::INT,
    xsd::LONG,
    xsd::UNSIGNED_BYTE,
    xsd::UNSIGNED_SHORT,
    xsd::UNSIGNED_INT,
    xsd::UNSIGNED_LONG,
    xsd::POSITIVE_INTEGER,
    xsd::NEGATIVE_INTEGER,
    xsd::NON_POSITIVE_INTEGER,
    xsd::NON_NEGATIVE_INTEGER,
];

fn double(value: f64) -> Option<Term> {
    value.is_finite().then(|| Literal::from(value).into())
}

#[cfg(test)]
mod tests;

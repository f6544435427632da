//! What is done to zero before the logarithm.

/// What is done to zero before the logarithm.
#[derive(Debug, Clone, Copy, PartialEq, serde::Deserialize)]
#[serde(try_from = "String")]
pub enum Zero {
    /// ln(x + e).
    Epsilon(f64),
    /// ln(1 + x).
    Log1p,
}

impl Default for Zero {
    fn default() -> Self {
        Self::Epsilon(1e-10)
    }
}

impl TryFrom<String> for Zero {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let epsilon = text.strip_prefix("epsilon:").and_then(|e| e.parse::<f64>().ok());
        match epsilon.filter(|&e| e > 0.0 && e.is_finite()) {
            Some(e) => Ok(Self::Epsilon(e)),
            None if text == "log1p" => Ok(Self::Log1p),
            None => Err(format!("unknown zero rule {text:?}; known: epsilon:<number>, log1p")),
        }
    }
}

impl Zero {
    /// The logarithm of a figure that may be zero.
    pub fn ln(self, x: f64) -> f64 {
        match self {
            Self::Epsilon(e) => (x + e).ln(),
            Self::Log1p => x.ln_1p(),
        }
    }

    /// The figure with that logarithm.
    pub fn exp(self, y: f64) -> f64 {
        match self {
            Self::Epsilon(e) => y.exp() - e,
            Self::Log1p => y.exp_m1(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_rules_are_read_and_undone() {
        for text in ["epsilon:1e-10", "log1p"] {
            let zero = Zero::try_from(text.to_owned()).unwrap();
            assert!((zero.exp(zero.ln(12.0)) - 12.0).abs() < 1e-9);
            assert!(zero.ln(0.0).is_finite());
        }
        for text in ["drop", "epsilon:0", "epsilon:x", "epsilon:-1"] {
            assert!(Zero::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}

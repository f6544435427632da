//! Papers among the most cited of their field, with papers at the border counted in part.

use super::input::quotient;
use super::{Input, LEIDEN, Measure, SHARE};
use crate::base::Result;

macro_rules! tops {
    ($($index:literal $p:literal $pp:literal $percent:literal;)*) => {
        &[$(Measure {
            id: $p,
            title: concat!("papers among the top ", $percent, " %"),
            title_zh: concat!("前 ", $percent, "% 高被引论文量"),
            unit: "papers",
            definition: concat!(
                "papers among the ", $percent, " % most cited of their subfield and year; papers at the border count in \
                 part, so that exactly ", $percent, " % of each field do"
            ),
            definition_zh: concat!(
                "在同子领域同年论文中被引次数居前 ", $percent, "% 的论文；恰在界线上的论文按比例计入，使每个领域恰有 ",
                $percent, "%"
            ),
            source: LEIDEN,
            values: |input| Ok(among(input, $index)?.into_iter().map(Some).collect()),
        },
        Measure {
            id: $pp,
            title: concat!("share of papers among the top ", $percent, " %"),
            title_zh: concat!("前 ", $percent, "% 高被引论文占比"),
            unit: SHARE,
            definition: concat!(
                "papers among the top ", $percent, " % / papers with normalised citations; ", $percent,
                " % is the share of all papers"
            ),
            definition_zh: concat!(
                "前 ", $percent, "% 高被引论文量 / 可归一化论文量；全部论文的占比为 ", $percent, "%"
            ),
            source: LEIDEN,
            values: |input| {
                let papers = input.normalised()?.papers(input.units.len());
                let parts = among(input, $index)?;
                Ok(parts.into_iter().zip(&papers).map(|(part, papers)| quotient(part, papers)).collect())
            },
        }),*]
    };
}

/// The family, by the shares of [`crate::indicators::fields::TOPS`].
pub const MEASURES: &[Measure] = tops! {
    0 "p_top1" "pp_top1" "1";
    1 "p_top5" "pp_top5" "5";
    2 "p_top10" "pp_top10" "10";
    3 "p_top50" "pp_top50" "50";
};

fn among(input: &Input<'_>, top: usize) -> Result<Vec<f64>> {
    Ok(input.normalised()?.sums(input.units.len(), |field, cell| {
        cell.above[top].value() + cell.border[top].value() * field.thresholds[top].at_border()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fields::TOPS;

    #[test]
    fn the_names_are_those_of_the_shares() {
        let expected: Vec<String> =
            TOPS.iter().flat_map(|top| [format!("p_top{top}"), format!("pp_top{top}")]).collect();
        assert!(MEASURES.iter().map(|measure| measure.id).eq(expected.iter().map(String::as_str)));
    }
}

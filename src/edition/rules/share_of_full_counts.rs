//! Shares that add up full counts.

use super::Rule;
use super::claims::{of, saying};
use crate::edition::Edition;
use crate::edition::claim::{Claim, Op};
use crate::edition::finding::{Draft, Severity, Stated};

pub const RULE: Rule = Rule {
    id: "share-of-full-counts",
    severity: Severity::Warning,
    title: "shares that add up full counts",
    title_zh: "以全计数相加得出的占比",
    what: "a share of several cities is not made by adding counts where one thing counts in each of them",
    what_zh: "多个城市的合计占比不应由可重复计数的数量相加得出",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    edition.claims.iter().filter_map(|claim| draft(edition, claim)).collect()
}

fn draft(edition: &Edition, claim: &Claim) -> Option<Draft> {
    let check = of(claim, &[Op::Share]).filter(|check| check.left.adds_overlapping(edition))?;
    let (saying, saying_zh) = saying(edition, claim);
    let column = super::titles(edition, check.left.column()?);
    let draft = Draft::new(
        &claim.subject,
        format!(
            "{saying}: a sum over cities; {} shared by several cities are counted in each of them",
            column.0
        ),
        format!("{saying_zh}：系各城市相加，多个城市共有的在每个城市都计一次（{}）", column.1),
    );
    Some(draft.with([Stated::claim(edition, claim)]))
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn adding_overlapping_counts_is_found() {
        let folder =
            Folder::clean().edit("edition.toml", "kind = \"count\"", "kind = \"count\"\noverlap = true");
        let messages = folder.messages("share-of-full-counts");
        let message = "section 1 states 46.7 % (ranks 2-3: share of papers): a sum over cities; papers shared by several \
                       cities are counted in each of them";
        assert_eq!(messages, [message]);
    }
}

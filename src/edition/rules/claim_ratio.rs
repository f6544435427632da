//! Ratios and differences in the text that the tables do not give.

use super::{Rule, claims};
use crate::edition::claim::Op;
use crate::edition::finding::Severity;

pub const RULE: Rule = Rule {
    id: "claim-ratio",
    severity: Severity::Error,
    title: "ratios and differences that the tables do not give",
    title_zh: "正文的倍数或差值与表中不符",
    what: "a ratio or difference that the text gives follows from the two rows of the table",
    what_zh: "正文给出的倍数和差值可由表中两行得出",
    check: |edition| claims::contradicted(edition, &[Op::Ratio, Op::Difference]),
};

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_wrong_ratio_and_a_wrong_difference_are_found() {
        let folder = Folder::clean().edit("claims.csv", "1.6,ratio", "1.7,ratio");
        let folder = folder.edit("claims.csv", "10.0,index", "10.2,index");
        let messages = folder.messages("claim-ratio");
        assert_eq!(
            messages,
            [
                "section 1 states 1.7 (A/B: ratio of papers), table papers gives 1.6",
                "section 1 states 10.2 (A-B: difference in score), table top gives 10.0"
            ]
        );
    }
}

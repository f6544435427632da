//! Sums and shares in the text that the tables do not add up to.

use super::{Rule, claims};
use crate::edition::claim::Op;
use crate::edition::finding::Severity;

pub const RULE: Rule = Rule {
    id: "claim-sum",
    severity: Severity::Error,
    title: "sums and shares that the tables do not give",
    title_zh: "正文的合计或占比与表中不符",
    what: "a sum or share that the text gives follows from the rows of the table",
    what_zh: "正文给出的合计和占比可由表中各行得出",
    check: |edition| claims::contradicted(edition, &[Op::Sum, Op::Share]),
};

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn a_wrong_sum_and_a_wrong_share_are_found() {
        let folder = Folder::clean().edit("claims.csv", "150,count,sum", "151,count,sum");
        let folder = folder.edit("claims.csv", "46.7,percent", "46.5,percent");
        let messages = folder.messages("claim-sum");
        assert_eq!(
            messages,
            [
                "section 1 states 151 (all: sum of papers), table papers gives 150",
                "section 1 states 46.5 % (ranks 2-3: share of papers), table papers gives 46.7 %"
            ]
        );
    }
}

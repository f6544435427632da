//! Figures in the text that a table prints otherwise.

use super::{Rule, claims};
use crate::edition::claim::Op;
use crate::edition::finding::Severity;

pub const RULE: Rule = Rule {
    id: "claim-value",
    severity: Severity::Error,
    title: "figures in the text that differ from the table",
    title_zh: "正文数值与表中不符",
    what: "a figure that the text gives is the one that the table prints, within rounding",
    what_zh: "正文给出的数值与表中一致（在舍入误差之内）",
    check: |edition| claims::contradicted(edition, &[Op::Value]),
};

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;

    #[test]
    fn another_value_is_found() {
        let folder = Folder::clean().edit("claims.csv", "50,count,value", "52,count,value");
        let messages = folder.messages("claim-value");
        assert_eq!(messages, ["section 1 states 52 (B: papers), table top gives 50"]);
    }

    #[test]
    fn a_city_that_is_not_there_is_found() {
        let folder = Folder::clean().edit("claims.csv", "papers,B,", "papers,Z,");
        let messages = folder.messages("claim-value");
        assert_eq!(messages, ["section 1 states 50 (B: papers), but table top has no Z"]);
    }
}

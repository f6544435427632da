//! Numbers of cities of a country that the table does not list.

use super::Rule;
use super::claims::{contradicted, of, saying};
use crate::edition::Edition;
use crate::edition::claim::{Claim, Op};
use crate::edition::finding::{Draft, Severity, Stated};

pub const RULE: Rule = Rule {
    id: "claim-count",
    severity: Severity::Error,
    title: "numbers of cities that the table does not list",
    title_zh: "正文的城市数与表中不符",
    what: "a country has as many rows as the text says; what holds only with rows that are missing is noted",
    what_zh: "各国城市数与表中行数一致；须计入缺失名次方能成立的，给出提示",
    check,
};

fn check(edition: &Edition) -> Vec<Draft> {
    let mut drafts = contradicted(edition, &[Op::Count]);
    drafts.extend(edition.claims.iter().filter_map(|claim| depends_on_missing(edition, claim)));
    drafts
}

fn depends_on_missing(edition: &Edition, claim: &Claim) -> Option<Draft> {
    of(claim, &[Op::Count])?;
    let listed = claim.expected(edition)?.ok().filter(|rows| claim.interval().overlaps(*rows))?.low;
    let (saying, saying_zh) = saying(edition, claim);
    (claim.figure.value > listed).then(|| {
        Draft::new(
            &claim.subject,
            format!("{saying}, the table lists {listed}: true only if missing rows belong to it"),
            format!("{saying_zh}，表中只列出 {listed}：仅当缺失的名次属于它时成立"),
        )
        .with([Stated::claim(edition, claim)])
        .as_(Severity::Note)
    })
}

#[cfg(test)]
mod tests {
    use crate::edition::fixture::Folder;
    use crate::edition::lint::lint;
    use crate::edition::{Finding, Severity};

    #[test]
    fn a_wrong_number_of_cities_is_found() {
        let folder = Folder::clean().edit("claims.csv", "1,count,count", "2,count,count");
        let messages = folder.messages("claim-count");
        assert_eq!(messages, ["section 1 states 2 (甲: cities), table top gives 1"]);
    }

    #[test]
    fn a_missing_row_may_be_the_one() {
        let folder = Folder::clean().edit("claims.csv", "1,count,count", "2,count,count");
        let edition = folder.edit("edition.toml", "ranks = 3", "ranks = 4").load().unwrap();
        let found: Vec<Finding> = lint(&edition).into_iter().filter(|f| f.rule == "claim-count").collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].severity, Severity::Note);
    }
}

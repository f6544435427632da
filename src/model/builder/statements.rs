//! Statements about affiliations in a corpus under construction: collected, answered from outside, and kept with the
//! authorships that made them.

use super::{CorpusBuilder, Row, UNRESOLVED};
use crate::base::interner::Interner;
use crate::model::corpus::NONE;
use crate::model::record::Statement;
use crate::model::statements::{Answer, Statements};
use std::borrow::Cow;

/// The statement of a row that has none.
pub(super) const NO_STATEMENT: u32 = u32::MAX;
/// Between the parts of a statement in its key; control characters in them become spaces.
const SEPARATOR: char = '\u{1F}';

impl CorpusBuilder {
    pub(super) fn state(&mut self, stated: &Statement<'_>) -> u32 {
        let parts =
            [&stated.text, &stated.institution, &stated.ror, &stated.name, &stated.city, &stated.country];
        let parts = parts.map(|part| part.replace(|c: char| c.is_control(), " ").trim().to_owned());
        self.statements.intern(parts.join("\u{1F}").as_bytes())
    }

    /// Every distinct statement with how often it was made. The order is that of [`CorpusBuilder::answer`].
    pub fn statements(&self) -> Vec<(Statement<'_>, u64)> {
        let mut mentions = vec![0; self.statements.len()];
        for row in self.rows.iter().filter(|row| row.statement != NO_STATEMENT) {
            mentions[row.statement as usize] += 1;
        }
        (0..).zip(mentions).map(|(index, mentions)| (statement(&self.statements, index), mentions)).collect()
    }

    /// Takes what was concluded from each statement, in the order of [`CorpusBuilder::statements`]. The institutions must
    /// be or become records.
    pub fn answer(&mut self, answers: Vec<Answer>) {
        self.answers = answers.into_iter().map(Some).collect();
    }

    /// Gives rows the institutions that their statements were resolved to.
    pub(super) fn apply_answers(&mut self) {
        let mut institution_of = |answer: &Option<Answer>| {
            let key = answer.as_ref().and_then(|answer| answer.institution.as_ref());
            key.map_or(UNRESOLVED, |key| self.institution_keys.intern(key.as_bytes()))
        };
        let keys: Vec<u32> = self.answers.iter().map(&mut institution_of).collect();
        for row in self.rows.iter_mut().filter(|row| row.statement != NO_STATEMENT) {
            row.institution = keys.get(row.statement as usize).copied().unwrap_or(UNRESOLVED);
        }
    }

    /// The statements that the kept rows made, sorted, and which authorship made which. `rows` are in the order of the
    /// corpus.
    pub(super) fn build_statements(&self, rows: &[Row], institutions: &[Option<u32>]) -> Statements {
        let mut mentions = vec![0; self.statements.len()];
        rows.iter().filter(|r| r.statement != NO_STATEMENT).for_each(|r| mentions[r.statement as usize] += 1);
        let mut order: Vec<u32> = (0..mentions.len() as u32).filter(|&i| mentions[i as usize] > 0).collect();
        order.sort_unstable_by(|&a, &b| self.statements.get(a).cmp(self.statements.get(b)));
        let mut built = Statements::default();
        let mut rank = vec![NONE; mentions.len()];
        for (position, &index) in (0..).zip(&order) {
            rank[index as usize] = position;
            let answer = self.answers.get(index as usize).cloned().flatten().unwrap_or_default();
            let key = answer.institution.as_ref().and_then(|key| self.institution_keys.find(key.as_bytes()));
            let institution = key.and_then(|key| institutions[key as usize]);
            built.push(&statement(&self.statements, index), &answer, institution, mentions[index as usize]);
        }
        if !built.is_empty() {
            for author in rows.chunk_by(|a, b| (a.paper, a.position) == (b.paper, b.position)) {
                let made = author.iter().filter(|r| r.statement != NO_STATEMENT);
                let mut made: Vec<u32> = made.map(|r| rank[r.statement as usize]).collect();
                made.sort_unstable();
                made.dedup();
                built.of_authorship.push(made);
            }
        }
        built
    }
}

fn statement(interner: &Interner, index: u32) -> Statement<'_> {
    let mut parts = interner.text(index).split(SEPARATOR).map(Cow::Borrowed);
    let mut part = || parts.next().unwrap_or_default();
    Statement { text: part(), institution: part(), ror: part(), name: part(), city: part(), country: part() }
}

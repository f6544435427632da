//! Who is one scholar: by the key of the source, by ORCID, or by name. A named switch, because counts of scholars depend
//! on it.

use super::record::Authorship;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

/// What makes two authors one scholar. Where a rule finds nothing to go by, the next one in the list decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Identity {
    /// The key of the source; without one, the name.
    #[default]
    Source,
    /// The ORCID that the scholar's key has on any paper; without one, the key of the source; without that, the name.
    Orcid,
    /// The name without accents, case, punctuation and DBLP's numbers: merges namesakes, splits spellings.
    Name,
}

/// Number of scholars under each rule, over all authorships that were read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ScholarCounts {
    /// By the key of the source.
    pub source: u64,
    /// By ORCID.
    pub orcid: u64,
    /// By name.
    pub name: u64,
}

/// Gives each authorship its scholar's key. Memory: a few words for each scholar.
#[derive(Debug, Default)]
pub struct Identities {
    rule: Identity,
    /// Hash of a key by source → the smallest ORCID it came with.
    orcids: FxHashMap<u64, Box<str>>,
    /// Hash of a key by source → hash of the name that it came with last.
    keys: FxHashMap<u64, u64>,
    names: FxHashSet<u64>,
}

impl Identities {
    /// Identities under a rule.
    pub fn new(rule: Identity) -> Self {
        Self { rule, ..Self::default() }
    }

    /// Settles the scholar of an authorship as far as one record tells.
    pub fn settle(&mut self, authorship: &mut Authorship<'_>) {
        let given = xxh3_64(authorship.name.as_bytes());
        if self.rule != Identity::Name && !authorship.scholar.is_empty() && authorship.orcid.is_empty() {
            // Most scholars sign as they did before, which tells nothing new.
            let known = self.keys.entry(xxh3_64(authorship.scholar.as_bytes())).or_insert(!given);
            if *known == given {
                return;
            }
            *known = given;
        }
        let name = name_key(&authorship.name);
        let (name, key) = match (name == NAME, &*authorship.scholar) {
            (true, "") => (nobody(authorship), nobody(authorship)),
            (true, key) => (key.to_owned(), key.to_owned()),
            (false, "") => (name.clone(), name),
            (false, key) => (name, key.to_owned()),
        };
        let hash = xxh3_64(key.as_bytes());
        self.keys.insert(hash, given);
        self.names.insert(xxh3_64(name.as_bytes()));
        if !authorship.orcid.is_empty() {
            let known = self.orcids.entry(hash).or_insert_with(|| (*authorship.orcid).into());
            if *authorship.orcid < **known {
                *known = (*authorship.orcid).into();
            }
        }
        authorship.scholar = Cow::Owned(if self.rule == Identity::Name { name } else { key });
    }

    /// The key that replaces one given by [`Identities::settle`], now that every record was seen.
    pub fn renamed(&self, key: &str) -> Option<String> {
        let orcid = self.orcids.get(&xxh3_64(key.as_bytes()));
        orcid.filter(|_| self.rule == Identity::Orcid).map(|orcid| format!("orcid:{orcid}"))
    }

    /// Number of scholars under each rule.
    pub fn counts(&self) -> ScholarCounts {
        let distinct: FxHashSet<&str> = self.orcids.values().map(|orcid| &**orcid).collect();
        let merged = self.orcids.len() - distinct.len();
        let source = self.keys.len() as u64;
        ScholarCounts { source, orcid: source - merged as u64, name: self.names.len() as u64 }
    }
}

/// Before the letters of a name in a key.
const NAME: &str = "name:";

/// An author of whom neither key nor name is given is nobody else's.
fn nobody(authorship: &Authorship<'_>) -> String {
    format!("anonymous:{}-{}", authorship.paper, authorship.position)
}

/// A name as a key: `name:` and its letters, lower case, without accents, punctuation and the number that DBLP puts after
/// namesakes.
pub fn name_key(name: &str) -> String {
    let mut key = String::from(NAME);
    let words = name.split_whitespace().filter(|word| !is_number(word));
    for word in words {
        let letters: String = word
            .nfkd()
            .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
            .flat_map(char::to_lowercase)
            .collect();
        if !letters.is_empty() {
            if !key.ends_with(':') {
                key.push(' ');
            }
            key.push_str(&letters);
        }
    }
    key
}

/// `0001`, as DBLP tells namesakes apart.
fn is_number(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn authorship(scholar: &str, orcid: &str, name: &str) -> Authorship<'static> {
        let text = |text: &str| Cow::Owned(text.to_owned());
        Authorship { scholar: text(scholar), orcid: text(orcid), name: text(name), ..Authorship::default() }
    }

    /// Two keys of one person with an ORCID, a namesake, and somebody with nothing but a name.
    fn settled(rule: Identity) -> (Vec<String>, ScholarCounts) {
        let mut identities = Identities::new(rule);
        let rows = [
            ("A1", "0000-1", "Wei Wang 0001"),
            ("A2", "0000-1", "Wang, W."),
            ("A3", "", "Wéi Wang"),
            ("", "", "Li Na"),
        ];
        let mut keys = Vec::new();
        for (scholar, orcid, name) in rows {
            let mut row = authorship(scholar, orcid, name);
            identities.settle(&mut row);
            keys.push(row.scholar.into_owned());
        }
        let keys = keys.into_iter().map(|key| identities.renamed(&key).unwrap_or(key)).collect();
        (keys, identities.counts())
    }

    #[test]
    fn each_rule_merges_what_it_says_and_counts_tell() {
        let counts = ScholarCounts { source: 4, orcid: 3, name: 3 };
        for (rule, expected) in [
            (Identity::Source, ["A1", "A2", "A3", "name:li na"]),
            (Identity::Orcid, ["orcid:0000-1", "orcid:0000-1", "A3", "name:li na"]),
            (Identity::Name, ["name:wei wang", "name:wang w", "name:wei wang", "name:li na"]),
        ] {
            assert_eq!(settled(rule), (expected.map(str::to_owned).to_vec(), counts), "{rule:?}");
        }
    }

    #[test]
    fn names_are_one_by_their_letters() {
        assert_eq!(name_key("João  O'Neil-Smith"), "name:joao oneilsmith");
        assert_eq!(name_key("李娜"), "name:李娜");
        assert_eq!(name_key(""), "name:");
        let mut identities = Identities::new(Identity::Name);
        let mut keyed = authorship("A1", "", "");
        identities.settle(&mut keyed);
        assert_eq!(keyed.scholar, "A1", "without a name the key of the source decides");
        let mut nobody = Authorship { paper: "p".into(), position: 2, ..authorship("", "", "") };
        identities.settle(&mut nobody);
        assert_eq!(nobody.scholar, "anonymous:p-2");
    }
}

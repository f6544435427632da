//! The names index: a trie of words in which every name of everything ends at a node with what bears that name.

use super::normalise::Text;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Number of a word in the vocabulary.
pub type Word = u32;

/// A word that no name has.
pub const UNKNOWN: Word = u32::MAX;

/// What bears a name, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// Country, by its packed code.
    Country(u16),
    /// Division, by index.
    Division(u32),
    /// Place by its usual name.
    Place(u32),
    /// Place by another name.
    PlaceAlias(u32),
    /// Institution by the name that is shown.
    Institution(u32),
    /// Institution by a label in another language or an alias.
    InstitutionAlias(u32),
    /// Institution by a name that is made from its name and its city; only where nobody else is named so.
    Derived(u32),
    /// Institution by an acronym, which only counts in capitals.
    Acronym(u32),
    /// Entry of the alias list.
    Alias(u32),
}

/// Names under construction.
#[derive(Debug, Default)]
pub struct NamesBuilder {
    words: FxHashMap<Box<str>, Word>,
    edges: FxHashMap<u64, u32>,
    nodes: u32,
    bearers: Vec<(u32, Bearer)>,
}

/// A trie of names.
#[derive(Debug, Default)]
pub struct Names {
    words: FxHashMap<Box<str>, Word>,
    edges: FxHashMap<u64, u32>,
    offsets: Vec<u32>,
    bearers: Vec<Bearer>,
}

/// The root of the trie.
pub const ROOT: u32 = 0;

const fn edge(node: u32, word: Word) -> u64 {
    (node as u64) << 32 | word as u64
}

impl NamesBuilder {
    /// A builder with room for so many names.
    pub fn with_capacity(names: usize) -> Self {
        let mut edges = FxHashMap::default();
        edges.reserve(names + names / 2);
        Self { edges, ..Self::default() }
    }

    /// The number of a word, new or old.
    pub fn word(&mut self, word: &str) -> Word {
        if let Some(&known) = self.words.get(word) {
            return known;
        }
        let number = self.words.len() as Word;
        self.words.insert(word.into(), number);
        number
    }

    /// Enters a name; answers how many words it has besides fillers.
    pub fn add(&mut self, name: &Text, bearer: Bearer) -> usize {
        self.add_part(name, 0..name.tokens.len(), bearer)
    }

    /// Enters some tokens of a text as a name.
    pub fn add_part(&mut self, name: &Text, tokens: Range<usize>, bearer: Bearer) -> usize {
        let (mut node, mut length) = (ROOT, 0);
        let tokens = &name.tokens[tokens];
        // `Snap-on` is not `Snap`.
        if tokens.last().is_none_or(|last| last.filler) {
            return 0;
        }
        for token in tokens.iter().filter(|token| !token.filler) {
            let word = self.word(name.word(token));
            let nodes = &mut self.nodes;
            node = *self.edges.entry(edge(node, word)).or_insert_with(|| {
                *nodes += 1;
                *nodes
            });
            length += 1;
        }
        if length > 0 {
            self.bearers.push((node, bearer));
        }
        length
    }

    /// The finished index.
    pub fn finish(mut self) -> Names {
        self.bearers.sort_unstable();
        self.bearers.dedup();
        let mut offsets = vec![0_u32; self.nodes as usize + 2];
        for &(node, _) in &self.bearers {
            offsets[node as usize + 1] += 1;
        }
        for i in 1..offsets.len() {
            offsets[i] += offsets[i - 1];
        }
        let bearers = self.bearers.into_iter().map(|(_, bearer)| bearer).collect();
        Names { words: self.words, edges: self.edges, offsets, bearers }
    }
}

impl Names {
    /// The number of a word; a footnote digit behind a word that is known without it does not hide it.
    pub fn word(&self, word: &str) -> Word {
        let known = |word: &str| self.words.get(word).copied();
        known(word).or_else(|| known(without_footnote(word)?)).unwrap_or(UNKNOWN)
    }

    /// The node after one more word.
    pub fn next(&self, node: u32, word: Word) -> Option<u32> {
        self.edges.get(&edge(node, word)).copied()
    }

    /// What bears the name that ends at a node.
    pub fn bearers(&self, node: u32) -> &[Bearer] {
        let at = node as usize;
        &self.bearers[self.offsets[at] as usize..self.offsets[at + 1] as usize]
    }

    /// What bears exactly this name.
    pub fn exact(&self, name: &Text) -> &[Bearer] {
        let mut tokens = name.tokens.iter().filter(|token| !token.filler).peekable();
        if tokens.peek().is_none() {
            return &[];
        }
        let node = tokens.try_fold(ROOT, |node, token| self.next(node, self.word(name.word(token))));
        node.map_or(&[], |node| self.bearers(node))
    }
}

fn without_footnote(word: &str) -> Option<&str> {
    let bare = word.trim_matches(|c: char| c.is_ascii_digit());
    (bare.len() >= 3 && bare.len() < word.len()).then(|| super::words::canonical(bare))
}

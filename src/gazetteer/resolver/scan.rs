//! Everything in a text that is a name of something: one pass over its words through the names index.

use super::index::{Flags, Index};
use super::names::{Bearer, ROOT, UNKNOWN, Word};
use super::normalise::Text;

/// A stretch of words that is somebody's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// Where the name ends in the names index.
    pub node: u32,
    /// Words of the name besides fillers; a prefix counts as two.
    pub words: u16,
    /// Whether it reaches over the end of a part.
    pub crossing: bool,
    /// Whether it starts with a short word that stands for others.
    pub expanded: bool,
}

/// A text with what it mentions.
#[derive(Debug)]
pub struct Scan<'i> {
    /// What was looked up.
    pub index: &'i Index,
    /// The text.
    pub text: Text,
    /// Number of the word of each token.
    pub words: Vec<Word>,
    /// Mentions by start, then by end.
    pub mentions: Vec<Mention>,
    /// Whether the text tells capitals from small letters.
    pub cased: bool,
}

impl<'i> Scan<'i> {
    /// Looks a text up.
    pub fn new(index: &'i Index, text: &str) -> Self {
        let text = Text::read(text);
        let words: Vec<Word> = text.tokens.iter().map(|token| index.names.word(text.word(token))).collect();
        let cased = text.tokens.iter().any(|token| token.capitals > 0);
        let mut scan = Self { index, text, words, mentions: Vec::new(), cased };
        for start in 0..scan.words.len() {
            if !scan.text.tokens[start].filler && scan.words[start] != UNKNOWN {
                scan.walk(start, start, ROOT, 0);
                scan.prefixes(start);
            }
        }
        scan
    }

    fn prefixes(&mut self, start: usize) {
        let index = self.index;
        for (word, letters, nodes) in &index.prefixes {
            if *word == self.words[start] && self.text.letters(&self.text.tokens[start]) == letters {
                nodes.iter().for_each(|&node| self.walk(start, start + 1, node, 2));
            }
        }
    }

    fn walk(&mut self, start: usize, from: usize, mut node: u32, mut words: u16) {
        let (part, segment) = (self.text.tokens[start].part, self.text.tokens[start].segment);
        let mut crossing = false;
        for at in from..self.words.len() {
            let token = &self.text.tokens[at];
            if token.segment != segment {
                return;
            }
            if token.filler {
                continue;
            }
            crossing |= token.part != part;
            match self.index.names.next(node, self.words[at]) {
                Some(next) => node = next,
                None => return,
            }
            words += 1;
            if !self.index.names.bearers(node).is_empty() {
                self.mentions.push(Mention {
                    start,
                    end: at + 1,
                    node,
                    words,
                    crossing,
                    expanded: from > start,
                });
            }
        }
    }

    /// What bears the name of a mention.
    pub fn bearers(&self, mention: &Mention) -> &'i [Bearer] {
        self.index.names.bearers(mention.node)
    }

    /// Whether the token tells no institution from another: generic, filler or a number.
    pub fn is_plain(&self, at: usize) -> bool {
        let token = &self.text.tokens[at];
        token.filler || self.index.is(self.words[at], Flags::GENERIC) || self.is_number(at)
    }

    /// Whether the token is a number or a postal code.
    pub fn is_number(&self, at: usize) -> bool {
        let token = &self.text.tokens[at];
        let word = self.text.word(token);
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        token.digit && (letters == 0 || self.words[at] == UNKNOWN && letters <= 3)
    }

    /// The tokens of a part that holds a token.
    pub fn part_of(&self, at: usize) -> std::ops::Range<usize> {
        let tokens = &self.text.tokens;
        let part = tokens[at].part;
        let start = tokens[..at].iter().rposition(|token| token.part != part).map_or(0, |before| before + 1);
        let end =
            tokens[at..].iter().position(|token| token.part != part).map_or(tokens.len(), |after| at + after);
        start..end
    }

    /// Whether a mention is written as a name: with a capital, or in a script or text that has none.
    pub fn is_capitalised(&self, mention: &Mention) -> bool {
        !self.cased
            || self.text.tokens[mention.start..mention.end].iter().any(|token| {
                token.capitals > 0 || !self.text.letters(token).contains(|c: char| c.is_lowercase())
            })
    }

    /// Whether a mention is one word in capitals.
    pub fn is_acronym(&self, mention: &Mention) -> bool {
        let tokens = &self.text.tokens[mention.start..mention.end];
        tokens.len() == 1 && tokens[0].capitals >= 2
    }
}

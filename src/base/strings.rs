//! A column of strings in one allocation.

/// Many strings behind one buffer: string `i` is `bytes[offsets[i]..offsets[i + 1]]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strings {
    bytes: String,
    offsets: Vec<u64>,
}

impl Default for Strings {
    fn default() -> Self {
        Self { bytes: String::new(), offsets: vec![0] }
    }
}

impl Strings {
    /// Number of strings.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a string.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        self.offsets.push(self.bytes.len() as u64);
    }

    /// String `index`; panics when out of bounds, as a slice does.
    pub fn get(&self, index: usize) -> &str {
        &self.bytes[self.offsets[index] as usize..self.offsets[index + 1] as usize]
    }

    /// All strings in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.len()).map(|i| self.get(i))
    }

    /// The buffer and the offsets, for writing to disk.
    pub fn parts(&self) -> (&str, &[u64]) {
        (&self.bytes, &self.offsets)
    }

    /// Puts the parts together again; `None` when they do not fit together.
    pub fn from_parts(bytes: String, offsets: Vec<u64>) -> Option<Self> {
        let fits = offsets.first() == Some(&0)
            && offsets.last() == Some(&(bytes.len() as u64))
            && offsets.windows(2).all(|w| w[0] <= w[1])
            && offsets.iter().all(|&o| bytes.is_char_boundary(o as usize));
        fits.then_some(Self { bytes, offsets })
    }
}

impl<S: AsRef<str>> FromIterator<S> for Strings {
    fn from_iter<I: IntoIterator<Item = S>>(iter: I) -> Self {
        let mut strings = Self::default();
        for text in iter {
            strings.push(text.as_ref());
        }
        strings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back() {
        let strings: Strings = ["北京", "", "Bay"].into_iter().collect();
        let (bytes, offsets) = strings.parts();
        assert_eq!(Strings::from_parts(bytes.to_owned(), offsets.to_vec()), Some(strings.clone()));
        assert_eq!(strings.iter().collect::<Vec<_>>(), ["北京", "", "Bay"]);
    }

    #[test]
    fn offsets_inside_a_character_are_refused() {
        assert_eq!(Strings::from_parts("北".into(), vec![0, 1, 3]), None);
        assert_eq!(Strings::from_parts("ab".into(), vec![0, 3]), None);
    }
}

//! Records by key, where one key may come twice.

use super::record::Place;
use crate::base::interner::Interner;

/// Records of one sort by key. Of two records with one key the smaller in content stays, so that the order of rows and
/// files never decides what a corpus holds.
#[derive(Debug)]
pub struct Keyed<R> {
    keys: Interner,
    rows: Vec<(Place, R)>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// The key is new.
    New,
    /// The same record was there already, at this place.
    Same(Place),
    /// Another record with the key was there: the first place was kept, the second dropped.
    Conflict(Place, Place),
}

impl<R> Default for Keyed<R> {
    fn default() -> Self {
        Self { keys: Interner::default(), rows: Vec::new() }
    }
}

impl<R: PartialOrd> Keyed<R> {
    /// Adds a record, or settles which of two stays.
    pub fn insert(&mut self, place: Place, key: &str, record: R) -> Inserted {
        let index = self.keys.intern(key.as_bytes()) as usize;
        let Some((old_place, old)) = self.rows.get_mut(index) else {
            self.rows.push((place, record));
            return Inserted::New;
        };
        if *old == record {
            return Inserted::Same(*old_place);
        }
        if record < *old {
            let dropped = std::mem::replace(old_place, place);
            *old = record;
            Inserted::Conflict(place, dropped)
        } else {
            Inserted::Conflict(*old_place, place)
        }
    }

    /// Number of distinct keys.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Index of a key, in order of first appearance.
    pub fn find(&self, key: &str) -> Option<u32> {
        self.keys.find(key.as_bytes())
    }

    /// Record and place at an index.
    pub fn get(&self, index: u32) -> (&Place, &R) {
        let (place, record) = &self.rows[index as usize];
        (place, record)
    }

    /// Key at an index.
    pub fn key(&self, index: u32) -> &str {
        self.keys.text(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_conflicting_records_does_not_matter() {
        let place = |line| Place { file: 0, line };
        let mut one = Keyed::default();
        assert_eq!(one.insert(place(1), "k", "b"), Inserted::New);
        assert_eq!(one.insert(place(2), "k", "a"), Inserted::Conflict(place(2), place(1)));
        assert_eq!(one.insert(place(3), "k", "a"), Inserted::Same(place(2)));
        let mut two = Keyed::default();
        two.insert(place(1), "k", "a");
        two.insert(place(2), "k", "b");
        assert_eq!(one.get(0).1, two.get(0).1);
    }
}

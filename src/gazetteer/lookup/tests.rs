//! Lookups against hand-made gazetteers.

//! Ways to a gazetteer.

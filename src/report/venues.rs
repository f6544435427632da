//! The venues that the program ships, with their full names: corpora often hold nothing but keys.

use std::sync::LazyLock;

/// A venue of the shipped list.
pub struct Venue {
    /// Key.
    pub id: String,
    /// Full name.
    pub name: String,
}

static SHIPPED: LazyLock<Vec<Venue>> = LazyLock::new(|| {
    let mut reader = csv::Reader::from_reader(include_str!("../../data/venues.csv").as_bytes());
    let venue = |row: csv::StringRecord| {
        let field = |i: usize| row.get(i).unwrap_or_default().to_owned();
        Venue { id: field(0), name: field(1) }
    };
    reader.records().filter_map(|row| row.ok().map(venue)).collect()
});

/// A venue by its key.
pub fn find(id: &str) -> Option<&'static Venue> {
    SHIPPED.iter().find(|venue| venue.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_study_s_venues_are_there() {
        assert_eq!(SHIPPED.len(), 44);
        assert!(find("CVPR").is_some_and(|venue| venue.name.contains("Computer Vision")));
        assert!(find("NONE").is_none());
    }
}

//! The shipped venues and subfields in the order of their files, which is the study's.

use super::fields::FIELDS;

const VENUES: &str = include_str!("../../data/venues.csv");
const SUBFIELDS: &str = include_str!("../../data/subfields.csv");

/// Keys of the subfields, each with the keys of its venues.
pub(super) fn subfields() -> [(String, Vec<String>); FIELDS] {
    let venues = rows(VENUES);
    let mut subfields = rows(SUBFIELDS).into_iter().map(|subfield| subfield[0].clone());
    std::array::from_fn(|_| {
        let id = subfields.next().unwrap_or_default();
        let venues = venues.iter().filter(|venue| venue[2] == id).map(|venue| venue[0].clone()).collect();
        (id, venues)
    })
}

/// Rows of at least three cells.
fn rows(text: &str) -> Vec<[String; 3]> {
    let cell = |row: &csv::StringRecord, i: usize| row.get(i).unwrap_or_default().to_owned();
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    rows.map_while(Result::ok).map(|row| [0, 1, 2].map(|i| cell(&row, i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subfield_has_venues() {
        let subfields = subfields();
        assert_eq!(subfields.iter().map(|(_, venues)| venues.len()).sum::<usize>(), 44);
        assert!(subfields.iter().all(|(id, venues)| !id.is_empty() && !venues.is_empty()));
        assert_eq!(
            (subfields[0].0.as_str(), subfields[7].0.as_str()),
            ("computer-vision", "internet-of-things")
        );
    }
}

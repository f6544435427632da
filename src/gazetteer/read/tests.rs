//! Whole folders, against counts made without this program.

use super::*;
use crate::sources::UNWATCHED;

/// The prepared folder of real data, when it is there.
fn real() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/geo");
    folder.is_dir().then_some(folder)
}

#[test]
fn the_real_folder_is_read_whole() {
    let Some(folder) = real() else {
        println!("SKIPPED: no ../shared/data/geo");
        return;
    };
    let Reading { gazetteer: g, rejections, files } = read(&[folder], UNWATCHED).unwrap();
    for rejection in rejections.iter().take(20) {
        println!("{rejection:?}");
    }
    // Counted with Python's csv, gzip and json.
    assert_eq!(files.len(), 6);
    assert_eq!(g.places.len(), 234_908);
    assert_eq!(g.institutions.len(), 51_370 - 1_184 - 190);
    assert_eq!(g.institutions.iter().filter(|i| i.active).count(), 35_075 + 13_671);
    assert_eq!(g.metros.iter().map(|m| m.members.len()).collect::<Vec<_>>(), [65, 14]);
    println!(
        "{} merges {} countries {} divisions, {} zh, {} alt",
        g.merges.len(),
        g.countries.len(),
        g.divisions.len(),
        g.places.iter().filter(|p| !p.name_zh.is_empty()).count(),
        g.places.iter().map(|p| p.alternate_names.len()).sum::<usize>()
    );
    println!("{:?}", g.place(1_816_670));
    println!("{:?}", g.institution("03cve4549"));
    println!("{:?}", g.sources);
    println!("{:?}", count(&rejections));
}

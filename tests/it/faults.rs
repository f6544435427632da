//! What must survive, shown on the real program: kills, power cuts, full and failing disks, damage, competing processes,
//! bad inputs under memory limits. `docs/FAULTS.md` names the test for each promise.

mod concurrent;
mod damage;
pub mod disk;
mod inject;
mod kill;
pub mod lab;
mod process;

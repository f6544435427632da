//! The collaboration network as a product: what is left in, how edges are weighted and normalised, what is measured, and one
//! file for each format that it is written to.

pub mod change;
pub mod derive;
mod ends;
pub mod formats;
pub mod measures;
pub mod missing;
pub mod model;
pub mod nodes;
pub mod normalisation;
pub mod threshold;
pub mod times;
pub mod weight;

pub use derive::{Counting, Derived, Scope};
pub use model::{Edge, Fact, Measured, Network, Node, Times, Value};
pub use nodes::{NodeLevel, Nodes};
pub use threshold::Thresholds;

/// Names of the entries of a list, for interfaces that need them as constants.
macro_rules! ids {
    ($list:expr) => {{
        let mut ids = [""; $list.len()];
        let mut at = 0;
        while at < ids.len() {
            ids[at] = $list[at].id;
            at += 1;
        }
        ids
    }};
}

/// Names of [`weight::WEIGHTINGS`].
pub const WEIGHTS: [&str; weight::WEIGHTINGS.len()] = ids!(weight::WEIGHTINGS);
/// Names of [`normalisation::NORMALISATIONS`].
pub const NORMALISATIONS: [&str; normalisation::NORMALISATIONS.len()] = ids!(normalisation::NORMALISATIONS);
/// Names of [`measures::MEASURES`].
pub const MEASURES: [&str; measures::MEASURES.len()] = ids!(measures::MEASURES);
/// Names of [`formats::EXPORTS`].
pub const FORMATS: [&str; formats::EXPORTS.len()] = ids!(formats::EXPORTS);
/// Names of the scopes.
pub const SCOPES: [&str; 3] = [Scope::All.name(), Scope::International.name(), Scope::Domestic.name()];

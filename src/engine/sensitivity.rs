//! The sensitivity of the ranking of a source.

use super::Source;
use super::rank::{Ranked, rank_corpus};
use crate::base::Result;
use crate::index::Profile;
use crate::robustness::sensitivity::{Options, Study};
use std::sync::Arc;

/// Ranks a source under a profile, by traversal, and makes ready to vary the profile's switches.
///
/// # Errors
/// Those of a ranking, and of [`Study::new`].
pub fn study(source: &Source, profile: &Profile, options: Options) -> Result<(Ranked, Study)> {
    let corpus = Arc::new(source.corpus()?);
    let ranked = rank_corpus(Arc::clone(&corpus), profile)?;
    Ok((ranked, Study::new(corpus, profile, options)?))
}

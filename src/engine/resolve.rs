//! Statements about affiliations to institutions at places: the resolver run over everything that was read, corrections
//! applied, and the institutions and cities that came out as records of the corpus.

mod by_hand;
mod records;

pub use super::intake::Known;
use crate::base::Result;
use crate::gazetteer::corrections::Corrections;
use crate::gazetteer::resolver::{self, Method, Resolution, Resolver};
use crate::gazetteer::{self, Gazetteer};
use crate::model::builder::CorpusBuilder;
use crate::model::record::{Institution, Statement};
use crate::model::statements::Answer;
use crate::sources::decode::{Digest, Input};
use crate::sources::{self, SourceFile, UNWATCHED};
use records::Records;
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;

/// Format of a gazetteer among the files that a corpus was made from.
const GAZETTEER: &str = "gazetteer";

/// How a city was found that a correction put there.
pub const CORRECTION: &str = "correction";

/// What statements are resolved with.
#[derive(Debug, Clone, Default)]
pub struct Means {
    /// Gazetteer: a file or folder; the shipped one if not given.
    pub gazetteer: Option<PathBuf>,
    /// Corrections to replay.
    pub corrections: Option<PathBuf>,
}

impl Means {
    /// The files that decide what is concluded, beside the program itself: gazetteer and corrections.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn files(&self) -> Result<Vec<SourceFile>> {
        let digest = |path: &PathBuf, format: &str| {
            Ok(SourceFile::new(sources::file_name(path), format, Input::open(path, UNWATCHED)?.finish()?))
        };
        let mut files = match &self.gazetteer {
            None => vec![shipped()],
            Some(path) if sources::is_folder(path)? => {
                let inside = sources::files_in(path)?;
                inside
                    .iter()
                    .filter(|file| file.is_file())
                    .map(|file| digest(file, GAZETTEER))
                    .collect::<Result<_>>()?
            }
            Some(path) => vec![digest(path, GAZETTEER)?],
        };
        files.extend(
            self.corrections.iter().map(|path| digest(path, "corrections")).collect::<Result<Vec<_>>>()?,
        );
        Ok(files)
    }
}

/// The gazetteer that ships with the program, as a file.
fn shipped() -> SourceFile {
    let (sha256, bytes) = (Sha256::digest(gazetteer::SHIPPED).into(), gazetteer::SHIPPED.len() as u64);
    SourceFile::new("default.gazetteer".to_owned(), GAZETTEER, Digest { sha256, bytes })
}

/// What a resolution did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolved {
    /// Distinct statements.
    pub statements: u64,
    /// Statements, once for each author of each paper that made them.
    pub mentions: u64,
    /// Mentions with an institution.
    pub with_institution: u64,
    /// Mentions with a city.
    pub with_city: u64,
    /// Corrections that met nothing: the line in their file, and what they are of.
    pub unused: Vec<(u64, String)>,
    /// Lines that licences ask to be shown beside place data.
    pub attributions: Vec<String>,
}

/// What was concluded from a list of statements, and what it was concluded with.
#[derive(Debug)]
pub struct Conclusions {
    /// For each statement what it was resolved to.
    pub found: Vec<Resolution>,
    /// For each statement whether a correction put it where it is.
    pub by_hand: Vec<bool>,
    /// Corrections that met nothing: the line in their file, and what they are of.
    pub unused: Vec<(u64, String)>,
    /// The gazetteer, its seats corrected.
    pub gazetteer: Gazetteer,
    /// The resolver.
    pub resolver: Resolver,
    known: Known,
}

/// Concludes institutions and cities from statements, each with its number of mentions.
///
/// # Errors
/// A gazetteer or corrections that cannot be read, or a correction to a place that nobody knows.
pub fn conclude(statements: &[(Statement<'_>, u64)], mut known: Known, means: &Means) -> Result<Conclusions> {
    let corrections = match &means.corrections {
        Some(path) => Corrections::open(path, UNWATCHED)?,
        None => Corrections::default(),
    };
    let mut gazetteer = gazetteer::open(means.gazetteer.as_deref())?;
    by_hand::check_places(&corrections, &gazetteer, &known, means.corrections.as_deref())?;
    let mut used = by_hand::move_seats(&corrections, &mut gazetteer, &mut known);
    tracing::info!(statements = statements.len(), "resolving affiliations");
    let resolver = Resolver::new(&gazetteer)?.with_known(known.institutions.values().map(known_institution));
    let mut found = resolver.resolve_all(statements);
    let country = |id: u32| match gazetteer.place(id) {
        Some(place) => place.country.clone(),
        None => known.cities.get(&id.to_string()).map(|city| city.country.to_string()).unwrap_or_default(),
    };
    let by_hand = by_hand::correct(&corrections, statements, &mut found, &mut used, &country);
    let unused = by_hand::unused(&corrections, &used);
    Ok(Conclusions { found, by_hand, unused, gazetteer, resolver, known })
}

/// Resolves every statement that a builder holds. Does nothing, and reads no gazetteer, where there is none.
pub(super) fn resolve(builder: &mut CorpusBuilder, known: Known, means: &Means) -> Result<Resolved> {
    let statements = builder.statements();
    if statements.is_empty() {
        return Ok(Resolved::default());
    }
    let conclusions = conclude(&statements, known, means)?;
    let Conclusions { found, by_hand, unused, gazetteer, known, .. } = &conclusions;
    let resolved = Resolved {
        unused: unused.clone(),
        attributions: gazetteer.attributions().into_iter().map(str::to_owned).collect(),
        ..summary(&statements, found)
    };
    let mentions: Vec<u64> = statements.iter().map(|(_, mentions)| *mentions).collect();
    builder.answer(found.iter().zip(by_hand).map(|(one, by_hand)| answer(one, *by_hand)).collect());
    Records::new(gazetteer, known).put(found, &mentions, builder);
    Ok(resolved)
}

fn known_institution(one: &Institution<'static>) -> resolver::Known {
    resolver::Known {
        key: one.id.to_string(),
        name: one.name.to_string(),
        ror: one.ror.to_string(),
        city: one.city.parse().unwrap_or(0),
        coordinates: one.coordinates,
        country: one.country.to_string(),
    }
}

fn summary(statements: &[(Statement<'_>, u64)], found: &[Resolution]) -> Resolved {
    let mut summary = Resolved { statements: statements.len() as u64, ..Resolved::default() };
    for ((_, mentions), one) in statements.iter().zip(found) {
        summary.mentions += mentions;
        summary.with_institution += if one.institution.is_some() { *mentions } else { 0 };
        summary.with_city += if one.place.is_some() { *mentions } else { 0 };
    }
    summary
}

fn answer(one: &Resolution, by_hand: bool) -> Answer {
    let rounded = |confidence: f32| (f64::from(confidence) * 10_000.0).round() / 10_000.0;
    let method = |method: Method, confidence| (method.code().to_owned(), rounded(confidence));
    let city_method = match &one.place {
        Some(_) if by_hand => (CORRECTION.to_owned(), 1.0),
        Some(place) => method(place.method, place.confidence),
        None => (String::new(), 0.0),
    };
    Answer {
        institution: one.institution.as_ref().map(|institution| institution.value.to_string()),
        country: one.country.clone(),
        institution_method: one
            .institution
            .as_ref()
            .map(|institution| method(institution.method, institution.confidence))
            .unwrap_or_default(),
        city_method,
    }
}

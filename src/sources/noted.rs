//! For tests: a sink that keeps everything as it came.

use super::{Format, Options, SourceFile};
use crate::base::Result;
use crate::model::record::{
    Affiliation, Authorship, City, Institution, Label, Named, Paper, Place, Reason, Rejection, Sink, Skipped,
    Statement,
};
use crate::model::statements::Answer;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that a reader handed over.
#[derive(Debug, Default)]
pub(super) struct Noted {
    pub files: Vec<String>,
    pub papers: Vec<Paper<'static>>,
    pub authorships: Vec<Authorship<'static>>,
    pub institutions: Vec<Institution<'static>>,
    pub labels: Vec<(String, String)>,
    pub rejections: Vec<Rejection>,
    pub skipped: BTreeMap<Skipped, u64>,
    pub read: Vec<SourceFile>,
}

impl Noted {
    /// Papers, authorships, rejections and skipped records.
    pub fn counts(&self) -> [usize; 4] {
        let skipped = self.skipped.values().sum::<u64>() as usize;
        [self.papers.len(), self.authorships.len(), self.rejections.len(), skipped]
    }

    /// Reason, field and line of each rejection.
    pub fn refused(&self) -> Vec<(Reason, &str, u64)> {
        self.rejections.iter().map(|r| (r.reason, r.field.as_str(), r.place.line)).collect()
    }

    /// Position, scholar, name and affiliation text of each authorship; `-` is no affiliation.
    pub fn signed(&self) -> Vec<String> {
        let text = |affiliation: &Affiliation<'_>| match affiliation {
            Affiliation::None => "-".to_owned(),
            Affiliation::Unresolved => "?".to_owned(),
            Affiliation::Institution(key) => format!("={key}"),
            Affiliation::Stated(s) => [&s.text, &s.name, &s.city, &s.country, &s.institution]
                .map(|part| &**part)
                .join("/")
                .trim_end_matches('/')
                .to_owned(),
        };
        let line =
            |a: &Authorship<'_>| format!("{} {} {} {}", a.position, a.scholar, a.name, text(&a.affiliation));
        self.authorships.iter().map(line).collect()
    }
}

/// Reads inputs.
pub(super) fn read(format: &Format, paths: &[PathBuf], options: &Options<'_>) -> Result<Noted> {
    let mut noted = Noted::default();
    let files = format.read(paths, options, &mut noted)?;
    noted.read = files;
    Ok(noted)
}

/// Reads a text as a file of this name.
pub(super) fn read_text(format: &Format, name: &str, text: &str) -> Noted {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(format, &[path], &Options::ALL).unwrap()
}

/// A folder of the real data, if it is there.
pub(super) fn shared(folder: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: {} is not there", path.display());
    None
}

fn own(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

impl Sink for Noted {
    fn file(&mut self, name: &str) -> u32 {
        self.files.push(name.to_owned());
        self.files.len() as u32 - 1
    }
    fn paper(&mut self, _: Place, p: Paper<'_>) {
        self.papers.push(Paper {
            id: own(p.id),
            title: own(p.title),
            venue: own(p.venue),
            subfields: p.subfields.into_iter().map(own).collect(),
            citation_source: own(p.citation_source),
            doi: own(p.doi),
            source: own(p.source),
            ..p
        });
    }
    fn authorship(&mut self, _: Place, a: Authorship<'_>) {
        let affiliation = match a.affiliation {
            Affiliation::None => Affiliation::None,
            Affiliation::Unresolved => Affiliation::Unresolved,
            Affiliation::Institution(key) => Affiliation::Institution(own(key)),
            Affiliation::Stated(s) => Affiliation::Stated(Box::new(Statement {
                text: own(s.text),
                institution: own(s.institution),
                ror: own(s.ror),
                name: own(s.name),
                city: own(s.city),
                country: own(s.country),
            })),
        };
        let (paper, scholar, name, orcid) = (own(a.paper), own(a.scholar), own(a.name), own(a.orcid));
        self.authorships.push(Authorship { paper, position: a.position, scholar, orcid, name, affiliation });
    }
    fn institution(&mut self, _: Place, i: Institution<'_>) {
        self.institutions.push(Institution {
            id: own(i.id),
            name: own(i.name),
            name_zh: own(i.name_zh),
            city: own(i.city),
            country: own(i.country),
            ror: own(i.ror),
            kind: own(i.kind),
            ..i
        });
    }
    fn city(&mut self, _: Place, _: City<'_>) {}
    fn label(&mut self, _: Place, _: Named, label: Label<'_>) {
        self.labels.push((label.id.into_owned(), label.name.into_owned()));
    }
    fn reject(&mut self, rejection: Rejection) {
        self.rejections.push(rejection);
    }
    fn answered(&mut self, _: Statement<'_>, _: Answer) {}
    fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }
}

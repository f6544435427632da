//! Citation windows: only citations received up to so many years after publication are counted, so that an older paper has
//! no longer time to be cited than a younger one.
//!
//! The unit is the calendar year: a window of k years is the year of publication and the k after it. A window is complete
//! where the counts by year cover all of it, and only complete windows are known: a part of one would make a paper look
//! less cited than it is. Which years are covered is not said by any source, so it is read off the corpus, for each counter
//! of citations by itself ([`spans`]).

use crate::base::{Error, Result};
use crate::model::Corpus;
use crate::model::corpus::{NO_CITATIONS, NONE};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Of the citations in the fullest year of a counter, the part that its last year has at least: a few citing works are
/// dated ahead.
const LAST_YEAR: u128 = 100;

/// Years after publication in which citations count; `all` is no limit. Files may write the number as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "NumberOrText", into = "String")]
pub struct CitationWindow(pub Option<u32>);

/// How a file may write a window.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a number of years, or \"all\"")]
enum NumberOrText {
    Number(i64),
    Text(String),
}

impl CitationWindow {
    /// Longest window: no list goes back farther.
    pub const LONGEST: u32 = 99;
}

impl FromStr for CitationWindow {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let years = || text.parse().ok().filter(|&years: &u32| years <= Self::LONGEST);
        let window = if text == "all" { Some(Self(None)) } else { years().map(|years| Self(Some(years))) };
        window.ok_or_else(|| {
            let hint = format!("use a whole number of years from 0 to {}, or all", Self::LONGEST);
            Error::usage(format!("citation window {text:?}"), hint)
        })
    }
}

impl fmt::Display for CitationWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("all"),
            Some(years) => write!(f, "{years}"),
        }
    }
}

impl TryFrom<NumberOrText> for CitationWindow {
    type Error = Error;

    fn try_from(written: NumberOrText) -> Result<Self> {
        match written {
            NumberOrText::Number(number) => number.to_string().parse(),
            NumberOrText::Text(text) => text.parse(),
        }
    }
}

impl From<CitationWindow> for String {
    fn from(window: CitationWindow) -> Self {
        window.to_string()
    }
}

/// The years that the counts by year of one counter of citations cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: u32,
    /// The last, which may not be over.
    pub last: u32,
}

impl Span {
    /// Whether the window of a paper of a year is complete: it begins in the span, and ends before its last year.
    pub fn covers(self, year: u32, window: u32) -> bool {
        year >= self.first && year + window < self.last
    }
}

/// What the counts by year of each counter cover, by index into [`Corpus::citation_sources`] or [`NONE`]: from the first
/// year that any of its papers lists to the last in which all its papers together list at least a hundredth of what they
/// list in their fullest year. A counter whose papers list no year has no span. O(listed years).
pub fn spans(corpus: &Corpus) -> BTreeMap<u32, Span> {
    let mut received: BTreeMap<u32, BTreeMap<u32, u128>> = BTreeMap::new();
    for paper in 0..corpus.papers.len() {
        let years = received.entry(corpus.papers.citation_source[paper]).or_default();
        for (year, count) in corpus.papers.cited_in.of(paper).into_iter().flatten() {
            *years.entry(year).or_default() += u128::from(count);
        }
    }
    let span = |(counter, years): (u32, BTreeMap<u32, u128>)| {
        let fullest = years.values().copied().max()?;
        let first = *years.keys().next()?;
        let last = *years.iter().rev().find(|&(_, &count)| count * LAST_YEAR >= fullest)?.0;
        Some((counter, Span { first, last }))
    };
    received.into_iter().filter_map(span).collect()
}

/// Citations of a paper in its window; `None` where the window is not complete, or the year of publication not known.
///
/// A list without any citation is believed only of a paper that has none: some copies of OpenAlex come with empty lists.
fn in_window(corpus: &Corpus, paper: usize, window: u32, spans: &BTreeMap<u32, Span>) -> Option<u64> {
    let listed = corpus.papers.cited_in.of(paper)?;
    let year = corpus.papers.year(paper)?;
    let span = spans.get(&corpus.papers.citation_source[paper])?;
    let lists_some = listed.clone().any(|(_, count)| count > 0);
    let believed = lists_some || corpus.papers.citations(paper) == Some(0);
    let sum = || listed.filter(|(in_year, _)| (year..=year + window).contains(in_year)).map(|p| p.1).sum();
    (believed && span.covers(year, window)).then(sum)
}

/// The corpus with the citations of each paper in its window instead of all of them: not known where the window is not
/// complete. The same one where the window is no limit; a copy where
/// it is one and the corpus is shared. Applying it again changes nothing.
///
/// # Errors
/// Wrong use: no paper has a complete window.
pub fn apply(corpus: Arc<Corpus>, window: CitationWindow) -> Result<Arc<Corpus>> {
    let Some(years) = window.0 else { return Ok(corpus) };
    let spans = spans(&corpus);
    if spans.is_empty() {
        let message = format!("a citation window of {years} years, and no paper has citations by year");
        return Err(Error::usage(message, "load a source that gives them (aicity list formats)"));
    }
    let cited = (0..corpus.papers.len()).map(|paper| in_window(&corpus, paper, years, &spans));
    let cited: Vec<u64> = cited.map(|count| count.unwrap_or(NO_CITATIONS)).collect();
    if cited.iter().all(|&count| count == NO_CITATIONS) {
        let message = format!("no paper has a complete citation window of {years} years");
        return Err(Error::usage(message, format!("citations by year are there {}", said(&corpus, &spans))));
    }
    let mut changed = Arc::unwrap_or_clone(corpus);
    changed.papers.cited = cited;
    Ok(Arc::new(changed))
}

/// The spans for people: `2012–2023 (openalex)`.
pub fn said(corpus: &Corpus, spans: &BTreeMap<u32, Span>) -> String {
    let one = |(&counter, span): (&u32, &Span)| {
        let years = format!("{}–{}", span.first, span.last);
        if counter == NONE {
            return years;
        }
        format!("{years} ({})", corpus.citation_sources.get(counter as usize))
    };
    spans.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::builder::CorpusBuilder;
    use crate::model::by_year::ByYear;
    use crate::model::record::{Paper, Place, Sink};

    /// A corpus of papers: year, all citations, citations by year.
    fn corpus(papers: &[(u16, Option<u64>, Option<&str>)]) -> Arc<Corpus> {
        let mut builder = CorpusBuilder::default();
        for (i, &(year, citations, listed)) in papers.iter().enumerate() {
            let citations_by_year = listed.map(|text| ByYear::parse(text, ' ').unwrap());
            let year = Some(year).filter(|&year| year > 0);
            let id = format!("p{i}").into();
            builder.paper(
                Place::default(),
                Paper { id, year, citations, citations_by_year, ..Paper::default() },
            );
        }
        Arc::new(builder.finish().corpus)
    }

    fn windowed(corpus: &Arc<Corpus>, years: u32) -> Vec<Option<u64>> {
        let changed = apply(Arc::clone(corpus), CitationWindow(Some(years))).unwrap();
        let again = apply(Arc::clone(&changed), CitationWindow(Some(years))).unwrap();
        assert_eq!(again, changed, "applying it again changes something");
        (0..corpus.papers.len()).map(|paper| changed.papers.citations(paper)).collect()
    }

    #[test]
    fn only_complete_windows_are_known() {
        let corpus = corpus(&[
            (2014, Some(20), Some("2015:1 2016:2 2017:4 2018:8")),
            (2015, Some(31), Some("2014:16 2015:1 2016:2 2017:4 2018:8")),
            (2016, Some(6), Some("2016:2 2017:4")),
            (2017, Some(4), Some("2017:4")),
            (2018, Some(0), Some("")),
            (2016, Some(0), Some("")),
            (2016, Some(3), Some("")),
            (2016, Some(3), None),
            (0, Some(3), Some("2016:3")),
        ]);
        // Covered are 2014 to 2018, and 2018 may not be over. What came before publication is in no window.
        assert_eq!(spans(&corpus)[&NONE], Span { first: 2014, last: 2018 });
        let one = [Some(1), Some(3), Some(6), None, None, Some(0), None, None, None];
        assert_eq!(windowed(&corpus, 1), one);
        let zero = [Some(0), Some(1), Some(2), Some(4), None, Some(0), None, None, None];
        assert_eq!(windowed(&corpus, 0), zero);
        assert_eq!(windowed(&corpus, 3)[..2], [Some(7), None]);
    }

    #[test]
    fn papers_from_before_the_first_listed_year_have_no_window() {
        let corpus = corpus(&[
            (2010, Some(9), Some("2013:5 2014:4")),
            (2012, Some(3), Some("2013:2 2014:1")),
            (2013, Some(2), Some("2013:1 2014:1 2015:7")),
        ]);
        assert_eq!(windowed(&corpus, 0), [None, None, Some(1)]);
        assert_eq!(windowed(&corpus, 1), [None, None, Some(2)]);
    }

    #[test]
    fn a_few_works_dated_ahead_do_not_end_the_span() {
        let ahead = |count: u64| {
            let list = format!("2015:1000 2016:700 2017:{count}");
            spans(&corpus(&[(2015, None, Some(&list))]))[&NONE].last
        };
        assert_eq!((ahead(9), ahead(10)), (2016, 2017));
    }

    #[test]
    fn what_no_paper_has_is_refused() {
        let refused = |papers: &[_]| match apply(corpus(papers), CitationWindow(Some(2))).unwrap_err() {
            Error::Usage { message, hint } => (message, hint),
            other => panic!("{other}"),
        };
        let (nothing, _) = refused(&[(2015, Some(3), None), (2016, Some(0), Some(""))]);
        assert!(nothing.contains("no paper has citations by year"), "{nothing}");
        let (none, hint) = refused(&[(2015, Some(3), Some("2015:1 2016:2"))]);
        assert!(none.contains("no paper has a complete citation window of 2 years"), "{none}");
        assert!(hint.contains("2015–2016"), "{hint}");
    }

    #[test]
    fn no_limit_is_the_same_corpus() {
        let corpus = corpus(&[(2015, Some(3), None)]);
        assert!(Arc::ptr_eq(&apply(Arc::clone(&corpus), CitationWindow(None)).unwrap(), &corpus));
        for wrong in ["-1", "100", "1.5", "some", ""] {
            assert!(wrong.parse::<CitationWindow>().is_err(), "{wrong}");
        }
        assert_eq!("0".parse::<CitationWindow>().unwrap(), CitationWindow(Some(0)));
    }
}

//! The sections of a report, in order. A section is a function from the data to blocks; a new one is a file and a line.

mod appendix;
mod collaboration;
mod countries;
mod coverage;
mod dimensions;
mod method;
mod overall;
mod profiles;
mod provenance;
mod sensitivity;
mod since;
mod stability;
mod subfields;
mod summary;
mod time;

use super::build::unit_words;
use super::claims::{Claim, Said};
use super::data::Data;
use super::document::{Block, Document, Figure, Section, Table};
use super::text::{Bi, bi, enumerate, percent, whole};
use super::venues;
use crate::model::record::{SYNTHETIC_NOTE, SYNTHETIC_NOTE_ZH};

/// How a section comes about.
enum Write {
    /// In every report.
    Always(fn(&Data) -> Draft),
    /// Only where there is something to say.
    Perhaps(fn(&Data) -> Option<Draft>),
}

/// All sections, in order. The first five are those of the study.
const SECTIONS: &[Write] = &[
    Write::Always(summary::write),
    Write::Always(overall::write),
    Write::Always(dimensions::write),
    Write::Perhaps(subfields::write),
    Write::Always(method::write),
    Write::Always(stability::write),
    Write::Always(countries::write),
    Write::Perhaps(collaboration::write),
    Write::Perhaps(time::write),
    Write::Always(sensitivity::write),
    Write::Perhaps(since::write),
    Write::Always(coverage::write),
    Write::Always(appendix::write),
    Write::Perhaps(profiles::write),
    Write::Always(provenance::write),
];

/// A section under construction, with what its sentences claim.
pub struct Draft {
    section: Section,
    claims: Vec<Claim>,
}

impl Draft {
    /// An empty section.
    fn new(id: &str, title: Bi) -> Self {
        Self { section: Section { id: id.to_owned(), title, blocks: Vec::new() }, claims: Vec::new() }
    }

    fn put(mut self, block: Block) -> Self {
        self.section.blocks.push(block);
        self
    }

    fn heading(self, id: &str, text: Bi) -> Self {
        self.put(Block::Heading { id: id.to_owned(), text })
    }

    fn paragraph(self, text: Bi) -> Self {
        self.put(Block::Paragraph(text))
    }

    fn note(self, text: Bi) -> Self {
        self.put(Block::Note(text))
    }

    /// A paragraph of sentences that claim numbers.
    fn say(mut self, sentences: impl IntoIterator<Item = Said>) -> Self {
        let said = sentences.into_iter().fold(Said::default(), Said::then);
        self.claims.extend(said.claims);
        if said.text.is_empty() { self } else { self.paragraph(said.text) }
    }

    /// A list of sentences that claim numbers.
    fn list(mut self, sentences: impl IntoIterator<Item = Said>) -> Self {
        let mut texts = Vec::new();
        for said in sentences {
            self.claims.extend(said.claims);
            texts.push(said.text);
        }
        self.put(Block::List(texts))
    }

    fn table(self, table: Table) -> Self {
        self.put(table.block())
    }

    fn figure(self, figure: Figure) -> Self {
        self.put(figure.block())
    }
}

/// What the sentences of one section claim.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Anchor of the section.
    pub section: String,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// The whole report, and what its sentences claim.
pub fn document(data: &Data) -> (Document, Vec<Claimed>) {
    let draft = |write: &Write| match write {
        Write::Always(write) => Some(write(data)),
        Write::Perhaps(write) => write(data),
    };
    let drafts: Vec<Draft> = SECTIONS.iter().filter_map(draft).collect();
    let claimed = drafts
        .iter()
        .map(|draft| Claimed { section: draft.section.id.clone(), claims: draft.claims.clone() });
    let claimed = claimed.collect();
    let source = source(data);
    let document = Document {
        title: title(data),
        subtitle: summary::scope(data),
        facts: facts(data),
        warnings: warnings(data),
        date: data.ask.date.clone(),
        sections: drafts.into_iter().map(|draft| with_source(draft.section, &source)).collect(),
    };
    (document, claimed)
}

/// Where the figures of a chart come from, as it stands below each.
fn source(data: &Data) -> Bi {
    let named = |names: &[String]| {
        let names: Vec<Bi> = names.iter().filter(|name| !name.is_empty()).map(Bi::same).collect();
        enumerate(&names)
    };
    let (papers, citations) = (named(&data.data_sources), named(&data.citation_sources));
    let papers = if papers.is_empty() {
        bi("the input files of table 35", "表 35 所列输入文件")
    } else {
        papers
    };
    let counted = if citations.is_empty() || citations == papers {
        Bi::default()
    } else {
        bi(format!("; citations: {}", citations.en), format!("；被引次数：{}", citations.zh))
    };
    bi(
        format!("Source: {}{}; computed by aicity.", papers.en, counted.en),
        format!("数据来源：{}{}；aicity 计算。", papers.zh, counted.zh),
    )
}

/// A section whose charts say where their figures come from.
fn with_source(mut section: Section, source: &Bi) -> Section {
    for block in &mut section.blocks {
        if let Block::Figure(figure) = block {
            figure.notes.push(source.clone());
        }
    }
    section
}

fn title(data: &Data) -> Bi {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let top = whole(data.ask.top as i128);
    let [field, field_zh] =
        if is_of_the_study(data) { ["AI research", "人工智能"] } else { ["research", ""] };
    bi(
        format!("The {top} leading {} in {field}", many.en),
        format!("全球{field_zh}创新力{} {top} 强分析报告", many.zh),
    )
}

fn facts(data: &Data) -> Vec<(Bi, Bi)> {
    let profile = &data.ranked.profile;
    vec![
        (bi("Edition", "版本"), Bi::same(short(&data.edition))),
        (bi("Profile", "方法配置"), Bi::same(&profile.name)),
        (bi("Made by", "生成程序"), Bi::same(concat!("aicity ", env!("CARGO_PKG_VERSION")))),
        (
            bi("Date of the data", "数据日期"),
            data.ask.date.as_ref().map_or_else(|| bi("not stated by the source", "来源未注明"), Bi::same),
        ),
    ]
}

/// Whether every venue of the corpus is one of the study's, which are those of artificial intelligence.
fn is_of_the_study(data: &Data) -> bool {
    let venues = &data.ranked.corpus.venues.id;
    venues.iter().next().is_some() && venues.iter().all(|venue| venues::find(venue).is_some())
}

/// The checksum of an edition without what it counts.
fn short(edition: &str) -> &str {
    edition.split_once(':').map_or(edition, |(short, _)| short.trim_start_matches("sources "))
}

fn warnings(data: &Data) -> Vec<Bi> {
    let mut warnings = Vec::new();
    if data.synthetic() {
        warnings.push(bi(SYNTHETIC_NOTE, SYNTHETIC_NOTE_ZH));
    }
    let coverage = &data.ranked.coverage;
    if let Some(share) = coverage.paper_share().filter(|&share| share < 0.9) {
        let shown = percent(share, 1);
        warnings.push(bi(
            format!("Only {shown} of the selected papers have a known city; the others are credited to no one. See the section on coverage."),
            format!("入选论文中仅 {shown} 有已知城市；其余论文不计入任何城市。详见“覆盖率”一节。"),
        ));
    }
    warnings
}

//! The method, from the profile: the tree of indices with its weights, every formula, every switch, the venues.

use super::Draft;
use crate::base::records::Kind;
use crate::index::profile::{Halves, Profile};
use crate::index::ranking::{FORMULAS, FORMULAS_ZH, INDICES};
use crate::index::standardise::Scale;
use crate::indicators::catalogue::INDICATORS;
use crate::model::corpus::NONE;
use crate::report::build::{Columns, capital, index_title, indicator_title};
use crate::report::claims::Said;
use crate::report::data::Data;
use crate::report::document::{Block, Table};
use crate::report::text::{Bi, Lang, bi, enumerate};
use crate::report::venues;
use crate::robustness::sensitivity::switches::{SWITCHES, Variation};

/// The section.
pub fn write(data: &Data) -> Draft {
    let profile = &data.ranked.profile;
    let mut draft = Draft::new("method", bi("Indicator model and method", "指标模型与方法"))
        .table(model(profile))
        .heading("formulas", bi("Formulas", "指标计算公式"))
        .paragraph(standardisation(profile));
    for k in 0..INDICES.len() {
        draft = draft.put(Block::Formula(formula(profile, k)));
    }
    let definitions = INDICATORS.iter().enumerate().map(|(k, indicator)| {
        let title = indicator_title(k);
        Said::new(bi(
            format!("{}: {}.", title.en, indicator.definition),
            format!("{}：{}。", title.zh, indicator.definition_zh),
        ))
    });
    draft = draft
        .list(definitions)
        .heading("switches", bi("Every switch", "全部开关"))
        .table(switches(profile))
        .heading("venues", bi("Venues", "会议与期刊"));
    draft.table(venue_table(data))
}

/// A line of the model.
struct Line {
    index: usize,
    weight: f64,
    indicator: usize,
    part: f64,
}

/// The tree: a line for each indicator.
fn lines(profile: &Profile) -> Vec<Line> {
    let w = &profile.weights;
    let both = |index: usize, weight: f64, halves: &Halves| {
        [(0, halves.count), (1, halves.citations)].map(|(i, part)| Line {
            index,
            weight,
            indicator: 2 * index + i,
            part,
        })
    };
    let mut lines = Vec::new();
    lines.extend(both(0, w.paper, &w.paper_index));
    lines.extend(both(1, w.scholar, &w.scholar_index));
    lines.extend(both(2, w.institution, &w.institution_index));
    lines.push(Line { index: 3, weight: w.collaboration, indicator: 6, part: 1.0 });
    lines
}

fn model(profile: &Profile) -> Table {
    let lines = lines(profile);
    Columns::of(&lines)
        .hidden("index", Kind::Text, |line| INDICES[line.index].0.into())
        .both(["index_title", "index_title_zh"], bi("Index", "一级指标"), |line| index_title(line.index))
        .share("index_weight", bi("Weight in the innovation index", "一级指标权重"), 0, |line| {
            line.weight.into()
        })
        .hidden("indicator", Kind::Text, |line| INDICATORS[line.indicator].id.into())
        .both(["indicator_title", "indicator_title_zh"], bi("Indicator", "二级指标"), |line| {
            indicator_title(line.indicator)
        })
        .share("indicator_weight", bi("Weight in the index", "二级指标权重"), 0, |line| {
            line.part.into()
        })
        .table(14, "indicator-model", bi("Indicator model", "指标模型"))
}

/// What `std` means under the profile.
fn standardisation(profile: &Profile) -> Bi {
    let zero = profile.zero.to_string();
    match profile.scale {
        Scale::Minmax => bi(
            format!(
                "std(x) = 100 · (ln x′ − min)/(max − min), where min and max are taken over all ranked units, and the zero rule is {zero} (epsilon: x′ = x + that number). An average of nothing counts as 0."
            ),
            format!(
                "std(x) = 100 · (ln x′ − min)/(max − min)，min 与 max 取自全部上榜单元；零值规则为 {zero}（epsilon：x′ = x 加该数）。没有可平均之物时按 0 计。"
            ),
        ),
        other => bi(
            format!(
                "std is the scale {other} over the logarithms of all ranked units; the zero rule is {zero}. An average of nothing counts as 0."
            ),
            format!(
                "std 为全部上榜单元对数值上的 {other} 尺度；零值规则为 {zero}。没有可平均之物时按 0 计。"
            ),
        ),
    }
}

/// How an index is made under the profile: with its own weights, where they are not the study's.
fn formula(profile: &Profile, k: usize) -> Bi {
    let title = index_title(k);
    let usual = profile.weights == Profile::default().weights;
    if usual && k < 4 {
        return bi(format!("{} = {}", title.en, FORMULAS[k]), format!("{} = {}", title.zh, FORMULAS_ZH[k]));
    }
    let own = lines(profile);
    let parts: Vec<(f64, Bi, bool)> = if k < 4 {
        own.iter()
            .filter(|line| line.index == k)
            .map(|line| (line.part, indicator_title(line.indicator), true))
            .collect()
    } else {
        [0, 2, 4, 6].map(|i| (own[i].weight, index_title(own[i].index), false)).to_vec()
    };
    let joined = |lang: Lang| {
        let part = |(weight, title, is_std): &(f64, Bi, bool)| {
            let title = title.get(lang).to_lowercase();
            if *is_std { format!("{weight} std({title})") } else { format!("{weight} {title}") }
        };
        format!("{} = {}", title.get(lang), parts.iter().map(part).collect::<Vec<_>>().join(" + "))
    };
    Bi::made(joined)
}

/// A switch by its key, with its titles and its value in a profile.
type Read = (&'static str, [&'static str; 2], fn(&Profile) -> String);

/// Switches that say which papers and citations count.
const PAPERS: [Read; 5] = [
    ("years", ["Years", "年份"], |p| p.years.to_string()),
    ("venues", ["Venues", "会议期刊"], |p| listed(&p.venues)),
    ("subfields", ["Subfields", "子领域"], |p| listed(&p.subfields)),
    ("maximum_authors", ["Maximum authors", "作者数上限"], |p| p.maximum_authors.to_string()),
    ("citation_window", ["Citation window", "引用窗口"], |p| p.citation_window.to_string()),
];

fn listed(names: &[String]) -> String {
    if names.is_empty() { "all".to_owned() } else { names.join(", ") }
}

/// A switch, as the profile has it.
struct Set {
    id: &'static str,
    title: Bi,
    about: &'static str,
    value: String,
    usual: String,
}

fn switches(profile: &Profile) -> Table {
    let usual = Profile::default();
    let mut all: Vec<Set> = vec![Set {
        id: "unit",
        title: bi("Ranked unit", "排名单元"),
        about: "what is ranked",
        value: profile.unit.name().to_owned(),
        usual: usual.unit.name().to_owned(),
    }];
    all.extend(SWITCHES.iter().filter(|switch| !matches!(switch.variation, Variation::LeaveOut(_))).map(
        |switch| Set {
            id: switch.id,
            title: capital(&bi(switch.titles[0], switch.titles[1])),
            about: switch.about,
            value: switch.value(profile),
            usual: switch.value(&usual),
        },
    ));
    for (id, titles, value) in PAPERS {
        let about = "which papers and citations count";
        all.push(Set {
            id,
            title: bi(titles[0], titles[1]),
            about,
            value: value(profile),
            usual: value(&usual),
        });
    }
    Columns::of(&all)
        .both(["title", "title_zh"], bi("Switch", "开关"), |set| set.title.clone())
        .text("switch", bi("Key", "键"), |set| set.id.to_owned())
        .text("value", bi("In this report", "本报告取值"), |set| set.value.clone())
        .text("study", bi("In the study of 2023", "2023 年报告取值"), |set| set.usual.clone())
        .hidden("about", Kind::Text, |set| set.about.into())
        .table(36, "switches", bi("Switches of the method", "方法开关"))
        .note(bi(
            "The same keys stand in a profile (“aicity list profiles”); the section “How much depends on the choices” shows what each does.",
            "各键与方法配置文件一致（“aicity list profiles”）；其影响见“方法选择的影响”一节。",
        ))
}

/// A venue with its papers.
struct Venue {
    key: String,
    name: String,
    subfields: Vec<u32>,
    papers: u64,
}

fn venue_table(data: &Data) -> Table {
    let corpus = &data.ranked.corpus;
    let mut all: Vec<Venue> = (0..corpus.venues.len())
        .map(|i| {
            let key = corpus.venues.id.get(i).to_owned();
            let own = corpus.venues.name.get(i);
            let known = venues::find(&key).map(|venue| venue.name.as_str());
            let name = if own.is_empty() || own == key { known.unwrap_or(own) } else { own };
            Venue { name: name.to_owned(), key, subfields: Vec::new(), papers: 0 }
        })
        .collect();
    for paper in (0..corpus.papers.len()).filter(|&paper| data.ranked.selection.has(corpus, paper)) {
        let venue = corpus.papers.venue[paper];
        if venue != NONE {
            let venue = &mut all[venue as usize];
            venue.papers += 1;
            for subfield in corpus.papers.subfields.row(paper) {
                if !venue.subfields.contains(subfield) {
                    venue.subfields.push(*subfield);
                }
            }
        }
    }
    all.retain(|venue| venue.papers > 0);
    all.iter_mut().for_each(|venue| venue.subfields.sort_unstable());
    let topics = |venue: &Venue| {
        let names: Vec<Bi> = venue.subfields.iter().map(|&at| Bi::label(&corpus.subfields, at)).collect();
        if names.len() > 3 { bi("several", "多个子领域") } else { enumerate(&names) }
    };
    all.sort_by(|a, b| {
        topics(a).en.cmp(&topics(b).en).then_with(|| b.papers.cmp(&a.papers)).then_with(|| a.key.cmp(&b.key))
    });
    Columns::of(&all)
        .both(["subfield", "subfield_zh"], bi("Subfield", "研究领域"), topics)
        .text("venue", bi("Key", "简称"), |venue| venue.key.clone())
        .text("name", bi("Venue", "期刊会议名称"), |venue| venue.name.clone())
        .whole("papers", bi("Papers", "论文量"), |venue| venue.papers.into())
        .table(15, "venues", bi("Venues of the selected papers", "入选论文的期刊与会议"))
}

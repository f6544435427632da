//! Summary: what was ranked, the main findings, the first twenty.

use super::Draft;
use crate::engine::views::countries::{Countries, Country};
use crate::index::ranking::{INDICES, Row};
use crate::report::build::{first, unit_words};
use crate::report::claims::{Claim, Said, Sort, subject};
use crate::report::data::Data;
use crate::report::text::{Bi, Lang, bi, counted, decimal, enumerate, percent, whole};
use crate::robustness::intervals::DECIDED;

/// Most findings name so many countries.
const NAMED: usize = 4;

/// The section.
pub fn write(data: &Data) -> Draft {
    Draft::new("summary", bi("Summary", "摘要"))
        .say([basis(data)])
        .paragraph(bi("The main findings:", "主要发现："))
        .list(findings(data))
        .table(first(data, 20, (1, "top-20")).note(bi(
            "Every rank stands beside its 95% interval: papers are drawn again with replacement, and everything is ranked anew. \
             Units of one tier cannot be told from its first one by these data.",
            "每个排名旁列出其 95% 区间：对论文有放回地重新抽样并重新排名。同一梯队内的单元，凭现有数据不能与该梯队首位区分。",
        )))
}

/// What was ranked, in one line.
pub fn scope(data: &Data) -> Bi {
    let years = data
        .years
        .map(|(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") });
    // It stands on every page of the PDF and in what describes the report: so does what the papers are.
    let [made_up, made_up_zh] = if data.synthetic() { ["synthetic ", "合成"] } else { ["", ""] };
    let papers = whole(i128::from(data.all.papers));
    match years {
        Some(years) => bi(
            format!("{papers} {made_up}papers, {years}"),
            format!("{years} 年，{papers} 篇{made_up_zh}论文"),
        ),
        None => bi(format!("{papers} {made_up}papers"), format!("{papers} 篇{made_up_zh}论文")),
    }
}

fn total(metric: &'static str, value: u64) -> Claim {
    Claim {
        subject: "corpus".to_owned(),
        metric,
        value: value.to_string(),
        sort: Sort::Count,
        op: "value",
        table: "corpus",
        column: metric,
        rows: String::new(),
    }
}

fn basis(data: &Data) -> Said {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let number = data.ranked.ranking.rows.len();
    let [papers, scholars, institutions] =
        [data.all.papers, data.all.scholars, data.all.institutions].map(|count| whole(i128::from(count)));
    let (ranked, top) = (whole(number as i128), whole(data.ask.top as i128));
    let listed = if data.ask.top < number {
        bi(format!(", and lists the first {top}"), format!("，列出前 {top} 名"))
    } else {
        Bi::default()
    };
    let text = bi(
        format!(
            "This report ranks {ranked} {} by {papers} papers of {scholars} scholars from {institutions} institutions{}. \
             A {} is credited by the affiliations that stand on its papers. The innovation index is made of four indices: papers, \
             scholars, institutions and international collaboration.",
            many.en,
            listed.en,
            unit_words(data.ranked.profile.unit).0.en
        ),
        format!(
            "本报告依据 {papers} 篇论文、{scholars} 位学者和 {institutions} 个机构，对 {ranked} 个{}进行排名{}。\
             论文按其署名机构所在地计入。创新指数由论文、学者、机构和国际合作四个指数合成。",
            many.zh, listed.zh
        ),
    );
    let claims = [
        ("papers", data.all.papers),
        ("scholars", data.all.scholars),
        ("institutions", data.all.institutions),
    ];
    claims.into_iter().fold(Said::new(text), |said, (metric, value)| said.claim(total(metric, value)))
}

fn findings(data: &Data) -> Vec<Said> {
    [by_country(data), leaders(data), sureness(data), concentration(data), topics(data), pair(data)]
        .into_iter()
        .flatten()
        .collect()
}

/// The countries with most units among the first so many, and how many each has; ties with the last one are said.
fn most(countries: &Countries) -> (Vec<&Country>, bool) {
    let with: Vec<&Country> =
        countries.rows.iter().filter(|row| row.units_in_top > 0 && !row.key.is_empty()).collect();
    let shown = with.len().min(NAMED);
    let tied = with.get(shown).is_some_and(|next| next.units_in_top == with[shown - 1].units_in_top);
    (with[..shown].to_vec(), tied)
}

fn by_country(data: &Data) -> Option<Said> {
    let (leading, tied) = most(&data.countries);
    let names = enumerate(
        &leading
            .iter()
            .map(|row| {
                Bi::made(|lang| {
                    let name = data.country_named(&row.key);
                    let units = whole(i128::from(row.units_in_top));
                    match lang {
                        Lang::En => format!("{} ({units})", name.en),
                        Lang::Zh => format!("{}（{units}）", name.zh),
                    }
                })
            })
            .collect::<Vec<_>>(),
    );
    let all = data.countries.at_least(1);
    if leading.is_empty() || all < 2 {
        return None;
    }
    let (_, many) = unit_words(data.ranked.profile.unit);
    let sum: u64 = leading.iter().map(|row| row.units_in_top).sum();
    let share = percent(sum as f64 / data.ask.top as f64, 1);
    let top = whole(data.ask.top as i128);
    let also = if tied {
        bi("; others have as many as the last of these", "；另有国家与其中末位数量相同")
    } else {
        Bi::default()
    };
    let text = bi(
        format!(
            "The first {top} {} lie in {}. The largest numbers: {}{}; together {share}.",
            many.en,
            counted(all as u64, "country", "countries"),
            names.en,
            also.en
        ),
        format!(
            "前 {top} 名{}分布在 {all} 个国家，其中最多的是{}{}，合计占 {share}。",
            many.zh, names.zh, also.zh
        ),
    );
    let claim = |row: &&Country| Claim {
        subject: row.key.clone(),
        metric: "cities",
        value: row.units_in_top.to_string(),
        sort: Sort::Count,
        op: "count",
        table: "34",
        column: "",
        rows: row.key.clone(),
    };
    Some(leading.iter().map(claim).fold(Said::new(text), Said::claim))
}

fn leaders(data: &Data) -> Option<Said> {
    let [first, second] = data.rows().get(..2)? else { return None };
    if first.rank == second.rank {
        return None;
    }
    let [one, two] = [first, second].map(|row| data.name(row.unit));
    let [score, next] = [first, second].map(|row| decimal(row.indices[4], 2));
    let above = data.sure(first)?.above_next?;
    let surely = order(above);
    let text = bi(
        format!(
            "{} ranks first with an innovation index of {score}, ahead of {} ({next}). {}",
            one.en, two.en, surely.en
        ),
        format!("{}以 {score} 的创新指数居首位，其次是{}（{next}）。{}", one.zh, two.zh, surely.zh),
    );
    let claim = |row: &Row| {
        let subject = subject(data, row);
        Claim::cell("1", INDICES[4].0, &subject, format!("{:.2}", row.indices[4]), Sort::Index)
    };
    Some(Said::new(text).claim(claim(first)).claim(claim(second)))
}

/// Whether the data decide who of two stands above, by the chance of it.
fn order(above: f64) -> Bi {
    let shown = percent(above, 1);
    if above >= DECIDED {
        bi(
            format!("Their order holds in {shown} of the resampled rankings."),
            format!("该先后次序在 {shown} 的重抽样排名中成立。"),
        )
    } else {
        bi(
            format!(
                "The data do not decide their order: it holds in {shown} of the resampled rankings, less than {}.",
                percent(DECIDED, 1)
            ),
            format!(
                "现有数据不足以判定二者先后：该次序仅在 {shown} 的重抽样排名中成立，低于 {}。",
                percent(DECIDED, 1)
            ),
        )
    }
}

/// How wide intervals are among the listed units, and how many tiers there are.
fn sureness(data: &Data) -> Option<Said> {
    let (_, many) = unit_words(data.ranked.profile.unit);
    let width = |rows: &[Row]| {
        let mut widths: Vec<u32> = rows
            .iter()
            .filter_map(|row| data.sure(row))
            .map(|sure| sure.place.high - sure.place.low)
            .collect();
        widths.sort_unstable();
        widths.get(widths.len() / 2).copied()
    };
    let rows = data.rows();
    let (head, tail) = rows.split_at(rows.len().min(20));
    let near = width(head)?;
    let tiers = data.sure(rows.last()?)?.tier;
    let top = whole(rows.len() as i128);
    let far = width(tail).map(|far| {
        bi(
            format!(", and {} among the others", places(far).en),
            format!("，其余为 {} 位", whole(i128::from(far))),
        )
    });
    let far = far.unwrap_or_default();
    Some(Said::new(bi(
        format!(
            "How exact ranks are: the median 95% interval spans {} among the first {}{}. The first {top} {} \
             fall into {}.",
            places(near).en,
            head.len(),
            far.en,
            many.en,
            counted(u64::from(tiers), "tier", "tiers")
        ),
        format!(
            "排名的精确程度：前 {} 名的 95% 区间跨度中位数为 {} 位{}。前 {top} 名{}可分为 {tiers} 个梯队。",
            head.len(),
            whole(i128::from(near)),
            far.zh,
            many.zh
        ),
    )))
}

fn places(count: u32) -> Bi {
    bi(counted(u64::from(count), "place", "places"), format!("{count} 位"))
}

/// What the first twenty are on together: distinct papers, not added up.
fn concentration(data: &Data) -> Option<Said> {
    let top = data.tops.iter().find(|top| top.top == 20)?;
    let (_, many) = unit_words(data.ranked.profile.unit);
    let [papers, summed] = [top.papers, top.papers_summed].map(|count| whole(i128::from(count)));
    let [share, share_summed] =
        [top.share_of_papers?, top.share_of_papers_summed?].map(|share| percent(share, 2));
    Some(Said::new(bi(
        format!(
            "The first 20 {} are on {papers} of all papers ({share}), each counted once. Their own counts added up give {summed} \
             ({share_summed}), because a paper of two of them counts in both.",
            many.en
        ),
        format!(
            "前 20 名{}共参与 {papers} 篇论文（占 {share}），每篇只计一次；若将各自的论文量相加则为 {summed} 篇（{share_summed}），因为两地合作的论文会计两次。",
            many.zh
        ),
    )))
}

fn topics(data: &Data) -> Option<Said> {
    let topics = &data.topics;
    let shown = &topics[..topics.len().min(5)];
    let first = shown.first()?;
    let names = enumerate(&shown.iter().map(|topic| topic.name.clone()).collect::<Vec<_>>());
    let (number, papers) = (topics.len() as u64, whole(i128::from(first.papers)));
    let share = percent(first.papers as f64 / data.all.papers as f64, 1);
    Some(Said::new(bi(
        format!(
            "The papers belong to {}. Most are in {} ({papers} papers, {share} of all); the first are {}.",
            counted(number, "subfield", "subfields"),
            first.name.en,
            names.en
        ),
        format!(
            "论文分属 {number} 个子领域，其中{}最多（{papers} 篇，占 {share}）；居前的依次是{}。",
            first.name.zh, names.zh
        ),
    )))
}

fn pair(data: &Data) -> Option<Said> {
    super::subfields::pair_sentence(data)
}

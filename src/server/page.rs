//! The page at `/`: what is loaded, where everything is, and a form for queries that works without scripts.

use super::etag;
use super::reply::Reply;
use super::router::Asked;
use super::state::State;
use crate::base::escape::html;
use crate::sparql::library::{Named, QUERIES};
use hyper::header::HeaderName;
use std::fmt::Write;
use std::sync::Arc;

const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const STYLE: &str = "
:root{color-scheme:light dark;--line:#8886}
body{font:16px/1.55 system-ui,'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .2rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line)}
td.n{text-align:right;font-variant-numeric:tabular-nums;width:9rem}
textarea{width:100%;box-sizing:border-box;height:13rem;font:14px/1.4 ui-monospace,monospace;padding:.6rem}
button,select,input{font:inherit;padding:.25rem .7rem}.note{padding:.5rem .8rem;border:1px solid var(--line);border-left:.3rem solid #c70}
code{font:.9em ui-monospace,monospace}small,.zh{opacity:.75}form.inline{display:inline}details{margin:.2rem 0}label{margin-right:.8rem;display:inline-block}";

/// A query to begin with.
const FIRST: &str = "PREFIX aicity: <https://aicity.example/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?metro ?name ?papers WHERE {
  { SELECT ?metro (COUNT(?paper) AS ?papers) WHERE {
      GRAPH <https://aicity.example/graph/derived> { ?paper aicity:inMetro ?metro }
      ?paper a aicity:Paper
  } GROUP BY ?metro ORDER BY DESC(?papers) ?metro LIMIT 20 }
  OPTIONAL { ?metro skos:prefLabel ?name FILTER(LANG(?name) = \"en\") }
} ORDER BY DESC(?papers) ?metro";

/// What the counts of a manifest are called.
const COUNTS: &[(&str, &str, &str)] = &[
    ("papers", "papers", "论文"),
    ("authorships", "authorships", "署名"),
    ("scholars", "scholars", "学者"),
    ("institutions", "institutions", "机构"),
    ("cities", "cities", "城市"),
    ("quads", "statements (RDF)", "RDF 陈述"),
    ("terms", "terms (RDF)", "RDF 词项"),
];

/// Where things are.
const PLACES: &[(&str, &str, &str)] = &[
    ("/sparql", "SPARQL 1.1 endpoint; opened without a query, its service description", "SPARQL 端点"),
    ("/api/v1", "JSON API: rankings, units, papers behind a number, network", "JSON 接口"),
    ("/api/v1/openapi.json", "its description, OpenAPI 3.1", "接口说明"),
    ("/api/v1/rankings?unit=metro&limit=20", "the ranking, first 20", "排名前 20"),
    ("/api/v1/rankings?unit=metro&limit=10000&format=csv", "the ranking as CSV", "排名 (CSV)"),
    ("/api/v1/coverage", "what can be credited to a place", "覆盖率"),
    ("/queries", "queries by name", "预置查询"),
    (
        "/store?graph=https%3A%2F%2Faicity.example%2Fgraph%2Fprovenance",
        "a graph (Graph Store Protocol)",
        "命名图",
    ),
    ("/.well-known/void", "VoID and DCAT of the dataset", "数据集说明"),
    ("/dump/graph.nq.zst", "the whole edition as sorted N-Quads", "完整数据"),
    ("/dump/manifest.json", "manifest of that dump, with checksums", "数据清单"),
    ("/health", "whether the server is well", "运行状态"),
    ("/metrics", "counters for Prometheus", "监控指标"),
];

/// Answers the page.
pub fn answer(state: &Arc<State>, asked: &Asked) -> Reply {
    let edition = state.edition();
    let tag = etag::of(&edition.id, asked, None);
    if etag::matches(asked, &tag) {
        return etag::not_modified(&tag);
    }
    let reply = Reply::of("text/html; charset=utf-8", page(state));
    etag::tagged(reply.with(HeaderName::from_static("content-security-policy"), CSP), &tag)
}

fn page(state: &State) -> String {
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>aicity</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>\
         <h1>aicity</h1><p>Which cities lead research, and how sure are we? \
         <span class=\"zh\" lang=\"zh\">哪些城市引领科研，我们有多大把握？</span></p>"
    );
    loaded(state, &mut out);
    out += "<h2>What is here <span class=\"zh\" lang=\"zh\">内容</span></h2><table>";
    for (href, en, zh) in PLACES {
        put(
            &mut out,
            format_args!(
                "<tr><td><a href=\"{0}\"><code>{0}</code></a></td><td>{en} <span class=\"zh\" lang=\"zh\">{zh}</span></td></tr>",
                html(href)
            ),
        );
    }
    out += "</table>";
    form(state, &mut out);
    out += "<h2>Queries by name <span class=\"zh\" lang=\"zh\">预置查询</span></h2>";
    let is_example = |query: &&Named| query.name.starts_with("examples/");
    QUERIES.iter().filter(is_example).for_each(|query| named(query, &mut out));
    out += "<h3>Indicators and network <span class=\"zh\" lang=\"zh\">指标与网络</span></h3>";
    QUERIES.iter().filter(|query| !is_example(query)).for_each(|query| named(query, &mut out));
    put(
        &mut out,
        format_args!(
            "<p><small>aicity {}. A figure is only as good as what could be credited to a place: see coverage.</small></p></body></html>\n",
            env!("CARGO_PKG_VERSION")
        ),
    );
    out
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

fn loaded(state: &State, out: &mut String) {
    let edition = state.edition();
    *out += "<h2>What is loaded <span class=\"zh\" lang=\"zh\">已载入数据</span></h2>";
    let coverage = crate::engine::coverage::Coverage::of(&edition.corpus);
    if coverage.synthetic {
        *out += "<p class=\"note\">This corpus is <b>synthetic</b>: made up by a generator, no finding about the world. \
                 <span lang=\"zh\">合成数据，不代表真实情况。</span></p>";
    }
    if edition.corpus.papers.is_empty() {
        *out += "<p class=\"note\">This edition is a graph without a corpus: SPARQL works, there is nothing to rank.</p>";
    }
    *out += "<table>";
    for (key, en, zh) in COUNTS {
        if let Some(count) = edition.manifest.counts.get(*key) {
            put(
                out,
                format_args!(
                    "<tr><td>{en} <span class=\"zh\" lang=\"zh\">{zh}</span></td><td class=\"n\">{}</td></tr>",
                    grouped(*count)
                ),
            );
        }
    }
    let mut row = |what: &str, value: String| {
        put(out, format_args!("<tr><td>{what}</td><td class=\"n\">{}</td></tr>", html(&value)));
    };
    if let Some(share) = coverage.paper_share() {
        row(
            "papers with a city <span class=\"zh\" lang=\"zh\">有城市的论文</span>",
            format!("{:.1} %", share * 100.0),
        );
    }
    row(
        "edition <span class=\"zh\" lang=\"zh\">版本</span>",
        format!("{} ({})", edition.id, edition.generation),
    );
    *out += "</table>";
}

fn form(state: &State, out: &mut String) {
    put(
        out,
        format_args!(
            "<h2>Ask <span class=\"zh\" lang=\"zh\">查询</span></h2><form action=\"/sparql\" method=\"get\">\
         <textarea name=\"query\" spellcheck=\"false\" aria-label=\"SPARQL query\">{}</textarea><p>\
         <label>format <select name=\"format\"><option value=\"html\">table</option><option value=\"json\">JSON</option><option value=\"csv\">CSV</option>\
         <option value=\"tsv\">TSV</option><option value=\"xml\">XML</option><option value=\"ttl\">Turtle (graphs)</option>\
         </select></label> <button>Run</button></p></form><p><small>At most {} s, {} rows, {} MiB; \
         larger ones: the dump.</small></p>",
            html(FIRST),
            state.options.time.as_secs(),
            grouped(state.options.rows),
            state.options.bytes >> 20
        ),
    );
}

fn named(query: &Named, out: &mut String) {
    put(
        out,
        format_args!(
            "<details><summary>{} <span class=\"zh\" lang=\"zh\">{}</span></summary>\
         <form class=\"inline\" action=\"/queries/{}\" method=\"get\"><p>{}</p><p>",
            html(query.title()),
            html(query.title_zh()),
            html(query.name),
            html(&query.description())
        ),
    );
    for parameter in query.parameters() {
        put(
            out,
            format_args!(
                "<label title=\"{}\">{} <input name=\"{}\" placeholder=\"{}\"{}></label> ",
                html(parameter.en),
                html(parameter.name),
                html(parameter.name),
                html(parameter.example.or(parameter.default).unwrap_or_default()),
                if parameter.required { " required" } else { "" }
            ),
        );
    }
    put(
        out,
        format_args!(
            "<label>format <select name=\"format\"><option value=\"html\">table</option><option>json</option><option>csv</option><option>tsv</option></select></label> \
         <button>Run</button> <a href=\"/queries/{}?text\">text</a></p></form></details>",
            html(query.name)
        ),
    );
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_groups() {
        assert_eq!([grouped(7), grouped(1234), grouped(1_234_567)], ["7", "1,234", "1,234,567"]);
    }

    #[test]
    fn the_first_query_is_one() {
        assert!(crate::sparql::guard::check(FIRST, None).is_ok());
    }
}

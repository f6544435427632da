//! Editions: what is served, what it was made from, and the published study that the method comes from.

use super::catalogue::{answer, counts};
use super::parameter::{Kind, Parameter, path};
use super::route::{Answer, Call, Route};
use super::schema::{boolean, count, document, list, object, one_of, or_null, said, text};
use crate::base::{Error, Result};
use crate::edition::Edition as Published;
use crate::engine::coverage::Coverage;
use crate::engine::views::edition;
use serde_json::{Value, json};

const EDITION: &[Parameter] =
    &[path("edition", Kind::Text(64), "Id of the edition that is served, or `current`.")];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/editions",
        id: "editions",
        title: "The editions that there are",
        description: "One is served: its id changes with what it was made from. The published study is named for reference.",
        parameters: &[],
        body: None,
        answer: Answer::Document { schema: list_schema, make: all },
    },
    Route {
        path: "/api/v1/editions/{edition}",
        id: "edition",
        title: "What an edition holds, and what it was made from",
        description: "Counts, years, venues, subfields, sources with their checksums, coverage, and what was rejected.",
        parameters: &[EDITION],
        body: None,
        answer: Answer::Document { schema: one_schema, make: one },
    },
];

/// The published edition that is named.
const STUDY: &str = "2023";

fn list_schema() -> Value {
    let one = object([
        ("id", text()),
        (
            "kind",
            said(
                one_of(&["served", "published"]),
                "served: rankings are made from it; published: its figures are printed",
            ),
        ),
        ("generation", said(or_null(text()), "generation of the store")),
        ("program", said(or_null(text()), "version of the program that loaded it")),
        ("title_en", or_null(text())),
        ("title_zh", or_null(text())),
        ("source", said(or_null(text()), "who published it")),
        ("published", said(or_null(text()), "when it was published")),
        ("synthetic", said(boolean(), "whether its figures were made up by a generator")),
        ("counts", said(counts(), "number of entities of each sort")),
    ]);
    document([("editions", list(one))])
}

fn all(call: &Call<'_>) -> Result<Value> {
    let edition = call.edition;
    let study = Published::load(STUDY)?.spec;
    let served = json!({
        "id": edition.id, "kind": "served", "generation": edition.generation, "program": edition.manifest.program,
        "title_en": null, "title_zh": null, "source": null, "published": null,
        "synthetic": Coverage::of_selected(&edition.corpus, |_| false).synthetic,
        "counts": edition.manifest.counts,
    });
    let published = json!({
        "id": study.id, "kind": "published", "generation": null, "program": null, "title_en": study.title_en,
        "title_zh": study.title, "source": study.source, "published": study.published, "synthetic": false,
        "counts": study.corpus,
    });
    answer(call, json!({"editions": [served, published]}))
}

/// Schema of coverage counts.
pub fn coverage() -> Value {
    let names = [
        "papers",
        "papers_with_institution",
        "papers_with_city",
        "papers_without_citations",
        "papers_without_year",
        "authorships",
        "authorships_with_city",
        "affiliations",
        "affiliations_with_institution",
        "affiliations_with_city",
    ];
    object(names.map(|name| (name, count())))
}

fn one_schema() -> Value {
    let source = object([
        ("name", text()),
        ("format", text()),
        ("sha256", said(text(), "of the bytes as read, hexadecimal")),
        ("bytes", count()),
    ]);
    let topic = || object([("key", text()), ("name", text()), ("name_zh", text()), ("papers", count())]);
    document([
        ("generation", text()),
        ("program", said(text(), "version of the program that loaded it")),
        ("counts", counts()),
        ("years", or_null(object([("first", count()), ("last", count())]))),
        ("sources", list(source)),
        ("data_sources", list(text())),
        ("citation_sources", list(text())),
        ("venues", list(topic())),
        ("subfields", list(topic())),
        ("coverage", coverage()),
        ("rejections", said(counts(), "rejected records by reason")),
        ("skipped", said(counts(), "sound records outside what was asked for, by reason")),
        ("synthetic", said(boolean(), "whether figures were made up by a generator")),
    ])
}

fn one(call: &Call<'_>) -> Result<Value> {
    let (edition, wanted) = (call.edition, call.values.text("edition").unwrap_or_default());
    if wanted != "current" && wanted != edition.id {
        return Err(Error::not_found(
            format!("edition {wanted:?} is not served"),
            "/api/v1/editions names what is",
        ));
    }
    let mut document = answer(call, edition::edition(&edition.corpus, &edition.manifest))?;
    document["generation"] = edition.generation.as_str().into();
    Ok(document)
}

//! The `OpenAPI` 3.1 description, made from the list of routes.

use super::route::{Answer, Route};
use crate::base::records::{Column, Kind};
use serde_json::{Map, Value, json};

/// The description of everything under `/api/v1`.
pub fn describe() -> Value {
    let mut paths = Map::new();
    for route in super::routes() {
        let item = paths.entry(route.path).or_insert_with(|| json!({}));
        item[route.method().to_ascii_lowercase()] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "aicity",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Which cities lead research, and how sure are we?",
            "description": "Everything is read-only and of one edition, whose id every answer names. \
                Tables come in pages, as JSON or CSV; the field Link and the member `next` lead to the next page. \
                SPARQL is at /sparql, described by a GET without a query.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": {"Problem": problem()}},
    })
}

fn operation(route: &Route) -> Value {
    let parameters: Vec<Value> =
        route.all_parameters().iter().map(super::parameter::Parameter::describe).collect();
    let mut responses = json!({
        "200": {"description": route.title, "headers": headers(), "content": content(route)},
        "304": {"description": "The client has this answer already."},
    });
    let mut statuses = vec![
        ("400", "The request is not understood."),
        ("404", "There is no such thing."),
        ("406", "No acceptable format."),
        ("413", "Request or answer are larger than the server takes or makes."),
        ("429", "Too many requests at once."),
        ("500", "A defect of the server."),
        ("503", "The server is ending, or has too many connections."),
    ];
    if matches!(route.answer, Answer::Table { .. }) {
        statuses.push(("409", "The cursor is one of another request or edition."));
    }
    if route.body.is_some() {
        statuses
            .extend([("408", "The body did not arrive in time."), ("415", "The body is not JSON in UTF-8.")]);
    }
    for (status, description) in statuses {
        let schema = json!({"$ref": "#/components/schemas/Problem"});
        responses[status] =
            json!({"description": description, "content": {"application/problem+json": {"schema": schema}}});
    }
    responses["414"] = json!({"description": "The target is too long: refused before it is read."});
    responses["431"] =
        json!({"description": "Target and fields are larger than 8 KiB: refused before they are read."});
    let mut operation = json!({
        "operationId": route.id, "summary": route.title, "parameters": parameters, "responses": responses,
    });
    if !route.description.is_empty() {
        operation["description"] = json!(route.description);
    }
    if let Some(body) = route.body {
        operation["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": body()}}});
    }
    operation
}

fn headers() -> Value {
    let text = |description: &str| json!({"description": description, "schema": {"type": "string"}});
    json!({
        "ETag": text("Validator, for If-None-Match."),
        "X-Request-Id": text("Id of the request in the log."),
    })
}

fn content(route: &Route) -> Value {
    match route.answer {
        Answer::Document { schema, .. } => json!({"application/json": {"schema": schema()}}),
        Answer::Table { columns, .. } => json!({
            "application/json": {"schema": page(columns())},
            "text/csv": {"schema": {"type": "string"}},
        }),
        Answer::File { media, .. } => {
            let content = media().into_iter().map(|name| (name.to_owned(), json!({})));
            Value::Object(content.collect())
        }
    }
}

fn page(columns: &[Column]) -> Value {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let properties: Map<String, Value> = columns.iter().map(|c| (c.name.to_owned(), cell(c))).collect();
    json!({
        "type": "object",
        "required": ["edition", "total", "next", "rows"],
        "additionalProperties": false,
        "properties": {
            "edition": {"type": "string"},
            "total": {"type": "integer", "minimum": 0, "description": "Rows of the whole table."},
            "next": {"type": ["string", "null"], "description": "Cursor of the next page."},
            "rows": {"type": "array", "items": {
                "type": "object", "required": names, "additionalProperties": false, "properties": properties,
            }},
        },
    })
}

fn cell(column: &Column) -> Value {
    let mut schema = match column.kind {
        Kind::Text => json!({"type": ["string", "null"]}),
        Kind::Integer => json!({"type": ["integer", "null"]}),
        Kind::Number => json!({"type": ["number", "null"]}),
        Kind::Boolean => json!({"type": ["boolean", "null"]}),
        Kind::Texts => json!({"type": ["array", "null"], "items": {"type": "string"}}),
    };
    schema["title"] = json!(format!("{} · {}", column.title_en, column.title_zh));
    schema["description"] = json!(column.description);
    schema
}

fn problem() -> Value {
    let text = json!({"type": "string"});
    json!({
        "type": "object",
        "description": "RFC 9457",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {
            "type": {"type": "string", "format": "uri"}, "title": text, "status": {"type": "integer"},
            "detail": text, "request_id": text,
        },
    })
}

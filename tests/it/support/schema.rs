//! A checker of the part of JSON Schema that answers are described with. A keyword that it does not know is a failure: a
//! check that is not made must not pass.

use serde_json::Value;

/// What of a value is not as a schema says, with its place; nothing where all is.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, value, "$", &mut found);
    found
}

const ANNOTATIONS: [&str; 4] = ["description", "title", "examples", "default"];

fn check(schema: &Value, value: &Value, place: &str, found: &mut Vec<String>) {
    let schema = schema.as_object().unwrap_or_else(|| panic!("{place}: no schema: {schema}"));
    for (keyword, wanted) in schema {
        let fits = match keyword.as_str() {
            "type" => types(wanted).iter().any(|name| is(name, value)),
            "anyOf" => wanted.as_array().unwrap().iter().any(|one| faults(one, value).is_empty()),
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
            "required" => value.as_object().is_none_or(|object| {
                wanted.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
            }),
            "items" => {
                for (i, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(wanted, item, &format!("{place}[{i}]"), found);
                }
                true
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    if let Some(wanted) = wanted.get(name) {
                        check(wanted, member, &format!("{place}.{name}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                let named =
                    |name: &String| schema.get("properties").is_some_and(|own| own.get(name).is_some());
                let others = value.as_object().into_iter().flatten().filter(|(name, _)| !named(name));
                match wanted {
                    Value::Bool(allowed) => *allowed || others.count() == 0,
                    wanted => {
                        others.for_each(|(name, other)| {
                            check(wanted, other, &format!("{place}.{name}"), found);
                        });
                        true
                    }
                }
            }
            "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= wanted.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= wanted.as_u64().unwrap()),
            "minLength" => {
                value.as_str().is_none_or(|t| t.chars().count() as u64 >= wanted.as_u64().unwrap())
            }
            "maxLength" => {
                value.as_str().is_none_or(|t| t.chars().count() as u64 <= wanted.as_u64().unwrap())
            }
            other if ANNOTATIONS.contains(&other) => true,
            other => panic!("{place}: keyword {other:?} is not checked"),
        };
        if !fits {
            let shown: String = value.to_string().chars().take(120).collect();
            found.push(format!("{place}: {keyword} {wanted}: {shown}"));
        }
    }
}

fn types(wanted: &Value) -> Vec<&str> {
    match wanted {
        Value::String(one) => vec![one],
        several => several.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect(),
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::faults;
    use serde_json::json;

    #[test]
    fn what_does_not_fit_is_found() {
        let schema = json!({
            "type": "object", "required": ["a"], "additionalProperties": false,
            "properties": {
                "a": {"type": ["integer", "null"], "minimum": 0},
                "b": {"type": "array", "items": {"anyOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]}},
            },
        });
        for good in [json!({"a": 1}), json!({"a": null, "b": []}), json!({"a": 0, "b": ["x", null]})] {
            assert_eq!(faults(&schema, &good), [""; 0], "{good}");
        }
        for bad in [
            json!([]),
            json!({}),
            json!({"a": 1.5}),
            json!({"a": -1}),
            json!({"a": "1"}),
            json!({"a": 1, "c": 1}),
            json!({"a": 1, "b": ["y"]}),
            json!({"a": 1, "b": [1]}),
        ] {
            assert_eq!(faults(&schema, &bad).len(), 1, "{bad}");
        }
        let map = json!({"type": "object", "additionalProperties": {"type": "integer"}});
        assert_eq!(faults(&map, &json!({"x": 1, "y": "2"})).len(), 1);
    }
}

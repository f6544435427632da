//! Which columns of a Parquet file are read.

use super::super::layout::Entity;
use parquet::basic::{ConvertedType, LogicalType, Type as Physical};
use parquet::schema::types::{Type, TypePtr};
use std::sync::Arc;

/// What decides whether a work is read.
pub const HEAD: &[&str] = &[
    "id",
    "doi",
    "publication_year",
    "is_paratext",
    "is_retracted",
    "is_xpac",
    "primary_location.source.id",
    "primary_location.source.display_name",
    "primary_location.source.issn_l",
    "primary_location.source.issn",
    "primary_location.raw_source_name",
    "locations.source.id",
    "locations.source.display_name",
    "locations.source.issn_l",
    "locations.source.issn",
    "locations.raw_source_name",
];

/// What is read of a work beside that.
const BODY: &[&str] = &[
    "title",
    "display_name",
    "cited_by_count",
    "counts_by_year.year",
    "counts_by_year.cited_by_count",
    "primary_topic.subfield.id",
    "primary_topic.subfield.display_name",
    "authorships.author.id",
    "authorships.author.display_name",
    "authorships.author.orcid",
    "authorships.raw_author_name",
    "authorships.institutions.id",
    "authorships.institutions.display_name",
    "authorships.institutions.ror",
    "authorships.institutions.country_code",
    "authorships.countries",
    "authorships.affiliations.raw_affiliation_string",
    "authorships.affiliations.institution_ids",
    "authorships.raw_affiliation_strings",
];

const INSTITUTION: &[&str] = &[
    "id",
    "ror",
    "display_name",
    "country_code",
    "type",
    "geo.city",
    "geo.geonames_city_id",
    "geo.country_code",
    "geo.latitude",
    "geo.longitude",
];

/// What is read of a record. There is no Parquet of the generation before 2025-11, so its keys are not looked for.
pub fn columns(entity: Entity) -> Vec<&'static str> {
    match entity {
        Entity::Works => [HEAD, BODY].concat(),
        Entity::Institutions => INSTITUTION.to_vec(),
        Entity::Sources | Entity::Authors => vec!["id"],
    }
}

/// What the columns of a file say it is about.
pub fn entity(root: &Type) -> Option<Entity> {
    let telling = [
        ("authorships", Entity::Works),
        ("geo", Entity::Institutions),
        ("issn_l", Entity::Sources),
        ("last_known_institutions", Entity::Authors),
    ];
    let has = |column: &str| root.get_fields().iter().any(|field| field.name() == column);
    telling.into_iter().find(|(column, _)| has(column)).map(|(_, entity)| entity)
}

/// The part of a schema that is read. Columns that a file lacks are null in each of its records.
pub fn project(root: &Type, wanted: &[&str]) -> Result<Type, String> {
    let fields = prune(root.get_fields(), "", wanted)?;
    let root = Type::group_type_builder(root.name()).with_fields(fields).build();
    root.map_err(|error| error.to_string())
}

fn prune(fields: &[TypePtr], path: &str, wanted: &[&str]) -> Result<Vec<TypePtr>, String> {
    let mut kept = Vec::new();
    for field in fields {
        let dot = if path.is_empty() { "" } else { "." };
        kept.extend(prune_field(field, &format!("{path}{dot}{}", field.name()), wanted)?);
    }
    Ok(kept)
}

/// What is kept of a column whose path is known: of groups what is wanted below, of lists what is wanted of an element.
fn prune_field(field: &TypePtr, path: &str, wanted: &[&str]) -> Result<Option<TypePtr>, String> {
    let below = |wanted: &&&str| wanted.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let exactly = wanted.contains(&path);
    if field.is_primitive() {
        return if exactly { checked(field, path).map(Some) } else { Ok(None) };
    }
    if !exactly && !wanted.iter().any(|wanted| below(&wanted)) {
        return Ok(None);
    }
    let fields = match field.get_fields() {
        [repeated] if is_list(field) => elements(repeated, path, wanted)?.into_iter().collect(),
        fields => prune(fields, path, wanted)?,
    };
    rebuilt(field, fields)
}

/// What is kept of the repeated field of a list: it, or the only field in it, is the element.
fn elements(repeated: &TypePtr, path: &str, wanted: &[&str]) -> Result<Option<TypePtr>, String> {
    if repeated.is_primitive() {
        return prune_field(repeated, path, wanted);
    }
    let fields = match repeated.get_fields() {
        [element] if !is_tuple(repeated) => prune_field(element, path, wanted)?.into_iter().collect(),
        fields => prune(fields, path, wanted)?,
    };
    rebuilt(repeated, fields)
}

/// A repeated group with one field that is an element itself and not its wrapping (Parquet's rules for older lists).
fn is_tuple(repeated: &Type) -> bool {
    repeated.name() == "array" || repeated.name().ends_with("_tuple")
}

fn is_list(field: &Type) -> bool {
    let info = field.get_basic_info();
    info.converted_type() == ConvertedType::LIST || matches!(info.logical_type_ref(), Some(LogicalType::List))
}

fn rebuilt(group: &Type, fields: Vec<TypePtr>) -> Result<Option<TypePtr>, String> {
    if fields.is_empty() {
        return Ok(None);
    }
    let info = group.get_basic_info();
    let rebuilt = Type::group_type_builder(group.name())
        .with_repetition(info.repetition())
        .with_converted_type(info.converted_type())
        .with_logical_type(info.logical_type_ref().cloned())
        .with_id(info.has_id().then(|| info.id()))
        .with_fields(fields)
        .build();
    rebuilt.map(|group| Some(Arc::new(group))).map_err(|error| error.to_string())
}

/// A column of a sort that a record of OpenAlex has: the library does not know every other one.
fn checked(column: &TypePtr, path: &str) -> Result<TypePtr, String> {
    match column.get_physical_type() {
        Physical::BOOLEAN
        | Physical::INT32
        | Physical::INT64
        | Physical::FLOAT
        | Physical::DOUBLE
        | Physical::BYTE_ARRAY => Ok(Arc::clone(column)),
        other => Err(format!("column {path} is {other}, which no field of OpenAlex is")),
    }
}

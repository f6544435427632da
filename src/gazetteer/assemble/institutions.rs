//! Institutions from all files: of the versions of a record, the newest.

use super::note;
use crate::gazetteer::model::Institution;
use crate::gazetteer::part::{Part, Versioned};
use crate::model::record::{Reason, Rejection};
use std::cmp::Reverse;

/// Institutions by ROR id. The newer schema counts before the later date of change, because records of schema 1 have no
/// date; what is withdrawn in its newest version is left out.
pub(super) fn assemble(parts: &mut [Part], rejections: &mut Vec<Rejection>) -> Vec<Institution> {
    let mut records: Vec<(usize, Versioned)> = Vec::new();
    for (at, part) in parts.iter_mut().enumerate() {
        records.extend(std::mem::take(&mut part.institutions).into_iter().map(|record| (at, record)));
    }
    records.sort_by(|(part, a), (other, b)| {
        let (id, other_id) = (&a.institution.ror, &b.institution.ror);
        id.cmp(other_id)
            .then_with(|| Reverse(&a.version).cmp(&Reverse(&b.version)))
            .then(part.cmp(other))
            .then(a.line.cmp(&b.line))
    });
    let mut institutions: Vec<Institution> = Vec::new();
    let mut newest: Option<(usize, Versioned)> = None;
    for (part, record) in records {
        match &newest {
            Some((_, kept)) if kept.institution.ror == record.institution.ror => {
                rejections.push(superseded(kept, &record, parts[part].file));
            }
            _ => {
                institutions.extend((!record.withdrawn).then(|| record.institution.clone()));
                newest = Some((part, record));
            }
        }
    }
    institutions
}

fn superseded(kept: &Versioned, record: &Versioned, file: u32) -> Rejection {
    let ror = &record.institution.ror;
    let (reason, detail) = if kept.version != record.version {
        let (schema, date) = &kept.version;
        (Reason::Duplicate, format!("an older version of {ror}: the one of schema {schema} {date} is used"))
    } else if kept.institution == record.institution && kept.withdrawn == record.withdrawn {
        (Reason::Duplicate, format!("{ror} again"))
    } else {
        let names = [&kept.institution.name, &record.institution.name];
        (
            Reason::Conflict,
            format!("{ror} is {:?} and, of the same date, {:?}; the first is kept", names[0], names[1]),
        )
    };
    note(file, record.line, "id", reason, detail)
}

//! What is behind a number of a unit: papers, scholars, institutions.

use super::parameter::{Kind, Parameter, query};
use super::route::{Answer, Call, Route};
use super::switches::{COMPOSITION, COUNTING, OF_UNIT, PROFILE, RULES, SELECTION, SORT, sort};
use super::units::at;
use crate::base::Result;
use crate::base::records::{Record, Table};
use crate::engine::views::behind::{MemberBehind, OfMembers, OfPapers, PaperBehind, members, papers};

const INDICATOR: &[Parameter] = &[query(
    "indicator",
    Kind::Choice(&["papers", "citations", "international_collaborations"]),
    "The number that the papers make up; those that add nothing to it are left out.",
)
.or("papers")];

/// Routes.
pub const ROUTES: &[Route] = &[
    Route {
        path: "/api/v1/units/{level}/{key}/papers",
        id: "unit_papers",
        title: "The papers behind a number of a unit",
        description: "Most cited first, then by key. The credits add up to the number that the ranking shows, as exact \
                      fractions to the last one.",
        parameters: &[OF_UNIT, INDICATOR, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || PaperBehind::COLUMNS, make: of_papers },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/scholars",
        id: "unit_scholars",
        title: "The scholars of a unit",
        description: "Everybody with an affiliation in the unit on a selected paper, with what was published from there. \
                      The credits add up to the unit's number of scholars.",
        parameters: &[OF_UNIT, SORT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || MemberBehind::COLUMNS, make: scholars },
    },
    Route {
        path: "/api/v1/units/{level}/{key}/institutions",
        id: "unit_institutions",
        title: "The institutions of a unit",
        description: "Those with a selected paper. The credits add up to the unit's number of institutions.",
        parameters: &[OF_UNIT, SORT, PROFILE, SELECTION, COUNTING, RULES, COMPOSITION],
        body: None,
        answer: Answer::Table { columns: || MemberBehind::COLUMNS, make: institutions },
    },
];

fn of_papers(call: &Call<'_>) -> Result<Table> {
    let of = match call.values.text("indicator") {
        Some("citations") => OfPapers::Citations,
        Some("international_collaborations") => OfPapers::InternationalCollaborations,
        _ => OfPapers::Papers,
    };
    at(call, |focus| Table::of(&papers(focus, &call.edition.texts, of)))
}

fn scholars(call: &Call<'_>) -> Result<Table> {
    of_members(call, OfMembers::Scholars)
}

fn institutions(call: &Call<'_>) -> Result<Table> {
    of_members(call, OfMembers::Institutions)
}

fn of_members(call: &Call<'_>, of: OfMembers) -> Result<Table> {
    at(call, |focus| Table::of(&members(focus, &call.edition.texts, of, sort(call.values))))
}

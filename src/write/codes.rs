//! Which codes each column of the output may hold, under one standard.
//!
//! In: the columns of a file, and a standard. Out: the same columns with their code lists and closed sets. A column of one name holds
//! the same codes in every file, so the rule stands here once; a set that only one file has is stated with its column.

use serde::Serialize;

use crate::harmonise::{Codes, Column};
use crate::model::{AreaKind, Grade, TableId};
use crate::spec::{DimensionKind, Standard};

/// The same columns, each with the codes it may hold.
///
/// ```
/// use concord::harmonise::{Codes, observation_columns};
/// use concord::spec::Standard;
/// use concord::write::with_codes;
///
/// let standard = Standard::shipped().unwrap();
/// let columns = with_codes(&standard, &observation_columns(&standard, standard.table("POP2").unwrap()));
/// let born = columns.iter().find(|column| column.name == "country_of_birth").unwrap();
/// assert_eq!(born.codes, Some(Codes::List("area".to_owned())));
/// ```
#[must_use]
pub fn with_codes(standard: &Standard, columns: &[Column]) -> Vec<Column> {
    columns
        .iter()
        .map(|column| {
            let codes = column.codes.clone().or_else(|| codes_of(standard, &column.name));
            Column { codes, ..column.clone() }
        })
        .collect()
}

fn codes_of(standard: &Standard, name: &str) -> Option<Codes> {
    let list = |id: &str| standard.lists.contains_key(id).then(|| Codes::List(id.to_owned()));
    let closed = |codes: Vec<&str>| Some(Codes::Closed(codes.into_iter().map(str::to_owned).collect()));
    if let Some(dimension) = standard.dimensions.values().find(|dimension| dimension.id.as_str() == name) {
        let id = standard.list_of(&dimension.id)?.id().to_owned();
        return match dimension.kind {
            DimensionKind::Area | DimensionKind::List => Some(Codes::List(id)),
            DimensionKind::Age => Some(Codes::Labelled(id)),
            DimensionKind::Open => None,
        };
    }
    match name {
        "reporter" | "state" | "partner" | "first_reporter" | "second_reporter" | "best_state" | "comparable_states"
        | "reported_states" | "lost" => standard.area_list().map(|areas| Codes::List(areas.id().to_owned())),
        "table_id" | "first_table" | "second_table" | "view_table" => closed(standard.tables.keys().map(TableId::as_str).collect()),
        "obs_status" | "obs_status_all" | "first_status" | "second_status" => list("obs_status"),
        "first_grade" | "second_grade" | "grade" => closed(Grade::ALL.iter().map(|one| one.as_str()).collect()),
        "freq" | "conf_status" => list(name),
        _ if name.ends_with("_kind") => closed(AreaKind::ALL.iter().map(|one| one.as_str()).collect()),
        _ => None,
    }
}

/// The keys under which Parquet and Arrow files say what a column holds.
pub const DESCRIPTION: &str = "description";
/// The code list by its id, as it stands in `codelists/`.
pub const CODE_LIST: &str = "code_list";
/// Where the codes are: a file, or all of them.
pub const CODES: &str = "codes";

/// What a column says of itself: description and codes, as pairs of key and text.
pub(super) fn said_of(column: &Column) -> Vec<(&'static str, String)> {
    let mut said = vec![(DESCRIPTION, column.about.clone())];
    match &column.codes {
        Some(Codes::List(id)) => said.extend([(CODE_LIST, id.clone()), (CODES, format!("codelists/{id}.parquet"))]),
        Some(Codes::Labelled(id)) => {
            said.extend([(CODE_LIST, id.clone()), (CODES, format!("codelists/{id}.parquet names some; others are built alike"))]);
        }
        Some(Codes::Closed(codes)) => said.push((CODES, codes.join(" | "))),
        None => {}
    }
    said
}

/// The codes of a column from what it says of itself; the reverse of what is written into files.
#[must_use]
pub fn codes_said(code_list: Option<&str>, codes: Option<&str>) -> Option<Codes> {
    match (code_list, codes) {
        (Some(id), Some(codes)) if codes == format!("codelists/{id}.parquet") => Some(Codes::List(id.to_owned())),
        (Some(id), _) => Some(Codes::Labelled(id.to_owned())),
        (None, Some(codes)) => Some(Codes::Closed(codes.split(" | ").map(str::to_owned).collect())),
        (None, None) => None,
    }
}

#[derive(Serialize)]
struct Said<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    nullable: bool,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code_list: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    codes: Option<String>,
}

/// All columns of a file in one text, for readers that show a file's keys and not those of its columns.
///
/// # Errors
/// Only when JSON can't be made, which would be a fault of this program.
pub fn columns_said(columns: &[Column]) -> Result<String, serde_json::Error> {
    let one = |column: &Column, key: &str| said_of(column).into_iter().find(|(name, _)| *name == key).map(|(_, text)| text);
    let all: Vec<Said<'_>> = columns
        .iter()
        .map(|column| Said {
            name: &column.name,
            kind: column.kind.as_str(),
            nullable: column.nullable,
            description: &column.about,
            code_list: one(column, CODE_LIST),
            codes: one(column, CODES),
        })
        .collect();
    serde_json::to_string(&all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_column_says_of_its_codes_reads_back() {
        let closed = Codes::Closed(vec!["A".to_owned(), "B".to_owned()]);
        for codes in [Some(Codes::List("area".to_owned())), Some(Codes::Labelled("age".to_owned())), Some(closed), None] {
            let column = Column { codes: codes.clone(), ..Column::new("one", crate::harmonise::ColumnKind::Text, "made up") };
            let said = said_of(&column);
            let text = |key: &str| said.iter().find(|(name, _)| *name == key).map(|(_, text)| text.as_str());
            assert_eq!(codes_said(text(CODE_LIST), text(CODES)), codes);
        }
    }
}

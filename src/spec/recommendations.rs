//! What became of recommendations, kept from year to year.
//!
//! In: one TOML file. Out: the status of each recommendation by its id. Whether it still arises is not known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::load::{line_at, load_toml};
use super::pipeline::NamedPath;
use super::problem::{Problems, SpecError};
use crate::diag::MappingLine;
use crate::model::closed_set;

closed_set!(
    /// What became of a recommendation.
    RecommendationStatus {
        /// Nobody has answered yet.
        Open = "open",
        /// The state will do it.
        Agreed = "agreed",
        /// The state has done it.
        Done = "done",
        /// The state will not do it.
        Declined = "declined",
        /// It does not arise any more.
        Gone = "gone",
    }
);

closed_set!(
    /// What people can note of a recommendation.
    NotedStatus {
        /// The state will do it.
        Agreed = "agreed",
        /// The state has done it.
        Done = "done",
        /// The state will not do it.
        Declined = "declined",
    }
);

impl From<NotedStatus> for RecommendationStatus {
    fn from(noted: NotedStatus) -> Self {
        match noted {
            NotedStatus::Agreed => Self::Agreed,
            NotedStatus::Done => Self::Done,
            NotedStatus::Declined => Self::Declined,
        }
    }
}

/// What is noted of recommendations, as people write it.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RecommendationsFile {
    /// Version of this file format: 1.
    #[validate(range(min = 1, max = 1, message = "this program reads recommendations of schema 1"))]
    schema: u32,
    /// One for each recommendation that somebody has answered.
    #[serde(default)]
    #[validate(nested)]
    recommendation: Vec<RecommendationEntry>,
}

/// What is noted of one recommendation.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RecommendationEntry {
    /// Its id, such as `ken-missing-imm4`; `recommendations.parquet` and `concord gaps` show it.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// What became of it.
    status: NotedStatus,
    /// The round since which it stands so: the id of a pipeline.
    #[validate(length(min = 1, message = "must not be empty"))]
    since: String,
    /// What was said about it.
    note: Option<String>,
}

/// What is noted of a recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What became of it.
    pub status: NotedStatus,
    /// The round since which it stands so.
    pub since: String,
    /// What was said about it.
    pub note: Option<String>,
    /// Where it is written.
    pub line: MappingLine,
}

/// What is noted, by the id of the recommendation.
pub type NotedRecommendations = BTreeMap<String, Noted>;

/// Reads the file.
///
/// # Errors
/// The file can't be read, breaks its schema, or names a recommendation twice.
pub fn load_recommendations(file: &NamedPath) -> Result<NotedRecommendations, SpecError> {
    let text = file.text("the list of recommendations")?;
    let read: RecommendationsFile = load_toml(&file.name, &text)?;
    let mut problems = Problems::default();
    let mut found = NotedRecommendations::new();
    for entry in read.recommendation {
        let at = line_at(&text, entry.id.span().start);
        let id = entry.id.into_inner();
        if id.is_empty() || id.bytes().any(|byte| byte.is_ascii_uppercase() || byte.is_ascii_whitespace()) {
            let hint = Some("copy the id from `concord gaps`; it has small letters, such as `ken-missing-imm4`".to_owned());
            problems.add_with_hint(&file.name, at, format!("`{id}` is no id of a recommendation"), hint);
        }
        let line = MappingLine { file: Arc::from(file.name.as_str()), line: at };
        let noted = Noted { status: entry.status, since: entry.since, note: entry.note, line };
        if found.insert(id.clone(), noted).is_some() {
            problems.add(&file.name, at, format!("`{id}` stands twice"));
        }
    }
    problems.refuse()?;
    Ok(found)
}

//! What `list` tells.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::spec::{Mapping, Standard, TableSpec};

/// `list standards`: the standard that is used.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StandardBody {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title in English.
    pub title: String,
    /// Who issues it.
    pub authority: String,
    /// The day this version was issued.
    pub date: String,
    /// Whether it is in force.
    pub status: String,
    /// SHA-256 over its files, in hexadecimal.
    pub sha256: String,
    /// Number of exchange tables.
    pub tables: u64,
    /// Number of code lists.
    pub code_lists: u64,
}

/// `list tables`: the exchange tables of the standard.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TablesBody {
    /// Id and version of the standard.
    pub standard: String,
    /// Its tables by id.
    pub tables: Vec<StandardTable>,
}

/// One exchange table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StandardTable {
    /// Its id.
    pub id: String,
    /// Its title in English.
    pub title: String,
    /// Which part of the exchange it belongs to.
    pub axis: String,
    /// core, optional or derived.
    pub level: String,
    /// Stock, flow or balance.
    pub stat_type: String,
    /// What one unit is.
    pub unit: String,
    /// Dimensions in order; sex and age are among them where the table asks for them.
    pub dimensions: Vec<String>,
}

/// `list mappings`: the mappings that are found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MappingsBody {
    /// Mappings in order of their files.
    pub mappings: Vec<MappingLine>,
}

/// One mapping.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MappingLine {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// State or agency that sends the return.
    pub sender: String,
    /// What the return is.
    pub title: String,
    /// Edition.
    pub vintage: String,
    /// First day on which a file of this layout may have been sent.
    pub valid_from: String,
    /// Last such day.
    pub valid_to: Option<String>,
    /// Exchange tables it feeds.
    pub tables: Vec<String>,
}

impl StandardBody {
    /// A standard as it is printed.
    #[must_use]
    pub fn of(standard: &Standard) -> Self {
        Self {
            id: standard.id.clone(),
            version: standard.version.clone(),
            title: standard.title.clone(),
            authority: standard.authority.clone(),
            date: standard.date.to_string(),
            status: standard.status.clone(),
            sha256: standard.sha256.clone(),
            tables: standard.tables.len() as u64,
            code_lists: standard.lists.len() as u64,
        }
    }
}

impl TablesBody {
    /// The tables of a standard as they are printed.
    #[must_use]
    pub fn of(standard: &Standard) -> Self {
        Self {
            standard: format!("{} {}", standard.id, standard.version),
            tables: standard.tables.values().map(StandardTable::of).collect(),
        }
    }
}

impl StandardTable {
    fn of(table: &TableSpec) -> Self {
        let sex = table.sex.then(|| "sex".to_owned());
        let age = table.age.map(|_| "age".to_owned());
        Self {
            id: table.id.to_string(),
            title: table.title.clone(),
            axis: table.axis.clone(),
            level: table.level.to_string(),
            stat_type: table.stat_type.to_string(),
            unit: table.unit.to_string(),
            dimensions: table.dimensions.iter().map(ToString::to_string).chain(sex).chain(age).collect(),
        }
    }
}

impl MappingsBody {
    /// Mappings as they are printed.
    #[must_use]
    pub fn of(mappings: &[Mapping]) -> Self {
        Self { mappings: mappings.iter().map(MappingLine::of).collect() }
    }
}

impl MappingLine {
    fn of(mapping: &Mapping) -> Self {
        let effects =
            mapping.tables.iter().flat_map(|table| std::iter::once(&table.effect).chain(table.rules.iter().map(|rule| &rule.effect)));
        let tables: BTreeSet<String> = effects.flat_map(|effect| &effect.to).map(|(id, _)| id.to_string()).collect();
        Self {
            id: mapping.id.to_string(),
            file: mapping.file.to_string(),
            sender: mapping.sender.to_string(),
            title: mapping.title.clone(),
            vintage: mapping.vintage.clone(),
            valid_from: mapping.valid.0.to_string(),
            valid_to: mapping.valid.1.map(|day| day.to_string()),
            tables: tables.into_iter().collect(),
        }
    }
}

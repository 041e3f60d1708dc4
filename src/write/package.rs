//! The data dictionary beside the data: `datapackage.json`, after the Data Package standard, version 2.
//!
//! In: files with their columns, keys, sizes and digests. Out: one text that names every file, every column with its type, meaning and
//! codes, and which column leads to which code list. It holds no clock and no path of a machine, and says nothing of licences unless
//! the pipeline does.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::harmonise::{Codes, Column, ColumnKind};
use crate::spec::Licence;

/// The name of the file.
pub const PACKAGE: &str = "datapackage.json";

/// How the tables of a folder are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow IPC, the file format.
    Arrow,
    /// Comma-separated values in UTF-8.
    Csv,
}

impl Stored {
    /// The ending of a file.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Csv => "csv",
        }
    }

    const fn mediatype(self) -> &'static str {
        match self {
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Arrow => "application/vnd.apache.arrow.file",
            Self::Csv => "text/csv",
        }
    }
}

/// A folder of tables, described.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Package {
    /// Which version of the standard this follows.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// Short name.
    pub name: String,
    /// What it is, for people.
    pub title: String,
    /// How to read it.
    #[serde(default)]
    pub description: String,
    /// Under which licence the publisher gives it out; none where nobody stated one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<Licence>,
    /// Files the figures were read from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PackageSource>,
    /// Program, pipeline and standard, as in every file.
    #[serde(default)]
    pub concord: std::collections::BTreeMap<String, String>,
    /// The files. Read back as they stand.
    #[serde(default)]
    pub resources: Vec<Value>,
}

/// A file that was read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PackageSource {
    /// Its name.
    pub title: String,
    /// SHA-256 of it, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl Package {
    /// A package without files; `keys` are those that stand in every file.
    #[must_use]
    pub fn new(name: &str, title: &str, keys: &[(String, String)], sources: Vec<PackageSource>) -> Self {
        let named = |(key, text): &(String, String)| Some((key.strip_prefix("concord.")?.to_owned(), text.clone()));
        Self {
            schema: "https://datapackage.org/profiles/2.0/datapackage.json".to_owned(),
            name: name.to_lowercase(),
            title: title.to_owned(),
            description:
                "Migration statistics in one comparable form, one file a table. An empty value is never a zero: obs_status says why \
                          it is empty. Totals stand beside their parts, so choose one level of every dimension before adding up."
                    .to_owned(),
            licenses: Vec::new(),
            sources,
            concord: keys.iter().filter_map(named).collect(),
            resources: Vec::new(),
        }
    }

    /// The text of the file.
    ///
    /// # Errors
    /// Only when JSON can't be made, which would be a fault of this program.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

/// Path, bytes and SHA-256 of a file.
pub type ResourceFile = (String, u64, String);

/// A table of a package.
#[derive(Debug, Clone)]
pub struct Resource<'a> {
    /// Path within the folder, without its ending; of a table in many files the folder.
    pub stem: &'a str,
    /// How it is stored.
    pub stored: Stored,
    /// What it holds.
    pub title: &'a str,
    /// Its columns.
    pub columns: &'a [Column],
    /// How many rows it has.
    pub rows: u64,
    /// Its files; one, or the parts of a table.
    pub files: Vec<ResourceFile>,
    /// The columns that together name a row; none where nothing does.
    pub key: Vec<String>,
    /// Code lists that stand beside it, to which its columns may lead.
    pub lists: &'a [String],
    /// Columns that stand in the names of folders and not in the files.
    pub folders: &'a [&'a str],
}

impl Resource<'_> {
    /// Its entry of the package.
    #[must_use]
    pub fn entry(&self) -> Value {
        let fields: Vec<Value> = self.columns.iter().map(|column| field(column, self.stored)).collect();
        let mut schema = json!({ "fields": fields, "missingValues": missing(self.stored) });
        if !self.key.is_empty() {
            schema["primaryKey"] = json!(self.key);
        }
        let foreign: Vec<Value> = self.columns.iter().filter_map(|column| foreign_key(column, self.lists)).collect();
        if !foreign.is_empty() {
            schema["foreignKeys"] = json!(foreign);
        }
        let mut entry = json!({
            "name": resource_name(self.stem),
            "type": "table",
            "title": self.title,
            "format": self.stored.ending(),
            "mediatype": self.stored.mediatype(),
            "rows": self.rows,
            "bytes": self.files.iter().map(|(_, bytes, _)| bytes).sum::<u64>(),
            "schema": schema,
        });
        if self.stored == Stored::Csv {
            entry["encoding"] = json!("utf-8");
        }
        if !self.folders.is_empty() {
            entry["partitionFields"] = json!(self.folders);
        }
        match self.files.as_slice() {
            [(path, _, sha256)] => {
                entry["path"] = json!(path);
                entry["hash"] = json!(format!("sha256:{sha256}"));
            }
            // The standard has one digest a resource; of parts each has its own.
            parts => {
                entry["path"] = json!(parts.iter().map(|(path, ..)| path).collect::<Vec<_>>());
                entry["hashes"] = json!(parts.iter().map(|(.., sha256)| format!("sha256:{sha256}")).collect::<Vec<_>>());
            }
        }
        entry
    }
}

/// The texts that stand for nothing. Parquet and Arrow know nulls, and an empty text in them is a text.
fn missing(stored: Stored) -> Vec<&'static str> {
    if stored == Stored::Csv { vec![""] } else { Vec::new() }
}

/// The name of a resource: its path in small letters.
fn resource_name(stem: &str) -> String {
    stem.to_lowercase().replace('/', "-")
}

fn field(column: &Column, stored: Stored) -> Value {
    let (kind, is_list) = match column.kind {
        ColumnKind::Text | ColumnKind::Dictionary => ("string", false),
        ColumnKind::Date => ("date", false),
        ColumnKind::Int64 | ColumnKind::Int32 | ColumnKind::Int16 => ("integer", false),
        ColumnKind::Float64 => ("number", false),
        ColumnKind::Boolean => ("boolean", false),
        ColumnKind::TextList | ColumnKind::DictionaryList => ("array", true),
    };
    let mut made = json!({ "name": column.name, "type": kind, "description": column.about });
    let mut constraints = serde_json::Map::new();
    if !column.nullable {
        constraints.insert("required".to_owned(), json!(true));
    }
    match &column.codes {
        Some(Codes::Closed(codes)) if is_list => {
            constraints.insert("jsonSchema".to_owned(), json!({ "items": { "enum": codes } }));
        }
        Some(Codes::Closed(codes)) => {
            constraints.insert("enum".to_owned(), json!(codes));
        }
        Some(Codes::List(id)) => made["codeList"] = json!(id),
        Some(Codes::Labelled(id)) => {
            made["codeList"] = json!(id);
            made["codeListComplete"] = json!(false);
        }
        None => {}
    }
    if !constraints.is_empty() {
        made["constraints"] = Value::Object(constraints);
    }
    if stored == Stored::Csv && kind == "boolean" {
        made["trueValues"] = json!(["true"]);
        made["falseValues"] = json!(["false"]);
    }
    made
}

fn foreign_key(column: &Column, lists: &[String]) -> Option<Value> {
    let Some(Codes::List(id)) = &column.codes else { return None };
    let many = matches!(column.kind, ColumnKind::TextList | ColumnKind::DictionaryList);
    (!many && lists.contains(id)).then(|| {
        let reference = json!({ "resource": resource_name(&format!("codelists/{id}")), "fields": ["code"] });
        json!({ "fields": [column.name], "reference": reference })
    })
}

/// The columns that together name a row, by the name of the file; none where nothing does.
#[must_use]
pub fn key_columns(stem: &str, columns: &[Column]) -> Vec<String> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    match stem.split_once('/') {
        Some(("observations", _)) => observation_key(columns),
        Some(("derived", "parts")) => names(&["sum_id", "reporter"]),
        Some(("derived", _)) => names(&["sum_id"]),
        Some(("codelists", _)) => names(&["code"]),
        Some(_) => Vec::new(),
        None => match stem {
            "gaps" => names(&["state", "table_id", "year", "breakdown"]),
            "gap_costs" => names(&["table_id", "year", "breakdown"]),
            "returns" => names(&["file"]),
            "profiles" => names(&["source_id", "table_id", "profile_id", "attribute"]),
            "submissions" => names(&["submission_id", "sheet"]),
            _ => Vec::new(),
        },
    }
}

/// The key of the contract: the dimensions stand between `reference` and `sex`.
fn observation_key(columns: &[Column]) -> Vec<String> {
    let all: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let dimensions = all
        .iter()
        .skip_while(|name| **name != "reference")
        .skip(1)
        .take_while(|name| **name != "sex")
        .filter(|name| !(name.ends_with("_kind") && all.contains(&name.trim_end_matches("_kind"))));
    let before = ["table_id", "reporter", "freq", "time_period", "period_end"];
    let after = ["sex", "age", "source_id", "vintage"];
    before.iter().chain(dimensions).chain(&after).map(|name| (*name).to_owned()).collect()
}

/// What a file of the output holds, for people; `table_title` is that of its exchange table.
#[must_use]
pub fn file_title(stem: &str, table_title: Option<&str>) -> String {
    let of_table = |what: &str| table_title.map_or_else(|| what.to_owned(), |title| format!("{title}{}", what.replace("Figures", "")));
    match stem.split_once('/') {
        Some(("observations", _)) => of_table("Figures"),
        Some(("conflicts", _)) => of_table("Figures: claims that contradict each other, none of them published"),
        Some(("derived", "parts")) => "The figures that speak in regional sums".to_owned(),
        Some(("derived", _)) => of_table("Figures: sums over the members of the region"),
        Some(("codelists", id)) => format!("Code list `{id}`"),
        _ => match stem {
            "mirror" => "The same persons as counted by two states, or by two sources",
            "profiles" => "What each source states of its definitions",
            "recommendations" => "What would make most figures comparable",
            "gaps" => "What was asked for against what was sent",
            "gap_costs" => "What each breakdown that lacks costs the region",
            "sources" => "The sources of each state by part of the exchange",
            "returns" => "The files of the round",
            "lineage" => "What became of every cell",
            "findings" => "What somebody should know about the files and figures",
            "submissions" => "Every sheet of every file",
            other => other,
        }
        .to_owned(),
    }
}

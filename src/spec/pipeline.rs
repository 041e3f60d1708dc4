//! A pipeline: which standard, which mappings, which files, and where the output goes.

use std::path::{Component, Path, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use validator::Validate;

use super::language::Language;
use super::load::{line_at, load_toml};
use super::plan::PlanSection;
use super::problem::{SpecError, SpecProblem};
use crate::model::{ParseCodeError, Sender, SourceId};

/// A pipeline file, as people write it. Every path in it is relative to `root`.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PipelineFile {
    /// Version of this file format: 1.
    #[validate(range(min = 1, max = 1, message = "this program reads pipelines of schema 1"))]
    pub schema: u32,
    /// Short name, for the manifest.
    #[validate(length(min = 1, max = 64))]
    pub id: String,
    /// What the pipeline makes, for people.
    #[validate(length(min = 3, max = 200))]
    pub title: String,
    /// Folder the other paths start from, seen from the folder of this file; that folder itself where not given.
    pub root: Option<String>,
    /// Folder of the standard; the one inside the program where not given.
    pub standards: Option<String>,
    /// Folders whose mappings may claim a file.
    #[schemars(with = "Vec<String>")]
    pub mappings: Vec<Spanned<String>>,
    /// Files to read; `*` stands for any part of a name, `**` for any folders.
    #[schemars(with = "Vec<String>")]
    pub inputs: Vec<Spanned<String>>,
    /// Which source speaks where several give a figure, the first one first: `own` for what a state itself sent, an agency such as
    /// `UNDESA`, or one source such as `KEN:CENSUS`; `own` alone where not given.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub source_order: Vec<Spanned<String>>,
    /// What the round asks for; everything core, of every member, where not given.
    #[validate(nested)]
    pub plan: Option<PlanSection>,
    /// CSV file with the day on which each file was received: `file,received_on`.
    #[schemars(with = "Option<String>")]
    pub receipts: Option<Spanned<String>>,
    /// CSV file with the sources that states have: `area,source,type,since,axis,used,shared,reliability,note`; the standard's own
    /// inventory where not given.
    #[schemars(with = "Option<String>")]
    pub sources: Option<Spanned<String>>,
    /// Files with explanations of findings and of gaps; patterns as in `inputs`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub explanations: Vec<Spanned<String>>,
    /// File with what became of recommendations, kept from year to year.
    #[schemars(with = "Option<String>")]
    pub recommendations: Option<Spanned<String>>,
    /// Which reports are written.
    #[validate(nested)]
    pub reports: Option<ReportsSection>,
    /// The licence under which the publisher gives the figures out; nothing is said of it where not given.
    #[validate(nested)]
    pub licence: Option<Licence>,
    /// Folder the output is written to.
    #[validate(length(min = 1))]
    pub output: String,
}

/// A licence, as the description of the output names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Licence {
    /// Its short name, such as `CC-BY-4.0`.
    #[validate(length(min = 1, max = 64))]
    pub name: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Web address of its text.
    #[validate(url(message = "must be a web address, such as `https://creativecommons.org/licenses/by/4.0/`"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// Which reports a run writes.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportsSection {
    /// Languages in which they are written.
    #[validate(length(min = 1, message = "must name a language; leave `[reports]` out for the languages of each state"))]
    pub languages: Vec<Language>,
}

/// One place in the order of sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceRank {
    /// What the state itself sent.
    Own,
    /// Anything of one sender.
    Sender(Sender),
    /// One source of one sender.
    Source(SourceId),
}

impl std::str::FromStr for SourceRank {
    type Err = ParseCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "own" {
            return Ok(Self::Own);
        }
        if text.contains(':') { SourceId::new(text).map(Self::Source) } else { Sender::new(text).map(Self::Sender) }
    }
}

/// A file to read or a mapping, with the name under which it is told of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedPath {
    /// Seen from the pipeline's root, with forward slashes; the same on every machine.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl NamedPath {
    /// The text of a file that people write; `what` says what it is.
    pub(super) fn text(&self, what: &str) -> Result<String, SpecError> {
        let text = std::fs::read_to_string(&self.path).map_err(|error| {
            let message = if error.kind() == std::io::ErrorKind::InvalidData {
                format!("{what} can't be read: the file is not UTF-8 text")
            } else {
                format!("{what} can't be read: {error}")
            };
            SpecError::of(vec![SpecProblem { file: self.name.clone(), line: None, message, hint: None }])
        })?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }
}

/// A pipeline after its paths were looked up.
#[derive(Debug, Clone, Default)]
pub struct Pipeline {
    /// Its file, as the user named it.
    pub file: String,
    /// Short name.
    pub id: String,
    /// What it makes.
    pub title: String,
    /// Text of the file, for its digest.
    pub text: String,
    /// Folder of the standard, where not the one inside the program.
    pub standards: Option<PathBuf>,
    /// Mapping files, sorted by name.
    pub mappings: Vec<NamedPath>,
    /// Files to read, sorted by name.
    pub inputs: Vec<NamedPath>,
    /// Files in the folders of the inputs that could be returns, and that no pattern takes.
    pub not_taken: Vec<NamedPath>,
    /// Which source speaks where several give a figure.
    pub source_order: Vec<SourceRank>,
    /// What the round asks for, as written.
    pub plan: Option<PlanSection>,
    /// When files were received.
    pub receipts: Option<NamedPath>,
    /// The sources that states have.
    pub sources: Option<NamedPath>,
    /// What was explained, sorted by name.
    pub explanations: Vec<NamedPath>,
    /// What became of recommendations.
    pub recommendations: Option<NamedPath>,
    /// Languages of the reports beside English; none where those of each state's own returns are meant.
    pub report_languages: Vec<Language>,
    /// The licence of the output, where the publisher states one.
    pub licence: Option<Licence>,
    /// Folder of the output.
    pub output: PathBuf,
}

impl Pipeline {
    /// Loads a pipeline and looks up its files.
    ///
    /// # Errors
    /// The file can't be read, breaks its schema, or names inputs or mappings that match no file.
    pub fn load(path: &Path) -> Result<Self, SpecError> {
        let shown = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            SpecError::of(vec![SpecProblem {
                file: shown.clone(),
                line: None,
                message: format!("the pipeline can't be read: {error}"),
                hint: Some("give the path of a pipeline file, such as `pipelines/samples.toml`".to_owned()),
            }])
        })?;
        let read: PipelineFile = load_toml(&shown, &text)?;
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let root = read.root.as_ref().map_or_else(|| folder.to_path_buf(), |root| folder.join(root));
        let mut finder = Finder { shown: &shown, text: &text, root: &root, problems: Vec::new() };
        let (receipts, sources) = (finder.one(read.receipts.as_ref()), finder.one(read.sources.as_ref()));
        let recommendations = finder.one(read.recommendations.as_ref());
        let explanations = finder.all(&read.explanations, str::to_owned);
        // What the secretariat keeps beside the returns is none.
        let kept: Vec<&str> =
            explanations.iter().chain(&receipts).chain(&sources).chain(&recommendations).map(|file| file.name.as_str()).collect();
        let mut inputs = finder.all(&read.inputs, str::to_owned);
        inputs.retain(|input| !kept.contains(&input.name.as_str()));
        let mappings = finder
            .all(&read.mappings, |pattern| if pattern.ends_with(".toml") { pattern.to_owned() } else { format!("{pattern}/**/*.toml") });
        let mut not_taken = finder.not_taken(&read.inputs, &inputs);
        not_taken.retain(|file| !kept.contains(&file.name.as_str()));
        let source_order = finder.source_order(&read.source_order);
        if !finder.problems.is_empty() {
            return Err(SpecError::of(finder.problems));
        }
        Ok(Self {
            file: shown,
            id: read.id,
            title: read.title,
            standards: read.standards.map(|standards| root.join(standards)),
            mappings,
            inputs,
            not_taken,
            source_order,
            plan: read.plan,
            receipts,
            sources,
            explanations,
            recommendations,
            report_languages: read.reports.map(|reports| reports.languages).unwrap_or_default(),
            licence: read.licence,
            output: tidy_path(&root.join(read.output)),
            text,
        })
    }
}

/// The same path without `.` and without folders that are left again at once, so that a person can read it.
fn tidy_path(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidy.components().next_back(), Some(Component::Normal(_))) => {
                tidy.pop();
            }
            part => tidy.push(part),
        }
    }
    tidy
}

/// The name of a path, with forward slashes.
fn name_of(relative: &Path) -> String {
    relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

struct Finder<'a> {
    shown: &'a str,
    text: &'a str,
    root: &'a Path,
    problems: Vec<SpecProblem>,
}

impl Finder<'_> {
    fn all(&mut self, patterns: &[Spanned<String>], widen: impl Fn(&str) -> String) -> Vec<NamedPath> {
        let mut found = Vec::new();
        for pattern in patterns {
            let matches = self.matches(&widen(pattern.get_ref()));
            let line = line_at(self.text, pattern.span().start);
            match matches {
                Ok(paths) if paths.is_empty() => {
                    self.problem(line, format!("`{}` matches no file", pattern.get_ref()), "correct the path; it starts from `root`");
                }
                Ok(paths) => found.extend(paths),
                Err(error) => self.problem(
                    line,
                    format!("`{}` is not a pattern of paths: {error}", pattern.get_ref()),
                    "use `*` for any part of a name and `**` for any folders",
                ),
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// The one file that a path names.
    fn one(&mut self, path: Option<&Spanned<String>>) -> Option<NamedPath> {
        let path = path?;
        let relative = tidy_path(Path::new(&path.get_ref().replace('\\', "/")));
        let found = NamedPath { name: name_of(&relative), path: self.root.join(relative) };
        if !found.path.is_file() {
            let line = line_at(self.text, path.span().start);
            self.problem(line, format!("there is no file `{}`", path.get_ref()), "correct the path; it starts from `root`");
        }
        Some(found)
    }

    /// Files beside the inputs that have the ending of a return and are none: a pattern such as `*.xlsx` leaves others out.
    fn not_taken(&self, patterns: &[Spanned<String>], inputs: &[NamedPath]) -> Vec<NamedPath> {
        const ENDINGS: [&str; 11] = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "tab", "txt", "html", "htm"];
        let mut found = Vec::new();
        for pattern in patterns.iter().map(|pattern| pattern.get_ref().as_str()).filter(|pattern| pattern.contains(['*', '?', '['])) {
            let folder: Vec<&str> = pattern.split('/').take_while(|part| !part.contains(['*', '?', '['])).collect();
            let depth =
                if pattern.contains("**") { "**/*".to_owned() } else { vec!["*"; pattern.split('/').count() - folder.len()].join("/") };
            let beside = folder.into_iter().chain([depth.as_str()]).collect::<Vec<_>>().join("/");
            found.extend(self.matches(&beside).unwrap_or_default());
        }
        let is_return = |one: &NamedPath| {
            let ending = one.path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        };
        found.retain(|one| is_return(one) && !inputs.contains(one));
        found.sort();
        found.dedup();
        found
    }

    /// The order of sources; the state's own return where nothing is said.
    fn source_order(&mut self, written: &[Spanned<String>]) -> Vec<SourceRank> {
        let mut order: Vec<SourceRank> = Vec::new();
        for text in written {
            let line = line_at(self.text, text.span().start);
            match text.get_ref().parse::<SourceRank>() {
                Ok(rank) if order.contains(&rank) => self.problem(line, format!("`{}` stands twice", text.get_ref()), "keep the first one"),
                Ok(rank) => order.push(rank),
                Err(error) => {
                    self.problem(line, error.to_string(), "write `own`, an agency such as `UNDESA`, or a source such as `KEN:CENSUS`");
                }
            }
        }
        if order.is_empty() { vec![SourceRank::Own] } else { order }
    }

    fn matches(&self, pattern: &str) -> Result<Vec<NamedPath>, glob::PatternError> {
        let root = glob::Pattern::escape(&self.root.to_string_lossy());
        let paths = glob::glob(&format!("{root}/{pattern}"))?;
        Ok(paths
            .filter_map(Result::ok)
            .filter(|path| path.is_file())
            .map(|path| {
                let name = name_of(path.strip_prefix(self.root).unwrap_or(&path));
                NamedPath { name, path }
            })
            .collect())
    }

    fn problem(&mut self, line: u32, message: String, hint: &str) {
        self.problems.push(SpecProblem { file: self.shown.to_owned(), line: Some(line), message, hint: Some(hint.to_owned()) });
    }
}

//! What a user types.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use concord::spec::Language;

/// Exit codes, the worst one wins: 2, then 3, then 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report but warnings and information.
    Clean,
    /// At least one finding is an error.
    Findings,
    /// The command, the pipeline, the standard or a mapping is not right.
    Usage,
    /// A file could not be read, or was refused because it lists persons.
    Unreadable,
}

impl Exit {
    /// The number the program ends with.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Migration statistics of many offices in one comparable form, every number with its cell.
///
/// Exit codes: 0 nothing worse than warnings; 1 a finding at error level; 2 the command, the pipeline, the standard
/// or a mapping is not right; 3 a file could not be read, or was refused because it lists persons. The worst wins:
/// 2, 3, 1.
#[derive(Debug, Parser)]
#[command(name = "concord", version, about, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say nothing but results and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// Commands by the task an officer has; every command stands in one group.
const TASKS: [(&str, &[&str]); 5] = [
    ("Try a return", &["template", "preview", "check", "validate", "init"]),
    ("Run a round", &["run", "gaps", "mirror"]),
    ("Pass the results on", &["tables", "indicators", "sources", "publish", "sdmx", "export"]),
    ("Look things up", &["trace", "explain", "standard", "list"]),
    ("Set up", &["completions", "help"]),
];

/// The program's arguments, its help grouped by task.
pub fn command() -> clap::Command {
    let command = Arguments::command();
    let width = command.get_subcommands().map(|sub| sub.get_name().len()).max().unwrap_or(0);
    let mut groups = String::new();
    for (task, names) in TASKS {
        let _ = writeln!(groups, "{task}:");
        for name in names {
            let about = command.find_subcommand(name).and_then(clap::Command::get_about).map(ToString::to_string);
            let about = about.unwrap_or_else(|| "Print this message or the help of a command".to_owned());
            let _ = writeln!(groups, "  {name:<width$}  {about}");
        }
        groups.push('\n');
    }
    command
        .help_template(format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{groups}Options:\n{{options}}{{after-help}}"))
        .after_help(
            "Examples:\n  concord preview returns/2024/kenya.xlsx\n  concord check returns/2024/*.xlsx\n  concord run pipelines/comesa-2024.toml\n  \
             concord help check",
        )
}

/// Reads what the user typed; ends the program with help or a message where that is no command.
pub fn parse() -> Arguments {
    let matches = command().get_matches();
    Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// For whom results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people; the wording may change.
    Human,
    /// For programs, as one JSON document; fields are only ever added.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show a file with what was understood painted on it.
    #[command(
        after_help = "Examples:\n  concord preview returns/2024/kenya.xlsx\n  concord preview returns/2024/kenya.xlsx --sheet \"Table 12.1\" \
                      --rows 20\n  concord preview new.csv --mapping drafts/new.toml --format json"
    )]
    Preview(PreviewCommand),
    /// Do everything short of writing, and tell what was found.
    #[command(
        after_help = "Examples:\n  concord check returns/2024/kenya.xlsx\n  concord check returns/2024/*.xlsx --mappings mappings --format json\n  \
                      concord check --pipeline pipelines/samples.toml"
    )]
    Check(CheckCommand),
    /// Judge returns before they are sent, or a folder that `run` wrote, by the rules of the standard.
    #[command(
        after_help = "Examples:\n  concord validate returns/2024/kenya.xlsx\n  concord validate returns/2024/*.xlsx --report reports --lang fr\n  \
                      concord validate out/comesa-2024\n  concord validate out/comesa-2024 --state KEN --format json"
    )]
    Validate(ValidateCommand),
    /// Read the files of a pipeline and write comparable tables.
    #[command(after_help = "Examples:\n  concord run pipelines/samples.toml\n  concord run pipelines/samples.toml --out out/try")]
    Run(RunCommand),
    /// Show who has sent what, what blocks acceptance, and what to ask whom.
    #[command(
        after_help = "Examples:\n  concord gaps out/comesa-2024\n  concord gaps out/comesa-2024 --state KEN\n  concord gaps out/comesa-2024 --state KEN --table IMM1\n  concord gaps out/comesa-2024 --format json"
    )]
    Gaps(GapsCommand),
    /// Show the cells, texts and mapping lines a published number comes from, or the figures in a regional sum.
    #[command(
        after_help = "Examples:\n  concord trace out/samples a1b2c3d4e5f60718\n  concord trace out/samples table=POP2 reporter=KEN period=2020 sex=_T vintage=2020\n  \
                      concord trace out/comesa-2024 table=POP1 year=2024 citizenship=_T sex=_T age=_T"
    )]
    Trace(TraceCommand),
    /// Lay what a state counts beside what its partners count of the same persons, and one source beside another.
    #[command(
        after_help = "Examples:\n  concord mirror out/comesa-2024\n  concord mirror out/comesa-2024 --state KEN\n  concord mirror out/comesa-2024 \
                      --state KEN --partner UGA --year 2023 --format json"
    )]
    Mirror(MirrorCommand),
    /// Lay the tables of a round out for other tools: Parquet, Arrow or CSV, or a store of many rounds.
    #[command(
        after_help = "Examples:\n  concord export out/comesa-2024 --out out/comesa-2024-csv --format csv\n  concord export out/comesa-2024 --out shared/store --partitioned\n\n\
                      The folder gets a datapackage.json that describes every table and column. It is the old one or the complete new one at \
                      every moment; what no export wrote is never replaced.\n\nIn CSV an empty field is no value. A text that is empty, or that a spreadsheet \
                      could take for a formula, has an apostrophe before it.\n\nA store has a folder for each table and year. A round that is exported again \
                      replaces its own rows; an edition of a source belongs to the round that was exported last."
    )]
    Export(ExportCommand),
    /// Write the tables that go to ministers: for the region and each state a workbook and a page in each language.
    #[command(
        after_help = "Examples:\n  concord tables out/comesa-2024\n  concord tables out/comesa-2024 --state KEN,UGA --lang en,fr --out for-the-council"
    )]
    Tables(TablesCommand),
    /// Write two editions of a run: one for the secretariat, and one for everybody that nobody can work left-out figures out of.
    #[command(
        after_help = "Examples:\n  concord publish out/comesa-2024 --out editions/2024\n  concord publish out/comesa-2024 --out editions/2024 --as-of 2026-01-31 \
                      --standards standards"
    )]
    Publish(PublishCommand),
    /// Make a workbook for an office to fill in, which comes back without a mapping.
    #[command(
        after_help = "Examples:\n  concord template --country KEN --year 2025 --lang en --out kenya.xlsx\n  concord template --country COM --year 2025 --lang ar \
                      --out comoros.xlsx --pipeline pipelines/comesa-2024.toml --from out/comesa-2024\n  concord template --country KEN --year 2025 --lang fr \
                      --out kenya.xlsx --tables IMM1,EMI1\n  concord template --mapping-of returns/2025/kenya.xlsx"
    )]
    Template(TemplateCommand),
    /// Write a round, or the standard alone, for other agencies: structures and data as SDMX.
    #[command(
        after_help = "Examples:\n  concord sdmx out/comesa-2024 --out sdmx\n  concord sdmx out/comesa-2024 --out sdmx --format csv --by-source\n  \
                      concord sdmx --structures --out sdmx --format ml-3.0\n  concord sdmx --mapping returns/2024/kenya.csv"
    )]
    Sdmx(SdmxCommand),
    /// Make the indicators of the standard from a folder that `run` wrote: shares, rates and measures of spread, each with its grade.
    #[command(
        after_help = "Examples:\n  concord indicators out/comesa-2024\n  concord indicators out/comesa-2024 --state KEN --lang fr\n  concord indicators \
                      out/comesa-2024 --indicator foreign-citizens-share\n  concord indicators out/comesa-2024 --out out/indicators.parquet"
    )]
    Indicators(IndicatorsCommand),
    /// Show the sources of a state and where their definitions differ, or write both as a sheet of two pages to print.
    #[command(
        after_help = "Examples:\n  concord sources out/comesa-2024 --state KEN\n  concord sources out/comesa-2024 --state KEN --lang fr --out ken.fr.html"
    )]
    Sources(SourcesCommand),
    /// Draft a mapping for a layout nobody has described yet, with every guess explained and every open question listed.
    #[command(
        after_help = "Examples:\n  concord init return.xlsx --out mappings/ken/return.toml\n  concord init return.xlsx --out draft.toml --labels-out labels.csv\n  concord init return.xlsx --out draft.toml --labels labels.csv --force"
    )]
    Init(InitCommand),
    /// For developers: measure drafts of `init` against reviewed mappings of the same files.
    #[command(hide = true, after_help = "Example:\n  concord eval --mappings mappings samples/*/*/*.xlsx")]
    Eval(EvalCommand),
    /// Say what a finding, or the rule that it names, means and what to do about it.
    #[command(after_help = "Examples:\n  concord explain map/unknown-label\n  concord explain C05 --lang fr\n  concord explain")]
    Explain(ExplainCommand),
    /// Read the standard: its concepts, tables, definitions and lists; compare, review and translate it.
    #[command(
        after_help = "Examples:\n  concord standard list\n  concord standard show immigrant --lang fr\n  concord standard show residence_threshold_months\n  \
                      concord standard show area/KEN --lang all\n  concord standard diff standards-2025 standards-2026\n  concord standard check --standards standards\n  \
                      concord standard translate --lang ar --out arabic.csv\n  concord standard translate --lang ar --from arabic.csv --standards standards"
    )]
    Standard(StandardCommand),
    /// List the standard, its exchange tables, or the mappings.
    #[command(
        after_help = "Examples:\n  concord list standards\n  concord list tables --standards standards\n  concord list mappings --format json"
    )]
    List(ListCommand),
    /// Print completions for a shell.
    #[command(
        after_help = "Examples:\n  concord completions bash > ~/.local/share/bash-completion/completions/concord\n  concord completions fish > \
                      ~/.config/fish/completions/concord.fish"
    )]
    Completions(CompletionsCommand),
}

/// Where mappings and the standard are.
#[derive(Debug, Args)]
pub struct Sources {
    /// Folder of mappings; `mappings` here or beside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub mappings: Option<PathBuf>,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// For whom results are printed.
#[derive(Debug, Args)]
pub struct Output {
    /// For whom results are printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// Arguments of `preview`.
#[derive(Debug, Args)]
pub struct PreviewCommand {
    /// The file to show.
    pub file: PathBuf,
    /// The one sheet to show; every sheet with tables where not given.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Mapping files to try instead of a folder.
    #[arg(long, value_name = "FILE", conflicts_with = "mappings")]
    pub mapping: Vec<PathBuf>,
    /// Where mappings and the standard are.
    #[command(flatten)]
    pub sources: Sources,
    /// Rows of each table and values below it.
    #[arg(long, value_name = "N", default_value_t = 8)]
    pub rows: usize,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckCommand {
    /// The files to check; those of the pipeline where only that is given.
    #[arg(required_unless_present = "pipeline", value_name = "RETURN")]
    pub returns: Vec<PathBuf>,
    /// A pipeline whose mappings and standard are used.
    #[arg(long, value_name = "FILE")]
    pub pipeline: Option<PathBuf>,
    /// Where mappings and the standard are.
    #[command(flatten)]
    pub sources: Sources,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `validate`.
#[derive(Debug, Args)]
pub struct ValidateCommand {
    /// Returns, or one folder that `run` wrote.
    #[arg(required = true, value_name = "RETURN|DIR")]
    pub paths: Vec<PathBuf>,
    /// The highest level judged: 0 file, 1 within a table, 2 across tables and years of a sender, 3 against other states, 4 against
    /// outside figures. 2 for returns and 4 for a folder where not given.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(0..=4))]
    pub level: Option<u8>,
    /// Only what concerns this state.
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Write a report on the returns to this folder: a page and a workbook with the marked sheets.
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Language of what is printed and of the report beside English: en, fr, ar or pt.
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: Language,
    /// Where mappings and the standard are.
    #[command(flatten)]
    pub sources: Sources,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunCommand {
    /// The pipeline file.
    pub pipeline: PathBuf,
    /// Write to this folder instead of the one the pipeline names.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Folder of the standard, instead of the one the pipeline names.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
    /// Leave out the reports, which take longest for large files.
    #[arg(long)]
    pub no_reports: bool,
    /// Replace a release in the folder even where another version of the standard gave its figures other grades.
    #[arg(long)]
    pub regrade: bool,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `sdmx`.
#[derive(Debug, Args)]
pub struct SdmxCommand {
    /// The folder that `run` wrote.
    #[arg(required_unless_present_any = ["structures", "mapping"], conflicts_with = "structures")]
    pub folder: Option<PathBuf>,
    /// Write the structures of the standard alone.
    #[arg(long)]
    pub structures: bool,
    /// Print the mapping with which a return in one of the structures is read, instead of writing anything.
    #[arg(long, value_name = "RETURN", conflicts_with_all = ["folder", "structures", "out", "format", "by_source"])]
    pub mapping: Option<PathBuf>,
    /// Write to this folder.
    #[arg(long, value_name = "DIR", required_unless_present = "mapping")]
    pub out: Option<PathBuf>,
    /// What to write; everything where not given.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Vec<SdmxFormat>,
    /// Write one file of data for each table, source and edition, as a return has them, instead of one for each table.
    #[arg(long, conflicts_with = "structures")]
    pub by_source: bool,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// A format of SDMX.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SdmxFormat {
    /// Data as SDMX-CSV 2.0.
    Csv,
    /// Structures, and data as structure-specific messages, in SDMX-ML 2.1.
    #[value(name = "ml-2.1")]
    Ml21,
    /// Structures in SDMX-ML 3.0.
    #[value(name = "ml-3.0")]
    Ml30,
}

/// Arguments of `gaps`.
#[derive(Debug, Args)]
pub struct GapsCommand {
    /// The folder that `run` wrote.
    pub folder: PathBuf,
    /// Show all of one state, by its code.
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Look at one exchange table only.
    #[arg(long, value_name = "TABLE")]
    pub table: Option<String>,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `trace`.
#[derive(Debug, Args)]
pub struct TraceCommand {
    /// The folder that `run` wrote.
    pub folder: PathBuf,
    /// The id of an observation or of a regional sum; or parts of a key such as `table=POP2 reporter=KEN period=2020`,
    /// for a regional sum with its year, `table=POP2 year=2020 sex=_T`.
    #[arg(required = true, value_name = "ID|PART=VALUE")]
    pub query: Vec<String>,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `tables`.
#[derive(Debug, Args)]
pub struct TablesCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Write to this folder; `tables` inside the folder of the run where not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Languages, parted by commas; every language of the standard where not given.
    #[arg(long, value_name = "LANG", value_delimiter = ',')]
    pub lang: Vec<Language>,
    /// Only these states, by their codes, parted by commas; the region and every member where not given.
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    pub state: Vec<String>,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `mirror`.
#[derive(Debug, Args)]
pub struct MirrorCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The statement of this state, such as `KEN`: its emigrants, citizens abroad and others as its partners count them.
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// What this partner counts of others, or of the state.
    #[arg(long, value_name = "STATE")]
    pub partner: Option<String>,
    /// One year only.
    #[arg(long, value_name = "YEAR")]
    pub year: Option<String>,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// The format of exported tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// Apache Parquet, as the run wrote it.
    Parquet,
    /// Apache Arrow IPC files, which can be mapped into memory.
    Arrow,
    /// Comma-separated values in UTF-8.
    Csv,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The folder to write: a new one, or that of an earlier export.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The format of the tables.
    #[arg(long, value_enum, default_value_t = TableFormat::Parquet)]
    pub format: TableFormat,
    /// Add the round to a store of many rounds, with a folder for each table and year; only in Parquet.
    #[arg(long)]
    pub partitioned: bool,
}

/// Arguments of `publish`.
#[derive(Debug, Args)]
pub struct PublishCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The folder to write `internal` and `public` to.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The day of publication, such as 2026-01-31; figures under embargo until a later day are left out.
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<jiff::civil::Date>,
    /// A public edition that readers have already: what it shows can't be left out any more, and is told.
    #[arg(long, value_name = "DIR")]
    pub earlier: Vec<PathBuf>,
    /// Folder of the standard with the policy `disclosure.toml`; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `indicators`.
#[derive(Debug, Args)]
pub struct IndicatorsCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Only this state, such as `KEN`, or the code of the region; of each indicator the last year with a value.
    #[arg(long, value_name = "STATE")]
    pub state: Option<String>,
    /// Only this indicator, by its id in the standard; every year.
    #[arg(long, value_name = "ID")]
    pub indicator: Option<String>,
    /// One year only.
    #[arg(long, value_name = "YEAR")]
    pub year: Option<i16>,
    /// Write every row, with the observations it is made of, to this file.
    #[arg(long, value_name = "FILE.parquet")]
    pub out: Option<PathBuf>,
    /// Language of titles and reasons: en, fr, ar or pt.
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: Language,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `sources`.
#[derive(Debug, Args)]
pub struct SourcesCommand {
    /// The folder that `run` wrote.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The state, such as `KEN`.
    #[arg(long, value_name = "STATE")]
    pub state: String,
    /// Write a page of at most two sheets of A4, which a browser prints, to this file.
    #[arg(long, value_name = "FILE.html")]
    pub out: Option<PathBuf>,
    /// Language: en, fr, ar or pt.
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: Language,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitCommand {
    /// One or several files of the same layout.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the draft to this file.
    #[arg(long, value_name = "MAPPING.toml")]
    pub out: PathBuf,
    /// Overwrite files that are there.
    #[arg(long)]
    pub force: bool,
    /// Write the labels that no list knows to this sheet, csv or xlsx, to be filled in.
    #[arg(long, value_name = "SHEET")]
    pub labels_out: Option<PathBuf>,
    /// Take labels and codes from this filled sheet.
    #[arg(long, value_name = "SHEET")]
    pub labels: Option<PathBuf>,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `template`.
#[derive(Debug, Args)]
pub struct TemplateCommand {
    /// The state, by its code of three letters.
    #[arg(long, value_name = "CODE", required_unless_present = "mapping_of")]
    pub country: Option<String>,
    /// The year that the figures are about.
    #[arg(long, value_name = "YEAR", required_unless_present = "mapping_of")]
    pub year: Option<i16>,
    /// The language of every text: en, fr, ar or pt.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub lang: Language,
    /// Write the workbook to this file.
    #[arg(long, value_name = "FILE.xlsx", required_unless_present = "mapping_of")]
    pub out: Option<PathBuf>,
    /// Print instead the mappings by which this filled workbook is read, whose lines the lineage names.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["country", "year", "out", "from", "pipeline", "tables"])]
    pub mapping_of: Option<PathBuf>,
    /// Show beside each row what the state sent for the year before, from the folder of a finished run.
    #[arg(long, value_name = "FOLDER")]
    pub from: Option<PathBuf>,
    /// Ask for the tables of this pipeline's plan; everything that the standard calls core where not given.
    #[arg(long, value_name = "FILE")]
    pub pipeline: Option<PathBuf>,
    /// Ask for these tables alone, parted by commas.
    #[arg(long, value_name = "TABLES", value_delimiter = ',')]
    pub tables: Vec<String>,
    /// Overwrite the file that is there.
    #[arg(long)]
    pub force: bool,
    /// Folder of the standard; that of the pipeline, or the one inside the program, where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `eval`.
#[derive(Debug, Args)]
pub struct EvalCommand {
    /// Files with a reviewed mapping.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder of the reviewed mappings.
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub mappings: PathBuf,
    /// How to print the table.
    #[arg(long, value_enum, default_value_t = EvalFormat::Human, value_name = "FORMAT")]
    pub format: EvalFormat,
}

/// How `eval` prints its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// For a terminal.
    Human,
    /// For the documentation.
    Markdown,
    /// For programs.
    Json,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainCommand {
    /// The code of a finding (`map/unknown-label`) or a rule (`C05`); all codes where not given.
    pub code: Option<String>,
    /// Language: en, fr, ar or pt.
    #[arg(long, value_name = "LANG", default_value = "en")]
    pub lang: Language,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `standard`.
#[derive(Debug, Args)]
pub struct StandardCommand {
    /// What to do with it.
    #[command(subcommand)]
    pub what: StandardTask,
}

/// What can be done with a standard.
#[derive(Debug, Subcommand)]
pub enum StandardTask {
    /// List what stands in it.
    List {
        /// What to list; everything that has a page where not given.
        #[arg(value_enum)]
        what: Option<StandardPart>,
        /// Language.
        #[arg(long, value_name = "LANG", default_value = "en")]
        lang: Language,
        /// Folder of the standard; the one inside the program where not given.
        #[arg(long, value_name = "DIR")]
        standards: Option<PathBuf>,
    },
    /// Show a concept, a table, an attribute, a code list, a rule, or a code as `list/CODE`.
    Show {
        /// What to show.
        name: String,
        /// Language, or `all`.
        #[arg(long, value_name = "LANG", default_value = "en")]
        lang: String,
        /// Folder of the standard; the one inside the program where not given.
        #[arg(long, value_name = "DIR")]
        standards: Option<PathBuf>,
    },
    /// Tell what differs between two versions; `shipped` is the one inside the program.
    Diff {
        /// Folder of the first version.
        before: PathBuf,
        /// Folder of the second version.
        after: PathBuf,
        /// Leave out differences of words.
        #[arg(long)]
        no_texts: bool,
    },
    /// Review it: every reference, every translation, every list.
    Check {
        /// Folder of the standard; the one inside the program where not given.
        #[arg(long, value_name = "DIR")]
        standards: Option<PathBuf>,
    },
    /// Write a sheet for a translator, or take one back into the standard.
    #[command(group = clap::ArgGroup::new("way").required(true))]
    Translate {
        /// Language.
        #[arg(long, value_name = "LANG")]
        lang: Language,
        /// File to write: every text with its English, its present translation and who made it.
        #[arg(long, value_name = "FILE", group = "way")]
        out: Option<PathBuf>,
        /// File that came back; its texts replace those of the standard in `--standards`.
        #[arg(long, value_name = "FILE", group = "way", requires = "standards")]
        from: Option<PathBuf>,
        /// Folder of the standard; the one inside the program where not given.
        #[arg(long, value_name = "DIR")]
        standards: Option<PathBuf>,
    },
}

/// Parts of a standard that can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StandardPart {
    /// The shared concepts.
    Concepts,
    /// The exchange tables.
    Tables,
    /// The attributes of the definition profile.
    Attributes,
    /// The code lists.
    Lists,
    /// The rules of consistency.
    Rules,
    /// The languages, with how many texts were made by whom.
    Languages,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// The standard in use: id, version, status.
    Standards,
    /// Its exchange tables with their dimensions.
    Tables,
    /// Mappings with the tables they feed.
    Mappings,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListCommand {
    /// What to list.
    #[arg(value_enum)]
    pub what: Listed,
    /// Where mappings and the standard are.
    #[command(flatten)]
    pub sources: Sources,
    /// For whom results are printed.
    #[command(flatten)]
    pub output: Output,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsCommand {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn arguments_hold_together() {
        super::command().debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group_and_has_examples() {
        let grouped: Vec<&str> = super::TASKS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let once: BTreeSet<&str> = grouped.iter().copied().collect();
        assert_eq!(once.len(), grouped.len(), "a command stands twice");
        let command = super::command();
        let shown = command.get_subcommands().filter(|sub| !sub.is_hide_set());
        let known: BTreeSet<&str> = shown.map(clap::Command::get_name).chain(["help"]).collect();
        assert_eq!(once, known);
        for sub in command.get_subcommands() {
            let after = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(after.contains(&format!("  concord {}", sub.get_name())), "`{}` has no example", sub.get_name());
        }
    }
}

//! Pages and schemas that are made from the program: committed, and compared here.
//!
//! `CONCORD_WRITE_GENERATED=1 cargo test --test it generated` writes them.

use std::fmt::Write;
use std::path::Path;

use concord::advice::profile_columns;
use concord::describe::{definitions_page, glossary_page, rules_page};
use concord::gaps::{GapStatus, cost_columns, gap_columns, recommendation_columns, return_columns, source_columns};
use concord::harmonise::{Codes, Column, lineage_columns, observation_columns};
use concord::indicators::indicator_columns;
use concord::json::{
    CheckBody, Document, ExplainBody, GapsBody, IndicatorsBody, MappingsBody, MirrorBody, PreviewBody, StandardBody, TablesBody, TraceBody,
};
use concord::mirror::mirror_columns;
use concord::model::{Fate, IgnoreReason, Origin, Reference, Role, Status, Unit};
use concord::publish::disclosure_columns;
use concord::region::{part_columns, sum_columns};
use concord::report::{ReportDocument, ReportPage, SheetPicture, StateLine};
use concord::spec::{
    DimensionKind, ExplanationsFile, IndicatorFormula, IndicatorRole, MappingFile, PipelineFile, RecommendationsFile, Standard,
};
use concord::write::{SCHEMA_VERSION, code_list_columns, finding_columns, submission_columns, with_codes};
use serde_json::Value;

fn compare(path: &str, made: &str) {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("CONCORD_WRITE_GENERATED").is_some() {
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(&target, made).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&target).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        kept == made,
        "{path} is not what the program makes; write it with\n  CONCORD_WRITE_GENERATED=1 cargo test --test it generated"
    );
}

fn schema_text(schema: &schemars::Schema) -> String {
    serde_json::to_string_pretty(schema.as_value()).unwrap() + "\n"
}

#[test]
fn schemas_of_the_files_people_write() {
    compare("standards/schemas/mapping.schema.json", &schema_text(&schemars::schema_for!(MappingFile)));
    for (name, schema) in concord::spec::standard_schemas() {
        compare(&format!("standards/schemas/{name}.schema.json"), &schema_text(&schema));
    }
    compare("standards/schemas/pipeline.schema.json", &schema_text(&schemars::schema_for!(PipelineFile)));
    compare("standards/schemas/explanations.schema.json", &schema_text(&schemars::schema_for!(ExplanationsFile)));
    compare("standards/schemas/recommendations.schema.json", &schema_text(&schemars::schema_for!(RecommendationsFile)));
}

#[test]
fn schema_of_the_reports() {
    let schema = schemars::schema_for!(ReportDocument<'_>);
    compare("standards/schemas/report.schema.json", &schema_text(&schema));
    let page = ReportPage { states: vec![StateLine::default()], sheets: vec![SheetPicture::default()], ..ReportPage::default() };
    let text = concord::report::document(&page).unwrap();
    let wrong: Vec<String> = jsonschema::validator_for(schema.as_value())
        .unwrap()
        .iter_errors(&serde_json::from_str(&text).unwrap())
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}

#[test]
fn page_of_findings() {
    let mut page = String::from(
        "# Findings\n\nGenerated from the program. A finding says what was noticed, at which cell, which line of a mapping is \
         involved, and what to do; the work goes on. An error withheld a figure or makes it untrustworthy, a warning wants a look, \
         information is for the record. `concord explain CODE` prints one of these on the command line.\n\n| code | severity | occurs when | what to do |\n|---|---|---|---|\n",
    );
    for code in concord::finding_codes() {
        let _ = writeln!(page, "| `{}` | {} | {} | {} |", code.id, code.severity.as_str(), code.when, code.fix);
    }
    compare("docs/reference/findings.md", &page);
}

fn columns(page: &mut String, columns: &[Column]) {
    page.push_str("\n| column | type | null | codes | what it holds |\n|---|---|---|---|---|\n");
    for column in with_codes(&Standard::shipped().unwrap(), columns) {
        let codes = match &column.codes {
            Some(Codes::List(id)) => format!("list `{id}`"),
            Some(Codes::Labelled(id)) => format!("list `{id}`, and others built alike"),
            Some(Codes::Closed(codes)) if codes.len() <= 8 => format!("`{}`", codes.join("`, `")),
            Some(Codes::Closed(_)) if column.name.contains("table") => "the exchange tables".to_owned(),
            Some(Codes::Closed(_)) => "closed set, below".to_owned(),
            None => String::new(),
        };
        let null = if column.nullable { "may be" } else { "never" };
        let _ = writeln!(page, "| `{}` | {} | {null} | {codes} | {} |", column.name, column.kind.as_str(), column.about);
    }
}

fn closed(page: &mut String, title: &str, members: &[&str]) {
    let _ = writeln!(page, "- **{title}**: `{}`", members.join("`, `"));
}

#[test]
fn page_of_the_output() {
    let standard = Standard::shipped().unwrap();
    let mut page = format!(
        "# The output\n\nGenerated from the program. Schema version {SCHEMA_VERSION}, which stands in every Parquet file as \
         `concord.schema_version`, beside the program, the pipeline, and id, version and SHA-256 of the standard. `dict` is text stored as an \
         Arrow dictionary.\n\nEvery column says what it holds in the file itself: the metadata of its Arrow field has `description`, and for codes \
         `code_list` (a file of `codelists/`) and `codes`; all of them stand together, as JSON, under the key `concord.columns` of the file, and what the \
         file holds under `concord.title`. `datapackage.json` says the same of the whole folder.\n\n## observations/<TABLE_ID>.parquet\n\nOne file an exchange table; the columns of POP2 are shown, and every other table \
         has its own dimensions in the place of `country_of_birth`. The key, unique in every file and the order of its rows, is `table_id, reporter, freq, \
         time_period, period_end, <dimensions in table order>, sex, age, source_id, vintage`. `observation_id` is the first 16 hexadecimal digits of the \
         SHA-256 of these values, joined by `|`, dates as `2020-07-01`.\n"
    );
    columns(&mut page, &observation_columns(&standard, standard.table("POP2").unwrap()));
    page.push_str("\n`conflicts/<TABLE_ID>.parquet` has the same columns: claims of one source and edition that contradict each other. None of them is an observation.\n");
    page.push_str("\n### Dimensions of each table\n\n| table | dimensions | unit | |\n|---|---|---|---|\n");
    for (id, table) in &standard.tables {
        let dimensions: Vec<String> = table
            .dimensions
            .iter()
            .map(|name| {
                let area = standard.dimensions.get(name).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
                if area { format!("`{name}`, `{name}_kind`") } else { format!("`{name}`") }
            })
            .collect();
        let _ = writeln!(page, "| `{id}` | {} | {} | {} |", dimensions.join(", "), table.unit, table.title);
    }
    page.push_str(
        "\n## derived/<TABLE_ID>.parquet\n\nSums over the members of the region, one row a place, with the columns of POP2 shown. A sum never leaves its table; \
         how sources are ordered stands in the pipeline, how grades are worked out in [definitions.md](../definitions.md).\n",
    );
    columns(&mut page, &sum_columns(standard.table("POP2").unwrap()));
    page.push_str("\n## derived/parts.parquet\n\nThe figures that speak in sums.\n");
    columns(&mut page, &part_columns());
    page.push_str(
        "\n## mirror.parquet\n\nThe same persons as counted by two states, or by two sources, one row a pair of state and partner, year and sex. Which tables \
         mirror each other stands in `standards/mirrors.toml`. Between states the first figure is that of the state; between sources it is the one that \
         comes first in the order of sources. Rows with `view_table = NAB4` are that derived table, seen from the state of citizenship: reporter is `state`, \
         `country_residence` is `partner`, the figure is the second one. Nothing is corrected, and a figure that lacks is null, never 0.\n",
    );
    columns(&mut page, &mirror_columns());
    page.push_str("\n## indicators.parquet\n\nNot a part of the folder: `concord indicators FOLDER --out FILE.parquet` writes it. One row for each indicator of `standards/indicators.toml`, \
         state and year; a state without a figure has a row with the reason.\n");
    columns(&mut page, &indicator_columns());
    page.push_str("\n## profiles.parquet\n\nWhat each source states of each exchange table, what it costs, and what is open.\n");
    columns(&mut page, &profile_columns());
    page.push_str("\n## recommendations.parquet\n\nWhat would make most figures comparable, ranked for the region and for each sender, and for each state what else to ask for; `place` is the order in which to ask.\n");
    columns(&mut page, &recommendation_columns());
    page.push_str("\n## gaps.parquet\n\nWhat was asked for against what was sent: one row for each state, table and year as a whole, and one for each breakdown. Only a state's own returns count.\n");
    columns(&mut page, &gap_columns());
    page.push_str("\n## gap_costs.parquet\n\nWhat each breakdown that lacks costs the region.\n");
    columns(&mut page, &cost_columns());
    page.push_str("\n## sources.parquet\n\nThe sources of each state by part of the exchange.\n");
    columns(&mut page, &source_columns());
    page.push_str("\n## returns.parquet\n\nOne row for each file of the round.\n");
    columns(&mut page, &return_columns());
    page.push_str("\n## lineage.parquet\n\nOne row for each cell and use, and one for every cell of a located table that served no observation, with its fate.\n");
    columns(&mut page, &lineage_columns());
    page.push_str("\n## findings.parquet\n\nThe same findings stand in `findings.txt` as a person reads them.\n");
    columns(&mut page, &finding_columns());
    page.push_str(
        "\n## disclosure.parquet\n\nOnly in the internal edition that `concord publish` writes, and as `disclosure.json`: every number that the public edition \
         leaves out. The public edition has no `conflicts`, `findings.txt`, reports or workbook, and no rows in `findings.parquet`; `manifest.json` of both says \
         which `edition` it is, `as_of` which day, and by which version of the standard its policy was.\n",
    );
    columns(&mut page, &disclosure_columns());
    page.push_str("\n## submissions.parquet\n\nOne row for each sheet of each file.\n");
    columns(&mut page, &submission_columns());
    page.push_str("\n## codelists/<list>.parquet\n");
    columns(&mut page, &code_list_columns(&standard.languages));
    page.push_str(
        "\n## datapackage.json\n\nEvery Parquet file of the folder as the Data Package standard, version 2, describes tables: path, bytes, SHA-256, and for each \
         column its type, meaning, whether it may be empty, and its codes. `primaryKey` names the columns that are unique together, `foreignKeys` the code \
         list of a column. `sources` are the files that were read, `concord` the program and the standard. `licenses` stands only where the pipeline states a `licence`.\n\n\
         ## manifest.json\n\nWritten last: program, pipeline, standard, inputs, mappings and outputs with their SHA-256, counts of findings and outcomes of \
         rules. `written_at` is the only clock in the output.\n\n## Closed sets\n\n",
    );
    closed(&mut page, "obs_status, by precedence", &Status::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "status of a gap", &GapStatus::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "unit", &Unit::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "reference", &Reference::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "origin", &Origin::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "fate", &Fate::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "reason", &IgnoreReason::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    closed(&mut page, "role", &Role::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());
    compare("docs/reference/observations.md", &page);
}

#[test]
fn pages_of_the_standard() {
    let standard = Standard::shipped().unwrap();
    compare("docs/reference/definitions.md", &definitions_page(&standard));
    compare("docs/reference/glossary.md", &glossary_page(&standard));
    compare("docs/reference/rules.md", &rules_page(&standard));
}

/// The schema a property refers to, through `$ref`, arrays and options.
fn target<'a>(root: &'a Value, schema: &'a Value) -> Option<(&'a str, &'a Value)> {
    let reference = schema.get("$ref").and_then(Value::as_str);
    if let Some(name) = reference.and_then(|reference| reference.strip_prefix("#/$defs/")) {
        return root.get("$defs")?.get(name).map(|definition| (name, definition));
    }
    let inner =
        schema.get("items").or_else(|| schema.get("anyOf")?.as_array()?.first()).or_else(|| schema.get("allOf")?.as_array()?.first());
    inner.and_then(|inner| target(root, inner))
}

fn shown_type(root: &Value, schema: &Value) -> String {
    if let Some((name, definition)) = target(root, schema) {
        let many = if schema.get("items").is_some() { "list of " } else { "" };
        let members: Option<Vec<String>> =
            definition.get("enum").or_else(|| definition.get("oneOf")).and_then(Value::as_array).map(|members| {
                members
                    .iter()
                    .filter_map(|member| member.as_str().or_else(|| member.get("const")?.as_str()))
                    .map(|member| format!("`{member}`"))
                    .collect()
            });
        return match members {
            Some(members) if !members.is_empty() => format!("{many}one of {}", members.join(", ")),
            _ if definition.get("properties").is_some() => format!("{many}[{name}](#{})", name.to_lowercase()),
            _ => format!("{many}{}", definition.get("description").and_then(Value::as_str).unwrap_or("text")),
        };
    }
    match schema.get("type") {
        Some(Value::String(one)) if one == "array" => {
            format!("list of {}", schema.get("items").map_or_else(|| "text".to_owned(), |items| shown_type(root, items)))
        }
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect::<Vec<_>>().join(" or ")
        }
        _ => "value".to_owned(),
    }
}

fn describe(page: &mut String, root: &Value, name: &str, schema: &Value) {
    let _ = writeln!(
        page,
        "\n## {name}\n\n{}\n\n| key | type | | meaning |\n|---|---|---|---|",
        schema.get("description").and_then(Value::as_str).unwrap_or_default()
    );
    let required: Vec<&str> = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let about = property.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ").replace('|', "\\|");
        let needed = if required.contains(&key.as_str()) { "required" } else { "" };
        let _ = writeln!(page, "| `{key}` | {} | {needed} | {about} |", shown_type(root, property));
    }
}

#[test]
fn page_of_mapping_keys() {
    let mut page = String::from(
        "# Every key of a mapping, a pipeline, explanations and recommendations\n\nGenerated from the program. How to write a mapping stands in [mappings.md](../mappings.md), \
         what a secretariat keeps beside a round in [secretariat.md](../secretariat.md); the same as JSON Schema in `standards/schemas/`. Unknown keys are refused with their line and the nearest valid name.\n",
    );
    let files = [
        ("MappingFile", schemars::schema_for!(MappingFile)),
        ("PipelineFile", schemars::schema_for!(PipelineFile)),
        ("ExplanationsFile", schemars::schema_for!(ExplanationsFile)),
        ("RecommendationsFile", schemars::schema_for!(RecommendationsFile)),
    ];
    for (name, schema) in files {
        let root = schema.as_value().clone();
        describe(&mut page, &root, name, &root);
        for (part, definition) in root.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            if definition.get("properties").is_some() {
                describe(&mut page, &root, part, definition);
            }
        }
    }
    compare("docs/reference/mapping.md", &page);
}

#[test]
fn shipped_mappings_and_pipelines_fit_their_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for (pattern, schema) in [
        ("mappings/**/*.toml", schemars::schema_for!(MappingFile)),
        ("regions/*/mappings/**/*.toml", schemars::schema_for!(MappingFile)),
        ("pipelines/*.toml", schemars::schema_for!(PipelineFile)),
    ] {
        let validator = jsonschema::validator_for(schema.as_value()).unwrap();
        for path in glob::glob(&root.join(pattern).to_string_lossy()).unwrap().filter_map(Result::ok) {
            let table: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            // Days are TOML's own type and become texts in JSON.
            let text = serde_json::to_string(&plain(&toml::Value::Table(table))).unwrap();
            let value: Value = serde_json::from_str(&text).unwrap();
            let wrong: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{}: {}", path.display(), wrong.join("; "));
            checked += 1;
        }
    }
    assert!(checked >= 6, "only {checked} files were found");
}

fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text.clone()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Float(number) => Value::from(*number),
        toml::Value::Boolean(truth) => Value::Bool(*truth),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        toml::Value::Table(table) => Value::Object(table.iter().map(|(key, value)| (key.clone(), plain(value))).collect()),
    }
}

/// The documents of `--format json`: the command, and the shape of its result.
fn documents() -> [(&'static str, schemars::Schema); 10] {
    [
        ("`check` and `run`", schemars::schema_for!(CheckBody)),
        ("`preview`", schemars::schema_for!(PreviewBody)),
        ("`gaps`", schemars::schema_for!(GapsBody)),
        ("`trace`", schemars::schema_for!(TraceBody)),
        ("`mirror`", schemars::schema_for!(MirrorBody)),
        ("`indicators`", schemars::schema_for!(IndicatorsBody)),
        ("`explain`", schemars::schema_for!(ExplainBody)),
        ("`list standards`", schemars::schema_for!(StandardBody)),
        ("`list tables`", schemars::schema_for!(TablesBody)),
        ("`list mappings`", schemars::schema_for!(MappingsBody)),
    ]
}

#[test]
fn page_of_json() {
    let mut page = String::from(
        "# JSON of the commands\n\nGenerated from the program. With `--format json` a command prints one document on stdout and nothing else \
         there; what goes wrong with the command itself stays text on stderr, and exit codes are the same. The shapes are a promise: fields \
         are only ever added, and `version` rises where one is gone or means something else. A field that is not required may be null.\n",
    );
    let envelope = schemars::schema_for!(Document<Value>);
    describe(&mut page, envelope.as_value(), "Every document", envelope.as_value());
    let mut told: Vec<String> = Vec::new();
    for (command, schema) in documents() {
        let root = schema.as_value();
        describe(&mut page, root, &format!("Result of {command}"), root);
        for (part, definition) in root.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            if definition.get("properties").is_some() && !told.contains(part) {
                describe(&mut page, root, part, definition);
                told.push(part.clone());
            }
        }
    }
    compare("docs/reference/json.md", &page);
}

/// The text of `--help` of a command.
fn help(words: &[&str]) -> String {
    let arguments = words.iter().chain([&"--help"]);
    let output = assert_cmd::Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The commands that a help names, below its headings: two blanks, a name, two blanks.
fn named_in(text: &str) -> Vec<String> {
    let before_options = text.split("\nOptions:").next().unwrap_or_default();
    let line = |line: &str| Some(line.strip_prefix("  ")?.split_once("  ")?.0.to_owned());
    before_options.lines().filter_map(line).filter(|name| !name.is_empty() && !name.contains(' ') && name != "help").collect()
}

#[test]
fn page_of_commands() {
    let mut page = String::from(
        "# Every command\n\nGenerated from the program: what `concord --help` and the help of each command print. What they write as JSON stands in [json.md](json.md).\n",
    );
    let main = help(&[]);
    let _ = writeln!(page, "\n## concord\n\n```text\n{main}\n```");
    let commands = named_in(&main);
    assert!(commands.len() >= 14, "{commands:?}");
    for command in &commands {
        let text = help(&[command]);
        let _ = writeln!(page, "\n## concord {command}\n\n```text\n{text}\n```");
        let tasks = if text.contains("\nCommands:\n") { named_in(text.split_once("\nCommands:\n").unwrap().1) } else { Vec::new() };
        for task in tasks {
            let _ = writeln!(page, "\n### concord {command} {task}\n\n```text\n{}\n```", help(&[command, &task]));
        }
    }
    compare("docs/reference/commands.md", &page);
}

/// The first sentence about each member of a closed set, from its schema.
fn members(schema: &schemars::Schema) -> Vec<(String, String)> {
    let all = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let text = |member: &Value, key: &str| member.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    all.map(|member| (text(member, "const"), text(member, "description"))).collect()
}

#[test]
fn page_of_indicators() {
    let standard = Standard::shipped().unwrap();
    let mut page = format!(
        "# Indicators\n\nGenerated from `standards/indicators.toml` ({} {}) and the program. `concord indicators FOLDER` makes them of a finished run: each carries the \
         grade of its worst figure and the observations it is made of, or the reason why it can't be made. A standard that builds on this one adds its own in \
         `indicators.<word>.toml`.\n\n## The indicators of the standard\n\n| indicator | title | formula | unit | inputs |\n|---|---|---|---|---|\n",
        standard.id, standard.version
    );
    for spec in &standard.indicators {
        let input = |(role, input): (&IndicatorRole, &concord::spec::IndicatorInput)| {
            let codes: Vec<&str> = input.codes.iter().chain([&input.sex, &input.age]).map(concord::model::Code::as_str).collect();
            format!("{role}: {} {}{}", input.table, codes.join(" "), if input.later > 0 { " of the next year" } else { "" })
        };
        let inputs: Vec<String> = spec.inputs.iter().map(input).collect();
        let inputs = spec.lacks.clone().unwrap_or_else(|| inputs.join("; "));
        let goal = spec.goal.as_ref().map(|goal| format!(" ({goal})")).unwrap_or_default();
        let _ = writeln!(page, "| `{}` | {}{goal} | `{}` | {} | {inputs} |", spec.id, spec.title, spec.formula, spec.formula.unit());
    }
    page.push_str("\n## Formulas\n\n| formula | what it gives | unit | inputs |\n|---|---|---|---|\n");
    for ((name, about), formula) in members(&schemars::schema_for!(IndicatorFormula)).into_iter().zip(IndicatorFormula::ALL) {
        assert_eq!(name, formula.as_str());
        let roles: Vec<String> = formula.inputs().iter().map(|role| format!("`{role}`")).collect();
        let _ = writeln!(page, "| `{name}` | {about} | {} | {} |", formula.unit(), roles.join(", "));
    }
    page.push_str("\n## Inputs\n\n| input | what it is |\n|---|---|\n");
    for (name, about) in members(&schemars::schema_for!(IndicatorRole)) {
        let _ = writeln!(page, "| `{name}` | {about} |");
    }
    page.push_str("\n## Why an indicator can't be made\n\n| reason | when |\n|---|---|\n");
    for (name, about) in members(&schemars::schema_for!(concord::indicators::Lacking)) {
        let _ = writeln!(page, "| `{name}` | {about} |");
    }
    compare("docs/reference/indicators.md", &page);
}

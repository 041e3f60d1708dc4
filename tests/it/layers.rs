//! Data flow one way: reads the `crate::` paths of every folder under `src` and compares them with what it may use.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What each folder or file of the library may take from which others.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("diag", &["model"]),
    ("read", &["model", "diag"]),
    ("spec", &["model", "diag"]),
    ("locate", &["model", "diag", "spec", "read"]),
    ("persons", &["model", "diag", "spec", "read"]),
    ("template", &["model", "diag", "spec", "read"]),
    ("intake", &["model", "diag", "spec", "read", "persons", "locate", "template", "sdmx"]),
    ("tidy", &["model", "diag", "spec", "read", "locate"]),
    ("map", &["model", "diag", "spec", "read", "locate", "tidy"]),
    ("preview", &["model", "diag", "spec", "read", "intake", "locate", "tidy", "map"]),
    ("draft", &["model", "diag", "spec", "read", "locate", "tidy", "map"]),
    ("grade", &["model", "spec"]),
    ("describe", &["model", "spec"]),
    ("harmonise", &["model", "diag", "spec", "read", "map", "grade"]),
    ("region", &["model", "spec", "grade", "harmonise"]),
    ("advice", &["model", "spec", "grade", "harmonise"]),
    ("mirror", &["model", "diag", "spec", "grade", "harmonise", "region", "texts", "report"]),
    ("validate", &["model", "diag", "spec", "harmonise", "region", "mirror", "texts"]),
    ("gaps", &["model", "diag", "spec", "harmonise", "region", "advice", "texts"]),
    ("write", &["model", "diag", "spec", "harmonise", "region", "mirror", "advice", "gaps", "validate"]),
    ("sdmx", &["model", "spec", "read"]),
    ("sdmx_data", &["model", "spec", "sdmx", "trace", "write"]),
    ("trace", &["write"]),
    ("indicators", &["model", "diag", "spec", "harmonise", "region", "texts"]),
    ("release", &["model", "diag", "spec", "grade", "harmonise", "validate", "trace", "write"]),
    ("export", &["model", "harmonise", "write"]),
    ("disclosure", &[]),
    ("publish", &["model", "spec", "harmonise", "write", "disclosure"]),
    ("overview", &["spec", "trace", "write"]),
    ("outputs", &["model", "diag", "spec", "harmonise", "region", "indicators", "release", "report", "texts", "trace", "write"]),
    ("frozen", &["spec", "harmonise", "write"]),
    ("form", &["model", "diag", "spec", "template", "texts", "gaps", "harmonise", "release", "trace"]),
    ("sheet", &["model", "spec", "texts", "report", "trace"]),
    ("texts", &["diag", "spec"]),
    ("report", &["model", "diag", "spec", "read", "texts"]),
    ("compose", &["model", "diag", "spec", "read", "intake", "harmonise", "region", "advice", "gaps", "mirror", "report", "texts"]),
    ("json", &["model", "diag", "spec", "indicators", "mirror", "advice", "preview", "validate", "trace", "overview", "texts", "run"]),
    (
        "run",
        &[
            "model",
            "diag",
            "spec",
            "read",
            "template",
            "intake",
            "locate",
            "tidy",
            "map",
            "harmonise",
            "region",
            "mirror",
            "advice",
            "gaps",
            "validate",
            "write",
            "frozen",
            "compose",
            "report",
            "texts",
        ],
    ),
];

/// Crates that only some folders may name.
const KEPT_TO: &[(&str, &[&str])] = &[
    ("polars", &["harmonise", "region", "mirror", "advice", "indicators", "gaps", "validate", "release", "write", "publish", "run"]),
    ("arrow", &["write", "trace", "frozen", "export"]),
    ("parquet", &["write"]),
    ("rayon", &["run"]),
    ("microlp", &["disclosure"]),
    ("calamine", &["read"]),
    ("cfb", &["read"]),
    ("html5gum", &["read"]),
    ("toml", &["spec"]),
    ("tempfile", &["write"]),
    ("minijinja", &["report", "outputs"]),
    ("plotters", &["report", "outputs"]),
];

/// The text of every file, without comments and tests, by the folder or file at the top of `src`.
fn sources() -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![root.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                waiting.push(path);
            } else if !file.ends_with("tests.rs") && !["testing.rs", "lib.rs"].contains(&file.as_str()) && name != "bin" {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
                let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
                texts.entry(name).or_default().extend(lines.flat_map(|line| [line, "\n"]));
            }
        }
    }
    texts
}

/// The first word behind each `prefix`.
fn named(text: &str, prefix: &str) -> BTreeSet<String> {
    text.match_indices(prefix)
        .map(|(at, _)| text[at + prefix.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect()
}

#[test]
fn no_stage_reaches_forward() {
    let mut wrong = Vec::new();
    for (folder, text) in sources() {
        let allowed = MAY_USE.iter().find(|(name, _)| *name == folder).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.push(format!("src/{folder} is not in the table of tests/it/layers.rs; add it with what it may use"));
            continue;
        };
        for used in named(&text, "crate::") {
            if used != folder && !allowed.contains(&used.as_str()) && used != "finding_codes" {
                wrong.push(format!("src/{folder} uses crate::{used}; move the type to an earlier stage, or the code to a later one"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn heavy_crates_stay_where_they_belong() {
    let sources = sources();
    for (name, folders) in KEPT_TO {
        for (folder, text) in &sources {
            let uses =
                text.contains(&format!("use {name}::")) || text.contains(&format!(" {name}::")) || text.contains(&format!("<{name}::"));
            assert!(!uses || folders.contains(&folder.as_str()), "src/{folder} names the crate {name}, which is kept to {folders:?}");
        }
    }
}

#[test]
fn the_program_uses_only_the_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin/concord");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for name in ["polars", "arrow", "parquet", "calamine", "toml"] {
            assert!(!text.contains(&format!("{name}::")), "the program names the crate {name}; the library does that work");
        }
    }
}

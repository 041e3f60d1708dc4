//! `cargo build` and `cargo test` ask for the same features of every shared dependency, so that polars is compiled once.

use std::collections::BTreeSet;
use std::process::Command;

fn packages(edges: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["tree", "--locked", "--offline", "--prefix", "none", "--format", "{p} [{f}]", "--edges", edges])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
}

#[test]
fn tests_add_no_feature_to_a_dependency_of_the_program() {
    let build = packages("normal,build");
    let test = packages("normal,build,dev");
    let changed: Vec<&String> = build.difference(&test).collect();
    assert!(
        changed.is_empty(),
        "a dependency of the tests adds features to {changed:?}, so `cargo test` would compile polars a second time; \
         name these features in the section of Cargo.toml that exists for it"
    );
}

//! The files of the public edition, cleared of what is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::decide::Decided;
use super::edition::{Laid, bytes_of, outputs};
use super::error::PublishError;
use super::figures::Read;
use super::numbers::Source;
use crate::spec::DisclosurePolicy;
use crate::write::StoredTable;

/// What a file is cleared by.
pub(super) struct Cleared<'a> {
    pub(super) folder: &'a Path,
    pub(super) read: &'a Read,
    pub(super) decided: &'a Decided,
    pub(super) policy: &'a DisclosurePolicy,
}

/// A cell of a file that a sender sent.
type SentCell = (String, String, String);

impl Cleared<'_> {
    /// Every file of the public edition.
    pub(super) fn files(&self, manifest: &Value) -> Result<Vec<Laid>, PublishError> {
        let lineage = self.lineage()?;
        let mut files = Vec::new();
        for (path, rows) in outputs(manifest) {
            let table = |name: &str| StoredTable::read(&self.folder.join(name));
            let cleared = match path.as_str() {
                "lineage.parquet" => lineage.clone(),
                "mirror.parquet" => self.mirror(table(&path)?),
                "submissions.parquet" => submissions(table(&path)?, &lineage),
                "findings.parquet" => nothing_of(table(&path)?),
                "gaps.parquet" => without_numbers(table(&path)?, &["why"], &["unknown_per_mille"]),
                "recommendations.parquet" | "sources.parquet" => without_numbers(table(&path)?, &["note"], &[]),
                "gap_costs.parquet" | "profiles.parquet" | "returns.parquet" | "derived/parts.parquet" => {
                    files.push((path.clone(), bytes_of(&self.folder.join(&path))?, rows));
                    continue;
                }
                _ if path.starts_with("codelists/") => {
                    files.push((path.clone(), bytes_of(&self.folder.join(&path))?, rows));
                    continue;
                }
                _ if path.starts_with("observations/") => self.observations(&path),
                _ if path.starts_with("derived/") => self.derived(&path),
                // Conflicts, reports, the workbook and whatever is not known here: none of it is cleared, none of it is published.
                _ => continue,
            };
            files.push((path, cleared.bytes()?, cleared.rows() as u64));
        }
        Ok(files)
    }

    /// The table of a path such as `observations/POP1.parquet`.
    fn of_path<'t, K: Ord + std::borrow::Borrow<str>>(tables: &'t BTreeMap<K, StoredTable>, path: &str) -> Option<&'t StoredTable> {
        tables.get(path.rsplit('/').next()?.strip_suffix(".parquet")?)
    }

    fn observations(&self, path: &str) -> StoredTable {
        let mut table = Self::of_path(&self.read.tables, path).cloned().unwrap_or_default();
        for row in 0..table.rows() {
            clear_number_text(&mut table, "note", row);
        }
        for (place, hidden) in &self.decided.hidden {
            let Some(figure) = self.read.figures.get(*place).filter(|figure| path.ends_with(&format!("/{}.parquet", figure.table))) else {
                continue;
            };
            for column in ["value", "suppressed_low", "suppressed_high", "file", "sheet", "cell", "raw", "note"] {
                table.blank(column, figure.row);
            }
            let others = table.list("obs_status_all", figure.row).iter().filter(|status| !["Q", "A"].contains(&status.as_str())).cloned();
            let statuses = std::iter::once("Q".to_owned()).chain(others).collect();
            table.set_text("obs_status", figure.row, "Q");
            table.set_list("obs_status_all", figure.row, statuses);
            let stated = hidden.conf_status.as_ref().filter(|status| !self.policy.publish.contains(*status));
            table.set_text("conf_status", figure.row, stated.unwrap_or(&self.policy.shown_as).as_str());
        }
        table
    }

    fn derived(&self, path: &str) -> StoredTable {
        let mut table = Self::of_path(&self.read.derived, path).cloned().unwrap_or_default();
        let hidden: BTreeSet<(&str, &str)> = self
            .decided
            .hidden
            .keys()
            .filter_map(|place| match &self.decided.numbers.all[*place].source {
                Source::Sum(sum) => Some((self.read.sums[*sum].id.as_str(), self.read.sums[*sum].column)),
                _ => None,
            })
            .collect();
        for row in 0..table.rows() {
            let id = table.text("sum_id", row).unwrap_or_default().to_owned();
            for column in ["comparable_value", "reported_value"] {
                if hidden.contains(&(id.as_str(), column)) {
                    table.blank(column, row);
                    table.set_text("said", row, "left out, since it would tell a figure that is left out");
                }
            }
            // The range in which a hidden figure lies is no part of this edition.
            let out = table.list("out", row).iter().map(|one| without_range(one)).collect();
            table.set_list("out", row, out);
            let said = without_range(table.text("said", row).unwrap_or_default());
            table.set_text("said", row, &said);
        }
        table
    }

    /// Whether an observation is shown as it is.
    fn shown(&self) -> BTreeMap<&str, bool> {
        let figures = self.read.figures.iter().enumerate();
        figures
            .filter(|(place, _)| !self.decided.hidden.contains_key(place))
            .map(|(_, figure)| (figure.id.as_str(), figure.is_merged))
            .collect()
    }

    /// Cells of figures that are shown. Of a figure that was added up no cell shows its number: nobody asked whether it is small.
    fn lineage(&self) -> Result<StoredTable, PublishError> {
        let mut table = StoredTable::read(&self.folder.join("lineage.parquet"))?;
        let shown = self.shown();
        let cell = |table: &StoredTable, row: usize| -> SentCell {
            let text = |column: &str| table.text(column, row).unwrap_or_default().to_owned();
            (text("submission_id"), text("sheet"), text("cell"))
        };
        let observation = |table: &StoredTable, row: usize| table.text("observation_id", row).unwrap_or_default().to_owned();
        let is_value = |table: &StoredTable, row: usize| table.text("role", row) == Some("value");
        let withheld: BTreeSet<SentCell> = (0..table.rows())
            .filter(|row| is_value(&table, *row) && !shown.contains_key(observation(&table, *row).as_str()))
            .map(|row| cell(&table, row))
            .collect();
        let keep: Vec<bool> = (0..table.rows())
            .map(|row| {
                let is_shown = shown.contains_key(observation(&table, row).as_str());
                is_shown && table.text("role", row) != Some("note") && !withheld.contains(&cell(&table, row))
            })
            .collect();
        for row in 0..table.rows() {
            if is_value(&table, row) && shown.get(observation(&table, row).as_str()) == Some(&true) {
                table.blank("text", row);
            }
        }
        table.retain(&keep);
        Ok(table)
    }

    fn mirror(&self, mut table: StoredTable) -> StoredTable {
        let shown = self.shown();
        for row in 0..table.rows() {
            let mut is_cleared = false;
            for side in ["first", "second"] {
                let name = |column: &str| format!("{side}_{column}");
                let Some(id) = table.text(&name("observation_id"), row).map(str::to_owned) else { continue };
                if shown.contains_key(id.as_str()) {
                    continue;
                }
                for column in ["value", "low", "high", "place"] {
                    table.blank(&name(column), row);
                }
                table.set_text(&name("status"), row, "Q");
                is_cleared = true;
            }
            if is_cleared {
                for column in ["difference", "ratio", "symmetric_index", "explained_by"] {
                    table.blank(column, row);
                }
            }
        }
        table
    }
}

/// Sheets that a published figure comes from.
fn submissions(mut table: StoredTable, lineage: &StoredTable) -> StoredTable {
    let text = |table: &StoredTable, column: &str, row: usize| table.text(column, row).unwrap_or_default().to_owned();
    let named: BTreeSet<(String, String)> =
        (0..lineage.rows()).map(|row| (text(lineage, "submission_id", row), text(lineage, "sheet", row))).collect();
    let keep: Vec<bool> =
        (0..table.rows()).map(|row| named.contains(&(text(&table, "submission_id", row), text(&table, "sheet", row)))).collect();
    table.retain(&keep);
    table
}

/// The columns alone: what was found in returns is between the secretariat and the senders, and full of numbers.
fn nothing_of(mut table: StoredTable) -> StoredTable {
    table.retain(&vec![false; table.rows()]);
    table
}

/// Texts that tell numbers are taken out, and columns as a whole.
fn without_numbers(mut table: StoredTable, texts: &[&str], columns: &[&str]) -> StoredTable {
    for row in 0..table.rows() {
        for column in texts {
            clear_number_text(&mut table, column, row);
        }
        for column in columns {
            table.blank(column, row);
        }
    }
    table
}

fn clear_number_text(table: &mut StoredTable, column: &str, row: usize) {
    if table.text(column, row).is_some_and(tells_a_number) {
        table.blank(column, row);
    }
}

/// A text in which a hidden figure is said to be hidden, and no more: `hidden`, without `, 1 to 4` behind it.
fn without_range(text: &str) -> String {
    const HIDDEN: &str = "hidden";
    let mut parts = text.split(HIDDEN);
    let mut told = parts.next().unwrap_or_default().to_owned();
    for rest in parts {
        let number = |text: &'_ str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let range = rest.strip_prefix(", ").and_then(|range| {
            let (low, high) = range.split_once(" to ")?;
            (!low.is_empty() && number(low) == low.len() && number(high) > 0).then(|| &high[number(high)..])
        });
        told.push_str(HIDDEN);
        told.push_str(range.unwrap_or(rest));
    }
    told
}

/// Whether a text tells a number that is no year.
fn tells_a_number(text: &str) -> bool {
    let is_year = |digits: &str| digits.parse::<u32>().is_ok_and(|number| (1900..=2100).contains(&number)) && digits.len() == 4;
    let is_part = |c: char| c.is_numeric();
    text.split(|c: char| !is_part(c)).any(|digits| !digits.is_empty() && !is_year(digits))
}

#[cfg(test)]
mod tests {
    use super::{tells_a_number, without_range};

    #[test]
    fn a_hidden_figure_is_hidden_without_its_range() {
        assert_eq!(without_range("MUS (hidden, 1 to 4); SYC (no figure)"), "MUS (hidden); SYC (no figure)");
        assert_eq!(without_range("MUS: hidden, 1 to 4"), "MUS: hidden");
        assert_eq!(without_range("10 to 20 hidden, and more"), "10 to 20 hidden, and more");
    }

    #[test]
    fn years_are_no_numbers_that_a_note_tells() {
        assert!(!tells_a_number("type B R: refugees added, since 2019"));
        assert!(tells_a_number("of whom 3 from Eritrea") && tells_a_number("منهم ٣ أشخاص"));
    }
}

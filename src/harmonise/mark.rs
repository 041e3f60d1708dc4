//! A further status on figures that are published already.

use std::collections::BTreeSet;

use polars::prelude::PolarsResult;

use super::combine::Harmonised;
use super::series::{lists, text};
use crate::model::{Status, StatusSet};

impl Harmonised {
    /// Adds a status to observations; a value or a mark that a sender gave stays.
    ///
    /// # Errors
    /// Only when polars refuses columns of equal length, which would be a fault of this program.
    pub fn mark(&mut self, observations: &BTreeSet<u64>, status: Status) -> PolarsResult<()> {
        for table in self.tables.values_mut() {
            let named: BTreeSet<u64> =
                table.published.iter().map(|one| one.observation).filter(|observation| observations.contains(observation)).collect();
            if named.is_empty() {
                continue;
            }
            let mut sets: std::collections::BTreeMap<String, StatusSet> = std::collections::BTreeMap::new();
            for one in &mut table.published {
                if named.contains(&one.observation) {
                    one.status = one.status.iter().chain([status]).collect();
                }
                sets.insert(format!("{:016x}", one.observation), one.status);
            }
            let ids: Vec<Option<String>> = table.frame.column("observation_id")?.str()?.iter().map(|id| id.map(str::to_owned)).collect();
            let of_rows: Vec<StatusSet> =
                ids.iter().map(|id| id.as_ref().and_then(|id| sets.get(id)).copied().unwrap_or_default()).collect();
            let speaking = text("obs_status", of_rows.iter().map(|set| Some(set.speaking().as_str())));
            let all = lists("obs_status_all", of_rows.iter().map(|set| set.iter().map(Status::as_str).collect()));
            table.frame.with_column(speaking)?;
            table.frame.with_column(all)?;
        }
        Ok(())
    }
}

//! What `gaps` tells.

use schemars::JsonSchema;
use serde::Serialize;

use crate::overview::Overview;

/// Who has sent what, what blocks acceptance, and what to ask whom.
#[derive(Debug, Serialize, JsonSchema)]
pub struct GapsBody<'a> {
    /// One look at the round; places and sources only where one state is asked for.
    pub overview: &'a Overview,
}

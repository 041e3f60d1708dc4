//! Why nothing is published.

use std::path::PathBuf;

use crate::disclosure::LinkedError;
use crate::write::WriteError;

/// Why nothing is published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// The folder is an edition itself.
    #[error("`{0}` is an edition that `concord publish` wrote; give the folder that `concord run` wrote")]
    AnEdition(PathBuf),
    /// An earlier edition is none.
    #[error("`{0}` is no public edition of `concord publish`; give the folder `public` that was published")]
    NotPublic(PathBuf),
    /// Another standard made the run.
    #[error(
        "the run was made with the standard `{found}`, and the policy is of `{expected}`\n  hint: name the folder of `{found}` with \
         `--standards DIR`, or run the pipeline again"
    )]
    OtherStandard {
        /// Id and version of the standard of the run.
        found: String,
        /// Id and version of the standard that is given.
        expected: String,
    },
    /// The run was made with a changed standard, and the shipped one is in use: what its folder restricts would be ignored.
    #[error(
        "the run was made with the standard `{of_run}` of a folder, and the policy is of `{given}` as shipped: letters and restrictions of \
         that folder would be ignored\n  hint: name the folder with `--standards DIR`"
    )]
    OtherContent {
        /// Id and version of the standard of the run.
        of_run: String,
        /// Id and version of the standard in use.
        given: String,
    },
    /// The standard has no policy.
    #[error(
        "the standard `{0}` has no `disclosure.toml`, so that nobody knows what may be published; write one after that of the shipped standard"
    )]
    NoPolicy(String),
    /// A table that the standard does not have.
    #[error("the run has a table `{0}` that the standard does not have; name the standard of the run with `--standards`")]
    UnknownTable(String),
    /// A file of the run is damaged.
    #[error("`{0}`, row {1}: it lacks what every row has; run the pipeline again")]
    Unreadable(String, usize),
    /// Figures under embargo, and no day.
    #[error("{count} figures are under embargo, the first is {first}; say for which day to publish, such as `--as-of 2026-01-31`")]
    NoDay {
        /// How many.
        count: usize,
        /// One of them.
        first: String,
    },
    /// The folder to write to holds something else.
    #[error("`{0}` holds files that are no edition of `concord publish`; name another folder with `--out`")]
    NotOurs(PathBuf),
    /// The folder to write to lies within the run.
    #[error("`{0}` is the folder of the run, or lies in it; name another folder with `--out`")]
    WithinTheRun(PathBuf),
    /// The audit could not be made.
    #[error("{0}; nothing was published")]
    Audit(#[from] LinkedError),
    /// A file can't be read or written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

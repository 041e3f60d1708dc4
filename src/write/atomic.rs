//! Writing a file so that it is either the old one or the complete new one.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file system refused.
    #[error("`{path}` can't be written: {source}; see whether the folder exists, has space and may be written to")]
    Io {
        /// What was to be written.
        path: PathBuf,
        /// What the file system said.
        source: std::io::Error,
    },
    /// A file that this program wrote earlier can't be read.
    #[error("`{path}` can't be read as a table: {reason}; it was changed or cut off, so write it again from the returns")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What was refused.
        reason: String,
    },
    /// A table could not be laid out; a fault of this program.
    #[error("table `{name}` could not be laid out: {reason}; please report this with the manifest of an earlier run")]
    Table {
        /// Name of the file.
        name: String,
        /// What was refused.
        reason: String,
    },
}

/// Writes beside the target, syncs, and renames.
///
/// # Errors
/// The folder can't be made, or the file can't be written, synced or renamed.
pub fn write_atomically(target: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let refuse = |source: std::io::Error| WriteError::Io { path: target.to_path_buf(), source };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(refuse)?;
    let mut beside = tempfile::Builder::new().prefix(".concord-").tempfile_in(folder).map_err(refuse)?;
    beside.write_all(bytes).map_err(refuse)?;
    beside.as_file().sync_all().map_err(refuse)?;
    // A temporary file is readable by its owner only; output is for everyone the folder lets in.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        beside.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(refuse)?;
    }
    beside.persist(target).map_err(|error| refuse(error.error))?;
    Ok(())
}

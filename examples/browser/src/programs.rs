//! Finds the installed programs of the system.

use std::path::PathBuf;

/// Returns the path of the first program that is installed.
pub(crate) fn installed(names: &[&'static str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|program| program.is_file())
}

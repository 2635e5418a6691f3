//! Callgrind, which counts the instructions of a program.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;

/// Runs what is added to it, and leaves the counts in a file.
pub(crate) fn command(out: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind"]).arg(format!("--callgrind-out-file={}", out.display()));
    command
}

/// All that was counted.
pub(crate) fn total(out: &Path) -> Result<u64> {
    let counted = fs::read_to_string(out)?;
    let total =
        counted.lines().find_map(|line| line.strip_prefix("totals: ").or_else(|| line.strip_prefix("summary: ")));
    total.and_then(|total| total.trim().parse().ok()).ok_or_else(|| "callgrind counted nothing".into())
}

//! Counts the instructions of a program with Callgrind.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;

/// Returns a command that counts the instructions of the program that is added to it, and writes the counts to a file.
pub(crate) fn command(out: &Path) -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--quiet", "--tool=callgrind"]).arg(format!("--callgrind-out-file={}", out.display()));
    command
}

/// Returns the total count of the file.
pub(crate) fn total(out: &Path) -> Result<u64> {
    let counted = fs::read_to_string(out)?;
    let total =
        counted.lines().find_map(|line| line.strip_prefix("totals: ").or_else(|| line.strip_prefix("summary: ")));
    total.and_then(|total| total.trim().parse().ok()).ok_or_else(|| "callgrind counted nothing".into())
}

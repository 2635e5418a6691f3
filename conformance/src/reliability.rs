//! The long form of the faults and the soak: what `docs/reliability.md` shows.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::faults::{Extent, clients, database, ends, postgres, starts};
use crate::figures::{Figures, Table};
use crate::soak::soak;

/// How much of each the long form does, beside the requests of the soak.
const LONG: Extent = Extent { rounds: 20, writes: 10_000 };

/// What is measured, and what measures it.
type Part<'a> = (&'a str, &'a dyn Fn(&OsStr, Extent) -> Figures);

/// Plays everything against each of the programs, and writes a table for each part to `output`.
///
/// # Errors
///
/// When the tables cannot be written.
///
/// # Panics
///
/// Once, after the last table, with all failures.
pub fn measure(programs: &[PathBuf], requests: usize, mut output: impl Write) -> io::Result<()> {
    let soak = |program: &OsStr, _| soak(program, requests);
    let parts: [Part<'_>; 6] = [
        ("while it runs: failures of all answers, the slowest", &database),
        ("before it starts: the exit", &starts),
        (
            "PostgreSQL: failures of all answers, the slowest; the exit; acknowledged writes, all of which were found",
            &postgres,
        ),
        ("clients: the answers of others, the slowest", &clients),
        ("the end: acknowledged writes, all of which were found", &ends),
        ("soak", &soak),
    ];
    let mut failures = Vec::new();
    for (head, play) in parts {
        let mut servers = Vec::new();
        for program in programs {
            let figures = play(program.as_os_str(), LONG);
            let name = name(program);
            failures.extend(figures.failures.iter().map(|failure| format!("{name}: {failure}")));
            servers.push((name, figures));
        }
        writeln!(output, "{}\n", Table { head, servers: &servers })?;
    }
    assert!(failures.is_empty(), "failures:\n  {}", failures.join("\n  "));
    Ok(())
}

fn name(program: &Path) -> String {
    program.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

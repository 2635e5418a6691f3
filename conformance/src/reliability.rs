//! The long form of the faults and the soak, for the tables of `docs/reliability.md`.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::faults::{Extent, clients, database, ends, postgres, starts};
use crate::figures::{Figures, Table};
use crate::soak::soak;

/// The amount of work in the long form, apart from the requests of the soak.
const LONG: Extent = Extent { rounds: 20, writes: 10_000, at_once: false };

/// The heading of a table, and the function that measures its figures.
type Part<'a> = (&'a str, &'a dyn Fn(&OsStr, Extent) -> Figures);

/// Runs everything against each of the programs, and writes a table for each part to `output`.
///
/// # Errors
///
/// Fails if the tables cannot be written.
///
/// # Panics
///
/// Panics once, after the last table, with all failures.
pub fn measure(programs: &[PathBuf], requests: usize, mut output: impl Write) -> io::Result<()> {
    let soak = |program: &OsStr, _| soak(program, requests);
    let parts: [Part<'_>; 6] = [
        ("while it runs: failed responses, the slowest response", &database),
        ("before it starts: the exit code", &starts),
        (
            "PostgreSQL: failed responses, the slowest response; the exit code; acknowledged writes, none lost",
            &postgres,
        ),
        ("clients: responses to other clients, the slowest response", &clients),
        ("the end of the process: acknowledged writes, none lost", &ends),
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

//! Faults around a running server. Every response must be in the envelope, every acknowledged write must be kept, and the
//! process must exit only on request.

mod clients;
mod database;
mod ends;
mod endured;
mod ledger;
mod place;
mod postgres;
mod refused;
mod stalled;
mod wave;

pub use endured::{Clients, Endured};
pub(crate) use stalled::HALVES;

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::panic::resume_unwind;
use std::thread;
use std::time::Duration;

use crate::figures::Figures;

/// The environment variable that makes a test fail if the system does not let it cause a fault. Its value is `required`.
const WANTED: &str = "ERRORBOOK_FAULTS";

/// The amount of work in a run: small in a test, large for the figures of the manual.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// The number of rounds of each client during a fault of the database, and next to hostile clients.
    pub(crate) rounds: usize,
    /// The number of writes that are acknowledged before the server ends.
    pub(crate) writes: usize,
    /// True if all faults happen at once, each to a server of its own. Most of their time is waiting. Figures are measured one after
    /// the other.
    pub(crate) at_once: bool,
}

const SHORT: Extent = Extent { rounds: 3, writes: 300, at_once: true };

impl Extent {
    /// Plays all parts, and returns their figures in the order of the parts.
    fn play<T: Sync>(self, parts: &[T], play: impl Fn(&T) -> Figures + Sync) -> Figures {
        let mut figures = Figures::default();
        if self.at_once {
            thread::scope(|scope| {
                let playing: Vec<_> = parts.iter().map(|part| scope.spawn(|| play(part))).collect();
                for played in playing {
                    figures.add(played.join().unwrap_or_else(|panic| resume_unwind(panic)));
                }
            });
        } else {
            parts.iter().for_each(|part| figures.add(play(part)));
        }
        figures
    }
}

/// Locks, fills, limits, overwrites, replaces and removes the database of a running server, or makes it read-only. Also starts
/// the server with databases that cannot be used.
///
/// # Panics
///
/// Panics once, with all failures: a response that is not in its envelope, contains internal details or takes more than 20
/// seconds; a process that ends by itself; a server that does not recover after a fault.
pub fn run_database_faults(program: impl AsRef<OsStr>) {
    let program = program.as_ref();
    let plays: [fn(&OsStr, Extent) -> Figures; 2] = [database, starts];
    check("the faults of the database", SHORT.play(&plays, |play| play(program, SHORT)));
}

/// Stops, freezes, fills, locks, restarts and crashes the PostgreSQL of a running server. Also starts the server with
/// databases that cannot be used.
///
/// If PostgreSQL is not installed, nothing runs, and a line on standard error says so.
///
/// # Panics
///
/// Panics as [`run_database_faults`] does, and if an acknowledged write is lost. With `ERRORBOOK_POSTGRES=required` it also
/// panics if PostgreSQL is not installed.
pub fn run_postgres_faults(program: impl AsRef<OsStr>) {
    check("the faults of PostgreSQL", postgres(program.as_ref(), SHORT));
}

/// Connects clients that cut requests off, stall, reset or send heads at the limits, and opens more connections than the
/// server has file descriptors.
///
/// # Panics
///
/// Panics once, with all failures: a wrong response to a normal client, a server that does not accept connections afterwards,
/// or a server that does not exit while connections are open.
pub fn run_client_faults(program: impl AsRef<OsStr>) {
    check("the faults of clients", clients(program.as_ref(), SHORT));
}

/// Ends the server while it writes, with the termination signal and with a kill, and starts it again.
///
/// # Panics
///
/// Panics once, with all failures: a lost write that was acknowledged, or a server that does not exit with 0 within 10
/// seconds of the termination signal.
pub fn run_interrupted(program: impl AsRef<OsStr>) {
    check("the end of the process", ends(program.as_ref(), SHORT));
}

pub(crate) fn database(program: &OsStr, extent: Extent) -> Figures {
    database::play(program, extent)
}

pub(crate) fn starts(program: &OsStr, extent: Extent) -> Figures {
    refused::play(program, extent)
}

pub(crate) fn postgres(program: &OsStr, extent: Extent) -> Figures {
    postgres::play(program, extent)
}

pub(crate) fn clients(program: &OsStr, extent: Extent) -> Figures {
    clients::play(program, extent)
}

pub(crate) fn ends(program: &OsStr, extent: Extent) -> Figures {
    ends::play(program, extent)
}

pub(crate) fn check(name: &str, figures: Figures) {
    let failures = figures.failures;
    assert!(failures.is_empty(), "conformance under {name}:\n  {}", failures.join("\n  "));
}

/// Reports on standard error that a fault cannot be caused here, even if the output of tests is captured. Returns the report
/// as a failure if the environment requires the fault.
fn not_run(name: &str, needs: &str) -> Option<String> {
    let line = format!("not run: {name}: it needs {needs}");
    if std::env::var_os(WANTED).is_some_and(|wanted| wanted == "required") {
        return Some(format!("{line}, and {WANTED} is required"));
    }
    let _ = writeln!(io::stderr(), "{line}");
    None
}

/// Formats a duration in seconds, with two decimals.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = include_str!("../../docs/reliability.md");

    #[test]
    fn the_manual_has_a_row_for_each_fault() {
        let database = database::FAULTS.iter().map(|fault| fault.name);
        let all = database
            .chain(refused::REFUSED.iter().map(|refused| refused.name))
            .chain(postgres::FAULTS.iter().map(|fault| fault.name))
            .chain([postgres::deadlock::NAME])
            .chain(postgres::refused::REFUSED.iter().map(|refused| refused.name))
            .chain(postgres::interrupted::INTERRUPTED.map(|(name, _)| name))
            .chain(clients::NAMES)
            .chain(ends::ENDS.map(|(name, _)| name));
        for name in all {
            assert!(MANUAL.lines().any(|line| line.starts_with(&format!("| {name} | "))), "no row for {name}");
        }
    }

    #[test]
    fn a_program_that_is_not_a_server_fails_every_run() {
        let program = OsStr::new("true");
        for play in [database, starts, clients, ends] {
            let figures = play(program, SHORT);
            assert!(!figures.failures.is_empty());
            assert_eq!(figures.rows(), 0, "{figures:?}");
        }
    }
}

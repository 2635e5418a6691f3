//! What goes wrong around a server, while it is asked: every answer is in the envelope, what was acknowledged is kept, and
//! the process ends when it is asked to and not before.

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
use std::time::Duration;

use crate::figures::Figures;

/// The variable that, set to `required`, makes a fault that the system does not let us cause a failure.
const WANTED: &str = "ERRORBOOK_FAULTS";

/// How much of each is done: little in a test, much where it is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// Rounds of each client while a fault of the database lasts, and while other clients are hostile.
    pub(crate) rounds: usize,
    /// Writes that are acknowledged before the end.
    pub(crate) writes: usize,
}

const SHORT: Extent = Extent { rounds: 3, writes: 300 };

/// Locks, fills, limits, makes read-only, overwrites, replaces and removes the database of a running server, and starts it
/// with databases with which it cannot start.
///
/// # Panics
///
/// Once, with all failures: an answer that is not in its envelope, that says anything of the inside, or that is none
/// within 20 seconds; a process that ends by itself; anything that does not work again when the fault is over.
pub fn run_database_faults(program: impl AsRef<OsStr>) {
    let program = program.as_ref();
    let mut figures = database(program, SHORT);
    figures.add(starts(program, SHORT));
    check("the faults of the database", figures);
}

/// Stops, freezes, fills, locks, restarts and crashes the PostgreSQL of a running server, and starts the server with databases
/// with which it cannot start.
///
/// # Panics
///
/// As [`run_database_faults`] does, and if a write is lost that was acknowledged. Where PostgreSQL is not installed nothing is
/// run, which is said on standard error; with `ERRORBOOK_POSTGRES=required` that is a failure.
pub fn run_postgres_faults(program: impl AsRef<OsStr>) {
    check("the faults of PostgreSQL", postgres(program.as_ref(), SHORT));
}

/// Has clients that cut off, stall, reset and send heads at their limits, and more connections than descriptors.
///
/// # Panics
///
/// Once, with all failures: another client's answer that is not what it should be, a server that does not take
/// connections again, or does not end although connections are open.
pub fn run_client_faults(program: impl AsRef<OsStr>) {
    check("the faults of clients", clients(program.as_ref(), SHORT));
}

/// Ends the server while it writes, by the termination signal and by a kill, and starts it anew.
///
/// # Panics
///
/// Once, with all failures: a write that was acknowledged and is not there, or a server that does not exit with 0 within
/// 10 seconds of the termination signal.
pub fn run_interrupted(program: impl AsRef<OsStr>) {
    check("the ends", ends(program.as_ref(), SHORT));
}

pub(crate) fn database(program: &OsStr, extent: Extent) -> Figures {
    database::play(program, extent.rounds)
}

pub(crate) fn starts(program: &OsStr, _: Extent) -> Figures {
    refused::play(program)
}

pub(crate) fn postgres(program: &OsStr, extent: Extent) -> Figures {
    postgres::play(program, extent.rounds, extent.writes)
}

pub(crate) fn clients(program: &OsStr, extent: Extent) -> Figures {
    clients::play(program, extent.rounds)
}

pub(crate) fn ends(program: &OsStr, extent: Extent) -> Figures {
    ends::play(program, extent.writes)
}

pub(crate) fn check(what: &str, figures: Figures) {
    let failures = figures.failures;
    assert!(failures.is_empty(), "conformance under {what}:\n  {}", failures.join("\n  "));
}

/// Says that a fault cannot be caused here, past whatever captures the output of tests; a failure if it has to be.
fn not_run(what: &str, needs: &str) -> Option<String> {
    let line = format!("not run: {what}: it needs {needs}");
    if std::env::var_os(WANTED).is_some_and(|wanted| wanted == "required") {
        return Some(format!("{line}, and {WANTED} is required"));
    }
    let _ = writeln!(io::stderr(), "{line}");
    None
}

/// To the hundredth.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANUAL: &str = include_str!("../../docs/reliability.md");

    #[test]
    fn the_manual_has_a_row_for_each_of_them() {
        let database = database::FAULTS.iter().map(|fault| fault.what);
        let all = database
            .chain(refused::REFUSED.iter().map(|refused| refused.what))
            .chain(postgres::FAULTS.iter().map(|fault| fault.what))
            .chain([postgres::deadlock::WHAT])
            .chain(postgres::refused::REFUSED.iter().map(|refused| refused.what))
            .chain(postgres::interrupted::INTERRUPTED.map(|(what, _)| what))
            .chain(clients::WHAT)
            .chain(ends::ENDS.map(|(what, _)| what));
        for what in all {
            assert!(MANUAL.lines().any(|line| line.starts_with(&format!("| {what} | "))), "no row for {what}");
        }
    }

    #[test]
    fn a_program_that_is_no_server_fails_in_every_way() {
        let program = OsStr::new("true");
        for play in [database, starts, clients, ends] {
            let figures = play(program, SHORT);
            assert!(!figures.failures.is_empty());
            assert_eq!(figures.rows(), 0, "{figures:?}");
        }
    }
}

//! The end of a server while it writes. All acknowledged writes must be there after the next start.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};

use super::ledger::{self, Ledger, Told};
use super::place::{Place, PlaceError};
use super::stalled::stalled;
use super::{Extent, seconds};
use crate::figures::Figures;
use crate::report::chain;
use crate::server::Server;

/// The number of clients that write at the same time.
pub(super) const WRITERS: usize = 8;

/// The maximum number of projects that a writer stores. It stops a run whose server does not exit.
const MOST: usize = 1_000_000;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// The termination signal, while stalled requests keep connections open.
    Signal,
    /// The termination signal, while another program holds the database's lock and every write waits for it.
    SignalWhileLocked,
    /// The kill signal, which a process cannot handle.
    Kill,
}

pub(super) const ENDS: [(&str, End); 3] = [
    ("a termination signal", End::Signal),
    ("a termination signal while the database is locked", End::SignalWhileLocked),
    ("a kill", End::Kill),
];

/// Ends a server in each way after this many acknowledged writes.
pub(super) fn play(program: &OsStr, extent: Extent) -> Figures {
    extent.play(&ENDS, |(name, end)| {
        let mut figures = Figures::default();
        match end.play(program, extent.writes) {
            Ok((figure, failures)) => {
                figures.row(*name, figure);
                figures.fail(name, failures);
            }
            Err(error) => figures.fail(name, [chain(&error)]),
        }
        figures
    })
}

impl End {
    fn play(self, program: &OsStr, writes: usize) -> Result<(String, Vec<String>), PlaceError> {
        let place = Place::seeded(program)?;
        let mut server = place.start(program)?;
        let stalled = stalled(server.address())?;
        let mut ledgers = Vec::new();
        let lock = if self == End::SignalWhileLocked {
            let (writers, _) = write(server.address(), 0, writes.div_ceil(WRITERS));
            ledgers.extend(joined(writers));
            Some(place.lock()?)
        } else {
            None
        };
        let (writers, told) = write(server.address(), WRITERS, MOST);
        match self {
            End::SignalWhileLocked => wait_for(&told, Told::Begins, WRITERS),
            End::Signal | End::Kill => wait_for(&told, Told::Acknowledged, writes),
        }
        let mut failures = Vec::new();
        failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
        let took = self.end(server)?;
        ledgers.extend(joined(writers));
        drop((lock, stalled));

        let server = place.start(program)?;
        let found = ledger::projects(server.address())?;
        server.stop()?;
        let mut acknowledged = 0;
        for ledger in ledgers {
            failures.extend(ledger.lost(&found));
            acknowledged += ledger.acknowledged;
            failures.extend(ledger.tally.failures);
        }
        if acknowledged < writes {
            failures.push(format!("only {acknowledged} writes were acknowledged"));
        }
        Ok((format!("{acknowledged}{took}"), failures))
    }

    fn end(self, server: Server) -> Result<String, PlaceError> {
        match self {
            End::Signal | End::SignalWhileLocked => {
                server.end().map(|ended| format!(", exit after {}", seconds(ended.after))).map_err(PlaceError::Server)
            }
            End::Kill => server.kill().map(|_| String::new()).map_err(PlaceError::Server),
        }
    }
}

pub(super) fn write(address: SocketAddr, first: usize, projects: usize) -> (Vec<JoinHandle<Ledger>>, Receiver<Told>) {
    let (tell, told) = mpsc::channel();
    let writer = |number: usize| {
        let tell = tell.clone();
        thread::spawn(move || Ledger::write(address, first + number, |number| number < projects, &tell))
    };
    ((0..WRITERS).map(writer).collect(), told)
}

pub(super) fn joined(writers: Vec<JoinHandle<Ledger>>) -> impl Iterator<Item = Ledger> {
    writers.into_iter().map(|writer| {
        writer.join().unwrap_or_else(|_| {
            let mut ledger = Ledger::default();
            ledger.tally.failures.push("a writer panicked".to_owned());
            ledger
        })
    })
}

/// Waits until the writers have reported this event a number of times, or have all stopped.
pub(super) fn wait_for(told: &Receiver<Told>, event: Told, times: usize) {
    told.iter().filter(|told| *told == event).take(times).for_each(drop);
}

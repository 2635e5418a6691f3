//! A PostgreSQL server that is interrupted during writes. All acknowledged writes must be kept.

use std::ffi::OsStr;

use super::{disconnect, unlogged};
use crate::faults::ends::{WRITERS, joined, wait_for, write};
use crate::faults::ledger::{self, Told};
use crate::faults::place::PlaceError;
use crate::faults::seconds;
use crate::figures::Figures;
use crate::postgres::{Postgres, PostgresError, Stop};
use crate::report::chain;
use crate::server::Server;
use crate::tally::Tally;

/// The number of times that each interruption happens while the clients write.
const TIMES: usize = 3;

type Interrupt = fn(&mut Postgres, &str) -> Result<(), PostgresError>;

pub(in crate::faults) const INTERRUPTED: [(&str, Interrupt); 3] = [
    ("PostgreSQL is restarted, three times", |postgres, _| {
        postgres.stop(Stop::Fast)?;
        postgres.resume()
    }),
    ("PostgreSQL crashes and recovers, three times", |postgres, _| {
        postgres.stop(Stop::Immediate)?;
        postgres.resume()
    }),
    ("all connections to PostgreSQL are closed, three times", |postgres, database| disconnect(postgres, database)),
];

pub(super) fn play(postgres: &mut Postgres, program: &OsStr, writes: usize) -> Figures {
    let mut figures = Figures::default();
    for (name, interrupt) in INTERRUPTED {
        let mut tally = Tally::default();
        match play_one(interrupt, postgres, program, writes, &mut tally) {
            Ok(figure) => figures.row(name, figure),
            Err(error) => figures.fail(name, [chain(&error)]),
        }
        figures.fail(name, tally.failures);
    }
    figures
}

fn play_one(
    interrupt: Interrupt,
    postgres: &mut Postgres,
    program: &OsStr,
    writes: usize,
    tally: &mut Tally,
) -> Result<String, PlaceError> {
    let database = postgres.database()?;
    let mut server = Server::on_database(program, &database)?;
    // The writers continue until the server ends.
    let (writers, told) = write(server.address(), 0, usize::MAX);
    for _ in 0..TIMES {
        wait_for(&told, Told::Acknowledged, writes.div_ceil(TIMES));
        interrupt(postgres, &database)?;
        // All writers continue after the interruption.
        wait_for(&told, Told::Acknowledged, WRITERS);
    }
    tally.failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
    // The writers stop when their server stops.
    let log = server.stop()?;
    let server = Server::on_database(program, &database)?;
    let found = ledger::projects(server.address())?;
    server.stop()?;
    let mut acknowledged = 0;
    for ledger in joined(writers) {
        tally.failures.extend(ledger.lost(&found));
        acknowledged += ledger.acknowledged;
        tally.add(ledger.tally);
    }
    tally.failures.extend(unlogged(&tally.ids, &log));
    if acknowledged < writes {
        tally.failures.push(format!("only {acknowledged} writes were acknowledged"));
    }
    Ok(format!("{acknowledged}, {} of {} failed, {}", tally.failed, tally.responses(), seconds(tally.slowest)))
}

//! Faults of the PostgreSQL of a running server.

pub(super) mod deadlock;
pub(super) mod interrupted;
pub(super) mod refused;

use std::ffi::OsStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::place::PlaceError;
use super::wave::{Effect, wave};
use super::{Extent, seconds};
use crate::figures::Figures;
use crate::postgres::{Postgres, PostgresError, SERVICE, Session, Stop};
use crate::report::chain;
use crate::server::Server;
use crate::tally::Tally;

/// The error code if only superusers still get a connection.
const NO_CONNECTION: &str = "53300";

/// A fault of the database, and its effect on the requests that need the database.
pub(super) struct Fault {
    pub(super) name: &'static str,
    effect: Effect,
    begin: fn(&mut Postgres, &str) -> Result<Undo, PostgresError>,
}

/// Ends a fault. After that the server must work as before.
type Undo = Box<dyn FnOnce(&mut Postgres) -> Result<(), PostgresError>>;

pub(super) const FAULTS: [Fault; 5] = [
    Fault {
        name: "PostgreSQL is stopped",
        effect: Effect::ON_ALL,
        begin: |postgres, _| {
            postgres.stop(Stop::Fast)?;
            Ok(Box::new(Postgres::resume))
        },
    },
    Fault {
        name: "PostgreSQL is frozen",
        effect: Effect::ON_ALL,
        begin: |postgres, _| {
            let frozen = postgres.freeze()?;
            over(frozen)
        },
    },
    Fault {
        name: "PostgreSQL accepts no more connections",
        effect: Effect::ON_ALL,
        begin: |postgres, database| {
            disconnect(postgres, database)?;
            over(all_connections(postgres, database)?)
        },
    },
    Fault {
        name: "another session locks the tables against writes",
        effect: Effect::ON_WRITES,
        begin: |postgres, database| {
            let mut session = postgres.session(database)?;
            session.execute("BEGIN; LOCK TABLE project, part, work_order, server_state IN SHARE MODE")?;
            over(session)
        },
    },
    Fault {
        name: "PostgreSQL is read-only",
        effect: Effect::ON_WRITES,
        begin: |postgres, database| {
            read_only(postgres, database, true)?;
            let database = database.to_owned();
            Ok(Box::new(move |postgres| read_only(postgres, &database, false)))
        },
    },
];

/// Returns a fix that drops this guard.
fn over(guard: impl Sized + 'static) -> Result<Undo, PostgresError> {
    Ok(Box::new(move |_| {
        drop(guard);
        Ok(())
    }))
}

/// Makes the service's role read-only or not. Its connections are closed, because they keep their old setting.
fn read_only(postgres: &Postgres, database: &str, only: bool) -> Result<(), PostgresError> {
    let set = format!("ALTER ROLE {SERVICE} SET default_transaction_read_only = {only}");
    postgres.session(database)?.execute(&set)?;
    disconnect(postgres, database)
}

/// Closes the service's connections to its database, and waits until they are gone.
fn disconnect(postgres: &Postgres, database: &str) -> Result<(), PostgresError> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let end = format!(
        "SELECT COUNT(pg_terminate_backend(pid, {})) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
        PATIENCE.as_millis()
    );
    postgres.session(database)?.number(&end).map(drop)
}

/// Opens every connection that a service can get.
fn all_connections(postgres: &Postgres, database: &str) -> Result<Vec<Session>, PostgresError> {
    let mut sessions = Vec::new();
    loop {
        match postgres.service_session(database) {
            Ok(session) => sessions.push(session),
            Err(PostgresError::Refused(error))
                if error.as_database_error().and_then(|error| error.code()).as_deref() == Some(NO_CONNECTION) =>
            {
                return Ok(sessions);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Runs each fault of a running server on a PostgreSQL of its own, and everything else on one, with a new database each time.
/// Without PostgreSQL nothing runs.
pub(super) fn play(program: &OsStr, extent: Extent) -> Figures {
    let Some(postgres) = Postgres::for_test() else { return Figures::default() };
    let postgres = Mutex::new(postgres);
    let faults = FAULTS.iter().map(|fault| -> Part<'_> { Box::new(|| fault.figures(program, extent.rounds)) });
    let others = || {
        let mut postgres = postgres.lock().unwrap_or_else(PoisonError::into_inner);
        let mut figures = deadlock::play(&postgres, program);
        figures.add(refused::play(&mut postgres, program));
        figures.add(interrupted::play(&mut postgres, program, extent.writes));
        figures
    };
    let parts: Vec<Part<'_>> = faults.chain([Box::new(others) as Part<'_>]).collect();
    extent.play(&parts, |part| part())
}

type Part<'a> = Box<dyn Fn() -> Figures + Sync + 'a>;

impl Fault {
    fn figures(&self, program: &OsStr, rounds: usize) -> Figures {
        let (mut figures, mut tally) = (Figures::default(), Tally::default());
        match self.play(program, rounds, &mut tally) {
            Ok(during) => figures.row(self.name, during),
            Err(error) => figures.fail(self.name, [chain(&error)]),
        }
        figures.fail(self.name, tally.failures);
        figures
    }

    fn play(&self, program: &OsStr, rounds: usize, all: &mut Tally) -> Result<String, PlaceError> {
        let mut postgres = Postgres::start()?;
        let database = postgres.database()?;
        let server = Server::on_database(program, &database)?;
        // Afterwards the server has open connections.
        all.add(wave(server.address(), 1, Effect::NONE));
        let undo = (self.begin)(&mut postgres, &database)?;
        // Runs fewer rounds, because each request waits for seconds.
        let during = wave(server.address(), rounds.div_ceil(10), self.effect);
        let figure = format!("{} of {}, {}", during.failed, during.responses(), seconds(during.slowest));
        all.add(during);
        undo(&mut postgres)?;
        all.add(wave(server.address(), 1, Effect::NONE));
        ended_with_log(server, all)?;
        Ok(figure)
    }
}

/// Stops a server that must still be running, and looks up the ids of its failures in its log.
fn ended_with_log(mut server: Server, all: &mut Tally) -> Result<(), PlaceError> {
    all.failures.extend(server.ended().map(|status| format!("the server has ended by itself: {status}")));
    let log = server.stop()?;
    all.failures.extend(unlogged(&all.ids, &log));
    Ok(())
}

/// Returns a failure if one of the ids is not in the log.
fn unlogged(ids: &[String], log: &str) -> Option<String> {
    ids.iter().find(|id| !log.contains(id.as_str())).map(|id| format!("the log does not contain the id {id}"))
}

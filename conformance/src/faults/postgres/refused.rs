//! PostgreSQL databases with which no server starts: each is one clear line and an exit that is no success.

use std::ffi::OsStr;
use std::path::Path;

use super::all_connections;
use crate::faults::place::PlaceError;
use crate::figures::Figures;
use crate::postgres::{Postgres, PostgresError, Session, Stop};
use crate::report::chain;
use crate::server::{Server, ServerError};

/// A fresh database, as it is changed before the start, and the words of the line that the program then writes.
pub(in crate::faults) struct Refused {
    pub(in crate::faults) what: &'static str,
    prepare: fn(&mut Postgres, &str) -> Result<Vec<Session>, PostgresError>,
    said: &'static str,
}

pub(in crate::faults) const REFUSED: [Refused; 5] = [
    Refused {
        what: "PostgreSQL does not run",
        prepare: |postgres, _| postgres.stop(Stop::Fast).map(|()| Vec::new()),
        said: "Connection refused",
    },
    Refused {
        what: "PostgreSQL has no such database",
        prepare: |postgres, database| {
            let name = database.rsplit('/').next().unwrap_or_default();
            postgres.session("postgres")?.execute(&format!("DROP DATABASE {name}"))?;
            Ok(Vec::new())
        },
        said: "does not exist",
    },
    Refused {
        what: "the role may not make tables",
        prepare: |postgres, database| {
            postgres.session(database)?.execute("ALTER SCHEMA public OWNER TO CURRENT_USER")?;
            Ok(Vec::new())
        },
        said: "permission denied for schema public",
    },
    Refused {
        what: "the tables are another program's",
        prepare: |postgres, database| {
            postgres.service_session(database)?.execute("CREATE TABLE project (id BIGINT)")?;
            Ok(Vec::new())
        },
        said: "relation \"project\" already exists",
    },
    Refused {
        what: "no connection is left at the start",
        prepare: |postgres, database| all_connections(postgres, database),
        said: "connection slots are reserved",
    },
];

pub(super) fn play(postgres: &mut Postgres, program: &OsStr) -> Figures {
    let mut figures = Figures::default();
    for refused in &REFUSED {
        match refused.play(postgres, program) {
            Ok(exit) => figures.row(refused.what, exit),
            Err(error) => figures.fail(refused.what, [chain(&error)]),
        }
    }
    figures
}

impl Refused {
    fn play(&self, postgres: &mut Postgres, program: &OsStr) -> Result<String, PlaceError> {
        let database = postgres.database()?;
        let sessions = (self.prepare)(postgres, &database)?;
        let started = Server::on_database(program, &database);
        drop(sessions);
        postgres.resume()?;
        let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        match started {
            Ok(server) => {
                server.stop()?;
                Err(PlaceError::Starts)
            }
            Err(ServerError::NotListening { status: Some(status), log, .. })
                if status.code().is_some_and(|code| code != 0)
                    && log.lines().count() == 1
                    && log.starts_with(&format!("{name}: cannot "))
                    && log.contains(&database)
                    && log.contains(self.said) =>
            {
                Ok(status.code().unwrap_or_default().to_string())
            }
            Err(error) => Err(error.into()),
        }
    }
}

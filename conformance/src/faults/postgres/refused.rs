//! PostgreSQL databases that cannot be used. The program must write one clear line and exit with an error.

use std::ffi::OsStr;
use std::path::Path;

use super::all_connections;
use crate::faults::place::PlaceError;
use crate::figures::Figures;
use crate::postgres::{Postgres, PostgresError, Session, Stop};
use crate::report::chain;
use crate::server::{Server, ServerError};

/// A change to an empty database before the start, and words of the line that the program must write.
pub(in crate::faults) struct Refused {
    pub(in crate::faults) name: &'static str,
    prepare: fn(&mut Postgres, &str) -> Result<Vec<Session>, PostgresError>,
    message: &'static str,
}

pub(in crate::faults) const REFUSED: [Refused; 5] = [
    Refused {
        name: "PostgreSQL is not running",
        prepare: |postgres, _| postgres.stop(Stop::Fast).map(|()| Vec::new()),
        message: "Connection refused",
    },
    Refused {
        name: "the database does not exist",
        prepare: |postgres, database| {
            let name = database.rsplit('/').next().unwrap_or_default();
            postgres.session("postgres")?.execute(&format!("DROP DATABASE {name}"))?;
            Ok(Vec::new())
        },
        message: "does not exist",
    },
    Refused {
        name: "the role may not create tables",
        prepare: |postgres, database| {
            postgres.session(database)?.execute("ALTER SCHEMA public OWNER TO CURRENT_USER")?;
            Ok(Vec::new())
        },
        message: "permission denied for schema public",
    },
    Refused {
        name: "the tables belong to another program",
        prepare: |postgres, database| {
            postgres.service_session(database)?.execute("CREATE TABLE project (id BIGINT)")?;
            Ok(Vec::new())
        },
        message: "relation \"project\" already exists",
    },
    Refused {
        name: "PostgreSQL accepts no more connections at the start",
        prepare: |postgres, database| all_connections(postgres, database),
        message: "connection slots are reserved",
    },
];

pub(super) fn play(postgres: &mut Postgres, program: &OsStr) -> Figures {
    let mut figures = Figures::default();
    for refused in &REFUSED {
        match refused.play(postgres, program) {
            Ok(exit) => figures.row(refused.name, exit),
            Err(error) => figures.fail(refused.name, [chain(&error)]),
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
                    && log.contains(self.message) =>
            {
                Ok(status.code().unwrap_or_default().to_string())
            }
            Err(error) => Err(error.into()),
        }
    }
}

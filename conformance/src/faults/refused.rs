//! Databases with which no server starts: each is one clear line and an exit that is no success.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::not_run;
use super::place::{self, Lock, Place, PlaceError};
use crate::figures::Figures;
use crate::report::chain;
use crate::server::{Server, ServerError};

/// What is done to a seeded database before the start, and how the line ends that the program writes.
pub(super) struct Refused {
    pub(super) what: &'static str,
    prepare: fn(&Place) -> Result<Option<Lock>, PlaceError>,
    said: &'static str,
    start: fn(&Place, &OsStr) -> Result<Server, PlaceError>,
}

pub(super) const REFUSED: [Refused; 6] = [
    Refused {
        what: "the file is nonsense",
        prepare: |place| not_locked(place.overwrite(0..u64::MAX)),
        said: "file is not a database",
        start: Place::start,
    },
    Refused {
        what: "all but the first page is nonsense",
        prepare: |place| not_locked(place.overwrite(4096..u64::MAX)),
        said: "database disk image is malformed",
        start: Place::start,
    },
    Refused {
        what: "there is no folder",
        prepare: |place| not_locked(fs::remove_dir_all(place.folder())),
        said: "unable to open database file",
        start: Place::start,
    },
    Refused {
        what: "a folder is in the place of the file",
        prepare: |place| not_locked(place.remove().and_then(|()| fs::create_dir(place.database()))),
        said: "unable to open database file",
        start: Place::start,
    },
    Refused {
        what: "the file may not be read",
        prepare: |place| not_locked(place::mode(&place.database(), 0)),
        said: "unable to open database file",
        start: Place::start_without_privileges,
    },
    Refused {
        what: "another program has the database for itself",
        prepare: |place| place.lock_out().map(Some),
        said: "database is locked",
        start: Place::start,
    },
];

fn not_locked(prepared: std::io::Result<()>) -> Result<Option<Lock>, PlaceError> {
    Ok(prepared.map(|()| None)?)
}

pub(super) fn play(program: &OsStr) -> Figures {
    let mut figures = Figures::default();
    for refused in &REFUSED {
        match refused.play(program) {
            Ok(line) => figures.row(refused.what, line),
            Err(PlaceError::NotHere(needs)) => {
                figures.row(refused.what, "not run");
                figures.fail(refused.what, not_run(refused.what, &needs));
            }
            Err(error) => figures.fail(refused.what, [chain(&error)]),
        }
    }
    figures
}

impl Refused {
    fn play(&self, program: &OsStr) -> Result<String, PlaceError> {
        let place = Place::seeded(program)?;
        let _lock = (self.prepare)(&place)?;
        let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        match (self.start)(&place, program) {
            Ok(server) => {
                server.stop()?;
                Err(PlaceError::Starts)
            }
            Err(PlaceError::Server(ServerError::NotListening { status: Some(status), log, .. }))
                if status.code().is_some_and(|code| code != 0)
                    && log.lines().count() == 1
                    && log.starts_with(&format!("{name}: cannot "))
                    && log.trim_end().ends_with(self.said) =>
            {
                Ok(status.code().unwrap_or_default().to_string())
            }
            Err(other) => Err(other),
        }
    }
}

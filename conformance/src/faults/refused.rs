//! Databases that cannot be used. The program must write one clear line and exit with an error.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use super::place::{self, Lock, Place, PlaceError};
use super::{Extent, not_run};
use crate::figures::Figures;
use crate::report::chain;
use crate::server::{Server, ServerError};

/// A change to a seeded database before the start, and the end of the line that the program must write.
pub(super) struct Refused {
    pub(super) name: &'static str,
    prepare: fn(&Place) -> Result<Option<Lock>, PlaceError>,
    message: &'static str,
    start: fn(&Place, &OsStr) -> Result<Server, PlaceError>,
}

pub(super) const REFUSED: [Refused; 6] = [
    Refused {
        name: "the file has invalid bytes",
        prepare: |place| not_locked(place.overwrite(0..u64::MAX)),
        message: "file is not a database",
        start: Place::start,
    },
    Refused {
        name: "the file has invalid bytes after the first page",
        prepare: |place| not_locked(place.overwrite(4096..u64::MAX)),
        message: "database disk image is malformed",
        start: Place::start,
    },
    Refused {
        name: "the folder is missing",
        prepare: |place| not_locked(fs::remove_dir_all(place.folder())),
        message: "unable to open database file",
        start: Place::start,
    },
    Refused {
        name: "the file is a folder",
        prepare: |place| not_locked(place.remove().and_then(|()| fs::create_dir(place.database()))),
        message: "unable to open database file",
        start: Place::start,
    },
    Refused {
        name: "the file is not readable",
        prepare: |place| not_locked(place::mode(&place.database(), 0)),
        message: "unable to open database file",
        start: Place::start_without_privileges,
    },
    Refused {
        name: "another program has an exclusive lock on the database",
        prepare: |place| place.lock_out().map(Some),
        message: "database is locked",
        start: Place::start,
    },
];

fn not_locked(prepared: std::io::Result<()>) -> Result<Option<Lock>, PlaceError> {
    Ok(prepared.map(|()| None)?)
}

pub(super) fn play(program: &OsStr, extent: Extent) -> Figures {
    extent.play(&REFUSED, |refused| {
        let mut figures = Figures::default();
        match refused.play(program) {
            Ok(line) => figures.row(refused.name, line),
            Err(PlaceError::NotHere(needs)) => {
                figures.row(refused.name, "not run");
                figures.fail(refused.name, not_run(refused.name, &needs));
            }
            Err(error) => figures.fail(refused.name, [chain(&error)]),
        }
        figures
    })
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
                    && log.trim_end().ends_with(self.message) =>
            {
                Ok(status.code().unwrap_or_default().to_string())
            }
            Err(other) => Err(other),
        }
    }
}

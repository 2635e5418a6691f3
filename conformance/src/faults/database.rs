//! Faults of the database of a running server.

use std::ffi::OsStr;
use std::fs;

use super::place::{self, Place, PlaceError};
use super::wave::{Effect, wave};
use super::{Extent, not_run, seconds};
use crate::figures::Figures;
use crate::report::chain;
use crate::server::Server;
use crate::tally::Tally;

/// A fault of the database, and its effect on the requests that need the database.
pub(super) struct Fault {
    pub(super) name: &'static str,
    effect: Effect,
    start: fn(&Place, &OsStr) -> Result<Server, PlaceError>,
    begin: fn(&Place, &Server) -> Result<Over, PlaceError>,
    /// One in this many rounds is run. A lock makes each round take seconds.
    rounds_for_one: usize,
}

/// The way in which a fault ends. After that the server must work as before.
enum Over {
    /// The fault ends while the server runs.
    Running(Undo),
    /// The fault ends after the server has exited and before it starts again.
    Restart(Undo),
}

type Undo = Box<dyn FnOnce(&Place) -> Result<(), PlaceError>>;

pub(super) const FAULTS: [Fault; 9] = [
    Fault {
        name: "another program holds the write lock",
        effect: Effect::ON_WRITES,
        start: Place::start,
        rounds_for_one: 10,
        begin: |place, _| {
            let lock = place.lock()?;
            running(move |_| {
                drop(lock);
                Ok(())
            })
        },
    },
    Fault {
        name: "the disk is full",
        effect: Effect::ON_WRITES,
        start: Place::start_on_a_small_disk,
        rounds_for_one: 1,
        begin: |place, server| {
            let ballast = place.fill(server)?;
            running(move |_| Ok(fs::remove_file(ballast)?))
        },
    },
    Fault {
        name: "the limit of the process allows no writes",
        effect: Effect::ON_WRITES,
        start: Place::start,
        rounds_for_one: 1,
        begin: |_, server| {
            let id = server.id();
            place::limit(id, "fsize", "0")?;
            running(move |_| place::limit(id, "fsize", "unlimited"))
        },
    },
    Fault {
        name: "the files become immutable",
        effect: Effect::ON_WRITES,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            place.immutable("+i")?;
            running(|place| place.immutable("-i"))
        },
    },
    Fault {
        name: "the file is read-only from the start",
        effect: Effect::ON_WRITES,
        start: |place, program| {
            place::mode(&place.database(), 0o444)?;
            place.start_without_privileges(program)
        },
        rounds_for_one: 1,
        // The files that SQLite creates next to it have the same mode.
        begin: |_, _| running(|place| Ok(place.files()?.iter().try_for_each(|file| place::mode(file, 0o644))?)),
    },
    Fault {
        name: "the file is overwritten with invalid bytes, until a restart from a backup",
        effect: Effect::ON_SOME,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::copy(place.database(), place.beside("backup"))?;
            place.overwrite(0..u64::MAX)?;
            // A service restores the whole database as one file.
            restart(|place| {
                place.remove()?;
                fs::copy(place.beside("backup"), place.database())?;
                Ok(())
            })
        },
    },
    Fault {
        name: "the file is moved away",
        effect: Effect::ON_ALL,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::rename(place.database(), place.beside("away"))?;
            running(|place| Ok(fs::rename(place.beside("away"), place.database())?))
        },
    },
    Fault {
        name: "the file is replaced by another file",
        effect: Effect::ON_ALL,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::rename(place.database(), place.beside("away"))?;
            fs::copy(place.beside("away"), place.database())?;
            running(|place| Ok(fs::rename(place.beside("away"), place.database())?))
        },
    },
    Fault {
        name: "the folder is moved away",
        effect: Effect::ON_ALL,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::rename(place.folder(), place.beside("away"))?;
            running(|place| Ok(fs::rename(place.beside("away"), place.folder())?))
        },
    },
];

fn running(undo: impl FnOnce(&Place) -> Result<(), PlaceError> + 'static) -> Result<Over, PlaceError> {
    Ok(Over::Running(Box::new(undo)))
}

fn restart(undo: impl FnOnce(&Place) -> Result<(), PlaceError> + 'static) -> Result<Over, PlaceError> {
    Ok(Over::Restart(Box::new(undo)))
}

/// Runs every fault against a new server: the rounds during the fault, and one round after it.
pub(super) fn play(program: &OsStr, extent: Extent) -> Figures {
    extent.play(&FAULTS, |fault| {
        let (mut figures, mut tally) = (Figures::default(), Tally::default());
        match fault.play(program, extent.rounds, &mut tally) {
            Ok(during) => figures.row(fault.name, during),
            Err(PlaceError::NotHere(needs)) => {
                figures.row(fault.name, "not run");
                figures.fail(fault.name, not_run(fault.name, &needs));
            }
            Err(error) => figures.fail(fault.name, [chain(&error)]),
        }
        figures.fail(fault.name, tally.failures);
        figures
    })
}

impl Fault {
    fn play(&self, program: &OsStr, rounds: usize, all: &mut Tally) -> Result<String, PlaceError> {
        let place = Place::seeded(program)?;
        let mut server = (self.start)(&place, program)?;
        let over = (self.begin)(&place, &server)?;
        let during = wave(server.address(), rounds.div_ceil(self.rounds_for_one), self.effect);
        let figure = format!("{} of {}, {}", during.failed, during.responses(), seconds(during.slowest));
        all.add(during);
        if let Some(status) = server.ended() {
            all.failures.push(format!("the server has ended by itself: {status}"));
        }
        let mut log = String::new();
        let server = match over {
            Over::Running(undo) => {
                undo(&place)?;
                server
            }
            Over::Restart(undo) => {
                log += &server.stop()?;
                undo(&place)?;
                place.start(program)?
            }
        };
        all.add(wave(server.address(), 1, Effect::NONE));
        log += &server.stop()?;
        let unlogged = all.ids.iter().find(|id| !log.contains(id.as_str()));
        all.failures.extend(unlogged.map(|id| format!("the log has nothing under the id {id}")));
        Ok(figure)
    }
}

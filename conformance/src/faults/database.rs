//! What can happen to the database of a running server.

use std::ffi::OsStr;
use std::fs;

use super::place::{self, Place, PlaceError};
use super::wave::{Effect, wave};
use super::{not_run, seconds};
use crate::figures::Figures;
use crate::report::chain;
use crate::server::Server;
use crate::tally::Tally;

/// A fault of the database, and what it does to the requests that need it.
pub(super) struct Fault {
    pub(super) what: &'static str,
    effect: Effect,
    start: fn(&Place, &OsStr) -> Result<Server, PlaceError>,
    begin: fn(&Place, &Server) -> Result<Over, PlaceError>,
    /// For how many of the rounds one is played: waiting for a lock takes seconds.
    rounds_for_one: usize,
}

/// How a fault ends, after which everything is as ever.
enum Over {
    /// While the server runs.
    Running(Mend),
    /// When the server has ended, and before it starts anew.
    Restart(Mend),
}

type Mend = Box<dyn FnOnce(&Place) -> Result<(), PlaceError>>;

pub(super) const FAULTS: [Fault; 9] = [
    Fault {
        what: "another program holds the lock to write",
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
        what: "the disk is full",
        effect: Effect::ON_WRITES,
        start: Place::start_on_a_small_disk,
        rounds_for_one: 1,
        begin: |place, server| {
            let ballast = place.fill(server)?;
            running(move |_| Ok(fs::remove_file(ballast)?))
        },
    },
    Fault {
        what: "no file may be written, by the limit of the process",
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
        what: "the files become immutable",
        effect: Effect::ON_WRITES,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            place.immutable("+i")?;
            running(|place| place.immutable("-i"))
        },
    },
    Fault {
        what: "the file may only be read, from the start on",
        effect: Effect::ON_WRITES,
        start: |place, program| {
            place::mode(&place.database(), 0o444)?;
            place.start_without_privileges(program)
        },
        rounds_for_one: 1,
        // What SQLite keeps beside it has the same mode.
        begin: |_, _| running(|place| Ok(place.files()?.iter().try_for_each(|file| place::mode(file, 0o644))?)),
    },
    Fault {
        what: "the file is overwritten with nonsense, until a backup and a restart",
        effect: Effect::ON_SOME,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::copy(place.database(), place.beside("backup"))?;
            place.overwrite(0..u64::MAX)?;
            // What a service restores is one file.
            restart(|place| {
                place.remove()?;
                fs::copy(place.beside("backup"), place.database())?;
                Ok(())
            })
        },
    },
    Fault {
        what: "the file is moved away",
        effect: Effect::ON_ALL,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::rename(place.database(), place.beside("away"))?;
            running(|place| Ok(fs::rename(place.beside("away"), place.database())?))
        },
    },
    Fault {
        what: "another file is put in its place",
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
        what: "the folder is moved away",
        effect: Effect::ON_ALL,
        start: Place::start,
        rounds_for_one: 1,
        begin: |place, _| {
            fs::rename(place.folder(), place.beside("away"))?;
            running(|place| Ok(fs::rename(place.beside("away"), place.folder())?))
        },
    },
];

fn running(mend: impl FnOnce(&Place) -> Result<(), PlaceError> + 'static) -> Result<Over, PlaceError> {
    Ok(Over::Running(Box::new(mend)))
}

fn restart(mend: impl FnOnce(&Place) -> Result<(), PlaceError> + 'static) -> Result<Over, PlaceError> {
    Ok(Over::Restart(Box::new(mend)))
}

/// Plays every fault against a server of its own: `rounds` rounds while it lasts, and one when it is over.
pub(super) fn play(program: &OsStr, rounds: usize) -> Figures {
    let mut figures = Figures::default();
    for fault in &FAULTS {
        let mut tally = Tally::default();
        match fault.play(program, rounds, &mut tally) {
            Ok(during) => figures.row(fault.what, during),
            Err(PlaceError::NotHere(needs)) => {
                figures.row(fault.what, "not run");
                figures.fail(fault.what, not_run(fault.what, &needs));
            }
            Err(error) => figures.fail(fault.what, [chain(&error)]),
        }
        figures.fail(fault.what, tally.failures);
    }
    figures
}

impl Fault {
    fn play(&self, program: &OsStr, rounds: usize, all: &mut Tally) -> Result<String, PlaceError> {
        let place = Place::seeded(program)?;
        let mut server = (self.start)(&place, program)?;
        let over = (self.begin)(&place, &server)?;
        let during = wave(server.address(), rounds.div_ceil(self.rounds_for_one), self.effect);
        let figure = format!("{} of {}, {}", during.failed, during.answers(), seconds(during.slowest));
        all.add(during);
        if let Some(status) = server.ended() {
            all.failures.push(format!("the server has ended by itself: {status}"));
        }
        let mut log = String::new();
        let server = match over {
            Over::Running(mend) => {
                mend(&place)?;
                server
            }
            Over::Restart(mend) => {
                log += &server.stop()?;
                mend(&place)?;
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

//! [`Ordeal`]: something that goes wrong while clients ask, and what they notice.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use conformance::{Clients, Endured, Stop};

use crate::{Fleet, FleetError};

/// Something that goes wrong.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Ordeal {
    /// Its name, in words.
    pub what: &'static str,
    /// Makes it happen, while these clients ask, once for each depot.
    act: fn(&mut Fleet, &Clients, depot: usize) -> Result<(), FleetError>,
}

/// How many writes are waited for while something is down.
const WHILE_DOWN: usize = 50;

/// Everything that the fleet must endure.
pub const ORDEALS: [Ordeal; 4] = [
    Ordeal {
        what: "a depot is killed and started again",
        act: |fleet, clients, depot| {
            fleet.kill(depot)?;
            // The others go on.
            clients.acknowledged(WHILE_DOWN);
            fleet.start_depot(depot)
        },
    },
    Ordeal { what: "PostgreSQL is restarted", act: |fleet, _, _| fleet.restart_database(Stop::Fast) },
    Ordeal { what: "PostgreSQL crashes and recovers", act: |fleet, _, _| fleet.restart_database(Stop::Immediate) },
    Ordeal {
        what: "all four depots are killed and started again",
        act: |fleet, clients, _| {
            (0..4).try_for_each(|depot| fleet.kill(depot))?;
            clients.attempted(WHILE_DOWN);
            (0..4).try_for_each(|depot| fleet.start_depot(depot))
        },
    },
];

/// The effect of one ordeal on the clients.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The ordeal.
    pub what: &'static str,
    /// How often it happened.
    pub times: usize,
    /// All that the clients have seen.
    pub endured: Endured,
}

/// Puts the fleet through every ordeal, so many times with each depot, each time after so many writes, or until it is to stop.
///
/// # Errors
///
/// A part of the fleet does not start again.
pub fn endure(fleet: &mut Fleet, times: usize, writes: usize, stop: &AtomicBool) -> Result<Vec<Outcome>, FleetError> {
    let all = ORDEALS.into_iter().map(|ordeal| {
        let clients = Clients::start(fleet.address());
        let mut happened = 0;
        for depot in (0..4).cycle().take(4 * times).take_while(|_| !stop.load(Ordering::Relaxed)) {
            clients.acknowledged(writes);
            (ordeal.act)(fleet, &clients, depot)?;
            happened += 1;
        }
        // And when all is over.
        clients.acknowledged(writes);
        let endured = clients.finish().map_err(|error| FleetError::Told(Box::new(error)))?;
        Ok(Outcome { what: ordeal.what, times: happened, endured })
    });
    all.collect()
}

impl Outcome {
    /// The head of the table, of which each outcome is a row.
    pub const HEAD: &'static str = "| behind one gateway, while | times | requests | failures, in the envelope | \
        responses that are not what they should be | acknowledged writes | lost | the slowest |\n|---|---|---|---|---|---|---|---|";

    /// Returns true if every response was in the envelope, and no write was lost.
    pub fn passed(&self) -> bool {
        self.endured.wrong.is_empty() && self.endured.lost.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { what, times, endured } = self;
        let Endured { requests, failed, acknowledged, slowest, wrong, lost, .. } = endured;
        let (wrong, lost, slowest) = (wrong.len(), lost.len(), slowest.as_secs_f64());
        write!(f, "| {what} | {times} | {requests} | {failed} | {wrong} | {acknowledged} | {lost} | {slowest:.2} s |")
    }
}

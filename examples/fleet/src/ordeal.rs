//! [`Ordeal`]: a fault while clients send requests, and its effect on the clients.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use conformance::{Clients, Endured, Stop};

use crate::{Fleet, FleetError};

/// A fault of a part of the fleet.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Ordeal {
    /// The name of the fault.
    pub name: &'static str,
    /// Causes the fault while these clients send requests. It is called once for each depot.
    act: fn(&mut Fleet, &Clients, depot: usize) -> Result<(), FleetError>,
}

/// The number of writes while a part is down.
const WHILE_DOWN: usize = 50;

/// All faults that the fleet must endure.
pub const ORDEALS: [Ordeal; 4] = [
    Ordeal {
        name: "a depot is killed and started again",
        act: |fleet, clients, depot| {
            fleet.kill(depot)?;
            // The other depots continue.
            clients.acknowledged(WHILE_DOWN);
            fleet.start_depot(depot)
        },
    },
    Ordeal { name: "PostgreSQL is restarted", act: |fleet, _, _| fleet.restart_database(Stop::Fast) },
    Ordeal { name: "PostgreSQL crashes and recovers", act: |fleet, _, _| fleet.restart_database(Stop::Immediate) },
    Ordeal {
        name: "all four depots are killed and started again",
        act: |fleet, clients, _| {
            (0..4).try_for_each(|depot| fleet.kill(depot))?;
            clients.attempted(WHILE_DOWN);
            (0..4).try_for_each(|depot| fleet.start_depot(depot))
        },
    },
];

/// The effect of a fault on the clients.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome {
    /// The name of the fault.
    pub name: &'static str,
    /// The number of times that the fault was caused.
    pub times: usize,
    /// The result of the clients.
    pub endured: Endured,
}

/// Causes each fault `times` times for each depot. Waits for this number of acknowledged writes before each fault. Ends early if
/// `stop` is true.
///
/// # Errors
///
/// Fails if a part of the fleet does not start again.
pub fn endure(fleet: &mut Fleet, times: usize, writes: usize, stop: &AtomicBool) -> Result<Vec<Outcome>, FleetError> {
    let all = ORDEALS.into_iter().map(|ordeal| {
        let clients = Clients::start(fleet.address());
        let mut happened = 0;
        for depot in (0..4).cycle().take(4 * times).take_while(|_| !stop.load(Ordering::Relaxed)) {
            clients.acknowledged(writes);
            (ordeal.act)(fleet, &clients, depot)?;
            happened += 1;
        }
        // Writes must work after the last fault too.
        clients.acknowledged(writes);
        let endured = clients.finish().map_err(|error| FleetError::Told(Box::new(error)))?;
        Ok(Outcome { name: ordeal.name, times: happened, endured })
    });
    all.collect()
}

impl Outcome {
    /// The head of the table. Each outcome is a row.
    pub const HEAD: &'static str = "| behind one gateway, while | times | requests | failures in the envelope | \
        wrong responses | acknowledged writes | lost writes | slowest response |\n|---|---|---|---|---|---|---|---|";

    /// Returns true if every response was in the envelope, and no write was lost.
    pub fn passed(&self) -> bool {
        self.endured.wrong.is_empty() && self.endured.lost.is_empty()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { name, times, endured } = self;
        let Endured { requests, failed, acknowledged, slowest, wrong, lost, .. } = endured;
        let (wrong, lost, slowest) = (wrong.len(), lost.len(), slowest.as_secs_f64());
        write!(f, "| {name} | {times} | {requests} | {failed} | {wrong} | {acknowledged} | {lost} | {slowest:.2} s |")
    }
}

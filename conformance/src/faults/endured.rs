//! Clients of a service that keep sending requests while parts of the service fail and come back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::ends::{WRITERS, joined, wait_for};
use super::ledger::{self, Ledger, Told};
use super::wave::{Asked, asked};
use crate::client::{Client, ClientError, PATIENCE};
use crate::report::chain;
use crate::rules::status;
use crate::tally::Tally;
use crate::variants::suppressed;

/// The number of clients that send all kinds of requests, next to the clients that only write.
const READERS: usize = 4;

/// Clients that write projects, and clients that send all kinds of requests, until they are stopped.
///
/// A response may be a failure of the service or of a gateway in front of it. Every response must be in the envelope of its
/// mount, and every acknowledged write must be there at the end.
#[derive(Debug)]
pub struct Clients {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    writers: Vec<JoinHandle<Ledger>>,
    readers: Vec<JoinHandle<Tally>>,
    told: Receiver<Told>,
}

/// The result of all clients.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Endured {
    /// The number of requests that were sent.
    pub requests: usize,
    /// The number of failures: responses with a status of 500 or more.
    pub failed: usize,
    /// The number of acknowledged writes.
    pub acknowledged: usize,
    /// The time of the slowest response.
    pub slowest: Duration,
    /// The responses that are wrong or not in their envelope. Only the first ones of each client are listed.
    pub wrong: Vec<String>,
    /// The acknowledged writes that are missing.
    pub lost: Vec<String>,
}

impl Clients {
    /// Starts the clients.
    pub fn start(address: SocketAddr) -> Clients {
        let stop = Arc::new(AtomicBool::new(false));
        let (tell, told) = mpsc::channel();
        let writer = |number: usize| {
            let (tell, stop) = (tell.clone(), Arc::clone(&stop));
            thread::spawn(move || Ledger::write(address, number, |_| !stop.load(Ordering::Relaxed), &tell))
        };
        let reader = |number: usize| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || read(address, number, &stop))
        };
        let writers = (0..WRITERS).map(writer).collect();
        let readers = (0..READERS).map(reader).collect();
        Clients { address, stop, writers, readers, told }
    }

    /// Waits until this many more writes are acknowledged.
    pub fn acknowledged(&self, writes: usize) {
        wait_for(&self.told, Told::Acknowledged, writes);
    }

    /// Waits until this many more projects were sent, with or without success.
    pub fn attempted(&self, writes: usize) {
        wait_for(&self.told, Told::Begins, writes);
    }

    /// Stops the clients, and compares the acknowledged writes with the data of the service.
    ///
    /// # Errors
    ///
    /// Fails if the service does not return its data.
    pub fn finish(self) -> Result<Endured, impl std::error::Error + use<>> {
        self.stop.store(true, Ordering::Relaxed);
        let (mut all, mut endured) = (Tally::default(), Endured::default());
        for reader in self.readers {
            match reader.join() {
                Ok(tally) => all.add(tally),
                Err(_) => all.failures.push("a reader panicked".to_owned()),
            }
        }
        let ledgers: Vec<Ledger> = joined(self.writers).collect();
        let found = ledger::projects(self.address)?;
        for ledger in ledgers {
            endured.lost.extend(ledger.lost(&found));
            endured.acknowledged += ledger.acknowledged;
            all.add(ledger.tally);
        }
        if all.without_response > 0 {
            all.failures.push(format!("{} requests got no response", all.without_response));
        }
        endured.requests = all.responses() + all.without_response;
        (endured.failed, endured.slowest, endured.wrong) = (all.failed, all.slowest, all.failures);
        Ok::<_, ClientError>(endured)
    }
}

/// Sends all kinds of requests. In every second round they are suppressed.
fn read(address: SocketAddr, number: usize, stop: &AtomicBool) -> Tally {
    let mut tally = Tally::default();
    let mut client = match Client::new(address, PATIENCE) {
        Ok(client) => client,
        Err(error) => {
            tally.failures.push(chain(&error));
            return tally;
        }
    };
    for turn in number.. {
        for Asked { request, status: well, .. } in asked(turn) {
            if stop.load(Ordering::Relaxed) {
                return tally;
            }
            let request = if turn % 2 == 0 { suppressed(&request) } else { request };
            let Some(response) = tally.response(&mut client, &request) else { continue };
            let status = status(&response);
            if status != well && status < 500 {
                tally.complain(&request, &response, &format!("expected {well} or a failure"));
            }
        }
    }
    tally
}

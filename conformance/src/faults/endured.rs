//! Clients of a service whose parts fail and come back while they ask.

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

/// How many clients read, and ask for what is wrong, beside those that write.
const READERS: usize = 4;

/// Clients that write projects, and clients that ask for everything, until they are told to stop.
///
/// Any response may be a failure of the service or of a gateway in front of it. Every response must be in the envelope of its
/// mount, and every write that was acknowledged must be there at the end.
#[derive(Debug)]
pub struct Clients {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    writers: Vec<JoinHandle<Ledger>>,
    readers: Vec<JoinHandle<Tally>>,
    told: Receiver<Told>,
}

/// All that the clients have seen.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Endured {
    /// How many requests were sent.
    pub requests: usize,
    /// How many of the responses were failures, of 500 or more.
    pub failed: usize,
    /// How many writes were acknowledged.
    pub acknowledged: usize,
    /// How long the slowest response took.
    pub slowest: Duration,
    /// The responses that are not in their envelope, or otherwise not what they should be; the first ones of each client.
    pub wrong: Vec<String>,
    /// The acknowledged writes that are not there.
    pub lost: Vec<String>,
}

impl Clients {
    /// Starts to ask.
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

    /// Waits until so many more writes are acknowledged.
    pub fn acknowledged(&self, writes: usize) {
        wait_for(&self.told, Told::Acknowledged, writes);
    }

    /// Waits until so many more projects were sent, whatever has become of them.
    pub fn attempted(&self, writes: usize) {
        wait_for(&self.told, Told::Begins, writes);
    }

    /// Stops to ask, and compares what was acknowledged with what the service has.
    ///
    /// # Errors
    ///
    /// The service does not tell.
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
        if all.unanswered > 0 {
            all.failures.push(format!("{} requests were not answered", all.unanswered));
        }
        endured.requests = all.answers() + all.unanswered;
        (endured.failed, endured.slowest, endured.wrong) = (all.failed, all.slowest, all.failures);
        Ok::<_, ClientError>(endured)
    }
}

/// Asks for everything, every second time suppressed.
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
            let Some(response) = tally.answered(&mut client, &request) else { continue };
            let status = status(&response);
            if status != well && status < 500 {
                tally.complain(&request, &response, &format!("neither {well} nor a failure"));
            }
        }
    }
    tally
}

//! Measures the figures of `docs/reliability.md`: `reliability [REQUESTS [SERVER]...]`. The servers must be in the same folder.

use std::error::Error;

use conformance::{SERVERS, program, reliability};

/// The number of requests in the soak of each server.
const REQUESTS: usize = 1_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let requests = arguments.next().map_or(Ok(REQUESTS), |requests| requests.parse())?;
    let mut servers: Vec<String> = arguments.collect();
    if servers.is_empty() {
        servers = SERVERS.iter().copied().map(str::to_owned).collect();
    }
    let programs = servers.iter().map(|server| program(server)).collect::<Result<Vec<_>, _>>()?;
    reliability::measure(&programs, requests, std::io::stdout().lock())?;
    Ok(())
}

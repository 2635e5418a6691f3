//! Measures what `docs/reliability.md` shows: `reliability [REQUESTS [SERVER]...]`, with the servers beside this program.

use std::error::Error;

use conformance::{SERVERS, program, reliability};

/// How many requests the soak of each server has.
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

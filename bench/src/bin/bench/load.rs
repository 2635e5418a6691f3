//! Whole servers under load on loopback. wrk sends requests to a process that serves both routes on one thread.

use std::fs;
use std::process::Command;

use bench::on::{self, Around};
use clap::ValueEnum as _;

use crate::Result;
use crate::server::{Framework, Server};
use crate::times::median;

/// The number of times that each of the two routes is measured, in turns.
const TURNS: usize = 7;
const SECONDS: u64 = 2;

/// The results of a server under load.
pub(crate) struct Loaded {
    pub(crate) framework: Framework,
    /// Requests per second.
    pub(crate) error: f64,
    pub(crate) by_hand: f64,
    /// The resident memory in KiB after the turns, and after another million errors.
    pub(crate) memory: (u64, u64),
}

/// Measures each server under load.
pub(crate) fn measure() -> Result<Vec<Loaded>> {
    Framework::value_variants().iter().map(|framework| load(*framework)).collect()
}

fn load(framework: Framework) -> Result<Loaded> {
    eprintln!("{} under load", framework.name());
    // The path of the program may now belong to a newer build, so the running program is used.
    let server = Server::start(Command::new("/proc/self/exe"), framework, Around::ErrorBook)?;
    // The first requests create everything that is created only once.
    ask(&server, on::CODE, 1)?;
    let (mut errors, mut by_hands) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        errors.push(ask(&server, on::CODE, SECONDS)?.rate);
        by_hands.push(ask(&server, on::STATIC, SECONDS)?.rate);
    }
    let (error, by_hand) = (median(errors.into_iter()), median(by_hands.into_iter()));
    let before = memory(&server)?;
    let mut asked = 0;
    while asked < 1_000_000 {
        asked += ask(&server, on::CODE, 5)?.requests;
    }
    Ok(Loaded { framework, error, by_hand, memory: (before, memory(&server)?) })
}

struct Asked {
    requests: u64,
    rate: f64,
}

fn ask(server: &Server, path: &str, seconds: u64) -> Result<Asked> {
    let ran = Command::new("wrk")
        .args(["--threads", "1", "--connections", "32", "--duration", &format!("{seconds}s")])
        .arg(format!("http://127.0.0.1:{}{path}", server.port))
        .output()
        .map_err(|error| format!("wrk (Debian's package of that name) cannot be run: {error}"))?;
    let output = String::from_utf8(ran.stdout)?;
    let after = |name: &str| output.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    let requests = output.lines().find_map(|line| line.split_once(" requests in")?.0.trim().parse().ok());
    let rate = after("Requests/sec:").and_then(|rate| rate.parse().ok());
    // Every response must be the requested 404.
    let failed = after("Non-2xx or 3xx responses:").and_then(|failed| failed.parse().ok());
    match (requests, rate) {
        (Some(requests), Some(rate)) if failed == Some(requests) => Ok(Asked { requests, rate }),
        _ => Err(format!("not every response to {path} is the error: {output}").into()),
    }
}

fn memory(server: &Server) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id()))?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
    Ok(resident.ok_or("a process has resident memory")?.parse()?)
}

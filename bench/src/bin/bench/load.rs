//! Whole servers under load, on loopback: wrk asks one process, which serves both routes on one thread.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

use bench::on;
use clap::ValueEnum;

use crate::Result;
use crate::times::median;

/// How often each of the two routes is asked, in turns.
const TURNS: usize = 7;
const SECONDS: u64 = 2;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Framework {
    Actix,
    Axum,
    Rocket,
    Warp,
}

/// What a server did under load.
pub(crate) struct Loaded {
    pub(crate) framework: Framework,
    /// Requests in a second.
    pub(crate) error: f64,
    pub(crate) by_hand: f64,
    /// Resident memory in KiB after the turns, and after a million errors more.
    pub(crate) memory: (u64, u64),
}

impl Framework {
    pub(crate) fn serve(self, port: u16) -> io::Result<()> {
        match self {
            Framework::Actix => on::actix::serve(port),
            Framework::Axum => on::axum::serve(port),
            Framework::Rocket => on::rocket::serve(port),
            Framework::Warp => on::warp::serve(port),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Framework::Actix => "actix-web",
            Framework::Axum => "axum",
            Framework::Rocket => "Rocket",
            Framework::Warp => "warp",
        }
    }
}

/// Puts each of them under load.
pub(crate) fn measure() -> Result<Vec<Loaded>> {
    Framework::value_variants().iter().map(|framework| load(*framework)).collect()
}

fn load(framework: Framework) -> Result<Loaded> {
    eprintln!("{} under load", framework.name());
    let server = Server::start(framework)?;
    // The first requests make what is made once.
    server.ask(on::CODE, 1)?;
    let (mut errors, mut by_hands) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        errors.push(server.ask(on::CODE, SECONDS)?.rate);
        by_hands.push(server.ask(on::STATIC, SECONDS)?.rate);
    }
    let (error, by_hand) = (median(errors.into_iter()), median(by_hands.into_iter()));
    let before = server.memory()?;
    let mut asked = 0;
    while asked < 1_000_000 {
        asked += server.ask(on::CODE, 5)?.requests;
    }
    Ok(Loaded { framework, error, by_hand, memory: (before, server.memory()?) })
}

struct Server {
    child: Child,
    port: u16,
}

struct Asked {
    requests: u64,
    rate: f64,
}

impl Server {
    fn start(framework: Framework) -> Result<Server> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let name = framework.to_possible_value().ok_or("a framework has a name")?;
        // The program may have been built anew since it began, and then its path is another program's.
        let child = Command::new("/proc/self/exe").arg("serve").arg(name.get_name()).arg(port.to_string()).spawn()?;
        let server = Server { child, port };
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if Instant::now() > deadline {
                return Err(format!("{} does not listen", framework.name()).into());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(server)
    }

    fn ask(&self, path: &str, seconds: u64) -> Result<Asked> {
        let ran = Command::new("wrk")
            .args(["--threads", "1", "--connections", "32", "--duration", &format!("{seconds}s")])
            .arg(format!("http://127.0.0.1:{}{path}", self.port))
            .output()
            .map_err(|error| format!("wrk (Debian's package of that name) cannot be run: {error}"))?;
        let said = String::from_utf8(ran.stdout)?;
        let after = |name: &str| said.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
        let requests = said.lines().find_map(|line| line.split_once(" requests in")?.0.trim().parse().ok());
        let rate = after("Requests/sec:").and_then(|rate| rate.parse().ok());
        // Every answer is the 404 that is asked for.
        let failed = after("Non-2xx or 3xx responses:").and_then(|failed| failed.parse().ok());
        match (requests, rate) {
            (Some(requests), Some(rate)) if failed == Some(requests) => Ok(Asked { requests, rate }),
            _ => Err(format!("not every answer to {path} is the error: {said}").into()),
        }
    }

    fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"));
        Ok(resident.ok_or("a process has resident memory")?.parse()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

//! Starts the fleet and prints its address. Ctrl-C stops it. `fleet --endure 10` prints the figures of the manual.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use clap::Parser;
use conformance::SERVERS;
use fleet::{Fleet, Outcome, endure};
use tokio::signal::unix::{SignalKind, signal};

/// Runs four depots, one for each framework, behind one nginx, with one PostgreSQL.
#[derive(Debug, Parser)]
#[command(version)]
struct Options {
    /// Address of nginx; port 0 selects a free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,

    /// Kills and restarts everything under load, this number of times with each depot, and prints the figures
    #[arg(long, value_name = "TIMES")]
    endure: Option<usize>,
}

/// The number of acknowledged writes between two faults.
const WRITES: usize = 500;

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
            let _ = writeln!(io::stderr(), "fleet: {error}{cause}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<bool, Box<dyn Error>> {
    build()?;
    // Before the fleet starts: from now on a signal must not end the process at once.
    let stop = on_signal()?;
    let mut fleet = Fleet::start(options.listen)?;
    let mut stdout = io::stdout();
    if let Some(times) = options.endure {
        return print(&endure(&mut fleet, times, WRITES, &stop.0)?);
    }
    writeln!(stdout, "listening on http://{}", fleet.address())?;
    for (name, address) in fleet.depots() {
        writeln!(stdout, "{name} is at http://{address}")?;
    }
    // An error means that the sender is gone.
    let _ = stop.1.recv();
    Ok(true)
}

/// Prints the table and all failures. Returns true if there are no failures.
fn print(outcomes: &[Outcome]) -> Result<bool, Box<dyn Error>> {
    let (mut stdout, mut stderr) = (io::stdout(), io::stderr());
    writeln!(stdout, "{}", Outcome::HEAD)?;
    for outcome in outcomes {
        writeln!(stdout, "{outcome}")?;
    }
    for outcome in outcomes {
        for wrong in outcome.endured.wrong.iter().chain(&outcome.endured.lost) {
            writeln!(stderr, "{}: {wrong}", outcome.name)?;
        }
    }
    Ok(outcomes.iter().all(Outcome::passed))
}

/// Catches the termination and the interrupt signal. After a signal, the flag is true and the receiver gets a message.
fn on_signal() -> io::Result<(Arc<AtomicBool>, Receiver<()>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut terminate, mut interrupt) = {
        let _entered = runtime.enter();
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?)
    };
    let stop = Arc::new(AtomicBool::new(false));
    let (send, asked) = mpsc::channel();
    let stopping = Arc::clone(&stop);
    thread::spawn(move || {
        runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        });
        stopping.store(true, Ordering::Relaxed);
        send.send(())
    });
    Ok((stop, asked))
}

/// Builds the depots if cargo runs this program. They must be in the same folder.
fn build() -> io::Result<()> {
    let Some(cargo) = env::var_os("CARGO") else { return Ok(()) };
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet"]).args(SERVERS.iter().flat_map(|name| ["--package", name]));
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    match build.status()? {
        status if status.success() => Ok(()),
        status => Err(io::Error::other(format!("the depots cannot be built: {status}"))),
    }
}

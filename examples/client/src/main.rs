//! Drives a depot: `cargo run -p client -- http://127.0.0.1:3000`, while one of the depots runs there.

use std::io::{self, Write};
use std::iter;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use client::{Depot, tour};
use errorbook::integration::reqwest::ClientError;

/// Drives a depot, and tells what it answers.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// Where the depot is
    #[arg(default_value = "http://127.0.0.1:3000")]
    origin: String,

    /// How long the depot is waited for at the most before a request is sent again
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    longest_delay: u64,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("client: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    let depot = Depot::at(&options.origin, Duration::from_secs(options.longest_delay))?;
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    runtime.block_on(tour(&depot, |line| {
        if written.is_ok() {
            written = writeln!(out, "{line}");
        }
    }))?;
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Unwritten),
    }
}

/// An error and what lies behind it, in one line.
fn told(error: &Error) -> String {
    let chain = iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Why the tour ended early.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the program cannot wait for answers")]
    Runtime(#[source] io::Error),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("the output cannot be written")]
    Unwritten(#[source] io::Error),
}

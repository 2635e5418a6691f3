//! Calls a depot: `cargo run -p client -- http://127.0.0.1:3000`, while one of the depots is running there.

use std::io::{self, Write};
use std::iter;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use client::{Depot, tour};
use errorbook_client::reqwest013::ClientError;

/// Calls a depot and prints its responses.
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The address of the depot
    #[arg(default_value = "http://127.0.0.1:3000")]
    origin: String,

    /// The longest delay before a request is sent again
    #[arg(long, value_name = "SECONDS", default_value_t = 1)]
    longest_delay: u64,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("client: {}", chain(&error));
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
        // The program that reads the output has ended.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::Unwritten),
    }
}

/// Returns an error and its causes in one line.
fn chain(error: &Error) -> String {
    let errors = iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    errors.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The reason why the tour ended early.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("the program cannot wait for responses")]
    Runtime(#[source] io::Error),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error("the output cannot be written")]
    Unwritten(#[source] io::Error),
}

//! The code that both programs share: their option, their log, their address, and their end.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;

use clap::Parser;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The options of a program.
#[derive(Debug, Parser)]
struct Options {
    /// The address to listen on; port 0 selects a free port
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

/// A request to stop the process.
#[derive(Debug)]
pub struct Stop(Signal);

impl Stop {
    /// Waits until the process is asked to stop.
    pub async fn asked(mut self) {
        self.0.recv().await;
    }
}

/// Runs a program: `serve` serves on the listener until it is asked to stop.
pub fn run(serve: impl AsyncFnOnce(TcpListener, Stop) -> io::Result<()>) -> ExitCode {
    let address = Options::parse().listen;
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.and_then(|runtime| {
        runtime.block_on(async {
            // Before the program prints its address: from then on the signal must not end the process at once.
            let stop = Stop(signal(SignalKind::terminate())?);
            serve(listen(address)?, stop).await
        })
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed, nobody can read the message.
            let _ = writeln!(io::stderr(), "cannot serve on {address}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    writeln!(io::stdout(), "listening on http://{}", listener.local_addr()?)?;
    Ok(listener)
}

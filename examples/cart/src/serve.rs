//! What both programs do alike: their option, their log, where they listen, and when they stop.

use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;

use clap::Parser;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The options of a program.
#[derive(Debug, Parser)]
struct Options {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
}

/// Tells when the process was asked to stop.
#[derive(Debug)]
pub struct Stop(Signal);

impl Stop {
    /// Waits until then.
    pub async fn asked(mut self) {
        self.0.recv().await;
    }
}

/// The whole `main` of a program: `serve` serves on the listener until it is asked to stop.
pub fn run(serve: impl AsyncFnOnce(TcpListener, Stop) -> io::Result<()>) -> ExitCode {
    let address = Options::parse().listen;
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.and_then(|runtime| {
        runtime.block_on(async {
            // Before the program says where it listens: from then on the signal asks, and ends nothing by itself.
            let stop = Stop(signal(SignalKind::terminate())?);
            serve(listen(address)?, stop).await
        })
    });
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Who cannot be told is not told.
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

//! The start of a server from its options, and its end.

use std::error::Error;
use std::future::Future;
use std::io::{self, IsTerminal, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use tokio::time::timeout;
use tracing_subscriber::EnvFilter;

use crate::options::NoOptions;
use crate::storage::OpenError;
use crate::{Depot, Options, Shutdown};

/// The time that the server waits for open connections after it was asked to stop, that the database waits for statements, and
/// that the runtime waits for tasks. The sum must be below 10 seconds, the time in which the process has to end.
const GRACE: Duration = Duration::from_secs(5);
const CLOSING: Duration = Duration::from_secs(2);
const LAST_TASKS: Duration = Duration::from_secs(1);

/// The result of a server.
pub type Served = Result<(), Box<dyn Error + Send + Sync>>;

/// The reason why a program does not serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The system does not provide threads or signals.
    #[error("cannot start")]
    System(#[from] io::Error),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The server cannot listen on the address.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address from the options.
        address: SocketAddr,
        /// The error of the system.
        source: io::Error,
    },
    /// The address of the server cannot be printed.
    #[error("cannot write to standard output")]
    Announce(#[source] io::Error),
    /// The server failed.
    #[error(transparent)]
    Serve(Box<dyn Error + Send + Sync>),
}

/// Runs a program with a server that needs a listener. Call this from `main`.
///
/// `serve` serves the depot's routes on the listener until it is asked to stop.
///
/// ```no_run
/// use std::process::ExitCode;
///
/// fn main() -> ExitCode {
///     depot::run("depot-none", |listener, depot, shutdown| async move {
///         let listener = tokio::net::TcpListener::from_std(listener)?;
///         // A real program serves `depot` on `listener` here, until:
///         shutdown.requested().await;
///         Ok(())
///     })
/// }
/// ```
pub fn run<S, F>(program: &'static str, serve: S) -> ExitCode
where
    S: FnOnce(TcpListener, Depot, Shutdown) -> F,
    F: Future<Output = Served>,
{
    run_at(program, async |address, depot, shutdown| {
        let listener = bind(address)?;
        announce(listener.local_addr()?)?;
        serve(listener, depot, shutdown).await
    })
}

/// Runs a program with a server that listens by itself, and that must [`announce`] its address. Call this from `main`.
pub fn run_at<S>(program: &'static str, serve: S) -> ExitCode
where
    S: AsyncFnOnce(SocketAddr, Depot, Shutdown) -> Served,
{
    let options = match Options::read(program, std::env::args_os()) {
        Ok(options) => options,
        Err(NoOptions::Asked(text)) => {
            let _ = io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            complain(program, &wrong);
            return ExitCode::from(2);
        }
    };
    log_to_stderr();
    match start(options, serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(program, &error);
            ExitCode::FAILURE
        }
    }
}

/// Opens a listener that does not block, because every framework needs that.
///
/// # Errors
///
/// Fails if the address cannot be used.
pub fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|source| StartError::Listen { address, source })
}

/// Prints the address of the server. This must be the first line of standard output.
///
/// # Errors
///
/// Fails if the line cannot be written.
pub fn announce(address: SocketAddr) -> Result<(), StartError> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush()).map_err(StartError::Announce)
}

/// Logs to standard error, as `RUST_LOG` selects. It defaults to `info`.
pub fn log_to_stderr() {
    let wanted = std::env::var(EnvFilter::DEFAULT_ENV).unwrap_or_default();
    let wanted = if wanted.trim().is_empty() { "info,sqlx=error,rocket=off" } else { &wanted };
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::builder().parse_lossy(wanted))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        // If the log can no longer be written, the process must continue.
        .log_internal_errors(false)
        .try_init();
}

/// Writes an error and its causes to standard error, in one line.
pub fn complain(program: &str, error: &dyn Error) {
    let mut line = format!("{program}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        // Some errors contain the text of their cause.
        if !line.ends_with(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
        cause = error.source();
    }
    let line = line.replace(|c: char| c.is_control(), " ");
    let _ = writeln!(io::stderr(), "{line}");
}

fn start<S>(options: Options, serve: S) -> Result<(), StartError>
where
    S: AsyncFnOnce(SocketAddr, Depot, Shutdown) -> Served,
{
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        let shutdown = Shutdown::on_signal()?;
        let depot = Depot::open(&options.database.unwrap_or_default()).await?;
        let ended = tokio::select! {
            ended = serve(options.listen, depot.clone(), shutdown.clone()) => ended.map_err(StartError::Serve),
            () = grace_is_over(shutdown) => Ok(()),
        };
        if timeout(CLOSING, depot.close()).await.is_err() {
            tracing::warn!("the database is still in use");
        }
        ended
    });
    runtime.shutdown_timeout(LAST_TASKS);
    ended
}

async fn grace_is_over(shutdown: Shutdown) {
    shutdown.requested().await;
    tokio::time::sleep(GRACE).await;
    warn_of_open_connections();
}

/// Logs that the server exits although connections are open.
pub fn warn_of_open_connections() {
    tracing::warn!("connections are still open, leaving them");
}

//! A depot in its own process: started on a free port, and ended by a signal.

use std::ffi::OsStr;
use std::net::SocketAddr;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The time that a server has to print its address, and to exit after the signal.
const PATIENCE: Duration = Duration::from_secs(10);

/// The text before the address in the first line of standard output.
const LISTENING: &str = "listening on http://";

/// A running depot, by default with an empty database in memory. Dropping it without [`stop`](Server::stop) kills it.
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    child: Child,
    address: SocketAddr,
    log: JoinHandle<Vec<u8>>,
}

/// The end of a server that was asked to exit.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Everything that the server wrote to standard error.
    pub(crate) log: String,
    /// The time from the signal to the exit.
    pub(crate) after: Duration,
}

impl Server {
    /// Starts the program with `--listen 127.0.0.1:0`, and waits until it prints its address.
    ///
    /// # Errors
    ///
    /// Fails if the program cannot be started, or if its first line on standard output is not `listening on http://ADDRESS` or
    /// does not arrive within 10 seconds.
    pub fn start(program: impl AsRef<OsStr>) -> Result<Server, ServerError> {
        Server::spawn(Command::new(program))
    }

    /// Does the same as [`start`](Server::start) with this database: a file, or the address of a PostgreSQL database.
    pub(crate) fn on_database(program: &OsStr, database: impl AsRef<OsStr>) -> Result<Server, ServerError> {
        let mut command = Command::new(program);
        command.arg("--database").arg(database.as_ref());
        Server::spawn(command)
    }

    /// Starts the program with this database and this address.
    ///
    /// # Errors
    ///
    /// Fails as [`start`](Server::start) does.
    pub fn start_at(
        program: impl AsRef<OsStr>,
        listen: SocketAddr,
        database: impl AsRef<OsStr>,
    ) -> Result<Server, ServerError> {
        let mut command = Command::new(program);
        command.arg("--database").arg(database.as_ref());
        Server::spawn_at(command, listen)
    }

    /// Does the same as [`start`](Server::start) with a command that runs the program, and that accepts its options at the end.
    pub(crate) fn spawn(command: Command) -> Result<Server, ServerError> {
        Server::spawn_at(command, SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    fn spawn_at(mut command: Command, listen: SocketAddr) -> Result<Server, ServerError> {
        allow_many_connections();
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(ServerError::Start)?;
        let entered = runtime.enter();
        let mut child = command
            .arg("--listen")
            .arg(listen.to_string())
            // Tests read the log, so the developer's own filter must not hide parts of it.
            .env_remove("RUST_LOG")
            .env_remove("RUST_BACKTRACE")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(ServerError::Start)?;
        let stderr = child.stderr.take();
        let log = runtime.spawn(async move {
            let mut log = Vec::new();
            if let Some(mut stderr) = stderr {
                // If reading fails, the bytes read so far are the log.
                let _ = stderr.read_to_end(&mut log).await;
            }
            log
        });
        let first = runtime.block_on(first_line(child.stdout.take()));
        drop(entered);
        match first.and_then(|line| address(&line)) {
            Ok(address) => Ok(Server { runtime, child, address, log }),
            Err(reason) => {
                let status = runtime.block_on(async { timeout(PATIENCE, child.wait()).await });
                // Killing fails if the process has already ended.
                let _ = runtime.block_on(child.kill());
                let log = runtime.block_on(text(log));
                Err(ServerError::NotListening { reason, status: status.ok().and_then(Result::ok), log })
            }
        }
    }

    /// Returns the address that the server printed.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the id of the process, or `None` after its end.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Returns the exit status if the process has ended by itself.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Returns the number of open file descriptors, or 0 if the system does not report it.
    pub(crate) fn descriptors(&self) -> usize {
        let open = self.id().map(|id| std::fs::read_dir(format!("/proc/{id}/fd")));
        open.and_then(Result::ok).map_or(0, Iterator::count)
    }

    /// Returns the resident memory of the server in bytes, or 0 if the system does not report it.
    pub(crate) fn memory(&self) -> u64 {
        let status = self.id().map(|id| std::fs::read_to_string(format!("/proc/{id}/status")));
        let status = status.and_then(Result::ok).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        resident.trim().trim_end_matches("kB").trim().parse().map_or(0, |kibibytes: u64| kibibytes * 1024)
    }

    /// Sends the termination signal, waits for the exit, and returns the log: everything that was written to standard error.
    ///
    /// # Errors
    ///
    /// Fails if the server does not exit within 10 seconds, or not with 0.
    pub fn stop(self) -> Result<String, ServerError> {
        self.end().map(|ended| ended.log)
    }

    /// Does the same as [`stop`](Server::stop), and also returns the time until the exit.
    pub(crate) fn end(mut self) -> Result<Ended, ServerError> {
        self.signal(Signal::TERM)?;
        let signalled = Instant::now();
        let ended = self.runtime.block_on(async { timeout(PATIENCE, self.child.wait()).await });
        let after = signalled.elapsed();
        if ended.is_err() {
            let _ = self.runtime.block_on(self.child.kill());
        }
        let log = self.runtime.block_on(text(self.log));
        match ended {
            Ok(Ok(status)) if status.success() => Ok(Ended { log, after }),
            Ok(Ok(status)) => Err(ServerError::Exit { status, log }),
            Ok(Err(error)) => Err(ServerError::Signal(error)),
            Err(_) => Err(ServerError::DoesNotEnd { log }),
        }
    }

    /// Kills the process and returns its log.
    ///
    /// # Errors
    ///
    /// Fails if the process cannot be signalled or waited for.
    pub fn kill(mut self) -> Result<String, ServerError> {
        self.signal(Signal::KILL)?;
        self.runtime.block_on(self.child.wait()).map_err(ServerError::Signal)?;
        Ok(self.runtime.block_on(text(self.log)))
    }

    fn signal(&self, signal: Signal) -> Result<(), ServerError> {
        // Without an id the process has already ended by itself. The exit status shows that.
        match self.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) {
            Some(pid) => kill_process(pid, signal).map_err(|error| ServerError::Signal(error.into())),
            None => Ok(()),
        }
    }
}

/// The reason why a server did not start or did not exit as it should.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The program could not be started.
    #[error("the server cannot be started")]
    Start(#[source] std::io::Error),
    /// The first line on standard output was not the line with the address.
    #[error("the server does not print its address: {reason}; its log:\n{log}")]
    NotListening {
        /// A description of the output.
        reason: String,
        /// The exit status, or `None` if the process was killed.
        status: Option<ExitStatus>,
        /// Everything that the server wrote to standard error.
        log: String,
    },
    /// The signal could not be sent, or the process could not be waited for.
    #[error("the server cannot be ended")]
    Signal(#[source] std::io::Error),
    /// The server did not exit with 0 after the termination signal.
    #[error("after the termination signal the server exits with {status}; its log:\n{log}")]
    Exit {
        /// The exit status.
        status: ExitStatus,
        /// Everything that the server wrote to standard error.
        log: String,
    },
    /// The server was still running 10 seconds after the termination signal.
    #[error("the server still runs 10 seconds after the termination signal; its log:\n{log}")]
    DoesNotEnd {
        /// Everything that the server wrote to standard error.
        log: String,
    },
}

/// Raises the limit of file descriptors: tests that run in parallel need more connections than the default allows.
fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    // If the system does not allow it, the tests that need more descriptors fail and report it.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
}

async fn first_line(stdout: Option<ChildStdout>) -> Result<String, String> {
    let mut stdout = BufReader::new(stdout.ok_or("the program has no standard output")?);
    let mut line = String::new();
    match timeout(PATIENCE, stdout.read_line(&mut line)).await {
        Err(_) => Err(format!("nothing on standard output within {} seconds", PATIENCE.as_secs())),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(_)) => {
            // Discards the rest of the output, which could otherwise fill the pipe and block the server.
            tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
            Ok(line)
        }
    }
}

fn address(line: &str) -> Result<SocketAddr, String> {
    let address = line.trim_end().strip_prefix(LISTENING).and_then(|address| address.parse().ok());
    address.ok_or_else(|| format!("the first line on standard output is {line:?}"))
}

/// Returns the log. It is complete when the last process that holds standard error has ended.
async fn text(log: JoinHandle<Vec<u8>>) -> String {
    match timeout(PATIENCE, log).await {
        Ok(Ok(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::from("(the log did not end)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_first_line() {
        assert_eq!(address("listening on http://127.0.0.1:3000\n"), Ok(SocketAddr::from(([127, 0, 0, 1], 3000))));
        assert_eq!(address("ready\n").unwrap_err(), r#"the first line on standard output is "ready\n""#);
        assert!(address("").is_err());
    }

    #[test]
    fn a_program_that_does_not_exist_or_listen_is_an_error() {
        assert!(matches!(Server::start("/no/such/program"), Err(ServerError::Start(_))));
        // `true` ignores its arguments and exits at once.
        assert!(matches!(Server::start("true"), Err(ServerError::NotListening { .. })));
    }
}

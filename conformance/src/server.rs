//! A depot as a process of its own: started on a free port, ended by a signal.

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

/// How long a server may take to say where it listens, and to exit after the signal.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the first line of standard output says before the address.
const LISTENING: &str = "listening on http://";

/// A running depot, by default with a fresh database in memory; killed when dropped without [`stop`](Server::stop).
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    child: Child,
    address: SocketAddr,
    log: JoinHandle<Vec<u8>>,
}

/// How a server ended that was asked to.
#[derive(Debug)]
pub(crate) struct Ended {
    /// All that it wrote to standard error.
    pub(crate) log: String,
    /// From the signal to the exit.
    pub(crate) after: Duration,
}

impl Server {
    /// Starts the program with `--listen 127.0.0.1:0` and waits for the line that says where it listens.
    ///
    /// # Errors
    ///
    /// The program cannot be started, or its first line on standard output does not come within 10 seconds or is not
    /// `listening on http://ADDRESS`.
    pub fn start(program: impl AsRef<OsStr>) -> Result<Server, ServerError> {
        Server::spawn(Command::new(program))
    }

    /// As [`start`](Server::start), with this database: a file, or the address of one of PostgreSQL.
    pub(crate) fn on_database(program: &OsStr, database: impl AsRef<OsStr>) -> Result<Server, ServerError> {
        let mut command = Command::new(program);
        command.arg("--database").arg(database.as_ref());
        Server::spawn(command)
    }

    /// Starts the program on a database, listening on this address.
    ///
    /// # Errors
    ///
    /// As [`start`](Server::start).
    pub fn start_at(
        program: impl AsRef<OsStr>,
        listen: SocketAddr,
        database: impl AsRef<OsStr>,
    ) -> Result<Server, ServerError> {
        let mut command = Command::new(program);
        command.arg("--database").arg(database.as_ref());
        Server::spawn_at(command, listen)
    }

    /// As [`start`](Server::start), by a command that ends with the program and its options, or becomes it.
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
            // The log is part of the contract: the developer's own filter must not hide it.
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
                // What was read before an error is still the log.
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
                // A failure to kill leaves a process that has already ended.
                let _ = runtime.block_on(child.kill());
                let log = runtime.block_on(text(log));
                Err(ServerError::NotListening { reason, status: status.ok().and_then(Result::ok), log })
            }
        }
    }

    /// The address that the server said it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The id of the process; none once it has ended.
    pub(crate) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// How the process ended, if it did: by itself, because nobody has asked it to.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// How many descriptors the process has open, as far as the system tells.
    pub(crate) fn descriptors(&self) -> usize {
        let open = self.id().map(|id| std::fs::read_dir(format!("/proc/{id}/fd")));
        open.and_then(Result::ok).map_or(0, Iterator::count)
    }

    /// How many bytes of memory the server holds, as far as the system tells.
    pub(crate) fn memory(&self) -> u64 {
        let status = self.id().map(|id| std::fs::read_to_string(format!("/proc/{id}/status")));
        let status = status.and_then(Result::ok).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        resident.trim().trim_end_matches("kB").trim().parse().map_or(0, |kibibytes: u64| kibibytes * 1024)
    }

    /// Sends the termination signal, waits for the exit and returns all that the server wrote to standard error: its log.
    ///
    /// # Errors
    ///
    /// The server does not exit within 10 seconds, or not with 0.
    pub fn stop(self) -> Result<String, ServerError> {
        self.end().map(|ended| ended.log)
    }

    /// As [`stop`](Server::stop), and tells how long it took.
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

    /// Kills the process, which cannot do anything about it, and returns its log.
    ///
    /// # Errors
    ///
    /// The process cannot be signalled or waited for.
    pub fn kill(mut self) -> Result<String, ServerError> {
        self.signal(Signal::KILL)?;
        self.runtime.block_on(self.child.wait()).map_err(ServerError::Signal)?;
        Ok(self.runtime.block_on(text(self.log)))
    }

    fn signal(&self, signal: Signal) -> Result<(), ServerError> {
        // No id: the process has ended by itself and been waited for, which the exit status tells.
        match self.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)) {
            Some(pid) => kill_process(pid, signal).map_err(|error| ServerError::Signal(error.into())),
            None => Ok(()),
        }
    }
}

/// Why a server could not be started or did not end as it should.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// The program cannot be started.
    #[error("the server cannot be started")]
    Start(#[source] std::io::Error),
    /// The first line on standard output is not the one that says where the server listens.
    #[error("the server does not say where it listens: {reason}; its log:\n{log}")]
    NotListening {
        /// What came instead.
        reason: String,
        /// How the process ended; none if it had to be killed.
        status: Option<ExitStatus>,
        /// All that the server wrote to standard error.
        log: String,
    },
    /// The signal cannot be sent, or the process not be waited for.
    #[error("the server cannot be ended")]
    Signal(#[source] std::io::Error),
    /// The server exits otherwise than with 0 after the termination signal.
    #[error("after the termination signal the server ends with {status}; its log:\n{log}")]
    Exit {
        /// How it ended.
        status: ExitStatus,
        /// All that the server wrote to standard error.
        log: String,
    },
    /// The server still runs 10 seconds after the termination signal.
    #[error("the server still runs 10 seconds after the termination signal; its log:\n{log}")]
    DoesNotEnd {
        /// All that the server wrote to standard error.
        log: String,
    },
}

/// Hundreds of connections, of tests that run side by side, are more descriptors than a process has by default.
fn allow_many_connections() {
    let limit = getrlimit(Resource::Nofile);
    // Where the system does not let us, whoever needs more fails and says so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum });
}

async fn first_line(stdout: Option<ChildStdout>) -> Result<String, String> {
    let mut stdout = BufReader::new(stdout.ok_or("no standard output")?);
    let mut line = String::new();
    match timeout(PATIENCE, stdout.read_line(&mut line)).await {
        Err(_) => Err(format!("nothing on standard output within {} seconds", PATIENCE.as_secs())),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(_)) => {
            // Whatever else is printed must not fill the pipe and block the server.
            tokio::spawn(async move { tokio::io::copy(&mut stdout, &mut tokio::io::sink()).await });
            Ok(line)
        }
    }
}

fn address(line: &str) -> Result<SocketAddr, String> {
    let address = line.trim_end().strip_prefix(LISTENING).and_then(|address| address.parse().ok());
    address.ok_or_else(|| format!("the first line on standard output is {line:?}"))
}

/// The log, which ends when the last process that holds standard error does.
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
    fn the_first_line_says_where_the_server_listens() {
        assert_eq!(address("listening on http://127.0.0.1:3000\n"), Ok(SocketAddr::from(([127, 0, 0, 1], 3000))));
        assert_eq!(address("ready\n").unwrap_err(), r#"the first line on standard output is "ready\n""#);
        assert!(address("").is_err());
    }

    #[test]
    fn a_program_that_does_not_exist_or_listen_is_an_error() {
        assert!(matches!(Server::start("/no/such/program"), Err(ServerError::Start(_))));
        // `true` ends at once, whatever its arguments.
        assert!(matches!(Server::start("true"), Err(ServerError::NotListening { .. })));
    }
}

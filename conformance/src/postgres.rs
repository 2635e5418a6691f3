//! A PostgreSQL of a test's own, which ends with it.

pub(crate) mod keeper;
mod session;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use self::keeper::{Account, Keeper};
pub use self::session::Session;

/// The variable that, set to `required`, makes a missing PostgreSQL a failure.
const WANTED: &str = "ERRORBOOK_POSTGRES";

/// Where it listens. Clients of 127.0.0.1 get their ports there, so that its port stays free when it is restarted.
const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// Where Debian has the programs, which are not on the path: a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The words of the server's log that say that it accepts connections.
const READY: &str = "database system is ready to accept connections";

/// The role that owns the cluster, and the role of a service, which is not a superuser.
const OWNER: &str = "postgres";
pub(crate) const SERVICE: &str = "depot";

/// The settings of the cluster. What it holds need not outlive the machine.
const SETTINGS: [&str; 4] = ["unix_socket_directories=", "fsync=off", "max_connections=50", "log_min_messages=log"];

/// A PostgreSQL cluster in a temporary folder, with a server on a free port of the loopback interface.
///
/// It is gone when it is dropped, and also if the process ends in any other way: by a panic, Ctrl-C or a kill.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    account: Option<Account>,
    /// None while the server is stopped.
    keeper: Option<Keeper>,
    databases: AtomicUsize,
}

/// How a server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// Its clients are disconnected, and what they have begun is undone.
    Fast,
    /// At once, as by a crash: the next start recovers what was committed.
    Immediate,
}

impl Postgres {
    /// Starts a server with an empty cluster.
    ///
    /// # Errors
    ///
    /// PostgreSQL is not installed, or does not start.
    pub fn start() -> Result<Postgres, PostgresError> {
        let programs = programs().ok_or(PostgresError::Missing)?;
        let folder = tempfile::Builder::new().prefix("errorbook-postgres").tempdir()?;
        // PostgreSQL refuses to be run by root.
        let account = if rustix::process::geteuid().is_root() { Some(Account::of(OWNER)?) } else { None };
        if let Some(account) = &account {
            chown(folder.path(), Some(account.user), Some(account.group))?;
        }
        let port = TcpListener::bind((HOST, 0))?.local_addr()?.port();
        let mut postgres =
            Postgres { programs, folder, port, account, keeper: None, databases: AtomicUsize::default() };
        postgres.make_cluster()?;
        postgres.resume()?;
        postgres.session(OWNER)?.execute(&format!("CREATE ROLE {SERVICE} LOGIN"))?;
        Ok(postgres)
    }

    /// The server that a test needs, or `None` where PostgreSQL is not installed, which is said on standard error.
    ///
    /// # Panics
    ///
    /// If the server does not start, or if it is missing and `ERRORBOOK_POSTGRES` is `required`.
    pub fn for_test() -> Option<Postgres> {
        match Postgres::start() {
            Ok(postgres) => Some(postgres),
            Err(error @ PostgresError::Missing) => {
                crate::programs::not_run(WANTED, &error);
                None
            }
            Err(error) => panic!("PostgreSQL does not start: {}", crate::report::chain(&error)),
        }
    }

    /// Makes an empty database, and returns its address: what the option `--database` of a depot takes.
    ///
    /// # Errors
    ///
    /// The server does not make it.
    pub fn database(&self) -> Result<String, PostgresError> {
        let name = format!("depot_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.session(OWNER)?.execute(&format!("CREATE DATABASE {name} OWNER {SERVICE}"))?;
        Ok(format!("postgres://{SERVICE}@{HOST}:{}/{name}", self.port))
    }

    /// Connects to a database as the superuser. The name is that of a database, or the address of one.
    ///
    /// # Errors
    ///
    /// The server does not accept the connection.
    pub fn session(&self, database: &str) -> Result<Session, PostgresError> {
        let name = database.rsplit('/').next().unwrap_or_default();
        Session::open(&format!("postgres://{OWNER}@{HOST}:{}/{name}", self.port))
    }

    /// Connects to a database as a service does, which gets no connection where only superusers still get one.
    ///
    /// # Errors
    ///
    /// The server does not accept the connection.
    pub fn service_session(&self, address: &str) -> Result<Session, PostgresError> {
        Session::open(address)
    }

    /// Stops the server. It can be started again by [`resume`](Postgres::resume).
    ///
    /// # Errors
    ///
    /// It cannot be waited for.
    pub fn stop(&mut self, how: Stop) -> Result<(), PostgresError> {
        let signal = match how {
            Stop::Fast => "INT",
            Stop::Immediate => "QUIT",
        };
        self.keeper.take().map_or(Ok(()), |keeper| Ok(keeper.end_with(signal)?))
    }

    /// Starts the server if it is stopped, on the port that it had before, and waits until it accepts connections.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn resume(&mut self) -> Result<(), PostgresError> {
        if self.keeper.is_some() {
            return Ok(());
        }
        let mut command = vec![self.programs.join("postgres").into_os_string(), "-D".into(), self.cluster().into()];
        let own = [format!("listen_addresses={HOST}"), format!("port={}", self.port)];
        for setting in SETTINGS.into_iter().map(str::to_owned).chain(own) {
            command.extend(["-c".into(), setting.into()]);
        }
        self.keeper = Some(Keeper::run(&command, self.folder.path(), self.account.as_ref(), READY)?);
        Ok(())
    }

    /// Makes every process of the server stand still, until the returned guard is dropped: nothing is refused, and nothing is
    /// answered.
    ///
    /// # Errors
    ///
    /// The processes cannot be signalled.
    pub fn freeze(&self) -> Result<impl Drop + use<>, PostgresError> {
        let file = std::fs::read_to_string(self.cluster().join("postmaster.pid"))?;
        let server = file.lines().next().and_then(keeper::process).ok_or(PostgresError::Stopped)?;
        Ok(keeper::Frozen::freeze(server)?)
    }

    fn make_cluster(&self) -> Result<(), PostgresError> {
        let mut initdb = Command::new(self.programs.join("initdb"));
        initdb.args(["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--username", OWNER, "--pgdata"]);
        initdb.arg(self.cluster());
        if let Some(account) = &self.account {
            account.run(&mut initdb);
        }
        let output = initdb.current_dir(self.folder.path()).output()?;
        if output.status.success() {
            return Ok(());
        }
        Err(PostgresError::Failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }

    fn cluster(&self) -> PathBuf {
        self.folder.path().join("cluster")
    }
}

/// Why there is no PostgreSQL, or why it does not do what is needed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// The programs are not installed.
    #[error("PostgreSQL is not installed, which `.ci/run` does")]
    Missing,
    /// A program of PostgreSQL fails.
    #[error("PostgreSQL does not start:\n{0}")]
    Failed(String),
    /// The server is stopped.
    #[error("PostgreSQL is stopped")]
    Stopped,
    /// The system does not do what is needed.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The server refuses a connection or a statement.
    #[error("PostgreSQL refuses")]
    Refused(#[from] sqlx::Error),
}

/// The folder of the programs: the first on the path that has them, or that of Debian's newest version.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir(DEBIAN).into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    versions.sort_by_key(|folder| version(folder));
    let has_programs = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).is_file());
    std::env::split_paths(&path).chain(versions.into_iter().rev()).find(has_programs)
}

fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn the_server_ends_with_the_test_that_panics() {
        let Some(postgres) = Postgres::for_test() else { return };
        let (folder, address) = (postgres.folder.path().to_owned(), (HOST, postgres.port));
        assert!(folder.exists() && TcpStream::connect(address).is_ok());
        let panicked = catch_unwind(AssertUnwindSafe(move || {
            assert!(postgres.database().is_err(), "which it is not");
        }));
        assert!(panicked.is_err() && !folder.exists() && TcpStream::connect(address).is_err());
    }

    #[test]
    fn the_server_ends_with_a_process_that_is_killed() {
        let Some(mut postgres) = Postgres::for_test() else { return };
        let (folder, address) = (postgres.folder.path().to_owned(), (HOST, postgres.port));
        // All that the end of our process is to the keeper.
        let left = postgres.keeper.as_mut().unwrap().left_alone().unwrap();
        assert!(left.success() && !folder.exists() && TcpStream::connect(address).is_err());
    }

    #[test]
    fn a_server_that_was_stopped_has_what_it_had() {
        let Some(mut postgres) = Postgres::for_test() else { return };
        let database = postgres.database().unwrap();
        postgres.service_session(&database).unwrap().execute("CREATE TABLE one AS SELECT 1::BIGINT AS n").unwrap();
        for how in [Stop::Fast, Stop::Immediate] {
            postgres.stop(how).unwrap();
            assert!(postgres.session(&database).is_err());
            postgres.resume().unwrap();
            assert_eq!(postgres.session(&database).unwrap().number("SELECT n FROM one").unwrap(), 1);
        }
    }
}

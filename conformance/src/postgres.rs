//! A PostgreSQL server for a test. It stops when the test ends.

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

/// The environment variable that makes a missing PostgreSQL a failure. Its value is `required`.
const WANTED: &str = "ERRORBOOK_POSTGRES";

/// The address of the server. Clients of 127.0.0.1 get their ports on that address, so the server's port stays free while the
/// server restarts.
const HOST: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

/// The folder in which Debian installs the programs, in a folder for each version. It is not on the path.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The words in the server's log that report that it accepts connections.
const READY: &str = "database system is ready to accept connections";

/// The role that owns the cluster, and the role of the service, which is not a superuser.
const OWNER: &str = "postgres";
pub(crate) const SERVICE: &str = "depot";

/// The settings of the cluster. `fsync` is off because the data need not survive a power failure.
const SETTINGS: [&str; 4] = ["unix_socket_directories=", "fsync=off", "max_connections=50", "log_min_messages=log"];

/// A PostgreSQL cluster in a temporary folder, with a server on a free port of the loopback interface.
///
/// The server stops when this is dropped, and also if the process ends in any other way: by a panic, Ctrl-C or a kill.
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

/// The way in which a server is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The server disconnects its clients and rolls back their transactions.
    Fast,
    /// The server ends at once, as in a crash. The next start recovers all committed data.
    Immediate,
}

impl Postgres {
    /// Starts a server with an empty cluster.
    ///
    /// # Errors
    ///
    /// Fails if PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Postgres, PostgresError> {
        let programs = programs().ok_or(PostgresError::Missing)?;
        let folder = tempfile::Builder::new().prefix("errorbook-postgres").tempdir()?;
        // PostgreSQL refuses to run as root.
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

    /// Starts a server for a test. If PostgreSQL is not installed, returns `None` and says so on standard error.
    ///
    /// # Panics
    ///
    /// Panics if the server does not start, or if it is missing and `ERRORBOOK_POSTGRES` is `required`.
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

    /// Creates an empty database, and returns its address for the option `--database` of a depot.
    ///
    /// # Errors
    ///
    /// Fails if the server does not create the database.
    pub fn database(&self) -> Result<String, PostgresError> {
        let name = format!("depot_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.session(OWNER)?.execute(&format!("CREATE DATABASE {name} OWNER {SERVICE}"))?;
        Ok(format!("postgres://{SERVICE}@{HOST}:{}/{name}", self.port))
    }

    /// Connects to a database as the superuser. `database` is the name or the address of a database.
    ///
    /// # Errors
    ///
    /// Fails if the server does not accept the connection.
    pub fn session(&self, database: &str) -> Result<Session, PostgresError> {
        let name = database.rsplit('/').next().unwrap_or_default();
        Session::open(&format!("postgres://{OWNER}@{HOST}:{}/{name}", self.port))
    }

    /// Connects to a database with the role of a service. This fails if the server has connections left only for superusers.
    ///
    /// # Errors
    ///
    /// Fails if the server does not accept the connection.
    pub fn service_session(&self, address: &str) -> Result<Session, PostgresError> {
        Session::open(address)
    }

    /// Stops the server. [`resume`](Postgres::resume) starts it again.
    ///
    /// # Errors
    ///
    /// Fails if the process cannot be signalled or waited for.
    pub fn stop(&mut self, how: Stop) -> Result<(), PostgresError> {
        let signal = match how {
            Stop::Fast => "INT",
            Stop::Immediate => "QUIT",
        };
        self.keeper.take().map_or(Ok(()), |keeper| Ok(keeper.end_with(signal)?))
    }

    /// Starts a stopped server again on its port, and waits until it accepts connections.
    ///
    /// # Errors
    ///
    /// Fails if the server does not start.
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

    /// Freezes every process of the server until the returned guard is dropped. Connections are neither refused nor served.
    ///
    /// # Errors
    ///
    /// Fails if the processes cannot be signalled.
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

/// The reason why PostgreSQL is missing or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// The programs are not installed.
    #[error("PostgreSQL is not installed; `.ci/run` installs it")]
    Missing,
    /// A program of PostgreSQL failed.
    #[error("PostgreSQL does not start:\n{0}")]
    Failed(String),
    /// The server is stopped.
    #[error("PostgreSQL is stopped")]
    Stopped,
    /// An operation of the system failed.
    #[error(transparent)]
    System(#[from] io::Error),
    /// The server refused a connection or a statement.
    #[error("PostgreSQL refused the connection or the statement")]
    Refused(#[from] sqlx::Error),
}

/// Returns the folder of the programs: the first on the path that has them, or the folder of Debian's newest version.
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
    fn the_server_stops_when_its_test_panics() {
        let Some(postgres) = Postgres::for_test() else { return };
        let (folder, address) = (postgres.folder.path().to_owned(), (HOST, postgres.port));
        assert!(folder.exists() && TcpStream::connect(address).is_ok());
        let panicked = catch_unwind(AssertUnwindSafe(move || {
            assert!(postgres.database().is_err(), "this assertion fails on purpose");
        }));
        assert!(panicked.is_err() && !folder.exists() && TcpStream::connect(address).is_err());
    }

    #[test]
    fn the_server_stops_when_its_process_is_killed() {
        let Some(mut postgres) = Postgres::for_test() else { return };
        let (folder, address) = (postgres.folder.path().to_owned(), (HOST, postgres.port));
        // The keeper sees the end of our process only as the end of its input.
        let left = postgres.keeper.as_mut().unwrap().left_alone().unwrap();
        assert!(left.success() && !folder.exists() && TcpStream::connect(address).is_err());
    }

    #[test]
    fn a_server_keeps_its_data_after_a_restart() {
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

//! The folder of a server's database, and everything that a test can do to both from outside.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use crate::client::ClientError;
use crate::postgres::PostgresError;
use crate::server::{Server, ServerError};

/// The reason why a fault cannot be caused or a server cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlaceError {
    /// The system does not allow the fault. This is not a failure of the server.
    #[error("this needs {0}")]
    NotHere(String),
    #[error(transparent)]
    File(#[from] io::Error),
    #[error("the database cannot be locked")]
    Lock(#[source] sqlx::Error),
    #[error("the server starts although its database cannot be used")]
    Starts,
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error(transparent)]
    Client(#[from] ClientError),
    #[error(transparent)]
    Postgres(#[from] PostgresError),
}

/// A folder for the database of one server.
#[derive(Debug)]
pub(super) struct Place {
    _temporary: TempDir,
    folder: PathBuf,
}

impl Place {
    /// Creates an empty folder without a database.
    pub(super) fn new() -> io::Result<Place> {
        let temporary = tempfile::Builder::new().prefix("depot-database").tempdir()?;
        let folder = temporary.path().join("data");
        fs::create_dir(&folder)?;
        Ok(Place { _temporary: temporary, folder })
    }

    /// Creates a folder with a seeded database in a single file.
    pub(super) fn seeded(program: &OsStr) -> Result<Place, PlaceError> {
        let place = Place::new()?;
        Server::on_database(program, place.database())?.stop()?;
        Ok(place)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn database(&self) -> PathBuf {
        self.folder.join("depot.db")
    }

    /// Returns the files of the database, including the ones that SQLite creates next to it.
    pub(super) fn files(&self) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.path())).collect()
    }

    pub(super) fn beside(&self, name: &str) -> PathBuf {
        self.folder.with_file_name(name)
    }

    pub(super) fn start(&self, program: &OsStr) -> Result<Server, PlaceError> {
        Ok(Server::on_database(program, self.database())?)
    }

    /// Starts the program with only the rights that the modes of files give. Root otherwise has more rights.
    pub(super) fn start_without_privileges(&self, program: &OsStr) -> Result<Server, PlaceError> {
        if !rustix::process::geteuid().is_root() {
            return self.start(program);
        }
        let without = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"];
        run(&[&without[..], &["true"]].concat(), "`setpriv` and the right to give up rights")?;
        let [tool, arguments @ ..] = without;
        let mut command = tokio::process::Command::new(tool);
        command.args(arguments).arg(program).arg("--database").arg(self.database());
        Ok(Server::spawn(command)?)
    }

    /// Starts the program with this folder on a disk of 1 MiB that only the program sees.
    pub(super) fn start_on_a_small_disk(&self, program: &OsStr) -> Result<Server, PlaceError> {
        const MOUNT: &str = r#"mount -t tmpfs -o size=1m none "$0" && exec "$@""#;
        let folder = self.folder.to_string_lossy().into_owned();
        let spaces = [vec!["unshare", "--mount"], vec!["unshare", "--mount", "--map-root-user"]];
        let may =
            |space: &&Vec<&str>| run(&[space, &["sh", "-c", MOUNT, folder.as_str(), "true"][..]].concat(), "").is_ok();
        let Some([tool, arguments @ ..]) = spaces.iter().find(may).map(Vec::as_slice) else {
            return Err(PlaceError::NotHere("`unshare` and the right to mount".to_owned()));
        };
        let mut command = tokio::process::Command::new(tool);
        command.args(arguments).args(["sh", "-c", MOUNT]).arg(&self.folder);
        command.arg(program).arg("--database").arg(self.database());
        Ok(Server::spawn(command)?)
    }

    /// Fills the small disk of a server. Removing the returned file ends the fault.
    pub(super) fn fill(&self, server: &Server) -> Result<PathBuf, PlaceError> {
        let root = format!("/proc/{}/root", server.id().unwrap_or_default());
        let ballast = self.folder.join("ballast");
        let ballast = Path::new(&root).join(ballast.strip_prefix("/").unwrap_or(&ballast));
        let mut file = fs::File::create_new(&ballast)?;
        loop {
            match file.write(&[0; 1024]) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::StorageFull => return Ok(ballast),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Makes the files of the database immutable with `+i`, and changeable again with `-i`.
    ///
    /// This leaves out the file that SQLite maps into memory: the system ends the process if it cannot write that file.
    pub(super) fn immutable(&self, how: &str) -> Result<(), PlaceError> {
        let (database, log) = (self.database(), self.folder.join("depot.db-wal"));
        let [database, log] = [database.to_string_lossy(), log.to_string_lossy()];
        run(&["chattr", how, &database, &log], "`chattr`, the right to use it and a file system that supports it")
    }

    /// Overwrites bytes of the database with invalid ones. The length of the file does not change.
    pub(super) fn overwrite(&self, bytes: Range<u64>) -> io::Result<()> {
        let mut file = fs::File::options().write(true).open(self.database())?;
        let end = file.metadata()?.len().min(bytes.end);
        file.seek(io::SeekFrom::Start(bytes.start))?;
        io::copy(&mut io::repeat(0xa5).take(end.saturating_sub(bytes.start)), &mut file)?;
        file.sync_all()
    }

    /// Removes the database and the files that SQLite created next to it.
    pub(super) fn remove(&self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)?;
        fs::create_dir(&self.folder)
    }

    /// Locks the database as another program does while it writes. Dropping the lock releases it.
    pub(super) fn lock(&self) -> Result<Lock, PlaceError> {
        self.locked_by("BEGIN EXCLUSIVE")
    }

    /// Locks a database that is not open, so that it cannot be read either.
    pub(super) fn lock_out(&self) -> Result<Lock, PlaceError> {
        self.locked_by("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
    }

    fn locked_by(&self, statements: &'static str) -> Result<Lock, PlaceError> {
        let options = SqliteConnectOptions::new().filename(self.database()).disable_statement_logging();
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let connection = runtime.block_on(async {
            let mut connection = options.connect().await?;
            sqlx::raw_sql(statements).execute(&mut connection).await?;
            Ok(connection)
        });
        Ok(Lock { connection: Some(connection.map_err(PlaceError::Lock)?), runtime })
    }
}

/// A lock on a database. Dropping it releases the lock.
#[derive(Debug)]
pub(super) struct Lock {
    connection: Option<SqliteConnection>,
    runtime: Runtime,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            // Waits, so that the database is unlocked afterwards. Closing rolls back even if it returns an error.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

/// Sets a limit of a running process, such as `fsize`. The names are those of `prlimit`.
pub(super) fn limit(process: Option<u32>, resource: &str, soft: &str) -> Result<(), PlaceError> {
    let pid = process.unwrap_or_default().to_string();
    // The hard limit does not change, because without rights it could never be raised again.
    run(&["prlimit", "--pid", &pid, &format!("--{resource}={soft}:")], "`prlimit`")
}

/// Sets the mode of a file.
pub(super) fn mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

fn run(command: &[&str], needs: &str) -> Result<(), PlaceError> {
    let [tool, arguments @ ..] = command else { return Ok(()) };
    match Command::new(tool).args(arguments).output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => {
            let message = String::from_utf8_lossy(&output.stderr).trim_end().to_owned();
            Err(PlaceError::NotHere(format!("{needs} ({message})")))
        }
        Err(error) => Err(PlaceError::NotHere(format!("{needs} ({error})"))),
    }
}

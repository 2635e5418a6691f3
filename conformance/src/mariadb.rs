//! A MariaDB server for a test. It stops when the test ends.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use crate::postgres::keeper::{Account, Keeper};

/// The environment variable that makes a missing MariaDB a failure. Its value is `required`.
const WANTED: &str = "ERRORBOOK_MARIADB";

const HOST: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// The folder in which Debian installs the server. It is not on the path of users.
const DEBIAN: &str = "/usr/sbin";

/// The words in the server's log that report that it accepts connections.
const READY: &str = "ready for connections";

/// The statements that the server runs when it starts, one per line.
const SETTINGS: &str = "\
CREATE DATABASE service;
CREATE USER service@'%';
GRANT ALL ON service.* TO service@'%';
";

/// A MariaDB server in a temporary folder, on a free port of the loopback interface.
///
/// The server stops when this is dropped, and also if the process ends in any other way: by a panic, Ctrl-C or a kill.
#[derive(Debug)]
pub struct MariaDb {
    _keeper: Keeper,
    _folder: TempDir,
    port: u16,
}

impl MariaDb {
    /// Starts a server for a test. If MariaDB is not installed, returns `None` and says so on standard error.
    ///
    /// # Panics
    ///
    /// Panics if the server does not start, or if it is missing and `ERRORBOOK_MARIADB` is `required`.
    pub fn for_test() -> Option<MariaDb> {
        let Some(server) = program("mariadbd") else {
            crate::programs::not_run(WANTED, &"MariaDB is not installed; `.ci/run` installs it");
            return None;
        };
        Some(MariaDb::start(server).unwrap_or_else(|error| panic!("MariaDB does not start: {error}")))
    }

    /// Returns the address of an empty database.
    pub fn database(&self) -> String {
        format!("mysql://service@{HOST}:{}/service", self.port)
    }

    fn start(server: PathBuf) -> io::Result<MariaDb> {
        let folder = tempfile::Builder::new().prefix("errorbook-mariadb").tempdir()?;
        let account = if rustix::process::geteuid().is_root() { Some(Account::of("mysql")?) } else { None };
        let (data, settings) = (folder.path().join("data"), folder.path().join("settings.sql"));
        std::fs::write(&settings, SETTINGS)?;
        if let Some(account) = &account {
            chown(folder.path(), Some(account.user), Some(account.group))?;
        }
        let mut install = Command::new("mariadb-install-db");
        install.args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"]);
        install.arg(format!("--datadir={}", data.display())).current_dir(folder.path());
        if let Some(account) = &account {
            account.run(&mut install);
        }
        let output = install.output()?;
        if !output.status.success() {
            return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
        }
        let port = TcpListener::bind((HOST, 0))?.local_addr()?.port();
        let options = [
            "--no-defaults".to_owned(),
            format!("--datadir={}", data.display()),
            format!("--socket={}", folder.path().join("socket").display()),
            format!("--bind-address={HOST}"),
            format!("--port={port}"),
            format!("--init-file={}", settings.display()),
            "--innodb-flush-log-at-trx-commit=0".to_owned(),
            // With name resolution the client would be `localhost`, which has an anonymous account.
            "--skip-name-resolve".to_owned(),
        ];
        let command: Vec<_> = [server.into()].into_iter().chain(options.map(Into::into)).collect();
        let keeper = Keeper::run(&command, folder.path(), account.as_ref(), READY)?;
        Ok(MariaDb { _keeper: keeper, _folder: folder, port })
    }
}

fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = std::env::split_paths(&path).chain([DEBIAN.into()]);
    folders.find_map(|folder| Some(folder.join(name)).filter(|program| program.is_file()))
}

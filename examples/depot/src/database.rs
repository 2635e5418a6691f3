//! [`Database`]: the place where the depot stores its data.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use sqlx::postgres::PgConnectOptions;

/// SQLite's name for a database in memory. Only its process can use it, and it ends with the process.
const IN_MEMORY: &str = ":memory:";

/// The schemes of PostgreSQL addresses.
const POSTGRES: [&str; 2] = ["postgres://", "postgresql://"];

/// The place where the depot stores its data.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Database {
    /// A SQLite database in memory. It ends with the depot.
    #[default]
    Memory,
    /// A SQLite database in this file.
    File(PathBuf),
    /// A PostgreSQL database. Several depots can share it.
    Postgres(Box<PgConnectOptions>),
}

impl Database {
    /// Reads an argument of the command line: the address of a PostgreSQL database, or the path of a file.
    ///
    /// # Errors
    ///
    /// Fails if the address is not valid.
    pub fn parse(text: impl Into<OsString>) -> Result<Database, sqlx::Error> {
        let text = text.into();
        let is_address = |text: &&str| POSTGRES.iter().any(|scheme| text.starts_with(scheme));
        match text.to_str().filter(is_address) {
            Some(address) => Ok(Database::Postgres(Box::new(PgConnectOptions::from_str(address)?))),
            None => Ok(PathBuf::from(text).into()),
        }
    }
}

impl From<PathBuf> for Database {
    fn from(path: PathBuf) -> Database {
        if path == Path::new(IN_MEMORY) { Database::Memory } else { Database::File(path) }
    }
}

/// Formats the path, or the address without its password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Database::Memory => f.write_str(IN_MEMORY),
            Database::File(path) => path.display().fmt(f),
            Database::Postgres(options) => {
                let host = options.get_socket().map(|socket| socket.display().to_string());
                let host = host.unwrap_or_else(|| options.get_host().to_owned());
                let database = options.get_database().unwrap_or_else(|| options.get_username());
                write!(f, "postgres://{}@{host}:{}/{database}", options.get_username(), options.get_port())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_postgresql_database_and_everything_else_a_path() {
        let cases = [
            ("postgres://eva:secret@db:5433/depot", "postgres://eva@db:5433/depot"),
            ("postgresql://eva@db", "postgres://eva@db:5432/eva"),
            ("postgres://eva@%2Frun%2Fpg/depot", "postgres://eva@/run/pg:5432/depot"),
            ("a b.db", "a b.db"),
            ("postgres:depot", "postgres:depot"),
            (":memory:", ":memory:"),
        ];
        for (given, shown) in cases {
            assert_eq!(Database::parse(given).unwrap().to_string(), shown);
        }
        assert!(matches!(Database::parse(":memory:"), Ok(Database::Memory)));
        assert!(Database::parse("postgres://db:port/depot").is_err());
    }
}

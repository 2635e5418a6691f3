//! [`SqliteStorage`]: a SQLite database, its connections and its transactions.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite, Transaction};

use super::{WAIT_FOR_CONNECTION, WAIT_FOR_LOCK};

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Begins a transaction that writes. If the file cannot be written, SQLite treats the first statement as a read. The second
/// statement then fails, although it changes nothing.
const BEGIN: &str = "BEGIN IMMEDIATE; UPDATE server_state SET state = state WHERE FALSE";

/// The number of requests that can read at the same time.
const READERS: u32 = 4;

/// A SQLite database.
///
/// Only one connection writes. Writers queue here in order, because SQLite itself has no fair queue. The other connections read
/// at the same time. A database in memory has one connection for both. It is never closed, because the data would be lost. So
/// a request must not wait for a second connection while it holds one.
#[derive(Debug)]
pub(crate) struct SqliteStorage {
    readers: SqlitePool,
    writer: SqlitePool,
    /// True if the writer could not begin a transaction. A connection that was opened while the file was read-only stays so.
    writer_failed: Arc<AtomicBool>,
    file: Option<OpenFile>,
}

/// Rejects a file that is shorter than SQLite's smallest page. SQLite would treat it as empty and overwrite it. Other files that
/// are not databases are rejected by SQLite itself.
fn refuse_short_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(file) if file.is_file() && (1..512).contains(&file.len()) => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "file is not a database"))
        }
        _ => Ok(()),
    }
}

impl SqliteStorage {
    /// Opens the database in this file, or a new one in memory. A missing file is created and filled with first data.
    pub(super) async fn open(path: Option<&Path>) -> Result<SqliteStorage, MigrateError> {
        let storage = match path {
            Some(path) => SqliteStorage::in_file(path).await?,
            None => SqliteStorage::in_memory().await?,
        };
        // In one transaction: if several depots start on one file, one creates the tables while the others wait.
        let mut transaction = storage.writer.begin_with("BEGIN IMMEDIATE").await?;
        MIGRATIONS.run_direct(None, &mut *transaction, false).await?;
        transaction.commit().await?;
        Ok(storage)
    }

    async fn in_memory() -> sqlx::Result<SqliteStorage> {
        let options = SqliteConnectOptions::new().in_memory(true).disable_statement_logging();
        let only = pool(1).test_before_acquire(false).connect_with(options).await?;
        Ok(SqliteStorage { readers: only.clone(), writer: only, writer_failed: Arc::default(), file: None })
    }

    async fn in_file(path: &Path) -> sqlx::Result<SqliteStorage> {
        refuse_short_file(path)?;
        let options = SqliteConnectOptions::new()
            // The path is absolute, because SQLite would read options from a path like `file:x?mode=memory`.
            .filename(std::path::absolute(path)?)
            .journal_mode(SqliteJournalMode::Wal)
            // Acknowledged writes must survive a power failure.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT_FOR_LOCK)
            .disable_statement_logging();
        let writer_failed = Arc::new(AtomicBool::new(false));
        let failed = Arc::clone(&writer_failed);
        let writer = pool(1)
            // Replaces a connection that failed, because the file may be writable again.
            .before_acquire(move |_, _| {
                let failed = failed.swap(false, Ordering::Relaxed);
                Box::pin(async move { Ok(!failed) })
            })
            .after_release(|connection, _| {
                Box::pin(async move {
                    // When the disk is full or fails, SQLite rolls back by itself, but sqlx still counts the transaction as
                    // open. Such a connection could not begin another one, so it is replaced.
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(options.clone().create_if_missing(true))
            .await?;
        // Only the start may create a database. A later connection to a missing file must fail.
        writer.set_connect_options(options.clone());
        let file = OpenFile::at(options.get_filename())?;
        let readers = pool(READERS).connect_with(options).await?;
        Ok(SqliteStorage { readers, writer, writer_failed, file: Some(file) })
    }

    /// Returns the connections for reading.
    pub(super) fn read(&self) -> sqlx::Result<&SqlitePool> {
        self.is_still_there()?;
        Ok(&self.readers)
    }

    /// Begins a transaction that may write from its first statement on. Dropping it rolls it back.
    pub(super) async fn write(&self) -> sqlx::Result<Transaction<'static, Sqlite>> {
        self.is_still_there()?;
        let begun = self.writer.begin_with(BEGIN).await;
        if begun.is_err() {
            self.writer_failed.store(true, Ordering::Relaxed);
        }
        begun
    }

    fn is_still_there(&self) -> io::Result<()> {
        self.file.as_ref().map_or(Ok(()), OpenFile::is_still_there)
    }

    /// Waits for running statements and closes the connections. Afterwards all data is in one file.
    pub(super) async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_CONNECTION)
        .idle_timeout(None)
        .max_lifetime(None)
}

/// The identity of the opened file. If the file is removed or replaced, open connections can still write to it, but nobody
/// would find the data.
#[derive(Debug)]
struct OpenFile {
    path: PathBuf,
    identity: Identity,
}

impl OpenFile {
    fn at(path: &Path) -> io::Result<OpenFile> {
        Ok(OpenFile { path: path.to_owned(), identity: identity(path)? })
    }

    fn is_still_there(&self) -> io::Result<()> {
        match identity(&self.path)? {
            now if now == self.identity => Ok(()),
            _ => Err(io::Error::new(io::ErrorKind::NotFound, "the database was replaced by another file")),
        }
    }
}

#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    fs::metadata(path).map(|file| (file.dev(), file.ino()))
}

/// On other systems an open file cannot be removed, so no identity is needed.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn insert(storage: &SqliteStorage, owner: &str) -> sqlx::Result<()> {
        let mut transaction = storage.write().await?;
        let query = "INSERT INTO project (name, name_key, owner) VALUES (?1, ?1, ?1)";
        sqlx::query(query).bind(owner).execute(&mut *transaction).await?;
        transaction.commit().await
    }

    #[tokio::test]
    async fn a_full_disk_is_an_error_until_space_is_free() {
        let folder = tempfile::tempdir().unwrap();
        let storage = SqliteStorage::open(Some(&folder.path().join("depot.db"))).await.unwrap();
        let full = "PRAGMA max_page_count = 1; PRAGMA cache_size = 1";
        sqlx::raw_sql(full).execute(&storage.writer).await.unwrap();

        let large = "x".repeat(1 << 20);
        let error = insert(&storage, &large).await.unwrap_err();
        assert!(error.to_string().ends_with("database or disk is full"), "{error}");

        sqlx::raw_sql("PRAGMA max_page_count = 1000000").execute(&storage.writer).await.unwrap();
        insert(&storage, &large).await.unwrap();
    }

    #[tokio::test]
    async fn a_connection_that_lost_its_transaction_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let storage = SqliteStorage::open(Some(&folder.path().join("depot.db"))).await.unwrap();
        let mut transaction = storage.write().await.unwrap();
        // SQLite does the same by itself when the disk fails.
        sqlx::raw_sql("ROLLBACK").execute(&mut *transaction).await.unwrap();
        drop(transaction);

        insert(&storage, "somebody").await.unwrap();
    }

    #[tokio::test]
    async fn a_request_that_is_cut_off_stores_nothing() {
        let storage = SqliteStorage::open(None).await.unwrap();
        let mut transaction = storage.write().await.unwrap();
        sqlx::query("DELETE FROM project").execute(&mut *transaction).await.unwrap();
        drop(transaction);

        let count = sqlx::query_scalar("SELECT COUNT(*) FROM project").fetch_one(storage.read().unwrap()).await;
        assert_eq!(count.ok(), Some(2));
    }
}

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

/// Begins to write. SQLite takes the first statement for a read where the file cannot be written, so that the second one has
/// to tell; it writes nothing.
const BEGIN: &str = "BEGIN IMMEDIATE; UPDATE server_state SET state = state WHERE FALSE";

/// How many requests read at the same time.
const READERS: u32 = 4;

/// The SQLite database.
///
/// One connection writes, so that writers queue up here in order rather than in SQLite, which lets them try their
/// luck; the others read beside it. A database in memory has one connection for both, which is never closed: the
/// data would go with it. So nobody may ask for one connection while holding another.
#[derive(Debug)]
pub(crate) struct SqliteStorage {
    readers: SqlitePool,
    writer: SqlitePool,
    /// Set when the writer could not begin: one that was opened while the file could only be read stays like that.
    writer_failed: Arc<AtomicBool>,
    file: Option<OpenFile>,
}

/// SQLite takes a file that is shorter than its smallest page for an empty one, and would write over it; what else is
/// no database it refuses by itself.
fn refuse_short_file(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(file) if file.is_file() && (1..512).contains(&file.len()) => {
            Err(io::Error::new(io::ErrorKind::InvalidData, "file is not a database"))
        }
        _ => Ok(()),
    }
}

impl SqliteStorage {
    /// Opens the database in this file, which is made and seeded if it is not there, or a fresh one in memory.
    pub(super) async fn open(path: Option<&Path>) -> Result<SqliteStorage, MigrateError> {
        let storage = match path {
            Some(path) => SqliteStorage::in_file(path).await?,
            None => SqliteStorage::in_memory().await?,
        };
        // In one transaction: of several depots that start on one file, one makes the tables while the others wait.
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
            // An absolute path is nothing but a path: SQLite reads `file:x?mode=memory` otherwise.
            .filename(std::path::absolute(path)?)
            .journal_mode(SqliteJournalMode::Wal)
            // What was acknowledged outlives a power failure too.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(WAIT_FOR_LOCK)
            .disable_statement_logging();
        let writer_failed = Arc::new(AtomicBool::new(false));
        let failed = Arc::clone(&writer_failed);
        let writer = pool(1)
            // A new connection takes the place of one that failed: the file may be written again.
            .before_acquire(move |_, _| {
                let failed = failed.swap(false, Ordering::Relaxed);
                Box::pin(async move { Ok(!failed) })
            })
            .after_release(|connection, _| {
                Box::pin(async move {
                    // When the disk is full or fails SQLite rolls back by itself, and sqlx goes on counting a
                    // transaction that is no more. Such a connection could begin no other; a new one takes its place.
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .connect_with(options.clone().create_if_missing(true))
            .await?;
        // Only the start may make a database: a later connection that finds none must not begin another one.
        writer.set_connect_options(options.clone());
        let file = OpenFile::at(options.get_filename())?;
        let readers = pool(READERS).connect_with(options).await?;
        Ok(SqliteStorage { readers, writer, writer_failed, file: Some(file) })
    }

    /// Where to read from.
    pub(super) fn read(&self) -> sqlx::Result<&SqlitePool> {
        self.is_still_there()?;
        Ok(&self.readers)
    }

    /// A transaction that may write from its first statement on. Dropped, it is rolled back.
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

    /// Waits for what is under way and closes the connections, which leaves one file with everything in it.
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

/// The file as it was opened. One that was removed or replaced since can still be written through the connections that
/// are open, but nobody would find what was written there.
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

/// Elsewhere an open file cannot be removed.
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
    async fn a_full_disk_is_an_error_until_there_is_room() {
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
        // What SQLite does by itself when the disk fails.
        sqlx::raw_sql("ROLLBACK").execute(&mut *transaction).await.unwrap();
        drop(transaction);

        insert(&storage, "somebody").await.unwrap();
    }

    #[tokio::test]
    async fn a_request_that_is_cut_off_leaves_nothing() {
        let storage = SqliteStorage::open(None).await.unwrap();
        let mut transaction = storage.write().await.unwrap();
        sqlx::query("DELETE FROM project").execute(&mut *transaction).await.unwrap();
        drop(transaction);

        let count = sqlx::query_scalar("SELECT COUNT(*) FROM project").fetch_one(storage.read().unwrap()).await;
        assert_eq!(count.ok(), Some(2));
    }
}

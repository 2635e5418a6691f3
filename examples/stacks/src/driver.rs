//! A connection to a database, opened with each crate.

use std::future::Future;
use std::time::Duration;

use bb8_postgres::PostgresConnectionManager;
use deadpool_postgres::Manager;
use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, PgConnection};
use errorbook::{Error, IntoError as _};
use sea_orm::{ConnectOptions, ConnectionTrait as _, Database};
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::NoTls;

/// The time after which a pool stops waiting for a connection.
const PATIENCE: Duration = Duration::from_secs(1);

/// A connection that runs statements.
pub type Driver = Box<dyn FnMut(&str) -> Result<(), Error> + Send>;

/// A crate, and the function that opens a connection with it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Stack {
    /// The name of the crate and its version.
    pub name: &'static str,
    /// True if the crate passes on the error codes of locks and deadlocks.
    pub knows_locks: bool,
    /// Connects to the database at an address.
    pub open: fn(&str) -> Result<Driver, Error>,
}

/// The crates for PostgreSQL.
pub const POSTGRES: [Stack; 7] = [
    Stack { name: "sqlx 0.8", knows_locks: true, open: sqlx08::<::sqlx08::Postgres> },
    Stack { name: "sqlx 0.9", knows_locks: true, open: sqlx09::<::sqlx09::Postgres> },
    Stack { name: "tokio-postgres 0.7", knows_locks: true, open: tokio_postgres },
    Stack { name: "deadpool 0.13", knows_locks: true, open: deadpool },
    Stack { name: "bb8 0.9", knows_locks: true, open: bb8 },
    Stack { name: "diesel 2", knows_locks: false, open: diesel },
    Stack { name: "SeaORM 2", knows_locks: true, open: sea_orm },
];

/// The crates for MariaDB.
pub const MARIADB: [Stack; 3] = [
    Stack { name: "sqlx 0.8", knows_locks: true, open: sqlx08::<::sqlx08::MySql> },
    Stack { name: "sqlx 0.9", knows_locks: true, open: sqlx09::<::sqlx09::MySql> },
    Stack { name: "SeaORM 2", knows_locks: true, open: sea_orm },
];

macro_rules! sqlx_version {
    ($open:ident, $sqlx:ident, $statements:expr) => {
        fn $open<D: ::$sqlx::Database>(address: &str) -> Result<Driver, Error>
        where
            for<'c> &'c mut D::Connection: ::$sqlx::Executor<'c, Database = D>,
        {
            use ::$sqlx::{Connection as _, Executor as _};

            let runtime = runtime()?;
            let mut connection =
                runtime.block_on(D::Connection::connect(address)).map_err(|error| error.into_error())?;
            Ok(Box::new(move |statements| {
                let done = runtime.block_on((&mut connection).execute($statements(statements)));
                done.map(drop).map_err(|error| error.into_error())
            }))
        }
    };
}

sqlx_version!(sqlx08, sqlx08, ::sqlx08::raw_sql);
sqlx_version!(sqlx09, sqlx09, |text: &str| ::sqlx09::raw_sql(::sqlx09::AssertSqlSafe(text.to_owned())));

fn tokio_postgres(address: &str) -> Result<Driver, Error> {
    let runtime = runtime()?;
    let (client, connection) = wait(&runtime, ::tokio_postgres::connect(address, NoTls))?;
    runtime.spawn(connection);
    Ok(Box::new(move |statements| wait(&runtime, client.batch_execute(statements))))
}

fn deadpool(address: &str) -> Result<Driver, Error> {
    let runtime = runtime()?;
    let config: ::tokio_postgres::Config = address.parse().map_err(Error::internal)?;
    let pool =
        deadpool_postgres::Pool::builder(Manager::new(config, NoTls)).max_size(1).build().map_err(Error::internal)?;
    drop(wait(&runtime, pool.get())?);
    Ok(Box::new(move |statements| {
        let client = wait(&runtime, pool.get())?;
        wait(&runtime, client.batch_execute(statements))
    }))
}

fn bb8(address: &str) -> Result<Driver, Error> {
    let runtime = runtime()?;
    let manager = PostgresConnectionManager::new(address.parse().map_err(Error::internal)?, NoTls);
    let pool =
        wait(&runtime, bb8_postgres::bb8::Pool::builder().max_size(1).connection_timeout(PATIENCE).build(manager))?;
    Ok(Box::new(move |statements| {
        let client = wait(&runtime, pool.get())?;
        wait(&runtime, client.batch_execute(statements))
    }))
}

fn diesel(address: &str) -> Result<Driver, Error> {
    let mut connection = PgConnection::establish(address).map_err(|error| error.into_error())?;
    Ok(Box::new(move |statements| connection.batch_execute(statements).map_err(|error| error.into_error())))
}

fn sea_orm(address: &str) -> Result<Driver, Error> {
    let runtime = runtime()?;
    let mut options = ConnectOptions::new(address);
    options.max_connections(1).acquire_timeout(PATIENCE);
    let database = wait(&runtime, Database::connect(options))?;
    Ok(Box::new(move |statements| wait(&runtime, database.execute_unprepared(statements)).map(drop)))
}

fn runtime() -> Result<Runtime, Error> {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(Error::internal)
}

fn wait<T, E: errorbook::IntoError>(runtime: &Runtime, done: impl Future<Output = Result<T, E>>) -> Result<T, Error> {
    runtime.block_on(done).map_err(|error| error.into_error())
}

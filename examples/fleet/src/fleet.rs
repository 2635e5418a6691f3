//! [`Fleet`]: the processes of the fleet.

use std::io;
use std::net::SocketAddr;

use conformance::{Postgres, PostgresError, SERVERS, Server, ServerError, Stop, program};

use crate::gateway::{Gateway, GatewayError};

/// The statements that fill an empty database of a depot with its first data.
const SEED: &str = include_str!("../../depot/migrations/postgres/0002_seed.sql");

/// PostgreSQL, a depot on each framework, and nginx in front of them. Dropping this stops all of them.
#[derive(Debug)]
pub struct Fleet {
    // Fields are dropped in this order, so each process stops before the processes that it needs.
    gateway: Gateway,
    depots: Vec<Depot>,
    postgres: Postgres,
    database: String,
}

/// A depot. It always restarts on the same address.
#[derive(Debug)]
struct Depot {
    name: &'static str,
    address: SocketAddr,
    /// The running server, or `None` while the depot is down.
    server: Option<Server>,
}

impl Fleet {
    /// Starts everything, with nginx on this address. Port 0 selects a free port.
    ///
    /// # Errors
    ///
    /// Fails if PostgreSQL or nginx is not installed, if a depot is not built, or if a process does not start.
    pub fn start(listen: SocketAddr) -> Result<Fleet, FleetError> {
        let postgres = Postgres::start()?;
        let database = postgres.database()?;
        // Each depot has its own address, so that no client connection takes its port while it is down.
        let depots = SERVERS.iter().copied().zip(3..).map(|(name, last)| {
            let mut depot = Depot { name, address: ([127, 0, 0, last], 0).into(), server: None };
            depot.start(&database)?;
            Ok(depot)
        });
        let depots = depots.collect::<Result<Vec<Depot>, FleetError>>()?;
        let gateway = Gateway::start(listen, depots.iter().map(|depot| depot.address))?;
        Ok(Fleet { gateway, depots, postgres, database })
    }

    /// Returns the address of the gateway.
    pub fn address(&self) -> SocketAddr {
        self.gateway.address()
    }

    /// Returns the name and the address of each depot.
    pub fn depots(&self) -> impl Iterator<Item = (&'static str, SocketAddr)> {
        self.depots.iter().map(|depot| (depot.name, depot.address))
    }

    /// Kills a depot, by its number from 0 to 3. Does nothing if it is down.
    ///
    /// # Errors
    ///
    /// Fails if the process cannot be signalled.
    pub fn kill(&mut self, depot: usize) -> Result<(), FleetError> {
        match self.depots.get_mut(depot).and_then(|depot| depot.server.take()) {
            Some(server) => Ok(server.kill().map(drop)?),
            None => Ok(()),
        }
    }

    /// Starts a depot that is down, on its old address.
    ///
    /// # Errors
    ///
    /// Fails if the depot does not start.
    pub fn start_depot(&mut self, depot: usize) -> Result<(), FleetError> {
        let down = self.depots.get_mut(depot).filter(|depot| depot.server.is_none());
        down.map_or(Ok(()), |depot| depot.start(&self.database))
    }

    /// Stops PostgreSQL and starts it again.
    ///
    /// # Errors
    ///
    /// Fails if PostgreSQL does not start.
    pub fn restart_database(&mut self, how: Stop) -> Result<(), FleetError> {
        self.postgres.stop(how)?;
        Ok(self.postgres.resume()?)
    }

    /// Resets the database to its first data. The depots keep no data in memory, so they need no restart.
    ///
    /// # Errors
    ///
    /// Fails if PostgreSQL refuses the statements.
    pub fn reset(&self) -> Result<(), FleetError> {
        let empty = "TRUNCATE project, part, work_order, work_order_part, server_state RESTART IDENTITY";
        Ok(self.postgres.session(&self.database)?.execute(&format!("BEGIN; {empty}; {SEED}; COMMIT"))?)
    }
}

impl Depot {
    fn start(&mut self, database: &str) -> Result<(), FleetError> {
        let program = program(self.name).map_err(FleetError::NotBuilt)?;
        let server = Server::start_at(program, self.address, database)?;
        self.address = server.address();
        self.server = Some(server);
        Ok(())
    }
}

/// The reason why the fleet or a part of it does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// A depot is not built.
    #[error(transparent)]
    NotBuilt(io::Error),
    /// A depot does not start.
    #[error(transparent)]
    Depot(#[from] ServerError),
    /// PostgreSQL does not start, or refuses a statement.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// The gateway does not start.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The service did not return its data at the end.
    #[error("the service does not return its data")]
    Told(#[source] Box<dyn std::error::Error + Send + Sync>),
}

//! [`Fleet`]: all of its processes.

use std::io;
use std::net::SocketAddr;

use conformance::{Postgres, PostgresError, SERVERS, Server, ServerError, Stop, program};

use crate::gateway::{Gateway, GatewayError};

/// The statements that seed a fresh database of a depot.
const SEED: &str = include_str!("../../depot/migrations/postgres/0002_seed.sql");

/// A PostgreSQL, a depot of each framework, and nginx in front of them. All end when it is dropped.
#[derive(Debug)]
pub struct Fleet {
    // In this order: each is ended before what it needs.
    gateway: Gateway,
    depots: Vec<Depot>,
    postgres: Postgres,
    database: String,
}

/// A depot, which comes back where it was.
#[derive(Debug)]
struct Depot {
    name: &'static str,
    address: SocketAddr,
    /// None while it is down.
    server: Option<Server>,
}

impl Fleet {
    /// Starts everything, with nginx on this address; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// PostgreSQL or nginx is not installed, a depot is not built, or one of them does not start.
    pub fn start(listen: SocketAddr) -> Result<Fleet, FleetError> {
        let postgres = Postgres::start()?;
        let database = postgres.database()?;
        // Each depot has an address of its own, where no client gets its port while it is down.
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

    /// Kills a depot, by its number from 0 to 3. One that is down stays so.
    ///
    /// # Errors
    ///
    /// It cannot be signalled.
    pub fn kill(&mut self, depot: usize) -> Result<(), FleetError> {
        match self.depots.get_mut(depot).and_then(|depot| depot.server.take()) {
            Some(server) => Ok(server.kill().map(drop)?),
            None => Ok(()),
        }
    }

    /// Starts a depot that is down, where it was before.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn start_depot(&mut self, depot: usize) -> Result<(), FleetError> {
        let down = self.depots.get_mut(depot).filter(|depot| depot.server.is_none());
        down.map_or(Ok(()), |depot| depot.start(&self.database))
    }

    /// Stops PostgreSQL and starts it again.
    ///
    /// # Errors
    ///
    /// It does not start.
    pub fn restart_database(&mut self, how: Stop) -> Result<(), FleetError> {
        self.postgres.stop(how)?;
        Ok(self.postgres.resume()?)
    }

    /// Makes the database as it was at the start. Nothing else has to know: all that the service remembers is there.
    ///
    /// # Errors
    ///
    /// PostgreSQL refuses.
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

/// Why the fleet does not start, or a part of it does not.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FleetError {
    /// A depot is not built.
    #[error(transparent)]
    NotBuilt(io::Error),
    /// A depot does not start.
    #[error(transparent)]
    Depot(#[from] ServerError),
    /// PostgreSQL does not start, or not do what is needed.
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    /// The gateway does not start.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The clients cannot see what the service has at the end.
    #[error("the service does not tell what it has")]
    Told(#[source] Box<dyn std::error::Error + Send + Sync>),
}

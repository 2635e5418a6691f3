//! The fleet: four depots, one for each framework, behind one nginx, with one PostgreSQL. Together they are one service.
//!
//! nginx sends each request to the next depot, and clients cannot see which one responds. The data and the server's state are in
//! the database, and all responses follow the contract. nginx's own errors have the envelopes of the books too.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut fleet = fleet::Fleet::start(([127, 0, 0, 1], 0).into())?;
//! println!("http://{}", fleet.address());
//! // Only clients whose requests this depot was processing get an error.
//! fleet.kill(0)?;
//! fleet.start_depot(0)?;
//! # Ok(())
//! # }
//! ```

mod fleet;
mod gateway;
mod ordeal;

pub use crate::fleet::{Fleet, FleetError};
pub use crate::gateway::GatewayError;
pub use crate::ordeal::{ORDEALS, Ordeal, Outcome, endure};

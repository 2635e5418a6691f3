//! The fleet: four depots, one per framework, behind one nginx, over one PostgreSQL. They are one service.
//!
//! Each request goes to the next depot in turn, and no client can tell which one it was: the data and the server's state are
//! the database's, and the responses are the contract's. What nginx answers by itself is in the envelopes of the books, too.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut fleet = fleet::Fleet::start(([127, 0, 0, 1], 0).into())?;
//! println!("http://{}", fleet.address());
//! // Nobody notices but those whose requests it had.
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

//! A client of the depot. It calls the depot and prints one line for each response.
//!
//! [`Depot`] shows how a client calls its service. [`tour`] makes the calls, and [`describe`] the lines.

mod depot;
mod describe;
mod tour;

pub use depot::{Depot, Project, READER};
pub use describe::describe;
pub use tour::tour;

/// The code of the page about clients is run here, because it needs reqwest.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/clients.md")]
struct Clients;

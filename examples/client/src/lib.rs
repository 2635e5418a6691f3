//! A client for the depot. It sends requests and prints one line for each response.
//!
//! [`Depot`] shows how a client calls its service. [`tour`] sends the requests, and [`describe`] formats the lines.

mod depot;
mod describe;
mod tour;

pub use depot::{Depot, Project, READER};
pub use describe::describe;
pub use tour::tour;

/// Runs the code of the page about clients here, because it needs reqwest.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/clients.md")]
struct Clients;

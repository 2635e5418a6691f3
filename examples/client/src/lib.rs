//! The other end: a depot is driven, and what it answers is told, one line for each answer.
//!
//! [`Depot`] is how such a client calls its service, [`tour`] what there is to meet.

mod depot;
mod told;
mod tour;

pub use depot::{Depot, Project, READER};
pub use told::told;
pub use tour::tour;

/// The code of the page about clients is run here, where reqwest can be had.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/clients.md")]
struct Clients;

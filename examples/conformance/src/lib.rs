#![doc = include_str!("../README.md")]

mod broken;
mod case;
mod client;
mod each;
mod load;
mod log;
mod pattern;
mod report;
mod rules;
mod scenario;
mod second;
mod server;

pub use crate::broken::run_broken;
pub use crate::load::run_load;
pub use crate::log::run_log;
pub use crate::scenario::{compare, run};
pub use crate::server::{Server, ServerError};

/// The code of the project's README is run here, where all adapters can be had.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;

#![doc = include_str!("../README.md")]

mod case;
mod client;
mod each;
mod log;
mod pattern;
mod report;
mod rules;
mod scenario;
mod second;
mod server;

pub use crate::log::run_log;
pub use crate::scenario::run;
pub use crate::server::{Server, ServerError};

//! Measures the speed of errors of a book, compared with responses written by hand and with similar crates.
//!
//! `cargo run --release -p bench` measures everything and writes `bench/RESULTS.md`. `cargo bench -p bench` prints only times and
//! allocations. The measured code is in [`on`] (one file for each framework), [`by_hand`] and `peers`. Each response has a
//! [`Claim`], which is checked outside the measurement.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a benchmark fails by panicking")]

pub mod bodies;
pub mod by_hand;
mod case;
mod claim;
pub mod errors;
pub mod large;
pub mod on;
#[cfg(feature = "peers")]
pub mod peers;

pub use case::{CASES, Case, TIMES, counted};
pub use claim::Claim;

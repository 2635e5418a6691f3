//! How fast errors of a book are, beside responses written by hand and the crates that do the same.
//!
//! `cargo run --release -p bench` measures everything and writes `bench/RESULTS.md`; `cargo bench -p bench` shows the
//! times and allocations alone. What is measured is in [`on`] (one file for each framework), [`by_hand`] and `peers`; every
//! response is [`claimed`](Claim) to be something, which is asserted outside of the measurement.

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

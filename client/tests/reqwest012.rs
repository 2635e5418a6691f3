//! The integration of reqwest 0.12.

#![cfg(all(feature = "reqwest012", feature = "reqwest-middleware04"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod version {
    pub(crate) use errorbook_client::reqwest012::{ClientError, ResponseExt, RetryByBook};
    pub(crate) use reqwest_middleware04 as reqwest_middleware;
    pub(crate) use reqwest012 as reqwest;
}

#[path = "reqwest/responses.rs"]
mod responses;

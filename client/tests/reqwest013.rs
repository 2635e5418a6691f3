//! The integration of reqwest 0.13.

#![cfg(all(feature = "reqwest013", feature = "reqwest-middleware05"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod version {
    pub(crate) use errorbook_client::reqwest013::{ClientError, ResponseExt, RetryByBook};
    pub(crate) use reqwest_middleware05 as reqwest_middleware;
    pub(crate) use reqwest013 as reqwest;
}

#[path = "reqwest/responses.rs"]
mod responses;

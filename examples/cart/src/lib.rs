//! A service with its own books, in four envelopes, on two frameworks.
//!
//! It quotes prices: `POST /cart/quotes` accepts `{"part":7,"quantity":2}`. Everything that can fail is a [`Refusal`]. Each
//! book has its own code for it, and is served at its own path.
//!
//! | book | envelope | path | conversion of a refusal |
//! |---|---|---|---|
//! | [`codes`] | RFC 9457 | `/cart` | [`QuoteError`], which derives `IntoError` |
//! | [`erp`] | primaERP's, with JSONP | `/primaerp` | [`erp::error`] |
//! | [`field`] | AyaNova's | `/ayanova` | [`field::error`] |
//! | [`terse`] | its own, [`Terse`](terse::Terse) | `/terse` | [`terse::error`] |

pub mod codes;
pub mod erp;
mod error;
pub mod field;
mod serve;
mod stock;
pub mod terse;

pub use error::QuoteError;
pub use serve::{Stop, run};
pub use stock::{Quote, Refusal, Wish, quote};

/// The maximum size of a request body, in bytes.
pub const BODY_LIMIT: usize = 16_384;

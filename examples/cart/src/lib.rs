//! The service of the guide `docs/your-own-book.md`: books of one's own, in four envelopes, served by two frameworks.
//!
//! It quotes prices: `POST /cart/quotes` takes `{"part":7,"quantity":2}`. What can go wrong is one [`Refusal`]; each book
//! says it in codes of its own, and is served at a path of its own.
//!
//! | book | envelope | at | a refusal becomes its error by |
//! |---|---|---|---|
//! | [`codes`] | RFC 9457 | `/cart` | [`QuoteError`], which derives `IntoError` |
//! | [`erp`] | primaERP's, with JSONP | `/primaerp` | [`erp::error`] |
//! | [`field`] | AyaNova's | `/ayanova` | [`field::error`] |
//! | [`terse`] | one of its own | `/terse` | [`terse::error`] |

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

/// The largest body that is taken, in bytes.
pub const BODY_LIMIT: usize = 16_384;

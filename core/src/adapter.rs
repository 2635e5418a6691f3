//! The kit for authors of adapters.
//!
//! TODO

mod body_prefix;
mod exchange;
mod finish;
mod response_head;

pub(crate) use body_prefix::BodyPrefix;
pub use exchange::Exchange;
pub(crate) use exchange::{current_book, note};
pub use finish::Finish;
pub use response_head::{Response, ResponseHead};

//! The kit for authors of adapters.
//!
//! TODO

mod body_prefix;
mod exchange;
mod finish;
mod response_head;
mod types;

pub(crate) use body_prefix::BodyPrefix;
pub use exchange::{Exchange, current_book, panicked};
pub(crate) use exchange::note;
pub use finish::Finish;
pub use crate::jsonp::Script;
pub use response_head::{Response, ResponseHead};
pub use types::{error_type, extractor_type};

//! Books of error codes as data: the lock, the comparison, the exports.

pub mod export;
pub mod lock;
mod prose;

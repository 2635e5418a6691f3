//! The errors of an order.

use errorbook::IntoError;

use crate::codes;

/// An order that fails.
#[derive(Debug, thiserror::Error, IntoError)]
pub enum OrderError {
    /// No part has the number.
    #[error("no part {part}")]
    #[code(codes::NO_SUCH_PART)]
    UnknownPart {
        /// The number in the order.
        #[code(parameter)]
        part: u32,
    },

    /// The stock is too small.
    #[error("only {available} are left")]
    #[code(codes::OUT_OF_STOCK)]
    TooFew {
        /// The number of pieces in stock.
        #[code(parameter)]
        available: u32,
    },

    /// The stock cannot be read.
    #[error("cannot read the stock")]
    #[code(codes::STOCK_UNREADABLE)]
    Stock(#[source] std::io::Error),
}

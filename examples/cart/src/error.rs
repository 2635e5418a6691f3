//! The errors of a quote, and their codes.

use std::time::Duration;

use errorbook::{Constraint, IntoError, Violation};

use crate::codes;
use crate::stock::Refusal;

/// The reason why there is no quote, with the codes of the cart.
#[derive(Debug, thiserror::Error, IntoError)]
#[non_exhaustive]
pub enum QuoteError {
    /// No part has the number.
    #[error("no part {part}")]
    #[code(codes::NO_SUCH_PART)]
    Unknown {
        /// The number that was asked for.
        #[code(parameter)]
        part: u64,
    },

    /// The wish is not valid.
    #[error("the wish does not keep its rules")]
    #[code(codes::INVALID)]
    Invalid(#[code(violations)] Vec<Violation>),

    /// Less is in stock than was asked for.
    #[error("only {available} are left")]
    #[code(codes::OUT_OF_STOCK)]
    TooFew {
        /// The number of the part.
        #[code(parameter)]
        part: u64,
        /// The number of pieces in stock.
        #[code(parameter)]
        available: u64,
    },

    /// The stock is being counted.
    #[error("the count has begun")]
    #[code(codes::COUNTING, public)]
    Counting(#[code(retry_after)] Duration),

    /// The ledger cannot be read.
    #[error("the ledger cannot be read")]
    #[code(codes::LEDGER_UNREADABLE)]
    Ledger(#[from] std::io::Error),
}

impl From<Refusal> for QuoteError {
    fn from(refusal: Refusal) -> QuoteError {
        match refusal {
            Refusal::Unknown(part) => QuoteError::Unknown { part },
            Refusal::Nothing => QuoteError::Invalid(vec![Violation::new("quantity", Constraint::Min)]),
            Refusal::TooFew { part, available } => QuoteError::TooFew { part, available },
            Refusal::Counting => QuoteError::Counting(Duration::from_secs(120)),
            Refusal::Ledger(cause) => QuoteError::Ledger(cause),
        }
    }
}

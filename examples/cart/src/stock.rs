//! The stock: the part of the service without HTTP.

use serde::{Deserialize, Serialize};

/// An order of a client.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The number of the part.
    pub part: u64,
    /// The number of pieces, at least 1.
    pub quantity: u64,
}

/// The price of a wish.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The number of the part.
    pub part: u64,
    /// The number of pieces.
    pub quantity: u64,
    /// The price in cents.
    pub price: u64,
}

/// The reason why there is no quote.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "each book has a code for every variant")]
pub enum Refusal {
    /// No part has the number.
    Unknown(u64),
    /// The quantity is 0.
    Nothing,
    /// The stock is smaller than the quantity.
    TooFew {
        /// The number of the part.
        part: u64,
        /// The number of pieces in stock.
        available: u64,
    },
    /// The stock is being counted.
    Counting,
    /// The ledger cannot be read.
    Ledger(std::io::Error),
}

/// Returns the quote for a wish.
///
/// # Errors
///
/// Fails with a [`Refusal`]: only 3 pieces of part 7 are left, part 8 is being counted, and the ledger of part 9 cannot be
/// read.
pub fn quote(wish: &Wish) -> Result<Quote, Refusal> {
    match (wish.part, wish.quantity) {
        (1..=9, 0) => Err(Refusal::Nothing),
        (7, 4..) => Err(Refusal::TooFew { part: 7, available: 3 }),
        (8, _) => Err(Refusal::Counting),
        (9, _) => Err(Refusal::Ledger(std::io::Error::other("secret-from-ledger"))),
        (1..=9, quantity) => Ok(Quote { part: wish.part, quantity, price: quantity.saturating_mul(250) }),
        (part, _) => Err(Refusal::Unknown(part)),
    }
}

//! What is in stock: the part of the service that knows nothing of HTTP.

use serde::{Deserialize, Serialize};

/// What somebody wants to have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// The number of the part.
    pub part: u64,
    /// How many of it, at least one.
    pub quantity: u64,
}

/// What it would cost.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The number of the part.
    pub part: u64,
    /// How many of it.
    pub quantity: u64,
    /// In cents.
    pub price: u64,
}

/// Why there is no quote.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "each book says its word for each of them")]
pub enum Refusal {
    /// No part has the number.
    Unknown(u64),
    /// Nothing was asked for.
    Nothing,
    /// Less is in stock than was asked for.
    TooFew {
        /// The number of the part.
        part: u64,
        /// How many there are.
        available: u64,
    },
    /// The stock is being counted.
    Counting,
    /// The ledger cannot be read.
    Ledger(std::io::Error),
}

/// Makes the quote, or says why not.
///
/// # Errors
///
/// Each [`Refusal`]: part 7 has 3 pieces, part 8 is being counted, and the ledger's page of part 9 is torn.
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

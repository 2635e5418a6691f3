//! The codes of the cart.

use errorbook::envelope;

errorbook::codes! {
    /// The codes of the cart.
    book "cart" {
        envelope: envelope::PROBLEM,
        type_base: "https://cart.example/errors/",
        pattern: "CART-####",
        suppression: "suppress_response_code",
        error_kinds: { invalid_body: INVALID },
    }

    /// The body does not keep the rules of a wish.
    ///
    /// # What to do
    /// Correct what `errors` lists, and send the whole body again.
    INVALID = "CART-1001", 422, "The wish is not valid" {
        retry: never,
    };

    /// No part has this number.
    ///
    /// # What to do
    /// Look the number up in the catalogue. Numbers are never used twice.
    NO_SUCH_PART = "CART-1002", 404, "No such part" {
        parameters: { part: integer },
        retry: never,
    };

    /// Less is in stock than was asked for.
    ///
    /// # What to do
    /// Ask for what is `available`, or wait until there is more.
    OUT_OF_STOCK = "CART-1003", 409, "Not enough in stock" {
        parameters: { part: integer, available: integer },
        since: "1.1",
    };

    /// The stock is being counted, and nobody knows what is there.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says.
    COUNTING = "CART-2001", 503, "The stock is being counted" {
        headers: ["retry-after"],
        retry: after 2min,
    };

    /// The stock's ledger cannot be read; the log says why.
    ///
    /// # What to do
    /// Report it with the answer's `x-error-id`.
    LEDGER_UNREADABLE = "CART-2002", 500, "The stock cannot be read";

    /// Was: the part is too heavy for the mail. Since version 1.1 everything goes by van.
    retired "CART-1000";
}

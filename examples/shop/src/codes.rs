//! The error codes of the shop.

errorbook::codes! {
    /// The error codes of the shop.
    book "shop" {
        envelope: errorbook::envelope::PROBLEM,
        type_base: "https://shop.example/errors/",
        pattern: "SHOP-####",
        error_kinds: { invalid_body: INVALID_ORDER },
    }

    /// The order is not valid.
    ///
    /// # What to do
    /// Correct the fields that `errors` lists. Then send the order again.
    INVALID_ORDER = "SHOP-1001", 422, "The order is not valid" { retry: never };

    /// No part has this number.
    ///
    /// # What to do
    /// Look up the number in the catalogue.
    NO_SUCH_PART = "SHOP-1002", 404, "No such part" {
        parameters: { part: integer },
        retry: never,
    };

    /// The stock is smaller than the order.
    ///
    /// # What to do
    /// Order at most `available` pieces.
    OUT_OF_STOCK = "SHOP-1003", 409, "Not enough in stock" {
        parameters: { available: integer },
    };

    /// The service cannot read its stock.
    ///
    /// # What to do
    /// Report the `x-error-id` of the response.
    STOCK_UNREADABLE = "SHOP-2001", 500, "The stock cannot be read" { retry: after 1min };
}

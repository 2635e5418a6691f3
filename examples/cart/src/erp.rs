//! The same errors with codes in primaERP's envelope. This book has its own code for every error kind.

use std::time::Duration;

use errorbook::{Constraint, Error, Violation, coded, envelope};

use crate::stock::Refusal;

errorbook::codes! {
    /// The codes of the cart, in primaERP's envelope.
    book "erp" {
        envelope: envelope::PRIMAERP,
        pattern: "ERP-####",
        suppression: "suppress_response_code",
        error_kinds: {
            route_not_found: NO_SUCH_PAGE,
            method_not_allowed: WRONG_METHOD,
            unsupported_media_type: NO_JSON,
            unreadable_body: UNREADABLE,
            invalid_body: INVALID,
            body_too_large: TOO_LARGE,
            invalid_parameter: WRONG_PARAMETER,
            object_not_found: NO_SUCH_PART,
            not_unique: REFUSED,
            referenced: REFUSED,
            rule_broken: INVALID,
            unavailable: COUNTING,
            internal: FAILED,
        },
        statuses: { 400: REFUSED, pass_through },
    }

    /// The body does not keep the rules of a wish.
    ///
    /// # What to do
    /// Correct what `constraintViolations` lists, and send the whole body again.
    INVALID = "ERP-1001", 412, "The wish is not valid" { retry: never };
    /// No part has this number.
    NO_SUCH_PART = "ERP-1002", 404, "No such part" { retry: never };
    /// Less is in stock than was asked for.
    OUT_OF_STOCK = "ERP-1003", 409, "Not enough in stock";
    /// The stock is being counted.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says.
    COUNTING = "ERP-2001", 503, "The stock is being counted" { headers: ["retry-after"], retry: after 2min };
    /// The service failed; its log says why.
    FAILED = "ERP-2002", 500, "The service failed";
    /// No page has this address.
    NO_SUCH_PAGE = "ERP-9001", 404, "No such page" { retry: never };
    /// The page does not serve the method.
    WRONG_METHOD = "ERP-9002", 405, "Wrong method" { headers: ["allow"], retry: never };
    /// The body is not said to be JSON.
    NO_JSON = "ERP-9003", 415, "The body has to be JSON" { retry: never };
    /// The body is said to be JSON and cannot be read as such.
    UNREADABLE = "ERP-9004", 400, "The body cannot be read" { retry: never };
    /// The body is over the limit.
    TOO_LARGE = "ERP-9005", 413, "The body is too large" { retry: never };
    /// A parameter of the query is wrong.
    WRONG_PARAMETER = "ERP-9006", 400, "Wrong parameter" { retry: never };
    /// The server refuses the request.
    REFUSED = "ERP-9007", 400, "Refused";
}

/// Converts a refusal into an error of this book.
pub fn error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Unknown(part) => coded!(NO_SUCH_PART, "no part {part}"),
        Refusal::Nothing => coded!(INVALID).with_violation(
            Violation::new("quantity", Constraint::Min)
                .with_entity_type("cart.Wish")
                .with_message("must be greater than or equal to 1"),
        ),
        Refusal::TooFew { available, .. } => coded!(OUT_OF_STOCK, "only {available} are left"),
        Refusal::Counting => coded!(COUNTING).with_retry_after(Duration::from_secs(120)),
        Refusal::Ledger(cause) => coded!(FAILED).with_cause(cause),
    }
}

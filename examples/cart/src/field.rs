//! The same errors with numbers in AyaNova's envelope. This book adds to AyaNova's own book.

use std::time::Duration;

use errorbook::{Constraint, Error, Violation, ayanova, coded, envelope};

use crate::stock::Refusal;

errorbook::codes! {
    /// The codes of the cart, which add to AyaNova's.
    book "field" {
        envelope: envelope::AYANOVA,
        range: ayanova::RANGE,
        suppression: "suppress_response_code",
        error_kinds: {
            route_not_found: NO_SUCH_PAGE,
            method_not_allowed: REFUSED,
            unsupported_media_type: UNREADABLE,
            unreadable_body: UNREADABLE,
            invalid_body: INVALID,
            body_too_large: TOO_LARGE,
            invalid_parameter: REFUSED,
            object_not_found: NO_SUCH_PART,
            not_unique: REFUSED,
            referenced: REFUSED,
            rule_broken: INVALID,
            unavailable: COUNTING,
            internal: FAILED,
        },
        statuses: { 404: NO_SUCH_PAGE, 429: REFUSED, 4xx: REFUSED, 5xx: FAILED },
    }

    /// The body does not keep the rules of a wish; `details` says where.
    ///
    /// # What to do
    /// Correct what each `target` names. An `error` is `2501`, or one of AyaNova's from `2201` to `2212`.
    INVALID = "2500", 400, "The wish is not valid" { retry: never };
    /// Nothing is asked for: the quantity is zero. It is met in `details` alone.
    NOTHING = "2501", 400, "Nothing is asked for" { retry: never };
    /// No part has this number.
    NO_SUCH_PART = "2502", 404, "No such part" { retry: never };
    /// Less is in stock than was asked for.
    OUT_OF_STOCK = "2503", 409, "Not enough in stock";
    /// The stock is being counted.
    ///
    /// # What to do
    /// Wait as long as `retry-after` says.
    COUNTING = "2504", 503, "The stock is being counted" { headers: ["retry-after"], retry: after 2min };
    /// The service failed; its log says why.
    FAILED = "2505", 500, "The service failed";
    /// No page has this address.
    NO_SUCH_PAGE = "2510", 404, "No such page" { retry: never };
    /// The body is no JSON, or is not said to be.
    UNREADABLE = "2511", 400, "The body has to be JSON" { retry: never };
    /// The body is over the limit.
    TOO_LARGE = "2512", 413, "The body is too large" { retry: never };
    /// The server refuses the request.
    REFUSED = "2513", 400, "Refused";
}

/// Converts a refusal into an error of this book.
pub fn error(refusal: Refusal) -> Error {
    match refusal {
        Refusal::Unknown(part) => coded!(NO_SUCH_PART, "no part {part}").with_target("part"),
        Refusal::Nothing => {
            let nothing = Constraint::custom("nothing", Some(NOTHING));
            coded!(INVALID).with_violation(Violation::new("quantity", nothing))
        }
        Refusal::TooFew { available, .. } => coded!(OUT_OF_STOCK, "only {available} are left").with_target("quantity"),
        Refusal::Counting => coded!(COUNTING).with_retry_after(Duration::from_secs(120)),
        Refusal::Ledger(cause) => coded!(FAILED).with_cause(cause),
    }
}

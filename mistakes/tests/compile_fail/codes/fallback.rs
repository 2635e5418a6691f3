#![deny(warnings)]

mod replaces_four {
    errorbook::codes! {
        /// Replaces all statuses.
        book "mistaken" { envelope: errorbook::envelope::PROBLEM, statuses: { 4xx: REFUSED, 5xx: FAILED } }

        /// Refused.
        REFUSED = "CART-1001", 400, "Refused";
        /// Failed.
        FAILED = "CART-1002", 500, "Failed";
    }
}

mod replaces_one {
    errorbook::codes! {
        /// Knows three of the four.
        book "mistaken" {
            envelope: errorbook::envelope::PROBLEM,
            error_kinds: { body_too_large: REFUSED, unsupported_media_type: REFUSED },
            statuses: { 429: REFUSED, 4xx: REFUSED, 5xx: FAILED },
        }

        /// Refused.
        REFUSED = "CART-1001", 400, "Refused";
        /// Failed.
        FAILED = "CART-1002", 500, "Failed";
    }
}

mod replaces_none {
    errorbook::codes! {
        /// Lists all four.
        book "right" {
            envelope: errorbook::envelope::PROBLEM,
            statuses: { 405: REFUSED, 413: REFUSED, 415: REFUSED, 429: REFUSED, 4xx: REFUSED, 5xx: FAILED },
        }

        /// Refused.
        REFUSED = "CART-1001", 400, "Refused";
        /// Failed.
        FAILED = "CART-1002", 500, "Failed";
    }
}

fn main() {}

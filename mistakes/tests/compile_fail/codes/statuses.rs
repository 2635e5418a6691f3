mod statuses {
    errorbook::codes! {
        /// Statuses that are none, or not the book's.
        book "mistaken" {
            envelope: errorbook::envelope::PROBLEM,
            statuses: {
                200: EMPTY,
                404: NO_SUCH_PAGE,
                409: EMPTY,
                409: EMPTY,
                4xx: EMPTY,
                rest: EMPTY,
                "5xx": EMPTY,
            },
        }

        /// Right.
        EMPTY = "CART-1001", 409, "The cart is empty";
    }
}

mod rests {
    errorbook::codes! {
        /// All others twice.
        book "mistaken" {
            envelope: errorbook::envelope::PROBLEM,
            statuses: { 4xx: EMPTY, 5xx: errorbook::standard::BAD_GATEWAY, 5xx: EMPTY, pass_through: &[] },
        }

        /// Right.
        EMPTY = "CART-1001", 409, "The cart is empty";
    }
}

fn main() {}

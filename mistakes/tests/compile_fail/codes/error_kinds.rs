errorbook::codes! {
    /// ErrorKinds without a code of the book.
    book "mistaken" {
        envelope: errorbook::envelope::PROBLEM,
        error_kinds: {
            route_not_found: errorbook::standard::NOT_FOUND,
            internal: FAILED,
            wrong_page: EMPTY,
            invalid_body: EMPTY,
            invalid_body: EMPTY,
            unavailable: "CART-1001",
        },
    }

    /// Right.
    EMPTY = "CART-1001", 409, "The cart is empty";
}

fn main() {}

errorbook::codes! {
    /// Situations without a code of the book.
    book "mistaken" {
        envelope: errorbook::envelope::PROBLEM,
        situations: {
            no_route: errorbook::http::NOT_FOUND,
            unhandled: FAILED,
            wrong_route: EMPTY,
            invalid_body: EMPTY,
            invalid_body: EMPTY,
            busy: "CART-1001",
        },
    }

    /// Right.
    EMPTY = "CART-1001", 409, "The cart is empty";
}

fn main() {}

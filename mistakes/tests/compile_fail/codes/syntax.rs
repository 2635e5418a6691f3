errorbook::codes! {
    /// Rows that cannot be read, and one that can.
    book "mistaken" {
        envelope: errorbook::envelope::PROBLEM,
        error_kinds: { route_not_found: UNREADABLE },
    }

    /// A status in quotes.
    UNREADABLE = "CART-1001", "409", "Unreadable";
    /// Without its end.
    ENDLESS = "CART-1002", 409, "Endless"
    /// Without a comma.
    NO_COMMA = "CART-1003" 409, "No comma";
    /// Without an identifier.
    NO_IDENTIFIER = 409, "No identifier";
    /// Right.
    RIGHT = "CART-1004", 409, "Right" { retry: never }
    retired 1000;
    /// Nothing follows.
}

fn uses() {
    let _ = (BOOK.find("CART-1002"), RIGHT.id());
}

fn main() {}

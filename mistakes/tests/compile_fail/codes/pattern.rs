errorbook::codes! {
    /// Identifiers of another book.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM, pattern: "CART-####" }

    /// Right.
    RIGHT = "CART-1001", 409, "Right";
    /// One digit too few.
    SHORT = "CART-101", 409, "Short";
    /// In lower case.
    LOWER = "cart-1001", 409, "Lower";

    retired "BASKET-1";
}

fn main() {}

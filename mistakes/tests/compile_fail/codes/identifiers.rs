errorbook::codes! {
    /// Identifiers that cannot be.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// The first.
    FIRST = "CART-1001", 409, "First";
    /// Another one between.
    BETWEEN = "CART-1002", 409, "Between";
    /// The first again.
    SECOND = "CART-1001", 409, "Second";
    /// What it was once is not what it is.
    REUSED = "CART-1000", 409, "Reused";
    /// It cannot be told from others.
    NAMELESS = "", 409, "Nameless";

    retired "CART-1000";
    retired "CART-1000";
    retired "";
}

fn main() {}

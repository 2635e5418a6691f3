errorbook::codes! {
    /// Codes that nothing replaces.
    book "mistaken" { envelope: errorbook::envelope::PROBLEM }

    /// In favour of itself.
    ITSELF = "CART-1001", 409, "Itself" { deprecated: ITSELF };
    /// In favour of none.
    NOBODY = "CART-1002", 409, "Nobody" { deprecated: EMPTY };
    /// Right.
    RIGHT = "CART-1003", 409, "Right";
    /// In favour of one that is right.
    ONCE = "CART-1004", 409, "Once" { deprecated: RIGHT };
    /// In favour of one that is deprecated.
    TWICE = "CART-1005", 409, "Twice" { deprecated: ONCE };
    /// Not in favour of a row.
    TEXT = "CART-1006", 409, "Text" { deprecated: "use RIGHT" };
}

fn main() {}
